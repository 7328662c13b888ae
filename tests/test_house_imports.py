"""What a search does not need is not loaded for it: a start is waited for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.settings import Settings
from index import search
from tests.small_archive import article, put

ROOT = Path(__file__).resolve().parent.parent
UNUSED = ("crawler", "corpus.store", "index.writer", "index.checking", "pythainlp", "flask", "scrapy")
SEARCHES = """
import sys
import khlang
khlang.main(["--data", sys.argv[1], "search", *sys.argv[2:]], standalone_mode=False)
"""
SERVES = """
import sys
from pathlib import Path
from corpus.settings import Settings
from search_web.rooms import opened
import search_web.serve
[engine] = opened(Settings(data=Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a small archive with an index."""
    settings = Settings(data=tmp_path_factory.mktemp("imports"))
    put(settings, [article(n, f"ประชุมคณะรัฐมนตรี ครั้งที่ {n} พัฒนาระบบราชการ") for n in range(1, 4)])
    search.build(settings)
    return settings.data


@pytest.mark.parametrize("query", ["ประชุม", '"คณะรัฐมนตรี" ระบบราชการ'])
def test_a_search_loads_no_more_than_it_needs(data: Path, query: str) -> None:
    assert _loaded(SEARCHES, data, query) & set(UNUSED) == set()


def test_the_web_server_answers_without_the_catalogue_and_the_writer(data: Path) -> None:
    assert _loaded(SERVES, data) & set(UNUSED) == {"flask"}


def _loaded(code: str, *arguments: object) -> set[str]:
    """The modules of a process that has run *code*."""
    told = 'print("modules", *sys.modules, file=sys.stderr)'
    command = [sys.executable, "-c", f"{code}\n{told}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    [line] = [line for line in done.stderr.splitlines() if line.startswith("modules ")]
    return set(line.split()[1:])
