"""`evenhand rule` decides one dispute from a dossier; `evenhand replay` does it again."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import DossierRefused
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.ruling.changes import Flips
from evenhand.core.ruling.flip import what_would_change
from evenhand.core.ruling.plain import as_json
from evenhand.core.ruling.record import record_of, sealed
from evenhand.core.ruling.ruling import Ruling, rule_dossier
from evenhand.core.ruling.text import as_markdown, as_text
from evenhand.core.said import said
from evenhand.disputes.records import check_replay, policy_of, read_record_file, write_record
from evenhand.policies.shipped import decoded, read_policy, read_text


class Format(StrEnum):
    """How a ruling is printed."""

    text = "text"
    json = "json"
    md = "md"


def rule(
    dossier: Annotated[
        Path,
        typer.Argument(
            help="A dossier (YAML or JSON); - reads standard input.",
            metavar="DOSSIER",
            allow_dash=True,
        ),
    ],
    policy: Annotated[
        str, typer.Option("--policy", "-p", help="The name of a policy that ships, or a file.")
    ],
    lang: Lang,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="Text, JSON or Markdown.")
    ] = Format.text,
    full: Annotated[
        bool, typer.Option("--full", help="Tell of every claimant at every step, and every flip.")
    ] = False,
    flips: Annotated[
        bool,
        typer.Option("--flips/--no-flips", help="Tell what would have changed the ruling."),
    ] = True,
    version: Annotated[
        str | None, typer.Option("--version", help="Rule under this version, whatever the date.")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            metavar="FILE",
            help="Write the ruling record; never over another file. Check it with evenhand replay.",
        ),
    ] = None,
) -> None:
    """Decide one dispute under a written policy and say why.

    A dossier names the claimants, the facts, the register entries, or any of them; see
    docs/explain/policy-language.md §9. Exit code 0: ruled; 1: something in the files is wrong; 2:
    the command was called wrongly.

    Example: evenhand rule --policy showroom src/evenhand/demo/disputes/1-lapse.yaml
    """
    read = read_policy(policy)
    ruling = rule_dossier(read.policy, read_dossier_file(dossier), version_id=version)
    if record is not None:
        write_record(record, sealed(record_of(ruling)))
    found = what_would_change(ruling) if flips else None
    typer.echo(rendered(ruling, lang.value, format_, full=full, flips=found), nl=False)


def replay(
    record: Annotated[
        Path,
        typer.Argument(help="A record that evenhand rule --record wrote.", metavar="RECORD"),
    ],
    _lang: Lang,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            "-p",
            help="The policy file it was ruled under. Default: the one that ships and fits it.",
        ),
    ] = None,
) -> None:
    """Rule again what a ruling record was ruled on, and compare byte for byte.

    Exit code 0: identical; 1: the record was altered, the policy file is another, or something
    comes out otherwise, and what it is; 2: the command was called wrongly.

    Example: evenhand replay ruling.json
    """
    read = read_record_file(record)
    ruled_under = policy_of(read, policy)
    check_replay(read, ruled_under)
    named = read.ruled_on.policy
    identical = said(
        "identical: {record}, {bytes:,} bytes\n"
        "    policy {policy}, version {version}, sha256 {policy_hash}\n"
        "    record sha256 {record_hash}",
        record=record,
        bytes=len(read.content),
        policy=named.id,
        version=named.version,
        policy_hash=named.sha256,
        record_hash=read.sha256,
    )
    typer.echo(spoken(identical))


def read_dossier_file(path: Path) -> Located:
    """The text of a dossier with its places. Raises DossierRefused, NotFound."""
    if str(path) == "-":
        source = spoken(said("standard input"))
        text = decoded(sys.stdin.buffer.read(), source, DossierRefused)
    else:
        text, source = read_text(path, DossierRefused), str(path)
    try:
        return locate(text, source)
    except NotReadable as error:
        raise DossierRefused(error.problems) from None


def rendered(
    ruling: Ruling, lang: str, format_: Format, *, full: bool = False, flips: Flips | None = None
) -> str:
    """The ruling in the form that was asked for, ending with a newline."""
    if format_ is Format.json:
        return json.dumps(as_json(ruling, lang, flips), ensure_ascii=False, indent=2) + "\n"
    written = as_markdown if format_ is Format.md else as_text
    return written(ruling, lang, full=full, flips=flips)
