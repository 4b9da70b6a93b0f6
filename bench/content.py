"""The clinical content: loading it, evaluating one case, re-evaluating many, comparing two opinions.

`python -m bench.content` writes bench/results/content.json.
"""

import argparse
import datetime as dt
import json
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from secunda.engines import pathways
from secunda.engines.comparison.verdicts import DiagnosisVerdict, PlanVerdict, compare
from secunda.engines.pathways.differences import StoredCase, differences
from secunda.engines.pathways.eligibility import advice_in
from secunda.engines.pathways.examples import EXAMPLE_DAY
from secunda.engines.pathways.gaps import Held, gaps_in
from secunda.engines.pathways.loading import from_texts, texts_of
from secunda.engines.pathways.situation import Situation
from secunda.engines.pathways.waiting import urgency_in

ROOT = Path(__file__).resolve().parents[1]
CLINICAL = ROOT / "clinical"
RESULTS = ROOT / "bench" / "results" / "content.json"
# What is asked for, in the unit of the measurement.
ASKED = {"load_s": 0.5, "evaluate_ms": 2.0, "reevaluate_10000_s": 60.0, "compare_200_ms": 5.0}


def main() -> int:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.content")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261016)
    parser.add_argument("--into", type=Path, default=RESULTS)
    args = parser.parse_args()
    catalogue = pathways.load(CLINICAL)
    cases = people(catalogue, args.cases, random.Random(args.seed))
    figures = {
        "load_s": loading(),
        "snapshot_s": timed(snapshot_and_back),
        **evaluating(catalogue, cases[:2000]),
        "compare_200_ms": comparing(catalogue) * 1000,
        "reevaluate_10000_s": reevaluating(catalogue, cases) * 10_000 / args.cases,
    }
    report = {
        "figures": {name: round(value, 4) for name, value in figures.items()},
        "asked": ASKED,
        "cases": args.cases,
        "content": catalogue.version,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, one core",
    }
    args.into.parent.mkdir(parents=True, exist_ok=True)
    args.into.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name:24} {value:9.4f}  {f'asked: {ASKED[name]}' if name in ASKED else ''}".rstrip())
    return 0


def loading() -> float:
    """Seconds of the first load in a process of its own, as at the start of a server."""
    measured = (
        "import time; from pathlib import Path; from secunda.engines import pathways\n"
        f"started = time.process_time(); pathways.load(Path({str(CLINICAL)!r}))\n"
        "print(time.process_time() - started)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", measured], capture_output=True, check=True) for _ in range(3)
    ]
    return min(float(run.stdout) for run in runs)


def timed(work: Callable[[], object]) -> float:
    """How long a piece of work takes, in seconds of its own processor time."""
    started = time.process_time()
    work()
    return time.process_time() - started


def evaluating(catalogue: pathways.Catalogue, cases: list[StoredCase]) -> dict[str, float]:
    """Milliseconds for flags, guards, advice and checklist of one case; and with the questions judged too."""
    facts = [pathways.facts_from(catalogue, case.answers, case.on) for case in cases]
    pairs = list(zip(facts, cases, strict=True))
    rules, whole = [], []
    for known, case in pairs:
        rules.append(timed(partial(safety, catalogue, known, case)))
    for known, case in pairs:
        whole.append(timed(partial(pathways.evaluate, catalogue, known, case.records, case.on)))
    return {
        "evaluate_ms": statistics.median(rules) * 1000,
        "evaluate_p99_ms": statistics.quantiles(rules, n=100)[98] * 1000,
        "evaluate_with_questions_ms": statistics.median(whole) * 1000,
    }


def safety(catalogue: pathways.Catalogue, facts: dict[str, object], case: StoredCase) -> None:
    """All flags, guards and rules, and the checklist, of one case: `evaluate` without the questions."""
    situation = Situation(catalogue, facts, case.on)
    advice_in(situation, urgency_in(situation))
    gaps_in(situation, str(facts["pathway"]), Held(case.records, case.on))


def reevaluating(catalogue: pathways.Catalogue, cases: list[StoredCase]) -> float:
    """Seconds to hold every case against content in which one guard was changed."""
    texts = texts_of(CLINICAL)
    before = b"known(treatment_date) and days_to_treatment >= 0 and days_to_treatment <= 42"
    texts["delay_guards.yaml"] = texts["delay_guards.yaml"].replace(before, before.replace(b"42", b"35"))
    changed = from_texts(texts, "changed")
    return timed(lambda: list(differences(catalogue, changed, cases)))


def comparing(catalogue: pathways.Catalogue) -> float:
    """Seconds to compare 200 items, half of them diagnoses: the best of ten."""
    diagnoses = [
        DiagnosisVerdict(str(n), "modify", ["stage_or_grade"], "C61", "established", "C61", "probable")
        for n in range(100)
    ]
    plan = [PlanVerdict(str(n), "operation", "disagree", ["stop"], impact="major") for n in range(100)]
    grave = catalogue.files.rollup.tie_break.grave_kinds
    return min(timed(lambda: compare(diagnoses, plan, [], grave_kinds=grave)) for _ in range(10))


def snapshot_and_back() -> None:
    """Put the content away and read it again."""
    digest, kept = pathways.snapshot(CLINICAL)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, digest)
        path.write_bytes(kept)
        pathways.catalogue_at(digest, lambda _digest: path.read_bytes())


def people(catalogue: pathways.Catalogue, count: int, chance: random.Random) -> list[StoredCase]:
    """Invented cases: each question answered, left out or unsure, and some records."""
    documents = sorted(catalogue.documents)
    return [
        StoredCase(
            id=f"case-{number}",
            answers=answers(catalogue, chance),
            records=tuple(
                (document, EXAMPLE_DAY - dt.timedelta(days=chance.randrange(700)))
                for document in chance.sample(documents, chance.randrange(12))
            ),
            on=EXAMPLE_DAY,
        )
        for number in range(count)
    ]


def answers(catalogue: pathways.Catalogue, chance: random.Random) -> dict[str, object]:
    """Answers of one invented person; about a quarter of the questions is left out."""
    given: dict[str, object] = {"pathway": chance.choice(list(pathways.Pathway)).value, "red_flags": []}
    for name, question in catalogue.questions.items():
        offered = sorted(question.answers)
        if chance.random() < 0.25:
            continue
        match question.type:
            case "number":
                given[name] = chance.randrange(90)
            case "date":
                given[name] = f"{chance.randrange(-20, 90):+}d"
            case "multi":
                given[name] = chance.sample(offered, chance.randrange(1, 3))
            case "choice" | "yesno":
                given[name] = chance.choice(offered)
            case _:
                pass
    return given


if __name__ == "__main__":
    sys.exit(main())
