"""From a case's own file to the answers of the opinion form: which value of the file fills which field.

What the file leaves out stands in `opinions/<pathway>.yaml`, written for the demonstration.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import yaml

from secunda.engines.pathways import DemoCase, plain
from secunda.interfaces.operations.demo import answer_names
from secunda.interfaces.operations.demo.opening import dated

type Answers = dict[str, Any]

_EVIDENCE = "_evidence"
_JUDGEMENT = "judgement"
_SHOWN_BY = "shown_by"


@dataclass(frozen=True)
class Written:
    """What an expert writes into the two parts of the form; `drop` names what a draft still lacks."""

    blind: Answers = field(default_factory=dict)
    compare: Answers = field(default_factory=dict)
    drop: tuple[str, ...] = ()


def written(
    story: DemoCase, sent_on: date | None = None, records: Mapping[str, str] | None = None
) -> Written:
    """The answers that the case's file and its additions give, for both parts of the form.

    Days such as `-15d` become dates when the day of sending is given. `records` are ids by the names of the
    papers: what rests on one of these cites it.
    """
    more, given = _additions(story.pathway.value), story.second_opinion
    if sent_on is not None:
        more, given = dated(more, sent_on), dated(given, sent_on)
    blind = _merged(_blind(story, given), more.get("blind", {}))
    compare = _merged(_compare(given), more.get("compare", {}))
    sources = more.get("sources", {})
    return Written(
        blind=_with_sources(_readable(blind), sources, records or {}),
        compare=_with_sources(_readable(compare), sources, records or {}),
        drop=tuple(more.get("drop", ())),
    )


def _blind(story: DemoCase, given: Mapping[str, Any]) -> Answers:
    answers: Answers = {"critical_finding": "none", "do_not_stop": ["none"]}
    answers |= _taken(given, _same(answer_names.SIMPLE))
    answers["patient_goals"] = story.goals
    answers |= _taken(given.get("surgery", {}), answer_names.SURGERY)
    answers |= _taken(given.get("oncology", {}), _same(answer_names.CANCER, "o_"))
    answers |= _taken(given.get("cardiac", {}), _same(answer_names.HEART, "c_"))
    if "cardiac" in given:
        answers["c_frailty"] = str(given["cardiac"]["frailty"])
    answers |= _taken(given.get("chronic", {}), _same(answer_names.LONG_TERM, "h_"))
    answers |= _signs(given)
    answers |= _pictures(given)
    answers["own_diagnoses"] = _rows(given, "diagnoses", answer_names.OWN_DIAGNOSIS)
    answers["alternatives"] = [
        {"alt_is_none": False} | row for row in _rows(given, "alternatives", answer_names.ALTERNATIVE)
    ]
    # A test that the file names only to say that it is not advised is no further test.
    advised = [test for test in given.get("further_tests", ()) if test.get("advised", True)]
    answers["further_tests"] = [_taken(test, _same(answer_names.TEST, "ft_")) for test in advised]
    return answers


def _compare(given: Mapping[str, Any]) -> Answers:
    diagnoses = _rows(given, "diagnoses", answer_names.COMPARED_DIAGNOSIS)
    answers: Answers = {
        "diagnoses": [row | {"dx_own_row": str(number)} for number, row in enumerate(diagnoses)],
        "plan_items": _rows(given, "plan_items", answer_names.COMPARED_ITEM),
        "added_items": _rows(given, "added_items", answer_names.ADDED),
        "answers": _rows(given, "answers", {"an_answer": "a"}),
        "plain_summary": given.get("plain_summary", ""),
    }
    if "studies" in given:
        seen = [finding for study in given["studies"] for finding in study["findings"]]
        answers["finding_comparison"] = [_taken(finding, answer_names.FINDING_COMPARED) for finding in seen]
        answers["rc_tell_first_site"] = given["tell_first_site"]
    answers |= _taken(given.get("cardiac", {}), _same(answer_names.HEART_COMPARED, "c_"))
    answers |= _taken(given.get("chronic", {}), {"h_right_dx": "right_dx"})
    return answers | _taken(given.get("oncology", {}), _same(answer_names.CANCER_COMPARED, "o_"))


def _pictures(given: Mapping[str, Any]) -> Answers:
    """The studies of a reading, and what is seen in each."""
    if "studies" not in given:
        return {}
    return {
        "studies": [_taken(study, answer_names.STUDY) for study in given["studies"]],
        "findings": [
            {"fi_study": study["uid"]} | _taken(finding, answer_names.FINDING)
            for study in given["studies"]
            for finding in study["findings"]
        ],
    }


def _signs(given: Mapping[str, Any]) -> Answers:
    """Signs and possible causes of a rare illness, a line each."""
    if "differential" not in given:
        return {}
    return {
        "r_hpo_present": [_sign(each) for each in given["hpo_present"]],
        "r_hpo_absent": [_sign(each) for each in given["hpo_absent"]],
        "r_differential": [_cause(each) for each in given["differential"]],
    }


def _sign(sign: Mapping[str, str]) -> str:
    # ISO 8601: P32Y is an age of 32 years.
    onset = sign.get("onset", "").strip("PY")
    return f"{sign['id']} {sign['label']}" + (f", from age {onset}" if onset else "")


def _cause(cause: Mapping[str, Any]) -> str:
    named = cause["disease"] + (f", ORPHA {cause['orpha']}" if "orpha" in cause else "")
    likely = cause["likelihood"].replace("_", " ")
    return (
        f"{named}: {likely}. For: {', '.join(cause['for'])}. Against: {', '.join(cause['against'])}. "
        f"Settled by: {cause['settle']}"
    )


def _same(names: Iterable[str], prefix: str = "") -> dict[str, str]:
    return {f"{prefix}{name}": name for name in names}


def _rows(given: Mapping[str, Any], name: str, fields: Mapping[str, str]) -> list[Answers]:
    return [_taken(row, fields) for row in given.get(name, ())]


def _taken(given: Mapping[str, Any], fields: Mapping[str, str]) -> Answers:
    return {ours: given[theirs] for ours, theirs in fields.items() if given.get(theirs) is not None}


def _merged(base: Answers, more: Mapping[str, Any]) -> Answers:
    """The base with the additions in it; rows of a list are completed by position, further ones follow."""
    merged = dict(base)
    for name, value in more.items():
        there = merged.get(name)
        merged[name] = _completed(there, value) if _are_rows(there) and _are_rows(value) else value
    return merged


def _completed(rows: Any, more: Any) -> list[Answers]:
    nothing: Answers = {}
    pairs: Iterable[tuple[Answers, Answers]] = zip_longest(rows, more, fillvalue=nothing)
    return [{**row, **added} for row, added in pairs]


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _readable(value: Any) -> Any:
    """Texts without the tags that name their sources: those stand with the evidence."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {name: _readable(each) for name, each in value.items() if each != ""}
    return [_readable(each) for each in value] if isinstance(value, list) else value


