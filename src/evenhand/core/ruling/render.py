"""A ruling as text, as Markdown and as JSON, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.core.policy.schema import Consequence
from evenhand.core.policy.versions import Otherwise, day_text
from evenhand.core.ruling.cases import KNOWN, UNKNOWN
from evenhand.core.ruling.explain import Amount, Finding, Reason, StepExplained
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.ruling import ConductFound, Outcome, Ruling
from evenhand.core.types import Type

FORMAT = "evenhand-ruling/1"
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class Rendering:
    """One ruling in one language."""

    def __init__(self, ruling: Ruling, lang: str) -> None:
        self.ruling = ruling
        self.lang = lang
        names = tuple(ruling.label(slot) for slot in range(len(ruling.dossier.claimants)))
        self.phrases = Phrases(ruling.version, lang, names)

    # Sentences

    def outcome(self, outcome: Outcome) -> str:
        """What was decided, in one sentence."""
        say = self.phrases.say
        if outcome.referral is None:
            return say(outcome.kind, who=self.phrases.people(outcome.winners))
        forum = self.ruling.version.forums[outcome.referral.forum].in_(self.lang)
        return say("gather" if outcome.by == "on-missing" else "refer", forum=forum) + self._terms(
            outcome.referral
        )

    def _terms(self, referral: Otherwise) -> str:
        terms = []
        if referral.within is not None:
            terms.append(self.phrases.say("within", time=self.phrases.expression(referral.within)))
        if referral.then:
            forums = self.ruling.version.forums
            what = (
                forums[referral.then].in_(self.lang)
                if referral.then in forums
                else self.phrases.say("proceed")
            )
            terms.append(self.phrases.say("then", what=what))
        return f" ({'; '.join(terms)})" if terms else ""

    def basis(self, outcome: Outcome) -> str:
        """Which step decided, and under which article."""
        key = {"sole-claimant": "by-sole", "tie": "by-tie", "none-remain": "by-none"}.get(
            outcome.by
        )
        if outcome.by == "on-missing":
            return ""
        text = (
            self.phrases.say(key)
            if key
            else self.phrases.say("by-step", step=self.step_name(outcome.by))
        )
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

    def finding(self, finding: Finding, verb: str) -> str:
        """What a step found of one claimant."""
        status = {"nobody": "nobody-meets" if verb == "keep" else "not-barred"}.get(
            finding.status, finding.status
        )
        text = self.phrases.say(status)
        if finding.total is not None:
            text += f", {self._points(*finding.total)}"
        reasons = [self.phrases.reason(reason) for reason in finding.reasons if reason.decisive]
        return f"{text}: {'; '.join(reasons)}" if reasons else text

    def _points(self, low: int, high: int) -> str:
        return (
            self.phrases.say("points", low=low)
            if low == high
            else self.phrases.say("points-between", low=low, high=high)
        )

    def consequence(self, consequence: Consequence) -> str:
        """What follows from conduct."""
        parts = []
        if consequence.fine is not None:
            amount = _major(consequence.fine.amount, consequence.fine.currency)
            parts.append(
                self.phrases.say("fine", amount=amount, currency=consequence.fine.currency)
            )
        parts += [
            self.phrases.say(name) for name in ("suspension", "merit") if getattr(consequence, name)
        ]
        if consequence.note is not None:
            parts.append(consequence.note.text().in_(self.lang))
        return "; ".join(parts)

    # Text

    def lines(self) -> Iterator[tuple[int, str]]:
        """The ruling as lines with their depth: 0 a heading, 1 and deeper what stands below it."""
        ruling, say = self.ruling, self.phrases.say
        yield 0, say("ruling")
        yield 1, self.outcome(ruling.outcome)
        if basis := self.basis(ruling.outcome):
            yield 1, basis
        yield from self._provisional()
        under = say("under", policy=ruling.policy.title.in_(self.lang), version=ruling.version.id)
        date = (
            say("governing-date", date=day_text(ruling.governing_date))
            if ruling.governing_date is not None
            else say("no-date")
        )
        yield 1, f"{under} ({date})"
        yield 0, say("why")
        for step in ruling.steps:
            yield from self._step(step)
        yield from self._struck()
        yield from self._conduct()
        yield from self._articles()
        if ruling.dossier.strangers:
            yield 0, say("notes")
            yield 1, say("strangers", who=self.phrases.listed(ruling.dossier.strangers))

    def _provisional(self) -> Iterator[tuple[int, str]]:
        ruling, say = self.ruling, self.phrases.say
        if not ruling.provisional:
            return
        yield 1, say("provisional")
        yield (
            2,
            f"{say('depends-on')}: {self.phrases.listed(self.cell(cell) for cell in ruling.depends_on)}",
        )
        if not ruling.exhaustive:
            yield 2, say("not-exhaustive")
        if ruling.outcome != ruling.proceeding:
            yield (
                2,
                f"{say('on-what-is-known')}: {self.outcome(ruling.proceeding)} {self.basis(ruling.proceeding)}",
            )

    def _step(self, step: StepExplained) -> Iterator[tuple[int, str]]:
        say = self.phrases.say
        name = f"{step.step.index + 1}. {self.step_name(step.step.id)} ({self.phrases.article(step.step.cites)})"
        yield (
            1,
            f"{name} — {say(f'step-{step.status}')}{'; ' + say('undecided') if step.undecided else ''}",
        )
        shown = [reason for reason in step.guard if reason.decisive]
        if shown and step.status in ("guarded", "guard-unknown"):
            yield 2, "; ".join(self.phrases.reason(reason) for reason in shown)
        for finding in step.findings:
            if finding.status != "out":
                yield (
                    2,
                    f"{self.phrases.people([finding.claimant])} {self.finding(finding, step.step.verb)}",
                )
        if step.status == "narrowed":
            yield 2, f"→ {say('remaining', who=self.phrases.people(step.remaining))}"

    def _struck(self) -> Iterator[tuple[int, str]]:
        if self.ruling.struck:
            yield 0, self.phrases.say("evidence-struck")
        for one in self.ruling.struck:
            doubt = f" ({self.phrases.say('doubtful')})" if one.doubtful else ""
            reasons = "; ".join(
                self.phrases.reason(reason) for reason in one.reasons if reason.decisive
            )
            yield (
                1,
                f"{one.entry}{doubt} — {self.step_name(one.step.id)} ({self.phrases.article(one.step.cites)}): {reasons}",
            )

    def _conduct(self) -> Iterator[tuple[int, str]]:
        if self.ruling.conduct:
            yield 0, self.phrases.say("conduct")
        for found in self.ruling.conduct:
            yield 1, self._conduct_line(found)

    def _conduct_line(self, found: ConductFound) -> str:
        clause = found.clause
        label = clause.label.in_(self.lang) or clause.id
        if found.truth == UNKNOWN:
            follows = self.phrases.say("unknown-conduct")
        else:
            follows = self.consequence(clause.consequence)
            if found.repeated and clause.repeated is not None:
                follows += f"; {self.phrases.say('repeated')}: {self.consequence(clause.repeated)}"
        return f"{self.phrases.people([found.claimant])} — {label} ({self.phrases.article(clause.cites)}): {follows}"

    def cited(self) -> list[str]:
        """Articles behind the outcome, the steps that did something, struck entries and conduct, in the policy's order."""
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
        return [article for article in ruling.version.articles if article in cites]

    def _articles(self) -> Iterator[tuple[int, str]]:
        cited = self.cited()
        if cited:
            yield 0, self.phrases.say("articles")
        for key in cited:
            yield 1, f"{key}: {self.ruling.version.articles[key].text.in_(self.lang)}"

    # JSON

    def json(self) -> dict[str, Json]:
        """The ruling as plain data; texts are in the rendering's language, ids and values in none."""
        ruling = self.ruling
        names = ruling.dossier.claimants
        return {
            "format": FORMAT,
            "policy": {
                "id": ruling.policy.id,
                "version": ruling.version.id,
                "sha256": ruling.policy.sha256,
            },
            "governing_date": None
            if ruling.governing_date is None
            else day_text(ruling.governing_date),
            "language": self.lang,
            "claimants": [{"id": name, "label": ruling.dossier.labels[name]} for name in names],
            "outcome": self._outcome_json(),
            "steps": [self._step_json(step) for step in ruling.steps],
            "struck": [
                {
                    "entry": one.entry,
                    "step": one.step.id,
                    "cites": list(one.step.cites),
                    "doubtful": one.doubtful,
                    "reasons": [self._reason_json(reason) for reason in one.reasons],
                }
                for one in ruling.struck
            ],
            "facts": self._facts_json(),
            "conduct": [self._conduct_json(found) for found in ruling.conduct],
            "articles": {
                key: ruling.version.articles[key].text.in_(self.lang) for key in self.cited()
            },
            "strangers": list(ruling.dossier.strangers),
        }

    def _outcome_json(self) -> dict[str, Json]:
        ruling = self.ruling
        result = self._plain_outcome(ruling.outcome)
        result |= {
            "provisional": ruling.provisional,
            "depends_on": [self._cell_json(cell) for cell in ruling.depends_on],
            "exhaustive": ruling.exhaustive,
        }
        if ruling.outcome != ruling.proceeding:
            result["otherwise"] = self._plain_outcome(ruling.proceeding)
        return result

    def _plain_outcome(self, outcome: Outcome) -> dict[str, Json]:
        names = self.ruling.dossier.claimants
        winners = [names[slot] for slot in outcome.winners]
        referral = outcome.referral
        return {
            "kind": outcome.kind,
            "claimants": list(winners),
            "by": outcome.by,
            "cites": list(outcome.cites),
            "shares": dict(zip(winners, outcome.shares, strict=True)) if outcome.shares else None,
            "forum": referral.forum if referral else None,
            "within": referral.within.text if referral and referral.within else None,
            "then": referral.then or None if referral else None,
            "text": self.outcome(outcome),
        }

    def _cell_json(self, cell: Cell) -> Json:
        name = self.ruling.dossier.claimants[cell.claimant] if cell.path.startswith("me.") else None
        return {"fact": cell.path, "claimant": name, "text": self.cell(cell)}

    def _step_json(self, step: StepExplained) -> dict[str, Json]:
        names = self.ruling.dossier.claimants
        return {
            "id": step.step.id,
            "verb": step.step.verb,
            "cites": list(step.step.cites),
            "status": step.status,
            "undecided": step.undecided,
            "when": [self._reason_json(reason) for reason in step.guard],
            "claimants": {
                names[finding.claimant]: self._finding_json(finding, step.step.verb)
                for finding in step.findings
            },
            "remaining": [names[slot] for slot in step.remaining],
        }

    def _finding_json(self, finding: Finding, verb: str) -> dict[str, Json]:
        result: dict[str, Json] = {"status": finding.status}
        if finding.status == "out":
            return result
        result["text"] = self.finding(finding, verb)
        result["reasons"] = [self._reason_json(reason) for reason in finding.reasons]
        if finding.total is not None:
            result["total"] = list(finding.total)
            result["items"] = [
                {
                    "id": item.id,
                    "points": [item.low, item.high],
                    "reasons": [self._reason_json(one) for one in item.reasons],
                }
                for item in finding.items
            ]
        return result

    def _reason_json(self, reason: Reason) -> dict[str, Json]:
        names = self.ruling.dossier.claimants
        return {
            "expression": reason.node.text,
            "truth": {0: False, 2: True}.get(reason.truth),
            "decisive": reason.decisive,
            "text": self.phrases.reason(reason),
            "values": [self._amount_json(amount) for amount in reason.sides],
            "entries": list(reason.entries),
            "claimants": [names[slot] for slot in reason.who],
            "because": [self._reason_json(one) for one in reason.because],
        }

    def _amount_json(self, amount: Amount) -> Json:
        return {
            "expression": amount.node.text,
            "value": self._plain_value(amount.node.type, amount.value, amount.state),
        }

    def _plain_value(self, type_: Type, code: int, state: int) -> Json:
        """A value as a dossier writes it: a number, text, date; null absent, "unknown" unknown."""
        if type_ is Type.BOOL:
            return {0: False, 2: True}.get(code, "unknown")
        if state != KNOWN:
            return "unknown" if state == UNKNOWN else None
        if type_ in (Type.INT, Type.POSITION):
            return code
        plain = {Type.DAYS: f"{code}d", Type.WORKDAYS: f"{code}bd", Type.ELAPSED: f"{code}s"}.get(
            type_
        )
        if type_ is Type.TEXT:
            return self.ruling.version.vocabulary.text(code)
        return plain or self.phrases.value(type_, code)

    def _facts_json(self) -> dict[str, Json]:
        """Every fact the policy reads, as it stood."""
        ruling = self.ruling
        names = ruling.dossier.claimants
        columns = ruling.ruled.derived.facts.columns
        result: dict[str, Json] = {}
        for path in sorted(ruling.version.reads):
            value, state = columns[path]
            rows = len(names) if path.startswith("me.") else 1
            type_ = ruling.version.facts[path].type
            cells = [
                self._plain_value(
                    type_,
                    int(value[min(row, value.shape[0] - 1), 0]),
                    KNOWN if state is None else int(state[min(row, state.shape[0] - 1), 0]),
                )
                for row in range(rows)
            ]
            result[path] = (
                dict(zip(names, cells, strict=True)) if path.startswith("me.") else cells[0]
            )
        return result

    def _conduct_json(self, found: ConductFound) -> dict[str, Json]:
        return {
            "id": found.clause.id,
            "claimant": self.ruling.dossier.claimants[found.claimant],
            "applies": None if found.truth == UNKNOWN else True,
            "repeated": found.repeated,
            "cites": list(found.clause.cites),
            "text": self._conduct_line(found),
        }


