"""A customer whom two people worked, entry by entry, and the policy in force."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from evenhand.customers.models import Customer
from evenhand.people.models import Outlet, User
from evenhand.policies.actions import take_in_policy
from evenhand.policies.models import Adoption, PolicyText
from evenhand.register.actions import append_entries
from evenhand.register.drafts import Draft
from evenhand.register.models import Entry
from tests.cast import Cast
from tests.conftest import ROOT

SHANGHAI = ZoneInfo("Asia/Shanghai")


def put_in_force(cast: Cast, name: str = "showroom", outlet: Outlet | None = None) -> PolicyText:
    """A policy that ships, in force from long ago."""
    path = ROOT / "policies" / name / "policy.yaml"
    text = take_in_policy(path.read_text(encoding="utf-8"), by=None)
    Adoption.objects.create(
        text=text,
        outlet=outlet,
        from_day=date(2020, 1, 1),
        proposed_by=cast["sales_operations"],
        proposed_at=timezone.now(),
        adopted_by=cast["general_manager"],
        adopted_at=timezone.now(),
    )
    return text


@dataclass
class Contest:
    """Writes entries about one customer. Times are what the clock in Shanghai shows."""

    cast: Cast
    customer: Customer

    @classmethod
    def over(cls, cast: Cast, name: str = "Wang Lei", outlet: Outlet | None = None) -> "Contest":
        made = Customer.objects.create(name=name, name_folded=name, outlet=outlet or cast.here)
        return cls(cast, made)

    def entry(
        self,
        who: str,
        kind: str,
        at: str,
        *,
        recorded: str | None = None,
        by: str | None = None,
        behalf: str | None = None,
        outlet: Outlet | None = None,
        corrects: Entry | None = None,
        **fields: Any,
    ) -> Entry:
        place = outlet or self.customer.outlet
        happened = _instant(at)
        draft = Draft(
            kind=kind,
            customer=self.customer.public_id,
            who=self.cast[who].public_id,
            outlet=place.public_id,
            zone=place.zone,
            occurred_at=happened,
            on_behalf_of=self.cast[behalf].public_id if behalf else "",
            corrects=corrects.pk if corrects else None,
            note="a secret note",
            fields=fields,
        )
        written = _instant(recorded) if recorded else happened + timedelta(seconds=7)
        [made] = append_entries([draft], by=self.user(by or who), now=written)
        return made

    def user(self, login: str) -> User:
        return self.cast[login]

    def late_card(self) -> Entry:
        """The card of whoever was first, written three days late; then somebody else's work."""
        self.entry("salesperson", "reception", "2025-11-02T10:00", grade="B")
        card = self.entry("salesperson", "card", "2025-11-02T10:30", recorded="2025-11-05T18:00")
        self.entry("colleague", "reception", "2025-11-06T15:00", asked=True, grade="A")
        self.entry("colleague", "card", "2025-11-06T15:20")
        self.entry("salesperson", "follow_up", "2025-11-08T11:00", reached=True)
        self.entry("colleague", "follow_up", "2025-11-09T11:00", reached=True)
        return card


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def now(text: str = "2025-11-10T09:00") -> datetime:
    return _instant(text)
