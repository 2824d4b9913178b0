"""A million disputes from fact columns: outcome, decisive rule and trace codes."""

from __future__ import annotations

from evenhand.core.ruling.bulk import rule_bulk
from parts.clock import timed
from parts.generate import facts
from parts.policy import version


def run(*, quick: bool) -> dict[str, object]:
    figures: dict[str, object] = {}
    times = 3 if quick else 15
    for claimants, name in ((2, "million_disputes_ms"), (3, "million_3_claimants_ms")):
        given = facts(version(), 1_000_000, claimants)
        for kept, traced in (("", True), ("_untraced", False)):
            spent = timed(lambda g=given, t=traced: rule_bulk(version(), g, traced=t), times=times)
            figures |= spent.named(name.replace("_ms", f"{kept}_ms"))
    return figures
