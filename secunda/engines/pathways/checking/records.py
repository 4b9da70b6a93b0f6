"""Records: every document, kind and code that one file names stands in another."""

from collections.abc import Iterator

from secunda.engines.pathways.catalogue import Catalogue
from secunda.engines.pathways.checking.finding import Finding
from secunda.engines.pathways.levels import Pathway
from secunda.engines.pathways.nodes import nearest


def documents(catalogue: Catalogue) -> Iterator[Finding]:
    """Documents without help, and checklists of documents that there are not."""
    for document in catalogue.documents.values():
        if document.help not in catalogue.files.help.texts:
            yield Finding(document.where, f"{document.id}: there is no help text `{document.help}`.")
    for name, items in catalogue.files.checklists.checklists.items():
        if name != "all" and name not in list(Pathway):
            yield Finding(catalogue.files.checklists.where, f"`{name}` is not a pathway.")
        for item in items:
            yield from _known(catalogue, (item.doc, *item.accepts), item.where)


def kinds(catalogue: Catalogue) -> Iterator[Finding]:
    """Kinds of record that stand for documents that there are not."""
    kinds = catalogue.files.kinds
    for name, kind in (*kinds.kinds.items(), *kinds.modalities.items()):
        named = [*kind.documents, *(document for each in kind.narrower for document in each.documents)]
        for document in named:
            if document not in catalogue.documents:
                yield Finding(kind.where, f"{name}: `{document}` is not in documents.yaml.")


def conditions(catalogue: Catalogue) -> Iterator[Finding]:
    """Conditions that suggest what is no answer."""
    for condition in catalogue.files.conditions.conditions:
        for name, value in (condition.suggests or {}).items():
            question = catalogue.questions.get(name)
            if question is None or not question.allows(value):
                yield Finding(condition.where, f"{condition.id}: `{value}` is not an answer to `{name}`.")


def experts(catalogue: Catalogue) -> Iterator[Finding]:
    """Codes that lead to no specialty."""
    specialties = catalogue.files.taxonomy.specialties
    for each in catalogue.files.icd10_map.ranges:
        for name in (each.first, *each.also):
            if name not in specialties:
                yield Finding(each.where, f"`{name}` is not in taxonomy.yaml.")


def answering(catalogue: Catalogue) -> Iterator[Finding]:
    """Questions that rest on documents that there are not."""
    for topic in catalogue.files.answering.topics:
        for each in (*topic.needs, *topic.helps):
            yield from _known(catalogue, each.any, each.where)
        for each in topic.helps:
            if not each.limit:
                yield Finding(each.where, f"{topic.id}: say how an answer without it is limited (`limit`).")


def recognition(catalogue: Catalogue) -> Iterator[Finding]:
    """Words of recognition that lead to no document, specialty, kind or diagnosis."""
    files = catalogue.files
    diagnoses = {each.id for each in files.diagnoses.diagnoses}
    for examination in files.examinations.examinations:
        yield from _known(catalogue, (examination.document,), examination.where)
        for kind in examination.kinds:
            if kind not in files.kinds.kinds:
                yield Finding(
                    examination.where, f"`{kind}` is not in kinds.yaml.{nearest(kind, files.kinds.kinds)}"
                )
    for usual in files.examinations.usual:
        if usual.diagnosis not in diagnoses:
            meant = nearest(usual.diagnosis, diagnoses)
            yield Finding(usual.where, f"`{usual.diagnosis}` is not in diagnoses.yaml.{meant}")
    readers = [
        (each.where, reader.specialty) for each in files.diagnoses.diagnoses for reader in each.readers
    ]
    readers += [(each.where, each.specialty) for each in files.diagnoses.departments]
    for where, specialty in readers:
        if specialty not in files.taxonomy.specialties:
            yield Finding(
                where,
                f"`{specialty}` is not in taxonomy.yaml.{nearest(specialty, files.taxonomy.specialties)}",
            )


def _known(catalogue: Catalogue, documents: tuple[str, ...], where: str) -> Iterator[Finding]:
    for document in documents:
        if document not in catalogue.documents:
            meant = nearest(document, catalogue.documents)
            yield Finding(where, f"`{document}` is not in documents.yaml.{meant}")
