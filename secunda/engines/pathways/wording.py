"""Whether what patients read is plain: every text judged, and the whole held against what was promised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.languages import Text, texts
from secunda.engines.pathways.reading_ease import Judgement, judge

# The promise: this share of texts at this grade or below, and none above the other but a listed few.
SHARE, EASY, HARDEST = 0.95, 6.0, 8.0
# Content that experts, staff or the program read; patients never see it.
NOT_FOR_PATIENTS = (
    "forms/",
    "matching/",
    "recognition/",
    "critical_findings",
    "enums",
    "reference/",
    "hazards",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A text with its place and what the lint says of it."""

    where: str
    says: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Report:
    """All texts that were judged: `easy` is the share at grade 6 or below."""

    count: int
    easy: float
    too_hard: tuple[Judged, ...]
    faulty: tuple[Judged, ...]

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.easy >= SHARE and not self.too_hard and not self.faulty


def patient_texts(catalogue: Catalogue) -> Iterator[Text]:
    """Every text of the content that patients read."""
    for text in texts(catalogue):
        place = text.where.split("/", 1)[-1]
        if text.where and not place.startswith(NOT_FOR_PATIENTS):
            yield text


def report(catalogue: Catalogue, given: Iterable[Text]) -> Report:
    """What the lint says of these texts, by the words and exceptions of the content."""
    lint = catalogue.files.lint
    names = tuple(form for term in catalogue.files.glossary.terms for form in term.forms)
    listed = {each.text for each in lint.hard_to_read}
    banned = {word: better for word, better in lint.banned.items() if word not in lint.of_a_third_person}
    judged = [Judged(text.where, text.says, judge(text.says, names, banned)) for text in given]
    easy = sum(each.judgement.grade <= EASY for each in judged)
    apart = [each for each in judged if each.says not in listed]
    return Report(
        count=len(judged),
        easy=easy / len(judged) if judged else 1.0,
        too_hard=tuple(each for each in apart if each.judgement.grade > HARDEST),
        faulty=tuple(each for each in apart if each.judgement.faults),
    )
