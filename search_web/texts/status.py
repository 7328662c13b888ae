"""The status page: runs, freshness, coverage, alarms."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- what changed this week, on the start page
    "week": ("ความเคลื่อนไหวใน 7 วันที่ผ่านมา", "What changed in the last 7 days"),
    "week_run": ("ความเคลื่อนไหวจากการเก็บข่าวครั้งล่าสุด ({day})", "What changed at the last crawl ({day})"),
    "week_new": ("ข่าวเข้าคลังใหม่", "new in the archive"),
    "week_changed": ("ข่าวที่ต้นทางแก้ไข", "changed by their sites"),
    "week_gone": ("ข่าวที่หายจากเว็บต้นทาง", "gone from their sites"),
    "week_compare": ("ดูสิ่งที่แก้", "See what changed"),
    "week_compare_label": ("ดูสิ่งที่แก้ในข่าว {title}", "See what changed in {title}"),
}
