"""The door to reading documents: PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP; others are recognised and listed as unread.

Hostile files are normal: whatever is in one, :func:`read_document` returns a :class:`Document`, at worst an empty one
that says why. A file that makes PDFium crash or hang is another matter: :mod:`corpus.document_reader`.

=========================  ==========================================================================
the rooms behind it        :mod:`corpus.extract.document` (what is returned, limits), ``document_kinds``,
                           ``document_pdf`` and ``document_layout``, ``document_package`` with
                           ``document_word``, ``document_sheets``, ``document_odf``
=========================  ==========================================================================
"""

from __future__ import annotations

from corpus.extract.document import LIMITS, Document, Limits, State, unread
from corpus.extract.document_kinds import DOCX, PDF, Kind, kind_called, kind_of
from corpus.extract.document_odf import is_locked, read_odf
from corpus.extract.document_package import BadPackage, Damaged, Enough, Package, TooLarge
from corpus.extract.document_pdf import read_pdf
from corpus.extract.document_sheets import read_xlsx
from corpus.extract.document_word import read_docx, read_pptx
from corpus.warnings import say

__all__ = ["DOCX", "LIMITS", "PDF", "Document", "Limits", "State", "kind_called", "kind_of_document", "read_document"]


def kind_of_document(body: bytes, media_type: str, filename: str) -> Kind:
    """The kind of document that *body* is, ``other`` for one that is not read, ``""`` for none."""
    return kind_of(body, media_type, filename)[0]


def read_document(body: bytes, media_type: str, filename: str, limits: Limits = LIMITS) -> Document:
    """The text of a document; never raises for what is in it."""
    kind, name = kind_of(body, media_type, filename)
    if kind == "PDF":
        return read_pdf(body, limits)
    if kind == "locked Office":
        return unread(say("doc-locked", kind="Office document"))
    if kind == "other":
        return unread(say("doc-kind", name=filename or "the document", kind=name))
    if not kind:
        return unread(say("not-document", name=filename or "the document"))
    try:
        return _read_package(Package.of(body, limits), kind)
    except Damaged:
        return unread(say("doc-damaged", kind=kind))
    except BadPackage as e:
        return unread(say("doc-broken", kind=kind, why=e))
    except TooLarge:
        return unread(say("doc-large", kind=kind))
    except Enough:
        return unread(say("doc-slow", kind=kind))


def _read_package(package: Package, kind: Kind) -> Document:
    with package.parts:
        if kind == "DOCX":
            return read_docx(package)
        if kind == "XLSX":
            return read_xlsx(package)
        if kind == "PPTX":
            return read_pptx(package)
        return unread(say("doc-locked", kind=kind)) if is_locked(package) else read_odf(package, kind)
