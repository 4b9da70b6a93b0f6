"""Whether a record shows the first opinion. What is not known counts as if it did, until the lock."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from secunda.engines.intake.names import family_of
from secunda.engines.intake.reading import RecordKind

# Written to say what the first team thinks or plans.
_SAYS_THE_OPINION = frozenset(
    {
        RecordKind.CLINIC_LETTER,
        RecordKind.CONSULTATION_NOTE,
        RecordKind.TREATMENT_PLAN,
        RecordKind.MDT_OUTCOME,
        RecordKind.DISCHARGE_SUMMARY,
    }
)
# What was seen, measured or given: the evidence that the second reader is to judge afresh.
_EVIDENCE = frozenset(
    {
        RecordKind.LAB_REPORT,
        RecordKind.PATHOLOGY_REPORT,
        RecordKind.GENETIC_REPORT,
        RecordKind.IMAGING_REPORT,
        RecordKind.OPERATIVE_REPORT,
        RecordKind.PROCEDURE_REPORT,
        RecordKind.ECG,
        RecordKind.RADIATION_DOSE_REPORT,
        RecordKind.MEDICATION_LIST,
        RecordKind.IMMUNIZATION_RECORD,
        RecordKind.IMAGE,
    }
)
# A plan of radiotherapy is the first plan (PS3.3 A.20); these others carry words or marks of a reader.
_PLAN_MODALITIES = frozenset({"RTPLAN", "RTSTRUCT", "RTDOSE", "RTRECORD", "RTINTENT"})
_WORDY_MODALITIES = frozenset({"SR", "KO", "PR", "DOC", "SEG", "OT", "PLAN", "RTIMAGE", "M3D"})
# Secondary captures (any picture, a photographed report too) and encapsulated documents, PS3.6 Annex A.
_WORDY_CLASS = re.compile(r"1\.2\.840\.10008\.5\.1\.4\.1\.1\.(7(\.\d+)?|104\.\d+)")
_SURE_ENOUGH = 0.5
_SHORTEST_NAME = 3
_SHORTEST_WORD = 5


class Sign(StrEnum):
    """Whether the first opinion can be seen in something."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FirstTeam:
    """Who gave the first opinion, and what they plan."""

    doctor: str = ""
    plans: tuple[str, ...] = ()

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds the doctor's family name, or a planned item in its own words."""
        words = _plain(text)
        name = _plain(family_of(self.doctor))
        if len(name) >= _SHORTEST_NAME and re.search(rf"\b{re.escape(name)}\b", words):
            return True
        return any(_tells(plan, words) for plan in self.plans)


def reveals(
    kind: str,
    pathway: str,
    text: str,
    first_doctor: str = "",
    first_items: Iterable[str] = (),
    *,
    confidence: float = 1.0,
    legible: bool = True,
) -> Sign:
    """Whether a document shows the first opinion: by what it is, by whose name and which plan it holds.

    `first_items` are the items of the first plan; `confidence` (0 to 1) is that of the kind; `legible`
    False means that the text could not be read whole, so that nothing can be said from it.
    """
    if FirstTeam(first_doctor, tuple(first_items)).is_named_in(text):
        return Sign.YES
    if kind in _SAYS_THE_OPINION or (pathway == "radiology" and kind == RecordKind.IMAGING_REPORT):
        return Sign.YES
    if kind not in _EVIDENCE or confidence < _SURE_ENOUGH or not legible:
        return Sign.UNKNOWN
    # A picture without words may be a photographed letter: somebody must look at it first.
    return Sign.UNKNOWN if kind == RecordKind.IMAGE else Sign.NO


def series_reveals(
    kind: str, modality: str, sop_classes: Iterable[str], words: str, first: FirstTeam
) -> Sign:
    """Whether a DICOM series shows the first opinion; `words` are its and its study's descriptions."""
    if modality in _PLAN_MODALITIES or first.is_named_in(words):
        return Sign.YES
    wordy = modality in _WORDY_MODALITIES or kind not in {"image", "ecg", "radiation_dose_report"}
    return Sign.UNKNOWN if wordy or any(map(_WORDY_CLASS.fullmatch, sop_classes)) else Sign.NO


def _tells(plan: str, words: str) -> bool:
    phrase = _plain(plan)
    if phrase and phrase in words:
        return True
    telling = {word for word in phrase.split() if len(word) >= _SHORTEST_WORD}
    return len(telling) > 1 and telling <= set(words.split())


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))
