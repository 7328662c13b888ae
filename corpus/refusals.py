"""Why pages were refused, how runs ended and what changed on a site, as readers of Thai are told it.

Reasons, messages and alarms are kept in English, as they were written (docs/errors.md): the table has their sentences
with stable codes. A page for readers shows ``shown(reason, "th")``; sentences that are not in the table (an archive of
another version, what a library says) are shown as they are. tests/test_corpus_refusals.py finds every sentence in the
source and holds it to the table.

>>> shown("copy of 20190101: the archive answered HTTP 404 Not Found", "th")
'สำเนาของ 20190101: คลังเว็บตอบ HTTP 404 (ไม่พบหน้า)'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Literal

from corpus import warnings
from corpus.refusal_texts import PHRASES, SIGNS, TEXTS
from corpus.sentences import Sentences

MOST = 4_000  # characters of a text that are read; a run that says more says it of many pages
DEEPEST = 4  # sentences within sentences: how a run ended, because of a page, because of a copy, because of an answer
OF_PAGE = "of-page"
# Several alarms stand one after the other in the message of a run.
_ALARMS = re.compile(r"; (?=the (?:layout|list) [^ ]{1,400} of the site )")

_NUMBER = r"[0-9][0-9.,e+]*"
_WORD = r"\S+"
SHAPES: Mapping[str, str] = {
    **dict.fromkeys(("n", "of", "size", "limit", "status", "seconds", "run", "byte", "next", "before"), _NUMBER),
    **dict.fromkeys(("host", "site", "layout", "again", "stamp", "port", "answer", "pid"), _WORD),
    "url": ".+?",  # the shortest: what follows a page's address may have a colon, too
    "signs": "[a-z0-9_]+(?:, [a-z0-9_]+)*",
}


def code_of(reason: str) -> str:
    """The code of a sentence of the table, or an empty string."""
    return _sentences(0).code_of(reason[:MOST])


def shown(reason: str, lang: Literal["th", "en"]) -> str:
    """*reason*, the message of a run or an alarm for a reader of Thai or English; an unknown sentence as it is."""
    if lang != "th":
        return reason
    return "; ".join(_shown(0, part) for part in _ALARMS.split(reason[:MOST])) + reason[MOST:]


def _shown(depth: int, text: str) -> str:
    table = _sentences(depth)
    if table.code_of(text) in ("", OF_PAGE) and warnings.code_of(text):
        return warnings.shown(text, "th")  # why a document holds no text is told by a warning of its
    return table.shown(text, "th")


@cache  # DEEPEST + 1 of them
def _sentences(depth: int) -> Sentences:
    """The table, for a sentence that stands within so many others."""
    deeper: Callable[[str], str] = partial(_shown, depth + 1) if depth < DEEPEST else str
    inner = {"why": deeper, "what": deeper, "phrase": _phrase, "signs": _signs, "refusals": _refusals}
    return Sentences(TEXTS, shapes=SHAPES, inner=inner)


def _phrase(text: str) -> str:
    return PHRASES.get(text, text)


def _signs(text: str) -> str:
    return " ".join(_listed(SIGNS.get(sign, sign) for sign in text.split(", ")))


def _refusals(text: str) -> str:
    """``3 × HTTP 403 Forbidden, 1 × a block page`` with each reason in Thai."""
    parts = (part.partition(" × ") for part in text.split(", "))
    return ", ".join(f"{n} × {_shown(DEEPEST, why)}" if why else n for n, _, why in parts)


def _listed(words: Iterable[str]) -> list[str]:
    return [f"“{word}”" for word in words]
