"""What every test may ask for: the data folder, and Hypothesis set up to be repeatable in CI."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.cast import Cast, found_company

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pyspark.sql import SparkSession

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


@pytest.fixture(scope="session")
def spark() -> "Iterator[SparkSession]":
    """One session for all tests of a process; what runs on Spark uses the one that is there."""
    from pyspark.sql import SparkSession

    small = {"spark.sql.shuffle.partitions": "2", "spark.sql.codegen.wholeStage": "false"}
    small |= {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    small["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    builder = SparkSession.Builder().master("local[2]")
    for name, value in small.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        yield session
        session.stop()


BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The system's browser: one for all tests of a process, which bears no second one."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("chromium is not installed")
    # It runs in an event loop, of which Django would otherwise complain in every test behind it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER)
        yield browser
        browser.close()
