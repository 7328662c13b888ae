"""The help page: how to search, what is kept, how it is proven."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "help_page": ("วิธีใช้และที่มาของข้อมูล", "Help and about"),
    "help_lead": (
        "คลังข่าวเก็บข่าวและประกาศของหน่วยงานรัฐไว้ทั้งข้อความและหน้าต้นฉบับ "
        "เพื่อให้ค้นพบ ตรวจสอบ และอ้างอิงได้ แม้เว็บไซต์เดิมจะเปลี่ยนหรือหายไป",
        "Khlang Khao keeps news and announcements of Thai government agencies, both the text and the page as it was, "
        "so that they can be found, verified and cited even after a website changes or disappears.",
    ),
    "help_contents": ("ในหน้านี้", "On this page"),
    # --- searching
    "help_search": ("ค้นให้เจอ", "Finding things"),
    "help_search_lead": (
        "พิมพ์คำที่จำได้ ชื่อคน หรือชื่อย่อหน่วยงานลงในช่องเดียว ไม่ต้องเว้นวรรคระหว่างคำ ระบบตัดคำไทยให้ "
        "และเข้าใจทั้งเลขไทยและเลขอารบิก ทั้ง พ.ศ. และ ค.ศ. กดตัวอย่างเพื่อลองค้นได้ทันที",
        "Type words that you remember, a person or the abbreviation of an agency into the one box. "
        "Thai needs no spaces between words; Thai and Arabic digits, Buddhist and common era are all understood. "
        "Follow an example to try it.",
    ),
    "help_brackets": ("จัดกลุ่มด้วยวงเล็บ และใช้ร่วมกับแบบอื่นได้", "groups; all of these can be combined"),
    "help_fiscal_year": (
        "ข่าวในปีงบประมาณนี้ ซึ่งเริ่ม 1 ต.ค. ของปีก่อน",
        "of this fiscal year, which begins on 1 October of the year before",
    ),
    "help_province": ("ข่าวที่กล่าวถึงจังหวัดนี้", "names this province"),
    "help_kind": (
        "เฉพาะประเภทนี้ เช่น ข่าว ประกาศ จัดซื้อจัดจ้าง รับสมัครงาน",
        "of this kind only: news, announcement, procurement, job",
    ),
    "help_search_tips": (
        "ถ้าพบมากเกินไป ให้เลือกปี หน่วยงาน หรือประเภทจากตัวกรองข้างผลการค้น ถ้าไม่พบเลย ลองใช้คำที่สั้นลง หรือเอาเครื่องหมายคำพูดออก",
        "Too many results? Choose a year, an agency or a kind beside them. None at all? Use shorter words, "
        "or leave the quotation marks out.",
    ),
    "help_keyboard": (
        "กดแป้น {button} จากหน้าใดก็ได้เพื่อไปที่ช่องค้นหา",
        "Press {button} on any page to jump to the search box.",
    ),
    # --- what is kept
    "help_kept": ("สิ่งที่เก็บไว้", "What is kept"),
    "help_kept_page": (
        "หน้าต้นฉบับทุกไบต์ตามที่เว็บไซต์ส่งมา ในไฟล์ WARC (ISO 28500) ซึ่งเป็นรูปแบบที่หอสมุดแห่งชาติทั่วโลกใช้",
        "every byte of the page as the website sent it, in WARC files (ISO 28500), the format of national libraries",
    ),
    "help_kept_versions": (
        "ทุกฉบับที่เนื้อหาเปลี่ยน ฉบับใหม่ไม่ทับฉบับเก่า จึงเทียบได้ว่าแก้ไขอะไรเมื่อใด",
        "every version whose content changed: a new one never replaces an old one, so that changes can be compared",
    ),
    "help_kept_facts": (
        "ข้อมูลที่อ่านได้จากเนื้อหา เช่น วันที่ บุคคล หน่วยงาน จังหวัด และกฎหมาย พร้อมตำแหน่งในข้อความที่พบ",
        "what the text tells: dates, people, agencies, provinces, laws, each with the words that say so",
    ),
    "help_kept_gone": (
        "ข่าวที่ถูกลบจากเว็บไซต์เดิม ยังเปิดอ่านได้ที่นี่ โดยบอกไว้ว่าหน้าต้นทางหายไปเมื่อใด",
        "news that its website has deleted: it stays here, with the day since which it has been missing",
    ),
    # --- proof
    "help_proof": ("ตรวจสอบได้อย่างไร", "How it can be proven"),
    "help_proof_digest": (
        "ทุกฉบับมีค่าแฮช (digest) ของหน้าต้นฉบับ เปิดดูได้จากหน้าข่าว หากสำเนาถูกแก้แม้แต่ตัวอักษรเดียว ค่าแฮชจะไม่ตรงกัน",
        "Each version carries the digest of its original page, shown on the article page. "
        "Were a single letter of the copy changed, the digest would no longer match.",
    ),
    "help_proof_source": (
        "ทุกข่าวบอกเวลาที่เก็บ ที่อยู่ต้นทาง และค่าแฮชของสำเนา ข้อมูล JSON ของข่าวบอกชื่อไฟล์ WARC ด้วย "
        "จึงตรวจด้วยโปรแกรมอื่นได้โดยไม่ต้องเชื่อคลังนี้",
        "Each article tells its capture time, its source address and the digest of its copy, its JSON the WARC file "
        "as well, so that other programs can verify it without trusting this archive.",
    ),
    "help_proof_dates": (
        "วันที่ที่แสดงบอกที่มาเสมอ ว่าอ่านจากหัวข่าว จากเนื้อหา หรือจากหมวด เพราะวันที่บนเว็บไซต์ราชการอาจเป็นวันย้ายระบบ",
        "A date always tells where it was read: in the header, in the text or in the section. "
        "The date on a government site is sometimes only the day of a migration.",
    ),
    "help_proof_limits": (
        "รายชื่อบุคคลและหน่วยงานอ่านด้วยโปรแกรม อาจตกหล่นหรือคลาดเคลื่อน โปรดตรวจกับหน้าต้นฉบับก่อนอ้างอิงเรื่องสำคัญ",
        "People and agencies are read by a program, which may miss or mistake some. "
        "Compare with the original page before you rely on them.",
    ),
    # --- citing
    "help_cite": ("อ้างอิง", "Citing"),
    "help_cite_how": (
        "ที่อยู่ของหน้าข่าวและของแต่ละฉบับไม่เปลี่ยน แม้สร้างดัชนีใหม่ ใช้เป็นลิงก์ถาวรได้ "
        "หากข้อความอาจแก้ไขภายหลัง ให้อ้างถึงฉบับที่อ่าน ไม่ใช่ฉบับล่าสุด",
        "The addresses of an article and of its versions stay the same when the index is rebuilt: they are permalinks. "
        "Where a text may still change, cite the version that you read, not the latest.",
    ),
    "help_cite_give": (
        "ท้ายหน้าข่าวทุกหน้ามีข้อความอ้างอิงแบบไทยและแบบ APA ให้คัดลอก และไฟล์ BibTeX กับ RIS สำหรับโปรแกรมจัดการบรรณานุกรม",
        "At the end of every article stand its citations in Thai style and in APA, ready to copy, "
        "and BibTeX and RIS files for reference managers.",
    ),
    # --- taking data along
    "help_take": ("นำข้อมูลไปใช้ต่อ", "Taking data along"),
    "help_take_export": (
        "ผลการค้นทั้งหมดส่งออกเป็นตาราง CSV (เปิดใน Excel ได้), JSON Lines, BibTeX หรือ RIS "
        "ได้ครบทุกรายการ พร้อมค่า SHA-256 สำหรับตรวจสอบ",
        "A whole result can be taken out as CSV (which Excel opens), JSON Lines, BibTeX or RIS, without a limit "
        "and with its SHA-256.",
    ),
    "help_take_export_open": ("เลือกรูปแบบไฟล์", "Choose a format"),
    "help_take_feed": (
        "ทุกการค้นมีฟีด Atom โปรแกรมอ่านฟีดจะแจ้งเมื่อมีข่าวใหม่ที่ตรงกับคำค้น",
        "Every search has an Atom feed: a feed reader tells you of new articles that match.",
    ),
    "help_take_feed_open": ("ฟีดของข่าวทั้งหมด", "The feed of all news"),
    "help_take_api": (
        "โปรแกรมอ่านทุกอย่างที่หน้าเว็บแสดงได้เป็น JSON โดยไม่ต้องลงทะเบียน",
        "Programs can read all that the pages show as JSON, without registration.",
    ),
    "help_take_open": ("ข้อมูลสำหรับโปรแกรม", "Data for programs"),
    "help_take_rights": (
        "เนื้อหาเป็นของหน่วยงานเจ้าของข่าว โปรดอ้างถึงหน่วยงานนั้นเมื่อนำไปใช้",
        "The texts belong to the agencies that published them; please credit them.",
    ),
    # --- privacy
    "help_privacy": ("ความเป็นส่วนตัว", "Privacy"),
    "help_privacy_how": (
        "คลังข่าวไม่ใช้คุกกี้ ไม่เก็บประวัติการค้น ไม่บันทึกคำค้น และไม่โหลดสิ่งใดจากเว็บไซต์อื่น",
        "Khlang Khao uses no cookies, keeps no search history, logs no queries and loads nothing from other websites.",
    ),
    "help_privacy_source": (
        "เมื่อกดไปยังเว็บไซต์ต้นทาง เว็บไซต์นั้นจะไม่ทราบว่าคุณค้นคำใด",
        "When you follow a link to a source, that site does not learn what you searched for.",
    ),
    # --- contact
    "help_contact": ("ติดต่อผู้ดูแล", "Contact"),
    "help_contact_how": (
        "พบข้อมูลผิดหรือขาดหาย แจ้งผู้ดูแลคลังนี้ได้ที่",
        "Something wrong or missing? Tell the keeper of this archive:",
    ),
}
