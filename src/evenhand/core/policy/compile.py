"""One version as written → one ready to evaluate: every expression typed, every name known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenhand.core.policy import declare, derivations, schema
from evenhand.core.policy.citations import Citations
from evenhand.core.policy.declare import Report
from evenhand.core.policy.definitions import define
from evenhand.core.policy.facts import facts
from evenhand.core.policy.reading import Reading
from evenhand.core.policy.remedies import OWNER, STAKES, RemedyReader
from evenhand.core.policy.steps import StepReader
from evenhand.core.policy.tree import Node
from evenhand.core.policy.versions import (
    Article,
    ConductClause,
    Otherwise,
    Remedy,
    Step,
    Version,
    Vocabulary,
)
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Text, Type


def compile_version(
    report: Report, policy: str, written: schema.Version, catalogue: Mapping[str, FactSpec]
) -> Version:
    """Check one version; problems go into `report`.

    What comes back is only to be used if there are none.
    """
    return _Compiler(report, written, catalogue).version(policy)


class _Compiler:
    def __init__(
        self, report: Report, written: schema.Version, catalogue: Mapping[str, FactSpec]
    ) -> None:
        self.report = report
        self.written = written
        self.kinds = declare.kinds(report, written.entries)
        self.declared = facts(report, written, catalogue, self.kinds)
        self.params = declare.params(report, written.params)
        self.tables = declare.tables(report, written.tables, self.declared.facts)
        self.forums = {
            **declare.FORUMS,
            **{name: forum.label.text() for name, forum in written.forums.items()},
        }
        labels = {name: stake.label.text() for name, stake in written.stakes.items()}
        self.stakes = STAKES | labels
        self.reading = Reading(report, self.declared.facts, self.params, self.tables)
        self.citations = Citations(report, written.articles)
        self.reader = StepReader(self.reading, self.citations, self.kinds, self.forums)

    def version(self, policy: str) -> Version:
        written, report, reader = self.written, self.report, self.reader
        define(self.reading, self.citations, written.define)
        steps = reader.steps(written.steps)
        funnel = [step for step in steps if step.verb != "strike"]
        conduct = self._conduct()
        endings = [
            reader.otherwise(("tie",), written.tie),
            reader.otherwise(("if_none_remain",), written.if_none_remain),
        ]
        remedies = self._remedies(steps, endings[0])
        self._ids()
        self.citations.check_all(written)
        reads = self._reads(steps, conduct)
        derived_here = self.declared.derived_here
        afterwards = reads | self._remedies_read(remedies)
        every = derivations.reducers(self.reading, self.kinds, afterwards, derived_here)
        known = set(self.declared.facts)
        reducers = derivations.needed(every, reads, derived_here, known)
        more = afterwards - reads
        until = written.effective.until
        return Version(
            policy=policy,
            id=written.id,
            effective_from=declare.day(report, ("effective", "from"), written.effective.from_),
            effective_until=declare.day(report, ("effective", "until"), until) if until else None,
            governing_date=self._governing_date(),
            time_zone=declare.time_zone(report, written.time_zone),
            work_days=declare.work_days(report, written.calendar),
            articles={key: _article(key, article) for key, article in written.articles.items()},
            kinds=self.kinds,
            forums=self.forums,
            params=self.params.single,
            param_labels=self._param_labels(),
            tables=self.tables,
            facts=self.declared.facts,
            reducers=reducers,
            reads=frozenset(reads),
            defines=tuple(self.reading.definitions.values()),
            strikes=tuple(step for step in steps if step.verb == "strike"),
            steps=tuple(replace(step, index=index) for index, step in enumerate(funnel)),
            tie=endings[0],
            if_none_remain=endings[1],
            on_missing=self._on_missing(),
            conduct=conduct,
            remedies=remedies,
            remedy_reads=frozenset(more),
            remedy_reducers=derivations.needed(every, set(more), frozenset(), known),
            stakes=self.stakes,
            procedure=written.procedure,
            examples=written.examples,
            vocabulary=self._vocabulary(),
            param_cites=self._param_cites(),
            forum_cites={name: one.cites for name, one in written.forums.items()},
        )

    def _conduct(self) -> tuple[ConductClause, ...]:
        written = enumerate(self.written.conduct)
        return tuple(self.reader.conduct(("conduct", index), one) for index, one in written)

    def _remedies(self, steps: list[Step], tie: Otherwise) -> tuple[Remedy, ...]:
        reader = RemedyReader(self.reader, self.stakes, steps, tie)
        written = enumerate(self.written.remedies)
        return tuple(reader.remedy(("remedies", index), one) for index, one in written)

    def _remedies_read(self, remedies: tuple[Remedy, ...]) -> set[str]:
        """The facts that remedies need."""
        read = set(self.reading.facts_read(node for one in remedies for node in one.nodes()))
        if any(one.do.transfer for one in remedies):
            read.add(OWNER)
        return read & set(self.declared.facts)

    def _ids(self) -> None:
        """Whatever a ruling or a person refers to by its id has one of its own."""
        written, unique = self.written, self.reader.unique
        unique(("conduct",), [clause.id for clause in written.conduct])
        unique(("remedies",), [remedy.id for remedy in written.remedies])
        unique(("procedure", "stages"), [stage.id for stage in written.procedure.stages])
        unique(("examples",), [example.id for example in written.examples])

    def _on_missing(self) -> Otherwise | None:
        written = self.written.on_missing
        if isinstance(written, str):
            return None
        referral = schema.Otherwise(refer=written.refer, within=written.within, then=written.then)
        return self.reader.otherwise(("on_missing",), referral)

    def _governing_date(self) -> tuple[str, ...]:
        for index, path in enumerate(self.written.governing_date):
            spec = self.declared.facts.get(path)
            if spec is None or spec.type is not Type.DATE or spec.scope not in ("deal", "dispute"):
                message = said("{path} is no date of the deal or the dispute", path=path)
                self.report.add(("governing_date", index), message, said("e.g. deal.closed_on"))
        return self.written.governing_date

    def _param_labels(self) -> dict[str, Text]:
        return {
            name: param.label.text()
            for name, param in self.written.params.items()
            if isinstance(param, schema.Param) and param.label
        }

    def _param_cites(self) -> dict[str, tuple[str, ...]]:
        params = self.written.params.items()
        return {name: one.cites for name, one in params if isinstance(one, schema.Param)}

    def _reads(self, steps: list[Step], conduct: tuple[ConductClause, ...]) -> set[str]:
        """The facts that a ruling needs, save those that only derivations read."""
        nodes: list[Node | None] = [one.node for one in self.reading.definitions.values()]
        nodes += [node for step in steps for node in _nodes(step)]
        nodes += [node for clause in conduct for node in (clause.when, clause.repeated_when)]
        read = self.reading.facts_read(node for node in nodes if node)
        return set(read | set(self.written.governing_date)) & set(self.declared.facts)

    def _vocabulary(self) -> Vocabulary:
        texts = {value for spec in self.declared.facts.values() for value in spec.values}
        single = self.params.single.values()
        texts |= {str(param.value) for param in single if param.type is Type.TEXT}
        ordered = tuple(sorted(texts | self.reading.texts()))
        return Vocabulary(ordered, {text: code for code, text in enumerate(ordered)})


def _nodes(step: Step) -> list[Node | None]:
    return [
        step.when,
        step.condition,
        step.best.node if step.best else None,
        *(item.when for item in step.items),
        *(item.to.node if item.to else None for item in step.items),
        *(item.points_from for item in step.items),
    ]


def _article(key: str, written: schema.Article) -> Article:
    note = written.note.text() if isinstance(written.note, schema.Wording) else Text(written.note)
    text = written.text(written.binding)
    return Article(key, text, written.source, note, written.not_encoded)
