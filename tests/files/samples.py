"""Files to hand in: honest ones of every kind, and dishonest ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from evenhand.files.store import Store

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def located_photo() -> bytes:
    """A photo that says where and by what it was taken, and has to be turned upright."""
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone 9"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 43.0)
    return picture(size=(64, 48), exif=exif)


def office(parts: dict[str, bytes] | None = None, main: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(main, "<document>the contract</document>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(extra: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + extra + b">>\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def film(brand: bytes = b"isom") -> bytes:
    start = box(b"ftyp", brand + b"\0\0\2\0" + b"isomiso2avc1mp41")
    return start + box(b"moov", b"\0" * 16) + box(b"mdat", b"\1" * 64)


MAIL = b"From: a@example.com\r\nDate: Mon, 2 Nov 2026 08:00:00 +0800\r\n\r\nHello\r\n"

HONEST = {
    "card.jpg": (picture(), "jpeg"),
    "card.JPEG": (picture(), "jpeg"),
    "screen.png": (picture("PNG"), "png"),
    "screen.webp": (picture("WEBP"), "webp"),
    "contract.pdf": (pdf(), "pdf"),
    "letter.docx": (office(), "docx"),
    "sheet.xlsx": (office(main="xl/workbook.xml"), "xlsx"),
    "call.mp4": (film(), "mp4"),
    "call.m4a": (film(b"M4A "), "m4a"),
    "notes.txt": ("客户说：下周二再来。\n".encode(), "txt"),
    "notes gb.txt": ("客户说：下周二再来。\n".encode("gb18030"), "txt"),
    "mail.eml": (MAIL, "eml"),
}


def bomb_png() -> bytes:
    """40 000 × 40 000 pixels in a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 5001 * 500, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def nested(depth: int = 3) -> bytes:
    """Archives in archives, as in 42.zip."""
    inner = office({"zeros": b"\0" * 4096})
    for _ in range(depth):
        inner = office({"word/lib.zip": inner})
    return inner


def lying_archive() -> bytes:
    """A part that says it has ten bytes, and has a hundred megabytes."""
    out = io.BytesIO(office({"word/media.bin": b"\0" * 100_000_000}))
    content = bytearray(out.getvalue())
    real = struct.pack("<I", 100_000_000)
    place = content.find(real)
    while place >= 0:
        content[place : place + 4] = struct.pack("<I", 10)
        place = content.find(real, place)
    return bytes(content)


def overlapping() -> bytes:
    """Many parts that are all the same bytes of the file."""
    kernel = zlib.compress(b"\0" * 10_000_000, 9)[2:-4]
    check = zlib.crc32(b"\0" * 10_000_000)
    start = office()
    archive = zipfile.ZipFile(io.BytesIO(start))
    base, end = start[: archive.start_dir], start[archive.start_dir : -22]
    name = b"a"
    local = struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, check, len(kernel), 10_000_000, 1, 0
    )
    body = base + local + name + kernel
    entries = b""
    for number in range(20):
        entries += struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\1\2", 20, 20, 0, 8, 0, 33, check, len(kernel), 10_000_000, 1, 0, 0, 0, 0, 0,
            len(base),
        ) + bytes([97 + number])  # fmt: skip
    directory = end + entries
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 22, 22, len(directory), len(body), 0)
    return body + directory + tail


def link_archive() -> bytes:
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


DISHONEST: dict[str, tuple[bytes, str]] = {
    # name: content, what the refusal has to say
    "page.html": (b"<html><script>alert(1)</script>", "can carry programs"),
    "drawing.svg": (b"<svg onload='alert(1)'/>", "can carry programs"),
    "phone.heic": (b"\0\0\0\x20ftypheic", "JPEG"),
    "tool.exe": (b"MZ\x90\0", "not on the list"),
    "invoice.pdf.exe": (pdf(), "not on the list"),
    "photo.jpg.html": (picture(), "can carry programs"),
    "noending": (b"hello", "not on the list"),
    ".pdf": (pdf(), "not on the list"),
    "empty.pdf": (b"", "0 bytes"),
    "really.jpg": (pdf(), "not what its name says"),
    "really.pdf": (picture(), "not what its name says"),
    "invoice.exe.pdf": (b"MZ\x90\0" + b"\0" * 100, "not what its name says"),
    "really.docx": (b"MZ\x90\0" * 20, "not what its name says"),
    "gifar.jpg": (picture() + office(), "second file is hidden"),
    "page.png": (picture("PNG") + b"<HTML><script>alert(1)</script>", "second file is hidden"),
    "pdf.webp": (picture("WEBP")[:60] + b"%PDF-1.4" + picture("WEBP")[60:], "second file"),
    "half.jpg": (picture(size=(400, 400))[:600], "damaged or not whole"),
    "bomb.png": (bomb_png(), "too many pixels"),
    "pdf with zip.pdf": (pdf() + office(), "missing|second file"),
    "zip in.pdf": (pdf()[:-6] + office()[:-2] + b"\6\0%%EOF\n", "second file is hidden"),
    "active.pdf": (pdf(b"/AA << /S /JavaScript /JS (app.alert(1)) >>"), "carries a program"),
    "carrier.pdf": (pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "carries a program"),
    "cut.pdf": (pdf()[:40], "no whole PDF"),
    "bomb.docx": (office({"word/a.xml": b"\0" * 60_000_000}), "too large once it is unpacked"),
    "nested.docx": (nested(), "another packed file"),
    "lying.docx": (lying_archive(), "damaged"),
    "overlap.docx": (overlapping(), "before or behind"),
    "up.docx": (office({"../../etc/cron.d/x": b"x"}), "leads out of it"),
    "absolute.docx": (office({"/etc/passwd": b"x"}), "leads out of it"),
    "windows.docx": (office({"..\\..\\x": b"x"}), "leads out of it"),
    "link.docx": (link_archive(), "link to another file"),
    "macro.docx": (office({"word/vbaProject.bin": b"x"}), "macros"),
    "many.docx": (office({f"word/{n}": b"" for n in range(5001)}), "parts"),
    "not word.docx": (office(main="xl/workbook.xml"), "parts of a docx file are not in it"),
    "prefixed.docx": (b"PK\3\4junk" + office(), "before or behind"),
    "page.txt": (b"<!DOCTYPE html><html><body>", "web page"),
    "binary.txt": (b"abc\0\1\2", "no text"),
    "nothing.eml": (b"hello, this is no mail", "no mail"),
    "cut.mp4": (film()[:-10], "recorded to its end"),
    "zip.mp4": (film() + office(), "recorded to its end|not what its name says"),
    "no content.mp4": (box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41"), "recorded to its end"),
}  # fmt: skip


def stored_in(folder: Path) -> Callable[[], list[str]]:
    """What lies in a store, by path: nothing may be left of what was refused."""
    return lambda: sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


def store_at(folder: Path) -> Store:
    return Store(folder)
