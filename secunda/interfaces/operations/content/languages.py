"""How far the content is translated: said by every check, so that nobody has to look for it."""

from collections.abc import Iterator
from pathlib import Path

from secunda.engines.pathways import Catalogue, languages

LOCALE = Path(__file__).resolve().parents[3] / "locale"


def coverage(catalogue: Catalogue, folder: Path, named: str = "") -> Iterator[str]:
    """A line for each language of the pages, what a translation holds in vain, and what `named` lacks."""
    there = languages.translations(folder)
    known = {text.says for text in languages.texts(catalogue)}
    for code in sorted({*there, *page_languages(), *([named] if named else [])}):
        lacking = languages.missing(catalogue, languages.words_in(there.get(code, [])))
        yield (
            f"Language {code}: {len(known) - len(lacking)} of {len(known)} texts are translated. "
            "Readers get the others in English, marked as such."
        )
        for text in (text for file in there.get(code, []) for text in file.texts if text.en not in known):
            yield f"{text.where}: the content no longer says this, so nobody reads it: {text.en}"
        if code == named:
            yield from (f"{text.where}: not in {code}: {text.says}" for text in lacking)


def page_languages() -> list[str]:
    """The languages that the pages are translated into."""
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
