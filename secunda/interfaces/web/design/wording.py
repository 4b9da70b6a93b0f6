"""Words of more than one role's pages: what empty fields say, and what pathways are called."""

from django.utils.translation import gettext_lazy as _

from secunda.engines.comparison.vocabulary import Axis
from secunda.engines.comparison.wording import READINGS, reading

WRITE = _("Write an answer")
WRITE_ONE = _("Write at least one")
CHOOSE = _("Choose an answer")
CHOOSE_SOME = _("Choose at least one answer")
CHOOSE_YES_NO = _("Choose yes or no")
CHOOSE_FILE = _("Choose a file")
PICK = _("Choose")
TICK = _("Tick the box to go on")
DATE = _("Enter the date, like 3 5 2026")
DATE_HINT = _("For example, 3 5 2026")
NUMBER = _("Enter a number, like 3")
EMAIL = _("Enter an e-mail address, like name@example.com")
EMAIL_LABEL = _("Your e-mail address")
CODE = _("Enter the code")
CODE_LABEL = _("Your code")

PATHWAYS = {
    "general": _("General"),
    "radiology": _("Scans"),
    "cardiac": _("Heart"),
    "oncology": _("Cancer"),
    "surgery": _("Surgery"),
    "rare": _("Rare disease"),
    "chronic": _("Long-term condition"),
}


def relation_words(relation: str, axis: str = Axis.DIAGNOSIS) -> str:
    """How an item of the second opinion relates to the first, in the reader's language."""
    return str(READINGS[reading(relation, axis)][0])


def relation_tone(relation: str, axis: str = Axis.DIAGNOSIS) -> str:
    """The tone of the tag that says so."""
    return READINGS[reading(relation, axis)][1]
