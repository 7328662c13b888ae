"""corpus.intake: every page arrives or is refused by name; taken in twice is taken in once; one process or several."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from corpus import pipeline, workers
from corpus.errors import ArchiveProblem, ImportProblem, NewsError, SiteProblem, StoreProblem
from corpus.intake import STOPPED, import_paths, take_in
from corpus.records import Article, Capture, Rejected, Run
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.sources import Sources
from corpus.store import Store, open_store
from corpus.urls import article_id, identify
from corpus.warc import WarcWriter, check, read_capture

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY = """เมื่อวันที่ 5 มีนาคม 2567 คณะทำงานประชุมเรื่องการปรับปรุงบริการประชาชน ณ ห้องประชุมใหญ่ ตามแผนงานของปีนี้

ที่ประชุมเห็นชอบให้ทุกหน่วยงานลดขั้นตอนการทำงานและรายงานผลทุกเดือน"""
PAGE = """<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><h1>{title}</h1>
<article><p>{body}</p></article></body></html>"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=1, batch=7)


@pytest.fixture
def read(settings: Settings) -> Iterator[Callable[[], Store]]:
    opened: list[Store] = []

    def opener() -> Store:
        opened.append(open_store(settings, readonly=True))
        return opened[-1]

    yield opener
    for store in opened:
        store.close()


def page(title: str = "ประชุมคณะทำงาน", head: str = "", body: str = BODY) -> str:
    return PAGE.format(title=title, head=head, body=body.replace("\n\n", "</p><p>"))


def line(n: int, body: str = BODY, **more: Any) -> str:
    facts = {"url": f"https://www.example.go.th/news/{n}", "title": f"ข่าวที่ {n}", "text": body, "crawled": "2020-09-17"}
    return json.dumps({**facts, **more}, ensure_ascii=False)


def refused(run: Run, store: Store) -> dict[str, str]:
    return {r.url: r.reason for _, r in store.rejected(run.id)}


def test_lines_become_articles(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    file = tmp_path / "pages.jsonl"
    texts = [line(n, f"ข่าวเรื่องที่ {n}\n\n{BODY}") for n in range(30)]
    texts.append(line(30, html=page("หน้าเว็บ"), text=None))
    texts.append(line(31, f"ตัวแบ่งบรรทัด\u2028ที่ไม่ใช่ท้ายบรรทัด\n\n{BODY}"))  # U+2028 does not end a line
    file.write_text("\n".join(texts) + "\n\n", encoding="utf-8")
    run = import_paths([file], settings)
    assert (run.status, run.counts["new"], run.counts["refused"], run.message) == ("done", 32, 0, "")
    assert run.finished is not None
    store = read()
    assert store.counts()["articles"] == 32
    assert list(store.rejected()) == []
    [path] = settings.warc.glob("*.warc.gz")
    assert check(path) == ()
    assert store.committed() == {path.name: path.stat().st_size}
    for url, location, digest in store.locations():
        article = store.article(article_id(url, None))
        assert article is not None
        assert article.captured == datetime(2020, 9, 17, tzinfo=UTC)
        assert article.capture == str(location)
        assert read_capture(settings.warc, location).digest == digest


def test_taking_in_again_changes_nothing(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join([line(n) for n in range(20)] + [line(3), "{", line(21, "สั้น")]), encoding="utf-8")
    first = import_paths([file], settings)
    assert (first.counts["new"], first.counts["unchanged"], first.counts["refused"]) == (20, 1, 2)
    files = sorted(p.name for p in settings.warc.iterdir())
    seq = read().last_seq()
    again = import_paths([file], settings)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 21)
    assert again.counts["refused"] == 2
    assert again.counts["bytes"] == 0
    assert sorted(p.name for p in settings.warc.iterdir()) == files
    store = read()
    assert store.last_seq() == seq
    assert store.counts()["captures"] == 21
    assert refused(again, store) == refused(first, store)
    assert len(refused(again, store)) == 2


def test_a_changed_line_makes_a_version(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join([line(1), line(1, BODY + "\n\nเพิ่มเติมภายหลัง"), line(1)]), encoding="utf-8")
    run = import_paths([file], settings)
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (1, 1, 1)
    store = read()
    [(_, article)] = store.articles()
    assert article.version == 2
    assert "เพิ่มเติมภายหลัง" in article.body
    assert len(store.versions(article.id)) == 2


