"""Where the register holds what is known of a customer: what entries say, and the keys to it.

The entries themselves stay: their number, time, kind and commitment say nothing of anybody once the
key is gone, and the tree above them still verifies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evenhand.base.erasing import Leads, Place, Whom, pieces
from evenhand.register.models import Head, LeafKey, Payload, Sent

MOST_MENTIONS: Final = 50
_TELLING_DIGITS: Final = 8


def hold_still() -> None:
    """Let nobody add an entry before this transaction ends."""
    list(Head.objects.select_for_update().filter(pk=Head.THE_ONE).values_list("pk"))


def entries_of(whom: Whom) -> set[int]:
    """The entries about a customer that still say something, and those that name them.

    With a correction go what it corrects and what corrects it: they are about the same.
    """
    text = Cast("content", TextField())
    kept = Payload.objects.exclude(entry__kind="erased")
    naming = kept.annotate(text=text).filter(text__contains=whom.public_id)
    found = set(naming.values_list("pk", flat=True)) | set(
        kept.filter(pk__in=whom.also).values_list("pk", flat=True)
    )
    fresh = found
    while fresh:
        chained: set[int] = set()
        for some in pieces(fresh):
            linked = kept.filter(Q(corrects__in=some) | Q(entry__correction__pk__in=some))
            chained |= set(linked.values_list("pk", flat=True))
        fresh = chained - found
        found |= fresh
    return found


def mentions(whom: Whom) -> list[int]:
    """Entries about others whose note has a word of this customer: somebody has to look at them.

    They may mean somebody else of the same name, so that none goes unless it is chosen.
    """
    wanted = [one for word in whom.words for one in _written(word)]
    noted = Q(pk__in=[])
    for one in wanted:
        noted |= Q(content__note__icontains=one)
    found = Payload.objects.exclude(entry__kind="erased").exclude(customer=whom.public_id)
    rows = found.filter(noted).order_by("-pk").values_list("pk", "content__note")
    own = entries_of(whom)
    fitting = [pk for pk, note in rows if pk not in own and _is_in(wanted, str(note))]
    return fitting[:MOST_MENTIONS]


def _written(word: str) -> Iterable[str]:
    """A number is noted with or without its country."""
    if word.startswith("+") and len(word) > _TELLING_DIGITS:
        return [word[-_TELLING_DIGITS:]]
    return [word] if word else []


def _is_in(words: Iterable[str], note: str) -> bool:
    """Whether a note has one of them, not inside of another Latin word or number."""
    edge = "[a-zA-ZÀ-ɏḀ-ỿ]"
    return any(
        re.search(f"(?<!{edge}){re.escape(word)}(?!{edge})", note, re.IGNORECASE) for word in words
    )


def _leads(whom: Whom) -> Leads:
    numbers = entries_of(whom)
    return Leads(
        addresses=frozenset(reverse(name, args=[one]) for name in _PAGES for one in numbers)
    )


_PAGES: Final = ("entry", "receipt", "api:read_entry", "api:read_receipt")


def _empty(whom: Whom) -> int:
    numbers = entries_of(whom)
    for some in pieces(numbers):
        # Of what was sent the key stays: sent again, it is refused and not entered anew.
        Sent.objects.filter(entry__in=some).update(request="")
        Payload.objects.filter(pk__in=some).delete()
        LeafKey.objects.filter(pk__in=some).delete()
    return len(numbers)


PLACES: Final = (
    Place(
        "register.entries",
        _("Entries of the register"),
        ("register.Payload", "register.LeafKey", "register.Sent"),
        count=lambda whom: len(entries_of(whom)),
        erase=_empty,
        leads=_leads,
    ),
)
