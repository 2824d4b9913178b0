"""Where a request comes from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - an address that is none
"""Of a request that came through a socket of the machine itself."""

_NETWORK = 64
"""Whoever has one IPv6 address has all of these."""


def client_ip(request: HttpRequest) -> str:
    """The address of the client, as the outermost of one's own proxies saw it.

    Each of them appends whom it heard to `X-Forwarded-For`. What stands further left comes from
    whoever asked, and is worth nothing; without proxies of one's own, so is the whole header.
    """
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.PROXIES
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(heard) >= proxies:
        return _address(heard[-proxies]) or direct or UNKNOWN
    return direct or UNKNOWN


def counted_ip(request: HttpRequest) -> str:
    """The address under which failures are counted: of IPv6, the whole network of a subscriber."""
    address = ip_address(client_ip(request))
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, _NETWORK), strict=False).network_address)


def _address(text: str) -> str:
    """An address without its port and brackets; empty if it is none."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address)))
    return str(address)
