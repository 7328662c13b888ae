"""A dictionary of one's own: taken in by an update, which cuts anew only what holds a word that came or went."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexProblem
from corpus.records import Credit
from corpus.settings import Settings
from corpus.thai.normalise import fold
from index import recut, search, writer
from index.generations import current
from index.hits import SearchRequest
from index.manifest import Manifest, own_file
from index.own_words import OwnWords, read_own_words
from index.recut import affected, differing, pattern
from index.tokens import Tokeniser, tokeniser_with
from tests.small_archive import article, put

WORD, SHORT = "ธรรมาภิบาลาธิการ", "ส.ท.ง."
TEXTS = {
    1: f"การอบรม{WORD}รุ่นที่ 1",
    2: "ธรรมาภิบาลในระบบราชการ",
    3: "ให้ส.ท.ง.มา แล้วให้สทง ไป",
    4: "ประชาชนในพื้นที่",
    5: "พบ ส . ท . ง . ที่ตลาด",
}
ARTICLES = [article(n, f"ข่าวที่ {n}", body=text, published=date(2008, 1, n)) for n, text in TEXTS.items()]


@pytest.fixture
def archive(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "data", dictionary=tmp_path / "own.txt")
    made.data.mkdir()
    put(made, ARTICLES)
    own(made, "")
    return made


def own(settings: Settings, text: str) -> None:
    assert settings.dictionary
    settings.dictionary.write_text(text, encoding="utf-8")


def found(settings: Settings, query: str) -> list[str]:
    engine = search.open_engine(settings)
    return sorted(hit.id for hit in engine.search(SearchRequest(q=query, group=False)).hits)


def words_of(settings: Settings) -> Tokeniser:
    folder = current(settings.index)
    return Manifest.read(folder).tokeniser(folder)


def levels(settings: Settings) -> list[tuple[str, str]]:
    return [(finding.level, finding.repair) for finding in search.check(settings)]


def test_an_update_takes_in_the_words_of_a_new_dictionary(archive: Settings) -> None:
    search.build(archive)
    own(archive, f"{WORD}\n{SHORT}\n")
    assert found(archive, "ประชาชน") == ["opdc:t:4"]  # with the words that the index was built with
    assert words_of(archive).own == OwnWords()
    report = search.update(archive)
    assert (report.documents, report.added, report.removed, report.recut) == (5, 0, 0, 3)
    assert "3 cut anew by your dictionary" in str(report)
    assert words_of(archive).own.words == tuple(sorted((WORD, SHORT)))
    assert found(archive, SHORT) == found(archive, "สทง") == ["opdc:t:3", "opdc:t:5"]
    assert levels(archive) == [("ok", "")]  # every word of every article is as a build would have it
    assert search.update(archive).recut == 0


def test_words_that_are_taken_away_are_cut_as_before(archive: Settings) -> None:
    own(archive, f"{WORD}\n")
    search.build(archive)
    assert words_of(archive).words(fold(TEXTS[1]))[1] == WORD
    own(archive, "# none\n")
    assert search.update(archive).recut == 1
    assert levels(archive) == [("ok", "")]
    assert not list(current(archive.index).glob(own_file("*")))


def test_changes_of_the_catalogue_and_of_the_dictionary_come_in_together(archive: Settings) -> None:
    search.build(archive)
    own(archive, f"{WORD}\n")
    put(archive, [article(1, "ข่าวที่ 1", f"แก้ไข{WORD}"), article(9, "ใหม่", "ประชาชน")], hours=1)
    report = search.update(archive)
    assert (report.documents, report.added, report.removed, report.recut) == (6, 2, 1, 0)
    assert levels(archive) == [("ok", "")]


def test_the_words_of_names_are_cut_anew_as_well(archive: Settings) -> None:
    put(archive, [article(8, "เรื่อง", "เนื้อ", credits=(Credit(name=WORD),))], hours=1)
    search.build(archive)
    assert affected(current(archive.index), [WORD]) == ["opdc:t:1", "opdc:t:8"]


def test_what_an_update_has_to_take_in_is_told(archive: Settings) -> None:
    search.build(archive)
    assert search.behind(archive) == ""
    own(archive, f"{WORD}\nthis is no word\n")
    assert search.behind(archive) == "your dictionary changed since the index was written: khlang index update"
    told = [f.what for f in search.check(archive)]
    assert told[0] == f"1 word of your own came or went since the index was written: {WORD}"
    assert told[1].startswith("1 line of")
    assert "skipped" in told[1]
    assert levels(archive)[0] == ("warning", "khlang index update")


def test_a_dictionary_that_cannot_be_read_stops_updates_and_not_searches(archive: Settings) -> None:
    own(archive, f"{WORD}\n")
    search.build(archive)
    assert archive.dictionary
    archive.dictionary.write_bytes(b"\xff\xfe\x00")
    assert found(archive, WORD) == ["opdc:t:1"]
    with pytest.raises(IndexProblem, match=r"cannot read the dictionary .*own\.txt"):
        search.update(archive)
    assert levels(archive)[0] == ("error", "correct the file")


def test_an_update_that_is_killed_is_done_again_to_the_same_end(
    archive: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.build(archive)
    own(archive, f"{WORD}\n")
    for module, name in ((writer, "make_current"), (writer, "mark_of"), (writer, "keep_own_words")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, _killed)
            with pytest.raises(KeyboardInterrupt):
                search.update(archive)
        assert words_of(archive).own == OwnWords()
    assert search.update(archive).recut == 1
    assert levels(archive) == [("ok", "")]


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_copy_of_the_words_is_part_of_the_index(archive: Settings) -> None:
    own(archive, f"{WORD}\n")
    search.build(archive)
    folder = current(archive.index)
    copy = folder / own_file(Manifest.read(folder).own)
    assert copy.read_text(encoding="utf-8") == f"{WORD}\n"
    copy.write_text("ประชาชน\n", encoding="utf-8")
    with pytest.raises(IndexProblem, match=r"holds other words; rebuild with"):
        search.open_engine(archive)


def test_many_words_are_looked_for_in_one_pass(archive: Settings) -> None:
    search.build(archive)
    many = [WORD, *(f"ขนม{chr(0x0E01 + n // 40)}{chr(0x0E01 + n % 40)}" for n in range(recut.ASKED + 5))]
    assert affected(current(archive.index), many) == ["opdc:t:1"]
    assert affected(current(archive.index), []) == []


def test_an_empty_index_has_nothing_to_cut(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    put(made, [])
    search.build(made)
    assert affected(current(made.index), [WORD, SHORT]) == []


BUILT_IN = tokeniser_with(OwnWords())
OWN = OwnWords(("การประ", "กพค.", "ชาสัม", "ดำเนินการต", "ตากใบหม่อน", "ส.ท.ง.", "อบตท."))
WITH_OWN = tokeniser_with(OWN)
PIECES = [
    *("การประ", "ชุม", "ชาสัมพันธ์", "ดำเนินการ", "ตาม", "ตากใบ", "หม่อน", "มา", "สำนักงานก"),
    *("ก.พ.ค.", "กพค", "ส.ท.ง", "สทง.", "อบต", "ท.", ".", " ", "่"),
]


@settings(deadline=None, max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join).map(fold))
def test_only_texts_that_hold_the_letters_of_a_word_are_cut_in_another_way(text: str) -> None:
    if BUILT_IN.words(text) != WITH_OWN.words(text):
        assert pattern(differing(OwnWords(), OWN)).search(text)


@settings(deadline=None)
@given(st.text(alphabet="กขคตม่้ะาเ.# \t\r\ufeff\0a1", max_size=60))
def test_words_are_read_from_their_copy_as_from_the_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.txt"
        path.write_text(text, encoding="utf-8", newline="")
        first = read_own_words(path)
        path.write_text(first.to_text(), encoding="utf-8")
        assert read_own_words(path) == replace(first, skipped=0)
        assert read_own_words(path).skipped == 0
