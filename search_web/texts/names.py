"""The pages of persons, agencies and provinces, and the lists of them."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- what all of them have
    "names_news": ("ข่าวล่าสุด", "Latest news"),
    "names_all_news": ("ดูข่าวทั้งหมด ({n})", "See all news ({n})"),
    "names_timeline": ("จำนวนข่าวตามเวลา", "Articles over time"),
    "names_no_news": ("ยังไม่มีข่าวในดัชนีที่กล่าวถึงชื่อนี้", "No article in the index names it yet."),
    "names_no_index": (
        "ยังไม่มีดัชนีสำหรับค้นหา จึงแสดงได้เฉพาะข้อมูลจากแคตตาล็อก",
        "There is no search index yet, so only what the catalogue holds is shown.",
    ),
    "names_agencies": ("หน่วยงานที่กล่าวถึงในข่าวเดียวกัน", "Agencies in the same articles"),
    "names_people": ("บุคคลที่กล่าวถึงในข่าวเดียวกัน", "People in the same articles"),
    "names_provinces": ("จังหวัดที่กล่าวถึงในข่าวเดียวกัน", "Provinces in the same articles"),
    "names_incomplete": (
        "ข่าวบางส่วนเก็บโดยโปรแกรมรุ่นก่อนและยังไม่ได้อ่านตำแหน่ง รายการนี้จึงอาจยังไม่ครบ",
        "Some articles were stored by an earlier program and have not been read for posts yet, so this may not be all.",
    ),
    # --- a person
    "person_kind": ("บุคคลในข่าว", "Person in the news"),
    "person_title": ("{name} — บุคคลในข่าว", "{name} – person in the news"),
    "person_spellings": ("เขียนอีกแบบว่า", "Also written"),
    "person_titles": ("คำนำหน้าอื่นที่พบ", "Other titles found"),
    "person_same_name": (
        "ระบบแยกบุคคลจากชื่อเท่านั้น ผู้ที่ชื่อและนามสกุลตรงกันจึงรวมอยู่ในหน้านี้ และชื่อที่เขียนเป็นภาษาอังกฤษหรือสะกดต่างกันจะอยู่คนละหน้า",
        "People are told apart by their names alone: everyone of this name is on this page, "
        "and a name that is spelt otherwise, or in Latin letters, has a page of its own.",
    ),
    "person_posts": ("ตำแหน่งตามที่ข่าวระบุ", "Posts, by the articles that say so"),
    "person_posts_how": (
        "แต่ละแถบแสดงช่วงเดือนที่มีข่าวระบุตำแหน่งนั้น ช่องว่างหมายถึงไม่มีข่าวในคลังที่ระบุ ไม่ได้หมายความว่าพ้นจากตำแหน่ง",
        "Each bar covers the months in which articles name the post. A gap means that no article here does, "
        "not that the post was not held.",
    ),
    "person_no_posts": ("ไม่มีข่าวที่ระบุตำแหน่งของบุคคลนี้", "No article gives this person a post."),
    "person_rare": (
        "อีก {n} ตำแหน่งที่มีข่าวระบุไว้น้อย อาจสะกดผิดหรืออ่านคลาดเคลื่อน",
        "{n} more posts that few articles name; they may be misspelt or misread",
    ),
    "person_rare_one": (
        "อีก {n} ตำแหน่งที่มีข่าวระบุไว้น้อย อาจสะกดผิดหรืออ่านคลาดเคลื่อน",
        "{n} more post that few articles name; it may be misspelt or misread",
    ),
    "person_rare_left": ("และอีก {n} ตำแหน่ง", "and {n} more"),
    "person_more_pages": ("ดูข่าวเพิ่ม", "More articles"),
    "person_find": ("ค้นข่าวที่เกี่ยวกับตำแหน่งนี้", "Search for this post"),
    "manner_acting": ("รักษาการ", "acting"),
    "manner_former": ("อดีต", "former"),
    "manner_designate": ("ว่าที่", "designate"),
    "tenure_pages": ("{n} ข่าว", "{n} articles"),
    "tenure_pages_one": ("{n} ข่าว", "{n} article"),
    "tenure_like": ("อาจเป็น “{name}”", "perhaps “{name}”"),
    "tenure_undated": ("ไม่ทราบวันที่", "no date"),
    "day_by_event": ("วันที่เกิดเหตุการณ์ในข่าว", "day of the event"),
    "day_by_published": ("วันที่เผยแพร่", "day of publication"),
    "day_by_told": ("วันที่ตามเนื้อหา", "day by its text"),
    "day_by_stamp": ("วันที่ประทับบนหน้าเว็บ", "stamp of the page"),
    # --- an agency
    "agency_kind": ("หน่วยงานในข่าว", "Agency in the news"),
    "agency_title": ("{name} — หน่วยงานในข่าว", "{name} – agency in the news"),
    "agency_unlisted": (
        "หน่วยงานนี้ไม่อยู่ในทะเบียนของคลังข่าว ชื่อที่แสดงคือชื่อตามที่ข่าวเขียน ชื่อที่เขียนต่างกันจะอยู่คนละหน้า",
        "This agency is not in the register of the archive. The name is as articles write it; "
        "another way of writing it has a page of its own.",
    ),
    "agency_facts": ("ข้อมูลหน่วยงาน", "About this agency"),
    "agency_abbreviations": ("ชื่อย่อ", "Abbreviations"),
    "agency_aliases": ("ชื่ออื่นที่ข่าวใช้", "Other names in use"),
    "agency_former": ("ชื่อเดิม", "Former names"),
    "agency_years": ("ช่วงเวลา", "Years"),
    "agency_from": ("ตั้งแต่ พ.ศ. {year}", "since {year}"),
    "agency_to": ("ถึง พ.ศ. {year}", "until {year}"),
    "agency_from_to": ("พ.ศ. {first}–{last}", "{first}–{last}"),
    "agency_parents": ("สังกัด", "Belongs to"),
    "agency_before": ("หน่วยงานก่อนหน้า", "Came before"),
    "agency_after": ("หน่วยงานที่รับช่วงต่อ", "Came after"),
    "agency_children": ("หน่วยงานในสังกัด {n} แห่ง", "{n} agencies under it"),
    "agency_children_one": ("หน่วยงานในสังกัด {n} แห่ง", "{n} agency under it"),
    "agency_posts": ("ผู้ดำรงตำแหน่งตามที่ข่าวระบุ", "Who held its posts, by the articles that say so"),
    "agency_posts_how": (
        "วันแรกและวันสุดท้ายเชื่อมไปยังข่าวที่ระบุตำแหน่งนั้น แถบแสดงช่วงเดือนที่มีข่าวระบุ ไม่ใช่วันเข้ารับหรือพ้นตำแหน่ง",
        "The first and last day lead to the articles that name the post. "
        "Bars cover the months with such articles; they are not terms of office.",
    ),
    "agency_no_posts": ("ไม่มีข่าวที่ระบุผู้ดำรงตำแหน่งในหน่วยงานนี้", "No article names anybody in a post here."),
    "agency_more_roles": ("ดูตำแหน่งอื่น ({n})", "Other posts ({n})"),
    "holders_rare": (
        "อีก {n} ชื่อที่มีข่าวระบุไว้น้อยหรืออาจสะกดผิด",
        "{n} more names that few articles give or that may be misspelt",
    ),
    "holders_rare_one": (
        "อีก {n} ชื่อที่มีข่าวระบุไว้น้อยหรืออาจสะกดผิด",
        "{n} more name that few articles give or that may be misspelt",
    ),
    # --- a province
    "province_kind": ("จังหวัดในข่าว", "Province in the news"),
    "province_title": ("{name} — จังหวัดในข่าว", "{name} – province in the news"),
    "province_facts": ("ข้อมูลจังหวัด", "About this province"),
    "province_region": ("ภาค", "Region"),
    "province_office": ("หน่วยงานของจังหวัด", "Its administration"),
    "province_near": ("จังหวัดอื่นในภาคเดียวกัน", "Other provinces of the region"),
    "region_central": ("ภาคกลาง", "Central"),
    "region_north": ("ภาคเหนือ", "North"),
    "region_northeast": ("ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "region_east": ("ภาคตะวันออก", "East"),
    "region_west": ("ภาคตะวันตก", "West"),
    "region_south": ("ภาคใต้", "South"),
    # --- lists
    "list_nav": ("รายชื่อในคลัง", "Names in the archive"),
    "list_person": ("บุคคลในข่าว", "People in the news"),
    "list_agency": ("หน่วยงานในข่าว", "Agencies in the news"),
    "list_province": ("จังหวัดในข่าว", "Provinces in the news"),
    "list_province_how": (
        "จัดตามภาค ตัวเลขคือจำนวนข่าวที่กล่าวถึงจังหวัดนั้น",
        "By region; the number is that of the articles that name the province.",
    ),
    "list_person_total": ("{n} ชื่อ", "{n} names"),
    "list_person_total_one": ("{n} ชื่อ", "{n} name"),
    "list_agency_total": ("{n} ชื่อ", "{n} names"),
    "list_agency_total_one": ("{n} ชื่อ", "{n} name"),
    "list_filter_person": ("ส่วนหนึ่งของชื่อ", "Part of a name"),
    "list_filter_agency": ("ส่วนหนึ่งของชื่อ หรือชื่อย่อ", "Part of a name, or an abbreviation"),
    "list_filter_button": ("กรอง", "Filter"),
    "list_letters": ("เลือกตามตัวอักษรแรก", "By first letter"),
    "list_by_count": ("พบบ่อยที่สุด", "Most frequent"),
    "list_by_count_label": ("เรียงตามจำนวนข่าว มากก่อน", "by the number of articles, most first"),
    "list_by_letter_label": ("ขึ้นต้นด้วย {letter} เรียงตามพจนานุกรม", "under {letter}, in the order of a dictionary"),
    "list_by_words_label": ("ที่มีคำว่า “{q}”", "with “{q}”"),
    "list_once": ("รวมชื่อที่พบเพียงข่าวเดียวด้วย", "With names that one article alone has"),
    "list_more_than_once": ("เฉพาะชื่อที่พบมากกว่าหนึ่งข่าว", "Only names that more than one article has"),
    "list_clear": ("ล้างตัวกรอง", "Clear the filter"),
    "list_none": ("ไม่พบชื่อที่ตรงกัน", "No name matches"),
    "list_search": ("ค้นข่าวที่มีคำว่า “{q}”", "Search the news for “{q}”"),
    "list_none_how": (
        "ลองพิมพ์ให้สั้นลง หรือเลือกตามตัวอักษรแรก",
        "Try fewer letters, or choose a first letter.",
    ),
    "list_pages": ("หน้าของรายชื่อ", "Pages of the list"),
    # --- not known
    "unknown_people": ("ไม่พบบุคคลนี้ในข่าวที่เก็บไว้", "No article names this person"),
    "unknown_agencies": ("ไม่พบหน่วยงานนี้ในข่าวที่เก็บไว้", "No article names this agency"),
    "unknown_provinces": ("ไม่มีจังหวัดชื่อนี้", "There is no such province"),
    "unknown_near": ("ชื่อใกล้เคียง", "Names much like it"),
    "unknown_all_people": ("ดูรายชื่อบุคคลทั้งหมด", "See all people"),
    "unknown_all_agencies": ("ดูรายชื่อหน่วยงานทั้งหมด", "See all agencies"),
    "unknown_all_provinces": ("ดูทุกจังหวัด", "See all provinces"),
}
