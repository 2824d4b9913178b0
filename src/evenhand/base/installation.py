"""An installation on this machine: Django set up for it, and everything brought up to date."""

from __future__ import annotations

import os
from pathlib import Path


def use(home: Path | None = None, **environment: str) -> None:
    """Set Django up for the installation in a folder, by the environment that workers inherit.

    Raises SettingsRefused.
    """
    import django  # noqa: PLC0415 - half a second, which most commands need not spend

    if home is not None:
        os.environ["EVENHAND_HOME"] = str(home)
    os.environ.update({f"EVENHAND_{name.upper()}": value for name, value in environment.items()})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
    from evenhand.base.environment import read_environment  # noqa: PLC0415 - as above

    read_environment().home.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.setup()


def bring_up_to_date() -> None:
    """Migrate the database and put the static files in place; what is done already is left."""
    from django.core.management import call_command  # noqa: PLC0415 - needs `use` before it

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
