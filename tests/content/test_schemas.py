"""The schemas for editors are those of the loader, fresh, and the content keeps them."""

import json
from pathlib import Path

import jsonschema
import pytest

from secunda.engines.pathways.binding import plain_value
from secunda.engines.pathways.nodes import read
from secunda.engines.pathways.schemas import schemas
from secunda.interfaces.operations.documenting import schema_files
from tests.content.conftest import CLINICAL

FOLDERS = ("demo", "examples", "forms", "languages")


def schema_for(path: Path) -> str:
    """The name of the schema of a content file."""
    place = path.relative_to(CLINICAL)
    return place.parts[0] if place.parts[0] in FOLDERS else ".".join(place.with_suffix("").parts)


def test_the_schemas_are_fresh() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (CLINICAL / "schemas").glob("*.json")}
    assert kept == schema_files(), "run `make docs`"


def test_every_content_file_keeps_its_schema() -> None:
    known = schemas()
    checkers = {name: jsonschema.Draft202012Validator(schema) for name, schema in known.items()}
    for path in sorted(CLINICAL.rglob("*.yaml")):
        value = plain_value(read(path, path.name))
        errors = [error.message for error in checkers[schema_for(path)].iter_errors(value)]
        assert errors == [], path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("red_flags", {"version": "0.1", "status": "draft"}),
        ("rights", {"version": "0.1", "status": "drafft", "rights": []}),
        ("rights", {"version": "0.1", "status": "draft", "rights": [], "right": []}),
    ],
)
def test_a_fault_is_marked_by_the_schema_too(name: str, value: object) -> None:
    assert not jsonschema.Draft202012Validator(schemas()[name]).is_valid(value)


def test_each_schema_is_one() -> None:
    for text in schema_files().values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
