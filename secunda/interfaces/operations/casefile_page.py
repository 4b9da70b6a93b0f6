"""The case file as one HTML page: no script, nothing loaded from elsewhere, and fit to print."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from secunda.engines.words import Day, Words, say

Json = dict[str, Any]

GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (say("Allergies"), ("allergy",)),
    (say("Medicines"), ("medicine",)),
    (say("Diagnoses and stages"), ("diagnosis", "stage")),
    (say("Procedures"), ("procedure",)),
    (say("Sizes and sides"), ("size", "side")),
    (say("Gene variants and features"), ("variant", "feature")),
    (say("Immunisations"), ("immunisation",)),
    (say("Results"), ("result",)),
    (say("Radiation dose"), ("radiation",)),
    (say("Recordings and images"), ("recording", "imaging")),
    (say("Other statements"), ("statement",)),
)
CERTAINTIES: Mapping[str, Words] = {
    "suspected": say("suspected"),
    "denied": say("said to be absent"),
    "relative": say("about a relative"),
}
WORDS: Mapping[str, Words] = {
    "title": say("Case file"),
    "nobody": say("Name not found"),
    "born": say("born"),
    "numbers": say("Numbers"),
    "other_names": say("Also written"),
    "made": say("Put together by a computer from the files handed in. Please check it against the records."),
    "check": say("Please check"),
    "nothing": say("Nothing was found that needs checking."),
    "findings": say("What disagrees"),
    "doubts": say("What is doubtful or damaged"),
    "states": say("What the records state"),
    "timeline": say("In order of time"),
    "records": say("Records by date"),
    "undated": say("no date"),
    "images": say("Images and recordings"),
    "apart": say("Held apart: another person's"),
    "aside": say("Set aside"),
    "page": say("page"),
    "text": say("Text of the record"),
    "recognised": say("read from a picture"),
    "source": say("Source"),
    "what": say("What"),
    "value": say("Value"),
    "usual": say("Usual range"),
    "date": say("Date"),
    "files": say("files"),
}
LOUD = frozenset({"low", "medium", "high", "critical"})


def to_html(full: Json) -> str:
    """Return the page for a case file in full (`secunda-casefile-full/1`)."""
    env = Environment(
        loader=PackageLoader("secunda.interfaces.operations"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["day"] = lambda iso: str(Day(iso or ""))
    env.filters["kind"] = lambda name: str(name).replace("_", " ").capitalize()
    return env.get_template("casefile.html").render(
        case=full,
        words=WORDS,
        certainties=CERTAINTIES,
        groups=_grouped(full["facts"]),
        doubts=_doubts(full),
        titles=_titles(full),
        mine=_by_date(one for one in full["records"] if one["belongs_to"]["who"] != "other"),
        strangers=[one for one in full["records"] if one["belongs_to"]["who"] == "other"],
        studies=[one for one in full["studies"] if one["belongs_to"]["who"] != "other"],
        strange_studies=[one for one in full["studies"] if one["belongs_to"]["who"] == "other"],
    )


def _by_date(records: Iterable[Json]) -> list[Json]:
    return sorted(records, key=lambda one: ((one["date"] or {}).get("value", "9999"), one["file"]["path"]))


def _grouped(facts: Iterable[Json]) -> list[tuple[Words, list[Json]]]:
    by_kind: dict[str, list[Json]] = defaultdict(list)
    for fact in facts:
        by_kind[fact["kind"]].append(fact)
    made = []
    for heading, kinds in GROUPS:
        held = [fact for kind in kinds for fact in by_kind[kind]]
        if held:
            held.sort(key=lambda one: (one.get("date", "9999"), one["name"].lower()))
            made.append((heading, held))
    return made


def _titles(full: Json) -> dict[str, str]:
    """What to call each record and study where it is cited."""
    named = {one["id"]: _title(one) for one in full["records"]}
    for study in full["studies"]:
        modalities = "/".join(sorted({series["modality"] or "?" for series in study["series"]}))
        named[study["id"]] = f"{modalities} {study['description'] or ''}".strip()
    return named


def _title(record: Json) -> str:
    title: str = record["title"] or record["kind"]["name"].replace("_", " ").capitalize()
    return title


def _doubts(full: Json) -> list[tuple[str, str, str]]:
    """Path, severity and words of everything that asks something of a person, the gravest first."""
    order = ["critical", "high", "medium", "low"]
    found = [
        (one["file"]["path"], problem["severity"], problem["says"])
        for one in (*full["records"], *full["other_files"])
        for problem in one["problems"]
        if problem["severity"] in LOUD
    ]
    for study in full["studies"]:
        path = study["series"][0]["instances"][0]["file"]["path"]
        problems = [*study["problems"], *(p for series in study["series"] for p in series["problems"])]
        found += [(path, one["severity"], one["says"]) for one in problems if one["severity"] in LOUD]
    return sorted(dict.fromkeys(found), key=lambda one: (order.index(one[1]), one[0]))
