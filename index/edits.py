"""How far one word is from many others, counted as people misspell Thai: sounds, marks, silent letters, keys.

The weighted edit distance of Damerau with neighbours exchanged, for all candidates at once: each row of the table is
worked out as one array. What a slip costs stands in ``corpus/registry/spelling.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.extract.lexicon import registry
from index.keyboard import neighbours

Codes: TypeAlias = npt.NDArray[np.uint8]
Costs: TypeAlias = npt.NDArray[np.float32]

_CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
_LETTERS = [*map(chr, range(0x0E01, 0x0E4F)), *map(chr, range(0x20, 0x7F))]  # a word of another script is no Thai slip
_GROUPS_FROM = 0xE000  # private use: each group of letters is one letter while words are compared
_KARAN, _FAR = "์", np.float32(99)
_ROUNDED = 0.001  # that sums of costs may be off


@dataclass(frozen=True, slots=True)
class Slips:
    """The costs as tables by code: 0 fills up short words, 1 stands for any letter that has no code of its own."""

    code: npt.NDArray[np.uint8]
    groups: tuple[tuple[str, str], ...]
    instead: Costs
    alone: Costs
    consonant: npt.NDArray[np.bool_]
    vowel: npt.NDArray[np.bool_]
    liquid: npt.NDArray[np.bool_]
    last: Codes
    karan: int
    doubled: float
    silent: float
    cluster: float
    swapped: float


@cache
def slips() -> Slips:
    """The tables of ``spelling.toml``; read once."""
    data = registry("spelling")
    groups = tuple(dict.fromkeys(row[0] for row in data["groups"]))
    signs = [chr(_GROUPS_FROM + n) for n in range(len(groups))]
    letters = [*_LETTERS, *signs]
    code = np.ones(0x10000, np.uint8)
    code[[ord(letter) for letter in letters]] = np.arange(2, len(letters) + 2, dtype=np.uint8)
    at = {letter: int(code[ord(letter)]) for letter in letters}
    alone = _alone(data, at)
    instead = _instead(data, at)
    for sign, group in zip(signs, groups, strict=True):
        alone[at[sign]] = sum(alone[at[part]] for part in group)
    _of_groups(data, dict(zip(groups, signs, strict=True)), at, instead, alone)
    return Slips(
        code=code,
        groups=tuple(sorted(zip(groups, signs, strict=True), key=lambda pair: -len(pair[0]))),
        instead=instead,
        alone=alone,
        consonant=_among(at, _CONSONANTS),
        vowel=_among(at, "ิีุู"),
        liquid=_among(at, "รลว"),
        last=_last_letters(groups, signs, at),
        karan=at[_KARAN],
        doubled=data["doubled"],
        silent=data["silent"],
        cluster=data["cluster"],
        swapped=data["swapped"],
    )


def encoded(words: Sequence[str], width: int) -> tuple[Codes, npt.NDArray[np.int32]]:
    """*words* (folded, without blanks) as rows of *width* codes, cut there, and how many codes each has."""
    table = slips()
    text = "\n".join(words)
    for group, sign in table.groups:
        text = text.replace(group, sign)
    rows = [row[:width] for row in text.split("\n")]
    filled = "".join(row.ljust(width, "\0") for row in rows).encode("utf-32-le", "replace")
    points = np.frombuffer(filled, np.uint32).reshape(len(rows), width)
    codes = table.code[np.minimum(points, 0xFFFF)]
    codes[points == 0] = 0
    return codes, np.array([len(row) for row in rows], np.int32)


def distances(
    word: Codes, others: Codes, lengths: npt.NDArray[np.int32], *, most: float = np.inf, beginning: bool = False
) -> Costs:
    """What it costs to make *word* (one row, its own length) into each of *others*; one number for each.

    With *beginning* the cheapest beginning of each of the others counts. What costs more than *most* may be given as
    any higher cost: it is not followed to its end.
    """
    costs = np.full(len(others), _FAR, np.float32)
    near = np.arange(len(others))
    table = slips()
    count, width = others.shape
    cost_in = _costs_alone(others)
    cost_out = _costs_alone(word[None, :])[0]
    put_in = np.zeros((count, width + 1), np.float32)
    np.cumsum(cost_in, axis=1, out=put_in[:, 1:])
    rows = [put_in]
    for at, letter in enumerate(word.tolist()):
        before = rows[-1]
        row = before + cost_out[at]
        np.minimum(row[:, 1:], before[:, :-1] + table.instead[letter][others], out=row[:, 1:])
        if at:
            exchanged = (others[:, 1:] == word[at - 1]) & (others[:, :-1] == letter)
            np.minimum(row[:, 2:], np.where(exchanged, rows[-2][:, :-2] + table.swapped, _FAR), out=row[:, 2:])
        row = np.minimum.accumulate(row - put_in, axis=1) + put_in
        rows = [before, row]
        if at % 2:  # no way leads around two rows
            kept = np.flatnonzero(np.minimum(before.min(axis=1), row.min(axis=1)) <= most + _ROUNDED)
            if len(kept) < len(near):
                near, others, put_in, rows = near[kept], others[kept], put_in[kept], [before[kept], row[kept]]
    last = rows[-1]
    if beginning:
        last = np.where(np.arange(width + 1) <= lengths[near, None], last, _FAR)
        costs[near] = last.min(axis=1)
    else:
        costs[near] = last[np.arange(len(near)), lengths[near]]
    return costs


def _costs_alone(codes: Codes) -> Costs:
    """What each letter costs that is too many or too few, from its neighbours."""
    table = slips()
    costs = table.alone[codes]
    after = np.zeros_like(codes)
    after[:, :-1] = codes[:, 1:]
    before = np.zeros_like(codes)
    before[:, 1:] = codes[:, :-1]
    second = np.zeros_like(codes)
    second[:, :-2] = codes[:, 2:]
    under = (
        (after == table.karan)
        | (table.vowel[after] & (second == table.karan))
        | (table.vowel[codes] & (after == table.karan))
    )
    twice = (codes > 0) & ((codes == before) | (codes == table.last[before]))
    costs = np.where(twice, np.minimum(costs, table.doubled), costs)
    costs = np.where(under, np.minimum(costs, table.silent), costs)
    behind = table.liquid[codes] & table.consonant[before]
    return np.where(behind, np.minimum(costs, table.cluster), costs).astype(np.float32)


def _alone(data: dict[str, Any], at: dict[str, int]) -> Costs:
    costs = np.ones(256, np.float32)
    costs[0] = 0
    for row in data["loose"]:
        costs[[at[letter] for letter in row["letters"]]] = row["cost"]
    return costs


def _instead(data: dict[str, Any], at: dict[str, int]) -> Costs:
    costs = np.ones((256, 256), np.float32)
    plain = [letter for letter in at if letter < chr(_GROUPS_FROM)]
    for one in plain:
        for other in plain:
            if neighbours(one, other):
                costs[at[one], at[other]] = data["neighbour"]
    for row in data["alike"]:
        for letters in row["rows"]:
            places = [at[letter] for letter in letters]
            block = np.ix_(places, places)
            costs[block] = np.minimum(costs[block], row["cost"])
    np.fill_diagonal(costs, 0)
    return costs


def _of_groups(data: dict[str, Any], signs: dict[str, str], at: dict[str, int], instead: Costs, alone: Costs) -> None:
    """A group for a letter is its nearest part for that letter and the other too many, unless a rule says less."""
    for group, sign in signs.items():
        first, second = (at[part] for part in group)
        costs = np.minimum(instead[first] + alone[second], instead[second] + alone[first])
        instead[at[sign]] = costs
        instead[:, at[sign]] = costs
    for group, sign in signs.items():
        for other, its in signs.items():
            (a, b), (c, d) = (at[part] for part in group), (at[part] for part in other)
            instead[at[sign], at[its]] = instead[a, c] + instead[b, d]
        if group == group[0] * 2:
            instead[at[sign], at[group[0]]] = instead[at[group[0]], at[sign]] = data["doubled"]
    for group, other, cost in data["groups"]:
        one, two = at[signs[group]], at[signs.get(other, other)]
        instead[one, two] = instead[two, one] = cost


def _last_letters(groups: Sequence[str], signs: Sequence[str], at: dict[str, int]) -> Codes:
    """The last letter of each group by the code of its sign; a code that none has elsewhere."""
    found = np.full(256, 255, np.uint8)
    for group, sign in zip(groups, signs, strict=True):
        found[at[sign]] = at[group[-1]]
    return found


def _among(at: dict[str, int], letters: Iterable[str]) -> npt.NDArray[np.bool_]:
    found = np.zeros(256, np.bool_)
    found[[at[letter] for letter in letters if letter in at]] = True
    return found
