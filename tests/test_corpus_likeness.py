"""corpus.likeness: what makes two pages one article, and what forbids it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from corpus.likeness import NEIGHBOURHOOD, groups, likeness, marks, parted, same, shared, unpacked
from corpus.records import Article, DateMention, Event, Person
from tests.kinship import BODY, DAY, GEN2, GEN3, TITLE, told

WORDS = ("ประชุม", "รับฟัง", "ความเห็น", "จังหวัด", "ประชาชน", "แผน", "๑๒", "2565", "ครั้งที่ 3/2564", "ก.พ.ร.")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=120).map(" ".join)
PAGES = st.builds(
    lambda title, body, day: told(GEN2, body, title, event=Event(start=day, end=day) if day else None),
    PHRASES,
    st.one_of(PHRASES, st.just(BODY)),
    st.one_of(st.none(), st.just(DAY), st.just(DAY + timedelta(7))),
)


@examples(deadline=None)  # the first one imports numpy
@given(PAGES, PAGES)
def test_same_is_symmetric_and_always_says_the_same(one: Article, two: Article) -> None:
    a, b = likeness(one), likeness(two)
    assert same(a, b) == same(b, a) == same(likeness(one), likeness(two))
    assert parted(a, b) == parted(b, a)
    assert 0 <= shared(a, b) == shared(b, a) <= 1
    assert unpacked(a.pack()) == a


@examples(deadline=None)  # the first one imports numpy
@given(PAGES)
def test_a_page_is_the_same_as_itself_where_it_says_enough(page: Article) -> None:
    like = likeness(page)
    assert same(like, like).same == (like.near >= 0)


@examples(deadline=None)  # the first one imports numpy
@given(st.integers(1, 40), st.integers(1, 40), st.integers(2540, 2570), st.integers(2540, 2570), st.booleans())
def test_other_numbers_of_a_series_are_never_one_article(n: int, m: int, year: int, other: int, thai: bool) -> None:
    titles = [f"{TITLE} ครั้งที่ {n}/{year}", f"{TITLE} ครั้งที่ {m} / {other}"]
    if thai:
        titles[1] = titles[1].translate({ord("0") + d: chr(0x0E50 + d) for d in range(10)})
    a, b = (likeness(told(GEN2, title=title)) for title in titles)
    assert same(a, b).same == ((n, year) == (m, other))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ประชุม ก.พ.ร. ครั้งที่ ๔/๒๕๖๐", {"ครั้งที่ 4/2560"}),
        ("แผนปฏิบัติการ (ฉบับที่ ๒)", {"ฉบับที่ 2"}),
        ("นปร. รุ่นที่ 13", {"รุ่นที่ 13"}),
        ("จดหมายข่าว ปีที่ 5 ฉบับ 12", {"ปีที่ 5", "ฉบับที่ 12"}),
        ("ประชุมครั้งแรก", {"ครั้งที่ 1"}),
        ("รอบที่สอง", {"รอบที่ 2"}),
        ("รายงาน 6/2566 และ 7/2566", {"6/2566", "7/2566"}),
        ("Newsletter No. 3, Vol. 2", {"no 3", "vol 2"}),
        ("ระบบราชการ 4.0", set()),
    ],
)
def test_the_marks_of_a_series(text: str, found: set[str]) -> None:
    assert marks(text) == found


def page(body: str = BODY, title: str = TITLE, **facts: object) -> Article:
    return told(GEN3, body, title, **facts)


NAMED = (Person(id="th:วสุ", name="วสุ"),)
SAME = {
    "the same": page(),
    "blanks, quotes and Thai digits": page(BODY.replace("12 คน", "๑๒  คน").replace("\n\n", "\n"), f"“{TITLE}”"),
    "the title again above the body": page(f"{TITLE}\n\n{BODY}"),
    "a caption below": page(f"{BODY}\n\nภาพประกอบข่าว"),
    "no title": page(title=""),
    "a cut title": page(title=TITLE[:30]),
    "no event": page(event=None),
    "a date that only one says": page(
        dates=(DateMention(surface="5 ส.ค. 2565", start=DAY, end=DAY, at=3),), published=DAY + timedelta(30)
    ),
    "names that only one has": page(people=NAMED, provinces=("น่าน",)),
}


@pytest.mark.parametrize("name", SAME)
def test_the_dress_of_a_generation_changes_nothing(name: str) -> None:
    verdict = same(likeness(told(GEN2)), likeness(SAME[name]))
    assert verdict.same, verdict.why


OTHER = {
    "other numbers in the body": page(BODY.replace("12 คน", "13 คน")),
    "another event date": page(event=Event(start=DAY + timedelta(7), end=DAY + timedelta(7))),
    "other people or provinces": page(provinces=("น่าน",)),
    "another number of the series": page(title=f"{TITLE} (ครั้งที่ 2)"),
    "another title": page(title="ผลการประชุมคณะกรรมการเพื่อเตรียมงานปีใหม่"),
    "other numbers in the title": page(title=f"{TITLE} 40 แห่ง"),
    "one body is": page(BODY.partition("\n")[0]),
    "too short to tell": page("ดาวน์โหลดเอกสาร"),
    "another language": page(lang="en"),
    "other dates in the body": page(dates=(DateMention(surface="1", start=DAY, end=DAY, at=3),)),
}


@pytest.mark.parametrize("why", OTHER)
def test_what_contradicts_forbids(why: str) -> None:
    here = told(
        GEN2,
        provinces=("แพร่",),
        dates=(DateMention(surface="2", start=DAY + timedelta(9), end=DAY + timedelta(9), at=3),),
    )
    verdict = same(likeness(here), likeness(OTHER[why]))
    assert not verdict.same
    assert verdict.why.startswith(why)


def test_publications_far_apart_need_an_event() -> None:
    here, there = (page(published=DAY + timedelta(days), event=None) for days in (0, 80))
    assert same(likeness(here), likeness(there)).why == "dated at another time"
    assert same(*(likeness(replace(p, event=Event(start=DAY))) for p in (here, there))).same


def test_the_sketch_tells_how_much_two_long_bodies_share() -> None:
    draw = random.Random(7)
    words = ["".join(draw.choices("กขคงจฉชซญดตถทนบปพมยรลวสหอ", k=6)) for _ in range(1500)]
    whole = " ".join(words)
    for part in (0.5, 0.8, 0.95):
        held = [word if draw.random() < part else word[::-1] for word in words]
        shares = shared(likeness(page(whole)), likeness(page(" ".join(held))))
        kept = part**3  # a run of 12 characters lies in two or three words
        assert kept - 0.12 < shares < part + 0.1
    assert shared(likeness(page(whole)), likeness(page(" ".join(words[:1000])))) > 0.9


def test_an_edit_is_no_parting() -> None:
    before = likeness(told(GEN2))
    assert not parted(before, likeness(page(BODY.replace("12 คน", "13 คน"), event=None)))
    assert parted(before, likeness(page(title=f"{TITLE} ครั้งที่ 2/2565")))
    assert parted(before, likeness(page("หน้านี้ย้ายไปแล้ว โปรดดูที่หน้าแรกของเว็บไซต์ใหม่ " * 5)))


@pytest.mark.parametrize("data", [b"", b"abc", b"\xff" * 40, b"\x02\0\0\0" + b"\0" * 12 + b"{}"])
def test_bytes_that_are_no_likeness_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(data)


NODES = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "c1": "c"}


@pytest.mark.parametrize(
    ("pairs", "together"),
    [
        ([], {}),
        ([("a1", "b1")], {"b1": "a1"}),
        ([("a1", "b1"), ("b1", "c1")], {"b1": "a1", "c1": "a1"}),
        ([("a1", "b1"), ("a2", "b1")], {}),
        ([("a1", "b1"), ("a2", "b1"), ("b1", "c1")], {"c1": "b1"}),
        ([("a1", "b1"), ("b1", "c1"), ("c1", "a2")], {}),
        ([("a1", "b1"), ("a2", "b2")], {"b1": "a1", "b2": "a2"}),
    ],
)
def test_groups(pairs: list[tuple[str, str]], together: dict[str, str]) -> None:
    assert groups(NODES, pairs) == {**{node: node for node in NODES}, **together}


PAIRS = st.lists(st.tuples(st.sampled_from(sorted(NODES)), st.sampled_from(sorted(NODES))), max_size=8)


@examples(deadline=None)  # the first one imports numpy
@given(PAIRS, st.randoms(use_true_random=False))
def test_groups_are_sound_in_any_order(pairs: list[tuple[str, str]], draw: random.Random) -> None:
    pairs = [pair for pair in pairs if NODES[pair[0]] != NODES[pair[1]]]
    found = groups(NODES, pairs)
    mixed = [pair if draw.random() < 0.5 else pair[::-1] for pair in draw.sample(pairs, len(pairs))]
    names = draw.sample(sorted(NODES), len(NODES))
    assert found == groups({name: NODES[name] for name in names}, mixed)
    for leader in found.values():
        members = [page for page in found if found[page] == leader]
        assert leader == min(members)
        assert len({NODES[page] for page in members}) == len(members)


def test_too_many_that_hang_together_are_left_apart() -> None:
    crowd = {f"{n:03}": str(n) for n in range(NEIGHBOURHOOD + 1)}
    pairs = [("000", other) for other in crowd if other != "000"]
    assert groups(crowd, pairs) == {page: page for page in crowd}
