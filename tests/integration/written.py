"""What stands in the tests' cases by the hand of people, or in their files: no translator gets that."""

from collections.abc import Iterator
from datetime import date

from django.apps import apps

# By table, the columns that hold what people wrote, said of themselves, or sent; JSON is walked through.
OWN: dict[str, tuple[str, ...]] = {
    "people.Person": ("name", "other_names", "practises_as", "phone"),
    "people.Account": ("email",),
    "people.Organisation": ("name",),
    "people.Service": ("name", "phone", "email"),
    "people.Team": ("name",),
    "people.Licence": ("register", "number", "specialty"),
    "cases.Case": ("reference", "condition"),
    "cases.Answer": ("value",),
    "cases.Question": ("text",),
    "cases.FirstOpinion": ("doctor", "doctor_role", "organisation"),
    "cases.FirstItem": ("text",),
    "cases.Party": ("basis",),
    "cases.Invitation": ("name", "address"),
    "cases.Enquiry": ("name", "address", "says"),
    "imaging.Study": ("description",),
    "imaging.Series": ("description", "modality"),
    "records.Item": ("name", "reading"),
    "records.Record": ("title", "sender"),
    "matching.Expert": ("title",),
    "opinions.Part": ("answers",),
}


def by_people() -> list[str]:
    """All of it, in whole texts, the longest first."""
    found: set[str] = set()
    for label, columns in OWN.items():
        for row in apps.get_model(label).objects.values_list(*columns):
            for value in row:
                found.update(_texts(value))
    return sorted(found, key=len, reverse=True)


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)
        case str():
            yield " ".join(value.split())
            yield from (" ".join(line.split()) for line in value.splitlines())
        case None | bool() | int() | date():
            return
        case _:
            yield str(value)
