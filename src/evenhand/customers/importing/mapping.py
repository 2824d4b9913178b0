"""The mapping of an old register: what its columns and words mean, where they do not say so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from evenhand.core.errors import ImportRefused, Problem
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.shape import told
from evenhand.core.said import said, together
from evenhand.customers.importing.columns import COLUMNS
from evenhand.engines.mapping import FileForm, Times, Word


def _null_is_nothing(value: object) -> object:
    return "" if value is None else value


Meaning = Annotated[Word, BeforeValidator(_null_is_nothing)]
"""`null` means nothing: the cell is taken as empty."""


class ImportMapping(BaseModel):
    """A mapping file; every part may be left out.

    `columns`: meaning to header. `every_row`: meaning to what holds for all rows. `values`: of a
    meaning, words of the file to what is meant.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    file: FileForm = FileForm()
    columns: dict[str, str] = {}
    every_row: dict[str, Word] = {}
    time: Times = Times()
    values: dict[str, dict[str, Meaning]] = {}


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that could be read, and the SHA-256 of its text; without a file, an empty one."""

    content: ImportMapping = field(default_factory=ImportMapping)
    sha256: str = ""
    located: Located = field(default_factory=lambda: Located({}, ""))

    def problem(self, *path: str, message: str) -> Problem:
        """A problem with a part of it."""
        return self.located.problem(path, message, at_key=True)


NO_MAPPING: Final = Mapping()


def read_mapping(path: Path | None) -> Mapping:
    """Read a mapping file. Raises ImportRefused with every problem and its place."""
    if path is None:
        return NO_MAPPING
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ImportRefused([Problem(together([str(error)]), path.name)]) from None
    except UnicodeDecodeError:
        told_so = said("the file is not UTF-8")
        raise ImportRefused([Problem(told_so, path.name)]) from None
    try:
        located = locate(text, path.name)
    except NotReadable as error:
        raise ImportRefused(error.problems) from None
    try:
        content = ImportMapping.model_validate(located.data or {})
    except ValidationError as error:
        raise ImportRefused(
            [
                located.problem(
                    fault["loc"],
                    together([".".join(map(str, fault["loc"])), told(fault)], ": "),
                    at_key=True,
                )
                for fault in error.errors()
            ]
        ) from None
    mapping = Mapping(content, hashlib.sha256(text.encode()).hexdigest(), located)
    unknown = [
        mapping.problem(
            part,
            name,
            message=said("no column is called {name}; known: {known}", name=name, known=COLUMNS),
        )
        for part in ("columns", "every_row", "values")
        for name in getattr(content, part)
        if name not in COLUMNS
    ]
    if unknown:
        raise ImportRefused(unknown)
    return mapping
