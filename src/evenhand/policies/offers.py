"""Which policies may be ruled under: those in force or taken in here, and those that ship."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenhand.base.language import language
from evenhand.core.errors import NotFound
from evenhand.core.said import said
from evenhand.people.models import Outlet, User
from evenhand.policies import reading
from evenhand.policies.models import Adoption, PolicyText
from evenhand.policies.shipped import ReadPolicy, read_text, shipped

IN_FORCE, TAKEN_IN, SHIPPED = "in-force", "taken-in", "shipped"
"""Where an offer comes from; what is in force for whoever asks comes first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy to rule under."""

    key: str
    """Names it in an address: `shipped:showroom`, or `text:` and a public id."""
    title: str
    versions: tuple[str, ...]
    """Their ids, oldest first."""
    source: str
    """IN_FORCE, TAKEN_IN or SHIPPED."""


def policy_in_force(outlet: Outlet | None, day: date) -> PolicyText | None:
    """The text in force at an outlet on a day; without an outlet, the company's."""
    adoption = Adoption.objects.in_force(outlet, day)
    return adoption.text if adoption else None


def offered(user: User, day: date) -> list[Offer]:
    """What somebody may rule under: in force for them, taken in and open to them, shipped.

    What ships and was taken in as it is stands there once.
    """
    current = policy_in_force(user.post.outlet if user.post else None, day)
    texts = list(PolicyText.objects.visible_to(user).defer("text").order_by("-taken_in_at", "-id"))
    first = [one for one in texts if current and one.id == current.id]
    others = [one for one in texts if one not in first]
    found = [_of_text(one, IN_FORCE) for one in first] + [_of_text(one, TAKEN_IN) for one in others]
    known = {one.sha256 for one in texts}
    for name in shipped():
        policy = _shipped(name).policy
        if policy.sha256 not in known:
            versions = tuple(version.id for version in policy.versions)
            title = policy.title.in_(language())
            found.append(Offer(f"{SHIPPED}:{name}", title, versions, SHIPPED))
    return found


def read_offer(user: User, key: str) -> ReadPolicy:
    """The policy of an offer, if it is open to this person; one that ships also by its name alone.

    Raises NotFound.
    """
    source, _, name = key.rpartition(":")
    if source in ("", SHIPPED) and name in shipped():
        return _shipped(name)
    if source == "text":
        text = PolicyText.objects.visible_to(user).filter(public_id=name).first()
        if text is not None:
            return reading.read(text)
    raise NotFound(said("There is no policy {key} to rule under.", key=key or "?"))


def key_of(text: PolicyText) -> str:
    """What names a text that was taken in."""
    return f"text:{text.public_id}"


def _shipped(name: str) -> ReadPolicy:
    """Read once; evaluators keep what they compiled with it."""
    return reading.read_written(read_text(shipped()[name]))


def _of_text(text: PolicyText, source: str) -> Offer:
    versions = tuple(version["id"] for version in text.versions)
    title = text.name if source == IN_FORCE else f"{text.name} · {text.mark}"
    return Offer(key_of(text), title, versions, source)
