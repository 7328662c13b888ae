"""The user's own words: a text file with one word a line, and the copy of them that an index keeps of itself.

What is no word is skipped and counted, since one bad line of a long list must not keep the archive from its search.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.errors import IndexProblem
from corpus.thai.normalise import fold

MOST_BYTES = 8 * 1024 * 1024  # some 300,000 words: five times the Thai dictionary
MAX_WORD = 64  # code points; a longer line is a sentence
MIN_WORD = 2
_WORD = re.compile(r"[ก-ฮเ-ไ][\u0e01-\u0e4e]+")
_DOTTED = re.compile(r"[ก-ฮเ-ไ][ก-๎]{0,7}\.(?:[ก-๎]{1,8}\.)*(?:[ก-๎]{1,8})?")
REPAIR = "give a UTF-8 file with one word a line"


@dataclass(frozen=True)  # without slots, which would keep the digest from being kept
class OwnWords:
    """The words, folded and sorted, and how many lines of the file are none."""

    words: tuple[str, ...] = ()
    skipped: int = field(default=0, compare=False)

    @cached_property
    def digest(self) -> str:
        """The same for the same words; ``""`` for none."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:16] if self.words else ""

    def to_text(self) -> str:
        """One word a line, as :func:`read_own_words` reads them."""
        return "".join(f"{word}\n" for word in self.words)


NONE = OwnWords()


def read_own_words(path: Path | None) -> OwnWords:
    """The words of the file *path*; none for None. Blank lines, and those that begin with ``#``, say nothing.

    A word is Thai letters and marks, 2 to 64 of them, or an abbreviation with full stops; its blanks are dropped.
    Raises :class:`IndexProblem` when the file cannot be read or is too large to be a list of words.
    """
    if path is None:
        return NONE
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size // 1024**2
            raise IndexProblem(
                f"the dictionary {path} has {size} MB, which is no list of words: at most {MOST_BYTES // 1024**2} MB;"
                f" {REPAIR}"
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        why = e.strerror if isinstance(e, OSError) else e
        raise IndexProblem(f"cannot read the dictionary {path}: {why}; {REPAIR}") from e
    return _understood(text.splitlines())


def _understood(lines: Iterable[str]) -> OwnWords:
    found: set[str] = set()
    skipped = 0
    for line in lines:
        text = fold(line[: 4 * MAX_WORD]).strip()
        if not text or text.startswith("#"):
            continue
        if word := _word(text):
            found.add(word)
        else:
            skipped += 1
    return OwnWords(tuple(sorted(found)), skipped)


def _word(text: str) -> str:
    """*text* as a word of the dictionary; ``""`` where it is none."""
    if "." in text:
        bare = text.replace(" ", "")
        dotted = bare if bare.endswith(".") else bare + "."
        return dotted if len(dotted) <= MAX_WORD and _DOTTED.fullmatch(dotted) else ""
    return text if MIN_WORD <= len(text) <= MAX_WORD and _WORD.fullmatch(text) else ""
