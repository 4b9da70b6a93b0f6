"""How far the readers of one service agree, over the cases that more than one has read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from secunda.engines.comparison.agreement import Figure, cohen, fleiss, gwet, per_cent
from secunda.foundation.people.models import Service
from secunda.journey.cases.states import Role
from secunda.journey.opinions.models import Ballot, Opinion


@dataclass(frozen=True)
class Agreement:
    """Figures over items that several readers judged. Cohen's kappa: expert and second reader alone."""

    cases: int
    items: int
    per_cent: Figure | None
    cohen: Figure | None
    fleiss: Figure | None
    gwet: Figure | None


def agreement(service: Service, at: datetime, *, within: timedelta) -> Mapping[str, Agreement]:
    """`items`: how each reader's signed view relates to each item of the first opinion. `votes`: whose view
    those came closer to who were asked about a difference.
    """
    return {"items": _of_items(service, at - within, at), "votes": _of_votes(service, at - within, at)}


def _of_items(service: Service, since: datetime, until: datetime) -> Agreement:
    # A final opinion after a partial one is no further reading of the case.
    signed = Opinion.objects.filter(
        case__service=service, signed_at__gt=since, signed_at__lte=until, replaces__isnull=True
    )
    read: dict[tuple[object, str, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for case, role, result in signed.order_by("signed_at").values_list("case", "role", "headline"):
        for item in _judged(result):
            read[case, item["section"], item["row"]][role].append(item["relation"])
    twice = {key: roles for key, roles in read.items() if sum(map(len, roles.values())) > 1}
    pairs = [
        (*roles[Role.EXPERT], *roles[Role.SECOND_READER])
        for roles in twice.values()
        if len(roles[Role.EXPERT]) == len(roles[Role.SECOND_READER]) == 1
    ]
    ratings = [[each for said in roles.values() for each in said] for roles in twice.values()]
    return _figures(ratings, pairs, cases=len({case for case, _, _ in twice}))


def _judged(result: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (each for each in result.get("relations", []) if each["section"] in ("diagnoses", "plan_items"))


def _of_votes(service: Service, since: datetime, until: datetime) -> Agreement:
    cast = Ballot.objects.filter(
        tie_break__opinion__case__service=service, cast_at__gt=since, cast_at__lte=until
    )
    sides: dict[object, list[str]] = defaultdict(list)
    for path, side in cast.order_by("cast_at").values_list("tie_break", "side"):
        sides[path].append(side)
    twice = [given for given in sides.values() if len(given) > 1]
    return _figures(twice, [], cases=len(twice))


def _figures(ratings: list[list[str]], pairs: list[tuple[str, ...]], *, cases: int) -> Agreement:
    return Agreement(
        cases=cases,
        items=len(ratings),
        per_cent=per_cent(ratings),
        cohen=cohen(pairs),
        fleiss=fleiss(ratings),
        gwet=gwet(ratings),
    )
