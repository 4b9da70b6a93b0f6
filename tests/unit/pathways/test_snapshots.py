"""A version of the content is put away whole, found again, and proved."""

import json
from pathlib import Path

import pytest

from secunda.engines import pathways
from secunda.engines.pathways.loading import texts_of
from secunda.engines.pathways.snapshots import packed
from tests.unit.pathways.conftest import CLINICAL


def test_an_old_version_is_found_again_and_says_the_same(catalogue: pathways.Catalogue) -> None:
    digest, kept = pathways.snapshot(CLINICAL)
    assert digest == catalogue.version
    again = pathways.catalogue_at(digest, {digest: kept}.get)
    assert again.version == catalogue.version
    assert again.questions["pregnant"].text == catalogue.questions["pregnant"].text
    assert [guard.when for guard in again.files.delay_guards.guards] == [
        guard.when for guard in catalogue.files.delay_guards.guards
    ]


def test_content_of_an_earlier_release_is_still_read() -> None:
    texts = texts_of(CLINICAL)
    del texts["report/glossary.yaml"]
    texts["red_flags.yaml"] += b'colour: "red"\n'
    digest, kept = packed(texts)
    old = pathways.catalogue_at(digest, {digest: kept}.get)
    assert old.files.glossary.terms == ()
    assert len(old.files.red_flags.flags) == 35


def test_what_is_not_kept_or_was_changed_is_refused() -> None:
    digest, kept = pathways.snapshot(CLINICAL)
    with pytest.raises(pathways.UnknownVersionError, match="No copy"):
        pathways.catalogue_at(digest, {}.get)
    made = json.loads(kept)
    made["files"]["red_flags.yaml"] = made["files"]["red_flags.yaml"].replace("heart attack", "cold")
    changed = json.dumps(made).encode()
    with pytest.raises(pathways.UnknownVersionError, match="not what it claims"):
        pathways.catalogue_at(digest, lambda _digest: changed)
    with pytest.raises(pathways.UnknownVersionError, match="cannot be read"):
        pathways.catalogue_at(digest, lambda _digest: b"nothing")
    with pytest.raises(pathways.UnknownVersionError, match="another version"):
        pathways.catalogue_at("0" * 16, lambda _digest: kept)


def test_the_same_files_give_the_same_snapshot(tmp_path: Path) -> None:
    assert pathways.snapshot(CLINICAL) == pathways.snapshot(CLINICAL)
