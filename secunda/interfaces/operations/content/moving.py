"""`secunda content move`: hold open cases to the content in force, and say what that changes for each."""

import sys

from django.utils import timezone

from secunda.foundation.content.folder import now
from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case
from secunda.journey.waiting.actions import move_content
from secunda.journey.waiting.queries import shift_of, to_move
from secunda.journey.waiting.rules.moving import Shift


def move(reference: str | None, because: str, *, do_it: bool) -> int:
    """Move one case, or all that are open; without `do_it` only say what would change.

    1 when a case becomes more urgent or cannot be moved, 2 when there is no such case.
    """
    version = now().own.version
    cases = list(to_move(version))
    if reference is not None:
        wanted = reference.replace("-", "").upper()
        cases = [case for case in cases if case.reference == wanted]
        if not cases:
            print(
                "No open case with this reference is held to other content than that of now.", file=sys.stderr
            )
            return 2
    dangers = sum([_moved(case, version, because, do_it=do_it) for case in cases])
    print(f"{len(cases)} cases {'moved' if do_it else 'would move'} to content {version}.")
    if dangers:
        told = "The people on duty have an alert for each" if do_it else "Each would raise an alert"
        print(f"{dangers} become more urgent, lose an answer or cannot be moved. {told}.")
    if not do_it:
        print("Nothing was changed. Add --yes to do it.")
    return 1 if dangers else 0


def _moved(case: Case, version: str, because: str, *, do_it: bool) -> bool:
    """Move one case and print its line; whether a person must look at it."""
    at = timezone.now()
    try:
        found = move_content(case, because, by=None, at=at) if do_it else shift_of(case, version, at)
    except Refused as refused:
        print(f"! {case.reference}: {refused.refusal.says}")
        return True
    print(_line(case, found))
    return found.is_danger


def _line(case: Case, found: Shift) -> str:
    parts = {
        "fires": found.fires,
        "changed": found.reworded,
        "no longer fires": found.ended,
        "answers that cannot be read": found.unread,
    }
    said = [f"{name} {', '.join(ids)}" for name, ids in parts.items() if ids]
    if found.before is not found.after:
        said.insert(0, f"{found.before} → {found.after}")
    mark = "!" if found.is_danger else " "
    return f"{mark} {case.reference}: {'; '.join(said) or 'the same'}"
