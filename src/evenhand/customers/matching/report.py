"""The page about a run of `evenhand match`: one HTML file that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evenhand.base.language import Spoken, spoken_in
from evenhand.core.identity.decide import chance_of
from evenhand.core.identity.model import Model
from evenhand.core.said import Said, said
from evenhand.core.types import Language
from evenhand.customers.matching.words import FIELDS, LEVELS

WIDEST: Final = 25.0
"""Bits at which a bar of the weight chart ends."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page charts.

    Attributes:
        sizes: Records of a customer (10 for ten or more), and how many customers.
        weights: Weight in steps of two bits, pairs joined, pairs not joined.
        examples: Pairs to look at: both names, both telephones, weight.
    """

    sizes: tuple[tuple[int, int], ...]
    weights: tuple[tuple[int, int, int], ...]
    examples: tuple[tuple[str, str, str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A level in the weight chart: from 0 to `weight`, drawn between the two widest."""

    field: Said
    name: Said
    m: float
    u: float
    weight: float
    first: bool

    @property
    def x(self) -> float:
        """Where the bar begins, in a hundred of the chart's width."""
        return 50.0 if self.weight >= 0 else 50.0 - self.width

    @property
    def width(self) -> float:
        return min(abs(self.weight), WIDEST) / WIDEST * 50


def render_report(
    model: Model, outcome: dict[str, Any], figures: Figures, title: str, lang: str
) -> str:
    """The page as text. Names come from the files and are escaped wherever they stand."""
    speech = spoken_in(Language(lang))
    environment = Environment(
        loader=PackageLoader("evenhand.customers.matching"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = partial(_say, speech)
    environment.filters["grouped"] = lambda value: speech.number(value, ",")
    environment.filters["signed"] = lambda value: speech.number(value, "+.1f")
    environment.filters["percent"] = lambda value: speech.number(100 * value, ".1f") + "%"
    most = max((max(joined, apart) for _, joined, apart in figures.weights), default=1)
    return environment.get_template("match.html").render(
        lang=lang,
        title=title,
        outcome=outcome,
        figures=figures,
        bars=_bars(model),
        most=max(most, 1),
        most_size=max((count for _, count in figures.sizes), default=1),
        chance=chance_of,
        records=model.records,
        prior=model.prior,
        style=Markup(_style()),  # noqa: S704 - our own file
        t=_TEXTS,
    )


def _style() -> str:
    return (files("evenhand.customers.matching") / "static" / "match.css").read_text("utf-8")


def _say(speech: Spoken, sentence: str) -> str:
    return sentence.in_(speech) if isinstance(sentence, Said) else sentence


def _bars(model: Model) -> list[Bar]:
    return [
        Bar(
            FIELDS.get(one.field, said("field")), LEVELS.get(level.name, said("level")),
            level.m, level.u, level.weight, first=index == 0,
        )
        for one in model.comparisons
        for index, level in enumerate(one.levels)
    ]  # fmt: skip


_TEXTS: Final = {
    "match": said("The same customer"),
    "figures": said("Key figures"),
    "records": said("Records read"),
    "customers": said("Different customers"),
    "duplicates": said("Records beyond the first of their customer"),
    "possible": said("Pairs for people to look at"),
    "households": said("Households and groups"),
    "sizes": said("Records of one customer"),
    "sizes_lead": said("How many customers stand in the files more than once, and how often."),
    "weights": said("Weight of the pairs"),
    "weights_lead": said(
        "Evidence for one customer against all else, in bits: 0 is as likely as not, each bit "
        "doubles the odds. Dark: joined. Light: kept apart."
    ),
    "model": said("What each field weighs"),
    "model_lead": said(
        "Learned from the files themselves. m: how often records of one customer agree so; u: how "
        "often records of strangers do. Where a text is rare, sharing it weighs more than shown."
    ),
    "field": said("Field"),
    "level": said("Agreement"),
    "weight": said("Weight"),
    "examples": said("Possibly the same"),
    "examples_lead": said(
        "Some of the pairs in review.csv, which has all of them with the reasons."
    ),
    "one": said("One record"),
    "other": said("The other"),
    "chance": said("Chance"),
    "none": said("There is none."),
    "more": said("10 or more"),
    "files": said("In the folder"),
    "f_clusters": said(
        "every record with the number of its customer (clusters.csv: only repeated ones)"
    ),
    "f_pairs": said("the pairs that were joined, with the level and weight of each field"),
    "f_review": said("pairs that people should look at, the likeliest first"),
    "f_households": said("households and groups of companies: related, and not one customer"),
    "f_model": said(
        "the model: levels, weights and frequencies; give it to a later run by --model"
    ),
    "hash": said("SHA-256 of the model"),
}
