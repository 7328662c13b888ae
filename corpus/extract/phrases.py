"""Where a Thai name ends: Thai writes no blanks between words, so the end is found by what may not be in a name."""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, registry

LONGEST = 160  # code points; the longest official name of a committee seen has 130

_RUN = re.compile(r"[ก-ฮะ-ๅ็-์ฯๆa-z0-9\-'./&]+")


def phrase_end(text: str, start: int, limit: int | None = None) -> int:
    """Where the words that begin at *start* stop being one name; at most *limit*, at the latest at a blank.

    Works on normalised text. A function word (``ได้``, ``ซึ่ง``, ``ร่วมกับ``) ends a name, unless it stands inside a
    longer word (``ที่`` in ``พื้นที่``); the words are in ``titles.toml``.

    >>> phrase_end("กรมที่ดินได้จัด", 0), phrase_end("กองพื้นที่ 2", 0)
    (9, 10)
    """
    end = run_end(text, start)
    if limit is not None:
        end = min(end, limit)
    return cut(text, start, end)


def run_end(text: str, start: int) -> int:
    """Where the run of letters and digits that begins at *start* ends."""
    run = _RUN.match(text, start, min(len(text), start + LONGEST))
    return run.end() if run else start


def cut(text: str, start: int, end: int) -> int:
    """The place in ``text[start:end]`` before its first ending word, or *end*."""
    for found in _ends().finditer(text, start, min(len(text), end + 12)):
        if found.start() >= end:
            break
        if found.lastgroup == "end" and found.start() > start:
            return _strip(text, start, found.start())
    return _strip(text, start, end)


def _strip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " -'/&":
        end -= 1
    return end


@cache
def _ends() -> re.Pattern[str]:
    words = registry("titles")["phrase"]
    inside = alternation(words["ends_inside"])
    return re.compile(f"(?P<inside>{inside})|(?P<end>{alternation(words['ends'])})")
