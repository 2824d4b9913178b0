"""Which language a person is spoken to in, and what is said in it.

Picked in one place (`choose`) and kept for as long as a command runs (`speak`). The translations
are gettext catalogues in `evenhand/locale`, written with `make words`: decision 0010.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evenhand.core.errors import EvenhandError
from evenhand.core.said import Said, said
from evenhand.core.types import Language

DOMAIN = "django"
"""One catalogue for all that is said; the web framework wants it by this name."""
LOCALES = Path(__file__).parents[1] / "locale"
LOCALE = {Language.zh: "zh_Hans", Language.vi: "vi"}
"""The folder of each catalogue; English is the source and has none."""

DJANGO_CODE = {Language.en: "en", Language.zh: "zh-hans", Language.vi: "vi"}
"""What the web framework calls each."""

VARIABLE = "EVENHAND_LANG"
_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")


class UnknownLanguage(EvenhandError):
    """The environment names a language that is not spoken here."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language with its catalogue: what core calls a Speech."""

    language: Language
    catalogue: gettext.NullTranslations
    comma: str

    def sentence(self, template: str) -> str:
        """The template in this language, itself where there is no translation."""
        return self.catalogue.gettext(template)

    def counted(self, one: str, many: str, count: int) -> str:
        """The form of a template that goes with a number."""
        return self.catalogue.ngettext(one, many, count)

    def number(self, value: float, form: str) -> str:
        """A number in a form of Python's, with this language's marks.

        >>> spoken_in(Language.vi).number(6940.5, ",.1f")
        '6.940,5'
        """
        text = format(value, form)
        return text.translate(_MARKS) if self.language is Language.vi else text


@cache
def spoken_in(language: Language) -> Spoken:
    """A language, ready to speak."""
    catalogue = gettext.NullTranslations()
    if language in LOCALE:
        catalogue = gettext.translation(DOMAIN, LOCALES, [LOCALE[language]], fallback=True)
    return Spoken(language, catalogue, "、" if language is Language.zh else ", ")


_MARKS = str.maketrans(",.", ".,")
_NOW: ContextVar[Language] = ContextVar("language", default=Language.en)


def speak(language: Language) -> None:
    """From here on, people are spoken to in this language."""
    _NOW.set(language)


def language() -> Language:
    """The language that people are spoken to in."""
    return _NOW.get()


def spoken(text: str) -> str:
    """A sentence in the language of now; what is no `Said` stays as it is."""
    return text.in_(spoken_in(language())) if isinstance(text, Said) else text


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a command: its `--lang`, else EVENHAND_LANG, else the system's, else English.

    A `--lang` that names none is left to the command to refuse. Raises UnknownLanguage.

    >>> choose(["rule", "--lang", "vi"], {"EVENHAND_LANG": "zh"})
    <Language.vi: 'vi'>
    >>> choose(["rule"], {"LANG": "zh_CN.UTF-8"})
    <Language.zh: 'zh'>
    """
    asked = _option(arguments)
    if asked in set(Language):
        return Language(asked)
    if named := environment.get(VARIABLE, ""):
        found = _named(named)
        if found is None:
            raise UnknownLanguage(
                said(
                    "{variable} is {value}; it may be en (English), zh (简体中文) or "
                    "vi (Tiếng Việt)",
                    variable=VARIABLE,
                    value=named,
                )
            )
        return found
    system = next((value for name in _SYSTEM if (value := environment.get(name))), "")
    return _named(system) or Language.en


def _option(arguments: Sequence[str]) -> str:
    """What stands after --lang or -l, wherever a person may put it."""
    found = ""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if argument == "--":
            break
        if argument in ("--lang", "-l"):
            found = arguments[place + 1] if place + 1 < len(arguments) else ""
        elif name == "--lang" and equals:
            found = value
        elif argument.startswith("-l") and len(argument) == 4:
            found = argument[2:]
    return found


def _named(locale: str) -> Language | None:
    """The language of `zh`, `zh_CN.UTF-8`, `zh-Hans`, `vi_VN`; None if it is another."""
    code = locale.partition(".")[0].replace("-", "_").partition("_")[0].lower()
    return Language(code) if code in set(Language) else None