def as_text(ruling: Ruling, lang: str) -> str:
    """The ruling as plain text, indented by depth."""
    rows = [
        f"{'  ' * depth}{line}" if depth else f"\n{line}"
        for depth, line in Rendering(ruling, lang).lines()
    ]
    return "\n".join(rows).strip() + "\n"


def as_markdown(ruling: Ruling, lang: str) -> str:
    """The ruling as Markdown."""
    rows = []
    for depth, line in Rendering(ruling, lang).lines():
        rows.append(
            f"\n## {_escaped(line)}\n" if depth == 0 else f"{'  ' * (depth - 1)}- {_escaped(line)}"
        )
    return "\n".join(rows).strip() + "\n"


def _escaped(line: str) -> str:
    for character in "\\`*_<>[]|":
        line = line.replace(character, f"\\{character}")
    return line


def as_json(ruling: Ruling, lang: str) -> dict[str, Json]:
    """The ruling as plain data."""
    return Rendering(ruling, lang).json()


_WITHOUT_MINOR = {"VND", "JPY", "KRW"}


def _major(amount: int, currency: str) -> str:
    """An amount of minor units in the currency's own unit."""
    if currency in _WITHOUT_MINOR:
        return f"{amount:,}"
    return f"{amount // 100:,}" if amount % 100 == 0 else f"{amount / 100:,.2f}"
