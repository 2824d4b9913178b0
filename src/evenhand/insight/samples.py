"""Ten rulings to read by eye: spread over the rules, each with its entries and its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.dossier import Dossier
from evenhand.core.ruling.figures import instant_in
from evenhand.core.ruling.ruling import governing_date, rule
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.ruling.text import lines_of
from evenhand.engines.local import Reading, read_dispute
from evenhand.engines.sql import Connection

SAMPLES = 10
SHOWN_ENTRIES = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register as it is shown."""

    place: int
    when: str
    who: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One ruling with its entries and reasons; `why` are lines with their depth."""

    customer: str
    claimants: tuple[str, ...]
    winners: tuple[str, ...]
    by: str
    outcome: str
    basis: str
    provisional: bool
    entries: tuple[Entry, ...]
    left_out: int
    why: tuple[tuple[int, str], ...]


def draw_samples(connection: Connection) -> list[str]:
    """Ten customers: of each rule one after the other, those with few claimants first."""
    key = "(claimants > 4)::INT || md5(customer)"
    chosen = connection.execute(f"""
        WITH rule AS (
            SELECT count(*) AS peers, "by", arg_min(customer, {key}, {SAMPLES}) AS drawn
            FROM ruling GROUP BY "by", version
        ), draw AS (
            SELECT peers, "by", unnest(drawn) AS customer, generate_subscripts(drawn, 1) AS turn
            FROM rule
        )
        SELECT customer FROM draw
        ORDER BY turn, peers DESC, "by", customer LIMIT {SAMPLES}""").fetchall()
    return [str(customer) for (customer,) in chosen]


def read_samples(
    connection: Connection,
    customers: list[str],
    policy: Policy,
    readings: Sequence[Reading],
    lang: str,
) -> list[Sample]:
    """Explain the rulings on some customers."""
    found = connection.execute(
        "SELECT customer, number FROM dispute WHERE list_contains(?, customer)", [customers]
    ).fetchall()
    numbers = {str(customer): int(number) for customer, number in found}
    made_by = _made_by(connection, customers)
    return [
        _sample(
            customer,
            policy,
            *read_dispute(connection, readings, numbers[customer]),
            made_by,
            lang,
        )
        for customer in customers
    ]


def _made_by(connection: Connection, customers: list[str]) -> dict[int, str]:
    """Who made each entry on some customers, by its place; also those who claim nothing."""
    rows = connection.execute(
        "SELECT place, who FROM registered WHERE list_contains(?, customer)", [customers]
    ).fetchall()
    return {int(place): str(who) for place, who in rows}


def _sample(
    customer: str,
    policy: Policy,
    version: Version,
    dossier: Dossier,
    made_by: Mapping[int, str],
    lang: str,
) -> Sample:
    ruling = rule(policy, version, dossier, governing_date(version, dossier))
    sentences = Sentences(ruling, lang)
    entries = tuple(_entries(version, dossier, made_by, lang))
    return Sample(
        customer,
        dossier.claimants,
        tuple(ruling.label(slot) for slot in ruling.outcome.winners),
        ruling.outcome.by,
        sentences.outcome(ruling.outcome),
        sentences.basis(ruling.outcome),
        ruling.provisional,
        entries[:SHOWN_ENTRIES],
        max(0, len(entries) - SHOWN_ENTRIES),
        tuple(lines_of(ruling, lang)),
    )


def _entries(
    version: Version, dossier: Dossier, made_by: Mapping[int, str], lang: str
) -> Iterator[Entry]:
    kinds = tuple(version.kinds.values())
    entries = dossier.entries
    instants = entries.columns["entry.occurred_at"].value
    for place, instant, kind in zip(entries.sequence, instants, entries.kind, strict=True):
        when = instant_in(lang, int(instant), version.time_zone)
        label = kinds[int(kind)].label.in_(lang)
        yield Entry(int(place), when, made_by[int(place)], label)
