"""Words cut page after page and as numbers are those that one text alone is cut into."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index import cutting
from index.cutting import NUMBER, Words
from index.own_words import MAX_WORD
from index.tokens import Tokeniser, tokeniser

THAI = st.text(alphabet="กขคงจชดตนบประมยรลวสหอาิีุู่้์็ัำเแโใไะฯๆ .", max_size=200)
PIECES = st.sampled_from(
    [
        *(
            "ก.พ.ร.",
            "พ.ศ. ",
            "พ . ศ . ",
            "อบต",
            "ผลก.พ.ร",
            "2551",
            " ",
            "\n",
            "การประชุม",
            "opdc",
            "1,234.5",
            "ฯลฯ",
            "ๆ",
        ),
        *("สำนักงานคณะกรรมการพัฒนาระบบราชการ", "ปลัดกระทรวงมหาดไทย", "นายสุทธิพงษ์", "ส" * 50, "การ" * 50, "é", "東", "฿"),
    ]
)
TEXTS = st.lists(THAI | st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), min_size=1, max_size=5)


def as_strings(words: Words, numbers: bytes) -> list[str]:
    return [words.words[number].decode() for number in np.frombuffer(numbers, NUMBER).tolist()]


def simply(cut: Tokeniser, folded: str) -> Iterator[str]:
    """Run by run and piece by piece, with nothing kept: the rule itself."""
    for run in cut.runs(folded):
        for text, thai, _, _ in cut._of(run):
            for piece in cut._cutter.pieces(text) if thai else (text,):
                for word in cut.dictionary.divided.get(piece) or (piece,):
                    if not thai or any("ก" <= c <= "ฮ" or c in "ะาำ" or "เ" <= c <= "ๅ" for c in word):
                        yield word[:MAX_WORD] if thai else word


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(tokeniser())


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_the_words_of_pages_are_those_of_their_texts(words: Words, texts: list[str]) -> None:
    folded = [fold(text) for text in texts]
    cut = words.tokeniser
    expected = [list(simply(cut, text)) for text in folded]
    assert [as_strings(words, numbers) for numbers in words.numbers(folded)] == expected
    assert [cut.words(text) for text in folded] == expected
    assert [[token.text for token in cut.tokens(text)] for text in folded] == expected


def test_what_is_beside_a_run_changes_nothing_in_it() -> None:
    cut = tokeniser()
    text = fold("ของก.พ.ร. ก.พ.ร ครม. พล. อ.ประยุทธ์ 1.ก.พ. ในพ . ศ . 2551 ..อ.ก.พ.ร.และ(จ.ปทุมธานี)")
    assert [word for run in cut.runs(text) for word in cut.words(run)] == cut.words(text)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "RUNS", 20)
    monkeypatch.setattr(cutting, "WORDS", 60)
    words = Words(tokeniser())
    sizes = []
    for page in range(200):
        text = f"การประชุม {page} เรื่อง {page + 1_000} ที่{'กขค'[page % 3]}าวนี้" + " ยาว" * (page % 3)
        [numbers] = words.numbers([text])
        assert as_strings(words, numbers) == words.tokeniser.words(text)
        words.tidy()
        assert len(words._runs) <= 20
        sizes.append(len(words.words))
    assert max(sizes) <= 60
    assert any(after < before for before, after in pairwise(sizes))


def test_long_runs_are_not_kept() -> None:
    words = Words(tokeniser())
    words.numbers(["การประชุมคณะรัฐมนตรีนอกสถานที่อย่างเป็นทางการ การประชุม"])
    assert list(words._runs) == ["การประชุม"]
