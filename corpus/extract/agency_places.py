"""Places and numbers in the names of bodies: ``อบต.บางพลี``, ``ศูนย์… เขต 15 เชียงราย``, ``วิทยาเขตปัตตานี``.

The heads are data (``by_province``, ``by_place``, ``by_number`` of ``agencies.toml``). All on normalised text.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.agency_words import provinces, words
from corpus.extract.lexicon import alternation
from corpus.extract.phrases import begins_end, phrase_end
from corpus.thai.normalise import fold

LONGEST = 28  # code points of the name of a subdistrict or of the village whose health station it is
SHORTEST = 2
TRAINING = "ศูนย์ฝึกและอบรมเด็กและเยาวชน"  # centres whose province is a part of the name
SECURITY = "กอ.รมน."  # the command whose regions and provinces are bodies of their own

_DISTRICT = re.compile(r" ?\d{1,2}(?![\d.])(?! ?(?:[,–-]|และ) ?\d| ?แห่ง)(?: ?กรุงเทพมหานคร)?")
_CENTRE = re.compile(r" ?(?:ที่ ?)?\d{1,2} ?(?=[ก-ฮเ-ไ])")
_POST = re.compile(  # an embassy or consulate by its city
    r" ?(?:ของไทย|ไทย)? ?ณ ?(?:นคร|กรุง|เมือง)(?=[ก-ฮเ-ไ])"
)
_STATUTE = re.compile(r"ตาม(?:ร่าง)?(?:พระราชบัญญัติ|พ\.ร\.บ\.) ?[ก-๎ ]{3,70}? ?พ\.ศ\. ?\d{4}")  # the act that makes a panel
_CAMPUS = re.compile(r" ?วิทยาเขต(?=[ก-ฮเ-ไ])")
_ONE_OF_MANY = ("ใน", "พื้นที่", "ผู้ตรวจราชการกระทรวงสาธารณสุข", "ผู้ตรวจราชการ", "สาธารณสุขนิเทศก์", "ทุก")
_OFFICES = ("ศูนย์", "สำนัก", "สถาบัน", "สถานี", "ด่าน")


@cache
def local(head: str) -> bool:
    """Whether a body with this *head* is told from its class by a place or a number behind it alone."""
    return head in (*words("by_province"), *words("by_place"), *words("by_number"))


def place_end(text: str, start: int, after: int) -> int:
    """Where the local body ends that begins at *start*, with its head up to *after*; 0 where a class is meant."""
    head = text[start:after]
    if head in words("by_province"):
        found = _province().match(text, after)
        return found.end() if found else 0
    if head in words("by_place"):
        return _name_end(text, after)
    if head.startswith("ศูนย์"):
        found = _CENTRE.match(text, after)
        return _name_end(text, found.end()) if found else 0
    found = _DISTRICT.match(text, after)
    return found.end() if found and not text[max(0, start - 40) : start].rstrip(" ").endswith(_ONE_OF_MANY) else 0


def told_end(text: str, head: str, after: int) -> int:
    """Where a mission abroad ends that its city tells, or a panel that its act tells, behind *head*; else 0."""
    if head in words("by_city"):
        found = _POST.match(text, after)
        return phrase_end(text, found.end()) if found else 0
    found = _STATUTE.match(text, after) if head in words("panels") else None
    return found.end() if found else 0


def tail_end(text: str, start: int, end: int) -> int:
    """Where the name from *start* to *end* ends with the campus, the region, the place behind it; 0 without one."""
    if text.startswith(("มหาวิทยาลัย", "สถาบัน"), start) and (campus := _CAMPUS.match(text, end)):
        return _name_end(text, campus.end())
    if text.startswith(SECURITY, start):
        found = _command().match(text, end)
        return found.end() if found else 0
    if text[end - 1] == "." and text.startswith("สำนักงาน", start):
        found = _branch().match(text, end)
        return found.end() if found else 0
    if not text.startswith(_OFFICES, start):
        return 0
    if text.startswith(TRAINING, start):
        found = _seat().match(text, end)
        return found.end() if found else 0
    found = _numbered().match(text, end) if text[end - 1].isdigit() else _region().match(text, end)
    return found.end() if found else 0


def _name_end(text: str, after: int) -> int:
    """Where the name of a place that begins right at *after* ends, or 0 where none can begin there."""
    if not ("ก" <= text[after : after + 1] <= "ฮ" or "เ" <= text[after : after + 1] <= "ไ"):
        return 0
    if begins_end(text, after) or _none().match(text, after):
        return 0
    known = _province().match(text, after)
    end = phrase_end(text, after, after + LONGEST)
    if known and known.end() < end and not text.startswith(("ใหม่", "เก่า", "น้อย", "ใหญ่"), known.end()):
        end = known.end()
    return end if end - after >= SHORTEST and end < after + LONGEST else 0


@cache
def _none() -> re.Pattern[str]:
    return re.compile(alternation(words("no_place")))


@cache
def _province() -> re.Pattern[str]:
    return re.compile(rf" ?(?:จังหวัด|จ\.)? ?{fold(provinces())}(?![ะ-ฺ็-๎])(?: เขต ?\d{{1,2}}(?!\d))?")


@cache
def _branch() -> re.Pattern[str]:
    """The region or the province of a branch of an office with a short name: ``สำนักงาน คปภ.`` ``จังหวัดน่าน``."""
    return re.compile(rf" ?(?:(?:ภาค|เขต) ?\d{{1,2}}(?!\d) ?)?(?:จังหวัด|จ\.) ?{fold(provinces())}(?![ะ-ฺ็-๎])")


@cache
def _command() -> re.Pattern[str]:
    """A region or a province of the internal security command."""
    return re.compile(rf" ?ภาค ?(?:ที่ ?)?[1-4](?!\d)(?: ?(?:ส่วนหน้า|สน\.))?| ?(?:จังหวัด|จ\.|จว\.) ?{fold(provinces())}")


@cache
def _seat() -> re.Pattern[str]:
    return re.compile(rf" ?(?:เขต ?\d{{1,2}} ?)?(?:จังหวัด|จ\.) ?{fold(provinces())}| ?เขต ?\d{{1,2}}(?!\d)")


@cache
def _numbered() -> re.Pattern[str]:
    """The seat behind the number of a branch: ``ศูนย์อนามัยที่ 1`` ``เชียงใหม่``, and no list of provinces."""
    seat = fold(provinces())
    return re.compile(rf" ?(?:\({seat}\)|{seat}(?![ก-๎])(?! ?[,(]| {seat}| และ ?{seat}))")


@cache
def _region() -> re.Pattern[str]:
    """The number of a branch, with its seat: `` เขต 15 เชียงราย``, `` 3 ชลบุรี``; the front post of a centre."""
    seat = rf"{fold(provinces())}(?![ก-๎])(?! ?[,(])"
    front = rf" ?\(?ส่วนหน้า\)?(?: ?(?:จังหวัด|จ\.) ?{fold(provinces())})?"
    return re.compile(
        rf" ?(?:เขต|ภาค)(?:ที่)? ?\d{{1,2}}(?![\d.,:-])(?: (?:จังหวัด|จ\.)?{seat})?| \d{{1,2}} {seat}|{front}"
        rf"|(?<=ส่วนหน้า) ?(?:จังหวัด|จ\.) ?{fold(provinces())}"
    )
