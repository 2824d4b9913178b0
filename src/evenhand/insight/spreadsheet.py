"""CSV that a spreadsheet opens as it is meant: right characters, no cell that runs as a formula."""

from __future__ import annotations

import codecs
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from evenhand.base.durable import whole_file
from evenhand.engines.sql import Connection, identifier, quote
from evenhand.insight.wording import heading

_STARTS_FORMULA = r"^\s*[=+\-@＝＋－＠\t\r\n]"
_ROWS = 100_000


def write_csv(connection: Connection, query: str, path: Path, lang: str = "en") -> None:
    """Write the rows of a query as UTF-8 with BOM, headed in a language; lists are joined by `;`.

    A text that a spreadsheet would take for a formula (it begins with = + - @ or a tab) gets an
    apostrophe before it, as OWASP's note on CSV injection has it.
    """
    shape = connection.sql(f"SELECT * FROM ({query}) LIMIT 0").to_arrow_table().schema
    cells = ", ".join(_cell(field, heading(field.name, lang)) for field in shape)
    rows = connection.sql(f"SELECT {cells} FROM ({query})").to_arrow_reader(_ROWS)
    with whole_file(path) as draft, draft.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        with pa_csv.CSVWriter(file, rows.schema) as writer:
            for batch in rows:
                writer.write_batch(batch)


def _cell(field: pa.Field, head: str) -> str:
    name = identifier(field.name)
    if pa.types.is_list(field.type):
        value = f"array_to_string({name}, ';')"
    elif pa.types.is_string(field.type):
        value = name
    else:
        return f"{name} AS {identifier(head)}"
    risky = f"regexp_matches({value}, {quote(_STARTS_FORMULA)})"
    return f"CASE WHEN {risky} THEN '''' || {value} ELSE {value} END AS {identifier(head)}"
