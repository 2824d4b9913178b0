"""What happened with the customers of the demonstration whom one consultant serves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from evenhand.core.register.entry import GRADES, KINDS
from evenhand.demo.cast import CAST
from evenhand.demo.customers import Buyer
from evenhand.demo.deeds import Deed, Told
from evenhand.demo.habits import HABITS, Habit
from evenhand.demo.working import CLOSES, OPENS, Workplace
from evenhand.people.roles import Role

LATE: Final = 0.04
"""Which share is written down on a later day."""
STOOD_IN: Final = 0.02
"""Which share a colleague did."""
DICTATED: Final = 0.01
"""Which share somebody's head wrote down."""
_NOTED: Final = 0.2
_LASTS: Final = 60
"""For how many working days at most somebody pursues a customer in vain."""
_EARLY: Final = ((2, 6), (60, 7 * 60), (7 * 60, OPENS))
"""Minutes between which customers write today before an outlet opens, and are answered."""
_PLANNED: Final = 12
_ON_DUTY: Final = 4
"""How much happens at an outlet today: on a working day, and on another."""
_HEADS: Final = {player.outlet: player.login for player in CAST if Role.head in player.roles}
_COLLEAGUES: Final = {
    place: tuple(
        player.login
        for player in CAST
        if player.outlet == place and Role.salesperson in player.roles
    )
    for place in _HEADS
}
_BY_HEAD: Final = ("reminder", "reassignment")
_FINAL: Final = ("order", "contract", "registration")
"""Which are written down on the day: they cost or bring money."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Whoever makes the stories up."""

    rng: Random
    where: Mapping[str, Workplace]

    def tell(self, buyer: Buyer, begins: float, length: int) -> list[Deed]:
        """So many deeds with one buyer; the first after this share of the days."""
        place, habit = self.where[buyer.place], HABITS[buyer.policy]
        kinds, opening = self._kinds(habit, length)
        last = len(place.days) - 1
        first = min(int(begins * len(place.days)), last)
        if self.rng.random() < 0.4:
            last = min(last, first + max(2 * length, self.rng.randrange(3, _LASTS)))
        rest = sorted(
            (self.rng.randint(min(first + 1, last), last), self.rng.randrange(OPENS, CLOSES))
            for _ in range(length - opening)
        )
        begun, apart = self.rng.randrange(OPENS, CLOSES - 60), self.rng.randint(3, 9)
        times = [(first, begun + turn * apart) for turn in range(opening)]
        after = [(day, max(at, times[-1][1] + 1) if day == first else at) for day, at in rest]
        return self._agreeing(
            [
                self._deed(buyer, kind, day, at)
                for kind, (day, at) in zip(kinds, [*times, *after], strict=True)
            ]
        )

    def _agreeing(self, deeds: list[Deed]) -> list[Deed]:
        """Of a day, what was done first is written first; a grade stays until another is set."""
        grade, last = self.rng.choice(GRADES), deeds[0].recorded
        for deed in deeds:
            if deed.kind == "grade":
                grade = str(deed.fields["grade"])
            elif "grade" in deed.fields:
                deed.fields["grade"] = grade
            if deed.recorded.date() == deed.at.date():
                if deed.recorded < last and deed.recorded.date() == last.date():
                    deed.recorded = last + timedelta(seconds=self.rng.randrange(20, 90))
                last = deed.recorded
        return deeds

    def today(self, buyers: Sequence[Buyer]) -> list[Deed]:
        """What is done today at every outlet: it is planned, whatever the time is."""
        found = []
        for name, place in self.where.items():
            here = [one for one in buyers if one.place == name]
            count = len(_EARLY) + (_PLANNED if place.is_open else _ON_DUTY)
            for turn, buyer in enumerate(self.rng.sample(here, count)):
                [kind] = self._drawn(HABITS[buyer.policy], 1)
                begins, ends = OPENS, CLOSES
                if turn < len(_EARLY):
                    kind, (begins, ends) = "message", _EARLY[turn]
                at = place.moment(place.today, self.rng.randrange(begins, ends))
                after = timedelta(minutes=self.rng.randint(1, 9))
                deed = Deed(buyer, buyer.owner, kind, at, at + after, name)
                found.append(self._written(buyer, kind, deed))
        return found

    def _kinds(self, habit: Habit, length: int) -> tuple[list[str], int]:
        opening = self.rng.choice(habit.openings)[:length]
        ending: tuple[str, ...] = ()
        if self.rng.random() < habit.closes:
            ending = self.rng.choice(habit.endings)
        room = length - len(opening)
        ending = ending[-room:] if room else ()
        middle = self._drawn(habit, room - len(ending))
        return [*opening, *middle, *ending], len(opening)

    def _drawn(self, habit: Habit, count: int) -> list[str]:
        return self.rng.choices(list(habit.middle), list(habit.middle.values()), k=count)

    def _deed(self, buyer: Buyer, kind: str, day: int, minutes: int) -> Deed:
        rng, place = self.rng, self.where[buyer.place]
        at = place.moment(place.days[day], minutes, rng.randrange(60))
        deed = Deed(buyer, buyer.owner, kind, at, at, buyer.place)
        later = day + rng.randint(1, 2)
        if rng.random() < LATE and kind not in _FINAL and later < len(place.days):
            morning = OPENS + rng.randrange(60)
            deed.recorded = place.moment(place.days[later], morning, rng.randrange(60))
        else:
            deed.recorded = at + timedelta(seconds=rng.randrange(90, 3_600))
        return self._written(buyer, kind, deed)

    def _written(self, buyer: Buyer, kind: str, deed: Deed) -> Deed:
        rng = self.rng
        chance = rng.random()
        others = [one for one in _COLLEAGUES[buyer.place] if one != buyer.owner]
        if kind in _BY_HEAD or chance < DICTATED:
            deed.by = _HEADS[buyer.place]
        elif chance < DICTATED + STOOD_IN and others and kind not in _FINAL:
            deed.who, deed.behalf = rng.choice(others), buyer.owner
        deed.fields = self._fields(kind)
        if KINDS[kind].contact and rng.random() < _NOTED:
            habit = HABITS[buyer.policy]
            deed.note = (
                rng.choice(habit.notes) if deed.fields.get("reached", True) else habit.silence
            )
        return deed

    def _fields(self, kind: str) -> dict[str, Told]:
        match kind:
            case "reception":
                return {"grade": self.rng.choice(GRADES), "asked": self.rng.random() < 0.7}
            case "card" | "grade":
                return {"grade": self.rng.choice(GRADES)}
            case "follow_up" | "call" | "message":
                return {"reached": self.rng.random() < 0.8}
            case "business_card":
                return {"rank": self.rng.choice((10, 20, 30, 40))}
            case "registration":
                return {"complete": self.rng.random() < 0.9}
            case _:
                return {}


