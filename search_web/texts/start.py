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
    "start_timeline": ("ข่าวตามปี", "News by year"),
    "archive_empty": ("ยังไม่มีข่าวในคลัง", "The archive is still empty"),
    "archive_empty_how": (
        "เก็บข่าวจากเว็บไซต์ หรือนำเข้าไฟล์ที่มีอยู่ แล้วสร้างดัชนี จากนั้นเปิดหน้านี้ใหม่:",
        "Crawl a site or import files that you have, build the index, then open this page again:",
    ),
}
