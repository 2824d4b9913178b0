"""Words of an old register that name people, outlets and kinds, and what they name here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evenhand.base.folding import folded
from evenhand.core.policy.expression import nearest
from evenhand.core.register.entry import KINDS
from evenhand.core.said import Said, said
from evenhand.customers.importing.line import Place
from evenhand.people.models import Outlet, User

MANY: Final = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what there is, by every name it has; a name that several share names none of them."""

    people: dict[str, str]
    outlets: dict[str, Place]
    kinds: dict[str, str]

    @classmethod
    def now(cls) -> Known:
        """As things are; of those who left and outlets that closed, old registers tell too."""
        return cls(_people(), _outlets(), _kinds())

    def person(self, word: str) -> tuple[str, Said | None, str]:
        """The public id of a person; else what is wrong, and what to do."""
        found = self.people.get(folded(word))
        if found:
            return found, None, ""
        if found == MANY:
            told = said("several people are called “{word}”", word=word[:60])
            return "", told, said("write the login name")
        told = said("nobody is called “{word}” here", word=word[:60])
        return (
            "",
            told,
            nearest(folded(word), self.people)
            or said("add them, or say in a mapping under values.who who it is"),
        )

    def outlet(self, word: str) -> tuple[Place | None, Said | None, str]:
        """The same of an outlet."""
        found = self.outlets.get(folded(word))
        if found is not None:
            return found, None, ""
        told = said("no outlet is called “{word}”", word=word[:60])
        return (
            None,
            told,
            nearest(folded(word), self.outlets)
            or said("open it, or say in a mapping under values.outlet which it is"),
        )

    def kind(self, word: str) -> tuple[str, Said | None, str]:
        """The same of a kind of entry."""
        found = self.kinds.get(folded(word))
        if found:
            return found, None, ""
        told = said("there is no kind of entry called {kind}", kind=word[:60])
        return (
            "",
            told,
            nearest(folded(word), self.kinds)
            or said("say in a mapping under values.kind what it is"),
        )


def _people() -> dict[str, str]:
    rows = list(User.objects.values_list("public_id", "name", "email", "login"))
    names = _once((name, public_id) for public_id, name, _, _ in rows)
    for public_id, _, email, login in rows:  # these are of one person each, and count for more
        names |= {folded(one): public_id for one in (public_id, email, login) if one}
    return names


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, public_id in pairs:
        word = folded(name)
        found[word] = MANY if word in found else public_id
    return found


def _outlets() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for one in Outlet.objects.all():
        place = Place(one.pk, one.public_id, one.zone, one.country)
        found |= {folded(one.name): place, one.public_id: place}
    return found


def _kinds() -> dict[str, str]:
    """By their names and labels. Corrections are of entries here, which no old register knows."""
    return {
        folded(word): kind.name
        for kind in KINDS.values()
        if kind.name != "correction"
        for word in (kind.label.en, kind.label.zh, kind.label.vi, kind.name)
    }
