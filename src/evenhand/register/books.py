"""The book of an outlet, a page for each day, like the paper one on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from evenhand.base.paging import Page, page_of
from evenhand.people.models import Outlet, User
from evenhand.register.models import Checkpoint, Entry, Payload
from evenhand.register.reading import Line, lines_of

LINES = 100
"""How many lines are shown at once: a busy day has more, further down."""


@dataclass(frozen=True, slots=True)
class BookPage:
    """What was written at an outlet on a day."""

    outlet: Outlet
    day: date
    today: date
    """As it is there."""
    page: Page[Entry]
    lines: Sequence[Line]
    entries: int
    late: int
    corrections: int
    earlier: date | None
    later: date | None
    proved: int
    """The entries up to this number are covered by a signed checkpoint."""
    signed_at: datetime | None

    @property
    def is_today(self) -> bool:
        """Whether it is still being written."""
        return self.day == self.today


def outlet_shown(reader: User, public_id: str) -> Outlet | None:
    """The outlet asked for, else where one works, else any that one sees."""
    seen = Outlet.objects.visible_to(reader)
    if public_id:
        return seen.filter(public_id=public_id).first()
    return (reader.post.outlet if reader.post else None) or seen.open().first()


def book_page(reader: User, outlet: Outlet, day: date | None, request: HttpRequest) -> BookPage:
    """The page of a day, of today by default."""
    today = timezone.localdate(timezone=outlet.zone)
    day = day or today
    found = Entry.objects.visible_to(reader).of_page(outlet, day)
    page = page_of(found, request, by=("id",), size=LINES)
    here = Payload.objects.filter(outlet=outlet.public_id)
    counted = here.filter(day=day).aggregate(
        entries=Count("pk"),
        late=Count("pk", filter=Q(is_late=True)),
        corrections=Count("pk", filter=Q(corrects__isnull=False)),
    )
    days = here.values_list("day", flat=True)
    newest = Checkpoint.objects.first()
    return BookPage(
        outlet=outlet,
        day=day,
        today=today,
        page=page,
        lines=lines_of(page.lines),
        earlier=days.filter(day__lt=day).order_by("-day").first(),
        later=days.filter(day__gt=day).order_by("day").first() or (today if day < today else None),
        proved=newest.pk if newest else 0,
        signed_at=newest.made_at if newest else None,
        **counted,
    )
