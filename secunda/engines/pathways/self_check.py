"""What holds in one country for somebody who thinks of a second opinion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.texts import Right, Route


class OfCountries(Protocol):
    """Something that holds in the countries it names; in all where it names none."""

    @property
    def countries(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Ways:
    """What holds in one country. Without rights, none are known: that does not say that there are none."""

    rights: tuple[Right, ...]
    routes: tuple[Route, ...]
    waiting: tuple[str, ...]
    when_not: tuple[str, ...]


def ways_in(catalogue: Catalogue, country: str) -> Ways:
    """What the content says of a country (ISO 3166, two letters), with what it says of the union it is in."""
    content = catalogue.files.self_check
    names = {country}
    for union, numbers in catalogue.files.emergency_numbers.countries.items():
        if country in numbers.members:
            names.add(union)
    routes = (each for each in _holding(content.routes, names) if country not in each.other_than)
    return Ways(
        rights=tuple(each for each in catalogue.files.rights.rights if names & set(each.countries)),
        routes=tuple(routes),
        waiting=tuple(each.text for each in _holding(content.waiting, names)),
        when_not=tuple(each.text for each in _holding(content.when_not, names)),
    )


def _holding[T: OfCountries](given: Iterable[T], names: set[str]) -> list[T]:
    return [each for each in given if not each.countries or names & set(each.countries)]
