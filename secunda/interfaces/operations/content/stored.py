"""`secunda content` over the cases that this installation keeps: `diff` without a file of cases."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from secunda.engines import pathways
from secunda.engines.pathways.differences import StoredCase, differences
from secunda.interfaces.operations.content.differing import content_at, tell


def is_set_up() -> bool:
    """Read the settings of this installation; False, and a line that says why, when they cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        print(f"secunda: {fault}", file=sys.stderr)
        return False
    return True


def differ(old: str, new: str) -> int:
    """Print what would change for the open cases; 1 when one gets more urgent or loses a stop.

    `old` and `new`: a folder, a file or a kept version.
    """
    try:
        before, after = _content(old), _content(new)
    except pathways.UnknownVersionError as error:
        print(error, file=sys.stderr)
        return 2
    cases = _Counted(before)
    return tell(before, after, list(differences(before, after, cases)), cases.count)


class _Counted:
    """The open cases of this installation, some at a time, and how many they were."""

    def __init__(self, before: pathways.Catalogue) -> None:
        self.before = before
        self.count = 0

    def __iter__(self) -> Iterator[StoredCase]:
        from django.utils import timezone

        from secunda.journey.cases.models import Case
        from secunda.journey.cases.states import OPEN
        from secunda.journey.records.queries import stored_cases

        for case in stored_cases(Case.objects.filter(state__in=sorted(OPEN)), timezone.now()):
            self.count += 1
            yield case


def _content(named: str) -> pathways.Catalogue:
    from secunda.foundation.content.versions import version_at

    return content_at(Path(named)) if Path(named).exists() else version_at(named)
