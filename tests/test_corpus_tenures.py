"""corpus.tenures: posts with their pages, what stands fast of them, what may be misspelt."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.posts import Manner
from corpus.tenures import Tenure, by_role, like_one, runs, sifted, spread, told_misspelt

DAY = date(2020, 1, 15)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def tenure(
    role: str = "ปลัด",
    body: str = "moph",
    pages: int = 1,
    *,
    name: str = "สมมุติ ทดสอบดี",
    body_name: str = "กระทรวงสาธารณสุข",
    manner: Manner = "",
    start: date = DAY,
) -> Tenure:
    held = tuple((start + timedelta(days=30 * n), f"a:{n}") for n in range(pages))
    return Tenure(
        person_id=f"p-{name}", name=name, role=role, body=body, body_name=body_name, manner=manner, pages=held
    )


def test_a_misspelt_body_is_told_and_put_aside() -> None:
    right = tenure(pages=20)
    slip = tenure(body="a-1", body_name="กระทรวงสาธาาณสุข")
    fast, rare = sifted([slip, right])
    assert fast == (right,)
    assert [(t.body_name, t.like) for t in rare] == [("กระทรวงสาธาาณสุข", "กระทรวงสาธารณสุข")]


def test_a_post_without_its_body_stands_aside_of_the_one_that_has_it() -> None:
    whole, half = tenure(pages=3), tenure(body="", body_name="", pages=2)
    assert sifted([half, whole]) == ((whole,), (half,))
    assert sifted([half]) == ((half,), ())


def test_of_few_pages_nothing_is_put_aside_and_of_many_the_doubtful_ones_are() -> None:
    few = tenure("กรรมการ", "a-2", body_name="มูลนิธิหนึ่ง")
    assert sifted([few, tenure(pages=9)])[1] == ()
    assert sifted([few, tenure(pages=10)])[1] == (few,)
    listed = tenure("ประธาน", "opdc", body_name="สำนักงาน ก.พ.ร.")
    assert sifted([listed, tenure(pages=299)])[1] == ()
    assert sifted([listed, tenure(pages=301)])[1] == (listed,)


def test_of_a_name_that_stands_everywhere_a_single_post_is_put_aside() -> None:
    misread = tenure("อธิการบดี", "", body_name="")
    assert sifted([misread], named=99) == ((misread,), ())
    assert sifted([misread], named=100) == ((), (misread,))
    assert sifted([tenure(pages=10)], named=100_000)[1] == ()
    assert sifted([], named=100) == ((), ())


def test_whoever_comes_along_is_no_office() -> None:
    along = tenure("ภริยา", "", body_name="")
    assert sifted([along, tenure(pages=30)])[1] == (along,)


def test_posts_stand_in_the_order_of_their_first_days_and_undated_ones_last() -> None:
    later, first = tenure(start=date(2022, 1, 1)), tenure("อธิบดี", "ddc")
    undated = Tenure(person_id="p", name="x", role="เลขาธิการ", body="opdc", pages=((None, "a:1"),))
    assert sifted([undated, later, first])[0] == (first, later, undated)
    assert undated.days == ()


@given(st.lists(st.sampled_from([tenure(pages=n, body=b) for n in (1, 3, 12, 400) for b in ("moph", "a-1", "")])))
def test_no_post_is_lost(tenures: list[Tenure]) -> None:
    fast, rare = sifted(tenures)
    assert sorted(len(t.pages) for t in (*fast, *rare)) == sorted(len(t.pages) for t in tenures)


def test_a_holder_of_nearly_the_same_name_is_told() -> None:
    told = told_misspelt([tenure(pages=5, name="โอภาส การย์กวินพงศ์"), tenure(name="โอภาส การ์ยกวินพงศ์")])
    assert [t.like for t in told] == ["", "โอภาส การย์กวินพงศ์"]
    assert like_one("โอภาส การ์ยกวินพงศ์", 2, [("โอภาส การย์กวินพงศ์", 9)]) == ""


def test_roles_begin_with_the_heads_of_the_body_and_leave_out_former_ones() -> None:
    roles = by_role(
        [
            tenure("รองปลัด", pages=9),
            tenure("โฆษก", pages=5),
            tenure("ปลัด", pages=2),
            tenure("รัฐมนตรีว่าการ"),
            tenure("ปลัด", manner="former", name="ผู้อื่น"),
            tenure("ปลัด", manner="acting", name="อีกคน"),
        ]
    )
    assert [role for role, _ in roles] == ["รัฐมนตรีว่าการ", "ปลัด", "โฆษก", "รองปลัด"]
    assert [t.manner for t in roles[1][1]] == ["", "acting"]
    assert by_role([]) == ()


@given(st.lists(DAYS).map(sorted))
def test_runs_hold_every_day_and_part_where_a_month_is_missing(days: list[date]) -> None:
    found = runs(days)
    assert all(any(start <= day <= end for start, end in found) for day in days)
    for (_, end), (following, _) in pairwise(found):
        assert (following.year - end.year) * 12 + following.month - end.month > 1


@given(st.integers(0, 50), st.integers(2, 9))
def test_a_spread_has_first_and_last(size: int, most: int) -> None:
    pages = tuple((DAY + timedelta(days=n), f"a:{n}") for n in range(size))
    some = spread(pages, most)
    assert len(some) == min(size, most)
    assert list(some) == sorted(set(some))
    assert not pages or (some[0], some[-1]) == (pages[0], pages[-1])
