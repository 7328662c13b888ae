"""What every request has in common: the language of the page, the links, the search behind page and API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, quote_plus, urlencode

from flask import current_app, g, request, url_for

from corpus.settings import Settings
from corpus.sites import Site, shipped_sites
from corpus.urls import NO_SITE
from index.hits import Hit, Same, SearchPage, SearchRequest
from search_web.args import Asked, Note, query_pairs, read_request
from search_web.rooms import Rooms
from search_web.text import Lang, say

MOST_QUERY_BYTES = 6000  # of an address: 500 Thai letters of a query are 4500; each page repeats its address in links
MOST_PATH_BYTES = 2000  # of a path before it is encoded: a name has at most 200 letters, and pages repeat this, too
TYPED_PAGES = ("pages.search", "api.search", "api.suggest")  # which read the first letters of however long a query


@dataclass(frozen=True, slots=True)
class Web:
    """What the application was made with."""

    settings: Settings
    rooms: Rooms


def the_web() -> Web:
    """The settings and rooms of the application that serves this request."""
    web: Web = current_app.extensions["khlang"]
    return web


def page_lang() -> Lang:
    """The language of this request: Thai unless its address says ``lang=en``."""
    if "lang" not in g:
        g.lang = "en" if request.args.get("lang") == "en" else "th"
    lang: Lang = g.lang
    return lang


def link_in(lang: Lang) -> Callable[[SearchRequest], str]:
    """What makes the address of a search in that language."""
    base = url_for("pages.search", lang=None)

    def link(asked: SearchRequest) -> str:
        pairs = query_pairs(asked) + ([("lang", "en")] if lang == "en" else [])
        return f"{base}?{encode(pairs)}" if pairs else base

    return link


def site_titles(lang: Lang) -> Callable[[str], str]:
    """What gives the title of a site by its name: from the shipped profile or the one its run was begun with."""
    rooms = the_web().rooms
    return titles_of(rooms.shelf().sites() if rooms.has_shelf() else (), lang)


def titles_of(kept: Iterable[Site], lang: Lang) -> Callable[[str], str]:
    """What gives the title of a site by its name, of the shipped ones and those *kept* in the catalogue."""
    titles = {site.name: site.title_th if lang == "th" else site.title_en for site in (*shipped_sites(), *kept)}
    titles[NO_SITE] = say(lang, "site_import")
    return lambda name: titles.get(name) or name


def absolute(path: str) -> str:
    """An address of ours with its host: that of the setting ``public_address``, else the one that was asked."""
    root = the_web().settings.public_address or request.url_root.rstrip("/")
    return root + path.removeprefix(request.script_root)


def encode(pairs: list[tuple[str, str]]) -> str:
    """Parameters for an address; ``:`` stays readable, as it stands in every field filter."""
    return urlencode(pairs, safe=":", quote_via=quote_plus)


def asked_of_address(*, per_page: int, max_per_page: int) -> Asked:
    """The search that the address of this request asks for, with notes."""
    settings = the_web().settings
    given = request.args.to_dict(flat=False)
    asked = read_request(given, max_query=settings.max_query, max_per_page=max_per_page, per_page=per_page)
    return replace(asked, request=replace(asked.request, lang=page_lang()))


def run_search(asked: Asked, *, group: bool, choices: bool) -> tuple[Asked, SearchPage]:
    """The finished page for *asked*; a page past the end becomes the last one, with a note.

    Where the address does not say whether pages with the same content are one hit, *group* does; *choices* wants the
    facets to count what could be chosen besides. Raises IndexProblem where there is no index that can be used.
    """
    engine = the_web().rooms.engine()

    def found(request: SearchRequest) -> SearchPage:
        grouped = group if request.group is None else request.group
        return engine.search(replace(request, group=grouped, choices=choices or request.choices))

    page = found(asked.request)
    if asked.request.page <= page.pages:
        return asked, page
    beyond = Note("note_page_beyond", (("pages", f"{page.pages:,}"),))
    asked = Asked(asked.request.at_page(page.pages), (*asked.notes, beyond))
    return asked, found(asked.request)


def around(article_id: str, limit: int) -> tuple[tuple[Same, ...], tuple[Hit, ...]]:
    """The other pages with the content of an article, and at most *limit* articles like it."""
    engine = the_web().rooms.engine()
    return engine.same(article_id), engine.similar(article_id, limit)


def archive_root() -> str:
    """Where readers open the archive: the setting ``public_address``, else the address of this request."""
    return the_web().settings.public_address or request.url_root


def too_long() -> bool:
    """Whether the address of this request is longer than it may be: a search whose words alone are too many is not."""
    if len(request.path.encode("utf-8", "replace")) > MOST_PATH_BYTES:
        return True
    if len(encode(_kept_pairs())) > MOST_QUERY_BYTES:  # raw Thai in an address is three times as long in our links
        return True
    return request.endpoint not in TYPED_PAGES and len(request.query_string) > MOST_QUERY_BYTES


def _kept_pairs() -> list[tuple[str, str]]:
    """The parameters of this request, of a query only what is read of it."""
    most = the_web().settings.max_query
    return [(k, v[:most] if k == "q" else v) for k, v in request.args.items(multi=True)]


def other_language_href() -> str:
    """The address of this page in the other language."""
    pairs = [(k, v) for k, v in _kept_pairs() if k != "lang"]
    if len(encode(pairs)) > MOST_QUERY_BYTES:
        return url_for("pages.start", lang="en" if page_lang() == "th" else None)
    if page_lang() == "th":
        pairs.append(("lang", "en"))
    path = quote(request.script_root + request.path, safe="/:@!$&'()*+,;=~")
    return f"{path}?{encode(pairs)}" if pairs else path


def with_notes(asked: Asked, page: SearchPage, lang: Lang) -> SearchPage:
    """*page* with the notes of the address before those of the query language."""
    notes = tuple(note.text(lang) for note in asked.notes)
    return replace(page, query=replace(page.query, notes=notes + page.query.notes))
