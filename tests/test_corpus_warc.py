"""corpus.warc: what is written is read back, others can read it, damage is named and never spreads."""

from __future__ import annotations

import errno
import fcntl
import gzip
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli  # type: ignore[import-untyped]  # the package ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import codings, warc, warc_reader
from corpus.cdxj import index_path
from corpus.codings import CodingError, join_chunks, remove_codings
from corpus.errors import ArchiveProblem
from corpus.members import MAX_HEADERS
from corpus.records import Capture, Location, Rejected
from corpus.urls import surt
from corpus.warc import WarcWriter, captures, check, entries, payload_digest, read_capture, repair

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def page(body: bytes, url: str = "http://www.opdc.go.th/content/NzEwOA", **more: object) -> Capture:
    facts: dict[str, object] = {"site": "opdc", "captured": NOON, "digest": "", **more}
    return Capture(url=url, body=body, **facts)  # type: ignore[arg-type]  # the tests name the fields


def written(folder: Path, *bodies: bytes, prefix: str = "run-1") -> Path:
    with WarcWriter(folder, prefix) as writer:
        for n, body in enumerate(bodies):
            writer.write(page(body, url=f"http://a.th/{n}", source="import"))
    return folder / f"{prefix}.warc.gz"


def exchange(folder: Path, payload: bytes, headers: bytes, **more: object) -> Location:
    facts: dict[str, object] = {
        "url": "http://www.opdc.go.th/content.php?content_id=1",
        "site": "opdc",
        "captured": NOON,
        "status": 200,
        "reason": "OK",
        "request_headers": b"Host: www.opdc.go.th\r\nAccept: */*",
        "response_headers": headers,
        "payload": payload,
        "hints": {},
        **more,
    }
    with WarcWriter(folder, "run-1") as writer:
        return writer.write_exchange(**facts)  # type: ignore[arg-type]  # the tests name the fields


