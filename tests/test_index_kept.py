"""What the index keeps of the dictionary is what would be worked out, and anything else is worked out."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from corpus.settings import Settings
from index import dictionary, kept, search
from index.own_words import NONE, OwnWords
from tests.small_archive import article, put


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not made the dictionary yet, and puts back what it had."""
    monkeypatch.setattr(dictionary, "_MADE", [])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder that keeps the dictionary."""
    root = tmp_path_factory.mktemp("kept")
    dictionary.keep(root)
    return root


def _file(root: Path) -> Path:
    [path] = root.glob("words-*.json")
    return path


@pytest.mark.usefixtures("anew")
def test_what_is_kept_is_what_is_worked_out(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = OwnWords(("กวศ.", "สภาองค์การพัฒนา", "พัฒนาระบบ"))
    worked_out = [dictionary.dictionary(words) for words in (NONE, own)]
    monkeypatch.setattr(dictionary, "_MADE", [])
    monkeypatch.setattr(dictionary, "_worked_out", lambda: pytest.fail("worked out although it is kept"))
    dictionary.load(made)
    assert [dictionary.dictionary(words) for words in (NONE, own)] == worked_out


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace("ประชุม".encode(), "ประชาม".encode(), 1),
        lambda data: data + b" ",
        lambda data: b"\xff" * 100,
        lambda data: b"[" * 100_000,
    ],
)
@pytest.mark.usefixtures("anew")
def test_a_damaged_file_is_said_once_and_worked_out_anew(
    harm: object, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(harm)
    harmed = tmp_path / _file(made).name
    harmed.write_bytes(harm(_file(made).read_bytes()))
    monkeypatch.setattr(dictionary, "_worked_out", lambda: "anew")
    with caplog.at_level(logging.WARNING):
        dictionary.load(tmp_path)
        dictionary.load(tmp_path)
    assert list(map(str, dictionary._MADE)) == ["anew"]
    assert [r.getMessage().count(str(harmed)) for r in caplog.records] == [1]


@pytest.mark.parametrize(
    "value",
    [[], "words", None, {"costs": {}}, {"costs": {"ก": "1"}, "divided": {}, "dotted": [], "forms": {}, "digest": "x"}]
    + [{"costs": {"ก": cost}, "divided": {}, "dotted": [], "forms": {}, "digest": "x"} for cost in (None, -1.0, True)]
    + [{"costs": {}, "divided": {"กข": [1]}, "dotted": [], "forms": {}, "digest": "x"}]
    + [{"costs": {}, "divided": {}, "dotted": 5, "forms": {}, "digest": "x"}],
)
@pytest.mark.usefixtures("anew")
def test_what_holds_other_things_than_words_is_worked_out_anew(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(tmp_path, value)
    monkeypatch.setattr(dictionary, "_worked_out", lambda: "anew")
    dictionary.load(tmp_path)
    assert list(map(str, dictionary._MADE)) == ["anew"]


@pytest.mark.usefixtures("anew")
def test_a_file_of_another_program_is_not_read(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even under the name that this program looks for."""
    data, name = _file(made).read_bytes(), _file(made).name
    monkeypatch.setattr(kept, "program", lambda: "other")
    (tmp_path / name).write_bytes(data)
    assert kept.read(tmp_path) is None
    (tmp_path / "words-other.json").write_bytes(data)
    assert kept.read(tmp_path) is None
    kept.keep(tmp_path, {"a": 1})
    assert kept.read(tmp_path) == {"a": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["words-other.json"]


def test_the_digest_is_that_of_every_module_and_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for text in ("a = 1\n", "a = 2\n"):
        for name in ("corpus/thai/x.py", "corpus/registry/x.toml", "index/x.py"):
            for package in ("corpus", "index"):
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                monkeypatch.setattr(getattr(kept, package), "__path__", [str(tmp_path / package)])
            (tmp_path / name).write_text(text, encoding="utf-8")
            kept.program.cache_clear()
            digests.add(kept.program())
    kept.program.cache_clear()
    assert len(digests) == 6


def test_who_writes_the_index_keeps_it_and_mends_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    put(settings, [article(1, "ข่าวที่ 1")])
    search.build(settings)
    path = _file(settings.index)
    whole = path.read_bytes()
    search.update(settings)
    assert path.read_bytes() == whole
    path.write_bytes(whole[:1000])
    search.update(settings)  # which has nothing else to do
    assert path.read_bytes() == whole
