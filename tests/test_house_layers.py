"""The house rules of docs/architecture.md, read from the table there and held against every import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("corpus", "crawler", "index", "search_web")

# framework -> where it may be imported, as path prefixes; the same table stands in docs/architecture.md
FENCES = {
    "scrapy": ("crawler/",),
    "twisted": ("crawler/",),
    "whoosh": ("index/",),
    "flask": ("search_web/",),
    "flask_limiter": ("search_web/",),
    "limits": ("search_web/",),
    "gunicorn": ("search_web/",),
    "waitress": ("search_web/",),
    "warcio": ("corpus/warc.py",),
    "pythainlp": ("corpus/thai/", "index/tokens.py"),
    "nlpo3": ("corpus/thai/", "index/tokens.py"),
    "sqlite3": ("corpus/store",),
    "click": ("khlang.py",),
    "rich": ("khlang.py",),
}
# `from X import Y` that would replace one of our names
SHADOWS = {("whoosh", "index"), ("pythainlp", "corpus"), ("scrapy", "crawler")}


def rules_in_docs() -> dict[str, set[str]]:
    """floor -> floors it may import, from the line `may import` of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = re.search(r"\| may import \| (.+) \|", text)
    assert found, "docs/architecture.md has no `may import` row"
    pairs = re.findall(r"(\w+): ([\w, ]+)", found[1])
    return {floor: {name.strip() for name in allowed.split(",")} for floor, allowed in pairs}


def sources() -> list[Path]:
    return [p for floor in FLOORS for p in sorted((ROOT / floor).rglob("*.py"))] + [ROOT / "khlang.py"]


def imports(source: str) -> Iterator[tuple[str, str, int]]:
    """(module, imported name or "", line) of every import, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name, node.lineno


def faults(path: str, source: str, rules: dict[str, set[str]]) -> list[str]:
    """What one module breaks, each as a sentence."""
    floor = path.split("/")[0]
    found = []
    for module, name, line in imports(source):
        top = module.split(".")[0]
        if top in FLOORS and floor in rules and top not in rules[floor]:
            found.append(f"{path}:{line}: {floor} may not import {top}")
        fence = FENCES.get(top)
        if fence and not path.startswith(fence):
            found.append(f"{path}:{line}: {top} belongs to {', '.join(fence)}")
        if (module, name) in SHADOWS:
            found.append(f"{path}:{line}: `from {module} import {name}` replaces our {name}")
        if top == "tests":
            found.append(f"{path}:{line}: the program may not import its tests")
    return found


def test_every_floor_is_in_the_docs() -> None:
    assert set(rules_in_docs()) == set(FLOORS)


def test_no_module_breaks_the_house_rules() -> None:
    rules = rules_in_docs()
    found = [
        fault
        for path in sources()
        for fault in faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"), rules)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("corpus/x.py", "import index.hits"),
        ("corpus/x.py", "def f():\n    from crawler import run"),
        ("crawler/x.py", "from index import search"),
        ("index/x.py", "from crawler.run import crawl"),
        ("index/x.py", "import search_web"),
        ("corpus/x.py", "import scrapy.http"),
        ("search_web/x.py", "from whoosh.fields import TEXT"),
        ("corpus/store_x.py", "import flask"),
        ("corpus/intake.py", "import sqlite3"),
        ("corpus/warcs.py", "from warcio import ArchiveIterator"),
        ("index/x.py", "from whoosh import index"),
        ("index/x.py", "import nlpo3"),
        ("index/x.py", "from tests import replica"),
    ],
)
def test_a_broken_rule_is_found(path: str, source: str) -> None:
    assert faults(path, source, rules_in_docs())


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("corpus/store_schema.py", "import sqlite3"),
        ("crawler/spiders/x.py", "import scrapy\nfrom corpus.urls import locate"),
        ("search_web/x.py", "from index.hits import Hit\nfrom corpus.store import open_store"),
        ("index/tokens.py", "import nlpo3"),
        ("khlang.py", "from crawler.run import crawl\nfrom index.search import build"),
    ],
)
def test_a_kept_rule_passes(path: str, source: str) -> None:
    assert faults(path, source, rules_in_docs()) == []


def test_no_magnet_module() -> None:
    """A module named for nothing collects everything."""
    assert not [p for p in sources() if p.stem in {"utils", "util", "helpers", "misc", "common"}]


def test_no_package_of_tests_shadows_a_floor() -> None:
    assert not [floor for floor in FLOORS if (ROOT / "tests" / floor).exists()]
