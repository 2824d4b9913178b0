"""The sample disputes whose records are kept for ever, with the policy files as they were.

Nothing in `records/` is ever edited. Where a change of the engine makes one of them come out
otherwise, the engine is wrong, or takes a new number (docs/decisions/0007-ruling-record.md).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evenhand.core.policy.load import load_policy
from evenhand.core.policy.places import locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.ruling.record import FORMATS, record_of, sealed
from evenhand.core.ruling.ruling import Ruling, rule_dossier

RECORDS = Path(__file__).parent / "records"


@dataclass(frozen=True)
class Sample:
    """A dossier, the policy file that governs it, and its record."""

    name: str
    policy: Path
    dossier: Path
    record: Path
    format: str

    def ruling(self) -> Ruling:
        """The ruling, made now."""
        text = self.dossier.read_text(encoding="utf-8")
        return rule_dossier(kept_policy(self.policy.stem), locate(text, self.dossier.name))

    def again(self, ruling: Ruling) -> bytes:
        """The file of a ruling's record, in the format of this one."""
        return sealed(record_of(ruling, self.format))


def _sample(name: str, policy: str, format_: str = FORMATS[0]) -> Sample:
    return Sample(
        name,
        RECORDS / "policies" / f"{policy}.yaml",
        RECORDS / f"{name}.dossier.yaml",
        RECORDS / f"{name}.json",
        format_,
    )


SAMPLES = [
    *(
        _sample(name, "showroom")
        for name in ("1-lapse", "2-late-card", "3-named", "4-short-cycle", "5-outlet")
    ),
    *(_sample(name, "verbs") for name in ("6-share", "7-unknown", "8-old-version")),
    *(_sample(name, "remedies", FORMATS[1]) for name in ("9-shares", "10-compensation")),
]


@cache
def kept_policy(name: str) -> Policy:
    """A policy file as it was."""
    path = RECORDS / "policies" / f"{name}.yaml"
    return load_policy(path.read_text(encoding="utf-8"), source=path.name, catalogue=CATALOGUE)
