"""What is taken out: exports, citations, feeds."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- citations: what stands in the note of an entry
    "cite_era": ("พ.ศ. {year}", "B.E. {year}"),
    "cite_undated": ("ม.ป.ป.", "n.d."),
    "cite_copy": (
        "สำเนาในคลังข่าว ฉบับที่ {version} เก็บเมื่อ {day}: {address}",
        "archived copy, version {version}, captured {day}: {address}",
    ),
    "cite_copy_of": (
        "สำเนาในคลังข่าว ฉบับที่ {version}: {address}",
        "archived copy, version {version}: {address}",
    ),
    "cite_digest": ("ลายนิ้วมือของไฟล์ {digest}", "payload digest {digest}"),
    # --- columns of a CSV file; the English names are for programs and never change
    "column_id": ("รหัสข่าว", "id"),
    "column_version": ("ฉบับที่", "version"),
    "column_title": ("หัวเรื่อง", "title"),
    "column_date": ("วันที่ (ค.ศ.)", "date"),
    "column_date_be": ("วันที่ (พ.ศ.)", "date_be"),
    "column_year_be": ("ปี พ.ศ.", "year_be"),
    "column_date_from": ("ที่มาของวันที่", "date_from"),
    "column_published": ("วันที่เผยแพร่ตามหน้าเว็บ (ค.ศ.)", "published"),
    "column_kind": ("ประเภท", "kind"),
    "column_site": ("เว็บไซต์", "site"),
    "column_section": ("หมวด", "section"),
    "column_people": ("บุคคล", "people"),
    "column_agencies": ("หน่วยงาน", "agencies"),
    "column_provinces": ("จังหวัด", "provinces"),
    "column_laws": ("กฎหมาย", "laws"),
    "column_event_start": ("เหตุการณ์เริ่ม (ค.ศ.)", "event_start"),
    "column_event_end": ("เหตุการณ์สิ้นสุด (ค.ศ.)", "event_end"),
    "column_event_place": ("สถานที่", "event_place"),
    "column_body": ("เนื้อหา", "body"),
    "column_tables": ("จำนวนตาราง", "tables"),
    "column_attachments": ("เอกสารแนบ", "attachments"),
    "column_url": ("ที่อยู่ต้นฉบับ", "url"),
    "column_permalink": ("ลิงก์ถาวร", "permalink"),
    "column_captured": ("เก็บเมื่อ (เวลาสากล)", "captured"),
    "column_digest": ("ลายนิ้วมือของไฟล์", "digest"),
    "column_lang": ("ภาษา", "lang"),
    "column_warnings": ("ข้อสังเกต", "warnings"),
    "column_shortened": ("ช่องที่ตัดให้สั้น", "shortened"),
    # --- exports
    "export_missing": (
        "ดัชนีมีข่าวนี้ แต่ไม่มีในคลัง: khlang doctor",
        "the index has this article and the catalogue has not: khlang doctor",
    ),
}
