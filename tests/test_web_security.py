"""Hostile pages, files, queries and visitors: nothing they bring runs, breaks or tells."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from corpus.errors import SettingsProblem
from corpus.records import Capture, Location
from corpus.settings import Settings
from index.hits import SearchPage, SearchRequest
from search_web import create_app
from search_web.archived import file_name, header_text
from search_web.security import POLICY
from tests.payloads import filled
from tests.web_fakes import AUDIT, CAPTURED, DIGEST, FakeEngine, FakeShelf, fake_read, sample_articles

SETTINGS = Settings(rate_limit="")
RAW = f"/article/{AUDIT.id}/raw"


@pytest.fixture
def client() -> FlaskClient:
    return create_app(SETTINGS, engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()


FIELDS = ["q", "from", "to", "year", "agency", "page", "sort", "lang", "part", "version"]
AROUND = [f"/article/{AUDIT.id}{page}" for page in ("", "/why", "/versions", "/diff", "/copy")]
PATHS = ["/", "/search", "/api/search", "/api/suggest", RAW, *AROUND]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(), max_size=5), st.sampled_from(PATHS))
def test_no_address_makes_the_server_fail(client: FlaskClient, query: dict[str, str], path: str) -> None:
    typed = {k: v.encode("utf-8", "replace").decode() for k, v in query.items()}
    assert client.get(path, query_string=typed).status_code in (200, 404, 414)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40))
def test_no_path_makes_the_server_fail(client: FlaskClient, path: bytes) -> None:
    quoted = "".join(f"%{b:02x}" for b in path)
    for before, after in (
        ("/", ""),
        ("/article/", ""),
        ("/article/", "/raw"),
        ("/api/articles/", ""),
        ("/search?q=", ""),
    ):
        assert client.get(before + quoted + after).status_code in (200, 308, 404)


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/static/style.css", "/api/nothing"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    framed_by = "'self'" if path == RAW else "'none'"  # the page around a copy shows it in a frame
    assert f"frame-ancestors {framed_by}" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy or path == RAW
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_only_what_has_its_version_in_its_address_may_be_kept(client: FlaskClient) -> None:
    kept = re.findall(r'(?:src|href)="(/static/[^"]*)"', client.get("/").text)
    assert len(kept) == len(set(kept)) >= 4  # mark, the sheets of every page and of this one, scripts
    for path in kept:
        with client.get(path) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", path
    for path in (*PATHS, "/static/style.css", "/static/nothing.css?v=1", "/nothing"):
        with client.get(path) as answer:
            assert answer.headers["Cache-Control"] == "private, no-cache", path


def test_a_copy_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(RAW).headers["ETag"]
    again = client.get(RAW, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(RAW, headers={"If-None-Match": '"other"'}).status_code == 200


def test_our_pages_keep_their_own_policy(client: FlaskClient) -> None:
    text = client.get("/search?q=ประชาชน").text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert not re.search(r"<style|style=|\son\w+=", text)
    for address in re.findall(r'(?:src|href)="([^"]*)"', client.get("/").text):
        assert address.startswith(("/", "#")), address


# --- the archived copy


def copy_of(capture: Capture) -> FlaskClient:
    def read(folder: Path, location: Location) -> Capture:
        return capture

    return create_app(SETTINGS, engine=FakeEngine(), store=FakeShelf(), read=read).test_client()


def capture(body: bytes, media_type: str = "text/html", charset: str = "", url: str = AUDIT.url) -> Capture:
    return Capture(
        url=url, site="opdc", captured=CAPTURED, body=body, digest=DIGEST, media_type=media_type, charset=charset
    )


def test_the_copy_is_the_bytes_as_they_came_in_a_sandbox(client: FlaskClient) -> None:
    answer = client.get(RAW)
    assert "ประชาชน".encode("cp874") in answer.data
    assert b"<script>" in answer.data  # kept, and kept from running
    assert answer.headers["Content-Type"] == "text/html; charset=windows-874"  # what it is, not what it declared
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "allow-" not in policy
    assert "script-src" not in policy
    assert answer.headers["X-Archive-Captured"] == "2026-11-20T21:00:00Z"
    assert answer.headers["X-Archive-Digest"] == DIGEST
    assert answer.headers["X-Archive-Original"] == AUDIT.url


@pytest.mark.parametrize(
    ("media_type", "served"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("image/png", "image/png"),
        ("image/svg+xml", None),
        ("application/xhtml+xml", None),
        ("text/xml", None),
        ("application/pdf", None),
        ("text/javascript", None),
        ("text/html\r\nx: y", None),
        ("", None),
    ],
)
def test_only_safe_media_types_are_shown(media_type: str, served: str | None) -> None:
    answer = copy_of(capture("<p>ก</p>".encode(), media_type)).get(RAW)
    assert answer.headers["Content-Type"] == (served or "application/octet-stream")
    assert answer.headers.get("Content-Disposition", "").startswith("attachment; ") == (served is None)
    assert "x" not in answer.headers


@pytest.mark.parametrize(
    ("body", "declared", "charset"),
    [
        ("ข่าว".encode(), "tis-620", "utf-8"),
        ("ข่าวเด่น “วันนี้”".encode("cp874"), "utf-8", "windows-874"),
        ("ข่าว".encode("utf-16"), "", "utf-16le"),
        (b"plain", "no such charset\r\n", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_the_copy_is_served_in_the_charset_it_is_in(body: bytes, declared: str, charset: str) -> None:
    answer = copy_of(capture(body, charset=declared)).get(RAW)
    assert answer.headers["Content-Type"] == f"text/html; charset={charset}"


@given(st.text())
def test_headers_and_file_names_carry_no_line_ends(text: str) -> None:
    assert re.fullmatch(r"[ -~]*", header_text(text))
    assert re.fullmatch(r"[A-Za-z0-9-]+\.[a-z.]+", file_name(text, text))


@pytest.mark.parametrize(
    ("media_type", "ending"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/pdf", "pdf"),
        ("application/x-msdownload", "bin"),
    ],
)
def test_a_document_keeps_its_ending(media_type: str, ending: str) -> None:
    answer = copy_of(capture(b"PK", media_type)).get(RAW)
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_the_name_of_an_imported_file_is_shown_to_be_read() -> None:
    name = "file:%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7%E2%80%AE%3Cb%3E.docx"
    shelf = FakeShelf((replace(AUDIT, url=name), *sample_articles()[1:]))
    client = create_app(SETTINGS, engine=FakeEngine(), store=shelf, read=fake_read).test_client()
    page = client.get(f"/article/{AUDIT.id}")
    assert "ข่าว&lt;b&gt;.docx" in page.text
    assert "\u202e" not in page.text


def test_a_damaged_archive_is_explained_and_the_article_still_read() -> None:
    shelf = FakeShelf((replace(AUDIT, version=10), *sample_articles()[1:]))
    client = create_app(SETTINGS, engine=FakeEngine(), store=shelf, read=fake_read).test_client()
    answer = client.get(f"{RAW}?version=10")
    assert answer.status_code == 503
    assert "khlang doctor" in answer.text
    assert "no record at" not in answer.text  # that is for the log
    assert client.get("/article/opdc:g2:7000").status_code == 200
    assert client.get("/article/nothing/raw").status_code == 404


# --- failures and limits


def test_a_bug_shows_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeEngine):
        def search(self, request: SearchRequest) -> SearchPage:
            raise RuntimeError("secret /srv/path")

    client = create_app(SETTINGS, engine=Broken(), store=FakeShelf()).test_client()
    for path in ("/search?q=x", "/api/search?q=x"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert "default-src" in answer.headers["Content-Security-Policy"]
    assert "secret /srv/path" in caplog.text


def test_too_many_searches_are_asked_to_wait() -> None:
    limited = Settings(rate_limit="3 per minute")
    client = create_app(limited, engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()
    allowed = [client.get(p) for p in ("/search", "/api/search", "/search?q=x")]
    assert [(a.status_code, a.headers.get("Retry-After")) for a in allowed] == [(200, None)] * 3
    page, data = client.get("/search"), client.get("/api/search")
    assert (page.status_code, data.status_code) == (429, 429)
    assert "โปรดรอสักครู่" in page.text
    assert int(page.headers["Retry-After"]) > 0
    assert data.get_json()["error"]["code"] == "too_many_requests"
    typed = client.get("/search", query_string={"q": '"><b>ปฏิรูป' + "ก" * 900})
    assert (typed.status_code, "<b>" in typed.text) == (429, False)
    assert 'value="&#34;&gt;&lt;b&gt;ปฏิรูปกก' in typed.text  # to be asked again in a moment
    assert "ก" * 500 not in typed.text
    assert client.get("/").status_code == 200
    assert client.get("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert client.get("/search", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_behind_a_proxy_each_visitor_has_an_allowance() -> None:
    limited = Settings(rate_limit="1 per minute", behind_proxy=1)
    client = create_app(limited, engine=FakeEngine(), store=FakeShelf()).test_client()
    statuses = [client.get("/search", headers={"X-Forwarded-For": ip}).status_code for ip in ("192.0.2.1", "192.0.2.2")]
    assert statuses == [200, 200]
    assert client.get("/search", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429
    alone = create_app(Settings(rate_limit="1 per minute"), engine=FakeEngine(), store=FakeShelf()).test_client()
    forged = [alone.get("/search", headers={"X-Forwarded-For": ip}).status_code for ip in ("192.0.2.1", "192.0.2.2")]
    assert forged == [200, 429]


def test_a_rate_limit_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(SettingsProblem, match="rate_limit is 'often'"):
        create_app(Settings(rate_limit="often"), engine=FakeEngine(), store=FakeShelf())


@pytest.mark.parametrize(
    "rule", [r for r in create_app(SETTINGS).url_map.iter_rules() if r.endpoint != "static"], ids=str
)
def test_a_fault_in_any_page_shows_no_trace(rule: Rule) -> None:
    def broken(**_: object) -> str:
        raise RuntimeError("secret /srv/path")

    app = create_app(SETTINGS, engine=FakeEngine(), store=FakeShelf(), read=fake_read)
    app.view_functions[rule.endpoint] = broken
    path = next(filled(rule, {}, "1"))
    answer = app.test_client().get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"] == POLICY
    if path.startswith("/api/"):
        assert answer.get_json()["error"]["code"] == "internal"


def test_nothing_is_written_by_any_address(client: FlaskClient) -> None:
    for rule in client.application.url_map.iter_rules():
        assert rule.methods is not None
        assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule
        path = next(filled(rule, {}, "1"))
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.open(path, method=method, data=b"x").status_code == 405, path


@pytest.mark.parametrize(
    "host",
    [
        "<script>",
        "a b",
        "a/../b",
        "a@b",
        "a?b",
        "x" * 64,
        "x." * 200,
        "[::1",
        "news.example:x",
        "\u0e01\u0e01\u0e01",
        "a,b",
    ],
)
def test_what_is_no_host_is_refused_at_the_door(client: FlaskClient, host: str) -> None:
    for path in ("/", "/api/search", "/healthz"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert answer.is_json == (path != "/")
        assert answer.get_json()["error"]["code"] == "bad_request" if answer.is_json else "<h1>ไม่เข้าใจ" in answer.text
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert host not in answer.text
    assert client.head("/", headers={"Host": host}).data == b""


def test_only_the_hosts_of_the_settings_are_answered() -> None:
    named = Settings(rate_limit="", hosts="news.example, archive.example,[2001:db8::7]")
    client = create_app(named, engine=FakeEngine(), store=FakeShelf()).test_client()
    for host in ("news.example", "NEWS.example:8000", "archive.example.", "[2001:db8::7]:80"):
        answer = client.get("/robots.txt", headers={"Host": host})
        assert answer.status_code == 200
        assert f"sitemap: http://{host.lower().removesuffix(':80')}" in answer.text.lower()
    for host in ("evil.example", "news.example.evil.example", "xnews.example", "", "127.0.0.1"):
        assert client.get("/", headers={"Host": host}).status_code == 400
        assert client.get("/metrics", headers={"Host": host}).status_code == 400
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("prefix", ["//evil.example", "/a//evil.example", "/a b", "/<script>", "evil", "/a?b", "/\\e"])
def test_a_prefix_that_leads_elsewhere_is_refused(prefix: str) -> None:
    settings = Settings(rate_limit="", behind_proxy=1)
    client = create_app(settings, engine=FakeEngine(), store=FakeShelf()).test_client()
    answer = client.get("/", headers={"X-Forwarded-Prefix": prefix})
    assert answer.status_code == 400
    assert prefix not in answer.text
    assert client.get("/", headers={"X-Forwarded-Prefix": "/khao/news/"}).status_code == 200


def test_a_proxy_says_the_host_only_where_it_is_trusted() -> None:
    said = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/khao"}
    for proxies, sitemap in ((0, "http://localhost/"), (1, "https://news.example/khao/")):
        settings = Settings(rate_limit="", behind_proxy=proxies, hosts="news.example,localhost")
        client = create_app(settings, engine=FakeEngine(), store=FakeShelf()).test_client()
        answer = client.get("/robots.txt", headers=said)
        assert answer.text.endswith(f"Sitemap: {sitemap}sitemap.xml\n")
        assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000" if proxies else None)
        forged = client.get("/", headers={**said, "X-Forwarded-Host": "evil.example"})
        assert forged.status_code == (400 if proxies else 200)


def test_a_page_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/", f"/article/{AUDIT.id}", f"/api/articles/{AUDIT.id}", "/api/openapi.json", "/help"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), path
        assert "default-src 'none'" in again.headers["Content-Security-Policy"]
        assert client.get(path, query_string={"lang": "en"}, headers={"If-None-Match": tag}).status_code == (
            304 if path.startswith("/api/") else 200
        )


@pytest.mark.parametrize(
    "path",
    [
        "/static/../__init__.py",
        "/static/%2e%2e/__init__.py",
        "/static/..%2f__init__.py",
        "/static//etc/passwd",
        "/static/%00",
        "/article/..%2f..%2fetc%2fpasswd/raw",
        "/api/articles/%00",
        "/sitemap-..xml",
    ],
)
def test_no_path_leads_out(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (308, 404)
    assert "root:" not in answer.text
    assert "create_app" not in answer.text
