"""The figures of a bulk run: what was decided, by which rule, and how each claimant fared."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from evenhand.engines.sql import Connection, number

UNDECIDED = ("tie", "none-remain", "on-missing")
"""`by` of a ruling that no step made."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How many rulings one step made. `provisional`: those that missing evidence could change."""

    version: str
    by: str
    kind: str
    forum: str | None
    articles: tuple[str, ...]
    rulings: int
    provisional: int


@dataclass(frozen=True, slots=True)
class Person:
    """How one claimant fared. `open`: referred, so far neither won nor lost."""

    name: str
    disputes: int
    won: int
    shared: int
    lost: int
    open: int

    @property
    def decided(self) -> int:
        """Disputes that were decided."""
        return self.won + self.shared + self.lost

    @property
    def percent(self) -> int | None:
        """Won or shared of a hundred decided."""
        return round(100 * (self.won + self.shared) / self.decided) if self.decided else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. `sizes`: how many disputes have how many claimants."""

    disputes: int
    decided: int
    referred: int
    ties: int
    pooled: int
    provisional: int
    claimants: int
    entries: int
    rules: tuple[Rule, ...]
    sizes: tuple[tuple[int, int], ...]
    people: tuple[Person, ...]

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)


def summarise(connection: Connection, order: tuple[tuple[str, str], ...]) -> Summary:
    """The figures of the view `ruling`. `order`: (version, step) in the order of the policy."""
    return Summary(
        disputes=number(connection, "SELECT count(*) FROM ruling"),
        decided=_count(connection, "kind NOT IN ('refer', 'pool')"),
        referred=_count(connection, "kind = 'refer'"),
        ties=_count(connection, "\"by\" = 'tie'"),
        pooled=_count(connection, "kind = 'pool'"),
        provisional=_count(connection, "provisional"),
        claimants=number(
            connection,
            "SELECT count(DISTINCT name) FROM (SELECT unnest(claimant_names) AS name FROM ruling)",
        ),
        entries=number(connection, "SELECT coalesce(sum(entries), 0) FROM ruling"),
        rules=_rules(connection, order),
        sizes=_sizes(connection),
        people=_people(connection),
    )


def _count(connection: Connection, condition: str) -> int:
    return number(connection, f"SELECT count(*) FROM ruling WHERE {condition}")


def _rules(connection: Connection, order: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    rows = connection.execute("""
        SELECT version, "by", kind, forum, by_articles,
               count(*), count(*) FILTER (WHERE provisional)
        FROM ruling GROUP BY ALL""").fetchall()
    rules = [
        Rule(str(version), str(by), str(kind), forum, tuple(articles), int(all_), int(provisional))
        for version, by, kind, forum, articles, all_, provisional in rows
    ]
    places = {step: place for place, step in enumerate(order)}
    last = len(places)

    def place(rule: Rule) -> tuple[int, int, str, str]:
        named = UNDECIDED.index(rule.by) if rule.by in UNDECIDED else len(UNDECIDED)
        return places.get((rule.version, rule.by), last), named, rule.kind, rule.forum or ""

    return tuple(sorted(rules, key=place))


def _sizes(connection: Connection) -> tuple[tuple[int, int], ...]:
    rows = connection.execute(
        "SELECT claimants, count(*) FROM ruling GROUP BY claimants ORDER BY claimants"
    ).fetchall()
    return tuple((int(size), int(count)) for size, count in rows)


def _people(connection: Connection) -> tuple[Person, ...]:
    rows = connection.execute("""
        WITH stake AS (
            SELECT kind, unnest(claimant_names) AS name, winners FROM ruling
        ), fared AS (
            SELECT name, kind, list_contains(winners, name) AS won FROM stake
        )
        SELECT name, count(*),
               count(*) FILTER (WHERE won AND kind = 'award'),
               count(*) FILTER (WHERE won AND kind <> 'award'),
               count(*) FILTER (WHERE NOT won AND kind <> 'refer'),
               count(*) FILTER (WHERE kind = 'refer')
        FROM fared GROUP BY name ORDER BY 2 DESC, name""").fetchall()
    return tuple(Person(str(name), *(int(count) for count in counts)) for name, *counts in rows)
