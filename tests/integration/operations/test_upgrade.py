"""A populated installation is taken back as far as its migrations can be undone, and forward again."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.integration.cast import make_case, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_disk")]
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("secunda.")]


def rows() -> dict[str, int]:
    """How many rows each table of ours holds."""
    return {
        model._meta.db_table: model._base_manager.count()
        for label in OURS
        for model in apps.get_app_config(label).get_models()
    }


def latest_of_each() -> list[tuple[str, str, str]]:
    """(app, the migration before its latest, its latest) of every app of ours whose latest can be undone."""
    loader = MigrationLoader(None)
    found = []
    for label in OURS:
        names = sorted(name for app, name in loader.disk_migrations if app == label)
        if len(names) > 1 and all(
            operation.reversible for operation in loader.disk_migrations[label, names[-1]].operations
        ):
            found.append((label, names[-2], names[-1]))
    return found


@pytest.mark.parametrize(("label", "before", "latest"), latest_of_each())
def test_rows_survive_an_upgrade_by_the_latest_migration(label: str, before: str, latest: str) -> None:
    make_case(make_cast())
    there = rows()
    call_command("migrate", label, before, verbosity=0, interactive=False)
    try:
        assert (label, latest) not in MigrationRecorder(connection).applied_migrations()
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    assert (label, latest) in MigrationRecorder(connection).applied_migrations()
    assert rows() == there
    plan = StringIO()
    call_command("migrate", plan=True, stdout=plan, no_color=True)
    assert "No planned migration operations" in plan.getvalue()
