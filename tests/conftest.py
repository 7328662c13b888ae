"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.commands import Khlang, khlang_on

ROOT = Path(__file__).resolve().parent.parent


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
