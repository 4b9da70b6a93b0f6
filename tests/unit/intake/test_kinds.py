"""What a record is: phrases and model, with the words that decided."""

import numpy as np
import pytest

from secunda.engines.intake.classify import classify
from secunda.engines.intake.kind_model import MODEL, kind_model
from secunda.engines.intake.reading import RecordKind
from training.fitting import made_from
from training.writing import papers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Elm Park Hospital\nTheatre record\nThe patient was placed supine, cleaned and draped.",
            "operative_report",
        ),
        ("Nature of specimen\nReceived in formalin, a core of tan tissue.", "pathology_report"),
        ("Szpital\nPacjent przyjęty do oddziału, wypisany do domu w stanie dobrym.", "discharge_summary"),
        ("Regionshospitalet\nEfter kontrast ingen opladning. Ingen pleuraeffusion.", "imaging_report"),
        ("Morgens 1, abends 1: Ramipril 5 mg Tablette; Metformin 1000 mg", "medication_list"),
        ("Bitte überweisen Sie den Betrag innerhalb von 30 Tagen.", "administrative"),
    ],
)
def test_a_record_without_its_usual_title_is_still_named_with_reasons(text: str, kind: str) -> None:
    found = classify(text)
    assert found.name.value == kind
    assert found.why


@pytest.mark.parametrize(
    "text", ["", "milk, eggs, bread and butter for saturday", "Lorem ipsum dolor sit amet consectetur"]
)
def test_what_is_no_record_is_named_other(text: str) -> None:
    assert classify(text).name is RecordKind.OTHER


def test_a_clear_title_is_surer_than_a_stray_word() -> None:
    titled = classify("Histopathology report\nMicroscopy: fragments of mucosa.")
    stray = classify("Estimado colega, le envío a este paciente.")
    assert titled.confidence > 0.9 > stray.confidence


def test_the_model_was_made_from_the_training_code_as_it_stands() -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        assert bytes(stored["made_from"]).decode() == made_from(), "run `make train`"


def test_the_model_knows_the_papers_that_it_read() -> None:
    some = list(papers())[::60]
    right = sum(kind_model().guesses(paper.text)[0].kind == paper.kind for paper in some)
    assert right / len(some) > 0.97
