"""E-mail addresses, as they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from evenhand.core.identity.names import COMPANY, Name
from evenhand.core.identity.text import folded, in_ascii

_BOX: Final = re.compile(r"([^\s@<>,;:\"]+)@([^\s@<>,;:\"]+[.][^\W\d_]{2,})")
_ONE_BOX: Final = {"googlemail.com": "gmail.com"}


OFFICES: Final = frozenset(
    {
        "info", "sales", "contact", "office", "service", "services", "support", "admin", "accounts",
        "hello", "enquiries", "lienhe", "kinhdoanh", "ketoan", "banhang", "cskh", "hr", "mail",
        "marketing",
    }
)  # fmt: skip
"""Mailboxes that every company has: they say nothing about whose they are."""

_NOT_LETTERS: Final = re.compile("[^a-z0-9]+")


def own(email: str, name: Name) -> str:
    """The address if it says more than the name does, else nothing.

    Wang Wei has wei.wang@ or wwei@, and so has every other Wang Wei; Five Star Media has
    info@fivestar.com. An address with a number, or with letters of another's name, is its own.
    """
    local, _, domain = email.partition("@")
    plain = _NOT_LETTERS.sub("", local)
    if name.kind == COMPANY and plain in OFFICES:
        plain = _NOT_LETTERS.sub("", domain.partition(".")[0])
    mine = plain in OFFICES or plain in name.latin or plain in _of(name.native)
    return "" if mine else email


@lru_cache(maxsize=1 << 12)
def _of(native: str) -> frozenset[str]:
    """What people make of the words of a name in front of an @."""
    parts = native.split()
    if not 2 <= len(parts) <= 5:
        return frozenset()
    first, last = parts[0], parts[-1]
    heads = "".join(word[0] for word in parts[:-1])
    tails = "".join(word[0] for word in parts[1:])
    return frozenset(
        {
            "".join(reversed(parts)), heads + last, last + heads, first + tails, tails + first,
            first + last, last + first, last + first[0], first[0] + last, first + last[0],
        }
    )  # fmt: skip


def mailbox(typed: str) -> str:
    """The address in lower case without what mail servers ignore; empty where it is none.

    A tag after + goes, and the dots that Gmail does not read.

    >>> mailbox("Nguyen.An+crm@GMail.com"), mailbox("mailto:a@b.vn"), mailbox("none")
    ('nguyenan@gmail.com', 'a@b.vn', '')
    """
    match = _BOX.search(folded(typed).replace("mailto:", ""))
    if not match:
        return ""
    local, domain = in_ascii(match[1]).strip("."), in_ascii(match[2]).strip(".")
    local = local.split("+", 1)[0] or local
    domain = _ONE_BOX.get(domain, domain)
    if domain == "gmail.com":
        local = local.replace(".", "")
    return f"{local}@{domain}" if local else ""
