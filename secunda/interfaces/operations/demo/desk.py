"""What a coordinator sets right when looking a case file through, as the reading is never perfect.

The table says what the papers are. A coordinator says it only where the case file says something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secunda.foundation.people.models import Account
from secunda.journey.cases.models import Case
from secunda.journey.records.actions import rule_on_record
from secunda.journey.records.models import Record


@dataclass(frozen=True)
class Truth:
    """What one paper is; what is None is left as it was read. `on` counts days from the day of sending.

    `reveals`: whether it shows the first opinion, for papers that name the first doctor and say no more.
    """

    kind: str | None = None
    document: str | None = None
    on: int | None = None
    reveals: str | None = None


_FREE = Truth(reveals="no")
# What the family wrote itself: the story tells the first opinion, the rest does not.
_OWN_WORDS = {"patient_story": "yes", "allergies": "no", "wishes": "no"}

TRUTHS: Mapping[str, Mapping[str, Truth]] = {
    "cardiac": {
        "clinic letter Dr Pell.pdf": Truth("clinic_letter", "clinic_letter", -24),
        "blood tests.pdf": _FREE,
        "echo report.pdf": _FREE,
        "IMG_5512.jpg": Truth(document="home_log", reveals="no"),
    },
    "chronic": {
        "GP summary.pdf": Truth("patient_summary", "gp_summary", -7, "yes"),
        "IMG_7702.jpg": Truth(document="home_log", on=-7, reveals="no"),
        "blood test.pdf": _FREE,
        "scan0004.pdf": Truth(on=-26, reveals="no"),
    },
    "oncology": {
        "letter Mr Carrow.pdf": Truth("clinic_letter", "treatment_plan", -4),
        "psa.pdf": Truth(document="psa", on=-45),
        "family.pdf": Truth(document="family_tree", reveals="no"),
        "bloods last month.pdf": _FREE,
        "MRI prostate report.pdf": _FREE,
    },
    "rare": {
        "minha familia.pdf": Truth("other", "family_tree", -4, "yes"),
        "IMG_0033.jpg": Truth("clinic_letter", "clinic_letter", -787, "no"),
        "neurology letter.pdf": Truth("clinic_letter", "clinic_letter", -6),
        "blood results.pdf": _FREE,
        "scan0001.pdf": _FREE,
        "discharge.pdf": _FREE,
        "day unit.pdf": Truth(reveals="yes"),
    },
    "surgery": {
        "Parkgate consultation.pdf": Truth("clinic_letter", "clinic_letter", -11),
        "questionnaire.jpg": Truth("other", "proms", -4, "no"),
        "blood results Parkgate.pdf": _FREE,
        "scan0007.pdf": _FREE,
    },
}


def look_through(case: Case, sent_on: date, *, by: Account, at: datetime) -> None:
    """Set right what the case file says of its papers, one after the other."""
    truths = TRUTHS.get(case.pathway, {})
    for record in Record.objects.filter(case=case).select_related("item", "case").order_by("item__name"):
        truth = truths.get(record.item.name, Truth(reveals=_OWN_WORDS.get(record.document)))
        wanted = _wanted(truth, sent_on)
        wrong = {about for about, value in wanted.items() if value != _stands(record, about)}
        if "kind" in wrong:
            # Another kind is judged anew, so what it reveals is said as well.
            wrong |= {"reveals"} & set(wanted)
        for about in sorted(wrong):
            rule_on_record(record, about, wanted[about], by=by, at=at)


def _wanted(truth: Truth, sent_on: date) -> dict[str, str]:
    wanted = {"kind": truth.kind, "document": truth.document, "reveals": truth.reveals}
    if truth.on is not None:
        wanted["date"] = (sent_on + timedelta(days=truth.on)).isoformat()
    return {about: value for about, value in wanted.items() if value is not None}


def _stands(record: Record, about: str) -> str:
    column = {"date": "on"}.get(about, about)
    return str(getattr(record, column))
