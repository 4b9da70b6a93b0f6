"""The workbench: the legal next steps and no others, and each of them really done from its page."""

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from secunda.foundation.audit.models import Entry
from secunda.interfaces.web.coordinator import words
from secunda.interfaces.web.coordinator.steps import BY_THE_FAMILY, LEAVING, ONWARD
from secunda.journey.cases.models import Case, Party
from secunda.journey.cases.rules import next_steps
from secunda.journey.cases.states import EXITS, Role, State
from secunda.journey.decisions.models import Decision
from secunda.journey.matching.actions import offer_case
from secunda.journey.matching.models import Offer
from secunda.journey.opinions.actions import sign_opinion
from secunda.journey.opinions.models import Opinion
from secunda.journey.records.actions import waive_gap
from secunda.journey.records.models import GapAnswer, Item, Record, ReturnRequest, Ruling
from secunda.journey.records.queries import gaps_of
from secunda.journey.safety.actions import Danger, raise_alert
from secunda.journey.safety.models import Alert
from secunda.journey.waiting.actions import put_on_hold
from tests.integration.cast import NOW, Cast, make_case, sign_in
from tests.integration.coordinator.seeds import agreed, put
from tests.integration.opinions.filling import compared, in_review, locked
from tests.integration.records.files import LETTER, NOBODY, pdf
from tests.integration.records.steps import send, work

pytestmark = pytest.mark.django_db
PACKAGE = Path(__file__).resolve().parents[3] / "secunda"
A_MONTH_ON = date.today() + timedelta(days=30)  # noqa: DTZ011 - pages read the real clock


@pytest.mark.parametrize("state", State)
def test_every_legal_step_has_a_page_and_no_page_is_for_an_illegal_one(state: State) -> None:
    class At:
        def __init__(self, state: str) -> None:
            self.state = state

    for after in next_steps(At(state), {Role.COORDINATOR}):
        known = (state, after) in ONWARD or (after in EXITS and after in LEAVING)
        assert known or (state, after) in BY_THE_FAMILY
    for before, after in ONWARD:
        assert after in next_steps(At(before), {Role.COORDINATOR})


