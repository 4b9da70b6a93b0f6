"""`secunda content check`: every file, every example, every control of the hazard log."""

import datetime as dt
from pathlib import Path

from secunda.engines import pathways
from secunda.engines.pathways import examples
from secunda.interfaces.operations.content.hazards_page import missing_tests
from secunda.interfaces.operations.content.languages import coverage


def check(
    folder: Path, *, release_on: dt.date | None = None, language: str = "", root: Path | None = None
) -> int:
    """Print each fault with its place; 1 when there is one. `language`: name what has no translation, too.
    `root`: the checkout whose tests must hold those that the hazard log names."""
    catalogue = pathways.load_unchecked(folder)
    findings = pathways.check(catalogue, release_on=release_on)
    cases = worked(folder)
    faults = [str(finding) for finding in findings if finding.weight is pathways.Weight.ERROR]
    faults += [fault for case in cases for fault in examples.faults(catalogue, case)]
    untouched = examples.untouched(catalogue, cases)
    safety = {rule.id for rule in catalogue.files.red_flags.flags}
    safety |= {rule.id for rule in catalogue.files.delay_guards.guards}
    faults += [
        f"{folder.name}/examples:1:1: no example touches {name}." for name in untouched if name in safety
    ]
    faults += missing_tests(catalogue.files.hazards, root) if root else []
    for fault in faults:
        print(fault)
    notes = sum(finding.weight is pathways.Weight.NOTE for finding in findings)
    print(f"Content {catalogue.version}: {len(catalogue.questions)} questions, {len(cases)} examples.")
    if notes:
        print(f"{notes} files are not clinically approved: they are drafts.")
    if untouched:
        print(f"{len(untouched)} rules that no example touches: {', '.join(untouched)}.")
    for line in coverage(catalogue, folder, language):
        print(line)
    print(f"{len(faults)} faults." if faults else "No faults.")
    return 1 if faults else 0


def worked(folder: Path) -> list[examples.WorkedCase]:
    """The worked examples and the demo cases of a content folder."""
    cases = [examples.of_demo(case) for case in pathways.load_demo_cases(folder).values()]
    return cases + examples.load_examples(folder)
