"""Bad input: each gets one clear sentence and the right exit code, and nothing stored is harmed."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Khlang

ROOT = Path(__file__).resolve().parent.parent

ARTICLE = """<html><head><meta charset="utf-8"><title>ประชุมคณะทำงานปรับปรุงบริการ</title></head><body>
<nav>หน้าหลัก | ติดต่อเรา</nav><article><h1>ประชุมคณะทำงานปรับปรุงบริการ</h1>
<p>เมื่อวันที่ 5 มีนาคม 2567 นายทดสอบ ใจมั่น ผู้อำนวยการกองตัวอย่าง เป็นประธานการประชุมคณะทำงานปรับปรุงบริการประชาชน
ณ ห้องประชุมชั้น 3 โดยมีผู้แทนจากหน่วยงานที่เกี่ยวข้องเข้าร่วมประชุมอย่างพร้อมเพรียงเพื่อติดตามความก้าวหน้าของงาน</p>
<p>ที่ประชุมเห็นชอบแนวทางลดขั้นตอนการขออนุญาตให้เหลือไม่เกินสามวันทำการ และมอบหมายให้ทุกหน่วยงานรายงานผลทุกเดือน</p>
</article></body></html>"""


@pytest.fixture
def stocked(khlang: Khlang, tmp_path: Path) -> str:
    """One good article in the archive; its id."""
    page = tmp_path / "good.html"
    page.write_text(ARTICLE, encoding="utf-8")
    done = khlang("import", str(page), "--json")
    assert done.returncode == 0, done.stderr
    exported = khlang("index", "build")
    assert exported.returncode == 0, exported.stderr
    return only_id(khlang)


def only_id(khlang: Khlang) -> str:
    found = khlang("search", "คณะทำงาน", "--json")
    assert found.returncode == 0, found.stderr
    hits = json.loads(found.stdout)["hits"]
    assert len(hits) == 1
    return str(hits[0]["id"])


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The message of a refused command: one line, no traceback."""
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def still_there(khlang: Khlang, article: str) -> None:
    """The stored article can still be shown and found."""
    shown = khlang("show", article, "--json")
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)["title"] == "ประชุมคณะทำงานปรับปรุงบริการ"
    assert only_id(khlang) == article


def refused(khlang: Khlang) -> list[dict[str, str]]:
    """The pages that the last run refused."""
    last = json.loads(khlang("runs", "--limit", "1", "--json").stdout)
    listed = khlang("runs", "--refused", str(last["id"]), "--json").stdout
    return [json.loads(line) for line in listed.split("\n") if line]


def test_a_path_that_is_not_there(khlang: Khlang, stocked: str) -> None:
    done = khlang("import", "nowhere.html")
    assert done.returncode == 1
    assert "nowhere.html" in one_sentence(done)
    still_there(khlang, stocked)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator can read every file")
