"""What bytes are, by their beginning: names and headers lie more often."""

from __future__ import annotations

import codecs
import re

HEAD_BYTES = 4096
_MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_NOT_PAGES = frozenset(  # feeds and site maps among them: they lead to pages, and hold none
    f"application/{x}"
    for x in ("pdf", "json", "xml", "rss+xml", "atom+xml", "zip", "javascript", "msword", "vnd.ms-excel")
) | {"text/xml", "text/css", "text/javascript"}
_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)


# files that servers and programs talk through, by their names: text, but no page
_FOR_PROGRAMS = re.compile(
    r"/(?:\.well-known/.*|robots\.txt|(?:app-)?ads\.txt|humans\.txt|security\.txt|llms(?:-full)?\.txt|sitemap[\w-]*\.(?:txt|xml(?:\.gz)?))",
    re.I,
)


def not_text(body: bytes, media_type: str, path: str = "") -> str:
    """Why *body* is no text that can be read as a page, or an empty string; *path* is that of its address."""
    if _FOR_PROGRAMS.fullmatch(path):
        return f"{path} is a file for programs, not a page"
    for magic, name in _BINARY:
        if body.startswith(magic):
            return f"the bytes are not text but {name}"
    family = media_type.partition("/")[0]
    if family in ("image", "audio", "video", "font") or media_type in _NOT_PAGES:
        return f"{media_type} is not a kind of page that is read"
    head = body[:HEAD_BYTES]
    if head.startswith(_MARKED):
        return ""
    zeros = head.count(0)
    sides = [side.count(0) + side.count(0x0E) for side in (head[::2], head[1::2])]  # U+00xx and U+0Exx, Thai
    wide = sum(sides) * 8 > len(head) and abs(sides[0] - sides[1]) * 2 > sum(sides)  # UTF-16
    controls = sum(head.count(bytes([b])) for b in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    if not wide and (zeros + controls) * 20 > len(head):
        return "the bytes are not text"
    return ""
