"""Crawls of a site that was redesigned: the run fails loudly, stores nothing blank, and is mended by reading again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.records import Rejected
from corpus.rereading import reread
from corpus.settings import Settings
from corpus.sites import Site, load_site
from corpus.store import open_store
from crawler.run import crawl
from tests.crawling import site_of
from tests.replica.articles import ReplicaArticle, load_articles
from tests.replica.server import Replica
from tests.test_crawler_run import one_article, stored_ids

G3 = r"/\?p=\d+$|go\.th/\d+/?$"


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Three articles of each kind of page of each generation: enough for an alarm of each layout."""
    found: dict[tuple[str, str], list[ReplicaArticle]] = {}
    for article in load_articles():
        if len(article.homes) == 1:
            found.setdefault((article.homes[0].gen, article.homes[0].script), []).append(article)
    with Replica([article for articles in found.values() for article in articles[:3]]) as served:
        yield served


def versions(settings: Settings) -> dict[str, tuple[str, ...]]:
    with open_store(settings, readonly=True) as store:
        return {a.id: tuple(v.digest for v in store.versions(a.id)) for _, a in store.articles()}


def refused(settings: Settings, run: int) -> list[Rejected]:
    with open_store(settings, readonly=True) as store:
        return [r for _, r in store.rejected(run)]


def test_a_redesign_fails_the_run_and_reading_again_with_the_corrected_profile_mends_it(
    replica: Replica, settings: Settings, tmp_path: Path
) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    assert crawl(site, settings).status == "done"
    before = versions(settings)
    replica.faults.add(G3, "mutated:soup")
    run = crawl(site, settings, full=True)
    assert run.status == "failed"
    assert "the layout g3 of the site opdc-replica has changed" in run.message
    assert "khlang reread" in run.message
    assert versions(settings) == before
    again = crawl(site, settings, full=True)  # the same pages once more: no less of an alarm
    assert again.status == "failed"
    assert versions(settings) == before
    profile = tmp_path / "opdc-replica.toml"
    layout = [
        "[[layout]]",
        'name = "g3"',
        'section = ["ข่าวสาร ก.พ.ร."]',
        "title_suffix = ' ?[-|–] ?สำนักงาน ก\\.พ\\.ร\\.'",
    ]
    others = [f'[[layout]]\nname = "{name}"' for name in ("g1", "g2", "g4")]
    profile.write_text(profile.read_text(encoding="utf-8") + "\n" + "\n".join([*layout, *others, ""]), encoding="utf-8")
    corrected: Site = load_site(str(profile))
    assert reread(settings, corrected, accept=True).counts["refused"] < len(refused(settings, run.id))
    assert all(len(v) >= 1 and v[0] == before[id_][0] for id_, v in versions(settings).items())


def test_blank_pages_are_not_stored(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    replica.faults.add(r"/(?:content|special|page)\.php|/content/|/\?p=|/\d+/?$|/(?:th|en)/[a-z]+/[a-z]", "blank")
    run = crawl(site_of(replica, tmp_path, minimum=1), settings)
    assert run.status == "failed"
    with open_store(settings, readonly=True) as store:
        assert [a.id for _, a in store.articles() if not a.body] == []


def test_one_page_that_lost_its_date_is_an_edit(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings)
    pattern, id_ = one_article(replica, site)
    replica.faults.add(pattern, "mutated:no_date")
    run = crawl(site, settings)
    assert run.status == "done"
    assert run.counts["changed"] == 1
    assert [id_ for id_, v in versions(settings).items() if len(v) == 2] == [id_]
    assert refused(settings, run.id) == [r for r in refused(settings, run.id) if r.stage == "fetch"]


def test_a_list_that_names_no_article_is_an_alarm(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    assert crawl(site, settings).status == "done"
    ids = stored_ids(settings)
    replica.faults.add("sitemap.*\\.xml|/feed/", "block")
    run = crawl(site, settings)
    assert run.status == "failed"
    assert "the list http://www.opdc.go.th/sitemap.xml of the site opdc-replica has changed" in run.message
    assert stored_ids(settings) == ids


def test_kept_versions_are_read_again_under_their_numbers(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings, limit=5)
    before = versions(settings)
    run = reread(settings, site, everything=True)
    assert run.status == "done"
    assert run.counts["unchanged"] == len(before)
    assert versions(settings) == before


def test_an_edit_that_a_killed_crawl_met_is_taken_by_the_one_that_continues_it(
    replica: Replica, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings)
    pattern, id_ = one_article(replica, site)
    replica.faults.add(pattern, "mutated:no_date")
    killed_before_the_intake(site, settings, monkeypatch)
    run = crawl(site, settings)
    assert (run.status, run.counts["changed"]) == ("done", 1)
    assert len(versions(settings)[id_]) == 2


def test_a_redesign_that_a_killed_crawl_met_fails_the_one_that_continues_it(
    replica: Replica, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings)
    before = versions(settings)
    replica.faults.add(G3, "mutated:soup")
    killed_before_the_intake(site, settings, monkeypatch)
    run = crawl(site, settings)
    assert run.status == "failed"
    assert "the layout g3 of the site opdc-replica has changed" in run.message
    assert versions(settings) == before


def killed_before_the_intake(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl that fetched everything and whose process is gone before it took anything in."""

    def gone(*_: object) -> None:
        raise KeyError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("crawler.run.take_in", gone)
        with pytest.raises(KeyError, match="killed"):
            crawl(site, settings)
    with open_store(settings) as store:
        store.give_up_own_runs()


def test_one_and_the_same_notice_added_to_many_pages_is_an_edit(settings: Settings, tmp_path: Path) -> None:
    with Replica() as replica:
        site = site_of(replica, tmp_path, minimum=1)
        assert crawl(site, settings).status == "done"
        edited = [url for url in replica.urls() if re.search(G3, url)]
        for url in edited[: len(edited) // 2]:
            replica.faults.add(f"{re.escape(url)}$", "changed")
        run = crawl(site, settings)
        assert (run.status, run.counts["changed"]) == ("done", len(edited) // 2), run.message


def test_pages_that_came_well_since_are_not_read_again(replica: Replica, settings: Settings, tmp_path: Path) -> None:
    site = site_of(replica, tmp_path, minimum=1)
    crawl(site, settings)
    fault = replica.faults.add(G3, "mutated:soup")
    assert crawl(site, settings, full=True).status == "failed"
    waiting = reread(settings, site)
    assert waiting.counts["refused"] > 2
    assert waiting.counts["superseded"] == 0
    replica.faults.remove(fault)
    assert crawl(site, settings, full=True).status == "done"
    before = versions(settings)
    again = reread(settings, site)
    assert (again.status, again.message) == ("done", "no refused page waits to be read again")
    assert again.counts["superseded"] == waiting.counts["refused"]
    assert versions(settings) == before
