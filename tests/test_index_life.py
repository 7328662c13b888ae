"""Whatever happens to the catalogue, and in whatever order: updates keep the index what a build would make of it."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage

from corpus.extract.document import Document
from corpus.records import Attachment
from corpus.settings import Settings
from corpus.store import Store, open_store
from index import search
from index.generations import current
from index.hits import SearchRequest
from index.schema import schema
from index.toc import ColumnarIndex
from tests.kinship import BODY, GEN2, GEN3, GEN4, START, kin, seen, told
from tests.small_archive import article, put

PAPERS = [f"http://www.opdc.go.th/files/{n}.pdf" for n in range(2)]
OTHER = "ประกาศปิดปรับปรุงระบบสารบรรณอิเล็กทรอนิกส์ตั้งแต่ค่ำวันศุกร์จนถึงเช้าวันจันทร์ " * 4

numbers = st.integers(0, 7)
happenings = st.one_of(
    st.tuples(st.just("page"), numbers, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("kin"), st.sampled_from((GEN2, GEN3, GEN4)), st.booleans()),
    st.tuples(st.just("gone"), numbers),
    st.tuples(st.just("paper"), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.just("link"), numbers, st.integers(0, 1)),
    st.tuples(st.just("stamp"), numbers, st.integers(0, 1)),
)


def happen(store: Store, run: int, day: int, what: tuple[Any, ...]) -> None:
    """Do to the catalogue what a crawl on *day* does."""
    kind, *rest = what
    if kind == "page":
        number, text, papers = rest
        links = [Attachment(url=url, filename="plan.pdf", media_type="application/pdf") for url in PAPERS]
        page = article(number, f"ข่าว {text}", f"ประชาชน {text} เรื่อง", attachments=tuple(links) if papers else ())
        store.put(page, seen(page, day), run)
    elif kind == "kin":
        address, same = rest
        page = told(address, BODY if same else OTHER)
        store.put(page, seen(page, day), run, kin=kin(page.id))
    elif kind == "gone":
        store.mark_gone(f"opdc:t:{rest[0]}", START + timedelta(days=day))
    elif kind == "paper":
        url, text = PAPERS[rest[0]], f"แผนงาน {rest[1]}"
        capture = seen(article(50 + rest[0], text, url=url), day)
        store.put_attachment(capture, run, filename="plan.pdf", document=Document(text, 1, state="read"))
    elif kind == "link":
        store.link_attachment(f"opdc:t:{rest[0]}", PAPERS[rest[1]])
    else:
        number, month = rest
        page = article(
            number,
            f"ข่าว {number}",
            f"เมื่อวันที่ {number + 1} มีนาคม 2555 ประชุม",
            stamp=date(2020, 1 + month, 1),
            published=date(2020, 1 + month, 1),
            published_from="stamp",
            dated=date(2020, 1 + month, 1),
            dated_from="stamp",
        )
        store.put(page, seen(page, day), run)


def shown(settings: Settings) -> list[object]:
    engine = search.open_engine(settings)
    pages = [engine.search(SearchRequest(q=q, per_page=50)) for q in ("", "ประชาชน", '"เรื่อง"', "แผนงาน", "ปี:2555")]
    engine.close()
    return [(page.total, page.hits, page.facets, page.timeline) for page in pages]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(happenings, min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_update_ends_where_a_build_does(crawls: list[list[tuple[Any, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Settings(data=Path(folder))
        for day, crawl in enumerate(crawls):
            with open_store(data) as store:
                run = store.begin_run("import", "opdc")
                for what in crawl:
                    happen(store, run, day, what)
                store.end_run(run, "done", {})
            search.update(data)
            assert [f.level for f in search.check(data)] == ["ok"]
        updated = shown(data)
        search.build(data)
        assert [f.level for f in search.check(data)] == ["ok"]
        assert shown(data) == updated


def test_many_updates_leave_few_segments_and_few_deleted_documents(tmp_path: Path) -> None:
    data = Settings(data=tmp_path)
    put(data, [article(n, f"ข่าวที่ {n}", f"ประชาชน {n}") for n in range(200)])
    search.build(data)
    chance = np.random.default_rng(5)
    most, dead = 1, 0.0
    for day in range(1, 61):
        changed = [*chance.choice(200, 6, replace=False).tolist(), 200 + day]
        put(data, [article(n, f"ข่าวที่ {n} วันที่ {day}", f"ประชาชน {n} {day}") for n in changed], hours=day)
        search.update(data)
        segments = ColumnarIndex(FileStorage(str(current(data.index))), schema())._segments()
        most = max(most, len(segments))
        dead = max(dead, sum(s.deleted_count() for s in segments) / sum(s.doc_count_all() for s in segments))
        assert len({p.stat().st_ino for p in data.index.rglob("*.terms")}) <= 2 * most, "of two generations, shared"
    assert [f.level for f in search.check(data)] == ["ok"]
    assert most <= 8
    assert 0.05 < dead < 0.34
