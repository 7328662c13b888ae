"""The user's own file of words: what is taken, what is skipped, what is refused in one sentence."""

from pathlib import Path

import pytest

from corpus.errors import IndexProblem
from index.own_words import MAX_WORD, MOST_BYTES, OwnWords, read_own_words


def read(tmp_path: Path, content: bytes) -> OwnWords:
    file = tmp_path / "own.txt"
    file.write_bytes(content)
    return read_own_words(file)


def test_words_are_folded_sorted_and_taken_once(tmp_path: Path) -> None:
    text = "\ufeff# comment\r\n\r\nน้ํามัน\r\nธรรมาภิบาล  \nธรรมาภิบาล\n ก. พ. ต.\nก.พ.ต\n"
    assert read(tmp_path, text.encode()) == OwnWords(("ก.พ.ต.", "ธรรมาภิบาล", "น้ำมัน"))
    assert read_own_words(tmp_path / "own.txt").skipped == 0
    assert read_own_words(None) == OwnWords()


@pytest.mark.parametrize(
    "line", ["english", "สอง คำ", "ก", "่่่", "ๆ", "ะา", "๑๒๓", "ก" * (MAX_WORD + 1), "..", "ก..ข", "a.b.", "\x00\x07-"]
)
def test_lines_that_are_no_words_are_skipped_and_counted(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, f"ธรรมาภิบาล\n{line}\n".encode())
    assert (found.words, found.skipped) == (("ธรรมาภิบาล",), 1)


def test_control_characters_are_no_part_of_a_word(tmp_path: Path) -> None:
    assert read(tmp_path, "ธรร\u200bมา\x00ภิบาล\n".encode()).words == ("ธรรมาภิบาล",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "'utf-8' codec can't decode byte 0xff"),
        (b"\x0b" * (MOST_BYTES + 1), "has 8 MB, which is no list of words"),
    ],
)
def test_a_file_that_is_no_list_of_words_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(IndexProblem, match=rf"own\.txt.*{told}.*give a UTF-8 file with one word a line"):
        read(tmp_path, content)


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexProblem, match=r"cannot read the dictionary .*: (Is a|No such)"):
            read_own_words(path)


def test_the_digest_is_that_of_the_words(tmp_path: Path) -> None:
    first = read(tmp_path, "ข้าว\nข่าว\n".encode())
    assert first.digest == read(tmp_path, "# order\nข่าว\nข้าว\nข้าว\nx\n".encode()).digest
    assert first.digest != read(tmp_path, "ข้าว\nขาว\n".encode()).digest
    assert OwnWords().digest == ""
