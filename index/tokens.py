"""Thai words with their exact places: what the index holds and what a query asks for, cut the same way.

Text is cut in this order, so that nothing is cut inside something longer:

1. abbreviations (``ก.พ.ร.``, ``พ.ศ.``, ``เม.ย.``): one word each, dots kept, blanks inside them dropped;
2. numbers (``1,234.5`` loses its commas), words of Latin and other scripts;
3. runs of Thai: nlpo3's newmm over PyThaiNLP's words, the names of agencies and provinces, and the user's own file.

Thai marks are letters: ขาว (white), ข่าว (news) and ข้าว (rice) are three words. All offsets count code points of the
folded text (``corpus.thai.normalise``); its offset map leads back to the raw text.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from nlpo3 import load_dict, segment
from pythainlp.corpus.common import thai_words

from corpus.errors import IndexProblem
from corpus.extract import agencies, places
from corpus.thai.normalise import fold, normalise

MAX_WORD = 64  # code points; longer ones are leftovers of markup or base64, and bloat the index
MIN_PART = 2  # code points; one consonant is no word to look for inside another

_UNIT = r"[เ-ไ]?[ก-ฮ]{1,3}[ะ-ฺ็-๎]{0,2}"
_LAST = r"[ก-ฮ](?![ก-๎.])"  # the last dot is often forgotten: ก.พ.ร
_SPACED = r"(?<![ก-๎])[ก-ฮ] \. [ก-ฮ] ?\.(?: [ก-ฮ] ?\.)*"  # พ . ศ . as some pages print it
_GENERIC = rf"(?<![ก-๎])(?:(?:{_UNIT}\.){{2,}}(?:{_LAST})?|{_UNIT}\.{_LAST})"
_GLUED = rf"(?:[ก-ฮ]\.){{2,}}(?:{_LAST})?"  # สำนักงานก.พ.ร.: the unit before the first dot is one consonant
_NUMBER = r"\d+(?:[.,]\d+)*"
_LETTERS = r"[^\W\d_\u0e00-\u0e7f]+(?:'[^\W\d_\u0e00-\u0e7f]+)?"
_THAI = r"[\u0e01-\u0e4e]+"
_RUNS = re.compile(
    rf"(?P<spaced>{_SPACED})|(?P<thai>{_THAI}(?:\.{_THAI})*\.?)|(?P<number>{_NUMBER})|(?P<letters>{_LETTERS})"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_A_LETTER = re.compile(r"[ก-ฮะาำเ-ๅ]")
_ALL_THAI = re.compile(r"[\u0e01-\u0e4e]+")

_MAKING = threading.Lock()  # two threads must not load one dictionary at once
_LOADED: set[str] = set()  # names of dictionaries that nlpo3 holds


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a folded text: what is indexed, and the half-open span it stands at."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokeniser:
    """One dictionary, loaded into nlpo3 under its own name; ``describe`` says in words what it was made of."""

    fingerprint: str
    describe: str
    _words: frozenset[str] = field(repr=False)
    _name: str = field(repr=False)
    _abbreviation: re.Pattern[str] = field(repr=False)

    def tokens(self, folded: str) -> Iterator[Token]:
        """The words of *folded*, in order, never overlapping."""
        for m in _RUNS.finditer(folded):
            text, start, end = m.group(), m.start(), m.end()
            if m.lastgroup != "thai":
                yield Token(_canonical(text, m.lastgroup or ""), start, end)
            elif "." in text:
                yield from self._dotted(folded, start, end)
            else:
                yield from self._thai(text, start)

    def words(self, folded: str) -> list[str]:
        """Only what is indexed of :meth:`tokens`."""
        return [token.text for token in self.tokens(folded)]

    def cut(self, raw: str) -> list[str]:
        """*raw*, as a page wrote it, cut at the borders of its words; joined, the pieces are *raw* again."""
        mapped = normalise(raw)
        borders = {0, len(raw)}
        for token in self.tokens(mapped.text):
            borders.update(mapped.raw_span(token.start, token.end))
        ordered = sorted(borders)
        return [raw[start:end] for start, end in pairwise(ordered)]

    def parts(self, word: str) -> tuple[tuple[str, int, int], ...]:
        """The dictionary words that stand inside *word*, with their spans in it.

        Only those that leave no scrap: before and after a part the rest of the compound must itself be made of
        dictionary words, so ประชาชน holds ประชา and ชน, but ขาว (white) does not hold ขา (leg).
        """
        return _parts(self, word) if _ALL_THAI.fullmatch(word) and len(word) <= MAX_WORD else ()

    def has_parts(self, word: str) -> bool:
        """Whether *word* also counts inside others: Thai of more than one letter, since Thai has no blanks."""
        return len(word) >= MIN_PART and _ALL_THAI.fullmatch(word) is not None

    def knows(self, word: str) -> bool:
        """Whether *word* is in the dictionary."""
        return word in self._words

    def _dotted(self, folded: str, start: int, end: int) -> Iterator[Token]:
        """A run of Thai with dots in it: its abbreviations whole, the rest as words."""
        at = start
        for m in self._abbreviation.finditer(folded, start, end):
            yield from self._between(folded, at, m.start())
            yield Token(_canonical(m.group(), "abbreviation"), m.start(), m.end())
            at = m.end()
        yield from self._between(folded, at, end)

    def _between(self, folded: str, start: int, end: int) -> Iterator[Token]:
        for m in _ALL_THAI.finditer(folded, start, end):
            yield from self._thai(m.group(), m.start())

    def _thai(self, run: str, base: int) -> Iterator[Token]:
        at = 0
        for piece in segment(run, self._name):
            end = at + len(piece)
            if run[at:end] != piece:
                raise RuntimeError(f"nlpo3 changed the text {run[at : at + 40]!r} while cutting it")
            if not _only_signs(piece):
                yield Token(piece[:MAX_WORD], base + at, base + end)
            at = end
        if at != len(run):
            raise RuntimeError(f"nlpo3 lost the end of the text {run[at : at + 40]!r}")

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokeniser) and other.fingerprint == self.fingerprint


def tokeniser(dictionary: Path | None = None) -> Tokeniser:
    """The tokeniser with PyThaiNLP's words, the registries' names and the words of the file *dictionary*.

    Made once for each file. Raises :class:`IndexProblem` when the file cannot be read.
    """
    with _MAKING:
        return _made(dictionary)


@cache
def _made(dictionary: Path | None) -> Tokeniser:
    own = _read(dictionary) if dictionary else ()
    names = tuple(fold(n) for n in (*agencies.names(), *places.provinces()))
    words = frozenset(w for w in map(fold, (*thai_words(), *names, *own)) if _ALL_THAI.fullmatch(w))
    dotted = sorted({n for n in (*names, *own, *map(fold, _MONTHS)) if _is_dotted(n)}, key=lambda n: (-len(n), n))
    digest = hashlib.sha256()
    for part in (*sorted(words), "", *dotted, "", _normaliser_probe()):
        digest.update(part.encode() + b"\n")
    engine = f"nlpo3 {version('nlpo3')} newmm"
    fingerprint = hashlib.sha256(f"{engine}\n{digest.hexdigest()}".encode()).hexdigest()[:16]
    return Tokeniser(
        fingerprint=fingerprint,
        describe=f"{engine}, dictionary {digest.hexdigest()[:8]} of {len(words)} words",
        _words=words,
        _name=_load(words, f"khlang-{fingerprint}"),
        _abbreviation=_compile(dotted),
    )


@lru_cache(maxsize=200_000)
def _parts(tokeniser: Tokeniser, word: str) -> tuple[tuple[str, int, int], ...]:
    size = len(word)
    inside = [
        (i, j)
        for i in range(size)
        for j in range(i + MIN_PART, size + 1)
        if (i, j) != (0, size) and word[i:j] in tokeniser._words
    ]
    from_start, to_end = {0}, {size}
    for i, j in inside:  # sorted by start, so every way to i is known before i is left
        if i in from_start:
            from_start.add(j)
    for i, j in reversed(inside):
        if j in to_end:
            to_end.add(i)
    return tuple((word[i:j], i, j) for i, j in inside if i in from_start and j in to_end)


def _canonical(text: str, group: str) -> str:
    if group in ("abbreviation", "spaced"):
        bare = text.replace(" ", "")
        return bare if bare.endswith(".") else bare + "."
    if group == "number" and _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text[:MAX_WORD]


def _compile(dotted: Iterable[str]) -> re.Pattern[str]:
    """Known abbreviations may be glued to the word before them; the look ahead keeps the long list off most places."""
    known = "|".join(rf"{re.escape(n.removesuffix('.'))}(?:\.|(?![ก-๎.]))" for n in dotted)
    return re.compile(rf"(?=[ก-๎]{{1,8}}\.)(?:{known}|{_GENERIC}|{_GLUED})")


def _is_dotted(name: str) -> bool:
    return "." in name and " " not in name and len(name) <= MAX_WORD


def _only_signs(piece: str) -> bool:
    """Whether *piece* holds no consonant and no vowel letter: ๆ (repeat), ฯ (abbreviated), a mark left alone."""
    return not _A_LETTER.search(piece)


def _read(path: Path) -> tuple[str, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        why = e.strerror if isinstance(e, OSError) else e
        raise IndexProblem(f"cannot read the dictionary {path}: {why}; give a UTF-8 file with one word a line") from e
    return tuple(word for line in text.split("\n") if (word := fold(line).strip()) and not word.startswith("#"))


def _load(words: Iterable[str], name: str) -> str:
    """nlpo3 reads dictionaries only from files, keeps them for the life of the process and refuses a name twice."""
    if name in _LOADED:
        return name
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n".join(sorted(words)))
        file.flush()
        message, loaded = load_dict(file.name, name)
    if not loaded:
        raise IndexProblem(f"nlpo3 could not load the dictionary: {message}; free space in {tempfile.gettempdir()}")
    _LOADED.add(name)
    return name


def _normaliser_probe() -> str:
    """What the normaliser makes of every character it may meet and every pair of Thai marks: its own fingerprint."""
    marks = [chr(c) for c in (0x0E31, 0x0E32, 0x0E33, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))]
    single = "|".join(fold(chr(c)) for c in range(0x20, 0x3100))
    return single + "|".join(fold(f"ก{a}{b}เ") for a in marks for b in marks)
