"""Secrets that have to be read again: encrypted before they are stored, with a key beside them.

A backup holds no key; whoever finds one reads nothing of these.
"""

from __future__ import annotations

import base64
import hashlib
from enum import StrEnum
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from evenhand.base.keys import key_named
from evenhand.core.errors import SettingsRefused
from evenhand.core.said import said


class Key(StrEnum):
    """What each kind of secret is sealed with: a file in the folder of the keys."""

    addresses = "addresses"
    """Of chats: whoever has one writes there."""
    factors = "factors"
    """What authenticator apps and recovery codes are made from."""


def seal(text: str, key: Key) -> str:
    """The text, readable only with the key of this installation."""
    return _cipher(key).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, key: Key) -> str:
    """The text again. Raises SettingsRefused where the key is another than it was sealed with."""
    try:
        return _cipher(key).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise SettingsRefused(
            said(
                "The key {path} is not the one that was used before. Put the old one back.",
                path=settings.ENVIRONMENT.keys_home / key.value,
            )
        ) from None


@cache
def _cipher(key: Key) -> Fernet:
    secret = key_named(key.value, folder=settings.ENVIRONMENT.keys_home)
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))
