"""Settings: four sources, the later ones winning, and a clear word on every value that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SettingsProblem
from corpus.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_sources_the_defaults_hold() -> None:
    assert load_settings(environ={}) == Settings()


def test_the_file_of_the_working_folder_is_read() -> None:
    Path("khlang.toml").write_text('port = 8080\ncontact = "ห้องข่าว"\n', encoding="utf-8")
    settings = load_settings(environ={})
    assert (settings.port, settings.contact) == (8080, "ห้องข่าว")


def test_later_sources_win() -> None:
    Path("khlang.toml").write_text("port = 1000\nbatch = 10\nworkers = 3\n", encoding="utf-8")
    settings = load_settings(environ={"KHLANG_PORT": "2000", "KHLANG_BATCH": "20"}, port=3000)
    assert (settings.port, settings.batch, settings.workers) == (3000, 20, 3)


def test_a_flag_that_is_not_given_changes_nothing() -> None:
    assert load_settings(environ={"KHLANG_PORT": "2000"}, port=None).port == 2000


def test_a_file_that_is_named_must_be_there() -> None:
    with pytest.raises(SettingsProblem, match=r"nowhere\.toml"):
        load_settings(Path("nowhere.toml"), environ={})


def test_variables_of_other_programs_and_of_the_tests_are_left_alone() -> None:
    assert load_settings(environ={"PATH": "/bin", "KHLANG_TEST_DATA": "x", "NOT_KHLANG_PORT": "x"}) == Settings()


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"KHLANG_PORT": "many"}, ("KHLANG_PORT", "many")),
        ({"KHLANG_PORT": "-1"}, ("KHLANG_PORT", "-1")),
        ({"KHLANG_PORT": "70000"}, ("KHLANG_PORT", "70000")),
        ({"KHLANG_DATA": ""}, ("KHLANG_DATA",)),
        ({"KHLANG_CONTCT": "me@example.go.th"}, ("KHLANG_CONTCT", "contct")),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(environ: dict[str, str], words: tuple[str, ...]) -> None:
    with pytest.raises(SettingsProblem) as e:
        load_settings(environ=environ)
    assert all(word in str(e.value) for word in words)


@pytest.mark.parametrize("text", ['colour = "green"', "port = true", "port = [1]", "port = ", "\x00", "[data]"])
def test_a_file_that_cannot_be_used_is_named(text: str) -> None:
    Path("khlang.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsProblem, match=r"khlang\.toml"):
        load_settings(environ={})


@given(
    st.dictionaries(st.sampled_from(["KHLANG_PORT", "KHLANG_BATCH", "KHLANG_HOST", "KHLANG_X"]), st.text(max_size=9))
)
def test_any_environment_is_used_or_refused(environ: dict[str, str]) -> None:
    try:
        told = str(load_settings(environ=environ).port)
    except SettingsProblem as e:
        told = str(e)
    assert told.isdigit() or "KHLANG_" in told
