"""The archived copy: the bytes as they came, in a sandbox of the browser.

Archived pages are hostile: they hold scripts, frames and forms of years ago. Served from our own address they run
nothing (``sandbox`` without any allowance gives them an origin of their own without scripts), load nothing
(``default-src 'none'``), and only the few media types that a browser shows safely are shown at all; the rest is
offered for download.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.extract.document_kinds import MEDIA_TYPES
from corpus.records import Capture, to_plain
from corpus.thai.charset import decode
from search_web.copy_view import copy_view
from search_web.pages import asked_version, small_number
from search_web.security import POLICY as PAGE_POLICY
from search_web.web import archive_root, page_lang, the_web

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"  # our page around the copy shows it in a frame
)
TEXTS = ("text/html", "text/plain")  # shown with the charset that they are really in
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # not SVG, which is a document with scripts
# What Python calls otherwise than browsers do (WHATWG Encoding, section 4.2: names and labels).
_CHARSETS = {
    "cp874": "windows-874",
    "ascii": "utf-8",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "iso2022_jp": "iso-2022-jp",
}
_TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,40}")

blueprint = Blueprint("archived", __name__)


@blueprint.get("/article/<article_id>/raw")
def raw(article_id: str) -> Response:
    """The captured bytes of an article, or of one of its versions; raises ArchiveProblem where they cannot be read."""
    rooms = the_web().rooms
    shelf = rooms.shelf()
    found = shelf.article(article_id, asked_version())
    location = shelf.location_of(found.id, found.version) if found else None
    if found is None or location is None:
        abort(404)
    response = copy_response(rooms.capture(location), f"{article_id}-v{found.version}")
    response.make_conditional(request)
    return response


@blueprint.get("/article/<article_id>/document/<number>")
def document(article_id: str, number: str) -> Response:
    """The bytes of one attached document, by its *number* from 1 in the order of the article's attachments.

    404 for a document that was not fetched; raises ArchiveProblem where its copy cannot be read.
    """
    rooms = the_web().rooms
    shelf = rooms.shelf()
    found, place = shelf.article(article_id, asked_version()), small_number(number)
    linked = found.attachments[place - 1] if found and place and place <= len(found.attachments) else None
    kept = shelf.document_copy(linked.url) if linked else None
    if kept is None:
        abort(404)
    capture = rooms.capture(kept.location)
    # Many servers call every file the same: a name that ends as a document's says more, and more is then a download.
    kind = MEDIA_TYPES.get(kept.filename.rpartition(".")[2].lower(), capture.media_type)
    response = copy_response(replace(capture, media_type=kind), f"{article_id}-document-{place}")
    response.headers["X-Archive-Media-Type"] = header_text(capture.media_type)
    response.make_conditional(request)
    return response


@blueprint.get("/article/<article_id>/copy")
def copy(article_id: str) -> AnyResponse:
    """The archived copy in a frame, with what is known of it; raises ArchiveProblem where it cannot be read."""
    rooms = the_web().rooms
    shelf = rooms.shelf()
    asked = asked_version()
    found = shelf.article(article_id, asked)
    location = shelf.location_of(found.id, found.version) if found else None
    if found is None or location is None:
        abort(404)
    if asked is None and found.id != article_id:
        return redirect(url_for("archived.copy", article_id=found.id), code=301)
    capture = rooms.capture(location)
    view = copy_view(
        found,
        capture,
        shelf.versions(found.id),
        page_lang(),
        shown=capture.media_type in (*TEXTS, *IMAGES),
        name=file_name(f"{article_id}-v{found.version}", capture.media_type),
        address=f"{archive_root().rstrip('/')}/article/{quote(article_id, safe=':')}/raw?version={found.version}",
    )
    response = Response(render_template("copy.html", view=view))
    # The frame may show our own addresses only: a link in the copy that leads elsewhere leads nowhere.
    response.headers["Content-Security-Policy"] = f"{PAGE_POLICY}; frame-src 'self'"
    return response


def copy_response(capture: Capture, name: str) -> Response:
    """The response that shows *capture* safely, or offers it as a download called *name*."""
    response = Response(capture.body)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # frame-ancestors for old browsers
    response.headers["X-Archive-Captured"] = str(to_plain(capture.captured))
    response.headers["X-Archive-Digest"] = header_text(capture.digest)
    response.headers["X-Archive-Original"] = header_text(capture.url)
    response.headers["X-Archive-Media-Type"] = header_text(capture.media_type)
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(hashlib.sha256(capture.digest.encode("utf-8", "replace") + POLICY.encode()).hexdigest()[:32])
    if capture.media_type in TEXTS:
        response.headers["Content-Type"] = f"{capture.media_type}; charset={browser_charset(capture)}"
    elif capture.media_type in IMAGES:
        response.headers["Content-Type"] = capture.media_type
    else:
        response.headers["Content-Type"] = "application/octet-stream"
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name, capture.media_type)}"'
    return response


def browser_charset(capture: Capture) -> str:
    """The charset that the bytes are really in, by the name that browsers know it."""
    found = decode(capture.body, capture.charset).encoding.lower()
    found = _CHARSETS.get(found, found)
    return found if _TOKEN.fullmatch(found) else "utf-8"


def file_name(name: str, media_type: str) -> str:
    """A file name of plain ASCII letters; its ending comes from the list of documents, never from the page."""
    # What would run scripts as a file of the reader's own is a text to look at.
    endings = {"text/html": ".html.txt", "application/xhtml+xml": ".xhtml.txt", "image/svg+xml": ".svg.txt"}
    endings |= {"text/plain": ".txt"}
    endings |= {known: f".{ending}" for ending, known in MEDIA_TYPES.items()}
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")[:80] or "copy"
    return safe + endings.get(media_type, ".bin")


def header_text(value: str) -> str:
    """*value* as a header may carry it: printable ASCII, the rest percent-encoded, at most 2000 characters."""
    return "".join(c if " " <= c <= "~" else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in value)[
        :2000
    ]
