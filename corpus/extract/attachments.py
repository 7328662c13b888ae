"""The text of PDF and DOCX documents, page by page, bounded in size and time.

Hostile files are normal: whatever is in one, :func:`read_document` returns a :class:`Document`, at worst an empty one
that says why. PDFium is not safe in several threads at once: read documents in processes.
"""

from __future__ import annotations

import ctypes
import io
import lzma
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.sheet import tidy
from corpus.thai.normalise import SHIFTED_FORMS
from corpus.warnings import say

MOST_PAGES = 3000
MOST_CHARACTERS = 5_000_000  # a book of 2,000 pages has about that many
MOST_SECONDS = 60.0  # a page of a report takes milliseconds; files made to be slow do not get longer
MOST_FAILED = 100  # pages that cannot be read before the file is given up
MOST_TOLD = 10  # of these, so many with their reason
MOST_UNPACKED = 200_000_000  # bytes of the text of a DOCX once unpacked
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHIFTED = str.maketrans(SHIFTED_FORMS)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document; paragraphs and pages are parted by an empty line.

    ``pages`` is None where the format has none. ``warnings`` say what could not be read and why.
    """

    text: str = ""
    pages: int | None = None
    warnings: tuple[str, ...] = ()


def kind_of_document(body: bytes, media_type: str, filename: str) -> str:
    """:data:`PDF`, :data:`DOCX` or ``""``: by the first bytes, which lie less often than names and headers."""
    if b"%PDF-" in body[:1024]:
        return PDF
    if body.startswith(b"PK\x03\x04") and (media_type == DOCX or filename.lower().endswith(".docx")):
        return DOCX
    return ""


def read_document(body: bytes, media_type: str, filename: str) -> Document:
    """The text of a PDF or DOCX file; never raises for what is in it."""
    kind = kind_of_document(body, media_type, filename)
    if kind == PDF:
        return _read_pdf(body)
    if kind == DOCX:
        return _read_docx(body)
    return Document(warnings=(say("not-document", name=filename or "the document"),))


# --- PDF -----------------------------------------------------------------------------------------------------------


def _read_pdf(body: bytes) -> Document:
    try:
        pdf = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as e:
        if "password" in str(e).lower():
            return Document(warnings=(say("pdf-locked"),))
        return Document(warnings=(say("pdf-broken", why=e),))
    try:
        reading = _Reading(len(pdf))
        pages = [text for text in _pages(pdf, reading) if text]
    finally:
        pdf.close()
    warnings = [*reading.warnings]
    if reading.failed > len(warnings):
        warnings.append(say("pdf-pages", count=reading.failed - len(warnings)))
    if reading.stopped is not None:
        warnings.append(say("pdf-cut", read=reading.stopped, pages=reading.pages))
    if reading.pages and not pages and not warnings:
        warnings.append(say("pdf-pictures", pages=reading.pages))
    return Document("\n\n".join(pages), reading.pages, tuple(warnings))


@dataclass(slots=True)
class _Reading:
    """How far the reading of a PDF has come; lives only inside :func:`_read_pdf`."""

    pages: int
    characters: int = 0
    failed: int = 0
    stopped: int | None = None  # pages read before a limit was met
    warnings: list[str] = field(default_factory=list)


def _pages(pdf: pypdfium2.PdfDocument, reading: _Reading) -> Iterator[str]:
    """The text of each page, until the pages, the characters, the time or the patience for broken pages are used up."""
    deadline = time.monotonic() + MOST_SECONDS
    for n in range(reading.pages):
        left = MOST_CHARACTERS - reading.characters
        if n >= MOST_PAGES or left <= 0 or time.monotonic() > deadline or reading.failed > MOST_FAILED:
            reading.stopped = n
            return
        try:
            text = _page_text(pdf, n, left)
        except (pypdfium2.PdfiumError, UnicodeDecodeError, ctypes.ArgumentError) as e:
            reading.failed += 1
            if reading.failed <= MOST_TOLD:
                reading.warnings.append(say("pdf-page", page=n + 1, why=e))
            continue
        reading.characters += len(text)
        yield text


def _page_text(pdf: pypdfium2.PdfDocument, n: int, left: int) -> str:
    """The text of page *n*, at most *left* characters of it: one page can hold as many as a file has bytes."""
    page = pdf[n]
    try:
        textpage = page.get_textpage()
        try:
            raw = str(textpage.get_text_range(0, min(textpage.count_chars(), left), errors="replace"))
        finally:
            textpage.close()
    finally:
        page.close()
    return _laid_out(raw.translate(_SHIFTED))


def _laid_out(text: str) -> str:
    lines = (tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


# --- DOCX ----------------------------------------------------------------------------------------------------------
# Only the main part is read, by a parser that expands nothing: libraries that build the whole document fail in as
# many ways as a file can be damaged.

_MAIN_PART = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError)
_UNSUPPORTED = (NotImplementedError, RuntimeError, ValueError)  # a coding zipfile has not, a password, a bad name


def _read_docx(body: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package, package.open(_MAIN_PART) as part:
            xml = part.read(MOST_UNPACKED + 1)
    except KeyError:
        return Document(warnings=(say("docx-broken", why=f"it has no {_MAIN_PART}"),))
    except (*_DAMAGE, *_UNSUPPORTED) as e:
        return Document(warnings=(say("docx-broken", why=e),))
    if len(xml) > MOST_UNPACKED:
        return Document(warnings=(say("docx-large"),))
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as e:
        return Document(warnings=(say("docx-broken", why=f"its XML is damaged ({e})"),))
    text, cut = _paragraphs(root)
    if not text:
        return Document(warnings=(say("docx-empty"),))
    return Document(text, None, (say("docx-cut"),) if cut else ())


def _paragraphs(root: Any) -> tuple[str, bool]:
    """The paragraphs of a document in reading order, those in tables too, and whether some were left out."""
    found: list[str] = []
    size = 0
    for element in root.iter(_WORD + "p"):
        text = tidy("".join(_run_text(element)).translate(_SHIFTED))
        if text:
            found.append(text)
            size += len(text)
        if size > MOST_CHARACTERS:
            return "\n\n".join(found), True
    return "\n\n".join(found), False


def _run_text(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(_WORD + "t", _WORD + "tab", _WORD + "br"):
        yield node.text or "" if node.tag == _WORD + "t" else " "
