"""`secunda content hazards`: the safety case with its hazard log, as Markdown or JSON."""

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from secunda.engines import pathways
from secunda.engines.pathways.hazards import HazardLog, controls

RISKS = {1: "acceptable", 2: "acceptable", 3: "undesirable", 4: "mandatory to lower", 5: "unacceptable"}

CLAIM = """# Safety case

Made by `secunda content hazards` from `clinical/hazards.yaml`, content {version}. **{approval}**

**Claim.** Within its scope, the risk that remains of each hazard below is as low as its controls make it, and
each control holds in this release.

**Argument.** Every hazard has its cause, its effect and its controls. Every control names the tests that
prove it. A control whose test does not exist stops the check of the content; a test that fails stops the
release. What is not built stands under “Open” and is counted as no control.

**Scope.** {scope}

**Accepted by.** {accepted}

| | hazard | severity | without controls | with controls |
|---|---|---|---|---|
"""


def hazards(folder: Path, root: Path | None, *, as_json: bool = False) -> int:
    """Print the page, or the log as JSON; 1 when a control names a test that does not exist below `root`."""
    catalogue = pathways.load(folder)
    print(json.dumps(log_of(catalogue), indent=2) if as_json else "\n".join(page(catalogue)))
    missing = list(missing_tests(catalogue.files.hazards, root)) if root else []
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if missing else 0


def page(catalogue: pathways.Catalogue) -> Iterator[str]:
    """The lines of the safety case."""
    log = catalogue.files.hazards
    approval = f"Approved by {log.approved_by}." if log.status == "approved" else "Not clinically approved."
    yield CLAIM.format(
        version=catalogue.version, approval=approval, scope=log.scope, accepted=log.accepted_by
    ).rstrip()
    for hazard in log.hazards:
        before, after = hazard.risk_before, hazard.risk_after
        yield f"| {hazard.id} | {hazard.hazard} | {hazard.severity} | {_risk(before)} | {_risk(after)} |"
    for hazard in log.hazards:
        yield f"\n## {hazard.id}: {hazard.hazard}\n"
        yield f"- **Cause.** {hazard.cause}"
        yield f"- **Effect.** {hazard.effect}"
        yield f"- **Likelihood.** {_plain(hazard.before)} without controls, {_plain(hazard.after)} with them."
        yield "- **Controls.**"
        for control in hazard.controls:
            yield f"  - {control.says}"
            yield from (f"    - `{test}`" for test in control.tests)
        if hazard.open:
            yield "- **Open.**"
            yield from (f"  - {each}" for each in hazard.open)


def log_of(catalogue: pathways.Catalogue) -> dict[str, object]:
    """The hazard log as JSON values, with the risk of each hazard before and after its controls."""
    log = catalogue.files.hazards
    return {
        "schema": "secunda-hazards/1",
        "content": catalogue.version,
        "status": log.status,
        "scope": log.scope,
        "accepted_by": log.accepted_by,
        "hazards": [
            {**_without_places(asdict(each)), "risk_before": each.risk_before, "risk_after": each.risk_after}
            for each in log.hazards
        ],
    }


def _without_places(hazard: dict[str, Any]) -> dict[str, object]:
    controls = [{"says": each["says"], "tests": each["tests"]} for each in hazard["controls"]]
    return {**{name: value for name, value in hazard.items() if name != "where"}, "controls": controls}


def missing_tests(log: HazardLog, root: Path) -> Iterator[str]:
    """Each control that names a test which does not exist below `root`, with its place."""
    known: dict[str, frozenset[str]] = {}
    for hazard, control in controls(log):
        for test in control.tests:
            file, _, name = test.partition("::")
            if file not in known:
                known[file] = _tests_in(root / file)
            if name not in known[file]:
                yield f"{control.where}: {hazard.id}: there is no test `{test}`."


def _tests_in(path: Path) -> frozenset[str]:
    """The tests that pytest runs in a file: functions of the module, named as tests, and not skipped."""
    if not path.is_file():
        return frozenset()
    functions = [
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
    ]
    return frozenset(node.name for node in functions if not any(map(_skips, node.decorator_list)))


def _skips(decorator: ast.expr) -> bool:
    return any(word in ast.unparse(decorator) for word in ("mark.skip", "mark.xfail"))


def _risk(level: int) -> str:
    return f"{level} ({RISKS[level]})"


def _plain(word: str) -> str:
    return word.replace("_", " ")
