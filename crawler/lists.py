"""Lists of an unknown site: which links lead to them, and the pattern for a list with its branches and pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote_plus, urlsplit

from crawler.shapes import FILES, PAGING, TITLE, Shape
from crawler.spiders.listing import Link

# Texts of links and addresses that lead to news: news, public relations, announcements, activities, procurement,
# tenders, job notices.
NEWS = re.compile(
    r"(?i)ข่าว|ประชาสัมพันธ์|ประกาศ|กิจกรรม|จัดซื้อ|จัดจ้าง|ประกวดราคา|รับสมัคร|\bnews|[/_-]news|press|announce|activit"
)
_LISTED = re.compile(r"(?i)[a-z]+[_-]?list\b|\blist[_-]?[a-z]*\b|/categor(?:y|ies)\b|/archives?\b")
_NO_NEWS = re.compile(r"(?i)web-?board|forum|กระดาน|login|signin|register|search|calendar|gallery|feed|rss")
_VIEWS = frozenset({"sort", "order", "orderby", "dir", "print", "tmpl", "format", "lang"})  # same list, seen otherwise
_NAME = re.compile(r"[A-Za-z_]\w{0,30}")
MOST_NAMES = 12


def list_links(links: Iterable[Link], articles: Iterable[Shape]) -> list[Link]:
    """The links that lead to lists of news: a short text that says so, or such an address, and no article.

    The plainest first: what the text calls news, then what the address calls a list.
    """
    patterns = [re.compile(shape.pattern) for shape in articles]
    found: dict[str, Link] = {}
    for link in links:
        parts = urlsplit(link.url)
        place = f"{parts.path}?{parts.query}"
        if (
            len(link.text) < 2 * TITLE
            and (parts.path.strip("/") or parts.query)
            and (NEWS.search(link.text) or NEWS.search(place) or _LISTED.search(place))
            and not (FILES.search(parts.path) or _NO_NEWS.search(place) or _NO_NEWS.search(link.text))
            and not any(pattern.search(link.url) for pattern in patterns)
        ):
            found.setdefault(link.url, link)
    return sorted(
        found.values(), key=lambda link: (not NEWS.search(link.text), not NEWS.search(link.url), len(link.url))
    )


def follow_pattern(url: str, links: Iterable[Link] = ()) -> str:
    """A pattern for the list at *url* with its branches and further pages, as *links* of the list show them.

    A parameter with a word for a value (``mod=news``) must be as it is; one with a number may have another. Of the
    other links to the same path the parameters are taken over: years, months, categories, pages. Linear.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    own = _pairs(parts.query)
    words = {name: value for name, value in own if not value.isdecimal() and name not in PAGING}
    names = {name for name, value in own if name not in words}
    deeper = False
    for link in links:
        other = urlsplit(link.url)
        if other.hostname != parts.hostname:
            continue
        deeper = deeper or (bool(re.fullmatch(re.escape(path) + r"(?:/\d+){1,3}/?", other.path)) and bool(path))
        pairs = _pairs(other.query)
        if other.path.rstrip("/") == path and words.items() <= dict(pairs).items():
            more = [name for name, _ in pairs if name not in words and name not in _VIEWS]
            names |= set(more if len(names) < MOST_NAMES else ())
    names |= set() if names & PAGING else PAGING  # no page told how its further pages are called
    part = rf"(?:{'|'.join(sorted(names))})=[^&#]*"
    fixed = [rf"{re.escape(name)}={_value(value)}" for name, value in words.items()]
    query = rf"(?:{'|'.join((*fixed, part))})" if fixed else part
    ends = r"(?:/page/\d+|(?:/\d+){1,3})?" if deeper else r"(?:/page/\d+)?"
    place = f"(?i:{re.escape(path)})" if "%" in path else re.escape(path)
    if not own:
        return rf"//[^/]+{place}{ends}/?(?:\?{query}(?:&{query})*)?$"
    required = "".join(rf"(?=(?:[^#]*&)?{one}(?:&|$))" for one in fixed)
    return rf"//[^/]+{place}/?\?{required}{query}(?:&{query})*$"


def _value(value: str) -> str:
    """A value as it stands in an address, escaped or not."""
    quoted = quote_plus(value)
    return re.escape(quoted) if quoted == value else rf"(?:{re.escape(quoted)}|{re.escape(quoted.lower())})"


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return [(name, value) for name, value in parse_qsl(query, max_num_fields=30) if _NAME.fullmatch(name)]
    except ValueError:  # too many of them: no list
        return []
