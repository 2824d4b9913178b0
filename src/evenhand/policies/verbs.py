"""What each verb of a step does, and each kind of outcome, in words of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step does: in a word or two, and in a sentence."""

    name: Promise
    does: Promise


VERBS: Final[Mapping[str, Verb]] = {
    "strike": Verb(
        pgettext_lazy("verb", "Strike"),
        pgettext_lazy("verb", "Entries of which this holds do not count."),
    ),
    "bar": Verb(
        pgettext_lazy("verb", "Bar"),
        pgettext_lazy("verb", "A claim of which this holds is void, whoever else there is."),
    ),
    "keep": Verb(
        pgettext_lazy("verb", "Keep"),
        pgettext_lazy("verb", "If it holds of some, only they stay."),
    ),
    "prefer": Verb(
        pgettext_lazy("verb", "Prefer"),
        pgettext_lazy("verb", "Whoever comes first in this stays."),
    ),
    "score": Verb(
        pgettext_lazy("verb", "Score"),
        pgettext_lazy("verb", "Points are counted; the highest total stays."),
    ),
    "award": Verb(
        pgettext_lazy("verb", "Award"),
        pgettext_lazy("verb", "Whoever meets this has the customer, and the steps end."),
    ),
    "refer": Verb(
        pgettext_lazy("verb", "Refer"),
        pgettext_lazy("verb", "Somebody else decides, and the steps end."),
    ),
}

_OUTCOMES: Final[Mapping[str, Promise]] = {
    "award": pgettext_lazy("outcome", "one has the customer"),
    "share": pgettext_lazy("outcome", "they share the customer"),
    "divide": pgettext_lazy("outcome", "the work is divided"),
    "priority": pgettext_lazy("outcome", "one goes first"),
    "refer": pgettext_lazy("outcome", "somebody else decides"),
    "pool": pgettext_lazy("outcome", "the customer goes to the pool"),
}


def outcome_kind(kind: str) -> str:
    """A kind of outcome in words."""
    return str(_OUTCOMES[kind])


_REMEDIES: Final[Mapping[str, Promise]] = {
    "transfer": pgettext_lazy("remedy", "The customer is handed over."),
    "equal": pgettext_lazy("remedy", "Shared in equal parts."),
    "score": pgettext_lazy("remedy", "Shared by points."),
    "agreed": pgettext_lazy("remedy", "Shared as they agree."),
    "fixed": pgettext_lazy("remedy", "Shared in fixed parts:"),
    "priority": pgettext_lazy("remedy", "One goes first with the customer."),
    "pay": pgettext_lazy("remedy", "Paid to the others:"),
}


def remedy_kind(kind: str) -> str:
    """What a remedy does, in a sentence."""
    return str(_REMEDIES[kind])
