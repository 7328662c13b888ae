"""Where strings stand in the texts of the index, against a plain scan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.thai.normalise import fold
from index.clusters import is_boundary
from index.compact import SEPARATOR, encode
from index.texts import PARTS, Texts
from tests.small_texts import texts_of

words = st.text(st.sampled_from("กขตานรเแ่้ิ์ะำ "), max_size=8)
documents = st.lists(st.tuples(words, words, words).map(lambda d: tuple(map(fold, d))), min_size=1, max_size=6)


def made(data: Sequence[tuple[str, ...]]) -> Texts:
    return texts_of([SEPARATOR.join(map(encode, parts)) for parts in data])


def everywhere(data: Sequence[object]) -> Any:
    return np.ones(len(data), np.bool_)


@given(documents, words.map(fold).filter(bool))
def test_exact_strings_are_found_as_a_plain_scan_finds_them(data: list[tuple[str, ...]], needle: str) -> None:
    found = made(data).exact(needle, PARTS, everywhere(data))
    for n, part in enumerate(PARTS):
        docs, counts = found.get(part, (np.zeros(0), np.zeros(0)))
        lines = [each[n].replace("\n", " ") for each in data]
        expected = {doc: line.count(needle) for doc, line in enumerate(lines) if needle in line}
        assert dict(zip(docs.tolist(), counts.tolist(), strict=True)) == expected


@given(documents, words.map(fold).filter(lambda word: re.fullmatch("[ก-ฮ](?:.*[^เแ])?", word) is not None))
def test_a_word_inside_others_ends_between_clusters(data: list[tuple[str, ...]], word: str) -> None:
    found = made(data).inside(word, PARTS, everywhere(data))
    holding = {
        doc
        for doc, each in enumerate(data)
        for text in each
        for m in re.finditer(f"(?={re.escape(word)})", text)
        if is_boundary(text, m.start()) and is_boundary(text, m.start() + len(word))
    }
    assert {doc for docs, _ in found.values() for doc in docs.tolist()} == holding


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("ประชา", "ประชาชน", True),
        ("ตาก", "อำเภอตากใบ", True),
        ("ขา", "เขา", False),
        ("แก", "แก่", False),
        ("ขาว", "ข่าว", False),
        ("ต่าง", "ต่างๆ", True),
        ("กรุงเทพ", "กรุงเทพฯ", True),
    ],
)
def test_marks_are_letters(word: str, text: str, stands: bool) -> None:
    assert bool(made([("", text, "")]).inside(word, PARTS, everywhere([0]))) == stands


def test_a_beginning_needs_no_end() -> None:
    held = made([("", "ปฏิรูประบบ", ""), ("", "แก่", ""), ("", "เแก", "")])
    assert held.inside("ปฏิรูปร", PARTS, everywhere(range(3)), begins=True)["body"][0].tolist() == [0]
    assert held.inside("แก", PARTS, everywhere(range(3)), begins=True)["body"][0].tolist() == [1]


def test_only_the_documents_asked_for_are_read() -> None:
    held = made([("ก", "ข่าว", "")] * 4)
    assert held.exact("ข่าว", PARTS, np.array([False, True, False, True]))["body"][0].tolist() == [1, 3]


def test_what_many_documents_hold_counts_once_in_each() -> None:
    data = [("", "ข่าว ข่าว", "")] * 3
    assert made(data).exact("ข่าว", PARTS, everywhere(data), 2)["body"][1].tolist() == [1.0, 1.0, 1.0]
    assert made(data).exact("ข่าว", ("body",), everywhere(data), 2)["body"][0].tolist() == [0, 1, 2]
    assert made(data).exact("ข่าว", PARTS, everywhere(data), 3)["body"][1].tolist() == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("needle", ["3 วัน", "3\nวัน"])
def test_a_line_break_counts_as_a_blank(needle: str) -> None:
    data = [("", "ภายใน 3\nวันทำการ", ""), ("", "ภายใน 3 วันทำการ", ""), ("", "ภายใน 3วันทำการ", "")]
    docs, counts = made(data).exact(needle, PARTS, everywhere(data))["body"]
    assert (docs.tolist(), counts.tolist()) == ([0, 1], [1.0, 1.0])


def test_a_text_comes_back_in_its_parts() -> None:
    assert made([("หัวเรื่อง", "เนื้อ\nข่าว", "東 pdf")]).folded(0) == ("หัวเรื่อง", "เนื้อ\nข่าว", "東 pdf")
