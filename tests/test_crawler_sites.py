"""``khlang sites add`` and ``check``, what a crawl says of a profile's assumptions, and the profiles that ship."""

from __future__ import annotations

import re
import socket
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as unhurried
from hypothesis import strategies as st

from corpus.errors import CrawlProblem, SiteProblem
from corpus.pipeline import understand
from corpus.records import Article, Rejected
from corpus.settings import Settings
from corpus.sites import Site, Start, build_site, load_site, own_sites, site_names
from corpus.store import open_store
from corpus.urls import article_id, canonical_url, locate
from crawler.adding import add, check, covering, proved
from crawler.assumptions import told
from crawler.draft import draft, name_for, save
from crawler.fetcher import MOST_REQUESTS
from crawler.findings import Survey, clean, described
from crawler.learn import Learnt
from crawler.lists import follow_pattern
from crawler.places import check_site, refusal
from crawler.probe import DELAY, survey, visited
from crawler.records import Job
from crawler.report import report
from crawler.run import crawl
from crawler.schedule import scheduled_sites
from crawler.shapes import article_shapes
from crawler.spiders.listing import Link
from crawler.trial import Tried, trial
from crawler.verdict import Outcome, verdict
from khlang import main
from tests.commands import Khlang
from tests.crawling import Fetched, fetch
from tests.replica.server import Replica
from tests.small_sites import (
    AGENCY,
    HTML,
    ITEMS,
    SLUGS,
    Answer,
    Canned,
    Pages,
    Served,
    agency_site,
    item_body,
    item_title,
    lists_site,
    sitemap_site,
    wordpress_site,
)

QUICK = 0.02  # seconds between requests to a site of a test's own


@dataclass(frozen=True, slots=True)
class Added:
    """One small site, visited once for all tests of this file: what was written and found, tried and crawled."""

    text: str
    site: Site
    found: Survey
    tried: list[Tried]
    crawled: Fetched
    asked: int


def visit(pages: Pages, folder: Path) -> Added:
    """Add *pages*, try what was written, and crawl by it; the old site over the wire throughout, as the commands do.

    That the commands' own process gets pages as :class:`Canned` does is the same for all sites.
    """
    settings = Settings(data=folder / "data", workers=1)
    with Served(pages) as served:
        if wire := pages is agency_site:
            path, found = add(served.url, settings, name="new", allow_private=True, delay=QUICK)
            asked = len(served.log)
        else:
            getter = Canned(pages)
            found = survey(visited(served.url, allow_private=True, name="new"), getter)
            path = save(proved(found, "new", allow_private=True), "new", settings.sites)
            asked = len(getter.asked)
        site = load_site("new", settings.sites)
        quick = replace(site, crawl=replace(site.crawl, delay=0.0))
        tried = list(check(quick, settings) if wire else trial(quick, Canned(pages)))
        crawled = fetch(quick, folder / "crawl")
    return Added(path.read_text(encoding="utf-8"), site, found, tried, crawled, asked)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Pages], Added]:
    """:func:`visit`, once for each site."""
    return cache(lambda pages: visit(pages, tmp_path_factory.mktemp("site")))


def through(pages: Pages, url: str, name: str = "x") -> tuple[str, Survey]:
    """The profile of *pages* as if served at *url*, and what was found, without a process that fetches."""
    site = visited(url, allow_private=False, name=name)
    getter = Canned(pages)
    found = survey(site, getter)
    assert found.requests == len(getter.asked) <= MOST_REQUESTS
    return proved(found, name, allow_private=False), found


def test_a_wordpress_site_is_found_out(visits: Callable[[Pages], Added]) -> None:
    done = visits(wordpress_site)
    profile, found = done.site, done.found
    assert [start.spider for start in profile.crawl.start] == ["wordpress", "feed"]
    assert (profile.title_th, profile.allow_private, profile.crawl.delay) == ("สำนักงานตัวอย่าง", True, 2.0)
    assert found.crawl_delay == pytest.approx(0.05)
    assert "made by WordPress 6.4" in done.text
    assert done.text.count("# not there: ") == len(found.missing) == 3  # three places for a sitemap


def test_a_tree_of_years_in_windows_874_is_found_out(visits: Callable[[Pages], Added]) -> None:
    done = visits(lists_site)
    [start] = done.site.crawl.start
    assert (start.spider, bool(start.follow_text), done.found.encoding) == ("listing", True, "cp874")
    assert [(form.path, form.query) for form in done.site.address] == [(r"/view\.php/?", ("id",))]
    assert "its pages are cp874" in done.text


