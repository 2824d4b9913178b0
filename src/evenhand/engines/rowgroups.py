"""The columns of a register file, group by group, as codes of a policy version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from evenhand.core.errors import ContactsRefused, NotFound, Problem
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.tree import paths
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.calendar import local_days
from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, UNKNOWN
from evenhand.core.said import Said, said
from evenhand.core.types import FactSpec, Type
from evenhand.engines.fields import TAKEN, read_value

Rows = dict[str, NDArray[Any]]
"""Columns of some rows, by name; `name?` holds the states of `name` where not all are known."""

_NEEDED = ("dispute", "made_by", "kind", "occurred_at")
_OPTIONAL = ("on_behalf_of", "recorded_at", "occurred_on", "recorded_on")
_TIMES = ("occurred", "recorded")
_SOURCES = ("occurred_at", "recorded_at", "occurred_on", "recorded_on")


class Reader:
    """Reads a register file. Raises NotFound and ContactsRefused."""

    def __init__(self, version: Version, path: Path) -> None:
        self.version, self.path = version, path
        if not path.is_file():
            raise NotFound(said("there is no file {path}", path=str(path)))
        try:
            self.metadata = pq.read_metadata(path)
        except pa.ArrowInvalid as error:
            reason = str(error).partition("\n")[0]
            raise ContactsRefused(
                [self.problem(said("this is no Parquet file: {reason}", reason=reason))]
            ) from None
        self.names: list[str] = self.metadata.schema.names
        self.fields = {
            spec.name: spec
            for spec in version.facts.values()
            if spec.scope == "entry" and spec.name not in TAKEN
        }
        self._check()
        self.whole = {name for name in self.names if self._has_no_null(name)}
        rows = [self.metadata.row_group(group).num_rows for group in range(self.groups)]
        self.begins = np.concatenate([[0], np.cumsum(rows)]).tolist()
        self.place = np.int32 if self.begins[-1] < np.iinfo(np.int32).max else np.int64
        self.wanted = _read_by(version)

    @property
    def groups(self) -> int:
        """Groups of rows in the file."""
        return int(self.metadata.num_row_groups)

    def problem(self, message: Said, hint: str = "") -> Problem:
        """A problem of this file."""
        return Problem(message, self.path.name, hint=hint)

    def _check(self) -> None:
        known, policy = [*_NEEDED, *_OPTIONAL, *self.fields], self.version.policy
        problems = [
            self.problem(said("the column {name} is missing", name=name))
            for name in _NEEDED
            if name not in self.names
        ]
        problems += [
            self.problem(
                said("policy {policy} knows no entry field {name}", policy=policy, name=name),
                nearest(name, known) or said("columns: {known}", known=known),
            )
            for name in self.names
            if name not in known
        ]
        if problems:
            raise ContactsRefused(problems)

    def _has_no_null(self, name: str) -> bool:
        column = self.names.index(name)
        told = [
            self.metadata.row_group(group).column(column).statistics for group in range(self.groups)
        ]
        return all(one is not None and one.has_null_count and one.null_count == 0 for one in told)

    def read(self, group: int) -> Rows:
        """The rows of one group, in the order of the file; may be called on several threads."""
        with pq.ParquetFile(self.path, metadata=self.metadata, memory_map=True) as file:
            read = [name for name in self.names if name in self.wanted or name in _SOURCES]
            table = file.read_row_group(group, columns=read, use_threads=False).combine_chunks()
        rows: Rows = {
            "dispute": self._numbers(table, "dispute"),
            "made_by": self._slots(table, "made_by"),
            "kind": self._kinds(table),
            "sequence": np.arange(*self.begins[group : group + 2], dtype=self.place) + 1,
        }
        behalf = "on_behalf_of" if "on_behalf_of" in self.names else "made_by"
        rows["on_behalf_of"] = self._slots(table, behalf)
        for name in _TIMES:
            rows |= self._time(table, name)
        for name, spec in self.fields.items():
            if name in self.names and name in self.wanted:
                rows |= self._field(table, name, spec)
        return {name: column for name, column in rows.items() if name.rstrip("?") in self.wanted}

    def _numbers(self, table: pa.Table, name: str) -> NDArray[Any]:
        column = _one(table, name)
        if not pa.types.is_integer(column.type) or column.null_count:
            raise ContactsRefused(
                [self.problem(said("{name} holds whole numbers, in every row", name=name))]
            )
        return np.asarray(column.to_numpy())

    def _slots(self, table: pa.Table, name: str) -> NDArray[Any]:
        return self._numbers(table, name).astype(np.int16, copy=False)

    def _kinds(self, table: pa.Table) -> NDArray[Any]:
        names = self.version.kind_names
        return self._codes(table, "kind", lambda word: _place(names, word))[0].astype(np.int16)

    def _codes(
        self, table: pa.Table, name: str, code: Callable[[str], int | None]
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """What words stand for, and in which rows there is none."""
        column = _one(table, name)
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column.cast(pa.string()))
        words = column.dictionary.to_pylist()
        codes = [code(word) for word in words]
        strange = [word for word, one in zip(words, codes, strict=True) if one is None]
        if strange or (name == "kind" and column.null_count):
            raise ContactsRefused(
                [
                    self.problem(said("{name} is nowhere “{word}”", name=name, word=word))
                    for word in strange or [""]
                ]
            )
        missing = column.is_null().to_numpy(zero_copy_only=False)
        place = column.indices.fill_null(0).to_numpy()
        return np.array(codes or [0], dtype=np.int16)[place], missing

    def _text(self, spec: FactSpec, word: str) -> int | None:
        return self.version.vocabulary.code(word) if word in spec.values else None

    def _time(self, table: pa.Table, name: str) -> Rows:
        """An instant and its day; what was recorded without a time was recorded at once."""
        source = f"{name}_at" if f"{name}_at" in self.names else "occurred_at"
        column = _one(table, source)
        if not pa.types.is_timestamp(column.type):
            raise ContactsRefused(
                [self.problem(said("{name} holds instants (timestamps)", name=source))]
            )
        per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[column.type.unit]
        ticks = column.cast(pa.int64()).fill_null(0).to_numpy()
        instants = ticks if per_second == 1 else ticks // per_second
        rows: Rows = {f"{name}_at": instants}
        if f"{name}_on" in self.names:
            day = _one(table, f"{name}_on").cast(pa.date32()).cast(pa.int32())
            rows[f"{name}_on"] = day.fill_null(0).to_numpy()
        else:
            rows[f"{name}_on"] = local_days(self.version.time_zone, instants).astype(np.int32)
        for one, origin in ((f"{name}_at", source), (f"{name}_on", f"{name}_on")):
            shown = origin if origin in self.names else source
            if shown not in self.whole:
                rows[f"{one}?"] = _states(_one(table, shown), UNKNOWN)
        return rows

    def _field(self, table: pa.Table, name: str, spec: FactSpec) -> Rows:
        """A field of the entries; null is what the field takes for nothing on record."""
        cell = read_value(self.version, spec, "")
        assert cell is not None
        missing_value, missing_state = cell
        if spec.type is Type.BOOL:
            column = _one(table, name)
            if not pa.types.is_boolean(column.type):
                raise ContactsRefused(
                    [self.problem(said("{name} holds true and false", name=name))]
                )
            truth = np.where(column.fill_null(False).to_numpy(zero_copy_only=False), TRUE, FALSE)
            missing = column.is_null().to_numpy(zero_copy_only=False)
            return {name: np.where(missing, missing_value, truth).astype(np.int8)}
        if spec.type is Type.TEXT:
            value, missing = self._codes(table, name, lambda word: self._text(spec, word))
        else:
            column = _one(table, name)
            if pa.types.is_date(column.type):
                column = column.cast(pa.date32()).cast(pa.int32())
            value = column.cast(pa.int64()).fill_null(0).to_numpy()
            missing = column.is_null().to_numpy(zero_copy_only=False)
        rows = {name: np.where(missing, value.dtype.type(missing_value), value)}
        if name not in self.whole:
            rows[f"{name}?"] = np.where(missing, missing_state, KNOWN).astype(np.int8)
        return rows


def _place(names: tuple[str, ...], word: str) -> int | None:
    return names.index(word) if word in names else None


def _read_by(version: Version) -> frozenset[str]:
    """The columns that a register needs and the fields that the policy reads."""
    reducers = version.reducers.values()
    nodes = [step.condition for step in version.strikes]
    nodes += [node for one in reducers for node in (one.where, *one.bounds.values())]
    read = {path.name for node in nodes if node for path in paths(node) if path.owner == "entry"}
    read |= {name for one in reducers for name in (one.written.of, one.written.graded_by)}
    own = ("dispute", "made_by", "on_behalf_of", "kind", "sequence")
    return frozenset({*own, "occurred_at", "occurred_on", "recorded_on", *read})


def _one(table: pa.Table, name: str) -> pa.Array:
    """A column as one array."""
    column = table[name]
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _states(column: pa.Array, missing: int) -> NDArray[Any]:
    return np.where(column.is_null().to_numpy(zero_copy_only=False), missing, KNOWN).astype(np.int8)
