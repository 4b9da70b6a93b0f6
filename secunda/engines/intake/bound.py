"""Pages of files as one document: some pages of a file, or files that are the pages of one paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secunda.engines.intake.content import Content
from secunda.engines.intake.limits import Options
from secunda.engines.intake.read import described
from secunda.engines.intake.readers.picture import judge_pages
from secunda.engines.intake.reading import Kind, Page, Problem, ProblemCode, Reading, RecordKind

# What is wrong with a file is wrong with its pages; all else is judged anew from the pages themselves.
_OF_THE_FILE = frozenset(
    {
        ProblemCode.CORRUPT,
        ProblemCode.OVER_LIMIT,
        ProblemCode.UNSAFE_CONTENT,
        ProblemCode.UNSUPPORTED_FORMAT,
        ProblemCode.ENCODING_GUESSED,
    }
)
_HARDLY_ANY_WORDS = 5


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages of one file: `first` to `last`, counted from 1; `last` None is the end of the file."""

    reading: Reading
    first: int = 1
    last: int | None = None

    def has(self, number: int) -> bool:
        """Whether a page of the file is among them."""
        return self.first <= number and (self.last is None or number <= self.last)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages as they were read."""
        return tuple(page for page in self.reading.pages if self.has(page.number))

    @property
    def name(self) -> str:
        """The same for the same pages of the same bytes."""
        return f"{self.reading.sha256 or self.reading.path}:{self.first}-{self.last or ''}"


def as_document(label: str, leaves: Sequence[Leaf], options: Options) -> Reading:
    """Read pages as one document that was found under `label`: kind, date, title, person and facts anew."""
    pages: list[Page] = []
    problems: dict[Problem, None] = {}
    for leaf in leaves:
        before = len(pages)
        pages += [replace(page, number=before + place) for place, page in enumerate(leaf.pages, 1)]
        problems |= dict.fromkeys(one for one in leaf.reading.problems if one.code in _OF_THE_FILE)
    problems |= dict.fromkeys(judge_pages(tuple(pages)))
    first = leaves[0].reading
    blank = Reading(label, "+".join(leaf.name for leaf in leaves), sum(_bytes(leaves)), first.media_type)
    content = Content(
        pages=tuple(pages),
        readable=any(leaf.reading.readable for leaf in leaves),
        problems=tuple(problems),
        kind=_picture(leaves, pages),
        body_part=first.body_part,
        side=first.side,
    )
    return replace(described(blank, content, options), parts=())


def _bytes(leaves: Iterable[Leaf]) -> Iterable[int]:
    return {leaf.reading.path: leaf.reading.bytes for leaf in leaves}.values()


def _picture(leaves: Sequence[Leaf], pages: Sequence[Page]) -> Kind | None:
    """Pictures with hardly any words stay pictures."""
    wordless = sum(len(page.text.split()) for page in pages) < _HARDLY_ANY_WORDS
    kind = leaves[0].reading.kind
    return kind if wordless and kind.name is RecordKind.IMAGE else None
