"""`evenhand register`: is it as it was recorded, and the proof for somebody who asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenhand.base.commands import Home
from evenhand.base.durable import whole_file
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import AlreadyThere, NotFound
from evenhand.core.said import said
from evenhand.register.commands_of_witnesses import app as witness
from evenhand.register.commands_of_witnesses import watch

app = typer.Typer(no_args_is_help=True, help="The register: verify it, and hand out proofs.")

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to write, if not here."),
]
app.add_typer(witness, name="witness")
app.command()(watch)


@app.command()
def verify(
    _lang: Lang,
    home: Home = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against",
            metavar="CHECKPOINT",
            help="A checkpoint that was kept outside; may be given more than once.",
        ),
    ] = None,
) -> None:
    """Read the whole register and name the first entry that is not as it was recorded.

    Whoever has the keys can write another register: that is seen by what was sent to witnesses and
    time-stamped, and by checkpoints that were kept outside. Exit code 1 if anything is wrong.

    Example: evenhand register verify --against /mnt/usb/checkpoint.txt
    """
    use(home)
    from evenhand.core.register.checkpoint import read_checkpoint
    from evenhand.register.comparing import verify_all

    kept = [read_checkpoint(_text_of(path)) for path in against or []]
    verdict = verify_all(kept)
    typer.echo(spoken(verdict.said), err=not verdict.holds)
    if not verdict.holds:
        raise typer.Exit(1)
    for one in kept:
        told = said("the kept checkpoint of {size} entries fits", size=one.checkpoint.size)
        typer.echo(spoken(told))


@app.command()
def checkpoint(_lang: Lang, home: Home = None, out: Out = None) -> None:
    """Sign the register as it is now. Give copies to others: a register cannot go back on those.

    The first line is the name of the register, behind it its size and root; then the signature.

    Example: evenhand register checkpoint --out today.txt
    """
    use(home)
    from evenhand.register.actions import make_checkpoint
    from evenhand.register.keys import verifier_key

    made = make_checkpoint()
    _write(str(made).encode(), out)
    key = verifier_key(made.checkpoint.origin)
    typer.echo(spoken(said("Verifier key: {key}", key=key)), err=True)


@app.command()
def receipt(
    number: Annotated[int, typer.Argument(help="The register number of the entry.")],
    _lang: Lang,
    home: Home = None,
    out: Out = None,
    witnessed: Annotated[
        bool,
        typer.Option("--witnessed", help="With a checkpoint that a witness countersigned."),
    ] = False,
) -> None:
    """Write the receipt of an entry: whoever holds it can prove the entry without us.

    verifier/evenhand_verify.py verifies it with Python alone.

    Example: evenhand register receipt 12 --out 12.json
    """
    use(home)
    from evenhand.core.register.receipt import write_receipt
    from evenhand.register.actions import make_checkpoint
    from evenhand.register.countersigned import newest_countersigned
    from evenhand.register.models import Entry
    from evenhand.register.proofs import receipt_of

    entry = Entry.objects.filter(pk=number).first()
    if entry is None:
        raise NotFound(said("there is no entry {number}", number=number))
    made = newest_countersigned(number) if witnessed else make_checkpoint()
    _write(write_receipt(receipt_of(entry, made)), out)


@app.command()
def export(
    _lang: Lang,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write.")],
    home: Home = None,
) -> None:
    """Write the whole register as lines of JSON, which outlive Evenhand.

    Who has the file has everything that is known of customers: keep it safe.

    Example: evenhand register export --out register.ndjson
    """
    use(home)
    from evenhand.register.actions import make_checkpoint
    from evenhand.register.proofs import export_lines

    _refuse_what_is_there(out)
    with whole_file(out) as draft, draft.open("wb") as file:
        file.writelines(export_lines(make_checkpoint()))
    typer.echo(spoken(said("Written: {path}", path=out)))


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise NotFound(said("there is no file {path}", path=path))
    return path.read_text(encoding="utf-8", errors="replace")


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        typer.echo(content.decode(), nl=False)
        return
    _refuse_what_is_there(out)
    out.write_bytes(content)


def _refuse_what_is_there(out: Path) -> None:
    if out.exists():
        raise AlreadyThere(said("{path} is there already; name another file", path=out))
