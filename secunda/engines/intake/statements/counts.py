"""How many of a finding there are, and how many of those looked at are affected.

Numbers in words become figures, so that two records can be compared; the quotation keeps the words.
"""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.facts import Certainty, Fact, FactKind
from secunda.engines.intake.statements.passages import Passage, certainty_at
from secunda.engines.intake.statements.vocabulary import Section

_NUMERALS = (
    "one ein eine einen einem einer un una uno une een één jeden jedna jedno en et",
    "two zwei dos deux twee dwa dwie to",
    "three drei tres trois drie trzy tre",
    "four vier cuatro quatre cztery fire",
    "five fünf cinco cinq vijf pięć fem",
    "six sechs seis zes sześć seks",
    "seven sieben siete sept zeven siedem syv",
    "eight acht ocho huit osiem otte",
    "nine neun nueve neuf negen dziewięć ni",
    "ten zehn diez dix tien dziesięć ti",
    "eleven elf once onze jedenaście elleve",
    "twelve zwölf doce douze twaalf dwanaście tolv",
)
_FIGURES = {word: str(number) for number, words in enumerate(_NUMERALS, 1) for word in words.split()}
# Words that mean something else as well count only where a finding follows, never inside a sentence.
_PLAIN = {
    word: figure for word, figure in _FIGURES.items() if word not in {"en", "et", "to", "ni", "ti", "once"}
}
_SEVERAL = "|".join(sorted((word for word in _FIGURES if _FIGURES[word] != "1"), key=len, reverse=True))

_FINDINGS = joined(r"""
    lesions|nodules|masses|tumou?rs|metastases|deposits|polyps|cysts|aneurysms|plaques|foci|opacities
    fractures|infarcts|h(?:a)?emorrhages|microbleeds|stones|calculi|ulcers|strictures|stenoses|fistulas?
    relapses|seizures|exacerbations|episodes|attacks|admissions
    \w*l[äa]sionen|\w*rundherde|\w*knoten|raumforderungen|\w*metastasen|polypen|zysten|frakturen|sch[üu]be|anf[äa]lle
    lesiones|n[óo]dulos|masas|met[áa]stasis|p[óo]lipos|quistes|fracturas|brotes|crisis
    l[ée]sions|masses|m[ée]tastases|polypes|kystes|fractures|pouss[ée]es|crises
    \w*laesies|nodi|\w*metastasen|poliepen|cysten|aanvallen
    zmian|zmiany|guzki|guzk[óo]w|przerzuty|przerzut[óo]w|torbiele|polipy|rzuty
    l[æa]sioner|knuder|metastaser|polypper|cyster|attakker
""")
_COUNTED = re.compile(
    rf"(?<![\w.,/-])(?P<number>\d{{1,2}}|{_SEVERAL})(?P<between>(?:[\s-]+(?!and\b|und\b|of\b|from\b)[^\W_][\w-]*){{0,3}}?)"
    rf"[\s-]+(?P<finding>(?:T[12][- ])?(?:{_FINDINGS}))(?!\w)(?P<rest>[^.;:]*)",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(
    r"\b(?:mm|cm|ml|mg|months?|years?|weeks?|days?|hours?|monate?|jahre?|wochen|meses|a[ñn]os|mois|ans)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_PLAIN, key=len, reverse=True))})(?!\w)", re.IGNORECASE)

_LOOKED_AT = joined(r"""
    (?:(?:sentinel|axillary|pelvic|inguinal|hilar|mediastinal|cervical|regional) )*(?:lymph )?nodes?
    cores?|fragments?|biopsies|blocks?|segments?|quadrants?|lymphknoten|w[äa]chterlymphknoten|stanzen?|ganglios
    cilindros|ganglions|carottes|lymfeklieren|lymfeknuder|w[ęe]z[łl][óo]w
""")
_SHARE = re.compile(
    rf"(?<![\w.,/])(?P<some>\d{{1,3}}|{_SEVERAL}|one)\s+(?:out\s+)?(?:of|von|de|sur|van|z|af)\s+(?:the\s+)?(?P<all>\d{{1,3}}|{_SEVERAL})"
    rf"(?P<what>(?:\s+[^\W\d_][\w-]*){{0,2}}?\s+(?:{_LOOKED_AT}))(?P<how>(?:\s+[^\W\d_][\w-]*){{0,2}})",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?<![\w/.,])(\d{1,2}/\d{1,2})(?![\w/.,]\d|[\w/])")
_SENTENCE = re.compile(r"[.;]\s")
_NODES = re.compile(
    r"(?<!\w)(?:sentinel\w*|axill\w+|axil\w+|pelvic|inguinal|hilar|mediastinal|level [IVX\d]+"
    r"|(?:lymph )?nodes?|\w*lymphknoten|ganglios?|ganglions?|centinela"
    r"|lymfeklier\w*|schildwachtklier\w*|lymfeknuder?|w[ęe]z[łl]\w*)(?!\w)",
    re.IGNORECASE,
)
LONGEST = 120


def counts(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Numbers of lesions, relapses and the like, and shares of lymph nodes or biopsy cores."""
    for line in lines:
        if line.section is Section.FAMILY:
            continue
        yield from _numbers(line)
        yield from _shares(line)
        yield from _fractions(line)


def _numbers(line: Passage) -> Iterator[Fact]:
    for found in _COUNTED.finditer(line.text):
        certainty, relative = certainty_at(line.text, found.start())
        if certainty is Certainty.DENIED or _OTHER_UNIT.search(found["between"]):
            continue
        whole = f"{figure(found['number'])}{found['between']} {found['finding']}{_in_figures(found['rest'])}"
        name = f"number of {found['finding'].split()[-1].lower()}"
        yield _fact(line, name, whole, certainty, relative, number=figure(found["number"]))


def _shares(line: Passage) -> Iterator[Fact]:
    for found in _SHARE.finditer(line.text):
        certainty, relative = certainty_at(line.text, found.start())
        what = f"{figure(found['some'])} of {figure(found['all'])}{found['what']}{found['how']}"
        yield _fact(line, f"share of {found['what'].split()[-1].lower()}", what, certainty, relative)


def _fractions(line: Passage) -> Iterator[Fact]:
    for found in _FRACTION.finditer(line.text):
        before = _SENTENCE.split(line.text[: found.start()])[-1]
        after = _SENTENCE.split(line.text[found.end() :])[0]
        words = dict.fromkeys(word.lower() for word in _NODES.findall(f"{before} {after}"))
        words = {one: None for one in words if not any(one != more and one in more for more in words)}
        some, every = map(int, found[1].split("/"))
        if words and some <= every:
            certainty, relative = certainty_at(line.text, found.start())
            stated = Certainty.RELATIVE if certainty is Certainty.RELATIVE else Certainty.STATED
            value = f"{found[1]} {' '.join(words)}"
            yield _fact(line, "lymph nodes with tumour", value, stated, relative)


def figure(word: str) -> str:
    """A number in figures, whichever way it is written."""
    return _FIGURES.get(word.casefold(), word)


def _in_figures(text: str) -> str:
    return _INSIDE.sub(lambda found: figure(found[0]), text)


def _fact(
    line: Passage,
    name: str,
    value: str,
    certainty: Certainty,
    relative: str | None,
    *,
    number: str | None = None,
) -> Fact:
    return Fact(
        name=name,
        value=" ".join(value.split())[:LONGEST].strip(" ,"),
        page=line.page,
        quote=line.text[:300],
        kind=FactKind.RESULT,
        certainty=certainty,
        number=number,
        relative=relative,
    )
