"""Learnt boilerplate: what a site puts on page after page is taken off the edges, and only there."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.boilerplate import (
    BOTTOM,
    LEAST,
    NOTHING,
    PAGES,
    Edges,
    Learning,
    Learnt,
    Sample,
    edges_of,
    group_of,
    trimmed,
)
from corpus.extract.clean import CleanPage
from corpus.extraction import extract_lines
from corpus.intake import import_paths
from corpus.records import Table
from corpus.rereading import reread
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store

HEAD = "ศูนย์ข้อมูลข่าวสารของราชการ เปิดบริการทุกวันทำการ"
FOOT = "ขอเชิญร่วมตอบแบบสำรวจความพึงพอใจต่อเว็บไซต์"
VISITS = "สถิติผู้เยี่ยมชมสะสม {} ราย"
WORDS = ("แผนงาน", "จัดสรรน้ำ", "ถนนสายรอง", "ห้องสมุด", "ตลาดเช้า", "คลองส่ง", "สนามกีฬา", "ป่าชุมชน", "ลานวัด", "ท่าเรือ")


def news(n: int) -> tuple[str, str]:
    """Two paragraphs that no other page has."""
    chosen = random.Random(n)  # variety, no secret
    first, second = (" ".join(chosen.choices(WORDS, k=14)) for _ in range(2))
    return f"เมื่อวันที่ {n % 28 + 1} มีนาคม 2564 คณะทำงานตรวจ{first}", f"หัวหน้าคณะกล่าวถึง{second} และจะรายงานต่อไป"


def page(n: int, *, title: str = "", foot: Sequence[str] = (FOOT,)) -> CleanPage:
    return CleanPage(title=title or f"ตรวจงานแห่งที่ {n}", paragraphs=(HEAD, *news(n), VISITS.format(n * 7), *foot))


def learnt_from(pages: Sequence[CleanPage]) -> Learnt:
    sample = Sample()
    for n, one in enumerate(pages):
        sample.meet(str(n), edges_of(one))
    return sample.learnt()


def test_lines_that_come_back_are_taken_off_and_told() -> None:
    learnt = learnt_from([page(n) for n in range(20)])
    found = trimmed(page(99), learnt)
    assert found.paragraphs == news(99)
    [warning] = found.warnings
    assert warning.startswith("3 lines that the site puts on many pages were taken off the edges: " + HEAD[:60])


def test_few_pages_teach_nothing() -> None:
    assert learnt_from([page(n) for n in range(LEAST - 1)]) == NOTHING


def test_a_line_of_few_among_many_pages_is_no_boilerplate() -> None:
    pages = [page(n, foot=("ขอบคุณครับ",) if n % 5 == 0 else (f"{news(n)[1]} จบ",)) for n in range(60)]
    assert trimmed(page(3, foot=("ขอบคุณครับ",)), learnt_from(pages)).paragraphs[-1] == "ขอบคุณครับ"


def test_between_paragraphs_nothing_is_taken() -> None:
    learnt = learnt_from([page(n) for n in range(20)])
    one, two = news(7)
    inside = CleanPage(title="ข่าว", paragraphs=(one, FOOT, two))
    assert trimmed(inside, learnt) == inside


def test_titles_of_a_series_are_not_learnt() -> None:
    series = [
        CleanPage(title=f"ประกาศราคากลาง ครั้งที่ {n}/2566", paragraphs=(f"ประกาศราคากลาง ครั้งที่ {n}/2566", *news(n)))
        for n in range(20)
    ]
    assert trimmed(series[3], learnt_from(series)).paragraphs[0] == "ประกาศราคากลาง ครั้งที่ 3/2566"


def test_a_page_of_nothing_else_stays_whole() -> None:
    learnt = learnt_from([page(n) for n in range(20)])
    bare = CleanPage(title="ว่าง", paragraphs=(HEAD, "สั้น", FOOT))
    assert trimmed(bare, learnt) == bare


def test_dates_and_contacts_are_kept_beside_and_tables_stay_in_their_place() -> None:
    foot = ("โทร. 0 2999 9999 ต่อ 12", "12 มีนาคม 2564")
    learnt = learnt_from([page(n, foot=foot) for n in range(20)])
    with_table = CleanPage(
        title="ตาราง", paragraphs=page(5, foot=foot).paragraphs, tables=(Table(after=2, rows=(("1", "2"),)),)
    )
    found = trimmed(with_table, learnt)
    assert found.header == ("12 มีนาคม 2564",)
    assert found.credit_lines == ("โทร. 0 2999 9999 ต่อ 12",)
    assert [t.after for t in found.tables] == [1]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=400), st.randoms())
def test_the_order_of_pages_does_not_matter(pages: list[tuple[int, int]], chance: random.Random) -> None:
    once = dict(pages)
    shuffled = list(once.items())
    chance.shuffle(shuffled)
    first, second = Sample(), Sample()
    for name, key in once.items():
        first.meet(str(name), Edges((key,), (key, key + 1)))
    for name, key in shuffled:
        second.meet(str(name), Edges((key,), (key, key + 1)))
    assert first.learnt() == second.learnt()


def test_memory_is_bounded() -> None:
    sample = Sample()
    for n in range(PAGES * 4):
        sample.meet(str(n), Edges((n,), tuple(range(BOTTOM))))
    assert len(sample._pages) == PAGES
    assert sample.learnt().top == frozenset()


def test_pages_are_compared_with_those_of_their_layout_or_host() -> None:
    site = load_site("opdc")
    assert group_of("https://www.opdc.go.th/content/x", site, site.layout[1]) == "opdc/g2"
    assert group_of("https://www.example.go.th/1", None, None) == "//example.go.th"
    assert group_of("file:x.html", None, None) == ""
    assert group_of("http://[", None, None) == ""
    learning = Learning()
    learning.meet("", "a", Edges((1,), (1,)))
    assert learning.learnt() == {}


def lines_of(pages: Sequence[CleanPage], host: str) -> str:
    return "\n".join(
        json.dumps(
            {
                "id": n,
                "url": f"https://{host}/news/contents/details/{n}",
                "title": one.title,
                "text": "\n\n".join((one.title, *one.paragraphs)),
                "crawled": "2021-05-01",
            },
            ensure_ascii=False,
        )
        for n, one in enumerate(pages)
    )


def test_extract_reads_files_twice_and_learns_of_any_host(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text(lines_of([page(n) for n in range(12)], "www.example.go.th"), encoding="utf-8")
    found = list(extract_lines([file], settings))
    assert [x["body"] for x in found] == ["\n\n".join(news(n)) for n in range(12)]
    assert all("taken off the edges" in x["warnings"][-1] for x in found)


def test_rereading_all_learns_and_corrects_and_later_pages_are_read_so(settings: Settings, tmp_path: Path) -> None:
    first, later = tmp_path / "first.jsonl", tmp_path / "later.jsonl"
    pages = [page(n) for n in range(13)]
    everything = lines_of(pages, "www.thaigov.go.th").split("\n")
    first.write_text("\n".join(everything[:12]), encoding="utf-8")
    later.write_text(everything[12], encoding="utf-8")
    import_paths([first], settings)
    reread(settings, load_site("thaigov"), everything=True)
    import_paths([later], settings)
    with open_store(settings, readonly=True) as store:
        assert list(store.boilerplate()) == ["thaigov/news"]
        for n in range(13):
            article = store.article(f"thaigov:{n}")
            assert article is not None
            assert (article.body, article.version) == ("\n\n".join(news(n)), 1)
    learnt_once = boilerplate(settings)
    reread(settings, everything=True)
    assert boilerplate(settings) == learnt_once


def boilerplate(settings: Settings) -> dict[str, Learnt]:
    with open_store(settings, readonly=True) as store:
        return store.boilerplate()
