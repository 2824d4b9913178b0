"""What is to be entered: a deed, when it was done, and when somebody wrote it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from evenhand.demo.cast import CAST
from evenhand.demo.customers import Buyer
from evenhand.demo.scenarios import Line
from evenhand.demo.working import Workplace

Told = str | int | bool
_WORKS_AT: Final = {player.login: player.outlet for player in CAST}
_WRITTEN_AFTER: Final = 4
"""How many minutes after a deed of a scenario somebody writes it down."""


@dataclass(slots=True, eq=False)
class Deed:
    """An entry to be, with people by their logins."""

    buyer: Buyer
    who: str
    kind: str
    at: datetime
    recorded: datetime
    place: str
    by: str = ""
    """Who wrote it down, if somebody else."""
    behalf: str = ""
    note: str = ""
    fields: dict[str, Told] = field(default_factory=dict)
    corrects: Deed | None = None


def scripted(buyer: Buyer, where: Workplace) -> list[Deed]:
    """The deeds of a buyer's scenario, in its lines' order."""
    found: list[Deed] = []
    for line in buyer.scenario.lines if buyer.scenario else ():
        found.append(
            Deed(
                buyer=buyer,
                who=line.who,
                kind=line.kind,
                at=_moment(line, where, line.ago),
                recorded=_moment(line, where, line.ago - line.late)
                + timedelta(minutes=_WRITTEN_AFTER),
                place=_WORKS_AT[line.who],
                by=line.by,
                behalf=line.behalf,
                fields=dict(line.fields),
                corrects=None if line.corrects is None else found[line.corrects],
            )
        )
    return found


def _moment(line: Line, where: Workplace, ago: int) -> datetime:
    hours, minutes = line.at.split(":")
    day: date = where.today - timedelta(days=ago)
    return where.moment(day, int(hours) * 60 + int(minutes))
