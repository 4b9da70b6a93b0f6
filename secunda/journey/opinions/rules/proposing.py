"""The fields by which the expert confirms or overrides the relation that the rule proposes for an item."""

from collections.abc import Iterable, Mapping

from secunda.engines.comparison.vocabulary import Axis, Relation
from secunda.engines.comparison.wording import words_for
from secunda.engines.words import Words, say
from secunda.journey.opinions.rules.asking import Asked
from secunda.journey.opinions.rules.comparing import DIAGNOSES, PLAN

LATER = say("If not now: the date or the sign that should bring it back")
RELATION = say("How it relates to the first opinion, if not as proposed")
RELATION_HINT = say("Leave this empty to accept the proposal.")
RELATION_BECAUSE = say("Why not as proposed")
OF_DIAGNOSES = [each for each in Relation if each is not Relation.ADDED]
OF_PLAN = [each for each in OF_DIAGNOSES if each is not Relation.NOT_ESTABLISHED]


def with_relation_fields(form: Asked) -> Asked:
    """The compare form with the fields by which the expert confirms or overrides each proposed relation."""
    for section in form["sections"]:
        if section["id"] == DIAGNOSES:
            section["fields"] += _override_fields("dx", OF_DIAGNOSES, Axis.DIAGNOSIS)
        if section["id"] == PLAN:
            later = _field("pi_later", "text", LATER)
            section["fields"] += [later, *_override_fields("pi", OF_PLAN, Axis.TREATMENT)]
    return form


def _override_fields(prefix: str, relations: Iterable[Relation], axis: Axis) -> list[Asked]:
    choices = {str(each): words_for(each, axis) for each in relations}
    return [
        _field(
            f"{prefix}_relation",
            "choice",
            RELATION,
            choices=choices,
            hint=RELATION_HINT,
        ),
        _field(f"{prefix}_relation_because", "text", RELATION_BECAUSE, req=f"known({prefix}_relation)"),
    ]


def _field(
    name: str,
    kind: str,
    label: Words,
    *,
    req: str = "no",
    choices: Mapping[str, Words] | None = None,
    hint: Words | None = None,
) -> Asked:
    return {
        "id": name,
        "type": kind,
        # English, as all of the form that is kept: it is translated where it is read.
        "label": label.said,
        "req": req,
        "choices": [[value, words.said] for value, words in (choices or {}).items()],
        "of": None,
        "min": None,
        "max": None,
        "must_be_true": False,
        "hint": hint.said if hint else "",
    }