def test_a_site_with_only_a_sitemap_is_found_out(visits: Callable[[Pages], Added]) -> None:
    done = visits(sitemap_site)
    assert [(start.spider, bool(start.article)) for start in done.site.crawl.start] == [("sitemap", True)]
    assert len(done.found.known) == 12


def test_an_old_site_of_tables_is_found_out(visits: Callable[[Pages], Added]) -> None:
    done = visits(agency_site)
    assert (done.site.title_th, done.site.agency) == (AGENCY, "opdc")
    [address], [layout] = done.site.address, done.site.layout
    assert (address.query, address.id, address.layout, layout.name) == (("item",), "show:{item}", "page", "page")
    assert (layout.title, layout.published) == ("td.head2", "td.small")
    assert done.found.doubts == []


@pytest.mark.parametrize(
    ("pages", "count"), [(wordpress_site, len(SLUGS)), (lists_site, 18), (sitemap_site, 12), (agency_site, len(ITEMS))]
)
def test_what_was_written_crawls_the_site(pages: Pages, count: int, visits: Callable[[Pages], Added]) -> None:
    done = visits(pages)
    assert done.found.requests == done.asked <= MOST_REQUESTS
    assert [one for one in done.tried if not one.works] == []
    assert len([one for one in done.tried if one.what.startswith("article ")]) == 3
    assert (len(done.crawled.ids), len(done.crawled.articles)) == (count, count)
    assert not done.crawled.refused


def test_what_was_learnt_reads_every_page_of_an_old_site(visits: Callable[[Pages], Added]) -> None:
    done = visits(agency_site)
    for capture in done.crawled.articles:
        article = understand(capture, done.site)
        assert isinstance(article, Article)
        number = int(article.id.rpartition(":")[2])
        assert (article.title, article.published) == (item_title(number), date(2019, 3, number))
        assert article.body.split("\n\n") == item_body(number)  # no menu, no counter, no button


def test_a_page_without_anything_is_told_and_written_with_what_is_left_to_do() -> None:
    text, found = through(lambda _, path: (200, HTML, b"<p>Hello</p>") if path == "/" else None, "http://bare.go.th/")
    assert ("articles", "no form of article address was recognised") in list(described(found))
    assert "write the patterns by hand" in text
    assert build_site(tomllib.loads(text), "draft").crawl.start[0].spider == "links"


