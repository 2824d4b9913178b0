"""What a run of `evenhand match` leaves: clusters, pairs with evidence, doubts, households."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.base.durable import write_text
from evenhand.core.identity.cluster import THRESHOLD, Pairs, clusters
from evenhand.core.identity.decide import POSSIBLE, RELATED
from evenhand.core.identity.model import Model
from evenhand.customers.matching.copies import copy_rows
from evenhand.customers.matching.report import Figures, render_report
from evenhand.engines.sql import Connection, create_table, number, parquet, quote

MOST_RELATED: Final = 40
"""A household or group is no larger; what connects more is a switchboard."""

_DOUBTFUL: Final = (
    f"cluster_l <> cluster_r AND weight >= {POSSIBLE}"
    f" AND NOT (kin >= {RELATED} AND weight < {THRESHOLD})"
)
"""SQL: a pair is for people to look at."""

_SHOWN: Final = ("name", "phone", "email", "tax", "city")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a run.

    Attributes:
        records: Records read.
        customers: Different customers found.
        clusters: Those of them with two records or more.
        duplicates: Records beyond the first of their customer.
        pairs: Pairs of records that are one customer, weighed.
        possible: Pairs for people to look at.
        households: Groups of customers that are related and not one.
        model: SHA-256 of the model.
    """

    records: int
    customers: int
    clusters: int
    duplicates: int
    pairs: int
    possible: int
    households: int
    model: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages before left.

    Attributes:
        normal: The normalised records.
        typed: What was typed, record by record.
        pairs: The pairs: see `scoring.scored_sql`.
    """

    normal: Sequence[Path]
    typed: Sequence[Path]
    pairs: Path


def write_outputs(
    folder: Path,
    model: Model,
    stages: Stages,
    *,
    title: str,
    lang: str,
    progress: Callable[[str], None],
) -> Outcome:
    """Cluster the pairs and write everything to the folder, each file whole or not at all.

    Args:
        folder: Where to.
        model: What the pairs were weighed with.
        stages: The records and the pairs.
        title: What the report is about.
        lang: The language of the report.
        progress: Told when writing begins.
    """
    found = clusters(read_pairs(stages.pairs, model))
    progress("writing")
    connection = duckdb.connect()
    with closing(connection):
        _tables(connection, found, stages)
        _relate(connection)
        for name, sql in _files(model).items():
            copy_rows(connection, sql, folder / name)
        outcome = _outcome(connection, model)
        figures = _figures(connection)
    write_text(folder / "model.json", model.dumped())
    summary = outcome.as_dict() | {"threshold": THRESHOLD, "possible_from": POSSIBLE}
    write_text(folder / "summary.json", json.dumps(summary, indent=2) + "\n")
    write_text(
        folder / "report.html", render_report(model, outcome.as_dict(), figures, title, lang)
    )
    return outcome


def read_pairs(path: Path, model: Model) -> Pairs:
    """The pairs of a file as arrays."""
    fields = [one.field for one in model.comparisons]
    table = pq.read_table(
        path,
        columns=["record_l", "record_r", "weight"]
        + [f"same_{of}" for of in fields]
        + [f"kin_{of}" for of in fields],
    )

    def column(name: str, kind: str) -> npt.NDArray[Any]:
        made: npt.NDArray[Any] = table[name].to_numpy(zero_copy_only=False).astype(kind)
        return made

    def matrix(prefix: str) -> npt.NDArray[Any]:
        empty = np.empty((table.num_rows, 0), "f4")
        return np.stack([column(prefix + of, "f4") for of in fields], axis=1) if fields else empty

    return Pairs(
        left=column("record_l", "i8"),
        right=column("record_r", "i8"),
        weight=column("weight", "f4"),
        same=matrix("same_"),
        kin=matrix("kin_"),
        prior=model.prior_weight,
        kin_prior=model.kin_prior_weight,
    )


def _tables(connection: Connection, found: tuple[Any, Any], stages: Stages) -> None:
    records, heads = found
    create_table(connection, "joined", pa.table({"record": records, "cluster": heads}))
    connection.execute(
        f"CREATE VIEW typed AS SELECT *, coalesce(name, concat_ws(' ', given, family)) AS shown"
        f" FROM {parquet(stages.typed)}"
    )
    connection.execute(f"CREATE VIEW normal AS SELECT record, kind FROM {parquet(stages.normal)}")
    connection.execute(
        f"CREATE VIEW pairs AS SELECT * FROM read_parquet({quote(str(stages.pairs))})"
    )
    connection.execute(
        "CREATE TABLE members AS SELECT t.record, coalesce(j.cluster, t.record) + 1 AS cluster"
        " FROM typed AS t LEFT JOIN joined AS j USING (record)"
    )
    connection.execute(
        "CREATE TABLE sizes AS SELECT cluster, count(*) AS size FROM members GROUP BY cluster"
    )
    connection.execute(
        "CREATE VIEW judged AS SELECT p.*, a.cluster AS cluster_l, b.cluster AS cluster_r"
        " FROM pairs AS p JOIN members AS a ON a.record = p.record_l"
        " JOIN members AS b ON b.record = p.record_r"
    )


def _relate(connection: Connection) -> None:
    """Links between clusters that are related, and the groups that they make: never a merge."""
    links = connection.execute(
        "SELECT cluster_l, cluster_r FROM judged WHERE cluster_l <> cluster_r"
        f" AND kin >= {RELATED} AND weight < {THRESHOLD} GROUP BY ALL"
        " ORDER BY max(kin) DESC, cluster_l, cluster_r"
    ).fetchnumpy()
    left = np.asarray(links["cluster_l"], "i8").tolist()
    right = np.asarray(links["cluster_r"], "i8").tolist()
    group = _groups(list(zip(left, right, strict=True)))
    create_table(
        connection,
        "related",
        pa.table(
            {
                "cluster": pa.array(list(group), pa.int64()),
                "household": pa.array(list(group.values()), pa.int64()),
            }
        ),
    )


def _groups(links: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Each cluster that is related → its group, the surest links first, none larger than allowed.

    >>> _groups([(1, 2), (2, 3), (7, 8)])
    {1: 1, 2: 1, 3: 1, 7: 7, 8: 7}
    """
    of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for one, other in links:
        a, b = of.get(one, one), of.get(other, other)
        ours, theirs = members.get(a, [a]), members.get(b, [b])
        if a == b or len(ours) + len(theirs) > MOST_RELATED:
            continue
        head = min(a, b)
        members.pop(max(a, b), None)
        members[head] = ours + theirs
        for cluster in members[head]:
            of[cluster] = head
    return dict(sorted(of.items()))


