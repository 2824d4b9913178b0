"""`evenhand rule` says what would have changed the ruling, in words."""

import json
import re

import pytest

from evenhand.core.ruling.dossier import read_dossier
from evenhand.core.ruling.flip import what_would_change
from evenhand.core.ruling.flip_text import flip_lines
from evenhand.core.ruling.ruling import rule
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.types import LANGUAGES
from evenhand.policies.shipped import read_policy, shipped
from tests.cli import run

DEMO = "src/evenhand/demo/disputes"
HEADING = {
    "en": "What would have changed it",
    "zh": "什么会改变结果",
    "vi": "Điều gì sẽ làm kết quả khác đi",
}
CODE = re.compile(r"\b(me|deal|dispute|params|tables|rules|entry)\.\w|\{|\}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ruling_says_what_would_have_changed_it(lang: str) -> None:
    told = run("rule", "-p", "showroom", f"{DEMO}/1-lapse.yaml", "--lang", lang)
    section = told.out.split(HEADING[lang])[1]
    assert "Li Wei" in section
    assert len(section.strip().splitlines()) > 4


def test_it_is_left_out_when_asked() -> None:
    told = run("rule", "-p", "showroom", f"{DEMO}/1-lapse.yaml", "--no-flips")
    assert HEADING["en"] not in told.out


def test_late_evidence_is_told_as_what_would_have_changed_it() -> None:
    told = run("rule", "-p", "showroom", f"{DEMO}/2-late-card.yaml").out
    assert re.search(r"entry \S+ counted", told)
    assert "there were no rule “" in told


def test_flips_as_data_say_which_change_leads_to_what() -> None:
    path = f"{DEMO}/4-short-cycle.yaml"
    told = run("rule", "-p", "showroom", path, "--format", "json")
    flips = json.loads(told.out)["flips"]
    assert flips["exhaustive"] is True
    assert flips["marks"] is None
    assert flips["worlds"] > 1_000
    named = [
        flip for flip in flips["flips"] if flip["changes"][0].get("path") == "me.named_by_customer"
    ]
    winners = {flip["changes"][0]["claimant"]: flip["outcome"]["claimants"] for flip in named}
    assert all(value == [key] for key, value in winners.items())
    assert len(winners) == 2
    window = next(
        flip["changes"][0]
        for flip in flips["flips"]
        if flip["changes"][0].get("path") == "params.short_cycle"
    )
    assert window["low"] == "0d"
    assert window["high"] is not None


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_flip_of_the_examples_can_be_told_in_every_language(name: str) -> None:
    read = read_policy(name)
    version = read.policy.versions[-1]
    told = 0
    base = read.located.version(version.id)
    for index, example in [*enumerate(version.examples)][::3]:
        dossier = read_dossier(read.located, version, (*base, "examples", index, "given"))
        ruling = rule(read.policy, version, dossier)
        flips = what_would_change(ruling)
        lines = {
            lang: [*flip_lines(Sentences(ruling, lang), flips, full=True)] for lang in LANGUAGES
        }
        for some in lines.values():
            assert not [line for _, line in some if CODE.search(line)]
        assert len({len(some) for some in lines.values()}) == 1
        told += len(lines["en"])
        assert flips.exhaustive, example.id
    assert told > len(version.examples)
