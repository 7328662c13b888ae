"""Where a happening took place: the full name of the venue behind ``ณ`` or ``ที่`` in Thai, ``at`` in English."""

from __future__ import annotations

import re

from corpus.extract.agency_words import people
from corpus.extract.lexicon import registry
from corpus.extract.phrases import begins_end, cut
from corpus.extract.reading import Reading
from corpus.records import Surface

LONGEST = 120  # code points of a venue's name
NEAR = 260  # code points behind the date in which ที่ and at lead to its place

_VENUE = (
    r"(?=(?:ห้อง|โรงแรม|ทำเนียบ|อาคาร|ศาลากลาง|หอประชุม|ตึก|ศูนย์ประชุม|กระทรวง|ลาน|สนาม|โรงพยาบาล|รพ\.|โรงเรียน"
    r"|มหาวิทยาลัย|วัด|สำนักงาน))"
)
_AT = re.compile(rf"(?:[ )\n]|น\.|(?<=\d))ณ +(?=[ก-ฮเ-ไa-z])|(?<=[ )])ณ ?{_VENUE}|(?<= )@ ?(?=[ก-ฮเ-ไ])")
_IN = re.compile(rf"(?<=[ )])ที่ ?{_VENUE}")
_LATIN = re.compile(r"[^\n]{0,120}?\bat (?:the )?(?=[a-z])")
_LATIN_END = re.compile(
    r",? (?=(?:prime minister|deputy|acting|former|government (?!house)|minister|permanent|h\.e\.|mrs?\."
    r"|ms\.|gen\.?\b|pol\.|dr\.|spokes|secretary|director|pm\b|assistant|advis|which|where)\b)|\. |\.?\n|;"
)
_END = re.compile(
    r"\n|[,;]|(?:โดยมี|ซึ่ง|เพื่อ|ในวันที่)| ภายใน \d| วัน(?=จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)"
    r"| (?:เวลา|วันที่|ครั้งที่|เมื่อ|จัดขึ้น|จัดโดย|และ(?:มี|ผ่าน|ออนไลน์|เข้า|ได้|ร่วม|พบ|หารือ|ถ่ายทอด)|ทั้งนี้|รวม|หลัง|ภายหลัง|หาก|มี(?!น)|ก่อน"
    r"|ผู้เข้าร่วม|ชวน|เชิญ|พบ|นำ|พร้อม|โดย|ระหว่าง|ในวันที่|ในโอกาส|กล่าว|เป็นประธาน|ผ่าน|ว่า|สำหรับ|ต่อมา|จากนั้น|ต่อจากนั้น|หลังจาก"
    r"|นับ(?:เป็น|ว่า|ตั้งแต่|จาก)|ถือ(?:เป็น|ว่า)|เนื่อง|ทำให้|ส่งผล|เพราะ|แต่(?!ง)|อย่างไร|นอกจาก|ขณะ(?:ที่|นี้|เดียวกัน)|พบว่า|สืบเนื่อง|ด้วย|เจ้าหน้าที่|แล้ว"
    r"|ตลอดจน|ปรากฏ|อัน(?:เป็น|เนื่อง)|จึง|ดังนั้น|สรุป|ปัจจุบัน|ล่าสุด|และ(?:เนื่อง|นับ|ถือ|จากนั้น|ต่อมา|ยัง|เป็น|จะ|ให้|ทำ(?!เนียบ)|นำ|เพื่อ|เมื่อ))"
)
# ณ วันที่: as of the day; ณ โรงงานเพิ่มขึ้น: a price there
_NO_PLACE = ("วันที่", "เวลา", "ปัจจุบัน", "ขณะ", "สิ้น", "เดือน", "ปี", "ตอน", "บัดนี้", "โอกาส", "ราคา")


def find_place(reading: Reading, low: int, at: int, high: int, *, venue: bool = True) -> Surface | None:
    """The place nearest behind *at* and before *high*, else the one between *low* and *at*; in the page's characters.

    *venue*: a building behind ที่ is a place too.
    """
    text = reading.text
    if text[max(0, at - 6) : at].isascii():
        latin = _LATIN.match(text, at, min(high, at + NEAR))
        end = _LATIN_END.search(text, latin.end(), latin.end() + LONGEST) if latin else None
        if latin and end:
            return reading.surface(latin.end(), end.start())
    found = _place_in(text, at, high, venue=venue) or _place_in(text, low, at, venue=venue)
    if not found:
        return None
    limit = min(len(text), found.end() + LONGEST)
    end = _END.search(text, found.end(), limit)
    stop = _words_end(text, found.end(), end.start() if end else limit)
    return reading.surface(found.end(), stop) if stop - found.end() >= 3 else None


def _place_in(text: str, low: int, high: int, *, venue: bool) -> re.Match[str] | None:
    """The first ณ (at) of ``text[low:high]`` that a place follows: no surname (``ณ อยุธยา``), no time."""
    not_places = (*_NO_PLACE, *registry("titles")["people"]["noble_places"])
    found = (m for m in _AT.finditer(text, low, high) if not text.startswith(not_places, m.end()))
    at = next(found, None)
    inside = _IN.search(text, low, min(high, low + NEAR)) if venue else None
    return min((m for m in (at, inside) if m), key=lambda m: m.start(), default=None)


def _words_end(text: str, start: int, limit: int) -> int:
    """Where the words of the place end: before a person, an office, or a word that ends any name."""
    end = cut(text, start, text.find(" ", start, limit) if " " in text[start:limit] else limit)
    while end < limit and text[end] == " ":
        word = end + 1
        if begins_end(text, word) or people().match(text, word):
            break
        blank = text.find(" ", word, limit)
        end = blank if blank >= 0 else limit
    return end
