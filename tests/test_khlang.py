"""The khlang command from import to search, on real pages where they are at hand and on own pages everywhere."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ROOT, Khlang, khlang_on

QUERY = "การมีส่วนร่วมของประชาชน"  # public participation


def page(number: int) -> dict[str, str]:
    """One invented page as a line of a collection."""
    day = number % 28 + 1
    lead = f"เมื่อวันที่ {day} มีนาคม 2566 รองอธิบดีกรมการปกครอง เปิดการประชุมเรื่องบริการ ณ จังหวัดน่าน\n"
    body = lead + f"ที่ประชุมรับทราบผลการดำเนินงานรายการที่ {number} และเห็นชอบให้ขยายผลไปยังอำเภออื่นในปีงบประมาณถัดไป\n" * 3
    url = f"https://www.example.go.th/news/{number}"
    return {"url": url, "title": f"ข่าวประชุมบริการ ครั้งที่ {number}", "text": body, "crawled": "2025-01-31"}


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Khlang:
    """The command on an archive of 30 invented pages with its index."""
    folder = tmp_path_factory.mktemp("stocked")
    lines = "".join(json.dumps(page(n), ensure_ascii=False) + "\n" for n in range(30))
    (folder / "pages.jsonl").write_text(lines, encoding="utf-8")
    khlang = khlang_on(folder / "data", folder)
    for arguments in (("import", "pages.jsonl"), ("index", "build")):
        done = khlang(*arguments)
        assert done.returncode == 0, done.stderr
    return khlang


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Khlang:
    """The command on the two seed pages with their index."""
    folder = tmp_path_factory.mktemp("seeds")
    khlang = khlang_on(folder / "data", folder)
    for arguments in (("import", str(shared_data / "seeds")), ("index", "build")):
        done = khlang(*arguments)
        assert done.returncode == 0, done.stderr
    return khlang


def hits(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["hits"]
    return found


def shown(khlang: Khlang) -> Iterator[dict[str, Any]]:
    for hit in hits(khlang("search", QUERY, "--json")):
        yield json.loads(khlang("show", hit["id"], "--json").stdout)


def test_both_seed_pages_are_found(seeds: Khlang) -> None:
    assert len(hits(seeds("search", QUERY, "--json"))) == 2
    assert len(hits(seeds("search", f'"{QUERY}"', "--json"))) == 2


def test_the_seed_pages_are_understood(seeds: Khlang) -> None:
    by_day = {article["published"]: article for article in shown(seeds)}
    news = by_day["2008-04-22"]
    assert news["section"] == ["ข่าวเด่น ก.พ.ร.", "ปี 2551", "เมษายน"]
    assert news["stamp"] == "2009-09-03"
    assert news["published_from"] == "lead"
    assert [person["position"] for person in news["people"] if person["name"] == "เมฆินทร์ เมธาวิกูล"] == [
        "ผู้ว่าราชการจังหวัดปทุมธานี"
    ]
    (report,) = (article for day, article in by_day.items() if day != "2008-04-22")
    assert report["stamp"] == "2009-07-16"
    (table,) = report["tables"]
    assert [len(row) for row in table["rows"]] == [3] * 10
    assert table["rows"][0] == ["กลุ่มจังหวัด", "วันที่อบรม", "สถานที่อบรม"]


def test_the_seed_pages_lose_their_chrome(seeds: Khlang, shared_data: Path) -> None:
    gold: set[str] = set()
    for line in (shared_data / "gold" / "dev_gold.jsonl").read_text(encoding="utf-8").split("\n"):
        if line and json.loads(line)["id"].startswith("seed"):
            gold |= {chrome.strip() for chrome in json.loads(line)["chrome"]}
    assert len(gold) > 15
    for article in shown(seeds):
        lines = {line.strip() for line in article["body"].split("\n")}
        assert not lines & gold
        printed = seeds("show", article["id"]).stdout
        for chrome in ("สงวนลิขสิทธิ์", "แชร์", "พิมพ์หน้านี้", "ผังเว็บไซต์", "Slocan", "Webmail"):
            assert chrome not in printed


def test_a_whole_corpus_is_taken_in_with_flat_memory(tmp_path: Path, shared_data: Path) -> None:
    script = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'khlang', *sys.argv[1:]], stdout=subprocess.PIPE)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.returncode)\n"
        "sys.stdout.flush()\n"
        "sys.stdout.buffer.write(done.stdout)\n"
    )
    whole = shared_data / "corpora" / "thaigov-20k.jsonl.gz"
    pages = 5_000 if os.environ.get("CI") else 20_000  # memory is at its height after some hundred
    corpus = tmp_path / "corpus.jsonl"
    with gzip.open(whole, "rb") as lines, corpus.open("wb") as kept:
        kept.writelines(islice(lines, pages))
    arguments = ["--data", str(tmp_path / "data"), "import", str(corpus), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    first, run = done.stdout.decode("utf-8").split("\n", 1)
    peak, code = map(int, first.split())
    counts = json.loads(run)["counts"]
    outcomes = ("new", "merged", "changed", "unchanged", "refused")
    assert sum(counts[outcome] for outcome in outcomes) == pages
    assert code == (3 if counts["refused"] else 0)
    assert counts["refused"] < pages / 100
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, KiB on Linux
    assert peak * unit < 500_000_000


def test_importing_again_changes_nothing(stocked: Khlang) -> None:
    done = stocked("import", "pages.jsonl", "--json")
    counts = json.loads(done.stdout)["counts"]
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 30)


def test_a_changed_page_becomes_a_new_version(stocked: Khlang, tmp_path: Path) -> None:
    changed = {**page(7), "text": page(7)["text"] + "มีข้อความเพิ่มเติมจากการแก้ไขครั้งหลัง\n", "crawled": "2026-06-01"}
    (tmp_path / "again.jsonl").write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    done = stocked("import", str(tmp_path / "again.jsonl"), "--json")
    assert done.stderr.splitlines()[-1] == "khlang: the index is 1 change behind: khlang index update"
    assert json.loads(done.stdout)["counts"]["changed"] == 1
    assert stocked("index", "update").returncode == 0
    (hit,) = hits(stocked("search", '"การแก้ไขครั้งหลัง"', "--json"))
    assert hit["version"] == 2
    first = json.loads(stocked("show", hit["id"], "--version", "1", "--json").stdout)
    assert "การแก้ไขครั้งหลัง" not in first["body"]
    told = stocked("diff", hit["id"])
    assert "การแก้ไขครั้งหลัง" in told.stdout.partition("{+")[2].partition("+}")[0]
    assert "the two say the same" not in told.stdout
    missing = stocked("diff", hit["id"], "--to", "9")
    assert (missing.returncode, "its versions are 1, 2" in missing.stderr) == (1, True)


def test_a_backup_brings_all_back(stocked: Khlang, tmp_path: Path) -> None:
    assert stocked("backup", str(tmp_path / "b.tar")).returncode == 0
    other = khlang_on(tmp_path / "other", tmp_path)
    assert other("restore", str(tmp_path / "b.tar")).returncode == 0
    assert len(other("runs", "--json").stdout.splitlines()) == len(stocked("runs", "--json").stdout.splitlines())


def test_the_terminal_answer_is_for_people(stocked: Khlang) -> None:
    done = stocked("search", "บริการ", "--limit", "2")
    assert done.returncode == 0
    assert "มี.ค. 2566" in done.stdout
    assert "พบ 30 รายการ" in done.stderr
    assert "<mark>" not in done.stdout


def test_a_page_past_the_end_is_not_called_nothing_found(stocked: Khlang) -> None:
    done = stocked("search", "บริการ", "--page", "99")
    assert done.returncode == 0
    assert "พบ 30 รายการ ใน 3 หน้า ไม่มีหน้าที่ 99" in done.stderr


def test_batch_answers_in_order_one_object_a_line(stocked: Khlang) -> None:
    queries = ["บริการ", '"ไม่มีข้อความนี้"', '"ครั้งที่ 5"', "", '"(*~']
    done = stocked("search", "--batch", "-", "--fields", "id,url", stdin="\n".join(queries) + "\n")
    assert done.returncode == 0, done.stderr
    pages = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [p["query"]["q"] for p in pages] == queries
    assert all(set(hit) == {"id", "url"} for p in pages for hit in p["hits"])
    assert pages[1]["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--agency", "กรมการปกครอง"), 30),
        (("--agency", "กรมที่ดิน"), 0),
        (("--province", "น่าน"), 30),
        (("--year", "2566"), 30),
        (("--year", "2565"), 0),
        (("--year", "66"), 30),
        (("--year", "๒๐๒๓"), 30),
        (("--from", "5 มี.ค. 2566", "--to", "2023-03-06"), 2),
        (("--kind", "news"), 30),
    ],
)
def test_filters(stocked: Khlang, arguments: tuple[str, ...], found: int) -> None:
    done = stocked("search", "บริการ", *arguments, "--json")
    assert json.loads(done.stdout)["total"] == found


def test_a_filter_needs_no_query(stocked: Khlang) -> None:
    alone = stocked("search", "--year", "2566", "--agency", "กรมการปกครอง", "--json")
    assert alone.returncode == 0, alone.stderr
    assert json.loads(alone.stdout)["total"] == 30


def test_extract_reads_standard_input_and_echoes_ids(khlang: Khlang) -> None:
    lines = [json.dumps({"id": f"line-{n}", **page(n)}, ensure_ascii=False) for n in range(50)]
    lines.insert(3, "not json")
    done = khlang("extract", "--jsonl", "--workers", "2", stdin="\n".join(lines))
    assert done.returncode == 3
    results = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [r["id"] for r in results if "rejected" not in r] == [f"line-{n}" for n in range(50)]
    assert "rejected" in results[3]
    assert results[0]["title"] == page(0)["title"]


def test_extract_is_the_same_with_any_number_of_workers(khlang: Khlang) -> None:
    lines = "\n".join(json.dumps({"id": n, **page(n)}, ensure_ascii=False) for n in range(120))
    one, two = (khlang("extract", "--jsonl", "--workers", w, stdin=lines).stdout for w in ("1", "2"))
    stamps = [{k: v for k, v in json.loads(line).items() if k != "captured"} for line in one.split("\n") if line]
    assert stamps == [{k: v for k, v in json.loads(x).items() if k != "captured"} for x in two.split("\n") if x]
    assert len(stamps) == 120


def test_extract_of_a_page_with_its_address(khlang: Khlang, tmp_path: Path) -> None:
    html = "<html><body><h1>ข่าวทดสอบการอ่านหน้า</h1><p>" + page(1)["text"] + "</p></body></html>"
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    done = khlang("extract", "page.html", "--url", "http://www4.opdc.go.th/content.php?content_id=12&menu_id=5")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "opdc:g1:content:12"


def test_a_reader_that_goes_away_is_no_failure_of_ours(stocked: Khlang, tmp_path: Path) -> None:
    data = json.loads(stocked("doctor", "--json").stdout.split("\n")[0])["what"].split()[3]
    command = f"{sys.executable} -m khlang --data {data} search บริการ --json --limit 30 | head -c 10"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stderr == ""


def test_doctor_finds_all_in_order(stocked: Khlang) -> None:
    done = stocked("doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert {json.loads(line)["level"] for line in done.stdout.split("\n") if line} == {"ok"}


def test_peak_memory_is_measured_in_known_units() -> None:
    """The flat-memory test reads ru_maxrss; were its unit another, the test could not fail."""
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    assert 10_000_000 < mine < 10_000_000_000


def test_a_dictionary_that_cannot_be_read_is_told_and_the_search_goes_on(stocked: Khlang, tmp_path: Path) -> None:
    missing = tmp_path / "nope.txt"
    done = stocked("search", "ประชุม", "--json", KHLANG_DICTIONARY=str(missing))
    assert hits(done)
    [line] = done.stderr.splitlines()
    assert line.startswith(f"khlang: cannot read the dictionary {missing}: No such file")
    assert "until then the words serve that the index was written with" in line


def test_words_show_how_a_text_is_cut(khlang: Khlang, tmp_path: Path) -> None:
    done = khlang("index", "words", "สำนักงานก.พ.ร.", "ธรรมาภิบาลาธิการ")
    assert done.stdout.startswith("สำนักงาน | ก.พ.ร. | ธรรมา | ")
    own = tmp_path / "own.txt"
    own.write_text("ธรรมาภิบาลาธิการ\n", encoding="utf-8")
    done = khlang("index", "words", "--json", "๒ ธรรมาภิบาลาธิการ", KHLANG_DICTIONARY=str(own))
    assert [json.loads(line) for line in done.stdout.split("\n") if line] == [
        {"word": "2", "start": 0, "end": 1},
        {"word": "ธรรมาภิบาลาธิการ", "start": 2, "end": 18},
    ]
