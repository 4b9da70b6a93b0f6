"""Workers: killed, doubled, and taking turns; what people ruled stays."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from secunda.foundation.people.models import Person
from secunda.journey.cases.models import Case, FirstItem, FirstOpinion, Party
from secunda.journey.cases.queries import standing
from secunda.journey.cases.states import Role
from secunda.journey.imaging.models import Instance, Series, Study
from secunda.journey.records import actions, queries
from secunda.journey.records.models import Item, Record
from secunda.journey.records.work import assemble_case, assembling, read_items
from secunda.journey.records.work.describing import described_anew
from secunda.journey.records.work.placing import Ahead
from tests.integration.cast import NOW, Cast, make_case
from tests.integration.records.files import (
    LAB,
    LETTER,
    NOBODY,
    STRANGER,
    ct,
    pdf,
    report_object,
    study_uid,
    zipped,
)
from tests.integration.records.steps import item, send, work

pytestmark = pytest.mark.django_db


def test_what_a_killed_worker_held_is_read_by_the_next_when_the_lease_ends(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    Item.objects.update(leased_by="killed", leased_until=timezone.now() + timedelta(minutes=2), attempts=1)
    assert read_items("next") == 0
    Item.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    work()
    assert item(case, "a.pdf").outcome == "filed"


def test_a_worker_that_lost_its_lease_changes_nothing(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(case, {"box.zip": zipped({"a.pdf": pdf(LAB)})}, by=cast.amina)
    come = Ahead.__next__

    def overtaken(batches: Ahead) -> Any:
        Item.objects.filter(name="box.zip").update(leased_by="another")
        return come(batches)

    with monkeypatch.context() as slow:
        slow.setattr(Ahead, "__next__", overtaken)
        read_items("slow")
    assert Item.objects.count() == 1

    Item.objects.update(leased_until=timezone.now())
    work()
    assert Item.objects.filter(parent__isnull=False).count() == 1


def test_a_file_that_kills_every_worker_is_given_up_and_said_so(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": pdf(LAB), "killer.pdf": pdf(NOBODY)}, by=cast.amina)
    Item.objects.filter(name="killer.pdf").update(attempts=5, leased_by="x", leased_until=timezone.now())
    work()
    assert item(case, "killer.pdf").outcome == "damaged"
    assert "We kept it" in str(item(case, "killer.pdf").says)
    assert queries.progress(case).unread == 0


def test_a_large_case_does_not_keep_a_small_one_waiting(case: Case, cast: Cast) -> None:
    other = make_case(cast)
    send(case, {f"{number}.txt": f"note {number}".encode() for number in range(120)}, by=cast.amina)
    send(other, {"a.pdf": pdf(LAB)}, by=cast.amina)
    read_items("worker")
    assert item(other, "a.pdf").outcome == "filed"
    assert queries.progress(case).unread > 0


def test_assembling_twice_changes_nothing(case: Case, cast: Cast) -> None:
    study, series = study_uid("s"), study_uid("r")
    files = {f"{n}.dcm": ct(n, series=series, study=study) for n in range(1, 4)}
    send(case, {**files, "a.pdf": pdf(LAB), "his.pdf": pdf(STRANGER)}, by=cast.amina)
    work()
    before = [
        list(model.objects.order_by("id").values()) for model in (Record, Study, Series, Instance, Item)
    ]
    assemble_case(case)
    assert [
        list(model.objects.order_by("id").values()) for model in (Record, Study, Series, Instance, Item)
    ] == before


def test_a_case_file_that_took_long_rests_while_files_trickle_in_and_waits_for_no_person(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "QUICK", 0.0)
    monkeypatch.setattr(assembling, "REST_FOR_WORK", 1_000_000)
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
        work()
        for name, text in (("b.pdf", LETTER), ("whose.pdf", NOBODY)):
            send(case, {name: pdf(text)}, by=cast.amina)
            work()
        assert Record.objects.filter(case=case).count() == 1
        assert queries.is_being_made(case)
    with time_machine.travel(begun + timedelta(seconds=61), tick=False):
        work()
        assert Record.objects.filter(case=case).count() == 3
        assert not queries.is_being_made(case)
        actions.answer_doubt(item(case, "whose.pdf"), "other", by=cast.amina, at=NOW)
        work()
    assert Record.objects.get(item__name="whose.pdf").belongs == "other"
    assert assembling.rest_after(assembling.LONGEST_REST * 100) == timedelta(seconds=assembling.LONGEST_REST)


def test_what_people_said_stands_when_the_case_file_is_made_anew(case: Case, cast: Cast) -> None:
    send(case, {"whose.pdf": pdf(NOBODY), "his.pdf": pdf(STRANGER)}, by=cast.amina)
    work()
    [doubt] = queries.doubtful(case)
    actions.answer_doubt(item(case, "whose.pdf"), "same", by=cast.amina, at=NOW)
    his = Record.objects.get(item__name="his.pdf")
    actions.rule_on_record(his, "kind", "pathology_report", by=cast.carlos, at=NOW)
    actions.rule_on_record(his, "reveals", "yes", by=cast.carlos, at=NOW)
    assert queries.doubtful(case) == []
    work()
    assemble_case(case)

    whose = Record.objects.get(item__name="whose.pdf")
    his.refresh_from_db()
    assert (whose.id, whose.belongs) == (doubt.record, "same")
    assert item(case, "whose.pdf").outcome == "filed"
    assert (his.kind, his.document, his.belongs, his.reveals) == (
        "pathology_report",
        "pathology_report",
        "other",
        "yes",
    )


def test_when_the_patient_corrects_their_name_the_case_file_follows(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    work()
    Person.objects.filter(pk=case.patient_id).update(name="Gordon Whitfield", birth_date="1941-11-02")
    work()
    assert Record.objects.get(case=case).belongs == "other"


def test_whatever_is_told_of_the_first_opinion_is_seen_and_many_cases_cost_no_more_questions(
    case: Case, cast: Cast, django_assert_num_queries: Any
) -> None:
    cases = [case, *(make_case(cast) for _ in range(5))]
    for each in cases:
        assemble_case(each)
    with django_assert_num_queries(3):
        assert described_anew() == []
    FirstOpinion.objects.filter(case=cases[1]).update(doctor="Dr Jonas Weber")
    FirstItem.objects.filter(opinion__case=cases[3], axis="plan").update(text="Wait and watch")
    FirstItem.objects.filter(opinion__case=cases[4], axis="plan").delete()
    with django_assert_num_queries(3):
        assert set(described_anew()) == {cases[1].pk, cases[3].pk, cases[4].pk}


def test_a_file_taken_back_leaves_a_tombstone_and_can_be_sent_again(case: Case, cast: Cast) -> None:
    send(case, {"box.zip": zipped({"a.pdf": pdf(LAB), "b.pdf": pdf(NOBODY)})}, by=cast.amina)
    work()
    actions.remove_item(item(case, "box.zip"), by=cast.amina, at=NOW)
    work()
    assert not Record.objects.filter(case=case).exists()
    assert queries.progress(case).total == 0
    assert Item.objects.filter(case=case, outcome="taken_back").count() == 3

    send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    work()
    assert item(case, "a.pdf").outcome == "filed"


@pytest.fixture
def blind(case: Case, cast: Cast) -> Case:
    """The case with everything in it, and Dr Rao blind to the first opinion."""
    study, series = study_uid("s"), study_uid("r")
    pictures = {f"{n}.dcm": ct(n, series=series, study=study) for n in range(1, 4)}
    files = {
        **pictures,
        "sr.dcm": report_object(study=study),
        "labs.pdf": pdf(LAB),
        "letter.pdf": pdf(LETTER),
        "labs by Mr Carrow.pdf": pdf(LAB.replace("3 February", "4 February").replace("132", "133")),
        "his.pdf": pdf(STRANGER),
    }
    send(case, files, by=cast.amina)
    work()
    Party.objects.create(
        case=case, person=cast.rao.person, role=Role.EXPERT, basis="offer", since=NOW, blind=True
    )
    return case


def test_a_blind_reader_sees_the_evidence_and_only_how_much_is_held_back(blind: Case, cast: Cast) -> None:
    file = queries.case_file(blind, standing(blind, by=cast.rao, at=NOW), NOW)
    assert [(record.kind, record.title, record.sender, record.file_name) for record in file.records] == [
        ("lab_report", "Test results", "", "")
    ]
    assert [series.modality for study in file.studies for series in study.series] == ["CT"]
    assert file.held_back == 3  # the letter, the results with the doctor's name, the structured report
    assert file.held_apart == ()


def test_the_family_sees_everything_and_a_reader_who_has_locked_sees_all_but_what_is_held_apart(
    blind: Case, cast: Cast
) -> None:
    family = queries.case_file(blind, standing(blind, by=cast.amina, at=NOW), NOW)
    assert len(family.records) == 3
    assert len(family.held_apart) == 1
    Party.objects.filter(person=cast.rao.person).update(blind=False)
    reader = queries.case_file(blind, standing(blind, by=cast.rao, at=NOW), NOW)
    assert len(reader.records) == 3
    assert reader.held_apart == ()
    assert reader.held_back == 0
