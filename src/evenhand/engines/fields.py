"""What the words in a column mean for an entry field, and the facts that hold for all disputes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.policy.declare import missing_value, scalar
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import ABSENT, FALSE, KNOWN, TRUE, UNKNOWN, Column
from evenhand.core.said import nsaid, said
from evenhand.core.types import FactSpec, Type
from evenhand.engines.contacts import field_column
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.sql import Connection, create_table
from evenhand.engines.words import NO, YES

TAKEN = (
    "kind",
    "sequence",
    "occurred_on",
    "occurred_at",
    "recorded_on",
    "recorded_at",
    "stands_in",
    "by_claimant",
)
"""Fields of an entry that follow from the columns at, recorded, sequence and on_behalf_of."""

_UNKNOWN = ("unknown", "?", "未知", "不详", "không rõ")

Cell = tuple[int, int]
"""A value and its state; of a BOOL the value is the truth value and the state is KNOWN."""

Words = tuple[tuple[str, int], ...]
"""Words and how often they occur."""


def check_fields(mapping: ContactMapping, version: Version) -> list[Problem]:
    """Fields and facts that the mapping names and the policy does not know."""
    content = mapping.content
    fields = sorted(spec.name for spec in version.facts.values() if spec.scope == "entry")
    problems = [
        mapping.problem(("columns", name), *_unknown_field(name, fields, version))
        for name in content.columns.fields
        if name in TAKEN or name not in fields
    ]
    problems += [
        mapping.problem(("values", name), said("columns names no column for {name}", name=name))
        for name in content.values
        if name not in content.columns.fields
    ]
    known = sorted(path for path, spec in version.facts.items() if spec.scope != "entry")
    for path, value in content.facts.items():
        place = ("facts", path)
        if path not in known:
            message = said("policy {policy} knows no fact {path}", policy=version.policy, path=path)
            problems.append(mapping.problem(place, message, nearest(path, known)))
        elif _constant(version, path, value) is None:
            wanted = _wanted(version.facts[path])
            problems.append(
                mapping.problem(
                    place,
                    said("{path} is {wanted}, not {value}", path=path, wanted=wanted, value=value),
                )
            )
    return problems


def _unknown_field(name: str, fields: list[str], version: Version) -> tuple[str, str]:
    if name in TAKEN:
        return said(
            "{name} is not given: it follows from at, recorded, sequence, on_behalf_of", name=name
        ), ""
    free = [field for field in fields if field not in TAKEN]
    message = said("policy {policy} knows no entry field {name}", policy=version.policy, name=name)
    return message, nearest(name, free) or said("its fields: {fields}", fields=free)


def constants(mapping: ContactMapping, version: Version) -> dict[str, Column]:
    """The facts that hold for every dispute of the file, as columns of shape (1, 1)."""
    return {
        path: _column(version.facts[path], cell)
        for path, value in mapping.content.facts.items()
        if (cell := _constant(version, path, value)) is not None
    }


def _constant(version: Version, path: str, value: object) -> Cell | None:
    if value is None:
        return (0, ABSENT) if version.facts[path].type is not Type.BOOL else None
    word = str(value).lower() if isinstance(value, bool) else str(value)
    return read_value(version, version.facts[path], word)


def _column(spec: FactSpec, cell: Cell) -> Column:
    value, state = cell
    if spec.type is Type.BOOL:
        return Column(np.full((1, 1), value, dtype=np.int8))
    return Column(np.full((1, 1), value, dtype=np.int64), np.full((1, 1), state, dtype=np.int8))


def list_words(connection: Connection, mapping: ContactMapping) -> dict[str, Words]:
    """The words that occur in each field, the most frequent first; number_words numbers them."""
    words = {}
    for name in mapping.content.columns.fields:
        column = field_column(name)
        found = connection.execute(
            f"SELECT {column}, count(*) FROM person_contact GROUP BY ALL ORDER BY 2 DESC, 1"
        ).fetchall()
        words[name] = tuple((str(word), int(rows)) for word, rows in found)
    number_words(connection, words)
    return words


def number_words(connection: Connection, words: Mapping[str, Words]) -> None:
    """Make the tables `field_NAME` (word, id): the id of a word is its place."""
    for name, found in words.items():
        ids = pa.table({"word": [word for word, _ in found], "id": range(len(found))})
        create_table(connection, field_column(name), ids)


def unknown_words(
    mapping: ContactMapping, version: Version, words: Mapping[str, Words]
) -> list[Problem]:
    """Every word that has no meaning for its field, and how often it occurs."""
    return [
        _no_meaning(mapping, version.facts[f"entry.{name}"], word, rows)
        for name, found in words.items()
        for word, rows in found
        if _meaning(mapping, version, name, word) is None
    ]


def translate(
    mapping: ContactMapping, version: Version, words: Mapping[str, Words]
) -> dict[str, Column]:
    """What the words of each field mean, by their ids. Raises ContactsRefused."""
    problems = unknown_words(mapping, version, words)
    if problems:
        raise ContactsRefused(problems)
    columns = {}
    for name, found in words.items():
        cells = [_meaning(mapping, version, name, word) or (0, ABSENT) for word, _ in found]
        pairs = np.array(cells, dtype=np.int64).reshape(-1, 2)
        is_truth = version.facts[f"entry.{name}"].type is Type.BOOL
        value = pairs[:, 0].astype(np.int8) if is_truth else pairs[:, 0]
        state = None if is_truth else pairs[:, 1].astype(np.int8)
        columns[f"entry.{name}"] = Column(value, state)
    return columns


def _meaning(mapping: ContactMapping, version: Version, name: str, word: str) -> Cell | None:
    spec = version.facts[f"entry.{name}"]
    told = mapping.content.values.get(name, {})
    if word in told:
        meant = told[word]
        return (0, ABSENT) if meant is None else read_value(version, spec, meant)
    return read_value(version, spec, word)


def _no_meaning(mapping: ContactMapping, spec: FactSpec, word: str, rows: int) -> Problem:
    message = nsaid(
        "{field} is {wanted}, not “{word}”, which occurs once",
        "{field} is {wanted}, not “{word}”, which occurs {count:,} times",
        rows,
        field=spec.name,
        wanted=_wanted(spec),
        word=word,
    )
    hint = said("say what it means under values.{field}", field=spec.name)
    return mapping.problem(("columns", spec.name), message, hint)


def read_value(version: Version, spec: FactSpec, word: str) -> Cell | None:
    """The value of a word for a fact or field, None if it is none.

    Empty is what the fact takes for nothing on record.
    """
    word = word.strip()
    if word == "":
        return _missing(version, spec)
    if word.lower() in _UNKNOWN:
        return (UNKNOWN, KNOWN) if spec.type is Type.BOOL else (0, UNKNOWN)
    value = _value(version, spec, word)
    return None if value is None else (value, KNOWN)


def _missing(version: Version, spec: FactSpec) -> Cell:
    value = missing_value(spec)
    if isinstance(value, str):
        return version.vocabulary.code(value), KNOWN
    if value is not None:
        return value, KNOWN
    if spec.type is Type.BOOL:
        return UNKNOWN, KNOWN
    return 0, ABSENT if spec.missing == "absent" else UNKNOWN


def _value(version: Version, spec: FactSpec, word: str) -> int | None:
    if spec.type is Type.BOOL:
        lower = word.lower()
        return TRUE if lower in YES else FALSE if lower in NO else None
    if spec.type is Type.TEXT:
        return version.vocabulary.code(word) if word in spec.values else None
    if spec.type is Type.INSTANT:
        return _instant(word, version.time_zone)
    if spec.type in (Type.INT, Type.POSITION):
        return int(word) if word.lstrip("+-").isascii() and word.lstrip("+-").isdigit() else None
    literal = scalar(word)
    return int(literal.value) if literal.type is spec.type else None


def _instant(word: str, zone: str) -> int | None:
    try:
        time = datetime.fromisoformat(word)
    except ValueError:
        return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=ZoneInfo(zone))
    return int(time.timestamp() // 1)


def _wanted(spec: FactSpec) -> str:
    forms = {
        Type.BOOL: said("yes or no"),
        Type.INT: said("a whole number"),
        Type.POSITION: said("a whole number"),
        Type.DATE: said("a date such as 2013-01-27"),
        Type.INSTANT: said("a time such as 2013-01-27T10:00"),
        Type.DAYS: said("days such as 3d"),
        Type.WORKDAYS: said("working days such as 3bd"),
        Type.ELAPSED: said("a length of time such as 72h"),
        Type.TEXT: said("one of {values}", values=spec.values),
    }
    return forms[spec.type]
