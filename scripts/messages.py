"""The messages of all pages, letters and rules: found in the code, written to secunda/locale, compiled.

messages.py            find them anew: secunda.pot, and every language's catalogue brought up to it
messages.py --check    say whether secunda.pot is what the code holds; changes nothing
messages.py --compile  compile the catalogues, where one is newer than what was compiled of it
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "secunda" / "locale"
TEMPLATE = LOCALE / "secunda.pot"
# Commands print English for operators, and migrations say nothing to anybody.
ELSEWHERE = {"operations", "migrations", "static", "locale"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "say": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "say_many": (1, 2),
}
JINJA = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true",
         "newstyle_gettext": "true", "silent": "false"}  # fmt: skip
WIDTH = 110
HEADER = """# The texts of Secunda, written by `make messages`.
# This file is under the same licence as Secunda (Apache-2.0)."""


def found() -> Catalog:
    """Every message of the code, with the files that say it."""
    catalogue = Catalog(header_comment=HEADER, project="Secunda", charset="utf-8", fuzzy=False)
    for path in sources():
        reader, options = ("jinja2.ext:babel_extract", JINJA) if path.suffix == ".html" else ("python", {})
        place = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(reader, file, KEYWORDS, (), options):
                # Without line numbers: a catalogue changes when a message does, not when code moves.
                catalogue.add(message, locations=[(place, 0)])
    return catalogue


def sources() -> Iterator[Path]:
    """The files that may say something to somebody."""
    for path in sorted((ROOT / "secunda").rglob("*")):
        if path.suffix in (".py", ".html") and not ELSEWHERE & set(path.relative_to(ROOT).parts):
            yield path


def main(words: list[str]) -> int:
    """Do what is asked; 1 when the check finds something stale."""
    if "--compile" in words:
        return compile_all()
    made = found()
    if "--check" in words:
        return check(made)
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(made))
    for path in catalogues():
        kept = read(path)
        kept.update(made, no_fuzzy_matching=True, update_creation_date=False)
        kept.obsolete.clear()
        path.write_bytes(written(kept))
        done = sum(bool(message.string and all(forms(message.string))) for message in kept if message.id)
        print(f"{path.relative_to(ROOT)}: {done} of {len(kept)} messages translated.")
    return compile_all()


def check(made: Catalog) -> int:
    """Compare what the code says with what the template holds."""
    ours, theirs = ids(made), ids(read(TEMPLATE))
    for message in sorted(ours - theirs):
        print(f"not in secunda.pot: {message}")
    for message in sorted(theirs - ours):
        print(f"no longer said: {message}")
    if ours != theirs:
        print("Run `make messages`.")
    return int(ours != theirs)


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form."""
    for path in catalogues():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, read(path))
    return 0


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.parts[-3])


def ids(catalogue: Catalog) -> set[str]:
    """The messages of a catalogue; of one with several forms, both."""
    return {" | ".join(forms(message.id)) for message in catalogue if message.id}


def forms(words: object) -> tuple[str, ...]:
    """One form or several as a tuple."""
    return tuple(words) if isinstance(words, (list, tuple)) else (str(words),)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file: sorted, without dates, so that equal messages give equal bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, omit_header=False, sort_output=True, include_lineno=False)
    dated = (
        "POT-Creation-Date",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
    )
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(
        line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))
    ).encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
