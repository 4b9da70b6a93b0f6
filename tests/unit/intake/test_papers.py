"""Papers in every format that people keep them in."""

import io
from pathlib import Path

import numpy as np
import pytest

from secunda.engines.intake import identify
from secunda.engines.intake.confined import Readers
from secunda.engines.intake.letters import decode
from secunda.engines.intake.limits import Limits, Options
from secunda.engines.intake.parts import parts_of
from secunda.engines.intake.pictures import WRONG, TooManyPixels, grey, opened, pages_of
from secunda.engines.intake.reading import Page, ProblemCode, RecordKind
from tests.unit.intake import making, papers

TEXTS = {
    "pl": "Pacjent: Łukasz Żółkiewski\nRozpoznanie: zapalenie płuc. Proszę zgłosić się za tydzień.",
    "de": "Patientin: Jürgen Müller\nWir berichten über die Behandlung mit großer Übelkeit und Schwäche.",
    "fr": "Né le 14/03/1957\nLe patient présente une fièvre élevée, un œdème, à poursuivre après contrôle.",
    "es": "Paciente: José Muñoz\nDiagnóstico: neumonía. ¿Alergias? No. Según médico.",
    "da": "Patient: Søren Ærø\nFødselsdato: 14-03-1957\nBehandling på afdelingen, åndenød.",
    "ru": "Пациент: Иванов Иван\nДиагноз: пневмония. Лечение продолжить.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(("pl", one) for one in ("cp1250", "iso8859_2", "cp852", "mac_latin2", "utf_16_le")),
        *(("de", one) for one in ("cp1252", "cp850", "mac_roman", "utf_16_be", "utf_32")),
        *(("fr", one) for one in ("cp1252", "cp850", "mac_roman", "iso8859_15", "utf_8_sig")),
        *(("es", one) for one in ("cp1252", "cp850", "mac_roman")),
        *(("da", one) for one in ("cp1252", "cp850")),
        *(("ru", one) for one in ("cp1251", "cp866", "koi8_r")),
    ],
)
def test_a_text_in_an_odd_encoding_keeps_its_letters(language: str, encoding: str) -> None:
    raw = TEXTS[language].encode(encoding, "replace")
    text, guessed = decode(raw)
    assert text == raw.decode(encoding)
    assert guessed is not encoding.startswith("utf")


def test_wide_text_without_a_mark_is_text(tmp_path: Path, readers: Readers) -> None:
    (tmp_path / "a.txt").write_bytes(making.LETTER.encode("utf-16-le"))
    reading = readers.read(tmp_path / "a.txt", "a.txt")
    assert (reading.media_type, reading.kind.name) == ("text/plain", RecordKind.REFERRAL_LETTER)


@pytest.mark.parametrize("kind", papers.PICTURES)
def test_a_picture_of_any_kind_shows_the_same_page(kind: str, tmp_path: Path) -> None:
    make, media_type, count = papers.PICTURES[kind]
    drawn = papers.page("Agnes Tilbury\n9 January 2025", size=(800, 400))
    path = tmp_path / "a"
    path.write_bytes(make(drawn))
    assert identify.media_type(path) == media_type
    with opened(path, Limits()) as picture:
        seen = [grey(frame) for frame in pages_of(picture, Limits())]
    assert len(seen) == count
    for one in seen:
        assert (one.mode, one.size) == ("L", drawn.size)
        assert np.abs(np.asarray(one, int) - np.asarray(drawn, int)).mean() < 6


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, over what was cut off
@pytest.mark.parametrize("kind", papers.PICTURES)
def test_a_picture_cut_short_is_an_error_that_is_known(kind: str) -> None:
    whole = papers.PICTURES[kind][0](papers.page("Agnes Tilbury", size=(800, 400)))
    for share in (0.1, 0.5, 0.8):
        cut = io.BytesIO(whole[: int(len(whole) * share)])
        try:
            with opened(cut, Limits()) as picture:
                assert all(grey(frame).size for frame in pages_of(picture, Limits()))
        except WRONG:
            continue


def test_a_picture_with_too_many_pixels_is_not_decoded() -> None:
    whole = papers.PICTURES["heic"][0](papers.page("words", size=(800, 400)))
    with pytest.raises(TooManyPixels), opened(io.BytesIO(whole), Limits(pixels=1000)):
        raise AssertionError("it was opened")


def test_a_word_document_gives_headers_rows_and_pages(tmp_path: Path, readers: Readers) -> None:
    row = f"<w:tr><w:tc>{papers.paragraph('Sodium')}</w:tc><w:tc>{papers.paragraph('140')}</w:tc></w:tr>"
    again = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        "<mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    body = f"<w:tbl>{row}</w:tbl>{again}{turn}{papers.paragraph('The second page')}"
    path = papers.word(tmp_path / "a.docx", body, header="Fenwick Road Surgery")
    reading = readers.read(path, "a.docx")
    assert [page.text.strip().split("\n") for page in reading.pages] == [
        ["Fenwick Road Surgery", "Sodium 140", "once"],
        ["The second page"],
    ]


