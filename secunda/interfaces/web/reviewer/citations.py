"""The places in the records that a statement rests on: each a link that opens it, and a box that keeps it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from markupsafe import Markup

from secunda.interfaces.web.design.drawing import component
from secunda.interfaces.web.design.values import Words
from secunda.journey.opinions.rules.citing import Citation, citation, citations

_LONGEST = 2000


class Citations(forms.Field):
    """A list of citations. Each is sent as JSON by a ticked box; what is not ticked is dropped.

    `named` gives the records and studies that may be named, by id; it is asked only when the list is drawn.
    """

    marked_optional = True
    widget = forms.SelectMultiple

    def __init__(self, label: Words, named: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(label=label, required=False)
        self.named = named

    def to_python(self, value: Any) -> list[dict[str, object]]:
        """Read what was sent; what is no citation is left out."""
        sent = [_read(each) for each in value or [] if isinstance(each, str) and len(each) <= _LONGEST]
        return [each.as_json() for each in dict.fromkeys(sent) if each is not None]

    def draw(self, bound: BoundField, *, heading: bool, reveals: Mapping[str, Markup]) -> Markup:  # noqa: ARG002
        """Draw the list, empty or not: a key adds to it."""
        value = bound.value() or []
        kept = [_read(each) for each in value] if bound.form.is_bound else list(citations(value))
        named = self.named() if kept else {}
        return component("citations")(
            bound.html_name,
            self.label,
            [
                {
                    "value": json.dumps(each.as_json(), ensure_ascii=False),
                    "href": each.address,
                    "text": each.words(named),
                }
                for each in kept
                if each is not None
            ],
        )


def _read(sent: object) -> Citation | None:
    try:
        return citation(json.loads(sent) if isinstance(sent, str) else sent)
    except ValueError:
        return None
