"""What a notice says, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from evenhand.base.language import DJANGO_CODE, language, speak, spoken
from evenhand.core.types import Language
from evenhand.notices.kinds import kinds
from evenhand.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is read."""

    text: str
    label: str
    icon: str


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak a person's language for a while, whoever else is being spoken to."""
    before, wanted = language(), Language(code)
    speak(wanted)
    try:
        with translation.override(DJANGO_CODE[wanted]):
            yield
    finally:
        speak(before)


def told(notice: Notice) -> Told:
    """What it says in the language of now; of a kind that is gone, only that there was one."""
    kind = kinds().get(notice.kind)
    if kind is None:
        return Told(pgettext("notice", "Something that is no longer told."), "", "bell")
    return Told(one_line(spoken(kind.say(notice.values))), str(kind.label), kind.icon)


def one_line(text: str) -> str:
    r"""Without line breaks and control characters: fit for a subject, whoever named what is in it.

    >>> one_line("Hello\r\nBcc: all@example.com")
    'Hello Bcc: all@example.com'
    """
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def is_own_path(link: str) -> bool:
    """Whether a link leads to a page of ours, and nowhere else.

    >>> is_own_path("/notices/"), is_own_path("//evil.example"), is_own_path("javascript:x")
    (True, False, False)
    """
    parts = urlsplit(link)
    safe = not parts.scheme and not parts.netloc and "\\" not in link and link.isprintable()
    return safe and link.startswith("/") and not link.startswith("//")


def address_of(link: str) -> str:
    """The whole address of a page of ours, for where there is no page around it."""
    return f"{settings.ENVIRONMENT.url}{link if is_own_path(link) else '/notices/'}"
