"""The way from Python to the macros in `design/components.html`."""

from collections.abc import Callable

from django.forms import BoundField
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils.safestring import SafeString, mark_safe
from markupsafe import Markup


def component(name: str) -> Callable[..., Markup]:
    """Return one macro as a function; calling it draws the component."""
    engine = next(each for each in engines.all() if isinstance(each, Jinja2))
    macro: Callable[..., Markup] = getattr(engine.env.get_template("design/components.html").module, name)
    return macro


def first_error(bound: BoundField) -> str:
    """Return the one error shown beside a field, or nothing while the form is being reshaped."""
    if getattr(bound.form, "reshaped", False) or not bound.errors:
        return ""
    return str(bound.errors[0])


def safe(markup: Markup) -> SafeString:
    """Mark drawn components as safe for Django's own templates too."""
    return mark_safe(str(markup))  # noqa: S308 - the macros escaped every value they were given
