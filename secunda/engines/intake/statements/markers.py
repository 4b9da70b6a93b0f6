"""Markers of tumours and of immunity that stand in a sentence: receptors, mutations, antibodies."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.statements.passages import Passage, certainty_at
from secunda.engines.intake.statements.vocabulary import Section

_NAMES = joined(r"""
    o?estrogen receptors?|progesterone receptors?|(?:Ö|O)strogenrezeptor\w*|Progesteronrezeptor\w*
    receptores? de (?:estr[óo]genos?|progesterona)
    r[ée]cepteurs? (?:aux |des )?(?:[œo]e?strog[èe]nes|progest[ée]rone)
    ER|PR|PgR|RE|RP|RO|HER-?2(?:/neu)?|ALK|ROS1|PD-?L1(?: TPS| CPS)?|EGFR|KRAS|NRAS|BRAF|MET|RET
    NTRK\d?|BRCA[12]
    PIK3CA|TP53|p53|p16|IDH[12]?|MGMT|1p/19q|TERT|MSI|MMR|MLH1|PMS2|MSH[26]|FISH|TMB|TTF-?1|CK\d{1,2}|CD\d{1,3}
    CDX2|GATA3|S-?100|SOX10|Melan-?A|HMB-?45|chromogranin(?: A)?|synaptophysin|calcitonin|EBV|EBER|HPV
    JAK2|CALR|FLT3
    NPM1|BCR-?ABL1?|t\(\d+;\d+\)|oligoclonal bands|oligoklonale Banden|bandas oligoclonales
    (?:anti-[\w-]+|(?:[\w-]+ ){0,3}antibod(?:y|ies))(?: index| titre| titer)?
    (?:blood|urine|sputum|stool|wound) cultures?
""")
_STATES = joined(r"""
    (?:strongly |weakly |diffusely |focally )?(?:positive|positiv|positivo|positif|positives
    pozytywn\w+|dodatni\w*)
    negative|negativ|negativo|n[ée]gatif|ujemn\w+|equivocal|borderline|indeterminate|not detected|detected
    not found
    deficient|proficient|intact|retained|preserved|lost|not amplified|amplified|nicht amplifiziert
    mutated|mutiert
    wild[- ]?type|wildtyp|high|low|stable|methylated|unmethylated|rearranged|not rearranged|present|absent
    (?:IHC )?[0-3]\+|\d{1,3}\s?%
""")
_MARKER = re.compile(
    rf"(?<![\w/-])(?P<name>{_NAMES})(?: status| receptors?| expression| mutation| staining)?[\s:=-]{{1,3}}"
    rf"(?P<value>(?!\s)(?:(?!\b(?:and|und|y|et|en|og)\b)[^.,;:()\n]){{0,40}}?(?<![\w.])(?:{_STATES})(?![\w%])"
    rf"(?:\s?(?:\([^)\n]{{1,60}}\)|in\s\d{{1,3}}\s?%[^,;.()]{{0,20}}|\d{{1,3}}\s?%))?)",
    re.IGNORECASE,
)
_SHORT = frozenset({"er", "pr", "re", "rp", "ro", "met", "ret"})
"""Names that are words as well: they count in capitals only."""
_CHANGE = re.compile(
    r"(?<![\w-])(?P<gene>[A-Z][A-Z0-9]{2,7})[\s:]{1,2}(?P<change>(?:p\.\(?)?[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY*]\)?"
    r"|(?:exon|Exon)\s\d{1,2}\s(?:deletion|insertion|skipping|mutation|Deletion|Insertion))(?!\w)"
)


def markers(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Each marker once in a line, with what is said of it; and changes of proteins by their short names."""
    for line in lines:
        if line.section is Section.FAMILY:
            continue
        seen: set[str] = set()
        for found in _MARKER.finditer(line.text):
            name = found["name"].strip()
            if name.casefold() in seen or (name.casefold() in _SHORT and not name.isupper()):
                continue
            seen.add(name.casefold())
            yield _fact(line, name, found["value"], FactKind.RESULT, found.start())
        for found in _CHANGE.finditer(line.text):
            name = f"variant in {found['gene']}"
            yield _fact(line, name, found["change"], FactKind.VARIANT, found.start())


def _fact(line: Passage, name: str, value: str, kind: FactKind, at: int) -> Fact:
    certainty, relative = certainty_at(line.text, at)
    if certainty is not Certainty.RELATIVE:
        certainty = Certainty.STATED
    return Fact(name, " ".join(value.split()), line.page, line.text[:300], kind, certainty, relative=relative)
