"""What the archives' interfaces say, read and asked for: every answer is somebody else's and may hold anything."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import brotli  # type: ignore[import-untyped]  # the package ships no types
import pytest
import scrapy
from hypothesis import given
from hypothesis import strategies as st

from corpus.digests import payload_digest
from corpus.errors import SiteProblem
from corpus.records import to_plain
from corpus.site_archive import Archive
from corpus.sites import Site, build_site, load_site
from corpus.urls import canonical_url
from corpus.warc_copy import NoCopy, read_copy
from crawler import archives_ask as asking
from crawler.archives_cdx import Line, NotAnIndex, instant, read_crawls, read_objects, read_rows
from crawler.archives_rebuild import rebuild
from crawler.archives_wanted import MOST, Wanted, spellings
from tests.fake_archives import Snapshot, digest_of, record

NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
PAGE = "http://www4.opdc.go.th:80/content.php?menu_id=5&content_id=2626"
ROW = ["th,go,opdc)/content.php?…", "20091103145624", PAGE, "text/html", "200", "A" * 32, "1415"]
OBJECT = {"urlkey": "x", "timestamp": ROW[1], "url": PAGE, "mime": "text/html", "status": "200", "digest": "A" * 32}
PLACE = {"filename": "crawl-data/CC-MAIN-2019-04/x.warc.gz", "offset": "272838009", "length": "8548"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def rows(*found: Sequence[str]) -> bytes:
    return ("[" + ",\n".join(json.dumps(row) for row in found) + "]\n").encode()


# --- the answers of an index ------------------------------------------------------------------------------------


def test_a_wayback_answer_is_read_with_its_resume_key() -> None:
    listed = read_rows(rows(NAMES, ROW, [], ["th,go,opdc)/x 2009"]))
    assert listed.resume == "th,go,opdc)/x 2009"
    (line,) = listed.lines
    assert line.url == "http://www4.opdc.go.th/content.php?content_id=2626&menu_id=5"
    assert (line.original, line.timestamp, line.status) == (PAGE, "20091103145624", 200)
    assert (line.digest, line.when) == ("sha1:" + "A" * 32, datetime(2009, 11, 3, 14, 56, 24, tzinfo=UTC))


def test_an_empty_answer_lists_nothing() -> None:
    assert [read_rows(body).lines for body in (b"", b"[]", b"[]\n", rows(NAMES))] == [()] * 4


def test_a_revisit_tells_no_status() -> None:
    (line,) = read_rows(rows(NAMES, [*ROW[:3], "warc/revisit", "-", *ROW[5:]])).lines
    assert (line.revisit, line.status) == (True, 0)


def test_half_a_character_is_told_where_an_address_or_a_key_has_it() -> None:
    listed = read_rows(rows(("timestamp", "original"), ("2009", "http://x.go.th/#\ud800"), ("2009", "http://x.go.th/")))
    assert (len(listed.lines), listed.bad) == (1, 1)
    assert "half a character" in listed.first_bad
    with pytest.raises(NotAnIndex, match="resume key"):
        read_rows(rows(("timestamp", "original"), ("2009", "http://x.go.th/"), (), ("\ud800",)))


def test_pywb_and_common_crawl_answer_a_line_each() -> None:
    body = "".join(json.dumps(value) + "\n" for value in (OBJECT, {**OBJECT, **PLACE}))
    first, second = read_objects(body.encode()).lines
    assert first.url == second.url == canonical_url(PAGE)
    assert (second.filename, second.offset, second.length) == (PLACE["filename"], 272838009, 8548)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"timestamp": "2009110314562x"},
        {"timestamp": "20091303145624"},
        {"timestamp": ""},
        {"url": "javascript:alert(1)"},
        {"url": ""},
        {"filename": "../../etc/passwd"},
        {"filename": "//evil.example/x"},
        {"filename": "http://evil.example/x.warc.gz"},
        {"filename": "/etc/passwd"},
        {"filename": "a/./b"},
        {"filename": "x" * 500},
    ],
)
def test_a_line_that_tells_no_capture_is_counted_and_the_rest_is_read(spoilt: dict[str, str]) -> None:
    body = "".join(json.dumps(value) + "\n" for value in ({**OBJECT, **PLACE, **spoilt}, OBJECT))
    listed = read_objects(body.encode())
    assert (len(listed.lines), listed.bad) == (1, 1)
    assert listed.first_bad


@pytest.mark.parametrize("body", [b"<html>busy</html>", b"{", b"null", b"17", b"\xff\xfe"])
def test_what_is_no_index_is_told(body: bytes) -> None:
    with pytest.raises(NotAnIndex):
        read_rows(body)
    with pytest.raises(NotAnIndex):
        read_objects(body)


@given(st.integers(0, 2_000))
def test_an_answer_that_breaks_off_gives_the_rows_before(length: int) -> None:
    found = [[*ROW[:1], f"200911031456{n:02d}", *ROW[2:]] for n in range(10)]
    body = rows(NAMES, *found)
    cut = body[:length]
    if not cut.strip():
        return
    listed = read_rows(cut)
    whole = read_rows(body)
    assert listed.lines == whole.lines[: len(listed.lines)]
    assert listed.cut == (length < len(body.rstrip()))
    assert len(listed.lines) >= cut.count(b"]") - 1 - (not listed.cut)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_an_index_or_none(data: bytes) -> None:
    for read in (read_rows, read_objects):
        try:
            listed = read(data)
        except NotAnIndex:
            continue
        assert all(line.url == canonical_url(line.url) for line in listed.lines)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30), lambda inner: st.lists(inner, max_size=4)
)
FIELD = st.sampled_from([*ROW, "", "-", "[", "warc/revisit", "99999999999999", "\u2028"]) | st.text(max_size=20)


@given(st.lists(st.lists(FIELD, max_size=9) | JSON, max_size=8), st.booleans())
def test_any_rows_are_lines_or_counted(found: list[object], named: bool) -> None:
    listed = read_rows(json.dumps([NAMES, *found] if named else found).encode())
    for line in listed.lines:
        assert len(line.timestamp) == 14
        assert instant(line.timestamp) == line.when
        assert line.url == canonical_url(line.original)
        assert len(line.digest) in (0, 37)


KEYS = st.sampled_from([*OBJECT, *PLACE, "other"])


@given(st.lists(st.dictionaries(KEYS, FIELD | JSON, max_size=8), min_size=1, max_size=6))
def test_any_objects_are_lines_or_counted(found: list[object]) -> None:
    listed = read_objects("\n".join(json.dumps(value) for value in found).encode())
    assert len(listed.lines) + listed.bad == len(found)
    assert all(".." not in line.filename and line.offset >= 0 and line.length >= 0 for line in listed.lines)


def test_the_list_of_crawls_is_read_and_tested() -> None:
    body = json.dumps([{"id": "CC-MAIN-2019-04", "from": "2019-01-15T00:00:00"}, {"id": "../x"}, 5])
    assert read_crawls(body.encode()) == (("CC-MAIN-2019-04", "20190115000000", ""),)
    for bad in (b"", b"{}", b"[]", b"[" * 100_000):
        with pytest.raises(NotAnIndex):
            read_crawls(bad)


# --- questions --------------------------------------------------------------------------------------------------


def asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def test_the_wayback_is_asked_by_domain_and_from_a_key_on() -> None:
    entry = Archive(source="wayback", url="opdc.go.th", since="2009")
    url = asking.wayback_query(entry, entry.url, date(2012, 5, 1), "a key")
    assert url.startswith("https://web.archive.org/cdx/search/cdx?")
    said = asked(url)
    assert (said["url"], said["matchType"], said["output"]) == ("opdc.go.th", "domain", "json")
    assert (said["from"], said["resumeKey"], said["showResumeKey"]) == ("20120501", "a key", "true")


@pytest.mark.parametrize(
    ("match", "url"),
    [("domain", "*.opdc.go.th"), ("host", "opdc.go.th/*"), ("prefix", "opdc.go.th*"), ("exact", "opdc.go.th")],
)
def test_common_crawl_is_asked_by_patterns(match: str, url: str) -> None:
    entry = Archive(source="commoncrawl", url="opdc.go.th", match=match)
    question = asking.commoncrawl_query(entry, "CC-MAIN-2019-04", None, 3)
    assert question.startswith("https://index.commoncrawl.org/CC-MAIN-2019-04-index?")
    assert (asked(question)["url"], asked(question)["page"]) == (url, "3")


def test_ids_are_counted_through_in_base64_without_its_padding() -> None:
    entry = Archive(source="ids", url="https://www.opdc.go.th/content/{b64}?n={id}", first=9, last=10)
    assert list(asking.addresses(entry)) == [
        "https://www.opdc.go.th/content/OQ?n=9",
        "https://www.opdc.go.th/content/MTA?n=10",
    ]
    assert entry.matching == "exact"


def test_a_copy_is_asked_for_as_it_came() -> None:
    line = Line(url=PAGE, original="http://x.go.th:80/ก?a=%E0&b=c#d", timestamp="20091103145624")
    url = asking.replay(Archive(source="wayback", url="x"), line)
    assert url == "https://web.archive.org/web/20091103145624id_/http://x.go.th:80/%E0%B8%81?a=%E0&b=c%23d"
    entry = Archive(source="wayback", url="x", dialect="pywb", endpoint="http://127.0.0.1:8099/coll/")
    assert asking.replay(entry, line).startswith("http://127.0.0.1:8099/coll/20091103145624id_/http://x.go.th:80/")


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("/web/20100101000000id_/http://x.go.th/a?b=1", ("20100101000000", "http://x.go.th/a?b=1")),
        ("https://web.archive.org/web/2010id_/http:/x.go.th/", ("2010", "http:/x.go.th/")),
        ("/web/20100101000000/http://x.go.th/", ("20100101000000", "http://x.go.th/")),
        ("https://web.archive.org/", None),
        ("http://[", None),
        ("", None),
        ("/web/99999999999999id_/http://x.go.th/", None),
        ("/web/00000101000000id_/http://x.go.th/", None),
        ("//web.archive.org:99999/web/2010id_/http://x.go.th/", None),
        ("//web.archive.org:x/web/2010id_/http://x.go.th/", None),
    ],
)
def test_a_redirect_tells_the_time_of_the_nearest_copy(location: str, found: tuple[str, str] | None) -> None:
    target = asking.copy_at(location, "https://web.archive.org/web/20091103145624id_/http://x.go.th/")
    assert (target and target[1:]) == found


@given(
    st.lists(
        st.sampled_from(["/web/", "//", "[", ":99999", "0", "9999", "2010", "id_/", "http://", "x", "\ud800", "?"])
    )
)
def test_any_redirect_leads_to_a_copy_that_can_be_asked_for_or_to_none(parts: list[str]) -> None:
    for location in ("".join(parts), f"/web/{''.join(parts)}id_/http://x.go.th/"):
        if target := asking.copy_at(location, "https://web.archive.org/web/2009id_/http://x.go.th/"):
            assert instant(target[1])
            assert scrapy.Request(target[0]).url


def test_the_time_of_a_copy_is_its_memento_time_or_that_of_its_address() -> None:
    url = "https://web.archive.org/web/20100102030405id_/http://x.go.th/"
    assert asking.captured_at(url, "") == datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert asking.captured_at(url, "Mon, 04 Jan 2010 00:00:00 GMT") == datetime(2010, 1, 4, tzinfo=UTC)
    assert asking.captured_at("http://x/", "soon") is None


def test_the_original_is_read_out_of_a_link_header() -> None:
    link = '<http://x.go.th/a,b>; rel="original", <http://a/timegate>; rel="timegate"'
    assert asking.original_in(link) == "http://x.go.th/a,b"
    assert asking.original_in("<" * 50_000) == ""


# --- which captures are wanted ----------------------------------------------------------------------------------


def wanted(known: Sequence[tuple[datetime, str]] = (), **more: object) -> Wanted:
    return Wanted(load_site("opdc"), lambda _: known, **more)  # type: ignore[arg-type]  # since and full


def line(stamp: str, letter: str, url: str = PAGE, **more: object) -> Line:
    digest = f"sha1:{letter * 32}" if letter else ""
    return Line(url=canonical_url(url), original=url, timestamp=stamp, digest=digest, **more)  # type: ignore[arg-type]


def taken(decider: Wanted, lines: Sequence[Line]) -> list[str]:
    found = []
    for one in lines:
        if decider.is_new(one):
            decider.note(one.url, one.when, {one.digest})
            found.append(one.timestamp)
    return found


def test_the_same_bytes_in_a_row_are_one_capture_and_a_page_that_came_back_is_another() -> None:
    lines = [line(f"2010010{n}000000", letter) for n, letter in enumerate("AABBA", 1)]
    assert taken(wanted(), lines) == ["20100101000000", "20100103000000", "20100105000000"]
    assert len(taken(wanted(full=True), lines)) == 5


def test_what_is_in_the_archive_is_not_asked_for_again() -> None:
    known = [(datetime(2010, 1, 1, tzinfo=UTC), "sha1:" + "X" * 32)]
    decider = wanted(known)
    assert not decider.is_new(line("20100101000000", "A"))  # by its time, whatever its digest
    assert not decider.is_new(line("20100102000000", "A"))  # and then its neighbour by that digest
    assert not decider.is_new(line("20091231000000", "X"))
    assert decider.is_new(line("20100103000000", "B"))
    assert decider.has(canonical_url(PAGE), known[0][0])


STAMPS = st.integers(0, 40).map(lambda n: f"201001{n % 28 + 1:02d}0000{n:02d}")


@given(st.lists(st.tuples(STAMPS, st.sampled_from("ABC")), unique_by=lambda one: one[0]))
def test_a_second_crawl_of_the_same_index_takes_nothing(found: list[tuple[str, str]]) -> None:
    lines = [line(stamp, letter) for stamp, letter in sorted(found)]
    first = wanted()
    stamps = taken(first, lines)
    kept = [one for one in lines if one.timestamp in stamps]
    assert all(a.digest != b.digest for a, b in pairwise(kept))
    assert taken(wanted([(one.when, one.digest) for one in kept]), lines) == []


def test_what_is_remembered_of_listed_addresses_is_bounded_and_nothing_brought_is_forgotten() -> None:
    asked: list[str] = []

    def known(url: str) -> list[tuple[datetime, str]]:
        asked.append(url)
        return []

    decider = Wanted(load_site("opdc"), known)
    url = "http://www.opdc.go.th/content.php?content_id={}".format
    brought = line("20100101000000", "A", url(0))
    decider.note(brought.url, brought.when, {brought.digest})
    lines = [line("20100101000000", "A", url(n)) for n in range(1, MOST + 2)]
    assert all(decider.is_new(one) for one in lines)
    assert decider.is_new(lines[-1])
    assert len(asked) == MOST + 2  # the last one was remembered
    assert decider.is_new(lines[0])
    assert len(asked) == MOST + 3  # the first one no more
    assert not decider.is_new(brought)
    assert len(asked) == MOST + 3


def test_a_line_must_be_of_the_site_the_time_and_the_kind() -> None:
    entry = Archive(source="wayback", url="opdc.go.th", since="2009", until="2012", skip=("content_id=13$",))
    decider = wanted(since=date(2009, 6, 1))
    good = line("20120101000000", "A", status=200, mime="text/html")
    assert decider.fits(good, entry)
    for other in (
        replace(good, timestamp="20090531235959"),
        replace(good, timestamp="20130101000000"),
        replace(good, status=404),
        replace(good, mime="image/png"),
        replace(good, url="http://esar.opdc.go.th/performance/2565"),
        replace(good, url="http://www.opdc.go.th/about.php"),
        replace(good, url="http://www.opdc.go.th/content.php?content_id=13"),
    ):
        assert not decider.fits(other, entry)
    assert decider.fits(replace(good, status=0, mime="warc/revisit"), entry)
    assert decider.fits(replace(good, url="http://www.opdc.go.th/about.php"), replace(entry, article=("about",)))


def test_spellings_of_an_address_are_one_page() -> None:
    assert set(spellings("https://www.x.go.th/a")) == {
        *("https://x.go.th/a", "http://x.go.th/a", "https://www.x.go.th/a", "http://www.x.go.th/a"),
    }


# --- what the site once sent --------------------------------------------------------------------------------------

BODY = "<html>ข่าว</html>".encode() * 40
PACKED = {"gzip": gzip.compress(BODY, mtime=0), "br": brotli.compress(BODY), "": BODY}


@pytest.mark.parametrize("then", ["gzip", "br", ""])
@pytest.mark.parametrize("given_as", ["as it was", "taken off", "taken off, packed for the way"])
def test_the_bytes_of_the_index_are_found_whatever_the_archive_did(then: str, given_as: str) -> None:
    raw = PACKED[then]
    headers = [("X-Archive-Orig-Content-Type", "text/html; charset=utf-8"), ("X-Archive-Orig-content-length", "5")]
    headers += [("X-Archive-Orig-Content-Encoding", then)] if then else []
    headers += [("Content-Type", "text/plain"), ("Server", "nginx"), ("X-App-Server", "wwwb")]
    payload = {"as it was": raw, "taken off": BODY, "taken off, packed for the way": gzip.compress(BODY)}[given_as]
    coding = {"as it was": then, "taken off": "", "taken off, packed for the way": "gzip"}[given_as]
    headers += [("Content-Encoding", coding)] if coding else []
    made = rebuild(headers, payload, payload_digest(raw), 1_000_000)
    as_it_was = given_as == "as it was" or not then
    assert (made.matches, made.payload) == (as_it_was, raw if as_it_was else BODY)
    text = made.headers.decode()
    assert text.startswith("Content-Type: text/html; charset=utf-8\r\n")
    assert f"Content-Length: {len(made.payload)}\r\n" in text
    assert ("\r\nContent-Encoding: " in text) == (as_it_was and bool(then))
    assert "nginx" not in text


def test_without_headers_of_the_site_the_archives_media_type_is_taken() -> None:
    made = rebuild([("Content-Type", "text/html"), ("Server", "nginx"), ("ETag", "x")], BODY, "", 1_000_000)
    assert made.headers.decode().splitlines()[0] == "Content-Type: text/html"
    assert b"nginx" not in made.headers
    plain = rebuild([("Content-Type", "text/html"), ("Link", "<x>"), ("ETag", "x")], BODY, "", 1_000_000, plain=True)
    assert plain.headers.decode().splitlines()[:2] == ["Content-Type: text/html", "Etag: x"]


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "br", "deflate", "zstd", "x, y", "gzip, gzip"]))
def test_any_payload_is_rebuilt(payload: bytes, coding: str) -> None:
    made = rebuild([("Content-Encoding", coding)], payload, payload_digest(payload), 10_000)
    assert (made.matches, made.payload, made.digest) == (True, payload, payload_digest(payload))


# --- records of other archives ------------------------------------------------------------------------------------

SHOT = Snapshot(PAGE, "20130501120000", BODY)


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_is_read_with_its_own_headers(packed: bool) -> None:
    data = gzip.compress(record(SHOT)) if packed else record(SHOT)
    copy = read_copy(data + b"what follows in the file", 100_000, "http://data/x.warc.gz", NOW)
    assert (copy.url, copy.status, copy.payload) == (PAGE, 200, BODY)
    assert copy.captured == datetime(2013, 5, 1, 12, tzinfo=UTC)
    assert b"Server: Apache" in copy.headers
    assert copy.digest == f"sha1:{digest_of(BODY)}"


@given(st.integers(0, 2_000))
def test_a_record_that_is_cut_off_is_no_copy(length: int) -> None:
    data = gzip.compress(record(SHOT))
    if length < len(data) - 12:  # the last bytes are the blank lines behind the block and the member's checksum
        with pytest.raises(NoCopy):
            read_copy(data[:length], 100_000, "", NOW)


@given(st.binary(max_size=300), st.integers(0, 900))
def test_any_bytes_are_a_copy_or_none(noise: bytes, at: int) -> None:
    whole = record(SHOT)
    for data in (noise, whole[:at] + noise + whole[at:], gzip.compress(noise)):
        try:
            copy = read_copy(data, 10_000, "", NOW)
        except NoCopy:
            continue
        assert len(copy.payload) <= 1_010_000


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon", ""])
def test_a_record_of_no_time_that_can_be_told_is_no_copy(date: str) -> None:
    data = record(SHOT).replace(b"2013-05-01T12:00:00Z", date.encode())
    with pytest.raises(NoCopy, match="without a date"):
        read_copy(data, 100_000, "", NOW)


def test_a_record_of_endless_header_lines_is_no_copy() -> None:
    def with_more(lines: int) -> bytes:
        version, _, rest = record(SHOT).partition(b"\r\n")
        return version + b"\r\n" + b"X-More: a\r\n" * lines + rest

    assert read_copy(with_more(1_900), 100_000, "", NOW).payload == BODY
    with pytest.raises(NoCopy):
        read_copy(with_more(2_000), 100_000, "", NOW)


def test_a_record_beyond_the_limit_is_refused() -> None:
    huge = gzip.compress(record(replace(SHOT, body=bytes(3_000_000))))
    assert len(huge) < 10_000
    with pytest.raises(NoCopy, match="limit"):
        read_copy(huge, 1_000_000, "", NOW)


# --- profiles -----------------------------------------------------------------------------------------------------


def with_archive(**entry: object) -> Site:
    data = {"name": "x", "title_th": "ก", "title_en": "X", "hosts": ["www.x.go.th"], "archive": [entry]}
    return build_site(data, "test")


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"source": "live"}, "source is 'live'"),
        ({"match": "all"}, "match is 'all'"),
        ({"dialect": "thai"}, "dialect is 'thai'"),
        ({"url": ""}, "url is ''"),
        ({"since": "200"}, "since is '200'"),
        ({"until": "พ.ศ. 2552"}, "until is"),
        ({"endpoint": "ftp://x"}, "endpoint is 'ftp://x'"),
        ({"endpoint": "http://a:b@x/"}, "endpoint is"),
        ({"endpoint": "http://www.x.go.th/"}, "the live site"),
        ({"delay": 1.0}, "at least 3.4 seconds"),
        ({"rest": 1.0}, "at least 60 s"),
        ({"timeout": 0}, "timeout is 0"),
        ({"url": "http://www.x.go.th/{id}"}, "only where source"),
        ({"source": "ids", "url": "www.x.go.th/{id}", "last": 5}, "whole address"),
        ({"source": "ids", "url": "http://www.x.go.th/a", "last": 5}, "whole address"),
        ({"source": "ids", "url": "http://www.x.go.th/{id}"}, "last is 0"),
        ({"source": "ids", "url": "http://www.x.go.th/{id}", "last": 5, "endpoint": "http://www.x.go.th"}, "live site"),
        ({"article": ["("]}, "which is not one"),
        ({"surprise": 1}, "unknown key surprise"),
    ],
)
def test_a_wrong_archive_entry_is_refused_with_its_reason(entry: dict[str, object], what: str) -> None:
    with pytest.raises(SiteProblem) as problem:
        with_archive(**{"source": "wayback", "url": "x.go.th", **entry})
    assert what in str(problem.value)


def test_a_live_site_is_never_counted_through() -> None:
    data = {"name": "x", "title_th": "ก", "title_en": "X", "hosts": ["www.x.go.th"]}
    start = {"spider": "ids", "url": "http://www.x.go.th/{id}"}
    with pytest.raises(SiteProblem, match="never counted through"):
        build_site({**data, "crawl": {"start": [start]}}, "test")


def test_a_private_archive_may_be_asked_faster() -> None:
    (entry,) = with_archive(source="wayback", url="x.go.th", endpoint="http://10.0.0.1/past", delay=0, rest=1).archive
    assert (entry.where, entry.public) == ("http://10.0.0.1/past", False)


def test_a_profile_with_archives_survives_being_kept_in_the_catalogue() -> None:
    site = load_site("opdc")
    assert {entry.source for entry in site.archive} == {"wayback", "commoncrawl", "ids"}
    assert build_site(json.loads(json.dumps(to_plain(site))), "kept") == site
