"""Problems between records: an allergy stated in one place and denied in another."""

import re
from collections.abc import Sequence

from secunda.engines.intake.casefile import Record, SharedProblem, Who
from secunda.engines.intake.date_words import joined
from secunda.engines.intake.reading import ProblemCode, Severity

# "None recorded" is silence and not a denial.
_DENIED = re.compile(
    joined(r"""
        \b(no (known )?(drug |medication )?allerg(y|ies)|nkda|nka|not allergic)\b
        \ballerg(y|ies)( status)?\s*[:\-]?\s*(nil|none)( known)?\s*(\.|$)
        \ballergien?\s*:?\s*keine( bekannt)?\b|\bkeine (bekannten )?allergien\b
        \b(sin alergias|no alergias|alergias\s*:?\s*(no conocidas|ninguna|no))\b
        \bpas d.allergies? connues?\b
        \ballergies?\s*:?\s*(aucune|n[ée]ant)\b|\bgeen (bekende )?allergie(ën)?\b
    """),
    re.IGNORECASE | re.MULTILINE,
)
_STATED = re.compile(
    r"\b(?:drug )?(?:allerg(?:y|ies|ien?|ic to|isch auf|ique [àa])|alergias?|al[ée]rgic[oa] a)"
    r"\s*[:\-]?\s*(?:to |a |auf )?([^\W\d_]{4,})",
    re.IGNORECASE,
)
_NO_SUBSTANCE = re.compile(
    r"none|nil|known|status|recorded|unknown|keine|ninguna|conocid\w*|aucune|n[ée]ant|bekannt|unbekannt|please|reviewed"
    r"|history|noted|documented|clinic|tests?|testing|reactions?|information|refer|see|with|that|this|from",
    re.IGNORECASE,
)


def conflicts_between(records: Sequence[Record]) -> tuple[SharedProblem, ...]:
    """Return the conflicts among one patient's records."""
    mine = [one for one in records if one.belongs_to.who is not Who.OTHER and one.reading.readable]
    denied = [one.id for one in mine if _DENIED.search(one.reading.text)]
    stated = [(one.id, substance) for one in mine if (substance := _substance(_flat(one.reading.text)))]
    against = [one for one, _ in stated if one not in denied]
    if not denied or not against:
        return ()
    named = ", ".join(dict.fromkeys(substance.lower() for one, substance in stated if one not in denied))
    says = f"An allergy ({named}) stands in one record and is denied in another. Please ask the patient."
    return (SharedProblem(ProblemCode.ALLERGY_CONFLICT, Severity.HIGH, says, (*against, *denied)),)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _substance(text: str) -> str | None:
    for found in _STATED.finditer(_DENIED.sub(" ", text)):
        if not _NO_SUBSTANCE.fullmatch(found[1]):
            return found[1]
    return None
