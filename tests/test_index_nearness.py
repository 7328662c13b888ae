"""Words that stand together in a page as they were typed."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.clusters import LEADING, TRAILING
from index.compact import SEPARATOR, encode
from index.nearness import (
    CLOSENESS,
    GAP,
    LOOKED,
    PAIRS,
    TEXT_WEIGHTS,
    TRIED,
    WINDOW,
    Near,
    Nearness,
    Pair,
    pairs_of,
    side_by_side,
)
from index.syntax import parse
from index.tokens import tokeniser
from tests.small_texts import texts_of


def near(asked: Nearness, pages: Sequence[bytes]) -> Near:
    """How what is *asked* stands in *pages*."""
    return asked.of(texts_of(pages).parts(np.arange(len(pages), dtype=np.int32), LOOKED))


def score(asked: Nearness, *pages: bytes) -> float:
    return float(near(asked, pages).scores[0])


def close(text: str, first: str, second: str) -> str:
    told = set()
    for rare_first in (True, False):
        found = list(near(Nearness([Pair(first, second, "", 1.0, rare_first)]), [page("", text)]).found(0))
        told.add(found[0].closeness if found else "apart")
    assert len(told) == 1, "which of the two is rarer must not matter in a short text"
    return told.pop()


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("พัฒนาระบบราชการ", "ระบบ", "ราชการ", "together"),
        ("ระบบ ราชการ", "ระบบ", "ราชการ", "together"),
        ('ระบบ "ราชการ"', "ระบบ", "ราชการ", "together"),
        ("นายกฯ ตรวจงาน", "นายก", "ตรวจ", "together"),
        ("ราชการและระบบ", "ระบบ", "ราชการ", "near"),
        ("ระบบของราชการ", "ระบบ", "ราชการ", "near"),
        ("ระบบ\nราชการ", "ระบบ", "ราชการ", "apart"),
        ("ระบบซึ่งใช้กันมานานและยังใช้อยู่ในราชการ", "ระบบ", "ราชการ", "apart"),
        ("ระบบ", "ระบบ", "ราชการ", "apart"),
        ("สั่งเขาดู", "สั่ง", "ขา", "apart"),  # ขา (leg) does not stand in เขา (he)
        ("ขาวดำ", "ขา", "ดำ", "near"),
        ("ระบบ ราชการไทย ระบบราชการ", "ไทย", "ระบบ", "together"),
        ("", "ระบบ", "ราชการ", "apart"),
    ],
)
def test_how_close_two_words_stand(text: str, first: str, second: str, expected: str) -> None:
    assert close(text, first, second) == expected


def page(title: str, body: str = "", attached: str = "") -> bytes:
    return SEPARATOR.join(encode(fold(part)) for part in (title, body, attached))


def nearness(query: str, rarity: float = 2.0) -> Nearness:
    words = tokeniser()
    tree = parse(query).tree
    return Nearness(pairs_of(tree, words, dict.fromkeys(words.words(fold(query)), rarity)))


def test_title_before_text_before_attachment_and_together_before_near() -> None:
    asked = nearness("ระบบ ราชการ")
    order = [
        page("ระบบราชการ"),
        page("", "ระบบราชการ"),
        page("ราชการและระบบ"),
        page("", "", "ระบบราชการ"),
        page("", "ราชการและระบบ"),
    ]
    scores = near(asked, order).scores.tolist()
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(2.0 * TEXT_WEIGHTS["title"])
    assert scores[4] == pytest.approx(2.0 * TEXT_WEIGHTS["body"] * CLOSENESS["near"])
    assert score(asked, page("ระบบ", "ราชการ")) == 0


def test_the_best_place_counts_once() -> None:
    asked = nearness("ระบบ ราชการ")
    (found,) = near(asked, [page("ราชการและระบบ", "ระบบราชการ " * 9)]).found(0)
    assert (found.part, found.closeness) == ("body", "together")
    assert found.score == pytest.approx(1.0)


def test_words_of_a_title_asked_for_are_looked_for_in_titles_alone() -> None:
    asked = nearness("หัวเรื่อง:ระบบ หัวเรื่อง:ราชการ")
    assert score(asked, page("", "ระบบราชการ")) == 0
    assert score(asked, page("ระบบราชการ")) > 0


def test_pairs_go_over_blanks_and_end_at_operators() -> None:
    words = tokeniser()
    assert [pair[:2] for pair in side_by_side(parse("ระบบ ราชการ (น้ำ หรือ ไฟ) ป่า").tree, words)] == [("ระบบ", "ราชการ")]
    assert list(side_by_side(parse("-ระบบ -ราชการ").tree, words)) == []
    assert [pair[:2] for pair in side_by_side(parse("ระบบราชการ").tree, words)][:1] != []


def test_rare_pairs_are_kept_of_many() -> None:
    words = ["w" + chr(ord("a") + n // 6) + chr(ord("a") + n % 6) for n in range(3 * PAIRS)]
    pairs = pairs_of(parse(" ".join(words)).tree, tokeniser(), {word: float(n) for n, word in enumerate(words)})
    assert len(pairs) == PAIRS
    assert min(pair.worth for pair in pairs) > PAIRS


letters = "กขา่เ \nab.ๆ"
words = st.text("กขา่เab", min_size=1, max_size=3).map(fold)
pages = st.lists(st.tuples(*[st.text(letters, max_size=60).map(fold)] * 3), min_size=1, max_size=4)


@given(pages, words, words, st.booleans(), st.sampled_from(("", "title")))
def test_every_page_is_judged_as_word_by_word(
    data: list[tuple[str, str, str]], first: str, second: str, rare_first: bool, where: str
) -> None:
    pair = Pair(first, second, "title" if where else "", 1.0, rare_first)
    found = near(Nearness([pair]), [page(*each) for each in data])
    for n, parts in enumerate(data):
        expected = max(
            TEXT_WEIGHTS[name] * CLOSENESS[closeness(encode(text), encode(first), encode(second), rare_first)]
            for name, text in zip(TEXT_WEIGHTS, parts, strict=True)
            if not where or name == where
        )
        assert found.scores[n] == pytest.approx(expected)
        assert sum(each.score for each in found.found(n)) == found.scores[n]


def closeness(text: bytes, first: bytes, second: bytes, rare_first: bool) -> Literal["together", "near", "apart"]:
    """How close two words stand in *text*, place by place."""
    for joined in (first + second, first + b" " + second):
        if (at := text.find(joined)) >= 0 and stands_alone(text, at, at + len(joined)):
            return "together"
    anchor, other = (first, second) if rare_first else (second, first)
    best: Literal["near", "apart"] = "apart"
    at = text.find(anchor)
    for _ in range(TRIED):
        if at < 0:
            break
        after = at + len(anchor)
        if stands_alone(text, at, after):
            left, right = max(0, at - WINDOW - len(other)), after + WINDOW + len(other)
            before, behind = text.rfind(other, left, at), text.find(other, after, right)
            gaps = {
                False: text[before + len(other) : at] if stands(text, before, other) else b"\n",
                True: text[after:behind] if stands(text, behind, other) else b"\n",
            }
            if len(gaps[rare_first]) <= GAP and not gaps[rare_first].strip(encode(" -/.,:;()[]'\"!?&+*_“”‘’–—ๆฯ")):
                return "together"
            if not all(b"\n" in gap for gap in gaps.values()):
                best = "near"
        at = text.find(anchor, after)
    return best


def stands(text: bytes, at: int, word: bytes) -> bool:
    return at >= 0 and stands_alone(text, at, at + len(word))


def stands_alone(text: bytes, start: int, end: int) -> bool:
    leading, trailing = encode("".join(LEADING)), encode("".join(TRAILING))
    return not (start and text[start - 1] in leading) and not (end < len(text) and text[end] in trailing)
