"""Word lists from ``corpus/registry`` as fast matchers.

A list becomes one regular expression shaped like a trie, so that a thousand names cost little more than one: no
alternative shares its beginning with another, hence no backtracking over the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

_Node = dict[str, Any]


@cache
def registry(name: str) -> dict[str, Any]:
    """The parsed TOML file ``corpus/registry/<name>.toml``; read once."""
    file = resources.files("corpus") / "registry" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def title_forms() -> tuple[str, ...]:
    """Every written form of every title in ``titles.toml``, as it is there."""
    groups: dict[str, list[list[str]]] = registry("titles")["titles"]
    return tuple(form for group in groups.values() for title in group for form in title)


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches the longest of *words* at a place; never matches where there are no words.

    >>> alternation(["กรม", "กรมที่ดิน", "กอง"])
    '(?:ก(?:รม(?:ที่ดิน)?|อง))'
    """
    root: _Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_pattern(root)})" if root else "(?!)"


def matcher(words: Iterable[str]) -> re.Pattern[str]:
    """:func:`alternation` compiled."""
    return re.compile(alternation(words))


def begun(beginning: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match of *pattern* in *text*, from left to right, for one that begins only where *beginning* matches.

    The engine looks for a pattern that begins with a choice of letters several times as fast as for one that begins
    with a group, a repetition or a look behind.
    """
    at = 0
    while found := beginning.search(text, at):
        match = pattern.match(text, found.start())
        at = match.end() if match and match.end() > found.start() else found.start() + 1
        if match:
            yield match


def _pattern(node: _Node) -> str:
    branches = []
    for char, after in node.items():
        if char:
            literal = re.escape(char)
            while len(after) == 1 and "" not in after:  # a run without forks is written out, not nested
                [(char, after)] = after.items()
                literal += re.escape(char)
            branches.append(literal + (_pattern(after) if set(after) != {""} else ""))
    body = "|".join(branches)
    if "" in node:
        return f"(?:{body})?" if body else ""
    return f"(?:{body})" if len(branches) > 1 else body
