"""Killed at any moment and run again: the same articles, versions, refusals and archive as never killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.doctor import examine
from corpus.intake import import_paths, take_in
from corpus.settings import Settings
from corpus.store import open_store
from corpus.warc import WarcWriter, captures, check

ROOT = Path(__file__).parent.parent
BODY = "เมื่อวันที่ 5 มีนาคม 2567 คณะทำงานประชุมเรื่องการปรับปรุงบริการประชาชน ณ ห้องประชุมใหญ่ ตามแผนงานของปีนี้"
KILLS = 14

# Imports, counting the calls into the modules that write; at a given count it kills itself, and where it is just
# about to write a record or a page of SQLite's log, it may leave half of it. "forgetful" takes the recovery out.
CHILD = """
import os, signal, sys
from pathlib import Path
from corpus import intake, store_write, warc
from corpus.settings import Settings
data, pages = sys.argv[1:3]
kill_at, tear, forgetful = (int(argument) for argument in sys.argv[3:])
WATCHED = ("intake.py", "storing.py", "store.py", "store_write.py", "warc.py", "cdxj.py", "members.py")
WATCHED += ("archives.py", "sources.py")
seen = 0
def watch(frame, event, argument):
    global seen
    if event in ("call", "c_call") and frame.f_code.co_filename.endswith(WATCHED):
        seen += 1
        if seen == kill_at:
            file = frame.f_locals.get("self")
            if tear and isinstance(file, warc.WarcWriter) and file._file is not None:
                os.write(file._file.fileno(), file._buffer.getvalue()[: len(file._buffer.getvalue()) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
if forgetful:
    intake._Intake.left_overs = lambda self: iter(())
sys.setprofile(watch)
intake.import_paths([Path(pages)], Settings(data=Path(data), workers=1, batch=5))
sys.setprofile(None)
print(seen)
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus with everything in it: versions, repeats, refusals, bad lines, files, somebody's archive."""
    folder = tmp_path_factory.mktemp("pages")
    lines = []
    for n in range(45):
        text = f"ข่าวเรื่องที่ {n}\n\n{BODY}" if n % 9 else "สั้น"
        lines.append(json.dumps({"url": f"https://www.example.go.th/{n % 38}", "title": f"ข่าว {n}", "text": text}))
        if n % 11 == 0:
            lines.append("not json")
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "b.txt").write_text(f"หน้าเดี่ยว\n\n{BODY}", encoding="utf-8")
    (folder / "c.bin").write_bytes(b"?")
    with WarcWriter(folder, "theirs") as writer:
        for n in range(12):
            body = f"<html><body><h1>จากคลัง {n}</h1><p>{BODY} {n // 2}</p></body></html>".encode()
            when = datetime(2020, 1, 1 + n, tzinfo=UTC)
            kind = b"Content-Type: text/html; charset=utf-8"
            writer.write_exchange(f"http://a.example/{n % 7}", "", when, 200, "OK", b"", kind, body, {})
    (folder / "theirs.warc.gz.cdxj").unlink()
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return folder


def run_child(
    data: Path, pages: Path, kill_at: int = 0, *, tear: bool = False, forgetful: bool = False
) -> subprocess.CompletedProcess[str]:
    arguments = [str(data), str(pages), str(kill_at), str(int(tear)), str(int(forgetful))]
    return subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def state(data: Path) -> dict[str, Any]:
    """All that must be equal; not where in a file a record stands, nor which run brought it."""
    settings = Settings(data=data)
    with open_store(settings, readonly=True) as store:
        articles = {}
        for _, article in store.articles():
            versions = store.versions(article.id)
            texts = [store.article(article.id, v.version) for v in versions]
            articles[article.id] = (
                [
                    (v.version, v.captured, v.url, v.title, v.digest, t.body, t.published, t.people, t.dates)
                    for v, t in zip(versions, texts, strict=True)
                    if t is not None
                ],
                article.version,
            )
        return {
            "articles": articles,
            "rejected": sorted({(r.url, r.stage, r.reason) for _, r in store.rejected()}),
            "captures": sorted(store._all("SELECT url, digest, captured, article_id, refused_reason FROM captures")),
            "archive": sorted((c.url, c.digest) for p in settings.warc.glob("*.warc.gz") for c in captures(p)),
            "names": sorted(store._all("SELECT * FROM names")),
        }


def is_healthy(data: Path) -> list[str]:
    settings = Settings(data=data)
    # What is said of the disk, of the last crawl and of the contact is no fault of what is stored.
    elsewhere = ("are free", "the newest crawl of", "reach you")
    wrong = [f.what for f in examine(settings) if f.level != "ok" and not any(e in f.what for e in elsewhere)]
    return wrong + [fault for path in settings.warc.glob("*.warc.gz") for fault in check(path)]


@pytest.fixture(scope="module")
def never_killed(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    data = tmp_path_factory.mktemp("whole") / "data"
    done = run_child(data, pages)
    assert done.returncode == 0, done.stderr
    assert is_healthy(data) == []
    return state(data), int(done.stdout)


def test_the_corpus_has_everything_in_it(never_killed: tuple[dict[str, Any], int]) -> None:
    expected, calls = never_killed
    assert len(expected["articles"]) > 35
    assert any(len(versions) > 1 for versions, _ in expected["articles"].values())
    assert len(expected["rejected"]) >= 8
    assert calls > 2000


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_anywhere_and_run_again(
    pages: Path, never_killed: tuple[dict[str, Any], int], tmp_path: Path, number: int
) -> None:
    expected, calls = never_killed
    data = tmp_path / "data"
    chance = random.Random(number)
    for attempt in range(1 + number % 3):  # some are killed again while they recover
        kill_at = chance.randrange(1, calls) // (1 + attempt)
        killed = run_child(data, pages, kill_at, tear=number % 2 == 0)
        assert killed.returncode in (-signal.SIGKILL, 0), killed.stderr
        assert attempt or killed.returncode == -signal.SIGKILL
    import_paths([pages], Settings(data=data, workers=1, batch=5))
    assert state(data) == expected
    assert is_healthy(data) == []


def test_this_test_can_fail(pages: Path, never_killed: tuple[dict[str, Any], int], tmp_path: Path) -> None:
    """Without the recovery at the start, some kill leaves pages twice in the archive."""
    expected, calls = never_killed

    def differs(number: int) -> bool:
        data = tmp_path / str(number)
        run_child(data, pages, calls * (number + 2) // 9, forgetful=True)
        done = run_child(data, pages, forgetful=True)
        return done.returncode != 0 or state(data) != expected

    assert any(differs(number) for number in range(6))


def test_a_killed_crawl_is_taken_in_by_whatever_comes_next(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    code = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from corpus.settings import Settings
from corpus.store import open_store
from corpus.warc import WarcWriter
settings = Settings(data=Path(sys.argv[1]))
with open_store(settings) as store:
    store.begin_run("crawl opdc", "opdc")
with WarcWriter(settings.warc, "opdc-000001") as writer:
    for n in range(9):
        url = f"http://www.opdc.go.th/content.php?content_id={n}"
        body = f"<html><body><h1>ข่าว {n}</h1><p>%s</p></body></html>".encode()
        writer.write_exchange(url, "opdc", datetime.now(UTC), 200, "OK", b"", b"Content-Type: text/html", body, {})
    os.write(writer._file.fileno(), b"\\x1f\\x8b\\x08half")
    os.kill(os.getpid(), signal.SIGKILL)
""" % (BODY * 2)
    subprocess.run([sys.executable, "-c", code, str(settings.data)], cwd=ROOT, check=False)
    (tmp_path / "a.txt").write_text(f"หน้าเดี่ยว\n\n{BODY}", encoding="utf-8")
    run = import_paths([tmp_path / "a.txt"], settings)
    assert (run.counts["new"], run.counts["recovered"]) == (1, 9)
    with open_store(settings, readonly=True) as store:
        assert store.counts()["articles"] == 10
        assert store.runs()[1].status == "crashed"
    assert is_healthy(settings.data) == []
    with open_store(settings) as store:
        number = store.begin_run("crawl opdc", "opdc")
    assert take_in(settings, number)["new"] == 0
