"""Maximal matching in Python, cut for cut what nlpo3 does: for what is read while searching, a query or a few lines.

nlpo3 keeps its words in a trie of 80 MB that takes a third of a second to fill. Whoever cuts an archive wants its
speed; whoever asks one question does not want to wait for it, and a web server has better uses for the memory. Cut here
is the same, at a third of the speed, over words that are mapped (:mod:`corpus.thai.words`).

The rule: among the ways through a run that end each word at the end of a cluster, the one with the fewest words; of
two, the one with the shorter first word in which they differ. Where no word begins, letters are left out up to the next
place where one does that is more than two consonants. As in nlpo3, at most :data:`EDGES` words are looked at between
two places that all ways pass.
"""

from __future__ import annotations

import re
from heapq import heappop, heappush

from corpus.thai.words import Words, letters_of

EDGES = 50
_C, _TONE = "[ก-ฮ]", "[่-๋]?"
_SILENT = f"(?:{_C}{_C}?[ิุู]?์)?"  # one or two letters that a karan silences
_TORN = f"(?:{_C}{_C}?[ิุู]?(?=์))?"  # nlpo3 leaves the karan behind เ-ีย to the next cluster: เวียร | ์
_CLUSTER = re.compile(
    rf"""เ(?: {_C}็{_C}{_SILENT}
            | {_C}{_C}{_TONE}าะ{_SILENT}
            | {_C}{_C}ี{_TONE}ยะ{_SILENT}
            | {_C}{_C}็{_C}{_SILENT}
            | {_C}ิ{_C}์{_C}{_SILENT}
            | {_C}ิ{_TONE}(?: ย{_TORN} | {_C}{_SILENT} )
            | {_C}ี{_TONE}ย(?: ะ{_SILENT} | {_TORN} )
            | {_C}ื{_TONE}อะ?{_SILENT}
            | {_C}{_TONE}า?ะ?{_SILENT} )
      | {_C}(?: ั{_TONE}วะ{_SILENT}
            | [ัื]{_TONE}{_C}[ะิุ]?{_SILENT}
            | [ิุู]์{_SILENT}
            | [ะ-ู]{_TONE}{_SILENT}
            | ็
            | {_TONE}[ะาำ]?{_SILENT} )
      | แ(?: {_C}็{_C} | {_C}{_C}์ | {_C}{_TONE}ะ | {_C}{_C}็{_C} | {_C}{_C}{_C}์ )
      | โ{_C}{_TONE}ะ
      | [เ-ไ]{_C}{_TONE}
      | [\u0e01-\u0e4e]""",
    re.VERBOSE,
)
_SCRAP = re.compile(f"{_C}{{1,2}}")


def clusters(run: str) -> frozenset[int]:
    """Where the clusters of *run*, of Thai letters only, end: a consonant with its vowels, marks and silent letters."""
    return frozenset(m.end() for m in _CLUSTER.finditer(run))


def cut(run: str, words: Words) -> list[str]:
    """*run*, of Thai letters only, in words of *words* and what lies between them; joined they are *run*.

    Takes time in proportion to the length of the run, times the longest word.
    """
    letters, may_end, size = letters_of(run), clusters(run), len(run)
    ways: dict[int, list[int]] = {}  # from where a word may begin to where it may end, the shortest first
    waiting, seen = [0], {0}
    edges = sure = 0  # sure: up to where all ways are cut
    pieces: list[str] = []
    while waiting and waiting[0] < size:
        begin = heappop(waiting)
        for end in words.ends(letters, begin):
            if end not in may_end:
                continue
            ways.setdefault(begin, []).append(end)
            edges += 1
            if end not in seen:
                seen.add(end)
                heappush(waiting, end)
            if edges > EDGES:
                break
        if len(waiting) == 1:
            for end in _fewest(ways, sure, waiting[0]):
                pieces.append(run[sure:end])
                sure = end
            edges = 0
        elif not waiting:
            sure = _next_word(run, letters, begin, may_end, words)
            ways.setdefault(begin, []).append(sure)
            edges += 1
            pieces.append(run[begin:sure])
            heappush(waiting, sure)
            seen.add(sure)
    return pieces


def _fewest(ways: dict[int, list[int]], start: int, goal: int) -> list[int]:
    """The ends of the fewest words from *start* to *goal*, which some way leads to."""
    before = {start: start}
    reached = [start]
    for at in reached:
        for end in ways.get(at, ()):
            if end not in before:
                before[end] = at
                reached.append(end)
        if goal in before:
            break
    ends = []
    while goal != start:
        ends.append(goal)
        goal = before[goal]
    return ends[::-1]


def _next_word(run: str, letters: bytes, begin: int, may_end: frozenset[int], words: Words) -> int:
    """Where the next word behind *begin* begins that is no scrap of one or two consonants; the end where none does."""
    for at in range(begin + 1, len(run)):
        if at in may_end and any(
            end in may_end and not _SCRAP.fullmatch(run, at, end) for end in words.ends(letters, at)
        ):
            return at
    return len(run)
