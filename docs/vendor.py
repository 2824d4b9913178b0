"""Takes what pages need of other projects from npm, and records where each file came from.

usage: vendor.py [--check]

Needs npm, and only when something is added here: what it writes is committed. `--check` compares
the files with their recorded checksums and needs nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src" / "evenhand" / "web" / "static" / "vendor"
RECORD = VENDOR / "vendor.json"

ICONS = (
    "alert-triangle", "archive", "arrow-back-up", "arrow-left", "arrow-right", "bell", "book",
    "building-store", "calendar", "calendar-off", "camera", "check", "chevron-down",
    "chevron-right", "circle-check", "circle-dashed", "circle-x", "clipboard-text", "clock",
    "copy", "device-mobile", "device-desktop", "dots", "download", "edit", "eye", "eye-off",
    "external-link", "file", "file-text", "files", "filter", "fingerprint", "flag", "gavel",
    "help", "history", "home", "id-badge-2", "info-circle", "key", "language", "link",
    "list-check", "lock", "lock-open", "login", "logout", "mail", "menu-2", "message",
    "minus", "moon", "notes", "paperclip", "phone", "photo", "plus", "printer", "qrcode",
    "question-mark", "refresh", "report", "scale", "search", "send", "settings", "shield",
    "shield-check", "shield-lock", "star", "sun", "switch-horizontal", "trash", "upload",
    "user", "user-check", "user-off", "user-plus", "user-x", "users", "users-group", "x",
    "arrows-split", "arrow-merge", "ban", "bolt", "hand-stop", "hourglass", "writing",
    "versions", "world", "arrow-down", "arrow-up", "point", "rosette", "clipboard-check",
)  # fmt: skip

PACKAGES: dict[str, dict[str, str]] = {
    "@tabler/core@1.6.1": {
        "dist/css/tabler.min.css": "tabler/tabler.min.css",
        "dist/js/tabler.min.js": "tabler/tabler.min.js",
    },
    "@tabler/icons@3.52.0": {
        **{f"icons/outline/{name}.svg": f"icons/{name}.svg" for name in ICONS},
        "LICENSE": "icons/LICENSE",
    },
    "htmx.org@4.0.1": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "@fontsource/be-vietnam-pro@5.3.0": {
        **{
            f"files/be-vietnam-pro-{part}-{weight}-normal.woff2": f"fonts/{part}-{weight}.woff2"
            for part in ("latin", "latin-ext", "vietnamese")
            for weight in (400, 500, 600, 700)
        },
        "LICENSE": "fonts/LICENSE",
    },
}
"""Each package with its version; the files taken from it, and what they are called here."""

_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=.*?(?:\*/)?\s*$")


def take() -> list[dict[str, str]]:
    """Fetch every package, write its files and tell what was written."""
    record = []
    with tempfile.TemporaryDirectory() as folder:
        for package, files in PACKAGES.items():
            packed = subprocess.run(  # noqa: S603 - what PACKAGES names
                ["npm", "pack", "--silent", package],  # noqa: S607 - npm, by its name
                cwd=folder, check=True, capture_output=True, text=True,
            )  # fmt: skip
            with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
                manifest = json.loads(_read(archive, "package.json"))
                for source, target in files.items():
                    content = _MAP.sub(b"", _read(archive, source))
                    path = VENDOR / target
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                    record.append(
                        {
                            "file": target,
                            "package": package,
                            "licence": manifest["license"],
                            "sha256": hashlib.sha256(content).hexdigest(),
                        }
                    )
    return record


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise FileNotFoundError(name)
    return member.read()


def faults() -> list[str]:
    """Files that are missing, altered, or recorded nowhere."""
    record = {one["file"]: one["sha256"] for one in json.loads(RECORD.read_text("utf-8"))}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != RECORD
    }
    return sorted(
        name for name in record.keys() | found.keys() if record.get(name) != found.get(name)
    )


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        for name in faults():
            print(f"{name} is not as it was recorded", file=sys.stderr)
        return 1 if faults() else 0
    if arguments:
        print("usage: docs/vendor.py [--check]", file=sys.stderr)
        return 2
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps(take(), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