@given(
    body=st.binary(max_size=3000),
    hints=st.dictionaries(st.text(max_size=20), st.text(max_size=50), max_size=4),
    source=st.sampled_from(["live", "wayback", "commoncrawl", "import"]),
    charset=st.sampled_from(["", "utf-8", "windows-874"]),
)
@settings(max_examples=60)
def test_any_bytes_come_back(body: bytes, hints: dict[str, str], source: str, charset: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        before = page(body, hints=hints, source=source, charset=charset, media_type="text/html")
        with WarcWriter(folder, "run-1") as writer:
            kept = writer.write(before)
        assert kept.location is not None
        assert kept.digest == payload_digest(body)
        assert read_capture(folder, kept.location) == kept
        assert list(captures(writer.path)) == [kept]
        assert check(writer.path) == ()


@given(payload=st.binary(max_size=2000), headers=st.binary(max_size=200), reason=st.text(max_size=20))
@settings(max_examples=60)
def test_any_exchange_comes_back(payload: bytes, headers: bytes, reason: str) -> None:
    with TemporaryDirectory() as name:
        location = exchange(Path(name), payload, b"X-Any: " + headers, reason=reason)
        path = Path(name) / location.file
        assert check(path) == ()
        found = [e for _, e in entries(path)]
        assert len(found) == 1
        assert isinstance(found[0], Capture)
        assert found[0].body == payload
        assert found[0].digest == payload_digest(payload)


def test_warcio_itself_finds_no_fault(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run-1") as writer:
        writer.write(page("ข่าว".encode(), source="import", hints={"title": "ข่าว\r\nX: y"}))
        writer.write(page(b"<p>a</p>", status=404))
        writer.write_exchange(
            "http://a.th/ก", "opdc", NOON, 200, "OK", b"", b"Content-Encoding: gzip", gzip.compress(b"x"), {}
        )
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(writer.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == 5  # warcinfo, resource, response, request and its response
    assert gzip.decompress(writer.path.read_bytes()).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo")


def test_one_member_for_each_record_at_its_offset(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two")
    raw = path.read_bytes()
    for capture in captures(path):
        assert capture.location is not None
        at, length = capture.location.offset, capture.location.length
        record = zlib.decompress(raw[at : at + length], zlib.MAX_WBITS + 16)  # exactly one whole member
        assert capture.body in record


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b, wbits=-15)),
        ("br", brotli.compress),
        ("gzip, br", lambda b: brotli.compress(gzip.compress(b))),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_content_codings_are_taken_off_and_the_digest_is_of_the_wire(
    tmp_path: Path, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = "การมีส่วนร่วม ".encode() * 500
    header = f"Content-Type: Text/HTML; charset=TIS-620\r\nContent-Encoding: {coding}".encode()
    packed = pack(body)  # gzip notes the time
    location = exchange(tmp_path, packed, header, hints={"title": "ก"})
    got = read_capture(tmp_path, location)
    assert (got.body, got.media_type, got.charset) == (body, "text/html", "TIS-620")
    assert got.digest == payload_digest(packed)
    assert got.hints == {"title": "ก"}
    assert got.source == "live"


def test_zstd_is_taken_off(tmp_path: Path) -> None:
    packed = codings.zstd.compress(b"a" * 200_000)
    assert read_capture(tmp_path, exchange(tmp_path, packed, b"Content-Encoding: zstd")).body == b"a" * 200_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_at_the_limit(tmp_path: Path, coding: str) -> None:
    bomb = b"\0" * 30_000_000
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": codings.zstd.compress}
    packed = pack[coding](bomb)
    assert len(packed) < 100_000
    with pytest.raises(CodingError, match="more than 1000000"):
        remove_codings(packed, coding, 1_000_000)
    location = exchange(tmp_path, packed, f"Content-Encoding: {coding}".encode())
    with pytest.raises(ArchiveProblem, match="more than 1000000"):
        read_capture(tmp_path, location, 1_000_000)
    refused = [e for _, e in entries(tmp_path / location.file, limit=1_000_000)]
    assert [type(e) for e in refused] == [Rejected]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_cut_off_in_mid_coding_is_refused(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": codings.zstd.compress}
    packed = pack[coding](bytes(range(256)) * 50)
    with pytest.raises(CodingError, match="cut off"):
        remove_codings(packed[: len(packed) // 2], coding)
    assert remove_codings(b"", coding) == b""


def test_all_frames_of_zstd_are_taken_off() -> None:
    frames = b"".join(codings.zstd.compress(part) for part in (b"one, ", b"", b"two"))
    assert remove_codings(frames, "zstd") == b"one, two"
    with pytest.raises(CodingError, match="cut off"):
        remove_codings(frames[:-2], "zstd")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "a,b,c,d", "nonsense"]))
def test_any_bytes_under_any_coding_are_unpacked_or_refused(body: bytes, coding: str) -> None:
    try:
        assert len(remove_codings(body, coding, 10_000)) <= 10_000
    except CodingError as e:
        assert str(e)  # noqa: PT017  # the property holds for refused and for accepted bodies


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=5))
def test_chunks_are_joined(parts: list[bytes]) -> None:
    wire = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
    assert join_chunks(wire) == b"".join(parts)


@given(st.binary(max_size=100))
def test_what_is_not_chunked_is_left_alone(body: bytes) -> None:
    assert join_chunks(b"<html>" + body) == b"<html>" + body


def test_chunked_header_is_renamed_since_the_body_comes_joined(tmp_path: Path) -> None:
    location = exchange(tmp_path, b"joined", b"Transfer-Encoding: chunked")
    text = gzip.decompress((tmp_path / location.file).read_bytes())
    assert b"X-Archive-Orig-Transfer-Encoding: chunked" in text
    assert b"\r\nTransfer-Encoding" not in text
    assert read_capture(tmp_path, location).body == b"joined"


def test_appending_goes_on_after_what_is_there(tmp_path: Path) -> None:
    written(tmp_path, b"one")
    path = written(tmp_path, b"two")
    assert [c.body for c in captures(path)] == [b"one", b"two"]
    assert gzip.decompress(path.read_bytes()).count(b"WARC-Type: warcinfo") == 1


def test_a_tail_cut_off_anywhere_is_repaired_and_nothing_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two" * 50)
    whole = path.read_bytes()
    ends = [end for end, _ in entries(path)]
    start_of_last = ends[0]
    for length in range(start_of_last + 1, len(whole), 7):
        path.write_bytes(whole[:length])
        assert repair(path) == length - start_of_last
        assert path.read_bytes() == whole[:start_of_last]
    path.write_bytes(whole)
    assert repair(path) == 0
    assert path.read_bytes() == whole
    assert len(index_path(path).read_text().splitlines()) == 2


@pytest.mark.parametrize("tail", [b"\0" * 700, b"\x1f\x8b", b"garbage", b"\x1f\x8b\x08" + b"\xff" * 90])
def test_a_tail_of_rubbish_is_cut(tmp_path: Path, tail: bytes) -> None:
    path = written(tmp_path, b"one")
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    last = list(entries(path))[-1]
    assert isinstance(last[1], Rejected)
    assert last[0] == len(whole) + len(tail)
    assert repair(path) == len(tail)
    assert path.read_bytes() == whole


def test_damage_in_the_middle_is_named_and_nothing_is_cut(tmp_path: Path) -> None:
    path = written(tmp_path, b"one", b"two", b"three")
    sound = list(captures(path))
    assert sound[1].location is not None
    hurt = bytearray(path.read_bytes())
    hurt[sound[1].location.offset + 30] ^= 0xFF
    path.write_bytes(hurt)
    with pytest.raises(ArchiveProblem, match="nothing was cut"):
        repair(path)
    assert path.read_bytes() == hurt
    assert [c.body for c in captures(path)] == [b"one", b"three"]
    with pytest.raises(ArchiveProblem, match="damaged at byte"):
        read_capture(tmp_path, sound[1].location)
    assert check(path)


def test_repair_leaves_a_file_that_is_no_archive_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"<html>not an archive</html>")
    with pytest.raises(ArchiveProblem, match=r"not a \.warc\.gz"):
        repair(path)
    assert path.read_bytes() == b"<html>not an archive</html>"