def test_repeats_of_a_refused_page_are_no_articles(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join([line(1, "สั้น")] * 9), encoding="utf-8")
    run = import_paths([file], settings)
    assert (run.counts["new"], run.counts["unchanged"], run.counts["refused"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1, 2]", "list and not an object"),
        ("null", "NoneType and not an object"),
        ('"text"', "str and not an object"),
        ('{"url": "https://a.go.th/1"}', "neither text nor html"),
        ('{"url": "https://a.go.th/1", "text": ""}', "neither text nor html"),
        ('{"url": "https://a.go.th/1", "text": "  \\n"}', "neither text nor html"),
        ('{"url": "https://a.go.th/1", "text": 7}', "neither text nor html"),
        (json.dumps({"url": "https://a.go.th/1", "text": "a" * 60_000}), "60000 bytes; 50000 are the limit"),
        (json.dumps({"url": "https://a.go.th/1", "text": "a" * 400_000}), "a line of over 300000 bytes"),
    ],
)
def test_bad_lines_are_refused_by_file_and_number(
    settings: Settings, tmp_path: Path, read: Callable[[], Store], text: str, reason: str
) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join([line(1), text, line(3)]), encoding="utf-8")
    run = import_paths([file], Settings(data=settings.data, workers=1, max_page_bytes=50_000))
    assert (run.status, run.counts["new"], run.counts["refused"]) == ("partial", 2, 1)
    [(where, why)] = refused(run, read()).items()
    assert where == "pages.jsonl:2"
    assert reason in why
    assert run.message == f"{where}: {why}"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda x: st.lists(x, max_size=3), max_leaves=5
)
LINES = st.one_of(
    st.text(max_size=60),
    JSON.map(lambda v: json.dumps(v)),
    st.dictionaries(st.sampled_from(["url", "text", "html", "title", "crawled", "category"]), JSON).map(json.dumps),
    st.fixed_dictionaries(
        {
            "url": st.sampled_from(["http://a.th/1", "x", "http://b.th/\ud800"]),
            "text": st.text(min_size=1, max_size=30),
        },
        optional={"crawled": st.text(max_size=20), "title": st.text(max_size=20)},
    ).map(json.dumps),
)


@given(st.lists(LINES, max_size=6))
@hypothesis_settings(max_examples=80)
def test_any_lines_become_captures_or_refusals(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    file = tmp_path_factory.mktemp("lines") / "any.jsonl"
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    file.write_bytes(raw)
    found = list(Sources([file], None, 10_000))
    expected = sum(1 for part in raw.split(b"\n") if part.strip()) if raw else 1  # an empty file is refused itself
    assert len(found) == expected
    for one in found:
        if isinstance(one, Rejected):
            assert one.reason
            one.reason.encode("utf-8")
        else:
            assert isinstance(one, Capture)
            assert one.body.decode("utf-8").strip()
            json.dumps(dict(one.hints)).encode("ascii")
            identify(one.url, None, one.body)


def test_a_line_without_address_is_known_by_its_bytes(
    settings: Settings, tmp_path: Path, read: Callable[[], Store]
) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps({"title": "ข่าว", "text": BODY, "crawled": "some day"}), encoding="utf-8")
    os.utime(file, (1_600_000_000, 1_600_000_000))
    assert import_paths([file], settings).counts["new"] == 1
    [(_, article)] = read().articles()
    assert article.id.startswith("import:f:")
    assert article.url == "file:pages.jsonl%3A1"
    assert article.captured == datetime.fromtimestamp(1_600_000_000, UTC)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://user:pw@a.go.th/", 7, "กระทรวงการคลัง", "\ud800"])
def test_a_page_whose_address_is_none_is_kept_under_the_name_of_its_line(
    settings: Settings, tmp_path: Path, read: Callable[[], Store], address: object
) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps({"url": address, "title": "ข่าว", "text": BODY}), encoding="utf-8")
    assert import_paths([file], settings).counts["new"] == 1
    [(_, article)] = read().articles()
    assert article.url == "file:pages.jsonl%3A1"
    assert article.id.startswith("import:f:")


