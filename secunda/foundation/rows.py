"""Rows by the thousand.

For a row of `bulk_create` the database works for a fifth of the time; the rest goes by turning every column
into its stored form, most of which are the same in all rows.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Field, Model

if TYPE_CHECKING:
    from django.db.models.options import Options

type Row = Mapping[str, Any]


def add(
    model: type[Model],
    rows: Sequence[Row],
    *,
    same: Row | None = None,
    unless: Sequence[str] = (),
    anew: Sequence[str] = (),
) -> int:
    """Insert rows, in the caller's transaction; how many were written. No signal is sent.

    `rows`: values by the attributes of the model (`case_id`), of each row the same ones. `same`: those that
    all rows share; a column that nobody names has its default. `unless`: attributes that are unique together;
    where they are taken, the row that is there stays, and only its attributes in `anew` are replaced.
    Raises FieldDoesNotExist.
    """
    if not rows:
        return 0
    shared = same or {}
    fields = {field.attname: field for field in _options(model).concrete_fields}
    if unknown := {*rows[0], *shared} - set(fields):
        raise FieldDoesNotExist(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    own = [fields.pop(name) for name in rows[0]]
    rest = tuple(_stored(field, shared.get(name, field.get_default())) for name, field in fields.items())
    statement = _statement(model, [*own, *fields.values()], unless, anew)
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [(*(_stored(field, row[field.attname]) for field in own), *rest) for row in rows]
        )
        written: int = cursor.rowcount
    return written


def _options(model: type[Model]) -> "Options[Any]":
    return model._meta  # noqa: SLF001  Django's documented name


def _stored(field: "Field[Any, Any]", value: object) -> Any:
    return field.get_db_prep_save(value, connection)


def _statement(
    model: type[Model], fields: Sequence["Field[Any, Any]"], unless: Sequence[str], anew: Sequence[str]
) -> str:
    quoted = connection.ops.quote_name
    column = {field.attname: quoted(field.column) for field in fields if field.column}
    values = ", ".join("%s" for _ in fields)
    table, columns = quoted(_options(model).db_table), ", ".join(column.values())
    statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608  names only, from the models
    if not unless:
        return statement
    change = ", ".join(f"{column[name]} = EXCLUDED.{column[name]}" for name in anew)
    told = f"DO UPDATE SET {change}" if anew else "DO NOTHING"
    return f"{statement} ON CONFLICT ({', '.join(column[name] for name in unless)}) {told}"
