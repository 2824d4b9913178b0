"""How a message leaves: by mail, or by a process of its own to a chat."""

from __future__ import annotations

import json
import os
import smtplib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.dummy import EmailBackend as NoMail
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from evenhand.base.language import DJANGO_CODE
from evenhand.base.models import the_company
from evenhand.base.sealing import Key, unseal
from evenhand.core.errors import EvenhandError
from evenhand.core.said import Said, said
from evenhand.core.types import Language
from evenhand.notices.messenger import ARRIVED, NOT_PUBLIC, UNREADABLE
from evenhand.notices.models import ImAddress, Notice
from evenhand.notices.rendering import (
    Told,
    address_of,
    in_language,
    one_line,
    told,
)
from evenhand.people.models import User

SECONDS: Final = 45
_LINES: Final = 40
"""Of one summary; the rest is counted, and stands in the application."""
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
"""Of the environment: neither the settings nor a proxy, which would hide where it connects."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it stands in a mail."""

    told: Told
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """That a message did not leave, and why; never with a secret."""

    why: Said


def mail_is_set() -> bool:
    """Whether this installation sends mail."""
    return not issubclass(import_string(settings.EMAIL_BACKEND), NoMail)


def send_mail(user: User, notices: Sequence[Notice], *, is_digest: bool = False) -> Failed | None:
    """One mail with these notices, in the language of its recipient. None if it left."""
    if not user.email:
        return Failed(said("there is no e-mail address"))
    message = mail_of(user, notices, is_digest=is_digest)
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Failed(said("the mail server did not take it ({error})", error=type(error).__name__))
    return None


def mail_of(
    user: User, notices: Sequence[Notice], *, is_digest: bool = False
) -> EmailMultiAlternatives:
    """The mail: text and HTML, no remote pictures, links only to ourselves."""
    with in_language(user.language):
        lines = [Line(told(one), address_of(one.link), one.made_at) for one in notices[:_LINES]]
        company = the_company()
        subject = _subject(len(notices)) if is_digest else lines[0].told.text
        context: dict[str, Any] = {
            "lang": DJANGO_CODE[Language(user.language)],
            "user": user,
            "lines": lines,
            "more": max(len(notices) - _LINES, 0),
            "is_digest": is_digest,
            "subject": one_line(subject),
            "company": company.name if company else "Evenhand",
            "preferences": address_of("/profile/notices/"),
            "all": address_of("/notices/"),
        }
        text = render_to_string("notices/mail.txt", context)
        html = render_to_string("notices/mail.html", context)
    message = EmailMultiAlternatives(context["subject"][:200], text, to=[user.email or ""])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative(html, "text/html")
    return message


def _subject(count: int) -> str:
    return ngettext("{count} notice for you", "{count} notices for you", count).format(count=count)


def send_im(
    address: ImAddress, notices: Sequence[Notice], *, language: str, is_digest: bool = False
) -> Failed | None:
    """One chat message with these notices. None if it arrived."""
    with in_language(language):
        title = _subject(len(notices)) if is_digest else "Evenhand"
        lines = [f"{told(one).text}\n{address_of(one.link)}" for one in notices[:_LINES]]
    return _send_im(address, one_line(title), "\n\n".join(lines))


def _send_im(address: ImAddress, title: str, body: str) -> Failed | None:
    try:
        url = unseal(address.secret, Key.addresses)
    except EvenhandError:
        return Failed(said("the address was stored with another key"))
    asked = {
        "allowed": list(settings.ENVIRONMENT.notice_hosts),
        "messages": [{"url": url, "title": title, "body": body}],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "evenhand.notices.messenger"],
            input=json.dumps(asked),
            capture_output=True,
            check=False,
            text=True,
            timeout=SECONDS,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
        (why,) = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Failed(said("it did not answer in time"))
    except ValueError:
        return Failed(said("the sending program ended early"))
    return None if why == ARRIVED else Failed(_reason(str(why)))


def _reason(code: str) -> Said:
    if code == NOT_PUBLIC:
        return said("the address is not public")
    if code == UNREADABLE:
        return said("the address cannot be read")
    if code.isdigit():
        return said("it answered with status {status}", status=code)
    return said("it did not accept the message")
