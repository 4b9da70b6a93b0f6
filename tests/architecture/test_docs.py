"""Documents name what is there, and what is there is named."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in linked if not (page.parent / link).exists()]


def test_every_picture_is_shown() -> None:
    """A picture that no page shows is left over; of each pair of phone and desktop one is enough."""
    shown = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    names = {re.sub(r"(-phone|-desktop)?\.png$", "", path.name) for path in ROOT.glob("docs/pictures/*.png")}
    assert names
    assert not [name for name in sorted(names) if f"pictures/{name}" not in shown]