_RIGHT: Final[Mapping[str, Sequence[str]]] = {
    "grade": GRADES,
    "rank": ("10", "20", "30", "40"),
    "reached": ("yes", "no"),
}
_SAID: Final = {True: "yes", False: "no"}


def corrected(
    deeds: Sequence[Deed], where: Mapping[str, Workplace], rng: Random, count: int
) -> list[Deed]:
    """So many corrections, each of another deed: what it ought to have said, a day or two later."""
    may = [one for one in deeds if set(one.fields) & set(_RIGHT) and _after(one, where)]
    found = []
    for deed in rng.sample(may, count):
        changes = next(name for name in _RIGHT if name in deed.fields)
        place, later = where[deed.place], rng.choice(_after(deed, where)[:2])
        at = place.moment(place.days[later], OPENS + rng.randrange(200), rng.randrange(60))
        was = deed.fields[changes]
        said = _SAID[was] if isinstance(was, bool) else str(was)
        value = rng.choice([one for one in _RIGHT[changes] if one != said])
        found.append(
            Deed(
                *(deed.buyer, deed.who, "correction", at, at, deed.place),
                by=deed.by,
                fields={"field": changes, "value": value},
                corrects=deed,
            )
        )
    return found


def _after(deed: Deed, where: Mapping[str, Workplace]) -> range:
    """The working days, by their place, after that on which a deed was written down."""
    days = where[deed.place].days
    return range(bisect_right(days, deed.recorded.date()), len(days))
