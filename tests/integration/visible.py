"""What a person sees or hears of a page: its text, and the attributes that are read out."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder", "label"})
UNSEEN = frozenset({"script", "style"})
# A word of three letters that are all plain: no accented message has one.
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
# What is no word in any language: a reference, a digest, a place that a script fills.
_NO_WORD = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\b[0-9a-f]{32,}\b|\{\w+\}")
# Elements that end nothing because they hold nothing.
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            # `translate="no"` says that nothing in it is language (HTML 3.2.6.3).
            self.inside.append("script" if given.get("translate") == "no" else tag)
            self.open.append(tag)
        for name, value in attrs:
            if "<span" in (value or ""):
                self.faults.append(f"markup in the attribute {name} of {tag}: {value}")
            # (a list or an object holds what a script works with: ids, places and words of records)
            told = name.startswith("data-") and " " in (value or "") and (value or "")[:1] not in "[{"
            if value and (name in SPOKEN or told):
                self.said.append(value)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open:
            self.inside.pop()
            if self.open.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.inside[-1:] == ["title"] and "<span" in data:
            self.faults.append(f"markup in the title: {data}")
        if not UNSEEN & set(self.inside) and data.strip():
            self.said.append(data)


def english_in(page: str, known: Iterable[str]) -> list[str]:
    """The texts of a page that hold plain words beside what is known to be somebody's own."""
    parser = _Page()
    parser.feed(page)
    names = sorted({each for each in known if each}, key=len, reverse=True)
    found = []
    for said in parser.said:
        rest = _NO_WORD.sub(" ", " ".join(said.split()))
        for name in names:
            rest = rest.replace(name, " ")
        if _ENGLISH.search(rest):
            found.append(" ".join(said.split()))
    return parser.faults + list(dict.fromkeys(found))
