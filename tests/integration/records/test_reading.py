"""What becomes of files, good and bad: each gets a clear word, nothing is lost, nothing else suffers."""

from email.message import EmailMessage

import pytest

from secunda.foundation.vault import vault
from secunda.journey.cases.models import Case
from secunda.journey.imaging.models import Instance, Series, Study
from secunda.journey.records.actions import remove_item
from secunda.journey.records.models import Item, Layout, Record
from secunda.journey.records.queries import places_cited, progress
from tests.integration.cast import Cast
from tests.integration.records.files import (
    LAB,
    LETTER,
    NOBODY,
    STRANGER,
    ct,
    locked_pdf,
    pdf,
    study_uid,
    zipped,
)
from tests.integration.records.steps import NOW, item, send, work
from tests.unit.intake import boxes

pytestmark = pytest.mark.django_db


def test_each_bad_file_gets_its_own_clear_word_and_the_good_one_is_filed(case: Case, cast: Cast) -> None:
    whole = pdf(LAB)
    files = {
        "labs.pdf": whole,
        "nothing.pdf": b"",
        "scan.dcm": NOBODY.encode(),
        "half.pdf": whole[: len(whole) // 4],
        "locked.pdf": locked_pdf(),
        "noise.bin": bytes(range(256)) * 40,
    }
    send(case, files, by=cast.amina)
    work()

    outcomes = {one.name: (one.outcome, str(one.says)) for one in Item.objects.filter(case=case)}
    assert outcomes["labs.pdf"] == ("filed", "Test results, 3 February 2026")
    assert outcomes["nothing.pdf"][0] == "empty"
    assert "nothing in this file" in outcomes["nothing.pdf"][1]
    assert outcomes["scan.dcm"][0] == "doubtful"
    assert outcomes["half.pdf"][0] == "damaged"
    assert outcomes["locked.pdf"] == (
        "locked",
        "Locked with a password. Type the password, or send a copy that opens without one.",
    )
    assert outcomes["noise.bin"][0] == "unsupported"
    for name, content in files.items():
        blob = item(case, name).blob
        assert blob is not None
        assert vault.read(blob) == content
    assert progress(case).unread == 0


def test_a_zip_is_opened_its_members_kept_and_a_path_that_climbs_out_is_refused(
    case: Case, cast: Cast
) -> None:
    send(case, {"box.zip": zipped({"../../escape.pdf": pdf(LAB), "in/labs.pdf": pdf(LAB)})}, by=cast.amina)
    work()

    assert item(case, "box.zip").outcome == "opened"
    assert str(item(case, "box.zip").says) == "Opened: 1 file inside. 1 could not be taken out; it says why."
    assert item(case, "box.zip!/in/labs.pdf").outcome == "filed"
    refused = item(case, "box.zip!/../../escape.pdf")
    assert refused.outcome == "refused"
    assert refused.blob is None
    assert "points outside" in str(refused.says)
    # Something in it was not taken out, so the archive itself is kept.
    assert item(case, "box.zip").blob is not None


def test_a_zip_that_came_out_whole_is_let_go_and_can_be_sent_again(case: Case, cast: Cast) -> None:
    box = zipped({"a.pdf": pdf(LAB), "deeper.zip": zipped({"b.pdf": pdf(NOBODY)})})
    send(case, {"box.zip": box}, by=cast.amina)
    work()

    assert item(case, "box.zip").blob is None
    assert item(case, "box.zip!/deeper.zip!/b.pdf").outcome == "doubtful"
    assert set(Item.objects.filter(case=case).values_list("outcome", flat=True)) == {
        "opened",
        "filed",
        "doubtful",
    }

    send(case, {"box.zip": box}, by=cast.amina)
    work()
    again = Item.objects.filter(case=case, name="box.zip!/a.pdf").order_by("received_at", "id")
    assert sorted(one.outcome for one in again) == ["copy", "filed"]


def test_what_is_another_persons_is_held_apart_and_what_names_nobody_is_asked(case: Case, cast: Cast) -> None:
    send(case, {"mine.pdf": pdf(LAB), "his.pdf": pdf(STRANGER), "whose.pdf": pdf(NOBODY)}, by=cast.amina)
    work()
    whose = dict(Record.objects.filter(case=case).values_list("item__name", "belongs"))
    assert whose == {"mine.pdf": "same", "his.pdf": "other", "whose.pdf": "unknown"}


def test_a_folder_of_500_slices_is_one_study_and_one_bad_slice_spoils_itself_only(
    case: Case, cast: Cast
) -> None:
    study, series = study_uid("s"), study_uid("r")
    files = {f"CT/{number:04d}.dcm": ct(number, series=series, study=study) for number in range(1, 501)}
    files["CT/0250.dcm"] = files["CT/0250.dcm"][:300]
    files["CT/letter.pdf"] = pdf(LETTER)
    send(case, files, by=cast.amina)
    work()

    assert Study.objects.get(case=case).belongs == "same"
    assert Series.objects.get(study__case=case).modality == "CT"
    assert Instance.objects.filter(series__study__case=case).count() >= 499
    counts = progress(case).counts
    assert counts["filed"] == 500
    assert counts.get("damaged", 0) == 1
    assert sum(counts.values()) == 501
    one = Instance.objects.filter(series__study__case=case).order_by("number").first()
    assert one is not None
    [[offset, length]] = one.frames
    assert length == 16 * 16 * 2
    assert vault.read(one.blob, offset=offset, length=length)[:2] == b"\x01\x00"


def test_the_same_image_again_with_other_bytes_is_the_patients_own_and_a_copy(case: Case, cast: Cast) -> None:
    study, series = study_uid("s"), study_uid("r")
    one = ct(1, series=series, study=study)
    other = one[:-2] + b"\x07\x07"
    send(case, {"a.dcm": one, "b.dcm": other, "c.dcm": ct(2, series=series, study=study)}, by=cast.amina)
    work()

    assert Instance.objects.filter(series__study__case=case).count() == 2
    outcomes = {each.name: each.outcome for each in Item.objects.filter(case=case)}
    assert outcomes == {"a.dcm": "filed", "b.dcm": "copy", "c.dcm": "filed"}
    assert str(item(case, "b.dcm").says) == "The same as a.dcm. We use one of them."


def test_the_same_paper_twice_is_used_once(case: Case, cast: Cast) -> None:
    send(case, {"a.pdf": pdf(LAB), "folder/a.pdf": pdf(LAB)}, by=cast.amina)
    work()
    assert sorted(Item.objects.filter(case=case).values_list("outcome", flat=True)) == ["copy", "filed"]


def test_sending_the_same_file_again_makes_no_second_one(case: Case, cast: Cast) -> None:
    first = send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    second = send(case, {"a.pdf": pdf(LAB)}, by=cast.amina)
    assert first == second
    assert Item.objects.filter(case=case).count() == 1


def test_a_quotation_leads_to_its_place_on_the_page_until_the_file_is_taken_back(
    case: Case, cast: Cast
) -> None:
    send(case, {"labs.pdf": pdf(LAB)}, by=cast.amina)
    work()
    record = Record.objects.get(case=case)
    assert "layout" not in str(record.item.reading).replace("'layout': ''", ""), (
        "it is read only when asked for"
    )
    [line] = places_cited(record, 1, "Haemoglobin 132 g/L")
    [above] = places_cited(record, 1, "Blood test results")
    assert line.page == 1
    assert 0.05 < line.box.left < 0.15 < line.box.right < 0.5
    assert above.box.bottom <= line.box.top < line.box.bottom < 0.25
    assert places_cited(record, 1, "words that are not there") == ()
    assert places_cited(record, 2, "Haemoglobin") == ()
    remove_item(record.item, by=cast.amina, at=NOW)
    assert not Layout.objects.filter(item=record.item_id).exists()


def test_a_mail_gives_its_attachments_and_is_itself_kept(case: Case, cast: Cast) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "desk@harbour.example", "a@example.org", "<1@x>"
    message["Date"], message["Subject"] = "Tue, 03 Feb 2026 10:00:00 +0000", "Your results"
    message.set_content("Your results are attached.")
    message.add_attachment(pdf(LAB), maintype="application", subtype="pdf", filename="labs.pdf")
    send(case, {"post.eml": message.as_bytes()}, by=cast.amina)
    work()
    assert item(case, "post.eml!/labs.pdf").outcome == "filed"
    assert item(case, "post.eml").outcome == "opened"
    assert item(case, "post.eml").blob is not None


def test_a_pdf_that_carries_files_is_filed_and_each_file_beside_it(case: Case, cast: Cast) -> None:
    carrying = boxes.carrying_pdf(("labs.txt", LAB.encode()), words=LETTER)
    send(case, {"letter.pdf": carrying}, by=cast.amina)
    work()
    assert [(one.name, one.outcome) for one in Item.objects.filter(case=case).order_by("name")] == [
        ("letter.pdf", "filed"),
        ("letter.pdf!/labs.txt", "filed"),
    ]
    letter = item(case, "letter.pdf")
    assert letter.blob is not None
    assert vault.read(letter.blob) == carrying
