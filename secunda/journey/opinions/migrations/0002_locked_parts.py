"""The database itself refuses to change a locked part of an opinion, whatever the program tries."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Deleting stays possible: erasure of a whole case removes its rows and leaves tombstones.
SQLITE = [
    """CREATE TRIGGER part_locked BEFORE UPDATE ON opinions_part WHEN OLD.locked_at IS NOT NULL
       BEGIN SELECT RAISE(ABORT, 'this part of the opinion is locked'); END""",
]
POSTGRES = [
    """CREATE FUNCTION part_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'this part of the opinion is locked'; END $$""",
    """CREATE TRIGGER part_locked BEFORE UPDATE ON opinions_part
       FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION part_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER part_locked"],
    "postgresql": ["DROP TRIGGER part_locked ON opinions_part", "DROP FUNCTION part_refuse"],
}


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
