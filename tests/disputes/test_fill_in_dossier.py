"""What is filled in and what is written are the same dossier; nothing gets lost on the way."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.core.policy.places import locate
from evenhand.disputes.filled import data_of, filled_from, kept_from, kept_text, places_of
from evenhand.disputes.samples import DEMONSTRATION, as_yaml, samples_of
from evenhand.policies.shipped import read_policy, shipped
from tests.disputes.dossiers import dossiers

VERSIONS = {name: read_policy(name).policy.versions[-1] for name in shipped()}


def data(text: str) -> Any:
    return locate(text, "dossier").data


@pytest.mark.parametrize("path", sorted(DEMONSTRATION.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_demonstrations_disputes_come_back_as_they_were(path: Any) -> None:
    there = data(path.read_text(encoding="utf-8"))
    version = VERSIONS["showroom"]
    assert data(as_yaml(data_of(filled_from(there, version), version))) == there


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_sample_comes_back_as_it_was(name: str) -> None:
    read = read_policy(name)
    samples = samples_of(read)
    assert samples
    for sample in samples:
        there = data(sample.text)
        back = data(as_yaml(data_of(filled_from(there, VERSIONS[name]), VERSIONS[name])))
        if isinstance(there.get("claimants"), list | None):
            there["claimants"] = {one: {} for one in there.get("claimants") or back["claimants"]}
        there = {key: value for key, value in there.items() if value not in ([], {})}
        assert back == there, sample.id


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_dossier_comes_back_as_it_was(draw: st.DataObject) -> None:
    version = VERSIONS[draw.draw(st.sampled_from(sorted(VERSIONS)))]
    there = data(as_yaml(draw.draw(dossiers(version))))
    back = data(as_yaml(data_of(filled_from(there, version), version)))
    assert back == {key: value for key, value in there.items() if value != []}


def test_what_has_no_field_is_kept() -> None:
    text = """
    stake: {commission: {amount: 12000.50, currency: CNY}}
    agreed: {A: 60, B: 40}
    incomplete: [call]
    claimants: {A: {label: Ann, not_a_fact: 3, grade: null}, B: {}}
    deal: {strange: {inner: [1, 2]}}
    entries: [{who: A, kind: card, at: 2013-03-01T10:00+07:00, note: kept, sequence: 4}]
    """
    there, version = data(text), VERSIONS["showroom"]
    assert data(as_yaml(data_of(filled_from(there, version), version))) == there


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '"a"', "3"])
def test_what_a_browser_made_up_in_a_hidden_field_is_nothing(text: str) -> None:
    assert kept_from(text) == {}


def test_what_is_kept_travels_as_text() -> None:
    kept: dict[str, Any] = {"a": [1, {"b": "“”<>&'\""}], "c": None}
    assert kept_from(kept_text(kept)) == kept


def test_every_field_knows_its_place_in_the_dossier() -> None:
    version = VERSIONS["showroom"]
    there = data((DEMONSTRATION / "3-named.yaml").read_text(encoding="utf-8"))
    places = places_of(filled_from(there, version))
    assert places["claimants", "wang", "named_by_customer"] == "claimant-0-named_by_customer"
    assert places["entries", 3, "at"] == "entry-3-at"
    assert places["dispute", "as_of"] == "dispute-as_of"


def test_yaml_that_is_written_is_yaml_that_others_read() -> None:
    text = as_yaml({"claimants": {"A": {"label": "no", "named": True}, "B": {"label": "12"}}})
    assert yaml.safe_load(text)["claimants"]["A"] == {"label": "no", "named": True}
