"""What is taken and what is refused: by ending, signature and structure."""

import re
from pathlib import Path

import pytest
from PIL import Image

from evenhand.core.errors import FileRefused
from evenhand.files.checks import check
from evenhand.files.names import clean_name
from tests.files.samples import DISHONEST, HONEST, located_photo


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_as_what_it_is(name: str, tmp_path: Path) -> None:
    content, kind = HONEST[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    assert check(path, name, shown=tmp_path / "shown").name == kind
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", DISHONEST)
def test_a_dishonest_file_is_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    content, reason = DISHONEST[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        check(path, name, shown=tmp_path / "shown")
    assert re.search(reason, str(refused.value)), str(refused.value)
    assert str(refused.value).startswith(name)
    assert not (tmp_path / "shown").exists()


def test_the_shown_copy_is_upright_and_says_nothing_of_place_and_device(tmp_path: Path) -> None:
    path, shown = tmp_path / "file", tmp_path / "shown"
    path.write_bytes(located_photo())
    check(path, "photo.jpg", shown=shown)
    assert b"SecretPhone" in path.read_bytes()
    assert b"SecretPhone" not in shown.read_bytes()
    with Image.open(shown) as picture:
        assert (picture.format, picture.size) == ("WEBP", (48, 64))
        assert not picture.getexif()
    assert shown.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\win.txt", "win.txt"),
        ("/etc/shadow.txt", "shadow.txt"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("fdp.\u202etxt.exe", "fdp.txt.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("nul\0byte.pdf", "nulbyte.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("...", "file"),
        ("", "file"),
        ("名片 扫描.jpg", "名片 扫描.jpg"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
    ],
)
def test_a_name_is_a_label_and_no_path(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("长" * 400 + ".pdf")
    assert len(name) == 150
    assert name.endswith(".pdf")
