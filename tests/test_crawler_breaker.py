"""A site that blocks us is left alone, and the run says so."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from corpus.extract.refuse import looks_blocked
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store
from crawler.breaker import IN_A_ROW, WINDOW
from crawler.run import crawl
from tests.block_pages import BLOCK_PAGES
from tests.replica.replies import Request
from tests.replica.server import Replica

ARTICLES = r"/(?:content|special|page)\.php|/content/|/\?p=|/\d+/?$|/(?:th|en)/[a-z]+/"


@pytest.mark.parametrize(("fault", "why"), [("403", "× HTTP 403 Forbidden"), ("block", "× a block page")])
def test_a_site_that_blocks_is_left_alone(replica: Replica, tmp_path: Path, fault: str, why: str) -> None:
    replica.faults.add(ARTICLES, fault)
    site = load_site(str(replica.profile(tmp_path, minimum=1)))
    settings = Settings(data=tmp_path / "data", workers=1)
    run = crawl(site, settings)
    assert run.status == "failed"
    assert run.message.startswith("the site opdc-replica is blocking us: of the last ")
    assert why in run.message
    asked = [e for e in replica.log if urlsplit(e.url).path != "/robots.txt"]
    assert len(asked) < len(replica.urls()) // 2
    with open_store(settings, readonly=True) as store:
        assert store.counts()["articles"] == 0


def test_a_crawl_that_was_blocked_is_continued_once_the_site_answers_again(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add(ARTICLES, "block")
    site = load_site(str(replica.profile(tmp_path, minimum=1)))
    settings = Settings(data=tmp_path / "data", workers=1)
    crawl(site, settings)
    blocked = {e.url for e in replica.log if re.search(ARTICLES, e.url)}
    assert len(blocked) >= IN_A_ROW
    replica.faults.clear()
    replica.forget()
    run = crawl(site, settings)
    assert run.status == "done", run.message
    assert run.counts["resumed"] > 0, "the lists had come"
    assert blocked <= {e.url for e in replica.log}, "a block page is no answer of the site"
    with open_store(settings, readonly=True) as store:
        assert run.counts["articles"] == store.counts()["articles"] + run.counts["merged"]


def test_some_refused_pages_are_no_block(replica: Replica, tmp_path: Path) -> None:
    for url in [u for u in replica.urls() if "content.php" in u][: WINDOW // 3]:
        replica.faults.add(url.partition("?")[2].replace("?", r"\?") + "$", "403")
    run = crawl(load_site(str(replica.profile(tmp_path, minimum=1))), Settings(data=tmp_path / "data", workers=1))
    assert run.status == "partial"
    assert "blocking" not in run.message


def test_pages_of_the_site_do_not_look_blocked(replica: Replica) -> None:
    for url in replica.urls():
        reply = replica.site.answer(Request(method="GET", url=url, headers=MappingProxyType({})))
        assert not looks_blocked(reply.body.decode("utf-8", "replace")), url
    blocks = ("cloudflare challenge", "f5", "akamai", "aws", "tiny script")
    assert all(looks_blocked(BLOCK_PAGES[name]) for name in blocks)
