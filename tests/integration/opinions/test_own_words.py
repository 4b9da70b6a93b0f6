"""A reviewer's own text blocks, and terms for signs from the file that the operator keeps."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from secunda.adapters.terms import LocalTerms, Term, TermsError
from secunda.foundation.refusal import Hidden, Refused
from secunda.journey.cases.models import Case
from secunda.journey.opinions.actions import drop_block, keep_block
from secunda.journey.opinions.models import Part, TextBlock
from tests.integration.cast import NOW, Cast, sign_in
from tests.integration.opinions.filling import in_review
from tests.integration.opinions.test_pages import hidden_fields

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)

# Written for this test: two terms in force, one obsolete, one of another ontology.
OBO = """format-version: 1.2
data-version: hp/releases/example

[Term]
id: HP:9900001
name: Example weakness
synonym: "Weakness, the \\"example\\" kind" EXACT []

[Term]
id: HP:9900002
name: Example weakness of one arm

[Term]
id: HP:9900003
name: Old example weakness
is_obsolete: true

[Term]
id: XX:9900004
name: Example weakness elsewhere

[Typedef]
id: part_of
name: part of
"""
FEEBLE = {"pred": "hasExactSynonym", "val": "Feeble example"}
NODES = [
    {"id": "https://terms.example/HP_9900001", "lbl": "Example weakness", "meta": {"synonyms": [FEEBLE]}},
    {"id": "https://terms.example/HP_9900003", "lbl": "Old weakness", "meta": {"deprecated": True}},
]
GRAPH = {"graphs": [{"meta": {"version": "example"}, "nodes": NODES}]}


def test_a_block_is_kept_changed_inserted_and_deleted_without_a_script(case: Case, cast: Cast) -> None:
    in_review(case, cast.rao)
    rao = sign_in(cast.rao)
    kept = rao.post("/reviews/blocks", {"new-name": "Safety net", "new-text": "Fever: call us.\nPain: 999."})
    assert kept.status_code == 302
    block = TextBlock.objects.get()
    rao.post(
        "/reviews/blocks", {"block": block.id, f"{block.id}-name": "Net", f"{block.id}-text": "Fever: call."}
    )
    page = rao.get("/reviews/blocks").content.decode()
    assert "Never write about a patient" in page
    assert "Fever: call." in page
    address = f"/reviews/{case.id}/read"
    rao.post(address, {**hidden_fields(rao.get(address).content.decode()), "safe_wait": "A week."})
    html = rao.get(address).content.decode()
    assert 'data-block="Fever: call."' in html
    sent = {"phase": "blind", "block": str(block.id)}
    assert rao.post(f"/reviews/{case.id}/insert", {**sent, "place": "safety..safe_wait"}).status_code == 302
    assert Part.objects.get().answers["safe_wait"] == "A week. Fever: call."
    assert rao.post(f"/reviews/{case.id}/insert", {**sent, "place": "safety..no_such"}).status_code == 404
    rao.post("/reviews/blocks", {"block": block.id, "act": "delete"})
    assert not TextBlock.objects.exists()
    assert Part.objects.get().answers["safe_wait"] == "A week. Fever: call."


def test_blocks_are_their_authors_alone(case: Case, cast: Cast) -> None:
    in_review(case, cast.rao)
    rao = sign_in(cast.rao)
    other = keep_block("Mine", "Nobody else's words", by=cast.dana, at=NOW)
    assert "Nobody else" not in rao.get("/reviews/blocks").content.decode()
    assert rao.post("/reviews/blocks", {"block": other.id, "act": "delete"}).status_code == 404
    rao.get(f"/reviews/{case.id}/read")
    sent = {"phase": "blind", "block": str(other.id), "place": "safety..safe_wait"}
    assert rao.post(f"/reviews/{case.id}/insert", sent).status_code == 404
    with pytest.raises(Hidden):
        keep_block("Mine", "Changed", by=cast.rao, at=LATER, block=other)
    with pytest.raises(Hidden):
        drop_block(other, by=cast.rao, at=LATER)
    with pytest.raises(Refused):
        keep_block("mine", "Twice", by=cast.dana, at=LATER)
    assert TextBlock.objects.get().text == "Nobody else's words"


def test_terms_come_from_the_published_file_and_from_nowhere_else(
    case: Case, cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    in_review(case, cast.rao)
    reviewer: Client = sign_in(cast.rao)
    address = f"/reviews/{case.id}/terms?words=example+weakness"
    settings.SECUNDA_TERMS = tmp_path / "hp.obo"
    assert "keeps no file of HPO terms" in reviewer.get(address).content.decode()
    settings.SECUNDA_TERMS.write_text(OBO, encoding="utf-8")
    html = reviewer.get(address).content.decode()
    assert html.index("HP:9900001 Example weakness") < html.index("HP:9900002 Example weakness of one arm")
    assert "hp/releases/example" in html
    assert "9900003" not in html
    assert "9900004" not in html


def test_both_published_forms_are_read_and_another_is_refused(tmp_path: Path) -> None:
    obo, graph, other = (tmp_path / name for name in ("hp.obo", "hp.json", "list.csv"))
    obo.write_text(OBO, encoding="utf-8")
    graph.write_text(json.dumps(GRAPH), encoding="utf-8")
    other.write_text("HP:9900001,Example", encoding="utf-8")
    assert LocalTerms(obo).search('the "example" kind')[0].number == "HP:9900001"
    assert LocalTerms(graph).search("feeble") == [Term("HP:9900001", "Example weakness", ("Feeble example",))]
    assert LocalTerms(graph).search("old") == LocalTerms(graph).search("") == []
    with pytest.raises(TermsError):
        LocalTerms(other)
