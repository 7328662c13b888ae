"""Provinces on English pages: ``Chiang Mai``, ``Phuket province``, ``Ayutthaya``; facts in ``english.toml``.

Not inside the names of bodies and people, nor where another name goes on (``Phuket Sandbox``, ``Bangkok Declaration``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpus.extract.english_words import Word, english_words, near, word_list
from corpus.extract.lexicon import registry
from corpus.extract.reading import Reading

_PROVINCE = ("province", "provinces", "provincial")
_BESIDE = ("name", "acronym")


def english_provinces(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Start and end in ``reading.text`` and Thai name of every province named in the English lines of *reading*."""
    words = english_words(reading)
    last = -9
    for i, word in enumerate(words):
        for name, province in _by_first().get(word.low, ()) if word.capital else ():
            end = i + len(name)
            if tuple(w.low for w in words[i:end]) != name or not _together(words, i, end):
                continue
            listed = i - last <= 3
            if _stands(words, i, end) and (province[1] or listed or _called_province(words, i, end)):
                last = end
                yield word.start, words[end - 1].end, province[0]
            break


def _together(words: Sequence[Word], i: int, end: int) -> bool:
    return all(near(words[n], words[n + 1]) for n in range(i, end - 1))


def _stands(words: Sequence[Word], i: int, end: int) -> bool:
    """Whether the name is not a part of another one."""
    if end < len(words) and near(words[end - 1], words[end]):
        right = words[end]
        if right.text in word_list("places", "not_before") or (right.kind in _BESIDE and not words[end - 1].owns):
            return False
    if not i or not near(words[i - 1], words[i]):
        return True
    left = words[i - 1]
    return left.text not in word_list("places", "not_after") and not (left.kind == "name" and not left.owns)


def _called_province(words: Sequence[Word], i: int, end: int) -> bool:
    """Whether the word province stands beside the name, or behind the list that it is in: Nan, Loei and Tak provinces."""
    for word in words[end : end + 12]:
        if word.low in _PROVINCE:
            return True
        if not (word.low in ("and", "&") or word.text == "," or word.capital):
            break
    return [w.low for w in words[max(0, i - 2) : i]] == ["province", "of"] or (i > 0 and words[i - 1].low in _PROVINCE)


@cache
def _by_first() -> Mapping[str, list[tuple[tuple[str, ...], tuple[str, bool]]]]:
    """First word → (all words, (Thai name, whether the name alone is plain)); longer names first."""
    lists = registry("english")["places"]
    thai = {row["en"]: row["th"] for row in registry("provinces")["province"]}
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, bool]]]] = {}
    for form, name in (*((name, name) for name in thai), *lists["also"]):
        words = tuple(form.lower().split())
        found.setdefault(words[0], []).append((words, (thai[name], form not in lists["need_province"])))
    for names in found.values():
        names.sort(key=lambda name: -len(name[0]))
    return found
