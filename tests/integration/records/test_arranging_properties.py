"""No sequence of workbench actions loses or doubles a page, or shows a blind reader the first opinion."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secunda.foundation.refusal import Hidden, Refused
from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Item, Rearrangement, Record, Ruling
from secunda.journey.records.rules.arranging import Piece
from secunda.journey.records.work import assemble_waiting
from tests.integration.cast import NOW, Cast, make_case
from tests.integration.records.files import LAB, LETTER, pdf
from tests.integration.records.papers import LONG, bound
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db
SECRET = "Plan: robotic radical prostatectomy, Mr J. Carrow"
FILES = {
    "long.pdf": bound(*LONG),
    "mixed.pdf": bound(
        LAB.replace("132", "131"), f"Ward round\n{SECRET}", "Sodium 139 mmol/L, potassium 4.4"
    ),
    "letter.pdf": pdf(LETTER),
    "parts.pdf": bound(LAB.replace("132", "128"), LETTER.replace("20 February", "21 February")),
}
PAGES = {"long.pdf": 3, "mixed.pdf": 3, "letter.pdf": 1, "parts.pdf": 2}
PICK = st.integers(0, 7)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("split"), PICK, st.sets(st.integers(0, 5), max_size=2)),
        st.tuples(st.just("merge"), st.lists(PICK, min_size=1, max_size=3)),
        st.tuples(
            st.just("turn"), PICK, st.sampled_from([45, 90, 180]), st.integers(0, 4), st.integers(1, 4)
        ),
        st.tuples(st.just("clear"), PICK),
        st.tuples(st.just("undo"), PICK),
        st.tuples(st.just("unsay"), PICK),
        st.just(("assemble",)),
    ),
    max_size=8,
)


def take(step: tuple, case: Case, cast: Cast, minute: int) -> None:
    """One step of a coordinator. They clear a record only when its own words show nothing."""
    at = NOW + timedelta(minutes=minute)
    rows = list(Record.objects.filter(case=case).select_related("case", "item").order_by("id"))
    acts = list(Rearrangement.objects.filter(case=case).order_by("at"))
    said = list(Ruling.objects.filter(item__case=case).order_by("at"))
    with suppress(Refused, Hidden):
        match step:
            case ("split", which, starts):
                actions.split_record(rows[which % len(rows)], starts, by=cast.carlos, at=at)
            case ("merge", which):
                chosen = [rows[each % len(rows)] for each in which]
                actions.merge_records(case, chosen, by=cast.carlos, at=at)
            case ("turn", which, degrees, first, last):
                actions.turn_record(rows[which % len(rows)], degrees, first, last, by=cast.carlos, at=at)
            case ("clear", which):
                row = rows[which % len(rows)]
                if "Carrow" not in " ".join(page.text for page in queries.text_of(row)):
                    actions.refile_record(row, {"reveals": "no"}, by=cast.carlos, at=at)
            case ("undo", which) if acts:
                actions.undo_rearrangement(acts[which % len(acts)], by=cast.carlos, at=at)
            case ("unsay", which) if said:
                actions.undo_ruling(said[which % len(said)], by=cast.carlos, at=at)
            case ("assemble",):
                assemble_waiting("tester")


def pages_shown(case: Case) -> dict[str, list[int]]:
    """Which pages of each file are in the records, each as often as it is there."""
    names = dict(Item.objects.filter(case=case).values_list("id", "name"))
    found: dict[str, list[int]] = {name: [] for name in FILES}
    for record in Record.objects.filter(case=case):
        for piece in [Piece.of(each) for each in record.pieces] or [Piece(record.item_id)]:
            name = names[piece.item]
            found[name] += range(piece.first, (piece.last or PAGES[name]) + 1)
    return {name: sorted(pages) for name, pages in found.items()}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_page_stays_once_and_nothing_reveals(cast: Cast, steps: list[tuple]) -> None:
    case = make_case(cast)
    send(case, FILES, by=cast.amina)
    work()
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    held = standing(case, by=cast.rao, at=NOW)
    for minute, step in enumerate(steps):
        take(step, case, cast, minute)
        for shown in queries.case_file(case, held, NOW).records:
            record = queries.record_for(case, shown.id, standing=held)
            assert all("Carrow" not in page.text for page in queries.text_of(record))
    work()
    assert pages_shown(case) == {name: list(range(1, count + 1)) for name, count in PAGES.items()}
    for name, content in FILES.items():
        blob = Item.objects.get(case=case, name=name).blob
        assert blob is not None
        assert vault.read(blob) == content
    for shown in queries.case_file(case, held, NOW).records:
        original = queries.original_of(queries.record_for(case, shown.id, standing=held), standing=held)
        content = b"".join(original.pieces)
        assert original.ready
        assert b"Carrow" not in content
        assert b"prostatectomy" not in content
