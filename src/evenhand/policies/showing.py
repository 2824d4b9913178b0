"""What pages and programs show of a text: its version told, its examples, two texts compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

from evenhand.base.language import spoken
from evenhand.core.policy.versions import Version
from evenhand.core.ruling.examples import Checked
from evenhand.core.ruling.sentences import Sentences
from evenhand.policies.comparing import Comparison, compare
from evenhand.policies.models import PolicyText
from evenhand.policies.reading import checked, version_shown
from evenhand.policies.telling import Clause, Limit, Telling, ToldArticle, ToldStep


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a policy as a page shows it."""

    version: str
    from_day: str
    until_day: str
    articles: Sequence[ToldArticle]
    steps: Sequence[ToldStep]
    limits: Sequence[Limit]
    remedies: Sequence[Clause]
    conduct: Sequence[Clause]
    stages: Sequence[Clause]
    ends: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ToldExample:
    """An example with what it comes to, or how it differs from what it says."""

    id: str
    about: str
    version: str
    cites: tuple[str, ...]
    line: int
    outcome: str
    failures: tuple[str, ...]


def told(text: PolicyText, version: Version, lang: str) -> Told:
    """A version of a text in the reader's words."""
    telling, names = Telling(version, lang), end_names()
    days = next(one for one in text.versions if one["id"] == version.id)
    ends = (
        (names["tie"], telling.otherwise(version.tie)),
        (names["none"], telling.otherwise(version.if_none_remain)),
        (names["missing"], telling.on_missing()),
    )
    return Told(
        version=version.id,
        from_day=days["from"],
        until_day=days["until"],
        articles=telling.articles(),
        steps=telling.steps(),
        limits=telling.limits(),
        remedies=telling.remedies(),
        conduct=telling.conduct(),
        stages=telling.stages(),
        ends=ends,
    )


def end_names() -> dict[str, str]:
    """What stands where no step decides."""
    return {
        "tie": pgettext("policy", "Nothing tells them apart"),
        "none": pgettext("policy", "No claim remains"),
        "missing": pgettext("policy", "Evidence is missing that could change the ruling"),
    }


def told_examples(text: PolicyText, lang: str) -> list[ToldExample]:
    """Every example of a text, those that differ from what they say first."""
    listed = [_example(one, lang) for one in checked(text.text)]
    return sorted(listed, key=lambda one: not one.failures)


def _example(one: Checked, lang: str) -> ToldExample:
    about = one.example.about
    return ToldExample(
        id=one.example.id,
        about=about if isinstance(about, str) else about.text().in_(lang),
        version=one.version.id,
        cites=one.example.cites,
        line=one.problem.line,
        outcome=Sentences(one.ruling, lang).outcome(one.ruling.outcome) if one.ruling else "",
        failures=tuple(spoken(failure) for failure in one.failures),
    )


def compared(
    old: PolicyText, new: PolicyText, *, day: date, lang: str, versions: tuple[str, str] = ("", "")
) -> Comparison:
    """Two texts, each by the version asked for or by the one that governs a day."""
    before, after = (
        version_shown(text, day, asked) for text, asked in zip((old, new), versions, strict=True)
    )
    return compare(before, after, lang=lang, ends=end_names(), texts=(old.text, new.text))


def newest_first(texts: Iterable[PolicyText]) -> list[tuple[str, list[PolicyText]]]:
    """Texts by policy, each under the title of its newest text."""
    groups: dict[str, list[PolicyText]] = {}
    for text in texts:
        groups.setdefault(text.policy, []).append(text)
    return [(group[0].name, group) for group in groups.values()]
