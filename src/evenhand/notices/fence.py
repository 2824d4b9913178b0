"""Which hosts may be written to: public ones, and those within the company that it names.

An address that somebody types must not make this server talk to its own network (SSRF).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final

from evenhand.core.errors import ImRefused
from evenhand.core.said import said

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAME: Final = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z"
)
_MAPPED: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def check_host(host: str, *, allowed: Collection[str] = ()) -> frozenset[str]:
    """The addresses of a host, all of them public unless the company allows its name.

    Raises ImRefused for names that are none, numbers in whatever form, unknown hosts, and hosts of
    which a single address is not public.
    """
    name = host.strip("[]").rstrip(".").lower()
    is_inside = name in allowed
    if not is_inside and (literal := _literal(name)) is not None:
        if not is_public(literal):
            raise _inside(host)
        return frozenset({str(literal)})
    if not is_inside and not _NAME.match(name):
        raise ImRefused(
            said(
                "{host} is no name of a public host. Take the address from the chat program.",
                host=host,
            )
        )
    found = _resolve(name)
    if not is_inside and not all(is_public(one) for one in found):
        raise _inside(host)
    return frozenset(str(one) for one in found)


def is_public(address: Address) -> bool:
    """Whether an address is out in the world, and is not another one in disguise.

    >>> [is_public(ipaddress.ip_address(one)) for one in ("1.1.1.1", "10.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None or any(address in one for one in _MAPPED):
            return False
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _literal(name: str) -> Address | None:
    """An address written as such; decimal, octal and hexadecimal forms are left to be refused."""
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def _resolve(name: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise ImRefused(said("There is no host called {host}. Check how it is written.", host=name))
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _inside(host: str) -> ImRefused:
    return ImRefused(
        said(
            "{host} is within a private network, and messages do not go there. "
            "Whoever runs Evenhand can allow it: EVENHAND_NOTICE_HOSTS.",
            host=host,
        )
    )
