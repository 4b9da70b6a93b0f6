"""Two opinions written down in two files, and their comparison as plain values (`secunda compare`).

The shapes are `schemas/first.schema.json` and `schemas/second.schema.json`. A field that they do not know is
not refused, since it may be a note of the writer's own, but it is named in the result: it was not used.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import jsonschema

from secunda.engines.comparison import scales
from secunda.engines.comparison.verdicts import (
    HELPFUL,
    AddedItem,
    Compared,
    Comparison,
    DiagnosisVerdict,
    PlanVerdict,
    compare,
)
from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.comparison import headline

type Opinion = Mapping[str, Any]
type Rows = Sequence[Mapping[str, Any]]


class UnreadableOpinionError(ValueError):
    """A file that does not hold an opinion in the documented shape; says where and what is wrong."""


def compare_opinions(first: Opinion, second: Opinion, catalogue: Catalogue) -> dict[str, object]:
    """Compare two opinions as read from their files. Raises `UnreadableOpinionError`."""
    _check(first, "first")
    _check(second, "second")
    diagnoses = {each["id"]: each for each in first["diagnoses"]}
    plan = {each["id"]: each for each in first["plan"]}
    _check_references(second["diagnoses"], diagnoses, "diagnoses")
    _check_references(second["plan_items"], plan, "plan_items")
    judged = [each for each in second["plan_items"] if each["ref"] is not None]
    added = [each for each in second["plan_items"] if each["ref"] is None]
    added += second.get("added_items") or []
    found = compare(
        [_diagnosis(each, diagnoses) for each in second["diagnoses"]],
        [_plan_item(each, plan) for each in judged],
        [AddedItem(each.get("importance") or HELPFUL, each.get("impact") or "") for each in added],
        grave_kinds=catalogue.files.rollup.tie_break.grave_kinds,
    )
    counted = [each for each in added if (each.get("importance") or HELPFUL) != "optional"]
    return {
        "diagnoses": list(_rows(found.diagnoses, second["diagnoses"])),
        "plan_items": list(_rows(found.plan, judged)),
        "added_items": list(_rows(found.added, counted)),
        "without_verdict": _without_verdict(diagnoses, second["diagnoses"])
        + _without_verdict(plan, second["plan_items"]),
        **_as_a_whole(found, catalogue),
        "ignored": [*_unknown(first, "first"), *_unknown(second, "second")],
    }


def _as_a_whole(found: Comparison, catalogue: Catalogue) -> dict[str, object]:
    differences = [each.difference for each in (*found.diagnoses, *found.plan, *found.added)]
    return {
        "overall": {
            "diagnosis": str(found.diagnosis_overall),
            "plan": str(found.plan_overall),
            "impact": str(found.impact),
        },
        "headline": None
        if found.nothing
        else headline(catalogue, found.diagnosis_overall, found.plan_overall),
        "second_reader_needed": bool(found.second_reader),
        "second_reader_because": list(found.second_reader),
        "scales": {
            "van_such_2017": scales.van_such(differences),
            "meyer_2015_diagnosis": scales.meyer_diagnosis(differences),
            "meyer_2015_treatment": scales.meyer_treatment(differences),
            "meyer_2015_impact": scales.meyer_impact(differences),
        },
    }


def _diagnosis(row: Mapping[str, Any], first: Mapping[str, Mapping[str, Any]]) -> DiagnosisVerdict:
    of = first.get(row["ref"] or "", {})
    return DiagnosisVerdict(
        ref=row["ref"],
        agreement=row.get("agreement") or "",
        refine_types=_listed(row.get("refine_type")),
        first_code=of.get("code"),
        first_certainty=of.get("certainty") or "",
        second_code=row.get("code"),
        certainty=row.get("certainty") or "",
        confidence=row.get("confidence") or "",
        impact=row.get("impact") or "",
        override=row.get("class") or "",
    )


def _plan_item(row: Mapping[str, Any], first: Mapping[str, Mapping[str, Any]]) -> PlanVerdict:
    of = first[row["ref"]]
    return PlanVerdict(
        ref=row["ref"],
        kind=of["kind"],
        agreement=row.get("agreement") or "",
        change_types=_listed(row.get("change_type")),
        later=row.get("later") or "",
        main_medicine=bool(row.get("main", of.get("main", False))),
        impact=row.get("impact") or "",
        override=row.get("class") or "",
    )


def _rows(found: Sequence[Compared], given: Rows) -> Iterator[dict[str, object]]:
    for each, row in zip(found, given, strict=True):
        difference = each.difference
        yield {
            "ref": each.ref,
            "text": row.get("text", ""),
            "class": each.result,
            "proposed": each.proposed,
            "impact": row.get("impact"),
            "axis": str(difference.axis),
            "relation": str(difference.relation),
        }


def _without_verdict(first: Mapping[str, object], second: Rows) -> list[str]:
    judged = {row["ref"] for row in second if row.get("agreement")}
    return [name for name in first if name not in judged]


def _listed(given: str | Sequence[str] | None) -> Sequence[str]:
    return [given] if isinstance(given, str) else given or []


def _schema(name: str) -> dict[str, Any]:
    text = files("secunda.engines.comparison").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _check(given: object, name: str) -> None:
    faults = sorted(
        jsonschema.Draft202012Validator(_schema(name)).iter_errors(given), key=lambda each: each.json_path
    )
    if faults:
        said = "; ".join(
            f"{each.json_path.lstrip('$.') or 'the file'}: {each.message}" for each in faults[:5]
        )
        raise UnreadableOpinionError(f"The {name} opinion cannot be read. {said}.")


def _check_references(rows: Rows, known: Mapping[str, object], name: str) -> None:
    for row in rows:
        if row["ref"] is not None and row["ref"] not in known:
            raise UnreadableOpinionError(
                f"The second opinion cannot be read. {name}: there is no item {row['ref']!r} in the first "
                f"opinion. It holds {', '.join(known) or 'none'}."
            )


def _unknown(given: Opinion, name: str) -> Iterator[str]:
    parts = _schema(name)["properties"]
    yield from (f"{name}: {each}" for each in given if each not in parts)
    for part, rows in given.items():
        fields = parts.get(part, {}).get("items", {}).get("properties", {})
        if fields:
            yield from sorted(
                {f"{name}: {part}.{each}" for row in rows or [] for each in row if each not in fields}
            )
