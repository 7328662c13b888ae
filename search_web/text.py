"""Every string of the interface, in Thai and in English, in one table.

``{name}`` stands for a value. A key ending in ``_one`` is the English singular of the key without it. Templates and
views hold no bare strings; ``tests/test_web_pages.py`` proves it.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.hits import LANGS, Lang

__all__ = ["LANGS", "TEXTS", "Lang", "count", "say"]

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- every page
    "name": ("คลังข่าว", "Khlang Khao"),
    "tagline": (
        "ค้นข่าวและประกาศของหน่วยงานรัฐ ที่เก็บรักษาไว้พร้อมสำเนาต้นฉบับ",
        "Search news and announcements of Thai government agencies, kept with their original pages",
    ),
    "skip": ("ข้ามไปยังเนื้อหา", "Skip to content"),
    "home": ("หน้าแรก", "Home"),
    "other_language": ("English", "ไทย"),
    "other_language_label": ("Switch to English", "เปลี่ยนเป็นภาษาไทย"),
    "site_nav": ("เมนูหลัก", "Main"),
    "footer_about": (
        "คลังข่าวเก็บทุกหน้าไว้ตามที่เผยแพร่ และอ้างอิงกลับไปยังต้นทางเสมอ ข้อความเป็นของหน่วยงานเจ้าของข่าว",
        "Every page is kept as it was published and always leads back to its source. The texts belong to the agencies.",
    ),
    "footer_browse": ("ข่าวทั้งหมด", "All news"),
    "footer_help": ("วิธีค้นหา", "How to search"),
    "footer_api": ("ข้อมูลสำหรับโปรแกรม (JSON)", "Data for programs (JSON)"),
    "sample": ("ตัวอย่าง", "Sample"),
    "sample_explained": (
        "ข่าวนี้เป็นตัวอย่างที่เขียนขึ้นเพื่อทดลองระบบ ไม่ใช่ข่าวจริง",
        "This article was written to try the system out. It is not real news.",
    ),
    "untitled": ("(ไม่มีหัวเรื่อง)", "(untitled)"),
    "undated": ("ไม่ทราบวันที่", "no date"),
    "dated_lead": ("ตามเนื้อหา", "by its text"),
    "dated_signed": ("ตามวันที่ลงนาม", "by its signature"),
    "dated_breadcrumb": ("ตามหมวด", "by its section"),
    "title_page": ("{title} | คลังข่าว", "{title} | Khlang Khao"),
    # --- the search box
    "search_label": ("ค้นหาข่าว", "Search the news"),
    "search_placeholder": ("พิมพ์คำ ชื่อคน หรือชื่อหน่วยงาน", "Words, a person or an agency"),
    "completions_label": ("คำที่อาจกำลังพิมพ์", "What you may be typing"),
    "search_button": ("ค้นหา", "Search"),
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
    # --- how to search
    "help_title": ("วิธีค้นหา", "How to search"),
    "help_typed": ("พิมพ์", "Type"),
    "help_means": ("หมายถึง", "It means"),
    "help_words": ("มีครบทุกคำ เรียงจากตรงที่สุด", "all of these words, best match first"),
    "help_phrase": ("มีข้อความนี้ตรงทุกตัวอักษร", "exactly this text"),
    "help_without": ("มีคำแรก แต่ไม่มีคำหลังเครื่องหมาย -", "the first word, without the word after -"),
    "help_either": ("มีคำใดคำหนึ่ง", "either word"),
    "help_agency": ("กล่าวถึงหน่วยงานนี้ ใช้ชื่อย่อก็ได้", "names this agency; abbreviations work"),
    "help_person": ("กล่าวถึงบุคคลนี้", "names this person"),
    "help_year": ("ข่าวในช่วงปีนี้ พ.ศ. หรือ ค.ศ. ก็ได้", "of these years, Buddhist or common era"),
    "help_date": ("ข่าวของวันนี้ เขียนวันที่แบบใดก็ได้", "of this day, in any writing: date:2008-04-22"),
    "help_in_title": ("มีคำนี้ในหัวเรื่อง", "with this word in the title"),
    "help_prefix": ("คำที่ขึ้นต้นด้วยคำนี้", "words that begin like this"),
    "help_similar": ("คำที่สะกดหรือออกเสียงคล้ายคำนี้", "words that are spelt or sound like this"),
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
    # --- article
    "article_facts": ("ข้อมูลของข่าว", "About this article"),
    "fact_published": ("วันที่เผยแพร่", "Published"),
    "fact_dated": ("วันที่ของข่าว", "Date"),
    "not_given": ("หน้าเว็บไม่ได้ระบุวันที่เผยแพร่", "the page gives no publication date"),
    "fact_updated": ("วันที่บนหน้าเว็บ", "Date on the page"),
    "fact_event": ("เหตุการณ์", "Event"),
    "fact_people": ("บุคคล", "People"),
    "fact_agencies": ("หน่วยงาน", "Agencies"),
    "fact_provinces": ("จังหวัด", "Provinces"),
    "fact_laws": ("กฎหมายที่อ้างถึง", "Laws cited"),
    "fact_credits": ("ผู้จัดทำ", "Credits"),
    "fact_more": ("และอีก {n} รายการ", "and {n} more"),
    "from_stamp": ("ตามวันที่เผยแพร่บนหน้าเว็บ", "from the page's own publication stamp"),
    "from_header": ("ตามวันที่ใต้หัวเรื่อง", "from the date under the title"),
    "from_lead": ("ตามวันที่ในย่อหน้าแรก", "from the date in the first paragraph"),
    "from_signed": ("ตามวันที่ลงนามท้ายเรื่อง", "from the date at its end, where it is signed"),
    "from_breadcrumb": ("ตามหมวดปีและเดือนของเว็บ", "from the year and month of its section"),
    "from_metadata": ("ตามข้อมูลกำกับหน้าเว็บ", "from the page's metadata"),
    "from_import": ("ตามไฟล์ที่นำเข้า", "from the imported file"),
    "updated_why": (
        "ต่างจากวันที่เผยแพร่ อาจเป็นวันที่ย้ายหรือแก้ไขหน้าเว็บ",
        "differs from the publication date: the page may have been moved or edited then",
    ),
    "table_label": ("ตารางที่ {n}", "Table {n}"),
    "attachments": ("เอกสารแนบ", "Attachments"),
    "attachment_pages": ("{n} หน้า", "{n} pages"),
    "attachment_pages_one": ("{n} หน้า", "{n} page"),
    "attachment_partly": ("ค้นข้อความได้บางส่วน", "text searchable in part"),
    "attachment_pictures": ("ค้นข้อความไม่ได้: ต้องใช้ OCR", "text not searchable: needs OCR"),
    "attachment_empty": ("ไม่มีข้อความ", "no text"),
    "attachment_unread": ("ไม่ได้อ่านข้อความ", "text not read"),
    "attachment_from": ("เปิดจากเว็บไซต์ต้นทาง", "opens at the source website"),
    "source": ("ต้นฉบับและสำเนา", "Original and copy"),
    "source_original": ("เปิดหน้าต้นฉบับ", "Open the original page"),
    "source_original_note": (
        "หน้าต้นฉบับอาจเปลี่ยนไปหรือไม่มีแล้ว",
        "the original may have changed or gone",
    ),
    "source_other": ("ที่อยู่อื่นของข่าวนี้", "Another address of this article"),
    "source_other_note": (
        "เว็บไซต์รุ่นอื่นเผยแพร่ข่าวเดียวกันไว้ที่นี่",
        "another generation of the site has the same article here",
    ),
    "source_copy": ("เปิดสำเนาที่เก็บไว้", "Open the archived copy"),
    "source_copy_note": (
        "หน้าเว็บตามที่ได้รับมา โดยปิดสคริปต์และไม่เรียกข้อมูลจากภายนอก",
        "the page as it came, with scripts off and nothing loaded from outside",
    ),
    "source_captured": ("เก็บเมื่อ", "Captured"),
    "source_digest": ("ลายนิ้วมือของไฟล์", "Digest"),
    "source_file": ("ไฟล์ที่นำเข้า", "Imported file"),
    "source_id": ("รหัสข่าว", "Article id"),
    "source_version": ("ฉบับที่", "Version"),
    "warnings": ("ข้อสังเกตจากการอ่านหน้าเว็บ", "Remarks made while reading the page"),
    "parts_label": ("ส่วนของเนื้อหา", "Parts of the text"),
    "part_of": ("ส่วนที่ {part} จาก {parts}", "Part {part} of {parts}"),
    "part_next": ("อ่านต่อ", "Continue reading"),
    "part_previous": ("ส่วนก่อนหน้า", "Previous part"),
    "body_empty": ("หน้านี้ไม่มีเนื้อหาเป็นข้อความ", "This page has no text"),
    "similar": ("เรื่องใกล้เคียง", "Similar articles"),
    "same": ("หน้าอื่นที่มีเนื้อหาเดียวกัน", "Other pages with the same content"),
    "gone": (
        "หน้านี้ไม่อยู่บนเว็บไซต์ต้นทางแล้ว พบว่าหายไปเมื่อ {day} ข้อความด้านล่างคือฉบับสุดท้ายที่เก็บไว้",
        "This page is no longer on its website; it was first missing on {day}. Below is the last version kept.",
    ),
    "old_version": (
        "นี่คือฉบับที่ {version} ไม่ใช่ฉบับล่าสุด",
        "This is version {version}, not the latest",
    ),
    "old_version_latest": ("ดูฉบับล่าสุด", "See the latest version"),
    # --- versions
    "versions": ("ประวัติของข่าวนี้", "History of this article"),
    "versions_title": ("ประวัติ: {title}", "History: {title}"),
    "versions_see": ("ดูทุกฉบับ ({n})", "See all versions ({n})"),
    "versions_intro": (
        "ทุกครั้งที่หน้าเว็บเปลี่ยน คลังข่าวเก็บฉบับใหม่ไว้โดยไม่ทิ้งฉบับเดิม",
        "Whenever the page changed, a new version was kept beside the old ones.",
    ),
    "versions_captured": ("เก็บเมื่อ", "Captured"),
    "versions_heading": ("หัวเรื่อง", "Title"),
    "versions_copy": ("สำเนา", "Copy"),
    "versions_open_copy": ("เปิดสำเนาฉบับที่ {version}", "Open the copy of version {version}"),
    "versions_number": ("ฉบับที่ {version}", "Version {version}"),
    "versions_latest": ("ล่าสุด", "latest"),
    "versions_back": ("กลับไปที่ข่าว", "Back to the article"),
    # --- what went wrong
    "error_400_title": ("ไม่เข้าใจคำขอนี้", "This request was not understood"),
    "error_400_help": (
        "ที่อยู่หรือคำขอไม่ถูกต้อง ลองเริ่มค้นจากช่องค้นหาด้านล่าง",
        "The address or the request is malformed. Try the search box below.",
    ),
    "error_404_title": ("ไม่พบหน้านี้ในคลัง", "This page is not in the archive"),
    "error_404_help": (
        "ที่อยู่อาจพิมพ์ผิด หรือข่าวนี้ยังไม่ได้เก็บไว้ ลองค้นด้วยคำจากหัวเรื่อง",
        "The address may be mistyped, or the article was never captured. Try words of its title.",
    ),
    "error_405_title": ("ใช้คำขอแบบนี้กับหน้านี้ไม่ได้", "This page does not take that kind of request"),
    "error_405_help": ("หน้านี้เปิดอ่านได้อย่างเดียว", "This page can only be read."),
    "error_413_title": ("คำขอมีขนาดใหญ่เกินไป", "The request is too large"),
    "error_413_help": ("ลดขนาดคำขอแล้วลองใหม่", "Make the request smaller and try again."),
    "error_414_title": ("ที่อยู่ของหน้านี้ยาวเกินไป", "The address is too long"),
    "error_414_help": (
        "ลดคำค้นหรือตัวกรองลง แล้วค้นใหม่จากช่องค้นหาด้านล่าง",
        "Use fewer words or filters and search again from the box below.",
    ),
    "error_429_title": ("ค้นถี่เกินไป", "Too many searches"),
    "error_429_help": (
        "โปรดรอสักครู่แล้วลองใหม่ ระบบจำกัดจำนวนการค้นต่อนาทีเพื่อให้ทุกคนใช้ได้",
        "Please wait a moment and try again: searches per minute are limited so that everyone can use the archive.",
    ),
    "error_500_title": ("ระบบขัดข้อง", "Something went wrong here"),
    "error_500_help": (
        "ไม่ใช่ความผิดของคุณ ข้อผิดพลาดถูกบันทึกไว้แล้ว ลองใหม่อีกครั้งในอีกสักครู่",
        "It is not your doing, and it has been written to the log. Please try again in a moment.",
    ),
    "error_503_title": ("คลังข่าวยังไม่พร้อม", "The archive is not ready"),
    "error_503_help": (
        "เปิดแคตตาล็อกของคลังไม่ได้ในขณะนี้ ผู้ดูแลตรวจได้ด้วยคำสั่ง:",
        "The catalogue cannot be opened at the moment. The keeper of the archive can examine it with:",
    ),
    "error_noindex_title": ("ยังไม่มีดัชนีที่ใช้ค้นได้", "There is no search index that can be used"),
    "error_noindex_help": (
        "ข่าวที่เก็บไว้ยังอยู่ครบ แต่ต้องสร้างดัชนีก่อนจึงจะค้นได้ ผู้ดูแลใช้คำสั่ง:",
        "What is archived is safe, but an index must be built before it can be searched. The keeper runs:",
    ),
    "error_nocopy_title": ("เปิดสำเนาต้นฉบับไม่ได้", "The archived copy cannot be read"),
    "error_nocopy_help": (
        "ไฟล์ที่เก็บสำเนานี้หายไปหรือเสียหาย ตัวข่าวยังอ่านได้ตามปกติ ผู้ดูแลตรวจได้ด้วยคำสั่ง:",
        "The file that holds this copy is missing or damaged; the article itself can still be read. "
        "The keeper can examine it with:",
    ),
    "error_other_title": ("ทำตามคำขอนี้ไม่ได้", "This request cannot be met"),
    "error_other_help": ("ลองเริ่มใหม่จากหน้าแรก", "Try again from the start page."),
}


def say(lang: Lang, key: str, **values: object) -> str:
    """The text of *key* in *lang* with its values filled in; a key that is not in the table is a KeyError."""
    text = TEXTS[key][LANGS.index(lang)]
    return text.format_map(values) if values else text


def count(lang: Lang, key: str, n: int) -> str:
    """The text of *key* for *n* things, the number with thousands commas: ``1,204 articles``, ``1 article``."""
    if n == 1 and f"{key}_one" in TEXTS:
        key = f"{key}_one"
    return say(lang, key, n=f"{n:,}")
