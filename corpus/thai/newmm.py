"""Runs of Thai cut by maximal matching over a dictionary (newmm), by nlpo3 or, where that is not there, PyThaiNLP.

Both find the fewest dictionary words that cover a run, never cutting inside a Thai character cluster, and differ in
what they make of letters that no word covers: an index must be read with the engine that it was written with.

Time is bounded. nlpo3 looks through every way to a place, with at most 50 words between two places that are sure, and
takes ever longer for a run without a sure place (10,000 times ส: an hour). So a long run is cut window by window, and
letters that come again and again as in no language stay together.
"""

from __future__ import annotations

import math
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from corpus.thai.maximal import cut
from corpus.thai.words import Words

try:
    import nlpo3
except ImportError:  # no wheel for this platform, and no compiler
    nlpo3 = None  # type: ignore[assignment]  # a module or nothing

SAME_AS = frozenset({"1.4.0"})  # the versions of nlpo3 that corpus.thai.maximal was found to cut alike; by its test
FREQUENCIES = ("tnc_freq.txt", "ttc_freq.txt")  # Thai National Corpus, Thai Textbook Corpus
WINDOW = 120  # code points given to the engine at once; of 2.3 million runs in 20,000 pages of news 1 % are longer
MARGIN = 40  # code points at the end of a window that are cut again with what follows
LONG = 40  # code points of one run; in language so many hold far more than VARIED different ones
VARIED = 8
UNSEEN = 1e-8  # the share of a word that neither corpus has: less than that of one that stands there once
# nlpo3 takes 1.6 microseconds for a call and 0.2 for a letter, more for each letter of a text of many thousands: of
# 200, 500, 1,000, 2,000, 4,000 and 8,000 letters a call, 1,000 took the least time for 2,000 pages, 6/10 of run by run.
TOGETHER = 1_000
SEPARATOR = "|"  # a word of nlpo3's dictionary that no Thai holds: behind it the engine begins anew, as at a new text
_FOLLOWS = re.compile(r"[ะ-ฺๅ็-๎]*")  # what goes with the letter in front of it

_MAKING = threading.Lock()  # two threads must not load one dictionary at once


@dataclass(frozen=True, slots=True)
class Cutter:
    """One dictionary in one engine; ``engine`` names it with its version.

    ``cut`` is the engine itself, without bound; ``together`` says that it knows :data:`SEPARATOR`, so that several runs
    can be cut in one call.
    """

    engine: str
    cut: Callable[[str], list[str]]
    together: bool = False

    def pieces(self, run: str) -> Iterator[str]:
        """*run*, of Thai letters only, in pieces: words, and what lies between them; joined they are *run*.

        Takes time in proportion to the length: some 0.06 ms for each code point of the worst text, 0.0003 ms of news.
        Raises RuntimeError when the engine changes the text.
        """
        at = 0
        while len(run) - at > WINDOW:
            kept = self._settled(run, at)
            yield from kept
            at += sum(map(len, kept))
        yield from self._exactly(run[at:])

    def each(self, runs: Iterable[str]) -> Iterator[list[str]]:
        """The :meth:`pieces` of each of *runs*, in their order; for many short runs in half the time.

        Raises RuntimeError when the engine changes the text.
        """
        waiting: list[str] = []
        size = 0
        for run in runs:
            if not self.together or (len(run) >= LONG and _is_long(run)):
                yield from self._at_once(waiting)
                waiting, size = [], 0
                yield list(self.pieces(run))
                continue
            waiting.append(run)
            size += len(run)
            if size >= TOGETHER:
                yield from self._at_once(waiting)
                waiting, size = [], 0
        yield from self._at_once(waiting)

    def _at_once(self, runs: list[str]) -> Iterator[list[str]]:
        if not runs:
            return
        pieces = self.cut(text := SEPARATOR.join(runs))
        if "".join(pieces) != text or pieces.count(SEPARATOR) != len(runs) - 1:
            raise RuntimeError(f"{self.engine} changed the text {text[:40]!r} while cutting it")
        start = 0
        find = pieces.index
        for _ in range(len(runs) - 1):
            end = find(SEPARATOR, start)
            yield pieces[start:end]
            start = end + 1
        yield pieces[start:]

    def _settled(self, run: str, at: int) -> list[str]:
        """The pieces of the window from *at* that what follows cannot change any more; at least one."""
        ends = at + WINDOW
        mark = _FOLLOWS.match(run, ends)
        ends = mark.end() if mark and mark.end() - ends < MARGIN else ends
        pieces = self._exactly(run[at:ends])
        size = ends - at
        while len(pieces) > 1 and size - len(pieces[-1]) >= WINDOW - MARGIN:
            size -= len(pieces.pop())
        return pieces

    def _exactly(self, run: str) -> list[str]:
        if _says_nothing(run):
            return [run]
        pieces = self.cut(run)
        if "".join(pieces) != run:
            raise RuntimeError(f"{self.engine} changed the text {run[:40]!r} while cutting it")
        return pieces


