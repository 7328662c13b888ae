"""What is taken out of the archive as data: one citation, or a whole result in a file.

An export is streamed: rows and state of the index are told in its head, its digest cannot be. ``/export.<fmt>.sha256``
with the same parameters makes the same bytes, keeps none of them, and answers as ``sha256sum -c`` reads it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from index.clusters import is_boundary
from index.engine import Whole
from index.hits import SearchRequest
from search_web.archived import header_text
from search_web.args import Asked, query_pairs
from search_web.bibliography import MEDIA_TYPES as CITED
from search_web.bibliography import WRITERS, Style, citation_key, kept_of, reference
from search_web.exporting import FORMATS, Format, Manner, Tally, entries, pieces, state_name, tallied
from search_web.feeds import feed_href
from search_web.pages import asked_version
from search_web.text import Lang, count, say
from search_web.views import results_view
from search_web.web import archive_root, asked_of_address, encode, link_in, page_lang, run_search, site_titles, the_web

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "bib": CITED["bib"],
    "ris": CITED["ris"],
}
LONGEST_NAME = 60  # characters of a query in the name of a file; Thai ones have three bytes, and 255 are a name's most
_UNSAFE = re.compile(r"[\\/:*?\"<>|%\s.\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")

_PLAIN = "text/plain; charset=utf-8"
# How a file is held against its digest where it was saved, by system.
CHECKS = (
    ("Linux", "sha256sum -c {name}.sha256"),
    ("macOS", "shasum -a 256 -c {name}.sha256"),
    ("Windows (PowerShell)", "Get-FileHash {name}"),
)

blueprint = Blueprint("exports", __name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """A format on offer: its name, what it is good for, and the addresses of the file and of its digest."""

    name: str
    about: str
    href: str
    digest: str


@blueprint.get("/article/<article_id>/cite.<any(bib, ris):fmt>")
def citation(article_id: str, fmt: Style) -> AnyResponse:
    """One article, or one of its versions with ``?version=``, as a BibTeX entry or a RIS record to save."""
    shelf = the_web().rooms.shelf()
    version = asked_version()
    found = shelf.article(article_id, version)
    if found is None:
        abort(404)
    lang = page_lang()
    if version is None and found.id != article_id:
        to = url_for("exports.citation", article_id=found.id, fmt=fmt, lang="en" if lang == "en" else None)
        return redirect(to, code=301)
    kept = kept_of(found, shelf.versions(found.id))
    ref = reference(
        found,
        lang,
        titles=site_titles(lang),
        root=archive_root(),
        digest=shelf.digest_of(found.id, found.version),
        captured=kept.captured if kept else None,
        pinned=version is not None,
    )
    response = Response(WRITERS[fmt](ref), content_type=CITED[fmt])
    response.headers["Content-Disposition"] = f'attachment; filename="{citation_key(found.id, version)}.{fmt}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/export.<any(csv, jsonl, bib, ris):fmt>")
def export(fmt: Format) -> Response:
    """The whole result of a search as a file, without a cap, in its order."""
    asked, whole = _whole()
    shelf, lang = the_web().rooms.shelf(), page_lang()
    state = state_name(whole.state.name, shelf.last_seq())
    stream = pieces(entries(shelf, whole.found, lang), _manner(fmt, lang))
    response = Response(stream, content_type=MEDIA_TYPES[fmt])
    _tell(response, asked, whole, state, *file_names(asked.request, fmt, lang))
    return response


@blueprint.get("/export.<any(csv, jsonl, bib, ris):fmt>.sha256")
def digest(fmt: Format) -> Response:
    """The digest of the file that the same parameters give, as ``sha256sum -c`` reads it."""
    asked, whole = _whole()
    shelf, lang = the_web().rooms.shelf(), page_lang()
    state = state_name(whole.state.name, shelf.last_seq())
    tally = Tally()
    if request.method != "HEAD":
        for _ in tallied(entries(shelf, whole.found, lang), _manner(fmt, lang), tally):
            pass  # only what passes through the tally matters
    made = tally.exported()
    ascii_name, name = file_names(asked.request, fmt, lang)
    response = Response(f"{made.sha256}  {name}\n", content_type=_PLAIN)
    _tell(response, asked, whole, state, f"{ascii_name}.sha256", f"{name}.sha256")
    response.headers["X-Export-Bytes"] = str(made.bytes)
    response.headers["X-Export-Missing"] = str(made.missing)
    return response


@blueprint.get("/export")
def choose() -> str:
    """What an export of this search would hold, and the formats that it can have."""
    lang = page_lang()
    asked, page = run_search(asked_of_address(per_page=1, max_per_page=1), group=False, choices=False)
    plain = _unpaged(asked.request)
    view = results_view(Asked(plain, asked.notes), page, lang, link_in(lang), site_titles(lang))
    return render_template(
        "export.html",
        view=view,
        rows=count(lang, "export_rows", page.total),
        back=link_in(lang)(plain),
        feed=feed_href(plain, lang),
        choices=tuple(_choices(plain, lang)),
        checks=tuple((system, line.format(name=file_names(plain, "csv", lang)[1])) for system, line in CHECKS),
    )


def export_href(asked: SearchRequest, fmt: Format | None, lang: Lang, *, digest: bool = False) -> str:
    """The address of the export of a search, of its digest, or of the page that offers the formats (None)."""
    pairs = query_pairs(_unpaged(asked)) + ([("lang", "en")] if lang == "en" else [])
    if fmt is None:
        base = url_for("exports.choose", lang=None)
    else:
        base = url_for("exports.digest" if digest else "exports.export", fmt=fmt, lang=None)
    return f"{base}?{encode(pairs)}" if pairs else base


def file_names(asked: SearchRequest, fmt: Format, lang: Lang) -> tuple[str, str]:
    """The name of an export in plain ASCII, and the one with its query, which every file system takes.

    >>> file_names(SearchRequest(q='"ก.พ.ร." ../ปี'), "csv", "th")[1]
    'คลังข่าว-ก-พ-ร-ปี.csv'
    """
    pairs = query_pairs(_unpaged(asked))
    key = hashlib.sha256(encode(pairs).encode()).hexdigest()[:8]
    words = _UNSAFE.sub("-", asked.q).strip("-")
    if len(words) > LONGEST_NAME:
        words = words[: next((n for n in range(LONGEST_NAME, 0, -1) if is_boundary(words, n)), LONGEST_NAME)].strip("-")
    filtered = any(name != "q" for name, _ in pairs)
    parts = (say(lang, "name").replace(" ", "-"), words, key if filtered else "")
    return f"khlang-khao-{key}.{fmt}", f"{'-'.join(part for part in parts if part)}.{fmt}"


def _unpaged(asked: SearchRequest) -> SearchRequest:
    """*asked* without what only says how pages of it are shown."""
    usual = SearchRequest()
    return replace(asked, page=usual.page, per_page=usual.per_page, group=None, choices=False)


def _whole() -> tuple[Asked, Whole]:
    asked = asked_of_address(per_page=1, max_per_page=1)
    asked = replace(asked, request=_unpaged(asked.request))
    return asked, the_web().rooms.engine().whole(asked.request)


def _manner(fmt: Format, lang: Lang) -> Manner:
    return Manner(format=fmt, lang=lang, root=archive_root(), titles=site_titles(lang))


def _tell(response: Response, asked: Asked, whole: Whole, state: str, ascii_name: str, name: str) -> None:
    """Say in the head of *response* under which name it is saved, its rows, its state, what was not understood."""
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266, 4.3
    response.headers["Content-Disposition"] = disposition
    response.headers["X-Export-Rows"] = str(whole.total)
    response.headers["X-Export-State"] = header_text(state)
    response.headers["X-Robots-Tag"] = "noindex"
    if notes := (*(note.text(page_lang()) for note in asked.notes), *whole.query.notes):
        response.headers["X-Export-Notes"] = header_text(" | ".join(notes))


def _choices(asked: SearchRequest, lang: Lang) -> Iterator[Choice]:
    for fmt in FORMATS:
        yield Choice(
            name=say(lang, f"format_{fmt}"),
            about=say(lang, f"format_about_{fmt}"),
            href=export_href(asked, fmt, lang),
            digest=export_href(asked, fmt, lang, digest=True),
        )


blueprint.add_app_template_global(lambda asked: export_href(asked, None, page_lang()), "export_of")
