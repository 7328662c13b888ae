from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.answer import Wanted
from index.asked import Asked
from index.clusters import is_edge, stands
from index.cuts import Cutting, Text
from index.matches import LONGEST_TAIL, Match, matches_of
from index.places import MOST_PLACES, every, found, places_of, with_signs
from index.tokens import tokeniser

PIECES = [
    "ประชาชน",
    "การมีส่วนร่วม",
    "มหาวิทยาลัย",
    "ตากใบ",
    "นาย",
    "นา",
    " ",
    " ",
    "\n",
    ".",
    ",",
    "ก.พ.ร.",
    "ก. พ. ร.",
    "ก.พ.ร",
    "พ . ศ .",
    "พ.ศ. ",
    "พล. อ. ",
    "อบต",
    "อบต.",
    "อ.บ.ต.",
    "ม.ค.",
    "2,551",
    "12,345.5",
    "2551",
    "1.5",
    "ๆ",
    "ฯ",
    "่",
    "เ",
    "covid-19",
    "the ",
    '"',
    "ส" * 130,
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join).map(fold) | st.text(max_size=120).map(fold)
KEYS = [
    "ประชาชน",
    "ชน",
    "นา",
    "ตาก",
    "วิทยาลัย",
    "ก.พ.ร.",
    "อบต.",
    "พ.ศ.",
    "พล.อ.",
    "2551",
    "12345.5",
    "1",
    "the",
    "covid",
]
WANTED = st.builds(
    Wanted,
    words=st.dictionaries(st.sampled_from(KEYS), st.sampled_from([6.0, 2.0, 0.1]), max_size=5),
    prefixes=st.sets(st.sampled_from(["ประ", "นา", "ก.พ", "อบ", "255", "เ", "ตาก"]), max_size=2),
    phrases=st.sets(st.sampled_from(["ชน ก", "นา", ". พ", "ร่วม"]), max_size=2),
)


def text_of(folded: str) -> Text:
    return Text(folded, Cutting(tokeniser()))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_chunks_are_cut_as_whole_texts_are(folded: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    cut = text_of(folded).cut(start, end)
    words = [(token.start + start, token.end + start) for token in tokeniser().tokens(folded[start:end])]
    assert [span for chunk in reversed(list(cut.chunks())) for span in chunk.spans()] == words
    assert sorted(cut.words(start, end)) == words
    for at in range(start, end):
        chunk = cut.chunk(at)
        assert chunk.start <= at <= chunk.end
        assert cut.is_inside(at) == any(first < at < last for first, last in words)


@settings(deadline=None)
@given(TEXTS, WANTED)
def test_no_match_is_missed_where_nothing_is_cut(folded: str, wanted: Wanted) -> None:
    text = text_of(folded)
    assert matches_of(text.cut(0, len(folded)), Asked(wanted, text.cutting)) == matches_of_all(folded, wanted)


def matches_of_all(folded: str, wanted: Wanted) -> list[Match]:
    """What is to be found, said as plainly as it can be: every word of the text is cut and looked at."""
    tokens, prefixes = list(tokeniser().tokens(folded)), tuple(wanted.prefixes)
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    parts = {(t.start + first, t.start + last) for t in tokens for _, first, last in tokeniser().parts(t.text)}
    matches = [Match(at, at + len(p), p, "phrase") for p in wanted.phrases for at in found(folded, p, 0, len(folded))]
    for token in tokens:
        if token.text in wanted.words:
            matches.append(Match(token.start, token.end, token.text, "word"))
        elif key := next((p for p in prefixes if token.text.startswith(p)), ""):
            matches.append(Match(token.start, token.end, key, "prefix"))
    inside = [(at, at + len(word), word) for word in wanted.words for at in every(folded, word)]
    letters = [place for place in inside if stands(folded, place[0], place[1])]
    for prefix in prefixes:
        for at in every(folded, prefix):
            end = at + len(prefix)
            if stands(folded, at, end, begins=True):
                tail = next((n for n in range(end, end + LONGEST_TAIL) if is_edge(folded, n)), end)
                letters.append((at, tail, prefix))
    for start, end, key in letters:
        if tokeniser().has_parts(key):
            part = len(key) > 4 or (start, end) in parts
            whole = start in starts and end in ends
            matches.append(Match(start, end, key, "word" if whole else "part" if part else "letters"))
    best = {match[:3]: match for match in reversed(matches)}
    return [best[place] for place in sorted(best)]


@pytest.mark.parametrize("written", ["ก.พ.ร.", "ก.พ.ร", "ก. พ. ร.", "ก . พ . ร .", "กพร."])
def test_letters_are_found_with_signs_between_them(written: str) -> None:
    assert with_signs(f"ที่ 1,000 {written} ", ["กพร"]) == [10]
    assert with_signs(f"ที่ 1,000 {written} ", ["1000"]) == [4]


def test_of_many_places_each_string_has_its_share() -> None:
    text = text_of("นา " * MOST_PLACES + "the " * 3)
    places = places_of(text, Asked(Wanted(words={"นา": 1.0, "the": 1.0}), text.cutting), 0)
    assert len(places) == MOST_PLACES
    assert sum(key == "the" for _, _, key in places) == 3
    assert all(one < other for one, other in pairwise(places))


def test_what_is_left_is_found_among_what_was() -> None:
    text = text_of("นา the นา the")
    asked = Asked(Wanted(words={"นา": 1.0, "the": 2.0, "ข้าว": 4.0}), text.cutting)
    left = asked.without({"the"})
    assert left is not None
    assert left is asked.without({"the"})
    assert places_of(text, left, 0) == [(0, 2, "นา"), (7, 9, "นา")]
    assert left.most([text.folded]) == 1.0
    assert asked.without({"นา", "the", "ข้าว"}) is None
