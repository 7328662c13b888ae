"""A page's source is looked through in one pass, and says the same as patterns that take long would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import source
from corpus.extract.notices import CHALLENGE, PASSWORD
from corpus.extract.source import asks_again, page_title, shown

MARKS = {**{name: value for name, value in vars(source).items() if name.isupper()}, "PASSWORD": PASSWORD}
PIECES = st.lists(
    st.sampled_from(
        [
            *("<", ">", "/", "<script>", "<script ", "</script", "</script >", "<STYLE a=b>", "</style>", "<svg>"),
            *("<b>", "a", "ก", " ", "\n", "<title", "<title>", "<meta http-equiv=refresh content=0", "<scripts>"),
            *("document.cookie", "location.reload", "location.href =", "window.location", ".submit()", "</script>"),
            *("<input type=password", " type=password", "x" * 390, "y" * 3_990),
        ]
    ),
    max_size=14,
).map("".join)
# What is meant, as patterns that look again from each place at all that follows.
_SCRIPTS = re.compile(r"<(script|style|svg)\b[^<>]*>.*?</\1\b[^<>]*>", re.I | re.S)
_AGAIN = re.compile(
    r"document\.cookie[^<]{0,4000}(?:location\.(?:reload|href|replace)|window\.location|\.submit\(\))|"
    r"(?:location\.(?:reload|replace)|location\.href ?=|window\.location ?=)[^<]{0,400}</script>|"
    r"<meta[^<>]{0,40}http-equiv=.?refresh[^<>]{0,40}content=.?[0-9]\b",
    re.I,
)


@given(PIECES)
def test_what_is_shown_is_what_stands_outside_scripts_and_tags(html: str) -> None:
    assert shown(html) == " ".join(re.sub(r"<[^<>]*>", " ", _SCRIPTS.sub(" ", html)).split())


@given(PIECES)
def test_a_script_that_asks_again_is_found(html: str) -> None:
    assert asks_again(html) == bool(_AGAIN.search(html))


@given(PIECES)
def test_no_mark_runs_over_the_next_tag(html: str) -> None:
    """So that what is read from one ``<`` is never read again from the next one: the look stays one pass."""
    for name, mark in MARKS.items():
        for found in mark.finditer(html):
            assert "<" not in found[0][1:], name


@pytest.mark.parametrize(
    "text",
    ["<script>" * 3_700, "<script " * 3_700, "<" * 29_900, "<title " * 5_000, "<script>" * 1_800 + "</script" * 9],
)
def test_a_source_that_never_closes_is_text_to_its_end(text: str) -> None:
    assert shown(text) == " ".join(re.sub(r"<[^<>]*>", " ", text).split())
    assert page_title(text) == ""
    assert not asks_again("document.cookie " * 12_500 + text)


def test_marks_of_challenges_hold_no_repeats() -> None:
    assert not re.search(r"[*+{]", CHALLENGE.pattern)