def _files(model: Model) -> dict[str, str]:
    """File → the query that fills it."""
    both = ", ".join(f"{side}.{of} AS {of}_{end}" for of, side, end in _sides())
    joined = "JOIN typed AS l ON l.record = record_l JOIN typed AS r ON r.record = record_r"
    clustered = (
        "SELECT m.cluster, s.size, t.* EXCLUDE (record, shown) FROM members AS m"
        " JOIN sizes AS s USING (cluster) JOIN typed AS t USING (record)"
    )
    evidence = " || ".join(
        f"coalesce('{one.field} ' || level_{one.field} || ' '"
        f" || printf('%+.1f', same_{one.field}) || '; ', '')"
        for one in model.comparisons
    )
    pair = f"round(weight, 2) AS weight, round(1 / (1 + pow(2.0, -weight)), 4) AS chance, {both}"
    return {
        "clusters.parquet": f"{clustered} ORDER BY m.record",
        "clusters.csv": f"{clustered} WHERE s.size > 1 ORDER BY m.cluster, m.record",
        "pairs.parquet": "SELECT l.id AS id_l, r.id AS id_r, l.row AS row_l, r.row AS row_r,"
        " judged.*"
        f" FROM judged {joined} WHERE cluster_l = cluster_r ORDER BY record_l, record_r",
        "review.csv": f"SELECT {pair}, rtrim({evidence}, '; ') AS evidence FROM judged {joined}"
        f" WHERE {_DOUBTFUL} ORDER BY judged.weight DESC, record_l, record_r",
        "households.csv": "SELECT h.household, CASE WHEN n.kind = 'company' THEN 'group' ELSE"
        " 'household' END AS kind, h.cluster, t.file, t.row, t.id, t.shown AS name, t.phone,"
        " t.address FROM related AS h JOIN members AS m USING (cluster)"
        " JOIN typed AS t USING (record)"
        " JOIN normal AS n USING (record) ORDER BY h.household, h.cluster, m.record",
    }


def _sides() -> list[tuple[str, str, str]]:
    places = [("file", "l", "l"), ("row", "l", "l"), ("id", "l", "l")]
    places += [("file", "r", "r"), ("row", "r", "r"), ("id", "r", "r")]
    return places + [(of, side, side) for of in _SHOWN for side in "lr"]


def _outcome(connection: Connection, model: Model) -> Outcome:
    records = number(connection, "SELECT count(*) FROM members")
    found = number(connection, "SELECT count(*) FROM sizes")
    return Outcome(
        records=records,
        customers=found,
        clusters=number(connection, "SELECT count(*) FROM sizes WHERE size > 1"),
        duplicates=records - found,
        pairs=number(connection, "SELECT count(*) FROM judged WHERE cluster_l = cluster_r"),
        possible=number(connection, f"SELECT count(*) FROM judged WHERE {_DOUBTFUL}"),
        households=number(connection, "SELECT count(DISTINCT household) FROM related"),
        model=model.sha256,
    )


def _figures(connection: Connection) -> Figures:
    sizes = connection.execute(
        "SELECT least(size, 10) AS size, count(*) FROM sizes WHERE size > 1 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    weights = connection.execute(
        "SELECT least(greatest(floor(weight / 2) * 2, -6), 40)::INTEGER AS at,"
        " count(*) FILTER (cluster_l = cluster_r), count(*) FILTER (cluster_l <> cluster_r)"
        " FROM judged GROUP BY 1 ORDER BY 1"
    ).fetchall()
    examples = connection.execute(
        "SELECT l.shown, r.shown, l.phone, r.phone, round(weight, 1) FROM judged"
        " JOIN typed AS l ON l.record = record_l JOIN typed AS r ON r.record = record_r"
        f" WHERE cluster_l <> cluster_r AND weight BETWEEN {POSSIBLE} AND {THRESHOLD}"
        f" AND kin < {RELATED} ORDER BY hash(record_l), record_r LIMIT 12"
    ).fetchall()
    return Figures(tuple(sizes), tuple(weights), tuple(examples))
