"""Bodies on English pages, listed or not, by the words their names begin and end with.

``Ministry of …``, ``Office of the … Commission``, ``… Development Fund``. A name that differs from a listed one only by
``the``, ``of``, ``Defence``/``Defense`` and the like is that one; a body of another country never is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpus.extract.agency_registry import registry as listed
from corpus.extract.agency_words import Span
from corpus.extract.english_words import Word, english_words, near, word_list
from corpus.extract.lexicon import registry
from corpus.extract.reading import Reading

MOST_WORDS = 14  # words of one name
_CABINET = "cabinet"
_OWN_LAND = ("thailand", "kingdom", "the", "of")
_OVER = ("of", "for", "on")
_LIMITED = ("Ltd.", "Ltd", "Limited", "Inc.", "Inc", "PLC")
_COMPANY = ("public", "company", "limited", "plc", "co")
_LEAD = ("deputy", "acting", "former", "permanent", "senior", "vice", "assistant", "chief", "prime")
_PLURALS = ("minister", "general", "people", "women", "children", "farmers")  # whose possessive is part of names


def english_bodies(reading: Reading) -> list[Span] | None:
    """The bodies in the English lines of *reading*, ``id`` empty where not listed; None where no line is English."""
    words = english_words(reading)
    return list(_spans(words)) if words else None


def _spans(words: Sequence[Word]) -> Iterator[Span]:
    i = 0
    while i < len(words):
        word = words[i]
        found = None
        if word.low == _CABINET:
            yield Span(word.start, word.end, _CABINET, "english")
        elif word.capital:
            found = _opened(words, i) or _closed(words, i)
        if found:
            yield _named(words, *found)
        i = max(i + 1, found[1] if found else 0)


def _opened(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """The words of the body that begins with the word *i*: Ministry of …, with the people whose it is."""
    if words[i].text not in word_list("bodies", "openers") or i + 2 >= len(words) or words[i + 1].low not in _OVER:
        return None
    end = _end(words, i + 1)
    if end <= i + 2:
        return None
    first = i  # UNEP Regional Office for …, Malaysian Ministry of …
    while first and i - first < MOST_WORDS and _qualifies(words, first - 1):
        first -= 1
    return _judged(words, first, end)


def _qualifies(words: Sequence[Word], i: int) -> bool:
    """Whether the word *i* in front of a body's name is a part of it: what it is for or whose it is, no office."""
    word = words[i]
    if word.owns or word.low in _LEAD or word.kind == "head":
        return False
    if word.kind == "joint" and words[i + 1].text in word_list("bodies", "openers"):
        return False
    if word.kind == "name" and (i == 0 or not words[i - 1].text[-1:].isalnum()):
        return False  # Assigned Office of …: the first word of a sentence
    return _joins_left(words, i)


