"""The pages around one article: the article, its reasons, its history, the differences of two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import IndexProblem
from corpus.records import Article, Version
from index.hits import SAME_SHOWN, Hit, Same
from index.tokens import tokeniser
from search_web.article_view import article_view, reasons_view
from search_web.bibliography import Reference, issuing_body, kept_of, reference
from search_web.citing import apa_style, thai_style
from search_web.history import Cut, differences_view, versions_view
from search_web.links import name_link
from search_web.pages import asked_version, blueprint, small_number
from search_web.rooms import Shelf
from search_web.text import Lang, count
from search_web.web import archive_root, around, page_lang, site_titles, the_web

SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Citations:
    """How one version of an article is cited: its permanent address and two texts; ``day`` as citation tags have it.

    A day that the page does not give for its publication is ``supplied``, and stands in square brackets.
    """

    permalink: str
    thai: str
    apa: str
    body: str
    day: str
    supplied: bool


@blueprint.get("/article/<article_id>")
def article(article_id: str) -> str | Response:
    """One article, or one of its versions with ``?version=``; another id of it leads to the one that stands for it."""
    shelf = the_web().rooms.shelf()
    asked = asked_version()
    found = shelf.article(article_id, asked)
    if found is None:
        abort(404)
    if found.id != article_id:
        return _moved("pages.article", found.id)
    lang = page_lang()
    titles = site_titles(lang)
    kept = shelf.versions(article_id)
    view = article_view(
        found,
        kept,
        lang,
        name_link(),
        lambda part: url_for("pages.article", article_id=article_id, version=asked, part=part if part > 1 else None),
        site=titles(found.site),
        gone=shelf.gone_since(article_id),
        part=_asked_part(),
        kept=lambda url: copy.captured if (copy := shelf.document_copy(url)) else None,
    )
    same, similar = _around(found.id) if view.latest else ((), ())
    unnamed = len(same) - SAME_SHOWN
    return render_template(
        "article.html",
        view=view,
        cite=_citations(found, kept_of(found, kept), shelf.digest_of(found.id, found.version)),
        same=same[:SAME_SHOWN],
        same_rest=count(lang, "same_rest", unnamed) if unnamed > 0 else "",
        similar=[(hit, titles(hit.site)) for hit in similar],
    )


@blueprint.get("/article/<article_id>/why")
def why(article_id: str) -> str | Response:
    """The reasons for every value of an article."""
    asked = asked_version()
    found = the_web().rooms.shelf().article(article_id, asked)
    if found is None:
        abort(404)
    if found.id != article_id:
        return _moved("pages.why", found.id)

    def part_link(part: int) -> str:
        return url_for("pages.article", article_id=article_id, version=asked, part=part if part > 1 else None)

    view = reasons_view(found, page_lang(), name_link(), part_link, _asked_part())
    return render_template("why.html", view=view, asked=asked)


@blueprint.get("/article/<article_id>/versions")
def versions(article_id: str) -> str | Response:
    """The history of one article."""
    shelf = the_web().rooms.shelf()
    found = shelf.article(article_id)
    if found is None:
        abort(404)
    if found.id != article_id:
        return _moved("pages.versions", found.id)
    view = versions_view(
        found,
        shelf.versions(article_id),
        page_lang(),
        lambda version: shelf.article(article_id, version),
        _asked_part(),
    )
    return render_template("versions.html", view=view)


@blueprint.get("/article/<article_id>/diff")
def difference(article_id: str) -> str | Response:
    """What differs between two versions, ``?from=1&to=3``; without them the newest and the one before it."""
    web = the_web()
    shelf = web.rooms.shelf()
    found = shelf.article(article_id)
    if found is None:
        abort(404)
    chosen = {"from": _asked_number("from"), "to": _asked_number("to")}
    if found.id != article_id:
        return _moved("pages.difference", found.id, chosen)
    kept = {version.version: version for version in shelf.versions(article_id)}
    newer = chosen["to"] or max(kept)
    older = chosen["from"] or max((number for number in kept if number < newer), default=newer)
    before, after = _both(shelf, article_id, older, newer)
    if before is None or after is None or not {older, newer} <= kept.keys():
        abort(404)

    @cache
    def cutter() -> Cut:  # where nothing differs none is needed, and without an index one takes seconds to make
        return tokeniser(web.settings.dictionary, web.settings.index, reading=True).cut

    def cut(text: str) -> Sequence[str]:
        return cutter()(text)

    view = differences_view(
        (before, kept[older]), (after, kept[newer]), tuple(kept.values()), page_lang(), cut, _asked_part()
    )
    return render_template("difference.html", view=view)


def _both(shelf: Shelf, article_id: str, older: int, newer: int) -> tuple[Article | None, Article | None]:
    return shelf.article(article_id, older), shelf.article(article_id, newer)


def _citations(found: Article, kept: Version | None, digest: str) -> Citations:
    thai, english = site_titles("th"), site_titles("en")
    ref = reference(
        found,
        page_lang(),
        titles=thai,
        root=archive_root(),
        digest=digest,
        captured=kept.captured if kept else None,
        pinned=True,
    )
    sites = {lang: titles(found.site) if ref.url else "" for lang, titles in (("th", thai), ("en", english))}
    authors: dict[Lang, str] = {"th": issuing_body(found, thai), "en": issuing_body(found, english)}
    if not ref.url:  # a file that somebody imported: who wrote it is not known
        authors = {"th": "", "en": ""}
    return Citations(
        permalink=ref.copy,
        thai=thai_style(ref, sites["th"], author=authors["th"]),
        apa=apa_style(ref, sites["en"], author=authors["en"]),
        body=authors["th"],
        day=_day_tag(ref),
        supplied=ref.supplied,
    )


def _day_tag(ref: Reference) -> str:
    """The day of an article as Highwire's tags have it, in brackets where its page does not give it."""
    if ref.day is None:
        return ""
    written = f"{ref.day:%Y/%m}" if ref.of_month else f"{ref.day:%Y/%m/%d}"
    return f"[{written}]" if ref.supplied else written


def _moved(page: str, article_id: str, chosen: Mapping[str, int | None] = MappingProxyType({})) -> Response:
    """The page under the id that stands for the article, in the language of this request, with what was *chosen*."""
    lang = "en" if page_lang() == "en" else None
    return redirect(url_for(page, article_id=article_id, **chosen, lang=lang), code=301)  # type: ignore[arg-type]  # it takes keywords of its own too, none of them chosen here


def _asked_part() -> int:
    return small_number(request.args.get("part", "")) or 1


def _asked_number(name: str) -> int | None:
    """The version that the parameter *name* asks for, None where it asks for none; 404 for one that cannot be."""
    typed = request.args.get(name, "")
    number = small_number(typed)
    if typed.strip() and number is None:
        abort(404)
    return number


def _around(article_id: str) -> tuple[tuple[Same, ...], tuple[Hit, ...]]:
    """What stands around an article; nothing where there is no index yet."""
    try:
        return around(article_id, SIMILAR)
    except IndexProblem:
        return (), ()
