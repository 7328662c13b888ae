"""Pictures of the main pages for the README: the demo's sample articles, crawled twice, as a browser shows them.

``python -m tests.screenshots [FOLDER]`` writes PNG files, by default into docs/screenshots. Between the two crawls one
article is changed and one vanishes, so that there are versions to compare and something happened this week.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.demo import QUERY, ROOT, fetch, khlang, say, served
from tests.replica.server import Replica
from tests.test_web_browser import CHROMIUM, FLAGS

FOLDER = ROOT / "docs" / "screenshots"
ADDED = "กำหนดวันส่งข้อเสนอเพิ่มเติมเลื่อนเป็นวันที่ 30 ของเดือน"  # the deadline for further proposals is moved
DESK, PHONE = (1280, 640), (390, 780)
SHOWN = {"difference-desktop": ".strips :is(ins, del)"}  # what stands lower on its page than the picture goes
MOST_BYTES = 150_000  # a clone brings all of them


def main(folder: Path = FOLDER) -> int:
    """Take all the pictures; 1 where one is larger than it should be."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(archive())
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        for name, (path, size, theme) in shots(address).items():
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale="th-TH"
            )
            page = context.new_page()
            page.goto(address.rstrip("/") + path, wait_until="networkidle")
            if name in SHOWN:
                page.locator(SHOWN[name]).first.evaluate("e => e.scrollIntoView({block: 'center'})")
            page.screenshot(path=folder / f"{name}.png")
            context.close()
            say(f"{name}: {path}")
    large = [f"{p.name}: {p.stat().st_size}" for p in sorted(folder.glob("*.png")) if p.stat().st_size > MOST_BYTES]
    say("\n".join(large) or "all pictures are small")
    return 1 if large else 0


@contextlib.contextmanager
def archive() -> Iterator[str]:
    """The address of a search page over the replica's articles as they were and as they became."""
    with Replica() as replica, tempfile.TemporaryDirectory(prefix="khlang-screenshots-") as folder:
        data = Path(folder)
        profile = str(replica.profile(data, minimum=90))  # one of 97 articles will vanish
        khlang(data, "crawl", profile)
        pages = replica.truth()
        changed = next(url for url, article in pages if "การมีส่วนร่วม" in f"{article.title}{article.body}")
        gone = next(url for url, _ in reversed(pages) if url != changed)
        replica.faults.add(re.escape(changed), f"changed:{ADDED}")
        replica.faults.add(re.escape(gone), "vanished")
        khlang(data, "crawl", profile, "--full")
        khlang(data, "index", "build")
        with served(data, 0, once=True) as (address, _):
            yield address


def shots(address: str) -> Mapping[str, tuple[str, tuple[int, int], Any]]:
    """For each picture: the path of its page, the size of the window, the theme."""
    found = asked(address, "search", q=QUERY, per_page="20")
    versions = {hit["id"]: asked(address, f"articles/{hit['id']}")["version"] for hit in found["hits"]}
    article = max(versions, key=lambda one: versions[one])
    person = asked(address, "search")["facets"]["person"][0]["value"]
    results = f"/search?{urllib.parse.urlencode({'q': QUERY})}"
    pair = urllib.parse.urlencode({"a": "ประชาชน", "b": "จังหวัด"})
    return {
        "start-desktop": ("/", DESK, "light"),
        "start-phone": ("/", PHONE, "light"),
        "results-desktop": (results, DESK, "light"),
        "results-phone": (results, PHONE, "dark"),
        "article-desktop": (f"/article/{article}", DESK, "light"),
        "article-phone": (f"/article/{article}", PHONE, "light"),
        "difference-desktop": (f"/article/{article}/diff?from=1&to={versions[article]}", DESK, "light"),
        "person-desktop": (f"/person/{person}", DESK, "dark"),
        "compare-desktop": (f"/compare?{pair}", DESK, "light"),
        "status-desktop": ("/status", DESK, "light"),
    }


def asked(address: str, path: str, **query: str) -> Any:
    """What the API says."""
    return json.loads(fetch(f"{address}api/{urllib.parse.quote(path, safe='/:')}?{urllib.parse.urlencode(query)}"))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
