"""Nothing that archived pages bring or visitors type runs in a browser, on any page that there is.

The payloads stand in a real catalogue and index, many at once, wherever a page can bring text. Every page is shown
twice: with its policy, which complains where it has to stop anything, and without, where escaping alone must do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog, Request, expect

from corpus.records import Article, Capture, Location, Rejected
from corpus.settings import Settings
from corpus.store import open_store
from index import search
from search_web import create_app
from search_web.archived import POLICY as SANDBOX
from search_web.serve import serving
from tests.payloads import PAYLOADS, filled, poisoned
from tests.small_archive import put
from tests.test_web_axe import NO_PAGES, PAGES
from tests.test_web_browser import browser, listening
from tests.web_fakes import AUDIT, CAPTURED, DIGEST

__all__ = ["browser"]  # a fixture, which pytest finds here by its name
pytestmark = pytest.mark.browser
JOINED = " ".join(PAYLOADS)
ARTICLE, PROVINCE = "opdc:g2:0", "ปทุมธานี"
BARE = "opdc:g2:bare"  # in which no name is marked
NAMES = {"article_id": ARTICLE, "person_id": "p0", "agency_id": "a0", "name": PROVINCE, "number": "1"}
QUERIES = tuple("".join(PAYLOADS[n : n + 8]) for n in range(0, len(PAYLOADS), 8))  # as long as a query may be
PARAMETERS = ("q", "a", "b", "from", "to", "year", "agency", "person", "province", "section", "kind", "site", "sort")

# What of a page is not ours: elements that text became, handlers, addresses that are scripts.
FOREIGN = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const odd = "script, iframe:not(.copy-frame), object, embed, img, base, style, link, meta, math, noscript, textarea";
  const found = [...document.body.querySelectorAll(odd)];
  for (const element of document.querySelectorAll("*")) {
    const runs = [...element.attributes].some((one) => one.name.startsWith("on") || one.name === "srcdoc");
    const leads = ["href", "src", "action", "formaction", "data", "xlink:href"].some((name) => {
      const value = element.getAttribute(name);
      return value !== null && !["http:", "https:", "mailto:"].includes(new URL(value, location.href).protocol);
    });
    if (runs || leads) found.push(element);
  }
  return found.map((element) => element.outerHTML.slice(0, 200));
}"""


@dataclass(frozen=True)
class Planted:
    """The application over payloads, and the address at which it is served."""

    app: Flask
    address: str


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    settings = Settings(data=tmp_path_factory.mktemp("planted"), rate_limit="", port=0)
    put(settings, (_article(JOINED, 0), *(_article(payload, n) for n, payload in enumerate(PAYLOADS, 1))))
    put(settings, [_article(" ".join(reversed(PAYLOADS)), 0)], hours=5)
    put(settings, [Article(id=BARE, url="http://www.opdc.go.th/bare", site="opdc", title=JOINED, body=JOINED)])
    with open_store(settings) as store:
        run = store.begin_run(f"crawl {JOINED}", JOINED)
        for n, payload in enumerate(PAYLOADS):
            store.put_rejected(Rejected(url=f"http://x.example/{n}/{payload}", stage="clean", reason=payload), run)
        store.end_run(run, "failed", {"refused": len(PAYLOADS)}, JOINED)
    search.build(settings)
    app = create_app(settings, read=_copy)
    with serving(settings, app) as address:
        yield Planted(app, address)
    app.extensions["khlang"].rooms.close()


def _article(text: str, number: int) -> Article:
    """An article full of *text*, whose pages of names have addresses."""
    made = poisoned(text, f"opdc:g2:{number}")
    person = replace(made.people[0], id=f"p{number}", position=f"ผู้อำนวยการสำนักงาน{text}")
    return replace(
        made,
        url=f"http://www.opdc.go.th/{number}",
        people=(person,),
        agencies=(replace(made.agencies[0], id=f"a{number}"),),
        provinces=(PROVINCE, text),
    )


def _copy(folder: Path, location: Location) -> Capture:
    body = f"<title>x</title>{''.join(PAYLOADS)}".encode()
    return Capture(url=AUDIT.url, site="opdc", captured=CAPTURED, body=body, digest=DIGEST)


