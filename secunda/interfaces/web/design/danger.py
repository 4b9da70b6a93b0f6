"""The danger signs to tap, the same on the first page and within a case."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways import Catalogue, ShownFlag
from secunda.interfaces.web.design.fields import Choices, Option

NONE = "none"


def danger_signs(catalogue: Catalogue, flags: Iterable[ShownFlag]) -> Choices:
    """The signs to tick, with "None of these" apart: an empty page is no answer."""
    texts = catalogue.files.red_flags
    signs = [Option(flag.id, flag.ask) for flag in flags]
    none = Option(NONE, texts.none_of_these, divider=_("or"))
    missing = _("Tap what is happening, or “%(none)s”") % {"none": texts.none_of_these}
    return Choices(texts.screen, [*signs, none], missing=missing, alone=(NONE,))
