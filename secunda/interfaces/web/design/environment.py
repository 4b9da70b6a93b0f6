"""The Jinja2 environment of all pages: a name that is missing is an error, never an empty space."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from secunda.engines.pathways.catalogue import NOT_APPROVED
from secunda.engines.words import Borrowed
from secunda.foundation.content import kept_text
from secunda.foundation.content.approval import serves_drafts
from secunda.interfaces.web.design import formats, values, wording
from secunda.interfaces.web.design.forms import DesignForm, draw_field


def environment(**options: Any) -> Environment:
    """Build the environment for Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    extensions = [*options.pop("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    built = Environment(extensions=extensions, **options)  # noqa: S701 - autoescape is set above
    # The i18n extension adds this method when it is loaded, so the class does not declare it.
    built.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    built.globals.update(
        url=url,
        url_if_any=url_if_any,
        static=static,
        options=values.options,
        Option=values.Option,
        Row=values.Row,
        Change=values.Change,
        field_html=draw_field,
        form_html=form_html,
        language=translation.get_language,
        languages=languages,
        direction=direction,
        borrowed=borrowed,
        tongue=tongue,
        notices=get_messages,
        demonstration=demonstration,
        serves_drafts=serves_drafts,
        not_approved=NOT_APPROVED,
        organisation=organisation,
        relation_words=wording.relation_words,
        relation_tone=wording.relation_tone,
    )
    built.filters.update(
        day=formats.day,
        partial_day=formats.partial_day,
        clock=formats.clock,
        moment=formats.moment,
        size=formats.size,
        reference=formats.reference,
        sentence=formats.sentence,
        bare=str,
        kept=kept_text,
    )
    built.tests["number_like"] = lambda value: str(value).removeprefix("+").isdigit()
    return built


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page: `url('patient:task_list', reference)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if_any(name: str) -> str:
    """Return the address of a named page, or an empty string where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def languages() -> list[tuple[str, str]]:
    """Return the languages of the pages: their codes, and what each calls itself."""
    return list(settings.LANGUAGES)


def demonstration() -> bool:
    """Say whether this installation is a demonstration, in which everybody is invented."""
    return bool(settings.SECUNDA_DEMO)


def organisation() -> str:
    """Return the name of the operator's own sign-in, or nothing where there is none."""
    return settings.SECUNDA_OIDC_NAME if settings.SECUNDA_OIDC else ""


def direction() -> str:
    """Return the writing direction of the reader's language, for the `dir` attribute."""
    return "rtl" if translation.get_language_bidi() else "ltr"


def borrowed(page: str) -> bool:
    """Say whether a page holds words that are not in the reader's language."""
    return 'class="borrowed"' in page


def tongue(text: object) -> Markup:
    """Return the `lang` attribute of words in another language, where an element may hold no other."""
    if isinstance(text, Borrowed):
        return Markup(' class="borrowed" lang="{}"').format(text.language)
    return Markup()


def form_html(form: DesignForm) -> Markup:
    """Draw all fields of a form."""
    return form.draw()
