"""The drawing says what the trace says: for every example of every policy that ships."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from evenhand.core.ruling.examples import check_example
from evenhand.core.ruling.ruling import Ruling
from evenhand.core.ruling.sentences import Sentences
from evenhand.core.types import LANGUAGES
from evenhand.disputes.evidence import cited_entries, evidence
from evenhand.disputes.funnel import FunnelDrawing, funnel_drawing
from evenhand.disputes.lanes import MOST_LANES, Lane, streams
from evenhand.disputes.why import Reasoning, Why
from evenhand.policies.shipped import read_policy_file, shipped

RULINGS: dict[str, list[tuple[str, Ruling]]] = {}


def rulings_of(name: str) -> list[tuple[str, Ruling]]:
    if name not in RULINGS:
        read = read_policy_file(shipped()[name])
        found = []
        for version in read.policy.versions:
            base = read.located.version(version.id)
            for index, example in enumerate(version.examples):
                place = (*base, "examples", index)
                checked = check_example(read.policy, version, example, read.located, place)
                assert checked.ruling is not None, example.id
                found.append((example.id, checked.ruling))
        RULINGS[name] = found
    return RULINGS[name]


def drawn(ruling: Ruling, lang: str) -> tuple[FunnelDrawing, Sentences, Reasoning]:
    sentences = Sentences(ruling, lang)
    reasoning = Reasoning(sentences.phrases, cited_entries(ruling))
    return funnel_drawing(sentences, reasoning), sentences, reasoning


def names(ruling: Ruling, slots: tuple[int, ...]) -> list[str]:
    return [ruling.label(slot) for slot in slots]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_each_step_names_exactly_who_remains_as_the_trace_says(name: str) -> None:
    for id_, ruling in rulings_of(name):
        drawing, _, _ = drawn(ruling, "en")
        told = [[lane.name for lane in stage.remaining] for stage in drawing.stages]
        assert told == [names(ruling, step.remaining) for step in ruling.steps], id_
        assert [stage.id for stage in drawing.stages] == [step.step.id for step in ruling.steps]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_stream_goes_on_through_a_step_if_and_only_if_its_claimant_does(name: str) -> None:
    for id_, ruling in rulings_of(name):
        drawing, _, _ = drawn(ruling, "en")
        if len(drawing.lanes) > MOST_LANES:
            continue
        going = {lane.slot for lane in drawing.lanes}
        for passage in drawing.passages:
            assert {one.lane.slot for one in passage.streams.streams} == going, id_
            going = {one.lane.slot for one in passage.streams.streams if one.goes_on}
            assert going == {lane.slot for lane in passage.stages[-1].remaining}, id_
            for stage in passage.stages:
                out = {one.lane.slot for one in stage.told if one.state == "out"}
                if stage.status == "narrowed":
                    left = {one.lane.slot for one in stage.told} - out
                    assert left == {lane.slot for lane in stage.remaining}, (id_, stage.id)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_steps_that_made_no_difference_are_folded_and_no_other_is(name: str) -> None:
    for id_, ruling in rulings_of(name):
        drawing, _, _ = drawn(ruling, "en")
        before: set[int] = {lane.slot for lane in drawing.lanes}
        for passage in drawing.passages:
            for stage in passage.stages:
                after = {lane.slot for lane in stage.remaining}
                made_one = after != before or stage.status in ("decided", "referred")
                assert passage.tells or not made_one, (id_, stage.id)
                before = after


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_entry_is_in_the_table_and_struck_where_the_ruling_says_so(name: str) -> None:
    for id_, ruling in rulings_of(name):
        _, sentences, reasoning = drawn(ruling, "en")
        lines = evidence(sentences, reasoning)
        assert [line.id for line in lines] == list(ruling.dossier.rows), id_
        struck = {one.entry for one in ruling.struck if not one.doubtful}
        assert {line.id for line in lines if line.standing == "struck"} == struck, id_
        assert len({line.anchor for line in lines}) == len(lines)
        for line in lines:
            assert (line.standing == "counts") is (not line.articles)


LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN_EVERYWHERE = {"CRM", "SMS", "App", "PO"}


def texts(value: Any) -> Iterator[str]:
    """Every sentence of a drawing; names and ids are as they were given."""
    match value:
        case Why():
            yield value.text
            yield from texts(value.because)
        case tuple():
            for one in value:
                yield from texts(one)
        case Lane():
            return
        case str() | int() | bool():
            return
        case _:
            for field in ("name", "question", "status_told", "word", "total", "label", "text"):
                if isinstance(told := getattr(value, field, None), str):
                    yield told
            for field in ("why", "guard", "told", "items", "because", "articles"):
                yield from texts(getattr(value, field, ()))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_word_of_a_drawing_is_left_in_english(name: str) -> None:
    for id_, ruling in rulings_of(name)[:40]:
        given = " ".join([*ruling.dossier.labels.values(), *ruling.dossier.rows])
        english = set(texts(drawn(ruling, "en")[0].stages))
        for lang in ("zh", "vi"):
            told = set(texts(drawn(ruling, lang)[0].stages))
            if lang == "zh":
                left = {word for text in told for word in LATIN.findall(text)}
                left -= set(LATIN.findall(given)) | KNOWN_EVERYWHERE
                assert not left, (id_, sorted(left))
            same = {text for text in told & english if len(text.split()) > 2}
            assert not same, (id_, lang, sorted(same))


def test_all_languages_tell_the_same_way() -> None:
    for _, ruling in rulings_of("showroom")[:20]:
        shapes = {
            tuple(
                (stage.id, stage.status, tuple((one.lane.slot, one.state) for one in stage.told))
                for stage in drawn(ruling, lang)[0].stages
            )
            for lang in LANGUAGES
        }
        assert len(shapes) == 1


@pytest.mark.parametrize("count", [1, 2, 3, 7, MOST_LANES, MOST_LANES + 1, 200])
def test_streams_stay_beside_each_other_and_inside_the_drawing(count: int) -> None:
    lanes = tuple(Lane(slot, str(slot)) for slot in range(count))
    everybody = frozenset(range(count))
    drawing = streams(lanes, everybody, frozenset({0}))
    assert drawing.width <= 160
    assert 0 <= drawing.tail_left <= drawing.tail_left + drawing.tail_width <= drawing.width
    for left, right in zip(drawing.streams, drawing.streams[1:], strict=False):
        assert left.left + left.width < right.left
    if drawing.streams:
        assert drawing.streams[-1].left + drawing.streams[-1].width <= drawing.width


def test_letters_name_claimants_beyond_the_alphabet() -> None:
    assert [Lane(slot, "").letter for slot in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
