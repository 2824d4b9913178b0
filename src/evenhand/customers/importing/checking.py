"""A row of an old register → the line that may be entered, or everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from evenhand.core.identity.telephone import LONGEST, e164
from evenhand.core.register.leaf import instant_text
from evenhand.core.said import said
from evenhand.customers.importing.known import Known
from evenhand.customers.importing.line import Line, Place
from evenhand.customers.importing.mapping import Mapping
from evenhand.customers.importing.problems import Problems
from evenhand.customers.importing.table import Row
from evenhand.customers.importing.times import NoTime, read_time
from evenhand.customers.models import Customer
from evenhand.engines.words import NO, YES

LONGEST_NAME: Final = 120
LONGEST_KEY: Final = 200
NOWHERE: Final = Place(0, "", ZoneInfo("UTC"), "")
"""Where it is not known where something was: the rest of the line is looked at all the same."""
_UNFIT: Final = re.compile("[\ud800-\udfff\ufffd]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")
_TRUTHS: Final = ("reached", "asked", "complete")


@lru_cache(maxsize=1 << 16)
def _number(typed: str, country: str) -> str:
    """E.164: of those who come again the number is looked at once."""
    return e164(typed, country) if len(typed) <= LONGEST else ""


@dataclass(slots=True)
class Checking:
    """What is known, and what was found in the rows so far."""

    known: Known
    mapping: Mapping
    problems: Problems
    now: datetime
    telephones: dict[str, str] = field(default_factory=dict)
    """Of customers by their number in the old register: some of their lines leave it out."""
    nameless: int = 0
    """Lines without anything by which their customer could be known again."""
    _customers: dict[str, bool] = field(default_factory=dict)

    def line(self, row: Row) -> Line | None:
        """The line, None if something is wrong with it."""
        before = self.problems.count
        if row.fault is not None:
            self.problems.add(row.line, "", row.fault)
            return None
        cells = self._meant(row)
        name, telephone, key = self._customer(row.line, cells)
        who = self._person(row.line, "who", cells)
        behalf = self._person(row.line, "on_behalf_of", cells) if "on_behalf_of" in cells else ""
        kind = self._kind(row.line, cells)
        place = self._place(row.line, cells) or NOWHERE
        number = self._telephone(row.line, telephone, place)
        occurred = self._time(row.line, "occurred_at", cells.get("occurred_at", ""), place)
        claimed = self._claimed(row.line, cells, place)
        line = Line(
            row.line, kind, who, place.public_id, occurred, name, number, key,
            cells.get("customer_id", ""), behalf, cells.get("note", ""),
            self._fields(row.line, cells), claimed,
        )  # fmt: skip
        if kind and occurred:
            for one in line.draft("", place, "").problems(self.now):
                self.problems.add(row.line, one.source, one.message, one.hint)
        if self.problems.count > before:
            return None
        if key and number:
            self.telephones.setdefault(key, number)
        self.nameless += not (number or key or line.customer)
        return line

    def with_telephone(self, line: Line) -> Line:
        """The line, with the telephone that another one of its customer tells."""
        if line.telephone or not line.key:
            return line
        return line._replace(telephone=self.telephones.get(line.key, ""))

    def _meant(self, row: Row) -> dict[str, str]:
        """The cells that say something, as the mapping takes their words."""
        cells = row.cells
        for name, words in self.mapping.content.values.items():
            if (word := cells.get(name, "")) in words:
                cells[name] = words[word]
        cells = {name: text for name, text in cells.items() if text}
        for name, text in cells.items():
            if not text.isascii() and _UNFIT.search(text):
                self.problems.add(row.line, name, said("a character of this is torn"))
        return cells

    def _customer(self, line: int, cells: dict[str, str]) -> tuple[str, str, str]:
        name, key = cells.get("customer", ""), cells.get("customer_key", "")
        if public_id := cells.get("customer_id", ""):
            if not self._stands(public_id):
                told = said("there is no customer {public_id}", public_id=public_id[:40])
                self.problems.add(line, "customer", told)
        elif not name:
            self.problems.add(line, "customer", said("a customer has a name"))
        if len(name) > LONGEST_NAME:
            told = said("this has at most {count} characters", count=LONGEST_NAME)
            self.problems.add(line, "customer", told)
        if len(key) > LONGEST_KEY:
            told = said("this has at most {count} characters", count=LONGEST_KEY)
            self.problems.add(line, "customer_key", told)
        if _CONTROL.search(name):
            told = said("a name is one line, without control characters")
            self.problems.add(line, "customer", told)
        return name, cells.get("telephone", ""), key

    def _stands(self, public_id: str) -> bool:
        if public_id not in self._customers:
            found = Customer.objects.standing().filter(public_id=public_id)
            self._customers[public_id] = found.exists()
        return self._customers[public_id]

    def _telephone(self, line: int, typed: str, place: Place) -> str:
        if not typed:
            return ""
        number = _number(typed, place.country)
        if not number and place is not NOWHERE:
            told = said("this is no telephone number in {country}", country=place.country)
            hint = said("write a foreign one with + and its country")
            self.problems.add(line, "telephone", told, hint)
        return number

    def _person(self, line: int, name: str, cells: dict[str, str]) -> str:
        word = cells.get(name, "")
        if not word:
            self.problems.add(line, name, said("this line does not say who it was"))
            return ""
        found, told, hint = self.known.person(word)
        if told is not None:
            self.problems.add(line, name, told, hint)
        return found

    def _place(self, line: int, cells: dict[str, str]) -> Place | None:
        word = cells.get("outlet", "")
        if not word:
            self.problems.add(line, "outlet", said("this line does not say where it was"))
            return None
        found, told, hint = self.known.outlet(word)
        if told is not None:
            self.problems.add(line, "outlet", told, hint)
        return found

    def _kind(self, line: int, cells: dict[str, str]) -> str:
        word = cells.get("kind", "")
        if not word:
            self.problems.add(line, "kind", said("this line does not say what it was"))
            return ""
        found, told, hint = self.known.kind(word)
        if told is not None:
            self.problems.add(line, "kind", told, hint)
        return found

    def _time(self, line: int, name: str, text: str, place: Place) -> str:
        if not text:
            self.problems.add(line, name, said("this line does not say when it was"))
            return ""
        times = self.mapping.content.time
        try:
            return instant_text(read_time(text, times.zone_or(place.zone), times.formats))
        except NoTime as error:
            self.problems.add(line, name, error.said, error.hint)
            return ""

    def _claimed(self, line: int, cells: dict[str, str], place: Place) -> str:
        text = cells.get("recorded_at", "")
        return self._time(line, "recorded_at", text, place) if text else ""

    def _fields(self, line: int, cells: dict[str, str]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if grade := cells.get("grade", ""):
            told["grade"] = grade.upper()
        if rank := cells.get("rank", ""):
            told["rank"] = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 9 else 0
        for name in _TRUTHS:
            if word := cells.get(name, "").casefold():
                if word not in YES and word not in NO:
                    self.problems.add(line, name, said("yes or no is wanted"))
                told[name] = word in YES
        return told
