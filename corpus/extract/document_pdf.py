"""The text of PDF files, page by page: damaged Thai mended, pictures and nonsense told as such.

PDFium is not safe in several threads at once, and may crash or hang on a hostile file: documents of strangers are
read in a process of their own (:mod:`corpus.document_reader`).
"""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from corpus.extract.document import Document, Limits, State, paged, unread
from corpus.extract.document_layout import lines_of, paragraphs, without_running_lines
from corpus.thai.glyphs import mended
from corpus.thai.legible import FEW, is_language, legibility, letters_in
from corpus.warnings import say

OBJECTS = 2000  # of a page with few letters that are looked at
COVERED = 0.3  # of the page, from which on a picture is what the page shows
DRAWN = 100  # paths of a page without letters: writing turned into outlines
# A letter a line, many times: PDFium takes a page with hardly more than a line of text for one written downwards.
_LETTERS_DOWN = re.compile(r"(?:[^\W\d_][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*\r\n){8}")
SHORT = 5000  # characters of a page, up to which its letters are asked one by one where they stand
BASELINE = 0.3  # of the height of the letters by which a line's baseline may move
WORD_GAP = 0.14  # … between two letters, from which on there is a blank
_FAULTS = (pypdfium2.PdfiumError, UnicodeDecodeError, ctypes.ArgumentError)


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[str]
    quality: float
    letters: int
    ocr: bool


@dataclass(slots=True)
class _Reading:
    """How far the reading of a PDF has come; lives only inside :func:`read_pdf`."""

    pages: int
    deadline: float
    characters: int = 0
    failed: int = 0
    stopped: int | None = None  # pages read before a limit was met
    warnings: list[str] = field(default_factory=list)


def read_pdf(body: bytes, limits: Limits) -> Document:
    """The text of a PDF; never raises for what is in it."""
    deadline = limits.deadline(len(body))
    try:
        pdf = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as e:
        if "password" in str(e).lower():
            return unread(say("doc-locked", kind="PDF"))
        return unread(say("doc-damaged", kind="PDF"))  # whatever the reason, PDFium has a number for it only
    try:
        reading = _Reading(len(pdf), deadline)
        pages = list(_pages(pdf, reading, limits))
    finally:
        pdf.close()
    return _document(pages, reading)


def _document(pages: list[_Page], reading: _Reading) -> Document:
    kept = without_running_lines([[] if page.ocr else page.lines for page in pages])
    text, starts = paged([paragraphs(lines) for lines in kept])
    ocr = sum(page.ocr for page in pages)
    letters = sum(page.letters for page in pages)
    quality = sum(page.quality * page.letters for page in pages) / letters if letters else float(not ocr)
    warnings = [*reading.warnings]
    if reading.failed > len(warnings):
        warnings.append(say("pdf-pages", count=reading.failed - len(warnings)))
    if reading.stopped is not None:
        warnings.append(say("pdf-cut", read=reading.stopped, pages=reading.pages))
    if ocr:
        pictures = not letters and ocr == reading.pages
        told = say("pdf-ocr", pages=reading.pages, count=ocr)
        warnings.append(say("pdf-pictures", pages=reading.pages) if pictures else told)
    if not text and not warnings:
        warnings.append(say("doc-empty", kind="PDF"))
    state: State = "read"
    if not text:
        state = "needs-ocr" if ocr else "unread" if reading.failed or reading.stopped == 0 else "empty"
    elif ocr or reading.failed or reading.stopped is not None:
        state = "partly"
    return Document(text, reading.pages, tuple(warnings), state, round(quality, 3), ocr, starts)


def _pages(pdf: pypdfium2.PdfDocument, reading: _Reading, limits: Limits) -> Iterator[_Page]:
    """Each page, until the pages, the characters, the time or the patience for broken pages are used up."""
    for n in range(reading.pages):
        left = limits.characters - reading.characters
        late = time.monotonic() > reading.deadline
        if n >= limits.pages or left <= 0 or late or reading.failed > limits.failed:
            reading.stopped = n
            return
        try:
            page = _page(pdf, n, left)
        except _FAULTS as e:
            reading.failed += 1
            if reading.failed <= limits.told:
                reading.warnings.append(say("pdf-page", page=n + 1, why=e))
            yield _Page([], 0.0, 0, ocr=False)
            continue
        reading.characters += sum(map(len, page.lines))
        yield page


def _page(pdf: pypdfium2.PdfDocument, n: int, left: int) -> _Page:
    """Page *n*, at most *left* characters of it: one page can hold as many as a file has bytes."""
    page = pdf[n]
    try:
        textpage = page.get_textpage()
        try:
            count = min(textpage.count_chars(), left)
            found = str(textpage.get_text_range(0, count, errors="replace"))
            if count <= SHORT and _LETTERS_DOWN.search(found):
                found = _by_baseline(textpage, count)
        finally:
            textpage.close()
        text = mended(found.replace("\r\n", "\n").replace("\r", "\n"))
        letters = letters_in(text)
        picture = letters < FEW and _is_picture(page, letters)
    finally:
        page.close()
    quality = 0.0 if picture else legibility(text)
    ocr = picture or not is_language(text, quality)
    return _Page(lines_of(text), quality, letters, ocr)


def _by_baseline(textpage: pypdfium2.PdfTextPage, count: int) -> str:
    """The letters of a page in the order of the file, a new line where the baseline changes."""
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[str] = []
    end = last_y = size = 0.0
    for n in range(count):
        letter = chr(min(raw.FPDFText_GetUnicode(textpage, n), 0x10FFFF))
        if raw.FPDFText_IsGenerated(textpage, n) == 1 or letter in "\r\n\0":
            continue
        if not raw.FPDFText_GetCharOrigin(textpage, n, x, y):
            raise pypdfium2.PdfiumError("a letter without a place")
        left, bottom, right, top = textpage.get_charbox(n, loose=True)
        size = abs(top - bottom) or size  # marks may have none
        if found and abs(y.value - last_y) > BASELINE * size:
            found.append("\n")
            end = 0.0
        elif found and left - end > WORD_GAP * size:
            found.append(" ")
        found.append(letter)
        end, last_y = max(end, right), y.value
    return "".join(found).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_picture(page: pypdfium2.PdfPage, letters: int) -> bool:
    """Whether a page with few letters shows a picture over much of it, or writing drawn as outlines."""
    count = raw.FPDFPage_CountObjects(page)
    area = max(1.0, page.get_width() * page.get_height())
    paths = 0
    for n in range(min(count, OBJECTS)):
        thing = raw.FPDFPage_GetObject(page, n)
        kind = raw.FPDFPageObj_GetType(thing)
        paths += kind == raw.FPDF_PAGEOBJ_PATH
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) and _area(thing) > COVERED * area:
            return True
    return letters == 0 and paths >= DRAWN


def _area(thing: object) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0
    return float((right.value - left.value) * (top.value - bottom.value))
