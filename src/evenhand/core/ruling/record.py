"""The ruling record: what was decided, on what, and step by step why, as data in no language.

Made of what it was ruled from (the dossier, normalised) and what came out, so that whoever has the
record and the policy file can rule again and compare (core.ruling.replay). Its canonical bytes are
the same for ever: a change of what stands in it, or of how it is written, takes a new FORMAT; a
change of what comes out of the same inputs takes a new ENGINE. Both are told in
docs/decisions/0007-ruling-record.md.
"""

from __future__ import annotations

from evenhand.core.policy.versions import day_text
from evenhand.core.ruling.canonical import Json, canonical, sha256_of
from evenhand.core.ruling.cases import Column
from evenhand.core.ruling.codes import said, truth
from evenhand.core.ruling.explain import Finding, ItemPoints, StepExplained, Struck
from evenhand.core.ruling.ordered import money_told, order_told
from evenhand.core.ruling.provisional import Cell
from evenhand.core.ruling.reasons import Amount, Reason, amount_of
from evenhand.core.ruling.rows import Row
from evenhand.core.ruling.ruling import ConductFound, Outcome, Ruling
from evenhand.core.types import FactSpec, Type

FORMATS = ("evenhand-record/1", "evenhand-record/2")
FORMAT = FORMATS[-1]
"""Of what is written now; 1 had no remedies and no stake, and is written where it is replayed."""
ENGINE = "evenhand-engine/1"

Record = dict[str, Json]


def sealed(record: Record) -> bytes:
    """The file of a record.

    Its content and the SHA-256 of the content's canonical bytes, in canonical form, and a newline.
    """
    return canonical({"record": record, "sha256": sha256_of(record)}) + b"\n"


def record_of(ruling: Ruling, format_: str = FORMAT) -> Record:
    """The record of a ruling on a dossier that was read, in one of FORMATS.

    Raises KeyError for a dispute of a batch, whose entries do not say by whom they are.
    """
    return _Recorder(ruling, format_).record()


