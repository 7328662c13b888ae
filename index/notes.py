"""What a search tells a person beside its result, in the language of the page: notes by code, with their values.

The parser and the evaluation know codes only; the sentences stand here, Thai first. Each says what was searched in the
place of what was not understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.hits import LANGS, Lang

TEXTS: Mapping[str, tuple[str, str]] = {
    "query_cut": (
        "คำค้นยาวเกินไป จึงอ่านเฉพาะ {n} ตัวอักษรแรก",
        "The query is too long: only its first {n} characters were read",
    ),
    "quote_open": (
        "เครื่องหมายคำพูดไม่ครบคู่ จึงถือว่าข้อความตรงตัวยาวถึงท้ายคำค้น",
        "A quotation mark is not closed: the exact text was taken to run to the end of the query",
    ),
    "stray_sign": (
        "* และ ~ ใช้ได้เฉพาะท้ายคำ ตัวเดียว จึงข้าม “{text}” และค้นคำที่อยู่ข้าง ๆ เป็นคำธรรมดา",
        "* and ~ work only alone and at the end of a word: “{text}” was left out, the words beside it were searched",
    ),
    "unknown_field": (
        "ไม่รู้จักช่องค้น “{text}:” จึงค้นเป็นคำธรรมดา",
        "There is no field “{text}:”, so it was searched as ordinary words",
    ),
    "field_empty": (
        "ช่องค้น “{text}:” ไม่มีค่าต่อท้าย จึงข้ามไป",
        "Nothing stands after “{text}:”, so it was left out",
    ),
    "bracket_extra": (
        "วงเล็บไม่ครบคู่ จึงข้ามวงเล็บที่เกิน",
        "A bracket was closed that was not opened: it was left out",
    ),
    "bracket_open": (
        "วงเล็บไม่ครบคู่ จึงถือว่าวงเล็บปิดท้ายคำค้น",
        "A bracket is not closed: it was taken to close at the end of the query",
    ),
    "brackets_deep": (
        "วงเล็บซ้อนกันเกิน {n} ชั้น จึงข้ามวงเล็บที่ลึกกว่านั้น",
        "Brackets stand more than {n} deep: the deeper ones were left out",
    ),
    "or_alone": (
        "OR (หรือ) ต้องมีคำทั้งสองข้าง จึงข้าม OR ที่ไม่มี",
        "OR needs words on both sides: the one without was left out",
    ),
    "not_alone": ("ไม่มีคำตามหลัง NOT จึงข้ามไป", "Nothing stands after NOT: it was left out"),
    "only_without": (
        "มีแต่คำที่ให้ตัดออก จึงแสดงทุกหน้านอกจากหน้าที่มีคำเหล่านั้น ({text})",
        "The query only leaves words out, so every page without them is shown: {text}",
    ),
    "operator_alone": (
        "“{text}” ไม่มีคำให้เชื่อม จึงค้นเป็นข้อความธรรมดา",
        "“{text}” has no words to join, so it was searched as plain text",
    ),
    "or_in_sentence": (
        "คำค้นเป็นประโยค จึงไม่ถือว่า “หรือ” ให้เลือกอย่างใดอย่างหนึ่ง ถ้าต้องการให้ใช้ OR",
        "The query is a sentence, so the Thai word for “or” was not taken for a choice: OR is",
    ),
    "many_parts": (
        "คำค้นมีหลายส่วนเกินไป จึงใช้เฉพาะ {n} ส่วนแรก",
        "The query has too many parts: only the first {n} were used",
    ),
    "known_agency": ("ค้น “{text}” รวม {other}", "“{text}” was searched with its other names: {other}"),
    "known_agencies": (
        "“{text}” เป็นชื่อย่อของหลายหน่วยงาน จึงค้นรวม {other}",
        "“{text}” is short for several bodies, and all were searched: {other}",
    ),
    "known_person": (
        "ค้นชื่อ “{text}” โดยไม่ต้องมีคำนำหน้าหรือตำแหน่ง ({other})",
        "The name in “{text}” was searched with or without its title: {other}",
    ),
    "known_day": (
        "ค้น “{text}” รวมวันเดียวกันที่เขียนแบบอื่น เช่น {other}",
        "“{text}” was searched in all its writings, such as {other}",
    ),
    "known_days": (
        "ค้น “{text}” รวมหน้าที่กล่าวถึงวันใดวันหนึ่งในช่วงนั้น",
        "“{text}” was searched with the pages that name any day of that time",
    ),
    "known_year": (
        "ค้น “{text}” รวมหน้าที่กล่าวถึงปีเดียวกันแบบอื่น ({other})",
        "“{text}” was searched with pages that name the same year otherwise: {other}",
    ),
    "known_word": (
        "ค้น “{text}” รวมคำที่เขียนแบบอื่น เช่น {other}",
        "“{text}” was searched with its other spellings, such as {other}",
    ),
    "no_days": (
        "อ่าน “{text}” เป็นวันที่หรือปีไม่ได้ จึงข้ามเงื่อนไขนี้",
        "“{text}” was not understood as a date or year, so it was left out",
    ),
    "no_words": (
        "ไม่มีคำให้ค้นใน “{text}” จึงข้ามไป",
        "There is no word to search for in “{text}”, so it was left out",
    ),
    "all_shown": (
        "ไม่เหลือคำให้ค้น จึงแสดงทุกข่าว (ตามตัวกรอง ถ้ามี)",
        "Nothing is left to search for, so every article is shown that passes the filters, if there are any",
    ),
    "no_agency": ("ไม่พบหน่วยงาน “{text}” ในคลัง", "No article names an agency “{text}”"),
    "no_person": ("ไม่พบบุคคล “{text}” ในคลัง", "No article names a person “{text}”"),
    "no_province": ("ไม่พบจังหวัด “{text}” ในคลัง", "No article names a province “{text}”"),
    "no_section": ("ไม่พบหมวด “{text}” ในคลัง", "There is no section “{text}” in the archive"),
    "no_kind": ("ไม่พบข่าวประเภท “{text}” ในคลัง", "There is no kind of article “{text}” in the archive"),
    "no_site": ("ไม่พบเว็บไซต์ “{text}” ในคลัง", "There is no website “{text}” in the archive"),
    "many_words": (
        "มีคำที่เข้ากับ “{text}” มากเกินไป จึงใช้ {n} คำแรก",
        "Too many words match “{text}”: only the first {n} were used",
    ),
    "many_expanded": (
        "มีคำที่ใช้ * หรือ ~ มากเกินไป จึงค้น “{text}” ตามที่พิมพ์",
        "Too many words have * or ~: “{text}” was searched as it was typed",
    ),
    "exact_unread": (
        "ข้อความตรงตัวที่พบได้ทั่วไปมีมากเกินไป จึงไม่ได้ค้น “{text}”",
        "Too many exact texts that stand nearly everywhere: “{text}” was not searched",
    ),
    "parts_unread": (
        "“{text}” อาจอยู่ในคำอื่นของหน้าจำนวนมากเกินไป จึงค้นเฉพาะที่เป็นคำเดี่ยว",
        "“{text}” may stand inside other words of too many pages: only the word of its own was searched",
    ),
    "question": (
        "ตอบคำถามด้วยหน้าที่มีคำส่วนใหญ่ ไม่นับคำถามอย่าง ใคร อะไร เมื่อใด",
        "A question is answered by the pages with most of its words; words like who, what, when count little",
    ),
    "some_words": (
        "ไม่พบหน้าที่มีครบทุกคำ จึงแสดงหน้าที่มีบางคำ",
        "No page has all of the words, so pages with some of them are shown",
    ),
    "most_words": (
        "มีครบทุกคำ {n} หน้า ตามด้วยหน้าที่มีบางคำ",
        "Pages with all of the words: {n}; pages with some of them follow",
    ),
    "other_layout": (
        "ไม่พบ “{text}” จึงค้น “{other}” (สลับแป้นพิมพ์)",
        "Nothing was found for “{text}”, so “{other}” was searched (the other keyboard layout)",
    ),
}


MOST_NOTES = 6  # of one result
# What was not done comes before what was done besides.
_FIRST = frozenset(
    (
        *("query_cut", "many_parts", "many_words", "many_expanded", "exact_unread", "parts_unread"),
        *("all_shown", "only_without", "most_words", "some_words", "question", "other_layout"),
    )
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know: a code of the table, and what fills its sentence."""

    code: str
    text: str = ""
    n: int = 0
    other: str = ""

    def sentence(self, lang: Lang) -> str:
        """The note in *lang*."""
        return TEXTS[self.code][LANGS.index(lang)].format(text=self.text, n=f"{self.n:,}", other=self.other)


def few(notes: Iterable[Note]) -> tuple[Note, ...]:
    """At most :data:`MOST_NOTES` of *notes*, one of each kind before a second of any, in their order."""
    every = tuple(dict.fromkeys(notes))
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, bool, int]] = []
    for n, note in enumerate(every):
        ranked.append((seen[note.code], note.code not in _FIRST, n))
        seen[note.code] += 1
    return tuple(every[n] for n in sorted(place for *_, place in sorted(ranked)[:MOST_NOTES]))
