"""A ruling as it is laid out on a page: decision, way, evidence, what is to be done, articles."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.ruling.canonical import sha256_of
from evenhand.core.ruling.cases import UNKNOWN
from evenhand.core.ruling.figures import day_in
from evenhand.core.ruling.record import record_of
from evenhand.core.ruling.ruling import Outcome
from evenhand.core.ruling.sentences import Sentences
from evenhand.disputes.articles import Article, articles_of
from evenhand.disputes.evidence import Line, cited_entries, evidence, late_lines
from evenhand.disputes.funnel import FunnelDrawing, Stage, funnel_drawing
from evenhand.disputes.lanes import Lane
from evenhand.disputes.otherwise import Otherwise, otherwise
from evenhand.disputes.trial import Trial
from evenhand.disputes.why import Reasoning


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome in words. `kind`: award, share, divide, priority, refer, pool."""

    kind: str
    text: str
    basis: str
    articles: tuple[Article, ...]
    people: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """A remedy and its orders."""

    heading: str
    certain: bool
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulingSheet:
    """Everything on the page. `waits`: what remedies wait for."""

    policy: str
    version: str
    governing: str
    about: str
    decision: Decision
    decided_by: str
    missing: tuple[str, ...]
    exhaustive: bool
    known: Decision | None
    funnel: FunnelDrawing
    lines: tuple[Line, ...]
    struck: int
    late: int
    otherwise: Otherwise | None
    doing: tuple[Doing, ...]
    waits: str
    conduct: tuple[str, ...]
    articles: tuple[Article, ...]
    strangers: tuple[str, ...]
    policy_sha256: str
    record_sha256: str
    provisional: bool

    @property
    def deciding(self) -> tuple[Stage, ...]:
        """The steps that made a difference."""
        return tuple(stage for stage in self.funnel.stages if stage.tells)


def sheet(trial: Trial, lang: str, *, of_register: bool = False) -> RulingSheet:
    """Lay out what came of a trial, in a language.

    `of_register`: its entries stand in the register under the numbers they have here.
    """
    ruling = trial.ruling
    sentences = Sentences(ruling, lang)
    reasoning = Reasoning(sentences.phrases, cited_entries(ruling))
    lines = evidence(sentences, reasoning, of_register=of_register)
    known = ruling.proceeding if ruling.proceeding != ruling.outcome else None
    date = ruling.governing_date
    say = sentences.say
    return RulingSheet(
        policy=ruling.policy.title.in_(lang),
        version=ruling.version.id,
        governing=say("no-date")
        if date is None
        else say("governing-date", date=day_in(lang, date)),
        about=_about(trial, lang),
        decision=_decision(sentences, ruling.outcome),
        decided_by=ruling.proceeding.by,
        missing=tuple(sentences.cell(cell) for cell in ruling.depends_on),
        exhaustive=ruling.exhaustive,
        known=_decision(sentences, known) if known else None,
        funnel=funnel_drawing(sentences, reasoning),
        lines=lines,
        struck=sum(1 for line in lines if line.standing == "struck"),
        late=late_lines(lines),
        otherwise=otherwise(sentences, trial.flips) if trial.flips else None,
        doing=_doing(sentences),
        waits=_waits(sentences),
        conduct=tuple(map(sentences.conduct, ruling.conduct)),
        articles=articles_of(sentences, sentences.cited()),
        strangers=tuple(ruling.dossier.labels.get(who, who) for who in ruling.dossier.strangers),
        policy_sha256=ruling.policy.sha256,
        record_sha256=sha256_of(record_of(ruling)),
        provisional=ruling.provisional,
    )


def _decision(sentences: Sentences, outcome: Outcome) -> Decision:
    names = tuple(Lane(slot, sentences.ruling.label(slot)) for slot in outcome.winners)
    text = sentences.outcome(outcome)
    return Decision(
        outcome.kind,
        text[:1].upper() + text[1:],
        sentences.basis(outcome),
        articles_of(sentences, outcome.cites),
        names if outcome.referral is None else (),
    )


def _doing(sentences: Sentences) -> tuple[Doing, ...]:
    doing = sentences.doing
    return tuple(
        Doing(
            doing.heading(found),
            found.truth != UNKNOWN,
            tuple(line for order in found.orders for line in doing.orders(order)),
        )
        for found in sentences.ruling.remedies
    )


def _waits(sentences: Sentences) -> str:
    ruling = sentences.ruling
    if not ruling.version.remedies or ruling.outcome.by != "on-missing":
        return ""
    cells = (sentences.cell(cell) for cell in ruling.depends_on)
    return sentences.say("remedies-wait", what=sentences.phrases.listed(cells))


def _about(trial: Trial, lang: str) -> str:
    """What the dossier says of itself."""
    data = trial.located.data
    about = data.get("about") if isinstance(data, dict) else None
    if isinstance(about, dict):
        about = about.get(lang) or next(iter(about.values()), "")
    return about if isinstance(about, str) else ""
