"""What a statement rests on, tests beside what the file holds, choices in order, and papers confirmed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from secunda.foundation.refusal import Refused
from secunda.foundation.vault import vault
from secunda.journey.cases.actions import FirstView, Taken, Told, confirm_first_items, tell_first_opinion
from secunda.journey.cases.models import Case, FirstItem, FirstOpinion, Party
from secunda.journey.cases.states import Role, State
from secunda.journey.decisions.actions import weigh_choices
from secunda.journey.decisions.models import Weighing
from secunda.journey.imaging.models import Instance, Series, Study
from secunda.journey.opinions.actions import release_opinion, sign_opinion
from secunda.journey.opinions.models import Part
from secunda.journey.records.models import Item, Record
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import compared, in_review, locked
from tests.integration.opinions.test_pages import hidden_fields

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def paper(case: Case, name: str, *, reveals: str = "no", **reading: Any) -> Record:
    """A record of the case, with what was read of it."""
    digest = name.encode().hex().ljust(64, "0")
    blob = vault.Blob.objects.create(case_id=case.id, sha256=digest, object_key=name, offset=0, length=1)
    item = Item.objects.create(case=case, name=f"{name}.pdf", received_at=NOW, blob=blob, reading=reading)
    return Record.objects.create(
        id=item.id, case=case, item=item, kind="lab_report", title=name, on="2026-02-01",
        belongs="same", reveals=reveals,
    )  # fmt: skip


PSA = {"kind": "result", "name": "PSA", "value": "6.1 ug/L", "number": "6.1", "unit": "ug/L", "page": 2,
       "date": "2026-02-01", "codes": [{"system": "LOINC", "code": "2857-1"}]}  # fmt: skip


@pytest.fixture
def reviewer(cast: Cast, case: Case) -> Client:
    """Dr Rao's browser, with Amina's case accepted."""
    in_review(case, cast.rao)
    return sign_in(cast.rao)


def test_a_record_is_cited_without_a_script_and_a_hidden_one_is_not(reviewer: Client, case: Case) -> None:
    seen, hidden = paper(case, "Bloods"), paper(case, "Letter", reveals="yes")
    address = f"/reviews/{case.id}/read"
    sent = hidden_fields(reviewer.get(address).content.decode())
    reviewer.post(address, {**sent, "own_diagnoses-rows": "0", "own_diagnoses-0-dx_second": "Low risk"})
    asked = {"phase": "blind", "statement": "own_diagnoses-0", "number": "3"}
    assert reviewer.post(f"/reviews/{case.id}/cite", {**asked, "named": str(hidden.id)}).status_code == 404
    assert reviewer.post(f"/reviews/{case.id}/cite", {**asked, "named": str(seen.id)}).status_code == 302
    assert Part.objects.get().answers["own_diagnoses"] == [
        {"dx_second": "Low risk", "cites": [{"record": str(seen.id), "page": 3}]}
    ]
    assert f"records/{seen.id}?page=3" in reviewer.get(address).content.decode()


def test_one_section_is_saved_and_the_others_stay(reviewer: Client, case: Case) -> None:
    address = f"/reviews/{case.id}/read"
    sent = hidden_fields(reviewer.get(address).content.decode())
    reviewer.post(address, {**sent, "safe_wait": "a week", "own_diagnoses-rows": "0",
                            "own_diagnoses-0-dx_second": "Low risk"})  # fmt: skip
    sent = hidden_fields(reviewer.get(address).content.decode())
    only = {**sent, "part": "own_diagnoses", "own_diagnoses-rows": "0", "own_diagnoses-0-dx_second": "Higher"}
    answer = reviewer.post(address, only, headers={"X-Autosave": "1"})
    kept = Part.objects.get()
    assert (answer.status_code, answer["X-Revision"]) == (204, str(kept.revision))
    assert kept.answers["safe_wait"] == "a week"
    assert kept.answers["own_diagnoses"] == [{"dx_second": "Higher"}]
    reviewer.post(address, {**sent, "part": "safety", "safe_wait": ""}, headers={"X-Autosave": "1"})
    assert "safe_wait" not in Part.objects.get().answers


def test_a_test_stands_beside_what_the_file_holds(reviewer: Client, case: Case) -> None:
    record = paper(case, "Bloods", facts=[PSA])
    paper(case, "Secret", reveals="yes", facts=[{**PSA, "date": "2026-02-20", "value": "99"}])
    address = f"/reviews/{case.id}/read"
    reviewer.get(address)
    tests = [
        {"ft_name": "PSA again", "ft_already_done": "no", "ft_decision": "nothing"},
        {"ft_name": "Bone scan", "ft_changes_plan": "If positive, no surgery"},
    ]
    Part.objects.update(answers={"further_tests": tests})
    html = reviewer.get(f"/reviews/{case.id}/tests").content.decode()
    first, second = html.split("Bone scan")
    assert f"records/{record.id}?page=2" in first
    assert "It changes no decision" in first
    assert "The form says that it was not done before" in first
    assert "Nothing equal was found" in second
    assert "It changes no decision" not in second
    assert "PSA" in reviewer.get(f"/reviews/{case.id}/records/{record.id}").content.decode()


def test_before_signing_bare_statements_are_listed(reviewer: Client, case: Case, cast: Cast) -> None:
    opinion = locked(case, cast)
    compared(opinion, cast)
    part = Part.objects.get(phase="compare")
    answers = dict(part.answers)
    answers["answers"] = [{**answers["answers"][0], "an_answer": ""}, *answers["answers"][1:]]
    Part.objects.filter(pk=part.pk).update(answers=answers)
    html = reviewer.get(f"/reviews/{case.id}/check").content.decode()
    assert "Statements without evidence" in html
    assert "Questions of the patient without an answer" in html
    assert "Is it safe to watch it?" in html
    assert "Items of the first opinion without a verdict" not in html


def test_the_choices_stand_in_the_order_of_what_matters(reviewer: Client, case: Case, cast: Cast) -> None:
    opinion = locked(case, cast)
    with pytest.raises(Refused):
        weigh_choices(case, ["cost"], by=cast.amina, at=NOW)
    sign_opinion(compared(opinion, cast), by=cast.rao, at=NOW)
    release_opinion(opinion, by=cast.carlos, at=LATER)
    family = sign_in(cast.amina)
    address = f"/case/{case.id}/choices"
    assert family.post(address, {"first": "undo", "second": "cost"}).status_code == 302
    assert Weighing.objects.get().order == ["undo", "cost"]
    html = family.get(address).content.decode()
    assert html.index("You put this first") < html.index("Risks and side effects</th>")
    assert reviewer.get(address).status_code == 404


def test_what_papers_say_is_confirmed_by_family_or_coordinator(case: Case, cast: Cast) -> None:
    told = FirstItem.objects.count()
    letter = paper(case, "Letter", reveals="yes", facts=[
        {"kind": "diagnosis", "value": "Bladder stones", "certainty": "suspected", "page": 1},
        {"kind": "stage", "value": "T1c (UICC 8)", "certainty": "stated", "page": 1},
        {"kind": "diagnosis", "value": "Diabetes", "certainty": "denied", "page": 1},
        {"kind": "size", "name": "Largest stone", "value": "9 mm", "certainty": "stated", "page": 2},
    ], pages=[{"number": 3, "text": "Plan:\nCT of the kidneys next month.\nSurgery as soon as possible.\n\n"
                                   "The outlook is good.\n"}])  # fmt: skip
    family = sign_in(cast.amina)
    html = family.get(f"/case/{case.id}/first-opinion/papers").content.decode()
    assert "Bladder stones (T1c (UICC 8))" in html
    assert "Diabetes" not in html
    tests, soon, outlook = (html.index(f">{words}<") for words in (
        "Tests they want", "How soon it should happen", "What they expect"))  # fmt: skip
    assert html.count("Not stated") >= 4
    assert html.rindex("CT of the kidneys next month") > tests
    assert (html.rindex("Surgery as soon as possible") > soon, html.rindex("outlook is good") > outlook) == (
        True,
        True,
    )
    family.post(
        f"/case/{case.id}/first-opinion/papers", {"said": ["diagnosis:bladder stones", "plan:made up"]}
    )
    added = FirstItem.objects.get(record__isnull=False)
    assert (added.record, added.page, added.certainty) == (letter.id, 1, "possible")
    assert added.confirmed_by == cast.amina
    assert FirstItem.objects.count() == told + 1
    beside = [
        "finding:largest stone 9 mm",
        "plan:ct of the kidneys next month",
        "prognosis:the outlook is good",
    ]
    sign_in(cast.carlos).post(f"/case/{case.id}/first-opinion/papers", {"said": beside})
    kept = FirstItem.objects.filter(confirmed_by=cast.carlos).values_list("axis", "kind", "page")
    assert sorted(kept) == [("finding", "", 2), ("plan", "test", 3), ("prognosis", "", 3)]
    # What the family tells anew replaces diagnoses and plan, and nothing else.
    tell_first_opinion(case, FirstView(items=(Told("plan", "Surgery"),)), by=cast.amina, at=NOW)
    assert sorted(FirstItem.objects.values_list("axis", flat=True)) == ["finding", "plan", "prognosis"]
    told = FirstItem.objects.count() - 1
    Case.objects.filter(pk=case.pk).update(state=State.IN_REVIEW)
    case.refresh_from_db()
    late = Taken("plan", "Surgery", UUID(int=1), None)
    for by in (cast.amina, cast.carlos):
        with pytest.raises(Refused):
            confirm_first_items(case, [late], by=by, at=NOW)
    assert FirstOpinion.objects.get().items.count() == told + 1
    assert not Party.objects.filter(case=case, role=Role.EXPERT).exists()


def structured_report(case: Case, says: str, *, belongs: str = "same") -> Series:
    """A series that holds words, as its reading states them."""
    digest = says.encode().hex()[:64].ljust(64, "0")
    blob = vault.Blob.objects.create(case_id=case.id, sha256=digest, object_key=says, offset=0, length=1)
    facts = [{"kind": "diagnosis", "value": says, "certainty": "stated", "page": 1}]
    Item.objects.create(case=case, name="SR", received_at=NOW, blob=blob, reading={"facts": facts})
    study = Study.objects.create(case=case, uid=f"1.2.{blob.id.int}", belongs=belongs)
    series = Series.objects.create(study=study, uid=f"1.3.{blob.id.int}", modality="SR")
    Instance.objects.create(series=series, uid=f"1.4.{blob.id.int}", blob=blob)
    return series


def test_what_a_structured_report_says_keeps_its_series_and_opens_there(case: Case, cast: Cast) -> None:
    series = structured_report(case, "Nodule of the prostate")
    structured_report(case, "Somebody else's nodule", belongs="other")
    address, family = f"/case/{case.id}/first-opinion/papers", sign_in(cast.amina)
    html = family.get(address).content.decode()
    there = f"/viewer/cases/{case.id}/viewer?StudyInstanceUIDs={series.study.uid}"
    assert (there in html, "See the images" in html, "Somebody else" in html) == (True, True, False)
    family.post(address, {"said": ["diagnosis:nodule of the prostate"]})
    added = FirstItem.objects.get(series__isnull=False)
    assert (added.series, added.record, added.page) == (series.pk, None, 1)
    assert there in family.get(address).content.decode()
    told = FirstView(items=(Told("diagnosis", "Nodule of the prostate"), Told("plan", "Surgery")))
    tell_first_opinion(case, told, by=cast.amina, at=NOW)
    assert FirstItem.objects.get(axis="diagnosis").series == series.pk, "its words were left as they are"
    in_review(case, cast.rao)
    assert sign_in(cast.rao).get(f"/reviews/{case.id}/first").status_code == 404
    locked(case, cast)
    assert there in sign_in(cast.rao).get(f"/reviews/{case.id}/first").content.decode()
