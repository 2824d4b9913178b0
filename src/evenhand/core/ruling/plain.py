"""A ruling as plain data: JSON for machines, with the sentences beside the values."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from evenhand.core.money import Money
from evenhand.core.policy.versions import Step, day_text
from evenhand.core.ruling.alternatives import type_of
from evenhand.core.ruling.canonical import Json
from evenhand.core.ruling.cases import FALSE, KNOWN, TRUE, UNKNOWN
from evenhand.core.ruling.changes import Change, Flips
from evenhand.core.ruling.explain import Finding, StepExplained, Struck
from evenhand.core.ruling.flip_text import SpokenFlips
from evenhand.core.ruling.marks import Marks
from evenhand.core.ruling.ordered import order_told
from evenhand.core.ruling.orders import RemedyFound
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.reasons import Amount, Reason, amount_of
from evenhand.core.ruling.ruling import ConductFound, Outcome, Ruling
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.types import Type

FORMAT = "evenhand-ruling/1"

_TRUTH: dict[int, bool | None] = {FALSE: False, UNKNOWN: None, TRUE: True}


def as_json(ruling: Ruling, lang: str, flips: Flips | None = None) -> dict[str, Json]:
    """The ruling as plain data; texts are in `lang`, ids and values in no language."""
    plain = _Plain(ruling, lang)
    return plain.whole() if flips is None else {**plain.whole(), "flips": plain.flips(flips)}


class _Plain:
    def __init__(self, ruling: Ruling, lang: str) -> None:
        self.ruling = ruling
        self.names = ruling.dossier.claimants
        self.sentences = Sentences(ruling, lang)
        self.phrases = self.sentences.phrases

    def whole(self) -> dict[str, Json]:
        ruling, lang = self.ruling, self.sentences.lang
        date, policy = ruling.governing_date, ruling.policy
        labels = ruling.dossier.labels
        articles = ruling.version.articles
        return {
            "format": FORMAT,
            "policy": {"id": policy.id, "version": ruling.version.id, "sha256": policy.sha256},
            "governing_date": None if date is None else day_text(date),
            "language": lang,
            "claimants": [{"id": name, "label": labels[name]} for name in self.names],
            "outcome": self._outcome(),
            "steps": [self._step(step) for step in ruling.steps],
            "struck": [self._struck(one) for one in ruling.struck],
            "facts": {path: self._fact(path) for path in sorted(ruling.version.reads)},
            "conduct": [self._conduct(found) for found in ruling.conduct],
            "stake": {name: self._money(money) for name, money in ruling.dossier.stake.items()},
            "agreed": dict(ruling.dossier.agreed) or None,
            "remedies": [self._remedy(found) for found in ruling.remedies],
            "articles": {key: articles[key].text.in_(lang) for key in self.sentences.cited()},
            "strangers": list(ruling.dossier.strangers),
        }

    def flips(self, flips: Flips) -> dict[str, Json]:
        """What would have changed it."""
        spoken = SpokenFlips(self.sentences)
        told: list[Json] = [
            {
                "changes": [self._change(change, spoken) for change in flip.changes],
                "outcome": self._decided(flip.outcome),
            }
            for flip in flips.flips
        ]
        return {
            "flips": told,
            "pairs": flips.pairs,
            "worlds": flips.worlds,
            "exhaustive": flips.exhaustive,
            "marks": None if flips.marks is None else self._marks(flips.marks),
        }

    def _change(self, change: Change, spoken: SpokenFlips) -> Json:
        text: Json = spoken.change(change)
        if change.kind == "entry":
            return {"text": text, "entry": spoken.entry(change), "counts": change.value > 0}
        if change.kind == "rule":
            return {"text": text, "without": change.path.removeprefix("rules.")}
        type_ = type_of(self.ruling.version, change.path)
        ends = [(change.low, KNOWN), (change.high, KNOWN)]
        low, high = (
            None if one is None else self._written(type_, one, state) for one, state in ends
        )
        return {
            "text": text,
            "path": change.path,
            "claimant": self.names[change.row] if change.path.startswith("me.") else None,
            "value": self._written(type_, change.value, change.state),
            "low": low,
            "high": high,
        }

    def _marks(self, marks: Marks) -> Json:
        others: list[Json] = []
        for one in marks.others:
            given: list[Json] = [{**self._cell(cell), "mark": mark} for cell, mark in one.marks]
            others.append({"marks": given, "outcome": self._decided(one.outcome)})
        return {"holds": marks.holds, "exhaustive": marks.exhaustive, "others": others}

    def _outcome(self) -> dict[str, Json]:
        ruling = self.ruling
        result = self._decided(ruling.outcome)
        result["provisional"] = ruling.provisional
        result["depends_on"] = [self._cell(cell) for cell in ruling.depends_on]
        result["exhaustive"] = ruling.exhaustive
        if ruling.outcome != ruling.proceeding:
            result["otherwise"] = self._decided(ruling.proceeding)
        return result

    def _decided(self, outcome: Outcome) -> dict[str, Json]:
        winners = [self.names[slot] for slot in outcome.winners]
        shares = dict(zip(winners, outcome.shares, strict=True)) if outcome.shares else None
        referral = outcome.referral
        return {
            "kind": outcome.kind,
            "claimants": list(winners),
            "by": outcome.by,
            "cites": list(outcome.cites),
            "shares": dict(shares) if shares else None,
            "forum": referral.forum if referral else None,
            "within": referral.within.text if referral and referral.within else None,
            "then": (referral.then or None) if referral else None,
            "text": self.sentences.outcome(outcome),
        }

    def _cell(self, cell: Cell) -> dict[str, Json]:
        name = self.names[cell.claimant] if cell.path.startswith("me.") else None
        return {"fact": cell.path, "claimant": name, "text": self.sentences.cell(cell)}

    def _step(self, step: StepExplained) -> dict[str, Json]:
        return {
            "id": step.step.id,
            "verb": step.step.verb,
            "cites": list(step.step.cites),
            "status": step.status,
            "undecided": step.undecided,
            "when": self._reasons(step.guard),
            "claimants": {
                self.names[one.claimant]: self._finding(one, step.step) for one in step.findings
            },
            "remaining": [self.names[slot] for slot in step.remaining],
        }

    def _finding(self, finding: Finding, step: Step) -> dict[str, Json]:
        result: dict[str, Json] = {"status": finding.status}
        if finding.status == "out":
            return result
        result["text"] = self.sentences.finding(finding, step)
        result["reasons"] = self._reasons(finding.reasons)
        if finding.total is not None:
            result["total"] = list(finding.total)
            result["items"] = [
                {
                    "id": item.id,
                    "points": [item.low, item.high],
                    "reasons": self._reasons(item.reasons),
                }
                for item in finding.items
            ]
        return result

    def _struck(self, one: Struck) -> dict[str, Json]:
        return {
            "entry": one.entry,
            "step": one.step.id,
            "cites": list(one.step.cites),
            "doubtful": one.doubtful,
            "reasons": self._reasons(one.reasons),
        }

    def _reasons(self, reasons: tuple[Reason, ...]) -> list[Json]:
        return [self._reason(reason) for reason in reasons]

    def _reason(self, reason: Reason) -> dict[str, Json]:
        return {
            "expression": reason.node.text,
            "truth": _TRUTH[reason.truth],
            "decisive": reason.decisive,
            "text": self.phrases.reason(reason),
            "values": [
                {"expression": amount.node.text, "value": self._value(amount)}
                for amount in reason.sides
            ],
            "entries": list(reason.entries),
            "claimants": [self.names[slot] for slot in reason.who],
            "because": self._reasons(reason.because),
        }

    def _value(self, amount: Amount) -> Json:
        return self._written(amount.node.type, amount.value, amount.state)

    def _written(self, type_: Type, code: int, state: int) -> Json:
        """A value as a dossier writes it; null is absent, "unknown" unknown."""
        if type_ is Type.BOOL:
            return "unknown" if code == UNKNOWN else code == TRUE
        if state != KNOWN:
            return "unknown" if state == UNKNOWN else None
        match type_:
            case Type.INT | Type.POSITION:
                return code
            case Type.DAYS | Type.WORKDAYS | Type.ELAPSED:
                return f"{code}{ {Type.DAYS: 'd', Type.WORKDAYS: 'bd', Type.ELAPSED: 's'}[type_] }"
            case Type.TEXT:
                return self.ruling.version.vocabulary.text(code)
            case Type.DATE:
                return day_text(code)
            case Type.INSTANT:
                zone = ZoneInfo(self.ruling.version.time_zone)
                return datetime.fromtimestamp(code, zone).strftime("%Y-%m-%d %H:%M")

    def _fact(self, path: str) -> Json:
        """A fact as it stood: by claimant, or one value of the deal or dispute."""
        column = self.ruling.ruled.derived.facts.columns[path]
        type_ = self.ruling.version.facts[path].type
        slots = range(len(self.names)) if path.startswith("me.") else range(1)
        cells = [self._written(type_, *amount_of(column, slot)) for slot in slots]
        return dict(zip(self.names, cells, strict=True)) if path.startswith("me.") else cells[0]

    def _money(self, money: Money) -> Json:
        text = self.sentences.doing.money(money)
        return {"amount": money.amount, "currency": money.currency, "text": text}

    def _remedy(self, found: RemedyFound) -> dict[str, Json]:
        doing = self.sentences.doing
        orders: list[Json] = [
            {**order_told(order, self.names), "text": list(doing.orders(order))}
            for order in found.orders
        ]
        return {
            "id": found.id,
            "applies": None if found.truth == UNKNOWN else True,
            "cites": list(found.cites),
            "reasons": self._reasons(found.reasons),
            "orders": orders,
            "text": doing.heading(found),
        }

    def _conduct(self, found: ConductFound) -> dict[str, Json]:
        return {
            "id": found.clause.id,
            "claimant": self.names[found.claimant],
            "applies": None if found.truth == UNKNOWN else True,
            "repeated": found.repeated,
            "cites": list(found.clause.cites),
            "text": self.sentences.conduct(found),
        }
