"""The database itself refuses to change a ballot; and opinions that were signed before paths were kept get theirs."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Deleting stays possible: erasure of a whole case removes its rows and leaves tombstones.
SQLITE = [
    """CREATE TRIGGER ballot_cast BEFORE UPDATE ON opinions_ballot
       BEGIN SELECT RAISE(ABORT, 'a ballot is never changed'); END""",
]
POSTGRES = [
    """CREATE FUNCTION ballot_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'a ballot is never changed'; END $$""",
    """CREATE TRIGGER ballot_cast BEFORE UPDATE ON opinions_ballot
       FOR EACH ROW EXECUTE FUNCTION ballot_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER ballot_cast"],
    "postgresql": ["DROP TRIGGER ballot_cast ON opinions_ballot", "DROP FUNCTION ballot_refuse"],
}


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


def open_paths(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A signed opinion that needs a second reader and has not been released waits for its path from now on."""
    path = apps.get_model("opinions", "TieBreak")
    waiting = apps.get_model("opinions", "Opinion").objects.filter(
        role="expert", signed_at__isnull=False, released_at__isnull=True, headline__second_reader=True
    )
    for opinion in waiting:
        path.objects.create(opinion=opinion, because=["expert_differs"], opened_at=opinion.signed_at)


def leave_paths(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Their table goes with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("opinions", "0005_differences")]
    operations = [migrations.RunPython(guard, unguard), migrations.RunPython(open_paths, leave_paths)]
