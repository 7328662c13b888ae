import html
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.evaluate import Wanted
from index.snippets import LENGTH, is_boundary, marked, matches, snippet
from index.tokens import tokeniser

PIECES = st.sampled_from(
    [
        "ประชาชน",
        "การมีส่วนร่วม",
        "น้ํา",
        "เเม่น้ำ",
        "\u200b",
        " ",
        "\n\n",
        "<b>",
        "&amp;",
        '"',
        "ก.พ.ร.",
        "๒๕๕๑",
        "ๆ",
        "่",
        "é",
        "e\u0301",
        "👨\u200d👩",
    ]
)
TEXTS = st.lists(PIECES, max_size=120).map("".join) | st.text(max_size=300)
WANTED = st.builds(
    Wanted,
    words=st.sets(st.sampled_from(["ประชาชน", "ประชา", "น้ำ", "ก.พ.ร.", "2551", "b"]), max_size=3),
    prefixes=st.sets(st.sampled_from(["การ", "แม่"]), max_size=1),
    phrases=st.sets(st.sampled_from(["ชนก", "น้", "ร่วม", "ก"]), max_size=2),
)


def plain(shown: str) -> str:
    return html.unescape(re.sub("</?mark>", "", shown))


def edges(shown: str) -> list[int]:
    """Where, in the plain text, a mark begins or ends."""
    pieces = re.split("</?mark>", shown)
    found, at = [], 0
    for piece in pieces[:-1]:
        at += len(html.unescape(piece))
        found.append(at)
    return found


def tears(text: str, at: int) -> bool:
    """Whether a cut before *at* leaves a mark without its letter or a leading vowel without its consonant."""
    if not 0 < at < len(text):
        return False
    return unicodedata.category(text[at]) in ("Mn", "Mc", "Me") or text[at] in "ะาำ" or text[at - 1] in "เแโใไ"


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_a_snippet_is_a_piece_of_the_text(text: str, wanted: Wanted) -> None:
    shown = snippet(text, wanted, tokeniser())
    inside = plain(shown).removesuffix(" …")
    starts = [m.start() for m in re.finditer(re.escape(inside), text)] if inside else [0]
    if not starts:
        inside = inside.removeprefix("… ")
        starts = [m.start() for m in re.finditer(re.escape(inside), text)]
    assert starts
    assert any(not tears(text, at) and not tears(text, at + len(inside)) for at in starts)


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_marks_hold_whole_clusters_and_nothing_is_unescaped(text: str, wanted: Wanted) -> None:
    for shown in (snippet(text, wanted, tokeniser()), marked(text, wanted, tokeniser())):
        bare = plain(shown)
        assert not any(tears(bare, at) for at in edges(shown))
        assert "<" not in re.sub("</?mark>", "", shown)
        assert re.sub("<mark>[^<]+</mark>", "", shown).count("mark>") == bare.count("mark>")


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_a_marked_title_is_the_whole_title(text: str, wanted: Wanted) -> None:
    assert plain(marked(text, wanted, tokeniser())) == text


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_every_exact_string_is_marked(text: str, wanted: Wanted) -> None:
    spans = matches(text, wanted, tokeniser())
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for phrase in wanted.phrases:
        count = fold(text).count(phrase)
        assert not count or sum(fold(text[s:e]).count(phrase) for s, e in spans) >= 1


def test_matches_stand_at_the_raw_characters() -> None:
    text = "ที่เเม่น้ํา\u200bท่วม"
    wanted = Wanted(phrases={"แม่น้ำ"})
    assert [text[s:e] for s, e in matches(text, wanted, tokeniser())] == ["เเม่น้ํา\u200b"]


def test_the_best_passage_has_the_most_different_words() -> None:
    text = "ประชาชน " * 40 + "ทั้งนี้ " * 60 + "การปฏิรูปเพื่อประชาชน" + " ทั้งนี้" * 60
    shown = snippet(text, Wanted(words={"ประชาชน", "ปฏิรูป"}), tokeniser())
    assert "<mark>ปฏิรูป</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(plain(shown)) <= LENGTH + 4


def test_a_long_exact_string_is_shown_whole() -> None:
    phrase = "ประชาชน" * 60
    shown = snippet("ก่อน " * 100 + phrase + " หลัง" * 100, Wanted(phrases={phrase}), tokeniser())
    assert f"<mark>{phrase}</mark>" in shown


def test_nothing_found_shows_the_beginning() -> None:
    text = "เมื่อวันที่ " * 100
    shown = snippet(text, Wanted(words={"อวกาศ"}), tokeniser())
    assert text.startswith(shown.removesuffix(" …"))
    assert snippet("", Wanted(), tokeniser()) == ""


@pytest.mark.parametrize(
    ("text", "at", "free"),
    [
        ("น้ำ", 1, False),
        ("น้ำ", 2, False),
        ("แม่", 1, False),
        ("กา", 1, False),
        ("กข", 1, True),
        ("ab", 1, True),
        ("a", 5, True),
    ],
)
def test_boundaries(text: str, at: int, free: bool) -> None:
    assert is_boundary(text, at) is free