def test_a_profile_is_never_overwritten(settings: Settings) -> None:
    settings.sites.mkdir(parents=True)
    (settings.sites / "map.toml").write_text('extends = "opdc"\nname = "map"\n', encoding="utf-8")
    with Served(sitemap_site) as served:
        with pytest.raises(SiteProblem, match="there is a site profile named 'map' already"):
            add(served.url, settings, name="map", allow_private=True)
        with pytest.raises(SiteProblem, match="named 'opdc' already"):
            add(served.url, settings, name="opdc", allow_private=True)
        assert served.log == []  # nobody was asked anything
    with pytest.raises(SiteProblem, match="is there already and is not overwritten"):
        save("name = 'x'", "map", settings.sites)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((503, HTML, b"busy"), "HTTP 503"),
        ((404, HTML, b"gone"), "HTTP 404"),
        ((200, "application/pdf", b"%PDF-1.4 \x00\xff"), "is no web page but application/pdf"),
    ],
)
def test_a_site_that_cannot_be_reached_is_refused_and_nothing_written(
    answer: Answer, words: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.adding.Fetcher", lambda job, most: Canned(lambda _, path: answer))
    with pytest.raises(CrawlProblem, match=words):
        add("http://x.go.th/", settings, name="x", delay=QUICK)
    assert not settings.sites.exists()


def test_a_front_page_that_leads_elsewhere_is_not_followed(settings: Settings) -> None:
    away = (302, HTML, b"http://elsewhere.example/")
    words = "elsewhere.example is not a host of the site"
    with Served(lambda _, path: away if path == "/" else None) as served, pytest.raises(CrawlProblem, match=words):
        add(served.url, settings, name="x", allow_private=True, delay=QUICK)
    assert not settings.sites.exists()


def test_a_site_that_forbids_visits_is_not_visited(settings: Settings) -> None:
    robots = b"User-agent: *\nDisallow: /\n"
    with Served(lambda _, path: (200, "text/plain", robots) if path == "/robots.txt" else None) as served:
        with pytest.raises(CrawlProblem, match=r"robots\.txt of .* forbids it; the site does not want to be visited"):
            add(served.url, settings, name="x", allow_private=True, delay=QUICK)
        assert served.paths == ["/robots.txt"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::1]:{}/"])
def test_private_addresses_are_refused_unless_allowed(url: str, settings: Settings) -> None:
    with Served(sitemap_site) as served:
        with pytest.raises(CrawlProblem, match=r"private address.*--allow-private visits"):
            add(url.format(served.url.split(":")[2].rstrip("/")), settings, name="x")
        assert served.log == []


def test_nobody_there_is_told(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(CrawlProblem, match=r"cannot be reached: .*refused the connection; check the address"):
            add(f"http://127.0.0.1:{taken.getsockname()[1]}/", settings, name="x", allow_private=True, delay=QUICK)


@pytest.mark.parametrize("url", ["", "ftp://x.go.th/", "http://", "http://a b/", "https://user:pw@x.go.th/"])
def test_what_is_no_address_is_told(url: str, settings: Settings) -> None:
    with pytest.raises(CrawlProblem, match="is not an address that can be visited"):
        add(url, settings, name="x")


@pytest.mark.parametrize(
    ("host", "name"),
    [("www.moi.go.th", "moi"), ("dopa.go.th", "dopa"), ("127.0.0.1", "site-127-0-0-1"), ("[::1]", "site---1")],
)
def test_a_profile_is_named_after_its_host(host: str, name: str, tmp_path: Path) -> None:
    assert name_for(host, None, tmp_path) == name


@pytest.mark.parametrize("name", ["Big", "import", "../x", "a b", ""])
def test_names_that_cannot_be_used_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SiteProblem, match="--name"):
        name_for("x_y.go.th", name, tmp_path)


# --- the commands -----------------------------------------------------------------------------------------------


def test_add_check_and_list_for_people(khlang: Khlang, tmp_path: Path) -> None:
    robots = b"User-agent: *\nDisallow: /feed/\nDisallow: /wp-json/\nSitemap: /maps/index.xml\n"  # less to wait for
    pages: Pages = lambda base, path: (  # noqa: E731  # one answer of another site replaced
        (200, "text/plain", robots) if path == "/robots.txt" else sitemap_site(base, path)
    )
    with Served(pages) as served:
        done = khlang("sites", "add", served.url, "--name", "docs", "--allow-private", COLUMNS="80")
        gaps = [later - earlier for (earlier, *_), (later, *_) in pairwise(served.log[1:])]
        assert min(gaps) >= DELAY * 0.98  # the command's own pace; 0.98: the clock of a busy machine
        assert {headers["user-agent"].partition("/")[0] for *_, headers in served.log} == {"KhlangKhao"}
        assert (done.returncode, "form doc     12 addresses like" in done.stdout) == (0, True), done.stderr
        assert f"written to {tmp_path / 'data' / 'sites' / 'docs.toml'}" in done.stdout
        profile = tmp_path / "data" / "sites" / "docs.toml"
        profile.write_text(profile.read_text(encoding="utf-8").replace("delay = 2.0", "delay = 0.02"), encoding="utf-8")
        tried = khlang("sites", "check", "docs", COLUMNS="80")
        assert (tried.returncode, tried.stdout.count("ok  article ")) == (0, 3), tried.stderr
        listed = khlang("sites", "list", COLUMNS="80")
        assert "docs     127.0.0.1 *" in listed.stdout
        assert '"own": true' in khlang("sites", "list", "--json").stdout
    assert khlang("sites", "add", served.url, "--name", "docs").returncode == 1
    gone = khlang("sites", "check", "docs")
    assert gone.returncode == 1
    assert gone.stdout.startswith("no  sitemap ")
    assert "brings nothing: 0 starts work" in gone.stderr
    assert max(map(len, (done.stdout + listed.stdout).replace(str(tmp_path), "").split("\n"))) <= 80


@pytest.mark.parametrize(
    ("works", "code", "words"),
    [
        ((True, True, True), 0, ""),
        ((True, True, False), 3, "1 faults in articles of opdc; the lines marked no say which key to correct"),
        ((True, False, False), 1, "no article of opdc is good, though 1 starts work"),
        ((False, False, False), 1, "the profile opdc brings nothing: 0 starts work"),
    ],
)
def test_a_check_ends_with_what_it_is_worth(
    works: tuple[bool, ...], code: int, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried = [Tried(what=f"{what} u", works=w, said="said") for what, w in zip(KINDS, works, strict=True)]
    monkeypatch.setattr("crawler.adding.check", lambda site, settings: iter(tried))
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "sites", "check", "opdc"])
    assert done.exit_code == code, done.output
    assert words in done.output
    assert done.output.count("no  ") == works.count(False)


