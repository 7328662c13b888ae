"""Discovery: what list pages, REST, sitemaps and feeds tell, and which of it becomes a request."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse
from twisted.python.failure import Failure

from corpus.errors import CrawlProblem
from corpus.sites import Crawl, Site, Start, load_site
from corpus.urls import canonical_url
from crawler.frontier import Frontier
from crawler.places import check_site
from crawler.records import Job, Lead, Told
from crawler.safe_xml import NotXML, parse
from crawler.spiders.discovery import Discovery, NotAList, day_of
from crawler.spiders.feed import Feed
from crawler.spiders.listing import Links, Listing, attachments
from crawler.spiders.site import DISCOVERY, SiteSpider
from crawler.spiders.sitemap import Sitemap
from crawler.spiders.wordpress import WordPress
from tests.crawling import expected_ids, fetch, fetch_replica
from tests.replica.server import Replica

BASE = "http://www.opdc.go.th/"
FIRST = Lead(url=BASE, role="listing")
OPDC = load_site("opdc")


def html(body: str, url: str = BASE) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


def start(spider: str, *article: str, follow: tuple[str, ...] = ()) -> Start:
    return Start(spider=spider, url=BASE, article=article, follow=follow)


def told(discovery: Discovery, response: Response, where: Start, lead: Lead = FIRST) -> list[tuple[str, str]]:
    return [(found.role, found.url) for found in discovery.read(response, where, lead)]


# --- list pages -------------------------------------------------------------------------------------------------


def test_a_list_tells_articles_and_further_lists_and_nothing_else() -> None:
    page = html(
        '<a href="/content/NzEwOA#top">1</a><a href="content/NzEwOA">same</a><a href=" /news?page=2 ">2</a>'
        '<a href="javascript:void(0)">x</a><a href="mailto:a@b.c">x</a><a href="http://[">x</a><a>x</a>'
        '<a href="/about">x</a><a href="//evil.example/content/AAAA">elsewhere</a>'
    )
    assert told(Listing(), page, start("listing", r"/content/\w+$", follow=(r"/news\?",))) == [
        ("article", BASE + "content/NzEwOA"),
        ("article", "http://evil.example/content/AAAA"),  # the spider leaves out what is not of the site
        ("listing", BASE + "news?page=2"),
    ]


def test_links_counts_every_other_link_as_a_page_to_look_at() -> None:
    page = html('<a href="/a/1">1</a><a href="/b">2</a>')
    assert told(Links(), page, start("links", r"/a/\d$")) == [("article", BASE + "a/1"), ("listing", BASE + "b")]
    assert told(Links(), page, start("links", r"/a/\d$", follow=("/c",))) == [("article", BASE + "a/1")]


def test_documents_of_a_page_are_found_in_links_and_frames() -> None:
    page = html('<a href="/u/แผน.PDF">1</a><iframe src="/u/b.pdf?x=1"></iframe><a href="/u/c.jpg">no</a>', BASE + "p")
    found = list(attachments(page, Crawl()))
    plan = "u/%E0%B9%81%E0%B8%9C%E0%B8%99.PDF"
    assert [canonical_url(lead.url) for lead in found] == [BASE + plan, BASE + "u/b.pdf?x=1"]
    assert {lead.parent for lead in found} == {BASE + "p"}


def test_bytes_that_are_no_page_have_no_links() -> None:
    assert told(Listing(), Response(BASE, body=b"%PDF-1.4"), start("listing", ".")) == []


# --- WordPress --------------------------------------------------------------------------------------------------


def posts(*records: object, pages: str = "1") -> Response:
    return Response(BASE, body=json.dumps(records).encode(), headers={"X-WP-TotalPages": pages})


def test_wordpress_posts_come_with_title_and_day() -> None:
    record = {"link": BASE + "8691/", "date": "2022-07-22T10:00:00", "title": {"rendered": "ข่าว &amp; ภาพ"}}
    [lead] = WordPress().read(posts(record), start("wordpress"), WordPress().first(start("wordpress"), None))
    assert lead.day == date(2022, 7, 22)
    assert lead.hints == {"title": "ข่าว & ภาพ", "published": "2022-07-22"}


def test_wordpress_goes_on_to_the_last_page_and_no_further() -> None:
    spider, record = WordPress(), {"link": BASE + "1/"}
    lead = spider.first(start("wordpress"), date(2022, 1, 31))
    assert "after=2022-01-31T00:00:00" in lead.url
    seen = [lead.url]
    while following := [
        f for f in spider.read(posts(record, pages="3"), start("wordpress"), lead) if f.role != "article"
    ]:
        [lead] = following
        seen.append(lead.url)
    assert [url.rpartition("&page=")[2] for url in seen] == ["1", "2", "3"]


def test_wordpress_without_pretty_links_is_tried_second_and_last() -> None:
    lead = WordPress().first(start("wordpress"), None)
    other = WordPress().instead(lead)
    assert other is not None
    assert "?rest_route=/wp/v2/posts&per_page=100" in other.url
    assert WordPress().instead(other) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["link", "date", "title", "rendered"]), x),
    )
)
def test_any_json_is_posts_or_is_refused(data: object) -> None:
    response = Response(BASE, body=json.dumps(data).encode())
    try:
        for lead in WordPress().read(response, start("wordpress"), FIRST):
            assert lead.role in ("article", "listing")
    except NotAList as e:
        assert "no WordPress REST interface" in str(e)  # noqa: PT017  # either way is right, with its reason


# --- sitemaps and feeds -----------------------------------------------------------------------------------------

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> http://www.opdc.go.th/8691/ </loc><lastmod>2022-07-22T10:00:00+07:00</lastmod></url>
<url><loc>http://www.opdc.go.th/about</loc></url><url><lastmod>2022-07-22</lastmod></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>http://www.opdc.go.th/s1.xml.gz</loc></sitemap></sitemapindex>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?paged=2"/><link href="/"/>
<entry><title>ก</title><link rel="self" href="/x"/><link href="/7797/"/>
<published>2021-06-25T08:00:00Z</published></entry></feed>"""
RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>http://www.opdc.go.th/</link>
<item><title>ก</title><link>http://www.opdc.go.th/1/</link><pubDate>Thu, 29 Dec 2022 09:00:00 +0700</pubDate></item>
<item><guid>http://www.opdc.go.th/2/</guid><dc:date>2022-12-30</dc:date></item>
<item><guid isPermaLink="false">x</guid></item>
</channel></rss>"""


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_sitemap_tells_pages_with_their_last_change(pack: object) -> None:
    assert callable(pack)
    response = Response(BASE + "sitemap.xml.gz", body=pack(SITEMAP))
    [lead] = Sitemap().read(response, start("sitemap", r"/\d+/$"), FIRST)
    assert (lead.url, lead.day) == (BASE + "8691/", date(2022, 7, 22))
    assert len(told(Sitemap(), response, start("sitemap"))) == 2  # without patterns: all of them


def test_a_sitemap_index_leads_to_sitemaps_but_not_for_ever() -> None:
    response = XmlResponse(BASE, body=INDEX.encode())
    assert told(Sitemap(), response, start("sitemap")) == [("listing", BASE + "s1.xml.gz")]
    assert told(Sitemap(), response, start("sitemap"), Lead(url=BASE, role="listing", paging=5)) == []


def test_feeds_of_both_families_are_read() -> None:
    [entry, following] = Feed().read(XmlResponse(BASE, body=ATOM.encode()), start("feed"), FIRST)
    assert (entry.url, entry.day, entry.hints["title"]) == (BASE + "7797/", date(2021, 6, 25), "ก")
    assert (following.role, following.url) == ("listing", BASE + "feed?paged=2")
    items = list(Feed().read(XmlResponse(BASE, body=RSS.encode()), start("feed", r"/\d/$"), FIRST))
    assert [(i.url, i.day) for i in items] == [(BASE + "1/", date(2022, 12, 29)), (BASE + "2/", date(2022, 12, 30))]


@pytest.mark.parametrize("spider", ["sitemap", "feed", "wordpress"])
@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"\x1f\x8bnonsense", b"{}", b"\x00\xff" * 50])
def test_what_is_not_a_list_is_refused_with_the_reason(spider: str, body: bytes) -> None:
    with pytest.raises(NotAList, match=r"^no (sitemap|feed|WordPress REST interface): "):
        list(DISCOVERY[spider].read(Response(BASE, body=body), start(spider), FIRST))


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    outside = f'<!DOCTYPE u [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><urlset><url><loc>&e;</loc></url></urlset>'
    assert told(Sitemap(), Response(BASE, body=outside.encode()), start("sitemap")) == []
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE u [<!ENTITY e0 "ha">{bomb}]><urlset><url><loc>&e11;</loc></url></urlset>'
    assert told(Sitemap(), Response(BASE, body=laughs.encode()), start("sitemap")) == []


def test_a_gzip_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotXML, match="unpacks to more than 1000 bytes"):
        parse(gzip.compress(b"<a>" + bytes(10_000_000)), 1000)


@given(st.binary(max_size=200) | st.text(alphabet="<>/&;!abc ='\"ก", max_size=200).map(str.encode))
def test_any_bytes_are_xml_or_are_refused(data: bytes) -> None:
    try:
        assert parse(data, 10_000) is not None
    except NotXML as e:
        assert str(e)  # noqa: PT017  # either way is right, with its reason


@given(st.text(max_size=40))
def test_days_never_break(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)


# --- the frontier -----------------------------------------------------------------------------------------------


def article(path: str, **more: object) -> Lead:
    return Lead(url=BASE + path, role="article", **more)  # type: ignore[arg-type]  # fields by name


def test_many_addresses_of_one_article_make_one_request() -> None:
    frontier = Frontier(OPDC)
    forms = [
        "content.php?menu_id=5&content_id=2626",
        "content.php?content_id=2626&menu_id=5",
        "content.php?content_id=2626",
    ]
    assert [len(list(frontier.offer(article(form)))) for form in forms] == [1, 0, 0]
    assert frontier.known == 1


def test_a_print_twin_waits_and_goes_only_where_the_page_failed() -> None:
    frontier = Frontier(OPDC)
    assert list(frontier.offer(article("print.php?cat=3&id=805"))) == []
    assert list(frontier.offer(article("print.php?cat=3&id=806"))) == []
    [page] = frontier.offer(article("page.php?cat=3&id=805"))
    assert list(frontier.settle(page, stored=True)) == []
    assert [lead.url for lead in frontier.second_best()] == [BASE + "print.php?cat=3&id=806"]
    assert list(frontier.second_best()) == []


@pytest.mark.parametrize("order", [1, -1])
def test_the_print_twin_of_an_article_that_rests_rests_too(order: int) -> None:
    frontier = Frontier(OPDC)
    page, twin = article("page.php?cat=3&id=805"), article("print.php?cat=3&id=805")
    for lead in (page, twin)[::order]:
        assert list(frontier.offer(lead, rests=lead is page)) == []
    assert list(frontier.second_best()) == []
    assert (frontier.known, frontier.rested) == (1, 1)


def test_a_limit_lets_others_in_for_those_that_fail() -> None:
    frontier = Frontier(OPDC, limit=2)
    admitted = [lead for n in range(5) for lead in frontier.offer(article(f"content.php?content_id={n}"))]
    assert len(admitted) == 2
    [third] = frontier.settle(admitted[0], stored=False)
    assert list(frontier.settle(third, stored=True)) == []
    assert frontier.still_wanted(FIRST)
    assert list(frontier.settle(admitted[1], stored=True)) == []
    assert not frontier.still_wanted(FIRST)
    assert frontier.still_wanted(Lead(url=BASE + "a.pdf", role="attachment"))


def test_since_leaves_out_what_the_source_dates_earlier() -> None:
    frontier = Frontier(OPDC, since=date(2022, 1, 1))
    assert list(frontier.offer(article("1/", day=date(2021, 12, 31)))) == []
    assert len(list(frontier.offer(article("2/", day=date(2022, 1, 1))))) == 1
    assert len(list(frontier.offer(article("3/")))) == 1  # the source tells no date
    assert frontier.old == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=40), st.integers(1, 5))
def test_no_order_of_answers_stores_more_than_the_limit(steps: list[tuple[int, bool]], limit: int) -> None:
    frontier = Frontier(OPDC, limit=limit)
    under_way: list[Lead] = []
    for number, stored in steps:
        under_way += frontier.offer(article(f"content.php?content_id={number}"))
        if under_way:
            under_way += frontier.settle(under_way.pop(0), stored=stored)
        assert frontier.stored + len(under_way) <= limit


# --- on the replica ---------------------------------------------------------------------------------------------


def test_all_articles_of_all_generations_are_found(replica: Replica, tmp_path: Path) -> None:
    done = fetch_replica(replica, tmp_path)
    assert expected_ids(replica, done.site) == done.ids
    assert len(done.articles) == len(done.ids)  # each once
    assert not [c.url for c in done.captures if "print.php" in c.url]
    documents = [c for c in done.captures if "parent" in c.hints]
    assert {d.body[:2] for d in documents} <= {b"%P", b"PK"}
    assert documents


def test_the_shipped_profile_finds_them_too(replica: Replica, tmp_path: Path) -> None:
    profile = tmp_path / "opdc.toml"
    profile.write_text(
        f'extends = "opdc"\nconnect = "{replica.address}"\nallow_private = true\n[crawl]\ndelay = 0\n', encoding="utf-8"
    )
    done = fetch(load_site(str(profile)), tmp_path / "crawl")
    assert expected_ids(replica, done.site) == done.ids


@pytest.mark.parametrize(("number", "generations"), [(1, {"wp"}), (2, {"g4"}), (3, {"wp"})])
def test_each_way_of_discovery_works_alone(
    replica: Replica, tmp_path: Path, number: int, generations: set[str]
) -> None:
    whole = load_site(str(replica.profile(tmp_path)))
    only = with_starts(whole, whole.crawl.start[number])
    there = {i for i in expected_ids(replica, whole) if i.split(":")[1] in generations}
    done = fetch(only, tmp_path / "crawl")
    assert done.end.text == "finished"
    assert done.ids == there
    assert done.refused == {}  # asking a feed for one page more than it has is no failure


def test_the_limit_counts_article_pages(replica: Replica, tmp_path: Path) -> None:
    done = fetch_replica(replica, tmp_path, limit=5)
    assert len(done.articles) == 5
    assert [t.done for t in done.told if t.kind == "progress"] == [1, 2, 3, 4, 5]
    assert {t.total for t in done.told if t.kind == "progress"} == {5}


def test_an_endless_list_is_left(replica: Replica, tmp_path: Path) -> None:
    replica.faults.add(r"po\.opdc\.go\.th/news", "endless")
    done = fetch_replica(replica, tmp_path)
    assert expected_ids(replica, done.site) == done.ids
    assert len([e for e in replica.log if "po.opdc.go.th/news" in e.url]) < 80


def test_max_pages_bounds_a_run(replica: Replica, tmp_path: Path) -> None:
    done = fetch_replica(replica, tmp_path, max_pages=20)
    assert len([e for e in replica.log if not e.url.endswith("robots.txt")]) <= 20
    assert done.end.counts["cut"] > 0


def with_starts(site: Site, *starts: Start) -> Site:
    return replace(site, crawl=replace(site.crawl, start=starts))


def test_a_fault_of_ours_in_reading_one_page_is_told_with_its_address() -> None:
    heard: list[Told] = []
    job = Job(site=OPDC, run_id=1, warc=Path(), log=Path("log"), user_agent="x", max_bytes=1)
    failure = Failure(KeyError("x"))  # type: ignore[no-untyped-call]  # Twisted's
    SiteSpider(job=job, tell=heard.append).when_broken(failure, html("", BASE + "p"))
    assert [(told.url, told.text, told.mild) for told in heard] == [
        (BASE + "p", "internal error: KeyError: 'x'", False)
    ]


BAD = ("http://www.opdc.go.th:99999/content/MQ", "http://[bad/content/MQ")


def _sitemap(urls: list[str]) -> Response:
    return XmlResponse(BASE, body=f"<urlset>{''.join(f'<url><loc>{u}</loc></url>' for u in urls)}</urlset>".encode())


def _rss(urls: list[str]) -> Response:
    items = "".join(f"<item><link>{u}</link></item>" for u in urls)
    return XmlResponse(BASE, body=f"<rss><channel>{items}</channel></rss>".encode())


def _posts(urls: list[str]) -> Response:
    shown = "".join(f'<a href="{u}.pdf">x</a>' for u in BAD)
    rows = [{"id": n, "link": u, "content": {"rendered": shown}} for n, u in enumerate(urls)]
    return TextResponse(BASE, body=json.dumps(rows).encode(), encoding="utf-8")


def _links(urls: list[str]) -> Response:
    return html("".join(f'<a href="{u}">x</a>' for u in urls))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("spider", "page"),
    [("sitemap", _sitemap), ("feed", _rss), ("wordpress", _posts), ("listing", _links), ("links", _links)],
)
def test_an_address_that_is_none_leaves_the_rest_of_a_list(
    spider: str, page: Callable[[list[str]], Response], bad: str
) -> None:
    heard: list[Told] = []
    site = with_starts(OPDC, start(spider, "/content/"))
    job = Job(site=site, run_id=1, warc=Path(), log=Path("log"), user_agent="x", max_bytes=1)
    good = [f"{BASE}content/{name}" for name in ("MTIz", "MTI0", "MTI1")]
    spider_at_work = SiteSpider(job=job, tell=heard.append)
    found = list(DISCOVERY[spider].read(page([good[0], bad, *good[1:]]), site.crawl.start[0], FIRST))
    asked = [request.url for request in spider_at_work._offer_list(found, FIRST, BASE)]
    assert [url for url in asked if url in good] == good
    told_of = {one.url for one in heard}
    assert told_of <= {bad}
    assert all(one.mild for one in heard), "what the site's editors mistyped is no failure of the crawl"


@pytest.mark.parametrize("bad", BAD)
def test_a_start_that_is_no_address_is_named(bad: str) -> None:
    site = with_starts(OPDC, Start(spider="listing", url="http://www.opdc.go.th:8080/"), Start(spider="feed", url=bad))
    with pytest.raises(CrawlProblem, match=re.escape(f"cannot start at {bad}: it is not an address")):
        check_site(site)
