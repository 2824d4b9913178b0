"""We and the others on the same disputes: how long, and on how many we disagree.

Like with like: with reasons (our trace codes; OpenFisca's tracer, BlazeRules' masks, ZEN's trace)
against with reasons, without against without. NumPy and Polars by hand, without reasons, are the
floor. What takes minutes for a million is measured on fewer and extrapolated.
"""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

from evenhand.core.ruling.bulk import rule_bulk
from parts.clock import Run, Times, timed, timed_together
from parts.generate import facts
from parts.policy import version
from parts.rivals.flat import Columns, Outcome, columns, mismatches, ours

MILLION = 1_000_000


def run(*, quick: bool) -> dict[str, object]:
    if find_spec("openfisca_core") is None:
        return {"rivals": "not installed: make bench installs them (uv sync --group bench)"}
    given = facts(version(), MILLION)
    flat = columns(version(), given, MILLION)
    told = ours(rule_bulk(version(), given))
    runs = {
        "evenhand": Run(lambda: rule_bulk(version(), given)),
        "evenhand_untraced": Run(lambda: rule_bulk(version(), given, traced=False)),
    }
    outcomes: dict[str, Outcome] = {}
    for add in (_by_hand, _openfisca, _blazerules):
        add(flat, runs, outcomes)
    spent = timed_together(runs, times=2 if quick else 11)
    spent |= _zen(flat, outcomes, many=1_000 if quick else 20_000)
    figures: dict[str, object] = {}
    for name, one in spent.items():
        figures |= {} if name.startswith("evenhand") else one.named(f"rival_{name}_ms")
    for name, outcome in outcomes.items():
        figures[f"rival_{name}_mismatches"] = mismatches(told, outcome)
    return figures | {"rival_zen_extrapolated_from": len(outcomes["zen"].by)} | _ratios(spent)


def _ratios(spent: dict[str, Times]) -> dict[str, object]:
    """We against the fastest, by the shortest wall time and by processor time."""
    pairs = {
        "best_rival": ("evenhand", ["openfisca_traced", "blazerules", "zen_traced"]),
        "best_rival_untraced": ("evenhand_untraced", ["openfisca", "blazerules", "zen"]),
        "floor": ("evenhand", ["numpy_by_hand", "polars_by_hand"]),
        "floor_untraced": ("evenhand_untraced", ["numpy_by_hand", "polars_by_hand"]),
    }
    figures: dict[str, object] = {}
    for name, (we, others) in pairs.items():
        fastest = min(others, key=lambda other: spent[other].least)
        least_cpu = min(spent[other].cpu for other in others)
        figures[f"million_{name}"] = fastest
        figures[f"million_vs_{name}"] = round(spent[we].least / spent[fastest].least, 3)
        figures[f"million_vs_{name}_median"] = round(spent[we].middle / spent[fastest].middle, 3)
        figures[f"million_vs_{name}_cpu"] = round(spent[we].cpu / least_cpu, 3)
    return figures


def _by_hand(flat: Columns, runs: dict[str, Run], outcomes: dict[str, Outcome]) -> None:
    from parts.rivals import by_numpy, by_polars  # noqa: PLC0415 - only where installed

    frame = by_polars.ready(flat)
    runs["numpy_by_hand"] = Run(lambda: by_numpy.rule(flat))
    runs["polars_by_hand"] = Run(lambda: by_polars.rule(frame))
    outcomes["numpy_by_hand"] = by_numpy.rule(flat)
    outcomes["polars_by_hand"] = by_polars.outcome(by_polars.rule(frame))


def _openfisca(flat: Columns, runs: dict[str, Run], outcomes: dict[str, Outcome]) -> None:
    from parts.rivals import by_openfisca  # noqa: PLC0415 - as above

    system = by_openfisca.system(flat)
    for reasons, name in ((True, "openfisca_traced"), (False, "openfisca")):
        make = partial(by_openfisca.ready, system, flat, reasons=reasons)
        runs[name] = Run(by_openfisca.rule, make)
        outcomes[name] = by_openfisca.outcome(by_openfisca.rule(make()))


def _blazerules(flat: Columns, runs: dict[str, Run], outcomes: dict[str, Outcome]) -> None:
    from parts.rivals import by_blazerules  # noqa: PLC0415 - as above

    engine, batch = by_blazerules.engine(flat), by_blazerules.ready(flat)
    runs["blazerules"] = Run(lambda: by_blazerules.rule(engine, batch, flat))
    outcomes["blazerules"] = by_blazerules.rule(engine, batch, flat)


def _zen(flat: Columns, outcomes: dict[str, Outcome], *, many: int) -> dict[str, Times]:
    """On fewer disputes, as if on a million."""
    from parts.rivals import by_zen  # noqa: PLC0415 - as above

    requests = by_zen.ready({name: one[:many] for name, one in flat.items()})
    engine, spent = by_zen.engine(), {}
    for reasons, name in ((True, "zen_traced"), (False, "zen")):
        work = partial(by_zen.rule, engine, requests, reasons=reasons)
        outcomes[name] = by_zen.outcome(work())
        spent[name] = timed(work, times=1).times(MILLION / many)
    return spent
