"""Files given to ``khlang import``, read as a stream of captures; what cannot be read is named, never skipped.

=================================  ==========================================================================
``.html`` ``.htm`` ``.txt``        one page
``.pdf`` ``.docx`` ``.xlsx`` …     one document, also of a kind that is only listed (``.doc``, ``.xls``, ``.rtf`` …)
``.jsonl`` ``.jsonl.gz``           a page a line: ``{"url", "title"?, "text" or "html", "crawled"?, "category"?}``
``.warc`` ``.warc.gz`` ``.wacz``   web archives, handed on whole
a folder                           every file in it, sorted; links are not followed
=================================  ==========================================================================
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from corpus.digests import payload_digest
from corpus.errors import ImportProblem
from corpus.extract.document_kinds import MEDIA_TYPES
from corpus.records import Capture, Rejected
from corpus.sites import Site, shipped_sites
from corpus.urls import FILE_SCHEME, NO_SITE, canonical_url, host_of, site_for

PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    **{f".{ending}": media_type for ending, media_type in MEDIA_TYPES.items() if ending not in ("zip", "rar", "7z")},
}
LINES = (".jsonl", ".jsonl.gz")
ARCHIVES = (".warc", ".warc.gz", ".wacz")
HINTS = ("title", "category", "section", "published")
LINE_ROOM = 6  # a JSON line may be this many times as long as the page in it: \uXXXX stands for one letter
_HEAD = 65_536  # bytes of a page in which its own address is looked for; browsers want it in <head>
_TAG = re.compile(rb"<(?:link|meta)\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BINARY_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, whose letters hold zero bytes


@dataclass(frozen=True, slots=True)
class WholeArchive:
    """A web archive file, to be taken over as it is."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read, under the name it is called by; ``link`` for a link met in a folder."""

    path: Path
    name: str
    size: int
    link: bool = False


Found = Capture | Rejected | WholeArchive


class Sources:
    """All that *paths* hold, in order; ``done`` of ``total`` bytes have been read so far.

    *site* reads pages that tell no address. Raises :class:`ImportProblem` for a path that is not there, cannot be
    looked into, or is a file of a kind that cannot be imported.
    """

    def __init__(self, paths: Sequence[Path], site: Site | None, limit: int) -> None:
        self._site = site
        self._limit = limit
        self._files = [found for path in paths for found in _files_of(path)]
        self.total = sum(file.size for file in self._files)
        self.done = 0

    def __iter__(self) -> Iterator[Found]:
        for file in self._files:
            before = self.done
            try:
                yield from self._read(file)
            except OSError as e:
                yield _refused(file.name, f"cannot be read: {e.strerror or e}")
            self.done = before + file.size

    def _read(self, file: _File) -> Iterator[Found]:
        path, name, size = file.path, file.name, file.size
        kind = _kind(path.name)
        if file.link:
            yield _refused(name, "a link; links in folders are not followed")
        elif not path.is_file():
            yield _refused(name, "not a plain file")
        elif kind is None:
            yield _refused(name, "not a kind of file that can be imported")
        elif size == 0:
            yield _refused(name, "the file is empty")
        elif kind in ARCHIVES:
            yield WholeArchive(path, name)
        elif kind in LINES:
            yield from self._lines(path, name)
        else:
            yield self._page(path, name, size, PAGES[kind])

    def _page(self, path: Path, name: str, size: int, media_type: str) -> Capture | Rejected:
        if size > self._limit:
            return _refused(name, _too_large(size, self._limit))
        body = path.read_bytes()
        if media_type.startswith("text/") and (what := _binary(body)):
            return _refused(name, f"not a page: {what} under the name of one")
        url = FILE_SCHEME + quote(os.fsencode(name))
        if media_type == "text/html" and self._site is not None:
            url = _own_address(body[:_HEAD], self._site) or url
        return capture_of(url, body, media_type, captured=_file_time(path), site=self._site)

    def _lines(self, path: Path, name: str) -> Iterator[Capture | Rejected]:
        stamp = _file_time(path)
        before = self.done
        with path.open("rb") as raw, unpacked(raw, path.name) as file:
            number = 0
            try:
                for number, line in enumerate(bounded_lines(file, self._limit * LINE_ROOM), 1):
                    self.done = before + raw.tell()
                    if line is None:
                        yield _refused(f"{name}:{number}", f"a line of over {self._limit * LINE_ROOM} bytes")
                    elif line.strip():
                        yield self._line(line, f"{name}:{number}", stamp)
            except (EOFError, zlib.error, gzip.BadGzipFile) as e:
                yield _refused(name, f"the file is cut off or damaged after line {number}: {e}")

    def _line(self, line: bytes, where: str, stamp: datetime) -> Capture | Rejected:
        value = parse_line(line, where)
        return value if isinstance(value, Rejected) else page_of(value, where, stamp, self._site, self._limit)


