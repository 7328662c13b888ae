"""What kind of document bytes are: by their beginning and their parts, which lie less often than names and headers.

Formats that are not read are recognised all the same, so that they are listed as what they are.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["", "PDF", "DOCX", "XLSX", "PPTX", "ODT", "ODS", "ODP", "locked Office", "other"]

PDF = "application/pdf"
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = _OOXML + "wordprocessingml.document"
XLSX = _OOXML + "spreadsheetml.sheet"
PPTX = _OOXML + "presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument."
ODT, ODS, ODP = _ODF + "text", _ODF + "spreadsheet", _ODF + "presentation"
# Every document by its file ending: its media type. Those that are read come first.
MEDIA_TYPES = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
    "pptx": PPTX,
    "odt": ODT,
    "ods": ODS,
    "odp": ODP,
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "rtf": "application/rtf",
    "hwp": "application/x-hwp",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
_READ: dict[str, Kind] = {
    PDF: "PDF", DOCX: "DOCX", XLSX: "XLSX", PPTX: "PPTX", ODT: "ODT", ODS: "ODS", ODP: "ODP"
}  # fmt: skip
_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"word/document.xml", "DOCX"),
    (b"xl/workbook.xml", "XLSX"),
    (b"ppt/presentation.xml", "PPTX"),
)
_ODF_TYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)")
_ODF_KINDS: dict[bytes, Kind] = {b"text": "ODT", b"spreadsheet": "ODS", b"presentation": "ODP"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (  # names of streams in an OLE file, UTF-16, and what it is then
    ("EncryptedPackage", "locked Office"),
    ("WordDocument", "old Word (.doc)"),
    ("Workbook", "old Excel (.xls)"),
    ("Book", "old Excel (.xls)"),
    ("PowerPoint Document", "old PowerPoint (.ppt)"),
    ("HwpSummaryInformation", "Hangul (.hwp)"),
)
_STARTS = (
    (b"{\\rtf", "RTF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"HWP Document File", "Hangul (.hwp)"),
    (b"\xdb\xa5\x2d\x00", "old Word (.doc)"),
    (b"\x31\xbe\x00\x00", "old Write (.wri)"),
    (b"AC10", "AutoCAD (.dwg)"),
)
OLE_SEARCHED = 8_000_000  # bytes in which the directory of an OLE file is looked for


def kind_of(body: bytes, media_type: str, filename: str) -> tuple[Kind, str]:
    """The kind of a document and, for one that is not read (``other``), its name; ``("", "")`` for anything else.

    A ZIP file is what its parts are, wherever they stand; one with none of them is an archive of files.
    """
    if b"%PDF-" in body[:1024]:
        return "PDF", ""
    if body.startswith(_OLE):
        name = _ole(body)
        return ("locked Office", "") if name == "locked Office" else ("other", name)
    if body.startswith(_ZIP):
        return _zipped(body, media_type, filename)
    if body.startswith(b"PK\x05\x06"):
        return "other", "empty ZIP"
    return next((("other", name) for start, name in _STARTS if body.startswith(start)), ("", ""))


def media_type_of(filename: str) -> str:
    """The media type that the ending of a file name stands for; ``""`` for another ending."""
    return MEDIA_TYPES.get(filename.rpartition(".")[2].lower(), "")


def kind_called(filename: str) -> Kind:
    """The kind of document that is read which the ending of a file name stands for; ``""`` for another ending.

    >>> kind_called("report.odt"), kind_called("report.html")
    ('ODT', '')
    """
    return _READ.get(media_type_of(filename), "")


def _zipped(body: bytes, media_type: str, filename: str) -> tuple[Kind, str]:
    if m := _ODF_TYPE.search(body, 0, 200):
        return _ODF_KINDS[m[1]], ""
    tail = body[-200_000:]  # the directory of parts stands at the end
    for part, kind in _PARTS:
        if part in tail or part in body[:100_000]:
            return kind, ""
    called = _READ.get(media_type_of(filename)) or _READ.get(media_type)
    if called and called != "PDF":
        return called, ""  # a damaged one: its reader says what is wrong
    return "other", "ZIP"


def _ole(body: bytes) -> str:
    head = body[:OLE_SEARCHED]
    for stream, name in _STREAMS:
        if f"{stream}\0".encode("utf-16-le") in head:
            return name
    return "old Office"
