"""A dossier tried under a policy: read, ruled, and what would have changed it. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.base.language import spoken
from evenhand.core.errors import DossierRefused, TooLarge
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.changes import Flips
from evenhand.core.ruling.flip import what_would_change
from evenhand.core.ruling.record import record_of, sealed
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from evenhand.core.said import said

MOST_BYTES = 256 * 1024
"""A dossier is no larger than this."""
MOST_CLAIMANTS = 40
MOST_ENTRIES = 4_000
SEARCHED_CLAIMANTS = 8
SEARCHED_ENTRIES = 300
"""Beyond these, what would have changed it takes longer than somebody at a page waits."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A dossier and what came of it; `flips` is None where the search would take too long."""

    text: str
    located: Located
    ruling: Ruling
    flips: Flips | None

    @property
    def record(self) -> bytes:
        """The ruling record, sealed."""
        return sealed(record_of(self.ruling))


def try_dossier(
    policy: Policy, text: str, *, version_id: str | None = None, search: bool = True
) -> Trial:
    """Rule a dossier.

    Raises DossierRefused with everything wrong, TooLarge, NoVersionInForce, NotFound.
    """
    located = read_dossier_text(text)
    ruling = rule_dossier(policy, located, version_id=version_id)
    claimants, entries = len(ruling.dossier.claimants), len(ruling.dossier.entries)
    short = claimants <= SEARCHED_CLAIMANTS and entries <= SEARCHED_ENTRIES
    return Trial(text, located, ruling, what_would_change(ruling) if search and short else None)


def read_dossier_text(text: str) -> Located:
    """The text of a dossier with its places. Raises DossierRefused, TooLarge."""
    if len(text.encode()) > MOST_BYTES:
        raise TooLarge(said("a dossier has at most {most:,} bytes", most=MOST_BYTES))
    try:
        located = locate(text, spoken(said("dossier")))
    except NotReadable as error:
        raise DossierRefused(error.problems) from None
    _refuse_crowds(located)
    return located


def _refuse_crowds(located: Located) -> None:
    """Before anything is worked out."""
    data = located.data if isinstance(located.data, dict) else {}
    claimants, entries = data.get("claimants"), data.get("entries")
    if isinstance(claimants, dict | list) and len(claimants) > MOST_CLAIMANTS:
        raise TooLarge(
            said(
                "{count:,} claimants are more than the {most:,} that are tried here: use "
                "evenhand rule",
                count=len(claimants),
                most=MOST_CLAIMANTS,
            )
        )
    if isinstance(entries, list) and len(entries) > MOST_ENTRIES:
        raise TooLarge(
            said(
                "{count:,} entries are more than the {most:,} that are tried here: use "
                "evenhand rule",
                count=len(entries),
                most=MOST_ENTRIES,
            )
        )
