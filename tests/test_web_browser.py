"""Journeys in a real browser: searching with and without JavaScript, phone and desktop, light and dark."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright

from corpus.settings import Settings
from search_web import create_app
from search_web.serve import serving
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read, sample_articles

pytestmark = pytest.mark.browser
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install chromium or google-chrome to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    articles = sample_articles()
    settings = Settings(port=0, rate_limit="")
    app = create_app(settings, engine=FakeEngine(articles), store=FakeShelf(articles), read=fake_read)
    with serving(settings, app) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, base_url=address, locale="th-TH")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_what_only_shows_a_picture_is_named_all_the_same(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("banner").get_by_role("link", name="คลังข่าว")).to_be_visible()
    expect(page.get_by_role("list", name="สิ่งที่เก็บไว้").get_by_role("listitem").first).to_contain_text("ข่าว")


def test_from_the_start_page_to_an_article_and_its_copy(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("การมีส่วนร่วมของประชาชน")
    page.get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 4 ข่าว")
    expect(page.locator(".hit mark").first).to_have_text("การมีส่วนร่วมของประชาชน")
    page.get_by_role("link", name=AUDIT.title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(AUDIT.title)
    expect(page.get_by_role("link", name="เปิดหน้าต้นฉบับ")).to_have_attribute("href", AUDIT.url)
    page.get_by_role("link", name="เปิดสำเนาที่เก็บไว้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("สำเนาที่เก็บไว้ ฉบับที่ 2")
    expect(page.frame_locator("iframe").locator("p")).to_have_text("ประชาชน")
    page.get_by_role("link", name="เปิดเฉพาะสำเนา").click()
    expect(page.locator("p")).to_have_text("ประชาชน")
    expect(page).to_have_title("ข่าว")  # the script in the copy, which would change it, did not run


def test_filters_by_form_chip_and_year(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/search?q=ประชาชน")
    page.get_by_role("textbox", name="ตั้งแต่").fill("พ.ศ. 2560")
    page.get_by_role("checkbox", name="กรมการปกครอง").click()
    if not page.locator(".at-once").is_visible():  # without a script a box does not apply at once
        page.get_by_role("button", name="ใช้ตัวกรอง").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 2 ข่าว")
    expect(page.get_by_role("textbox", name="ตั้งแต่")).to_have_value("1 ม.ค. 2560")
    page.get_by_role("link", name="เอาตัวกรองนี้ออก: กรมการปกครอง").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 3 ข่าว")
    page.get_by_role("link", name="ล้างตัวกรองทั้งหมด").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 4 ข่าว")
    page.get_by_text("ดูเป็นตาราง").click()
    page.get_by_role("table").get_by_role("button", name="2551").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 1 ข่าว")
    expect(page).to_have_url(re.compile(r"\?q=[^&]*&from=2008-01-01&to=2008-12-31$"))
    page.get_by_role("link", name="ดูทุกช่วงเวลา").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 4 ข่าว")


def test_filters_open_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/search")
    expect(page.get_by_role("heading", name="ตัวกรอง")).to_be_hidden()
    page.get_by_role("link", name="กรองผลการค้น").click()
    page.get_by_label("รับสมัครงาน").first.check()
    page.get_by_role("button", name="ใช้ตัวกรอง").click()
    expect(page.get_by_role("status")).to_contain_text("พบ 1 ข่าว")


def test_the_keyboard_reaches_the_results(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปยังเนื้อหา")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("เชียงใหม่")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("พบ 1 ข่าว")


def test_the_other_language_keeps_the_search(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    page.get_by_role("link", name="Switch to English").click()
    expect(page.get_by_role("status")).to_contain_text("4 articles")
    page.get_by_role("link", name="Oldest").click()
    expect(page.locator(".hit time").first).to_have_text("22 April 2008")
    page.locator(".hit a").first.click()
    expect(page.get_by_role("heading", name="About this article")).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("/", "/search", "/search#filters", "/search?q=ไม่มีเลย&lang=en", f"/article/{AUDIT.id}", "/nothing"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        screenshot(page, path, width)
    context.close()


def test_our_own_pages_break_none_of_their_rules(browser: Browser, address: str) -> None:
    context, said = listening(browser, address)
    page = context.new_page()
    for path in ("/", "/search?q=ประชาชน", f"/article/{AUDIT.id}", f"/article/{AUDIT.id}/versions"):
        page.goto(path, wait_until="networkidle")
    page.goto("/")
    page.locator("#q").press_sequentially("รับสมัคร")
    expect(page.get_by_role("option").first).to_be_visible()
    page.locator("#q").blur()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    context.close()
    assert said == []


def test_completions_are_chosen_by_key_or_by_pointer(browser: Browser, address: str) -> None:
    context, said = listening(browser, address)
    page = context.new_page()
    page.goto("/")
    box, option = page.locator("#q"), page.get_by_role("option")
    box.press_sequentially("รับสมัคร")
    title = str(option.first.text_content())
    box.press("ArrowDown")
    expect(box).to_have_value(title)
    expect(option.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_value("รับสมัคร")
    expect(option).to_have_count(0)
    box.press_sequentially("น")
    option.first.click()
    page.wait_for_url("**/search?q=*")
    expect(page.locator("#q")).to_have_value(title)
    context.close()
    assert said == []


def listening(browser: Browser, address: str) -> tuple[BrowserContext, list[str]]:
    """A browser window that writes down every dialog, error and complaint (such as a broken policy)."""
    said: list[str] = []
    context = browser.new_context(base_url=address)

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    context.on("dialog", dismiss)
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("console", lambda message: said.append(message.text))
    context.set_default_timeout(20_000)
    return context, said


def screenshot(page: Page, path: str, width: int) -> None:
    """A picture for people who look, where KHLANG_TEST_SCREENSHOTS names a folder."""
    if folder := os.environ.get("KHLANG_TEST_SCREENSHOTS"):
        name = "".join(c if c.isalnum() else "-" for c in path).strip("-") or "start"
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
