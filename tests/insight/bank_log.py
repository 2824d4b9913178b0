"""The bank's log decided by a second, plain program: no engine, no policy file.

It reads the file with the standard library, one application at a time, and knows the articles of
policies/bank-applications only as they are written there in English.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

SYSTEM, NOBODY = "112", ""
LOG_ENDS = date(2012, 3, 15)
LONGEST_PAUSE = 14

WORK = {"W_Afhandelen leads", "W_Completeren aanvraag", "W_Nabellen offertes"}
RESULTS = {"A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED", "O_SENT"}
NOTHING = {"A_SUBMITTED", "A_PARTLYSUBMITTED", "O_SELECTED", "O_CREATED"}


@dataclass(frozen=True)
class Event:
    """A line of the log."""

    place: int
    who: str
    activity: str
    phase: str
    day: date

    @property
    def is_named(self) -> bool:
        return self.who not in (SYSTEM, NOBODY)

    @property
    def is_selling(self) -> bool:
        return self.activity in RESULTS or self.activity in WORK

    @property
    def is_finish(self) -> bool:
        return self.activity in WORK and self.phase == "COMPLETE"


@dataclass(frozen=True)
class Decision:
    """Whose the application is, or who decides."""

    winner: str
    by: str
    forum: str = ""


def read_log(path: Path) -> dict[str, list[Event]]:
    """The events of each application, in the order of the log, planning and submission apart."""
    zone = ZoneInfo("Europe/Amsterdam")
    applications = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for place, row in enumerate(csv.DictReader(file)):
            if row["activity"] in NOTHING or row["lifecycle"] == "SCHEDULE":
                continue
            day = datetime.fromisoformat(row["timestamp"]).astimezone(zone).date()
            event = Event(place, row["resource"], row["activity"], row["lifecycle"], day)
            applications[row["application"]].append(event)
    return applications


def claimants(events: Iterable[Event]) -> list[str]:
    """Everybody who worked on it."""
    return sorted({event.who for event in events if event.is_named})


class Application:
    """One application on which two or more worked."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.closings = [event for event in events if event.activity == "O_SENT_BACK"]
        self.last = self.closings[-1].place if self.closings else events[-1].place
        self.selling = [event for event in events if event.is_selling]
        self.in_time = [event for event in self.selling if event.place <= self.last]
        self.people = [
            who for who in claimants(events) if any(event.who == who for event in self.in_time)
        ]
        self.kept = [who for who in self.people if self._pause(who) <= LONGEST_PAUSE]

    def _until(self) -> date:
        ends = [event for event in self.events if event.activity in ("A_CANCELLED", "A_DECLINED")]
        return (self.closings or ends or [Event(0, "", "", "", LOG_ENDS)])[-1].day

    def _pause(self, who: str) -> int:
        until = self._until()
        days = sorted({event.day for event in self.selling if event.who == who})
        days = [day for day in days if day <= until] + [until]
        return max(((later - day).days for day, later in pairwise(days)), default=0)

    def decide(self) -> Decision:
        """By the articles, in their order."""
        if any(event.activity == "W_Beoordelen fraude" for event in self.events):
            return Decision("", "fraud", "risk")
        if not self.people:
            return Decision("", "none-remain", "team_leader")
        if len(self.people) == 1:
            everybody = len(claimants(self.events)) == 1
            return Decision(self.people[0], "sole-claimant" if everybody else "only-checked")
        first = next(event for event in self.selling if event.is_named)
        unsigned = any(
            event.is_finish and not event.is_named and event.place < first.place
            for event in self.selling
        )
        if not unsigned:
            if first.who in self.kept:
                return Decision(first.who, "first-and-kept")
            return self._without_the_first()
        otherwise = self._without_the_first()
        if not self.kept or self.kept == [otherwise.winner]:
            return otherwise  # whoever began it, the outcome is the same
        return Decision("", "on-missing", "team")

    def _without_the_first(self) -> Decision:
        offers = [event for event in self.in_time if event.activity == "O_SENT"]
        if self.closings and offers:
            return Decision(offers[-1].who, "closer")
        if not self.kept:
            return Decision("", "nobody-kept-up", "team_leader")
        if len(self.kept) == 1:
            return Decision(self.kept[0], "kept-up")
        pieces = {
            who: sum(event.who == who and not event.is_finish for event in self.in_time)
            for who in self.kept
        }
        most = [who for who in self.kept if pieces[who] == max(pieces.values())]
        return (
            Decision(most[0], "most-work") if len(most) == 1 else Decision("", "tie", "team_leader")
        )
