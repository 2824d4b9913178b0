"""The columns of rows that travel between tasks, as Arrow and as Spark want them."""

from __future__ import annotations

import pyarrow as pa

from evenhand.engines.contacts import field_column, numbered
from evenhand.engines.mapping import ContactMapping

_SPARK = {pa.string(): "string", pa.int64(): "bigint", pa.int16(): "smallint", pa.int32(): "int"}

KEPT = pa.schema([("first", pa.int64()), ("last", pa.int64()), ("refused", pa.string())])
"""A batch that was ruled and kept, or the reason why it cannot be ruled."""


def contact_shape(mapping: ContactMapping) -> pa.Schema:
    """A row as it was read. `row`: from 0. `torn`: of a record that is no row, its number."""
    texts = ("customer", "who", "activity", "phase", "behalf")
    types = {"position": pa.int64(), "entry_id": pa.string()}
    return pa.schema(
        [
            ("row", pa.int64()),
            ("torn", pa.int64()),
            *((name, pa.string()) for name in texts),
            ("instant", pa.int64()),
            ("recorded", pa.int64()),
            *((column, types[column]) for column, _ in numbered(mapping)),
            *((column, pa.string()) for column in field_columns(mapping)),
            ("fault", pa.string()),
        ]
    )


def registered_shape(mapping: ContactMapping) -> pa.Schema:
    """A contact that is an entry, with the code of its kind."""
    return pa.schema(
        [
            *((name, pa.string()) for name in ("customer", "who", "behalf")),
            ("kind", pa.int16()),
            *((name, pa.int64()) for name in ("place", "instant", "recorded")),
            *((column, pa.string()) for column in field_columns(mapping)),
        ]
    )


def disputed_shape(mapping: ContactMapping) -> pa.Schema:
    """An entry on a disputed customer, with what decides the number of the dispute."""
    shape = registered_shape(mapping).append(pa.field("claimants", pa.int64()))
    return shape.append(pa.field("first", pa.int64()))


def placed_shape(mapping: ContactMapping) -> pa.Schema:
    """The same, with the place of its batch among those to rule."""
    return disputed_shape(mapping).append(pa.field("part", pa.int32()))


def field_columns(mapping: ContactMapping) -> list[str]:
    """The columns of the entry's fields."""
    return [field_column(name) for name in mapping.content.columns.fields]


def spark_shape(shape: pa.Schema) -> str:
    """The columns as Spark's SQL declares them."""
    return ", ".join(f"`{field.name}` {_SPARK[field.type]}" for field in shape)
