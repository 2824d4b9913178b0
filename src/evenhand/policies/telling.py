"""A version of a policy in a reader's words: articles beside the steps that carry them.

Pure: a version and a language in, sentences out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenhand.core.money import Money
from evenhand.core.policy import schema
from evenhand.core.policy.versions import (
    Article,
    ConductClause,
    Otherwise,
    Remedy,
    ScoreItem,
    Step,
    Version,
)
from evenhand.core.ruling.amounts import money_text
from evenhand.core.ruling.facts import VALUES
from evenhand.core.ruling.phrases import Phrases
from evenhand.core.types import LANGUAGES, Text
from evenhand.policies.verbs import VERBS, outcome_kind, remedy_kind

OFFICES: Final = {
    "company": Text("the company", "公司", "công ty"),
    "deal_desk": Text("the deal desk", "交易管理部", "bộ phận quản lý giao dịch"),
    "general_manager": Text("the general manager", "总经理", "tổng giám đốc"),
    "head": Text("the head", "主管", "trưởng bộ phận"),
    "head_of_sales": Text("the head of sales", "销售负责人", "trưởng phòng kinh doanh"),
    "human_resources": Text("human resources", "人力资源部", "phòng nhân sự"),
    "joint_heads": Text("both heads together", "双方主管共同", "hai trưởng bộ phận cùng nhau"),
    "manager": Text("the manager", "经理", "quản lý"),
    "negotiation": Text("those concerned", "当事人", "các bên liên quan"),
    "parties": Text("those concerned", "当事人", "các bên liên quan"),
    "sales_manager": VALUES["sales_manager"],
    "sales_operations": Text("sales operations", "销售运营部", "bộ phận vận hành kinh doanh"),
    "sales_supervisor": Text("the sales supervisor", "销售主管", "giám sát bán hàng"),
}
"""Who handles stages, where a policy does not name its forum otherwise."""
INTERVAL: Final = Text("follow up at least every", "回访间隔上限", "chăm sóc lại ít nhất mỗi")

_UNITS = {"d": "day", "bd": "workday", "h": "hour", "m": "minute"}


@dataclass(frozen=True, slots=True)
class Wording:
    """An article in one language."""

    lang: str
    text: str
    is_authoritative: bool


@dataclass(frozen=True, slots=True)
class Carrier:
    """A step, clause or remedy that carries an article out."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article with what carries it, or why nothing does."""

    id: str
    wordings: tuple[Wording, ...]
    note: str
    source: str
    carriers: tuple[Carrier, ...]
    not_encoded: str


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step of the funnel: what it does, to whom, and on which articles it rests."""

    anchor: str
    number: int
    label: str
    verb: str
    does: str
    """What the verb does, in a sentence."""
    when: str
    asks: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A remedy, or a clause of conduct: when, and what then."""

    anchor: str
    label: str
    when: str
    then: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the policy by its name; `rows` of a table instead of one value."""

    name: str
    value: str
    rows: tuple[tuple[str, str], ...] = ()
    by: str = ""


class Telling:
    """Tells of one version in one language."""

    def __init__(self, version: Version, lang: str) -> None:
        self.version, self.lang = version, lang
        self.phrases = Phrases(version, lang)

    # Articles

    def articles(self) -> list[ToldArticle]:
        """Every article in every language it is written in."""
        carried = self._carriers()
        listed = self.version.articles.values()
        return [self._article(one, carried.get(one.id, [])) for one in listed]

    def _article(self, article: Article, carriers: list[Carrier]) -> ToldArticle:
        binding = article.text.authoritative
        wordings = tuple(
            Wording(lang, getattr(article.text, lang), lang == binding) for lang in LANGUAGES
        )
        note = article.note.in_(self.lang)
        return ToldArticle(
            article.id, wordings, note, article.source, tuple(carriers), article.not_encoded
        )

    def _carriers(self) -> dict[str, list[Carrier]]:
        """By article, what cites it: steps with their items, clauses of conduct, remedies."""
        found: dict[str, list[Carrier]] = {}
        for anchor, label, cites in self._citing():
            for key in dict.fromkeys(cites):
                listed = found.setdefault(key, [])
                if label not in {one.label for one in listed}:
                    listed.append(Carrier(anchor, label))
        return found

    def _citing(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        version, lang = self.version, self.lang
        for step in (*version.strikes, *version.steps):
            inner = tuple(key for item in step.items for key in item.cites)
            yield f"step-{step.id}", step.label.in_(lang) or step.id, step.cites + inner
        for clause in version.conduct:
            yield f"conduct-{clause.id}", clause.label.in_(lang) or clause.id, clause.cites
        for remedy in version.remedies:
            yield f"remedy-{remedy.id}", remedy.label.in_(lang) or remedy.id, remedy.cites
        for end in (version.tie, version.if_none_remain):
            yield "ends", self.otherwise(end), end.cites
        for stage in version.procedure.stages:
            yield f"stage-{stage.id}", stage.label.text().in_(lang), stage.cites
        for name, cites in version.param_cites.items():
            yield "limits", self._param(name), cites
        for name, cites in version.forum_cites.items():
            yield "ends", version.forums[name].in_(lang), cites
        for define in version.defines:
            yield "steps", define.label.in_(lang), define.cites if define.label else ()

    # The funnel

    def steps(self) -> list[ToldStep]:
        """The steps in the order in which they are gone through."""
        told = enumerate((*self.version.strikes, *self.version.steps), start=1)
        return [self._step(number, step) for number, step in told]

    def _step(self, number: int, step: Step) -> ToldStep:
        verb = VERBS[step.verb]
        return ToldStep(
            f"step-{step.id}",
            number,
            step.label.in_(self.lang) or step.id,
            str(verb.name),
            str(verb.does),
            self.phrases.condition(step.when) if step.when else "",
            tuple(self._asks(step)),
            step.cites,
        )

    def _asks(self, step: Step) -> Iterator[str]:
        phrases = self.phrases
        if step.kinds:
            names = self.version.kind_names
            yield phrases.listed(phrases.text(names[code]) for code in step.kinds)
        if step.condition is not None:
            yield phrases.condition(step.condition)
        if step.best is not None:
            yield phrases.say(step.best.direction, what=phrases.expression(step.best.node))
        for item in step.items:
            yield self._item(item)
        if step.verb == "award" and step.award_as != "award":
            yield outcome_kind(step.award_as)
        for otherwise in (step.refer, step.above):
            if otherwise is not None:
                yield self.otherwise(otherwise)

    def _item(self, item: ScoreItem) -> str:
        phrases = self.phrases
        low, high = item.range
        if item.points_from is not None:
            points = phrases.say("points-between", low=low, high=high)
        else:
            points = phrases.say("points", low=item.points)
        return f"{item.label.in_(self.lang) or item.id}: {points}"

    # Where the steps end

    def otherwise(self, otherwise: Otherwise) -> str:
        """Where it goes: to a forum with its time, to the pool, or to all who remain."""
        if otherwise.kind == "pool":
            return self.phrases.say("pool")
        if not otherwise.forum:
            return outcome_kind(otherwise.kind)
        return self._referral(otherwise)

    def _referral(self, otherwise: Otherwise) -> str:
        phrases, forums = self.phrases, self.version.forums
        terms = []
        if otherwise.within is not None:
            terms.append(phrases.say("within", time=phrases.expression(otherwise.within)))
        if otherwise.then:
            known = otherwise.then in forums
            what = forums[otherwise.then].in_(self.lang) if known else phrases.say("proceed")
            terms.append(phrases.say("then", what=what))
        forum = forums[otherwise.forum].in_(self.lang)
        return f"{forum} ({'; '.join(terms)})" if terms else forum

    def on_missing(self) -> str:
        """What is done when evidence is missing that could change the ruling."""
        missing = self.version.on_missing
        return self.phrases.say("proceed") if missing is None else self.otherwise(missing)

    # Numbers

    def limits(self) -> list[Limit]:
        """Params and tables with their values, in words and units."""
        version, phrases = self.version, self.phrases
        params = [
            Limit(self._param(name), phrases.expression(value))
            for name, value in version.params.items()
        ]
        tables = [
            Limit(
                self._table(name),
                "",
                tuple((row, phrases.value(table.type, code)) for row, code in table.values.items()),
                version.facts[table.by].label.in_(self.lang) if table.by in version.facts else "",
            )
            for name, table in version.tables.items()
        ]
        return params + tables

    def _table(self, name: str) -> str:
        """What a table is called: most say how long somebody may stay silent, by a grade."""
        tables = [one.table for one in self.version.reducers.values()]
        if any(one is self.version.tables[name] for one in tables):
            return INTERVAL.in_(self.lang)
        return name.replace("_", " ")

    def _param(self, name: str) -> str:
        label = self.version.param_labels.get(name)
        return (label.in_(self.lang) if label else "") or name.replace("_", " ")

    # What follows

    def remedies(self) -> list[Clause]:
        """What is to be done after which outcome."""
        return [self._remedy(one) for one in self.version.remedies]

    def _remedy(self, remedy: Remedy) -> Clause:
        kinds = self.phrases.listed(outcome_kind(kind) for kind in remedy.on)
        when = [kinds] + ([self.phrases.condition(remedy.when)] if remedy.when else [])
        label = remedy.label.in_(self.lang) or remedy.id
        then = tuple(self._done(remedy.do))
        return Clause(f"remedy-{remedy.id}", label, " · ".join(when), then, remedy.cites)

    def _done(self, do: schema.RemedyDo) -> Iterator[str]:
        """What a remedy does; the words it carries itself last."""
        if do.transfer:
            yield remedy_kind("transfer")
        if do.share is not None:
            parts = " : ".join(f"{one} %" for one in do.share.percent)
            yield f"{remedy_kind(do.share.by)} {parts}".strip()
        if do.priority is not None:
            yield remedy_kind("priority")
        if do.pay is not None:
            yield f"{remedy_kind('pay')} {self._paid(do.pay)}"
        if do.divide is not None:
            yield from (role.text().in_(self.lang) for role in do.divide.roles.values())
        yield from self._written(do.priority.compensation if do.priority else None)
        yield from self._written(do.note)

    def _written(self, words: str | schema.Wording | None) -> Iterator[str]:
        if isinstance(words, schema.Wording):
            yield words.text().in_(self.lang)
        elif words:
            yield words

    def _paid(self, pay: schema.Compensation) -> str:
        if pay.amount is not None and pay.currency is not None:
            return money_text(Money(pay.amount, pay.currency), self.lang)
        return f"{pay.percent} %"

    def stages(self) -> list[Clause]:
        """How a dispute is handled, from report to closing."""
        return [self._stage(one) for one in self.version.procedure.stages]

    def _stage(self, stage: schema.Stage) -> Clause:
        who = [self._office(one) for one in stage.who]
        within = [self._within(stage.within)] if stage.within else []
        label = stage.label.text().in_(self.lang)
        told = tuple(self._written(None if isinstance(stage.then, str) else stage.then))
        return Clause(f"stage-{stage.id}", label, " · ".join([*who, *within]), told, stage.cites)

    def _office(self, name: str) -> str:
        known = self.version.forums.get(name) or OFFICES.get(name)
        return known.in_(self.lang) if known else name.replace("_", " ")

    def _within(self, written: str) -> str:
        """A length of time as it is written in a policy: 3d, 5bd, 72h."""
        unit = written.lstrip("0123456789")
        number = written.removesuffix(unit)
        word = _UNITS[unit] + ("" if number == "1" else "s")
        return self.phrases.say("within", time=self.phrases.say(word, n=number))

    def conduct(self) -> list[Clause]:
        """Clauses that are tried for everybody, whoever won."""
        return [self._conduct(one) for one in self.version.conduct]

    def _conduct(self, clause: ConductClause) -> Clause:
        then = [self._consequence(clause.consequence)]
        if clause.repeated is not None:
            then.append(f"{self.phrases.say('repeated')}: {self._consequence(clause.repeated)}")
        label = clause.label.in_(self.lang) or clause.id
        when = self.phrases.condition(clause.when)
        return Clause(f"conduct-{clause.id}", label, when, tuple(then), clause.cites)

    def _consequence(self, consequence: schema.Consequence) -> str:
        phrases, told = self.phrases, []
        if consequence.fine is not None:
            fine = Money(consequence.fine.amount, consequence.fine.currency)
            told.append(phrases.say("fine", amount=money_text(fine, self.lang)))
        told += [phrases.say("suspension")] if consequence.suspension else []
        told += [phrases.say("merit")] if consequence.merit else []
        told += [consequence.note.text().in_(self.lang)] if consequence.note else []
        return phrases.listed(told)
