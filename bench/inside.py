"""What a measurement does inside an installation, in a process of its own: `python -m bench.inside`."""

import hashlib
import json
import os
import sys
from typing import Any
from uuid import UUID


def open_cases(count: str) -> dict[str, Any]:
    """Cases with nothing in them, and the sessions of their patient."""
    from tests.integration.cast import make_case, make_cast, sign_in

    cast = make_cast()
    cases = [str(make_case(cast).id) for _ in range(int(count))]
    sessions = [sign_in(cast.amina).cookies["secunda_session"].value for _ in cases]
    return {"cases": cases, "sessions": sessions}


def bodies(case: str) -> dict[str, str]:
    """SOP instance UID → SHA-256 of the bytes that the vault gives back."""
    from secunda.foundation.vault import vault
    from secunda.journey.imaging.models import Instance

    found = Instance.objects.filter(series__study__case=UUID(case)).select_related("blob")
    return {one.uid: hashlib.sha256(vault.read(one.blob)).hexdigest() for one in found.iterator(200)}


def bodies_of_zip(file: str) -> dict[str, str]:
    """The same of the objects in a zip."""
    import io
    import zipfile

    from pydicom import dcmread

    found = {}
    with zipfile.ZipFile(file) as opened:
        for name in opened.namelist():
            body = opened.read(name)
            one = dcmread(io.BytesIO(body), specific_tags=["SOPInstanceUID"], stop_before_pixels=True)
            found[str(one.SOPInstanceUID)] = hashlib.sha256(body).hexdigest()
    return found


def fill_with_readings(case: str, files: str) -> None:
    """A case with so many files as if they had been read: half images of many series, half short papers."""
    import tempfile
    from pathlib import Path

    from django.db import transaction
    from django.utils import timezone

    from bench.readings import stored_reading
    from secunda.foundation.vault import vault
    from secunda.journey.cases.models import Case
    from secunda.journey.records.models import Item
    from secunda.journey.records.work import want_assembly

    of = Case.objects.get(pk=case)
    at = timezone.now()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one"
        file.write_bytes(b"the bytes of every file")
        placed = vault.place_many(of.id, [file])
    with transaction.atomic():
        [blob] = vault.name_many(of.id, placed)
    for first in range(0, int(files), 500):
        some = range(first, min(int(files), first + 500))
        Item.objects.bulk_create(
            Item(
                case=of,
                name=f"box/{n:06d}",
                blob=blob,
                size=23,
                received_at=at,
                read_at=at,
                reading=stored_reading(n),
            )
            for n in some
        )
    with transaction.atomic():
        want_assembly(of.id)


def assemble(case: str) -> dict[str, Any]:
    """Make the case file once: seconds, and the most memory of this process in MB before and after."""
    import time

    from secunda.journey.cases.models import Case
    from secunda.journey.imaging.models import Instance
    from secunda.journey.records.models import Record
    from secunda.journey.records.work import assemble_case

    before, begun = _most(), time.monotonic()
    assemble_case(Case.objects.get(pk=case))
    return {
        "seconds": round(time.monotonic() - begun, 2),
        "memory_before": before,
        "memory": _most(),
        "records": Record.objects.filter(case=UUID(case)).count(),
        "images": Instance.objects.filter(series__study__case=UUID(case)).count(),
    }


def _most() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Do the task and write what it found."""
    import django

    django.setup()
    tasks = {
        task.__name__: task for task in (open_cases, bodies, bodies_of_zip, fill_with_readings, assemble)
    }
    sys.stdout.write(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))
    return 0


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "secunda.config.settings"
    sys.exit(main())
