"""The model that ships: for the typed look-up, and for files too small to learn from."""

from __future__ import annotations

import gzip
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from evenhand.core.identity.model import Model, loaded

TAKEN: Final = 0.5
"""How often a customer that is looked up is there already, before anything is known."""

RELATED: Final = 0.2
"""How often somebody related is, for each record that may be the customer."""


@cache
def shipped() -> Model:
    """The model that ships, learned from made customers (`benchmarks/of_identity/shipped.py`)."""
    packed = files("evenhand.engines.identity").joinpath("model.json.gz").read_bytes()
    return loaded(gzip.decompress(packed).decode())


def for_looking_up(model: Model, records: int) -> Model:
    """The model for a question to so many records: any one of them may be the customer."""
    prior = TAKEN / max(records, 2)
    return replace(model, prior=prior, related=prior * RELATED)
