"""Office files, which are ZIP archives: counted, measured, and unpacked to nowhere."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path
from typing import Final

from evenhand.core.errors import FileRefused
from evenhand.core.said import Said, said
from evenhand.files.kinds import Kind

PARTS: Final = 5000
UNPACKED: Final = 300 * 1024 * 1024
RATIO: Final = 100
_SMALL: Final = 64 * 1024
"""What a part may have whatever its ratio: a short file of blanks is no bomb."""
_CHUNK: Final = 256 * 1024
_END: Final = b"PK\x05\x06"
_MAIN: Final = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ARCHIVES: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
)
_LINK_OR_LEAVES: Final = "\\\0:"


def check_office(path: Path, kind: Kind, name: str) -> None:
    """Raises FileRefused for anything that is no plain office file."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_frame(path, archive, name)
            _check_parts(archive, kind, name)
            _unpack(archive, name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        raise FileRefused(
            said("{name} is damaged: its parts cannot be read. Save it again.", name=name)
        ) from None


def _check_frame(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    """An archive begins at the first byte and ends at the last: nothing stands around it."""
    with path.open("rb") as file:
        begins = file.read(4) == b"PK\x03\x04"
        file.seek(-(22 + len(archive.comment)), 2)
        ends = file.read(4) == _END
    first = min((one.header_offset for one in archive.infolist()), default=-1)
    packed = sum(one.compress_size for one in archive.infolist())
    if first != 0 or not begins or not ends or packed > path.stat().st_size:
        raise _refused(name, said("something else stands before or behind its parts"))


def _check_parts(archive: zipfile.ZipFile, kind: Kind, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise _refused(
            name, said("it has {count} parts, and {most} at most", count=len(parts), most=PARTS)
        )
    names = [one.orig_filename for one in parts]
    if len(set(names)) != len(names):
        raise _refused(name, said("two of its parts have the same name"))
    for one in parts:
        _check_part(one, name)
    if sum(one.file_size for one in parts) > UNPACKED:
        raise _bomb(name)
    if "[Content_Types].xml" not in names or _MAIN[kind.name] not in names:
        raise _refused(name, said("the parts of a {kind} file are not in it", kind=kind.name))
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise _refused(name, said("it holds macros, which are programs"))


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    inside = part.orig_filename
    if (
        inside.startswith("/")
        or ".." in inside.split("/")
        or any(char in inside for char in _LINK_OR_LEAVES)
    ):
        raise _refused(name, said("a part of it has a name that leads out of it"))
    if stat.S_ISLNK(part.external_attr >> 16):
        raise _refused(name, said("a part of it is a link to another file"))
    if part.flag_bits & 0x1:
        raise _refused(name, said("it is locked with a password"))
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(name, said("it is packed in an unusual way"))
    if part.file_size > RATIO * part.compress_size + _SMALL:
        raise _bomb(name)


def _unpack(archive: zipfile.ZipFile, name: str) -> None:
    """What is really in it, not what it says of itself."""
    together = 0
    for part in archive.infolist():
        size = 0
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                if size == 0 and chunk.startswith(_ARCHIVES):
                    raise _refused(name, said("another packed file is in it"))
                size += len(chunk)
                together += len(chunk)
                if together > UNPACKED or size > RATIO * part.compress_size + _SMALL:
                    raise _bomb(name)


def _bomb(name: str) -> FileRefused:
    return _refused(name, said("it is too large once it is unpacked"))


def _refused(name: str, why: Said) -> FileRefused:
    return FileRefused(
        said(
            "{name} is not taken: {why}. Open it, save it as a new file, or save it as PDF.",
            name=name,
            why=why,
        )
    )
