"""From a case's own file to the answers of the opinion form: which value of the file fills which field.

What the file leaves out stands in `opinions/<pathway>.yaml`, written for the demonstration.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import yaml

from secunda.engines.pathways import DemoCase, plain

type Answers = dict[str, Any]

# Field of the form ← name in the case's file; tuples hold names that differ in a prefix at most.
_SIMPLE = (
    "contact_mode",
    "docs_missing",
    "critical_finding",
    "critical_detail",
    "time_to_act",
    "safety_net",
    "do_not_stop",
    "change_my_mind",
)
_SURGERY = {
    "q1_necessary": "q1_necessary",
    "q1_concordance": "q1_concordance",
    "q2_nonsurgical": "q2_nonsurgical",
    "q3_balance": "q3_balance",
    "q3_modifiable": "q3_modifiable",
    "q4_timing": "q4_timing",
    "s_asa": "asa",
    "s_prom": "prom",
    "sp_syndrome": "syndrome",
    "sp_neuro": "neuro",
    "sp_guideline": "guideline",
}
_CANCER = (
    "site",
    "histology",
    "tissue_reviewed",
    "grade",
    "stage_system",
    "tnm",
    "stage",
    "risk_group",
    "ecog",
    "germline",
    "intent",
    "fertility",
    "prognosis_wanted",
    "max_delay_days",
)
_CANCER_COMPARED = ("tissue_review_result", "intent_first", "mdt")
_OWN_DIAGNOSIS = {
    "dx_second": "second",
    "dx_second_code": "code",
    "dx_second_certainty": "certainty",
    "dx_reasons": "reasons",
    "dx_for": "for",
    "dx_against": "against",
    "dx_confidence": "confidence",
}
_ALTERNATIVE = {
    "alt_name": "name",
    "alt_is_none": "none",
    "alt_benefit": "benefit",
    "alt_harm": "harm",
    "alt_qol": "qol",
    "alt_cost": "cost",
    "alt_availability": "availability",
    "alt_reversible": "reversible",
    "alt_evidence_strength": "strength",
}
_TEST = (
    "name",
    "already_done",
    "why_repeat",
    "changes_plan",
    "radiation_msv",
    "invasive",
    "urgency",
    "who",
)
_COMPARED_DIAGNOSIS = {
    "dx_agreement": "agreement",
    "dx_refine_type": "refine_type",
    "dx_difference": "reasons",
    "dx_impact": "impact",
}
_COMPARED_ITEM = {
    "pi_agreement": "agreement",
    "pi_change": "change",
    "pi_change_type": "change_type",
    "pi_reasons": "reasons",
    "pi_confidence": "confidence",
    "pi_main": "main",
    "pi_harm": "harm",
    "pi_harm_likelihood": "harm_likelihood",
}
_ADDED = {"ai_text": "text", "ai_importance": "importance", "ai_reasons": "reasons"}
_EVIDENCE = "_evidence"
_JUDGEMENT = "judgement"


@dataclass(frozen=True)
class Written:
    """What an expert writes into the two parts of the form; `drop` names what a draft still lacks."""

    blind: Answers = field(default_factory=dict)
    compare: Answers = field(default_factory=dict)
    drop: tuple[str, ...] = ()


def written(story: DemoCase) -> Written:
    """The answers that the case's file and its additions give, for both parts of the form."""
    more = _additions(story.pathway.value)
    given: Mapping[str, Any] = story.second_opinion
    blind = _merged(_blind(story, given), more.get("blind", {}))
    compare = _merged(_compare(given), more.get("compare", {}))
    sources = more.get("sources", {})
    return Written(
        blind=_with_sources(_readable(blind), sources),
        compare=_with_sources(_readable(compare), sources),
        drop=tuple(more.get("drop", ())),
    )


def _blind(story: DemoCase, given: Mapping[str, Any]) -> Answers:
    answers: Answers = {"critical_finding": "none", "do_not_stop": ["none"]}
    answers |= _taken(given, _same(_SIMPLE))
    answers["patient_goals"] = story.goals
    answers |= _taken(given.get("surgery", {}), _SURGERY)
    answers |= _taken(given.get("oncology", {}), _same(_CANCER, "o_"))
    answers |= _signs(given)
    answers["own_diagnoses"] = _rows(given, "diagnoses", _OWN_DIAGNOSIS)
    answers["alternatives"] = [
        {"alt_is_none": False} | row for row in _rows(given, "alternatives", _ALTERNATIVE)
    ]
    # A test that the file names only to say that it is not advised is no further test.
    advised = [test for test in given.get("further_tests", ()) if test.get("advised", True)]
    answers["further_tests"] = [_taken(test, _same(_TEST, "ft_")) for test in advised]
    return answers


def _compare(given: Mapping[str, Any]) -> Answers:
    diagnoses = _rows(given, "diagnoses", _COMPARED_DIAGNOSIS)
    answers: Answers = {
        "diagnoses": [row | {"dx_own_row": str(number)} for number, row in enumerate(diagnoses)],
        "plan_items": _rows(given, "plan_items", _COMPARED_ITEM),
        "added_items": _rows(given, "added_items", _ADDED),
        "answers": _rows(given, "answers", {"an_answer": "a"}),
        "plain_summary": given.get("plain_summary", ""),
    }
    return answers | _taken(given.get("oncology", {}), _same(_CANCER_COMPARED, "o_"))


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


def _with_sources(answers: Answers, sources: Mapping[str, Any]) -> Answers:
    """The names of sources in evidence fields become the sources themselves."""
    found: Answers = {}
    for name, value in answers.items():
        if name.endswith(_EVIDENCE):
            found[name] = list(_sources(value, sources))
        elif _are_rows(value):
            found[name] = [_with_sources(row, sources) for row in value]
        else:
            found[name] = value
    return found


def _sources(names: Sequence[str], sources: Mapping[str, Any]) -> Iterable[Answers]:
    for name in names:
        yield {"judgement_only": True} if name == _JUDGEMENT else dict(sources[name])


def _additions(pathway: str) -> Mapping[str, Any]:
    text = (
        files("secunda.interfaces.operations.demo").joinpath("opinions", f"{pathway}.yaml").read_text("utf-8")
    )
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
