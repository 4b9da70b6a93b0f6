"""What a measurement does inside an installation, in a process of its own: `python -m bench.inside`."""

import hashlib
import json
import os
import sys
from typing import Any


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

    found = Instance.objects.filter(series__study__case=case).select_related("blob")
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


def main() -> int:
    """Do the task and write what it found."""
    import django

    django.setup()
    tasks = {task.__name__: task for task in (open_cases, bodies, bodies_of_zip)}
    sys.stdout.write(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))
    return 0


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "secunda.config.settings"
    sys.exit(main())
