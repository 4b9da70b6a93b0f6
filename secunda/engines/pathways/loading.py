"""Load the content folder into a Catalogue."""

import dataclasses
import hashlib
import typing
from pathlib import Path

from secunda.engines.pathways.binding import bind
from secunda.engines.pathways.catalogue import Catalogue, Files, PathwayContent
from secunda.engines.pathways.checking import Weight, check
from secunda.engines.pathways.forms import FormFile
from secunda.engines.pathways.levels import Pathway
from secunda.engines.pathways.nodes import ContentError, read
from secunda.engines.pathways.questionnaire import Question
from secunda.engines.pathways.records import checklist_for

NOT_CONTENT = frozenset({"demo", "schema"})


def load(folder: Path) -> Catalogue:
    """The catalogue in a folder. Raises ContentError with file and line at the first thing that is wrong."""
    catalogue = load_unchecked(folder)
    for finding in check(catalogue):
        if finding.weight is Weight.ERROR:
            raise ContentError(finding.where, finding.problem)
    return catalogue


def load_unchecked(folder: Path) -> Catalogue:
    """The catalogue, each file checked by itself but not against the others."""
    if not folder.is_dir():
        raise ContentError(str(folder), "this folder of clinical content does not exist.")
    wanted = dict(_places())
    found = {path.relative_to(folder).as_posix() for path in content_files(folder)}
    for stray in sorted(found - wanted.keys()):
        if not stray.startswith("forms/"):
            raise ContentError(
                f"{folder.name}/{stray}:1", "no part of Secunda reads this file. Check its name."
            )
    values: dict[str, object] = {}
    for place, (name, kind) in wanted.items():
        if place not in found:
            raise ContentError(f"{folder.name}/{place}:1", "this file is missing.")
        values[name] = bind(read(folder / place, f"{folder.name}/{place}"), kind)
    values["forms"] = {
        place.removeprefix("forms/").removesuffix(".yaml"): bind(
            read(folder / place, f"{folder.name}/{place}"), FormFile
        )
        for place in sorted(found - wanted.keys())
    }
    files = Files(**values)  # type: ignore[arg-type]
    return _catalogue(files, version_of(folder))


def content_files(folder: Path) -> list[Path]:
    """The YAML files that are content, in a stable order; examples and schemas are not."""
    return sorted(
        path for path in folder.rglob("*.yaml") if path.relative_to(folder).parts[0] not in NOT_CONTENT
    )


def version_of(folder: Path) -> str:
    """A fingerprint of the content: 16 hexadecimal digits of SHA-256 over names and bytes."""
    digest = hashlib.sha256()
    for path in content_files(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _places() -> list[tuple[str, tuple[str, type]]]:
    hints = typing.get_type_hints(Files)
    places = []
    for field in dataclasses.fields(Files):
        if "every_file_in" not in field.metadata:
            folder = field.metadata.get("folder")
            place = f"{folder}/{field.name}.yaml" if folder else f"{field.name}.yaml"
            places.append((place, (field.name, hints[field.name])))
    return places


def _catalogue(files: Files, version: str) -> Catalogue:
    questions: dict[str, Question] = {}
    module_of: dict[str, str] = {}
    for module, asked in files.questions.questions.items():
        for question in asked:
            if question.id in questions:
                earlier = questions[question.id].where
                raise ContentError(question.where, f"question `{question.id}` is already at {earlier}.")
            questions[question.id] = question
            module_of[question.id] = module
    for pathway in Pathway:
        for name, group in (("checklists", files.checklists.checklists), ("forms", files.forms)):
            if pathway not in group:
                raise ContentError(files.checklists.where, f"pathway `{pathway}` has nothing in {name}.")
    return Catalogue(
        version=version,
        files=files,
        questions=questions,
        module_of=module_of,
        modules=files.questions.modules,
        documents={document.id: document for document in files.documents.documents},
        pathways={
            pathway.value: PathwayContent(
                pathway,
                checklist_for(files.checklists, pathway),
                files.forms[pathway],
                files.questions_to_ask.questions.get(pathway, ()),
            )
            for pathway in Pathway
        },
    )
