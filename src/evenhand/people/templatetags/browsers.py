"""Browsers by the names people know: `{% load browsers %}`."""

from __future__ import annotations

from django import template

from evenhand.people import browsers

register = template.Library()
register.filter("browser_name", browsers.browser_name)
register.filter("is_handheld", browsers.is_handheld)
