"""Which files are taken: by ending, signature and structure, all three."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Shape(Enum):
    """How the structure of a kind is checked."""

    picture = "picture"
    pdf = "pdf"
    office = "office"
    media = "media"
    text = "text"
    mail = "mail"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    shape: Shape
    signatures: frozenset[str] = frozenset()
    """Endings of which puremagic has to name one; none for text, which has no signature."""
    icon: str = "file"


def _kind(
    name: str, media_type: str, shape: Shape, *, endings: tuple[str, ...] = (), icon: str = "file"
) -> Kind:
    endings = endings or (name,)
    signed = shape not in (Shape.text, Shape.mail)
    return Kind(name, endings, media_type, shape, frozenset(endings if signed else ()), icon)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

KINDS: Final = (
    _kind("jpeg", "image/jpeg", Shape.picture, endings=("jpg", "jpeg"), icon="photo"),
    _kind("png", "image/png", Shape.picture, icon="photo"),
    _kind("webp", "image/webp", Shape.picture, icon="photo"),
    _kind("pdf", "application/pdf", Shape.pdf, icon="file-type-pdf"),
    _kind("docx", f"{_OFFICE}.wordprocessingml.document", Shape.office),
    _kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", Shape.office),
    _kind("mp4", "video/mp4", Shape.media),
    _kind("m4a", "audio/mp4", Shape.media),
    _kind("txt", "text/plain; charset=utf-8", Shape.text),
    _kind("eml", "message/rfc822", Shape.mail),
)

ENDINGS: Final = tuple(ending for kind in KINDS for ending in kind.endings)
ACCEPT: Final = ",".join(f".{ending}" for ending in ENDINGS)
"""What a file input offers."""

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of one file."""
LARGEST_TOGETHER: Final = 500 * 1024 * 1024
"""Bytes of everything that is attached to one subject."""


def kind_named(name: str) -> Kind:
    """The kind of a stored file."""
    return next(kind for kind in KINDS if kind.name == name)


def kind_of_ending(ending: str) -> Kind | None:
    """The kind that an ending promises, None if it is not taken.

    >>> kind_of_ending("JPG").name
    'jpeg'
    >>> kind_of_ending("svg") is None
    True
    """
    return next((kind for kind in KINDS if ending.lower() in kind.endings), None)
