"""Whole flows in a real browser, against the demonstration as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

READY_WITHIN = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One server and one browser serve all journeys: they run in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first answer; says what the process printed if it ends or is silent."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
            return
        time.sleep(0.1)
    pytest.fail(f"{url} did not answer\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration that was started as a user starts it."""
    home = tmp_path_factory.mktemp("demonstration")
    port, log = free_port(), home / "log"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EVENHAND_", "DJANGO_", "DATABASE_"))
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "evenhand.cli", "demo", "--port", str(port), "--home", home],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(f"{url}/demonstration/", process, log)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=40)


Enter = Callable[..., Page]


@pytest.fixture
def enter(demonstration: str, chromium: Browser) -> Iterator[Enter]:
    """A page of somebody of the cast, signed in: `enter("liwei", language="vi", width=360)`."""
    contexts = []

    def sign_in(
        login: str, *, language: str = "en", width: int = 1280, theme: str = "light"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            base_url=demonstration,
            locale={"en": "en-GB", "zh": "zh-CN", "vi": "vi-VN"}[language],
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/demonstration/")
        page.locator(f'button[name="login"][value="{login}"]').click()
        page.wait_for_url("**/")
        token = context.cookies(demonstration)
        csrf = next(one["value"] for one in token if one["name"] == "csrf")
        context.request.post(
            "/language", form={"language": language, "csrfmiddlewaretoken": csrf, "next": "/"}
        )
        page.goto("/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
