"""The results page: hits, filters, timeline, nothing found, notes on what was asked."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- results
    "results_title": ("ผลการค้น {q}", "Results for {q}"),
    "results_title_all": ("ข่าวทั้งหมด", "All news"),
    "results_heading": ("ผลการค้นหา", "Search results"),
    "results_count": ("พบ {n} ข่าว", "{n} articles"),
    "results_count_one": ("พบ {n} ข่าว", "{n} article"),
    "results_page": ("หน้า {page} จาก {pages}", "page {page} of {pages}"),
    "results_understood": ("ค้นว่า", "Searched for"),
    "results_notes": ("โปรดทราบ", "Please note"),
    "results_suggestions": ("หมายถึง", "Did you mean"),
    "results_suggestions_end": ("หรือไม่", "?"),
    "hits_label": ("ข่าวที่พบ", "Articles found"),
    "sort_label": ("เรียงตาม", "Sort by"),
    "sort_relevance": ("ตรงที่สุด", "Best match"),
    "sort_recent": ("ตรงและใหม่", "Best and recent"),
    "sort_newest": ("ใหม่ก่อน", "Newest"),
    "sort_oldest": ("เก่าก่อน", "Oldest"),
    "pages_label": ("หน้าของผลการค้น", "Pages of results"),
    "page_previous": ("ก่อนหน้า", "Previous"),
    "page_next": ("ถัดไป", "Next"),
    "page_number": ("หน้า {n}", "Page {n}"),
    "same_more": ("อีก {n} หน้าเนื้อหาเดียวกัน", "{n} more pages with the same content"),
    "same_more_one": ("อีก {n} หน้าเนื้อหาเดียวกัน", "{n} more page with the same content"),
    "same_behind": ("รวม {n} หน้าที่เนื้อหาซ้ำไว้กับหน้าอื่น", "{n} pages with the same content as others are grouped"),
    "same_behind_one": ("รวม {n} หน้าที่เนื้อหาซ้ำไว้กับหน้าอื่น", "{n} page with the same content as another is grouped"),
    "same_apart": ("แสดงแยกทุกหน้า", "Show every page"),
    "same_together": ("รวมหน้าที่มีเนื้อหาเดียวกัน", "Group pages with the same content"),
    "same_rest": ("และอีก {n} หน้า", "and {n} more"),
    # --- filters
    "filters": ("ตัวกรอง", "Filters"),
    "filters_show": ("กรองผลการค้น", "Filter results"),
    "filters_hide": ("ปิดตัวกรอง", "Close filters"),
    "filters_active": ("ตัวกรองที่ใช้อยู่", "Active filters"),
    "filters_apply": ("ใช้ตัวกรอง", "Apply filters"),
    "filters_clear": ("ล้างตัวกรองทั้งหมด", "Clear all filters"),
    "filter_remove": ("เอาตัวกรองนี้ออก: {label}", "Remove filter: {label}"),
    "filter_more": ("แสดงเพิ่ม", "Show more"),
    "filter_date": ("วันที่ของข่าว", "Date"),
    "filter_from": ("ตั้งแต่", "From"),
    "filter_to": ("ถึง", "To"),
    "filter_date_hint": (
        "เช่น 22 เม.ย. 2551, เมษายน 2551 หรือ 2551",
        "such as 22 April 2008, 2008-04-22, 2008 or 22 เม.ย. 2551",
    ),
    "chip_from": ("ตั้งแต่ {day}", "from {day}"),
    "chip_to": ("ถึง {day}", "until {day}"),
    "chip_year": ("ปี {label}", "Year {label}"),
    "facet_year": ("ปี พ.ศ.", "Year"),
    "facet_agency": ("หน่วยงานที่กล่าวถึง", "Agencies named"),
    "facet_person": ("บุคคลที่กล่าวถึง", "People named"),
    "facet_province": ("จังหวัด", "Provinces"),
    "facet_kind": ("ประเภท", "Kind"),
    "facet_section": ("หมวด", "Section"),
    "facet_site": ("เว็บไซต์", "Website"),
    "site_import": ("นำเข้าจากไฟล์", "Imported from files"),
    "kind_news": ("ข่าว", "News"),
    "kind_announcement": ("ประกาศ", "Announcement"),
    "kind_procurement": ("จัดซื้อจัดจ้าง", "Procurement"),
    "kind_job": ("รับสมัครงาน", "Job"),
    "kind_knowledge": ("ความรู้", "Knowledge"),
    "kind_listing": ("หน้ารวม", "Listing"),
    "kind_other": ("อื่น ๆ", "Other"),
    # --- timeline
    "timeline": ("จำนวนข่าวตามเวลา", "Articles over time"),
    "timeline_table": ("ดูเป็นตาราง", "Show as a table"),
    "timeline_month": ("เดือน", "Month"),
    "timeline_year": ("ปี พ.ศ.", "Year"),
    "timeline_count": ("จำนวนข่าว", "Articles"),
    "timeline_bar": ("{label}: {n} ข่าว", "{label}: {n} articles"),
    # --- nothing found
    "none_title": ("ไม่พบข่าวที่ตรงกับคำค้น", "No article matches"),
    "none_filters": ("ลองเอาตัวกรองออกทีละข้อ", "Try removing a filter"),
    "none_without_filters": ("ค้นใหม่โดยไม่ใช้ตัวกรอง", "Search again without filters"),
    "none_words": (
        "ลองใช้คำที่สั้นลง หรือใช้คำน้อยลง",
        "Try shorter words, or fewer of them",
    ),
    "none_quotes": (
        "ถ้าใส่เครื่องหมายคำพูด ข้อความต้องตรงทุกตัวอักษร ลองเอาออก",
        "Quoted text must match letter by letter: try without the quotes",
    ),
    "none_browse": ("หรือเปิดดูข่าวทั้งหมด", "Or look through all news"),
    # --- notes on what was asked
    "note_query_cut": (
        "คำค้นยาวเกินไป ใช้เพียง {n} ตัวอักษรแรก",
        "The query was too long: only its first {n} characters were used",
    ),
    "note_date": (
        "ไม่เข้าใจวันที่ “{value}” จึงค้นโดยไม่ใช้วันที่นี้",
        "“{value}” was not understood as a date, so it was left out",
    ),
    "note_dates_swapped": (
        "วันที่เริ่มอยู่หลังวันที่สิ้นสุด จึงสลับให้",
        "The first date was after the last, so they were exchanged",
    ),
    "note_year": (
        "ไม่เข้าใจปี “{value}” จึงค้นโดยไม่ใช้ปีนี้",
        "“{value}” was not understood as a year, so it was left out",
    ),
    "note_kind": (
        "ไม่มีประเภท “{value}” จึงค้นโดยไม่ใช้ประเภทนี้",
        "There is no kind “{value}”, so it was left out",
    ),
    "note_sort": ("ไม่มีการเรียงแบบ “{value}” จึงเรียงตามปกติ", "There is no order “{value}”, so the usual one was used"),
    "note_page": ("ไม่เข้าใจเลขหน้า “{value}” จึงแสดงหน้าแรก", "“{value}” is not a page number, so page 1 is shown"),
    "note_page_beyond": (
        "ผลการค้นมี {pages} หน้า จึงแสดงหน้าสุดท้าย",
        "The result has {pages} pages, so the last one is shown",
    ),
    "note_per_page": (
        "จำนวนต่อหน้า “{value}” ใช้ไม่ได้ จึงแสดงหน้าละ {n} ข่าว",
        "“{value}” articles to a page cannot be used, so {n} are shown",
    ),
    "note_yes_or_no": (
        "ค่า “{value}” ของ {name} ใช้ไม่ได้ (ใช้ได้เฉพาะ 0 หรือ 1) จึงแสดงตามปกติ",
        "“{value}” cannot be used for {name} (only 0 or 1), so the usual was done",
    ),
    "note_too_many": (
        "ตัวกรองมีค่ามากเกินไป ใช้เพียง {n} ค่าแรก",
        "A filter had too many values: only the first {n} were used",
    ),
}
