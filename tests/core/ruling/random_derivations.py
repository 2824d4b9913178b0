"""Random facts that follow from register entries, and random strikes, as parts of a policy file."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evenhand.core.ruling.facts import CATALOGUE
from evenhand.core.types import Type
from tests.core.ruling.random_expressions import Name, Writer

Data = dict[str, object]
LABEL = {"en": "x"}
CONTACTS = ("reception", "call", "visit", "follow_up")
KINDS = (*CONTACTS, "card", "grade", "registration", "appeal", "order", "contract")
"""The kinds that random registers hold."""

ENTRY = tuple(
    Name(path, CATALOGUE[path].type, CATALOGUE[path].nullable, CATALOGUE[path].values)
    for path in (
        "entry.kind",
        "entry.sequence",
        "entry.occurred_on",
        "entry.occurred_at",
        "entry.recorded_on",
        "entry.reached",
        "entry.complete",
        "entry.altered",
        "entry.found_false",
        "entry.grade",
        "entry.rank",
        "entry.stands_in",
        "entry.by_claimant",
        "entry.closing_visit",
    )
)
DERIVED = (
    "me.first_contact",
    "me.first_contact_on",
    "me.channel",
    "me.first_record",
    "me.first_record_on",
    "me.contacts",
    "me.followups",
    "me.followups_reached",
    "me.last_followup_on",
    "me.stood_in",
    "me.grade",
    "me.appealed_on",
    "me.registered",
    "me.took_order",
    "me.highest_card_rank",
    "deal.signers",
    "deal.ordered_on",
    "deal.closing",
    "deal.closed_at",
    "deal.previous_closed_on",
    "dispute.disputed_entries",
)
"""Standard facts that follow from the register."""

DATES = ("deal.closed_on", "dispute.as_of", "me.day", "params.cut", "me.first_contact_on")
FIELDS = {
    "occurred_on": Type.DATE,
    "recorded_on": Type.DATE,
    "occurred_at": Type.INSTANT,
    "sequence": Type.POSITION,
    "kind": Type.TEXT,
    "grade": Type.TEXT,
    "rank": Type.INT,
    "reached": Type.BOOL,
}


class Derivations:
    """The derived facts and strikes of one random policy; `made` are the names they add."""

    def __init__(self, random: Random, names: list[Name]) -> None:
        self.random = random
        self.names = [*names, *ENTRY]
        self.made: list[Name] = [
            Name(path, CATALOGUE[path].type, CATALOGUE[path].nullable, CATALOGUE[path].values)
            for path in random.sample(DERIVED, 6)
        ]

    def writer(self, *owners: str) -> Writer:
        """A writer of conditions on an entry."""
        return Writer(self.random, self.names, frozenset({"entry", "params", *owners}))

    def strikes(self) -> list[Data]:
        """No, one or two strikes."""
        steps: list[Data] = []
        for index in range(self.random.choice((0, 1, 1, 2))):
            kinds = self.random.sample(("reception", "card", "call", "follow_up", "grade"), 2)
            given = [one for one in self.names if one.path not in CATALOGUE or not _derives(one)]
            writer = Writer(self.random, given, frozenset({"entry", "params", "deal", "dispute"}))
            condition = f"{writer.truth(1)} && {writer.truth(0)}"
            steps.append({"id": f"k{index}", "cites": ["1"], "kinds": kinds, "strike": condition})
        return steps

    def facts(self) -> Data:
        """Facts of the policy's own, one for most reducers."""
        forms: list[Callable[[Data], Type]] = [
            self._any,
            self._count,
            self._picked,
            self._picked,
            self._completed,
            self._extreme,
            self._extreme,
            self._gap,
            self._live,
            self._overdue,
            self._overdue,
        ]
        facts: Data = {}
        for index, form in enumerate(self.random.sample(forms, 5)):
            derive: Data = {}
            type_ = form(derive)
            mine = self.random.random() < 0.85 or "every" in derive
            self._options(derive, mine=mine)
            path = f"{'me' if mine else self.random.choice(('deal', 'dispute'))}.f{index}"
            facts[path] = {
                "label": LABEL,
                "derive": derive,
                "missing": self._missing(derive, type_),
            }
            nullable = type_ is not Type.BOOL and self._missing_is_nullable(facts[path])
            values = CATALOGUE[f"entry.{derive['of']}"].values if type_ is Type.TEXT else ()
            self.made.append(Name(path, type_, nullable, values))
        return facts

    @staticmethod
    def _missing_is_nullable(fact: object) -> bool:
        assert isinstance(fact, dict)
        return fact["missing"] in {"absent", "unknown"}

    def _missing(self, derive: Data, type_: Type) -> object:
        if type_ is Type.BOOL:
            return self.random.choice((False, False, "unknown", True))
        choices: list[object] = ["absent", "absent", "unknown"]
        if derive["reduce"] in {"count", "min", "max"} and type_ is Type.INT:
            choices += [0, 0, 2]
        if type_ is Type.DAYS:
            choices += ["0d", "0d"]
        return self.random.choice(choices)

    # Reducers

    def _any(self, derive: Data) -> Type:
        derive["reduce"] = "any"
        return Type.BOOL

    def _count(self, derive: Data) -> Type:
        derive["reduce"] = "count"
        if self.random.random() < 0.3:
            derive["where"] = "entry.reached"
        return Type.INT

    def _picked(self, derive: Data) -> Type:
        field = self.random.choice([*FIELDS, "grade", "reached"])
        if self.random.random() < 0.25:
            derive["where"] = "entry.reached"
        derive |= {"reduce": self.random.choice(("first", "last")), "of": field}
        return FIELDS[field]

    def _completed(self, derive: Data) -> Type:
        field = self.random.choice(("occurred_on", "sequence", "kind"))
        derive |= {"reduce": "first", "of": field}
        derive |= {"kinds": ["reception", "call"], "completed_by": ["card"]}
        return FIELDS[field]

    def _extreme(self, derive: Data) -> Type:
        field = self.random.choice(("occurred_on", "rank", "rank", "occurred_at", "sequence"))
        derive |= {"reduce": self.random.choice(("min", "max")), "of": field}
        if self.random.random() < 0.4:
            derive["where"] = "entry.reached"
        return FIELDS[field]

    def _gap(self, derive: Data) -> Type:
        derive["reduce"] = "longest_gap"
        return Type.DAYS

    def _live(self, derive: Data) -> Type:
        self._clocked(derive)
        derive["reduce"] = "live_since"
        return Type.DATE

    def _overdue(self, derive: Data) -> Type:
        self._clocked(derive)
        derive |= {"reduce": "overdue", "of": self.random.choice(("longest", "now"))}
        return Type.DAYS

    def _clocked(self, derive: Data) -> None:
        """Interval, grades, start, and the date as of which it is told."""
        if self.random.random() < 0.6:
            derive |= {"every": "tables.every", "graded_by": "grade"}
        else:
            derive["every"] = self.random.choice(
                ("3d", "2bd", "params.window", "tables.every", "me.wait")
            )
        if self.random.random() < 0.4:
            derive["start"] = self.random.choice(("me.day", "params.cut", "me.first_contact_on"))
        usual = self.random.choice(("dispute.as_of", "deal.closed_on"))
        derive["until"] = usual if self.random.random() < 0.6 else self._day()
        derive["kinds"] = [self.random.choice(("contact", "contact", "call"))]

    # Options

    def _options(self, derive: Data, *, mine: bool) -> None:
        spans = derive["reduce"] in {"longest_gap", "live_since", "overdue"}
        if "kinds" not in derive and self.random.random() < 0.8:
            kinds = self.random.sample(KINDS, self.random.randint(1, 3))
            derive["kinds"] = [*kinds, *self.random.choice(([], ["contact"]))]
        owners = ("me", "deal", "dispute") if mine else ("deal", "dispute")
        seldom = (
            0.3 if "every" in derive else 1.0
        )  # a clock is seldom told if it hangs on much else
        if "where" not in derive and self.random.random() < 0.55 * seldom:
            derive["where"] = self.writer(*owners).truth(self.random.choice((0, 1)))
        if not mine:
            derive["by"] = "anyone"
        elif self.random.random() < 0.35:
            derive["by"] = self.random.choice(("stand_in", "anyone"))
        if self.random.random() < 0.5:
            derive["period"] = self.random.choice(("deal", "dispute", "lifetime"))
        self._window(derive, 0.25 * seldom, spans=spans, mine=mine)

    def _window(self, derive: Data, often: float, *, spans: bool, mine: bool) -> None:
        options = ["from", "until"] if spans else ["from", "after", "until", "through"]
        for option in options:
            if option not in derive and self.random.random() < often:
                derive[option] = self._bound(dates_only=spans, mine=mine)

    def _bound(self, *, dates_only: bool, mine: bool) -> str:
        """A date, an instant or a place in the register."""
        chance = self.random.random()
        if chance < 0.6 or (dates_only and chance < 0.8):
            return self._day() if mine else self._day_of_deal()
        if chance < 0.8 or dates_only:
            return self.random.choice(("deal.closed_at", "deal.at - 24h"))
        return self.random.choice(
            ("deal.closing", "deal.place", *(["me.first_contact"] if mine else []))
        )

    def _day(self) -> str:
        shift = self.random.choice(("", "", " - 3d", " + 4d", " - params.window", " + 2bd"))
        return f"{self.random.choice(DATES)}{shift}"

    def _day_of_deal(self) -> str:
        shift = self.random.choice(("", " - 3d", " + 1bd"))
        return f"{self.random.choice(('deal.closed_on', 'dispute.as_of', 'params.cut'))}{shift}"


def _derives(name: Name) -> bool:
    return CATALOGUE[name.path].derive is not None
