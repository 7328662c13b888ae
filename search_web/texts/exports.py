"""What is taken out: exports, citations, feeds."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # --- citations: what stands in the note of an entry
    "cite_era": ("พ.ศ. {year}", "B.E. {year}"),
    "cite_undated": ("ม.ป.ป.", "n.d."),
    "cite_supplied": (
        "วันที่กำหนด{why} หน้าเว็บไม่ได้ระบุเป็นวันที่เผยแพร่",
        "date supplied {why}, not given by the page as its date of publication",
    ),
    "cite_copy": (
        "สำเนาในคลังข่าว ฉบับที่ {version} เก็บเมื่อ {day}: {address}",
        "archived copy, version {version}, captured {day}: {address}",
    ),
    "cite_copy_of": (
        "สำเนาในคลังข่าว ฉบับที่ {version}: {address}",
        "archived copy, version {version}: {address}",
    ),
    "cite_digest": ("ลายนิ้วมือของไฟล์ {digest}", "payload digest {digest}"),
    # --- columns of a CSV file; the English names are for programs and never change
    "column_id": ("รหัสข่าว", "id"),
    "column_version": ("ฉบับที่", "version"),
    "column_title": ("หัวเรื่อง", "title"),
    "column_date": ("วันที่ (ค.ศ.)", "date"),
    "column_date_be": ("วันที่ (พ.ศ.)", "date_be"),
    "column_year_be": ("ปี พ.ศ.", "year_be"),
    "column_date_from": ("ที่มาของวันที่", "date_from"),
    "column_published": ("วันที่เผยแพร่ตามหน้าเว็บ (ค.ศ.)", "published"),
    "column_kind": ("ประเภท", "kind"),
    "column_site": ("เว็บไซต์", "site"),
    "column_section": ("หมวด", "section"),
    "column_people": ("บุคคล", "people"),
    "column_agencies": ("หน่วยงาน", "agencies"),
    "column_provinces": ("จังหวัด", "provinces"),
    "column_laws": ("กฎหมาย", "laws"),
    "column_event_start": ("เหตุการณ์เริ่ม (ค.ศ.)", "event_start"),
    "column_event_end": ("เหตุการณ์สิ้นสุด (ค.ศ.)", "event_end"),
    "column_event_place": ("สถานที่", "event_place"),
    "column_body": ("เนื้อหา", "body"),
    "column_tables": ("จำนวนตาราง", "tables"),
    "column_attachments": ("เอกสารแนบ", "attachments"),
    "column_url": ("ที่อยู่ต้นฉบับ", "url"),
    "column_permalink": ("ลิงก์ถาวร", "permalink"),
    "column_captured": ("เก็บเมื่อ (เวลาสากล)", "captured"),
    "column_digest": ("ลายนิ้วมือของไฟล์", "digest"),
    "column_lang": ("ภาษา", "lang"),
    "column_warnings": ("ข้อสังเกต", "warnings"),
    "column_shortened": ("ช่องที่ตัดให้สั้น", "shortened"),
    # --- exports
    "export_missing": (
        "ดัชนีมีข่าวนี้ แต่ไม่มีในคลัง: khlang doctor",
        "the index has this article and the catalogue has not: khlang doctor",
    ),
    "export_title": ("ส่งออกผลการค้นหา", "Export the results"),
    "export_back": ("กลับไปที่ผลการค้นหา", "Back to the results"),
    "export_rows": ("ไฟล์จะมีข่าว {n} รายการ ครบทุกรายการที่ค้นพบ", "The file will hold {n} articles: every one found"),
    "export_rows_one": ("ไฟล์จะมีข่าว {n} รายการ", "The file will hold {n} article"),
    "export_formats": ("เลือกรูปแบบไฟล์", "Choose a format"),
    "export_pages": (
        "ทุกหน้าที่พบอยู่ในไฟล์ รวมหน้าที่มีเนื้อหาซ้ำกัน เรียงลำดับเหมือนผลการค้นหา หากดาวน์โหลดไม่ครบ เบราว์เซอร์จะแจ้งว่าไม่สำเร็จ",
        "Every page found is in the file, those with the same content too, in the order of the results."
        " A download that was cut off is reported by the browser as failed.",
    ),
    "format_csv": ("ตาราง CSV (.csv)", "CSV table (.csv)"),
    "format_jsonl": ("ข้อมูล JSON Lines (.jsonl)", "JSON Lines (.jsonl)"),
    "format_bib": ("บรรณานุกรม BibTeX (.bib)", "BibTeX (.bib)"),
    "format_ris": ("บรรณานุกรม RIS (.ris)", "RIS (.ris)"),
    "format_about_csv": (
        "เปิดด้วย Excel หรือ LibreOffice ได้ทันที ภาษาไทยไม่เพี้ยน มีวันที่ทั้ง ค.ศ. และ พ.ศ. พร้อมลิงก์ต้นฉบับและลิงก์ถาวร"
        " หากต้องการชื่อคอลัมน์ภาษาอังกฤษสำหรับโปรแกรม ให้ส่งออกจากหน้าภาษาอังกฤษ",
        "Opens in Excel or LibreOffice as it is, Thai intact, with days in both eras, the original link and the"
        " permanent one. Column names and values are those for programs; the Thai page gives them in Thai.",
    ),
    "format_about_jsonl": (
        "ข้อมูลครบถ้วนที่สุด ทั้งเนื้อหา ตาราง บุคคล หน่วยงาน และตำแหน่งของชื่อในข้อความ บรรทัดละหนึ่งข่าว เหมาะกับนักวิจัยและนักพัฒนา",
        "Everything that is known: texts, tables, people, bodies and where each name stands; one article a line,"
        " for research and programs.",
    ),
    "format_about_bib": (
        "รายการอ้างอิงสำหรับ LaTeX, JabRef และ Zotero มีที่อยู่ของสำเนาและลายนิ้วมือของไฟล์ทุกรายการ",
        "References for LaTeX, JabRef and Zotero, each with its archived copy and digest.",
    ),
    "format_about_ris": (
        "รายการอ้างอิงสำหรับ EndNote, Zotero และ Mendeley",
        "References for EndNote, Zotero and Mendeley.",
    ),
    "export_digest": ("ค่าตรวจสอบ SHA-256", "SHA-256 digest"),
    "export_digest_of": ("ค่าตรวจสอบ SHA-256 ของไฟล์ {name}", "SHA-256 digest of the {name} file"),
    "export_check": ("ตรวจว่าไฟล์ครบและไม่ถูกแก้ไข", "Check that a file is whole and unchanged"),
    "export_check_how": (
        "ดาวน์โหลดค่าตรวจสอบ SHA-256 ไว้ในโฟลเดอร์เดียวกับไฟล์ แล้วใช้คำสั่งของระบบที่ใช้อยู่"
        " ค่านี้คำนวณจากผลการค้นหาในขณะที่ขอ หากมีข่าวเข้าคลังระหว่างนั้น ให้ดาวน์โหลดใหม่ทั้งสองไฟล์",
        "Download the SHA-256 digest into the folder of the file, and run the command of your system."
        " The digest is that of the result when it is asked for: if news came in between, download both again.",
    ),
    "export_follow": ("ติดตามข่าวใหม่ของคำค้นนี้", "Follow this search"),
    "export_follow_how": (
        "โปรแกรมอ่านฟีดจะแจ้งเมื่อมีข่าวที่ตรงกับคำค้นเข้าคลัง",
        "A feed reader tells when an article that fits comes into the archive:",
    ),
    "feed_link": ("ฟีด Atom ของคำค้นนี้", "Atom feed of this search"),
    "feed_title": ("คลังข่าว: {q}", "Khlang Khao: {q}"),
    "feed_title_all": ("คลังข่าว: ข่าวทั้งหมด", "Khlang Khao: all articles"),
    "feed_subtitle": ("ข่าวที่เข้าคลังหรือเปลี่ยนแปลงล่าสุดอยู่ก่อน", "What came into the archive or changed last comes first"),
    "feed_original": ("หน้าต้นฉบับ", "Original page"),
    "feed_copy": ("สำเนาที่เก็บไว้", "Archived copy"),
}
