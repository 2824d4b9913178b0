"""The page about a bulk run: one HTML file that needs nothing else, on any screen and on paper."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evenhand.core.policy.versions import Policy, Version, day_number
from evenhand.core.ruling.figures import day_in, decimal_in, number_in
from evenhand.insight.manifest import Inputs
from evenhand.insight.samples import SAMPLES, Sample
from evenhand.insight.summary import Person, Rule, Summary
from evenhand.insight.wording import percent, say

MOST_PEOPLE = 200
CHARTED_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rulings come from: policy, inputs, and what was read and left out."""

    title: str
    policy: Policy
    versions: tuple[Version, ...]
    inputs: Inputs
    encoding: str
    rows: int
    first_day: str
    last_day: str
    customers: int
    not_persons: int
    ignored: int
    broken: int


def render_report(summary: Summary, samples: list[Sample], origin: Origin, lang: str) -> str:
    """The page as text. Names come from the file and are escaped wherever they stand."""
    labels = _Labels(origin.policy, lang)
    scripts = [_static("vendor/echarts.common.min.js"), _static("rulings.js")]
    template = _environment(lang).get_template("rulings.html")
    return template.render(
        lang=lang,
        origin=origin,
        summary=summary,
        samples=samples,
        samples_title="samples" if len(samples) == SAMPLES else "samples-few",
        people=summary.people[:MOST_PEOPLE],
        more_people=max(0, len(summary.people) - MOST_PEOPLE),
        charted=min(CHARTED_PEOPLE, len(summary.people)),
        any_shared=any(person.shared for person in summary.people),
        mean=_mean(summary, lang),
        labels=labels,
        charts=_charts(summary, labels, lang),
        style=Markup(_static("rulings.css")),  # noqa: S704  # our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704  # our own, and ECharts
        script_hashes=" ".join(_csp_hash(script) for script in scripts),
    )


def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("evenhand.insight"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = partial(say, lang=lang)
    environment.filters["grouped"] = partial(number_in, lang)
    environment.filters["day"] = partial(_day, lang)
    environment.globals["percent"] = partial(percent, lang=lang)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment


def _day(lang: str, iso: str) -> str:
    return day_in(lang, day_number(iso))


def _static(name: str) -> str:
    return files("evenhand.insight").joinpath("static", *name.split("/")).read_text("utf-8")


def _csp_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _mean(summary: Summary, lang: str) -> str:
    claimants = sum(size * count for size, count in summary.sizes)
    text = f"{claimants / summary.disputes:.1f}" if summary.disputes else "0"
    return decimal_in(lang, text)


class _Labels:
    """Steps, outcomes and forums in the reader's words."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self.policy = policy
        self.lang = lang

    def rule(self, rule: Rule) -> str:
        """The step's label, else its id; or what decided instead of a step."""
        version = self.policy.version(rule.version)
        for step in version.steps:
            if step.id == rule.by:
                return step.label.in_(self.lang) or step.id
        return say(rule.by, self.lang)

    def outcome(self, rule: Rule) -> str:
        """What became of the customer."""
        if rule.kind == "refer" and rule.forum is not None:
            return say("refer", self.lang, forum=self.forum(rule))
        return say("share-kind" if rule.kind == "share" else rule.kind, self.lang)

    def forum(self, rule: Rule) -> str:
        """Who decides."""
        forums = self.policy.version(rule.version).forums
        return forums[rule.forum or ""].in_(self.lang) or str(rule.forum)


def _charts(summary: Summary, labels: _Labels, lang: str) -> dict[str, object]:
    """What the page's script draws; everything in it is also in the tables."""
    words = ("won", "shared", "lost", "open", "sizes-axis", "disputes-axis", "count")
    return {
        "words": {word: say(word, lang) for word in words},
        "group": "." if lang == "vi" else ",",
        "rules": [
            {"name": labels.rule(rule), "rulings": rule.rulings, "kind": _colour(rule)}
            for rule in summary.rules
        ],
        "sizes": [{"claimants": size, "disputes": count} for size, count in summary.sizes],
        "people": [_bar(person) for person in summary.people[:CHARTED_PEOPLE]],
    }


def _colour(rule: Rule) -> str:
    return "refer" if rule.kind == "refer" else "pool" if rule.kind == "pool" else "decided"


def _bar(person: Person) -> dict[str, object]:
    counts = {name: getattr(person, name) for name in ("won", "shared", "lost", "open")}
    return {"name": person.name, **counts}
