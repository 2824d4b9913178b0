"""Keeps the translations in step with the source: what is said, in which languages.

src/evenhand/locale/<locale>/LC_MESSAGES/evenhand.po   what translators edit
src/evenhand/locale/<locale>/LC_MESSAGES/evenhand.mo   the same as Python reads it

`make words` takes in new messages (untranslated, so that the tests fail until somebody translates
them), drops old ones, and compiles. With `--check` nothing is written, and what is stale is told.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import allauth
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize
from typer.main import get_command

from evenhand.base.help import texts
from evenhand.base.language import DOMAIN, LOCALE, LOCALES
from evenhand.cli import app

if not settings.configured:
    settings.configure()

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "evenhand"
_IN_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    "said": None,
    "nsaid": (1, 2),
    "template": None,
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": _IN_CONTEXT,
    "pgettext_lazy": _IN_CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
}
HELP = "src/evenhand/cli.py"
BORROWED = (
    "account/adapter.py",
    "account/forms.py",
    "account/fields.py",
    "account/mixins.py",
    "mfa/adapter.py",
    "mfa/base/forms.py",
    "mfa/models.py",
    "mfa/totp/forms.py",
    "mfa/webauthn/forms.py",
    "socialaccount/adapter.py",
    "templates/account/account_inactive.html",
    "templates/account/base_reauthenticate.html",
    "templates/account/email/base_*.txt",
    "templates/account/email/password_*.txt",
    "templates/account/logout.html",
    "templates/account/messages/log*.txt",
    "templates/account/messages/password*.txt",
    "templates/account/password_*.html",
    "templates/account/reauthenticate.html",
    "templates/account/signup_closed.html",
    "templates/account/snippets/already_logged_in.html",
    "templates/mfa/authenticate.html",
    "templates/mfa/email/*.txt",
    "templates/mfa/messages/*.txt",
    "templates/mfa/reauthenticate.html",
    "templates/mfa/recovery_codes/*.*",
    "templates/mfa/totp/*.html",
    "templates/mfa/webauthn/*.html",
    "templates/mfa/webauthn/snippets/*.html",
    "templates/socialaccount/*error.html",
    "templates/socialaccount/login*.html",
    "templates/socialaccount/messages/*.txt",
    "templates/usersessions/messages/*.txt",
)
"""What the sign-in library says on pages that are reached: it speaks no Vietnamese, and some of it
no Chinese."""
_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTH = 100


def source_catalogue() -> Catalog:
    """Everything that is said, in the order of the source; last the help of the commands."""
    found = Catalog(domain=DOMAIN, project="Evenhand", fuzzy=False, creation_date=_BEGUN)
    for path in sorted(SOURCE.rglob("*.py")):
        with path.open("rb") as file:
            _take(found, path, file)
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        if path.suffix in {".html", ".txt"} and path.parent != SOURCE / "insight" / "templates":
            _take(found, path, _readable(path))
    for path in borrowed_files():
        _take(found, path, _readable(path))
    for text in texts(get_command(app)):
        found.add(text, locations=[(HELP, 1)])
    return found


def borrowed_files() -> Sequence[Path]:
    """The files of the sign-in library whose words are translated here."""
    folder = Path(allauth.__file__).parent
    own = SOURCE / "web"
    return [
        path
        for pattern in BORROWED
        for path in sorted(folder.glob(pattern))
        if not (own / path.relative_to(folder)).exists()
    ]


def _readable(path: Path) -> IO[bytes]:
    """A file as something like Python; what is translated in a template has no line breaks then."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return BytesIO(text.encode())


def _take(found: Catalog, path: Path, source: IO[bytes]) -> None:
    """What a file says; a template has been made into something like Python before."""
    for line, message, _, context in extract("python", source, keywords=KEYWORDS):
        root = ROOT if path.is_relative_to(SOURCE) else Path(allauth.__file__).parents[1]
        found.add(message, locations=[(str(path.relative_to(root)), line)], context=context)


def path_of(locale: str, suffix: str) -> Path:
    """The catalogue of a locale, `.po` or `.mo`."""
    return LOCALES / locale / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def updated(locale: str) -> Catalog:
    """The catalogue of a locale with the messages of the source and the translations there are."""
    known = translations(locale)
    catalogue = Catalog(
        locale=locale,
        domain=DOMAIN,
        header_comment=f"# {locale}: what Evenhand says.",
        project="Evenhand",
        version="1",
        copyright_holder="Evenhand",
        msgid_bugs_address="none",
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        last_translator="Evenhand",
        language_team=locale,
        fuzzy=False,
    )
    for message in source_catalogue():
        if message.id:
            was = known.get(message.id, message.context)
            string = was.string if was and all(_forms(was.string)) else None
            catalogue.add(message.id, string, locations=message.locations, context=message.context)
    return catalogue


def _forms(string: str | tuple[str, ...] | list[str]) -> Sequence[str]:
    """A translation of a sentence, or one for each plural."""
    return [string] if isinstance(string, str) else string


def translations(locale: str) -> Catalog:
    """The catalogue of a locale as it stands on disk, empty if there is none."""
    path = path_of(locale, ".po")
    if not path.exists():
        return Catalog(locale=locale, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain=DOMAIN)


def po(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=_WIDTH, include_lineno=False)
    return out.getvalue()


def mo(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def files() -> dict[Path, bytes]:
    """Every catalogue as it should be."""
    found = {}
    for locale in LOCALE.values():
        catalogue = updated(locale)
        found[path_of(locale, ".po")] = po(catalogue)
        found[path_of(locale, ".mo")] = mo(catalogue)
    return found


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: docs/words.py [--check]", file=sys.stderr)
        return 2
    stale = {
        path: content
        for path, content in files().items()
        if not path.exists() or path.read_bytes() != content
    }
    for path, content in stale.items():
        name = path.relative_to(ROOT)
        if arguments:
            print(f"{name} is stale: run `make words`", file=sys.stderr)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"wrote {name}")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