KINDS = ("listing", "article", "article")  # what is tried, in its order


def test_a_broken_profile_of_ones_own_hides_no_other(khlang: Khlang, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "sites"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("name = ", encoding="utf-8")
    listed = khlang("sites", "list")
    assert listed.returncode == 0
    assert "opdc " in listed.stdout
    assert "bad.toml is not valid TOML" in listed.stderr


def test_own_profiles_are_found_by_name_and_extend_each_other(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('extends = "opdc"\nname = "one"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text('extends = "one"\nname = "two"\n', encoding="utf-8")
    assert load_site("two", tmp_path).hosts == load_site("opdc").hosts
    assert {"one", "two", "opdc"} <= set(site_names(tmp_path))
    assert len(list(own_sites(tmp_path))) == 2
    with pytest.raises(SiteProblem, match="no site profile named 'two'"):
        load_site("two")


# --- what a hostile site can do ---------------------------------------------------------------------------------


MARKUP = st.lists(
    st.sampled_from(
        [
            '<title>a"b\\\n\x1b[2J\u202e</title>', "<meta name=generator content='''>", "<a href='/ข่าว'>ข่าว</a>",
            "<a href=/n/1>ข่าวประชาสัมพันธ์ของกรม</a>", "<a href=/n/2>ข่าวประชาสัมพันธ์ของกรม</a>",
            "<a href=/n/3>ข่าวประชาสัมพันธ์ของกรม</a>", "<a href='v.php?a[]=1&id=2'>ข่าวประชาสัมพันธ์ของกรม</a>",
            "<a href='//['>x</a>", "<link rel=alternate type=rss href='/f\"'>", "<html lang='\"'>", "\x00", "ก'\\",
        ]
    )
)  # fmt: skip


@unhurried(deadline=None)  # a busy machine is no fault
@given(MARKUP, st.binary(max_size=60))
def test_whatever_a_site_says_the_profile_is_toml(parts: list[str], robots: bytes) -> None:
    front = (200, "text/html", "".join(parts).encode("utf-8", "replace") or b"x")
    pages = {"/": front, "/robots.txt": (200, "text/html", robots), "/feed/": (200, "text/html", robots)}
    getter = Canned(lambda _, path: pages.get(path, front if path.startswith("/n/") else None))
    try:
        found = survey(visited("http://x.go.th/", allow_private=False, name="x"), getter)
    except CrawlProblem:
        return
    text = proved(found, "x", allow_private=False)
    assert build_site(tomllib.loads(text), "draft").name == "x"
    assert "\x1b" not in text
    assert len(getter.asked) <= MOST_REQUESTS
    assert all(
        clean(line, 10_000) == " ".join(line.split()) for _, said in described(found) for line in said.split("\n")
    )


def links_to(urls: Iterable[str], text: str = "ข่าวประชาสัมพันธ์ของกรมตัวอย่าง") -> list[Link]:
    return [Link("http://x.go.th" + url, text) for url in urls]


@pytest.mark.parametrize(
    ("urls", "path", "id_", "query"),
    [
        ([f"/news/{n}" for n in range(5)], r"/news/(?P<n1>\d+)/?", "news:{n1}", ()),
        ([f"/view.php?menu=5&id={n}" for n in range(5)], r"/view\.php/?", "view:{id}", ("id",)),
        (
            [f"/a/2565/{m}/ข่าว-{m}/" for m in range(5)],
            r"/a/(?P<n1>\d+)/(?P<n2>\d+)/(?P<slug>[^/]+)/?",
            "a:{n1}:{n2}:{slug}",
            (),
        ),
        ([f"/th/{n}-some-words" for n in range(5)], r"/th/(?P<slug>[^/]+)/?", "th:{slug}", ()),
        ([f"/show{n}.html" for n in range(5)], r"/show(?P<n1>\d+)\.html/?", "show:{n1}", ()),
    ],
)
def test_forms_of_articles_are_told_from_their_links(
    urls: list[str], path: str, id_: str, query: tuple[str, ...]
) -> None:
    menu = links_to([f"/menu/{n}" for n in range(9)], "เมนู")
    [shape] = article_shapes([*links_to(urls), *menu])
    assert (shape.path, shape.id, shape.query) == (path, id_, query)
    site = build_site(
        {
            "name": "x", "title_th": "x", "title_en": "x", "hosts": ["x.go.th"],
            "crawl": {"start": [{"spider": "listing", "url": "http://x.go.th/", "article": [shape.pattern]}]},
            "address": [{"name": "a", "hosts": ["x.go.th"], "path": shape.path, "query": list(query), "id": shape.id}],
        },
        "test",
    )  # fmt: skip
    assert len({article_id("http://x.go.th" + url, site) for url in urls}) == len(urls)
    assert all(locate("http://x.go.th" + url, site) for url in urls)


@given(st.lists(st.text(alphabet="/?&=#-.aก1[]%", max_size=20), max_size=12))
def test_no_addresses_break_the_search_for_forms(urls: list[str]) -> None:
    for shape in article_shapes(links_to(urls)):
        assert shape.count >= 3
    for url in urls:
        assert follow_pattern("http://x.go.th/" + url.replace("[", ""))


@given(
    st.lists(
        st.sampled_from(["%23", "%7f", "%0b", "7", "N", "NN", ".", "a", "ก", "~", "-", "(", "/", "/x/"]),
        min_size=1,
    )
)
def test_forms_match_their_own_addresses_and_stay_patterns_of_one_reading(parts: list[str]) -> None:
    """No two groups of a form touch: then there is one way only to share an address out among them."""
    form = re.sub("/+", "/", f"/{''.join(parts)}/nN")
    urls = [canonical_url(f"http://x.go.th{form.replace('N', str(n))}") for n in range(1, 6)]
    for shape in article_shapes(Link(url, "ข่าวประชาสัมพันธ์ของกรมตัวอย่าง") for url in urls):
        assert not re.search(r"(?<!\\)\)\(", shape.path)
        assert all(re.search(shape.pattern, url) for url in urls)
        assert tomllib.loads(draft(Survey(url=urls[0], hosts=("x.go.th",), shapes=[shape]), "x", False, "2026-01-01"))


@unhurried(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_pages_declare_the_draft_is_toml(said: str, pattern: str) -> None:
    found = Survey(
        url="http://x.go.th/", hosts=("x.go.th",), title=said, declared=said, encoding=said, language=said,
        generator=said, oddities=(said,), missing=[("http://x.go.th/", said)],
        follow=[pattern], lists=[Link("http://x.go.th/l", said)],
        shapes=article_shapes(links_to([f"/n/{n}" for n in range(5)])),
        layout=Learnt(main=said, drop_lines=(pattern,), samples=3),
    )  # fmt: skip
    profile = tomllib.loads(draft(found, "x", False, "2026-01-01"))
    assert pattern in profile["crawl"]["start"][0].get("follow", [pattern])


def test_a_profile_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        save("\ud800", "x", tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- assumptions ------------------------------------------------------------------------------------------------


def on_replica(replica: Replica, folder: Path, more: str = "") -> Path:
    path = folder / "opdc.toml"
    path.write_text(
        f'extends = "opdc"\nconnect = "{replica.address}"\nallow_private = true\n{more}[crawl]\ndelay = 0\n',
        encoding="utf-8",
    )
    return path


def test_each_crawl_says_which_assumptions_held(tmp_path: Path, settings: Settings) -> None:
    with Replica() as replica:
        replica.faults.add(r"www4\.opdc\.go\.th", "500")
        replica.faults.add(r"/wp-json/|rest_route", "403")
        run = crawl(load_site(str(on_replica(replica, tmp_path))), settings)
    assert run.status in ("done", "partial")  # single articles on www4 may be lost, the starts are no failure
    told_of = {name.removeprefix("assumed: "): met for name, met in run.counts.items() if name.startswith("assumed: ")}
    rules = {name: met for name, met in told_of.items() if name.startswith("layout ")}  # judged once all pages are read
    assert len(rules) == 8
    assert all(rules.values())
    held = {name: met for name, met in told_of.items() if name not in rules}
    assert len(held) == 19
    assert held["listing http://www4.opdc.go.th/"] == held["wordpress https://www.opdc.go.th/"] == 0
    assert held["sitemap https://www.opdc.go.th/wp-sitemap.xml"] > 0
    assert held["generation 2 hands out files at /file/reader/"] > 0
    assert held["address g4-news"] > 0
    with open_store(settings, readonly=True) as store:
        refused = [rejected for _, rejected in store.rejected(run.id)]
    lines = [" ".join(" ".join(report(run, refused)).split())]
    assert any("not held: wordpress https://www.opdc.go.th/: HTTP 403 Forbidden" in line for line in lines)
    assert any("not held: listing http://www4.opdc.go.th/: robots.txt" in line for line in lines)
    log = next((settings.data / "logs").glob("*.log")).read_text(encoding="utf-8")
    assert log.count("assumption held: ") == sum(map(bool, held.values()))
    assert log.count("assumption not held: ") == len(held) - sum(map(bool, held.values()))


def test_a_start_that_was_seen_and_fails_is_a_failure_and_an_assumed_one_is_not(tmp_path: Path) -> None:
    with Served(wordpress_site) as served:
        for assumed in (False, True):
            missing = {"spider": "sitemap", "url": served.url + "no.xml", "assumed": assumed}
            good = {"spider": "feed", "url": served.url + "feed/"}
            site = build_site(
                {
                    "name": "s", "title_th": "s", "title_en": "s", "hosts": ["127.0.0.1"], "allow_private": True,
                    "crawl": {"delay": 0.0, "start": [missing | {"url": served.url}, good]},
                },
                "test",
            )  # fmt: skip
            done = fetch(site, tmp_path / str(assumed))
            [refused] = [one for one in done.told if one.kind == "refused"]
            assert refused.text == "no sitemap: its root is <html>"
            assert refused.mild is assumed


def test_a_look_at_what_is_due_asks_wordpress_for_changes_only(settings: Settings) -> None:
    with Served(wordpress_site) as served:
        start = {"spider": "wordpress", "url": served.url}
        site = build_site(
            {
                "name": "s", "title_th": "s", "title_en": "s", "hosts": ["127.0.0.1"], "allow_private": True,
                "crawl": {"delay": 0.0, "minimum": 30, "start": [start]},
            },
            "test",
        )  # fmt: skip
        assert crawl(site, settings).status == "done"
        again = crawl(site, settings, due=datetime.now(UTC))
        asked = [path for path in served.paths if path.startswith("/wp-json/")]
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    assert ["modified_after" in path for path in asked] == [False, True]
    assert (
        f"modified_after={yesterday}T00:00:00" in asked[1]
        or f"modified_after={yesterday - timedelta(days=1)}" in asked[1]
    )
    assert (again.status, again.counts["new"]) == ("done", 0)  # nothing listed is right, no alarm


@pytest.mark.parametrize(("spiders", "status"), [(("wordpress",), "done"), (("wordpress", "listing"), "failed")])
def test_the_alarm_for_too_few_articles_holds_where_any_list_is_read_whole(
    spiders: tuple[str, ...], status: str, tmp_path: Path
) -> None:
    starts = tuple(Start(spider=spider, url="http://x.go.th/") for spider in spiders)
    site = replace(load_site("opdc"), crawl=replace(load_site("opdc").crawl, start=starts, minimum=5))
    job = Job(
        site=site, run_id=1, warc=tmp_path, log=tmp_path / "log", user_agent="x", max_bytes=1,
        changed_since=date(2026, 1, 1),
    )  # fmt: skip
    outcome = Outcome(ended="finished")
    assert verdict(job, outcome, {"articles": 2, "refused": 0})[0] == status


def test_a_profile_without_assumptions_says_nothing_of_them() -> None:
    assert list(told({"new": 3}, [], whole=True)) == []
    assert list(told({"assumed: sitemap u": 0}, [Rejected(url="u", stage="fetch", reason="HTTP 404")], whole=True)) == [
        "  assumed    0 of 1 assumptions of the profile held",
        "             not held: sitemap u: HTTP 404",
    ]


def test_what_the_profile_leaves_out_is_never_asked_for() -> None:
    opdc = load_site("opdc")
    for url in (
        "https://esar.opdc.go.th/performance/2565/cycle/26/framework/4835",
        "https://dataportal.opdc.go.th/dataset/changes/1",
        "https://smart.opdc.go.th/",
        "https://eoffice.opdc.go.th/",
        "http://dev-opdc.aquilastudio.net/content/MTU",
        "http://paecthai.opdc.go.th/report/report_data.php?report_id=43",
    ):
        assert refusal(url, opdc), url
    assert not refusal("http://paecthai.opdc.go.th/content/MTkyNw", opdc)


def test_every_unseen_start_of_opdc_is_marked() -> None:
    """Of all starts only the main host is a fact."""
    seen = [start for start in load_site("opdc").crawl.start if not start.assumed]
    assert [(start.spider, start.url) for start in seen] == [("listing", "https://www.opdc.go.th/")]
    assert all(start.note for start in load_site("opdc").crawl.start if start.assumed)


# --- the profiles that ship -------------------------------------------------------------------------------------

EXAMPLES = (
    ("opdc", "http://www4.opdc.go.th/content.php?menu_id=5&content_id=2626", "opdc:g1:content:2626"),
    ("opdc", "https://opdc.go.th/content/NzEwOA", "opdc:g2:7108"),
    ("opdc", "http://po.opdc.go.th/content/MTY1OQ/", "opdc:g2:po:1659"),
    ("opdc", "https://www.opdc.go.th/?p=8679", "opdc:wp:8679"),
    ("opdc", "https://opdc.go.th/en/about/history", "opdc:g4:about:history:en"),
    ("thaigov", "https://www.thaigov.go.th/news/contents/details/32311", "thaigov:32311"),
    ("prd", "https://www.prd.go.th/th/content/category/detail/id/39/iid/486544", "prd:486544"),
    ("prd", "http://prd.go.th/en/content/category/detail/id/9/iid/479277/", "prd:479277:en"),
    ("roiet", "https://roietmunicipal.go.th/roiet/?p=27387", "roiet:p:27387"),
    ("roiet", "https://roietmunicipal.go.th/roiet/sample-slug-2/", "roiet:sample-slug-2"),
)


@pytest.mark.parametrize(("name", "url", "id_"), EXAMPLES)
def test_addresses_of_shipped_profiles_get_their_ids(name: str, url: str, id_: str) -> None:
    site = load_site(name)
    assert article_id(url, site) == id_
    assert not refusal(url, site)


def test_every_shipped_profile_has_an_example_and_can_be_crawled() -> None:
    assert {name for name, *_ in EXAMPLES} == set(site_names())
    for name in site_names():
        check_site(load_site(name))


@pytest.mark.parametrize("spelling", ["%E0%B8%82%E0%B9%88", "%e0%b8%82%e0%b9%88", "ข่"])
def test_a_slug_has_one_id_however_its_letters_are_escaped(spelling: str) -> None:
    site = load_site("roiet")
    assert article_id(f"https://roietmunicipal.go.th/roiet/{spelling}/", site) == article_id(
        "https://www.roietmunicipal.go.th/roiet/%E0%B8%82%E0%B9%88", site
    )
    for no_article in ("wp-content/uploads/2023/10/scan.pdf", "category/news/", "feed/", ""):
        assert locate(f"https://roietmunicipal.go.th/roiet/{no_article}", site) is None


def test_starts_of_shipped_profiles_say_what_they_rest_on() -> None:
    def assumed(name: str) -> Iterator[Start]:
        return (start for start in load_site(name).crawl.start if start.assumed)

    assert all(start.note for name in ("prd", "roiet") for start in assumed(name))


def test_the_schedule_finds_own_profiles_by_name(settings: Settings) -> None:
    settings.sites.mkdir(parents=True)
    (settings.sites / "mine.toml").write_text('extends = "opdc"\nname = "mine"\n', encoding="utf-8")
    sites, problems = scheduled_sites(replace(settings, schedule="mine, nosuch"))
    assert [site.name for site in sites] == ["mine"]
    assert [problem.site for problem in problems] == ["nosuch"]


def test_who_covers_the_host_already_is_told(settings: Settings) -> None:
    assert covering("http://www4.opdc.go.th", settings.sites) == "opdc"
    assert covering("nowhere.go.th", settings.sites) == ""