class _Recorder:
    def __init__(self, ruling: Ruling, format_: str) -> None:
        self.format, self.is_first = format_, format_ == FORMATS[0]
        self.ruling, self.dossier, self.version = ruling, ruling.dossier, ruling.version
        self.names = ruling.dossier.claimants

    def record(self) -> Record:
        ruling, date = self.ruling, self.ruling.governing_date
        policy = ruling.policy
        return {
            "format": self.format,
            "engine": ENGINE,
            "policy": {"id": policy.id, "version": self.version.id, "sha256": policy.sha256},
            "governing_date": None if date is None else day_text(date),
            "dossier": self._dossier(),
            "facts": self._facts(),
            "struck": [self._struck(one) for one in ruling.struck],
            "trace": [self._step(step) for step in ruling.steps],
            "outcome": self._outcome(ruling.outcome),
            "proceeding": self._outcome(ruling.proceeding),
            "provisional": ruling.provisional,
            "exhaustive": ruling.exhaustive,
            "depends_on": [self._cell(cell) for cell in ruling.depends_on],
            "conduct": [self._conduct(found) for found in ruling.conduct],
            "remedies": [] if self.is_first else self._remedies(),
        }

    # What went in

    def _dossier(self) -> Json:
        dossier, kinds = self.dossier, self.version.kind_names
        told: dict[str, Json] = {
            "time_zone": dossier.time_zone,
            "incomplete": [*sorted(kinds[code] for code in dossier.incomplete)],
            "claimants": [
                {"id": name, "label": dossier.labels[name], "facts": self._given("me", slot)}
                for slot, name in enumerate(self.names)
            ],
            "deal": self._given("deal", 0),
            "dispute": self._given("dispute", 0),
            "entries": [self._entry(index) for index in range(len(dossier.entries))],
        }
        if not self.is_first:
            told["stake"] = {name: money_told(money) for name, money in dossier.stake.items()}
            told["agreed"] = {**dossier.agreed}
        return told

    def _given(self, scope: str, slot: int) -> Json:
        """The facts that are given of one claimant, of the deal or of the dispute."""
        given = self.dossier.facts
        told: dict[str, Json] = {}
        for path, column in given.columns.items():
            spec, stated = self.version.facts[path], given.stated.get(path)
            if spec.scope == scope and (stated is None or stated[slot].any()):
                told[spec.name] = self._value(spec, column, slot)
        return told

    def _entry(self, index: int) -> Json:
        entries = self.dossier.entries
        row: Row = self.dossier.rows[entries.ids[index]]
        stated = (self.version.facts[f"entry.{name}"] for name in row.fields)
        return {
            "id": row.id,
            "sequence": row.sequence,
            "kind": row.kind,
            "who": row.who,
            "on_behalf_of": row.behalf,
            **{name: self._time(name, index) for name in TIMES},
            "fields": {
                spec.name: self._value(spec, entries.columns[spec.path], index) for spec in stated
            },
            "corrects": {"entry": row.corrects, "field": row.changes} if row.corrects else None,
        }

    def _time(self, name: str, index: int) -> Json:
        path = f"entry.{name}"
        return self._value(self.version.facts[path], self.dossier.entries.columns[path], index)

    def _value(self, spec: FactSpec, column: Column, place: int) -> Json:
        return self._said(spec.type, *amount_of(column, place))

    def _said(self, type_: Type, code: int, state: int) -> Json:
        return said(type_, code, state, self.version.vocabulary)

    # What was read

    def _facts(self) -> Json:
        """Every fact that was read, given or derived, as it stood: of the claimants by id."""
        ruled = self.ruling.ruled if self.is_first else self.ruling.after
        columns = ruled.derived.facts.columns
        specs = (self.version.facts[path] for path in columns)
        return {spec.path: self._fact(spec, columns[spec.path]) for spec in specs}

    def _fact(self, spec: FactSpec, column: Column) -> Json:
        if spec.scope != "me":
            return self._value(spec, column, 0)
        return {name: self._value(spec, column, slot) for slot, name in enumerate(self.names)}

    # What came of it

    def _struck(self, one: Struck) -> Json:
        return {
            "entry": one.entry,
            "step": one.step.id,
            "cites": [*one.step.cites],
            "doubtful": one.doubtful,
            "reasons": self._reasons(one.reasons),
        }

    def _step(self, step: StepExplained) -> Json:
        return {
            "step": step.step.id,
            "verb": step.step.verb,
            "cites": [*step.step.cites],
            "status": step.status,
            "undecided": step.undecided,
            "when": self._reasons(step.guard),
            "claimants": {self.names[one.claimant]: self._finding(one) for one in step.findings},
            "remaining": self._named(step.remaining),
        }

    def _finding(self, finding: Finding) -> Json:
        told: dict[str, Json] = {
            "status": finding.status,
            "reasons": self._reasons(finding.reasons),
        }
        if finding.total is not None:
            told["total"] = [*finding.total]
            told["items"] = [self._item(item) for item in finding.items]
        return told

    def _item(self, item: ItemPoints) -> Json:
        points: list[Json] = [item.low, item.high]
        return {"id": item.id, "points": points, "reasons": self._reasons(item.reasons)}

    def _reasons(self, reasons: tuple[Reason, ...]) -> Json:
        return [self._reason(reason) for reason in reasons]

    def _reason(self, reason: Reason) -> Json:
        return {
            "expression": reason.node.text,
            "truth": truth(reason.truth),
            "decisive": reason.decisive,
            "values": [self._amount(amount) for amount in reason.sides],
            "entries": [*reason.entries],
            "claimants": self._named(reason.who),
            "because": self._reasons(reason.because),
        }

    def _amount(self, amount: Amount) -> Json:
        value = self._said(amount.node.type, amount.value, amount.state)
        return {"expression": amount.node.text, "value": value}

    def _outcome(self, outcome: Outcome) -> Json:
        winners, referral = [self.names[slot] for slot in outcome.winners], outcome.referral
        within = referral.within if referral else None
        return {
            "kind": outcome.kind,
            "claimants": [*winners],
            "shares": dict(zip(winners, outcome.shares, strict=True)) if outcome.shares else None,
            "by": outcome.by,
            "cites": [*outcome.cites],
            "forum": (referral.forum or None) if referral else None,
            "within": within.text if within else None,
            "then": (referral.then or None) if referral else None,
        }

    def _cell(self, cell: Cell) -> Json:
        of_claimant = cell.path.startswith("me.")
        return {"fact": cell.path, "claimant": self.names[cell.claimant] if of_claimant else None}

    def _conduct(self, found: ConductFound) -> Json:
        return {
            "clause": found.clause.id,
            "claimant": self.names[found.claimant],
            "applies": truth(found.truth),
            "repeated": found.repeated,
            "cites": [*found.clause.cites],
            "reasons": self._reasons(found.reasons),
        }

    def _remedies(self) -> Json:
        return [
            {
                "remedy": found.id,
                "applies": truth(found.truth),
                "cites": [*found.cites],
                "reasons": self._reasons(found.reasons),
                "orders": [order_told(order, self.names) for order in found.orders],
            }
            for found in self.ruling.remedies
        ]

    def _named(self, slots: tuple[int, ...]) -> Json:
        return [self.names[slot] for slot in slots]


TIMES = ("occurred_on", "occurred_at", "recorded_on", "recorded_at")
"""What an entry says of when: the dates stand beside the instants, so that no table of time zones
is needed to read them again."""
