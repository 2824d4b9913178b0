"""Finds the disputes in a contact table: customers on whom two or more people worked, and who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.core.errors import ContactsRefused
from evenhand.core.policy.versions import Version
from evenhand.engines.activities import IGNORED, check_kinds, classify, named_kinds
from evenhand.engines.contacts import field_column, told_column, told_of
from evenhand.engines.fields import Words, check_fields, list_words, unknown_words
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.sql import Connection, number, quote
from evenhand.engines.told import check_told, refuse_contradictions, told_words

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the contacts.

    `claimants`, `entries`: of each dispute, in the order of their numbers (fewest claimants first,
    then by first entry). `kinds`: what `entry.kind` counts in; `words`: what the ids of each field
    stand for; `told`: the words of facts that columns tell.
    """

    customers: int
    people: int
    not_persons: int
    ignored: int
    claimants: Ints
    entries: Ints
    kinds: tuple[str, ...]
    words: Mapping[str, Words]
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def disputes(self) -> int:
        """Customers with two or more claimants."""
        return len(self.claimants)


def check_mapping(mapping: ContactMapping, version: Version) -> None:
    """Raise ContactsRefused if the mapping names what the policy does not know."""
    problems = check_kinds(mapping, version) + check_fields(mapping, version)
    problems += check_told(mapping, version)
    if problems:
        raise ContactsRefused(problems)


def find_disputes(connection: Connection, mapping: ContactMapping, version: Version) -> Found:
    """From the table `contact` make the tables dispute, slot and entry, from which local reads.

    A claimant is whoever has a contact, registration, order or contract with the customer, made by
    themselves or by a stand-in. Entries of others on the same customer stay in the register. Raises
    ContactsRefused with every activity and every word that has no meaning.
    """
    kinds = named_kinds(mapping, version)
    _persons(connection, mapping)
    problems = classify(connection, mapping, kinds)
    words = list_words(connection, mapping)
    problems += unknown_words(mapping, version, words)
    if problems:
        raise ContactsRefused(problems)
    _register(connection, mapping)
    refuse_contradictions(connection, mapping)
    find_claimants(connection, mapping, makes_party(version, kinds))
    gather_entries(connection, mapping)
    return _found(connection, mapping, kinds, words)


def makes_party(version: Version, kinds: Sequence[str]) -> list[bool]:
    """Of each kind, whether whoever has such an entry claims the customer."""
    return [version.kinds[name].makes_party for name in kinds]


def _persons(connection: Connection, mapping: ContactMapping) -> None:
    """The view `person_contact`: whole rows that are not left out because of who made them."""
    place = "position" if mapping.content.columns.sequence else "rowid + 1"
    left_out = _is_one_of("who", mapping.content.not_persons)
    connection.execute(f"""
        CREATE VIEW person_contact AS SELECT {place} AS place, * FROM contact
        WHERE fault IS NULL AND NOT {left_out}""")


def _is_one_of(column: str, names: tuple[str, ...]) -> str:
    """The condition that a column holds one of the names, or begins as one that ends in `*`."""
    tests = [
        f"starts_with({column}, {quote(name[:-1])})"
        if name.endswith("*")
        else f"{column} = {quote(name)}"
        for name in names
    ]
    return f"({' OR '.join(tests) or 'false'})"


def _register(connection: Connection, mapping: ContactMapping) -> None:
    """The view `registered`: contacts that are entries, with the code of their kind."""
    same_phase = " AND v.phase = c.phase" if mapping.content.columns.phase else ""
    connection.execute(f"""
        CREATE VIEW registered AS SELECT c.*, v.kind FROM person_contact c
        JOIN verdict v ON v.activity = c.activity{same_phase} WHERE v.kind <> {IGNORED}""")


