"""A redesigned site: every kind of change raises an alarm, and nothing blank or wrong is stored."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from corpus.digests import payload_digest
from corpus.drift import Alarm, alarms
from corpus.intake import take_in
from corpus.records import Article, Capture
from corpus.settings import Settings
from corpus.sites import Site, load_site
from corpus.store import open_store
from corpus.thai.normalise import squash
from corpus.urls import article_id, locate
from corpus.warc import WarcWriter
from tests.replica.articles import ReplicaArticle
from tests.replica.mutations import MUTATIONS, mutate
from tests.replica.replies import Request
from tests.replica.server import Replica

# In a first run only assumed selectors fit no page, and all that is read is right: told as assumptions, no alarm.
UNDERSTOOD = ("renamed", "no_article_tag", "soup", "cookie_notice")
HARMLESS = ("cookie_notice",)  # the notice is taken off, and the article is as it was
UNTOLD = ("cut_short",)  # a short page of a site never seen before looks as short pages do
THEN = datetime(2026, 1, 1, tzinfo=UTC)


class Shown(NamedTuple):
    """One article page of the replica."""

    url: str
    body: bytes
    charset: str
    truth: ReplicaArticle


class Base(NamedTuple):
    """The replica's pages, its profile, and a data folder in which a sound run of them stands."""

    pages: list[Shown]
    site: Site
    data: Path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("drift")
    replica = Replica()
    site = load_site(str(replica.profile(folder)))
    pages = list(shown(replica))
    replica.stop()
    settings = Settings(data=folder / "data", workers=1)
    assert run(settings, site, [(p.url, p.body, p.charset) for p in pages]) == ()
    return Base(pages, site, settings.data)


def shown(replica: Replica) -> Iterator[Shown]:
    for url, truth in replica.truth():
        reply = replica.site.answer(Request(method="GET", url=url, headers=MappingProxyType({})))
        if reply.status == 200:
            yield Shown(url, reply.body, reply.content_type.partition("charset=")[2], truth)


def run(settings: Settings, site: Site, pages: list[tuple[str, bytes, str]], day: int = 0) -> tuple[Alarm, ...]:
    """Take *pages* in as one crawl; returns the alarms of it."""
    with open_store(settings) as store:
        number = store.begin_run(f"crawl {site.name}", site)
    with WarcWriter(settings.warc, f"{site.name}-{number:06d}") as writer:
        for url, body, charset in pages:
            made = Capture(url=url, site=site.name, captured=THEN + timedelta(days=day), body=body, charset=charset,
                           digest=payload_digest(body))  # fmt: skip
            head = f"Content-Type: text/html; charset={charset}\r\n\r\n".encode()
            writer.write_exchange(url, site.name, made.captured, 200, "OK", b"\r\n", head, body, {})
    counts = take_in(settings, number, sites=[site])
    with open_store(settings) as store:
        found = alarms(store, number, site=site)
        store.end_run(number, "failed" if found else "done", counts)
    return found


def articles(settings: Settings) -> list[Article]:
    with open_store(settings, readonly=True) as store:
        return [article for _, article in store.articles()]


def mutated(base: Base, name: str) -> list[tuple[str, bytes, str]]:
    return [(p.url, mutate(name, p.body, p.truth), "utf-8") for p in base.pages]


def test_there_are_mutations_enough() -> None:
    assert len(MUTATIONS) >= 15


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_redesign_of_a_known_site_is_an_alarm_and_changes_no_article(base: Base, name: str, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    shutil.copytree(base.data, settings.data)
    before = {article.id: article for article in articles(settings)}
    found = run(settings, base.site, mutated(base, name), day=1)
    assert bool(found) is (name not in HARMLESS)
    assert all("layout" in alarm.text and "khlang reread" in alarm.text for alarm in found)
    after = {article.id: article for article in articles(settings)}
    assert {id_: a.version for id_, a in after.items()} == dict.fromkeys(before, 1)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_redesign_met_in_the_first_run_is_no_article_that_is_blank_or_wrong(
    base: Base, name: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    found = run(settings, base.site, mutated(base, name))
    assert bool(found) is (name not in (*UNTOLD, *UNDERSTOOD))
    truths = {article_id(p.url, base.site): p.truth for p in base.pages}
    wrong = [a.id for a in articles(settings) if is_wrong(a, truths)]
    assert name in UNTOLD or wrong == []


def is_wrong(article: Article, truths: dict[str, ReplicaArticle]) -> bool:
    """Whether an article is not the one of its page: another title, text missing, or text that is not its own."""
    truth = truths[article.id]
    if squash(article.title) != squash(truth.title):
        return True
    own = squash(
        "".join((*truth.body, truth.title, *truth.credits, *(c for t in truth.tables for r in t.rows for c in r)))
    )
    read = squash(article.body)
    kept = sum(len(squash(p)) for p in truth.body if squash(p) in read)
    foreign = sum(len(squash(p)) for p in article.body.split("\n\n") if squash(p) not in own)
    return kept < 0.8 * len(squash("".join(truth.body))) or foreign > 0.1 * len(read)


def test_an_alarm_names_pages_of_its_own_layout(base: Base, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    shutil.copytree(base.data, settings.data)
    found = run(settings, base.site, mutated(base, "soup"), day=1)
    layouts = {article_id(page.url, base.site): locate(page.url, base.site) for page in base.pages}
    told = 0
    for alarm in found:
        for url in re.findall(r"https?://\S+?(?=[;,\s])", alarm.text):
            place = layouts[article_id(url, base.site)]
            assert place is not None
            assert f"layout {place.layout}" == alarm.part
            told += 1
    assert told >= 2 * len(found) > 2
    assert not any("1 more signs" in alarm.text for alarm in found)
