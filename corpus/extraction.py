"""Pages understood without being stored: what ``khlang extract`` prints.

Each result is one JSON object: an Article, or ``{"id", "rejected": {"url", "stage", "reason"}}`` for a page that did
not become one. Results come in the order of the pages.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from corpus.boilerplate import PAGES, Learning, Learnt, rank
from corpus.errors import ImportProblem, UsageProblem
from corpus.pipeline import edges
from corpus.records import Article, Capture, Rejected
from corpus.settings import Settings
from corpus.sites import Site, shipped_sites
from corpus.sources import LINE_ROOM, bounded_lines, capture_of, kind_of_file, page_of, parse_line, unpacked
from corpus.thai.charset import decode
from corpus.urls import FILE_SCHEME, canonical_url
from corpus.workers import Understood, understood

_STDIN = "standard input"
TAUGHT = 16  # pages of a host after which what they teach is made use of
_MAGIC = {b"%PDF": "application/pdf", b"PK\x03\x04": "application/zip"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page is called in its result, and why it was refused before it was understood."""

    id: Any = None
    refused: Rejected | None = None


_Item = tuple[_Asked, Capture | None]


def extract_lines(files: Sequence[Path], settings: Settings) -> Iterator[dict[str, Any]]:
    """The result of each JSON line of *files*, or of standard input; each echoes its line's ``id``.

    Files are read twice: first for the lines that their sites put around articles. Standard input can be read once:
    what is learnt from its first pages serves the later ones. Raises :class:`ImportProblem` for a file that cannot be
    read.
    """
    sites = _sites()
    items = _items_of_lines(files, settings.max_page_bytes)
    learnt: dict[str, Learnt] = {}
    if files and all(path.is_file() for path in files):
        learnt = _learnt(files, sites, settings.max_page_bytes)
    else:
        items = _teaching(items, sites, learnt)
    for asked, result in understood(items, sites, settings.processes, learnt=learnt):
        value = _plain(asked, result)
        if asked.id is not None:
            if "rejected" not in value:
                value["article_id"] = value["id"]
            value["id"] = asked.id
        yield value


def _learnt(files: Sequence[Path], sites: Mapping[str, Site], limit: int) -> dict[str, Learnt]:
    """The boilerplate of the sites whose pages stand in *files*, from a bounded number of pages of each host."""
    chosen: dict[str, dict[int, Capture]] = {}
    for number, (asked, page) in enumerate(_items_of_lines(files, limit)):
        if page is None or page.url.startswith(FILE_SCHEME):
            continue  # pages without an address are of no known site
        pages = chosen.setdefault(urlsplit(page.url).netloc, {})
        pages[rank(f"{page.url} {asked.id or number}")] = page
        if len(pages) > PAGES:
            del pages[max(pages)]
    learning = Learning()
    for pages in chosen.values():
        for page in pages.values():
            _teach(learning, page, sites)
    return learning.learnt()


def _teaching(items: Iterable[_Item], sites: Mapping[str, Site], learnt: dict[str, Learnt]) -> Iterator[_Item]:
    """*items*; the first pages of each host are learnt from on the way, and *learnt* is brought up to date."""
    learning = Learning()
    met: Counter[str] = Counter()
    for asked, page in items:
        if page is not None and not page.url.startswith(FILE_SCHEME):
            host = urlsplit(page.url).netloc
            met[host] += 1
            if met[host] <= PAGES:
                _teach(learning, page, sites)
                if met[host] % TAUGHT == 0:
                    learnt.update(learning.learnt())
        yield asked, page


def _teach(learning: Learning, page: Capture, sites: Mapping[str, Site]) -> None:
    group, found = edges(page, sites.get(page.site))
    learning.meet(group, page.url, found)


def extract_files(files: Sequence[Path], url: str, settings: Settings) -> Iterator[dict[str, Any]]:
    """The result of each file, or of standard input, as one page.

    *url* is the address of the one page given. Raises :class:`UsageProblem` for one address and several files, or an
    address that is none; :class:`ImportProblem` for a file that cannot be read.
    """
    if url and len(files) > 1:
        raise UsageProblem(f"--url {url} is the address of one page, but {len(files)} files are given")
    if url:
        try:
            url = canonical_url(url)
        except ValueError as e:
            raise UsageProblem(f"--url: {e}; give an http or https address") from e
    sites = _sites()
    for asked, result in understood(_items_of_files(files, url, settings.max_page_bytes), sites, settings.processes):
        yield _plain(asked, result)


def _items_of_lines(files: Sequence[Path], limit: int) -> Iterator[_Item]:
    now = _now()
    for path in files or (None,):
        with _opened(path) as (name, stream):
            for number, line in enumerate(bounded_lines(stream, limit * LINE_ROOM), 1):
                if line is None or line.strip():
                    yield _item_of_line(line, f"{name}:{number}", now, limit)


def _item_of_line(line: bytes | None, where: str, now: datetime, limit: int) -> tuple[_Asked, Capture | None]:
    value = _too_long(where) if line is None else parse_line(line, where)
    if isinstance(value, Rejected):
        return _Asked(refused=value), None
    page = page_of(value, where, now, None, limit)
    if isinstance(page, Rejected):
        return _Asked(value.get("id"), page), None
    return _Asked(value.get("id")), page


def _items_of_files(files: Sequence[Path], url: str, limit: int) -> Iterator[_Item]:
    now = _now()
    for path in files or (None,):
        with _opened(path) as (name, stream):
            body = stream.read(limit + 1)
        if len(body) > limit:
            reason = f"more than {limit} bytes (setting max_page_bytes)"
            yield _Asked(refused=Rejected(url=name, stage="read", reason=reason)), None
        elif not body.strip():
            yield _Asked(refused=Rejected(url=name, stage="read", reason="the page is empty")), None
        else:
            address = url or f"{FILE_SCHEME}{name}"
            yield _Asked(), capture_of(address, body, _media_type(name, body), captured=now, site=None)


@contextmanager
def _opened(path: Path | None) -> Iterator[tuple[str, BinaryIO]]:
    """A file's name and its bytes, unpacked; standard input where there is none.

    What fails inside, opening or reading, is told as :class:`ImportProblem`.
    """
    try:
        if path is None:
            yield _STDIN, sys.stdin.buffer
        else:
            with path.open("rb") as raw:
                yield path.name, unpacked(raw, path.name)
    except (OSError, EOFError, zlib.error) as e:
        why = getattr(e, "strerror", None) or e
        raise ImportProblem(f"cannot read {path or _STDIN}: {why}; give a file that can be read") from e


def _media_type(name: str, body: bytes) -> str:
    """What a page is: by its first bytes, else by the file's name, else by whether its text begins with a tag."""
    for magic, media_type in _MAGIC.items():
        if body.startswith(magic):
            return media_type
    return kind_of_file(name) or ("text/html" if decode(body[:1000]).text.lstrip().startswith("<") else "text/plain")


def _plain(asked: _Asked, result: Understood) -> dict[str, Any]:
    refused = asked.refused or (result if isinstance(result, Rejected) else None)
    if refused is not None:
        return {"id": asked.id, "rejected": refused.to_json()}
    if not isinstance(result, Article):
        raise TypeError(f"a page was understood as {type(result).__name__}")
    return result.to_json()


def _too_long(where: str) -> Rejected:
    return Rejected(url=where, stage="read", reason="the line is longer than any page may be")


def _sites() -> Mapping[str, Site]:
    shipped: Iterable[Site] = shipped_sites()
    return {site.name: site for site in shipped}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
