"""A model learned from made customers, as any company's own would be."""

from pathlib import Path

import pytest

from evenhand.core.identity.model import Model
from tests.identity.learning import learned_from_made


@pytest.fixture(scope="session")
def model(data_dir: Path) -> Model:
    """What some thousand made customers teach, a third each Chinese, Vietnamese and English."""
    return learned_from_made()
