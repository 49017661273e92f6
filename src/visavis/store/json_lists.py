"""Rows of one table as one JSON value inside a row of another: what would be a query of its own each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, ScalarSelect, Select, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from visavis.store.base import Table, UtcDateTime


def listed(rows: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
    """`rows`, in their order, as one JSON value."""
    pairs: list[ColumnElement[Any]] = []
    for column in rows.subquery().c:
        pairs += [
            literal_column(f"'{column.name}'"),
            as_json(column) if isinstance(column.type, JSON) else column,
        ]
    return select(json_objects(*pairs)).scalar_subquery()


def from_json(table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    """One of the rows, by the names of the attributes. JSON knows no times and, from SQLite, no truth."""
    typed = {}
    for column, name, read in _fields(table):
        value = row[column]
        typed[name] = value if value is None or read is None else read(value)
    return typed


@cache
def attributes(table: type[Table]) -> Sequence[str]:
    """Their names, in the order of the table's columns."""
    return [table.__mapper__.get_property_by_column(column).key for column in table.__table__.columns]


@cache
def _fields(table: type[Table]) -> Sequence[tuple[str, str, Callable[[Any], Any] | None]]:
    """Of each column: its name, its attribute's, and how its JSON is read."""
    readers: dict[type, Callable[[Any], Any]] = {UtcDateTime: _moment, Boolean: bool}
    return [
        (column.name, name, readers.get(type(column.type)))
        for column, name in zip(table.__table__.columns, attributes(table), strict=True)
    ]


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class json_objects(FunctionElement[Any]):
    """An aggregate: the JSON list of objects made of names and values; null or empty when there are none."""

    type = JSON()
    inherit_cache = True


class as_json(FunctionElement[Any]):
    """A JSON column as a value inside other JSON."""

    inherit_cache = True


@compiles(json_objects, "sqlite")
def _(element: json_objects, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_object({compiler.process(element.clauses, **options)}))"


@compiles(json_objects)
def _(element: json_objects, compiler: Any, **options: Any) -> str:
    return f"json_agg(json_build_object({compiler.process(element.clauses, **options)}))"


@compiles(as_json, "sqlite")
def _(element: as_json, compiler: Any, **options: Any) -> str:
    return f"json({compiler.process(element.clauses, **options)})"


@compiles(as_json)
def _(element: as_json, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))
