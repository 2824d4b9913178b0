"""A ruling as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evenhand.core.ruling.changes import Flips
from evenhand.core.ruling.explain import StepExplained
from evenhand.core.ruling.figures import day_in
from evenhand.core.ruling.flip_text import flip_lines
from evenhand.core.ruling.ruling import Ruling
from evenhand.core.ruling.sentences import Sentences

Line = tuple[int, str]
"""Depth and text: 0 a heading, 1 and deeper what stands below it."""


def as_text(ruling: Ruling, lang: str, *, full: bool = False, flips: Flips | None = None) -> str:
    """The ruling as plain text, indented by depth.

    Steps that changed nothing take one line each; `full` tells of every claimant at every step, and
    of every flip.
    """
    lines = lines_of(ruling, lang, full=full, flips=flips)
    rows = [f"{'  ' * depth}{line}" if depth else f"\n{line}" for depth, line in lines]
    return "\n".join(rows).strip() + "\n"


def as_markdown(
    ruling: Ruling, lang: str, *, full: bool = False, flips: Flips | None = None
) -> str:
    """The same as Markdown."""
    rows = []
    for depth, line in lines_of(ruling, lang, full=full, flips=flips):
        text = _escaped(line)
        rows.append(f"\n## {text}\n" if depth == 0 else f"{'  ' * (depth - 1)}- {text}")
    return "\n".join(rows).strip() + "\n"


def _escaped(line: str) -> str:
    for character in "\\`*_<>[]|":
        line = line.replace(character, f"\\{character}")
    return line


def lines_of(
    ruling: Ruling, lang: str, *, full: bool = False, flips: Flips | None = None
) -> Iterator[Line]:
    """The ruling line by line.

    Issue, what is to be done, reasons, evidence that does not count, what would have changed it,
    conduct, articles.
    """
    sentences = Sentences(ruling, lang)
    yield from _decision(sentences)
    yield from _remedies(sentences)
    yield 0, sentences.say("why")
    yield from _steps(sentences, full=full)
    yield from _struck(sentences)
    if flips is not None:
        yield from flip_lines(sentences, flips, full=full)
    if ruling.conduct:
        yield 0, sentences.say("conduct")
    yield from ((1, sentences.conduct(found)) for found in ruling.conduct)
    if not full:
        yield from _other_steps(sentences)
    yield from _articles(sentences)
    if ruling.dossier.strangers:
        yield 0, sentences.say("notes")
        labels = ruling.dossier.labels
        who = sentences.phrases.listed([labels.get(one, one) for one in ruling.dossier.strangers])
        yield 1, sentences.say("strangers", who=who)


def _decision(sentences: Sentences) -> Iterator[Line]:
    ruling, say = sentences.ruling, sentences.say
    yield 0, say("ruling")
    yield 1, sentences.outcome(ruling.outcome)
    if basis := sentences.basis(ruling.outcome):
        yield 1, basis
    yield from _provisional(sentences)
    under = say("under", policy=ruling.policy.title.in_(sentences.lang), version=ruling.version.id)
    date = ruling.governing_date
    told = (
        say("no-date") if date is None else say("governing-date", date=day_in(sentences.lang, date))
    )
    yield 1, f"{under} ({told})"


def _provisional(sentences: Sentences) -> Iterator[Line]:
    ruling, say = sentences.ruling, sentences.say
    if not ruling.provisional:
        return
    yield 1, say("provisional")
    cells = sentences.phrases.listed(sentences.cell(cell) for cell in ruling.depends_on)
    yield 2, f"{say('depends-on')}: {cells}"
    if not ruling.exhaustive:
        yield 2, say("not-exhaustive")
    if ruling.outcome != ruling.proceeding:
        otherwise = f"{sentences.outcome(ruling.proceeding)} {sentences.basis(ruling.proceeding)}"
        yield 2, f"{say('on-what-is-known')}: {otherwise}"


def _remedies(sentences: Sentences) -> Iterator[Line]:
    ruling, doing = sentences.ruling, sentences.doing
    waits = ruling.version.remedies and ruling.outcome.by == "on-missing"
    if ruling.remedies or waits:
        yield 0, sentences.say("remedies")
    if waits:
        cells = (sentences.cell(cell) for cell in ruling.depends_on)
        yield 1, sentences.say("remedies-wait", what=sentences.phrases.listed(cells))
    for found in ruling.remedies:
        yield 1, doing.heading(found)
        for order in found.orders:
            yield from ((2, line) for line in doing.orders(order))


_TELLING = ("narrowed", "decided", "referred")
_SILENT = ("one-left", "nobody-left", "not-reached")


def _steps(sentences: Sentences, *, full: bool) -> Iterator[Line]:
    """All steps in order, or those that told; the others come later, in brief."""
    if full:
        yield from _in_order(sentences, list(sentences.ruling.steps), full=True)
        return
    told = [step for step in sentences.ruling.steps if _tells(step)]
    yield from _in_order(sentences, told, full=False)


def _other_steps(sentences: Sentences) -> Iterator[Line]:
    """In brief, the steps that made no difference."""
    others = [step for step in sentences.ruling.steps if not _tells(step)]
    if others:
        yield 0, sentences.say("steps-other")
        yield from _in_order(sentences, others, full=False)


def _tells(step: StepExplained) -> bool:
    return step.status in _TELLING or step.undecided


def _in_order(sentences: Sentences, steps_: list[StepExplained], *, full: bool) -> Iterator[Line]:
    """Steps in order; those that had nothing to look at share a line."""
    for status, group in groupby(steps_, key=lambda step: step.status):
        steps = list(group)
        if status in _SILENT and not full and len(steps) > 1:
            numbers = f"{steps[0].step.index + 1}–{steps[-1].step.index + 1}"
            names = sentences.phrases.listed(sentences.step_name(one.step.id) for one in steps)
            yield 1, f"{numbers}. {names} — {sentences.say(f'step-{status}')}"
        else:
            for step in steps:
                yield from _step(sentences, step, full=full)


def _step(sentences: Sentences, step: StepExplained, *, full: bool) -> Iterator[Line]:
    say, phrases = sentences.say, sentences.phrases
    article = phrases.article(step.step.cites)
    told = f"{step.step.index + 1}. {sentences.step_name(step.step.id)} ({article})"
    told += f" — {say(f'step-{step.status}')}"
    told += f"; {say('undecided')}" if step.undecided else ""
    if step.status in ("guarded", "guard-unknown", "referred"):
        guard = [phrases.reason(one, brief=not full) for one in step.guard if one.decisive]
        yield 1, ": ".join([told, *(["; ".join(guard)] if guard else [])])
    elif full or step.undecided or step.status in ("narrowed", "decided"):
        yield 1, told
        yield from _findings(sentences, step)
    else:
        yield 1, f"{told}: {sentences.nothing_told(step)}" if step.findings else told


def _findings(sentences: Sentences, step: StepExplained) -> Iterator[Line]:
    people = sentences.phrases.people
    for one in step.findings:
        if one.status != "out":
            yield 2, f"{people([one.claimant])} {sentences.finding(one, step.step)}"
    if step.status == "narrowed":
        yield 2, f"→ {sentences.say('remaining', who=people(step.remaining))}"


def _struck(sentences: Sentences) -> Iterator[Line]:
    ruling, phrases = sentences.ruling, sentences.phrases
    if ruling.struck:
        yield 0, sentences.say("evidence-struck")
    for one in ruling.struck:
        doubt = f" ({sentences.say('doubtful')})" if one.doubtful else ""
        reasons = "; ".join(phrases.reason(reason) for reason in one.reasons if reason.decisive)
        step = f"{sentences.step_name(one.step.id)} ({phrases.article(one.step.cites)})"
        yield 1, f"{one.entry}{doubt} — {step}: {reasons}"


def _articles(sentences: Sentences) -> Iterator[Line]:
    cited = sentences.cited()
    if cited:
        yield 0, sentences.say("articles")
    for key in cited:
        yield 1, f"{key}: {sentences.ruling.version.articles[key].text.in_(sentences.lang)}"
