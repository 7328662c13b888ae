"""What the replica serves: every article at every address, in the bytes and forms of its generation."""

from __future__ import annotations

import io
import json
import urllib.robotparser
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document

from tests.replica.addresses import EXCLUDED_HOSTS, HOSTS, MAIN, attachment_urls, token
from tests.replica.client import FRONT, article_at, get, links, plain, url_in
from tests.replica.documents import document
from tests.replica.g1 import CHARSETS
from tests.replica.render import short_date, stamp
from tests.replica.server import Replica


@pytest.fixture(scope="module")
def served() -> Iterator[Replica]:
    with Replica() as replica:
        yield replica


def test_every_article_is_reached_by_links_from_the_front_page(served: Replica) -> None:
    found: dict[str, int] = {}
    waiting = [FRONT]
    while waiting:
        url = waiting.pop()
        if url in found or urlsplit(url).hostname not in HOSTS:
            continue
        answer = get(served, url)
        found[url] = answer.status
        if answer.status == 301:
            waiting.append(answer.headers["location"])
        elif answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            waiting += links(url, answer)
    assert set(served.urls()) <= {url for url, status in found.items() if status in (200, 301)}
    shown = {url.replace("https:", "http:", 1) for url, status in found.items() if status == 200}
    assert all(shown.intersection(page.urls) for page in served.world.pages())
    documents = {u for article in served.articles for home in article.homes for u in attachment_urls(article, home)}
    seen = {urlsplit(url).path for url, status in found.items() if status == 200}
    assert {urlsplit(url).path for url in documents} <= seen


def test_every_form_of_every_address_shows_its_article_whole(served: Replica) -> None:
    for page in served.world.pages():
        for url in page.urls:
            answer = get(served, url)
            if answer.status == 301:
                answer = get(served, answer.headers["location"])
            assert answer.status == 200, url
            text = answer.said
            for paragraph in (page.article.title, *page.article.body, *page.article.credits):
                assert plain(paragraph) in text, (url, paragraph)
            for cell in (cell for table in page.article.tables for row in table.rows for cell in row):
                assert plain(cell) in text, (url, cell)


def test_every_generation_and_script_has_articles(served: Replica) -> None:
    homes = {(page.home.gen, page.home.script if page.home.gen == "g1" else "") for page in served.world.pages()}
    assert homes >= {("g1", "content"), ("g2", ""), ("g3", ""), ("g4", "")}


def test_no_two_homes_share_an_address(served: Replica) -> None:
    every = [url for page in served.world.pages() for url in page.urls]
    assert len(set(every)) == len(every)


def test_gen1_is_windows_874_whatever_it_announces(served: Replica) -> None:
    for page in served.world.pages("g1"):
        answer = get(served, page.url)
        header, meta = CHARSETS[page.home.id % len(CHARSETS)]
        assert answer.headers["content-type"] == header
        assert page.article.title in answer.body.decode("cp874")
        assert answer.encoding == "cp874"
        assert (f"charset={meta}".encode() in answer.body) == bool(meta)
        assert not {"etag", "last-modified", "content-encoding"} & set(answer.headers)


@pytest.mark.parametrize("gen", ["g2", "g3", "g4"])
def test_later_generations_are_utf_8_and_compressed_for_those_who_take_it(served: Replica, gen: str) -> None:
    url = url_in(served, gen)
    bare, packed = get(served, url), get(served, url, accept_encoding="gzip, deflate")
    assert "content-encoding" not in bare.headers
    assert bare.headers["content-type"] == "text/html; charset=utf-8"
    assert packed.headers["content-encoding"] in ("gzip", "deflate")
    refused = get(served, url, accept_encoding="gzip;q=0, identity")
    assert "content-encoding" not in refused.headers
    assert article_at(served, url).title in bare.body.decode("utf-8")


def test_gen1_print_twin_holds_the_same_article_without_menus(served: Replica) -> None:
    pages = [page for page in served.world.pages("g1") if page.home.script == "page"]
    for page in pages:
        twin = page.url.replace("page.php", "print.php")
        assert twin in {u.replace("page.php", "print.php") for u in page.urls}
        text = get(served, twin).text
        assert page.article.body[0][:30] in plain(BeautifulSoup(text, "lxml").get_text())
        assert "RSS feed" not in text


