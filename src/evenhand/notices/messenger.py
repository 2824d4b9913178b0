"""What runs in the process that writes to chats: `python -m evenhand.notices.messenger`.

Reads messages as JSON from its input, answers with what became of each. Before it reads them it
lets Python itself refuse (PEP 578) every connection to an address that is not public: whatever a
library does with an address, whatever a name resolves to the second time.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import sys
from typing import Any, Final

from evenhand.core.errors import ImRefused
from evenhand.notices.fence import check_host, is_public
from evenhand.notices.services import checked

ARRIVED, NOT_PUBLIC, UNREADABLE, REFUSED = "arrived", "not public", "unreadable", "refused"

_STATUS: Final = re.compile(r"error=(\d{3})")


class _Warnings(logging.Handler):
    """Keeps the status that the library logs; the rest may hold secrets."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.status = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Take note."""
        if found := _STATUS.search(record.getMessage()):
            self.status = found[1]


def main() -> int:
    """Send everything that stands in the input."""
    asked = json.load(sys.stdin)
    allowed = frozenset(asked["allowed"])
    inside = {address for name in allowed for address in _addresses(name, allowed)}
    _connect_only_to_public(inside)
    json.dump([_send(one, allowed) for one in asked["messages"]], sys.stdout)
    return 0


def _addresses(name: str, allowed: frozenset[str]) -> frozenset[str]:
    try:
        return check_host(name, allowed=allowed)
    except ImRefused:
        return frozenset()


def _connect_only_to_public(inside: set[str]) -> None:
    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("socket.connect", "socket.sendto", "socket.bind"):
            return
        target = arguments[1]
        host = str(target[0]) if isinstance(target, tuple) else ""
        if host in inside or _is_public(host):
            return
        raise PermissionError("the address is not public")

    sys.addaudithook(refuse)


def _is_public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:  # a name: it has to be resolved first, where it is seen
        return False


def _send(message: dict[str, str], allowed: frozenset[str]) -> str:
    """What became of it: a word, or the status that the service answered with."""
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - after the fence stands

    warnings = _Warnings()
    logging.getLogger("apprise").addHandler(warnings)
    try:
        checked(message["url"], allowed=allowed)
        asset = AppriseAsset(
            app_id="Evenhand", app_desc="Evenhand", app_url="", http_redirects=False
        )
        chat = Apprise(asset=asset)
        if not chat.add(message["url"]):
            return UNREADABLE
        if chat.notify(title=message["title"], body=message["body"], body_format="text"):
            return ARRIVED
    except ImRefused:
        return NOT_PUBLIC
    except PermissionError:
        return NOT_PUBLIC
    finally:
        logging.getLogger("apprise").removeHandler(warnings)
    return warnings.status or REFUSED


if __name__ == "__main__":
    sys.exit(main())
