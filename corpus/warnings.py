"""What may be odd about a page, as sentences with a stable code: said in English, shown in Thai or English.

An article keeps its warnings as English sentences (docs/interfaces.md gives one), each made by :func:`say` from the
table below. A page for readers shows ``shown(warning, "th")``; a program asks ``code_of(warning)``. Sentences that are
not in the table (an archive of another version) are shown as they are.

>>> say("stamp", months=17)
'publish stamp 17 months after the event'
>>> shown(say("stamp", months=17), "th"), code_of(say("stamp", months=17))
('วันที่เผยแพร่ช้ากว่าวันจัดงาน 17 เดือน', 'stamp')
"""

from __future__ import annotations

from typing import Literal

from corpus.sentences import Sentences

# code → the sentence in English and in Thai; {…} are the values, the same in both. No two English sentences may match
# the same text: tests/test_corpus_warnings.py.
TEXTS: dict[str, tuple[str, str]] = {
    "stamp": ("publish stamp {months} months after the event", "วันที่เผยแพร่ช้ากว่าวันจัดงาน {months} เดือน"),
    "shared": (
        "publish stamp shared by many articles of other days: the site moved",
        "วันที่เผยแพร่ตรงกับบทความอื่นจำนวนมากที่เล่าเรื่องต่างวันกัน เพราะเว็บไซต์ย้ายระบบ",
    ),
    "stale": (
        "publish stamp {months} months after the last date in the text",
        "วันที่เผยแพร่ช้ากว่าวันที่ล่าสุดในเนื้อความ {months} เดือน",
    ),
    "weekday": (
        "the page says วัน{said} for {day}, which is a วัน{is_}",
        "หน้าเว็บระบุว่า {day} เป็นวัน{said} แต่ตามปฏิทินเป็นวัน{is_}",
    ),
    "old-style": (
        "{surface} is taken for {day}: until 2483 the year began on 1 April",
        "ถือว่า {surface} คือ {day} เพราะก่อน พ.ศ. 2484 ปีเริ่มวันที่ 1 เมษายน",
    ),
    "no-such-day": (
        "there was no such day as {surface}: it is not among the dates",
        "ไม่มีวันที่ {surface} ในปฏิทิน จึงไม่นับเป็นวันที่",
    ),
    "far-year": (
        "{surface} lies in {year}, more than {years} years after {day}: perhaps a slip of the year",
        "{surface} คือปี {year} ซึ่งหลังจาก {day} เกิน {years} ปี อาจเขียนปีผิด",
    ),
    "today": (
        "the page calls {said} today, but was published on {published}",
        "หน้าเว็บระบุว่า “วันนี้” คือ {said} แต่เผยแพร่เมื่อ {published}",
    ),
    "no-text": (
        "no text beside the title: the page holds pictures or documents",
        "ไม่มีข้อความนอกจากชื่อเรื่อง เนื้อหาอยู่ในภาพหรือเอกสาร",
    ),
    "truncated": (
        "only the beginning of the page is kept: the archive it comes from cut it off",
        "มีเพียงส่วนต้นของหน้าเว็บ เพราะคลังที่นำมาเก็บไว้ไม่ครบ",
    ),
    "no-address": ("the collection gave no usable address", "ชุดข้อมูลไม่มีที่อยู่เว็บที่ใช้ได้"),
    "bad-address": (
        "the collection gave no usable address but {given!r}",
        "ชุดข้อมูลให้ที่อยู่เว็บที่ใช้ไม่ได้: {given!r}",
    ),
    "layout": (
        "the page does not have the layout {layout}; read without it",
        "หน้าเว็บไม่ตรงกับรูปแบบ {layout} จึงอ่านด้วยวิธีทั่วไป",
    ),
    "lost": (
        "{count} characters could not be read as {encoding}",
        "มี {count} อักขระที่อ่านด้วยรหัส {encoding} ไม่ได้",
    ),
    "encoding": ("declared {declared}, read as {encoding}", "ระบุรหัสอักขระเป็น {declared} แต่อ่านเป็น {encoding}"),
    "twice": (
        "UTF-8 encoded twice; one layer was taken off",
        "ข้อความถูกเข้ารหัส UTF-8 ซ้ำสองชั้น จึงถอดออกหนึ่งชั้น",
    ),
    "mixed": (
        "read as {encoding}, with words in {other} in between",
        "อ่านเป็นรหัส {encoding} โดยมีบางส่วนเป็นรหัส {other}",
    ),
    "western": (
        "Thai that was written as western letters was made Thai again",
        "ข้อความไทยที่กลายเป็นอักษรตะวันตกถูกแปลงกลับเป็นไทยแล้ว",
    ),
    "spoilt": (
        "part of the text looks encoded twice and was left as it is",
        "บางส่วนของข้อความดูเหมือนเข้ารหัสซ้ำสองชั้น และคงไว้ตามเดิม",
    ),
    "question-marks": (
        "{count} lines held question marks in place of lost characters, which were taken out",
        "มี {count} บรรทัดที่อักขระสูญหายกลายเป็นเครื่องหมายคำถาม จึงตัดออก",
    ),
    "repeated": (
        "{count} lines that the site puts on many pages were taken off the edges: {lines}",
        "ตัดข้อความ {count} บรรทัดที่เว็บไซต์แสดงซ้ำในหลายหน้าออกจากต้นหรือท้ายเรื่อง: {lines}",
    ),
    "many-lines": (
        "only the first {count} lines of the page were read",
        "อ่านเพียง {count} บรรทัดแรกของหน้าเว็บ",
    ),
    "not-document": (
        "{name} is not a document of a kind that can be read",
        "{name} ไม่ใช่เอกสารชนิดที่อ่านได้",
    ),
    "doc-kind": (
        "{name} is a file of the kind {kind}, which is kept and listed, and not read",
        "{name} เป็นไฟล์ชนิด {kind} ซึ่งเก็บและแสดงรายการไว้ แต่ไม่ได้อ่านข้อความ",
    ),
    "doc-locked": ("the {kind} is locked with a password", "ไฟล์ {kind} ถูกล็อกด้วยรหัสผ่าน"),
    "doc-damaged": (
        "the {kind} is damaged or was not fetched whole; fetch it again, or ask its office for another copy",
        "ไฟล์ {kind} เสียหายหรือได้มาไม่ครบ ให้ดึงไฟล์อีกครั้ง หรือขอสำเนาใหม่จากหน่วยงานเจ้าของ",
    ),
    "doc-broken": ("the {kind} cannot be opened: {why}", "เปิดไฟล์ {kind} ไม่ได้: {why}"),
    "doc-large": ("the {kind} unpacks to more than can be read", "ไฟล์ {kind} เมื่อคลายแล้วใหญ่เกินกว่าจะอ่านได้"),
    "doc-slow": ("the {kind} takes too long to read", "ไฟล์ {kind} ใช้เวลาอ่านนานเกินไป"),
    "doc-died": (
        "the process that read {name} died of it; the file is kept",
        "กระบวนการที่อ่าน {name} หยุดทำงานเพราะไฟล์นี้ แต่ยังเก็บไฟล์ไว้",
    ),
    "doc-stuck": (
        "reading {name} took longer than {seconds} s and was ended; the file is kept",
        "อ่าน {name} นานกว่า {seconds} วินาทีจึงหยุดอ่าน แต่ยังเก็บไฟล์ไว้",
    ),
    "doc-empty": ("the {kind} holds no text", "ไฟล์ {kind} ไม่มีข้อความ"),
    "doc-nonsense": (
        "the letters of the {kind} are damaged: its text is not kept",
        "ตัวอักษรในไฟล์ {kind} เสียหาย จึงไม่เก็บข้อความ",
    ),
    "doc-cut": (
        "only the beginning was read: the document is too large or its end is damaged",
        "อ่านเพียงส่วนต้น เพราะเอกสารใหญ่เกินไปหรือส่วนท้ายเสียหาย",
    ),
    "pdf-pictures": (
        "no text in the PDF: its {pages} pages are pictures",
        "ไฟล์ PDF ไม่มีข้อความ ทั้ง {pages} หน้าเป็นภาพ",
    ),
    "pdf-ocr": (
        "{count} of {pages} pages need OCR: they are pictures, or their letters are damaged",
        "ต้องใช้ OCR {count} หน้าจาก {pages} หน้า เพราะเป็นภาพหรือตัวอักษรเสียหาย",
    ),
    "pdf-page": ("page {page} cannot be read: {why}", "อ่านหน้า {page} ไม่ได้: {why}"),
    "pdf-pages": ("{count} more pages cannot be read", "อ่านไม่ได้อีก {count} หน้า"),
    "pdf-cut": (
        "only the first {read} of {pages} pages were read: the document is too large",
        "อ่านเพียง {read} หน้าแรกจาก {pages} หน้า เพราะเอกสารใหญ่เกินไป",
    ),
}
_SENTENCES = Sentences(TEXTS)


def say(code: str, **values: object) -> str:
    """The English sentence of *code* with *values*; KeyError for a code or value that is not in the table."""
    return _SENTENCES.say(code, **values)


def code_of(warning: str) -> str:
    """The code of a sentence that :func:`say` made, or an empty string."""
    return _SENTENCES.code_of(warning)


def shown(warning: str, lang: Literal["th", "en"]) -> str:
    """*warning* for a reader of Thai or English; a sentence that is not in the table as it is."""
    return _SENTENCES.shown(warning, lang)
