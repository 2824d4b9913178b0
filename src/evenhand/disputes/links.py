"""Where entries of the register are read."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def link_to_entry(number: int) -> str:
    """The address of an entry by its register number; empty if entries have no pages."""
    try:
        return reverse("entry", args=[number])
    except NoReverseMatch:
        return ""