def pages(app: Flask) -> Iterator[str]:
    """Every page of ours that the application has, those of the future too."""
    client, endpoints = app.test_client(), set()
    for rule in app.url_map.iter_rules():
        for address in filled(rule, NAMES, "x") if rule.endpoint not in NO_PAGES else ():
            answer = client.get(address)
            if answer.mimetype == "text/html" and answer.headers["Content-Security-Policy"] != SANDBOX:
                assert answer.status_code == 200, address
                endpoints.add(rule.endpoint)
                yield address
    assert endpoints == set(PAGES)


def typed() -> Iterator[str]:
    """Pages with payloads in their addresses."""
    for query in QUERIES:
        yield f"/search?{urlencode({'q': query})}"
        yield f"/compare?{urlencode({'a': query, 'b': query[::-1]})}"
        yield f"/export?{urlencode({'q': query})}"
        yield f"/people?{urlencode({'q': query})}"
        yield f"/{quote(query, safe='')}"
    few = "".join(PAYLOADS[3:7])
    for path in ("/", "/search", "/compare", "/export", "/agencies", f"/article/{ARTICLE}", "/status", "/help"):
        yield f"{path}?{urlencode(dict.fromkeys(PARAMETERS, few))}"
    yield "/search?q=alert&per_page=20&group=0"
    yield f"/article/{BARE}"
    yield f"/article/{ARTICLE}?version=1"
    yield f"/article/{ARTICLE}/diff?from=1&to=2&lang=en"
    for kind in ("person", "agency", "province"):
        yield f"/{kind}/{quote(few.replace('/', ' '), safe='')}"


def test_no_page_has_anything_that_its_policy_must_stop(browser: Browser, planted: Planted) -> None:
    context, said = listening(browser, planted.address)
    page = context.new_page()
    for address in pages(planted.app):
        page.goto(address)
        assert page.evaluate(FOREIGN) == [], address
        if address.endswith("/copy"):  # where the policy of the copy in its frame has much to stop
            assert said
            said[:] = [line for line in said if "sandbox" not in line and "Content Security Policy" not in line]
        assert said == [], address
    context.close()


def test_nothing_runs_without_the_policy_either(browser: Browser, planted: Planted) -> None:
    faults: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    def requested(request: Request) -> None:
        if not request.url.startswith(planted.address):
            faults.append(request.url)

    context = browser.new_context(base_url=planted.address, bypass_csp=True)
    context.on("dialog", dismiss)
    context.on("request", requested)
    page = context.new_page()
    for address in (*pages(planted.app), *typed()):
        if not address.endswith("/copy"):  # whose frame is kept by nothing but policy
            page.goto(address)
            assert page.evaluate(FOREIGN) == [], address
            assert faults == [], address
    context.close()


def test_completions_and_kept_searches_are_text(browser: Browser, planted: Planted) -> None:
    context, said = listening(browser, planted.address)
    page = context.new_page()
    page.goto(f"/search?{urlencode({'q': QUERIES[0]})}")
    page.locator("#save").click()
    page.goto("/")
    expect(page.locator("#saved a")).to_contain_text("<script>")
    page.locator("#q").press_sequentially("<script")
    expect(page.get_by_role("option").first).to_contain_text("alert(1)")
    assert page.evaluate(FOREIGN) == []
    context.close()
    assert said == []


def test_a_copy_alone_has_no_origin(browser: Browser, planted: Planted) -> None:
    context, said = listening(browser, planted.address)
    page = context.new_page()
    page.goto(f"/article/{ARTICLE}/raw")
    assert page.evaluate("[self.origin, document.scripts.length > 0]") == ["null", True]
    context.close()
    assert not [line for line in said if "sandbox" not in line and "Content Security Policy" not in line], said


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href=javascript:alert(1)>"]
)
def test_what_would_run_is_found(browser: Browser, bad: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.set_content(f"<main>{bad}</main>")
    assert page.evaluate(FOREIGN.replace("location.href", "'http://x.example'"))
    context.close()
