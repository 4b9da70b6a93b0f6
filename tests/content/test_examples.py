"""The worked examples, and promises that hold for all content."""

from dataclasses import replace
from datetime import date

import pytest

from secunda.engines import pathways
from secunda.engines.pathways import (
    Catalogue,
    ComparedPlanItem,
    DemoCase,
    GuardLevel,
    Pathway,
    Phase,
    diagnosis_overall,
    plan_overall,
)
from secunda.engines.pathways.examples import WorkedCase, faults, load_examples, of_demo, untouched
from secunda.engines.pathways.levels import DiagnosisClass, PlanClass
from tests.content.conftest import CLINICAL

EVERY = list(Pathway)
WORKED = load_examples(CLINICAL)


@pytest.mark.parametrize("pathway", EVERY)
def test_a_demo_case_gives_what_it_expects(
    catalogue: Catalogue, cases: dict[str, DemoCase], pathway: str, today: date
) -> None:
    case = cases[pathway]
    facts = pathways.facts_from(catalogue, {**case.answers, "pathway": pathway}, today)
    urgency = pathways.urgency(catalogue, facts, today)
    advice = pathways.eligibility(catalogue, facts, today)
    assert advice.level == case.expected.advice_level
    assert tuple(reason.id for reason in advice.reasons) == case.expected.eligibility
    assert urgency.level == case.expected.guard_level
    assert tuple(guard.id for guard in urgency.fired) == case.expected.guards
    assert urgency.added_delay_days == case.expected.added_delay_days


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.id)
def test_a_worked_example_gives_what_it_expects(catalogue: Catalogue, case: WorkedCase) -> None:
    assert faults(catalogue, case) == []


def test_no_rule_is_left_without_an_example(catalogue: Catalogue, cases: dict[str, DemoCase]) -> None:
    assert untouched(catalogue, [*WORKED, *(of_demo(case) for case in cases.values())]) == []


def test_an_example_that_expects_something_else_is_named(catalogue: Catalogue) -> None:
    case = next(each for each in WORKED if each.id == "pregnant")
    wrong = replace(case, expected=replace(case.expected, guard_level=GuardLevel.STANDARD))
    assert faults(catalogue, wrong) == [f"{case.where}: pregnant expects guard_level standard, not express."]


@pytest.mark.parametrize("pathway", EVERY)
def test_a_demo_case_gives_its_headline(
    catalogue: Catalogue, cases: dict[str, DemoCase], pathway: str
) -> None:
    case = cases[pathway]
    second, plan = case.second_opinion, case.first_opinion["plan"]
    items = [
        ComparedPlanItem(first["kind"], PlanClass(item["class"]), main_medicine=item.get("main", False))
        for first, item in zip(plan, second["plan_items"], strict=False)
    ]
    essential = any(item["importance"] == "essential" for item in second.get("added_items", []))
    diagnosis = diagnosis_overall(DiagnosisClass(item["class"]) for item in second["diagnoses"])
    overall = plan_overall(items, essential_added=essential)
    assert (diagnosis, overall) == (case.comparison.diagnosis, case.comparison.plan)
    assert pathways.headline(catalogue, diagnosis, overall) == case.comparison.headline


def test_demo_dates_count_from_the_day_of_seeding(cases: dict[str, DemoCase], today: date) -> None:
    for case in cases.values():
        for record in case.records:
            if record.date is not None:
                assert pathways.on_day(record.date, today) <= date(2026, 10, 20)
        assert isinstance(pathways.on_day(case.first_opinion["team"], today)["date"], date)


@pytest.mark.parametrize("pathway", EVERY)
@pytest.mark.parametrize("country", ["GB", "DE", "US", "ZZ", None])
def test_every_red_flag_is_shown_in_every_pathway(
    catalogue: Catalogue, pathway: str, country: str | None
) -> None:
    shown = pathways.red_flags(catalogue, country, pathway)
    assert {flag.id for flag in shown} == {f"RF-{number:02}" for number in range(1, 36)}
    assert not [flag.id for flag in shown if "{" in flag.say]
    if country != "GB":
        assert not [flag.id for flag in shown if "999" in flag.say and "England" not in flag.say]


def test_every_country_has_words_for_a_crisis(catalogue: Catalogue) -> None:
    directory = catalogue.files.emergency_numbers
    for country in [*directory.countries, "FR", "ZZ", None]:
        numbers = pathways.numbers_for(catalogue, country)
        assert numbers.emergency
        assert numbers.urgent
        assert numbers.crisis.startswith("call")


def test_the_flags_of_a_pathway_come_first(catalogue: Catalogue) -> None:
    assert pathways.red_flags(catalogue, "GB", "oncology")[0].id == "RF-08"
    assert "Call 999 or 112 now." in pathways.red_flags(catalogue, "GB", "cardiac")[0].say
    assert "Call 112 now." in pathways.red_flags(catalogue, "DE", "cardiac")[0].say


@pytest.mark.parametrize("pathway", EVERY)
def test_a_blind_field_says_nothing_of_the_first_opinion(catalogue: Catalogue, pathway: str) -> None:
    form = pathways.form_for(catalogue, pathway)
    for field in form.fields():
        assert field.phase in list(Phase)
        if field.phase is Phase.BLIND:
            assert "_first" not in field.id
            assert "agreement" not in field.id
            assert "first team" not in field.label.lower()
            assert "first report" not in field.label.lower()
    assert {section.id for section in form.in_phase(Phase.BLIND)} >= {"own_diagnoses", "own_plan", "view"}
    assert form.in_phase(Phase.COMPARE)[-1].id == "closing"