def _with_sources(answers: Answers, sources: Mapping[str, Any], records: Mapping[str, str]) -> Answers:
    """The names of sources in evidence fields become the sources, and the places in the records of each."""
    found: Answers = {}
    for name, value in answers.items():
        if name.endswith(_EVIDENCE):
            found[name] = list(_sources(value, sources))
            if cited := list(_cited(value, sources, records)):
                found["cites"] = cited
        elif _are_rows(value):
            found[name] = [_with_sources(row, sources, records) for row in value]
        else:
            found[name] = value
    return found


def _sources(names: Sequence[str], sources: Mapping[str, Any]) -> Iterable[Answers]:
    for name in names:
        source = {"judgement_only": True} if name == _JUDGEMENT else sources[name]
        yield {part: value for part, value in source.items() if part != _SHOWN_BY}


def _cited(names: Sequence[str], sources: Mapping[str, Any], records: Mapping[str, str]) -> Iterable[Answers]:
    for name in names:
        place = sources.get(name, {}).get(_SHOWN_BY)
        if place and place["record"] in records:
            yield {**place, "record": records[place["record"]]}


def _additions(pathway: str) -> Mapping[str, Any]:
    text = (
        files("secunda.interfaces.operations.demo").joinpath("opinions", f"{pathway}.yaml").read_text("utf-8")
    )
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
