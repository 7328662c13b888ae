"""What is taken out of the archive as data: one citation, or a whole result in a file.

An export is streamed: rows and state of the index are told in its head, its digest cannot be. ``/export.<fmt>.sha256``
with the same parameters makes the same bytes, keeps none of them, and answers as ``sha256sum -c`` reads it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from index.clusters import is_boundary
from index.engine import Whole
from index.hits import SearchRequest
from search_web.archived import header_text
from search_web.args import Asked, query_pairs
from search_web.bibliography import MEDIA_TYPES as CITED
from search_web.bibliography import STYLES, WRITERS, Style, citation_key, reference
from search_web.exporting import FORMATS, Format, Manner, Tally, entries, pieces, tallied
from search_web.pages import asked_version
from search_web.text import Lang, count, say
from search_web.views import results_view
from search_web.web import asked_of_address, encode, link_in, page_lang, run_search, site_titles, the_web

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "bib": CITED["bib"],
    "ris": CITED["ris"],
}
LONGEST_NAME = 60  # characters of a query in the name of a file; Thai ones have three bytes, and 255 are a name's most
_UNSAFE = re.compile(r"[\\/:*?\"<>|%\s.\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")

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
    kept = next((v for v in shelf.versions(found.id) if v.version == found.version), None)
    ref = reference(
        found,
        lang,
        titles=site_titles(lang),
        root=archive_root(),
        digest=kept.digest if kept else "",
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
    stream = pieces(entries(shelf, whole.found, lang), _manner(fmt, lang))
    response = Response(stream, content_type=MEDIA_TYPES[fmt])
    ascii_name, name = file_names(asked.request, fmt, lang)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = disposition
    _tell(response, asked, whole)
    return response


@blueprint.get("/export.<any(csv, jsonl, bib, ris):fmt>.sha256")
def digest(fmt: Format) -> Response:
    """The digest of the file that the same parameters give, as ``sha256sum -c`` reads it."""
    asked, whole = _whole()
    shelf, lang = the_web().rooms.shelf(), page_lang()
    tally = Tally()
    if request.method != "HEAD":
        for _ in tallied(entries(shelf, whole.found, lang), _manner(fmt, lang), tally):
            pass  # only what passes through the tally matters
    made = tally.exported()
    response = Response(f"{made.sha256}  {file_names(asked.request, fmt, lang)[1]}\n", content_type=_PLAIN)
    _tell(response, asked, whole)
    response.headers["X-Export-Bytes"] = str(made.bytes)
    response.headers["X-Export-Missing"] = str(made.missing)
    return response


@blueprint.get("/export")
def choose() -> str:
    """What an export of this search would hold, and the formats that it can have."""
    lang = page_lang()
    asked, page = run_search(asked_of_address(per_page=1, max_per_page=1), group=False, choices=False)
    plain = replace_page(asked.request)
    view = results_view(Asked(plain, asked.notes), page, lang, link_in(lang), site_titles(lang))
    return render_template(
        "export.html",
        view=view,
        rows=count(lang, "export_rows", page.total),
        back=link_in(lang)(plain),
        choices=tuple(_choices(plain, lang)),
    )


def archive_root() -> str:
    """Where readers open the archive: the setting ``public_address``, else the address of this request."""
    return the_web().settings.public_address or request.url_root


def export_href(asked: SearchRequest, fmt: Format | None, lang: Lang, *, digest: bool = False) -> str:
    """The address of the export of a search, of its digest, or of the page that offers the formats (None)."""
    pairs = query_pairs(replace_page(asked)) + ([("lang", "en")] if lang == "en" else [])
    if fmt is None:
        base = url_for("exports.choose")
    else:
        base = url_for("exports.digest" if digest else "exports.export", fmt=fmt)
    return f"{base}?{encode(pairs)}" if pairs else base
