"""Readers shared by the tests of a module, because each starts a process."""

from tests.unit.intake.conftest import readers

__all__ = ["readers"]
