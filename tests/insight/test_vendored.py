"""What we ship of others is what they published, and its licence is with it."""

import hashlib
import tomllib

from tests.conftest import ROOT

FOLDER = ROOT / "src/evenhand/insight/static/vendor"


def test_every_vendored_file_has_its_recorded_checksum() -> None:
    listed = tomllib.loads((FOLDER / "vendored.toml").read_text(encoding="utf-8"))
    files = {file["name"]: file for package in listed.values() for file in package["files"]}
    present = {path.name for path in FOLDER.iterdir()} - {"vendored.toml"}
    assert present == set(files)
    for name, file in files.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == file["sha256"], name


def test_every_package_has_its_version_and_licence() -> None:
    listed = tomllib.loads((FOLDER / "vendored.toml").read_text(encoding="utf-8"))
    for name, package in listed.items():
        assert package["version"]
        assert package["licence"]
        assert (FOLDER / f"{name}.LICENSE").exists()


def test_a_script_that_is_inlined_cannot_end_its_element() -> None:
    for script in (*FOLDER.glob("*.js"), ROOT / "src/evenhand/insight/static/rulings.js"):
        assert "</script" not in script.read_text(encoding="utf-8").lower()
