"""What every test may ask for: the data folder, and Hypothesis set up to be repeatable in CI."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.cast import Cast, found_company

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
settings.register_profile("dev", print_blob=True, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "dev")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data that some tests read; without it they are skipped."""
    folder = Path(os.environ.get("EVENHAND_DATA") or ROOT / "../shared/data").resolve()
    if not folder.is_dir():
        pytest.skip("EVENHAND_DATA is absent")
    return folder


@pytest.fixture
def cast(db: None) -> Cast:
    """A company of two outlets with somebody of every role."""
    return found_company()
