"""The sentences of remedies: what is to be done, by whom, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.money import Money
from evenhand.core.policy.versions import Otherwise
from evenhand.core.ruling.amounts import money_text, percent_text
from evenhand.core.ruling.cases import UNKNOWN
from evenhand.core.ruling.orders import (
    FIXED,
    Compensated,
    GoesFirst,
    Note,
    Order,
    Portion,
    RemedyFound,
    RoleTaken,
    Sharing,
    TooMany,
    Transfer,
)
from evenhand.core.ruling.phrases import Phrases

Slots = tuple[int, ...]
_APART = {"en": "; ", "zh": "，", "vi": "; "}
"""Between amounts, which have commas of their own."""


class Doing:
    """Speaks of what is to be done under one version in one language."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.say, self.people = phrases.say, phrases.people
        self.lang, self.version = phrases.lang, phrases.version

    def heading(self, found: RemedyFound) -> str:
        """The remedy, its articles, and whether it is certain that it applies."""
        name = found.label.in_(self.lang) or found.id
        told = f"{name} ({self.phrases.article(found.cites)})" if found.cites else name
        if found.truth != UNKNOWN:
            return told
        decisive = [self.phrases.reason(one) for one in found.reasons if one.decisive]
        return f"{told} — {self.say('may-apply')}: {'; '.join(decisive)}"

    def orders(self, order: Order) -> Iterator[str]:
        """What one order says, in one or more sentences."""
        match order:
            case Transfer(to, from_):
                yield self._transfer(to, from_)
            case GoesFirst(people):
                yield self.say("order-priority", who=self.people(people))
            case RoleTaken():
                yield self._role(order)
            case Sharing():
                yield from self._sharing(order)
            case Compensated():
                yield from self._compensated(order)
            case TooMany(people, at_most, referral):
                count, where = len(people), self.referral(referral)
                yield self.say("order-too-many", count=count, at_most=at_most, where=where)
            case Note(text):
                yield text.in_(self.lang)

    def _transfer(self, to: Slots, from_: Slots) -> str:
        if from_:
            return self.say("order-transfer", to=self.people(to), from_=self.people(from_))
        return self.say("order-hand-over", to=self.people(to))

    def _role(self, order: RoleTaken) -> str:
        what = order.text.in_(self.lang)
        if order.people:
            return self.say("order-role", who=self.people(order.people), what=what)
        return self.say("order-role-open", who=self.people(order.between), what=what)

    def _sharing(self, order: Sharing) -> Iterator[str]:
        what = self._named(order.of)
        if order.open:
            who, why = self.people(order.people), self.say(f"open-{order.open}")
            yield self.say("order-share-open", who=who, what=what, why=why)
        elif not order.portions and len(order.people) == 1:
            yield self.say("order-share-one", who=self.people(order.people), what=what)
        elif not order.portions:
            parts = self._percentages(order.people, order.percent)
            yield self.say("order-share", what=what, parts=parts)
        for portion in order.portions:
            if len(order.people) == 1:
                who = self.people(order.people)
                yield self.say("order-share-one", who=who, what=self._whole(portion))
                continue
            parts = _APART[self.lang].join(
                self._part(portion, *one)
                for one in zip(order.people, portion.amounts, order.percent, strict=True)
            )
            yield self.say("order-share", what=self._whole(portion), parts=parts)
        if order.cut:
            yield self.say("order-cut")

    def _percentages(self, people: Slots, percent: tuple[int, ...]) -> str:
        return _APART[self.lang].join(
            f"{self.people([slot])} {percent_text(one, self.lang)}"
            for slot, one in zip(people, percent, strict=True)
        )

    def _part(self, portion: Portion, slot: int, amount: int, percent: int) -> str:
        share = percent_text(percent, self.lang)
        money = self.money(Money(amount, portion.whole.currency))
        return self.say("part", who=self.people([slot]), amount=money, percent=share)

    def _compensated(self, order: Compensated) -> Iterator[str]:
        who = self.people(order.people)
        if order.in_kind:
            yield self.say("order-in-kind", who=who, what=order.in_kind.in_(self.lang))
        if order.percent and not order.portions:
            parts = self._percentages(order.people, order.percent)
            yield self.say("order-paid-percent", parts=parts, what=self._named(order.of))
        for portion in order.portions:
            yield self._paid(order, portion)
        if order.cut:
            yield self.say("order-cut")
        if not order.compared:
            yield self.say("order-uncompared", winner=self.people(order.winners))

    def _paid(self, order: Compensated, portion: Portion) -> str:
        currency = portion.whole.currency
        parts = zip(order.people, portion.amounts, strict=True)
        told = _APART[self.lang].join(
            f"{self.people([slot])} {self.money(Money(one, currency))}" for slot, one in parts
        )
        if not order.compared:
            return self.say("order-paid", parts=told)
        what, rest = self._whole(portion), self.money(Money(portion.rest, currency))
        winner = self.people(order.winners)
        return self.say("order-paid-of", parts=told, what=what, rest=rest, winner=winner)

    def referral(self, referral: Otherwise) -> str:
        """To whom, how long it may take, and what then."""
        forums = self.version.forums
        terms = []
        if referral.within is not None:
            terms.append(self.say("within", time=self.phrases.expression(referral.within)))
        if referral.then:
            known = referral.then in forums
            what = forums[referral.then].in_(self.lang) if known else self.say("proceed")
            terms.append(self.say("then", what=what))
        forum = forums[referral.forum].in_(self.lang)
        return f"{forum} ({'; '.join(terms)})" if terms else forum

    def _named(self, of: tuple[str, ...]) -> str:
        """What is at stake, by name."""
        if not of:
            return self.say("everything-at-stake")
        return self.phrases.listed(self.stake(name) for name in of)

    def _whole(self, portion: Portion) -> str:
        return self.say("whole", what=self.stake(portion.stake), amount=self.money(portion.whole))

    def stake(self, name: str) -> str:
        """A thing at stake by its label."""
        if name == FIXED:
            return self.say("everything-at-stake")
        return self.version.stakes[name].in_(self.lang) or name

    def money(self, money: Money) -> str:
        """An amount as the language writes it."""
        return money_text(money, self.lang)
