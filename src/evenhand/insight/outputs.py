"""What a finished run leaves behind: rulings, claimants, rejected lines, figures, the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.base.digests import file_digest
from evenhand.base.durable import whole_file, write_text
from evenhand.base.language import spoken_in
from evenhand.core.types import Language
from evenhand.engines.broken import told
from evenhand.engines.local import Reading
from evenhand.engines.sql import Connection, create_table, quote
from evenhand.engines.tables import RULINGS
from evenhand.insight.engine import Engine
from evenhand.insight.report import Origin, render_report
from evenhand.insight.samples import draw_samples, read_samples
from evenhand.insight.spreadsheet import write_csv
from evenhand.insight.summary import Summary, summarise

RULINGS_PARQUET, RULINGS_CSV = "rulings.parquet", "rulings.csv"
CLAIMANTS_CSV, REJECTED_CSV = "claimants.csv", "rejected.csv"
SUMMARY, REPORT = "summary.json", "report.html"
OUTPUTS = (RULINGS_PARQUET, RULINGS_CSV, CLAIMANTS_CSV, REJECTED_CSV, SUMMARY, REPORT)

_ROWS = 100_000
_FARES = ("disputes", "won", "shared", "lost", "open")


def write_outputs(
    engine: Engine,
    folder: Path,
    parts: Sequence[Path],
    origin: Origin,
    readings: Sequence[Reading],
) -> dict[str, str]:
    """Write every output whole, and give the SHA-256 of each by its name."""
    lang, connection = origin.inputs.lang, engine.connection
    _merge(connection, parts, folder / RULINGS_PARQUET)
    written = quote(str(folder / RULINGS_PARQUET))
    connection.execute(f"CREATE VIEW ruling AS SELECT * FROM read_parquet({written})")
    write_csv(connection, "SELECT * FROM ruling", folder / RULINGS_CSV, lang)
    summary = summarise(connection, _order(origin))
    _write_claimants(connection, summary, folder / CLAIMANTS_CSV, lang)
    if origin.broken:
        _write_rejected(connection, folder / REJECTED_CSV, lang)
    write_text(folder / SUMMARY, _as_json(summary, origin))
    drawn = draw_samples(connection)
    engine.hold(drawn)
    samples = read_samples(connection, drawn, origin.policy, readings, lang)
    write_text(folder / REPORT, render_report(summary, samples, origin, lang))
    return {name: file_digest(folder / name) for name in OUTPUTS if (folder / name).exists()}


def _write_rejected(connection: Connection, path: Path, lang: str) -> None:
    """The lines left out, each with its reason in words."""
    speech = spoken_in(Language(lang))
    broken = connection.sql("SELECT * FROM broken ORDER BY line").to_arrow_table()
    reasons = pa.array([told(str(marks)).in_(speech) for marks in broken["reason"].to_pylist()])
    place = broken.schema.get_field_index("reason")
    create_table(connection, "rejected", broken.set_column(place, "reason", reasons))
    write_csv(connection, "SELECT * FROM rejected", path, lang)


def _merge(connection: Connection, parts: Sequence[Path], path: Path) -> None:
    """One Parquet file of all parts, in the order of the disputes' first entries."""
    with whole_file(path) as draft, pq.ParquetWriter(draft, RULINGS, compression="zstd") as writer:
        if not parts:
            return
        files = ", ".join(quote(str(part)) for part in parts)
        query = f"SELECT * FROM read_parquet([{files}]) ORDER BY first_entry, customer"
        for batch in connection.sql(query).to_arrow_reader(_ROWS):
            writer.write_batch(batch.cast(RULINGS))


def _order(origin: Origin) -> tuple[tuple[str, str], ...]:
    """(version, step) in the order of the policy."""
    return tuple((version.id, step.id) for version in origin.versions for step in version.steps)


def _write_claimants(connection: Connection, summary: Summary, path: Path, lang: str) -> None:
    shape = pa.schema(
        [
            ("claimant", pa.string()),
            *((name, pa.int64()) for name in _FARES),
            ("percent", pa.int64()),
        ]
    )
    rows = [
        {"claimant": person.name, "percent": person.percent}
        | {name: getattr(person, name) for name in _FARES}
        for person in summary.people
    ]
    create_table(connection, "fared", pa.Table.from_pylist(rows, schema=shape))
    write_csv(connection, "SELECT * FROM fared", path, lang)


def _as_json(summary: Summary, origin: Origin) -> str:
    read = {
        name: getattr(origin, name)
        for name in ("rows", "customers", "not_persons", "ignored", "broken", "encoding")
    }
    told = {
        "title": origin.title,
        "policy": origin.policy.id,
        "versions": [version.id for version in origin.versions],
        "inputs": origin.inputs.model_dump(),
        "read": read,
        **summary.as_json(),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