@pytest.mark.parametrize(("gen", "answers_304"), [("g1", False), ("g2", False), ("g3", True), ("g4", True)])
def test_validators_are_answered_where_the_generation_has_them(served: Replica, gen: str, answers_304: bool) -> None:
    url = url_in(served, gen)
    first = get(served, url)
    if not answers_304:
        assert get(served, url, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200
        return
    again = get(served, url, if_none_match=first.headers["etag"])
    since = get(served, url, if_modified_since=first.headers["last-modified"])
    assert (again.status, again.body, since.status) == (304, b"", 304)
    assert get(served, url, if_none_match='"other"').status == 200
    assert get(served, url, if_modified_since="not a date").status == 200
    assert get(served, url).headers["etag"] == first.headers["etag"]  # although its counters moved


def test_chrome_counts_visits_so_that_bytes_differ_and_the_article_does_not(served: Replica) -> None:
    url = url_in(served, "g2")
    first, second = get(served, url), get(served, url)
    assert first.body != second.body
    assert len(first.body) == len(second.body) or abs(len(first.body) - len(second.body)) < 4


def test_robots_forbids_linked_traps_but_no_article(served: Replica) -> None:
    for host in HOSTS:
        rules = urllib.robotparser.RobotFileParser()
        rules.parse(get(served, f"http://{host}/robots.txt").text.splitlines())
        assert all(rules.can_fetch("*", url) for url in served.urls() if urlsplit(url).hostname == host)
        assert not rules.can_fetch("*", f"http://{host}/intranet/")
        assert not rules.can_fetch("BadBot", f"http://{host}/")
    with Replica(served.articles, crawl_delay=1.5) as slow:
        assert "Crawl-delay: 1.5\n" in get(slow, f"{FRONT}robots.txt").text
    page = get(served, url_in(served, "g1")).text
    assert "/intranet/" in page
    assert "menu_id=99" in get(served, f"http://{MAIN}/list.php?menu_id=5").text


def test_pages_link_hosts_that_the_profile_leaves_out(served: Replica) -> None:
    assert any(urlsplit(link).hostname in EXCLUDED_HOSTS for link in links(FRONT, get(served, FRONT)))
    assert get(served, "http://esar.opdc.go.th/").status == 502


def test_wordpress_rest_pages_through_all_posts(served: Replica) -> None:
    base = f"{FRONT}wp-json/wp/v2/posts?per_page=2"
    first = get(served, base)
    pages = int(first.headers["x-wp-totalpages"])
    posts = [post for n in range(1, pages + 1) for post in json.loads(get(served, f"{base}&page={n}").body)]
    homes = {page.home.id: page for page in served.world.pages("g3")}
    assert {post["id"] for post in posts} == set(homes)
    assert len(posts) == len(homes) == int(first.headers["x-wp-total"])
    for post in posts:
        article = homes[post["id"]].article
        soup = BeautifulSoup(post["content"]["rendered"], "lxml")
        assert plain(article.body[-1]) in plain(soup.get_text())
        assert post["date"].startswith(article.published.isoformat())
        assert json.loads(get(served, f"{FRONT}wp-json/wp/v2/posts/{post['id']}").body) == post
    assert get(served, f"{base}&page={pages + 1}").status == 400
    assert get(served, f"{base}&per_page=101").status == 400
    assert get(served, f"{base}&modified_after=yesterday").status == 400
    assert get(served, f"{FRONT}wp-json/wp/v2/posts/1").status == 404


def test_feed_and_sitemaps_name_exactly_the_articles(served: Replica) -> None:
    posts = {f"https://{MAIN}/{page.home.id}/" for page in served.world.pages("g3")}
    fed: set[str] = set()
    number = 1
    while (answer := get(served, f"{FRONT}feed/?paged={number}")).status == 200:
        fed |= {str(item.find("link").text) for item in BeautifulSoup(answer.body, "xml").find_all("item")}
        number += 1
    assert fed == posts
    listed = BeautifulSoup(get(served, f"{FRONT}wp-sitemap.xml").body, "xml").find_all("loc")
    mapped = {
        str(loc.text) for sitemap in listed for loc in BeautifulSoup(get(served, sitemap.text).body, "xml")("loc")
    }
    assert mapped == posts
    modern = {str(loc.text) for loc in BeautifulSoup(get(served, f"{FRONT}sitemap.xml").body, "xml")("loc")}
    assert modern == {page.url.replace("http:", "https:") for page in served.world.pages("g4")}


def test_attachments_are_documents_of_their_kind(served: Replica) -> None:
    homes = [(a, h) for a in served.articles if a.attachments for h in a.homes]
    assert homes
    for article, home in homes:
        for name, url in zip(article.attachments, attachment_urls(article, home), strict=True):
            answer = get(served, url)
            assert answer.status == 200, url
            assert answer.body == document(name)[0]
            assert get(served, url, if_none_match=answer.headers["etag"]).status == 304
            if url.split("/")[3:5] == ["file", "reader"]:
                assert "filename*=UTF-8''" in answer.headers["content-disposition"]


def test_documents_are_the_same_bytes_each_time_and_hold_thai() -> None:
    body, media_type = document("บันทึก.docx")
    document.__globals__["_docx"].cache_clear()
    assert document("บันทึก.docx") == (body, media_type)
    assert "สำนักงาน ก.พ.ร." in "".join(p.text for p in Document(io.BytesIO(body)).paragraphs)
    assert document("plan.pdf")[0].startswith(b"%PDF-")
    with pytest.raises(KeyError):
        document("sheet.xlsx")


def test_unknown_addresses_are_404_on_every_host(served: Replica) -> None:
    for host in HOSTS:
        for path in (
            "/nothing",
            "/content.php",
            "/content.php?content_id=1x",
            "/content/!!!",
            "/99999999",
            "/list.php",
        ):
            assert get(served, f"http://{host}{path}").status == 404, (host, path)
    assert get(served, f"{FRONT}list.php?menu_id=5&year=2400&month=1").status == 404
    assert get(served, f"{FRONT}news?page=9999").status == 404
    assert get(served, f"{FRONT}wp-json/wp/v2/posts?page=0").status == 400


def test_sister_hosts_have_id_spaces_of_their_own(served: Replica) -> None:
    main = {page.home.id for page in served.world.pages("g2") if page.home.host == MAIN}
    for number in sorted(main)[:3]:
        assert get(served, f"http://po.opdc.go.th/content/{token(number)}").status in (200, 404)
        same = [p for p in served.world.pages("g2") if (p.home.host, p.home.id) == ("po.opdc.go.th", number)]
        assert (get(served, f"http://po.opdc.go.th/content/{token(number)}").status == 200) == bool(same)


def test_gen1_pages_carry_the_lines_of_gen1(served: Replica) -> None:
    page = next(p for p in served.world.pages("g1") if p.home.script == "content")
    said = get(served, page.url).said
    assert " / ".join((*page.article.section, page.article.title)) in said
    assert "Share แชร์ พิมพ์หน้านี้" in said
    assert "สงวนลิขสิทธิ์โดยสำนักงานคณะกรรมการพัฒนาระบบราชการ" in said
    assert page.article.stamp is not None
    assert f"เผยแพร่ข้อมูลเมื่อ {stamp(page.article.stamp)} ปรับปรุงข้อมูลล่าสุดเมื่อ" in said
    knowledge = next(p for p in served.world.pages("g1") if p.article.officer)
    assert f"ที่มา | ผู้รับผิดชอบ: {knowledge.article.officer}" in get(served, knowledge.url).said


def test_gen2_share_line_stands_alone_or_is_glued_to_the_text(served: Replica) -> None:
    glued = 0
    for page in served.world.pages("g2"):
        if page.article.lang == "en":
            continue
        said = get(served, page.url).said
        assert "ก ก ก" in said
        assert "คณะกรรมการตรวจสอบและประเมินผลภาคราชการ (ค.ต.ป.)" in said
        paragraph = get(served, page.url).text.partition("แชร์หน้านี้</a>")[2].partition("</p>")[0]
        glued += plain(page.article.body[0]) in plain(paragraph)
    assert 0 < glued < len(served.world.pages("g2")) / 2


def test_gen2_has_pages_in_english_under_the_same_address(served: Replica) -> None:
    english = next(p for p in served.world.pages("g2") if p.article.lang == "en")
    answer = get(served, english.url)
    assert english.url.endswith("?lang=en")
    assert "A A A" in answer.said
    assert "Share This page" in answer.said
    assert get(served, english.url.replace("lang=en", "lang=th")).status == 404


def test_gen3_shows_section_title_short_date_and_count(served: Replica) -> None:
    for page in served.world.pages("g3"):
        fresh = next(url for url in page.urls if get(served, url).status == 200)
        line = f"{page.article.section[0]} {plain(page.article.title)} {short_date(page.article.published)} "
        _, found, rest = get(served, fresh).said.partition(line)
        assert found
        assert rest.split(" ")[0].isdigit()


def test_gen4_tells_machines_what_it_is(served: Replica) -> None:
    for page in served.world.pages("g4"):
        soup = BeautifulSoup(get(served, page.url).text, "lxml")
        data = json.loads(soup.select('script[type="application/ld+json"]')[0].text)
        assert data["headline"] == page.article.title
        assert data["datePublished"].startswith(page.article.published.isoformat())
        assert soup.select('meta[property="og:title"]')[0]["content"] == page.article.title
        twins = [p for p in served.world.pages("g4") if p.home == page.home and p is not page]
        alternates = {str(link["href"]) for link in soup.find_all("link", hreflang=True)}
        assert alternates == {p.url.replace("http:", "https:") for p in twins if p.article.lang != page.article.lang}
