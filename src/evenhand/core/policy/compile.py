"""One version as written → one version ready to evaluate; every expression typed, every name resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lark import Token, Tree

from evenhand.core.policy import declare, derivations, schema
from evenhand.core.policy.declare import Path, Report
from evenhand.core.policy.expression import ExpressionRefused, Names, check, duration, nearest
from evenhand.core.policy.grammar import SyntaxProblem, parse
from evenhand.core.policy.guards import implied
from evenhand.core.policy.tree import Literal, Node, paths, walk
from evenhand.core.policy.versions import (
    Article,
    Best,
    ConductClause,
    Definition,
    Otherwise,
    ScoreItem,
    Step,
    Version,
    Vocabulary,
)
from evenhand.core.register.entry import EntryKind
from evenhand.core.types import FactSpec, Text, Type

_NO_CLAIMANT = frozenset({"dispute", "deal", "params", "tables", "claimants"})
_EVERYBODY = frozenset({"me", "dispute", "deal", "params", "tables", "others", "claimants"})
_ENTRY = frozenset({"entry", "params", "deal", "dispute"})
_NOWHERE = Literal(Type.BOOL, False, "false", 0)


def compile_version(
    report: Report, policy: str, written: schema.Version, catalogue: Mapping[str, FactSpec]
) -> Version:
    """Check one version; problems go into `report`, and what comes back is only to be used if there are none."""
    return _Compiler(report, written, catalogue).version(policy)


class _Compiler:
    def __init__(
        self, report: Report, written: schema.Version, catalogue: Mapping[str, FactSpec]
    ) -> None:
        self.report = report
        self.written = written
        self.kinds = declare.kinds(report, written.entries)
        declared = declare.facts(report, written, catalogue, self.kinds)
        self.facts = declared.facts
        self.derived_here = declared.derived_here
        self.params = declare.params(report, written.params)
        self.tables = declare.tables(report, written.tables, self.facts)
        self.forums = {
            **declare.FORUMS,
            **{name: forum.label.text() for name, forum in written.forums.items()},
        }
        self.definitions: dict[str, Definition] = {}

    def version(self, policy: str) -> Version:
        written, report = self.written, self.report
        self._define()
        steps = [self._step(index, step) for index, step in enumerate(written.steps)]
        self._unique("steps", [step.id for step in written.steps])
        self._unique("conduct", [clause.id for clause in written.conduct])
        self._unique("examples", [example.id for example in written.examples])
        conduct = tuple(
            self._conduct(index, clause) for index, clause in enumerate(written.conduct)
        )
        for index, remedy in enumerate(written.remedies):
            self._optional(("remedies", index, "when"), remedy.when, _NO_CLAIMANT)
        endings = [
            self._otherwise((name,), getattr(written, name)) for name in ("tie", "if_none_remain")
        ]
        self._articles_are_carried()
        self._forums_of_procedure()
        reads = self._reads(steps, conduct)
        reducers = derivations.reducers(
            report,
            self.facts,
            self.names(_EVERYBODY, defines=False),
            self.kinds,
            reads,
            self.derived_here,
        )
        strikes = [step for step in steps if step.verb == "strike"]
        funnel = [
            replace(step, index=index)
            for index, step in enumerate(step for step in steps if step.verb != "strike")
        ]
        return Version(
            policy=policy,
            id=written.id,
            effective_from=declare.day(report, ("effective", "from"), written.effective.from_),
            effective_until=declare.day(report, ("effective", "until"), written.effective.until)
            if written.effective.until
            else None,
            governing_date=self._governing_date(),
            time_zone=declare.time_zone(report, written.time_zone),
            work_days=declare.work_days(report, written.calendar),
            articles={key: _article(key, article) for key, article in written.articles.items()},
            kinds=self.kinds,
            forums=self.forums,
            params=self.params,
            param_labels=self._param_labels(),
            tables=self.tables,
            facts=self.facts,
            reducers=reducers,
            reads=frozenset(reads),
            defines=tuple(self.definitions.values()),
            strikes=tuple(strikes),
            steps=tuple(funnel),
            tie=endings[0],
            if_none_remain=endings[1],
            on_missing=self._on_missing(),
            conduct=conduct,
            remedies=written.remedies,
            procedure=written.procedure,
            examples=written.examples,
            vocabulary=self._vocabulary(steps),
        )

    # Names and expressions

    def names(self, scopes: frozenset[str], *, defines: bool = True) -> Names:
        facts = self.facts
        if defines:
            facts = {
                **facts,
                **{path: _as_fact(one, self.facts) for path, one in self.definitions.items()},
            }
        trees = {path: one.node for path, one in self.definitions.items()} if defines else {}
        return Names(facts, self.params, self.tables, trees, scopes)

    def expression(
        self,
        path: Path,
        text: str,
        scopes: frozenset[str],
        want: Type | None = Type.BOOL,
        known: frozenset[str] = frozenset(),
    ) -> Node:
        try:
            return check(text, self.names(scopes), want=want, known=known)
        except ExpressionRefused as refused:
            derivations.place(self.report, path, refused)
            return _NOWHERE

    def _optional(self, path: Path, text: str | None, scopes: frozenset[str]) -> Node | None:
        return None if text is None else self.expression(path, text, scopes)

    def _define(self) -> None:
        written = self.written.define
        for path in written:
            if path in self.facts:
                self.report.add(
                    ("define", path), f"{path} is the name of a fact already", at_key=True
                )
            if path.startswith("entry."):
                self.report.add(("define", path), "an entry has fields, not defines", at_key=True)
        for path in self._in_order():
            define = written[path]
            scopes = _EVERYBODY if path.startswith("me.") else _NO_CLAIMANT
            node = self.expression(("define", path, "is"), define.is_, scopes, want=None)
            self._cites(("define", path), define.cites)
            self.definitions[path] = Definition(
                path, node, define.cites, define.label.text() if define.label else Text()
            )

    def _in_order(self) -> list[str]:
        """Defines, each after those it reads; those in a circle are reported and left out."""
        written = self.written.define
        reads = {path: _names_read(define.is_) & set(written) for path, define in written.items()}
        order: list[str] = []
        while waiting := [path for path in written if path not in order]:
            ready = [path for path in waiting if reads[path] <= set(order)]
            if not ready:
                circle = ", ".join(
                    sorted(
                        path
                        for path in waiting
                        if path in set().union(*(reads[one] for one in waiting))
                    )
                )
                self.report.add(
                    ("define", waiting[0]),
                    f"these definitions go round in a circle: {circle}",
                    at_key=True,
                )
                break
            order += ready
        return order

    # Steps

    def _step(self, index: int, written: schema.Step) -> Step:
        at: Path = ("steps", index)
        verb = written.verb
        self._cites(at, written.cites)
        label = written.label.text() if written.label else Text()
        step = Step(index, written.id, verb, written.cites, label)
        if verb == "strike":
            return self._strike(at, written, step)
        when = self._optional((*at, "when"), written.when, _NO_CLAIMANT)
        known = (
            implied(
                when, truth=True, defines={path: one.node for path, one in self.definitions.items()}
            )
            if when
            else frozenset()
        )
        step = replace(step, when=when)
        if verb in ("bar", "keep", "award"):
            condition = self.expression(
                (*at, verb), getattr(written, verb), _EVERYBODY, known=known
            )
            step = replace(step, condition=condition)
        if verb == "prefer" and written.prefer:
            step = replace(step, best=self._best((*at, "prefer"), written.prefer, known))
        if verb == "score" and written.score:
            items = tuple(
                self._item((*at, "score", place), item, known)
                for place, item in enumerate(written.score)
            )
            self._unique((*at, "score"), [item.id for item in items])
            step = replace(step, items=items)
        if verb == "award":
            above = self._otherwise((*at, "above"), written.above) if written.above else None
            step = replace(
                step,
                award_as=written.as_ or "award",
                override=written.among == "everyone",
                at_most=written.at_most or 0,
                above=above,
            )
        if verb == "refer" and written.refer:
            referral = schema.Otherwise(
                refer=written.refer, within=written.within, then=written.then
            )
            step = replace(step, refer=self._otherwise(at, referral))
        return step

    def _strike(self, at: Path, written: schema.Step, step: Step) -> Step:
        earlier = self.written.steps[: step.index]
        if any(other.verb != "strike" for other in earlier):
            self.report.add(
                (*at, "strike"),
                "strikes stand before all other steps",
                "evidence is settled before any claim is read",
            )
        kinds = derivations.kind_codes(self.report, (*at, "kinds"), written.kinds, self.kinds)
        for place, name in enumerate(written.kinds):
            if name in self.kinds and not self.kinds[name].strikeable:
                self.report.add((*at, "kinds", place), f"{name} entries are never struck")
        node = self.expression((*at, "strike"), written.strike or "", _ENTRY)
        reads = sorted(
            {
                path.fact
                for path in paths(node)
                if path.owner in ("deal", "dispute")
                and path.fact in self.facts
                and self.facts[path.fact].derive
            }
        )
        if reads:
            self.report.add(
                (*at, "strike"),
                f"a strike reads entries and findings, not what follows from entries ({', '.join(reads)})",
            )
        return replace(step, kinds=kinds, condition=node)

    def _best(self, at: Path, written: schema.Best, known: frozenset[str]) -> Best:
        direction = next(iter(written.model_fields_set))
        node = self.expression(
            (*at, direction), getattr(written, direction), _EVERYBODY, want=None, known=known
        )
        if node.type in (Type.BOOL, Type.TEXT) and node is not _NOWHERE:
            self.report.add(
                (*at, direction),
                f"a {node.type} has no order",
                "prefer ranks numbers, dates, durations and register places",
            )
        return Best(direction, node)

    def _item(self, at: Path, written: schema.ScoreItem, known: frozenset[str]) -> ScoreItem:
        self._cites(at, written.cites)
        when = (
            None
            if written.when is None
            else self.expression((*at, "when"), written.when, _EVERYBODY, known=known)
        )
        to = None if written.to is None else self._best((*at, "to"), written.to, known)
        mark = None
        if written.points_from is not None:
            mark = self.expression(
                (*at, "points_from"), written.points_from, _EVERYBODY, want=Type.INT
            )
            if written.range and written.range[0] > written.range[1]:
                self.report.add((*at, "range"), "the range ends before it begins")
        label = written.label.text() if written.label else Text()
        return ScoreItem(
            written.id,
            written.cites,
            label,
            written.points or 0,
            when,
            to,
            mark,
            written.range or (0, 0),
        )

    # Endings, conduct, articles

    def _otherwise(self, at: Path, written: schema.Otherwise) -> Otherwise:
        self._cites(at, written.cites)
        within = duration(written.within) if written.within else None
        if written.refer is None:
            return Otherwise(written.as_ or "pool", cites=written.cites)
        self._forum((*at, "refer"), written.refer)
        if written.then is not None and written.then != "proceed":
            self._forum((*at, "then"), written.then)
        return Otherwise("refer", written.refer, within, written.then or "", written.cites)

    def _on_missing(self) -> Otherwise | None:
        written = self.written.on_missing
        if isinstance(written, str):
            return None
        return self._otherwise(
            ("on_missing",),
            schema.Otherwise(refer=written.refer, within=written.within, then=written.then),
        )

    def _conduct(self, index: int, written: schema.Conduct) -> ConductClause:
        at: Path = ("conduct", index)
        self._cites(at, written.cites)
        when = self.expression((*at, "when"), written.when, _EVERYBODY)
        repeated = (
            None
            if written.repeated_when is None
            else self.expression((*at, "repeated_when"), written.repeated_when, _EVERYBODY)
        )
        label = written.label.text() if written.label else Text()
        return ConductClause(
            written.id, written.cites, label, when, written.consequence, repeated, written.repeated
        )

    def _forum(self, at: Path, name: str) -> None:
        if name not in self.forums:
            self.report.add(
                at,
                f"no forum is called {name}",
                nearest(name, sorted(self.forums)) or "declare it under forums",
            )

    def _forums_of_procedure(self) -> None:
        self._unique(("procedure", "stages"), [stage.id for stage in self.written.procedure.stages])
        for index, stage in enumerate(self.written.procedure.stages):
            self._cites(("procedure", "stages", index), stage.cites)

    def _cites(self, at: Path, cites: Iterable[str]) -> None:
        for place, article in enumerate(cites):
            if article not in self.written.articles:
                hint = (
                    nearest(article, sorted(self.written.articles))
                    or f"articles: {', '.join(self.written.articles)}"
                )
                self.report.add((*at, "cites", place), f"there is no article {article}", hint)

    def _articles_are_carried(self) -> None:
        """Every article is cited by something that acts, or says why it is not."""
        written = self.written
        scores = [item for step in written.steps for item in step.score or ()]
        endings = [written.tie, written.if_none_remain]
        acting = [
            *written.steps,
            *scores,
            *endings,
            *written.define.values(),
            *written.conduct,
            *written.remedies,
            *written.forums.values(),
        ]
        acting += [param for param in written.params.values() if isinstance(param, schema.Param)]
        cited = {article for part in [*acting, *written.procedure.stages] for article in part.cites}
        for key, article in written.articles.items():
            if key not in cited and not article.not_encoded:
                self.report.add(
                    ("articles", key),
                    f"nothing cites article {key}",
                    "cite it from a step, or say `not_encoded: why`",
                    at_key=True,
                )
        for index, remedy in enumerate(written.remedies):
            self._cites(("remedies", index), remedy.cites)
        for index, example in enumerate(written.examples):
            self._cites(("examples", index), example.cites)

    def _unique(self, at: str | Path, ids: list[str]) -> None:
        base: Path = (at,) if isinstance(at, str) else at
        for index, one in enumerate(ids):
            if one in ids[:index]:
                self.report.add((*base, index, "id"), f"the id {one} stands twice")

    def _governing_date(self) -> tuple[str, ...]:
        for index, path in enumerate(self.written.governing_date):
            spec = self.facts.get(path)
            if spec is None or spec.type is not Type.DATE or spec.scope not in ("deal", "dispute"):
                self.report.add(
                    ("governing_date", index),
                    f"{path} is no date of the deal or the dispute",
                    "e.g. deal.closed_on",
                )
        return self.written.governing_date

    def _param_labels(self) -> dict[str, Text]:
        written = self.written.params
        return {
            name: param.label.text()
            for name, param in written.items()
            if isinstance(param, schema.Param) and param.label
        }

    def _reads(self, steps: list[Step], conduct: tuple[ConductClause, ...]) -> set[str]:
        nodes = [one.node for one in self.definitions.values()]
        nodes += [node for step in steps for node in _nodes(step)]
        nodes += [
            node for clause in conduct for node in (clause.when, clause.repeated_when) if node
        ]
        reads = {
            path.fact
            for node in nodes
            for path in paths(node)
            if path.owner not in ("entry", "params", "tables")
        }
        tables = {
            self.tables[path.name].by
            for node in nodes
            for path in paths(node)
            if path.owner == "tables"
        }
        return (reads | tables | set(self.written.governing_date)) & set(self.facts)

    def _vocabulary(self, steps: list[Step]) -> Vocabulary:
        texts = {value for spec in self.facts.values() for value in spec.values}
        texts |= {str(param.value) for param in self.params.values() if param.type is Type.TEXT}
        nodes = [one.node for one in self.definitions.values()] + [
            node for step in steps for node in _nodes(step)
        ]
        texts |= {
            str(part.value)
            for node in nodes
            for part in walk(node)
            if isinstance(part, Literal) and part.type is Type.TEXT
        }
        ordered = tuple(sorted(texts))
        return Vocabulary(ordered, {text: code for code, text in enumerate(ordered)})


def _nodes(step: Step) -> Iterable[Node]:
    candidates = [step.when, step.condition, step.best and step.best.node]
    for item in step.items:
        candidates += [item.when, item.to and item.to.node, item.points_from]
    return (node for node in candidates if node is not None)


def _as_fact(definition: Definition, facts: Mapping[str, FactSpec]) -> FactSpec:
    """A define read like a fact: absent only if its expression may be."""
    node = definition.node
    missing: object = "absent" if node.nullable else "unknown" if node.type is Type.BOOL else 0
    values = next(
        (
            facts[path.fact].values
            for path in paths(node)
            if path.type is Type.TEXT and path.fact in facts
        ),
        (),
    )
    return FactSpec(definition.path, node.type, definition.label, missing, values, origin="define")


def _names_read(text: str) -> set[str]:
    """The paths an expression names, with the variable of a quantifier taken for a claimant; nothing if it cannot be read."""
    try:
        tree: Tree[Token] = parse(text)
    except SyntaxProblem:
        return set()
    found = set()
    for part in tree.find_data("select"):
        root, name = part.children
        owner = str(root.children[0]) if isinstance(root, Tree) else ""
        found.add(f"{owner if owner in _NO_CLAIMANT else 'me'}.{name}")
    return found


def _article(key: str, written: schema.Article) -> Article:
    note = (
        written.note.text() if isinstance(written.note, schema.Wording) else Text(en=written.note)
    )
    return Article(
        key, written.text(written.authoritative), written.source, note, written.not_encoded
    )
