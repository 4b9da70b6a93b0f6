"""What the tests do and ask inside an installation, in a process of its own: `python -m … TASK`."""

import hashlib
import json
import sys
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED

FILES = 60
SLICES = 700


def populate() -> None:
    """A case with an opinion signed and released, records read, notices waiting, something erased."""
    from secunda.foundation.vault import erasing
    from secunda.foundation.vault.models import Blob
    from secunda.journey.opinions.actions import release_opinion, sign_opinion
    from secunda.journey.records.actions import remove_item
    from secunda.journey.waiting.actions import put_on_hold
    from tests.integration.cast import NOW, make_case, make_cast
    from tests.integration.opinions.filling import compared, in_review, locked
    from tests.integration.records.files import LAB, LETTER, STRANGER, ct, pdf, study_uid
    from tests.integration.records.steps import send, work

    cast = make_cast()
    case = make_case(cast)
    files = {f"ct/{n}.dcm": ct(n, series=study_uid("r"), study=study_uid("s")) for n in range(1, 4)}
    files |= {"labs.pdf": pdf(LAB), "letter.pdf": pdf(LETTER), "his.pdf": pdf(STRANGER)}
    items = send(case, files, by=cast.amina)
    remove_item(items[-1], by=cast.amina, at=NOW)
    work()
    in_review(case, cast.rao)
    opinion = sign_opinion(compared(locked(case, cast), cast), by=cast.rao, at=NOW)
    opinion.refresh_from_db()
    release_opinion(opinion, by=cast.carlos, at=NOW)
    other = make_case(cast, pathway="general")
    put_on_hold(other, "Away", by=cast.carlos, at=NOW)
    gone = send(other, {"gone.txt": b"to be erased"}, by=cast.amina)[0]
    from django.db import transaction

    with transaction.atomic():
        keys = erasing.bury(Blob.objects.filter(pk=gone.blob_id), at=NOW)
    erasing.clear(keys)


