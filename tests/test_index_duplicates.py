"""Pages with the same content: found by keys, decided by their likeness, one hit of a result."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from corpus.likeness import resemblance
from corpus.records import Article, Attachment, DateMention, Person, Table
from corpus.reprints import reprint
from corpus.settings import Settings
from corpus.thai.normalise import fold
from index import search
from index.duplicates import Groups, grouped
from index.engine import SearchEngine
from index.fingerprints import NEAR, Kept, fingerprint
from index.hits import SORTS, SearchPage, SearchRequest
from tests.small_archive import article, put

WORDS = (
    *("สำนักงาน", "จังหวัด", "ประชาชน", "บริการ", "เครือข่าย", "อำเภอ", "ชุมชน", "แผนงาน", "งบประมาณ", "โครงการ", "ผู้แทน"),
    *("หน่วยงาน", "ราชการ", "ข้อเสนอ", "เวที", "ตรวจเยี่ยม", "นโยบาย", "พัฒนา", "ระบบ", "ข้อมูล", "ดิจิทัล", "ความเห็น"),
    *("ร่วมกัน", "เจ้าหน้าที่", "ต้นแบบ", "ขั้นตอน", "คู่มือ", "ประเมิน", "รางวัล", "มาตรฐาน"),
)
DAY = date(2022, 5, 4)
ORDERS = st.lists(st.integers(0, 6), max_size=40).flatmap(
    lambda of: st.tuples(st.just(of), st.permutations(range(len(of))))
)


def told(seed: int, words: int = 300) -> str:
    """A text of our own words, another one for each *seed*."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) + chance.choice(("", "กลาง", "ใหม่", "ร่วม")) for _ in range(words))


def changed(text: str, at: int, put_in: str) -> str:
    words = text.split()
    return " ".join([*words[:at], put_in, *words[at + 1 :]])


def on(day: date) -> DateMention:
    return DateMention(surface=str(day), start=day, end=day, inferred=False, where="body")


TITLE, BODY = "เปิดเวทีรับฟังความเห็นเรื่องคู่มือบริการ", told(1)
PAGE = article(1, TITLE, BODY, published=DAY)


def kept(page: Article, attached: tuple[str, ...] = ()) -> Kept:
    text = "\n".join((page.body, *(" | ".join(row) for table in page.tables for row in table.rows)))
    return Kept.of(fingerprint(page, text, fold("\n".join(attached))).like)


def with_word(**facts: object) -> Article:
    return replace(PAGE, body=changed(BODY, 40, "อาเภอ"), **facts)  # type: ignore[arg-type]  # facts are fields


def one_of(name: str) -> Person:
    return Person(id=name, name=name)


