"""Revisit records: written, read, indexed, taken in; heads kept byte for byte; a run's files that grow large."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # the package ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from corpus.cdxj import fault_of_index, index_path
from corpus.digests import payload_digest
from corpus.doctor import examine
from corpus.errors import ArchiveProblem
from corpus.intake import import_paths, take_in
from corpus.records import Capture, Location
from corpus.rereading import reread
from corpus.revisits import Original, Revisit
from corpus.settings import Settings
from corpus.store import open_store
from corpus.warc import WarcWriter, captures, check, entries, read_capture, read_response, repair, run_files
from corpus.warc_copy import ForeignCopy
from corpus.warc_heads import request_block, response_block
from corpus.warnings import code_of

URL = "http://www.example.go.th/content.php?menu_id=5&content_id=1597"
NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
PAGE = (
    "<html><head><title>ข่าว</title></head><body><h1>การประชุมคณะกรรมการ</h1>"
    + "<p>สำนักงาน ก.พ.ร. จัดการประชุมคณะกรรมการพัฒนาระบบราชการ เพื่อพิจารณาแนวทางการพัฒนาระบบราชการไทย</p>" * 4
    + "</body></html>"
).encode()
ASKED = b"GET http://www.opdc.go.th/content.php HTTP/1.1\r\nHost:www.opdc.go.th\r\nAccept:  */*\r\n\r\n"
OK = b'HTTP/1.1 200 OK\r\nContent-Type:text/html; charset=utf-8\r\nETag:   "v1"\r\nX-Odd :\t1 \r\n\r\n'
NOTHING = b'HTTP/1.1 304 Not Modified\r\nETag:"v1"\r\nDate: x\r\n\r\n'


def keep(
    writer: WarcWriter,
    head: bytes = OK,
    payload: bytes = PAGE,
    *,
    url: str = URL,
    days: int = 0,
    original: Original | None = None,
) -> Location:
    when = NOON + timedelta(days=days)
    return writer.write_heads(url, "mine", when, ASKED, head, payload, {"k": "v"}, original=original)


def original_of(folder: Path, location: Location) -> Original:
    return read_response(folder, location).original


def test_a_revisit_says_what_it_refers_to_and_keeps_its_own_head(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "mine-000001") as writer:
        full = keep(writer)
    with WarcWriter(tmp_path, "mine-000002") as writer:
        original = original_of(tmp_path, full)
        keep(writer, NOTHING, b"", days=1, original=original)
        keep(writer, OK, PAGE, days=2, original=original)
    assert check(writer.path) == ()
    with writer.path.open("rb") as file:
        records = [
            (r.rec_type, dict(r.rec_headers.headers), r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(file)
        ]
    with run_files(tmp_path, "mine-000001")[0].open("rb") as file:
        [response] = [dict(r.rec_headers.headers) for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert [kind for kind, *_ in records] == ["warcinfo", "request", "metadata", "revisit", "request", "revisit"]
    about, nothing, same = records[2], records[3], records[5]
    # A replay tool takes a block's status for the page's: the 304 stands beside the revisit, whole, and not in it.
    name, _, told = about[3].decode().strip().partition(": ")
    assert (name, json.loads(told).encode("latin-1")) == ("answer", NOTHING)
    assert about[1]["WARC-Concurrent-To"] == nothing[1]["WARC-Record-ID"]
    assert (nothing[2], nothing[1]["Content-Length"]) == (None, "0")
    assert same[2].get_header("ETag") == '"v1"'
    profiles = []
    for _, headers, *_ in (nothing, same):
        profiles.append(headers["WARC-Profile"].rpartition("/")[2])
        assert headers["WARC-Refers-To"] == response["WARC-Record-ID"]
        assert headers["WARC-Refers-To-Date"] == response["WARC-Date"] == "2026-11-20T12:00:00.123456Z"
        assert headers["WARC-Refers-To-Target-URI"] == URL
        assert headers["WARC-Payload-Digest"] == payload_digest(PAGE)
    assert profiles == ["server-not-modified", "identical-payload-digest"]
    found = [entry for _, entry in entries(writer.path)]
    assert [type(entry) for entry in found] == [Revisit, Revisit]
    assert [(e.status, e.why) for e in found if isinstance(e, Revisit)] == [(304, "not-modified"), (200, "identical")]
    assert all(e.digest == payload_digest(PAGE) and e.hints == {"k": "v"} for e in found if isinstance(e, Revisit))
    assert list(captures(writer.path)) == []  # a revisit is no capture of its own
    assert isinstance(found[0], Revisit)
    with pytest.raises(ArchiveProblem, match="holds no capture"):
        read_capture(tmp_path, found[0].location)
    with pytest.raises(ArchiveProblem, match="holds no capture"):
        read_response(tmp_path, found[0].location)


def test_the_index_leads_replay_tools_to_a_page(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "mine-000001") as writer:
        full = keep(writer)
        original = Original(url=URL, captured=NOON, digest=payload_digest(PAGE), location=full, media_type="text/html")
        nothing = keep(writer, NOTHING, b"", days=1, original=original)
        same = keep(writer, OK, PAGE, days=2, original=original)
    lines = [line.split(" ", 2) for line in index_path(writer.path).read_text().splitlines()]
    fields = [json.loads(line[2]) for line in lines]
    assert [line[1] for line in lines] == ["20261120120000", "20261121120000", "20261122120000"]
    assert [(f["mime"], f["status"], int(f["offset"])) for f in fields] == [
        ("text/html", "200", full.offset),
        ("warc/revisit", "-", nothing.offset),
        ("warc/revisit", "200", same.offset),
    ]
    assert {f["digest"] for f in fields} == {payload_digest(PAGE)}
    assert fault_of_index(writer.path, [full.offset, nothing.offset, same.offset]) == ""
    before = index_path(writer.path).read_bytes()
    index_path(writer.path).unlink()
    repair(writer.path)
    assert index_path(writer.path).read_bytes() == before


def test_an_archived_answer_comes_back_as_a_client_had_it(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "mine-000001") as writer:
        place = keep(writer, OK.replace(b"X-Odd ", b"Content-Encoding: gzip\r\nX-Odd "), gzip.compress(PAGE))
        file = writer.write(
            Capture(url="file:a", site="", captured=NOON, body=b"x", digest="", source="import")
        ).location
    answer = read_response(tmp_path, place)
    assert (answer.status, answer.body) == (200, PAGE)
    assert b'ETag:   "v1"\r' in answer.lines
    assert answer.original.record_id.startswith("<urn:uuid:")
    capture = read_capture(tmp_path, place)
    assert (capture.etag, capture.modified) == ('"v1"', "")
    assert file is not None
    with pytest.raises(ArchiveProblem, match="taken from a file"):
        read_response(tmp_path, file)


# --- into the catalogue -----------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=1)


def crawled(data: Settings, run: int) -> WarcWriter:
    return WarcWriter(data.warc, f"mine-{run:06d}")


def test_our_revisits_are_the_article_seen_again(data: Settings) -> None:
    for number in (1, 2):
        with open_store(data) as store:
            run = store.begin_run("crawl mine", "mine")
        with crawled(data, run) as writer:
            if number == 1:
                place = keep(writer)
            else:
                original = original_of(data.warc, place)
                keep(writer, NOTHING, b"", days=1, original=original)
                keep(writer, OK.replace(b"v1", b"v2"), PAGE, days=2, original=original)
        counts = take_in(data, run)
        assert (counts["new"], counts["unchanged"], counts["refused"]) == ((1, 0, 0), (0, 2, 0))[number - 1]
    with open_store(data, readonly=True) as store:
        [article] = [article for _, article in store.articles()]
        assert len(store.versions(article.id)) == 1
        visit = store.visit(article.url)
        assert visit is not None
        assert (visit.checks, visit.changes, visit.etag, visit.article_id) == (3, 0, '"v2"', article.id)
        assert visit.checked == NOON + timedelta(days=2)
        rows = store._all("SELECT status, refers_to FROM captures ORDER BY captured")
        assert rows == [(200, None), (304, 1), (200, 1)]
        assert list(store.faults()) == []
    assert not [f for f in examine(data) if f.level == "error" and "no index" not in f.what]


def test_revisits_of_others_are_counted_whatever_they_refer_to(data: Settings, tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    known = Original(url=URL, captured=NOON, digest=payload_digest(PAGE), location=Location("x", 0, 1))
    lost = Original(url=f"{URL}0", captured=NOON, digest=payload_digest(b"?"), location=Location("x", 0, 1))
    with WarcWriter(path, "theirs") as writer:
        keep(writer)
        keep(writer, days=1, original=known)
        keep(writer, days=1, original=known, url=f"{URL}7")  # another address with the same bytes
        keep(writer, NOTHING, b"", days=1, original=lost, url=f"{URL}0")
    run = import_paths([writer.path], data)
    assert (run.status, run.counts["new"], run.counts["unchanged"], run.counts["revisits"]) == ("done", 1, 1, 2)


def test_a_page_that_came_back_to_an_earlier_state_is_shown_so(data: Settings, tmp_path: Path) -> None:
    other = PAGE.replace("การประชุม".encode(), "การอบรม".encode())
    first = Original(url=URL, captured=NOON, digest=payload_digest(PAGE), location=Location("x", 0, 1))
    with WarcWriter(tmp_path / "theirs", "theirs") as writer:
        keep(writer)
        keep(writer, OK.replace(b"v1", b"v2"), other, days=1)
        keep(writer, days=2, original=first)
        keep(writer, days=3, original=first)
    run = import_paths([writer.path], data)
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (1, 2, 1)
    for _ in range(2):
        with open_store(data, readonly=True) as store:
            [article] = [article for _, article in store.articles()]
            assert "การประชุม" in article.body
            assert article.captured == NOON.replace(microsecond=0) + timedelta(days=2)
            versions = store.versions(article.id)
            assert [version.captured for version in versions] == [NOON + timedelta(days=n) for n in range(3)]
            assert versions[2].location == versions[0].location
            visit, answer = store.visit(article.url), store.newest_answer(article.url)
            assert list(store.faults()) == []
        assert visit is not None
        assert answer is not None
        assert (visit.etag, visit.changes, visit.checks, answer.digest) == ('"v1"', 2, 4, payload_digest(PAGE))
        reread(data, everything=True)


def test_a_copy_that_its_archive_cut_off_is_no_full_answer(data: Settings) -> None:
    def copy(days: int, payload: bytes, truncated: str = "") -> ForeignCopy:
        return ForeignCopy(
            url=URL, captured=NOON + timedelta(days=days), status=200, reason="OK",
            headers=f'Content-Type: text/html; charset=utf-8\r\nETag: "{days}"\r\n'.encode(), payload=payload,
            source_url="https://archive.example/x", fetched=NOON, truncated=truncated,
        )  # fmt: skip

    half = PAGE[: PAGE.rindex(b"<p>")]
    for number, copies in enumerate([[copy(0, half, "length")], [copy(1, PAGE), copy(2, half, "length")]], 1):
        with open_store(data) as store:
            run = store.begin_run("crawl mine --source commoncrawl", "mine")
        with crawled(data, run) as writer:
            for one in copies:
                writer.write_archived(one, "mine", "commoncrawl")
        assert take_in(data, run)["refused"] == 0
        with open_store(data, readonly=True) as store:
            [article] = [article for _, article in store.articles()]
            visit, answer = store.visit(article.url), store.newest_answer(article.url)
        assert visit is not None
        if number == 1:
            assert (visit.checks, visit.etag, answer) == (1, "", None)
            assert [code_of(warning) for warning in article.warnings] == ["truncated"]
        else:
            assert answer is not None
            assert (visit.checks, visit.etag, answer.digest) == (3, '"1"', payload_digest(PAGE))


# --- heads ------------------------------------------------------------------------------------------------------


def block_of(path: Path, location: Location) -> bytes:
    member = path.read_bytes()[location.offset : location.offset + location.length]
    return zlib.decompress(member, zlib.MAX_WBITS + 16).partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("", bytes), ("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress)],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_what_came_over_the_wire_is_kept_byte_for_byte(
    tmp_path: Path, coding: str, pack: object, chunked: bool
) -> None:
    payload: bytes = pack(PAGE)  # type: ignore[operator]  # one of the four above
    head = OK if not coding else OK.replace(b"X-Odd", f"Content-Encoding:{coding}\r\nX-Odd".encode())
    if chunked:
        head = head.replace(b"X-Odd", b"transfer-encoding:chunked\r\nX-Odd")
    with WarcWriter(tmp_path, "mine-000001") as writer:
        place = keep(writer, head, payload)
    kept = head.replace(b"transfer-encoding", b"X-Archive-Orig-transfer-encoding")
    assert block_of(writer.path, place) == kept + payload
    assert check(writer.path) == ()
    capture = read_capture(tmp_path, place)
    assert (capture.body, capture.digest) == (PAGE, payload_digest(payload))
    with writer.path.open("rb") as file:
        [request] = [r.http_headers for r in ArchiveIterator(file) if r.rec_type == "request"]
    assert ASKED in zlib.decompress(writer.path.read_bytes()[_second(writer.path) :], zlib.MAX_WBITS + 16)
    assert request.get_header("Host") == "www.opdc.go.th"


def _second(path: Path) -> int:
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if record.rec_type == "request":
                return int(records.get_record_offset())
    raise AssertionError("no request record")


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        (b"HTTP/1.1 200 OK\nA: b\n\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nno header\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b c\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nA: b", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200\r\n\r\n", b"HTTP/1.1 200\r\n\r\n"),
        (b"nonsense\r\nA: b\r\n\r\n", b"HTTP/1.1 200\r\nA: b\r\n\r\n"),
        (b"", b"HTTP/1.1 200\r\n\r\n"),
    ],
)
def test_a_head_that_readers_would_misread_is_written_anew(came: bytes, kept: bytes) -> None:
    assert response_block(came) == kept


@given(st.binary(max_size=300))
def test_any_head_ends_once_and_where_it_should(head: bytes) -> None:
    for block in (response_block(head), request_block(head), response_block(b"HTTP/1.1 200 OK\r\n" + head)):
        assert block.endswith(b"\r\n\r\n")
        assert block.count(b"\r\n\r\n") == 1
        assert b"\n\n" not in block


# --- files that grow large --------------------------------------------------------------------------------------


def test_a_large_file_is_followed_by_another_between_two_exchanges(tmp_path: Path) -> None:
    bodies = [f"<p>{n}</p>{'ก' * n}".encode() for n in range(40)]
    with WarcWriter(tmp_path, "mine-000001", 5_000) as writer:
        for n, body in enumerate(bodies):
            place = keep(writer, payload=body, url=f"{URL}{n}")
            assert (place.file, place.offset + place.length) == (writer.path.name, writer.end)
    files = run_files(tmp_path, "mine-000001")
    assert [f.name for f in files[:3]] == [
        "mine-000001.warc.gz", "mine-000001-00001.warc.gz", "mine-000001-00002.warc.gz",
    ]  # fmt: skip
    assert len(files) > 3
    assert [c.body for f in files for c in captures(f)] == bodies
    for file in files:
        assert check(file) == ()
        assert index_path(file).exists()
        assert file.stat().st_size < 7_000
        with file.open("rb") as opened:
            kinds = [record.rec_type for record in ArchiveIterator(opened)]
        assert kinds == ["warcinfo", *["request", "response"] * (len(kinds) // 2)]
    with WarcWriter(tmp_path, "mine-000001", 5_000) as writer:  # goes on in the last one
        assert writer.path == files[-1]
        keep(writer, payload=b"last")
    assert [c.body for f in run_files(tmp_path, "mine-000001") for c in captures(f)] == [*bodies, b"last"]


def test_the_files_of_one_run_are_taken_in_as_its_own_and_a_cut_tail_harms_no_other(data: Settings) -> None:
    with open_store(data) as store:
        run = store.begin_run("crawl mine", "mine")
        store.end_run(run, "crashed", {})
        later = store.begin_run("crawl other", "other")
    small = WarcWriter(data.warc, f"mine-{run:06d}", 3_000)
    pages = [PAGE.replace("ข่าว".encode(), f"ข่าว {n}".encode()) for n in range(12)]
    with small as writer:
        for n, body in enumerate(pages):
            keep(writer, payload=body, url=f"{URL}{n}")
    files = run_files(data.warc, f"mine-{run:06d}")
    assert len(files) > 2
    last = files[-1]
    whole = [file.read_bytes() for file in files]
    last.write_bytes(whole[-1][:-20])
    index_path(last).unlink()
    counts = take_in(data, later)
    assert counts["refused"] == 0
    assert counts["new"] == len(pages) - 1  # the last record was cut off
    assert [file.read_bytes() for file in files[:-1]] == whole[:-1]
    assert check(last) == ()
    with open_store(data, readonly=True) as store:
        assert {row[0] for row in store._all("SELECT run FROM versions")} == {run}
        assert store.committed() == {file.name: file.stat().st_size for file in files}
    assert not [f for f in examine(data) if f.level == "error" and "no index" not in f.what]
