"""Pages made to be slow end, and their work grows with their size and no faster (benchmarks/hostile.py has seconds)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.sheet import MOST_LINES, read_text
from corpus.pipeline import understand
from corpus.records import Article, Capture, Rejected
from corpus.thai.charset import decode
from tests.hostile_pages import HOSTILE

SMALL, FEW = 30_000, 60_000  # bytes; calls that a page costs whatever its size


def read(body: bytes, media_type: str) -> Article | Rejected:
    return understand(
        Capture(
            url="http://example.go.th/1",
            site="import",
            captured=datetime(2026, 1, 1, tzinfo=UTC),
            body=body,
            digest="",
            media_type=media_type,
        ),
        None,
    )


def calls(body: bytes, media_type: str) -> int:
    """How many functions are called to read a page, Python's and those in C."""
    count = 0

    def count_one(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_one)
    try:
        read(body, media_type)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_page_and_no_faster(name: str) -> None:
    media_type, make = HOSTILE[name]
    read(make(SMALL + 999), media_type)  # tables are loaded once; another text, for some results are remembered
    assert calls(make(2 * SMALL), media_type) <= 2.6 * calls(make(SMALL), media_type) + FEW


PIECES = (
    *(
        "<p>",
        "</p>",
        "<div class=share>",
        "</div>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<a href=x.pdf>",
        "</a>",
        "<br>",
    ),
    *("<article>", "</article>", "<h1>", "</h1>", "<form>", "<nav>", "<!--", "-->", "<![CDATA[", "<title>", "</title>"),
    *(
        "&#161;&#210;&#195;",
        "&#3585;",
        "&nbsp;",
        "????",
        "| ",
        "\n",
        "ข่าวประชาสัมพันธ์ ",
        "22 เมษายน 2551 ",
        "à¸\u0081",
        "\0",
    ),
    "เมื่อวันที่ 3 มีนาคม 2564 คณะทำงานตรวจเยี่ยมห้องสมุดประชาชนและรับฟังความเห็นของผู้ใช้บริการตลอดทั้งวันโดยไม่หยุดพัก",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["utf-8", "cp874", "utf-16"]))
def test_any_page_is_survived(pieces: list[str], encoding: str) -> None:
    body = "".join(pieces).encode(encoding, "replace")
    assert isinstance(read(body, "text/html"), (Article, Rejected))


@given(st.binary(max_size=400))
def test_any_bytes_are_survived(body: bytes) -> None:
    assert isinstance(read(b"<p>" + body, "text/html"), (Article, Rejected))
    assert isinstance(decode(body).text, str)


def test_lines_beyond_any_page_are_not_read_and_told() -> None:
    sheet = read_text("ก\n" * (MOST_LINES + 5))
    assert len(sheet.lines) == MOST_LINES
    assert sheet.warnings == ("only the first 100000 lines of the page were read",)
