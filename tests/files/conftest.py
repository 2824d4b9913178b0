"""A store of its own for each test."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

from evenhand.files.store import Store, the_store


@pytest.fixture
def store(tmp_path: Path, settings: object) -> Store:
    environment = django_settings.ENVIRONMENT.model_copy(update={"home": tmp_path})
    settings.ENVIRONMENT = environment  # type: ignore[attr-defined]  # pytest-django's own
    return the_store()
