"""The start page."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- start page
    "start_title": ("คลังข่าว: ค้นข่าวของหน่วยงานรัฐ", "Khlang Khao: search Thai government news"),
    "holds_articles": ("{n} ข่าว", "{n} articles"),
    "holds_articles_one": ("{n} ข่าว", "{n} article"),
    "holds_years": ("พ.ศ. {first}–{last}", "{first}–{last}"),
    "holds_year": ("พ.ศ. {first}", "{first}"),
    "holds_sites": ("จาก {n} เว็บไซต์", "from {n} websites"),
    "holds_sites_one": ("จาก {n} เว็บไซต์", "from {n} website"),
    "holds_versions": ("เก็บไว้ {n} ฉบับ", "{n} versions kept"),
    "holds_versions_one": ("เก็บไว้ {n} ฉบับ", "{n} version kept"),
    "holds_label": ("สิ่งที่เก็บไว้", "What is kept"),
    "examples": ("ลองค้น", "Try"),
    "recent": ("ข่าวล่าสุด", "Latest news"),
    "recent_all": ("ดูข่าวทั้งหมด", "See all news"),
    "browse": ("เปิดดูตามหัวข้อ", "Browse"),
    "browse_kind": ("ประเภท", "Kinds"),
    "browse_agency": ("หน่วยงานที่กล่าวถึงบ่อย", "Agencies named most"),
    "browse_person": ("บุคคลที่กล่าวถึงบ่อย", "People named most"),
    "browse_province": ("จังหวัด", "Provinces"),
    "browse_all": ("ดูทั้งหมด", "See all"),
    "browse_every": ("ดูทั้งหมด: {heading}", "See all: {heading}"),
    "browse_count": ("{n} ข่าว", "{n} articles"),
    "browse_count_one": ("{n} ข่าว", "{n} article"),
    "start_help": ("วิธีค้นหาทั้งหมด และคลังนี้เก็บอะไรไว้บ้าง", "All ways to search, and what this archive keeps"),
    "start_timeline": ("ข่าวรายเดือน", "News by month"),
    "archive_empty": ("ยังไม่มีข่าวในคลัง", "The archive is still empty"),
    "archive_empty_how": (
        "เก็บข่าวจากเว็บไซต์ หรือนำเข้าไฟล์ที่มีอยู่ แล้วสร้างดัชนี จากนั้นเปิดหน้านี้ใหม่:",
        "Crawl a site or import files that you have, build the index, then open this page again:",
    ),
    "archive_empty_import": ("มีไฟล์อยู่แล้ว นำเข้าได้ด้วย", "If you have files already:"),
}
