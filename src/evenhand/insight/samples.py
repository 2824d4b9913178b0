"""Ten rulings to read by eye: spread over the rules, each with its entries and its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from evenhand.core.policy.versions import Policy, Version
from evenhand.core.ruling.dossier import Dossier
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


def read_samples(
    connection: Connection, policy: Policy, readings: Sequence[Reading], lang: str
) -> list[Sample]:
    """Choose and explain; of each rule one after the other, those with few claimants first."""
    chosen = connection.execute(f"""
        WITH ranked AS (
            SELECT r.customer, r."by", d.number,
                   row_number() OVER (
                       PARTITION BY r."by", r.version ORDER BY r.claimants > 4, md5(r.customer)
                   ) AS turn,
                   count(*) OVER (PARTITION BY r."by", r.version) AS peers
            FROM ruling r JOIN dispute d USING (customer)
        )
        SELECT number FROM ranked ORDER BY turn, peers DESC, "by" LIMIT {SAMPLES}""").fetchall()
    return [_sample(connection, policy, readings, int(row[0]), lang) for row in chosen]


def _sample(
    connection: Connection, policy: Policy, readings: Sequence[Reading], number: int, lang: str
) -> Sample:
    version, dossier = read_dispute(connection, readings, number)
    ruling = rule(policy, version, dossier, governing_date(version, dossier))
    sentences = Sentences(ruling, lang)
    entries = tuple(_entries(connection, number, version, dossier, lang))
    customer = connection.execute(
        "SELECT customer FROM dispute WHERE number = ?", [number]
    ).fetchall()[0][0]
    return Sample(
        str(customer),
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
    connection: Connection, number: int, version: Version, dossier: Dossier, lang: str
) -> Iterator[Entry]:
    zone = ZoneInfo(version.time_zone)
    kinds = tuple(version.kinds.values())
    made_by = connection.execute(
        """SELECT r.who FROM registered r JOIN dispute d USING (customer)
           WHERE d.number = ? ORDER BY r.place""",
        [number],
    ).fetchall()
    entries = dossier.entries
    instants = entries.columns["entry.occurred_at"].value
    rows = zip(entries.sequence, instants, entries.kind, made_by, strict=True)
    for place, instant, kind, (who,) in rows:
        when = datetime.fromtimestamp(int(instant), UTC).astimezone(zone)
        label = kinds[int(kind)].label.in_(lang)
        yield Entry(int(place), when.strftime("%Y-%m-%d %H:%M"), str(who), label)
