"""What ``khlang sites add`` concludes from pages: lists, layout, name; and what it finds wrong. Nothing is fetched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import settings as unhurried
from hypothesis import strategies as st

from corpus.pipeline import understand
from corpus.records import Article
from corpus.sites import Site, build_site
from corpus.urls import article_id, canonical_url
from crawler.adding import proved
from crawler.blocks import found, lines_of, menu_words, parse, words
from crawler.fetcher import MOST_REQUESTS, Page
from crawler.findings import Survey
from crawler.learn import learn
from crawler.lists import follow_pattern, list_links
from crawler.naming import site_name
from crawler.probe import survey, visited
from crawler.quality import common_faults, faults
from crawler.selectors import selectors
from crawler.spiders.listing import Link
from crawler.trial import trial
from tests.small_sites import HTML, Answer, Canned, Pages, item_body, item_title

ROOT = "https://www.dept.go.th"


def profiled(pages: Pages) -> tuple[Site, Survey]:
    """The profile that is written of *pages*, and what was found."""
    getter = Canned(pages)
    found_out = survey(visited(ROOT, allow_private=False, name="dept"), getter)
    assert len(getter.asked) <= MOST_REQUESTS
    return build_site(tomllib.loads(proved(found_out, "dept", allow_private=False)), "draft"), found_out


# --- sites by the programs that agencies use -----------------------------------------------------------------------

Address = Callable[[int], str]
PROGRAMS: dict[str, tuple[str, Address, Address, str]] = {
    # the first list, its page n, the address of item n, the page of an item with holes
    "joomla": (
        "/index.php?option=com_content&view=category&id=8",
        lambda n: f"/index.php?option=com_content&view=category&id=8&start={n * 5 - 5}",
        lambda n: f"/index.php?option=com_content&view=article&id={n}&catid=8",
        "<div class='item-page'><h2 itemprop='headline'>{title}</h2><dl class='info'><dd class='published'>{day}</dd>"
        "</dl><div itemprop='articleBody'>{body}</div></div>",
    ),
    "drupal": (
        "/th/news",
        lambda n: f"/th/news?page={n - 1}",
        lambda n: f"/th/node/{n}",
        "<div id='block-content'><h1 class='page-title'><span>{title}</span></h1><div class='submitted'>{day}</div>"
        "<div class='field-body'>{body}</div><ul class='links'><li>พิมพ์หน้านี้</li></ul></div>",
    ),
    "aspnet": (
        "/NewsList.aspx",
        lambda n: f"/NewsList.aspx?pageNo={n}",
        lambda n: f"/NewsDetail.aspx?NewsID={n}&lang=th",
        "<table><tr><td><span id='ctl00_lblTitle'>{title}</span></td></tr><tr><td><span id='ctl00_lblDate'>{day}</span>"
        "</td></tr><tr><td id='ctl00_body'>{body}</td></tr></table>",
    ),
    "slugs": (
        "/ข่าวประชาสัมพันธ์/",
        lambda n: f"/ข่าวประชาสัมพันธ์/page/{n}/",
        lambda n: f"/ข่าวประชาสัมพันธ์/ประชุมชี้แจง-รุ่นที่-{n}/",
        "<main><article class='post-{n}'><h1>{title}</h1><time datetime='2019-03-{n:02}'>{day}</time>{body}"
        "</article></main>",
    ),
}


def program(name: str) -> Pages:
    """A site of 15 items, five on a page, made by the program *name*."""
    first, listed, item, shape = PROGRAMS[name]

    def shell(title: str, text: str) -> Answer:
        menu = "".join(f"<li><a href='/about/{n}'>ความเป็นมาและอำนาจหน้าที่ ส่วนที่ {n}</a></li>" for n in range(6))
        news = f"<li><a href='{first}'>ข่าวประชาสัมพันธ์</a></li>"
        page = f"<html><head><title>{title} | กรมตัวอย่างการเรียนรู้</title></head><body><div class='top'><ul>{menu}{news}"
        return 200, HTML, f"{page}</ul></div>{text}<div class='foot'>ผู้เข้าชม 1,234 คน</div></body></html>".encode()

    def page(n: int) -> Answer:
        items = "".join(f"<p><a href='{item(i)}'>{item_title(i)}</a></p>" for i in range(n * 5 - 4, n * 5 + 1))
        return shell("ข่าว", items + "".join(f"<a href='{listed(n)}'>{n}</a> " for n in (1, 2, 3)))

    def pages(_: str, path: str) -> Answer | None:
        if path == "/":
            return shell("หน้าแรก", "<h1>ยินดีต้อนรับ</h1>")
        asked = _plain(path)
        if asked == _plain(first):
            return page(1)
        number = next((n for n in (1, 2, 3) if _plain(listed(n)) == asked), 0)
        if number:
            return page(number)
        number = next((n for n in range(1, 16) if _plain(item(n)) == asked), 0)
        day = f"{number} มีนาคม 2562"
        body = "".join(f"<p>{text}</p>" for text in item_body(number))
        text = shape.format(title=item_title(number), day=day, body=body, n=number)
        return shell(item_title(number), text) if number else None

    return pages


def _plain(address: str) -> str:
    path, _, query = unquote(address).partition("?")
    return f"{path.rstrip('/')}?{'&'.join(sorted(query.split('&')))}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_sites_of_common_programs_are_found_out(name: str) -> None:
    """Nothing on the front page but a link to the list: all pages of it, and each item as it is."""
    _, listed, item, _ = PROGRAMS[name]
    site, seen = profiled(program(name))
    assert (site.title_th, seen.doubts) == ("กรมตัวอย่างการเรียนรู้", [])
    [start] = site.crawl.start
    wanted = [url for n in (1, 2, 3) if (url := _absolute(listed(n)))]
    assert all(any(re.search(p, url) for p in start.follow) for url in wanted)
    assert all(any(re.search(p, _absolute(item(n))) for p in start.article) for n in range(1, 16))
    assert not any(re.search(p, f"{ROOT}/about/{n}") for p in (*start.article, *start.follow) for n in range(6))
    assert len({article_id(ROOT + item(n), site) for n in range(1, 16)}) == 15
    getter = Canned(program(name))
    for n in range(1, 16):
        article = understand(getter.get(_absolute(item(n))).capture("dept"), site)
        assert isinstance(article, Article)
        assert (article.title, article.published and article.published.day) == (item_title(n), n)
        assert article.body.split("\n\n") == item_body(n)


def _absolute(path: str) -> str:
    return canonical_url(ROOT + path)


def test_an_id_is_stable_across_the_order_of_parameters_and_hosts() -> None:
    site, _ = profiled(program("joomla"))
    ids = {
        article_id(url, site)
        for url in (
            f"{ROOT}/index.php?option=com_content&view=article&id=4&catid=8",
            "http://dept.go.th/index.php?catid=8&id=4&view=article&option=com_content",
        )
    }
    assert len(ids) == 1


# --- lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "is_list"),
    [
        ("ข่าวทั้งหมด", "/show.php?c=1", True),
        ("จัดซื้อจัดจ้าง", "/egp/", True),
        ("ดูทั้งหมด", "/news_list.php", True),
        ("More", "/category/press/", True),
        ("กระดานข่าว", "/webboard.php", False),
        ("ประกาศ (PDF)", "/files/notice.pdf", False),
        ("ติดต่อเรา", "/contact", False),
        ("ประกาศสำนักงานเรื่องรายชื่อผู้มีสิทธิเข้าสอบคัดเลือก", "/n/1", False),
    ],
)
def test_links_to_lists_are_told_from_others(text: str, path: str, is_list: bool) -> None:
    assert bool(list_links([Link(ROOT + path, text)], [])) is is_list


def test_a_list_is_followed_by_the_parameters_that_it_has() -> None:
    links = [Link(f"{ROOT}/list.php?cat=2&year={y}", str(y)) for y in (2560, 2561)]
    pattern = re.compile(follow_pattern(f"{ROOT}/list.php?mod=news&cat=2", links))
    assert pattern.search(f"{ROOT}/list.php?cat=5&mod=news")
    assert not pattern.search(f"{ROOT}/list.php?mod=board&cat=2")
    assert not pattern.search(f"{ROOT}/list.php?mod=news&cat=2&print=1")
    plain = re.compile(follow_pattern(f"{ROOT}/list.php", links))
    assert plain.search(f"{ROOT}/list.php?year=2561&cat=3")
    assert plain.search(f"{ROOT}/list.php")
    assert not plain.search(f"{ROOT}/list.php?id=3")


@unhurried(deadline=None)
@given(st.text(alphabet="/?&=#-.aก1[]%", max_size=30), st.lists(st.text(alphabet="/?&=a1", max_size=12), max_size=6))
def test_a_follow_pattern_is_always_one(path: str, more: list[str]) -> None:
    url = f"{ROOT}/{path.replace('[', '')}"
    assert re.compile(follow_pattern(url, [Link(url.partition("?")[0] + one.replace("[", "")) for one in more]))


# --- the layout ----------------------------------------------------------------------------------------------------


def test_pages_that_have_nothing_in_common_teach_nothing() -> None:
    one = "<body><div id='a'><h1>หนึ่งสองสามสี่ห้าหก</h1>" + "<p>เนื้อความของหน้าแรก</p>" * 20 + "</div></body>"
    other = "<body><span class='b'>" + "ข้อความที่อยู่ในหน้าที่สองทั้งหมด " * 20 + "</span></body>"
    assert not learn([(one, ""), (other, "")], [])
    assert not learn([(one, "")], [])
    assert not learn([("", ""), (" ", "")], [])


@given(
    st.lists(st.sampled_from(["<p>ก", "<td>", "</div>", "<div class=x id=y>", "5 มี.ค. 2562", "<br>", "ข้อความ " * 30]))
)
def test_no_markup_breaks_the_learning(parts: list[str]) -> None:
    page = "".join(parts)
    learnt = learn([(page + "หนึ่ง" * 40, "x"), (page + "สอง" * 60, "y")], [page])
    for text in (page,):
        if learnt and (root := parse(text)) is not None:
            assert isinstance(found(root, learnt.main), list)


@unhurried(deadline=None)
@given(st.from_regex(r"[A-Za-z][\w\-.:]{0,8}", fullmatch=True))
def test_selectors_find_their_element(name: str) -> None:
    root = parse(f"<body><div><p>x</p><p class='{name}' id='{name}'>y</p></div></body>")
    assert root is not None
    element = root.xpath("//p")[1]
    assert all(element in found(root, selector) for selector in selectors(element))


def test_a_line_knows_the_element_that_has_all_its_words() -> None:
    root = parse("<body><td>หนึ่ง<br><span>สอง</span><br><a href=x>สาม</a> <b>สี่</b><div> </div></body>")
    assert root is not None
    assert [(line.text, line.linked) for line in lines_of(root)] == [("หนึ่ง", False), ("สอง", False), ("สาม สี่", False)]
    assert lines_of(root)[1].element.tag == "span"
    assert words(root).split() == ["หนึ่ง", "สอง", "สาม", "สี่"]


# --- the name ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "name", "agency"),
    [
        (["<title>หน้าแรก - สำนักงาน ก.พ.ร.</title>"], "สำนักงาน ก.พ.ร.", "opdc"),
        (["<title>ยินดีต้อนรับสู่เว็บไซต์กรมประชาสัมพันธ์</title>"], "กรมประชาสัมพันธ์", "prd"),
        (["<title>Home</title><img src=logo.png alt='กรมสรรพากร'>"], "กรมสรรพากร", "revenue"),
        (["<title>index</title><div id=footer>© 2569 กรมตัวอย่างหนึ่ง | แผนที่</div>"], "กรมตัวอย่างหนึ่ง", ""),
        (["<title>ข่าว</title>", "<title>เรื่องแรก - กรมลับ</title>", "<title>เรื่องรอง - กรมลับ</title>"], "กรมลับ", ""),
        (["<title>หน้าแรก</title><h1>ยินดีต้อนรับ</h1>"], "", ""),
        ([], "", ""),
    ],
)
def test_the_name_of_a_site_is_found(pages: list[str], name: str, agency: str) -> None:
    assert site_name([page + "<p>ข้อความ</p>" for page in pages]) == (name, agency)


# --- what is wrong -------------------------------------------------------------------------------------------------

SITE = build_site(
    {
        "name": "dept", "title_th": "กรมตัวอย่าง", "title_en": "x", "hosts": ["www.dept.go.th"],
        "address": [
            {"name": "n", "hosts": ["www.dept.go.th"], "path": r"/n/(?P<n>\d+)", "id": "{n}", "layout": "page"},
        ],
        "layout": [{"name": "page", "main": "div.all", "title": "h1"}],
    },
    "test",
)  # fmt: skip


def read(number: int, title: str, body: str) -> Article:
    page = f"<html><body><div class='all'><h1>{title}</h1>{body}</div></body></html>"
    url = f"{ROOT}/n/{number}"
    article = understand(Page(url=url, final=url, status=200, body=page.encode()).capture("dept"), SITE)
    assert isinstance(article, Article)
    return article


def text(number: int) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in item_body(number))


def test_a_good_article_has_no_faults() -> None:
    articles = [read(n, item_title(n), text(n)) for n in (1, 2, 3)]
    assert [said for one in articles for said in faults(one, SITE, frozenset({"ข่าว"}))] == []
    assert list(common_faults(articles, SITE)) == []


def test_each_fault_names_the_key_that_corrects_it() -> None:
    root = parse("<ul><li>ถามตอบปัญหา</li><li>สมุดเยี่ยมชม</li></ul>")
    assert root is not None
    menu = menu_words([lines_of(root)])
    [named] = faults(read(1, "กรมตัวอย่าง", text(1)), SITE, menu)
    assert named == "its title is the name of the site: correct title of [[layout]] page"
    [menus] = faults(read(1, item_title(1), text(1) + "<p>ถามตอบปัญหา สมุดเยี่ยมชม</p>"), SITE, menu)
    assert menus.startswith("menu text in the body (“ถามตอบปัญหา สมุดเยี่ยมชม”): correct main, drop or drop_lines")
    same = [read(n, "ชื่อเดียวกันทุกหน้า", text(1) + f"<p>{n}</p>") for n in (1, 2)]
    titles, bodies = common_faults(same, SITE)
    assert titles == "all 2 articles have the title “ชื่อเดียวกันทุกหน้า”: correct title of [[layout]] page"
    assert bodies.startswith("the bodies are nearly equal: correct main of [[layout]] page")


def test_a_trial_tells_a_profile_whose_main_takes_in_the_menu() -> None:
    pages = program("aspnet")
    good, _ = profiled(pages)
    assert all(one.works for one in trial(good, Canned(pages)))
    wide = {"name": "page", "main": "body", "title": "div.top li"}
    data = {
        "name": "dept", "title_th": "ก", "title_en": "x", "hosts": list(good.hosts), "layout": [wide],
        "crawl": {"start": [{"spider": "listing", "url": f"{ROOT}/", "follow": ["List"], "article": ["Detail"]}]},
        "address": [
            {"name": "a", "hosts": list(good.hosts), "path": r"/NewsDetail\.aspx", "query": ["NewsID"],
             "id": "{NewsID}", "layout": "page"}
        ],
    }  # fmt: skip
    bad = [one for one in trial(build_site(data, "test"), Canned(pages)) if one.works is False]
    assert bad
    assert all("of [[layout]] page" in one.said or "layout page" in one.said for one in bad)
