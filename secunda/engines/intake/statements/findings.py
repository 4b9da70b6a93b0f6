"""Diagnoses with their certainty, stages and grades, sizes and sides of what was found, and gene variants."""

import re
from collections.abc import Iterator, Sequence

from secunda.engines.intake.date_words import joined
from secunda.engines.intake.facts import Certainty, Code, Fact, FactKind
from secunda.engines.intake.readers.sides import side_in
from secunda.engines.intake.statements.passages import Passage, certainty_at, clause_around
from secunda.engines.intake.statements.vocabulary import DENIED, NOTHING, RELATIVES, SUSPECTED, Section

_TNM = re.compile(
    r"(?<![A-Za-z0-9])(?P<t>(?:[cpyra]{0,3})T(?:is|[0-4Xx])[a-d]?(?:\([a-z0-9]+\))?)"
    r"(?:[\s,]*(?P<n>(?:[cpyra]{0,3})N[0-3Xx][a-c]?(?:\([a-z0-9+\-/]+\))?))?"
    r"(?:[\s,]*(?P<m>(?:[cpyra]{0,3})M[01OX][a-c]?))?(?:[\s,]*(?P<r>R[012X]))?(?![A-Za-z0-9])"
)
_STAGE = re.compile(
    r"(?<!\w)(?P<name>stage|stadium|stade|estadio|FIGO|UICC|Ann Arbor|Gleason(?: score)?|ISUP(?: grade)?"
    r"|BI-?RADS"
    r"|PI-?RADS|LI-?RADS|TI-?RADS|Lung-?RADS|Bethesda|Child-?Pugh|NYHA|EDSS|ECOG|Karnofsky|Nottingham grade"
    r"|Fuhrman grade|WHO grade|Bosniak|McDonald|CHA2DS2-VASc)\s*[:=]?\s*(?:class |category |grade |score )?"
    r"(?P<value>(?:I{1,3}|IV|VI{0,3}|V)[A-C]?\d?(?![A-Za-z])"
    r"|\d(?:\s?[+]\s?\d(?:\s?=\s?\d{1,2})?)?(?:[.,]\d)?[a-cA-C]?(?!\w))",
    re.IGNORECASE,
)
_LESION = joined(r"""
    nodules?|mass(?:es)?|lesions?|tumou?rs?|carcinomas?|adenocarcinomas?|melanomas?|sarcomas?|lymphomas?
    metastas[ei]s
    cysts?|polyps?|aneurysms?|opacit(?:y|ies)|neoplasms?|cancers?|malignanc(?:y|ies)|rundherd|knoten
    raumforderung\w*
    l[äa]sion(?:en|s)?|\w*karzinom\w*|\w*carcinoom|tumoren|n[óo]dulos?|masas?|lesi[óo]n(?:es)?|carcinoma
    neoplasias?
    masses?|nodules?|carcinome|l[ée]sions?|tumeurs?|guz|zmiana|tumorer|lymph nodes?|nodes?|stenosis
    fracture|calculus|stone
""")
LESION = re.compile(rf"(?<!\w)(?:{_LESION})(?!\w)", re.IGNORECASE)
_LENGTH = r"\d{1,3}(?:[.,]\d{1,2})?"
_SIZE = re.compile(
    rf"(?<![\w.,])(?P<size>{_LENGTH}(?:\s?[x×]\s?{_LENGTH}){{0,2}}\s?-?(?P<unit>mm|cm))(?!\w)", re.IGNORECASE
)
_APART = re.compile(
    r"\b(?:from|margin|closest|distance|away|abstand|clear by|deep|thick|slices?|fragments?|cores?|within"
    r"|aller"
    r"|short axis from|distal|proximal|au-dessus|incision|port|trocar|needle|wire|catheter|stent|sheath)\b",
    re.IGNORECASE,
)
_OF_TUMOUR = re.compile(r"(?P<invasive>\binvasi\w+)|\btumou?r|\btumeur|\btumoral|\bguz", re.IGNORECASE)
_OF_SPECIMEN = re.compile(r"\b(?:bed|specimen|block|section|bett|pr[äa]parat)", re.IGNORECASE)
_LABEL = re.compile(r"((?:[^.;:=!|]|\.(?!\s)){3,60})[:=]\s*$")
"""A form gives a size behind a label: "Tumour size: 28 mm", "Tumorgröße (max.): 28 mm"."""
ORGANS = re.compile(
    r"(?<!\w)(?P<organ>"
    + joined(r"""
        (?:upper|middle|lower) lobe|lung|breast|kidney|thyroid(?: nodule| lobe)?|hemithyroid\w*|ovary
        ovarian|testis|testicle
        adrenal|lobe|hemicolectomy|(?:ober|mittel|unter)lappen|lunge|mamma(?:karzinom)?|brust|niere
        schilddr[üu]se|hoden
        l[óo]bulo (?:superior|medio|inferior)|pulm[óo]n|mama|ri[ñn][óo]n|tiroides|test[íi]culo
        lobe (?:sup[ée]rieur|moyen|inf[ée]rieur)
        poumon|sein|rein|thyro[ïi]de|(?:boven|midden|onder)kwab|long|borst|nier|schildklier|p[łl]uc\w*
        piers\w*|nerk\w*
        partial mastectomy|mastectomy|lumpectomy|nephrectomy|lobectomy
    """)
    + r")(?!\w)",
    re.IGNORECASE,
)
_SIDE_WORD = (
    r"(?:left|right|links|rechts|linke[rnms]?|rechte[rnms]?|izquierd[oa]|derech[oa]|gauche|droite?"
    r"|lew\w+|praw\w+)"
)
_SIDE_BEFORE = re.compile(rf"({_SIDE_WORD})[\s,-]+(?:[\w’'-]+\s+){{0,2}}$", re.IGNORECASE)
_SIDE_AFTER = re.compile(rf"[\s,]+({_SIDE_WORD})(?!\w)", re.IGNORECASE)
_VARIANT = re.compile(
    r"(?P<gene>[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]+)?)?[\s:(,]{0,3}(?:NM_\d+\.\d+[(\w)]*:)?"
    r"(?P<coding>[c¢g]\.[\d_*+\-?]+(?:[ACGT]+>[ACGT]+|del[ACGT]*|dup[ACGT]*|ins[ACGT]+|delins[ACGT]+|inv))"
    r"(?:[\s,;]*(?P<protein>p\.\(?[A-Za-z]{1,3}\d+(?:[A-Za-z]{1,3}|\*|=)[\w*]*\)?))?"
)
_CALLED = re.compile(
    r"(?<!\w)(likely pathogenic|pathogenic|likely benign|benign"
    r"|(?:variant )?of (?:uncertain|unknown) significance|vus"
    r"|wahrscheinlich pathogen|pathogen|unklarer signifikanz|significado incierto|class \d|klasse \d)(?!\w)",
    re.IGNORECASE,
)
_ZYGOSITY = re.compile(
    r"\b(compound heterozygous|heterozyg\w+|homozyg\w+|hemizyg\w+|mosaic)\b", re.IGNORECASE
)
_BEGINS_DENIED = re.compile(rf"\W*{DENIED.pattern}", re.IGNORECASE)
_TALK = re.compile(r"\b(?:I|we|she|he|they|ich|wir|sie hat|je|nous)\s[a-zäöü]", re.IGNORECASE)
"""A letter that has gone on to tell."""
_ASIDE = re.compile(
    r"(?:same|as above|as per|idem|s\.o|medical$|surgical$"
    r"|.*\b(?:positive|negative|requested|to follow|clear)$"
    r"|.*\d/\d,|margins?|resection margins?|lvi|nodes?|\d+/\d+|ajcc|p?T\d|grade|see |status|r[0-2]\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[a-zäöüßéáíóúñ]{3})\.\s+|(?<=[\d)])\.\s+|;\s+")
