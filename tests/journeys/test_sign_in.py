"""Coming in with a passkey, in a real browser with an authenticator of its own."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import PASSWORD, Cast, found_company

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop is in this thread
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def company(transactional_db: None) -> Cast:
    """The company of the tests, where the server sees it."""
    return found_company()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser that has a fingerprint reader, and tells what it was refused."""
    context = chromium.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()


def test_a_head_makes_a_passkey_and_comes_in_with_it_alone(company: Cast, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if told.type == "error" else None)
    page.goto("/account/login/")
    page.fill("#id_login", "head")
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit].btn-primary")
    page.wait_for_url("**/account/2fa/")
    page.goto("/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/webauthn/add/")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/")
    assert page.url.endswith("/")
    assert page.locator("h1").count() == 1
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    assert not [one for one in refused if "Content Security Policy" in one]
