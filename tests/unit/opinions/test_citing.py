"""What a citation keeps, and which statements have none."""

from uuid import uuid4

from secunda.journey.opinions.rules.citing import (
    Citation,
    citation,
    statements,
    with_citations,
    with_one_more,
)

RECORD = str(uuid4())
FORM = with_citations(
    {
        "sections": [
            {"id": "own_diagnoses", "label": "What I think", "repeat": True, "fields": [
                {"id": "dx_second", "of": None}, {"id": "dx_evidence", "of": "evidence"}]},
            {"id": "safety", "label": "Safety", "repeat": False, "fields": [{"id": "safe_wait", "of": None}]},
        ]
    }
)  # fmt: skip


def test_a_page_with_a_region_is_kept_and_opens_there() -> None:
    kept = citation({"record": RECORD, "page": 3, "box": [0.1, 0.2, 0.5, 0.25], "quote": "  Hb  101 \n g/L "})
    assert kept is not None
    assert citation(kept.as_json()) == kept
    assert kept.address == f"records/{RECORD}?page=3&box=0.1000,0.2000,0.5000,0.2500"
    assert kept.words({RECORD: "Blood test"}) == "Blood test, page 3: “Hb 101 g/L”"


def test_an_image_is_kept_with_series_and_measurement() -> None:
    study = str(uuid4())
    kept = citation(
        {"study": study, "series": "1.2.3", "instance": "1.2.3.4", "label": "image 4 of 90, 23.4 mm"}
    )
    assert kept is not None
    assert kept.address == f"studies/{study}?series=1.2.3&instance=1.2.3.4"
    assert kept.words({study: "CT"}) == "CT, image 4 of 90, 23.4 mm"


def test_an_interval_of_a_tracing_is_kept_with_leads_and_milliseconds() -> None:
    kept = citation({"record": RECORD, "leads": ["II", "V5"], "span": [1200, 1640], "label": "QT"})
    assert kept is not None
    assert citation(kept.as_json()) == kept
    assert kept.address == f"records/{RECORD}?page=1&leads=II,V5&span=1200,1640"
    assert kept.words({RECORD: "ECG"}) == "ECG, lead II V5, 1.20–1.64 s (440 ms), QT"
    for wrong in ([1640, 1200], [5, 5], [-1, 4], [1], "soon", [None, 2], [0.5, 2]):
        damaged = citation({"record": RECORD, "span": wrong})
        assert damaged == Citation(record=RECORD), wrong


def test_what_is_no_citation_is_none() -> None:
    for made in (
        None,
        "text",
        {},
        {"record": "not an id"},
        {"record": RECORD, "study": RECORD},
    ):
        assert citation(made) is None, made


def test_what_is_wrong_in_a_citation_is_left_out() -> None:
    kept = citation({"record": RECORD, "page": 0, "box": [0, 0, 2, 1], "series": "1.2/../x"})
    assert kept == Citation(record=RECORD)


def test_a_citation_is_added_to_a_row_and_to_a_section_and_nowhere_else() -> None:
    cited = Citation(record=RECORD)
    answers = {"own_diagnoses": [{"dx_second": "A"}, {"dx_second": "B"}]}
    in_row = with_one_more(FORM, answers, "own_diagnoses", 1, cited)
    assert in_row is not None
    assert in_row["own_diagnoses"] == [{"dx_second": "A"}, {"dx_second": "B", "cites": [{"record": RECORD}]}]
    in_section = with_one_more(FORM, answers, "safety", None, cited)
    assert in_section is not None
    assert in_section["cites_safety"] == [{"record": RECORD}]
    assert with_one_more(FORM, answers, "own_diagnoses", 2, cited) is None
    assert with_one_more(FORM, answers, "own_diagnoses", None, cited) is None
    assert with_one_more(FORM, answers, "no_such", 0, cited) is None


def test_statements_say_whether_anything_shows_them() -> None:
    answers = {
        "own_diagnoses": [
            {"dx_second": "bare"},
            {"dx_second": "cited", "cites": [{"record": RECORD}]},
            {"dx_second": "sourced", "dx_evidence": [{"judgement_only": True}]},
        ],
        "safe_wait": "a week",
    }
    found = [(each.text, each.cited, each.sourced) for each in statements(FORM, answers)]
    assert found == [
        ("bare", False, False),
        ("cited", True, False),
        ("sourced", False, True),
        ("", False, False),
    ]
