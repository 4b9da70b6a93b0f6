"""How long the pages take on which people work: reading room, workbench and shoebox of one large case.

Server time of whole requests, middleware and drawing included, in one process without a network; medians.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "rooms.json"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- rooms: begin -->", "<!-- rooms: end -->"
KINDS = (
    "lab_report",
    "imaging_report",
    "pathology_report",
    "clinic_letter",
    "medication_list",
    "operative_report",
)
WORDS = "Haemoglobin 132 g/L, white cell count 6.1, creatinine 71 umol/L, sodium 140 mmol/L. " * 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--records", type=int, default=2000, help="records of the case")
    parser.add_argument("--rounds", type=int, default=9, help="how often each page is asked for")
    parser.add_argument("--print", action="store_true", help="write nothing into the repository")
    parser.add_argument("--profile", default="", help="print where the time of one page goes")


def run(args: argparse.Namespace) -> int:
    """Measure in a process and an installation of its own."""
    with tempfile.TemporaryDirectory(prefix="secunda-rooms-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SECUNDA_")}
        database = os.environ.get("SECUNDA_DATABASE_URL")
        environment = {
            **kept,
            "SECUNDA_DATA": folder,
            "SECUNDA_ACCEPT_DRAFT_CONTENT": "yes",
            "PYTHONPATH": str(ROOT),
        }
        if database:
            environment["SECUNDA_DATABASE_URL"] = database
        words = [str(args.records), str(args.rounds), args.profile]
        done = subprocess.run(
            [sys.executable, "-m", "bench.rooms", *words],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        return done.returncode
    if args.profile:
        sys.stdout.write(done.stdout.decode())
        return 0
    found = json.loads(done.stdout)
    table = _table(found)
    sys.stdout.write(table)
    if not args.print:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        _put(table)
    return 0


def _table(found: dict[str, Any]) -> str:
    lines = [
        (
            f"One case with {found['records']:,} records and {found['studies']} image studies on "
            f"{found['database']}; server time of one request, median of {found['rounds']}, "
            f"on {found['machine']}."
        ),
        "",
        "| page | milliseconds | of these on the processor | database queries | kilobytes |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        (
            f"| {name} | {one['milliseconds']:.0f} | {one['processor_milliseconds']:.0f} "
            f"| {one['queries']} | {one['bytes'] / 1000:.0f} |"
        )
        for name, one in found["pages"].items()
    ]
    return "\n".join(lines) + "\n"


def _put(table: str) -> None:
    """Replace the section of the document that is written here, or add it at the end."""
    text = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.is_file() else "# Benchmarks\n"
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n## The rooms where people work\n\n`make bench-rooms`\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}{END}{rest.split(END)[1]}", encoding="utf-8")


def _seed(count: int) -> tuple[Any, Any, int]:
    from secunda.foundation.vault.models import Blob
    from secunda.journey.imaging.models import Instance, Series, Study
    from secunda.journey.records.models import Item, Record
    from tests.integration.cast import NOW, make_case, make_cast

    cast = make_cast()
    case = make_case(cast)
    blob = Blob.objects.create(case_id=case.id, sha256="0" * 64, object_key="none", offset=0, length=1)
    items, records = [], []
    for number in range(count):
        name, kind = uuid.uuid4(), KINDS[number % len(KINDS)]
        day = (NOW - timedelta(days=number)).date().isoformat()
        reading = {"media_type": "application/pdf", "pages": [{"number": 1, "text": WORDS}] * 2}
        items.append(
            Item(
                id=name, case=case, name=f"folder {number % 40}/scan {number}.pdf", blob=blob, size=90_000,
                received_at=NOW, read_at=NOW, outcome="filed", says="Test results", reading=reading,
            )
        )  # fmt: skip
        records.append(
            Record(
                id=name, case=case, item_id=name, kind=kind, title=f"Results of the laboratory no. {number}",
                on=day,
                media_type="application/pdf", pages=2, sender="Harbour Hospital", documents=["bloods_recent"],
                belongs="same" if number % 50 else "unknown", belongs_because="The name agrees.",
                reveals="yes" if kind == "clinic_letter" else "no",
                shown_name="" if number % 50 else f"Anna Person {number % 7}",
                asks="" if number % 50 else str(number % 7),
            )
        )  # fmt: skip
    Item.objects.bulk_create(items, batch_size=200)
    Record.objects.bulk_create(records, batch_size=200)
    studies = [
        Study(case=case, uid=f"1.2.{n}", on=NOW.date(), description="CT pelvis", belongs="same")
        for n in range(40)
    ]
    Study.objects.bulk_create(studies)
    series = [
        Series(study=one, uid=f"{one.uid}.{n}", modality="CT", number=n, reveals="no")
        for one in studies
        for n in range(5)
    ]
    Series.objects.bulk_create(series)
    Instance.objects.bulk_create(
        [
            Instance(series=one, uid=f"{one.uid}.{n}", sop_class="1", transfer_syntax="1", blob=blob)
            for one in series
            for n in range(25)
        ],
        batch_size=200,
    )
    return cast, case, len(studies)


def _measure(count: int, rounds: int, profile: str) -> dict[str, Any]:
    from django.db import connection

    from secunda.journey.opinions.actions import begin_opinion, save_draft
    from secunda.journey.opinions.queries import own_opinion, part_of
    from tests.integration.cast import NOW, sign_in
    from tests.integration.opinions.filling import filled, in_review

    cast, case, studies = _seed(count)
    coordinator, family = sign_in(cast.carlos), sign_in(cast.amina)
    in_review(case, cast.rao)
    begin_opinion(case, by=cast.rao, at=NOW)
    part = part_of(own_opinion(case, by=cast.rao), "blind")
    save_draft(part, filled(part.form), part.revision, by=cast.rao, at=NOW)
    expert = sign_in(cast.rao)
    drawn = expert.get(f"/reviews/{case.id}/read").content.decode()
    typed = _typed(drawn)

    # What the page sends after a pause in typing: its own name, and the one section that changed.
    changed = urlencode(
        {
            "part": "own_diagnoses",
            **{
                name: each[-1]
                for name, each in typed.items()
                if name in ("page", "revision") or name.startswith("own_diagnoses")
            },
        }
    )
    kind = "application/x-www-form-urlencoded"

    def autosave() -> Any:
        return expert.post(f"/reviews/{case.id}/read", changed, kind, headers={"X-Autosave": "1"})

    pages: dict[str, Callable[[], Any]] = {
        "expert: reading room": lambda: expert.get(f"/reviews/{case.id}/read"),
        "expert: autosave": autosave,
        "coordinator: case": lambda: coordinator.get(f"/queue/{case.id}/"),
        "coordinator: one record": lambda: coordinator.get(f"/queue/{case.id}/records/{_one(case)}/"),
        "family: shoebox": lambda: family.get(f"/case/{case.id}/records"),
        "family: shoebox, what changes while files are read": lambda: family.get(
            f"/case/{case.id}/records/list"
        ),
        "family: is this right?": lambda: family.get(f"/case/{case.id}/records/check"),
    }
    if profile:
        _profile(next(page for name, page in pages.items() if profile in name))
        return {}
    found: dict[str, Any] = {}
    for name, page in pages.items():
        answer = page()
        if answer.status_code not in (200, 204):
            raise RuntimeError(f"{name}: {answer.status_code}")
        asked: list[str] = []
        with connection.execute_wrapper(_noting(asked)):
            page()
        spent, worked = [], []
        for _ in range(rounds):
            start, busy = time.perf_counter(), time.process_time()
            page()
            spent.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - busy) * 1000)
        found[name] = {
            "milliseconds": round(statistics.median(spent), 1),
            "processor_milliseconds": round(statistics.median(worked), 1),
            "slowest": round(max(spent), 1),
            "queries": len(asked),
            "bytes": len(answer.content),
        }
    return {
        "records": count,
        "studies": studies,
        "rounds": rounds,
        "database": connection.vendor,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "pages": found,
    }


def _noting(asked: list[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        asked.append(sql)
        return execute(sql, parameters, many, context)

    return note


def _one(case: Any) -> uuid.UUID:
    from secunda.journey.records.models import Record

    return Record.objects.filter(case=case, belongs="same").order_by("on").values_list("pk", flat=True)[0]


def _typed(page: str) -> dict[str, Any]:
    """What a browser sends when the form of a page is submitted as it is drawn."""
    from html.parser import HTMLParser

    sent: dict[str, Any] = {}

    class Fields(HTMLParser):
        area = ""
        choice = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name, kind = given.get("name") or "", given.get("type") or "text"
            if (
                tag == "input"
                and name
                and (kind not in ("checkbox", "radio", "submit") or "checked" in given)
            ):
                sent.setdefault(name, []).append(given.get("value") or "")
            elif tag == "textarea":
                self.area = name
                sent.setdefault(name, []).append("")
            elif tag == "select":
                self.choice = name
            elif tag == "option" and "selected" in given:
                sent.setdefault(self.choice, []).append(given.get("value") or "")

        def handle_data(self, text: str) -> None:
            if self.area:
                sent[self.area][-1] += text

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""

    Fields().feed(page)
    return {name: values for name, values in sent.items() if name != "csrfmiddlewaretoken"}


def _profile(page: Callable[[], Any]) -> None:
    import cProfile
    import pstats

    page()
    with cProfile.Profile() as profile:
        page()
    pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(28)


def main() -> int:
    """Inside an installation of its own: make the tables and the case, measure, and print what was found."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)
    records, rounds, profile = sys.argv[1:]
    found = _measure(int(records), int(rounds), profile)
    if not profile:
        sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
