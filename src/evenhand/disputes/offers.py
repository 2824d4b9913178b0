"""Which policies a dispute may be tried under, and under which a record is replayed."""

from __future__ import annotations

from django.utils import timezone

from evenhand.base.language import language
from evenhand.core.errors import NotFound
from evenhand.core.policy.versions import Policy
from evenhand.core.ruling.recorded import Recorded
from evenhand.core.said import said
from evenhand.disputes.records import policy_of
from evenhand.people.models import User
from evenhand.policies import offers, reading
from evenhand.policies.models import PolicyText
from evenhand.policies.offers import SHIPPED, Offer
from evenhand.policies.shipped import ReadPolicy, shipped

PREFERRED = "showroom"
"""Where none is in force, this one comes first: the demonstration is about it."""


def policies_offered(user: User) -> list[Offer]:
    """What somebody may rule under; what is in force for them comes first."""
    found = offers.offered(user, timezone.localdate())
    return sorted(found, key=_place)


def _place(offer: Offer) -> tuple[bool, bool]:
    return offer.source == SHIPPED, offer.key != f"{SHIPPED}:{PREFERRED}"


def offer_named(user: User, key: str, known: list[Offer]) -> tuple[Offer, ReadPolicy]:
    """The offer of a key, and its policy; one that ships also by its name alone. Raises NotFound.

    What ships may be named even where it has been taken in, and so is not offered twice.
    """
    full = key if ":" in key else f"{SHIPPED}:{key}"
    read = read_offer(user, full)
    for offer in known:
        if offer.key == full:
            return offer, read
    versions = tuple(version.id for version in read.policy.versions)
    return Offer(full, read.policy.title.in_(language().value), versions, SHIPPED), read


def read_offer(user: User, key: str) -> ReadPolicy:
    """The policy of an offer; one that ships also by its name alone. Raises NotFound."""
    source, _, name = key.rpartition(":")
    if source not in ("", SHIPPED):
        return offers.read_offer(user, key)
    if name not in shipped():
        raise NotFound(said("There is no policy {key} to rule under.", key=key or "?"))
    # Read once: it takes half a second, and evaluators keep with it what they compiled.
    return reading.read_written(shipped()[name].read_text(encoding="utf-8-sig"))


def policy_recorded(user: User, record: Recorded) -> Policy:
    """The policy of a record: the text it names, if it is open to this person, else what ships.

    Raises NotFound.
    """
    sha256 = record.ruled_on.policy.sha256
    text = PolicyText.objects.visible_to(user).filter(sha256=sha256).first()
    return reading.read(text).policy if text else policy_of(record, None)
