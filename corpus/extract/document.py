"""What reading a document gives, whatever its format, and how much of one is read."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.thai.glyphs import mended
from corpus.thai.legible import LEGIBLE, is_language, legibility, letters_in
from corpus.warnings import say

State = Literal["read", "partly", "needs-ocr", "empty", "unread"]
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one document is read; what is beyond is told as cut off.

    ``characters`` is about a book of 2,000 pages; ``seconds`` are allowed for each started 5 MB; ``unpacked`` are the
    bytes that all parts of a package may unpack to; ``failed`` the broken pages before a PDF is given up, of which
    ``told`` are told one by one.
    """

    pages: int = 3000
    characters: int = 5_000_000
    seconds: float = 4.0
    unpacked: int = 40_000_000
    members: int = 20_000
    rows: int = 200_000
    cells: int = 1_000_000
    failed: int = 100
    told: int = 10

    def deadline(self, size: int) -> float:
        """When reading a document of *size* bytes that begins now has to stop, by the monotonic clock."""
        return time.monotonic() + self.seconds * (1 + size // 5_000_000)


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document; paragraphs and pages are parted by an empty line.

    ``text`` holds only what is legible: of pages that need OCR it has nothing, since the bytes stay in the archive.
    ``pages`` is None where the format has none; ``starts`` says at which character of ``text`` each page begins.
    ``quality`` is how much of what was found is language, 0 to 1 (:mod:`corpus.thai.legible`); ``ocr`` counts the
    pages that are pictures or nonsense; a format without pages counts as one. ``warnings`` say what could not be read
    and why.
    """

    text: str = ""
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    state: State = "unread"
    quality: float = 0.0
    ocr: int = 0
    starts: tuple[int, ...] = ()

    @property
    def needs_ocr(self) -> bool:
        """Whether a page of it is a picture or nonsense."""
        return self.ocr > 0

    @property
    def page_texts(self) -> tuple[str, ...]:
        """The text of each page, empty for those that could not be read; one text where the format has no pages."""
        if not self.starts:
            return (self.text,)
        return tuple(self.text[a:b].strip() for a, b in pairwise((*self.starts, len(self.text))))

    def page_at(self, at: int) -> int | None:
        """The number, from 1, of the page that holds character *at* of the text; None without pages."""
        return max(1, bisect_right(self.starts, at)) if self.starts else None


def unread(warning: str) -> Document:
    """A document of which nothing could be read, and why."""
    return Document(warnings=(warning,))


def whole(kind: str, paragraphs: Sequence[str], *, cut: bool = False) -> Document:
    """A document of a format without pages; *cut* says that its end was left out. Nonsense is not kept."""
    warnings = (say("doc-cut"),) if cut else ()
    text, quality = sound(PARAGRAPH.join(paragraphs))
    if text and not is_language(text, quality):
        return Document("", None, (say("doc-nonsense", kind=kind), *warnings), "needs-ocr", round(quality, 3), 1)
    if not text:
        return Document(warnings=(*warnings, say("doc-empty", kind=kind)), state="unread" if cut else "empty")
    return Document(text, None, warnings, "partly" if cut else "read", round(quality, 3))


def slides(kind: str, found: Sequence[str], pages: int, *, cut: bool = False) -> Document:
    """A document of *pages* slides, of which *found* were read: nonsense on a slide is not kept, as in a PDF."""
    judged = [sound(text) for text in found]
    kept = [text if text and is_language(text, quality) else "" for text, quality in judged]
    ocr = sum(not new and bool(text) for new, (text, _) in zip(kept, judged, strict=True))
    text, starts = paged(kept)
    letters = [letters_in(text) for text, _ in judged]
    quality = (
        sum(q * n for (_, q), n in zip(judged, letters, strict=True)) / (sum(letters) or 1) if ocr or text else 0.0
    )
    warnings = (*((say("doc-cut"),) if cut else ()), *((say("pdf-ocr", count=ocr, pages=pages),) if ocr else ()))
    if not text and not ocr:
        warnings = (*warnings, say("doc-empty", kind=kind))
    state: State = "partly" if cut or ocr else "read"
    if not text:
        state = "needs-ocr" if ocr else "unread" if cut else "empty"
    return Document(text, pages, warnings, state, round(quality, 3), ocr, starts if text else ())


def sound(text: str) -> tuple[str, float]:
    """A text of an office document and how much of it is language: mended, as that of a PDF, where little of it is."""
    quality = legibility(text) if text else 0.0
    if not text or quality >= LEGIBLE:
        return text, quality
    better = mended(text)
    return better, legibility(better)


def paged(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The texts of pages as one, and where each begins; an empty page begins where the next one does."""
    starts: list[int] = []
    kept: list[str] = []
    at = 0
    for text in texts:
        starts.append(at)
        if text:
            kept.append(text)
            at += len(text) + len(PARAGRAPH)
    joined = PARAGRAPH.join(kept)
    return joined, tuple(min(start, len(joined)) for start in starts)