def test_packed_lines_cut_off_keep_what_came_before(
    settings: Settings, tmp_path: Path, read: Callable[[], Store]
) -> None:
    file = tmp_path / "pages.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(line(n, os.urandom(50).hex() + BODY) for n in range(50)).encode())[:-40])
    run = import_paths([file], settings)
    assert run.status == "partial"
    assert run.counts["new"] >= 40
    [(where, reason)] = refused(run, read()).items()
    assert where == "pages.jsonl.gz"
    assert "cut off or damaged after line" in reason


def test_files_become_articles(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    (tmp_path / "a.html").write_text(page("หน้าแรก"), encoding="utf-8")
    (tmp_path / "ข่าว.TXT").write_text("ข่าวประชุม\n\n" + BODY, encoding="utf-8")
    (tmp_path / "b.htm").write_bytes(page("หน้าเก่า").replace("utf-8", "windows-874").encode("cp874"))
    run = import_paths([tmp_path / "a.html", tmp_path / "ข่าว.TXT", tmp_path / "b.htm"], settings)
    assert run.counts["new"] == 3, list(read().rejected())
    store = read()
    articles = {a.title: a for _, a in store.articles()}
    assert set(articles) == {"หน้าแรก", "ข่าวประชุม", "หน้าเก่า"}
    assert articles["หน้าแรก"].url == "file:a.html"
    assert articles["หน้าแรก"].id == identify("file:a.html", None, (tmp_path / "a.html").read_bytes())
    location = store.location_of(articles["หน้าเก่า"].id)
    assert location is not None
    assert read_capture(settings.warc, location).body == (tmp_path / "b.htm").read_bytes()


@pytest.mark.parametrize(
    ("head", "id_"),
    [
        ('<link rel="canonical" href="https://www.opdc.go.th/content/NzEwOA">', "opdc:g2:7108"),
        ("<meta property='og:url' content='https://opdc.go.th/?p=8679&amp;x=1'>", "opdc:wp:8679"),
        ('<link rel="canonical" href="https://evil.example/content/NzEwOA">', "opdc:f:"),
        ('<link rel="canonical" href="javascript:alert(1)">', "opdc:f:"),
        ('<link rel="stylesheet" href="https://www.opdc.go.th/content/NzEwOA">', "opdc:f:"),
        ("", "opdc:f:"),
    ],
)
def test_a_page_of_the_site_may_tell_its_address(
    settings: Settings, tmp_path: Path, read: Callable[[], Store], head: str, id_: str
) -> None:
    (tmp_path / "a.html").write_text(page(head=head), encoding="utf-8")
    import_paths([tmp_path / "a.html"], settings, "opdc")
    [(_, article)] = read().articles()
    assert article.id.startswith(id_)
    assert article.site == "opdc"


def test_a_line_finds_its_site_by_its_address(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text(line(1, url="https://www.opdc.go.th/content/NzEwOA"), encoding="utf-8")
    import_paths([file], settings)
    [(seq, article)] = read().articles()
    assert (article.id, article.site, seq > 0) == ("opdc:g2:7108", "opdc", True)


def test_folders_are_walked_and_everything_in_them_is_named(
    settings: Settings, tmp_path: Path, read: Callable[[], Store]
) -> None:
    folder = tmp_path / "box"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "a.html").write_text(page("ลึก"), encoding="utf-8")
    (folder / "b.jsonl").write_text(line(1), encoding="utf-8")
    (folder / "c.xyz").write_text("x")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.html").write_bytes(bytes(range(256)) * 30)
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 500)
    (folder / "huge.html").write_bytes(b"<p>" + b"x" * 50_000_000)
    (folder / "none.html").write_text("<html><body><nav>a | b</nav></body></html>")
    (folder / "link.html").symlink_to(folder / "deep" / "er" / "a.html")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    run = import_paths([folder], settings)
    store = read()
    assert run.status == "partial"
    assert {a.title for _, a in store.articles()} == {"ลึก", "ข่าวที่ 1"}
    why = refused(run, store)
    assert len(why) == run.counts["refused"] == 9
    assert "not a kind of file" in why["box/c.xyz"]
    assert "empty" in why["box/empty.txt"]
    assert "binary data" in why["box/binary.html"]
    assert "picture" in why["box/picture.html"]
    assert why["box/huge.html"] == "50000003 bytes; 20000000 are the limit (setting max_page_bytes)"
    assert "link" in why["box/link.html"]
    assert "link" in why["box/loop"]
    assert "not a plain file" in why["box/pipe.txt"]
    assert why["file:box/none.html"]
    assert run.message.startswith("9 pages refused; the first: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator can read every file")
