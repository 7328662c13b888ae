"""The page around an archived copy: what it says, how the digest is checked, and that nothing of the copy gets out."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.digests import payload_digest
from corpus.errors import ArchiveProblem
from corpus.records import Capture, Location
from corpus.settings import Settings
from search_web import create_app
from search_web.archived import POLICY as RAW_POLICY
from search_web.copy_view import show_size
from tests.test_web_pages import get
from tests.web_fakes import AUDIT, FakeEngine, FakeShelf, fake_read

COPY = f"/article/{AUDIT.id}/copy"
RAW = f"/article/{AUDIT.id}/raw"
DOCUMENT = f"/article/{AUDIT.id}/document"
PDF = "application/pdf"


def client_with(**changes: object) -> FlaskClient:
    def read(folder: Path, location: Location) -> Capture:
        return replace(fake_read(folder, location), **changes)  # type: ignore[arg-type]  # fields of a capture

    return create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf(), read=read).test_client()


@pytest.fixture
def client() -> FlaskClient:
    body = "<p>ข่าว</p>".encode()
    return client_with(body=body, digest=payload_digest(body))


def test_it_shows_the_copy_in_a_sandboxed_frame(client: FlaskClient) -> None:
    page = get(client, COPY)
    [frame] = page.all("iframe")
    assert frame["src"] == f"{RAW}?version=2"
    assert frame["sandbox"] in (None, "")
    assert frame["title"]
    for said in ("21 พ.ย. 2569 เวลา 04.00 น.", "text/html · 19 ไบต์", "สำเนาที่เก็บไว้ ฉบับที่ 2"):
        assert said in page.text, said
    assert AUDIT.url in page.links
    assert f"{COPY}?version=1" in page.links
    [download] = [a for a in page.all("a") if "download" in a]
    assert (download["href"], download["download"]) == (f"{RAW}?version=2", "opdc-g1-content-9101-v2.html.txt")


def test_the_frame_may_hold_our_own_copy_and_nothing_else(client: FlaskClient) -> None:
    page, raw = client.get(COPY).headers, client.get(RAW).headers
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert raw["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in raw["Content-Security-Policy"]
    assert raw["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get("/nothing").headers["Content-Security-Policy"]


def test_the_digest_can_be_checked_as_the_page_says(client: FlaskClient) -> None:
    page = get(client, COPY)
    body = client.get(RAW).data
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    assert page.text.count(digest) == 2  # in the banner and in what the command prints
    assert hashlib.sha256(body).hexdigest() in page.text
    assert f"curl -s 'http://localhost{RAW}?version=2' | openssl sha1 -binary | base32" in page.text


def test_what_was_sent_compressed_says_what_its_digest_is_of() -> None:
    body = b"<p>x</p>"
    page = get(client_with(body=body, digest=payload_digest(gzip.compress(body))), COPY)
    assert "ส่งหน้านี้มาแบบบีบอัด" in page.text
    assert "openssl" not in page.text
    assert hashlib.sha256(body).hexdigest() in page.text


def test_what_no_browser_shows_safely_is_offered_as_a_file() -> None:
    page = get(client_with(media_type=PDF), COPY, lang="en")
    assert not page.all("iframe")
    assert "cannot be shown here safely" in page.text
    [download] = [a for a in page.all("a") if "download" in a]
    assert str(download["download"]).endswith(".pdf")


def test_a_document_is_a_file_with_a_safe_name_and_all_that_is_known_of_it() -> None:
    client = client_with(body=b"%PDF-1.7", media_type="text/html")  # as many a server calls what it has
    page = get(client, f"/article/{AUDIT.id}", version="1")
    assert f"{DOCUMENT}/1?version=1" in page.links
    assert "สำเนาที่เก็บไว้ เก็บเมื่อ 21 พฤศจิกายน 2569" in page.text
    answer = client.get(f"{DOCUMENT}/1")
    assert answer.headers["Content-Security-Policy"] == RAW_POLICY
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="opdc-g1-content-9101-document-1.pdf"'
    assert answer.headers["X-Archive-Captured"] == "2026-11-20T21:00:00Z"
    assert answer.headers["X-Archive-Media-Type"] == "text/html"
    assert answer.headers["X-Archive-Digest"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_what_was_not_fetched_has_no_copy() -> None:
    store = FakeShelf(unfetched=(AUDIT.attachments[0].url,))
    client = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=store, read=fake_read).test_client()
    page = get(client, f"/article/{AUDIT.id}")
    assert f"{DOCUMENT}/1" not in page.links
    assert f"{DOCUMENT}/2" in page.links
    for wrong in ("1", "0", "3", "-1", "x", "9" * 500, "๑"):
        assert client.get(f"{DOCUMENT}/{wrong}").status_code == 404, wrong[:9]
    assert client.get("/article/nothing/document/1").status_code == 404
    assert "ฉบับที่ 1 ถึง" not in get(client, f"{DOCUMENT}/3", 404, version="1").text  # that version is there
    assert client.get(f"{DOCUMENT}/2?version=9").status_code == 404


def test_a_document_whose_file_is_gone_says_so() -> None:
    def gone(folder: Path, location: Location) -> Capture:
        raise ArchiveProblem(f"there is no {location.file}; run: khlang doctor")

    client = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf(), read=gone).test_client()
    for address in (f"{DOCUMENT}/1", RAW, COPY):
        page = get(client, address, 503)
        assert "เปิดสำเนาต้นฉบับไม่ได้" in page.text
        assert f"/article/{AUDIT.id}" in page.links
        assert page.text.index("กลับไปอ่านข่าวนี้") < page.text.index("สำหรับผู้ดูแลคลัง") < page.text.index("khlang doctor")


@pytest.mark.parametrize("below", ["", "/raw", "/copy", "/why", "/cite.bib"])
def test_a_version_that_is_not_there_leads_to_those_that_are(client: FlaskClient, below: str) -> None:
    page = get(client, f"/article/{AUDIT.id}{below}", 404, version="9")
    assert "ข่าวนี้มีฉบับที่ 1 ถึง 2" in page.text
    assert f"/article/{AUDIT.id}/versions" in page.links
    assert "versions 1 to 2" in client.get(f"/api/articles/{AUDIT.id}?version=9&lang=en").text
    assert "ฉบับที่ 1" not in get(client, "/article/nothing", 404, version="9").text


def test_an_article_with_one_version_says_so() -> None:
    store = FakeShelf((replace(AUDIT, version=1),))
    one = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=store, read=fake_read).test_client()
    assert "only one version, version 1." in get(one, f"/article/{AUDIT.id}/diff", 404, to="2", lang="en").text


def test_versions_that_are_not_there_have_no_copy(client: FlaskClient) -> None:
    for wrong in ("3", "0", "x"):
        get(client, COPY, 404, version=wrong)
    get(client, "/article/nothing/copy", 404)


def test_sizes_are_said_in_the_unit_that_fits() -> None:
    assert [show_size(n, "en") for n in (999, 1000, 48_230, 3_400_000)] == [
        "999 bytes",
        "1.0 kB",
        "48.2 kB",
        "3.4 MB",
    ]
