"""Discovery where real sites break it: encodings, session ids, trees of years, broken XML, feeds without end."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response, TextResponse

from corpus.sites import Crawl, Site, Start, build_site
from crawler.records import Lead
from crawler.safe_xml import NotXML, parse, text_of
from crawler.spiders.branches import MAX_BARREN_SHAPE, Branches, last_day, shape
from crawler.spiders.discovery import NotAList
from crawler.spiders.feed import Feed
from crawler.spiders.listing import Listing, attachments, links
from crawler.spiders.sitemap import MAX_ENTRIES, Sitemap
from crawler.spiders.wordpress import WordPress
from tests.crawling import fetch
from tests.small_sites import DOCUMENTS, SLUGS, Served, lists_site, sitemap_site, wordpress_site

BASE = "http://www.example.go.th/"
FIRST = Lead(url=BASE, role="listing")


def page(body: str, url: str = BASE, encoding: str = "utf-8", declared: str = "") -> HtmlResponse:
    headers = {"Content-Type": f"text/html; charset={declared}" if declared else "text/html"}
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(encoding), headers=headers)


def start(spider: str, **more: object) -> Start:
    return Start(spider=spider, url=BASE, **more)  # type: ignore[arg-type]  # fields by name


# --- links ------------------------------------------------------------------------------------------------------


def test_session_ids_are_no_part_of_an_address() -> None:
    found = list(
        links(
            page(
                '<a href="v.php?PHPSESSID=1f&amp;id=2"></a><a href="v.php?id=2&amp;PHPSESSID=aa"></a>'
                '<a href="/a;jsessionid=0A?x=1"></a><a href="b.asp?ASPSESSIONIDQA=1"></a><a href="?sid=5"></a>'
            )
        )
    )
    assert found == [BASE + "v.php?id=2", BASE + "a?x=1", BASE + "b.asp", BASE + "?sid=5"]


@pytest.mark.parametrize("declared", ["", "tis-620", "utf-8"])
def test_queries_of_thai_pages_are_written_as_browsers_write_them(declared: str) -> None:
    words = "ข่าวประชาสัมพันธ์ของกรมตัวอย่าง " * 3
    found = list(links(page(f'<p>{words}</p><a href="/ข่าว.php?cat=ข่าว">x</a>', encoding="cp874", declared=declared)))
    assert found == [BASE + "%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7.php?cat=%A2%E8%D2%C7"]


def test_the_next_page_is_found_however_it_is_said() -> None:
    body = (
        '<link rel="next" href="?page=2"><a rel="nofollow NEXT" href="/p/3">x</a>'
        '<select><option value="l.php?y=2551">ปี 2551'
        '<option value="ทั้งหมด">ทั้งหมด</select><meta http-equiv="refresh" content="0; url=/th/">'
    )
    found = list(Listing().read(page(body), start("listing", follow_text=("^ปี",)), FIRST))
    assert {lead.url for lead in found} == {BASE + "?page=2", BASE + "p/3", BASE + "l.php?y=2551", BASE + "th/"}


def test_a_tree_of_years_is_followed_by_its_words_newest_first() -> None:
    body = "".join(f'<a href="n{n}">{text}</a>' for n, text in enumerate(["ปี 2550", "พ.ศ. 2552 (3)", "ปี 2551", "ติดต่อ"]))
    leads = list(Listing().read(page(body), start("listing", follow_text=(r"^(?:ปี|พ\.ศ\.) 25\d\d",)), FIRST))
    assert [(lead.url[-2:], lead.day) for lead in leads] == [
        ("n1", date(2009, 12, 31)),
        ("n2", date(2008, 12, 31)),
        ("n0", date(2007, 12, 31)),
    ]


def test_branches_of_older_years_are_left_when_only_newer_pages_are_asked_for() -> None:
    old, new = (Lead(url=BASE + str(year), role="listing", day=date(year, 12, 31)) for year in (2008, 2009))
    undated = Lead(url=BASE + "x", role="listing")
    assert list(Branches().followed([old, new, undated], date(2009, 5, 1))) == [new, undated]


@pytest.mark.parametrize(
    ("text", "above", "day"),
    [
        ("ปี 2551", None, date(2008, 12, 31)),
        ("พ.ศ.2563", None, date(2020, 12, 31)),
        ("2024", None, date(2024, 12, 31)),
        ("กุมภาพันธ์ 2567", None, date(2024, 2, 29)),
        ("เมษายน", date(2008, 12, 31), date(2008, 4, 30)),
        ("เมษายน", None, None),
        ("ประชุมครั้งที่ 4/2560", None, None),
        ("12345", None, None),
        ("", None, None),
    ],
)
def test_what_a_branch_stands_for(text: str, above: date | None, day: date | None) -> None:
    assert last_day(text, above) == day


@given(st.text(max_size=60), st.none() | st.dates())
def test_any_text_names_a_day_or_none(text: str, above: date | None) -> None:
    assert last_day(text, above) is None or isinstance(last_day(text, above), date)


def test_a_calendar_is_left_whichever_way_leads_through_it() -> None:
    branches = Branches()
    days = [Lead(url=f"{BASE}cal.php?d={n}", role="listing") for n in range(200)]
    read = 0
    for day in days:
        if branches.worth(day):
            read += 1
            branches.barren(day, [])
    assert read == MAX_BARREN_SHAPE
    assert branches.left == {shape(days[0].url)}
    assert branches.worth(Lead(url=BASE + "list.php?y=2551", role="listing"))


def test_what_one_start_told_is_still_new_to_another() -> None:
    lead = replace(FIRST, barren=3)
    first, second = Branches(), Branches()
    assert first.barren(lead, ["a", "b"]) == 0
    assert second.barren(lead, ["a", "b"]) == 0
    assert first.barren(lead, ["b"]) == 4


# --- documents --------------------------------------------------------------------------------------------------

PDF = BASE + "wp-content/uploads/2023/10/scan.pdf"


@pytest.mark.parametrize(
    "address",
    [
        f"https://viewer.example/flipbook/?pdf={PDF}?wp-hosted=1&title=",
        f"https://docs.example/gview?embedded=true&url={PDF}",
        "/pdfjs/web/viewer.html?file=/wp-content/uploads/2023/10/scan.pdf#page=1",
        "/wp-content/uploads/2023/10/scan.pdf",
    ],
)
def test_a_document_in_a_viewer_is_fetched_from_where_it_lies(address: str) -> None:
    [lead] = attachments(page(f'<iframe src="{address}"></iframe>', BASE + "post/"), Crawl())
    assert (lead.url, lead.parent) == (PDF, BASE + "post/")


@given(st.text(max_size=80))
def test_no_address_breaks_the_search_for_documents(text: str) -> None:
    body = page('<a href="{}">x</a>'.format(text.replace('"', "%22")), BASE)
    assert all(lead.role == "attachment" for lead in attachments(body, Crawl(), (text, BASE + "?file=" + text)))


# --- XML --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"<a><t>http://x/?a=1&b=2&amp;c=3</t></a>",
        b"<a><t><![CDATA[http://x/?a=1&b=2&c=3]]></t></a>",
        b"\xef\xbb\xbf\r\n<?xml version='1.0'?><a><t>http://x/?a=1&b=2&c=3</t></a>",
        b"<a>\x00<t>http://x/?a=1\x0b&b=2&c=3</t></a>",
        "<a><t>http://x/?a=1&b=2&c=3</t></a>".encode("utf-16"),
        b"<a><t>http://x/?a=1&b=2&c=3</t><t>cut o",
    ],
)
def test_what_sites_break_in_xml_is_mended(data: bytes) -> None:
    if data.startswith(b"\xff\xfe"):
        data = data.decode("utf-16").replace("&", "&amp;").encode("utf-16")  # wide encodings are read as they are
    assert text_of(parse(data, 10_000), "t") == "http://x/?a=1&b=2&c=3"


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="windows-874"?><a><t>ข่าว</t></a>'.encode("cp874"),
        '<?xml version="1.0" encoding="TIS-620"?><a><t>ข่าว</t></a>'.encode("cp874"),
        ('<?xml version="1.0" encoding="UTF-8"?><a><t>ข่าว</t>' + "<x>ประชาสัมพันธ์</x>" * 20 + "</a>").encode("cp874"),
        '<?xml version="1.0" encoding="x-unheard-of"?><a><t>ข่าว</t></a>'.encode(),
        "<a><t>ข่าว</t></a>".encode(),
    ],
)
def test_xml_is_read_in_the_encoding_that_it_is_in(data: bytes) -> None:
    assert text_of(parse(data, 10_000), "t") == "ข่าว"


def test_entities_of_html_are_letters() -> None:
    assert text_of(parse(b"<a><t>a&nbsp;b &hellip; &lt;</t></a>", 1000), "t") == "a\xa0b … <"


@given(
    st.lists(
        st.sampled_from(
            [b"<![CDATA[", b"]]>", b"&", b"&amp;", b"&e;", b"<a>", b"</a>", b"\x00", b"\xe0\xb8", b"<?xml "]
        ),
        max_size=60,
    )
)
def test_any_mixture_of_tokens_is_read_or_refused(tokens: list[bytes]) -> None:
    try:
        assert parse(b"".join(tokens), 10_000) is not None
    except NotXML as e:
        assert str(e).startswith("not XML")  # noqa: PT017  # either way is right, with its reason


def test_thousands_of_openings_without_an_end_take_no_time_to_speak_of() -> None:
    assert parse(b"<a>" + b"<![CDATA[" * 200_000 + b"&" * 200_000, 10**7) is not None


# --- feeds and sitemaps -----------------------------------------------------------------------------------------


def test_a_feed_of_wordpress_is_asked_for_its_further_pages() -> None:
    body = (
        "<rss><channel><generator>https://wordpress.org/?v=6.4</generator><item><link>/1/</link></item></channel></rss>"
    )
    entry, following = Feed().read(
        Response(BASE, body=body.encode()),
        start("feed"),
        Lead(url=BASE + "?feed=rss2&paged=2", role="listing", paging=2),
    )
    assert entry.url == BASE + "1/"
    assert (following.url, following.guessed) == (BASE + "?feed=rss2&paged=3", True)


def test_titles_and_addresses_of_feeds_are_unescaped_once() -> None:
    body = (
        "<rss><channel><item><title>ก &amp;#8211; ข &amp;amp; ค</title>"
        "<link><![CDATA[/v.php?a=1&b=2]]></link></item><item><link>http://[</link></item></channel></rss>"
    )
    [entry] = Feed().read(Response(BASE, body=body.encode()), start("feed"), FIRST)
    assert (entry.url, entry.hints["title"]) == (BASE + "v.php?a=1&b=2", "ก – ข & ค")


def test_robots_names_sitemaps() -> None:
    robots = Lead(url=BASE + "robots.txt", role="listing")
    body = b"User-agent: *\r\nDisallow:\r\nsitemap:/a.xml\n  Sitemap : http://www.example.go.th/b.xml # x\nSitemap:\n"
    found = list(Sitemap().read(Response(robots.url, body=body), start("sitemap"), robots))
    assert [lead.url for lead in found] == [BASE + "a.xml", BASE + "b.xml"]
    with pytest.raises(NotAList, match=r"robots\.txt names none"):
        list(Sitemap().read(Response(robots.url, body=b"Disallow: /x"), start("sitemap"), robots))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_sitemap_may_be_a_plain_list_or_a_feed(mark: bytes) -> None:
    body = mark + b"http://www.example.go.th/1\r\nnonsense\r\nhttp://www.example.go.th/2\r\n"
    assert [lead.url for lead in Sitemap().read(Response(BASE, body=body), start("sitemap"), FIRST)] == [
        BASE + "1",
        BASE + "2",
    ]
    feed = b"<rss><channel><item><link>/1</link></item></channel></rss>"
    assert [lead.url for lead in Sitemap().read(Response(BASE, body=feed), start("sitemap"), FIRST)] == [BASE + "1"]


def test_a_sitemap_of_the_greatest_size_is_read_and_no_more() -> None:
    body = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(MAX_ENTRIES + 10)) + "</urlset>"
    found = list(Sitemap().read(Response(BASE, body=gzip.compress(body.encode())), start("sitemap"), FIRST))
    assert len(found) == MAX_ENTRIES
    assert found[-1].url == f"{BASE}{MAX_ENTRIES - 1}"


def test_news_sitemaps_tell_titles() -> None:
    body = (
        '<urlset xmlns="x" xmlns:n="y"><url><loc>/1</loc><n:news><n:title>ข่าว</n:title>'
        "<n:publication_date>2022-07-22</n:publication_date></n:news></url></urlset>"
    )
    [lead] = Sitemap().read(Response(BASE, body=body.encode()), start("sitemap"), FIRST)
    assert (lead.day, lead.hints["title"]) == (date(2022, 7, 22), "ข่าว")


@given(st.binary(max_size=300) | st.text(alphabet="Sitemap: \nhtp/.[]:#%ก", max_size=200).map(str.encode))
def test_any_bytes_are_a_sitemap_or_are_refused(data: bytes) -> None:
    for url in (BASE, BASE + "robots.txt"):
        try:
            assert all(
                lead.url for lead in Sitemap().read(Response(url, body=data), start("sitemap"), replace(FIRST, url=url))
            )
        except NotAList as e:
            assert str(e).startswith("no sitemap: ")  # noqa: PT017  # either way is right, with its reason


def test_a_list_that_is_a_feed_is_read_as_one() -> None:
    body = b'<?xml version="1.0"?><rss><channel><item><link>/content.php?id=1</link></item></channel></rss>'
    found = list(Listing().read(TextResponse(BASE, body=body), start("listing", article=("content",)), FIRST))
    assert [(lead.role, lead.url) for lead in found] == [("article", BASE + "content.php?id=1")]


# --- WordPress --------------------------------------------------------------------------------------------------


def test_wordpress_is_asked_for_changes_and_an_old_post_that_changed_counts_as_new() -> None:
    lead = WordPress().first(start("wordpress"), date(2022, 8, 1))
    assert "orderby=modified&modified_after=2022-08-01T00:00:00" in lead.url
    record = {"link": "/1/", "date": "2021-01-01T00:00:00", "modified": "2022-08-02T00:00:00"}
    [found] = WordPress().read(Response(BASE, body=json.dumps([record]).encode()), start("wordpress"), lead)
    assert (found.day, found.hints) == (date(2022, 8, 2), {"published": "2021-01-01"})


def test_wordpress_below_a_folder_and_other_types_of_posts() -> None:
    at = Start(spider="wordpress", url=BASE + "roiet/wp-json/wp/v2/announce")
    lead = WordPress().first(at, None)
    assert lead.url.startswith(BASE + "roiet/wp-json/wp/v2/announce?per_page=100")
    other = WordPress().instead(lead)
    assert other is not None
    assert other.url.startswith(BASE + "roiet/?rest_route=/wp/v2/announce&per_page=100")


def test_a_post_without_a_link_is_known_by_its_guid() -> None:
    record = {"guid": {"rendered": BASE + "?p=7&#038;x=1"}, "link": None}
    [found] = WordPress().read(Response(BASE, body=json.dumps([record]).encode()), start("wordpress"), FIRST)
    assert found.url == BASE + "?p=7&x=1"


# --- whole sites ------------------------------------------------------------------------------------------------


def site(served: Served, spider: str, path: str = "", **keys: object) -> Site:
    where = {"spider": spider, "url": served.url + path, **keys}
    return build_site(
        {
            "name": "small", "title_th": "เล็ก", "title_en": "Small", "hosts": ["127.0.0.1"], "allow_private": True,
            "crawl": {"delay": 0.0, "start": [where]},
            "address": [
                {"name": "v", "hosts": ["127.0.0.1"], "path": r"/(?:view|doc)\.php", "query": ["id"], "id": "{id}"}
            ],
        },
        "test",
    )  # fmt: skip


def test_a_wordpress_site_with_thai_slugs_and_a_pdf_in_a_foreign_viewer(tmp_path: Path) -> None:
    with Served(wordpress_site) as served:
        done = fetch(site(served, "wordpress"), tmp_path)
        again = fetch(site(served, "wordpress"), tmp_path / "again", since=date(2022, 7, 29))
    assert (len(done.articles), done.refused, done.end.text) == (len(SLUGS), {}, "finished")
    [scan] = [capture for capture in done.captures if "parent" in capture.hints]
    assert scan.url == served.url + "wp-content/uploads/2022/07/scan.pdf"
    assert scan.hints["parent"] in {capture.url for capture in done.articles}
    assert len(again.articles) == 2
    assert len([path for path in served.paths if "modified_after" in path]) == 1


def test_a_feed_is_read_to_its_last_page(tmp_path: Path) -> None:
    with Served(wordpress_site) as served:
        done = fetch(site(served, "feed", "feed/"), tmp_path)
    assert (len(done.articles), done.refused) == (len(SLUGS), {})
    assert [path for path in served.paths if path.startswith("/feed/")] == [
        "/feed/", "/feed/?paged=2", "/feed/?paged=3", "/feed/?paged=4",
    ]  # fmt: skip


def test_a_feed_that_repeats_itself_is_left(tmp_path: Path) -> None:
    feed = b"<rss><channel><generator>WordPress</generator><item><link>/1</link></item></channel></rss>"
    with Served(lambda _, path: (200, "application/rss+xml", feed) if path.startswith("/feed") else None) as served:
        fetch(site(served, "feed", "feed"), tmp_path)
    assert len([path for path in served.paths if path.startswith("/feed")]) == 2


def test_a_tree_of_years_in_tis_620_with_session_ids_and_a_calendar(tmp_path: Path) -> None:
    with Served(lists_site) as served:
        words = (r"^ปี 25\d\d$", r"^(?:มกราคม|เมษายน|พฤษภาคม)", "^ปฏิทิน$", r"^\d$")
        done = fetch(site(served, "listing", article=[r"view\.php"], follow_text=list(words)), tmp_path)
        fresh = fetch(site(served, "listing", article=[r"view\.php"], follow_text=list(words)), tmp_path / "b",
                      since=date(2009, 1, 1))  # fmt: skip
    assert done.ids == {f"small:{n}" for n in (*range(1, 7), *range(11, 17), *range(101, 107))}
    assert len(done.articles) == len(done.ids)  # each once, whatever the order of its parameters
    assert not [path for path in served.paths if "PHPSESSID" in path]
    calendar = [path for path in served.paths if path.startswith("/cal.php")]
    assert len(calendar) <= 2 * (MAX_BARREN_SHAPE + 10)  # of a calendar that would lead to thousands of pages
    assert fresh.ids == {f"small:{n}" for n in range(101, 107)}


def test_a_site_with_nothing_but_a_sitemap_that_is_broken_in_four_ways(tmp_path: Path) -> None:
    with Served(sitemap_site) as served:
        done = fetch(site(served, "sitemap", "robots.txt"), tmp_path)
    assert done.ids == {f"small:{n}" for n in DOCUMENTS}
    assert done.refused == {}


def test_relative_links_of_atom_are_joined_with_the_base_that_the_feed_names() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example.go.th/a/">'
        '<entry><title>ก</title><link href="1"/></entry>'
        '<entry xml:base="../b/"><title>ข</title><link href="2"/></entry>'
        '<link rel="next" href="?page=2"/></feed>'
    )
    found = [lead.url for lead in Feed().read(Response(BASE, body=body.encode()), start("feed"), FIRST)]
    assert found == [
        "https://news.example.go.th/a/1",
        "https://news.example.go.th/b/2",
        "https://news.example.go.th/a/?page=2",
    ]
