"""Addresses that let whoever has them write: encrypted before they are stored."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from evenhand.base.keys import key_named
from evenhand.core.errors import SettingsRefused
from evenhand.core.said import said

KEY = "addresses"


def seal(text: str) -> str:
    """The text, readable only with the key of this installation."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text again. Raises SettingsRefused where the key is another than it was sealed with."""
    try:
        return _cipher().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise SettingsRefused(
            said(
                "The key {key} is not the one that chat addresses were stored with. "
                "Put the old one back, or add the addresses again.",
                key=KEY,
            )
        ) from None


@cache
def _cipher() -> Fernet:
    key = key_named(KEY, folder=settings.ENVIRONMENT.keys_home)
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
