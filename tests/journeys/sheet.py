"""What a page is looked over for, and the contact sheet on which a person looks at it.

Every journey hands its pages to `look_over`: it fails on a page that runs over the edge, on clipped
text, on whatever axe-core finds (contrast, names, roles), on targets too small for a thumb, on
console errors and on breaches of the content security policy. With EVENHAND_SHEETS=FOLDER the
pictures are kept there, with a page that shows them side by side.
"""

import os
import re
from html import escape
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

AXE = Axe()
TARGET = 24
"""CSS pixels: the least that a thumb hits (WCAG 2.2, 2.5.8)."""

OVER_THE_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

CLIPPED = """
() => [...document.querySelectorAll('main *, header *, nav *')].filter(e => {
  const s = getComputedStyle(e);
  if (!e.offsetParent || e.closest('.visually-hidden') || e.tagName === 'svg') return false;
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
  const cut = s.overflowX === 'hidden' || s.overflowX === 'clip';
  return cut && s.textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))
"""

SMALL_TARGETS = """
(least) => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => e.offsetParent && e.type !== 'hidden' && !e.closest('.visually-hidden, .eh-skip'))
    .map(e => ({e, box: (e.closest('label') || e).getBoundingClientRect()}));
  const near = (x, y, box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  return all.filter(({e, box}) => {
    if (e.tagName === 'A' && getComputedStyle(e).display === 'inline') return false;
    if (box.width >= least && box.height >= least) return false;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    return all.some(o => o.e !== e && !e.contains(o.e) && !o.e.contains(e)
      && near(x, y, o.box) < least / 2);
  }).map(({e}) => e.tagName + ': ' + (e.textContent.trim() || e.name || e.id).slice(0, 60));
}
"""
"""WCAG 2.2, 2.5.8: what is smaller has to stand alone, with no other target within its circle."""


class Watch:
    """Notes what a page complains of while it is used."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        expected = re.search(r"status of 4\d\d", message.text)
        if message.type == "error" and not expected:
            self.complaints.append(f"console: {message.text}")


def look_over(page: Page, name: str, watch: Watch | None = None) -> None:
    """Fail with everything that is wrong with how a page looks, all at once."""
    wrong: list[str] = list(watch.complaints) if watch else []
    if over := page.evaluate(OVER_THE_EDGE):
        wrong.append(f"runs {over} px over the edge")
    wrong += [f"clipped: {one}" for one in page.evaluate(CLIPPED)]
    wrong += [f"small target: {one}" for one in page.evaluate(SMALL_TARGETS, TARGET)]
    wrong += [_told(one) for one in AXE.run(page).response["violations"]]
    _keep(page, name)
    assert not wrong, "\n".join([f"{name} ({page.url})", *wrong])


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"][0]) for node in violation["nodes"][:5])
    return f"axe {violation['id']}: {violation['help']} at {places}"


def _keep(page: Page, name: str) -> None:
    folder = os.environ.get("EVENHAND_SHEETS")
    if not folder:
        return
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(path / f"{name}.png"), full_page=True)
    pictures = sorted(one.name for one in path.glob("*.png"))
    figures = "".join(
        f'<figure><img src="{escape(one)}" alt=""><figcaption>{escape(one)}</figcaption></figure>'
        for one in pictures
    )
    style = "body{display:flex;flex-wrap:wrap;gap:1rem}img{max-width:24rem;border:1px solid}"
    sheet = f"<!doctype html><meta charset=utf-8><style>{style}</style>{figures}"
    (path / "index.html").write_text(sheet, encoding="utf-8")