def test_a_crash_in_the_first_record_leaves_an_empty_file(tmp_path: Path) -> None:
    path = written(tmp_path, b"one")
    path.write_bytes(path.read_bytes()[:40])
    assert repair(path) == 40
    assert path.stat().st_size == 0


def test_refusals_come_back_and_what_others_call_one_does_not(tmp_path: Path) -> None:
    refused = [Rejected(url=u, stage="fetch", reason="HTTP 500 โอ๊ะ") for u in ("http://a.th/ก ข", "", "no address")]
    with WarcWriter(tmp_path, "run-1") as writer:
        for one in refused:
            writer.write_refusal(one, "opdc", NOON)
    path = tmp_path / "run-1.warc.gz"
    assert [entry for _, entry in entries(path)] == refused
    assert check(path) == ()
    assert index_path(path).read_bytes() == b""
    for header in ("nonsense", "[]", '{"url": 1}', '{"url": "a", "stage": "clean", "reason": "b"}'):
        lines = f"WARC/1.1\r\nWARC-Type: metadata\r\nKhlang-Refused: {header}\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
        path.write_bytes(gzip.compress(lines.encode()))
        assert list(entries(path)) == []


def test_two_writers_of_one_file_are_refused(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run-1") as writer:
        assert warc.in_use(writer.path)
        with pytest.raises(ArchiveProblem, match="another khlang command"), WarcWriter(tmp_path, "run-1"):
            pytest.fail("two writers")
        writer.write(page(b"x"))
    assert not warc.in_use(writer.path)


def test_a_look_whether_a_file_is_written_does_not_keep_its_writer_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run-1.warc.gz"
    path.touch()
    looking = path.open("rb")
    fcntl.flock(looking, fcntl.LOCK_SH)  # what in_use of another command holds while it looks
    monkeypatch.setattr(warc, "sleep", lambda _: looking.close())
    with WarcWriter(tmp_path, "run-1") as writer:
        assert looking.closed
        writer.write(page(b"x"))
    assert check(path) == ()


class _FullDisk:
    """Stands in for the file of a writer: takes *room* bytes, then the disk is full."""

    def __init__(self, file: object, room: int) -> None:
        self._file, self._room = file, room

    def write(self, data: memoryview) -> int:
        if self._room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        part = data[: self._room]
        self._room -= len(part)
        return int(self._file.write(part))  # type: ignore[attr-defined]  # a raw file

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run-1") as writer:
        writer.write(page(b"one", source="import"))
        whole = writer.end
        real = writer._file
        writer._file = _FullDisk(real, 100)  # type: ignore[assignment]  # a stand-in for the raw file
        with pytest.raises(ArchiveProblem, match=r"No space left.*make room"):
            writer.write(page(b"two", source="import"))
        writer._file = real
        assert writer.path.stat().st_size == whole
        writer.write(page(b"three", source="import"))
    assert [c.body for c in captures(writer.path)] == [b"one", b"three"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveProblem, match="cannot write"), WarcWriter(tmp_path / "file" / "warc", "run-1"):
        pytest.fail("opened")


def test_missing_files_and_wrong_places_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"one")
    with pytest.raises(ArchiveProblem, match="missing"):
        read_capture(tmp_path, Location("other.warc.gz", 0, 10))
    with pytest.raises(ArchiveProblem, match="not the name"):
        read_capture(tmp_path, Location("../run-1.warc.gz", 0, 10))
    with pytest.raises(ArchiveProblem, match="no capture"):
        read_capture(tmp_path, Location(path.name, 0, 10))  # the warcinfo record
    with pytest.raises(ArchiveProblem, match="damaged"):
        read_capture(tmp_path, Location(path.name, 5, 10))
    with pytest.raises(ArchiveProblem, match="damaged"):
        read_capture(tmp_path, Location(path.name, 10**9, 10))


