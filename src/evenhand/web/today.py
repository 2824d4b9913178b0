"""What there is to do today: what is new, who is away, which rules hold, what is not set up yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenhand.base.models import the_company
from evenhand.customers.permissions import WRITE_ENTRIES
from evenhand.notices.models import Notice
from evenhand.notices.rendering import Told, told
from evenhand.people.calendar import is_working_day
from evenhand.people.models import Absence, Outlet, User
from evenhand.people.roles import Role
from evenhand.policies.models import Adoption
from evenhand.policies.permissions import ADOPT_POLICIES
from evenhand.register.models import Entry
from evenhand.register.reading import Line, lines_of

LATEST = 4
"""How many of the entries of today are shown."""
NEWEST = 5
"""How many notices are shown: the others are a click away."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is not set up yet, and where that is done."""

    label: str | Promise
    why: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """A notice that has not been read."""

    notice: Notice
    told: Told


@dataclass(frozen=True, slots=True)
class BookToday:
    """The page of today in the book of their outlet: all that is on it, and what is theirs."""

    entries: int
    late: int
    own: int
    latest: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Today:
    """What the first page shows somebody."""

    day: date
    is_working_day: bool
    news: Sequence[News]
    unread: int
    away: Sequence[Absence]
    adoption: Adoption | None
    proposals: Sequence[Adoption]
    tasks: Sequence[Task]
    may_write: bool
    """Whether they enter what happens with customers."""
    book: BookToday | None


def today_of(user: User) -> Today:
    """What there is to do for somebody, now."""
    day = timezone.localdate()
    outlet = user.post.outlet if user.post else None
    unread = Notice.objects.visible_to(user).unread()
    decides = ADOPT_POLICIES.held_by(user)
    return Today(
        day=day,
        is_working_day=is_working_day(day, _country(outlet)),
        news=[News(one, told(one)) for one in unread.order_by("-made_at", "-id")[:NEWEST]],
        unread=unread.count(),
        away=_away(user, day),
        adoption=Adoption.objects.in_force(outlet, day),
        proposals=_proposals(user) if decides else (),
        tasks=list(_tasks(user)),
        may_write=WRITE_ENTRIES.held_by(user),
        book=_book(user, outlet) if outlet else None,
    )


def _book(user: User, outlet: Outlet) -> BookToday:
    day = timezone.localdate(timezone=outlet.zone)
    found = Entry.objects.visible_to(user).of_page(outlet, day)
    counted = found.aggregate(
        entries=Count("pk"),
        late=Count("pk", filter=Q(payload__is_late=True)),
        own=Count("pk", filter=Q(payload__who=user.public_id)),
    )
    return BookToday(**counted, latest=lines_of(list(found.order_by("-pk")[:LATEST])))


def _country(outlet: Outlet | None) -> str:
    company = the_company()
    return outlet.country if outlet else company.country if company else "CN"


def _away(user: User, day: date) -> Sequence[Absence]:
    """Who of those one works beside is away, and who stands in."""
    absences = Absence.objects.on(day).filter(user__in=User.objects.visible_to(user))
    return list(absences.select_related("user", "stand_in").order_by("user__name")[:20])


def _proposals(user: User) -> Sequence[Adoption]:
    waiting = Adoption.objects.visible_to(user).proposed()
    return list(waiting.select_related("text", "outlet")[:5])


def _tasks(user: User) -> Iterator[Task]:
    """What an administrator still has to set up, in the order in which it makes sense."""
    if Role.administrator not in user.standing.roles:
        return
    if not Outlet.objects.visible_to(user).open().exists():
        yield Task(
            _("Open the first outlet"),
            _("An outlet has a time zone and a calendar: they decide what a later day is."),
            reverse("new_outlet"),
        )
    if User.objects.visible_to(user).at_work().count() < 2:
        yield Task(
            _("Add the people who work here"),
            _("Everybody signs in by themselves; roles say what each may do."),
            reverse("new_person"),
        )
    if not Adoption.objects.visible_to(user).adopted().exists():
        yield Task(
            _("Put a policy in force"),
            _("Sales operations proposes a text, and the general manager adopts it."),
            reverse("policy_texts"),
        )
