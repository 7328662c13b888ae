"""What templates do with values: dates in two eras, marks and links that cannot be abused, bars that fit."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article, Table
from search_web.article_text import PART_BYTES, Block, blocks_of, marked_parts
from search_web.filters import (
    content_lang,
    marked,
    show_day,
    show_instant,
    show_kind,
    show_month,
    show_number,
    show_span,
    show_year,
    web_address,
)
from search_web.marking import marks_of


def test_days_are_buddhist_in_thai_and_gregorian_in_english() -> None:
    day = date(2008, 4, 22)
    assert (show_day(day, "th"), show_day(day, "th", "short")) == ("22 เมษายน 2551", "22 เม.ย. 2551")
    assert (show_day(day, "en"), show_day(day, "en", "short")) == ("22 April 2008", "22 Apr 2008")
    assert (show_month(2008, 4, "th"), show_month(2008, 4, "en")) == ("เมษายน 2551", "April 2008")
    assert (show_year(2551, "th"), show_year(2551, "en")) == ("2551", "2008")


def test_instants_are_on_the_clock_of_bangkok() -> None:
    moment = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    assert show_instant(moment, "th") == "21 พ.ย. 2569 เวลา 04.00 น."
    assert show_instant(moment, "en") == "21 Nov 2026, 04:00 (UTC+7)"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2008, 4, 22), date(2008, 4, 22), "22 เมษายน 2551"),
        (date(2008, 4, 22), date(2008, 4, 24), "22–24 เมษายน 2551"),
        (date(2008, 4, 30), date(2008, 5, 2), "30 เมษายน 2551 – 2 พฤษภาคม 2551"),
    ],
)
def test_spans_name_the_month_once_where_they_can(start: date, end: date, shown: str) -> None:
    assert show_span(start, end, "th") == shown


def test_numbers_and_kinds() -> None:
    assert show_number(1234567) == "1,234,567"
    assert (show_kind("job", "th"), show_kind("job", "en"), show_kind("poem", "th")) == ("รับสมัครงาน", "Job", "poem")
    assert (content_lang("opdc:g2:7108:en"), content_lang("opdc:g2:7108")) == ("en", "th")


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("ก <mark>ข</mark> ค", "ก <mark>ข</mark> ค"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("&lt;b&gt; &amp; <mark>&quot;</mark>", "&lt;b&gt; &amp; <mark>&#34;</mark>"),
        ("<mark>a<mark>b</mark></mark>", "<mark>ab</mark>"),
        ("</mark>a<mark>b", "a<mark>b</mark>"),
        ('<mark class="x">a</mark>', "&lt;mark class=&#34;x&#34;&gt;a"),
    ],
)
def test_only_marks_survive_in_a_snippet(given_: str, shown: str) -> None:
    assert str(marked(given_)) == shown


@given(st.lists(st.sampled_from(["<mark>", "</mark>", "<b>", "&lt;", "&", "<", ">", '"', "ที่", "<mark", "onx=1"])))
def test_a_marked_text_holds_no_tag_but_paired_marks(pieces: list[str]) -> None:
    safe = str(marked("".join(pieces)))
    assert re.sub(r"<mark>[^<>]*</mark>", "", safe).count("<") == 0
    assert html.unescape(safe.replace("<mark>", "").replace("</mark>", "")) == html.unescape(
        re.sub(r"</?mark>", "", "".join(pieces))
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:seed.html",
        "//x.example/",
        "",
        "http://",
        "http://[x",
    ],
)
def test_what_is_no_web_address_is_not_linked(url: str) -> None:
    assert web_address(url) is None


def test_web_addresses_are_linked_as_they_are() -> None:
    assert web_address(" http://www.opdc.go.th/content.php?content_id=1&menu_id=5 ") == (
        "http://www.opdc.go.th/content.php?content_id=1&menu_id=5"
    )


def test_tables_stand_after_their_paragraph_and_none_is_lost() -> None:
    tables = (
        Table(after=9, rows=(("late",),)),
        Table(after=1, rows=(("first",),)),
        Table(after=0, rows=(("top",),)),
        Table(after=1, rows=((" ",),)),
    )
    blocks = list(blocks_of(Article(id="x", url="http://x.example/", site="x", body="one\n\ntwo", tables=tables)))
    assert [b.text or b.rows[0][0] for b in blocks] == ["top", "one", "first", "two", "late"]


def parts_of(**values: object) -> tuple[tuple[Block, ...], ...]:
    article = Article(id="x", url="http://x.example/", site="x", **values)  # type: ignore[arg-type]  # a test says what it needs
    return marked_parts(article, marks_of(article), lambda *_: None)


@given(st.lists(st.text(alphabet="ก่ข ab", min_size=1, max_size=9), max_size=12), st.integers(1, 1500))
def test_parts_keep_within_their_budget_and_lose_only_blanks(words: list[str], times: int) -> None:
    body = "\n\n".join(word * times for word in words)
    parts = parts_of(body=body)
    assert all(sum(len(b.text.encode()) for b in part) <= PART_BYTES for part in parts)
    joined = "".join(b.text for part in parts for b in part)
    assert joined.replace(" ", "") == body.replace(" ", "").replace("\n", "")


def test_a_long_table_is_cut_between_rows() -> None:
    rows = tuple((f"{n}", "ข้อความ" * 20) for n in range(400))
    parts = parts_of(body="", tables=(Table(after=0, rows=rows),))
    assert len(parts) > 2
    assert tuple(row for part in parts for block in part for row in block.rows) == rows
