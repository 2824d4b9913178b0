"""Cuts what is read into pieces, one for each task; every row keeps its place in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq

from evenhand.engines.source import Source

PIECE_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows that one task reads; `before`: how many rows of the whole stand before them."""

    source: Source
    before: int


def cut(source: Source) -> list[Piece]:
    """Parquet by groups of rows; a CSV file is one piece, for a quoted text may span lines."""
    if source.is_csv:
        whole = replace(source, path=source.path.resolve(), readable=source.readable.resolve())
        return [Piece(whole, 0)]
    pieces, before = [], 0
    for part in source.parts:
        path = part.resolve()
        for first, last in _spans(path):
            piece = replace(source, path=path, readable=path, parts=(path,), rows=(first, last))
            pieces.append(Piece(piece, before + first))
        before += pq.read_metadata(path).num_rows
    return pieces


def _spans(path: Path) -> Iterator[tuple[int, int]]:
    """Neighbouring groups of rows that together hold about PIECE_ROWS."""
    groups = pq.read_metadata(path)
    first = last = 0
    for index in range(groups.num_row_groups):
        last += groups.row_group(index).num_rows
        if last - first >= PIECE_ROWS:
            yield first, last
            first = last
    if last > first:
        yield first, last
