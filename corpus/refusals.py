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
from collections.abc import Callable, Mapping

from corpus import warnings
from corpus.refusal_texts import PHRASES, SIGNS, TEXTS
from corpus.sentences import Lang, Sentences

MOST = 4_000  # characters of a text that are read; a run that says more says it of many pages
LONGEST_REASON = 1_000  # characters; a longer one is compared as it is
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


# Values that belong to one page: reasons that differ in these alone are one reason.
OF_ONE_PAGE = ("stamp", "url", "name", "n", "given", "path", "byte")
VARIES = "…"  # stands for such a value


def code_of(reason: str) -> str:
    """The code of a sentence of the table, or an empty string."""
    return _TABLE.code_of(reason[:MOST])


def shown(reason: str, lang: Lang) -> str:
    """*reason*, the message of a run or an alarm for a reader of Thai or English; an unknown sentence as it is."""
    if lang == "en":
        return reason
    return "; ".join(_shown(part, lang, 0, ()) for part in _ALARMS.split(reason[:MOST])) + reason[MOST:]


def in_general(reason: str, lang: Lang) -> str:
    """*reason* without what belongs to one page: the same for all pages that were refused for one reason.

    >>> in_general("copy of 20190101: the archive answered HTTP 404 Not Found", "en")
    'copy of …: the archive answered HTTP 404 Not Found'
    """
    return _shown(reason, lang, 0, OF_ONE_PAGE) if len(reason) <= LONGEST_REASON else reason


def _shown(text: str, lang: Lang, depth: int, left_out: tuple[str, ...]) -> str:
    if _TABLE.code_of(text) in ("", OF_PAGE) and warnings.code_of(text):
        return warnings.shown(text, lang)  # why a document holds no text is told by a warning of its

    def deeper(part: str) -> str:
        return _shown(part, lang, depth + 1, left_out) if depth < DEEPEST else part

    inner: dict[str, Callable[[str], str]] = {"why": deeper, "what": deeper}
    if lang == "th":
        inner |= {"phrase": _phrase, "signs": _signs, "refusals": _refusals}
    return _TABLE.retold(text, lang, inner | dict.fromkeys(left_out, _left_out))


def _left_out(text: str) -> str:
    return VARIES


def _phrase(text: str) -> str:
    return PHRASES.get(text, text)


def _signs(text: str) -> str:
    return " ".join(f"“{SIGNS.get(sign, sign)}”" for sign in text.split(", "))


def _refusals(text: str) -> str:
    """``3 × HTTP 403 Forbidden, 1 × a block page`` with each reason in Thai."""
    parts = (part.partition(" × ") for part in text.split(", "))
    return ", ".join(f"{n} × {_shown(why, 'th', DEEPEST, ())}" if why else n for n, _, why in parts)


_TABLE = Sentences(TEXTS, shapes=SHAPES)
