"""A small contact file, and runs over it from the command line."""

import json
from pathlib import Path
from typing import Any

from tests.cli import Result, run

POLICY = """\
policy: small
title: {en: Small & <b>simple</b>, zh: 小规则, vi: Quy định nhỏ}
versions:
  - id: "1"
    effective: {from: 2000-01-01}
    articles: {"1": {en: First come., authoritative: en}}
    steps:
      - {id: closer, cites: ["1"], keep: me.signed, label: {en: signed}}
      - {id: first, cites: ["1"], prefer: {earliest: me.first_visit}}
    tie: {refer: negotiation, cites: ["1"]}
    if_none_remain: {pool: true}
    on_missing: proceed
"""
MAPPING = """\
title: Small file
columns: {customer: customer, who: who, at: at, activity: activity}
kinds: {call: call, visit: visit, contract: signed}
"""
HEADER = "customer,who,at,activity\n"


def contacts(customers: int = 12) -> str:
    """Customers with two or three people each; every third is signed, every fourth a tie."""
    rows = [HEADER]
    for number in range(customers):
        kind = "call" if number % 4 == 0 else "visit"
        for place, who in enumerate(("An", "Bea", "Cas")[: 2 + number % 2]):
            rows.append(f"c{number:03},{who},2013-03-{1 + place:02},{kind}\n")
        if number % 3 == 0:
            rows.append(f"c{number:03},Bea,2013-03-09,signed\n")
    return "".join(rows)


class Desk:
    """A folder with policy, mapping and contacts, in which runs are made."""

    def __init__(self, folder: Path, rows: str | None = None) -> None:
        self.folder = folder
        self.out = folder / "out"
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        (folder / "map.yaml").write_text(MAPPING, encoding="utf-8")
        self.path = folder / "contacts.csv"
        self.path.write_text(contacts() if rows is None else rows, encoding="utf-8")

    def arguments(self, *more: str, contacts: Path | None = None) -> list[str]:
        """The command line of a run."""
        files = {
            "--policy": self.folder / "policy.yaml",
            "--contacts": contacts or self.path,
            "--mapping": self.folder / "map.yaml",
            "--out": self.out,
        }
        named = [text for name, path in files.items() for text in (name, str(path))]
        return ["rulings", *named, *more]

    def run(self, *more: str) -> Result:
        """Run to the end."""
        return run(*self.arguments(*more))

    def bytes_of(self, name: str) -> bytes:
        """An output."""
        return (self.out / name).read_bytes()

    def summary(self) -> dict[str, Any]:
        """The figures."""
        figures: dict[str, Any] = json.loads(self.bytes_of("summary.json"))
        return figures

    def names(self) -> set[str]:
        """What lies in the folder of the run."""
        return {path.name for path in self.out.iterdir()}
