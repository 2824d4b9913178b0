"""What one salesperson wrote of one customer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """One made record; what is missing is empty."""

    language: str
    """`zh`, `vi` or `en`."""
    kind: str
    """`person` or `company`."""
    name: str
    phone: str
    email: str
    tax_code: str
    address: str
    city: str
