"""The results page in a real browser: dragging over the timeline, the calendar, kept searches, the keyboard, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, Page, expect

from tests.test_web_browser import address, browser, listening

__all__ = ["address", "browser"]  # fixtures, which pytest finds here by their names
pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context, said = listening(browser, address)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    context.close()
    assert said == []


def test_a_time_is_dragged_over_and_moved_by_the_keyboard(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    box = page.locator(".plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.23, box["y"] + 30, steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"&from=2008-01-01&to=2011-\d\d-\d\d$"))
    expect(page.locator(".total")).to_contain_text("พบ 1 ข่าว")
    last = page.get_by_role("slider", name="เดือนสุดท้ายของช่วงเวลา")
    last.press("PageDown")
    last.press("ArrowLeft")
    said = str(last.get_attribute("aria-valuetext"))
    assert said.endswith("2553") or said.endswith("2554")
    expect(page.get_by_role("button", name=f"ดูเฉพาะ ม.ค. 2551 – {said}")).to_be_visible()
    last.press("Escape")
    expect(page.get_by_role("button", name="ดูเฉพาะ")).to_have_count(0)
    last.press("End")
    last.press("Enter")
    expect(page).to_have_url(re.compile(r"&from=2008-01-01&to=2023-12-31$"))


def test_the_calendar_is_in_buddhist_years_and_goes_by_keys(page: Page) -> None:
    page.goto("/search?from=2551-04-22")
    opener = page.get_by_role("button", name="เลือกวันจากปฏิทิน: ตั้งแต่")
    opener.click()
    expect(page.get_by_role("gridcell", selected=True)).to_have_text("22")
    expect(page.get_by_label("วันอังคาร 22 เมษายน 2551")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    opener.click()
    for key in ("PageUp", "ArrowUp", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#from")).to_have_value("14 มี.ค. 2551")
    expect(page).to_have_url(re.compile(r"\?from=14"))  # beside the results a day applies at once, as a box does
    expect(page.locator("#from")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/search?from=2551-04-22#filters")
    opener.click()
    page.get_by_label("ปี พ.ศ.", exact=True).fill("2500")
    page.get_by_label("ปี พ.ศ.", exact=True).press("Tab")
    page.get_by_role("button", name="ใช้ทั้งเดือน").click()
    expect(opener).to_be_focused()  # a field would open the keyboard of the phone
    expect(page.locator("#from")).to_have_value("เมษายน 2500")
    page.goto("/search?from=2008-04-22&lang=en#filters")
    page.get_by_role("button", name="Choose a day from the calendar: From").click()
    expect(page.get_by_label("Tuesday 22 April 2008")).to_be_focused()


def test_the_calendar_opens_at_what_is_typed(page: Page) -> None:
    page.goto("/search?from=2551-04-22")
    opener = page.get_by_role("button", name="เลือกวันจากปฏิทิน: ตั้งแต่")
    grid = page.get_by_role("grid")
    typed = {
        "กุมภาพันธ์ 2566": (
            "1 ก.พ. 2566",
            "14/2/66",
            "14-02-2566",
            "๑๔ กพ ๖๖",
            "2023-02-14",
            "2566-02",
            "กุมภาฯ 66",
            "Feb 14, 2023",
        ),
        "มกราคม 2565": ("ปี 65", "2565", "พ.ศ. ๒๕๖๕"),
        "เมษายน 2551": ("", "ไม่ใช่วัน", "31/2/66"),
    }
    for month, texts in typed.items():
        for text in texts:
            page.locator("#from").evaluate("(field, text) => { field.value = text; }", text)
            opener.click()
            expect(grid).to_have_attribute("aria-label", month)
            chosen = 1 if month.startswith("กุม") and text not in ("2566-02", "กุมภาฯ 66") else 0
            expect(page.get_by_role("gridcell", selected=True)).to_have_count(chosen)
            page.keyboard.press("Escape")
    page.goto("/search?q=ประชาชน")
    opener.click()
    expect(grid).to_have_attribute("aria-label", "มกราคม 2566")  # of the newest article, not of today


def test_a_search_is_kept_in_the_browser_and_let_go(page: Page) -> None:
    page.goto("/search?q=ประชาชน&page=1")
    page.get_by_role("button", name="เก็บการค้นนี้ไว้").click()
    expect(page.get_by_role("button", name="เก็บไว้แล้ว")).to_have_attribute("aria-pressed", "true")
    page.goto("/")
    kept = page.get_by_role("region", name="การค้นที่เก็บไว้")
    kept.get_by_role("link").click()
    expect(page.locator("#q")).to_have_value("ประชาชน")
    page.get_by_role("button", name=re.compile("^ลบการค้น")).click()
    expect(page.get_by_role("button", name="เก็บการค้นนี้ไว้")).to_be_focused()
    page.evaluate('localStorage.setItem(\'khlang.searches\', \'[{"label": "x", "href": "javascript:alert(1)"}, 7]\')')
    page.goto("/")
    expect(page.get_by_role("region", name="การค้นที่เก็บไว้")).to_have_count(0)


def test_a_ticked_box_keeps_the_focus(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    page.get_by_role("checkbox", name="ปทุมธานี").first.click()
    expect(page).to_have_url(re.compile("province="))
    expect(page.get_by_role("checkbox", name="ปทุมธานี").first).to_be_focused()
    expect(page.get_by_role("checkbox", name="ปทุมธานี").first).to_be_checked()


def test_the_way_back_shows_what_its_page_asked_for(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    page.get_by_role("checkbox", name="ปทุมธานี").first.click()
    expect(page).to_have_url(re.compile("province="))
    page.go_back()
    expect(page).to_have_url(re.compile("q=[^&]*$"))
    expect(page.get_by_role("checkbox", name="ปทุมธานี").first).not_to_be_checked()


def test_empty_fields_stay_out_of_the_address_and_remain_usable(page: Page) -> None:
    page.route("**/export?*", lambda route: route.fulfill(status=204))  # as a file would leave the page where it is
    page.goto("/search?q=ประชาชน")
    page.evaluate("""() => {
        const button = Object.assign(document.createElement("button"), { textContent: "file" });
        button.setAttribute("form", "ask");
        button.setAttribute("formaction", "/export");
        document.body.append(button);
    }""")
    with page.expect_request(re.compile("/export")) as sent:
        page.get_by_role("button", name="file").click()
    assert "from=" not in sent.value.url
    expect(page.locator("#from")).to_be_enabled()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_a_press_that_left_the_timeline_is_no_drag(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    box = page.locator(".plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 300)
    page.mouse.up()
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=3)
    expect(page.locator(".picked")).to_be_hidden()


def test_alt_and_an_arrow_is_the_way_back(page: Page) -> None:
    page.goto("/search?q=ประชาชน")
    kept = """element => {
        const event = new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true, cancelable: true, bubbles: true });
        return element.dispatchEvent(event);
    }"""
    assert page.get_by_role("slider").last.evaluate(kept)
    expect(page.locator(".picked")).to_be_hidden()


def test_a_browser_that_keeps_nothing_or_lies_breaks_nothing(page: Page) -> None:
    label, href = "$& $' <b>" + "ก" * 5000, "/search?q=x"
    hostile = [
        {"label": label, "href": href},
        *(
            {"label": "x", "href": bad}
            for bad in ("//evil.example/search", "/\\evil.example/search", "javascript:/search")
        ),
        *({"label": "x", "href": f"/search?q={n}"} for n in range(5000)),
    ]
    page.goto("/")
    page.evaluate("kept => localStorage.setItem('khlang.searches', JSON.stringify(kept))", hostile)
    page.evaluate('sessionStorage.setItem(\'khlang.ticked\', \'{"until": 1e15, "open": 7, "name": {}}\')')
    page.goto("/search?q=ประชาชน")
    items = page.locator("#saved li")
    expect(items).to_have_count(50)
    assert items.first.get_by_role("link").inner_text() == label[:300]
    assert str(items.first.get_by_role("button").get_attribute("aria-label")).endswith(label[:300])
    hosts = page.evaluate("[...document.querySelectorAll('#saved a')].map(a => a.host === location.host)")
    assert all(hosts)
    page.add_init_script(
        "for (const kept of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kept, { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    page.goto("/search?q=ประชาชน")
    page.get_by_role("button", name="เก็บการค้นนี้ไว้").click()
    expect(page.get_by_role("button", name="เบราว์เซอร์นี้ไม่ยอมให้เก็บ")).to_be_visible()
    page.get_by_role("checkbox", name="ปทุมธานี").first.click()
    expect(page).to_have_url(re.compile("province="))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_page_of_results_shuts_anybody_out(browser: Browser, address: str, lang: str) -> None:
    context = browser.new_context(base_url=address, color_scheme="dark" if lang == "en" else "light")
    page = context.new_page()
    for path in ("/search?q=ประชาชน&from=2551&to=2560", "/search?q=ไม่มี เลย", "/compare?a=ประชาชน&b=อำเภอ"):
        page.goto(f"{path}&lang={lang}")
        for summary in page.locator("details > summary").all():
            if summary.is_visible():
                summary.click()
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == [], (path, found)
    context.close()
