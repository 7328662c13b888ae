"""What the index keeps of the dictionary is what would be worked out, and anything else is worked out."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.settings import Settings
from corpus.thai.words import Words
from index import dictionary, kept, search
from index.arrays import Array
from index.kept import Kept
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
    [path] = root.glob("words-*.arrays")
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
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
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


NUMBERS = np.zeros(2)
TRIE: dict[str, Array] = dict(zip(("letters", "children"), Words.of(["กา", "กาแฟ"]).arrays, strict=True))
ABOUT: dict[str, Any] = {"divided": {}, "dotted": [], "forms": {}, "digest": "x"}


@pytest.mark.parametrize(
    "value",
    [
        Kept({}, {}),
        Kept({**TRIE, "costs": NUMBERS}, {}),
        Kept(TRIE, ABOUT),
        Kept({**TRIE, "costs": np.zeros(3)}, ABOUT),
        Kept({**TRIE, "costs": np.zeros(2, np.float32)}, ABOUT),
        Kept({**TRIE, "costs": NUMBERS, "letters": TRIE["letters"][1:]}, ABOUT),
        Kept({**TRIE, "costs": NUMBERS, "children": TRIE["children"][::-1].copy()}, ABOUT),
        Kept({**TRIE, "costs": NUMBERS, "children": TRIE["children"] + np.uint32(200)}, ABOUT),
        Kept({**TRIE, "costs": NUMBERS}, {**ABOUT, "divided": {"กข": [1]}}),
        Kept({**TRIE, "costs": NUMBERS}, {**ABOUT, "dotted": 5}),
        Kept({**TRIE, "costs": NUMBERS}, {**ABOUT, "digest": None}),
    ],
)
@pytest.mark.usefixtures("anew")
def test_what_holds_other_things_than_words_is_worked_out_anew(
    value: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    (tmp_path / "words-other.arrays").write_bytes(data)
    assert kept.read(tmp_path) is None
    assert kept.read(tmp_path) is None
    kept.keep(tmp_path, Kept({"a": np.arange(3)}, {"b": 1}))
    found = kept.read(tmp_path)
    assert found is not None
    assert (found.arrays["a"].tolist(), found.about["b"]) == ([0, 1, 2], 1)
    assert [path.name for path in tmp_path.iterdir()] == ["words-other.arrays"]


def test_the_digest_is_that_of_every_module_and_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("corpus", "index"):
        monkeypatch.setattr(getattr(kept, package), "__path__", [str(tmp_path / package)])
    for name in (*kept.MODULES, "corpus/registry/x.toml", "corpus/registry/y.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a = 1\n", encoding="utf-8")
    digests = [_program()]
    for name in (*kept.MODULES[::5], "corpus/registry/x.toml", "corpus/registry/y.toml", "corpus/other.py"):
        (tmp_path / name).write_text("a = 2\n", encoding="utf-8")
        digests.append(_program())
    assert len(set(digests)) == len(digests) - 1  # the last one changed nothing
    (tmp_path / kept.MODULES[0]).unlink()
    assert _program() == ""
    kept.program.cache_clear()


def _program() -> str:
    kept.program.cache_clear()
    return kept.program()


def test_the_modules_of_the_digest_are_those_that_making_a_dictionary_imports() -> None:
    code = """
import sys
import corpus
from index.dictionary import dictionary
from index.own_words import OwnWords
dictionary(OwnWords(("กวศ.", "สภาองค์การพัฒนา")))
names = [name for name in sys.modules if name.partition(".")[0] in ("corpus", "index")]
print(*(sys.modules[name].__file__ for name in names), sep="\\n")
"""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert sorted(Path(line).relative_to(root).as_posix() for line in done.stdout.split()) == sorted(kept.MODULES)


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
