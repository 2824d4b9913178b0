"""Sentences for people: English text that remembers how it was made, so that it can be translated.

The core says everything in English and knows no other language. What it says is a `Said`: a str
like any other that also carries its template and the values in it. Whoever shows it to a person
renders it again with the template translated: `Said.in_`, and the decision 0010.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Protocol, Self


class Speech(Protocol):
    """A language to render in."""

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""

    def sentence(self, template: str) -> str:
        """The template in this language, itself where there is no translation."""

    def counted(self, one: str, many: str, count: int) -> str:
        """The form of a template that goes with a number."""

    def number(self, value: float, form: str) -> str:
        """A number in a form of Python's, with this language's marks: 1,234.5 is 1.234,5."""


class _English:
    comma = ", "

    def sentence(self, template: str) -> str:
        return template

    def counted(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def number(self, value: float, form: str) -> str:
        return format(value, form)


ENGLISH: Speech = _English()


class Said(str):
    """A sentence in English, and how to say it in another language.

    Of a sentence with a count, `template` is the form for one and `plural` that for any other. Of
    several sentences put together, `template` is empty and `parts` has them.
    """

    template: str
    plural: str
    values: Mapping[str, object]
    parts: tuple[str, ...]
    between: str

    def in_(self, speech: Speech) -> str:
        """The same sentence in another language, whatever it is put together from included."""
        if not self.template:
            between = rendered(self.between, speech)
            return between.join(rendered(part, speech) for part in self.parts)
        return _filled(_form(self.template, self.plural, self.values, speech), self.values, speech)

    def __getnewargs__(self) -> tuple[str]:
        return (str(self),)

    @classmethod
    def _made(
        cls,
        english: str,
        template: str = "",
        plural: str = "",
        values: Mapping[str, object] | None = None,
        parts: tuple[str, ...] = (),
        between: str = "",
    ) -> Self:
        made = cls(english)
        made.template, made.plural, made.values = template, plural, values or {}
        made.parts, made.between = parts, between
        return made


def said(template: str, /, **values: object) -> Said:
    """A sentence made of a template; its values stand in {braces}, by name.

    Values may be sentences themselves, or lists, which are told with commas. Numbers with a form
    (`{n:,}`, `{share:.1f}`) are written as the language does.

    >>> said("no fact is called {path}; known: {known}", path="me.x", known=["me.y", "me.z"])
    'no fact is called me.x; known: me.y, me.z'
    """
    return _said(template, "", values)


def nsaid(one: str, many: str, /, count: int, **values: object) -> Said:
    """The same with a number that decides between singular and plural.

    >>> nsaid("{count} problem", "{count} problems", 2)
    '2 problems'
    """
    return _said(one, many, {"count": count, **values})


def template(text: str) -> str:
    """A template that is kept to be said later: marks it as one to translate."""
    return text


def _said(template: str, plural: str, values: Mapping[str, object]) -> Said:
    kept = {name: _kept(value) for name, value in values.items()}
    english = _filled(_form(template, plural, kept, ENGLISH), kept, ENGLISH)
    return Said._made(english, template, plural, kept)  # noqa: SLF001 - the makers of what is said


def together(parts: Iterable[str], between: str = "") -> Said:
    """Several sentences as one text; what is no sentence stays as it is in every language.

    >>> together(["policy.yaml:3", said("this cannot be read")], ": ")
    'policy.yaml:3: this cannot be read'
    """
    kept = tuple(parts)
    return Said._made(between.join(kept), parts=kept, between=between)  # noqa: SLF001 - as above


def rendered(value: object, speech: Speech) -> str:
    """A value of a sentence in a language."""
    if isinstance(value, Said):
        return value.in_(speech)
    if isinstance(value, tuple):
        return speech.comma.join(rendered(item, speech) for item in value)
    return str(value)


def _kept(value: object) -> object:
    """A list is kept as it is now."""
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _form(template: str, plural: str, values: Mapping[str, object], speech: Speech) -> str:
    if not plural:
        return speech.sentence(template)
    count = values["count"]
    assert isinstance(count, int)
    return speech.counted(template, plural, count)


class _Filler(string.Formatter):
    """Fills in a template in one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def format_field(self, value: object, format_spec: str) -> str:
        """`{n:,}` and `{share:.1f}` as the language writes them; anything else as it is."""
        if format_spec and isinstance(value, int | float):
            return self.speech.number(value, format_spec)
        return format(rendered(value, self.speech), format_spec)


def _filled(template: str, values: Mapping[str, object], speech: Speech) -> str:
    return _Filler(speech).vformat(template, (), values)