def test_a_document_that_is_only_a_photograph_says_that_nobody_read_it(
    tmp_path: Path, readers: Readers
) -> None:
    photo = papers.PICTURES["jpeg"][0](papers.page(making.LETTER))
    path = papers.word(tmp_path / "a.docx", "", pictures={"image1.jpeg": photo, "logo.png": b"\x89PNG"})
    reading = readers.read(path, "a.docx")
    assert not reading.readable
    assert reading.codes() == {ProblemCode.HARD_TO_READ}, "text recognition is not installed here"


def test_an_open_document_gives_paragraphs_and_rows(tmp_path: Path, readers: Readers) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<text:h>Clinic letter</text:h><text:p>Patient:<text:tab/>Agnes<text:s/>Tilbury</text:p>"
        f"<table:table><table:table-row>{cell.format('Sodium')}{cell.format('140')}</table:table-row>"
        "</table:table>"
    )
    reading = readers.read(papers.open_document(tmp_path / "a.odt", body), "a.odt")
    assert reading.media_type == identify.ODT
    assert reading.text == "Clinic letter\nPatient: Agnes Tilbury\nSodium 140"


def test_rich_text_keeps_its_header_letters_and_rows(tmp_path: Path, readers: Readers) -> None:
    rtf = rb"""{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}{\info{\author Nobody}}
{\header Szpital Miejski\par}
\pard Pacjent: \'a3ukasz \'afak\par Data: 9.01.2025\par \trowd\intbl S\'f3d\cell 140\cell\row
{\pict\pngblip 89504e47}}"""
    (tmp_path / "a.rtf").write_bytes(rtf)
    text = readers.read(tmp_path / "a.rtf", "a.rtf").text
    assert "Szpital Miejski" in text
    assert "Pacjent: Łukasz Żak" in text
    assert "Sód 140" in text
    assert "Nobody" not in text
    assert "8950" not in text


def test_a_web_page_is_read_in_the_letters_that_it_names(tmp_path: Path, readers: Readers) -> None:
    markup = (
        '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź, Żak</p><script>no()</script></body>'
    )
    (tmp_path / "a.html").write_bytes(
        f"{markup}{'<p>Karta informacyjna</p>' * 40}</html>".encode("iso8859_2")
    )
    reading = readers.read(tmp_path / "a.html", "a.html")
    assert reading.text.startswith("Łódź, Żak\n")
    assert ProblemCode.ENCODING_GUESSED not in reading.codes()


@pytest.mark.parametrize(
    ("inside", "code", "says"),
    [
        ("EncryptedPackage", ProblemCode.LOCKED, "password"),
        ("__substg1.0_37010102", ProblemCode.CORRUPT, "Outlook"),
        ("WordDocument", ProblemCode.UNSUPPORTED_FORMAT, "older program"),
    ],
)
def test_an_old_office_file_says_what_to_do(
    tmp_path: Path, readers: Readers, inside: str, code: ProblemCode, says: str
) -> None:
    (tmp_path / "a.bin").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + inside.encode("utf-16-le") + bytes(1000)
    )
    (problem,) = readers.read(tmp_path / "a.bin", "a.bin").problems
    assert problem.code is code
    assert says in str(problem.says)


@pytest.mark.parametrize(
    ("place", "mark"),
    [(32769, b"BEA01"), (32769, b"NSR03"), (16 * 2352 + 17, b"CD001"), (16 * 2352 + 25, b"CD001")],
)
def test_a_disc_image_that_nobody_here_can_open_says_what_to_do(
    tmp_path: Path, readers: Readers, place: int, mark: bytes
) -> None:
    (tmp_path / "disc.img").write_bytes(bytes(place) + mark + bytes(40_000))
    reading = readers.read(tmp_path / "disc.img", "disc.img")
    assert reading.codes() == {ProblemCode.UNSUPPORTED_FORMAT}
    assert "send the files in it" in str(reading.problems[0].says)


def test_a_rar_archive_is_known_and_says_what_to_do(tmp_path: Path, readers: Readers) -> None:
    (tmp_path / "scans.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(400))
    reading = readers.read(tmp_path / "scans.rar", "scans.rar")
    assert reading.codes() == {ProblemCode.UNSUPPORTED_FORMAT}
    assert "zip" in str(reading.problems[0].says)


def test_what_was_filled_into_a_form_is_read(tmp_path: Path, readers: Readers) -> None:
    reading = readers.read(papers.form_pdf(tmp_path / "a.pdf", "Agnes Tilbury"), "a.pdf")
    assert reading.text.split("\n") == ["Name of the patient:", "Agnes Tilbury"]


LETTER_2 = making.LETTER.replace("9 January", "20 February")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((making.LETTER, LETTER_2), []),
        ((f"{making.LETTER}Page 1 of 1", f"{LETTER_2}Page 1 of 1"), [(1, 1), (2, 2)]),
        ((f"{making.LETTER}Seite 1 von 2", f"{making.LETTER}Seite 2 von 2", LETTER_2), []),
        (
            (making.LETTER, making.LETTER.replace("Agnes TILBURY", "Robert SHAW").replace("1957", "1949")),
            [(1, 1), (2, 2)],
        ),
    ],
)
def test_one_file_of_several_letters_is_cut_where_a_letter_begins(
    texts: tuple[str, ...], found: list[tuple[int, int]]
) -> None:
    pages = [Page(number, text) for number, text in enumerate(texts, 1)]
    parts = parts_of(pages, Options(today="2026-01-01"))
    assert [(part.first_page, part.last_page) for part in parts] == found