def test_a_swapped_payload_is_found_by_its_digest(tmp_path: Path) -> None:
    path = written(tmp_path, b"one")
    capture = next(captures(path))
    assert capture.location is not None
    raw = path.read_bytes()
    record = gzip.decompress(raw[capture.location.offset :]).replace(b"\r\n\r\none", b"\r\n\r\ntwo")
    path.write_bytes(raw[: capture.location.offset] + gzip.compress(record))
    with pytest.raises(ArchiveProblem, match="digest"):
        read_capture(tmp_path, capture.location)


def test_the_index_has_a_sorted_line_for_each_capture(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run-1") as writer:
        writer.write(page(b"b", url="https://www.opdc.go.th/b/"))
        writer.write(page(b"a", url="http://opdc.go.th:8080/A?x=1"))
        writer.write(page(b"f", url="file:a%20b.txt", source="import"))
    lines = index_path(writer.path).read_text("ascii").splitlines()
    assert [line.split(" ")[:2] for line in lines] == [
        ["file:a%20b.txt", "20261120120000"],
        ["th,go,opdc)/b", "20261120120000"],
        ["th,go,opdc:8080)/a?x=1", "20261120120000"],
    ]
    fields = json.loads(lines[1].split(" ", 2)[2])
    assert fields["digest"] == payload_digest(b"b")
    assert (fields["status"], fields["mime"], fields["filename"]) == ("200", "text/html", "run-1.warc.gz")
    location = Location(fields["filename"], int(fields["offset"]), int(fields["length"]))
    assert read_capture(tmp_path, location).body == b"b"


def test_surt() -> None:
    assert surt("HTTP://WWW.OPDC.go.th/content.php?menu_id=5&content_id=1") == (
        "th,go,opdc)/content.php?content_id=1&menu_id=5"
    )
    assert surt("http://[::1]:81/") == "[::1]:81)/"
    assert " " not in surt("file:a b")


FOREIGN = (
    "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
    "Content-Type: {type}\r\nContent-Length: {length}\r\n\r\n"
)


def foreign(block: bytes, **more: str) -> bytes:
    facts = {
        "kind": "response",
        "url": "http://a.th/",
        "date": "2009-11-03T14:56:24Z",
        "type": "application/http",
        "length": str(len(block)),
        **more,
    }
    return FOREIGN.format(**facts).encode() + block + b"\r\n\r\n"


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x</p>"


@pytest.mark.parametrize("packed", [True, False])
def test_archives_of_others(tmp_path: Path, packed: bool) -> None:
    records = [
        foreign(b"software: x\r\n", kind="warcinfo", type="application/warc-fields"),
        foreign(ANSWER, url="<http://a.th/1>"),
        foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        foreign(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", url="http://a.th/2"),
        foreign(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            url="http://a.th/3",
        ),
        foreign(b"<p>y</p>", kind="resource", type="text/html; charset=utf-8", url="http://a.th/4"),
    ]
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in records))
    found = list(captures(path))
    assert [(c.url[-1], c.status, c.body) for c in found] == [
        ("1", 200, b"<p>x</p>"),
        ("2", 302, b""),
        ("3", 200, b"abc"),
        ("4", 200, b"<p>y</p>"),
    ]
    assert {c.source for c in found} == {"import"}
    assert {c.site for c in found} == {""}
    for capture in found:
        assert capture.location is not None
        assert read_capture(tmp_path, capture.location) == capture
    assert not warc_reader.is_joined(path)