def test_an_unreadable_file(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    page = tmp_path / "locked.html"
    page.write_text(ARTICLE, encoding="utf-8")
    page.chmod(0)
    done = khlang("import", str(page))
    assert done.returncode in {1, 3}
    assert "locked.html" in done.stderr + json.dumps(refused(khlang), ensure_ascii=False)
    still_there(khlang, stocked)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.html", b""),
        ("empty.txt", b""),
        ("binary.html", bytes(range(256)) * 64),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(5000)),
        ("no_article.html", b"<html><body><nav>a | b</nav></body></html>"),
        ("huge.html", b"<html><body><p>" + b"x" * 50_000_000 + b"</p></body></html>"),
        ("cut_off.jsonl.gz", gzip.compress(b'{"url": "https://www.example.go.th/1", "text": "a"}\n' * 99)[:-20]),
        ("cut_off.warc.gz", gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n")[:-9]),
        ("not_a.pdf", b"%PDF-1.7 and then nothing of the kind"),
        ("not_a.docx", b"PK\x03\x04 and then nothing of the kind"),
        ("not_a.wacz", b"PK\x03\x04 and then nothing of the kind"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_file_that_is_no_page(khlang: Khlang, stocked: str, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = khlang("import", name)
    assert done.returncode == 3, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    listed = refused(khlang)
    assert listed, "the file is not listed"
    assert any(name in row["url"] + row["reason"] for row in listed), listed
    assert all(row["reason"] for row in listed)
    still_there(khlang, stocked)


def test_jsonl_lines_that_are_not_pages(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    good = {
        "url": "https://www.example.go.th/news/1",
        "title": "หัวเรื่อง",
        "text": "เมื่อวันที่ 5 มีนาคม 2567 " + "ประชุมตามแผนงาน " * 30,
    }
    lines = ["not json", "[1, 2]", '{"url": "https://www.example.go.th/2"}', '{"text": 7}', json.dumps(good), ""]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = khlang("import", "pages.jsonl", "--json")
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["counts"]["new"] == 1
    listed = refused(khlang)
    assert len(listed) == 4
    for number in (1, 2, 3, 4):
        assert any(f"pages.jsonl:{number}" in row["url"] + row["reason"] for row in listed), listed
    still_there(khlang, stocked)


def test_an_unknown_site(khlang: Khlang, stocked: str) -> None:
    for command in (("crawl", "nosuchsite"), ("import", "good.html", "--site", "nosuchsite")):
        done = khlang(*command)
        assert done.returncode == 1
        message = one_sentence(done)
        assert "nosuchsite" in message
        assert "opdc" in message, "the message does not say which sites there are"
    still_there(khlang, stocked)


def test_a_site_profile_with_a_broken_pattern(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        'name = "x"\ntitle_th = "x"\ntitle_en = "x"\n[[layout]]\nname = "a"\ndrop_lines = ["("]\n'
    )
    done = khlang("crawl", "./x.toml")
    assert done.returncode == 1
    assert "'('" in one_sentence(done)


def test_a_site_with_a_name_that_the_archive_uses(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('name = "import"\ntitle_th = "x"\ntitle_en = "x"\n')
    done = khlang("crawl", "./x.toml")
    assert done.returncode == 1
    assert "choose another" in one_sentence(done)


def test_a_catalogue_that_is_not_one(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "archive.sqlite").write_bytes(b"this was a database once" * 100)
    for command in (("runs",), ("show", "x"), ("search", "x"), ("index", "build"), ("import", str(ROOT / "README.md"))):
        done = khlang(*command)
        assert done.returncode == 1, (command, done.stdout, done.stderr)
        one_sentence(done)
    assert khlang("doctor").returncode == 1
    assert (tmp_path / "data" / "archive.sqlite").read_bytes() == b"this was a database once" * 100


def test_a_catalogue_of_a_newer_version(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data" / "archive.sqlite") as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {version + 1}")
    db.close()
    done = khlang("show", stocked)
    assert done.returncode == 1
    assert str(version + 1) in one_sentence(done)


def test_a_missing_warc_file(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    for file in (tmp_path / "data" / "warc").glob("*.warc.gz"):
        file.rename(tmp_path / file.name)
    done = khlang("show", stocked, "--raw")
    assert done.returncode == 1
    assert ".warc.gz" in one_sentence(done)
    assert khlang("doctor").returncode == 1
    still_there(khlang, stocked)


def test_no_index_yet(khlang: Khlang) -> None:
    done = khlang("search", "ปฏิรูป")
    assert done.returncode == 1
    assert "khlang index build" in one_sentence(done)


def test_a_damaged_index(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    for file in (tmp_path / "data" / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"\x00garbage" * 10)
    done = khlang("search", "คณะทำงาน")
    assert done.returncode == 1
    assert "khlang index build" in one_sentence(done)
    assert khlang("index", "build").returncode == 0
    still_there(khlang, stocked)


def test_a_port_in_use(khlang: Khlang, stocked: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = khlang("serve", "--port", str(port))
    assert done.returncode == 1
    assert str(port) in one_sentence(done)


def test_a_full_disk(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    """A limit on file size stands in for a full disk: the writes fail in the same places."""
    limit = 200_000
    lines = (
        json.dumps(
            {
                "url": f"https://www.example.go.th/{n}",
                "title": f"ข่าว {n}",
                "text": f"{os.urandom(3000).hex()} ประชุม {n}",
            }
        )
        for n in range(400)
    )
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "sys.argv[0] = 'khlang'\n"
        "from khlang import main\n"
        "main()\n"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KHLANG_")}
    done = subprocess.run(
        [sys.executable, "-c", script, "--data", str(tmp_path / "data"), "import", str(tmp_path / "many.jsonl")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, "PYTHONPATH": str(ROOT)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 1, (done.stdout, done.stderr)
    one_sentence(done)
    still_there(khlang, stocked)
    again = khlang("import", "many.jsonl", "--json")
    assert again.returncode in {0, 3}, again.stderr
    counts = json.loads(khlang("runs", "--limit", "1", "--json").stdout)["counts"]
    assert counts.get("new", 0) + counts.get("unchanged", 0) + counts.get("refused", 0) == 400


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("search",), "QUERY"),
        (("search", "x", "--fields", "id,colour"), "colour"),
        (("diff", "x", "--from", "2", "--to", "2"), "--from and --to are both 2"),
        (("search", "--batch", "nowhere.txt", "x", "--year", "2566"), "QUERY"),
        (("search", "x", "--from", "yesterday"), "yesterday"),
        (("search", "x", "--year", "99999"), "--year is '99999', which is not a year; write 2555 or 2012"),
        (("search", "x", "--year", "1200"), "1200"),
        (("search", "x", "--year", "สองพัน"), "สองพัน"),
        (("search", "x", "--batch", "nowhere.txt"), "QUERY"),
        (("crawl", "opdc", "--since", "32 ม.ค. 2560"), "32"),
        (("show",), "ID"),
        (("nosuchcommand",), "nosuchcommand"),
    ],
)
def test_wrong_usage(khlang: Khlang, arguments: tuple[str, ...], word: str) -> None:
    done = khlang(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert word in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KHLANG_PORT", "many"),
        ("KHLANG_PORT", "-1"),
        ("KHLANG_PORT", "65536"),
        ("KHLANG_BATCH", "1.5"),
        ("KHLANG_BATCH", "0"),
        ("KHLANG_MAX_PAGE_BYTES", "0"),
        ("KHLANG_MAX_QUERY", "0"),
        ("KHLANG_WORKERS", "100000"),
        ("KHLANG_HOST", " "),
        ("KHLANG_DICTIONARY", "~nosuchuser/words"),
        ("KHLANG_RATE_LIMIT", "lots"),
        ("KHLANG_RATE_LIMIT", "10 per fortnight"),
        ("KHLANG_DATA", ""),
    ],
)
def test_a_setting_that_cannot_be_used(khlang: Khlang, tmp_path: Path, name: str, value: str) -> None:
    done = khlang("runs", **{name: value})
    if name == "KHLANG_DATA":
        # The flag wins over the environment, so take it away.
        done = subprocess.run(
            [sys.executable, "-m", "khlang", "runs"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), name: value},
            check=False,
        )
    assert done.returncode == 2, done.stderr
    assert name in one_sentence(done)


def test_a_settings_file_with_an_unknown_key(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "khlang.toml").write_text('colour = "green"\n')
    done = khlang("runs")
    assert done.returncode == 2
    assert "colour" in one_sentence(done)


@pytest.mark.parametrize(
    "content", [b"not packed", gzip.compress(b'{"text": "a"}\n' * 99)[:-20]], ids=["not-packed", "cut-off"]
)
@pytest.mark.parametrize("options", [(), ("--jsonl",)])
def test_a_damaged_file_to_extract(khlang: Khlang, tmp_path: Path, content: bytes, options: tuple[str, ...]) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(content)
    done = khlang("extract", *options, "cut.jsonl.gz")
    assert done.returncode == 1, done.stderr
    assert "cannot read cut.jsonl.gz" in one_sentence(done)


def test_names_that_are_not_utf_8(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.html")
    (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    done = khlang("import", name)
    assert done.returncode == 0, done.stderr
    shown = khlang("show", os.fsdecode(b"\xff"))
    assert shown.returncode == 1
    assert "khlang search" in one_sentence(shown)


def test_a_data_folder_that_is_a_file(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    (tmp_path / "good.html").write_text(ARTICLE, encoding="utf-8")
    for command in (("import", "good.html"), ("runs",), ("show", "x")):
        done = khlang(*command)
        assert done.returncode == 1
        assert "data is a file; choose another with --data" in one_sentence(done)
    assert khlang("doctor").returncode == 1
    assert (tmp_path / "data").read_text() == "x"


def test_a_run_that_is_not_there(khlang: Khlang, stocked: str) -> None:
    done = khlang("runs", "--refused", "99")
    assert done.returncode == 1
    assert "no run 99" in one_sentence(done)


def test_a_version_that_is_not_there(khlang: Khlang, stocked: str) -> None:
    done = khlang("show", stocked, "--version", "9")
    assert done.returncode == 1
    assert one_sentence(done).endswith("has no version 9; its versions are 1")
    alone = khlang("diff", stocked)
    assert alone.returncode == 0
    assert "is its first" in one_sentence(alone)


def test_where_nothing_is_found_it_is_said(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    done = khlang("import", "hollow")
    assert done.returncode == 0, done.stderr
    assert one_sentence(done) == "khlang: no file was found in hollow; nothing was taken in"
    done = khlang("reread", "opdc")
    assert done.returncode == 0, done.stderr
    assert one_sentence(done) == "khlang: no refused page of opdc is kept; nothing was read again"


def test_rereading_without_a_catalogue(khlang: Khlang, tmp_path: Path) -> None:
    done = khlang("reread")
    assert done.returncode == 1
    assert "no catalogue in" in one_sentence(done)
    assert not (tmp_path / "data").exists()


def test_rereading_finds_own_profiles_by_name(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    own = tmp_path / "data" / "sites" / "example.toml"
    own.parent.mkdir()
    own.write_text('name = "example"\ntitle_th = "x"\ntitle_en = "x"\n', encoding="utf-8")
    assert khlang("reread", "example").returncode == 0
    assert "nosuch" in one_sentence(khlang("reread", "nosuch"))
    own.rename(tmp_path / "elsewhere.toml")
    assert khlang("reread", "elsewhere.toml").returncode == 0
    done = khlang("reread", "example")  # the catalogue knows it now, and where its file was
    assert done.returncode == 0, done.stderr


def test_a_backup_into_a_folder_that_is_not_there(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    done = khlang("backup", str(tmp_path / "nowhere" / "b.tar"))
    assert done.returncode == 1
    assert f"there is no folder {tmp_path / 'nowhere'};" in one_sentence(done)


def test_a_restore_that_is_refused_makes_no_folder(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"not a backup" * 100)
    for name in ("b.tar", "nowhere.tar"):
        assert khlang("restore", name).returncode == 1
        assert not (tmp_path / "data").exists()


def test_a_dictionary_that_is_not_there(khlang: Khlang, stocked: str) -> None:
    for command in (("index", "words", "x"), ("index", "build")):
        done = khlang(*command, KHLANG_DICTIONARY="/nonexistent")
        assert done.returncode == 1
        assert "cannot read the dictionary /nonexistent: No such file" in one_sentence(done)


def test_a_selector_that_is_no_css(khlang: Khlang, tmp_path: Path) -> None:
    text = 'name = "x"\ntitle_th = "x"\ntitle_en = "x"\n[[layout]]\nname = "a"\nmain = "div["\n'
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    for command in (("crawl", "./x.toml"), ("sites", "check", "./x.toml")):
        done = khlang(*command)
        assert done.returncode == 1
        assert "./x.toml: layout a: main is 'div[', which is not a CSS selector" in one_sentence(done)


def test_a_site_that_is_scheduled_under_no_such_name_is_told_of_once(khlang: Khlang) -> None:
    done = khlang("run-due", KHLANG_SCHEDULE="nosuch")
    assert done.returncode == 1
    assert one_sentence(done).count("nosuch") == 1


def test_what_is_due_of_a_profile_given_by_its_path(khlang: Khlang, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('name = "x"\ntitle_th = "x"\ntitle_en = "x"\n', encoding="utf-8")
    done = khlang("due", "./x.toml", KHLANG_SCHEDULE="./x.toml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("x: due now")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator can write everywhere")
def test_a_data_folder_without_the_right_to_write(khlang: Khlang, stocked: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.chmod(0o555)
    try:
        for command in (("runs",), ("show", stocked), ("due",), ("backup", str(tmp_path / "b.tar"))):
            assert "the right to write in" in one_sentence(khlang(*command))
        examined = khlang("doctor")
        assert examined.returncode == 1
        assert "index build" not in examined.stdout
        added = khlang("sites", "add", "http://127.0.0.1:9/", "--allow-private")
        assert "Traceback" not in added.stderr
    finally:
        data.chmod(0o755)


def test_the_name_of_a_file_is_printed_to_be_read(khlang: Khlang, tmp_path: Path) -> None:
    page = tmp_path / "ข่าวประชุม.html"
    page.write_text(ARTICLE, encoding="utf-8")
    assert khlang("import", str(page)).returncode == 0
    assert khlang("index", "build").returncode == 0
    assert "ข่าวประชุม.html" in khlang("search", "คณะทำงาน").stdout
    shown = khlang("show", only_id(khlang)).stdout
    assert "ไฟล์: ข่าวประชุม.html" in shown
    assert "%E0" not in shown