def find_claimants(connection: Connection, mapping: ContactMapping, party: Sequence[bool]) -> None:
    """From `registered` make the tables dispute and slot. `party`: as makes_party says."""
    kinds = ", ".join(str(code) for code, makes in enumerate(party) if makes) or "NULL"
    claimant = "CASE WHEN behalf = '' THEN who ELSE behalf END"
    never = _is_one_of(claimant, mapping.content.never_claim)
    of_slot = [told_column(path) for path in told_of(mapping, claimant=True)]
    of_dispute = [told_column(path) for path in told_of(mapping, claimant=False)]
    least = "".join(f", min({name}) AS {name}" for name in (*of_slot, *of_dispute))
    of_pairs = "".join(f", min({name}) AS {name}" for name in of_dispute)
    connection.execute(f"""
        CREATE TABLE pair AS
        SELECT customer, {claimant} AS who, min(place) AS first{least} FROM registered
        WHERE kind IN ({kinds}) AND NOT {never} GROUP BY ALL""")
    connection.execute(f"""
        CREATE TABLE dispute AS
        SELECT row_number() OVER (ORDER BY claimants, first, customer) - 1 AS number, *
        FROM (SELECT customer, count(*) AS claimants, min(first) AS first{of_pairs} FROM pair
              GROUP BY customer HAVING count(*) >= 2) ORDER BY number""")
    told = "".join(f", pair.{name}" for name in of_slot)
    connection.execute(f"""
        CREATE TABLE slot AS
        SELECT number, row_number() OVER (PARTITION BY number ORDER BY who) - 1 AS slot, who{told}
        FROM pair JOIN dispute USING (customer) ORDER BY number, who""")


def gather_entries(connection: Connection, mapping: ContactMapping) -> None:
    """Make the table `entry` of all disputes, in the order in which batches read it."""
    columns, joins = [], []
    for name in mapping.content.columns.fields:
        table = field_column(name)
        columns.append(f", {table}.id AS {table}")
        joins.append(f"JOIN {table} ON {table}.word = r.{table}")
    behalf = "own.slot"
    if mapping.content.columns.on_behalf_of:
        behalf = "CASE WHEN r.behalf IN ('', r.who) THEN own.slot ELSE other.slot END"
        joins.append("LEFT JOIN slot other ON other.number = d.number AND other.who = r.behalf")
    if mapping.content.columns.zone:
        columns.append(", r.zone")
    connection.execute(f"""
        CREATE TABLE entry AS
        SELECT d.number, coalesce(own.slot, -1) AS made_by, coalesce({behalf}, -1) AS on_behalf_of,
               r.kind, r.place, r.instant, r.recorded{"".join(columns)}
        FROM registered r JOIN dispute d ON d.customer = r.customer
        LEFT JOIN slot own ON own.number = d.number AND own.who = r.who
        {" ".join(joins)} ORDER BY d.number, r.place""")


def _found(
    connection: Connection,
    mapping: ContactMapping,
    kinds: tuple[str, ...],
    words: Mapping[str, Words],
) -> Found:
    never = _is_one_of("who", mapping.content.never_claim)
    claimants = connection.execute("SELECT claimants FROM dispute ORDER BY number").fetchnumpy()
    entries = connection.execute(
        "SELECT count(*) AS entries FROM entry GROUP BY number ORDER BY number"
    ).fetchnumpy()
    whole = number(connection, "SELECT count(*) FROM contact WHERE fault IS NULL")
    persons = number(connection, "SELECT count(*) FROM person_contact")
    return Found(
        customers=number(connection, "SELECT count(DISTINCT customer) FROM registered"),
        people=number(connection, f"SELECT count(DISTINCT who) FROM registered WHERE NOT {never}"),
        not_persons=whole - persons,
        ignored=number(
            connection, f"SELECT coalesce(sum(rows), 0) FROM verdict WHERE kind = {IGNORED}"
        ),
        claimants=np.asarray(claimants["claimants"], dtype=np.int64),
        entries=np.asarray(entries["entries"], dtype=np.int64),
        kinds=kinds,
        words=words,
        told=told_words(connection, mapping),
    )
