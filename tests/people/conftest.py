"""Where the tests of people take place: which day it is depends on it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def in_the_main_store() -> Iterator[None]:
    """The day is that of the outlet where most of the cast work."""
    with timezone.override("Asia/Shanghai"):
        yield