_NUMBERED = re.compile(r"^(?:\d+[.)]|[-•*–]|[A-D]\.)\s*")
MOST_LINES = 12
LONGEST = 160


def diagnoses(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Each sentence under a heading of diagnoses, with the certainty that its own words give it."""
    for line in lines:
        if line.section is Section.FAMILY:
            yield from _in_family(line)
        if line.section is not Section.DIAGNOSIS or line.after > MOST_LINES or _TALK.search(line.text):
            continue
        for sentence in _SENTENCES.split(_NUMBERED.sub("", line.text)):
            said = _NUMBERED.sub("", sentence.strip(" .:|"))
            if len(said) < 4 or NOTHING.match(said) or not re.search(r"[^\W\d_]{4}", said):
                continue
            if _ASIDE.match(said):
                continue
            yield _diagnosis(line, said[:LONGEST])


def _in_family(line: Passage) -> Iterator[Fact]:
    """Every clause of a family history that names a relative."""
    for clause in re.split(r"[.;]\s+", line.text):
        if (found := RELATIVES.search(clause)) and not DENIED.search(clause):
            who, said = found[0].lower(), clause.strip(" .")[:LONGEST]
            quote = line.text[:300]
            yield Fact(said, who, line.page, quote, FactKind.DIAGNOSIS, Certainty.RELATIVE, relative=who)


def _diagnosis(line: Passage, said: str) -> Fact:
    quote = line.text[:300]
    if found := RELATIVES.search(said):
        who = found[0].lower()
        return Fact(said, who, line.page, quote, FactKind.DIAGNOSIS, Certainty.RELATIVE, relative=who)
    if _BEGINS_DENIED.match(said):
        certainty = Certainty.DENIED
    else:
        certainty = Certainty.SUSPECTED if SUSPECTED.search(said) else Certainty.STATED
    return Fact("diagnosis", said, line.page, quote, FactKind.DIAGNOSIS, certainty, side=side_in(said))


def stages(lines: Sequence[Passage]) -> Iterator[Fact]:
    """TNM categories, and stages, grades and scores that have a name."""
    for line in lines:
        for found in _TNM.finditer(line.text):
            if found["n"] or found["m"] or found["t"][0] in "cpy":
                # Recognised pages take the nought of M0 for the letter O.
                said = " ".join(filter(None, (found["t"], found["n"], found["m"], found["r"]))).replace(
                    "MO", "M0"
                )
                yield _found(line, "stage", said, FactKind.STAGE, found.start())
        for found in _STAGE.finditer(line.text):
            yield _found(line, found["name"], found["value"], FactKind.STAGE, found.start())


def _found(line: Passage, name: str, value: str, kind: FactKind, at: int) -> Fact:
    """A stage is as stated: what is suspected or denied in the same sentence is something else."""
    certainty, relative = certainty_at(line.text, at)
    if certainty is not Certainty.RELATIVE:
        certainty = Certainty.STATED
    return Fact(name, value, line.page, line.text[:300], kind, certainty, relative=relative)


def sizes(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Sizes that stand in one clause with something that was found; distances and margins are none."""
    for line in lines:
        for found in _SIZE.finditer(line.text):
            clause = clause_around(line.text, found.start(), found.end())
            of = _labelled(line.text[: found.start()]) or _named(clause, found["size"])
            if of is None:
                continue
            size = " ".join(found["size"].replace("-", " ").split())
            yield Fact(
                name=f"size of {of}",
                value=size,
                page=line.page,
                quote=line.text[:300],
                kind=FactKind.SIZE,
                certainty=_sure(line, found.start()),
                number=re.sub(r"\s?[mc]m$", "", size, flags=re.IGNORECASE),
                unit=found["unit"].lower(),
                side=side_in(clause),
            )


def _labelled(before: str) -> str | None:
    """What a size belongs to whose label stands right before it, where that is a tumour."""
    label = _LABEL.search(before)
    found = _OF_TUMOUR.search(label[1]) if label else None
    if label is None or found is None or _APART.search(label[1]) or _OF_SPECIMEN.search(label[1]):
        return None
    return "invasive tumour" if found["invasive"] else "tumour"


def _named(clause: str, size: str) -> str | None:
    """The finding that stands nearest in the same clause, unless the size is a distance from it."""
    lesion = _nearest(LESION, clause, size)
    if lesion is None or _APART.search(_between(clause, lesion, size)):
        return None
    return lesion[0].lower()


def _sure(line: Passage, at: int) -> Certainty:
    certainty, _ = certainty_at(line.text, at)
    return Certainty.RELATIVE if certainty is Certainty.RELATIVE else Certainty.STATED


def _nearest(pattern: re.Pattern[str], clause: str, size: str) -> re.Match[str] | None:
    """The finding with the fewest letters between it and the size; of equals the one before it."""
    start = clause.find(size)
    end = start + len(size)

    def gap(found: re.Match[str]) -> int:
        return start - found.end() if found.end() <= start else 1 + found.start() - end

    return min(pattern.finditer(clause), key=gap, default=None)


def _between(clause: str, lesion: re.Match[str], size: str) -> str:
    """What stands between a finding and a size, close behind the size, and close before the first of them."""
    at = clause.find(size)
    first, last = sorted(((lesion.start(), lesion.end()), (at, at + len(size))))
    behind = clause[at + len(size) : at + len(size) + 8]
    return f"{clause[first[1] : last[0]]} {behind} {clause[max(0, first[0] - 12) : first[0]]}"


def sides(lines: Sequence[Passage]) -> Iterator[Fact]:
    """On which side of a paired organ something was found or done; `status` says when it was found."""
    for line in lines:
        for organ in ORGANS.finditer(line.text):
            side = _side_beside(line.text, organ)
            if side is None:
                continue
            certainty, relative = certainty_at(line.text, organ.start())
            clause = clause_around(line.text, organ.start(), organ.end())
            yield Fact(
                name=f"side of {organ['organ'].lower()}",
                value=side,
                page=line.page,
                quote=line.text[:300],
                kind=FactKind.SIDE,
                certainty=certainty,
                status="finding" if LESION.search(clause) else None,
                side=side,
                relative=relative,
            )


def _side_beside(text: str, organ: re.Match[str]) -> str | None:
    before = _SIDE_BEFORE.search(text[max(0, organ.start() - 40) : organ.start()])
    after = _SIDE_AFTER.match(text[organ.end() : organ.end() + 20])
    word = before[1] if before else after[1] if after else None
    return side_in(word) if word else None


def variants(lines: Sequence[Passage]) -> Iterator[Fact]:
    """Gene variants in the notation of HGVS, with zygosity and classification where the text gives them."""
    whole = "\n".join(line.text for line in lines)
    called = _CALLED.search(whole)
    for line in lines:
        for found in _VARIANT.finditer(line.text):
            coding = found["coding"].replace("¢", "c")
            zygosity = _ZYGOSITY.search(line.text)
            own = _CALLED.search(line.text) or called
            more = (found["protein"], zygosity[0].lower() if zygosity else None, own[0] if own else None)
            gene = found["gene"]
            yield Fact(
                name=f"variant in {gene}" if gene else "variant",
                value=", ".join(filter(None, (coding, *more))),
                page=line.page,
                quote=line.text[:300],
                kind=FactKind.VARIANT,
                certainty=certainty_at(line.text, found.start())[0],
                codes=(Code("HGVS", coding),),
            )
