"""What a final opinion takes over from the partial one, and what it is said to have changed."""

from dataclasses import replace

from secunda.journey.opinions.rules.changes import changes
from secunda.journey.opinions.rules.continuing import carried
from secunda.journey.opinions.rules.telling import AnsweredQuestion, ComparedItem, FurtherTest, Telling

ITEM = ComparedItem("plan", "Operation", "Wait first", "changed", "", "", "major")
SAID = Telling(
    headline="The expert suggests a different plan.",
    items=(ITEM,),
    options=(),
    tests=(FurtherTest("MRI", "", "", None, "", "", "", ""),),
    answers=(AnsweredQuestion("Can I wait?", "Yes.", ""),),
    next_steps=("See your GP.",),
    time_to_act="No rush",
    safe_wait="Months",
    safety_net=(),
    do_not_stop=(),
    plain_summary="",
    confidence="low",
    change_my_mind=(),
    not_seen=("The MRI",),
    exam_limits="",
    contact_mode="",
    common_ground="",
    did_well="",
    message_to_team="",
    interests="",
    summary_clinical="",
)


def section(
    name: str, *fields: str, repeat: bool = False, given: tuple[object, ...] = ()
) -> dict[str, object]:
    asked = [{"id": each, "must_be_true": each.startswith("decl")} for each in fields]
    return {"id": name, "repeat": repeat, "given": list(given), "fields": asked}


def test_everything_that_is_said_otherwise_is_named() -> None:
    now = replace(
        SAID,
        items=(
            replace(ITEM, relation="confirmed", second=""),
            replace(ITEM, first="", second="Iron tablets"),
        ),
        tests=(),
        answers=(AnsweredQuestion("Can I wait?", "Four weeks.", ""),),
        not_seen=(),
    )
    found = {each.about: (each.before, each.now) for each in changes(SAID, now, {})}
    assert found["Operation"] == ("Has a different view. Wait first", "Agrees")
    assert found["The expert adds"] == ("Not named", "Has a different view. Iron tablets")
    assert found["Can I wait?"] == ("Yes.", "Four weeks.")
    assert found["A test: MRI"] == ("Named", "Not named")
    assert found["What the expert could not see"] == ("The MRI", "Not named")
    assert len(found) == 5


def test_nothing_has_changed_where_the_same_is_said() -> None:
    assert changes(SAID, SAID, {}) == ()


def test_answers_are_carried_to_the_same_questions_and_verdicts_to_the_same_items_only() -> None:
    before = {
        "sections": [
            section("basis", "docs_seen", "goals", "decl_scope"),
            section("plan_items", "pi_agreement", repeat=True, given=({"pi_text": "Operation"},)),
            section("answers", "an_answer", repeat=True, given=({"an_question": "Why?"},)),
        ]
    }
    now = {
        "sections": [
            section("basis", "docs_seen", "goals", "decl_scope"),
            section("plan_items", "pi_agreement", repeat=True, given=({"pi_text": "Tablets"},)),
            section("answers", "an_answer", repeat=True, given=({"an_question": "Why?"},)),
        ]
    }
    said = {"docs_seen": ["1"], "goals": "Walk", "decl_scope": True, "plan_items": [{}], "answers": [{}]}
    assert carried(now, before, said) == {"goals": "Walk", "answers": [{}]}
