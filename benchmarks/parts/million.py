"""A million disputes from fact columns: outcome, decisive rule and trace codes."""

from __future__ import annotations

from evenhand.core.ruling.derive import complete
from evenhand.core.ruling.evaluate import evaluate
from parts.clock import timed
from parts.generate import facts
from parts.policy import version


def run(*, quick: bool) -> dict[str, object]:
    figures: dict[str, object] = {}
    disputes = 200_000 if quick else 1_000_000
    for claimants, name in ((2, "million_disputes_ms"), (3, "million_3_claimants_ms")):
        given = facts(version(), disputes, claimants)
        times = timed(lambda given=given: evaluate(version(), complete(version(), given)), times=3)
        figures |= times.named(name)
    return figures | {"million_of": disputes}
