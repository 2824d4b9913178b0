"""The customers of the demonstration whom two have worked, or three: ten or so of each business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.demo.scenarios import Scenario
from evenhand.demo.scenes.distributor import DISTRIBUTOR
from evenhand.demo.scenes.media import MEDIA
from evenhand.demo.scenes.showroom import SHOWROOM
from evenhand.demo.scenes.software import SOFTWARE

SCENARIOS: Final[Mapping[str, tuple[Scenario, ...]]] = {
    "showroom": SHOWROOM,
    "media-agency": MEDIA,
    "five-step": DISTRIBUTOR,
    "rules-of-engagement": SOFTWARE,
}
"""By the policy of the business."""
