from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.borders import BETWEEN, Known, borders, inner
from index.cuts import Cutting, Text
from index.tokens import tokeniser

PIECES = [
    "ประชาชน",
    "การประชุมสามัญ",
    "นายนา",
    " ",
    "\n",
    ".",
    "ก.พ.ร.",
    "ก. พ. ",
    "อบต",
    "1,234.5",
    "ๆ",
    "the ",
    "東",
    "ส" * 130,
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join).map(fold) | st.text(max_size=60).map(fold)


def bits_of(*texts: str) -> bytes:
    runs = [tokeniser().runs(text) for text in texts]
    cut: dict[str, Sequence[int]] = {
        run: inner(run, pieces) for each in runs for run, pieces in zip(each, tokeniser().pieces(each), strict=True)
    }
    return borders(zip(texts, runs, strict=True), cut.get)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_what_was_cut_is_read_as_it_was_cut(title: str, body: str, data: st.DataObject) -> None:
    bits = bits_of(title, body)
    assert len(bits) == (len(title) + len(body) + 2 * BETWEEN + 7) // 8
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    known = Text(body, Cutting(tokeniser()), Known(bits, len(title) + BETWEEN)).cut(start, end)
    anew = Text(body, Cutting(tokeniser())).cut(start, end)
    assert sorted(known.words(start, end)) == sorted(anew.words(start, end))
    assert list(Text(title, Cutting(tokeniser()), Known(bits, 0)).cut(0, len(title)).words(0, len(title))) == list(
        Text(title, Cutting(tokeniser())).cut(0, len(title)).words(0, len(title))
    )


def test_the_pieces_of_a_run_are_told_by_where_they_begin() -> None:
    assert inner("ตากลม", ["ตา", "กลม"]) == (2,)
    assert inner("ก.พ.ร.ไทย", ["ก.พ.ร.", "ไทย"]) == ()
    assert Known(b"\x20\x80", 2).within(0, 14) == [0, 6]
    assert Known(b"\x20\x80", 2).within(1, 7) == [5]
    assert Known(b"", 0).within(0, 0) == []


def test_what_is_known_is_not_cut_again() -> None:
    text = fold("ประชุมใหญ่สามัญประจำปี ที่ประชุม")
    everywhere = Known(b"\xff" * 8, 0)
    cut = Text(text, Cutting(tokeniser()), everywhere).cut(0, len(text))
    assert all(end - start == 1 for start, end in cut.words(0, len(text)))
