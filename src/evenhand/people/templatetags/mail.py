"""Whether mail leaves this installation: `{% load mail %}`."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mail_is_sent() -> bool:
    """Whether a mail server is configured."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")
