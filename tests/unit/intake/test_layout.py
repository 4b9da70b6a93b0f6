"""Where words stand on a page: every box is where the ink is."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from secunda.engines.intake.layout import GRID, Box, Place, cite, lifted, pack, regions, span_of, unpack
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.pdf import read
from secunda.engines.intake.reading import Page, Reading
from secunda.engines.intake.recognise import recognise
from tests.unit.intake import making, papers

TESSDATA = Path(__file__).parents[3] / "var" / "tessdata"
SHARE = st.integers(0, GRID).map(lambda step: step / GRID)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40), SHARE, SHARE, SHARE, SHARE), max_size=30))
def test_what_is_packed_comes_back(given_: list[tuple[int, int, float, float, float, float]]) -> None:
    places, start = [], 0
    for gap, length, left, top, right, bottom in given_:
        start += gap
        box = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        places.append(Place(start, start + length, box))
    assert [(one.start, one.end) for one in unpack(pack(places))] == [(one.start, one.end) for one in places]
    for one, other in zip(unpack(pack(places)), places, strict=True):
        assert (one.box.left, one.box.top) == pytest.approx((other.box.left, other.box.top))
        assert (one.box.right, one.box.bottom) == pytest.approx((other.box.right, other.box.bottom))


@pytest.mark.parametrize("spoilt", ["~~~", "nonsense that is no layout", "0"])
def test_what_was_not_packed_is_refused(spoilt: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack(spoilt)


def test_a_page_of_words_takes_little_room() -> None:
    words = [
        Place(6 * n, 6 * n + 5, Box(n % 10 / 12, n // 10 / 60, n % 10 / 12 + 0.07, n // 10 / 60 + 0.012))
        for n in range(500)
    ]
    assert len(pack(words)) < 3500


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("cut", [0, 40])
def test_the_words_of_a_pdf_are_placed_where_they_are_shown(turned: int, cut: int, tmp_path: Path) -> None:
    path = papers.turned_pdf(tmp_path / "a.pdf", "Tilbury", turned=turned, cut=cut)
    (page,) = read(path, Options()).pages
    (region,) = cite(page, "Tilbury")
    document = pypdfium2.PdfDocument(path)
    ink = np.asarray(document[0].render(scale=1, grayscale=True).to_pil()) < 128
    document.close()
    down, across = np.nonzero(ink)
    height, width = ink.shape
    box = region.box
    assert box.left - 0.01 <= across.min() / width <= across.max() / width <= box.right + 0.01
    assert box.top - 0.01 <= down.min() / height <= down.max() / height <= box.bottom + 0.01
    assert (box.right - box.left) * (box.bottom - box.top) < 0.01


def test_a_quotation_over_two_lines_is_two_regions(tmp_path: Path) -> None:
    (page,) = read(making.pdf(tmp_path / "a.pdf", making.LETTER), Options()).pages
    first, second = cite(page, "999 000 4188 Date: 9 January")
    assert first.box.bottom <= second.box.top + 0.002
    assert first.page == second.page == 1
    assert cite(page, "words that are not there") == ()
    assert cite(page, "") == ()


@pytest.mark.parametrize("turned", [90, 2])
def test_the_lines_of_a_scan_are_placed_on_the_page_as_it_came(turned: int) -> None:
    before, line = "Fenwick Road Surgery\nReferral letter\n", "Patient: Mrs Agnes Tilbury"
    after = "\nDate: 9 January 2025\nThank you for seeing this patient, who has a cough."
    size = (1500, 700)
    image = _turned(papers.page(before + line + after, size=size), turned)
    alone = np.asarray(_turned(papers.page(f"\n\n{line}", size=size), turned))
    (region,) = cite(recognise(image, 1, str(TESSDATA)), "Agnes Tilbury")
    down, across = np.nonzero(alone < 128)
    height, width = alone.shape
    assert region.box.left == pytest.approx(across.min() / width, abs=0.012)
    assert region.box.right == pytest.approx(across.max() / width, abs=0.012)
    assert region.box.top == pytest.approx(down.min() / height, abs=0.02)
    assert region.box.bottom == pytest.approx(down.max() / height, abs=0.02)


def _turned(image: Image.Image, degrees: int) -> Image.Image:
    return image.rotate(-degrees, expand=True, fillcolor=255)


def test_layouts_are_lifted_off_and_cited_later(tmp_path: Path) -> None:
    content = read(making.pdf(tmp_path / "a.pdf", making.LETTER, "The second page of words"), Options())
    reading = Reading("a.pdf", None, 1, "application/pdf", pages=content.pages)
    plain, layouts = lifted(reading)
    assert [page.layout for page in plain.pages] == ["", ""]
    assert set(layouts) == {1, 2}
    assert cite(plain.pages[1], "second page", layouts[2]) == cite(content.pages[1], "second page") != ()
    assert cite(plain.pages[1], "second page") == ()
    assert lifted(plain) == (plain, {})


def test_a_span_is_found_whatever_white_space_lies_in_it() -> None:
    assert span_of("Agnes  TILBURY", "Mrs Agnes\nTILBURY, 67") == (4, 17)
    places = [Place(0, 3, Box(0, 0, 0.1, 0.1)), Place(4, 9, Box(0.2, 0, 0.3, 0.1))]
    assert regions(7, places, 3, 5)[0].box == Box(0.2, 0, 0.3, 0.1)
    assert Page(1, "").layout == ""