def test_a_file_of_one_member_is_known(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(foreign(ANSWER) * 2))
    assert warc_reader.is_joined(path)


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (foreign(ANSWER, date="yesterday"), "without a date"),
        (foreign(ANSWER, date="0001-01-01T00:00:00+14:00"), "without a date"),
        (foreign(ANSWER, url=""), "without an address"),
        (foreign(b"nonsense"), "without an HTTP answer"),
        (foreign(ANSWER, length="99999999999999"), "damaged"),
        (foreign(ANSWER, length="-5"), "damaged"),
        (foreign(ANSWER, length="x"), "damaged"),
        (foreign(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip"), "gzip body is damaged"),
        (foreign(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1_200_000), "are the limit"),
    ],
)
def test_bad_records_are_named_and_the_next_is_read(tmp_path: Path, record: bytes, reason: str, packed: bool) -> None:
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    records = [record, foreign(ANSWER, url="http://a.th/good")]
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in records))
    found = [e for _, e in entries(path, limit=100_000)]
    refused = [e.reason for e in found if isinstance(e, Rejected)]
    assert len(refused) == 1
    assert re.search(reason, refused[0])
    assert [e.url for e in found if isinstance(e, Capture)] == ["http://a.th/good"]


def test_endless_headers_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as out:
        out.write(b"WARC/1.1\r\nX: ")
        for _ in range(40):
            out.write(b"a" * 1_000_000)
    path.write_bytes(packed.getvalue())
    assert [type(e) for _, e in entries(path)] == [Rejected]
    assert MAX_HEADERS <= 1_000_000


@given(st.binary(max_size=2000))
@settings(max_examples=80)
def test_any_file_is_read_to_its_end_without_a_crash(data: bytes) -> None:
    for start in (b"", b"WARC/1.1\r\n", gzip.compress(foreign(ANSWER))):
        with TemporaryDirectory() as name:
            path = Path(name) / "x.warc.gz"
            path.write_bytes(start + data)
            found = list(entries(path))
            assert [end for end, _ in found] == sorted(end for end, _ in found)
            assert all(end <= len(start + data) for end, _ in found)
            assert isinstance(check(path), tuple)


def test_hints_of_others_are_not_trusted(tmp_path: Path) -> None:
    def records() -> Iterator[bytes]:
        for text in ('["a"]', "{", '{"a": 1, "b": "c"}', "[" * 5000):
            yield foreign(ANSWER).replace(
                b"\r\nContent-Length", f"\r\nKhlang-Hints: {text}\r\nContent-Length".encode(), 1
            )

    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(records()))
    assert [dict(c.hints) for c in captures(path)] == [{}, {}, {"b": "c"}, {}]
