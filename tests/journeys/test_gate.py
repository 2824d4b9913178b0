"""The door in a real browser: the company's identity provider, and names that are code."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from evenhand.base.models import Company
from tests.cast import PASSWORD, found_company
from tests.journeys.sheet import Watch, look_over
from tests.people.provider import Provider, running, settings_for

pytestmark = pytest.mark.django_db(transaction=True)


os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
"""The browser's driver runs a loop of its own in this thread, beside which the database is used."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as one:
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        wider = {"DIRECTIVES": policy | {"form-action": [*policy["form-action"], one.url]}}
        with override_settings(
            SOCIALACCOUNT_PROVIDERS=settings_for(one), CONTENT_SECURITY_POLICY=wider
        ):
            yield one


@pytest.fixture
def page(live_server: LiveServer, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_the_button_leads_to_the_provider_and_back(provider: Provider, page: Page) -> None:
    person = found_company()["salesperson"]
    person.email = "ann@example.com"
    person.save()
    provider.claims = {"sub": "ann-1", "email": person.email, "email_verified": True}
    watch = Watch(page)
    page.goto("/")
    page.get_by_role("button", name="Acme accounts").click()
    page.wait_for_url("**/")
    assert page.locator("h1").is_visible()
    assert not watch.complaints


def test_whoever_is_not_known_reads_why(provider: Provider, page: Page) -> None:
    found_company()
    provider.claims = {"sub": "eve-1", "email": "eve@example.com", "email_verified": True}
    page.goto("/account/login/")
    page.get_by_role("button", name="Acme accounts").click()
    page.get_by_role("heading", name="You are not known here").wait_for()
    look_over(page, "not-known-here")


def test_the_policy_stops_a_form_that_leads_elsewhere(page: Page) -> None:
    """What lets the provider through lets nobody else through."""
    found_company()
    watch = Watch(page)
    page.goto("/account/login/")
    page.evaluate(
        "const form = document.forms[0]; form.action = 'https://evil.example/'; "
        "form.noValidate = true; form.submit()"
    )
    page.wait_for_timeout(500)
    assert "form-action" in " ".join(watch.complaints)
    assert page.url.endswith("/account/login/")


NAMES = (
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=document.title='owned'>",
    "'><svg/onload=document.title='owned'>",
    "</title><script>document.title='owned'</script>",
    "<iframe srcdoc='<script>top.document.title=1</script>'>",
    "javascript:document.title='owned'",
    "{{1009*1013}}{% debug %}${1009*1013}",
    "--><b id=owned>bold</b>",
    "\u202e<b id=owned>gnol</b>",
    "<style>*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<a hx-get=/ hx-trigger=load id=owned>x</a>",
)
PAGES = (
    "/",
    "/menu/",
    "/account/sessions/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/logout/",
    "/no-such-page",
)


def test_names_that_are_code_are_only_names(page: Page) -> None:
    cast = found_company()
    person = cast["salesperson"]
    page.goto("/account/login/")
    page.fill("#id_login", person.login)
    page.fill("#id_password", PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url("**/")
    for name in NAMES:
        person.name, cast.here.name, cast.team.name = name, name, name
        person.save()
        cast.here.save()
        cast.team.save()
        Company.objects.update(name=name)
        watch = Watch(page)
        for address in PAGES:
            page.goto(address)
            where = f"{name} at {address}"
            assert page.title() != "owned", where
            assert "1022117" not in page.locator("body").inner_text(), where
            assert page.locator("#owned, img[src=x], iframe, base, svg[onload]").count() == 0, where
            assert page.locator("h1").first.is_visible(), where
            assert name in page.content().replace("&lt;", "<").replace("&gt;", ">").replace(
                "&amp;", "&"
            ).replace("&quot;", '"').replace("&#x27;", "'"), where
        assert not watch.complaints, name
