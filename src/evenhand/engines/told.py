"""Facts that columns of a contact file tell: of a claimant, or of the dispute and its deal.

Every row says the same of the same: of a claimant, whatever they did with the customer; of the
dispute, whoever did it. An empty word tells nothing: then the fact follows from the entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import available_timezones

import numpy as np

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.policy.expression import nearest
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.cases import Bools, Column
from evenhand.core.said import said
from evenhand.core.types import Type
from evenhand.engines.contacts import OF_CLAIMANT, told_column, told_of
from evenhand.engines.fields import Cell, read_value
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.sql import Connection
from evenhand.engines.tables import Roll


def check_told(mapping: ContactMapping, version: Version) -> list[Problem]:
    """Facts of columns that the policy does not know, or that are said to be constant too."""
    known = sorted(path for path, spec in version.facts.items() if spec.scope != "entry")
    problems = []
    for path in mapping.content.fact_columns:
        place = ("fact_columns", path)
        if path not in known:
            message = said("policy {policy} knows no fact {path}", policy=version.policy, path=path)
            problems.append(mapping.problem(place, message, nearest(path, known)))
        elif path in mapping.content.facts:
            message = said("facts gives {path} one value for the whole file", path=path)
            problems.append(mapping.problem(place, message))
    return problems


def refuse_contradictions(connection: Connection, mapping: ContactMapping) -> None:
    """Raise ContactsRefused if rows say different things of one, or name no time zone."""
    problems = [
        *_contradictions(connection, mapping, "customer, claimant", claimant=True),
        *_contradictions(connection, mapping, "customer", claimant=False),
    ]
    if mapping.content.columns.zone:
        problems += _zones(connection, mapping)
    if problems:
        raise ContactsRefused(problems)


def _contradictions(
    connection: Connection, mapping: ContactMapping, of: str, *, claimant: bool
) -> list[Problem]:
    problems = []
    for path in told_of(mapping, claimant=claimant):
        column = told_column(path)
        found = connection.execute(f"""
            SELECT customer, min({column}), max({column})
            FROM (SELECT *, CASE WHEN behalf = '' THEN who ELSE behalf END AS claimant
                  FROM registered)
            GROUP BY {of} HAVING min({column}) <> max({column}) ORDER BY customer LIMIT 1""")
        for customer, one, other in found.fetchall():
            message = said(
                "of {customer} {path} is “{one}” in one row and “{other}” in another",
                customer=customer,
                path=path,
                one=one,
                other=other,
            )
            problems.append(mapping.problem(("fact_columns", path), message))
    return problems


def _zones(connection: Connection, mapping: ContactMapping) -> list[Problem]:
    found = connection.execute("SELECT DISTINCT zone FROM registered ORDER BY 1").fetchall()
    known = available_timezones() | {""}
    return [
        mapping.problem(
            ("columns", "zone"),
            said("{zone} is no known time zone; write it as Asia/Shanghai", zone=zone),
        )
        for (zone,) in found
        if zone not in known
    ]


def told_words(connection: Connection, mapping: ContactMapping) -> dict[str, tuple[str, ...]]:
    """The words that occur for each such fact."""
    found = {}
    for path in mapping.content.fact_columns:
        column = told_column(path)
        words = connection.execute(
            f"SELECT DISTINCT {column} FROM registered WHERE {column} <> '' ORDER BY 1"
        ).fetchall()
        found[path] = tuple(str(word) for (word,) in words)
    return found


def meanings(
    mapping: ContactMapping, version: Version, words: Mapping[str, tuple[str, ...]]
) -> dict[str, Mapping[str, Cell]]:
    """What the words of each such fact mean. Raises ContactsRefused with those of no meaning."""
    problems: list[Problem] = []
    found: dict[str, Mapping[str, Cell]] = {}
    for path, occurring in words.items():
        spec = version.facts[path]
        cells = {word: read_value(version, spec, word) for word in occurring}
        problems += [
            mapping.problem(
                ("fact_columns", path), said("{path} is never {value}", path=path, value=word)
            )
            for word, cell in cells.items()
            if cell is None
        ]
        found[path] = {word: cell for word, cell in cells.items() if cell is not None}
    if problems:
        raise ContactsRefused(problems)
    return found


def told_facts(
    version: Version, meant: Mapping[str, Mapping[str, Cell]], roll: Roll
) -> tuple[dict[str, Column], dict[str, Bools]]:
    """The facts of the disputes of a roll as columns, and where each is stated."""
    columns, stated = {}, {}
    present = roll.present()
    for path, cells in meant.items():
        words = np.asarray(roll.told[path], dtype=object)
        pairs = np.array([cells.get(word, (0, 0)) for word in words], dtype=np.int64)
        pairs = pairs.reshape(-1, 2)
        is_told = np.array([word in cells for word in words], dtype=bool)
        if path.startswith(OF_CLAIMANT):
            value, state = (_spread(pairs[:, place], present) for place in (0, 1))
            where = _spread(is_told, present)
        else:
            value, state, where = pairs[None, :, 0], pairs[None, :, 1], is_told[None, :]
        is_truth = version.facts[path].type is Type.BOOL
        columns[path] = (
            Column(value.astype(np.int8)) if is_truth else Column(value, state.astype(np.int8))
        )
        stated[path] = where
    return columns, stated


def _spread(flat: np.ndarray, present: Bools) -> np.ndarray:
    """What stands dispute by dispute in slot order, in the shape (claimants, disputes)."""
    whole = np.zeros(present.T.shape, dtype=flat.dtype)
    whole[present.T] = flat
    return whole.T
