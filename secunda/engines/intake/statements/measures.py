"""Measurements in sentences: a name that is known or a unit that tells, and the number as written."""

import re
from collections.abc import Iterator

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.statements.passages import Passage, certainty_at
from secunda.engines.intake.statements.vocabulary import Section

NUMBER = r"[<>≤≥]?\s?\d{1,7}(?:[.,]\d{1,4})?"
_IS = "(?:\\s+(?:" + joined(r"""
    was|is|of|at|around|about|measures|measured|betr[äa]gt|betrug|von|war|bei|de|es|era|est|was|van|er|p[åa]
""") + ")){0,2}"  # fmt: skip
"""What may stand between a name and its number."""
_SAID = re.compile(
    r"^(?P<name>[^\W\d_][^:\n]{1,45}):\s*(?P<value>(?:[^,;.]{0,20}[\s(])?(?:positive|negative|equivocal"
    r"|detected|not detected"
    r"|indeterminate|reactive|non-reactive|normal|positiv|negativ|positivo|negativo|positif"
    r"|n[ée]gatif)\b.{0,60})$",
    re.IGNORECASE,
)
_WORDS = r"[^\W\d_][\w’'/-]*(?:\s+[^\W\d_][\w’'/-]*){0,3}?(?:\s?\([^)\d]{1,20}\))?"
_UNITS = joined(r"""
    mmHg|cm2|cm²|%|m/s|ml/min|L/min|mmol/L|umol/L|µmol/L|μmol/L|nmol/L|pmol/L|mmol/mol|g/L|g/dL|mg/dL|mg/L
    ug/L|µg/L|μg/L|ng/L|pg/mL|ng/mL|ug/mL|U/L|U/mL|kU/L|IU/L|IU/mL|mIU/L|mU/L|G/L|/nl|mm/h|kPa|ms|bpm
    kg/m2|kg/m²|kg|mut/Mb|events?/h(?:our)?|x ?10\^?9/L|10\^9/L
""")
_QUANTITY = re.compile(
    rf"(?P<name>{_WORDS}){_IS}\s*[,:=]?\s+(?P<number>[<>+-]?\d{{1,5}}(?:[.,]\d{{1,3}})?)\s?"
    rf"(?P<unit>{_UNITS})(?![\w²])"
)
_STRUCTURES = joined(r"""
    aortic root|sinus\w*|annul\w+|ascending aorta|axial length|LV\w{0,4}|TAPSE|septum|spleen|liver
    (?:left |right )?(?:ventricular|atrial|ventricle|atrium)(?: end-?(?:diastolic|systolic))?(?: diameter)?
    common bile duct|endometri\w+|Breslow(?:'s)?(?: thickness| depth| index)?|tumou?r thickness
    depth of invasion|Tumordicke|Eindringtiefe|aortenwurzel|milz|ra[íi]z a[óo]rtica|bazo
    racine aortique
""")
_LENGTH = re.compile(
    rf"(?P<name>(?:{_STRUCTURES})(?:\s?\([^)\d]{{1,20}}\))?){_IS}\s*[,:=]?\s+"
    r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?)\s?(?P<unit>mm|cm)(?!\w)"
    r"(?P<score>,?\s*Z[- ]?(?:score)?\s*[:=]?\s*[+-]?\d(?:[.,]\d{1,2})?)?",
    re.IGNORECASE,
)
"""Lengths of structures that are measured again and again; those of findings are sizes."""
_SCALES = joined(r"""
    SUVmax|Ki-?67|INR|[ZT][- ]?score|LVEF|FEVI|FEVG|EF|(?i:(?:left ventricular )?ejection fraction)
    (?i:ejektionsfraktion|fracci[óo]n de eyecci[óo]n|fraction d['’][ée]jection)|FEV1(?:/FVC)?|FVC|TLCO|DLCO
    HbA1c|PSA|eGFR|BMI|AHI|Agatston(?: score)?|MELD(?:-Na)?(?: score)?|MoCA|MMSE|GCS|NIHSS|mRS|UCEIS|CDAI
    DAS28|BASDAI|MADRS|PHQ-?9|GAD-?7|(?:partial |endoscopic )?Mayo(?: endoscopic)? score|HEART score
    Wells score|CHA2DS2-VASc(?: score)?|(?i:mitotic (?:index|rate|count)|mitoses)|TMB
    Karnofsky(?: index| score)?|(?:JC virus )?antibody index|Systemic score
""")
_SCALE_UNITS = joined(r"""
    L|litres|mmol/mol|kg/m2|kg/m²|mut/Mb|ml/min\S*|ng/m[lL]|[µμu]g/L|events?/h(?:our)?
""")
_SCORED = re.compile(
    rf"(?<!\w)(?P<name>{_SCALES}){_IS}\s*[:=]?\s*(?P<value>[+-]?{NUMBER}(?:\s?(?:{_SCALE_UNITS}))?\s?%?"
    r"(?:\s?/\s?(?:mm2|mm²|\d{1,2}\s?HPF|\d{1,3})|\s(?:per|pro)\s(?:\d{1,2}\s)?(?:HPF|mm2|mm²))?)"
    r"(?!\w|\s?[-–]\s?\d)"
)
_PRESSURE = re.compile(
    "(?<!\\w)(?P<name>" + joined(r"""
        blood pressure|BP|Blutdruck|RR|tensi[óo]n arterial|tension art[ée]rielle
        bloeddruk|ci[śs]nienie|blodtryk
    """)
    + rf"){_IS}\s*[:=]?\s*(?P<value>\d{{2,3}}/\d{{2,3}}(?:\s?mm\s?Hg)?)(?![\w/])",
    re.IGNORECASE,
)  # fmt: skip
_NARROWED = re.compile(
    r"(?<!\w)(?P<value>\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s?%)\s"
    r"(?P<name>(?:\w+ ){0,2}(?:stenosis|occlusion|narrowing|blasts|plasma cells))"
)
_JOINING = re.compile(r"^(?:and|with|und|mit|y|con|et|avec|en|met|i|z|og|med)\s+", re.IGNORECASE)
NOT_A_NAME = re.compile(
    r"(?i)\b(?:page|date|dob|birth|born|geb|nhs|mrn|no|nr|tel|phone|fax|room|ward|street|lane|road"
    r"|collected|received"
    r"|reported|lab no|case|station|level|grade|stage|bi-?rads|aged?|years?|weeks?|months?|days?|minutes?"
    r"|o'clock|pack"
    r"|passes|height above|number|(?<!ejection )(?<!fat )fractions?|gy|code|version|ref"
    r"|unit case|positive|negative"
    r"|approximately|about"
    r"|measuring|previous(?:ly)?|target)\b"
)
"""Words before a number that make it something else than a measurement."""


