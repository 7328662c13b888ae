"""What the interface says, in Thai and in English; the tables are those of :mod:`search_web.texts`.

Templates and views hold no bare strings; ``tests/test_web_pages.py`` proves it.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.hits import LANGS, Lang
from search_web.texts import (
    about,
    api,
    article,
    compare,
    exports,
    frame,
    names,
    provenance,
    results,
    start,
    status,
)

__all__ = ["LANGS", "TABLES", "TEXTS", "Lang", "count", "say"]

TABLES = (
    about.TEXTS,
    api.TEXTS,
    article.TEXTS,
    compare.TEXTS,
    exports.TEXTS,
    frame.TEXTS,
    names.TEXTS,
    provenance.TEXTS,
    results.TEXTS,
    start.TEXTS,
    status.TEXTS,
)
TEXTS: Mapping[str, tuple[str, str]] = {key: texts for table in TABLES for key, texts in table.items()}


def say(lang: Lang, key: str, **values: object) -> str:
    """The text of *key* in *lang* with its values filled in; a key that is not in the table is a KeyError."""
    text = TEXTS[key][LANGS.index(lang)]
    return text.format_map(values) if values else text


def count(lang: Lang, key: str, n: int) -> str:
    """The text of *key* for *n* things, the number with thousands commas: ``1,204 articles``, ``1 article``."""
    if n == 1 and f"{key}_one" in TEXTS:
        key = f"{key}_one"
    return say(lang, key, n=f"{n:,}")
