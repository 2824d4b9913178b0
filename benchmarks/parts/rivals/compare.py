"""We and the others on the same disputes: how long, and on how many we disagree.

Like with like: with reasons (our trace codes; OpenFisca's tracer, BlazeRules' masks, ZEN's trace)
against with reasons, without against without. NumPy and Polars by hand, without reasons, are the
floor. What takes minutes for a million is measured on fewer and extrapolated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evenhand.core.ruling.bulk import rule_bulk
from parts.clock import Times, timed
from parts.generate import facts
from parts.policy import version
from parts.rivals.flat import Columns, Outcome, columns, mismatches, ours

MILLION = 1_000_000


def run(*, quick: bool) -> dict[str, object]:
    try:
        import openfisca_core  # noqa: F401, PLC0415 - is the group `bench` installed?
    except ImportError:
        return {"rivals": "not installed: make bench installs them (uv sync --group bench)"}
    times = 3 if quick else 9
    given = facts(version(), MILLION)
    flat = columns(version(), given, MILLION)
    told = ours(rule_bulk(version(), given))
    figures: dict[str, object] = {}
    best: dict[bool, dict[str, Times]] = {True: {}, False: {}}
    for reasons in (True, False):
        best[reasons]["evenhand"] = timed(
            lambda r=reasons: rule_bulk(version(), given, traced=r), times=times
        )
    floor = _floor(flat, told, figures, times)
    for measure in (_openfisca, _blazerules, _zen):
        measure(flat, told, figures, best, times if measure is not _zen else 1, quick=quick)
    return figures | _ratios(best, floor)


def _ratios(best: dict[bool, dict[str, Times]], floor: dict[str, Times]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for reasons, name in ((True, ""), (False, "_untraced")):
        own, rivals = best[reasons]["evenhand"], dict(best[reasons])
        del rivals["evenhand"]
        fastest = min(rivals, key=lambda rival: rivals[rival].least)
        figures[f"million_best_rival{name}"] = fastest
        figures[f"million_vs_best_rival{name}"] = round(own.least / rivals[fastest].least, 3)
        figures[f"million_vs_best_rival{name}_cpu"] = round(own.cpu / rivals[fastest].cpu, 3)
    fastest = min(floor, key=lambda one: floor[one].least)
    figures["million_floor"] = fastest
    figures["million_vs_floor"] = round(best[True]["evenhand"].least / floor[fastest].least, 2)
    figures["million_vs_floor_cpu"] = round(
        best[True]["evenhand"].cpu / min(one.cpu for one in floor.values()), 2
    )
    return figures


def _note(
    figures: dict[str, object], name: str, spent: Times, told: Outcome, theirs: Outcome
) -> Times:
    figures |= spent.named(f"rival_{name}_ms")
    figures[f"rival_{name}_mismatches"] = mismatches(told, theirs)
    return spent


def _floor(
    flat: Columns, told: Outcome, figures: dict[str, object], times: int
) -> dict[str, Times]:
    from parts.rivals import by_numpy, by_polars  # noqa: PLC0415 - only when installed

    frame = by_polars.ready(flat)
    hand = timed(lambda: by_numpy.rule(flat), times=times)
    lazy = timed(lambda: by_polars.rule(frame), times=times)
    return {
        "numpy": _note(figures, "numpy_by_hand", hand, told, by_numpy.rule(flat)),
        "polars": _note(
            figures, "polars_by_hand", lazy, told, by_polars.outcome(by_polars.rule(frame))
        ),
    }


def _openfisca(
    flat: Columns,
    told: Outcome,
    figures: dict[str, object],
    best: dict[bool, dict[str, Times]],
    times: int,
    *,
    quick: bool,  # noqa: ARG001 - as the others
) -> None:
    from parts.rivals import by_openfisca  # noqa: PLC0415 - as above

    system = by_openfisca.system(flat)
    for reasons, name in ((True, "openfisca_traced"), (False, "openfisca")):
        codes = by_openfisca.rule(by_openfisca.ready(system, flat, reasons=reasons))
        theirs = by_openfisca.outcome(codes)
        make = lambda r=reasons: by_openfisca.ready(system, flat, reasons=r)  # noqa: E731 - untimed
        spent = timed(by_openfisca.rule, times=times, before=make)
        best[reasons]["openfisca"] = _note(figures, name, spent, told, theirs)


def _blazerules(
    flat: Columns,
    told: Outcome,
    figures: dict[str, object],
    best: dict[bool, dict[str, Times]],
    times: int,
    *,
    quick: bool,  # noqa: ARG001 - as the others
) -> None:
    from parts.rivals import by_blazerules  # noqa: PLC0415 - as above

    engine, batch = by_blazerules.engine(flat), by_blazerules.ready(flat)
    work: Callable[[], Any] = lambda: by_blazerules.rule(engine, batch, flat)  # noqa: E731
    spent = _note(figures, "blazerules", timed(work, times=times), told, work())
    best[True]["blazerules"] = best[False]["blazerules"] = spent  # it cannot do without its masks


def _zen(
    flat: Columns,
    told: Outcome,
    figures: dict[str, object],
    best: dict[bool, dict[str, Times]],
    times: int,
    *,
    quick: bool,
) -> None:
    from parts.rivals import by_zen  # noqa: PLC0415 - as above

    many = 2_000 if quick else 20_000
    requests = by_zen.ready({name: one[:many] for name, one in flat.items()})
    engine = by_zen.engine()
    for reasons, name in ((True, "zen_traced"), (False, "zen")):
        theirs = by_zen.outcome(by_zen.rule(engine, requests, reasons=reasons))
        spent = timed(lambda r=reasons: by_zen.rule(engine, requests, reasons=r), times=times)
        spent = spent.times(MILLION / many)
        best[reasons]["zen"] = _note(figures, name, spent, told, theirs)
    figures["rival_zen_extrapolated_from"] = many
