"""Why the program says what it says of an article: a sentence for every rule of :mod:`corpus.extract`."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "why": ("ทำไมระบบคิดว่า…", "Why the program says so"),
    "why_intro": (
        "ข้อมูลของข่าวอ่านด้วยโปรแกรมจากข้อความในหน้าเว็บ ด้านล่างคือกติกาที่ใช้และข้อความที่เป็นหลักฐานของแต่ละค่า",
        "A program read these facts out of the page. Below is the rule behind each value and the words it rests on.",
    ),
    "why_all": ("ดูเหตุผลของทุกค่า", "See the reasons for every value"),
    "why_title": ("เหตุผล: {title}", "Reasons: {title}"),
    "why_date": ("วันที่", "Date"),
    "why_kind": ("ประเภทและหมวด", "Kind and section"),
    "reason_event": ("เหตุการณ์", "Event"),
    "why_layout": ("แบบของหน้าเว็บ", "Layout of the page"),
    "why_no_layout": ("ไม่มีแบบเฉพาะ", "none of its own"),
    "why_position": ("ตำแหน่ง", "position"),
    "why_place": ("ดูในเนื้อหา", "see it in the text"),
    "why_places": ("พบที่อื่นด้วย:", "Also here:"),
    "why_place_number": ("แห่งที่ {n}", "place {n}"),
    "why_more_places": ("และอีก {n} แห่ง", "and {n} more"),
    "why_in_header": ("อยู่ใต้หัวเรื่องของหน้าเว็บ", "stands under the title of the page"),
    "why_in_credits": ("อยู่ในบรรทัดผู้จัดทำ", "stands in the credit lines"),
    "why_goes_on": ("{label} (ต่อ)", "{label} (continued)"),
    "why_parts": ("ส่วนของเหตุผล", "Parts of the reasons"),
    "rule_unknown": ("กติกา “{rule}” ของโปรแกรมรุ่นอื่น", "the rule “{rule}” of another version of the program"),
    # --- the day: published_from and dated_from
    "rule_date_none": (
        "หน้าเว็บไม่บอกวันเผยแพร่ และเนื้อหาไม่บอกวันของเรื่อง",
        "The page gives no publication date, and its text tells of no day of its own.",
    ),
    "rule_date_": ("ไม่ได้บันทึกไว้ว่าอ่านวันที่นี้จากที่ใด", "Where this date was read was not kept."),
    "rule_date_stamp": (
        "หน้าเว็บแสดงวันที่เผยแพร่ไว้ด้วยป้ายของตนเอง และไม่มีเหตุให้เชื่อว่าเป็นวันที่ย้ายเว็บไซต์",
        "The page shows its own publication stamp, and nothing speaks for it being the day the site moved.",
    ),
    "rule_date_header": ("เป็นวันที่ซึ่งอยู่ใต้หัวเรื่อง", "It is the date that stands under the title."),
    "rule_date_lead": (
        "เป็นวันของเรื่องที่เล่าไว้ในย่อหน้าแรก ๆ เพราะหน้าเว็บไม่บอกวันเผยแพร่ หรือวันที่บอกไว้เป็นวันที่ย้ายเว็บไซต์",
        "It is the day that the opening tells of: the page gives no publication date, or only the day it moved.",
    ),
    "rule_date_signed": (
        "เป็นวันที่ลงนามท้ายเอกสาร (ประกาศ ณ วันที่ …)",
        "It is the day on which the paper was signed, as its last lines say.",
    ),
    "rule_date_breadcrumb": (
        "เป็นปีและเดือนของหมวดที่เว็บไซต์จัดข่าวนี้ไว้",
        "It is the year and month of the section under which the site files the article.",
    ),
    "rule_date_metadata": ("อ่านจากข้อมูลกำกับหน้าเว็บ", "It was read from the metadata of the page."),
    "rule_date_import": ("มากับไฟล์ที่นำเข้า", "It came with the imported file."),
    "rule_date_moved": (
        "หน้าเว็บแสดงวันที่นี้ด้วย แต่ไม่ใช่วันเผยแพร่ อาจเป็นวันที่ย้ายหรือแก้ไขหน้า",
        "The page shows this day as well; it is not that of publication, but perhaps of a move or an edit.",
    ),
    "rule_date_updated": ("หน้าเว็บแสดงว่าแก้ไขล่าสุดวันนี้", "The page says it was last changed on this day."),
    # --- kind and section
    "rule_kind_news": (
        "หมวดและหัวเรื่องไม่มีคำของเอกสารประเภทอื่น จึงถือเป็นข่าว",
        "Neither section nor title has a word of another kind, so it is news.",
    ),
    "rule_kind_announcement": (
        "หมวดหรือหัวเรื่องขึ้นต้นอย่างประกาศ คำสั่ง หรือหนังสือแจ้ง",
        "Section or title opens like an announcement, order or notice.",
    ),
    "rule_kind_procurement": (
        "หมวดหรือหัวเรื่องมีคำของงานจัดซื้อจัดจ้าง เช่น ประกวดราคา ราคากลาง",
        "Section or title has words of procurement, such as tender or reference price.",
    ),
    "rule_kind_job": (
        "หมวดหรือหัวเรื่องมีคำของการรับสมัครหรือสอบแข่งขัน",
        "Section or title has words of vacancies or competitive examinations.",
    ),
    "rule_kind_knowledge": (
        "หมวดหรือหัวเรื่องมีคำของงานความรู้ เช่น บทความ คู่มือ ยุทธศาสตร์",
        "Section or title has words of knowledge, such as article, manual or strategy.",
    ),
    "rule_kind_listing": ("หน้านี้เป็นรายการลิงก์ ไม่ใช่เรื่องเดียว", "The page is a list of links, not one story."),
    "rule_kind_other": ("ไม่เข้าลักษณะของประเภทใด", "It has the marks of no kind."),
    "rule_section": (
        "อ่านจากเส้นทางนำทางของหน้าเว็บ หรือหมวดที่มากับไฟล์นำเข้า",
        "Read from the breadcrumb of the page, or the category that came with the imported file.",
    ),
    # --- event
    "rule_event": (
        "ย่อหน้าแรก ๆ เล่าถึงการจัดงานหรือการประชุมในวันและสถานที่นี้",
        "The opening tells of an occasion on this day or at this place.",
    ),
    "rule_event_undated": (
        "ย่อหน้าแรก ๆ เล่าถึงการจัดงานที่นี่ แต่ไม่บอกวันแน่ชัด",
        "The opening tells of an occasion at this place, without an exact day.",
    ),
    # --- people
    "rule_person_title": (
        "ชื่อตามหลังคำนำหน้าชื่อหรือยศ “{title}”",
        "The name follows the title or rank “{title}”.",
    ),
    "rule_person_office": (
        "ชื่อเขียนตามอย่างชื่อบุคคล หรืออยู่ติดกับตำแหน่ง",
        "It is written like the name of a person, or stands beside an office.",
    ),
    "rule_person_credit": ("ชื่ออยู่ในบรรทัดผู้จัดทำข่าว", "The name stands in a credit line."),
    # --- agencies
    "rule_agency_registry": (
        "ตรงกับชื่อเต็ม ชื่อย่อ หรือชื่อเดิมในทะเบียนหน่วยงาน",
        "It is a full, short or former name in the registry of agencies.",
    ),
    "rule_agency_form": (
        "ขึ้นต้นด้วยคำของหน่วยงาน เช่น กรม สำนักงาน คณะกรรมการ แม้ไม่มีในทะเบียน",
        "It begins with a word of bodies, as department, office or committee, although the registry does not list it.",
    ),
    "rule_agency_bracket": (
        "เป็นชื่อย่อที่หน้านี้อธิบายไว้ในวงเล็บ",
        "It is a short name that this page explains in brackets.",
    ),
    "rule_agency_branch": (
        "เป็นสาขา วิทยาเขต หรือส่วนภูมิภาคของหน่วยงานในทะเบียน",
        "It is a branch, campus or regional office of a body in the registry.",
    ),
    "rule_agency_company": (
        "เขียนตามแบบชื่อบริษัทหรือห้างหุ้นส่วน",
        "It is written like the name of a company or partnership.",
    ),
    "rule_agency_english": (
        "เขียนตามแบบชื่อหน่วยงานในภาษาอังกฤษ",
        "It is written like the name of a body in English.",
    ),
    "rule_agency_foreign": (
        "เป็นหน่วยงานชื่อเดียวกันของต่างประเทศ",
        "It is the body of that name of another country.",
    ),
    "rule_agency_province": (
        "จังหวัดถูกกล่าวถึงในฐานะหน่วยงาน",
        "The province is named as a body that acts.",
    ),
    "rule_agency_unit": (
        "เป็นหน่วยภายในที่เขียนตามแบบกอง กลุ่ม หรือฝ่าย",
        "It is a unit inside a body, written like a division, group or section.",
    ),
    # --- provinces
    "rule_province_marked": ("อยู่หลังคำว่า จังหวัด หรือ จ.", "It follows the word for province."),
    "rule_province_listed": ("อยู่ในรายชื่อจังหวัดที่เรียงต่อกัน", "It stands in a list of provinces."),
    "rule_province_bare": (
        "เป็นชื่อจังหวัดที่ยืนอยู่เดี่ยว ๆ ไม่เป็นส่วนของชื่ออื่น",
        "It is the name of a province that stands free, part of no other name.",
    ),
    "rule_province_english": ("เป็นชื่อจังหวัดในภาษาอังกฤษ", "It is the English name of a province."),
    # --- laws
    "rule_law_statute": (
        "เป็นชื่อกฎหมายตั้งแต่คำบอกชนิดจนถึงปี พ.ศ. หรือจุดที่ชื่อต้องจบ",
        "It is a title of law from its kind to its year, or to where a title must end.",
    ),
    "rule_law_draft": ("เป็นร่างกฎหมาย", "It is a draft of a law."),
    "rule_law_constitution": ("เป็นรัฐธรรมนูญ", "It is the constitution."),
    "rule_law_part": (
        "เป็นหมวดหรือส่วนของรัฐธรรมนูญที่หน้านี้อ้างถึง",
        "It is a numbered part of the constitution that the page cites.",
    ),
    "rule_law_letters": ("เป็นชื่อย่อของกฎหมาย", "It is the abbreviation of a law."),
    "rule_law_english": ("เป็นชื่อกฎหมายในภาษาอังกฤษ", "It is the English title of a law."),
    "rule_law_section": (
        "เป็นมาตรา แต่หน้านี้ไม่บอกชัดว่าของกฎหมายใด",
        "It is a section; the page does not clearly say of which law.",
    ),
    "rule_law_section_of": ("เป็นมาตราของ{law}ตามที่หน้านี้เขียนไว้", "It is a section of {law}, as the page says."),
    # --- layout
    "rule_layout": (
        "ที่อยู่ของหน้าตรงกับแบบนี้ในโปรไฟล์เว็บไซต์ และพบทุกส่วนที่แบบระบุ",
        "The address matches this layout of the site's profile, and the page has every part that it names.",
    ),
    "rule_layout_lacks": (
        "ที่อยู่ของหน้าตรงกับแบบนี้ในโปรไฟล์เว็บไซต์ แต่ไม่พบ: {lacks}",
        "The address matches this layout of the site's profile, but the page lacks: {lacks}.",
    ),
    "rule_layout_none": (
        "ไม่มีแบบของเว็บไซต์ที่ตรงกับหน้านี้ จึงอ่านด้วยวิธีทั่วไป",
        "No layout of its site matches the page, so it was read by the general way.",
    ),
}
