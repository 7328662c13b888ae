"""Sentences of the program that are kept in English and shown in Thai: one table, read in both directions.

A table has for each stable code the sentence in English and in Thai, with ``{…}`` for the values, the same in both.
What was made from the English one, by :meth:`Sentences.say` or by an f-string of the same words, is known again by its
words. :mod:`corpus.warnings` and :mod:`corpus.refusals` are such tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Literal

LONGEST = 400  # characters of one value: what stands in a sentence comes from pages
ANYTHING = ".+"
Lang = Literal["th", "en"]
_FIELD = re.compile(r"\{(\w+)(!r)?\}")


class Sentences:
    """A table of sentences by their codes.

    *shapes* are the regular expressions that the values of a name match, without groups (anything where none is given).
    Of several English sentences that fit a text the first in the table counts.
    """

    def __init__(
        self,
        texts: Mapping[str, tuple[str, str]],
        shapes: Mapping[str, str] | None = None,
    ) -> None:
        self.texts = texts
        self._shapes = shapes or {}

    def say(self, code: str, **values: object) -> str:
        """The English sentence of *code* with *values*; KeyError for a code or value that is not in the table."""
        return _filled(self.texts[code][0], {name: str(value)[:LONGEST] for name, value in values.items()})

    def code_of(self, sentence: str) -> str:
        """The code of a sentence of the table, or an empty string."""
        return self._read(sentence)[0]

    def shown(self, sentence: str, lang: Lang) -> str:
        """*sentence* for a reader of Thai or English; one that is not in the table as it is."""
        return sentence if lang == "en" else self.retold(sentence, lang, {})

    def retold(self, sentence: str, lang: Lang, inner: Mapping[str, Callable[[str], str]]) -> str:
        """*sentence* in Thai or English, with other values: what *inner* makes of those that it names."""
        code, values = self._read(sentence)
        if not code:
            return sentence
        said = {name: inner[name](text) if name in inner else text for name, text in values.items()}
        return _filled(self.texts[code][0 if lang == "en" else 1], said)

    def _read(self, sentence: str) -> tuple[str, dict[str, str]]:
        for code, words, pattern in self._patterns:
            if words in sentence and (m := pattern.fullmatch(sentence)):
                return code, m.groupdict()
        return "", {}

    @cached_property
    def _patterns(self) -> Sequence[tuple[str, str, re.Pattern[str]]]:
        """Each code with the longest words of its English sentence, which are looked for first, and its pattern."""
        return [
            (code, max(_FIELD.sub("\n", english).split("\n"), key=len), re.compile(self._pattern(english), re.DOTALL))
            for code, (english, _) in self.texts.items()
        ]

    def _pattern(self, english: str) -> str:
        parts = _FIELD.split(english)  # text, name, !r or None, text …
        return "".join(
            re.escape(part) if n % 3 == 0 else f"(?P<{part}>{self._shapes.get(part, ANYTHING)})"
            for n, part in enumerate(parts)
            if n % 3 < 2
        )


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda m: repr(values[m[1]]) if m[2] and not _quoted(values[m[1]]) else values[m[1]], template)


def _quoted(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
