"""What is done about witnesses: added, told, answered; and what is done when one objects."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import Conflict
from evenhand.core.register.checkpoint import SignedCheckpoint, VerifierKey
from evenhand.core.register.verdict import Verdict
from evenhand.core.said import said
from evenhand.notices.actions import notify
from evenhand.people.models import RoleGrant, User
from evenhand.people.permissions import require
from evenhand.register.models import (
    Attested,
    Head,
    Watched,
    Witness,
)
from evenhand.register.permissions import BE_WARNED, KEEP_WITNESSES


@transaction.atomic
def note_altered(verdict: Verdict, *, now: datetime | None = None) -> None:
    """Note that the register is not as it was recorded, and warn those who have to know."""
    origin = Head.objects.values_list("origin", flat=True).first() or ""
    event = record_event(
        "register.altered",
        by=None,
        subject=Subject("register", "", origin),
        details={"number": verdict.position, "why": str(verdict.said)},
        now=now,
    )
    values: dict[str, object] = {"number": verdict.position}
    _warn("register.altered", values=values, event=event.public_id, now=event.at)


@transaction.atomic
def add_witness(
    *, name: str, address: str, verifier_key: str, language: str, by: User | None
) -> Witness:
    """Have checkpoints sent to somebody; `by` None is whoever keeps the machine.

    The address has been looked at (`addresses.checked_address`). Raises NotAllowed, Conflict.
    """
    if by is not None:
        require(by, KEEP_WITNESSES)
    if Witness.objects.standing().filter(address=address).exists():
        raise Conflict(said("{address} is the address of a witness already.", address=address))
    witness = Witness.objects.create(
        name=name[:100],
        address=address,
        verifier_key=verifier_key,
        language=language,
        begun_at=timezone.now(),
        begun_by=by.public_id if by else "",
    )
    record_event("register.witness_added", by=by, subject=_of(witness), details={"to": address})
    return witness


@transaction.atomic
def end_witness(witness: Witness, *, by: User | None) -> None:
    """Send a witness nothing more. Raises NotAllowed, Conflict if it has been ended."""
    if by is not None:
        require(by, KEEP_WITNESSES)
    ended = {"ended_at": timezone.now(), "ended_by": by.public_id if by else ""}
    if not Witness.objects.standing().filter(pk=witness.pk).update(**ended):
        raise Conflict(said("This witness has been ended already."))
    record_event("register.witness_ended", by=by, subject=_of(witness))


@transaction.atomic
def note_answer(
    witness: Witness,
    *,
    size: int,
    state: Attested.State,
    told: str = "",
    cosignature: str = "",
    now: datetime,
) -> None:
    """Note what came of sending a checkpoint to a witness.

    A refusal is recorded, and those who have to know are warned: of several in a row, once.
    """
    before = Attested.objects.filter(witness=witness).exclude(size=size).first()
    found = {"state": state, "told": told[:200], "cosignature": cosignature, "at": now}
    Attested.objects.update_or_create(witness=witness, size=size, defaults=found)
    if state != Attested.State.refused:
        return
    event = record_event(
        "register.checkpoint_refused",
        by=None,
        subject=_of(witness),
        details={"size": size, "why": told[:200]},
        now=now,
    )
    if before is None or before.state != Attested.State.refused:
        values: dict[str, object] = {"name": witness.name, "size": size}
        _warn("register.checkpoint_refused", values=values, event=event.public_id, now=now)


@transaction.atomic
def watch_register(key: VerifierKey, *, by: User | None) -> Watched:
    """Be a witness to another register. Raises NotAllowed, Conflict for one that is watched."""
    if by is not None:
        require(by, KEEP_WITNESSES)
    fields = {"verifier_key": str(key), "at": timezone.now()}
    watched, is_new = Watched.objects.get_or_create(origin=key.name, defaults=fields)
    if not is_new:
        raise Conflict(said("{origin} is watched already.", origin=key.name))
    record_event("register.watched", by=by, subject=Subject("watched", "", key.name))
    return watched


@transaction.atomic
def remember_checkpoint(watched: Watched, new: SignedCheckpoint, *, now: datetime) -> bool:
    """Put a checkpoint in the place of the one that was seen last, unless another one is there."""
    state = new.checkpoint
    seen = Watched.objects.filter(pk=watched.pk, size=watched.size, root=watched.root)
    fields = {"size": state.size, "root": state.root.hex(), "text": str(new), "at": now}
    return seen.update(**fields) == 1


@transaction.atomic
def note_split(watched: Watched, other: SignedCheckpoint, *, now: datetime) -> None:
    """Keep the proof that a register showed two states of one size, and warn; the first time."""
    untold = Watched.objects.filter(pk=watched.pk, other_text="")
    if not untold.update(other_text=str(other)):
        return
    size, origin = other.checkpoint.size, watched.origin
    event = record_event(
        "register.split_seen",
        by=None,
        subject=Subject("watched", "", origin),
        details={"size": size},
        now=now,
    )
    values: dict[str, object] = {"name": origin, "size": size}
    _warn("register.split_seen", values=values, event=event.public_id, now=now)


def _of(witness: Witness) -> Subject:
    return Subject("witness", witness.public_id, witness.name)


def _warn(kind: str, *, values: dict[str, object], event: str, now: datetime) -> None:
    held = RoleGrant.objects.on(timezone.localdate(now)).filter(role__in=BE_WARNED.roles)
    people = User.objects.at_work().filter(id__in=held.values("user"))
    notify(people, kind=kind, link="/register/", values=values, by=None, event=event, now=now)