def _closed(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """The words of the body whose name's own words end with the word *i*: … Commission, … Authority of Thailand."""
    if words[i].text not in word_list("bodies", "closers") and not _centre(words, i):
        return None
    first = i
    while first and i - first < MOST_WORDS and _joins_left(words, first - 1):
        first -= 1
    while first < i and (words[first].kind == "joint" or words[first].text in word_list("bodies", "openers")):
        first += 1
    own = [word.low for word in words[first:i]]
    if not own or all(low in word_list("bodies", "not_alone") or not low[0].isalpha() for low in own):
        return None
    end = i + 1
    if end + 1 < len(words) and words[end].low == "of" and near(words[i], words[end]):
        end = max(end, _end(words, end))
    return _judged(words, first, end)


def _centre(words: Sequence[Word], i: int) -> bool:
    """Whether the word *i* ends the name of a centre that is a body: … Operations Center, no Convention Center."""
    return words[i].text in ("Center", "Centre") and i > 0 and words[i - 1].low in word_list("bodies", "centres_of")


def _joins_left(words: Sequence[Word], i: int) -> bool:
    word, right = words[i], words[i + 1]
    if not near(word, right):
        return False
    if word.text == ",":
        return right.text in _LIMITED  # Co., Ltd.
    if word.low == "of" and right.low == "thailand":
        return i > 0 and words[i - 1].capital  # Airports of Thailand Public Company Limited
    if word.kind == "joint":
        return word.low in ("and", "&") and right.kind == "field" and i > 0 and words[i - 1].kind == "field"
    if word.owns and word.low not in _PLURALS:
        return False
    return word.capital and word.kind in ("name", "field", "modifier", "acronym", "head")


def _end(words: Sequence[Word], at: int) -> int:
    """Where the name ends whose words go on with the joint at *at*."""
    end = at
    i = at
    while i < len(words) and i - at < MOST_WORDS and near(words[i - 1], words[i]):
        word = words[i]
        if word.text in _never("stops") or word.text in _never("before"):
            break
        if word.capital and word.kind in ("name", "field", "modifier", "acronym", "head"):
            if _begins_another(words, i, at):
                break
            end = i + 1
            if word.owns and word.low not in _PLURALS:
                break
        elif not _goes_on(words, i, at):
            break
        i += 1
    return end


def _begins_another(words: Sequence[Word], i: int, at: int) -> bool:
    """Whether another body, or an office, begins at *i* behind ``and``."""
    if words[i - 1].low not in ("and", "&", ","):
        return False
    if words[i].text in word_list("bodies", "openers") and i + 1 < len(words) and words[i + 1].low in _OVER:
        return True
    return i > at + 1 and words[i].kind in ("head", "modifier")


def _goes_on(words: Sequence[Word], i: int, at: int) -> bool:
    """Whether the name goes on behind the joint or comma at *i*."""
    word = words[i]
    right = words[i + 1] if i + 1 < len(words) else None
    if right is None:
        return False
    if word.low in (*_OVER, "the"):
        return (right.capital or right.low == "the") and (word.low != "on" or i == at)
    if word.low in ("and", "&"):
        if right.low == "the":
            return any(w.low == "pacific" for w in words[i + 2 : i + 3])  # for Asia and the Pacific
        another = any(w.text in word_list("people", "countries") for w in words[i + 1 : i + 3])
        return right.capital and not another and (right.kind == "field" or words[i - 1].kind == "name")
    if word.text == "," and right.low == "and":
        return i + 2 < len(words) and words[i + 2].kind == "field" and "," in (w.text for w in words[max(0, i - 4) : i])
    if word.text == ",":
        return right.capital and right.kind == "field" and words[i - 1].kind == "field" and _listing(words, i)
    return False


def _listing(words: Sequence[Word], i: int) -> bool:
    """Whether an ``and`` with a field behind it ends the list that the comma at *i* is in."""
    for n in range(i + 1, min(i + 8, len(words) - 1)):
        if words[n].low in ("and", "&"):
            return words[n + 1].kind == "field" and words[n + 1].text not in word_list("bodies", "openers")
        if words[n].kind not in ("field", "sign"):
            return False
    return False


def _judged(words: Sequence[Word], first: int, end: int) -> tuple[int, int] | None:
    name = " ".join(word.text for word in words[first:end])
    if name in _never("names"):
        return None
    if end < len(words) and near(words[end - 1], words[end]) and words[end].text in _never("before"):
        return None
    return first, end


@cache
def _never(name: str) -> frozenset[str]:
    return frozenset(registry("english")["bodies"]["never"][name])


def _named(words: Sequence[Word], first: int, end: int) -> Span:
    """The body ``words[first:end]``, with its id if it is listed, without its own country's name behind it."""
    key = _known().get(_key(words[first:end]), "")
    if not key and words[first].low == "thai":
        key = _known().get(_key(words[first + 1 : end]), "")
        first += bool(key)
    if not key and words[end - 1].low in ("limited", "plc"):
        key = _known().get(_key([word for word in words[first:end] if word.low not in _COMPANY]), "")
    short = end
    while not key and short - first > 3 and words[short - 1].low in _OWN_LAND:
        short -= 1
        if words[short - 1].kind != "joint":
            key = _known().get(_key(words[first:short]), "")
    return Span(words[first].start, words[(short if key else end) - 1].end, key, "english")


def _key(words: Sequence[Word]) -> str:
    return _folded([word.low for word in words])


def _folded(words: Sequence[str]) -> str:
    same: Mapping[str, str] = registry("english")["bodies"]["same"]
    bare = (word.replace("’", "'").removesuffix("'s") for word in words)
    return "".join(same.get(word, word) for word in bare).replace(",", "").replace("'", "")


@cache
def _known() -> dict[str, str]:
    """The words of a listed English name, without those that vary → its id; a board's name stands for its office."""
    known: dict[str, str] = {}
    boards: dict[str, str] = {}
    for entry in listed().values():
        for name in (entry.name_en, *(alias for alias in entry.aliases if alias.isascii())):
            words = name.lower().replace(",", " , ").split()
            if len(words) > 1:
                known.setdefault(_folded(words), entry.id)
            if words[-1] == "department":
                boards.setdefault(_folded(["department", *words[:-1]]), entry.id)
            if words[:2] == ["department", "of"]:
                boards.setdefault(_folded([*words[2:], "department"]), entry.id)
            if words[:2] == ["office", "of"] and words[-1] in ("commission", "council", "board", "committee"):
                boards.setdefault(_folded(words[2:]), entry.id)
    also = registry("english")["bodies"]["also"]
    named = {_folded(name.lower().split()): key for name, key in also.items() if key in listed()}
    return {**boards, **known, **named}
