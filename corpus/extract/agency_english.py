"""Bodies by their English form: ``Ministry of …``, ``… University``, ``… Co., Ltd.``.

English shows names by capitals, so this reads the page's own characters. A run of capitalised words with the little
words between them is cut where a second name or an office begins. The words are data: ``[english]`` of
``agencies.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.extract.agency_registry import agency_id
from corpus.extract.agency_words import Span
from corpus.extract.lexicon import registry
from corpus.extract.reading import Reading

LONGEST = 14  # words of a name
SHORTEST = 2

_WORD = r"[A-Z][\w'’-]*(?:&[A-Z]\w*)?"
_LITTLE = r"(?:of|the|for|and|on|in|to|against|with)"
_RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?:(?:{_LITTLE}|&)[ \u00a0]){{0,3}}{_WORD}){{0,30}}")
_LIMITED = re.compile(r"\.?,?[ \u00a0]?(?:Limited|Ltd\.?|Inc\.?|PLC)(?!\w)")
_ASCII = re.compile(r"[A-Za-z]{3}")


def english_spans(reading: Reading) -> Iterator[Span]:
    """The bodies that *reading* names in English, in their order; none where the field holds no English words."""
    if not _ASCII.search(reading.raw):
        return
    for run in _RUN.finditer(reading.raw):
        words = run.group().replace("\u00a0", " ").split(" ")
        limited = _LIMITED.match(reading.raw, run.end())
        for first, last in _named(words, bool(limited)):
            start = run.start() + sum(len(w) + 1 for w in words[:first])
            end = run.start() + sum(len(w) + 1 for w in words[:last]) - 1
            if limited and last == len(words):
                end = limited.end()
            yield Span(reading.place_of(start), reading.place_of(end), "", "english")


def in_english(reading: Reading, others: Sequence[Span]) -> Iterator[Span]:
    """:func:`english_spans` beside the *others* found: in brackets they are names of the body in front, if any is."""
    ends = {span.end: span for span in others}
    listed = {span.end: span for span in others if span.id}
    for span in english_spans(reading):
        text = reading.text
        inside = listed.get(span.end)
        if inside and inside.start > span.start:
            before = reading.surface(span.start, inside.start).text.split()
            if _lists()["own"].issuperset(before):
                continue  # Thai Ministry of Foreign Affairs
        if text[span.start - 1 : span.start] == "(" and span.start > 1:
            named = ends.get(span.start - 1) or ends.get(span.start - 2)
            if named:
                key = named.id or agency_id(reading.surface(named.start, named.end).text)
                yield Span(span.start, span.end, key, "bracket")
            continue
        yield span


def _named(words: Sequence[str], limited: bool) -> Iterator[tuple[int, int]]:
    """The names in one run of words, each as its first word and the place behind its last."""
    for begin, end in _parts(words):
        first, last = _trimmed(words, begin, end)
        if not SHORTEST <= last - first <= LONGEST:
            continue
        headed = _headed(words, first, last)
        if _lists()["generic"].issuperset(words[first : last - 1]) or (
            words[last - 1].startswith("Cent") and words[last - 2] in _lists()["desks"]
        ):
            continue
        if not headed and last - first <= SHORTEST and words[last - 1] in _lists()["weak_tails"]:
            continue
        if headed or words[last - 1] in _tails() or (limited and last == len(words)):
            yield first, last


def _headed(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a word that heads a name stands in ``words[first:last]``, with "of" or "for" behind."""
    return any(words[i] in _heads() and words[i + 1] in ("of", "for", "on") for i in range(first, last - 1))


def _parts(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """*words* divided where an "and" or "of" stands between two names: before a word that heads a name."""
    begin = 0
    for i, word in enumerate(words):
        if word not in ("and", "of", "for", "to", "with", "in", "on", "&") or i < begin:
            continue
        after = i + 1 + (words[i + 1 : i + 2] == ["the"])
        new = after < len(words) and words[after] in _heads() and words[after + 1 : after + 2] in (["of"], ["for"])
        headed = _headed(words, begin, i)
        ends = words[-1] in _tails() and not _headed(words, after, len(words))
        done = (
            word in ("and", "with", "in", "on", "to")
            and i > begin + 1
            and (words[i - 1] in _tails() or (headed and ends))
        )
        office = word in ("of", "for") and any(w in _offices() for w in words[begin:i])
        if new or done or office:
            if not office:
                yield begin, i
            begin = after
    yield begin, len(words)


def _trimmed(words: Sequence[str], begin: int, end: int) -> tuple[int, int]:
    """The part of ``words[begin:end]`` behind offices, articles and words that begin a sentence."""
    for i in range(end - 1, begin - 1, -1):
        if words[i] in _offices() or (words[i].endswith(("'s", "’s")) and words[i][:-2] in _offices()):
            begin = i + 1
            break
    while begin < end and (words[begin] in _opening() or words[begin].islower()):
        begin += 1
    while end > begin and words[end - 1].islower():
        end -= 1
    return begin, end


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed) for name, listed in registry("agencies")["english"].items()}


def _heads() -> frozenset[str]:
    return _lists()["heads"]


def _tails() -> frozenset[str]:
    return _lists()["tails"]


def _offices() -> frozenset[str]:
    return _lists()["offices"]


def _opening() -> frozenset[str]:
    return _lists()["opening"]