@pytest.mark.parametrize("pathway", EVERY)
def test_an_empty_form_cannot_be_locked_or_signed(catalogue: Catalogue, pathway: str) -> None:
    form = pathways.form_for(catalogue, pathway)
    blind = {place.field or place.section for place in pathways.missing_answers(form, {}, "blind")}
    assert {"docs_seen", "own_diagnoses", "own_plan", "safe_wait", "overall_confidence"} <= blind
    compare = {place.field or place.section for place in pathways.missing_answers(form, {}, "compare")}
    assert {"diagnoses", "plan_items", "plain_summary", "decl_independent"} <= compare


def test_a_choice_has_words(catalogue: Catalogue) -> None:
    for pathway in EVERY:
        for field in pathways.form_for(catalogue, pathway).fields():
            assert field.options or field.type not in ("choice", "multi"), field.id


def test_required_fields_follow_from_other_answers(catalogue: Catalogue) -> None:
    form = pathways.form_for(catalogue, "general")

    def open_fields(row: dict[str, object]) -> set[str | None]:
        return {place.field for place in pathways.missing_answers(form, {"diagnoses": [row]}, "compare")}

    assert "dx_difference" in open_fields({"dx_agreement": "disagree"})
    assert "dx_difference" not in open_fields({"dx_agreement": "agree"})
    assert "dx_difference" in open_fields({})


def test_the_choices_always_hold_no_treatment(catalogue: Catalogue) -> None:
    form = pathways.form_for(catalogue, "general")
    rows = [{"alt_is_none": False}, {"alt_is_none": False}]
    says = [str(place.says) for place in pathways.missing_answers(form, {"alternatives": rows}, "blind")]
    assert "Always include waiting, and no treatment, each in a row of its own." in says


def test_a_further_test_must_say_what_it_would_change(catalogue: Catalogue) -> None:
    form = pathways.form_for(catalogue, "general")
    phase = next(section.phase for section in form.sections if section.id == "further_tests")
    places = pathways.missing_answers(form, {"further_tests": [{"ft_name": "CT"}]}, phase)
    asked = {place.field for place in places if place.section == "further_tests"}
    assert {"ft_already_done", "ft_changes_plan", "ft_radiation_msv"} <= asked


def test_a_stage_cannot_be_given_without_its_edition(catalogue: Catalogue) -> None:
    form = pathways.form_for(catalogue, "oncology")
    fields = {field.id: field for field in form.fields()}
    assert fields["o_stage_system"].req.holds({}) is True
    assert fields["o_figo_year"].req.holds({"o_stage_system": "FIGO"}) is True
    assert fields["o_tnm"].req.holds({"o_stage_system": "UICC_TNM_9"}) is True


def test_the_spine_section_shows_only_for_the_spine(catalogue: Catalogue) -> None:
    form = pathways.form_for(catalogue, "surgery")
    for area, shown in (("spine", True), ("hip", False)):
        places = pathways.missing_answers(form, {}, "blind", {"op_area": area})
        assert any(place.section == "spine" for place in places) is shown
    unsettled = pathways.missing_answers(form, {}, "blind", {})
    assert any(place.section == "spine" and place.field is None for place in unsettled)


def test_gaps_name_what_is_missing_old_or_open(catalogue: Catalogue, today: date) -> None:
    records = [
        ("ecg", date(2026, 10, 1)),
        ("echo", date(2020, 1, 1)),
        ("labs", None),
        ("clinic_letter", today),
    ]
    found = pathways.gaps(catalogue, "cardiac", {"heart_plan": ["stent"]}, records, today)
    reasons = {missing.item: missing.reason for missing in found.missing}
    assert reasons["echo"] == "too_old"
    assert reasons["labs"] == "undated"
    assert reasons["med_list"] == "absent"
    assert "ecg" not in reasons
    assert "treatment_plan" not in reasons  # a clinic letter is accepted
    assert "angiogram" not in reasons
    assert "had_angiogram" in found.ask
    assert all(missing.help for missing in found.missing)


def test_a_record_is_found_among_the_documents(catalogue: Catalogue) -> None:
    assert pathways.documents_of(catalogue, "lab_report", "PSA result") == ("labs", "psa")
    assert pathways.documents_of(catalogue, "image", "MR Prostate", "MR") == ("imaging_dicom", "mri_prostate")
    assert pathways.documents_of(catalogue, "unheard_of") == ()


def test_every_level_of_urgency_can_be_reached(catalogue: Catalogue) -> None:
    levels = {guard.level for guard in catalogue.files.delay_guards.guards}
    assert levels == set(GuardLevel)


def test_patient_texts_carry_no_provenance_tags(catalogue: Catalogue) -> None:
    assert pathways.plain("About 3 in 100 [S29]. Fewer [K, NICE CG126].") == "About 3 in 100. Fewer."
    assert pathways.tags("About 3 [S29][K].") == ("S29", "K")
    texts = [question.text for question in catalogue.questions.values()]
    texts += [flag.say for flag in catalogue.files.red_flags.flags]
    texts += [guard.say for guard in catalogue.files.delay_guards.guards]
    texts += [rule.why for rule in catalogue.files.eligibility.rules]
    assert [text for text in texts if pathways.plain(text) != text] == []


def test_the_content_has_no_faults(catalogue: Catalogue) -> None:
    assert [f for f in pathways.check(catalogue) if f.weight is pathways.Weight.ERROR] == []
