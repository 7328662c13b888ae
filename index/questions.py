"""Words that ask, and say nothing of what a page holds: who, what, when (ใคร อะไร เมื่อใด).

A page that answers a question seldom has its question words, and one that has them is seldom the answer. So they are
not required of a page, and count little where it has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.tokens import Tokeniser
from index.tree import And, Node, Text

# Of what another word as rare counts. Tuned on XQuAD-th, where 0.1 to 0.5 find the answers equally well and 1 worse.
QUESTION = 0.2

_WORDS = frozenset(
    (
        *("ใคร", "ผู้ใด", "คนใด", "คนไหน", "ท่านใด"),  # who
        *("อะไร", "สิ่งใด", "ไร", "ใด", "ไหน", "อันไหน"),  # what, which
        *("ที่ไหน", "ที่ใด", "แห่งใด"),  # where
        *("เมื่อใด", "เมื่อไร", "เมื่อไหร่", "ตอนไหน"),  # when
        *("ทำไม", "เหตุใด", "เพราะเหตุใด", "เพราะอะไร"),  # why
        *("อย่างไร", "ยังไง", "เช่นไร"),  # how
        *("กี่", "เท่าใด", "เท่าไร", "เท่าไหร่"),  # how many
        *("ไหม", "หรือไม่", "หรือเปล่า", "หรือยัง", "บ้าง"),  # whether, among others
        *("who", "whom", "whose", "what", "which", "where", "when", "why", "how"),
    )
)


def asks(word: str) -> bool:
    """Whether *word* is a question word."""
    return word in _WORDS


def is_question(tree: Node, tokeniser: Tokeniser) -> bool:
    """Whether the words of *tree* ask something: some are question words, and some are not."""
    words = list(_words(tree, tokeniser))
    return any(map(asks, words)) and not all(map(asks, words))


def _words(node: Node, tokeniser: Tokeniser) -> Iterator[str]:
    for part in node.parts if isinstance(node, And) else (node,):
        if isinstance(part, Text):
            yield from tokeniser.words(part.text)
