"""E-mail addresses, as they are compared."""

from __future__ import annotations

import re
from typing import Final

from evenhand.core.identity.text import folded

_BOX: Final = re.compile(r"([^\s@<>,;:\"]+)@([^\s@<>,;:\"]+[.][a-z]{2,})")
_ONE_BOX: Final = {"googlemail.com": "gmail.com"}


def mailbox(typed: str) -> str:
    """The address in lower case without what mail servers ignore; empty where it is none.

    A tag after + goes, and the dots that Gmail does not read.

    >>> mailbox("Nguyen.An+crm@GMail.com"), mailbox("mailto:a@b.vn"), mailbox("none")
    ('nguyenan@gmail.com', 'a@b.vn', '')
    """
    match = _BOX.search(folded(typed).replace("mailto:", ""))
    if not match:
        return ""
    local, domain = match[1].strip("."), match[2].strip(".")
    local = local.split("+", 1)[0] or local
    domain = _ONE_BOX.get(domain, domain)
    if domain == "gmail.com":
        local = local.replace(".", "")
    return f"{local}@{domain}"