@pytest.mark.parametrize("state", State)
def test_the_workbench_opens_in_every_state_with_its_buttons(cast: Cast, state: State) -> None:
    case = put(make_case(cast), state, due_on=A_MONTH_ON)
    answer = sign_in(cast.carlos).get(f"/queue/{case.id}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    steps = next_steps(case, {Role.COORDINATOR})
    for exit_ in LEAVING:
        assert (f"/queue/{case.id}/leave/{exit_}" in page) == (exit_ in steps)
    for (before, _after), step in ONWARD.items():
        if before == state:
            assert str(step.words) in page


@pytest.mark.parametrize("state", State)
def test_a_page_of_a_step_that_is_not_open_now_is_refused(cast: Cast, state: State) -> None:
    case = put(make_case(cast), state)
    client = sign_in(cast.carlos)
    open_now = next_steps(case, {Role.COORDINATOR})
    for path, to in [
        ("accept", State.ACCEPTED if state == State.SUBMITTED else None),
        ("return", State.RETURNED),
        ("match", State.OFFERED),
        ("close", State.CLOSED),
        ("leave/declined", State.DECLINED),
    ]:
        wanted = 200 if to in open_now else 409
        if path == "accept" and state in {State.OFFERED, State.IN_REVIEW}:
            continue
        assert client.get(f"/queue/{case.id}/{path}").status_code == wanted, path
        if wanted == 409:
            assert client.post(f"/queue/{case.id}/{path}", {"because": "x", "sure": "yes"}).status_code == 409
    case.refresh_from_db()
    assert case.state == state


def test_a_case_is_accepted_only_when_nothing_needed_is_open(cast: Cast) -> None:
    case = agreed(put(make_case(cast), State.SUBMITTED), cast)
    client = sign_in(cast.carlos)
    page = client.get(f"/queue/{case.id}/accept").content.decode()
    assert "Not yet" in page
    assert ">Accept the case file</button>" not in page
    assert client.post(f"/queue/{case.id}/accept").status_code == 409
    for line in gaps_of(case, timezone.now()):
        if line.must:
            answer = client.post(
                f"/queue/{case.id}/waive/{line.item}", {"because": "The expert can do without."}
            )
            assert answer.status_code == 302
    assert ">Accept the case file</button>" in client.get(f"/queue/{case.id}/accept").content.decode()
    assert client.post(f"/queue/{case.id}/accept").status_code == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert case.complete_at is not None
    assert GapAnswer.objects.filter(case=case, answer="waived", by=cast.carlos).exists()


def test_waiving_needs_a_reason_and_a_real_gap(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    client = sign_in(cast.carlos)
    item = gaps_of(case, timezone.now())[0].item
    assert client.post(f"/queue/{case.id}/waive/{item}", {"because": " "}).status_code == 200
    assert not GapAnswer.objects.filter(case=case).exists()
    assert client.get(f"/queue/{case.id}/waive/no_such_record").status_code == 404


def test_a_return_names_records_in_ready_words_and_own_words(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    client = sign_in(cast.carlos)
    line = gaps_of(case, timezone.now())[0]
    nothing = client.post(f"/queue/{case.id}/return", {"says": " "})
    assert "Tick at least one record" in nothing.content.decode()
    assert not ReturnRequest.objects.exists()
    sent = client.post(f"/queue/{case.id}/return", {"missing": [line.item], "says": "Any year will do."})
    assert sent.status_code == 302
    request = ReturnRequest.objects.get(case=case)
    assert request.missing == [line.item]
    assert line.missing.label in request.says
    assert line.missing.help in request.says
    assert request.says.endswith("Any year will do.")
    case.refresh_from_db()
    assert case.state == State.RETURNED


def test_a_waived_record_is_not_asked_for(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    line = gaps_of(case, timezone.now())[0]
    waive_gap(case, line.item, "Not needed", by=cast.carlos, at=NOW)
    page = sign_in(cast.carlos).get(f"/queue/{case.id}/return").content.decode()
    assert f'value="{line.item}"' not in page


def test_matching_shows_reasons_and_closed_gates_and_offers(cast: Cast) -> None:
    case = agreed(put(make_case(cast), State.ACCEPTED, due_on=A_MONTH_ON), cast)
    client = sign_in(cast.carlos)
    page = client.get(f"/queue/{case.id}/match").content.decode()
    assert "Dr Priya Rao" in page
    assert "exactly this field" in page
    assert client.post(f"/queue/{case.id}/match", {"expert": "nonsense"}).status_code == 404
    assert client.post(f"/queue/{case.id}/match", {"expert": str(cast.expert.id)}).status_code == 302
    assert Offer.objects.filter(case=case, expert=cast.expert, answer="").exists()
    assert client.get(f"/queue/{case.id}/offer/back").status_code == 200
    assert client.post(f"/queue/{case.id}/offer/back").status_code == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert "Taken back" in client.get(f"/queue/{case.id}/match").content.decode()


def test_without_consent_nobody_fits_and_the_page_says_why(cast: Cast) -> None:
    case = put(make_case(cast), State.ACCEPTED, due_on=A_MONTH_ON)
    client = sign_in(cast.carlos)
    page = client.get(f"/queue/{case.id}/match").content.decode()
    assert "not in force" in page
    assert 'name="expert"' not in page
    assert client.post(f"/queue/{case.id}/match", {"expert": str(cast.expert.id)}).status_code == 409


def test_a_case_is_taken_back_from_an_expert_with_a_reason(cast: Cast) -> None:
    case = in_review(make_case(cast), cast.rao)
    client = sign_in(cast.carlos)
    assert client.post(f"/queue/{case.id}/expert/back", {"because": ""}).status_code == 200
    assert client.post(f"/queue/{case.id}/expert/back", {"because": "The expert is ill."}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert not Party.objects.current(timezone.now()).filter(case=case, role=Role.EXPERT).exists()


def test_a_further_reader_is_asked_first(cast: Cast) -> None:
    case = agreed(in_review(make_case(cast), cast.eve), cast)
    client = sign_in(cast.carlos)
    assert "Dr Priya Rao" in client.get(f"/queue/{case.id}/readers").content.decode()
    asked = {"expert": str(cast.expert.id), "role": "coordinator"}
    assert client.post(f"/queue/{case.id}/readers", asked).status_code == 404
    assert client.post(f"/queue/{case.id}/readers", asked | {"role": "second_reader"}).status_code == 302
    offer = Offer.objects.get(case=case, role=Role.SECOND_READER)
    assert offer.expert == cast.expert
    page = client.get(f"/queue/{case.id}/readers").content.decode()
    assert "Asked, no answer yet" in page
    assert not Party.objects.filter(case=case, role=Role.SECOND_READER).exists()


def test_an_opinion_is_released_as_it_was_signed(cast: Cast) -> None:
    case = in_review(make_case(cast), cast.rao)
    opinion = sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW)
    client = sign_in(cast.carlos)
    page = client.get(f"/queue/{case.id}/release").content.decode()
    assert "Dr Priya Rao" in page
    assert "Amina Rahman" in page
    assert "<textarea" not in page, "a coordinator never edits an opinion"
    before = Opinion.objects.get(pk=opinion.pk).digest
    assert client.post(f"/queue/{case.id}/release").status_code == 302
    released = Opinion.objects.get(pk=opinion.pk)
    assert released.released_at is not None
    assert released.digest == before
    assert client.post(f"/queue/{case.id}/release").status_code == 409


def test_the_clock_is_stopped_and_runs_on(cast: Cast) -> None:
    case = put(make_case(cast), State.ACCEPTED, due_on=A_MONTH_ON)
    client = sign_in(cast.carlos)
    assert client.get(f"/queue/{case.id}/resume").status_code == 409
    assert client.post(f"/queue/{case.id}/hold", {"because": "Slides"}).status_code == 200
    held = {"kind": "record", "because": "Slides"}
    assert client.post(f"/queue/{case.id}/hold", held).status_code == 302
    assert client.get(f"/queue/{case.id}/hold").status_code == 409
    page = client.get(f"/queue/{case.id}/").content.decode()
    assert "some clocks stand still" in page
    assert f"/queue/{case.id}/resume" in page
    assert client.post(f"/queue/{case.id}/resume").status_code == 302
    assert not case.holds.filter(until__isnull=True).exists()


def test_a_case_is_left_only_with_a_reason_and_when_it_was_meant(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    client = sign_in(cast.carlos)
    address = f"/queue/{case.id}/leave/unsuitable"
    assert client.post(address, {"because": "Not ours"}).status_code == 200
    assert client.post(address, {"sure": "yes"}).status_code == 200
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert client.post(address, {"because": "Not ours", "sure": "yes"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.UNSUITABLE
    assert case.moves.get(after=State.UNSUITABLE).because.said == "Not ours"
    assert client.get(f"/queue/{case.id}/leave/accepted").status_code == 404


def test_a_case_is_closed_after_the_decision(cast: Cast) -> None:
    case = put(make_case(cast), State.DECIDED)
    Decision.objects.create(case=case, by=cast.amina, choice="keep", share_with_doctor=False, at=NOW)
    client = sign_in(cast.carlos)
    assert "Keep the plan" in client.get(f"/queue/{case.id}/close").content.decode()
    assert client.post(f"/queue/{case.id}/close").status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_records_are_listed_and_doubts_are_held_apart_with_both_names(cast: Cast) -> None:
    case = make_case(cast)
    send(case, {"letter.pdf": pdf(LETTER), "whose.pdf": pdf(NOBODY)}, by=cast.amina)
    work()
    put(case, State.SUBMITTED)
    client = sign_in(cast.carlos)
    page = client.get(f"/queue/{case.id}/").content.decode()
    letter, whose = (Record.objects.get(case=case, item__name=name) for name in ("letter.pdf", "whose.pdf"))
    assert letter.title in page
    assert "Held apart" in page
    assert str(whose.belongs_because) in page
    assert "No name" in page
    assert "Amina Rahman, born 17 April 1979" in page
    assert f"/case/{case.id}/records/{letter.id}/file" in page


def test_refiling_writes_only_what_was_changed(cast: Cast) -> None:
    case = make_case(cast)
    send(case, {"letter.pdf": pdf(LETTER)}, by=cast.amina)
    work()
    put(case, State.SUBMITTED)
    record = Record.objects.get(case=case)
    client = sign_in(cast.carlos)
    address = f"/queue/{case.id}/records/{record.id}/"
    assert client.get(address).status_code == 200
    same = {
        "kind": record.kind,
        "date": record.on,
        "title": record.title,
        "belongs": record.belongs,
        "shows_first": record.reveals,
    }
    assert client.post(address, same).status_code == 302
    assert not Ruling.objects.exists()
    for wrong in ("2026-13", "2026-02-30", "yesterday", "02-03-2026"):
        assert "Enter a real date" in client.post(address, same | {"date": wrong}).content.decode()
    assert client.post(address, same | {"date": "2026-01", "shows_first": "yes"}).status_code == 302
    said = dict(Ruling.objects.values_list("about", "value"))
    assert said == {"date": "2026-01"} | ({} if record.reveals == "yes" else {"reveals": "yes"})
    record.refresh_from_db()
    assert (record.on, record.reveals) == ("2026-01", "yes")
    other = put(make_case(cast), State.SUBMITTED)
    assert client.get(f"/queue/{other.id}/records/{record.id}/").status_code == 404


def test_a_coordinator_says_whose_a_file_is(cast: Cast) -> None:
    case = make_case(cast)
    send(case, {"whose.pdf": pdf(NOBODY)}, by=cast.amina)
    work()
    put(case, State.SUBMITTED)
    item = Item.objects.get(case=case)
    client = sign_in(cast.carlos)
    assert client.get(f"/queue/{case.id}/files/{item.id}/").status_code == 200
    assert client.post(f"/queue/{case.id}/files/{item.id}/", {"belongs": "same"}).status_code == 302
    assert Record.objects.get(item=item).belongs == "same"


def test_an_alert_stands_on_every_page_until_somebody_takes_it(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    other = put(make_case(cast), State.SUBMITTED)
    alert = raise_alert(
        cast.service, Danger("red_flag", {"flags": ["unknown_sign"]}), case=case, by=None, at=NOW
    )
    client = sign_in(cast.carlos)
    for address in ("/queue/", f"/queue/{other.id}/", f"/queue/{other.id}/log", "/queue/experts/"):
        assert "alert waits" in client.get(address).content.decode(), address
    assert "Danger sign" in client.get(f"/queue/{case.id}/").content.decode()
    assert "unknown sign" in client.get("/queue/alerts/").content.decode()
    assert client.post("/queue/alerts/", {"alert": "nonsense"}).status_code == 404
    assert client.post("/queue/alerts/", {"alert": str(alert.id)}).status_code == 302
    assert Alert.objects.get(pk=alert.pk).acknowledged_by == cast.carlos
    assert client.post("/queue/alerts/", {"alert": str(alert.id)}).status_code == 409
    assert "alert waits" not in client.get("/queue/").content.decode()


def test_messages_go_to_the_family(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    client = sign_in(cast.carlos)
    assert client.post(f"/queue/{case.id}/messages", {"text": ""}).status_code == 200
    assert client.post(f"/queue/{case.id}/messages", {"text": "We look at it today."}).status_code == 302
    assert "We look at it today." in client.get(f"/queue/{case.id}/").content.decode()


def test_the_log_is_told_in_words(cast: Cast) -> None:
    case = put(make_case(cast), State.SUBMITTED)
    put_on_hold(case, "Waiting", by=cast.carlos, at=NOW)
    page = sign_in(cast.carlos).get(f"/queue/{case.id}/log").content.decode()
    assert "put the case on hold" in page
    assert "opened the case" in page
    assert "Carlos Vega" in page
    assert Entry.objects.filter(chain=f"case:{case.id}", event="case.held").get().digest not in page


def test_every_event_of_the_journey_has_words() -> None:
    events: set[str] = set()
    for path in PACKAGE.glob("journey/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "log.record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    events.add(first.value)
    assert {"case.offered", "record.ruled"} <= events
    assert sorted(events - set(words.EVENTS)) == []


def test_the_workbench_costs_no_more_queries_for_many_records(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    case = make_case(cast)
    send(case, {f"{number}.pdf": pdf(f"{LETTER}\nPage {number}\n") for number in range(6)}, by=cast.amina)
    work()
    put(case, State.SUBMITTED)
    assert Record.objects.filter(case=case).count() == 6
    client = sign_in(cast.carlos)
    with django_assert_max_num_queries(55):  # type: ignore[attr-defined]
        client.get(f"/queue/{case.id}/")


def test_the_offer_that_waits_is_named_when_it_is_taken_back(cast: Cast) -> None:
    case = agreed(put(make_case(cast), State.ACCEPTED, due_on=date(2026, 3, 31)), cast)
    offer_case(case, cast.expert, by=cast.carlos, at=NOW)
    page = sign_in(cast.carlos).get(f"/queue/{case.id}/offer/back").content.decode()
    assert "Dr Priya Rao" in page
    assert Case.objects.get(pk=case.pk).state == State.OFFERED
