"""How every page looks: lines high enough for stacked Thai vowels, a menu that needs no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_web_axe import ARTICLE, PAGES, Site, browser, full, page

__all__ = ["browser", "full", "page"]  # fixtures
pytestmark = pytest.mark.browser

# Vowels and tone marks above and below, and the letters with feet: the highest and deepest ink that Thai has.
STACKED = "ที่นี่ ปู่ญี่ปุ่น กิ๊ฟต์ น้ำ ฏุ ฐู ฤๅษี ทั้งปี"
# Of each element with words of its own: its line height and the ink of the stacked words in its font, in pixels.
CLIPPED = """
(stacked) => {
  const pen = document.createElement("canvas").getContext("2d");
  const clipped = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (element.closest("svg, .sr, script, pre, code") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    pen.font = `${style.fontWeight} 200px ${style.fontFamily}`;  // measured large: small ink is rounded to pixels
    const ink = pen.measureText(stacked);
    const height = (ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent) * parseFloat(style.fontSize) / 200;
    if (!(parseFloat(style.lineHeight) >= height)) {
      clipped.add(`${element.tagName}.${element.className} ${style.fontSize}: ${height} in ${style.lineHeight}`);
    }
  }
  return [...clipped];
}
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_stacked_vowels_fit_their_lines(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for paths in PAGES.values():
        page.goto(f"http://full.test{paths[0]}")
        assert page.evaluate(CLIPPED, STACKED) == [], paths[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "no javascript"])
def test_the_menu_of_a_phone_opens_by_key(browser: Browser, full: Site, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    context.route("http://full.test/**", full.answer)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"http://full.test{ARTICLE}")
    menu, button = page.get_by_role("navigation", name="เมนูหลัก"), page.get_by_role("button", name="เมนู")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="ข่าวทั้งหมด")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    context.close()


def test_the_menu_of_a_desk_stands_in_the_bar(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("http://full.test/search")
    expect(page.get_by_role("button", name="เมนู")).to_be_hidden()
    here = page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name="ข่าวทั้งหมด")
    expect(here).to_have_attribute("aria-current", "true")
