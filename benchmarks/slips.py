"""Slips as people make them, at random but with a fixed seed: names misspelt, queries typed on the wrong layout."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from index.keyboard import to_latin, to_thai

# Letters that sound alike or are of one form, as spelling books list them; written apart from the program's own table.
ALIKE = ("สศษ", "ณน", "ธท", "ภพ", "ญย", "ฎด", "ฏต", "ถฐ", "ลฬ", "รล", "คฆ", "ซส", "ดต", "ใไ")
LENGTHS = ("ิี", "ึื", "ุู", "ะา")
TONES = "่้๊๋"
TITLES = ("นาย", "นาง", "นางสาว", "ดร.", "พล.อ.", "พลเอก", "คุณ", "รศ.ดร.")
_CONSONANT = re.compile(r"[ก-ฮ]")

Slip = Callable[[str, random.Random], str]


def alike(text: str, rng: random.Random) -> str:
    """One letter as another of its sound."""
    return _replaced(text, ALIKE, rng)


def length(text: str, rng: random.Random) -> str:
    """A long vowel for the short one, or the other way."""
    return _replaced(text, LENGTHS, rng)


def silent(text: str, rng: random.Random) -> str:
    """A silenced letter left out, with or without its mark, or one too many at the end of a word."""
    found = list(re.finditer(r"[ก-ฮ][ิุ]?์", text))
    if found:
        m = rng.choice(found)
        kept: str = rng.choice(("", m.group()[:-1]))
        return text[: m.start()] + kept + text[m.end() :]
    ends = [m.end() for m in re.finditer(r"[ก-ฮ](?= |$)", text)]
    return _put(text, rng.choice(ends), "์") if ends else text


def tone(text: str, rng: random.Random) -> str:
    """A tone mark wrong, left out, or one too many."""
    found = [n for n, char in enumerate(text) if char in TONES]
    if found and rng.random() < 0.7:
        at = rng.choice(found)
        mark: str = rng.choice(["", *TONES.replace(text[at], "")])
        return text[:at] + mark + text[at + 1 :]
    places = [m.end() for m in _CONSONANT.finditer(text) if text[m.end() : m.end() + 1] in ("า", "ี", "อ", "ว")]
    places = [at + (text[at] == "ี") for at in places]
    return _put(text, rng.choice(places), rng.choice("่้")) if places else text


def doubled(text: str, rng: random.Random) -> str:
    """A letter twice, or one of two left out."""
    twice = [m.start() for m in re.finditer(r"([ก-ฮ])\1", text)]
    if twice:
        at = rng.choice(twice)
        return text[:at] + text[at + 1 :]
    at = rng.choice([m.start() for m in _CONSONANT.finditer(text)])
    return _put(text, at, text[at])


def swapped(text: str, rng: random.Random) -> str:
    """Two neighbours in the other order."""
    places = [n for n in range(len(text) - 1) if text[n] != text[n + 1] and " " not in text[n : n + 2]]
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def missing(text: str, rng: random.Random) -> str:
    """A letter left out, not the first of a word."""
    at = rng.choice([n for n in range(1, len(text)) if " " not in text[n - 1 : n + 1]])
    return text[:at] + text[at + 1 :]


def wrong_key(text: str, rng: random.Random) -> str:
    """The key beside the right one."""
    places = [n for n, char in enumerate(text) if char != " "]
    at = rng.choice(places)
    row = next(
        r
        for r in (
            "1234567890-=",
            "qwertyuiop[]",
            "asdfghjkl;'",
            "zxcvbnm,./",
            "!@#$%^&*()_+",
            "QWERTYUIOP{}",
            'ASDFGHJKL:"',
            "ZXCVBNM<>?",
            "`~\\|",
        )
        if to_latin(text[at]) in r
    )
    beside = row.index(to_latin(text[at])) + rng.choice((-1, 1))
    return text[:at] + to_thai(row[min(max(beside, 0), len(row) - 1)]) + text[at + 1 :]


def no_blank(text: str, rng: random.Random) -> str:
    """The blank between name and surname left out, and a letter of the same sound."""
    return alike(text, rng).replace(" ", "")


def titled(text: str, rng: random.Random) -> str:
    """A title glued to the name, and a letter of the same sound."""
    return rng.choice(TITLES) + alike(text, rng)


def two(text: str, rng: random.Random) -> str:
    """Two slips of sound or sign."""
    first, second = rng.sample((alike, length, silent, tone, doubled), 2)
    return second(first(text, rng), rng)


SLIPS: Mapping[str, Slip] = {
    slip.__name__: slip
    for slip in (alike, length, silent, tone, doubled, swapped, missing, wrong_key, no_blank, titled, two)
}


def _replaced(text: str, groups: tuple[str, ...], rng: random.Random) -> str:
    places = [(n, group) for n, char in enumerate(text) for group in groups if char in group]
    if not places:
        return text
    at, group = rng.choice(places)
    return text[:at] + rng.choice(group.replace(text[at], "")) + text[at + 1 :]


def _put(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at:]
