"""The forms that the addresses of an unknown site have, told from its links: numbers, slugs, query ids.

Addresses that differ in a number or a slug only are of one form. A form whose links have the text of titles is one of
articles; one whose links say "2", "ถัดไป" (next) or name a page parameter is paging. Pure: strings in, patterns out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from corpus.urls import canonical_url
from crawler.spiders.listing import Link

TITLE = 20  # characters from which on the text of a link is a title and not the label of a menu
FEWEST = 3  # addresses that make a form; fewer prove nothing
PAGING = frozenset({"page", "paged", "pg", "p", "offset", "start", "limitstart", "per_page"})
FILES = re.compile(r"(?i)\.(?:pdf|docx?|xlsx?|pptx?|odt|zip|rar|jpe?g|png|gif|svg|webp|mp[34]|css|js|ico|xml|rss)$")
_SLUG = re.compile(r"[^/]*(?:[^\x00-\x7f][^/]*|[-_][^/-]+[-_][^/]*|[^/]{30,})")
_WORD = re.compile(r"[a-z][a-z0-9]*")
_DIGITS = re.compile(r"\d+")
_VALUE = re.compile(r"[A-Za-z_]{2,30}")
_SAME = frozenset({"lang", "language", "lng"})  # parameters that tell variants of one page
_NAME = re.compile(r"[A-Za-z_]\w{0,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One form of address. ``path`` is a pattern for the whole path with named groups, ``query`` the parameters that
    tell its pages apart, ``words`` those that are the same in all, with a word for a value (``view=article``);
    ``examples`` are some of its ``count`` addresses.
    """

    name: str
    path: str
    query: tuple[str, ...]
    id: str
    count: int
    examples: tuple[str, ...]
    words: tuple[tuple[str, str], ...] = ()

    @property
    def pattern(self) -> str:
        """A pattern to search in whole addresses."""
        path = re.sub(r"\(\?P<\w+>", "(?:", self.path).removesuffix("/?")
        if self.query:
            words = "".join(rf"(?=(?:[^#]*&)?{name}={value}(?:&|$))" for name, value in self.words)
            return rf"//[^/]+{path}\?{words}(?:[^#]*&)?{re.escape(self.query[0])}=\d+"
        return rf"//[^/]+{path}/?$"


# A segment of a path as what stands around its numbers (``show12.html`` is ``("show", ".html")``); None for a slug.
_Segment = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Form:
    """What makes addresses one form: the segments of the path, the parameters."""

    segments: tuple[_Segment, ...]
    query: tuple[str, ...]
    words: tuple[tuple[str, str], ...] = ()


def article_shapes(links: Iterable[Link], known: Iterable[str] = ()) -> list[Shape]:
    """The forms that look like articles, the likeliest first; *known* are addresses that a source calls articles."""
    texts: dict[_Form, dict[str, str]] = {}
    sure = set(known)
    for link in (*links, *(Link(url) for url in sure)):
        form = _form(link.url)
        if form is None or (not form.query and not any(s is None or len(s) > 1 for s in form.segments)):
            continue
        text = texts.setdefault(form, {}).get(link.url, "")
        texts[form][link.url] = max(text, link.text, key=len)
    ranked: list[tuple[int, Shape]] = []
    for form, found in texts.items():
        titles = sum(len(text) >= TITLE or url in sure for url, text in found.items())
        if titles >= FEWEST and titles * 2 >= len(found) and (shape := _shape(form, list(found))):
            ranked.append((titles, shape))
    ranked.sort(key=lambda pair: -pair[0])
    return _with_names([shape for _, shape in ranked])


def _form(url: str) -> _Form | None:
    try:
        parts = urlsplit(canonical_url(url))
        pairs = parse_qsl(parts.query, max_num_fields=30)
    except ValueError:
        return None
    if FILES.search(parts.path):
        return None
    segments = tuple(_generalised(segment) for segment in parts.path.strip("/").split("/"))
    numbers = tuple(sorted({name for name, value in pairs if _DIGITS.fullmatch(value) and name not in PAGING - {"p"}}))
    words = tuple(sorted((name, value) for name, value in pairs if _NAME.fullmatch(name) and _VALUE.fullmatch(value)))
    return _Form(segments, numbers, tuple(pair for pair in words if pair[0] not in _SAME) if numbers else ())


def _generalised(segment: str) -> _Segment:
    """A segment as it stands in an address; what is escaped there is no part of a program's addresses, so a slug."""
    if "%" in segment or _SLUG.fullmatch(segment):
        return None
    return tuple(_DIGITS.split(segment))


def _shape(form: _Form, urls: list[str]) -> Shape | None:
    """The form as patterns; None where nothing in it tells its addresses apart."""
    if form.query:
        values = {name: {dict(parse_qsl(urlsplit(url).query)).get(name) for url in urls} for name in form.query}
        telling = [name for name in form.query if len(values[name]) > 1 and _NAME.fullmatch(name)]
        telling.sort(key=lambda name: -len(values[name]))
        if not telling:
            return None
        query = tuple(telling[:1]) if len(values[telling[0]]) == len(set(urls)) else tuple(telling)
    else:
        query = ()
    groups: list[str] = []
    fixed = _fixed(form, urls)
    path = "".join("/" + (fixed.get(n) or _segment(one, groups)) for n, one in enumerate(form.segments))
    if path != "/":
        path += "/?"
    plain = ["#".join(segment) for segment in form.segments if segment]
    word = next((s for s in reversed(plain) if _WORD.match(s)), "page")
    word = "".join(_WORD.findall(word.partition(".")[0].lower())) or "page"
    parts = [f"{{{name}}}" for name in (*groups, *query)]
    return Shape(
        name=word,
        path=path,
        query=query,
        id=":".join([word, *parts]),
        count=len(urls),
        examples=tuple(urls[:3]),
        words=form.words,
    )


def _fixed(form: _Form, urls: list[str]) -> dict[int, str]:
    """Patterns for the segments that look like slugs and are the same in all addresses: sections, by their place."""
    fixed = {}
    for place in (n for n, one in enumerate(form.segments[:-1]) if one is None):
        values = {urlsplit(canonical_url(url)).path.strip("/").split("/")[place] for url in urls}
        if len(values) == 1:
            value = re.escape(values.pop())
            fixed[place] = f"(?i:{value})" if "%" in value else value
    return fixed


def _segment(part: _Segment, groups: list[str]) -> str:
    """The pattern of one segment; its groups are named ``n1``, ``n2`` … and ``slug``.

    Numbers were taken whole, so something stands between two of them: no address can be shared out in two ways.
    """
    if part is None:
        groups.append("slug" if "slug" not in groups else f"slug{len(groups)}")
        return f"(?P<{groups[-1]}>[^/]+)"
    pattern = ""
    for n, literal in enumerate(part):
        if n:
            groups.append(f"n{len(groups) + 1}")
            pattern += f"(?P<{groups[-1]}>\\d+)"
        pattern += re.escape(literal)
    return pattern


def _with_names(shapes: list[Shape]) -> list[Shape]:
    """*shapes* with names that differ, and so ids that differ."""
    made: list[Shape] = []
    for shape in shapes:
        taken = {one.name for one in made}
        if shape.name in taken:
            name = next(f"{shape.name}{n}" for n in range(2, 1000) if f"{shape.name}{n}" not in taken)
            shape = replace(shape, name=name, id=shape.id.replace(shape.name, name, 1))
        made.append(shape)
    return made
