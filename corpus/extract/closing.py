"""The block that signs a press release: the unit that wrote it and its telephone numbers, below the last paragraph.

It is no part of the news. It is kept as credits (units) and contacts, and read for names. A sentence that gives a
number (``สอบถามเพิ่มเติมได้ที่ … โทร. …``), and what such a sentence announces, are the article's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.extract.sheet import LONG, Line

MOST_LINES = 10  # lines of such a block
FEW_UNITS = 3  # units alone, directly below a paragraph: more are a list
SHORT = 100  # characters of one of them
_NUMBER = r"(?:[\d๐-๙][\d๐-๙ \-–/,.()+]{2,60}|\d{3,4})"
_LABEL = (
    r"(?:(?:โทร(?:ศัพท์|สาร|\.)?|แฟกซ์|แฟกส์|มือถือ|สายด่วน|หมายเลขโทรศัพท์|Tel|Fax|Phone|Mobile|Call Center|Hotline|T|F|M)"
    r"\.? ?(?:/ ?(?:โทร(?:ศัพท์|สาร)|แฟกซ์|แฟกส์|Fax)\.? ?)?[:.]? ?)"
)
_PHONE = re.compile(
    rf"{_LABEL}{_NUMBER}(?: ?(?:ต่อ|ext\.?|,|หรือ|และ|/|{_LABEL}) ?{_NUMBER}){{0,8}}(?: ?\([^()]{{1,60}}\))?"
    r"(?: ?(?:หรือ|และ))?",
    re.I,
)
_ADDRESS = re.compile(
    r"(?:(?:E-?mail(?: address)?|อีเมล์?|ไปรษณีย์อิเล็กทรอนิกส์) ?[:.]? ?)?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}",
    re.I,
)
_CHANNEL = re.compile(
    r"\|? ?(?:Website|เว็บไซต์|Facebook|FB|เฟซบุ๊ก|Twitter|X|YouTube|ยูทูบ|LINE(?: ?(?:ID|OA|Official))?|ไลน์|TikTok|"
    r"Instagram|IG|Threads|Blockdit|Podcast|Spotify)(?: ?[/,&+] ?[A-Za-z]{1,12}){0,4} ?/? ?[:：] ?"
    r"[^:]{2,90}(?::[^:]{2,90})?",
    re.I,
)
# a unit: group, division, bureau, centre, section, department, ministry, office … and no verb behind it
_UNIT = re.compile(
    r"(?:กลุ่ม|กอง|สำนัก|ศูนย์|ฝ่าย|ส่วน|งาน|แผนก|กรม|กระทรวง|สถาบัน|คณะ|ธนาคาร|การ(?:รถไฟ|ไฟฟ้า|ประปา|เคหะ|ทาง|กีฬา))"
)
_PRESS = re.compile(r"ประชาสัมพันธ์|สารนิเทศ|เผยแพร่|โฆษก|สื่อสาร(?:องค์กร|มวลชน)?|ข่าว|เลขานุการ")
_VERB = re.compile(
    r"กล่าว|เปิดเผย|จัด(?!การ|ซื้อ|หา)|เปิด|ได้|จะ|ให้|ร่วม(?!มือ)|เป็น|มี(?!นาคม)|ขอ(?!น)|พร้อม|ดำเนินการ|เมื่อ|โดย|ซึ่ง|เพื่อ|ทั้งนี้|แล้ว|ต้อง"
)
_SAYING = re.compile(r"กล่าว|เปิดเผย|เมื่อ|ทั้งนี้|แล้ว|จะ|ขอเชิญ|จัดงาน|ได้รับ")
NAME = 70  # characters: a name without a blank may hold words that are verbs elsewhere (กองส่งเสริมการให้…ร่วมลงทุน)
# what announces a block of contacts: the block then belongs to the sentence
_OPENS = re.compile(r"(?:ที่|ดังนี้|ได้แก่|คือ|ทาง|[:：])\s?$|^(?:สอบถาม|ติดต่อ|สนใจ|ผู้สนใจ|ช่องทาง|For (?:further|more) )", re.I)


@dataclass(frozen=True, slots=True)
class Closing:
    """How many lines at the end sign the release; the units among them and the contacts, as written."""

    lines: int = 0
    units: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


def closing_of(lines: Sequence[Line]) -> Closing:
    """The signature at the end of *lines*; an empty one where there is none, or nothing else."""
    units: list[str] = []
    contacts: list[str] = []
    count = 0
    for line in reversed(lines[-MOST_LINES:]):
        text = line.text
        if line.rows or len(text) > SHORT or not text:
            break
        if is_contact(text):
            contacts.insert(0, text)
        elif _is_unit(text):
            units.insert(0, text)
        else:
            break
        count += 1
    rest = lines[: len(lines) - count]
    signed = contacts or count <= FEW_UNITS or any(_PRESS.search(unit) for unit in units)
    if not count or not signed or not rest or len(rest[-1].text) < LONG or _OPENS.search(rest[-1].text):
        return Closing()
    return Closing(count, tuple(units), tuple(contacts))


def is_contact(text: str) -> bool:
    """Whether a line is nothing but telephone numbers, an address or a channel of the press office."""
    return bool(_PHONE.fullmatch(text) or _ADDRESS.fullmatch(text) or _CHANNEL.fullmatch(text))


def _is_unit(text: str) -> bool:
    """Whether a line names a unit, perhaps with its telephone number, and says nothing of it."""
    if not _UNIT.match(text):
        return False
    found = _PHONE.search(text)
    name = text[: found.start()] if found and found.end() >= len(text.rstrip()) else text
    saying = _SAYING if len(name) <= NAME and " " not in name else _VERB
    return not saying.search(name) and not any(c.isdigit() for c in name)


def is_tags(text: str) -> bool:
    """Whether a line is nothing but hashtags.

    >>> is_tags("#ข่าวเด่น #OPDC"), is_tags("#1 ในภูมิภาค")
    (True, False)
    """
    return text.startswith(("#", "＃")) and all(word.startswith(("#", "＃")) for word in text.split())
