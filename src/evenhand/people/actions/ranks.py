"""What is done about ranks."""

from __future__ import annotations

from django.db import transaction

from evenhand.audit.actions import Subject, record_event
from evenhand.core.errors import AlreadyThere
from evenhand.core.said import said
from evenhand.people.changes import write_changes
from evenhand.people.models import Rank, User


@transaction.atomic
def add_rank(*, name: str, level: int, by: User | None) -> Rank:
    """Add a rank. Raises AlreadyThere if its name or its level is another's."""
    _is_free(name, level)
    rank = Rank.objects.create(name=name, level=level)
    record_event(
        "people.rank_added",
        by=by,
        subject=_subject(rank),
        details={"level": level},
    )
    return rank


@transaction.atomic
def change_rank(rank: Rank, *, name: str, level: int, by: User | None) -> Rank:
    """Rename a rank or move it. Raises AlreadyThere if the name or the level is another's."""
    _is_free(name, level, but=rank)
    changed = write_changes(rank, {"name": name, "level": level})
    if changed:
        record_event(
            "people.rank_changed", by=by, subject=_subject(rank), details={"changed": changed}
        )
    return rank


def _is_free(name: str, level: int, *, but: Rank | None = None) -> None:
    others = Rank.objects.exclude(id=but.id) if but else Rank.objects.all()
    if others.filter(name=name).exists():
        raise AlreadyThere(said("The name {name} is taken already.", name=name))
    if other := others.filter(level=level).first():
        raise AlreadyThere(said("{name} has level {level} already.", name=other.name, level=level))


def _subject(rank: Rank) -> Subject:
    return Subject("rank", rank.public_id, rank.name)
