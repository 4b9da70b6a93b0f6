"""Imaginary papers of every kind, put together from wording that is general medical knowledge.

A paper has a family: the way in which one sender lays out one kind. Families differ in which headings
they use, in their order, in how the person is named, and in how much they say under each heading.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

WORDING = Path(__file__).parent / "wording"
GENERAL = "general"

_SENDERS: Mapping[str, Sequence[str]] = {
    "en": ("Riverside General Hospital", "Oakfield Medical Center", "Harbour View Surgery", "City Health"),
    "de": ("Klinikum am Stadtpark", "Praxis Dr. Sommer", "Universitätsklinikum Neustadt"),
    "fr": ("Centre hospitalier de la Vallée", "Clinique des Tilleuls", "Cabinet médical du Parc"),
    "es": ("Hospital General del Valle", "Centro de Salud Norte", "Clínica San Telmo"),
    "nl": ("Ziekenhuis De Linde", "Huisartsenpraktijk Zuid", "Medisch Centrum Oost"),
    "pl": ("Szpital Miejski", "Przychodnia Rodzinna", "Szpital Uniwersytecki"),
    "da": ("Regionshospitalet Nord", "Lægehuset Torvet", "Universitetshospitalet"),
}
_PERSON: Mapping[str, tuple[str, str, str]] = {
    "en": ("Patient", "Date of birth", "Date"),
    "de": ("Patient", "Geburtsdatum", "Datum"),
    "fr": ("Patient", "Né le", "Date"),
    "es": ("Paciente", "Fecha de nacimiento", "Fecha"),
    "nl": ("Patiënt", "Geboortedatum", "Datum"),
    "pl": ("Pacjent", "Data urodzenia", "Data"),
    "da": ("Patient", "Fødselsdato", "Dato"),
}
_NAMES = ("Alex Morrow", "Dana Fielding", "Kim Larsen", "Maria Costa", "Jan Nowicki", "Luc Fontaine")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language words one kind: titles, headings of sections, and sentences under them."""

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One imaginary paper. `family` names its layout; papers of one family never differ in headings."""

    kind: str
    language: str
    family: str
    text: str


def wordings(folder: Path = WORDING) -> dict[tuple[str, str], Wording]:
    """Read the wording of every language: (language, kind) to wording."""
    found: dict[tuple[str, str], Wording] = {}
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text("utf-8").split("[")[1:]:
            kind, _, body = block.partition("]")
            parts: dict[str, list[str]] = {"=": [], "#": [], "-": []}
            for line in body.strip().splitlines():
                parts[line[0]] += [piece.strip() for piece in line[1:].split(" | ")]
            found[path.stem, kind] = Wording(tuple(parts["="]), tuple(parts["#"]), tuple(parts["-"]))
    return found


def papers(seed: int = 1, *, families: int = 14, each: int = 3) -> Iterator[Paper]:
    """Write the papers: for each language and kind some families, and some papers of each family."""
    known = wordings()
    for (language, kind), wording in known.items():
        if kind == GENERAL:
            continue
        number = families if language == "en" else families // 2
        for family in range(number):
            name = f"{language}/{kind}/{family}"
            layout = random.Random(f"{seed}/{name}")  # noqa: S311  papers, not secrets
            made = _layout(layout, wording)
            for copy in range(each):
                rng = random.Random(f"{seed}/{name}/{copy}")  # noqa: S311
                text = _paper(rng, layout=made, wording=wording, language=language, known=known)
                yield Paper(kind, language, name, text)


@dataclass(frozen=True, slots=True)
class _Layout:
    title: str | None
    headings: tuple[str, ...]
    upper: bool
    colon: bool
    table: bool


def _layout(rng: random.Random, wording: Wording) -> _Layout:
    count = min(len(wording.headings), rng.randint(2, 7))
    return _Layout(
        title=rng.choice(wording.titles) if rng.random() < 0.75 else None,
        headings=tuple(rng.sample(wording.headings, count)),
        upper=rng.random() < 0.5,
        colon=rng.random() < 0.6,
        table=rng.random() < 0.3,
    )


def _paper(
    rng: random.Random,
    *,
    layout: _Layout,
    wording: Wording,
    language: str,
    known: Mapping[tuple[str, str], Wording],
) -> str:
    lines = [rng.choice(_SENDERS[language])] if rng.random() < 0.8 else []
    if layout.title:
        lines.append(layout.title.upper() if layout.upper and rng.random() < 0.6 else layout.title)
    lines += _about(rng, language) if rng.random() < 0.9 else []
    headings = [one for one in layout.headings if rng.random() < 0.85]
    if layout.table:
        lines.append("  ".join(headings))
        headings = []
    general = known[language, GENERAL].sentences
    left = list(wording.sentences)
    rng.shuffle(left)
    for heading in headings:
        said = heading.upper() if layout.upper else heading
        lines.append(said + (":" if layout.colon else ""))
        lines += [left.pop()] if left and rng.random() < 0.55 else [rng.choice(general)]
    lines += left[: rng.randint(0, 4)] if headings else left[: rng.randint(2, 8)]
    lines += rng.sample(general, rng.randint(0, min(3, len(general))))
    if rng.random() < 0.25:
        lines.append(_stray(rng, language, known))
    text = "\n".join(lines)
    return _worn(rng, text) if rng.random() < 0.25 else text


def _about(rng: random.Random, language: str) -> list[str]:
    patient, born, dated = _PERSON[language]
    day = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/20{rng.randint(10, 25)}"
    return [f"{patient}: {rng.choice(_NAMES)}", f"{born}: 01/02/19{rng.randint(30, 99)}", f"{dated}: {day}"]


def _stray(rng: random.Random, language: str, known: Mapping[tuple[str, str], Wording]) -> str:
    """A sentence out of another kind: discharge letters speak of operations, clinic letters of scans."""
    others = [wording for (tongue, kind), wording in known.items() if tongue == language and kind != GENERAL]
    return rng.choice(rng.choice(others).sentences)


def _worn(rng: random.Random, text: str) -> str:
    """The text as recognition gives it back from a bad scan."""
    confused = {"l": "1", "o": "0", "e": "c", "h": "b", "m": "rn", "i": "l"}
    return "".join(confused.get(letter, letter) if rng.random() < 0.03 else letter for letter in text)