def in_prose(line: Passage) -> Iterator[Fact]:
    """Each measurement of a line once by its name."""
    if line.section is Section.FAMILY:
        return
    if said := _SAID.match(line.text):
        yield _fact(line, said["name"].strip(), said["value"].strip(" ."), said.start())
    seen: set[str] = set()
    for pattern in (_SCORED, _PRESSURE, _LENGTH, _QUANTITY, _NARROWED):
        for found in pattern.finditer(line.text):
            groups = found.groupdict()
            name = _JOINING.sub("", found["name"].strip())
            if NOT_A_NAME.search(name) or name.casefold() in seen or len(name) < 2:
                continue
            seen.add(name.casefold())
            value = groups.get("value") or f"{groups['number']} {groups['unit']}{groups.get('score') or ''}"
            number, unit = groups.get("number"), groups.get("unit")
            yield _fact(line, name, " ".join(value.split()), found.start(), number, unit)


def _fact(
    line: Passage, name: str, value: str, at: int, number: str | None = None, unit: str | None = None
) -> Fact:
    certainty, relative = certainty_at(line.text, at)
    if certainty is not Certainty.RELATIVE:
        certainty = Certainty.STATED
    return Fact(
        name=name,
        value=value,
        page=line.page,
        quote=line.text[:300],
        kind=FactKind.RESULT,
        certainty=certainty,
        number=number,
        unit=unit,
        relative=relative,
    )
