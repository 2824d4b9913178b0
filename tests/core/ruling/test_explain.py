"""A ruling says for every step and claimant what happened, on which evidence."""

import json

import pytest

from evenhand.core.ruling.plain import as_json
from evenhand.core.ruling.text import as_markdown, as_text
from evenhand.core.ruling.wording import TEXTS
from evenhand.core.types import LANGUAGES
from tests.conftest import ROOT
from tests.world import policy, rule, shipped

SAMPLES = sorted((ROOT / "src/evenhand/demo/disputes").glob("*.yaml"))
LAPSE = SAMPLES[0].read_text(encoding="utf-8")


def test_the_deciding_step_shows_its_atoms_values_and_entries() -> None:
    data = as_json(rule(shipped("showroom"), LAPSE), "en")
    steps = data["steps"]
    assert isinstance(steps, list)
    lapse = next(step for step in steps if isinstance(step, dict) and step["id"] == "lapse")
    assert lapse["status"] == "narrowed"
    found = lapse["claimants"]["li"]  # type: ignore[index,call-overload]  # known to be a mapping
    assert found["status"] == "removed"  # type: ignore[index,call-overload]  # as above
    text = json.dumps(found)
    assert "6 days" in text
    assert '"e3"' in text


def test_every_claimant_appears_at_every_step_that_looked_at_them() -> None:
    ruling = rule(shipped("showroom"), LAPSE)
    for step in ruling.steps:
        if step.findings:
            assert [finding.claimant for finding in step.findings] == [0, 1]


def test_the_json_has_what_readers_of_rulings_rely_on() -> None:
    data = as_json(rule(shipped("showroom"), LAPSE), "zh")
    outcome = data["outcome"]
    assert isinstance(outcome, dict)
    assert {"kind", "claimants", "by", "shares", "forum", "provisional", "depends_on"} <= set(
        outcome
    )
    assert outcome["kind"] == "award"
    assert outcome["claimants"] == ["chen"]
    assert outcome["by"] == "lapse"
    told = data["policy"]
    assert isinstance(told, dict)
    assert set(told) == {"id", "version", "sha256"}
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_told_in_every_language(sample: object, lang: str) -> None:
    ruling = rule(shipped("showroom"), getattr(sample, "read_text")(encoding="utf-8"))  # noqa: B009 - the parameter is typed as object
    text = as_text(ruling, lang)
    assert text.startswith(TEXTS["ruling"][LANGUAGES.index(lang)])
    assert len(as_text(ruling, lang, full=True)) > len(text)
    assert as_markdown(ruling, lang).startswith("## ")


def test_values_from_a_dossier_cannot_inject_markdown() -> None:
    ruling = rule(
        policy("- {id: s, cites: ['1'], keep: me.signed}"),
        "claimants: {A: {label: '<b>[x](y)*', signed: true}, B: {}}",
    )
    assert "\\<b\\>\\[x\\](y)\\*" in as_markdown(ruling, "en")


def test_a_quantifier_names_those_of_whom_it_holds() -> None:
    ruling = rule(
        policy("- {id: s, cites: ['1'], bar: 'others.exists(o, o.contacts > me.contacts)'}"),
        "claimants: {A: {contacts: 1}, B: {contacts: 5}, C: {contacts: 3}}",
    )
    text = as_text(ruling, "en", full=True)
    assert "A goes out" in text
    line = next(line for line in text.splitlines() if line.strip().startswith("C goes out"))
    assert line.rstrip().endswith(": B")


def test_a_tie_and_a_referral_say_to_whom_and_within_what_time() -> None:
    tied = rule(policy("- {id: s, cites: ['1'], keep: me.signed}"), "claimants: [A, B]")
    assert tied.outcome.by == "tie"
    assert "friendly negotiation" in as_text(tied, "en")
    referred = rule(
        policy("- {id: s, cites: ['1'], refer: head, within: 3bd, then: general_manager}"),
        "claimants: [A, B]",
    )
    assert "the department head (within 3 working days; then: the general manager)" in as_text(
        referred, "en"
    )


def test_all_texts_have_the_same_blanks_in_every_language() -> None:
    from string import Formatter

    for key, sentences in TEXTS.items():
        blanks = [
            sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in sentences
        ]
        assert blanks[0] == blanks[1] == blanks[2], key
