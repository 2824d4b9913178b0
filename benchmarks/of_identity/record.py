"""A made-up customer, as somebody recorded it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A customer: `language` "zh", "vi" or "en", `kind` "person" or "company"; "" is missing."""

    language: str
    kind: str
    name: str
    phone: str
    email: str
    tax_code: str
    address: str
    city: str
