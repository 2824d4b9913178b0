"""Options that many commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from evenhand.base.language import language
from evenhand.core.types import Language

Lang = Annotated[
    Language,
    typer.Option(
        "--lang",
        "-l",
        default_factory=language,
        show_default="EVENHAND_LANG, else the language of the system",
        help="Language of everything that is printed.",
    ),
]
"""`cli.main` has taken note of it already, so that errors and help speak it too."""