def test_files_that_cannot_be_read_are_named(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    (tmp_path / "box" / "shut").mkdir(parents=True)
    (tmp_path / "box" / "locked.html").write_text(page())
    (tmp_path / "box" / "locked.html").chmod(0)
    (tmp_path / "box" / "shut").chmod(0)
    run = import_paths([tmp_path / "box"], settings)
    assert set(refused(run, read())) == {"box/locked.html", "box/shut"}
    (tmp_path / "box" / "shut").chmod(0o700)


def test_paths_that_cannot_be_taken_at_all(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("x")
    for name, word in (
        ("nowhere.html", "no file or folder"),
        ("a.xyz", "not of a kind"),
        ("a\0b.html", "cannot read|no file"),
    ):
        with pytest.raises(ImportProblem, match=word):
            import_paths([tmp_path / name], settings)
    with pytest.raises(SiteProblem, match="nosuchsite"):
        import_paths([tmp_path], settings, "nosuchsite")
    assert not settings.data.exists()


def archive(path: Path, pages: int = 5, extra: bytes = b"") -> Path:
    with WarcWriter(path.parent, "made") as writer:
        for n in range(pages):
            body = page(f"จากคลัง {n}").encode()
            writer.write_exchange(
                f"http://www.example.go.th:80/{n}?b=1&a=2", "", NOON, 200, "OK", b"Host: www.example.go.th",
                b"Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip", gzip.compress(body, mtime=0), {},
            )  # fmt: skip
        writer.write_exchange(
            "http://www.example.go.th/pic", "", NOON, 200, "OK", b"", b"Content-Type: image/png", b"p", {}
        )
        writer.write_exchange("http://www.example.go.th/x", "", NOON, 302, "Found", b"", b"Location: /", b"", {})
        writer.write_exchange("http://www.example.go.th/y", "", NOON, 500, "Oh", b"", b"", b"broken", {})
        writer.write_exchange("http://www.example.go.th/z", "", NOON, 404, "No", b"", b"", b"no", {})
    made = path.parent / "made.warc.gz"
    path.write_bytes(made.read_bytes() + extra)
    made.unlink()
    made.with_name("made.warc.gz.cdxj").unlink()
    return path


def test_a_web_archive_is_copied_as_it_is(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    path = archive(tmp_path / "theirs.warc.gz")
    run = import_paths([path], settings)
    assert (run.counts["new"], run.counts["skipped"], run.counts["refused"]) == (5, 3, 1)
    store = read()
    assert refused(run, store) == {"http://www.example.go.th/y": "the server answered 500"}
    [copy] = settings.warc.glob("*.warc.gz")
    assert copy.name.startswith("copied-")
    assert copy.read_bytes() == path.read_bytes()
    assert {a.url for _, a in store.articles()} == {f"http://www.example.go.th/{n}?a=2&b=1" for n in range(5)}
    again = import_paths([path], settings)
    assert (again.counts["new"], again.counts["unchanged"], again.counts["refused"]) == (0, 8, 1)
    assert len(list(settings.warc.glob("*.warc.gz"))) == 1


def test_a_web_archive_that_ends_in_mid_record(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    path = archive(tmp_path / "theirs.warc.gz", extra=gzip.compress(b"WARC/1.1\r\nWARC-Type: resp")[:-9])
    run = import_paths([path], settings)
    assert run.counts["new"] == 5
    assert any("cut off" in why for why in refused(run, read()).values())
    [copy] = settings.warc.glob("*.warc.gz")
    import_paths([path], settings)
    assert copy.read_bytes() == path.read_bytes()  # what is not ours is never repaired


def test_archives_packed_in_one_piece_plain_or_zipped(
    settings: Settings, tmp_path: Path, read: Callable[[], Store]
) -> None:
    path = archive(tmp_path / "theirs.warc.gz")
    plain = gzip.decompress(path.read_bytes())
    (tmp_path / "plain.warc").write_bytes(plain)
    (tmp_path / "joined.warc.gz").write_bytes(gzip.compress(plain))
    with zipfile.ZipFile(tmp_path / "all.wacz", "w") as packed:
        packed.write(path, "archive/data.warc.gz")
        packed.writestr("datapackage.json", "{}")
    for name in ("plain.warc", "joined.warc.gz", "all.wacz"):
        own = Settings(data=tmp_path / f"data-{name}", workers=1)
        run = import_paths([tmp_path / name], own)
        assert run.counts["new"] == 5, name
        with open_store(own, readonly=True) as store:
            for _, location, digest in store.locations():
                assert read_capture(own.warc, location).digest == digest
        assert import_paths([tmp_path / name], own).counts["new"] == 0


def test_a_damaged_part_of_a_zipped_archive_does_not_hide_the_next(
    settings: Settings, tmp_path: Path, read: Callable[[], Store]
) -> None:
    path = archive(tmp_path / "theirs.warc.gz")
    with zipfile.ZipFile(tmp_path / "two.wacz", "w") as packed:
        packed.writestr("archive/a.warc.gz", path.read_bytes())
        packed.write(path, "archive/b.warc.gz")
    raw = bytearray((tmp_path / "two.wacz").read_bytes())
    raw[raw.index(b"\x1f\x8b\x08") + 500] ^= 0xFF  # in the first: its checksum is wrong now
    (tmp_path / "two.wacz").write_bytes(raw)
    run = import_paths([tmp_path / "two.wacz"], settings)
    assert run.counts["new"] == 5
    assert "Bad CRC-32" in refused(run, read())["two.wacz/archive/a.warc.gz"]


def test_an_archive_that_cannot_be_read_is_refused(
    settings: Settings, tmp_path: Path, read: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "theirs.warc.gz")
    opened = Path.open

    def locked(self: Path, *args: Any, **more: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", locked)
    run = import_paths([path], settings)
    assert refused(run, read()) == {"theirs.warc.gz": "the archive is damaged or cannot be read: Permission denied"}


def test_every_archive_has_an_index_and_a_lost_one_is_made_anew(settings: Settings, tmp_path: Path) -> None:
    path = archive(tmp_path / "theirs.warc.gz")
    (tmp_path / "lines.jsonl").write_text(line(1), encoding="utf-8")
    import_paths([path, tmp_path / "lines.jsonl"], settings)
    indexes = {p: p.read_bytes() for p in settings.warc.glob("*.cdxj")}
    assert sorted(text.count(b"\n") for text in indexes.values()) == [1, 9]
    for index in indexes:
        index.unlink()
    import_paths([tmp_path / "lines.jsonl"], settings)
    assert {p: p.read_bytes() for p in settings.warc.glob("*.cdxj")} == indexes


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.warc.gz", b"<html>", "not a WARC file"),
        ("a.warc.gz", gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n", mtime=0)[:-9], "not a WARC file"),
        ("a.warc", b"\0" * 500, "not a WARC file"),
        ("a.wacz", b"PK\x03\x04 and then nothing", "damaged"),
        ("a.wacz", b"", "empty"),
    ],
)
def test_archives_that_are_none(
    settings: Settings, tmp_path: Path, read: Callable[[], Store], name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    run = import_paths([tmp_path / name], settings)
    [(where, why)] = refused(run, read()).items()
    assert where == name
    assert reason in why
    assert list(settings.warc.glob("*")) == []


def test_a_zip_bomb_is_refused(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.wacz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/a.warc", b"\0" * 400_000_000)
    run = import_paths([tmp_path / "bomb.wacz"], settings)
    [(where, why)] = refused(run, read()).items()
    assert where == "bomb.wacz/archive/a.warc"
    assert "trap" in why


def crawled(
    settings: Settings, *exchanges: tuple[str, int, bytes, dict[str, str]], hour: int = 12, run: int = 1
) -> None:
    with WarcWriter(settings.warc, f"opdc-{run:06d}") as writer:
        for url, status, payload, hints in exchanges:
            kind = b"application/pdf" if url.endswith(".pdf") else b"text/html; charset=utf-8"
            writer.write_exchange(
                url, "opdc", NOON.replace(hour=hour), status, "-", b"", b"Content-Type: " + kind, payload, hints
            )


ARTICLE_URL = "http://www.opdc.go.th/content.php?content_id=7"


def begun(settings: Settings) -> int:
    with open_store(settings) as store:
        return store.begin_run("crawl opdc", "opdc")


def test_a_crawl_is_taken_in(settings: Settings, read: Callable[[], Store]) -> None:
    run = begun(settings)
    plan = "http://www.opdc.go.th/files/plan.pdf"
    linking = page("มีเอกสาร", body=BODY + f'</p><p><a href="{plan}">แผน</a>')
    crawled(
        settings,
        ("http://www.opdc.go.th/list.php?y=2551", 200, b"<a href=x>x</a>", {"role": "listing"}),
        (ARTICLE_URL, 200, linking.encode(), {}),
        (plan, 200, b"%PDF-1.4 rubbish", {"parent": ARTICLE_URL}),
        ("http://www.opdc.go.th/content.php?content_id=8", 404, b"", {}),
    )
    counts = take_in(settings, run)
    assert (counts["new"], counts["attachments"], counts["skipped"], counts["refused"]) == (1, 1, 2, 0)
    store = read()
    noted = store.run(run)
    assert noted is not None
    assert (noted.status, noted.counts) == ("running", counts)
    assert store.attachment_texts("opdc:g1:content:7") == ("",)  # linked, though it could not be read
    assert sorted(store.known_urls("opdc"))[0] == ARTICLE_URL
    assert take_in(settings, run)["new"] == 0


def test_a_page_that_goes_and_comes_back(settings: Settings, read: Callable[[], Store]) -> None:
    run = begun(settings)
    body = page("ข่าวที่หาย").encode()
    crawled(settings, (ARTICLE_URL, 200, body, {}), hour=1, run=1)
    assert take_in(settings, run)["new"] == 1
    crawled(settings, (ARTICLE_URL, 410, b"gone", {}), hour=2, run=2)
    assert take_in(settings, run)["gone"] == 1
    assert read().gone_since("opdc:g1:content:7") == NOON.replace(hour=2)
    crawled(settings, (ARTICLE_URL, 200, body, {}), hour=3, run=3)
    assert take_in(settings, run)["unchanged"] == 1
    assert read().gone_since("opdc:g1:content:7") is None
    crawled(settings, (ARTICLE_URL, 200, page("ข่าวที่หาย", body="ใหม่ " + BODY).encode(), {}), hour=4, run=4)
    assert take_in(settings, run)["changed"] == 1
    crawled(settings, (ARTICLE_URL, 200, body, {}), hour=5, run=5)
    assert take_in(settings, run)["changed"] == 1  # back to the old text
    crawled(settings, (ARTICLE_URL, 200, body, {}), hour=6, run=6)
    assert take_in(settings, run)["unchanged"] == 1
    assert [v.version for v in read().versions("opdc:g1:content:7")] == [1, 2, 3]


def test_a_file_that_another_command_writes_is_left_alone(settings: Settings, read: Callable[[], Store]) -> None:
    run = begun(settings)
    with WarcWriter(settings.warc, "opdc-000009") as writer:
        writer.write(Capture(url=ARTICLE_URL, site="opdc", captured=NOON, body=page().encode(), digest=""))
        with writer.path.open("ab") as half:
            half.write(b"half a record")
        size = writer.path.stat().st_size
        assert take_in(settings, run)["new"] == 0
        assert writer.path.stat().st_size == size
    assert take_in(settings, run)["new"] == 1


def test_pages_of_a_profile_that_does_not_ship(settings: Settings, tmp_path: Path, read: Callable[[], Store]) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('extends = "opdc"\nname = "mine"\nsample = true\n', encoding="utf-8")
    with open_store(settings) as store:
        run = store.begin_run("crawl mine", load_site(str(profile)))
    with WarcWriter(settings.warc, "mine-000001") as writer:
        writer.write(Capture(url=ARTICLE_URL, site="mine", captured=NOON, body=page().encode(), digest=""))
    take_in(settings, run)
    article = read().article("mine:g1:content:7")
    assert article is not None
    assert article.sample


def state(settings: Settings) -> dict[str, Any]:
    with open_store(settings, readonly=True) as store:
        return {
            "articles": [replace(a, capture="").to_json() for _, a in store.articles()],
            "rejected": [(r.url, r.stage, r.reason) for _, r in store.rejected()],
            "changes": [(c.id, c.version) for c in store.changes(0)],
        }


def test_several_processes_give_the_same_as_one(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    bodies = [f"เรื่องที่ {n}\n\n{BODY}" if n % 7 else "" for n in range(150)]
    file.write_text("\n".join(line(n % 120, body) for n, body in enumerate(bodies)), encoding="utf-8")
    one, two = (Settings(data=tmp_path / str(n), workers=n, batch=13) for n in (1, 2))
    assert import_paths([file], one).counts == import_paths([file], two).counts
    assert state(one) == state(two)


def test_a_page_that_ends_its_process_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from corpus import workers
from corpus.records import Article, Capture
real = workers.understand
def deadly(capture, site, learnt):
    if b"deadly" in capture.body and workers.multiprocessing.parent_process() is not None:
        os._exit(3)
    return real(capture, site, learnt)
workers.understand = deadly
if __name__ == "__main__":
    from corpus.intake import import_paths
    from corpus.settings import Settings
    import_paths([Path(sys.argv[2])], Settings(data=Path(sys.argv[1]), workers=2))
"""
    script = tmp_path / "script.py"
    script.write_text(code)
    file = tmp_path / "pages.jsonl"
    bodies = [BODY + (" deadly" if n in (90, 130) else "") for n in range(160)]
    file.write_text("\n".join(line(n, body) for n, body in enumerate(bodies)), encoding="utf-8")
    data = tmp_path / "data"
    root = Path(__file__).parent.parent
    subprocess.run(
        [sys.executable, str(script), str(data), str(file)], env={**os.environ, "PYTHONPATH": str(root)}, check=True
    )
    with open_store(Settings(data=data), readonly=True) as store:
        assert store.counts()["articles"] == 158
        assert [r.url.rpartition("/")[2] for _, r in store.rejected()] == ["90", "130"]
        assert all("died of it" in r.reason for _, r in store.rejected())


def test_a_bug_on_one_page_refuses_that_page_and_is_logged(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    read: Callable[[], Store],
) -> None:  # fmt: skip
    real = pipeline.understand

    def buggy(capture: Capture, site: Any, learnt: Any) -> Article | Rejected:
        if capture.url.endswith("/3"):
            raise ZeroDivisionError("on this page")
        return real(capture, site, learnt)

    monkeypatch.setattr(workers, "understand", buggy)
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(line(n) for n in range(6)), encoding="utf-8")
    run = import_paths([file], settings)
    assert (run.counts["new"], run.counts["refused"]) == (5, 1)
    assert "ZeroDivisionError" in next(iter(refused(run, read()).values()))
    assert "Traceback" in caplog.text


def test_progress_is_told_and_ends_at_all(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(line(n) for n in range(40)), encoding="utf-8")
    told: list[tuple[int, int | None, str]] = []
    import_paths([file], settings, progress=lambda done, total, label: told.append((done, total, label)))
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (100, 100, "reading files: 40 pages")
    assert len(told) > 4


def test_a_disk_that_fills_up_is_said_and_harms_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(line(n) for n in range(20)), encoding="utf-8")
    import_paths([file], settings)
    before = state(settings)
    file.write_text("\n".join(line(n) for n in range(60)), encoding="utf-8")
    written = 0
    real = WarcWriter.write

    def full(self: WarcWriter, capture: Capture) -> Capture:
        nonlocal written
        written += 1
        if written == 15:
            raise ArchiveProblem(f"cannot write {self.path}: {os.strerror(errno.ENOSPC)}; make room")
        return real(self, capture)

    monkeypatch.setattr(WarcWriter, "write", full)
    with pytest.raises(ArchiveProblem, match="make room"):
        import_paths([file], settings)
    with open_store(settings, readonly=True) as store:
        assert store.runs(1)[0].status == "failed"
        assert "make room" in store.runs(1)[0].message
    assert state(settings)["articles"][:20] == before["articles"]
    monkeypatch.undo()
    assert import_paths([file], settings).status == "done"
    assert len(state(settings)["articles"]) == 60
    assert all(check(path) == () for path in settings.warc.glob("*.warc.gz"))


@pytest.mark.parametrize("limit", [5_000, 250_000])
def test_a_real_limit_on_file_size_stands_in_for_a_full_disk(tmp_path: Path, limit: int) -> None:
    data, file = tmp_path / "data", tmp_path / "pages.jsonl"
    file.write_text("\n".join(line(n, os.urandom(1500).hex() + BODY) for n in range(300)), encoding="utf-8")
    code = f"""
import resource, signal, sys
from pathlib import Path
from corpus.errors import NewsError
from corpus.intake import import_paths
from corpus.settings import Settings
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    import_paths([Path({str(file)!r})], Settings(data=Path({str(data)!r}), workers=1))
except NewsError as e:
    print(type(e).__name__, e)
    sys.exit(1)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    own = Settings(data=data, workers=1)
    run = import_paths([file], own)
    assert run.counts["new"] + run.counts["unchanged"] == 300
    assert len(state(own)["articles"]) == 300
    assert all(check(path) == () for path in own.warc.glob("*.warc.gz"))


def test_ctrl_c_ends_an_import_in_order_and_the_same_command_goes_on(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text(
        "\n".join(line(n, f"ข่าวเรื่องที่ {n}\n\n{BODY}") for n in range(1000, 1600)), encoding="utf-8"
    )
    command = [sys.executable, "-m", "khlang", "--data", str(tmp_path / "data"), "import", "--workers", "2"]
    root = Path(__file__).parent.parent
    started = subprocess.Popen(
        [*command, str(tmp_path / "pages.jsonl")],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever runs the tests in the background hands on that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    settings = Settings(data=tmp_path / "data", workers=1)
    while not settings.catalogue.exists() or not articles_in(settings):
        assert started.poll() is None
        sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert (started.returncode, said.strip()) == (130, "khlang: stopped; what was finished is kept")
    with open_store(settings, readonly=True) as store:
        [run] = store.runs()
        assert (run.status, run.message) == ("partial", STOPPED)
        before = store.counts()["articles"]
    again = import_paths([tmp_path / "pages.jsonl"], settings)
    assert 0 < before < 600
    assert again.counts["new"] + again.counts["unchanged"] == 600, again
    assert articles_in(settings) == 600


def articles_in(settings: Settings) -> int:
    with suppress(StoreProblem), open_store(settings, readonly=True) as store:
        return store.counts()["articles"]
    return 0


def test_two_imports_at_once_are_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    with open_store(settings), pytest.raises(StoreProblem, match="another khlang command is writing"):
        import_paths([tmp_path / "a.html"], settings)


def test_a_damaged_folder_is_refused_and_left_alone(settings: Settings, tmp_path: Path) -> None:
    settings.data.mkdir()
    settings.catalogue.write_bytes(b"rubbish " * 600)
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    with pytest.raises(NewsError, match="damaged"):
        import_paths([tmp_path / "a.html"], settings)
    assert settings.catalogue.read_bytes() == b"rubbish " * 600
    assert not settings.warc.exists()


def test_memory_stays_flat(tmp_path: Path) -> None:
    """A reader of 40 MB of pages grows by little more than a batch of them."""
    file = tmp_path / "pages.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n in range(400):
            out.write(line(n, os.urandom(40_000).hex() + " " + BODY) + "\n")
    code = f"""
import resource
from pathlib import Path
from corpus.intake import import_paths
from corpus.settings import Settings
from corpus import workers
from corpus.records import Rejected
from corpus.sources import Sources
workers.understand = lambda capture, site, learnt: Rejected(url=capture.url, stage="clean", reason="not looked at")
sum(1 for _ in Sources([Path({str(file)!r})], None, 10**6))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
run = import_paths([Path({str(file)!r})], Settings(data=Path({str(tmp_path / "data")!r}), workers=1, batch=20))
assert run.counts['refused'] == 400
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 20_000_000
