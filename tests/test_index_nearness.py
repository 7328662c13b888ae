"""Words that stand together in a page as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.compact import SEPARATOR, encode
from index.nearness import CLOSENESS, PAIRS, TEXT_WEIGHTS, Nearness, Pair, closeness_of, pairs_of, side_by_side
from index.syntax import parse
from index.tokens import tokeniser


def close(text: str, first: str, second: str) -> str:
    data = encode(fold(text))
    told = {closeness_of(data, 0, len(data), encode(first), encode(second), rare) for rare in (True, False)}
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
    scores = [asked.score(each) for each in order]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(2.0 * TEXT_WEIGHTS["title"])
    assert scores[4] == pytest.approx(2.0 * TEXT_WEIGHTS["body"] * CLOSENESS["near"])
    assert asked.score(page("ระบบ", "ราชการ")) == 0


def test_the_best_place_counts_once() -> None:
    asked = nearness("ระบบ ราชการ")
    (found,) = asked.found(page("ราชการและระบบ", "ระบบราชการ " * 9))
    assert (found.part, found.closeness) == ("body", "together")
    assert found.score == pytest.approx(1.0)


def test_words_of_a_title_asked_for_are_looked_for_in_titles_alone() -> None:
    asked = nearness("หัวเรื่อง:ระบบ หัวเรื่อง:ราชการ")
    assert asked.score(page("", "ระบบราชการ")) == 0
    assert asked.score(page("ระบบราชการ")) > 0


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


@given(st.text("กขา่เ \nab.ๆ", max_size=60), st.text("กขา่เab.", min_size=1, max_size=4), st.text("กขาab", min_size=1))
def test_any_text_is_judged(text: str, first: str, second: str) -> None:
    pair = Pair(fold(first), fold(second), "", 1.0, True)
    score = Nearness([pair]).score(page(text, text, text))
    assert 0 <= score <= max(TEXT_WEIGHTS.values())
    if fold(text).find("\n") < 0 and score == TEXT_WEIGHTS["title"]:
        assert fold(first).removesuffix(".") in fold(text)
