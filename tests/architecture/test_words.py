"""Texts for people are marked to be translated, and pages can be written from right to left."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from secunda.interfaces.web.account.views.own import EVENTS as ACCOUNT_EVENTS
from secunda.interfaces.web.coordinator.words import EVENTS
from tests.conftest import ROOT

PACKAGE = ROOT / "secunda"
LOCALE = PACKAGE / "locale"
MARKS = {"_", "say", "say_many", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# A sentence for somebody: it begins with a capital and ends with a stop.
SENTENCE = re.compile(r"[A-Z][a-z’']* [^\n]*[.!?]")
# Who reads these reads English: operators at the command line, programs that speak tus or DICOMweb to us, and
# those who keep the clinical content.
ELSEWHERE = (
    "config",
    "engines/pathways",
    "foundation/audit/queries.py",
    "interfaces/dicomweb",
    "interfaces/operations",
    "interfaces/web/patient/views/uploads.py",
    "interfaces/web/public/readiness.py",
)
# Raised at programmers, written to logs, or kept in the database's own description.
ASIDE = {"help_text", "info", "warning", "error", "exception", "debug"}

# The screen's own edges lie where they lie, whatever is written on it (CSS Environment Variables 1).
PHYSICAL = {"safe-area-inset-left", "safe-area-inset-right"}
_SIDE = re.compile(r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?![\w-])")
_FOUR = re.compile(r"(?:margin|padding|inset|border-width|scroll-margin|scroll-padding)\s*:\s*([^;}]+)")


def sentences() -> Iterator[str]:
    """Every sentence in the code that nobody marked: file, line and text."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if "migrations" in path.parts or place.startswith(ELSEWHERE):
            continue
        for line, said in _unmarked(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"secunda/{place}:{line}: {said}"


def _unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))
        if isinstance(node, ast.keyword) and node.arg in ASIDE:
            fine |= {id(each) for each in ast.walk(node.value)}
        if isinstance(node, ast.Call) and (
            _called(node.func) in MARKS | ASIDE or _called(node.func).endswith("Error")
        ):
            fine |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(tree):
        says = node.value if isinstance(node, ast.Constant) and id(node) not in fine else None
        if isinstance(says, str) and SENTENCE.fullmatch(says.strip()):
            yield node.lineno, says


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def test_every_sentence_in_the_code_is_marked() -> None:
    assert not [*sentences()], "\n" + "\n".join(sentences())


def test_every_event_of_the_log_has_words() -> None:
    known = EVENTS.keys() | ACCOUNT_EVENTS.keys()
    recorded = {
        str(node.args[0].value)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _called(node.func) == "record" and node.args
        if isinstance(node.args[0], ast.Constant)
    }
    assert recorded, "events are recorded by their names"
    assert not recorded - known


def test_every_word_of_a_template_is_marked() -> None:
    """Between tags stands nothing but marks, and so in the attributes that are read out."""
    pages = [path for path in sorted(PACKAGE.rglob("templates/**/*.html")) if path.name not in SAMPLES]
    faults = [fault for path in pages for fault in _words_of(path)]
    assert not faults, "\n" + "\n".join(faults)


# What a mark holds is translated; these two blocks fill attributes.
NOT_TEXT = {"trans", "body_class", "robots"}
# Pages that show the components to whoever builds pages.
SAMPLES = {"gallery.html", "gallery_staff.html"}


def _words_of(path: Path) -> Iterator[str]:
    lexer = Environment(autoescape=True)
    aside, text = False, ""
    for _line, kind, value in lexer.lex(path.read_text(encoding="utf-8")):
        if kind == "name" and value in NOT_TEXT:
            aside = True
        if kind == "name" and value in ("endtrans", "endblock"):
            aside = False
        if kind == "data" and not aside:
            text += value
        elif kind in ("variable_begin", "block_begin"):
            text += "\0"
    bare = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", text, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', bare)
    for said in [*re.sub(r"<[^>]*>", "\n", bare).splitlines(), *spoken]:
        if re.search(r"[A-Za-z]{3,}", said.replace("Secunda", "")) and "=" not in said:
            yield f"{path.relative_to(ROOT)}: {said.strip()}"


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(PACKAGE.rglob("*.css")) if "vendor" not in path.parts],
    ids=lambda p: p.name,
)
def test_no_style_names_a_physical_side(path: Path) -> None:
    """Left and right change places in Arabic and Hebrew; inline-start and -end do not (CSS Logical 1)."""
    style = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    faults = [found for found in _SIDE.findall(style) if found not in PHYSICAL]
    for sides in _FOUR.findall(style):
        parts = re.sub(r"\([^()]*\)", "", sides).split()
        if len(parts) == 4 and parts[1] != parts[3]:
            faults.append(f"unequal sides: {sides}")
    assert not faults, faults


def test_no_machine_is_named_in_a_catalogue() -> None:
    for path in [LOCALE / "secunda.pot", *LOCALE.glob("*/LC_MESSAGES/*.po")]:
        text = path.read_text(encoding="utf-8")
        places = re.findall(r"^#: (.*)$", text, re.MULTILINE)
        assert places, path
        assert all(each.startswith("secunda/") for place in places for each in place.split()), path


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*/LC_MESSAGES/django.po")), ids=lambda p: p.parts[-3])
def test_a_translation_keeps_every_value_of_its_message(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    faults = [f"{message.id}: {fault}" for message in catalogue for fault in message.check(catalogue)]
    assert not faults, "\n".join(faults)
