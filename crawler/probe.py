"""``khlang sites add``: what a few polite requests tell of a site that nobody has described yet.

1. the front page: reachable, redirected, in which encoding and language, made by what;
2. robots.txt: Crawl-delay and sitemaps;
3. sitemaps, feeds, WordPress's REST interface, where they are named or usually are;
4. lists of news that the front page links, with their branches and pages (:mod:`crawler.lists`);
5. the forms of article addresses in all of that (:mod:`crawler.shapes`);
6. a few articles, for what their pages have in common (:mod:`crawler.learn`), and the name of the site.

What is not there is told as well. :mod:`crawler.draft` makes a profile of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin, urlsplit

from scrapy.http import TextResponse
from scrapy.robotstxt import ProtegoRobotParser

from corpus.errors import CrawlProblem
from corpus.sites import Crawl, Site, Start
from corpus.thai.charset import decode
from corpus.urls import canonical_url
from corpus.warnings import shown
from crawler.fetcher import MOST_REQUESTS, Getter, Page
from crawler.findings import Survey, clean
from crawler.learn import learn
from crawler.lists import follow_pattern, list_links
from crawler.naming import site_name
from crawler.places import is_literal
from crawler.records import Lead
from crawler.settings import ROBOTS_NAME
from crawler.shapes import article_shapes
from crawler.spiders.branches import TREE
from crawler.spiders.discovery import Discovery, NotAList
from crawler.spiders.feed import Feed
from crawler.spiders.listing import Link, links_of
from crawler.spiders.sitemap import Sitemap, named_sitemaps
from crawler.spiders.wordpress import POSTS, WordPress

DELAY = 1.0  # seconds between two requests, unless robots.txt asks for more
TIMEOUT = 20.0
MOST_LEADS = 2_000  # addresses of one source that are looked at
SAMPLES = 3  # requests kept back for articles at the end
LISTS = 4  # list pages that are looked at
PAGES = ("", "text/html", "application/xhtml+xml", "text/plain")


def visited(url: str, allow_private: bool, name: str) -> Site:
    """The site as far as its first visit goes: the host of *url*, with and without ``www.``, and nothing else.

    Raises :class:`CrawlProblem` for what is not a web address.
    """
    text = url if "://" in url else f"https://{url}"
    try:
        canonical = canonical_url(text)
    except ValueError as e:
        raise CrawlProblem(f"{clean(url)} is not an address that can be visited: {e}; give one like https://…") from e
    host = urlsplit(canonical).hostname or ""
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    hosts = (host,) if is_literal(host) or "." not in host else (host, other)
    start = Start(spider="listing", url=canonical)
    crawl = Crawl(delay=DELAY, timeout=TIMEOUT, start=(start,))
    return Site(name=name, title_th="", title_en="", hosts=hosts, allow_private=allow_private, crawl=crawl)


def survey(site: Site, getter: Getter) -> Survey:
    """Look at the site; raises :class:`CrawlProblem` where its front page cannot be reached."""
    url = site.crawl.start[0].url
    page = getter.get(url)
    if not page.fine:
        raise unreachable(url, page.why)
    found = Survey(url=page.final, hosts=site.hosts, requests=page.requests)
    probe = _Probe(getter, found)
    response = page.response()
    if not isinstance(response, TextResponse) or page.media_type not in PAGES:
        raise CrawlProblem(f"{url} is no web page but {page.media_type or 'something unknown'}; give the front page")
    probe.front(page, response)
    probe.robots()
    probe.sitemaps()
    probe.feeds(response)
    probe.wordpress(page, response)
    probe.lists()
    probe.articles()
    return found


class _Probe:
    """The steps of a survey; each writes into ``found``."""

    def __init__(self, getter: Getter, found: Survey) -> None:
        self._getter = getter
        self._found = found
        self._links: list[Link] = []
        self._mapped: list[str] = []  # addresses that only a sitemap names
        self._likely = False  # the site looks like WordPress
        self._pages: list[set[str]] = []  # the links of the front page and of each list
        self._fruitful = False  # the last list brought articles that no page before it had

    def front(self, page: Page, response: TextResponse) -> None:
        """The facts of the front page, and its links."""
        decoded = decode(page.body, page.charset)
        self._found.encoding, self._found.declared = decoded.encoding, page.charset
        self._found.oddities = tuple(shown(warning, "en") for warning in decoded.warnings)
        response = response.replace(body=decoded.text.encode("utf-8", "replace"), encoding="utf-8")
        self._found.language = clean(response.xpath("string(/html/@lang)").get(""), 20)
        self._found.generator = clean(response.xpath("string(//meta[@name='generator']/@content)").get(""), 60)
        self._likely = "wordpress" in self._found.generator.lower() or b"/wp-content/" in page.body
        self._take(page)
        name, self._found.agency = site_name(self._found.texts)
        self._found.title = clean(name)

    def robots(self) -> None:
        """Crawl-delay, and the sitemaps that robots.txt names."""
        page = self._ask(urljoin(self._found.url, "/robots.txt"), "robots.txt")
        if page is None:
            return
        self._found.robots = True
        self._found.crawl_delay = ProtegoRobotParser(page.body, None).crawl_delay(ROBOTS_NAME)
        self._found.sitemaps = [url for url in named_sitemaps(page.body, page.final) if self._ours(url)][:2]

    def sitemaps(self) -> None:
        """The sitemaps that are there; one of an index is looked into."""
        usual = ("/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml")[: 3 if self._likely else 1]
        named = self._found.sitemaps or [urljoin(self._found.url, path) for path in usual]
        first = self._found.sitemaps
        self._found.sitemaps = []
        for url in named:
            leads = self._read(Sitemap(), "sitemap", url, "sitemap")
            if leads is None:
                continue
            self._found.sitemaps.append(url)
            self._mapped += [lead.url for lead in leads if lead.role == "article"]
            inner = next((lead.url for lead in leads if lead.role == "listing" and self._ours(lead.url)), "")
            further = self._read(Sitemap(), "sitemap", inner, "sitemap") if inner and not self._mapped else None
            self._mapped += [lead.url for lead in further or () if lead.role == "article"]
            if not first:
                return

    def feeds(self, response: TextResponse) -> None:
        """The feeds that the front page names, else the one that most programs have."""
        kinds = "contains(@type, 'rss') or contains(@type, 'atom')"
        named = response.xpath(f"//link[contains(@rel, 'alternate') and ({kinds})]/@href").getall()
        urls = [url for href in named[:20] if (url := _joined(response, href)) and self._ours(url)]
        urls = [url for url in dict.fromkeys(urls) if "comments" not in url][:2]
        for url in urls or [urljoin(self._found.url, "/feed/")]:
            leads = self._read(Feed(), "feed", url, "feed")
            if leads is not None:
                self._found.feeds.append(url)
                self._found.known += [lead.url for lead in leads if lead.role == "article"]

    def wordpress(self, page: Page, response: TextResponse) -> None:
        """The REST interface: where the page says it is, else where WordPress has it."""
        header = re.search(r'<([^>]{1,500})>;\s?rel="https://api\.w\.org/"', page.header("link"))
        named = header[1] if header else response.xpath("string(//link[@rel='https://api.w.org/']/@href)").get("")
        root = _joined(response, named) if named else ""
        place = urljoin(root, "wp/v2/posts") if root and "/wp-json" in root and self._ours(root) else ""
        start = Start(spider="wordpress", url=place or urljoin(self._found.url, "."))
        lead = WordPress().first(start, None)
        likely = bool(named) or self._likely
        tries = [lead, WordPress().instead(lead)] if likely else [lead]
        for one in filter(None, tries):
            url = one.url.replace("per_page=100", "per_page=10")
            leads = self._read(WordPress(), "wordpress", url, f"WordPress REST ({POSTS})")
            if leads is not None:
                self._found.wordpress = start.url
                self._found.known += [found.url for found in leads if found.role == "article"]
                return

    def lists(self) -> None:
        """Lists of news, their branches and pages, and the forms of all addresses that came up."""
        self._judge()
        asked = {self._found.url}
        while len(self._found.lists) < LISTS and self._found.requests < MOST_REQUESTS - SAMPLES:
            link = next((one for one in self._candidates() if one.url not in asked), None)
            if link is None:
                break
            asked.add(link.url)
            if (page := self._ask(link.url, "list")) is not None:
                links = self._take(page)
                self._found.lists.append(replace(link, url=page.final, text=clean(link.text, 60)))
                self._found.follow.append(follow_pattern(page.final, [one for one in links if not self._article(one)]))
        self._found.follow = list(dict.fromkeys(self._found.follow))
        self._found.tree = any(_is_branch(link) for link in (*self._links, *self._found.lists))

    def articles(self) -> None:
        """A few articles of the likeliest form, and what they have in common."""
        if not self._found.shapes:
            return
        pattern = re.compile(self._found.shapes[0].pattern)
        links = {canonical_url(link.url): link.text for link in reversed(self._links) if pattern.search(link.url)}
        for url in filter(pattern.search, self._found.known):
            links.setdefault(canonical_url(url), "")
        samples: list[tuple[str, str]] = []
        ours = [(url, text) for url, text in links.items() if self._ours(url)]
        for url, text in ours[:: max(1, len(ours) // SAMPLES)][:SAMPLES]:
            if self._found.requests >= MOST_REQUESTS:
                break
            page = self._getter.get(url)
            self._found.requests = max(self._found.requests, page.requests)
            if page.fine and page.media_type in PAGES:
                self._found.articles.append(page)
                samples.append((_text(page), text))
        self._found.layout = learn(samples, self._found.texts)
        name, self._found.agency = site_name([*self._found.texts, *(text for text, _ in samples)])
        self._found.title = clean(name) or self._found.title

    def _candidates(self) -> Iterator[Link]:
        """The lists that are worth a look: lists of news; where none brought articles, branches of years first.

        What the lists that were read lead to by themselves is left out.
        """
        ours = [link for link in self._links if self._ours(link.url)]
        if not (self._fruitful or (self._found.shapes and not self._found.lists)):
            yield from (link for link in reversed(ours) if _is_branch(link))
        known = [re.compile(pattern) for pattern in self._found.follow]
        for link in list_links(ours, self._found.shapes):
            if not any(pattern.search(link.url) for pattern in known):
                yield link

    def _judge(self) -> None:
        """The forms: of what a source calls articles, else of what only a sitemap names, and of all links.

        A link that all pages have is one of a menu, unless nothing else is left.
        """
        self._found.known = list(dict.fromkeys(filter(self._ours, self._found.known)))
        known = self._found.known or [url for url in self._mapped if self._ours(url)][:MOST_LEADS]
        menu = set.intersection(*self._pages) if len(self._pages) > 1 else set()
        ours = [link for link in self._links if self._ours(link.url)]
        fresh = article_shapes([link for link in ours if link.url not in menu], known)
        self._found.shapes = (fresh or article_shapes(ours, known))[:4]
        if self._mapped and not self._found.known:
            patterns = [re.compile(shape.pattern) for shape in self._found.shapes]
            self._found.known = [url for url in known if any(p.search(url) for p in patterns)]

    def _take(self, page: Page) -> list[Link]:
        """The links of a page that is no article."""
        links = list(links_of(page.response()))
        new = {link.url for link in links} - {link.url for link in self._links}
        self._links += links
        self._pages.append({link.url for link in links})
        self._found.texts.append(_text(page))
        self._judge()
        self._fruitful = len(self._pages) > 1 and any(self._article(one) for one in links if one.url in new)
        return links

    def _article(self, link: Link) -> bool:
        return any(re.search(shape.pattern, link.url) for shape in self._found.shapes)

    def _read(self, how: Discovery, spider: str, url: str, what: str) -> list[Lead] | None:
        """The leads of a list; None, noted as missing, where it is none."""
        page = self._ask(url, what)
        if page is None:
            return None
        try:
            lead = Lead(url=url, role="listing")
            return list(islice(how.read(page.response(), Start(spider=spider, url=url), lead), MOST_LEADS))
        except NotAList as e:
            self._found.missing.append((url, str(e)))
            return None

    def _ask(self, url: str, what: str) -> Page | None:
        """The page, or None, noted as missing."""
        if self._found.requests >= MOST_REQUESTS - SAMPLES:
            self._found.missing.append((url, f"not asked for, to stay within {MOST_REQUESTS} requests"))
            return None
        page = self._getter.get(url)
        self._found.requests = max(self._found.requests, page.requests)
        if page.fine:
            return page
        self._found.missing.append((url, f"no {what}: {page.why}"))
        return None

    def _ours(self, url: str) -> bool:
        return (urlsplit(url).hostname or "") in self._found.hosts


def _is_branch(link: Link) -> bool:
    return any(re.search(pattern, link.text) for pattern in TREE)


def _text(page: Page) -> str:
    return decode(page.body, page.charset).text


def _joined(response: TextResponse, href: str) -> str:
    try:
        return canonical_url(response.urljoin(href.strip()))
    except ValueError:  # an address that is none
        return ""


def unreachable(url: str, why: str) -> CrawlProblem:
    """The problem of a site that was not or could not be visited, with what may help, by the reason."""
    repairs: tuple[tuple[str, str], ...] = (
        ("private address", "--allow-private visits a site of the own network"),
        ("redirected", "give the address that it leads to, if that is the site"),
        ("cannot be read", "check the address, and try again later"),
        ("robots.txt", "the site does not want to be visited; ask whoever runs it"),
        ("TLS certificate", "tell whoever runs the site, or try http://"),
    )
    repair = next((repair for part, repair in repairs if part in why), "check the address, and try again later")
    said = why.partition("; the profile")[0]  # there is none yet that could allow anything
    plain = said.rpartition("which forbids all: ")[2]  # robots.txt is asked for first; nobody was there at all
    return CrawlProblem(f"{url} cannot be reached: {said if plain.startswith('HTTP') else plain}; {repair}")
