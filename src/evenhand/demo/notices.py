"""What people of the demonstration have been told."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evenhand.notices.actions import mark_read, notify
from evenhand.notices.jobs import make_from_events
from evenhand.notices.models import Notice
from evenhand.people.models import User

_STAND_INS = (("chenjing", "liwei"), ("liwei", "chenjing"), ("sunmin", "zhaolei"))
"""Who stands in for whom next week."""


@transaction.atomic
def fill_notices() -> None:
    """Tell everybody what has happened so far, and some what happens next week."""
    now = timezone.now()
    make_from_events(now)
    for user in User.objects.at_work():
        mark_read(list(Notice.objects.visible_to(user)[1:]), by=user)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    people = {user.login: user for user in User.objects.at_work()}
    for login, away in _STAND_INS:
        notify(
            [people[login]],
            kind="people.stand_in",
            link="/",
            values={
                "name": people[away].name,
                "from": monday.isoformat(),
                "until": (monday + timedelta(days=4)).isoformat(),
            },
            by=people[away],
            now=now - timedelta(hours=2),
        )
