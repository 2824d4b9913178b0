"""The time zones that may be chosen."""

from __future__ import annotations

from typing import Final
from zoneinfo import available_timezones

_CONTINENTS: Final = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian")
TIME_ZONES: Final = sorted(
    zone
    for zone in available_timezones()
    if zone.split("/")[0] in (*_CONTINENTS, "Pacific") and "/" in zone
)
"""Places; the abbreviations and offsets beside them say nothing of summer time."""
