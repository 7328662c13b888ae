"""``khlang export``: every article, or those of a query, in a file that is whole or not there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import stat
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import IndexProblem, UsageProblem
from corpus.records import Article
from corpus.settings import Settings
from corpus.store import open_store
from index.hits import SearchRequest
from index.search import build
from search_web import create_app
from search_web.exporting import FORMATS, Entry, Manner, write_file
from search_web.taking_out import take_out
from tests.commands import khlang_on
from tests.small_archive import article, put
from tests.test_web_bibliography import records

PAGES = (
    article(10, "ประกาศสิบ", "ประชาชน", published=date(2008, 4, 22)),
    article(2, "=สูตร", "ประชาชนพอใจ", published=date(2009, 1, 5)),
    article(3, "ข่าวสัมมนา", "ข้าราชการ"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data", rate_limit="", public_address="https://khao.example")
    put(settings, PAGES)
    return settings


def test_everything_comes_out_by_id_and_needs_no_index(archive: Settings, tmp_path: Path) -> None:
    out = io.BytesIO()
    taken = take_out(archive, out, "jsonl", "th")
    found = [Article.from_json(json.loads(line)) for line in out.getvalue().splitlines()]
    assert [one.id for one in found] == ["opdc:t:10", "opdc:t:2", "opdc:t:3"]
    with open_store(archive, readonly=True) as store:
        assert found == [store.article(one.id) for one in found]
    assert taken.exported.rows == 3
    with open_store(archive, readonly=True) as store:
        assert taken.state == f"catalogue:{store.last_seq()}"
    assert taken.exported.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    with pytest.raises(IndexProblem, match="khlang index build"):
        take_out(archive, tmp_path / "none.csv", "csv", "th", SearchRequest(q="ประชาชน"))
    assert not (tmp_path / "none.csv").exists()


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_command_and_the_web_make_the_same_bytes(archive: Settings, tmp_path: Path, fmt: str) -> None:
    build(archive)
    file = tmp_path / f"out.{fmt}"
    request = SearchRequest(q="ประชาชน", sort="newest")
    taken = take_out(archive, file, fmt, "en", request)  # type: ignore[arg-type]  # one of FORMATS
    answer = create_app(archive).test_client().get(f"/export.{fmt}?q=ประชาชน&sort=newest&lang=en")
    assert file.read_bytes() == answer.data
    assert taken.to_json() == {
        "rows": 2,
        "bytes": len(answer.data),
        "sha256": hashlib.sha256(answer.data).hexdigest(),
        "state": answer.headers["X-Export-State"],
        "missing": 0,
    }


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("as it was")
    file.chmod(0o640)
    manner = Manner(format="csv", lang="th", root="", titles=str)

    def broken() -> object:
        yield Entry(PAGES[0], "")
        raise RuntimeError("the disk of the catalogue died")

    with pytest.raises(RuntimeError):
        write_file(file, broken(), manner)  # type: ignore[arg-type]  # it yields entries until it breaks
    assert file.read_text() == "as it was"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    seen: list[tuple[int, int | None, str]] = []
    made = write_file(file, [Entry(one, "") for one in PAGES], manner, 3, lambda *now: seen.append(now))
    assert made.rows == 3
    assert seen == [(3, 3, "opdc:t:3")]
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert hashlib.sha256(file.read_bytes()).hexdigest() == made.sha256


def test_a_link_stays_one_and_what_is_no_file_is_refused(tmp_path: Path) -> None:
    manner = Manner(format="ris", lang="th", root="", titles=str)
    (tmp_path / "real.ris").write_text("")
    (tmp_path / "link.ris").symlink_to("real.ris")
    write_file(tmp_path / "link.ris", [Entry(PAGES[0], "")], manner)
    assert (tmp_path / "link.ris").is_symlink()
    assert len(records((tmp_path / "real.ris").read_text(encoding="utf-8"))) == 1
    with pytest.raises(UsageProblem, match="it is no file"):
        write_file(tmp_path, [], manner)
    with pytest.raises(UsageProblem, match=r"cannot write .*; give another FILE"):
        write_file(tmp_path / "nowhere" / "x.ris", [], manner)


def test_an_archive_with_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    khlang = khlang_on(tmp_path, tmp_path)
    told = khlang("export", "-", KHLANG_PUBLIC_ADDRESS="javascript:alert(1)")
    assert told.returncode == 2
    assert "public_address is 'javascript:alert(1)'; give a web address" in told.stderr


def test_the_command_writes_files_and_streams(archive: Settings, tmp_path: Path) -> None:
    build(archive)
    khlang = khlang_on(archive.data, tmp_path)
    told = khlang("export", "ข่าว.csv", "--from", "2552-01-01", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert told.stdout == ""
    data = (tmp_path / "ข่าว.csv").read_bytes()
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert (row["id"], row["title"]) == ("opdc:t:2", "'=สูตร")
    assert row["permalink"] == "/article/opdc:t:2?version=1"
    assert f"{hashlib.sha256(data).hexdigest()}  ข่าว.csv" in told.stderr
    assert "1 article, " in told.stderr
    told = khlang("export", "-", "ประชาชน", "--format", "ris", "--json")
    assert len(records(told.stdout.replace("\n", "\r\n"))) == 2
    about = json.loads(told.stderr)
    assert (about["rows"], about["missing"], len(about["sha256"])) == (2, 0, 64)
