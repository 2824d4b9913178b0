"""Where a witness is: an e-mail address, or the URL of one that countersigns."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from evenhand.core.errors import Conflict
from evenhand.core.said import said
from evenhand.notices.fence import check_host


def checked_address(address: str, *, countersigns: bool) -> str:
    """The address, if checkpoints may go there. Raises Conflict, ImRefused for a private host."""
    if not countersigns:
        try:
            validate_email(address)
        except ValidationError:
            raise Conflict(
                said(
                    "{address} is no e-mail address. Of a witness with a URL, the verifier key is "
                    "wanted as well.",
                    address=address,
                )
            ) from None
        return address
    check_host(parts_of(address).hostname or "", allowed=settings.ENVIRONMENT.notice_hosts)
    return address.rstrip("/")


def parts_of(url: str, *, is_plain: bool = False) -> SplitResult:
    """A URL taken apart: https, or http to a host within the company. Raises Conflict.

    `is_plain`: http to anywhere will do, as what comes back is signed.
    """
    wrong = Conflict(said("{url} is no URL of a witness: https, a host and a path.", url=url))
    if not url.isascii() or not url.isprintable() or " " in url:
        raise wrong
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    is_inside = host in settings.ENVIRONMENT.notice_hosts
    is_scheme = parts.scheme == "https" or (parts.scheme == "http" and (is_inside or is_plain))
    if not host or not is_scheme or "@" in parts.netloc or parts.query or parts.fragment:
        raise wrong
    return parts
