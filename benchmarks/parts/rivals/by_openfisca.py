"""OpenFisca-core: a variable for each rule and criterion of each claimant, as its laws are written.

The formulas are those written by hand in NumPy, on whole columns. Inputs are set before the clock
starts. With reasons, its own tracer keeps the value of every variable on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from parts.rivals import by_numpy
from parts.rivals.flat import Columns, Outcome

PERIOD = "2024-01"
DISPUTE = build_entity(key="dispute", plural="disputes", label="A dispute", is_person=True)
RULES = ("named", "appeals", "diligent", "first")


class _Read(dict[str, Any]):
    """Columns asked of the simulation when they are read."""

    def __init__(self, dispute: Any, period: Any) -> None:
        self._read = lambda name: dispute(f"in_{name}", period)

    def __missing__(self, name: str) -> Any:
        return self._read(name)


def system(columns: Columns) -> TaxBenefitSystem:
    """The policy as variables."""
    built = TaxBenefitSystem([DISPUTE])
    for name, column in columns.items():
        built.add_variable(_variable(f"in_{name}", bool if column.dtype == bool else int))
    for me, other in (("a", "b"), ("b", "a")):
        built.add_variable(_variable(f"{me}_void", bool, lambda c, me=me: by_numpy.void(c, me)))
        for place, rule_ in enumerate(RULES):
            built.add_variable(_variable(f"{me}_{rule_}", bool, _keeps(me, other, place)))
        for place in range(len(by_numpy.WORTH)):
            met = _meets(me, other, place)
            built.add_variable(_variable(f"{me}_criterion_{place}", bool, met))
        built.add_variable(_variable(f"{me}_points", int, None, _points(me)))
    built.add_variable(
        _variable("few", bool, lambda c: (c["a_contacts"] <= 2) & (c["b_contacts"] <= 2))
    )
    built.add_variable(_variable("outcome", int, None, _outcome))
    return built


def _variable(
    name: str, kind: type, reads: Callable[..., Any] | None = None, formula: Any = None
) -> type:
    content = {"value_type": kind, "entity": DISPUTE, "definition_period": DateUnit.MONTH}
    if reads is not None:
        formula = lambda dispute, period: reads(_Read(dispute, period))  # noqa: E731 - as they are written
    if formula is not None:
        content["formula"] = formula
    return type(name, (Variable,), {**content, "label": name})


def _keeps(me: str, other: str, place: int) -> Callable[..., Any]:
    return lambda c: _KEEPS[place](c, me, other)


_KEEPS = (
    lambda c, me, _: c[f"{me}_named"],
    lambda c, me, _: (
        (c[f"{me}_signed"] | c[f"{me}_has_appeal"] & (c[f"{me}_appeal"] <= c["closed"] + 3))
        & (c["a_signed"] | c["b_signed"])
    ),
    lambda c, me, _: c[f"{me}_signed"] | (c[f"{me}_overdue"] <= 2),
    lambda c, me, other: (
        c[f"{me}_has_record"]
        & (c[f"{me}_contacts"] >= 8)
        & (~c[f"{other}_has_record"] | (c[f"{me}_record"] < c[f"{other}_record"]))
    ),
)


def _meets(me: str, other: str, place: int) -> Callable[..., Any]:
    return lambda c: by_numpy.criteria(c, me, other)[place]()


def _points(me: str) -> Any:
    def formula(dispute: Any, period: Any) -> Any:
        places = range(len(by_numpy.WORTH))
        met = [dispute(f"{me}_criterion_{place}", period) for place in places]
        return by_numpy.total(dispute(f"in_{me}_mark", period), met)

    return formula


def _outcome(dispute: Any, period: Any) -> Any:
    """Step and winner in one number."""

    def both(name: str) -> tuple[Any, Any]:
        return dispute(f"a_{name}", period), dispute(f"b_{name}", period)

    winner, by = by_numpy.combined(
        both("void"), [both(name) for name in RULES], dispute("few", period), both("points")
    )
    return by.astype(np.int32) * 4 + winner


def ready(built: TaxBenefitSystem, columns: Columns, *, reasons: bool) -> Simulation:
    """A simulation with its inputs set."""
    count = len(columns["closed"])
    simulation = SimulationBuilder().build_default_simulation(built, count=count)
    simulation.trace = reasons
    for name, column in columns.items():
        simulation.set_input(f"in_{name}", PERIOD, column)
    return simulation


def rule(simulation: Simulation) -> Any:
    return simulation.calculate("outcome", PERIOD)


def outcome(codes: Any) -> Outcome:
    return Outcome((codes + 1) % 4 - 1, (codes + 1) // 4)
