"""`evenhand register witness`: who keeps or countersigns checkpoints; and being a witness."""

from __future__ import annotations

from typing import Annotated

import typer

from evenhand.base.commands import Home
from evenhand.base.installation import use
from evenhand.base.language import spoken
from evenhand.base.options import Lang
from evenhand.core.errors import NotFound
from evenhand.core.said import said

app = typer.Typer(
    no_args_is_help=True, help="Witnesses: others who see that the register only grows."
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the witness is called.")],
    address: Annotated[str, typer.Argument(help="An e-mail address, or the URL of a witness.")],
    lang: Lang,
    home: Home = None,
    key: Annotated[
        str,
        typer.Option(
            "--key", metavar="VERIFIER-KEY", help="Of a witness that countersigns, over HTTPS."
        ),
    ] = "",
) -> None:
    """Have checkpoints sent to somebody outside: once a day by mail, or each over HTTPS.

    Mail is written in the language of --lang.

    Example: evenhand register witness add "Our lawyer" lawyer@example.com --lang zh
    """
    use(home)
    from evenhand.core.register.checkpoint import COSIGNATURE, read_verifier_key
    from evenhand.register.actions import add_witness
    from evenhand.register.addresses import checked_address

    if key:
        key = str(read_verifier_key(key, kind=COSIGNATURE))
    added = add_witness(
        name=name,
        address=checked_address(address, countersigns=bool(key)),
        verifier_key=key,
        language=lang.value,
        by=None,
    )
    typer.echo(spoken(said("Added: {name} ({id})", name=added.name, id=added.public_id)))


@app.command("list")
def list_witnesses(_lang: Lang, home: Home = None) -> None:
    """List the witnesses, and what came of the checkpoint that was sent to each last.

    Example: evenhand register witness list
    """
    use(home)
    from evenhand.register.models import Witness

    for one in Witness.objects.standing():
        last = one.attested.first()
        answered = (
            f"{last.at:%Y-%m-%d %H:%M}  {last.size}  {last.state}  {last.told}" if last else ""
        )
        typer.echo(f"{one.public_id}  {one.name}  {one.address}  {answered}".rstrip())


@app.command()
def end(
    witness: Annotated[str, typer.Argument(help="The id that `list` shows.")],
    _lang: Lang,
    home: Home = None,
) -> None:
    """Send a witness nothing more. What it countersigned stays.

    Example: evenhand register witness end 7k3m9q2x
    """
    use(home)
    from evenhand.register.actions import end_witness
    from evenhand.register.models import Witness

    found = Witness.objects.filter(public_id=witness).first()
    if found is None:
        raise NotFound(said("there is no witness {id}", id=witness))
    end_witness(found, by=None)
    typer.echo(spoken(said("Ended: {name}", name=found.name)))


def watch(
    key: Annotated[
        str, typer.Argument(metavar="VERIFIER-KEY", help="Of the other register, as it gave it.")
    ],
    _lang: Lang,
    home: Home = None,
) -> None:
    """Be a witness to another register: its checkpoints are signed as long as it only grows.

    Prints what whoever keeps that register has to know.

    Example: evenhand register watch register-4f1c+0c8f1e2a+AUAh8Q…
    """
    environment = use(home)
    from evenhand.core.register.checkpoint import read_verifier_key
    from evenhand.register.actions import watch_register
    from evenhand.register.keys import witness_key

    watched = watch_register(read_verifier_key(key), by=None)
    told = said(
        "{origin} is watched. Whoever keeps it adds this witness:\n"
        "    evenhand register witness add NAME {url}/witness --key {key}",
        origin=watched.origin,
        url=environment.url,
        key=witness_key(),
    )
    typer.echo(spoken(told))
