"""The register of trials that the service keeps, if it keeps one."""

from pathlib import Path

from django.conf import settings

from secunda.adapters.trials import LocalRegister, TrialsRegister


def trials_register() -> TrialsRegister | None:
    """The register in the file that SECUNDA_TRIALS names; None where there is no such file."""
    path = Path(settings.SECUNDA_TRIALS)
    return LocalRegister(path) if path.is_file() else None
