"""Where Thai text may be taken apart: between two clusters, a consonant with the vowels and marks that belong to it."""

from __future__ import annotations

import unicodedata

LEADING = frozenset("เแโใไ")  # vowels that are written before the consonant they are spoken behind
TRAILING = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")  # what belongs to the consonant before it
_SIGNS = frozenset("ๆฯ")  # repeat, abbreviated: of the word before them
_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufeff")  # invisible: they belong to what stands before them


def is_boundary(text: str, at: int) -> bool:
    """Whether *text* may be cut before the character *at*: nothing that belongs together is torn."""
    return is_edge(text, at) and not (0 < at < len(text) and text[at] in _SIGNS)


def is_edge(text: str, at: int) -> bool:
    """Whether one cluster of *text* ends before the character *at* and another begins there."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in TRAILING or after in _JOINERS or before in LEADING or before == "\u200d":
        return False
    return not unicodedata.category(after).startswith("M")


def stands(folded: str, start: int, end: int, *, begins: bool = False) -> bool:
    """Whether what stands at ``start:end`` of *folded* counts as a word there: both its ends are between clusters.

    With *begins*, where its beginning is. :mod:`index.texts` asks the same of the bytes of the index.
    """
    free = begins or folded[end : end + 1] not in TRAILING
    return free and (not start or folded[start - 1] not in LEADING)
