"""What a statement rests on: a place in the records, kept beside the statement that cites it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from secunda.engines.words import say
from secunda.journey.opinions.rules.asking import Asked

CITE = "cite"
"""What a list of places in the records is a list of."""
LABEL = say("Shown by")
_LONGEST_QUOTE = 400
_LONGEST_LABEL = 160
_EDGES = 4
_MOST_LEADS, _DIGITS = 16, 9
# What names records and sources, or only declares something, is no statement that needs a place.
PLAIN_SECTIONS = frozenset({"basis", "view", "trials", "answers", "closing"})
_UID = frozenset("0123456789.")
_LONGEST_UID = 64


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in the records: a page with region, words or a row, an image, or an interval of a tracing.

    `record` or `study` is set, never both. `box` is left, top, right, bottom as shares of the page, empty for
    the whole page. `leads` and `span` are an interval: leads as the recording names them, milliseconds from
    its beginning. `label` is what was said of the place: series, image, row, measurement, magnification.
    """

    field: str = ""
    record: str = ""
    page: int | None = None
    box: tuple[float, ...] = ()
    quote: str = ""
    study: str = ""
    series: str = ""
    instance: str = ""
    leads: tuple[str, ...] = ()
    span: tuple[int, ...] = ()
    label: str = ""

    def as_json(self) -> dict[str, object]:
        """What is kept of it: only what was said."""
        said = asdict(self) | {name: list(getattr(self, name)) for name in ("box", "leads", "span")}
        return {name: value for name, value in said.items() if value not in (None, "", [])}

    @property
    def address(self) -> str:
        """Where it opens, below the address of the case."""
        in_study = {"series": self.series, "instance": self.instance} if self.study else {}
        page = str(self.page or ("" if self.study else 1))
        more = {
            "page": page,
            "box": ",".join(f"{edge:.4f}" for edge in self.box),
            "leads": ",".join(self.leads),
            "span": ",".join(map(str, self.span)),
        }
        asked = in_study | {name: each for name, each in more.items() if each}
        place = f"studies/{self.study}" if self.study else f"records/{self.record}"
        return f"{place}?{urlencode(asked, safe=',')}"

    def words(self, named: Mapping[str, str]) -> str:
        """Which record, and where in it. `named` are the records and studies by id."""
        where = say("page %(number)s", number=self.page) if self.page and not self.span else ""
        title = named.get(self.record or self.study) or say("A record")
        parts = (title, where, self._interval(), self.label)
        place = ", ".join(str(part) for part in parts if part)
        return f"{place}: “{self.quote}”" if self.quote else place

    def _interval(self) -> str:
        """Leads and seconds; the number of milliseconds between them is what is measured on a tracing."""
        if not self.span:
            return ""
        start, end = self.span
        lasts = say("%(number)s ms", number=end - start)
        seconds = f"{start / 1000:.2f}–{end / 1000:.2f} s ({lasts})"
        leads = say("lead %(names)s", names=" ".join(self.leads)) if self.leads else ""
        return ", ".join(str(part) for part in (leads, seconds) if part)


def citation(value: object) -> Citation | None:
    """Read one citation as a page or the store gives it; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    record, study = _id(value.get("record")), _id(value.get("study"))
    if bool(record) == bool(study):
        return None
    page = value.get("page")
    return Citation(
        field=_text(value.get("field"), 60),
        record=record,
        page=page if isinstance(page, int) and 0 < page < 100_000 else None,
        box=_box(value.get("box")),
        quote=_text(value.get("quote"), _LONGEST_QUOTE),
        study=study,
        series=_uid(value.get("series")),
        instance=_uid(value.get("instance")),
        leads=_leads(value.get("leads")),
        span=_span(value.get("span")),
        label=_text(value.get("label"), _LONGEST_LABEL),
    )


def with_citations(form: Asked) -> Asked:
    """The form with a place for citations in every section, or in every row of a repeating one."""
    sections = [
        {**section, "fields": [*section["fields"], _field(name_in(section))]} for section in form["sections"]
    ]
    return {**form, "sections": sections}


def name_in(section: Asked) -> str:
    """What the citations of a section, or of one of its rows, are called."""
    return "cites" if section["repeat"] else f"cites_{section['id']}"


def citations(value: object) -> tuple[Citation, ...]:
    """The citations of one row, or of one section that has no rows."""
    given = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return tuple(found for each in given if (found := citation(each)) is not None)


def with_one_more(
    form: Asked, answers: Mapping[str, Any], section: str, row: int | None, cited: Citation
) -> dict[str, Any] | None:
    """The answers with one citation more, in a section or a row of it; None where there is no such place."""
    asked = next((each for each in form["sections"] if each["id"] == section), None)
    if asked is None or (row is not None) != asked["repeat"]:
        return None
    name = name_in(asked)
    if row is None:
        return {**answers, name: [*(answers.get(name) or []), cited.as_json()]}
    rows = list(answers.get(section) or [])
    if row >= len(rows):
        return None
    rows[row] = {**rows[row], name: [*(rows[row].get(name) or []), cited.as_json()]}
    return {**answers, section: rows}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an opinion states: in which section, in which words, and whether anything shows it.

    `place` is the section's id, `section` what it is called.
    """

    place: str
    section: str
    text: str
    cited: bool
    sourced: bool


def statements(form: Asked, answers: Mapping[str, Any]) -> Iterator[Statement]:
    """Every statement of a part: each row, and each section without rows, that has an answer."""
    for section in form["sections"]:
        if section["id"] in PLAIN_SECTIONS:
            continue
        rows = answers.get(section["id"]) or [] if section["repeat"] else [answers]
        for row in rows:
            if isinstance(row, Mapping) and any(row.get(each["id"]) for each in section["fields"]):
                yield _statement(section, row)


def _statement(section: Asked, row: Mapping[str, Any]) -> Statement:
    named_by = section["fields"][0]["id"] if section["repeat"] else ""
    sources = [each["id"] for each in section["fields"] if each["of"] == "evidence"]
    return Statement(
        place=section["id"],
        section=section["label"],
        text=str(row.get(named_by) or ""),
        cited=bool(citations(row.get(name_in(section)))),
        sourced=any(row.get(each) for each in sources),
    )


def _field(name: str) -> Asked:
    return {
        "id": name,
        "type": "list",
        "label": LABEL.said,
        "req": "no",
        "choices": [],
        "of": CITE,
        "min": None,
        "max": None,
        "must_be_true": False,
        "hint": "",
    }


def _id(value: object) -> str:
    try:
        return str(UUID(str(value))) if value else ""
    except ValueError:
        return ""


def _uid(value: object) -> str:
    text = str(value or "")
    return text if len(text) <= _LONGEST_UID and set(text) <= _UID else ""


def _text(value: object, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def _leads(value: object) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        return ()
    return tuple(lead for each in given[:_MOST_LEADS] if (lead := _text(each, 20)))


def _span(value: object) -> tuple[int, ...]:
    """Beginning and end, where the one lies before the other."""
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)) or len(given) != len(("from", "to")):
        return ()
    if not all(str(each).isdecimal() and len(str(each)) <= _DIGITS for each in given):
        return ()
    start, end = (int(each) for each in given)
    return (start, end) if start < end else ()


def _box(value: object) -> tuple[float, ...]:
    if not isinstance(value, (list, tuple)) or len(value) != _EDGES:
        return ()
    edges = [float(edge) for edge in value if isinstance(edge, int | float) and 0 <= edge <= 1]
    return tuple(round(edge, 4) for edge in edges) if len(edges) == _EDGES else ()