def _says_nothing(run: str) -> bool:
    return len(run) >= LONG and len(set(run[:LONG])) < VARIED and len(set(run)) < VARIED


def _is_long(run: str) -> bool:
    """Whether *run* is cut in another way than whole."""
    return len(run) > WINDOW or _says_nothing(run)


def thai_words() -> frozenset[str]:
    """The Thai words that PyThaiNLP ships: some 62,000, as written there."""
    from pythainlp.corpus.common import thai_words as shipped  # only who makes the dictionary needs it

    return frozenset(shipped())


def engine() -> str:
    """The engine that :func:`cutter` takes, with its version."""
    return f"nlpo3 {version('nlpo3')} newmm" if nlpo3 else _slow_engine()


def reader(words: Words, name: str) -> Cutter:
    """A cutter for what is read while searching: slower than :func:`cutter`, there at once, with the same pieces.

    Raises OSError as that does, for an nlpo3 that is not known to cut alike.
    """
    if nlpo3 and version("nlpo3") in SAME_AS:
        return Cutter(engine(), lambda run: cut(run, words))
    return cutter(words, name)


def cutter(words: frozenset[str] | Words, name: str) -> Cutter:
    """The cutter over *words*; *name* is theirs alone. Made once for each name and kept: nlpo3 cannot let go of words.

    Raises OSError when nlpo3 cannot read the words back from a temporary file.
    """
    with _MAKING:
        return _made(words, name) if nlpo3 else slow_cutter(words)


def slow_cutter(words: frozenset[str] | Words) -> Cutter:
    """The cutter of PyThaiNLP's own newmm, in Python: a seventh of the speed."""
    from pythainlp.tokenize.newmm import segment  # only where nlpo3 is not there
    from pythainlp.util import Trie

    trie = Trie(words)
    return Cutter(_slow_engine(), lambda run: segment(run, trie))


def _slow_engine() -> str:
    return f"pythainlp {version('pythainlp')} newmm"


@cache
def _made(words: frozenset[str] | Words, name: str) -> Cutter:
    """nlpo3 reads dictionaries only from files, keeps them for the life of the process and refuses a name twice."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n".join(sorted({*words, SEPARATOR})))
        file.flush()
        message, loaded = nlpo3.load_dict(file.name, name)
    if not loaded:
        raise OSError(f"nlpo3 could not load the dictionary: {message}")
    return Cutter(engine(), lambda run: nlpo3.segment(run, name), together=True)


def word_costs() -> Mapping[str, float]:
    """How rare each of :func:`thai_words` is: the negative logarithm of its share of two corpora of written Thai."""
    shares: dict[str, float] = {}
    for source in map(_counts, FREQUENCIES):
        total = sum(source.values())
        for word, count in source.items():
            shares[word] = shares.get(word, 0.0) + count / total / 2
    return MappingProxyType({word: -math.log(shares.get(word, 0.0) + UNSEEN) for word in thai_words()})


def _counts(file: str) -> dict[str, int]:
    """How often each word of a list of PyThaiNLP stands in its corpus.

    Some words are listed twice, and the lines come in any order: the greater count is taken, so that every process
    makes the same dictionary.
    """
    from pythainlp.corpus.core import get_corpus  # only who makes the dictionary needs it

    counts: dict[str, int] = {}
    for line in get_corpus(file):
        word, tab, count = line.rpartition("\t")
        if tab:
            word = word.partition("\t")[0]
            counts[word] = max(int(count), counts.get(word, 0))
    return counts
