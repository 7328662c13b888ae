"""What the indexes of web archives answer, read into lines; every answer is somebody else's and may hold anything.

Two forms: the Wayback CDX server's JSON (an array of arrays of texts, the first one naming the fields; with a resume
key the last two are ``[]`` and ``["key"]``), and one JSON object a line, as pywb and Common Crawl give it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from corpus.urls import canonical_url

REVISIT = "warc/revisit"
MAX_KEY = 4_000  # characters of a resume key
_STAMP = re.compile(r"[0-9]{4,14}")
_DIGEST = re.compile(r"(?:sha1:)?([A-Z2-7]{32})")
_NUMBER = re.compile(r"[0-9]{1,15}")
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,20}")
_EARLIEST = "00000101000000"  # what a timestamp that is cut short leaves open
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}  # pywb's names for the Wayback's


class NotAnIndex(ValueError):
    """An answer that is no index; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One capture that an archive lists. ``url`` is its canonical address, ``original`` as the archive spells it;
    ``timestamp`` has 14 digits; ``digest`` is ``sha1:…`` or ``""``; ``status`` is 0 where the line tells none.
    """

    url: str
    original: str
    timestamp: str
    mime: str = ""
    status: int = 0
    digest: str = ""
    filename: str = ""
    offset: int = 0
    length: int = 0

    @property
    def when(self) -> datetime:
        """The time of the capture."""
        return instant(self.timestamp)

    @property
    def revisit(self) -> bool:
        """Whether the archive kept no bytes here, having had the same ones before."""
        return self.mime == REVISIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One answer of an index: its lines, the key that goes on behind them (``""``: there is none), how many lines
    could not be read and why the first of them not; ``cut`` where the answer breaks off.
    """

    lines: tuple[Line, ...] = ()
    resume: str = ""
    bad: int = 0
    first_bad: str = ""
    cut: bool = False


def instant(timestamp: str) -> datetime:
    """The time in the 4 to 14 digits of an archive's timestamp; raises ValueError where it is none."""
    if not _STAMP.fullmatch(timestamp):
        raise ValueError(f"not a timestamp: {timestamp[:20]!r}")
    whole = timestamp + _EARLIEST[len(timestamp) :]
    return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def is_text(told: str) -> bool:
    """Whether *told* can be sent at all: JSON may hold halves of characters, which no request can."""
    return not any("\ud800" <= letter <= "\udfff" for letter in told)


def read_rows(body: bytes) -> Listed:
    """The answer of a Wayback CDX server with ``output=json``; raises :class:`NotAnIndex` for anything else.

    An answer that breaks off gives the rows before the break.
    """
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return Listed()
    if not text.startswith("["):
        raise NotAnIndex("the index answered no JSON list")
    rows, cut = _rows(text)
    if not rows:
        return Listed(cut=cut)
    names = rows[0] if "timestamp" in rows[0] else list(_FIELDS)
    rest = rows[1:] if names is rows[0] else rows
    resume = ""
    if len(rest) >= 2 and rest[-2] == [] and len(rest[-1]) == 1:
        resume = rest[-1][0][:MAX_KEY]
        rest = rest[:-2]
        if not is_text(resume):
            raise NotAnIndex("the index gave a resume key with half a character in it")
    return _listed((dict(zip(names, row, strict=False)) for row in rest if row), resume=resume, cut=cut)


def read_objects(body: bytes) -> Listed:
    """An answer of one JSON object a line; raises :class:`NotAnIndex` where the first line is none."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    values = [_object(line) for line in lines]
    if values and values[0] is None:
        raise NotAnIndex("the index answered no JSON lines")
    cut = bool(values) and values[-1] is None and not body.endswith(b"\n")
    found = values[:-1] if cut else values
    return _listed(({_NAMES.get(key, key): text for key, text in (value or {}).items()} for value in found), cut=cut)


def read_crawls(body: bytes) -> tuple[tuple[str, str, str], ...]:
    """The crawls in Common Crawl's ``collinfo.json``, newest first: name, and the timestamps (or ``""``) of its ends.

    Raises :class:`NotAnIndex` where it is no such list.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as e:
        raise NotAnIndex("the list of crawls is no JSON") from e
    if not isinstance(value, list):
        raise NotAnIndex("the list of crawls is no list")
    found = []
    for entry in value:
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9-]{1,60}", name):
            found.append((name, _digits(entry.get("from")), _digits(entry.get("to"))))
    if not found:
        raise NotAnIndex("the list of crawls names none")
    return tuple(found)


def _digits(value: object) -> str:
    """``2019-01-15T00:00:00`` as digits of a timestamp; ``""`` for anything else."""
    digits = re.sub(r"[^0-9]", "", value[:30])[:14] if isinstance(value, str) else ""
    return digits if len(digits) >= 4 else ""


def _rows(text: str) -> tuple[list[list[str]], bool]:
    """The rows of texts in a JSON array of arrays, and whether it breaks off."""
    try:
        value = json.loads(text)
        return [_texts(row) for row in value], False
    except (ValueError, RecursionError):
        pass
    rows = []
    for line in text.split("\n"):  # such servers write a row a line; each is read alone, so that time stays linear
        row = line.strip().removesuffix(",")
        row = row[1:] if row.startswith("[[") else row
        try:
            value = json.loads(row.removesuffix("]") if row.endswith("]]") else row)
        except (ValueError, RecursionError):
            continue
        rows.append(_texts(value))
    return rows, True


def _texts(row: object) -> list[str]:
    return [value if isinstance(value, str) else "" for value in row] if isinstance(row, list) else [""]


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _listed(found: Iterable[Mapping[str, Any]], *, resume: str = "", cut: bool = False) -> Listed:
    lines: list[Line] = []
    bad, first = 0, ""
    for value in found:
        try:
            lines.append(_line(value))
        except ValueError as e:
            bad += 1
            first = first or str(e)
    return Listed(lines=tuple(lines), resume=resume, bad=bad, first_bad=first, cut=cut)


def _line(value: Mapping[str, Any]) -> Line:
    """One line from its fields; raises ValueError with the reason for one that tells no capture."""
    texts = {key: text for key, text in value.items() if isinstance(text, str)}
    original = texts.get("original", "")
    if not is_text(original):
        raise ValueError(f"half a character in the address: {original[:80]!a}")
    digest = _DIGEST.fullmatch(texts.get("digest", ""))
    file = texts.get("filename", "")
    if file and (len(file) > 400 or not _FILE.fullmatch(file)):
        raise ValueError(f"not a file of the archive: {file[:80]!r}")
    status = texts.get("statuscode", "")
    return Line(
        url=canonical_url(original),
        original=original.strip(),
        timestamp=instant(texts.get("timestamp", "")).strftime("%Y%m%d%H%M%S").rjust(14, "0"),
        mime=texts.get("mimetype", "")[:100].lower(),
        status=int(status) if re.fullmatch(r"[0-9]{3}", status) else 0,
        digest=f"sha1:{digest[1]}" if digest else "",
        filename=file,
        offset=_number(texts.get("offset", "")),
        length=_number(texts.get("length", "")),
    )


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0