def fill_box() -> None:
    """A case with sixty small files that all wait to be read: texts, PDFs, images, copies and a zip."""
    from datetime import date, timedelta

    from tests.integration.cast import make_case, make_cast
    from tests.integration.records.files import LETTER, NOBODY, STRANGER, ct, lab_of, pdf, study_uid, zipped
    from tests.integration.records.steps import send

    cast = make_cast()
    case = make_case(cast)
    files: dict[str, bytes] = {"letter.pdf": pdf(LETTER), "his.pdf": pdf(STRANGER), "whose.pdf": pdf(NOBODY)}
    files["nothing.pdf"] = b""
    files["box.zip"] = zipped(
        {f"in/{n}.txt": lab_of(date(2025, 1, 1) + timedelta(n)).encode() for n in range(5)}
    )
    for n in range(20):
        files[f"labs/{n}.txt"] = lab_of(date(2025, 3, 1) + timedelta(n)).encode()
        files[f"ct/{n}.dcm"] = ct(n + 1, series=study_uid("r"), study=study_uid("s"))
    for n in range(FILES - len(files)):
        files[f"pdf/{n}.pdf"] = pdf(lab_of(date(2025, 6, 1) + timedelta(n // 2)))
    assert len(files) == FILES
    send(case, files, by=cast.amina)


def fill_disc(slices: int = SLICES, method: int = ZIP_DEFLATED) -> None:
    """A case with a zip of so many small images and some papers, and a letter beside it."""
    from tests.integration.cast import make_case, make_cast
    from tests.integration.records.files import LETTER, NOBODY, ct, pdf, study_uid, zipped
    from tests.integration.records.steps import send

    cast = make_cast()
    disc = {
        f"IM/{n:04d}": ct(n + 1, series=study_uid(f"r{n // 100}"), study=study_uid("s"))
        for n in range(slices)
    }
    disc[f"IM/{slices // 2:04d}"] = disc[f"IM/{slices // 2:04d}"][:300]
    disc |= {"letter.pdf": pdf(LETTER), "../whose.pdf": pdf(NOBODY)}
    disc["inner.zip"] = zipped({"whose.pdf": pdf(NOBODY)})
    send(make_case(cast), {"disc.zip": zipped(disc, method), "letter.pdf": pdf(LETTER)}, by=cast.amina)


def fill_large_disc() -> None:
    """The same as a zip that packs nothing, in an object of its own as a large one is."""
    from secunda.foundation.vault import packing

    packing.PACK_BELOW = 1
    fill_disc(method=ZIP_STORED)


def fill_small_disc() -> None:
    """The same with thirty images."""
    fill_disc(30)


def open_door() -> dict[str, Any]:
    """A case with nothing in it, and the session of its patient."""
    from tests.integration.cast import make_case, make_cast, sign_in

    cast = make_cast()
    case = make_case(cast)
    return {"case": str(case.id), "session": sign_in(cast.amina).cookies["secunda_session"].value}


def live() -> None:
    """As much as possible of what can happen."""
    from tests.integration.operations.releases import living

    living.live()


def staff() -> None:
    """The cast; the coordinator has an authenticator app."""
    from tests.integration.accounts.test_second_factor import give_app
    from tests.integration.cast import make_cast

    give_app(make_cast().carlos)


def code_of_carlos() -> dict[str, Any]:
    """What the coordinator's authenticator app shows now."""
    from tests.integration.accounts.test_second_factor import SECRET, code_of

    return {"code": code_of(SECRET)}


def session_of_carlos() -> dict[str, Any]:
    """A session of the coordinator, who has given one proof."""
    from secunda.foundation.people.models import Account
    from tests.integration.cast import sign_in

    carlos = Account.objects.get(email="carlos@example.org")
    return {"session": sign_in(carlos, second_factor=False).cookies["secunda_session"].value}


def sign_ins() -> dict[str, Any]:
    """Who has signed in, as the audit log tells it, and who has an account."""
    from secunda.foundation.audit.models import Entry
    from secunda.foundation.people.models import Account

    signed_in = Entry.objects.filter(event="account.signed_in").values_list("actor__email", flat=True)
    return {"by": sorted(set(signed_in)), "known": list(Account.objects.values_list("email", flat=True))}


def counts() -> dict[str, Any]:
    """How many rows every table holds."""
    from django.apps import apps

    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def blobs() -> dict[str, Any]:
    """Digest of what each living blob holds, under the digest that it must have."""
    from secunda.foundation.vault import vault
    from secunda.foundation.vault.models import Blob

    return {
        f"{blob.case_id} {blob.sha256}": hashlib.sha256(vault.read(blob)).hexdigest()
        for blob in Blob.objects.filter(erased_at__isnull=True)
    }


def everything() -> dict[str, Any]:
    """All that a backup must bring back."""
    return {"counts": counts(), "blobs": blobs(), "case_file": case_file()}


def case_file() -> dict[str, Any]:
    """The case file by file name: nothing in it depends on ids or on when a worker came."""
    from secunda.journey.imaging.models import Instance
    from secunda.journey.records.models import Item, Record

    records = Record.objects.select_related("item", "copy_of__item").order_by("item__name")
    return {
        "items": [list(row) for row in Item.objects.order_by("name").values_list("name", "outcome", "says")],
        "waiting": Item.objects.exclude(awaiting="").count(),
        "records": [
            [
                record.item.name,
                record.kind,
                record.title,
                record.on,
                record.belongs,
                record.reveals,
                record.copy_of.item.name if record.copy_of else "",
                record.problems,
            ]
            for record in records
        ],
        "instances": sorted(Instance.objects.values_list("series__study__uid", "uid", "blob__sha256")),
    }


def whole() -> dict[str, Any]:
    """The case file, and a digest of every byte that is kept."""
    return {"case_file": case_file(), "blobs": blobs()}


def ready() -> dict[str, Any]:
    """What `/ready` answers."""
    from secunda.interfaces.web.public.readiness import readiness

    return readiness()


def read_count() -> dict[str, Any]:
    """How many files are read, and how many wait."""
    from secunda.journey.records.models import Item

    waiting = Item.objects.exclude(awaiting="").count()
    return {"waiting": waiting, "read": Item.objects.count() - waiting}


def main() -> int:
    """Do the task, or answer the question on standard output."""
    import django

    django.setup()
    tasks = (
        populate,
        live,
        fill_box,
        blobs,
        fill_disc,
        fill_small_disc,
        fill_large_disc,
        open_door,
        staff,
        code_of_carlos,
        session_of_carlos,
        sign_ins,
        everything,
        case_file,
        whole,
        read_count,
        ready,
    )
    answer = {task.__name__: task for task in tasks}[sys.argv[1]]()
    if answer is not None:
        sys.stdout.write(json.dumps(answer, default=str))
    from secunda.journey.records.work import end_readers

    end_readers()
    return 0


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "secunda.config.settings"
    sys.exit(main())
