"""Load clinical content into a Catalogue, from a folder or from the bytes of its files."""

import dataclasses
import hashlib
import typing
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from secunda.engines.pathways.binding import bind, empty
from secunda.engines.pathways.catalogue import Catalogue, Files, PathwayContent
from secunda.engines.pathways.checking import Weight, check
from secunda.engines.pathways.envelope import Envelope
from secunda.engines.pathways.forms import FormFile
from secunda.engines.pathways.levels import Pathway
from secunda.engines.pathways.nodes import ContentError, decode, nearest
from secunda.engines.pathways.questionnaire import Question
from secunda.engines.pathways.records import checklist_for

# Folders of the content that are no content: examples of it, translations, and schemas made from it.
NOT_CONTENT = frozenset({"demo", "examples", "languages", "schemas"})
FORMS = "forms/"

type Texts = Mapping[str, bytes]


def load(folder: Path) -> Catalogue:
    """The catalogue in a folder. Raises ContentError with file, line and column at the first fault."""
    return checked(texts_of(folder), folder.name)


def checked(texts: Texts, name: str) -> Catalogue:
    """The catalogue that these files hold, with nothing in it that the check calls a fault."""
    catalogue = from_texts(texts, name)
    for finding in check(catalogue):
        if finding.weight is Weight.ERROR:
            raise ContentError(finding.where, finding.problem)
    return catalogue


def load_unchecked(folder: Path) -> Catalogue:
    """The catalogue, each file checked by itself but not against the others."""
    return from_texts(texts_of(folder), folder.name)


def texts_of(folder: Path) -> dict[str, bytes]:
    """The content files of a folder: path in the folder to bytes, in a stable order."""
    if not folder.is_dir():
        raise ContentError(str(folder), "this folder of clinical content does not exist.")
    paths = sorted(
        path for path in folder.rglob("*.yaml") if path.relative_to(folder).parts[0] not in NOT_CONTENT
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def from_texts(texts: Texts, name: str, *, tolerant: bool = False) -> Catalogue:
    """The catalogue that these files hold; `name` is the folder as errors should name it.

    `tolerant` is for content of an earlier release: what it had and this one has not is left out, and a
    file that it did not have yet counts as empty.
    """
    wanted = dict(places())
    if not tolerant:
        _refuse_strays(texts, wanted, name)
    values: dict[str, object] = {}
    for place, (attribute, kind) in wanted.items():
        where = f"{name}/{place}"
        if place in texts:
            values[attribute] = _file(where, texts[place], attribute, tolerant=tolerant)
        elif tolerant:
            values[attribute] = empty(kind, f"{where}:1:1")
        else:
            raise ContentError(f"{where}:1:1", "this file is missing.")
    values["forms"] = {
        place.removeprefix(FORMS).removesuffix(".yaml"): _file(
            f"{name}/{place}", texts[place], "forms", tolerant=tolerant
        )
        for place in sorted(texts)
        if place.startswith(FORMS)
    }
    return composed(Files(**values), digest_of(texts))  # type: ignore[arg-type]


# A file that has not changed is read once: what it holds is frozen.
@lru_cache(maxsize=256)
def _file(where: str, content: bytes, attribute: str, *, tolerant: bool) -> Envelope:
    kinds = {name: kind for _, (name, kind) in places()}
    return bind(decode(content, where), kinds.get(attribute, FormFile), tolerant=tolerant)


def _refuse_strays(texts: Texts, wanted: Mapping[str, object], name: str) -> None:
    for stray in sorted(texts.keys() - wanted.keys()):
        if not stray.startswith(FORMS):
            meant = nearest(stray, wanted) or " Check its name."
            raise ContentError(f"{name}/{stray}:1:1", f"no part of Secunda reads this file.{meant}")


def digest_of(texts: Texts) -> str:
    """A fingerprint of the content: 16 hexadecimal digits of SHA-256 over names and bytes."""
    digest = hashlib.sha256()
    for place in sorted(texts):
        digest.update(f"{place}\0{len(texts[place])}\0".encode())
        digest.update(texts[place])
    return digest.hexdigest()[:16]


def places() -> list[tuple[str, tuple[str, type[Envelope]]]]:
    """Every content file but the forms: its path in the folder, its attribute in Files, and its type."""
    found = []
    hints = typing.get_type_hints(Files)
    for field in dataclasses.fields(Files):
        if "every_file_in" not in field.metadata:
            folder = field.metadata.get("folder")
            place = f"{folder}/{field.name}.yaml" if folder else f"{field.name}.yaml"
            found.append((place, (field.name, hints[field.name])))
    return found


def composed(files: Files, version: str) -> Catalogue:
    """The catalogue of these files: what several of them say together, found by id."""
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
