"""Two searches over time, beside each other."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "compare_title": ("เทียบสองคำค้นตามเวลา", "Compare two searches over time"),
    "compare_lead": (
        "ดูว่าเรื่องใดปรากฏในข่าวมากหรือน้อยเมื่อใด ใช้คำสั่งค้นได้ทุกแบบ เช่น หน่วยงาน: จังหวัด: หรือเครื่องหมายคำพูด",
        "See which of two matters was in the news, and when. All that a search understands works here too.",
    ),
    "compare_a": ("คำค้นแรก", "First search"),
    "compare_b": ("คำค้นที่สอง", "Second search"),
    "compare_go": ("เทียบ", "Compare"),
    "compare_examples": ("ลองเทียบ", "Try"),
    "compare_with": ("กับ", "with"),
    "compare_missing": (
        "ใส่คำค้นอีกคำหนึ่งเพื่อเทียบกัน",
        "Type another search to compare with.",
    ),
    "compare_none": ("ทั้งสองคำค้นไม่พบข่าวที่มีวันที่", "Neither search finds a dated article."),
    "compare_heading": ("จำนวนข่าวตามเวลา", "Articles over time"),
    "compare_heading_share": ("สัดส่วนของข่าวทั้งหมดในเวลานั้น", "Share of all articles of that time"),
    "compare_per": ("แสดง", "Show"),
    "compare_count": ("จำนวนข่าว", "Number of articles"),
    "compare_share": ("ร้อยละของข่าวทั้งหมด", "Per cent of all articles"),
    "compare_by": ("ราย", "By"),
    "compare_by_year": ("ปี", "year"),
    "compare_by_month": ("เดือน", "month"),
    "compare_table": ("ตัวเลขทั้งหมดเป็นตาราง", "All numbers as a table"),
    "compare_when": ("เวลา", "Time"),
    "compare_all": ("ข่าวทั้งหมด", "All articles"),
    "compare_csv": ("ดาวน์โหลดตัวเลข (CSV)", "Download the numbers (CSV)"),
    "compare_line_a": ("เส้นทึบ จุดกลม", "solid line, round dots"),
    "compare_line_b": ("เส้นประ จุดเหลี่ยม", "dashed line, square dots"),
}
