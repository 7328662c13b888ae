"""The archive: every capture as it came, in WARC/1.1 files that any web archive tool reads.

One ``.warc.gz`` for each run, further ones where it grows large, one gzip member for each record, a warcinfo record
first. A fetched page is a request and a response record with the bytes that came over the wire, or a revisit record
where it brought nothing new; a page taken from a file is a resource record. What a capture carries beside its bytes
stands in headers of our own: ``Khlang-Site``, ``Khlang-Source`` and ``Khlang-Hints`` (ASCII JSON). An address that
brought nothing is a metadata record with ``Khlang-Refused``. Beside each file lies its CDXJ index: SURT key,
timestamp, JSON.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import uuid
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from corpus.cdxj import index_path
from corpus.digests import payload_digest
from corpus.errors import ArchiveProblem, cannot_write
from corpus.members import cut_tail
from corpus.records import Capture, Location, Rejected, Source
from corpus.revisits import PROFILES, Answer, Original, Revisit
from corpus.warc_copy import ForeignCopy
from corpus.warc_files import ensure_index, in_use, repair, run_files
from corpus.warc_heads import head_of, request_block, response_block
from corpus.warc_reader import captures, entries, read_capture, read_response

__all__ = [
    "Answer",
    "Original",
    "Revisit",
    "WarcWriter",
    "captures",
    "check",
    "ensure_index",
    "entries",
    "in_use",
    "payload_digest",
    "read_capture",
    "read_response",
    "repair",
    "run_files",
]

VERSION = "WARC/1.1"
WARC_BYTES = 1_000_000_000  # bytes of a file after which another begins: what most tools and people can still handle
GLANCE = 0.2  # seconds: a command that looks whether a file is being written holds it itself for a moment
TICK = 0.01  # seconds between two tries to lock a file
MAX_HINT = 2000  # characters kept of one hint; longer ones are not titles
MAX_HINTS = 40
_WARC_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_NOT_MODIFIED = re.compile(rb"HTTP/1\.[01] 304\b")


class WarcWriter:
    """Writes ``<prefix>.warc.gz`` in *folder*, after what is already in it; a context manager.

    Once a file has *limit* bytes the next exchange begins another: ``<prefix>-00001.warc.gz`` and so on. While a
    file is open it is locked, so that no other command takes it for one left by a crash. Records are handed to the
    system one at a time and whole; :meth:`commit` makes them safe on the disk. A full disk raises
    :class:`ArchiveProblem` and leaves the file with whole records only.
    """

    def __init__(self, folder: Path, prefix: str, limit: int = WARC_BYTES) -> None:
        self._folder, self._prefix, self._limit = folder, prefix, limit
        self.path = folder / f"{prefix}.warc.gz"
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=True, warc_version=VERSION)
        self._end = 0
        self._first = -1  # length of the opening record, where this writer wrote it
        self._file: BinaryIO | None = None

    def __enter__(self) -> WarcWriter:
        if written := run_files(self._folder, self._prefix):
            self.path = written[-1]
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        elif self._file is not None:
            self._file.close()
            self._file = None

    @property
    def end(self) -> int:
        """The length of the file, in bytes: where the next record will stand."""
        return self._end

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab", buffering=0)
        except OSError as e:
            raise ArchiveProblem(f"cannot write {self.path}: {e.strerror}; check the folder's owner") from e
        try:
            _lock(self._file)
        except OSError as e:
            self._file.close()
            raise ArchiveProblem(f"another khlang command is writing {self.path}; wait until it is done") from e
        cut_tail(self.path)
        index_path(self.path).unlink(missing_ok=True)  # an index that is there is one of the whole file
        self._end = self.path.stat().st_size
        self._first = -1
        if self._end == 0:
            info = {"software": "khlang-khao", "format": "WARC File Format 1.1", "conformsTo": _WARC_STANDARD}
            self._first = self._append(self._writer.create_warcinfo_record(self.path.name, info)).length

    def _finish(self) -> None:
        try:
            self.commit()
        finally:
            if self._file is not None:
                self._file.close()
                self._file = None
        if self._end == self._first:
            self.path.unlink()  # nothing was captured: a file with its opening record alone says nothing
        else:
            ensure_index(self.path)

    def _roll_over(self) -> None:
        """Begin the next file where this one is full; only ever between two exchanges."""
        if self._end < self._limit or self._end == self._first:
            return
        self._finish()
        number = len(run_files(self._folder, self._prefix))
        self.path = self._folder / f"{self._prefix}-{number:05d}.warc.gz"
        self._open()

    def write(self, capture: Capture) -> Capture:
        """Keep *capture*; returns it with its location and payload digest."""
        self._roll_over()
        digest = payload_digest(capture.body)
        content_type = capture.media_type + (f"; charset={capture.charset}" if capture.charset else "")
        headers = self._headers(capture.url, capture.site, capture.captured, capture.source, capture.hints)
        if capture.source == "import":
            record = self._record("resource", headers, capture.body, digest, content_type)
        else:
            lines = f"Content-Type: {content_type}\r\nContent-Length: {len(capture.body)}".encode("ascii", "replace")
            block = head_of(f"HTTP/1.1 {capture.status} -".encode(), lines) + capture.body
            record = self._record("response", headers, block, digest, "application/http; msgtype=response")
        return replace(capture, digest=digest, location=self._append(record))

    def write_exchange(  # the nine facts of one exchange; a record type would only repeat this list
        self,
        url: str,
        site: str,
        captured: datetime,
        status: int,
        reason: str,
        request_headers: bytes,
        response_headers: bytes,
        payload: bytes,
        hints: Mapping[str, str],
        source: Source = "live",
    ) -> Location:
        """Keep one HTTP exchange as a request and a response record; returns where the response is.

        *request_headers* and *response_headers* are header lines without the first line of the message;
        *payload* is the body with its content coding still on and its transfer coding off, so a
        ``Transfer-Encoding`` line is kept under the name ``X-Archive-Orig-Transfer-Encoding``.
        """
        target = re.sub(r"^https?://[^/?#]*", "", url) or "/"
        asked = head_of(f"GET {target} HTTP/1.1".encode("ascii", "replace"), request_headers)
        first = f"HTTP/1.1 {status} {_one_line(reason)}".rstrip().encode("latin-1", "replace")
        answered = head_of(first, response_headers)
        return self.write_heads(url, site, captured, asked, answered, payload, hints, source)

    def write_heads(
        self,
        url: str,
        site: str,
        captured: datetime,
        request_head: bytes,
        response_head: bytes,
        payload: bytes,
        hints: Mapping[str, str],
        source: Source = "live",
        original: Original | None = None,
        notes: Mapping[str, str] | None = None,
        address: str = "",
    ) -> Location:
        """Keep one HTTP exchange with both heads byte for byte as they went over the wire; returns its place.

        *payload* is as in :meth:`write_exchange`. With *original*, a record that has the same payload, the answer
        becomes a revisit record: "not modified" for a 304, "identical payload" otherwise; no payload is written. The
        head of a 304 stands in the metadata record, as the JSON text ``answer``, and the revisit has no block (WARC/1.1
        section 6.7.3 leaves it open): replay tools take a block's status for the page's and would show an empty 304.
        *notes* on how the exchange came about (``via``, ``fetchTimeMs``) become a metadata record of its own (WARC/1.1
        section 6.6); *address* is the numeric one of the server, ``""`` where it is not known. The answer is written
        last, so that an exchange that a crash cuts off is one that never was.
        """
        self._roll_over()
        headers = self._headers(url, site, captured, source, hints)
        request = self._headers(url, site, captured, source, {})
        request["WARC-Concurrent-To"] = headers["WARC-Record-ID"]
        if address:
            headers["WARC-IP-Address"] = request["WARC-IP-Address"] = address
        asked = request_block(request_head)
        self._append(self._record("request", request, asked, payload_digest(b""), "application/http; msgtype=request"))
        block = response_block(response_head)
        not_modified = original is not None and _NOT_MODIFIED.match(block) is not None
        if original is None:
            kind, digest, content = "response", payload_digest(payload), block + payload
        else:
            kind, digest, content = "revisit", original.digest, b"" if not_modified else block
            headers |= _reference(original, not_modified=not_modified)
        self._append_notes(headers, {**(notes or {}), **({"answer": _quoted(block)} if not_modified else {})})
        return self._append(self._record(kind, headers, content, digest, "application/http; msgtype=response"))

    def _append_notes(self, about: Mapping[str, str], notes: Mapping[str, str]) -> None:
        """Keep *notes*, where there are any, as a metadata record on the record whose headers are *about*."""
        if not notes:
            return
        kept = ("WARC-Target-URI", "WARC-Date", "Khlang-Source", "Khlang-Site")
        headers = {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>"} | {k: v for k, v in about.items() if k in kept}
        headers["WARC-Concurrent-To"] = about["WARC-Record-ID"]
        lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in notes.items()).encode()
        self._append(self._record("metadata", headers, lines, payload_digest(lines), "application/warc-fields"))

    def write_archived(self, copy: ForeignCopy, site: str, source: Source) -> Location:
        """Keep a copy that another archive gave: a response record without request, for nobody knows that one."""
        self._roll_over()
        headers = self._headers(copy.url, site, copy.captured, source, copy.hints)
        headers["WARC-Source-URI"] = _one_line(copy.source_url).replace(" ", "%20")
        headers["WARC-Creation-Date"] = _stamp(copy.fetched)
        if copy.truncated:
            headers["WARC-Truncated"] = _one_line(copy.truncated)[:40]
        first = f"HTTP/1.1 {copy.status} {_one_line(copy.reason)}".rstrip().encode("latin-1", "replace")
        block = response_block(head_of(first, copy.headers)) + copy.payload
        digest = payload_digest(copy.payload)
        return self._append(self._record("response", headers, block, digest, "application/http; msgtype=response"))

    def write_refusal(self, rejected: Rejected, site: str, when: datetime) -> None:
        """Keep that an address brought nothing, and why: a metadata record that only we read."""
        headers = self._headers(rejected.url, site, when, "live", {})
        if not rejected.url.startswith(("http://", "https://")):
            del headers["WARC-Target-URI"]  # a metadata record goes without where there is no URI
        headers["Khlang-Refused"] = json.dumps(rejected.to_json())
        self._append(self._record("metadata", headers, b"", payload_digest(b""), "text/plain"))

    def commit(self) -> int:
        """Make everything written so far safe on the disk; returns the length of the file."""
        if self._file is None:
            raise ValueError("the WARC writer is not open")
        try:
            os.fsync(self._file.fileno())
        except OSError as e:
            raise cannot_write(self.path, e) from e
        return self._end

    def _headers(
        self, url: str, site: str, captured: datetime, source: Source, hints: Mapping[str, str]
    ) -> dict[str, str]:
        headers = {
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
            "WARC-Target-URI": _one_line(url).replace(" ", "%20"),
            "WARC-Date": _stamp(captured),
            "Khlang-Source": source,
        }
        if site:
            headers["Khlang-Site"] = site
        if hints:
            short = {k[:MAX_HINT]: v[:MAX_HINT] for k, v in list(hints.items())[:MAX_HINTS]}
            headers["Khlang-Hints"] = json.dumps(short)
        return headers

    def _record(
        self, kind: str, headers: dict[str, str], block: bytes, digest: str, content_type: str
    ) -> ArcWarcRecord:
        fields = [("WARC-Type", kind), *headers.items(), ("WARC-Payload-Digest", digest)]
        made = StatusAndHeaders("", fields, protocol=VERSION)
        # Of a revisit warcio would write no block unless it had parsed, and rewritten, the HTTP head itself.
        written_as = "response" if kind == "revisit" else kind
        return ArcWarcRecord("warc", written_as, made, BytesIO(block), None, _one_line(content_type), len(block))

    def _append(self, record: ArcWarcRecord) -> Location:
        if self._file is None:
            raise ValueError("the WARC writer is not open")
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        member = self._buffer.getbuffer()
        location = Location(self.path.name, self._end, len(member))
        try:
            rest = member
            while len(rest):
                rest = rest[self._file.write(rest) :]
        except OSError as e:
            with suppress(OSError):  # the half record is cut off at the next start where this fails too
                self._file.truncate(self._end)
            raise cannot_write(self.path, e) from e
        finally:
            rest.release()
            member.release()
        self._end += location.length
        return location


def _lock(file: BinaryIO) -> None:
    """Keep other writers out; raises OSError where there is one. Who only looks (:func:`in_use`) is soon gone."""
    until = monotonic() + GLANCE
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > until:
                raise
            sleep(TICK)


def check(path: Path) -> tuple[str, ...]:
    """What warcio's own check finds wrong in a WARC file: digests, lengths, headers; empty for a sound one."""
    problems: list[str] = []
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests=True)
            for record in records:
                while record.raw_stream.read(65_536):
                    pass
                if record.digest_checker.passed is False:
                    where = records.get_record_offset()
                    problems += [f"{path.name} at byte {where}: {p}" for p in record.digest_checker.problems]
            if records.err_count:
                problems.append(f"{path.name}: {records.err_count} records with a wrong length")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, AttributeError, zlib.error, OSError) as e:
        problems.append(f"{path.name}: {' '.join(str(e).split())[:200]}")
    return tuple(problems)


def _reference(original: Original, *, not_modified: bool) -> dict[str, str]:
    """The headers that say which record has the payload of a revisit (WARC/1.1 sections 6.7.2 and 6.7.3)."""
    told = {
        "WARC-Profile": PROFILES["not-modified" if not_modified else "identical"],
        "WARC-Refers-To-Target-URI": _one_line(original.url).replace(" ", "%20"),
        "WARC-Refers-To-Date": _stamp(original.captured),
    }
    return told | ({"WARC-Refers-To": original.record_id} if original.record_id else {})


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _quoted(head: bytes) -> str:
    """Bytes of a message head as one line that gives them back: a JSON text of Latin-1 characters."""
    return json.dumps(head.decode("latin-1"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
