"""The person as written on a record: name, birth date, sex and numbers."""

import re

from stdnum.gb import nhs

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.dates import dates_in, month_first
from secunda.engines.intake.reading import Identifier, PartialDate, Person

_NAME_WORDS = joined(r"""
    re|regarding|patient(?:in)?(?:['’]?s)?(?:\s*name)?|name(?:\s+of\s+patient)?|full\s+name
    name\s+des\s+patienten|paciente|nombre(?:\s+del\s+paciente)?|nom(?:\s+du\s+patient|\s+et\s+pr[ée]nom)?
    patiënt|naam|pacjent(?:ka)?|imi[ęe]\s+i\s+nazwisko|betr(?:ifft)?|betreff
""")
# Recognised tables leave their ruled lines as brackets, bars and copyright signs.
_NAME_LABEL = re.compile(
    rf"(?:^|\n|[ \t]{{2,}}|[|(\[{{©*•])[ \t|(\[]*(?:{_NAME_WORDS})[ \t]*[:.;©|=]?[ \t]+([^\n]{{3,90}})",
    re.IGNORECASE,
)
_STOP_WORDS = joined(r"""
    d\.?o\.?b|date of birth|birth|born|geb\b|geb\.|geboren|nac|f\.? ?nac|n[ée]e? le|sex|gender|geschlecht|sexo
    nhs|mrn|hospital|id|pat\.?-?nr|address|age|aged|male|female|date|datum|fecha|unit|case|nhc|historia|tel|phone
    ref|number|m/|f/|ur\.
""")
_STOP = re.compile(rf"\b(?:{_STOP_WORDS})\b|[,;:(|/]\s*(?=\d)|\d|[(|=©\t]| {{3,}}", re.IGNORECASE)
_TITLE = re.compile(
    r"mr|mrs|ms|miss|master|dr|prof|sir|dame|herr|frau|hr|fr|sr|sra|srta|don|doña|d|dña"
    r"|m|mme|mlle|mw|dhr|mevrouw|pani?",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"de|del|la|las|los|van|von|der|den|da|di|du|le|el|bin|ibn|al|zu|y|ter|ten|dos|do|st|mac|mc",
    re.IGNORECASE,
)
_GIVEN = r"[A-Z][\w'’-]+"
_NARRATIVE = re.compile(
    rf"\b((?:{_GIVEN}\s){{1,3}}{_GIVEN})\s*,?\s+(?:is|was)\s+an?\s+\d{{1,3}}[- ]?(?:year|yr|y\.?o|month|week)"
)
_FAMILY_FIRST = re.compile(
    rf"^\W{{0,3}}({_GIVEN}(?:[ -]{_GIVEN})?,[ ]{_GIVEN}(?:[ ][A-Z][\w'’.-]*){{0,2}})\W{{0,3}}$", re.MULTILINE
)
_NUMBER_WORDS = joined(r"""
    NHS(?:\s*(?:no|number|nr)\.?)?|MRN|medical record (?:no|number)|hospital (?:no|number)|unit (?:no|number)
    patient (?:id|no|number)|pat(?:ienten)?\.?-?\s?(?:nr|id|nummer)|patientennummer|historia cl[ií]nica
    n[º°o]\.? ?historia|nhc|chi(?:\s*(?:no|number))?|ipp|bsn|pesel|dni|id-?nr
""")
_NUMBER_LABEL = re.compile(rf"\b({_NUMBER_WORDS})\b\s*[.:#]*\s*([A-Z0-9][A-Z0-9 ./-]{{3,20}})", re.IGNORECASE)
_BIRTH_LABEL = re.compile(
    r"\b(d\.?o\.?b|birth|born|geb\.|geboren|geburtsdatum|nacimiento|naissance|geboortedatum)", re.IGNORECASE
)
_SEX = (
    (
        "female",
        re.compile(
            r"f|w|k|v|female|weiblich|frau|mujer|femenino|f[ée]minin|femme|vrouw|kobieta", re.IGNORECASE
        ),
    ),
    (
        "male",
        re.compile(
            r"m|h|male|männlich|herr|var[oó]n|hombre|masculino|masculin|homme|man|mężczyzna", re.IGNORECASE
        ),
    ),
)
_SEX_LABEL = re.compile(
    r"\b(?:sex|gender|geschlecht|sexo|sexe|geslacht|płeć)[ \t]*[:.]?[ \t]*(\w+)", re.IGNORECASE
)
_FORMER = re.compile(
    r"\b(?:née|nee|formerly(?: known as)?|maiden name|previously|geb\.|geborene|aka|also known as)"
    rf"[ \t]*[:.]?[ \t]*({_GIVEN}(?:[ ]{_GIVEN}){{0,2}})"
)
TOP = 2500
"""Letters of the text in which the person is named."""


