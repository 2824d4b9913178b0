"""Adding files in a real browser, with and without JavaScript, by names that try something."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.files.samples import pdf, picture
from tests.journeys.conftest import Enter
from tests.journeys.sheet import Watch, look_over

NAMES = [
    "<img src=x onerror=document.title=1>.pdf",
    "<svg onload=document.title=1>.pdf",
    '" onmouseover="document.title=1.pdf',
    "'><script>document.title=1<!--.pdf",
    "fdp.\u202etxt.pdf",
    "javascript:document.title=1.pdf",
]


def handed_in(page: Page, folder: Path, **files: bytes) -> None:
    paths = []
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content)
        paths.append(path)
    page.set_input_files("#files-input", paths)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_and_does_nothing(name: str, enter: Enter, tmp_path: Path) -> None:
    page = enter("hufang")
    watch = Watch(page)
    page.goto("/files/")
    page.set_input_files(
        "#files-input",
        {"name": name, "mimeType": "text/html", "buffer": pdf()},
    )
    page.locator("[data-upload] button[type=submit]").click()
    expect(page.locator("#files [role=status]")).to_be_visible()
    for _ in range(2):
        shown = name.replace("\u202e", "").replace('"', "%22")  # as browsers write it
        row = page.locator("#files li").first
        expect(row.locator("a").first).to_have_text(shown)
        row.hover()
        page.reload()
    assert "1" not in page.title().split("·")[0]
    look_over(page, f"files-name-{NAMES.index(name)}", watch)


def test_a_photo_is_added_shown_saved_and_removed(enter: Enter, tmp_path: Path) -> None:
    page = enter("phamha", language="vi", width=360)
    watch = Watch(page)
    page.goto("/files/")
    handed_in(page, tmp_path, card__jpg=picture(size=(300, 200)))
    page.locator("[data-upload] button[type=submit]").click()
    expect(page.locator("#files [role=status]")).to_be_visible()
    image = page.locator("#files img").first
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") == 300
    look_over(page, "files-added-vi-360", watch)
    with page.expect_download() as saved:
        page.locator("#files li a").first.click()
    assert saved.value.suggested_filename == "card.jpg"
    assert Path(saved.value.path()).read_bytes() == picture(size=(300, 200))
    page.locator("#files li button").first.click()
    expect(page.locator("#files img")).to_have_count(0)


def test_what_is_too_large_is_said_before_it_is_sent(enter: Enter) -> None:
    page = enter("liwei")
    page.goto("/files/")
    page.locator("[data-upload]").evaluate("form => { form.dataset.largest = '10' }")
    page.set_input_files(
        "#files-input", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"more than ten"}
    )
    expect(page.locator("[data-upload-too-large]")).to_be_visible()
    page.locator("[data-upload] button[type=submit]").click()
    expect(page.locator("#files [role=status]")).to_have_count(0)


def test_it_works_without_javascript(enter: Enter) -> None:
    signed_in = enter("chenjing")
    browser = signed_in.context.browser
    assert browser is not None
    context = browser.new_context(
        java_script_enabled=False, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto(signed_in.url + "files/")
    page.set_input_files(
        "#files-input",
        {"name": "plain.pdf", "mimeType": "text/css", "buffer": pdf(b"/P 1 ")},
    )
    page.locator("[data-upload] button[type=submit]").click()
    expect(page.locator("#files li a").first).to_have_text("plain.pdf")
    context.close()


def test_notices_are_read_and_the_bell_falls_silent(enter: Enter) -> None:
    page = enter("sunmin", language="zh", width=360)
    watch = Watch(page)
    page.goto("/notices/")
    look_over(page, "notices-unread-zh-360", watch)
    page.locator('form[action="/notices/read"] button').click()
    page.goto("/notices/")
    expect(page.locator(".eh-top .badge")).to_have_count(0)
    look_over(page, "notices-empty-zh-360", watch)
    page.goto("/profile/notices/")
    look_over(page, "notices-wishes-zh-360", watch)


def test_an_administrator_looks_at_mail_and_chat(enter: Enter) -> None:
    page = enter("annwalker", language="en", width=1280, theme="dark")
    watch = Watch(page)
    page.goto("/settings/notices/")
    page.locator("details summary").last.click()
    look_over(page, "notices-channels-en-1280", watch)
