"""`secunda content words`: whether patients can read it, content and pages alike."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from secunda.engines import pathways
from secunda.engines.pathways.languages import Text
from secunda.engines.pathways.wording import Report, patient_texts, report

# Parts of the program whose texts patients read; the others speak to staff and experts.
PAGES = (
    "secunda/engines/",
    "secunda/foundation/accounts/",
    "secunda/foundation/outbox/",
    "secunda/interfaces/web/account/",
    "secunda/interfaces/web/design/",
    "secunda/interfaces/web/patient/",
    "secunda/interfaces/web/public/",
    "secunda/journey/cases/rules",
    "secunda/journey/decisions/",
    "secunda/journey/records/rules/",
)


def words(folder: Path, messages: Path) -> int:
    """Print what the lint says of the content, and of the program's texts where they are listed."""
    catalogue = pathways.load(folder)
    reports = {"content": report(catalogue, patient_texts(catalogue))}
    if messages.is_file():
        reports["pages"] = report(catalogue, page_texts(messages))
    for name, found in reports.items():
        print("\n".join(_lines(name, found)))
    return 0 if all(found.holds for found in reports.values()) else 1


def page_texts(messages: Path) -> Iterator[Text]:
    """The texts of the pages that patients see, from the list that `make messages` writes."""
    with messages.open("rb") as file:
        for message in read_po(file):
            places = [place for place, _ in message.locations]
            if message.id and any(place.startswith(PAGES) for place in places):
                said = message.id if isinstance(message.id, tuple | list) else (message.id,)
                yield from (Text(places[0], each) for each in said)


def _lines(name: str, found: Report) -> Iterator[str]:
    yield f"{name}: {found.count} texts, {found.easy:.1%} at grade 6 or below."
    yield from (f"  {each.where}: grade {each.judgement.grade}: {each.says}" for each in found.too_hard)
    for each in found.faulty:
        yield f"  {each.where}: {', '.join(each.judgement.faults)}: {each.says}"
