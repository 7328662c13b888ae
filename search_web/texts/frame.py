"""Every page: frame, search box, help on the query language, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

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
    "menu": ("เมนู", "Menu"),
    "menu_news": ("ข่าวทั้งหมด", "All news"),
    "menu_people": ("บุคคล", "People"),
    "menu_agencies": ("หน่วยงาน", "Agencies"),
    "menu_compare": ("เปรียบเทียบ", "Compare"),
    "menu_provinces": ("จังหวัด", "Provinces"),
    "menu_how": ("วิธีค้นหา", "How to search"),
    "menu_help": ("วิธีใช้และที่มา", "Help and about"),
    "footer_archive": ("เกี่ยวกับคลัง", "This archive"),
    "footer_read": ("ค้นและอ่าน", "Search and read"),
    "footer_machines": ("สำหรับโปรแกรม", "For programs"),
    "footer_api": ("ข้อมูลแบบ JSON", "Data as JSON"),
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
    "search_placeholder": ("พิมพ์คำ ชื่อคน หรือชื่อหน่วยงาน", "Words, people, agencies"),
    "completions_label": ("คำที่อาจกำลังพิมพ์", "What you may be typing"),
    "completions_said": ("มีคำแนะนำ {n} รายการ กดลูกศรลงเพื่อเลือก", "{n} suggestions: press the down arrow to choose"),
    "search_button": ("ค้นหา", "Search"),
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
    # --- what went wrong
    "error_400_title": ("ไม่เข้าใจคำขอนี้", "This request was not understood"),
    "error_400_help": (
        "ที่อยู่หรือคำขอไม่ถูกต้อง ลองเริ่มค้นจากช่องค้นหาด้านล่าง",
        "The address or the request is malformed. Try the search box below.",
    ),
    "error_host": (
        "เซิร์ฟเวอร์นี้ไม่ให้บริการในชื่อหรือที่อยู่ที่เรียกมา ผู้ดูแลระบบกำหนดชื่อที่ใช้ได้ในการตั้งค่า hosts",
        "This server does not answer to the name that was asked for; its keeper sets its names with hosts",
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
        "ไฟล์ที่เก็บสำเนานี้หายไปหรือเสียหาย ตัวข่าวยังอ่านและค้นได้ตามปกติ",
        "The file that holds this copy is missing or damaged. The article itself can still be read and found.",
    ),
    "error_keeper": ("สำหรับผู้ดูแลคลัง ตรวจได้ด้วยคำสั่ง:", "For the keeper of the archive, who can examine it with:"),
    "error_to_article": ("กลับไปอ่านข่าวนี้", "Back to the article"),
    "error_version_title": ("ไม่มีข่าวฉบับที่ขอ", "There is no such version of this article"),
    "error_version_help": ("ข่าวนี้มีฉบับที่ 1 ถึง {newest}", "The article has the versions 1 to {newest}."),
    "error_only_version_title": ("ไม่มีข่าวฉบับที่ขอ", "There is no such version of this article"),
    "error_only_version_help": (
        "ข่าวนี้มีฉบับเดียว คือฉบับที่ {newest}",
        "The article has only one version, version {newest}.",
    ),
    "error_other_title": ("ทำตามคำขอนี้ไม่ได้", "This request cannot be met"),
    "error_other_help": ("ลองเริ่มใหม่จากหน้าแรก", "Try again from the start page."),
}
