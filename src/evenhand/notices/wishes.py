"""How people want to be told, and what time it is where they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from evenhand.base.models import the_company
from evenhand.notices.kinds import Kind, kinds
from evenhand.notices.models import Channel, Hours, Preference, When
from evenhand.people.models import User


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to be told of a kind."""

    kind: Kind
    mail: When
    im: When

    def by(self, channel: str) -> When:
        """How soon, by a channel."""
        return self.mail if channel == Channel.mail else self.im


def wishes_of(users: Collection[User], kind: Kind) -> Mapping[int, Wish]:
    """What each of these people wants of a kind, by row number."""
    chosen = {
        one.user_id: Wish(kind, When(one.mail), When(one.im))
        for one in Preference.objects.filter(user__in=users, kind=kind.key)
    }
    return {user.id: chosen.get(user.id) or Wish(kind, kind.mail, kind.im) for user in users}


def all_wishes(user: User) -> list[Wish]:
    """What somebody wants of every kind that can be chosen."""
    chosen = {one.kind: one for one in Preference.objects.filter(user=user)}
    return [
        Wish(kind, When(chosen[kind.key].mail), When(chosen[kind.key].im))
        if kind.key in chosen
        else Wish(kind, kind.mail, kind.im)
        for kind in kinds().values()
        if kind.is_listed
    ]


def hours_of(user: User) -> Hours:
    """When somebody wants to be told; not yet stored if they never chose."""
    return Hours.objects.filter(user=user).first() or Hours(user=user)


def zone_of(user: User) -> tzinfo:
    """The time zone of the outlet where somebody works, else of the company."""
    if user.post is not None:
        return user.post.outlet.zone
    company = the_company()
    return company.zone if company else ZoneInfo("UTC")


def quiet_until(hours: Hours, now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet that reigns now ends; None if none does."""
    local = now.astimezone(zone)
    if not hours.is_quiet(local) or hours.quiet_until is None:
        return None
    end = local.replace(hour=hours.quiet_until, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
