"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as examples

from corpus.settings import Settings
from tests.commands import Khlang, khlang_on
from tests.replica.server import Replica

ROOT = Path(__file__).resolve().parent.parent

# No test asserts how long something takes, least of all the first example, which loads the word lists.
# Where `CI` is set the same examples are drawn each time, and half of them are enough: chance is for runs by hand.
examples.register_profile(
    "unhurried", parent=examples(), deadline=None, max_examples=50 if os.environ.get("CI") else 100
)
examples.load_profile("unhurried")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real pages beside the checkout, absent on users' machines."""
    folder = Path(os.environ.get("KHLANG_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real pages at {folder.name}/: the shared data folder is not beside this checkout")
    return folder


@pytest.fixture
def khlang(tmp_path: Path) -> Khlang:
    """Run the real command on a data folder of this test's own."""
    return khlang_on(tmp_path / "data", tmp_path)


@pytest.fixture
def replica() -> Iterator[Replica]:
    """The whole replica of the OPDC site, served for one test."""
    with Replica() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a data folder of this test's own, with one process."""
    return Settings(data=tmp_path / "data", workers=1)
