"""Laws that a page cites in English: ``Section 11 (6)``, ``State Administration Act``, ``Royal Decree on …, B.E. …``.

English shows names by capitals, so this reads the page's own characters. Articles are those of treaties, which are no
laws here; the words are data: ``laws.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.reading import Reading
from corpus.records import Surface

_ERA = r"B\.E\. ?(?:2[45]\d\d|…|\.{2,4})(?: ?\((?:19|20)\d\d\))?"
_SECTION = re.compile(r"[Ss]ection \d{1,4}(?:/\d{1,3})?(?: ?\(\d{1,2}\))?")
_LETTER = re.compile(r"\w")  # before it: the word does not begin there
_CONSTITUTION = re.compile(rf"Constitution of the Kingdom of Thailand(?:,? {_ERA})?")
_WORD = r"[A-Z][\w'’-]*"
_LITTLE = r"(?:of|on|for|the|and|in|to|against|by)"
_NAME = re.compile(rf"{_WORD}(?: (?:{_LITTLE} ){{0,3}}{_WORD}){{0,14}}")
_TAIL = re.compile(rf"(?:,? ?\(?No\. ?[\d….]{{1,4}}\)?)?(?:,? {_ERA})?")
_DATED = re.compile(rf",? ?{_ERA}")
_FURTHER = re.compile(rf",?(?: ?\(No\. ?[\d….]{{1,4}}\))?,? ?{_ERA}")


def english_laws(reading: Reading) -> Iterator[Surface]:
    """The laws that *reading* cites in English."""
    raw = reading.raw
    if "Act" not in raw and "Section" not in raw and "Decree" not in raw and "Code" not in raw and "B.E." not in raw:
        return
    for start, end in sorted({*_sections(raw), *_decrees(raw), *_acts(raw)}):
        yield Surface(raw[start:end], start, end, reading.where)


def _sections(raw: str) -> Iterator[tuple[int, int]]:
    if "ection" not in raw and "Constitution" not in raw:
        return
    for pattern in (_SECTION, _CONSTITUTION):
        for match in pattern.finditer(raw):
            if not _LETTER.match(raw[match.start() - 1 : match.start()]):
                yield match.span()


def _decrees(raw: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _decree().finditer(raw):
        if match.start() < last:
            continue
        last = match.end()
        while further := _FURTHER.match(raw, last):
            last = further.end()
        yield match.start(), last


def _acts(raw: str) -> Iterator[tuple[int, int]]:
    kinds: list[str] = registry("laws")["english_kinds"]
    decrees: list[str] = registry("laws")["english_decrees"]
    for match in _NAME.finditer(raw):
        name = match.group()
        if name.startswith(tuple(decrees)):
            continue
        words = name.split(" ")
        kind = max((i for i, word in enumerate(words) if word in kinds), default=-1)
        begin = sum(len(word) + 1 for word in words[: _first(words)])
        if kind > 0 and words[kind] == "Code" and words[kind - 1] not in registry("laws")["english_codes"]:
            continue
        if kind > _first(words) and kind == len(words) - 1:
            yield match.start() + begin, _tail(raw, match.end())
        elif kind > _first(words) and (dated := _DATED.match(raw, match.end())):
            yield match.start() + begin, dated.end()  # Liability for Wrongful Act of Officials, B.E. 2539
        elif kind > _first(words):
            yield match.start() + begin, match.start() + sum(len(word) + 1 for word in words[: kind + 1]) - 1


def _first(words: list[str]) -> int:
    """The place of the first of *words* that belongs to the name."""
    other: list[str] = registry("laws")["english_not"]
    first = 0
    while first < len(words) - 1 and (words[first] in other or words[first].islower()):
        first += 1
    return first


def _tail(raw: str, at: int) -> int:
    tail = _TAIL.match(raw, at)
    return tail.end() if tail else at


@cache
def _decree() -> re.Pattern[str]:
    return re.compile(rf"{alternation(registry('laws')['english_decrees'])} [a-zA-Z][^;\n]{{5,260}}?{_ERA}")
