"""The examples a new policy starts with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from evenhand.policies.answers import FIRST, GRADES, Answers


@dataclass(frozen=True, slots=True)
class Examples:
    """An example for every step, order and edge of the policy; `numbers` those of its articles."""

    answers: Answers
    numbers: dict[str, str]

    def all(self) -> list[dict[str, Any]]:
        """In the order of the articles."""
        answers = self.answers
        found = [*self._first()]
        found += self._follow_up() if answers.follow_up else ()
        found += self._registration() if answers.registration_days else ()
        found += self._appeal() if answers.appeal_days else ()
        found += self._order()
        return found

    def _day(self, number: int) -> str:
        start = date.fromisoformat(self.answers.effective_from)
        return (start + timedelta(days=30 + number)).isoformat()

    def _example(
        self, id_: str, articles: list[str], given: dict[str, Any], **expect: object
    ) -> dict[str, Any]:
        cites = [self.numbers[name] for name in articles]
        return {"id": id_, "cites": cites, "given": given, "expect": expect}

    def _facts(self, number: int, **more: object) -> dict[str, object]:
        """Somebody whose first contact stands at this place of the register."""
        return {FIRST[self.answers.first_contact]: number, **more}

    def _first(self) -> Iterator[dict[str, Any]]:
        kind = "call" if self.answers.first_contact == "contact" else "reception"
        entries = []
        for who, day in (("A", 1), ("B", 2)):
            entries.append({"who": who, "kind": kind, "at": f"{self._day(day)}T10:00"})
            if self.answers.first_contact == "record":
                entries.append({"who": who, "kind": "card", "at": f"{self._day(day)}T10:30"})
        given = {"claimants": {"A": {}, "B": {}}, "entries": entries}
        yield self._example(
            "who-came-first-has-the-customer", ["first"], given, winner="A", by="first"
        )
        nobody: dict[str, Any] = {"claimants": {"A": {}, "B": {}}}
        yield self._example(
            "where-nobody-was-there-the-rules-do-not-decide", ["open"], nobody, **self._tie()
        )
        fact = FIRST[self.answers.first_contact]
        yield self._example(
            "what-is-not-known-is-found-out-first",
            ["first"],
            {"claimants": {"A": {fact: "unknown"}, "B": {fact: 2}}},
            kind="refer",
            forum="gather",
            provisional=True,
            depends_on=[f"A.{fact}"],
        )

    def _tie(self) -> dict[str, object]:
        match self.answers.ties:
            case "share":
                return {"kind": "share", "winners": ["A", "B"], "by": "tie"}
            case "negotiation":
                return {"kind": "refer", "forum": "negotiation", "by": "tie"}
        return {"kind": "refer", "forum": self.answers.forum, "by": "tie"}

    # Follow-up

    def _follow_up(self) -> Iterator[dict[str, Any]]:
        follow_up = self.answers.follow_up
        if isinstance(follow_up, int):
            yield from self._edge("", follow_up)
            return
        for grade in GRADES:
            yield from self._edge(grade, getattr(follow_up, grade))

    def _edge(self, grade: str, days: int) -> Iterator[dict[str, Any]]:
        """In time on the last day, a lapse on the day after."""
        name = f"-with-grade-{grade.lower()}" if grade else ""
        on_time, late = self._signed_after(grade, days), self._signed_after(grade, days + 1)
        yield self._example(
            f"followed-up-in-time{name}", ["follow_up", "first"], on_time, winner="A", by="first"
        )
        yield self._example(
            f"a-day-late-is-a-lapse{name}", ["follow_up"], late, winner="B", by="lapse"
        )

    def _signed_after(self, grade: str, days: int) -> dict[str, Any]:
        """A's one contact, and B's contract so many days later."""
        contact: dict[str, Any] = {"who": "A", "kind": "reception", "at": f"{self._day(0)}T10:00"}
        if grade:
            contact["grade"] = grade
        card = {"who": "A", "kind": "card", "at": f"{self._day(0)}T10:30"}
        contract = {"who": "B", "kind": "contract", "at": f"{self._day(days)}T16:00"}
        return {"claimants": {"A": {}, "B": {}}, "entries": [contact, card, contract]}

    # Registration

    def _registration(self) -> Iterator[dict[str, Any]]:
        days, registration = self.answers.registration_days, ["registration"]
        registered = {"B": self._facts(2, registered_on=self._day(5))}
        for id_, closing, expect in (
            ("protected-on-the-last-day", 5 + days, {"winner": "B", "by": "registered"}),
            ("no-longer-protected-the-day-after", 6 + days, {"winner": "A", "by": "first"}),
            ("registered-on-the-closing-day", 5, {"winner": "B", "by": "registered"}),
            ("registered-after-the-closing", 4, {"winner": "A", "by": "first"}),
        ):
            claimants = {"A": self._facts(1), **registered}
            given = {"claimants": claimants, "deal": {"closed_on": self._day(closing)}}
            yield self._example(id_, registration, given, **expect)
        for id_, extra, expect in (
            (
                "protected-before-a-closing",
                {"as_of": self._day(6)},
                {"winner": "B", "by": "registered"},
            ),
            ("without-any-date-nobody-is-protected", {}, {"winner": "A", "by": "first"}),
        ):
            given = {"claimants": {"A": self._facts(1), **registered}, "dispute": extra}
            yield self._example(id_, registration, given, **expect)

    # Appeal

    def _appeal(self) -> Iterator[dict[str, Any]]:
        days, appeal = self.answers.appeal_days, ["appeal"]
        signed = {"B": self._facts(2, signed=True)}
        for id_, as_of, appealed, expect in (
            ("the-time-to-appeal-still-runs", days, None, {"winner": "A", "by": "first"}),
            ("no-appeal-in-time", days + 1, None, {"winner": "B", "by": "no-appeal"}),
            ("an-appeal-on-the-last-day", days + 1, days, {"winner": "A", "by": "first"}),
            ("an-appeal-a-day-late", days + 1, days + 1, {"winner": "B", "by": "no-appeal"}),
        ):
            more = {"appealed_on": self._day(appealed)} if appealed is not None else {}
            given = {
                "claimants": {"A": self._facts(1, **more), **signed},
                "deal": {"closed_on": self._day(0)},
                "dispute": {"as_of": self._day(as_of)},
            }
            yield self._example(id_, appeal, given, **expect)
        given = {
            "claimants": {"A": self._facts(1), "B": self._facts(2, appealed_on=self._day(0))},
            "deal": {"closed_on": self._day(0)},
            "dispute": {"as_of": self._day(days + 1)},
        }
        id_ = "nobody-need-appeal-where-whoever-signed-is-no-party"
        yield self._example(id_, appeal, given, winner="A", by="first")

    # The order of the steps

    def _order(self) -> Iterator[dict[str, Any]]:
        answers = self.answers
        late = {"overdue": "1d"}
        closed = {"closed_on": self._day(6)}
        after = {"as_of": self._day(7 + answers.appeal_days)}
        if answers.registration_days and answers.appeal_days:
            claimants = {
                "A": self._facts(1, registered_on=self._day(6)),
                "B": self._facts(2, signed=True),
            }
            given = {"claimants": claimants, "deal": closed, "dispute": after}
            articles = ["registration", "appeal"]
            yield self._example(
                "who-registered-need-not-appeal", articles, given, winner="A", by="registered"
            )
        if answers.registration_days and answers.follow_up:
            claimants = {
                "A": self._facts(1),
                "B": self._facts(2, registered_on=self._day(6), **late),
            }
            given = {"claimants": claimants, "deal": closed}
            articles = ["registration", "follow_up"]
            yield self._example(
                "a-registration-outweighs-a-lapse", articles, given, winner="B", by="registered"
            )
        if answers.appeal_days and answers.follow_up:
            claimants = {
                "A": self._facts(1, appealed_on=self._day(6), **late),
                "B": self._facts(2, signed=True),
                "C": self._facts(3),
            }
            given = {"claimants": claimants, "deal": closed, "dispute": after}
            articles = ["follow_up", "appeal"]
            yield self._example(
                "who-did-not-appeal-is-out-before-a-lapse-counts",
                articles,
                given,
                winner="B",
                by="lapse",
            )
