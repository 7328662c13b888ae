"""The main journeys in a real browser over a small real archive: on a desk and on a phone, with and without scripts.

Every window is watched: a message on the console, an error, a broken policy, a failed request or one to another place
fails the test.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, Position, expect, sync_playwright

from index.hits import Lang
from search_web import create_app
from search_web.serve import serving
from search_web.text import count, say
from tests import journey_archive as archive
from tests.serving import Serving
from tests.test_web_browser import CHROMIUM, FLAGS
from tests.watching import SCREENS, Outside, Seen, focus_is_seen, tab_to, window

pytestmark = pytest.mark.browser
SEARCH = f"/search?q={archive.QUERY}"
RESULTS = 6  # articles with the words of the query


@dataclass(frozen=True)
class Web:
    """The archive as it is served, a browser, and what the rest of the web was asked."""

    browser: Browser
    address: str
    outside: list[str]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install chromium or google-chrome to run the browser tests")
    settings = archive.make(tmp_path_factory.mktemp("journeys") / "data")
    asked: list[str] = []
    app = create_app(settings)
    with (
        Serving(type("Recorded", (Outside,), {"asked": asked})) as outside,
        serving(settings, app) as address,
        sync_playwright() as playwright,
    ):
        elsewhere = archive.OUTSIDE.removeprefix("http://"), outside.address.removeprefix("http://")
        rule = "--host-resolver-rules=MAP {}:80 {}".format(*elsewhere)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, rule])
        yield Web(browser, address, asked)
        browser.close()
    app.extensions["khlang"].rooms.close()


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(web: Web, screen: str) -> Iterator[Page]:
    with window(web.browser, web.address, screen) as (page, _):
        yield page


@pytest.fixture
def plain(web: Web, screen: str) -> Iterator[Page]:
    """A page without JavaScript."""
    with window(web.browser, web.address, screen, java_script_enabled=False) as (page, _):
        yield page


def link(page: Page | Locator, lang: Lang, key: str, **values: object) -> Locator:
    return page.get_by_role("link", name=say(lang, key, **values))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def search_for(page: Page, lang: Lang, query: str) -> None:
    """From the start page."""
    page.goto("/" if lang == "th" else "/?lang=en")
    page.locator("#q").fill(query)
    page.get_by_role("button", name=say(lang, "search_button")).click()
    expect(page.locator("main").get_by_role("status")).to_contain_text(count(lang, "results_count", RESULTS))


def tick(page: Page, lang: Lang, name: str, *, scripts: bool) -> None:
    """Tick a filter, which on a desk applies at once where there are scripts."""
    small = page.viewport_size == SCREENS["phone"]["viewport"]
    if small:
        link(page, lang, "filters_show").click()
    page.get_by_role("checkbox", name=re.compile(name)).first.click()
    if small or not scripts:
        page.get_by_role("button", name=say(lang, "filters_apply")).click()


def total(page: Page, lang: Lang, n: int) -> None:
    expect(page.locator(".total")).to_contain_text(count(lang, "results_count", n))


def misbehave(web: Web) -> None:
    """Do everything in a window that no page of ours should do."""
    with window(web.browser, web.address, "desktop") as (page, _):
        page.goto("/nothing")
        page.evaluate("setTimeout(() => { throw new Error('mistake'); })")
        page.evaluate(f"fetch('{archive.OUTSIDE}').catch(() => console.warn('refused'))")
        page.evaluate("alert('hello')")
        with page.expect_response(re.compile("/left$")):
            page.evaluate(f"location.assign('{archive.OUTSIDE}/left')")


def test_what_a_page_should_not_do_is_seen(web: Web) -> None:
    with pytest.raises(AssertionError) as found:
        misbehave(web)
    for fault in ("404: ", "mistake", "dialog: hello", "Content Security Policy", "warning: refused", "request: "):
        assert fault in str(found.value)
    assert web.outside == ["/left"]
    web.outside.clear()


# --- search, filter, article, versions, copy, export


def read_and_compare(page: Page, lang: Lang, *, scripts: bool) -> None:
    """From the start page to the article, its two versions and the archived copy of the first of them."""
    province = {"th": "ปทุมธานี", "en": "Pathum Thani"}[lang]
    search_for(page, lang, archive.QUERY)
    tick(page, lang, province, scripts=scripts)
    total(page, lang, 3)
    expect(link(page, lang, "filter_remove", label=province)).to_be_visible()
    page.get_by_role("link", name=archive.TITLE, exact=True).click()
    heading(page, archive.TITLE)
    expect(page.locator(".prose")).to_contain_text(archive.AFTER)
    link(page, lang, "versions_see", n=2).click()
    heading(page, say(lang, "versions"))
    link(page, lang, "diff_see", older=1, newer=2).click()
    heading(page, say(lang, "diff"))
    expect(page.locator(".strips del")).to_have_text(["45"])
    expect(page.locator(".strips ins")).to_have_text(["12"])
    link(page, lang, "diff_back").click()
    link(page, lang, "versions_open_copy", version=1).click()
    heading(page, say(lang, "copy_heading", version=1))
    copy = page.frame_locator("iframe")
    expect(copy.locator("article")).to_contain_text(archive.BEFORE)
    expect(copy.locator("h1")).to_have_text(archive.TITLE)


def take_out(page: Page, lang: Lang, folder: Path) -> None:
    """From the results to the export page and the downloaded table, which is what its digest says."""
    expect(page.get_by_role("status")).to_contain_text(count(lang, "results_count", 3))
    link(page, lang, "tool_export").click()
    heading(page, say(lang, "export_title"))
    expect(page.get_by_role("status")).to_have_text(count(lang, "export_rows", 3))
    file = folder / "export.csv"
    with page.expect_download() as download:
        link(page, lang, "format_csv").first.click()
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == 1 + 3
    assert sum(archive.TITLE in row for row in rows) == 1
    digest = page.context.request.get(
        page.get_by_role("link", name=say(lang, "export_digest")).first.get_attribute("href") or ""
    )
    assert digest.text().split()[0] == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_from_a_search_to_the_copy_and_the_export(web: Web, screen: str, lang: Lang, tmp_path: Path) -> None:
    with window(web.browser, web.address, screen) as (page, seen):
        read_and_compare(page, lang, scripts=True)
        nothing_of_the_copy_ran(page, seen, web)
        for _ in range(5):
            page.go_back()
        take_out(page, lang, tmp_path)
    assert web.outside == []


def nothing_of_the_copy_ran(page: Page, seen: Seen, web: Web) -> None:
    """Its script is there and did not run, and its picture was not asked for."""
    frame = page.frames[1]
    assert frame.evaluate("[self.origin, document.scripts.length, document.title]") == ["null", 1, archive.TITLE]
    assert len(seen.stopped) >= 2, seen.stopped
    assert web.outside == []


def test_a_link_in_a_copy_leads_nowhere(web: Web) -> None:
    with window(web.browser, web.address, "desktop") as (page, seen):
        page.goto(SEARCH)
        page.get_by_role("link", name=archive.TITLE, exact=True).click()
        link(page, "th", "source_copy").click()
        page.frame_locator("iframe").locator("#away").click()
        expect(page).to_have_url(re.compile("/copy$"))
        heading(page, say("th", "copy_heading", version=2))
        seen.faults = [fault for fault in seen.faults if "frame-src 'self'" not in fault]  # which stopped it
    assert web.outside == []


def test_from_a_search_to_the_copy_and_the_export_without_scripts(plain: Page, web: Web, tmp_path: Path) -> None:
    read_and_compare(plain, "th", scripts=False)
    plain.goto(f"{SEARCH}&province=ปทุมธานี")
    take_out(plain, "th", tmp_path)
    assert web.outside == []


# --- people, agencies, provinces


def walk_names(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("link", name=archive.TITLE, exact=True).click()
    page.locator(".prose").get_by_role("link", name=archive.GOVERNOR).first.click()
    heading(page, f"นาย{archive.GOVERNOR}")
    posts = page.get_by_role("region", name=say("th", "person_posts"))
    expect(posts.get_by_role("heading", level=3)).to_have_text(["ผู้ว่าราชการจังหวัดปทุมธานี"])
    expect(page.get_by_role("region", name=say("th", "names_news")).get_by_role("listitem")).to_have_count(3)
    page.get_by_role("complementary").get_by_role("link", name="กรมการปกครอง").click()
    heading(page, "กรมการปกครอง")
    expect(page.get_by_role("region", name=say("th", "names_news")).get_by_role("listitem")).to_have_count(3)
    page.get_by_role("complementary").get_by_role("link", name="ปทุมธานี").click()
    heading(page, "ปทุมธานี")
    page.get_by_role("region", name=say("th", "names_news")).get_by_role("link", name=archive.TITLE, exact=True).click()
    heading(page, archive.TITLE)


def test_the_pages_of_names(page: Page) -> None:
    walk_names(page)


def test_the_pages_of_names_without_scripts(plain: Page) -> None:
    walk_names(plain)


# --- the timeline


def drag(page: Page, screen: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse on a desk, with a finger on a phone."""
    if screen == "desktop":
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()
        return
    session = page.context.new_cdp_session(page)
    points = [(start[0] + (end[0] - start[0]) * n / 4, start[1]) for n in range(5)]
    for n, (x, y) in enumerate(points):
        kind = "touchMove" if n else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_time_is_dragged_over(page: Page, screen: str) -> None:
    page.goto(SEARCH)
    plot = page.locator(".plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    months = 12 * 8  # from 2012 to 2019
    y = box["y"] + 30
    drag(page, screen, (box["x"] + box["width"] * 0.5 / months, y), (box["x"] + box["width"] * 23.5 / months, y))
    expect(page).to_have_url(re.compile("&from=2012-01-01&to=2013-12-31$"))
    total(page, "th", 2)
    link(page, "th", "timeline_wider").click()
    total(page, "th", RESULTS)


def test_a_year_is_chosen_in_the_drawing(page: Page, screen: str) -> None:
    page.goto(SEARCH)
    plot = page.locator(".plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    spot: Position = {"x": box["width"] * 0.5 / (12 * 8), "y": 40}
    if screen == "phone":
        plot.tap(position=spot)
    else:
        plot.click(position=spot)
    last = "12" if screen == "phone" else "01"  # where a month is too narrow for a finger, its year is meant
    expect(page).to_have_url(re.compile(f"&from=2012-01-01&to=2012-{last}-31$"))


def through_the_table(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_text(say("th", "timeline_table")).click()
    table = page.get_by_role("region", name=say("th", "timeline")).get_by_role("table")
    rows = table.get_by_role("rowheader")
    expect(rows).to_have_text(["2555", "2559", "2560", "2561", "2562"])
    table.get_by_role("button", name="2555").click()
    total(page, "th", 2)
    expect(page).to_have_url(re.compile("&from=2012-01-01&to=2012-12-31$"))


def test_the_table_chooses_like_the_drawing(page: Page) -> None:
    through_the_table(page)


def test_the_years_without_scripts(plain: Page) -> None:
    through_the_table(plain)
    plain.goto(SEARCH)
    year = plain.locator(".months a").first
    year.click(force=True)
    total(plain, "th", 2)


# --- the keyboard alone


def test_the_keyboard_alone(page: Page, screen: str) -> None:
    page.goto("/")
    keys = page.keyboard
    tab_to(page, link(page, "th", "skip"))
    keys.press("Enter")
    tab_to(page, page.locator("#q"))
    keys.type("ประกาศรับ")
    option = page.get_by_role("option")
    expect(option.first).to_be_visible()
    suggested = str(option.first.text_content())
    keys.press("ArrowDown")
    expect(page.locator("#q")).to_have_value(suggested)
    keys.press("Escape")
    expect(page.locator("#q")).to_have_value("ประกาศรับ")
    keys.press("Control+a")
    keys.type(archive.QUERY)
    keys.press("Enter")
    total(page, "th", RESULTS)
    if screen == "phone":
        tab_to(page, link(page, "th", "filters_show"))
        keys.press("Enter")
    choose_a_day(page, screen)
    tick_by_key(page, screen)
    read_by_key(page)


def choose_a_day(page: Page, screen: str) -> None:
    """In the calendar: closed by Escape first, then a day is chosen, which on a desk applies at once.

    The focus goes back to the button that opened it: on the field it would bring up a phone's keyboard.
    """
    keys, field = page.keyboard, page.locator("#from")
    opener = page.get_by_role("button", name=say("th", "calendar_open", field=say("th", "filter_from")))
    tab_to(page, field)
    keys.type("2560")
    tab_to(page, opener)
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    focus_is_seen(page)
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    focus_is_seen(page)
    keys.press("Enter")
    for key in ("PageDown", "ArrowDown", "ArrowRight"):
        keys.press(key)
        focus_is_seen(page)
    keys.press("Enter")
    expect(field if screen == "desktop" else opener).to_be_focused()
    expect(field).to_have_value("9 ก.พ. 2560")


def tick_by_key(page: Page, screen: str) -> None:
    """A filter; the focus is still on it where it applied at once."""
    box = page.get_by_role("checkbox", name=re.compile("ปทุมธานี")).first
    tab_to(page, box)
    page.keyboard.press("Space")
    if screen == "phone":
        tab_to(page, page.get_by_role("button", name=say("th", "filters_apply")))
        page.keyboard.press("Enter")
    total(page, "th", 2)
    if screen == "desktop":
        expect(box).to_be_focused()
        focus_is_seen(page)


def read_by_key(page: Page) -> None:
    """A hit, its article, and the article in the other language."""
    page.goto(page.url)  # from its beginning
    hit = page.get_by_role("link", name=archive.TITLE, exact=True)
    tab_to(page, hit)
    page.keyboard.press("Enter")
    heading(page, archive.TITLE)
    tab_to(page, link(page, "th", "other_language_label"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=say("en", "article_facts"))).to_be_visible()
    tab_to(page, link(page, "en", "source_copy"))


# --- kept searches, comparing, following, paper


def test_a_search_is_kept_found_again_and_let_go(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("button", name=say("th", "saved_save")).click()
    page.goto("/")
    kept = page.get_by_role("region", name=say("th", "saved_title"))
    kept.get_by_role("link").click()
    total(page, "th", RESULTS)
    page.goto("/")
    kept.get_by_role("button").click()
    expect(kept).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(kept).to_have_count(0)


def test_two_searches_are_compared_and_one_is_followed(page: Page) -> None:
    page.goto(SEARCH)
    link(page, "th", "tool_compare").click()
    heading(page, say("th", "compare_title"))
    expect(page.get_by_label(say("th", "compare_a"))).to_have_value(archive.QUERY)
    page.get_by_label(say("th", "compare_b")).fill("กรมการปกครอง")
    page.locator(".pair").get_by_role("button").click()
    expect(page.locator(".legend a")).to_have_text([archive.QUERY, "กรมการปกครอง"])
    page.get_by_text(say("th", "compare_table")).click()
    page.get_by_role("row", name=re.compile("^2555")).get_by_role("link").first.click()
    total(page, "th", 2)
    feed = page.context.request.get(link(page, "th", "tool_feed").get_attribute("href") or "")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text().count("</entry>") == 2


def test_an_article_on_paper_is_the_article(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("link", name=archive.TITLE, exact=True).click()
    heading(page, archive.TITLE)
    page.emulate_media(media="print")
    for hidden in ("header.top", "footer.bottom", ".skip", ".marks-switch", ".cite", ".why"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    expect(page.locator(".prose")).to_be_visible()
    expect(page.locator(".source")).to_contain_text(archive.MAIN)
    expect(page.locator("#permalink")).to_contain_text(f"/article/{quote('import:u:', safe=':')}")
