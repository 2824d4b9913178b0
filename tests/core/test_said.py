"""A sentence is English, and knows how to be said otherwise."""

import copy
import pickle

from evenhand.core.errors import PolicyRefused, Problem
from evenhand.core.said import ENGLISH, Said, nsaid, said, template, together


class Backwards:
    """A language for tests: every template in capitals, lists with slashes, numbers in brackets."""

    comma = "/"

    def sentence(self, template: str) -> str:
        return template.replace("is called", "IS CALLED").replace("known", "KNOWN")

    def counted(self, one: str, many: str, count: int) -> str:
        return f"{count} x {many}" if count != 1 else one

    def number(self, value: float, form: str) -> str:
        return f"[{format(value, form)}]"


OTHER = Backwards()


def test_it_is_the_english_text() -> None:
    sentence = said("no fact is called {path}", path="me.x")
    assert sentence == "no fact is called me.x"
    assert isinstance(sentence, str)
    assert sentence == "no fact is called me.x"


def test_it_is_said_again_with_its_values() -> None:
    sentence = said("no fact is called {path}", path="me.x")
    assert sentence.in_(OTHER) == "no fact IS CALLED me.x"
    assert sentence.in_(ENGLISH) == sentence


def test_sentences_within_sentences_are_said_too() -> None:
    inner = said("known here: {names}", names=["a", "b"])
    outer = said("x is called {what}", what=inner)
    assert outer == "x is called known here: a, b"
    assert outer.in_(OTHER) == "x IS CALLED KNOWN here: a/b"


def test_a_list_is_kept_as_it_was() -> None:
    names = ["a"]
    sentence = said("known: {names}", names=names)
    names.append("b")
    assert sentence.in_(OTHER) == "KNOWN: a"
    assert said("known: {names}", names=(name for name in "ab")).in_(OTHER) == "KNOWN: a/b"


def test_numbers_are_written_as_the_language_does() -> None:
    sentence = said("{count:,} and {share:.1f} and {plain}", count=1234, share=0.5, plain=1234)
    assert sentence == "1,234 and 0.5 and 1234"
    assert sentence.in_(OTHER) == "[1,234] and [0.5] and 1234"


def test_a_count_decides_between_the_forms() -> None:
    assert nsaid("{count} problem", "{count} problems", 1) == "1 problem"
    assert nsaid("{count} problem", "{count} problems", 0) == "0 problems"
    assert nsaid("{count} problem", "{count} problems", 2).in_(OTHER) == "2 x 2 problems"


def test_put_together_only_sentences_change() -> None:
    text = together(["known", said("known")], said(" known "))
    assert text == "known known known"
    assert text.in_(OTHER) == "known KNOWN KNOWN"


def test_braces_of_a_value_are_no_template() -> None:
    assert said("no fact is called {path}", path="{x}").in_(OTHER) == "no fact IS CALLED {x}"
    assert said("one is {{signed: true}}") == "one is {signed: true}"


def test_it_survives_copying_and_pickling() -> None:
    sentence = said("known: {names}", names=["a"])
    for again in (copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):  # noqa: S301
        assert type(again) is Said
        assert again.in_(OTHER) == "KNOWN: a"


def test_a_template_is_itself() -> None:
    assert template("known: {names}") == "known: {names}"


def test_a_refusal_is_said_with_every_problem_and_hint() -> None:
    problems = [
        Problem(said("known {x}", x=1), "a.yaml", 3, 2, said("known")),
        Problem(said("x is called y"), "a.yaml", 1, 1),
    ]
    refused = PolicyRefused(problems)
    assert str(refused) == (
        "policy refused: 2 problems\na.yaml:1:1: x is called y\na.yaml:3:2: known 1\n    known"
    )
    assert refused.said.in_(OTHER).splitlines()[1:] == [
        "a.yaml:1:1: x IS CALLED y",
        "a.yaml:3:2: KNOWN 1",
        "    KNOWN",
    ]
