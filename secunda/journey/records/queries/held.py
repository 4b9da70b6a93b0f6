"""What the case file holds of results, studies and doses, for whoever may see it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from secunda.engines.pathways.ledger import Dose, Held, doses
from secunda.engines.pathways.recognising.phrases import folded
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing
from secunda.journey.imaging.models import Instance
from secunda.journey.records.models import Item, Record
from secunda.journey.records.queries.case_file import filed_studies, visible_series
from secunda.journey.records.queries.evaluated import first_day
from secunda.journey.records.rules import Sign

_REPORTS = frozenset({"SR"})


def held_results(case: Case, standing: Standing) -> list[Held]:
    """Every study, report and result that somebody of this standing may see; of equal results the newest."""
    studies = [
        Held(
            id=f"studies/{study.id}",
            words=" ".join((study.description, *(each.description for each in study.series))).strip(),
            on=first_day(study.on),
            modalities=frozenset(each.modality for each in study.series),
            documents=frozenset(study.documents),
        )
        for study in filed_studies(case, standing)
    ]
    reports: list[Held] = []
    results: dict[str, Held] = {}
    for record in _visible(case, standing).only("id", "title", "on", "documents", "item_id"):
        title = "" if standing.blind else record.title
        documents = frozenset(record.documents)
        reports.append(Held(f"records/{record.id}", title, first_day(record.on), documents=documents))
    for record_id, on, fact in _facts(case, standing, "result"):
        day = first_day(str(fact.get("date") or "") or on)
        name = str(fact.get("name") or "")
        made = Held(
            id=f"records/{record_id}?page={fact.get('page') or 1}",
            words=name,
            on=day,
            codes=frozenset(str(code.get("code") or "") for code in fact.get("codes") or []),
            is_result=True,
        )
        before = results.get(folded(name))
        if before is None or before.on is None or (day is not None and day > before.on):
            results[folded(name)] = made
    return [*studies, *reports, *results.values()]


def doses_in(case: Case, standing: Standing) -> list[Dose]:
    """What the dose reports of the file add up to, for somebody of this standing."""
    series = visible_series(case, standing).filter(study__belongs="same", modality__in=_REPORTS)
    blobs = Instance.objects.filter(series__in=series).values("blob")
    inside = Item.objects.filter(case=case, blob__in=blobs, removed_at__isnull=True).only("reading")
    said = [fact for item in inside for fact in (item.reading or {}).get("facts") or []]
    said += [fact for _, _, fact in _facts(case, standing, "radiation")]
    totals = {
        (
            str(code.get("code")),
            *(str(fact.get(name) or "") for name in ("name", "number", "unit", "place", "date")),
        )
        for fact in said
        if fact.get("kind") == "radiation"
        for code in fact.get("codes") or []
    }
    return doses((code, name, number, unit) for code, name, number, unit, *_ in sorted(totals))


def _visible(case: Case, standing: Standing) -> Any:
    found = Record.objects.filter(case=case, copy_of__isnull=True, belongs="same")
    return found.filter(reveals=Sign.NO) if standing.blind else found


def _facts(case: Case, standing: Standing, kind: str) -> Iterator[tuple[UUID, str, dict[str, Any]]]:
    """The facts of one kind of whole files; of part of a file, those on its pages are not told apart here."""
    rows = _visible(case, standing).filter(pieces=[]).values_list("id", "on", "item__reading")
    for record_id, on, reading in rows.iterator(chunk_size=200):
        for fact in (reading or {}).get("facts") or []:
            if fact.get("kind") == kind:
                yield record_id, on, fact
