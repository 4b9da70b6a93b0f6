"""No sequence of steps changes a locked part, or shows a blind reader the first opinion."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.models import Case, Party
from secunda.journey.opinions import queries
from secunda.journey.opinions.actions import begin_opinion, lock_blind_view, save_draft, sign_opinion
from secunda.journey.opinions.models import Opinion, Part
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, make_case
from tests.integration.opinions.filling import filled, in_review

pytestmark = pytest.mark.django_db
FIRST_WORDS = ("Grade Group 2", "prostatectomy", "Carrow", "South Bank", "Is it safe to watch it")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"),
            st.sampled_from(["blind", "compare"]),
            st.dictionaries(
                st.sampled_from(["safe_wait", "coi", "diagnoses", "an_question"]), WORDS, max_size=3
            ),
            st.integers(-1, 1),
        ),
        st.tuples(st.just("fill"), st.sampled_from(["blind", "compare"])),
        st.just(("lock",)),
        st.just(("sign",)),
        st.just(("begin",)),
    ),
    max_size=9,
)


def take(step: tuple, opinion: Opinion, cast: Cast, minute: int) -> None:
    """One step, as the author or somebody in a hurry might take it; a refusal is an answer."""
    at = NOW + timedelta(minutes=minute)
    with suppress(Refused, Hidden):
        match step:
            case ("save", phase, answers, off):
                part = queries.part_of(opinion, phase)
                save_draft(part, answers, part.revision + off, by=cast.rao, at=at)
            case ("fill", phase):
                part = queries.part_of(opinion, phase)
                save_draft(part, filled(part.form), part.revision, by=cast.rao, at=at)
            case ("lock",):
                lock_blind_view(opinion, by=cast.rao, at=at)
            case ("sign",):
                sign_opinion(opinion, by=cast.rao, at=at)
            case ("begin",):
                assert begin_opinion(opinion.case, by=cast.rao, at=at) == opinion


def frozen(part: Part) -> str:
    return json.dumps(
        [str(part.id), part.form, part.answers, part.revision, str(part.locked_at), part.digest],
        sort_keys=True,
    )


def everything_shown(case: Case, cast: Cast) -> str:
    """All that the queries of this step hand to the reviewer."""
    room = queries.reading_room(case, by=cast.rao, at=NOW + timedelta(days=1))
    parts = [part.form | part.answers for part in (room.blind_part, room.compare_part) if part]
    shown = [
        repr(room.file),
        repr(queries.in_progress(cast.rao, at=NOW + timedelta(days=1))),
        json.dumps(parts),
    ]
    with suppress(Hidden):
        shown.append(repr(queries.first_opinion(case, by=cast.rao, at=NOW + timedelta(days=1))))
    shown.append(repr(queries.released_opinion(case, by=cast.rao, at=NOW + timedelta(days=1))))
    return "\n".join(shown)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_locked_stays_locked_and_blind_stays_blind(cast: Cast, steps: list[tuple]) -> None:
    case = in_review(make_case(cast), cast.rao)
    for sign, title in (
        ("yes", "Letter of Mr Carrow"),
        ("unknown", "Note of the prostatectomy"),
        ("no", "Bloods"),
    ):
        item = Item.objects.create(case=case, name=f"{title}.pdf", received_at=NOW)
        Record.objects.create(
            id=item.id, case=case, item=item, kind="lab_report", title=title, belongs="same", reveals=sign
        )
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    locked: dict[object, str] = {}
    for minute, step in enumerate(steps):
        opinion = Opinion.objects.select_related("case").get(pk=opinion.pk)
        take(step, opinion, cast, minute)
        for part in Part.objects.filter(opinion=opinion):
            if part.id in locked:
                assert frozen(part) == locked[part.id]
            elif part.locked_at is not None:
                locked[part.id] = frozen(part)
        blind = Party.objects.get(case=case, person=cast.rao.person).blind
        assert blind == (not any(part.phase == "blind" for part in Part.objects.filter(pk__in=locked)))
        if blind:
            shown = everything_shown(case, cast)
            assert not [words for words in FIRST_WORDS if words in shown]


def test_after_the_lock_the_first_opinion_is_there(cast: Cast) -> None:
    """The words looked for above are those that the queries do show once the view is locked."""
    case = in_review(make_case(cast), cast.rao)
    opinion = begin_opinion(case, by=cast.rao, at=NOW)
    take(("fill", "blind"), opinion, cast, 1)
    take(("lock",), Opinion.objects.get(pk=opinion.pk), cast, 2)
    shown = everything_shown(case, cast)
    assert [words for words in FIRST_WORDS if words not in shown] == []
