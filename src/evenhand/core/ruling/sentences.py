"""The sentences of a ruling, in the reader's language."""

from __future__ import annotations

from evenhand.core.money import Money
from evenhand.core.policy.schema import Consequence
from evenhand.core.policy.versions import Step
from evenhand.core.ruling.amounts import money_text
from evenhand.core.ruling.cases import UNKNOWN
from evenhand.core.ruling.doing import Doing
from evenhand.core.ruling.explain import Finding, ItemPoints, StepExplained
from evenhand.core.ruling.figures import signed
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.ruling import ConductFound, Outcome, Ruling

_MET = {"keep": ("kept",), "bar": ("removed",), "award": ("takes",)}
_UNDECIDED_BY = {"sole-claimant": "by-sole", "tie": "by-tie", "none-remain": "by-none"}


class Sentences:
    """One ruling in one language."""

    def __init__(self, ruling: Ruling, lang: str) -> None:
        self.ruling = ruling
        self.lang = lang
        names = tuple(ruling.label(slot) for slot in range(len(ruling.dossier.claimants)))
        self.phrases = Phrases(ruling.version, lang, names)
        self.say = self.phrases.say
        self.doing = Doing(self.phrases)

    def outcome(self, outcome: Outcome) -> str:
        """What was decided, in one sentence."""
        if outcome.referral is None:
            return self.say(outcome.kind, who=self.phrases.people(outcome.winners))
        key = "gather" if outcome.by == "on-missing" else "refer"
        return self.say(key, where=self.doing.referral(outcome.referral))

    def basis(self, outcome: Outcome) -> str:
        """Which step decided, and under which article."""
        key = _UNDECIDED_BY.get(outcome.by)
        if outcome.by == "on-missing":
            return ""
        text = self.say(key) if key else self.say("by-step", step=self.step_name(outcome.by))
        return f"{text} ({self.phrases.article(outcome.cites)})" if outcome.cites else text

    def step_name(self, step_id: str) -> str:
        """A step's label, else its id."""
        steps = (*self.ruling.version.strikes, *self.ruling.version.steps)
        label = next((step.label for step in steps if step.id == step_id), None)
        return (label.in_(self.lang) if label else "") or step_id

    def cell(self, cell: Cell) -> str:
        """A fact that is unknown, and of whom."""
        label = self.ruling.version.facts[cell.path].label.in_(self.lang) or cell.path
        if not cell.path.startswith("me."):
            return label
        return f"{label} ({self.phrases.people([cell.claimant])})"

    def finding(self, finding: Finding, step: Step) -> str:
        """What a step found of one claimant."""
        status = {"nobody": "nobody-meets" if step.verb == "keep" else "not-barred"}.get(
            finding.status, finding.status
        )
        text = self.say(status)
        if finding.total is not None:
            text += f", {self._points(*finding.total)}"
            labels = {item.id: item.label.in_(self.lang) or item.id for item in step.items}
            items = [self._item(labels[one.id], one) for one in finding.items]
            return f"{text}: {'; '.join(filter(None, items)) or self.say('no-points')}"
        reasons = [self.phrases.reason(reason) for reason in finding.reasons if reason.decisive]
        return f"{text}: {'; '.join(reasons)}" if reasons else text

    def nothing_told(self, step: StepExplained) -> str:
        """Why a step changed nothing: its question, and who met it."""
        question = self.question(step.step)
        met = [one.claimant for one in step.findings if one.status == "first"]
        if step.step.condition is not None:
            met = [one.claimant for one in step.findings if one.status in _MET[step.step.verb]]
        return f"{question}: {self.phrases.people(met)}" if step.step.verb != "score" else question

    def question(self, step: Step) -> str:
        """What a step asks of everybody."""
        if step.condition is not None:
            return self.phrases.condition(step.condition)
        if step.best is not None:
            return self.phrases.expression(step.best.node)
        return self.phrases.listed(item.label.in_(self.lang) or item.id for item in step.items)

    def _item(self, label: str, item: ItemPoints) -> str:
        """An item of a score that counts, or may: its label, points and the entries behind it."""
        if item.low == item.high == 0:
            return ""
        ends = dict.fromkeys((signed(item.low), signed(item.high)))
        entries = dict.fromkeys(one for reason in item.reasons for one in reason.entries)
        told = self.say("item-points", what=label, points=" / ".join(ends))
        return told + self.phrases.entries(tuple(entries))

    def _points(self, low: int, high: int) -> str:
        return (
            self.say("points", low=low)
            if low == high
            else self.say("points-between", low=low, high=high)
        )

    def consequence(self, consequence: Consequence) -> str:
        """What follows from conduct."""
        parts = []
        if consequence.fine is not None:
            fine = Money(consequence.fine.amount, consequence.fine.currency)
            parts.append(self.say("fine", amount=money_text(fine, self.lang)))
        parts += [self.say(name) for name in ("suspension", "merit") if getattr(consequence, name)]
        if consequence.note is not None:
            parts.append(consequence.note.text().in_(self.lang))
        return "; ".join(parts)

    def conduct(self, found: ConductFound) -> str:
        clause = found.clause
        label = clause.label.in_(self.lang) or clause.id
        if found.truth == UNKNOWN:
            follows = self.say("unknown-conduct")
        else:
            follows = self.consequence(clause.consequence)
            if found.repeated and clause.repeated is not None:
                follows += f"; {self.say('repeated')}: {self.consequence(clause.repeated)}"
        article = self.phrases.article(clause.cites)
        return f"{self.phrases.people([found.claimant])} — {label} ({article}): {follows}"

    def cited(self) -> list[str]:
        """Articles behind the outcome, active steps, evidence, conduct and remedies, in order."""
        ruling = self.ruling
        cites = {*ruling.outcome.cites, *ruling.proceeding.cites}
        cites |= {
            article
            for step in ruling.steps
            if step.status in ("narrowed", "decided", "referred")
            for article in step.step.cites
        }
        cites |= {article for one in ruling.struck for article in one.step.cites}
        cites |= {article for one in ruling.conduct for article in one.clause.cites}
        cites |= {article for one in ruling.remedies for article in one.cites}
        return [article for article in ruling.version.articles if article in cites]