SAME = {
    "another id": replace(PAGE, id="opdc:t:2"),
    "posted again half a year later": replace(PAGE, published=DAY + timedelta(180)),
    "a word corrected": replace(PAGE, body=changed(BODY, 40, "อาเภอ")),
    "another title over the same text": replace(PAGE, title="รองเลขาธิการเผยคู่มือบริการใหม่พร้อมใช้"),
    "a line added at the end": replace(PAGE, body=BODY + " อ่านรายละเอียดทั้งหมดได้ที่เว็บไซต์ของสำนักงาน"),
    "a number more": replace(PAGE, body=BODY + " โทร 1111"),
    "a title cut short": replace(PAGE, title=TITLE[:25]),
}
OTHER = {
    "another number": (replace(PAGE, body=BODY + " ราคา 31250"), replace(PAGE, body=BODY + " ราคา 31300")),
    "another number of the series": (replace(PAGE, title=TITLE + " ครั้งที่ 2"), replace(PAGE, title=TITLE + " ครั้งที่ 3")),
    "another person": (with_word(people=(one_of("สมชาย ใจดี"),)), replace(PAGE, people=(one_of("สมหญิง ใจงาม"),))),
    "another province": (with_word(provinces=("เลย",)), replace(PAGE, provinces=("ตาก",))),
    "another day in full": (with_word(dates=(on(DAY),)), replace(PAGE, dates=(on(DAY + timedelta(1)),))),
    "another table": (
        replace(PAGE, tables=(Table(after=1, rows=(("ทองคำแท่ง", "31250"),)),)),
        replace(PAGE, tables=(Table(after=1, rows=(("ทองคำแท่ง", "31300"),)),)),
    ),
    "half of it": (PAGE, replace(PAGE, body=" ".join(BODY.split()[:150]))),
    "another text under one title": (PAGE, replace(PAGE, body=told(2))),
    "another title over much the same text": (
        PAGE,
        replace(PAGE, title="ประชุมแผน", body=BODY.replace("อำเภอใหม่", "อำเภอเก่า")),
    ),
    "another language": (PAGE, replace(PAGE, lang="en")),
    "too little text": (replace(PAGE, body="รายละเอียดตามภาพ"), replace(PAGE, body="รายละเอียดตามภาพ ")),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_pages_with_the_same_content(name: str) -> None:
    assert kept(PAGE).same(kept(SAME[name]))
    assert kept(SAME[name]).same(kept(PAGE))


@pytest.mark.parametrize("why", OTHER)
def test_pages_with_another_content(why: str) -> None:
    one, other = OTHER[why]
    assert not kept(one).same(kept(other))
    assert not kept(other).same(kept(one))


def test_other_documents_are_another_content() -> None:
    assert kept(PAGE, ("แผน ก",)).same(kept(PAGE, ("แผน  ก",)))
    assert kept(PAGE, ("แผน ก",)).same(kept(PAGE))
    assert not kept(PAGE, ("แผน ก",)).same(kept(PAGE, ("แผน ข",)))


def test_a_short_page_must_agree_to_the_letter() -> None:
    short = replace(PAGE, body="ขอเชิญร่วมพิธีเปิดอาคารสำนักงานแห่งใหม่ ในวันและเวลาราชการ")
    assert kept(short).same(kept(replace(short, id="opdc:t:9")))
    assert not kept(short).same(kept(replace(short, body=short.body.replace("แห่งใหม่", "แห่งเก่า"))))


@examples(deadline=None, max_examples=30)  # the first one imports numpy
@given(st.integers(0, 10_000), st.integers(0, 40))
def test_what_resembles_shares_a_key(seed: int, changes: int) -> None:
    body = told(seed)
    chance = random.Random(seed)
    other = body
    for _ in range(changes):
        other = changed(other, chance.randrange(300), "x")
    prints = [fingerprint(replace(PAGE, body=text), text, "") for text in (body, other)]
    a, b = (Kept.of(p.like).like for p in prints)
    keys = [{p.keys[at : at + 8] for at in range(0, 72, 8)} for p in prints]
    if resemblance(a, b) >= 0.9:
        assert keys[0] & keys[1]
    assert reprint(a, b) == reprint(b, a)


@examples(deadline=None)  # the first one imports numpy
@given(st.binary(max_size=40))
def test_bytes_that_are_no_fingerprint_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a|Expecting|Extra"):
        Kept.of(data)


def grouped_pages(pages: list[Article], live: list[bool] | None = None) -> Groups:
    prints = [fingerprint(page, page.body, "") for page in pages]
    mask = np.array(live or [True] * len(pages))
    near = np.frombuffer(b"".join(p.keys for p in prints), np.uint8).reshape(len(pages), NEAR)
    return grouped(near, lambda doc: prints[doc].like, mask, [page.id for page in pages])


def test_groups_are_of_the_live_pages_only() -> None:
    pages = [article(3, TITLE, BODY), article(2, "อื่น", told(5)), article(1, TITLE, BODY), article(4, TITLE, BODY)]
    assert grouped_pages(pages).members(0) == (2, 0, 3)
    assert grouped_pages(pages).members(1) == (1,)
    assert grouped_pages(pages, [True, True, False, True]).members(0) == (0, 3)
    assert grouped_pages(pages, [True, True, False, False]).members(0) == (0,)


def test_no_pages_have_no_groups() -> None:
    assert grouped_pages([]).first_of_each(np.zeros(0, np.int32)).tolist() == []


def test_a_page_between_two_that_contradict_belongs_to_one_of_them() -> None:
    one, other = (article(n, TITLE, f"{BODY} ราคา {31_000 + n}") for n in (1, 2))
    groups = grouped_pages([one, other, article(3, TITLE, f"{BODY} ราคา")])
    assert groups.members(0) == (0, 2)
    assert groups.members(1) == (1,)


def test_in_a_template_only_pages_with_the_same_numbers_are_one() -> None:
    pages = [article(100 + n, TITLE, f"{BODY} ราคา {n % 60}") for n in range(70)]
    groups = grouped_pages(pages)
    assert [groups.members(doc) for doc in range(10)] == [(doc, doc + 60) for doc in range(10)]
    assert groups.members(30) == (30,)


@given(
    st.lists(st.integers(0, 6), max_size=40).flatmap(lambda of: st.tuples(st.just(of), st.permutations(range(len(of)))))
)
def test_of_each_group_the_first_is_kept(drawn: tuple[list[int], list[int]]) -> None:
    of, order = drawn
    members = {number: tuple(doc for doc, of_doc in enumerate(of) if of_doc == number) for number in set(of)}
    together = {docs[0]: docs for docs in members.values() if len(docs) > 1}
    groups = Groups(np.array([members[number][0] for number in of], np.int32), together)
    seen: set[int] = set()
    expected = [doc for doc in order if not (of[doc] in seen or seen.add(of[doc]))]  # type: ignore[func-returns-value]  # adds on the way
    assert groups.first_of_each(np.array(order, np.int32)).tolist() == expected


# --- in a result -----------------------------------------------------------------------------------------------------

ARCHIVE = [
    article(1, TITLE, BODY, published=DAY),
    article(2, "คู่มือบริการ ความเห็นของประชาชน", told(7), published=DAY + timedelta(3)),
    article(3, TITLE, BODY, published=DAY + timedelta(2)),
    article(4, "รางวัลบริการ", told(8)),
    article(5, TITLE + " (ซ้ำ)", BODY),
    article(6, "ข่าวสั้น", "ประชาชนร่วมงาน", published=DAY),
    article(7, "เครือข่ายชุมชน", told(9), published=DAY - timedelta(400)),
    article(8, "เครือข่ายชุมชน", told(9) + " โทร 1111", published=DAY),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    made = Settings(data=tmp_path_factory.mktemp("archive"))
    put(made, ARCHIVE)
    search.build(made)
    opened = search.open_engine(made)
    yield opened
    opened.close()


def numbers(page: SearchPage) -> list[int]:
    return [int(hit.id.rpartition(":")[2]) for hit in page.hits]


def test_one_hit_for_one_content(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(sort="newest", group=True))
    assert numbers(page) == [2, 3, 6, 8, 4]
    assert (page.total, page.repeats) == (8, 3)
    same = {hit.id: [(s.id, s.title, s.dated) for s in hit.same] for hit in page.hits if hit.same}
    assert same == {
        "opdc:t:3": [("opdc:t:1", TITLE, DAY), ("opdc:t:5", TITLE + " (ซ้ำ)", None)],
        "opdc:t:8": [("opdc:t:7", "เครือข่ายชุมชน", DAY - timedelta(400))],
    }
    assert [hit.same_total for hit in page.hits] == [0, 2, 0, 1, 0]


def test_every_page_is_a_hit_where_they_are_not_grouped(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(sort="newest"))
    assert numbers(page) == [2, 3, 1, 6, 8, 7, 4, 5]
    assert (page.total, page.repeats) == (8, 0)
    assert not any(hit.same or hit.same_total for hit in page.hits)


def test_only_found_pages_stand_behind_a_hit(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(date_from=DAY + timedelta(1), group=True, sort="oldest"))
    assert numbers(page) == [3, 2]
    assert (page.total, page.repeats, page.hits[0].same_total) == (2, 0, 0)


def test_facets_and_timeline_count_every_page(engine: SearchEngine) -> None:
    for group in (True, False):
        page = engine.search(SearchRequest(group=group, per_page=1))
        assert sum(value.count for value in page.facets["year"]) == 6
        assert sum(month.count for month in page.timeline) == 6


@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("q", ["", "บริการ", "ประชาชน -รางวัล"])
def test_pages_neither_overlap_nor_miss(engine: SearchEngine, q: str, sort: str, group: bool) -> None:
    request = SearchRequest(q=q, sort=sort, group=group)  # type: ignore[arg-type]  # one of SORTS
    whole = engine.search(replace(request, per_page=1_000))
    for per_page in (1, 2, 3, 7):
        paged = replace(request, per_page=per_page)
        last = engine.search(paged).pages
        assert [n for at in range(1, last + 1) for n in numbers(engine.search(paged.at_page(at)))] == numbers(whole)
        assert not engine.search(paged.at_page(last + 1)).hits
        assert not engine.search(paged.at_page(10**9)).hits
    listed = {hit.id for hit in whole.hits} | {same.id for hit in whole.hits for same in hit.same}
    assert len(listed) == whole.total == len(whole.hits) + whole.repeats


def test_the_other_pages_of_an_article(engine: SearchEngine) -> None:
    assert [same.id for same in engine.same("opdc:t:1")] == ["opdc:t:3", "opdc:t:5"]
    assert engine.same("opdc:t:2") == engine.same("opdc:t:99") == ()


def test_an_update_groups_as_a_build_does(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    put(made, ARCHIVE[:2])
    search.build(made)
    engine = search.open_engine(made)
    assert engine.search(SearchRequest(group=True)).repeats == 0
    put(made, [replace(ARCHIVE[1], body=told(70)), *ARCHIVE[2:]], hours=1)
    search.update(made)
    assert engine.refresh()
    assert engine.search(SearchRequest(group=True)).repeats == 3
    put(made, [replace(ARCHIVE[0], body=told(71))], hours=2)
    search.update(made)
    assert engine.refresh()
    page = engine.search(SearchRequest(group=True, sort="newest"))
    assert page.repeats == 2
    assert [same.id for same in engine.same("opdc:t:3")] == ["opdc:t:5"]
    engine.close()


def test_attachments_and_tables_belong_to_the_content(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    files = {f"http://www.opdc.go.th/{n}.pdf": f"แผนปฏิบัติราชการ ฉบับ {n}" for n in (1, 2)}
    papers = [Attachment(url=url, filename="plan.pdf", media_type="application/pdf") for url in files]
    put(made, [replace(PAGE, id=f"opdc:t:{n}", attachments=(p,)) for n, p in enumerate(papers)], papers=files)
    search.build(made)
    engine = search.open_engine(made)
    assert engine.search(SearchRequest(group=True)).repeats == 0
    engine.close()
