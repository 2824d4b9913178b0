"""`evenhand rule` decides one dispute from a dossier; `evenhand replay` does it again."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenhand.base.commands import Home
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import DossierRefused
from evenhand.core.policy.places import Located, NotReadable, locate
from evenhand.core.policy.versions import Policy
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


_Dossier = Annotated[
    Path | None,
    typer.Argument(
        help="A dossier (YAML or JSON); - reads standard input.",
        metavar="DOSSIER",
        allow_dash=True,
    ),
]
_Customer = Annotated[
    str | None,
    typer.Option(
        "--customer",
        metavar="PUBLIC_ID",
        help="In place of a dossier: what the register says of this customer.",
    ),
]
_Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        "-p",
        help="The name of a policy that ships, or a file. Of a customer: default is the one in "
        "force.",
    ),
]


def rule(
    lang: Lang,
    dossier: _Dossier = None,
    customer: _Customer = None,
    policy: _Policy = None,
    home: Home = None,
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
    docs/explain/policy-language.md §9. With --customer the register of the installation is the
    dossier. Exit code 0: ruled; 1: something in the files is wrong; 2: the command was called
    wrongly.

    Example: evenhand rule --policy showroom src/evenhand/demo/disputes/1-lapse.yaml
    """
    if (dossier is None) is (customer is None):
        raise typer.BadParameter(spoken(said("give either a dossier or --customer")))
    if customer is not None:
        ruled_under, located = _of_register(customer, policy, home)
    elif dossier is None or policy is None:
        raise typer.BadParameter(spoken(said("a dossier is ruled under a --policy")))
    else:
        ruled_under, located = read_policy(policy).policy, read_dossier_file(dossier)
    ruling = rule_dossier(ruled_under, located, version_id=version)
    if record is not None:
        write_record(record, sealed(record_of(ruling)))
    found = what_would_change(ruling) if flips else None
    typer.echo(rendered(ruling, lang.value, format_, full=full, flips=found), nl=False)


def _of_register(customer: str, policy: str | None, home: Path | None) -> tuple[Policy, Located]:
    """The policy, and the dossier as the register has it; what is missing from it is told."""
    use(home)
    from evenhand.disputes.deciding import require_policy_for
    from evenhand.disputes.from_register import customer_named, draw_up
    from evenhand.policies import reading

    found = customer_named(customer)
    drawn = draw_up(found)
    for remark in drawn.remarks:
        typer.echo(spoken(remark), err=True)
    if policy is not None:
        read = read_policy(policy)
    else:
        read = reading.read(require_policy_for(found, drawn))
    return read.policy, locate(drawn.text, customer)


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
