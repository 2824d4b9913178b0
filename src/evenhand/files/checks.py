"""Whether a file is what its name says: ending, signature and structure."""

from __future__ import annotations

from pathlib import Path

import puremagic

from evenhand.core.errors import FileRefused
from evenhand.core.said import said
from evenhand.files.archives import check_office
from evenhand.files.documents import check_mail, check_pdf, check_text
from evenhand.files.kinds import ENDINGS, Kind, Shape, kind_of_ending
from evenhand.files.media import check_media
from evenhand.files.names import ending_of
from evenhand.files.pictures import draw

_MARKUP = frozenset({"svg", "html", "htm", "xhtml", "xml", "mht", "mhtml"})
_HEIC = frozenset({"heic", "heif"})


def check(path: Path, name: str, *, shown: Path) -> Kind:
    """The kind of a received file; of a picture, a copy to be shown is written to `shown`.

    Raises FileRefused with what is wrong, why, and what to do.
    """
    if path.stat().st_size == 0:
        raise FileRefused(
            said("{name} is empty: it has 0 bytes. Save it again and add it once more.", name=name)
        )
    kind = _promised(name)
    _check_signature(path, name, kind)
    if kind.shape is Shape.picture:
        draw(path, shown, kind, name=name)
    elif kind.shape is Shape.pdf:
        check_pdf(path, name)
    elif kind.shape is Shape.office:
        check_office(path, kind, name)
    elif kind.shape is Shape.media:
        check_media(path, name)
    elif kind.shape is Shape.mail:
        check_mail(path, name)
    else:
        check_text(path, name)
    return kind


def _promised(name: str) -> Kind:
    ending = ending_of(name)
    kind = kind_of_ending(ending)
    if kind is not None:
        return kind
    if ending in _MARKUP:
        raise FileRefused(
            said(
                "{name} is not taken: such files can carry programs. "
                "Save it as PDF, or take a picture of the screen (PNG).",
                name=name,
            )
        )
    if ending in _HEIC:
        raise FileRefused(
            said(
                "{name} is not taken: not every browser can show this format. "
                "Export the photo as JPEG; phones call it “most compatible”.",
                name=name,
            )
        )
    raise FileRefused(
        said(
            "{name} is not taken: its kind is not on the list. Taken are: {endings}.",
            name=name,
            endings=ENDINGS,
        )
    )


def _check_signature(path: Path, name: str, kind: Kind) -> None:
    if not kind.signatures:
        return
    try:
        found = {one.extension.lstrip(".").lower() for one in puremagic.magic_file(path)}
    except (puremagic.PureError, ValueError):
        found = set()
    if not found & kind.signatures:
        raise FileRefused(
            said(
                "{name} is not what its name says: inside it is no {kind} file. "
                "Save it again in this format, or give it its right name.",
                name=name,
                kind=kind.name.upper(),
            )
        )
