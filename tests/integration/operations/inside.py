"""What the tests do and ask inside an installation, in a process of its own: `python -m … TASK`."""

import hashlib
import json
import sys
from typing import Any

FILES = 60


def populate() -> None:
    """A case with an opinion signed and released, records read, notices waiting, something erased."""
    from secunda.foundation.vault import erasing
    from secunda.foundation.vault.models import Blob
    from secunda.journey.cases.actions import put_on_hold
    from secunda.journey.opinions.actions import release_opinion, sign_opinion
    from secunda.journey.records.actions import remove_item
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


def read_count() -> dict[str, Any]:
    """How many files are read, and how many wait."""
    from secunda.journey.records.models import Item

    waiting = Item.objects.exclude(awaiting="").count()
    return {"waiting": waiting, "read": Item.objects.count() - waiting}


def main() -> int:
    """Do the task, or answer the question on standard output."""
    import django

    django.setup()
    tasks = (populate, fill_box, everything, case_file, read_count)
    answer = {task.__name__: task for task in tasks}[sys.argv[1]]()
    if answer is not None:
        sys.stdout.write(json.dumps(answer))
    from secunda.journey.records.work import end_readers

    end_readers()
    return 0


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "secunda.config.settings"
    sys.exit(main())