def parse_line(line: bytes, where: str) -> dict[str, Any] | Rejected:
    """The object of one JSON line; *where* names the line in the reason of a refusal."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as e:
        return _refused(where, f"not JSON: {str(e)[:100]}")
    if not isinstance(value, dict):
        return _refused(where, f"a JSON {type(value).__name__} and not an object")
    return value


def page_of(value: dict[str, Any], where: str, stamp: datetime, site: Site | None, limit: int) -> Capture | Rejected:
    """The page that one JSON object holds.

    *stamp* is its time of capture where it tells none; *site* reads pages without an address; *limit* is in bytes. A
    page whose address is none is kept all the same, under the name of its line, with what was given as a hint.
    """
    text, page = value.get("text"), value.get("html")
    given = text if isinstance(text, str) and text.strip() else page
    if not isinstance(given, str) or not given.strip():
        return _refused(where, "neither text nor html in it")
    body = given.encode("utf-8", "replace")
    if len(body) > limit:
        return _refused(where, _too_large(len(body), limit))
    hints = {key: _text(value[key]) for key in HINTS if isinstance(value.get(key), str) and value[key].strip()}
    url = FILE_SCHEME + quote(os.fsencode(where))
    if (address := value.get("url")) is not None:
        try:
            url = canonical_url(str(address))
        except ValueError:
            hints["address"] = _text(str(address))[:200]
    return capture_of(
        url,
        body,
        "text/plain" if given is text else "text/html",
        charset="utf-8",
        captured=_instant(value.get("crawled")) or stamp,
        site=site,
        hints=hints,
    )


def capture_of(
    url: str,
    body: bytes,
    media_type: str,
    *,
    charset: str = "",
    captured: datetime,
    site: Site | None,
    hints: dict[str, str] | None = None,
) -> Capture:
    """A capture of bytes that came from a file; *site* reads pages without an address."""
    return Capture(
        url=url,
        site=site_name(url, site),
        captured=captured,
        body=body,
        digest=payload_digest(body),
        media_type=media_type,
        charset=charset,
        source="import",
        hints=hints or {},
    )


def site_name(url: str, given: Site | None) -> str:
    """The site that a page belongs to: by its address, or the one given for pages without an address."""
    if url.startswith(FILE_SCHEME):
        return given.name if given else NO_SITE
    known: Iterable[Site] = (given, *shipped_sites()) if given else shipped_sites()
    found = site_for(url, known)
    return found.name if found else NO_SITE


def _files_of(path: Path) -> Iterator[_File]:
    """Each file of a given path."""
    try:
        if path.is_dir():
            yield from _walk(path, path.name or "folder")
        elif path.exists():
            if _kind(path.name) is None:
                kinds = ", ".join((*PAGES, *LINES, *ARCHIVES))
                raise ImportProblem(f"{path} is not of a kind that can be imported; give {kinds}, or a folder")
            yield _File(path, path.name, path.stat().st_size)
        else:
            raise ImportProblem(f"there is no file or folder {path}; give one that exists")
    except (OSError, ValueError) as e:
        raise ImportProblem(f"cannot read {path}: {getattr(e, 'strerror', None) or e}") from e


def _walk(folder: Path, name: str) -> Iterator[_File]:
    for entry in sorted(folder.iterdir(), key=lambda p: os.fsencode(p.name)):
        here = f"{name}/{entry.name}"
        if entry.is_dir() and not entry.is_symlink():
            try:
                yield from _walk(entry, here)
            except PermissionError:
                yield _File(entry, here, 0)  # named as one that cannot be read when its turn comes
        else:
            yield _File(entry, here, entry.lstat().st_size, entry.is_symlink())


def _kind(name: str) -> str | None:
    lower = name.lower()
    return next((end for end in (*ARCHIVES, *LINES, *PAGES) if lower.endswith(end)), None)


def _refused(where: str, reason: str) -> Rejected:
    return Rejected(url=where, stage="read", reason=reason)


def kind_of_file(name: str) -> str:
    """The media type of a page or document by its file name; ``""`` where the name tells none."""
    return PAGES.get(_kind(name) or "", "")


def _too_large(size: int, limit: int) -> str:
    return f"{size} bytes; {limit} are the limit (setting max_page_bytes)"


def _binary(body: bytes) -> str:
    """What a file that calls itself text is instead; ``""`` where it may well be text."""
    if body.startswith(_BINARY_STARTS):
        return "a picture, document or packed file"
    if b"\0" in body[:4096] and not body.startswith(_WIDE_STARTS):
        return "binary data"
    return ""


def _own_address(head: bytes, site: Site) -> str:
    """The address a page gives itself (canonical link, og:url), where it is one of the site's; else ``""``."""
    for tag in _TAG.findall(head):
        fields = {
            found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag.decode("utf-8", "replace"))
        }
        address = fields.get("href") if fields.get("rel", "").lower() == "canonical" else None
        address = fields.get("content") if fields.get("property", "").lower() == "og:url" else address
        try:
            if address and site.covers(host_of(address)):
                return canonical_url(address)
        except ValueError:
            continue  # a page may write anything there; then it has no address of its own
    return ""


def unpacked(raw: BinaryIO, name: str) -> BinaryIO:
    """*raw*, unpacked while it is read where the file's *name* says that it is packed."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")) if name.lower().endswith(".gz") else raw


def bounded_lines(file: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines of *file*, ended by LF alone; None in place of one longer than *limit* bytes."""
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(1_000_000)
        yield None


def _file_time(path: Path) -> datetime:
    """When a file was last written, in whole seconds: stands for the time of capture where nothing else tells it."""
    return datetime.fromtimestamp(max(0, int(path.stat().st_mtime)), UTC)


def _instant(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()