def person_in(text: str, country: str = "GB") -> Person:
    """Return who the text says it is about; only what is written there."""
    top = text[:TOP]
    name = _labelled(top) or _heard(text) or _family_first(top)
    former = tuple(found[1] for found in _FORMER.finditer(top))
    return Person(name, former, _birth(top, text, country), _sex(top), _numbers(top))


def _labelled(top: str) -> str | None:
    for found in _NAME_LABEL.finditer("\n" + top):
        if name := as_name(found[1]):
            return name
    return None


def _heard(text: str) -> str | None:
    found = _NARRATIVE.search(text[:3000])
    return as_name(found[1]) if found else None


def _family_first(top: str) -> str | None:
    """A line that is only `Family, Given`: a recognised table may part a name from its label."""
    found = _FAMILY_FIRST.search("\n".join(top.splitlines()[:15]))
    return as_name(found[1]) if found else None


def as_name(written: str) -> str | None:
    """The name at the start of what was written, or None when it does not look like one."""
    stop = _STOP.search(written)
    kept = written[: stop.start()] if stop else written
    words = kept.replace("_", " ").strip(" .,:;-*|[]{}").replace(",", ", ").split()
    plain = [word.strip(".,'’\"[]{}") for word in words]
    spoken = [word for word in plain if word and not _TITLE.fullmatch(word)]
    if not 1 < len(spoken) <= 6 and not (len(spoken) == 1 and len(plain) > 1):
        return None
    if any(not _is_part(word) for word in spoken):
        return None
    while words and _TITLE.fullmatch(words[0].strip(".")):
        words.pop(0)
    return " ".join(words).strip(" ,") or None


def _is_part(word: str) -> bool:
    bare = re.sub(r"[-'’.]", "", word)
    return bare.isalpha() and bool(_PARTICLE.fullmatch(word) or not word[0].islower())


def _birth(top: str, text: str, country: str) -> PartialDate | None:
    dates = [
        one for one in dates_in(top, month_leads=month_first(text, country)) if one.day.precision == "day"
    ]
    labelled = next((one.day for one in dates if one.weight <= -9), None)
    if labelled or not _BIRTH_LABEL.search(top):
        return labelled
    # A recognised table may part the date from its label: then the oldest bare date, well before all others.
    bare = sorted((one.day for one in dates if not one.label), key=lambda day: day.value)
    return bare[0] if len(bare) > 1 and int(bare[1].value[:4]) - int(bare[0].value[:4]) > 1 else None


def _sex(top: str) -> str | None:
    found = _SEX_LABEL.search(top)
    return next((sex for sex, words in _SEX if found and words.fullmatch(found[1])), None)


def _numbers(top: str) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    for one in _NUMBER_LABEL.finditer(top):
        label, value = one[1].strip(), re.split(r"\s{2,}|\s(?=[A-Za-z]{2,})", one[2].strip())[0].strip(" .-/")
        if not any(map(str.isdigit, value)):
            continue
        if label.upper().startswith("NHS"):
            digits = re.sub(r"\D", "", value)[:10]
            if not nhs.is_valid(digits):
                continue
            label, value = "NHS number", nhs.format(digits)
        found.setdefault(value, Identifier(label, value))
    return tuple(found.values())
