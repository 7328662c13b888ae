"""Where a string stands in many texts at once, against a plain search; what repeats itself is not read forever."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.settings import Settings
from index import lookup, scan, search, texts
from index.compact import SEPARATOR, encode
from index.hits import SearchRequest
from index.scan import PARTS, Joined, period, standing
from tests.small_archive import article, put
from tests.small_texts import texts_of

few = st.text("กข", max_size=40).map(encode)
needles = st.one_of(
    st.text("กข", min_size=1, max_size=6),
    st.tuples(st.text("กข", min_size=1, max_size=3), st.integers(2, 9)).map(lambda run: run[0] * run[1]),
    st.tuples(st.text("กข", min_size=1, max_size=4), st.text("กขค", max_size=24)).map(lambda t: t[0] + t[1] + t[0]),
).map(encode)


def joined(held: Sequence[bytes]) -> Joined:
    return Joined.of([memoryview(one) for one in held], np.array(list(map(len, held)), np.intp))


@pytest.mark.parametrize("compared", [0, scan.COMPARED])
@given(held=st.lists(few, min_size=1, max_size=4), needle=needles)
def test_a_string_is_found_wherever_it_stands(compared: int, held: list[bytes], needle: bytes) -> None:
    held = [*held, needle, needle * 2, needle[:-1]]
    one = joined(held)
    before, scan.COMPARED = scan.COMPARED, compared
    try:
        found = standing(one, needle, np.zeros(256, np.intp)).tolist()
    finally:
        scan.COMPARED = before
    assert found == [at for at in range(len(one.data)) if one.data.startswith(needle, at)]


@given(needles)
def test_the_period_is_the_least_distance_of_two_that_overlap(needle: bytes) -> None:
    twice = [n for n in range(1, len(needle)) if (needle[:n] + needle).startswith(needle)]
    assert period(needle) == min([*twice, len(needle)])


@pytest.mark.parametrize("crowded", [0, 4, 10**9])
@given(data=st.lists(st.tuples(*[st.text("กข \n", max_size=30)] * 3), min_size=1, max_size=4), needle=needles)
def test_a_string_counts_where_the_one_before_has_ended(
    crowded: int, data: list[tuple[str, str, str]], needle: bytes
) -> None:
    word = "".join(chr(0x0E00 + byte - 0xA0) for byte in needle)
    before, texts.CROWDED = texts.CROWDED, crowded
    try:
        found = texts_of([SEPARATOR.join(map(encode, each)) for each in data]).exact(
            word, PARTS, np.ones(len(data), np.bool_)
        )
    finally:
        texts.CROWDED = before
    for n, part in enumerate(PARTS):
        docs, counts = found.get(part, (np.zeros(0), np.zeros(0)))
        expected = {doc: each[n].replace("\n", " ").count(word) for doc, each in enumerate(data) if word in each[n]}
        assert dict(zip(docs.tolist(), counts.tolist(), strict=True)) == expected


def test_a_long_run_is_compared_in_time_that_grows_with_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    repeated = scan._repeated

    def noted(one: Joined, needle: bytes) -> scan.Places:
        asked.append(needle)
        return repeated(one, needle)

    monkeypatch.setattr(scan, "_repeated", noted)
    found = standing(joined([encode("ก" * 5_000)]), encode("ก" * 490), np.zeros(256, np.intp))
    assert (found.tolist(), len(asked)) == (list(range(1, 5_000 - 490 + 2)), 1)
    standing(joined([encode("ราชการ " * 700)]), encode("ราชการ"), np.zeros(256, np.intp))
    assert len(asked) == 1


def test_strings_that_stand_everywhere_are_charged_for_their_places(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "SCANNED", 20_000)
    put(settings, [article(1, "หนึ่ง", "ก" * 200_000), article(2, "สอง", "ก" * 400_000), article(3, "ข่าว", "กกกก")])
    search.build(settings)
    engine = search.open_engine(settings)
    try:
        one = engine.search(SearchRequest(q='"กก"'))
        many = engine.search(SearchRequest(q=" OR ".join('"' + "ก" * n + '"' for n in range(2, 12))))
    finally:
        engine.close()
    assert (one.query.notes, one.total) == ((), 3)
    assert (len(many.query.notes), many.total) == (6, 3)  # of ten strings
