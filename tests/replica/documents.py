"""The documents that pages of the replica attach: a few shared PDF files, and DOCX files made on demand.

A PDF has the bytes of the file of its name in ``files/``, else those of one of them, chosen by its name. Every answer
is the same bytes each time, so that validators and digests hold.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from zlib import crc32

from docx import Document

FILES = Path(__file__).parent / "files"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can name
PARAGRAPHS = (
    "เอกสารฉบับนี้สรุปขั้นตอนการดำเนินงานของส่วนราชการที่เข้าร่วมโครงการ พร้อมแบบฟอร์มสำหรับรายงานผลทุกไตรมาส",
    "ให้หน่วยงานกรอกข้อมูลในตารางด้านล่าง แล้วส่งกลับมายังสำนักงาน ก.พ.ร. ภายในวันที่กำหนดในหนังสือนำส่ง",
)
ROWS = (("ลำดับ", "รายการ", "ผู้รับผิดชอบ"), ("1", "จัดทำแผนปฏิบัติการ", "กองแผนงาน"), ("2", "รายงานผล", "กลุ่มพัฒนาระบบบริหาร"))


def document(name: str) -> tuple[bytes, str]:
    """The bytes and media type of the attachment *name*; raises KeyError for a kind that the replica cannot make."""
    makers = {".pdf": (_pdf, PDF), ".docx": (_docx, DOCX)}
    maker, media_type = makers[PurePosixPath(name).suffix.lower()]
    return maker(name), media_type


@cache
def _pdf(name: str) -> bytes:
    known = {p.name: p for p in sorted(FILES.glob("*.pdf"))}
    path = known.get(name) or list(known.values())[crc32(name.encode()) % len(known)]
    return path.read_bytes()


@cache
def _docx(name: str) -> bytes:
    made = Document()
    made.core_properties.title = name
    made.core_properties.created = made.core_properties.modified = datetime(2020, 1, 1)  # naive by its API
    made.add_heading(f"เอกสารแนบ {PurePosixPath(name).stem}", level=1)
    for paragraph in PARAGRAPHS:
        made.add_paragraph(paragraph)
    table = made.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    packed = io.BytesIO()
    made.save(packed)
    return _without_times(packed.getvalue())


def _without_times(packed: bytes) -> bytes:
    """The same ZIP file with the oldest time on every part: a DOCX made twice is the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            info = zipfile.ZipInfo(part, OLDEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(part))
    return result.getvalue()
