"""Bodies found by their form: ``กรม…``, ``สำนักงาน…``, ``มหาวิทยาลัย…``, ``คณะกรรมการ…``, companies and units.

The words are data (``[forms]`` and ``[tails]`` of ``agencies.toml``); here is only how they go together. All on
normalised text; a name never runs over a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.extract.agency_bodies import body_end
from corpus.extract.agency_companies import company_at, find_companies
from corpus.extract.agency_context import unit_ids
from corpus.extract.agency_ends import abroad_end, bracket_end, gone_on, named_end, numbered_end, several, words_end
from corpus.extract.agency_places import local, place_end, tail_end, told_end
from corpus.extract.agency_registry import ids_by_name
from corpus.extract.agency_words import (
    Span,
    acting,
    branch,
    class_behind,
    country,
    official,
    own_country,
    provinces,
    words,
)
from corpus.extract.lexicon import alternation, begun, registry
from corpus.extract.phrases import LEADING, after_join, phrase_end
from corpus.thai.normalise import fold, squash

__all__ = ["Span", "company_at", "extended", "find_forms", "form_at"]

LONG_HEAD = 6  # code points of a head that is hardly the end of another word

_ROYAL = re.compile(r" ?(?:ในพระบรมราชูปถัมภ์|ในพระบรมราชินูปถัมภ์|\(องค์การมหาชน\)|จำกัด(?: ?\(มหาชน\))?)")
_LETTERS = re.compile(r" [a-z]{3,8}(?![a-z])")  # ชุดปฏิบัติการ AITF
_COUNT = re.compile(r"(?<![\d./])\d{1,3} ?\Z")  # 13 มูลนิธิ
_ABOUT = re.compile(r"(?:ด้าน|ระดับ| ?เกี่ยวกับ)(?=[ก-ไ])")
_NUMBERED = re.compile(r"(?: ?กลุ่ม[ก-๎]{3,30})? ?คณะที่ ?\d{1,2}")
_REGION = re.compile(r" ?(?:ภาค|เขต) ?\d{1,2}(?!\d)")  # สำนักงาน ป.ป.ส. ภาค 2
_OFFICE = re.compile(r" ?สาขา(?!ต่าง|อื่น|ทั่ว|ที่|ใน|ใหม่|ละ|วิชา|และ|ของ)[ก-๎]{3,20}(?![ก-๎])")  # …จังหวัดระยอง สาขาปลวกแดง
_LEADING = tuple(LEADING)
_FOR = re.compile(r" ?(?:ด้าน|ว่าด้วย|เพื่อ|แผนก|ชุดที่|คณะที่)|และ")
_GIVEN = re.compile(r"(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|คุณ) ?[ก-๎]{2,24} {1,3}\Z")
_UNIT = re.compile(r"(?:ร|ช|ม|ก|บ)(?:\.|้อย\.|ทบ\.|ป\.|ก\.|ช\.)")  # how each of them begins
_UNITS = re.compile(
    r"ร้อย\.(?:ตชด|ม|ร|อส|ปล|ทพ|สห)\.? ?\d{1,4}(?: ฉก\.[ก-๎]{3,20})?|มทบ\. ?\d{1,2}(?!\d)"
    r"|(?<![ก-๎.])ร\. ?\d{1,3} ?พัน\. ?\d{1,2}"
    r"|ชป\.[ก-ฮ]{2,4}\.(?:ภ\.จว\.[ก-๎]{3,20}|\d{1,3})?"
    r"|บก\.ควบคุม(?:ที่)? ?\d{1,2}(?: ?(?:ฉก|กกล)\.[ก-๎0-9.]{1,20})?"
    r"|(?<![ก-๎.])(?:กก\. ?\d{0,2} ?)?(?:บก|บช)\.[ก-ฮ]{1,5}\.(?:\d{1,2})?"
)


def extended(text: str, span: Span) -> Span:
    """*span* with what follows it: its own country kept, a branch or another country makes it unlisted."""
    if end := tail_end(text, span.start, span.end):
        campus = text.startswith("วิทยาเขต", span.end + (text[span.end] == " "))  # no other body than its university
        return Span(span.start, end, span.id if campus else "", "branch")
    ministry = text.startswith("กระทรวง", span.start)
    own = own_country().match(text, span.end)
    if own and (ministry or text.startswith("รัฐบาล", span.start)):
        return Span(span.start, own.end(), span.id, span.rule)
    abroad = country().match(text, span.end) or (_wider().match(text, span.end) if ministry else None)
    if abroad and text.startswith(words("of_states"), span.start):
        return Span(span.start, abroad.end(), "", "foreign")
    if panel := _panel_part(text, span):
        return panel
    if span.id in unit_ids() and text.startswith(unit_ids()[span.id], span.end):  # สำนักอนามัยกรุงเทพมหานคร
        return Span(span.start, span.end + len(unit_ids()[span.id]), span.id, span.rule)
    region = _REGION.match(text, span.end)
    if region and text.startswith("สำนักงาน", span.start):
        return Span(span.start, region.end(), "", "branch")
    found = branch().match(text, span.end)
    if found and text[span.end - 1] != "." and not ministry:  # no ministry has branches, its departments have
        end = numbered_end(text, phrase_end(text, span.start))
        if end > found.end() and not text[found.end() : end].endswith(words("bare")):
            office = _OFFICE.match(text, end)
            return Span(span.start, office.end() if office else end, "", "branch")
    royal = _ROYAL.match(text, span.end)
    return Span(span.start, royal.end(), span.id, span.rule) if royal else span


def _panel_part(text: str, span: Span) -> Span | None:
    """A part of a listed panel as its own body: ``อ.ค.ต.ป. กลุ่มจังหวัด คณะที่ 2``, ``คณะอนุกรรมการ…เกี่ยวกับ…``."""
    if not text.startswith(("คณะกรรมการ", "คณะอนุกรรมการ", "อ."), span.start):
        return None
    about = _ABOUT.match(text, span.end)
    end = gone_on(text, span.end, phrase_end(text, about.end()), {}) if about else span.end
    if numbered := _NUMBERED.match(text, end):
        end = numbered.end()
    return Span(span.start, end, "", "form") if end > span.end else None


def find_forms(text: str, known: Mapping[int, int]) -> Iterator[Span]:
    """Unlisted bodies in *text*; *known* (start → end of listed ones) are stepped over and end a longer name."""
    yield from find_companies(text)
    for province in acting().finditer(text):
        [key] = ids_by_name().get(squash(province["name"]), ("",))
        yield Span(province.start("name"), province.end("name"), key, "province")
    for unit in begun(_UNIT, _UNITS, text):
        yield Span(*unit.span(), "", "unit")
    at = 0
    while head := _heads().search(text, at):
        start = head.start()
        at = known.get(start, head.end())
        if not (led := _begins(text, start, head.group())) and (start in known or head.group() not in words("led")):
            continue
        listed = body_end(text, start) if led else 0
        if start in known and listed <= at:
            continue
        end = _further(text, start, listed, 0 if start in known else _form_end(text, start, head.end(), known))
        if end and (led or end + 1 in known):  # กลุ่มทรัพยากรบุคคล สลธ.: a unit in front of its body
            end = tail_end(text, start, end) or end
            yield Span(start, end, "", "form")
            at = end


def _begins(text: str, start: int, head: str) -> bool:
    """Whether *head* begins a word at *start*, and speaks of one body: not of ``13 มูลนิธิ`` (thirteen foundations)."""
    before = text[max(0, start - 16) : start]
    if before.endswith(_LEADING) or before.rstrip(" ").endswith(_no_beginning()):
        return False
    inside: list[str] = registry("agencies")["forms"]["not_after"].get(head, [])
    if inside and before.endswith(tuple(inside)):
        return False
    if head in words("counted") and _COUNT.search(before) and not before.rstrip(" 0123456789").endswith("ที่"):
        return False
    if head in words("led"):
        return before.rstrip(" ").endswith(words("leaders"))
    if head in words("fragile") and _GIVEN.search(text[max(0, start - 40) : start]):
        return False  # นายกอร์ปศักดิ์ สภาวสุ: a surname
    if head == "กรม" and before.endswith("เจ้า"):
        return True  # เจ้ากรม…: who leads a department of the forces
    if head in words("fragile") or head in words("alone") or (head in words("weak") and len(head) < LONG_HEAD):
        return after_join(text, start)
    return True


@cache
def _no_beginning() -> tuple[str, ...]:
    return (*words("chosen"), *words("acts"))


def form_at(text: str, at: int) -> int:
    """Where the unlisted body that begins exactly at *at* ends, or 0."""
    head = _heads().match(text, at)
    return _further(text, at, body_end(text, at), _form_end(text, at, head.end(), {})) if head else 0


def _further(text: str, start: int, listed: int, end: int) -> int:
    """Where a body ends that is listed up to *listed* and by its form ends at *end* (either is 0 where it is none).

    A listed name goes on only with what makes a unit, a branch or a fuller name of it: a place, what a panel is for.
    """
    if not listed or (end > listed and (_place_behind().match(text, listed) or _panel_for(text, start, listed))):
        return end
    if several(text, listed):
        return 0
    tail = official().match(text, listed)
    return tail.end() if tail else listed + text.startswith("ฯ", listed)


def _panel_for(text: str, start: int, listed: int) -> bool:
    return text.startswith("คณะ", start) and bool(_FOR.match(text, listed))


def _form_end(text: str, start: int, after: int, known: Mapping[int, int]) -> int:
    """Where the body that begins at *start*, with its head word up to *after*, ends; 0 if it is none."""
    head = text[start:after]
    if local(head):
        return place_end(text, start, after)
    if told := told_end(text, head, after):
        return told
    if head in words("alone"):
        return 0 if text[after : after + 1].isdigit() or text[after + 1 : after + 2] == "." else after
    if head == "ชุดปฏิบัติการ" and (letters := _LETTERS.match(text, after)):
        return letters.end()
    if class_behind(head).match(text, after):
        return after if head in words("whole") and text[after : after + 1] in ("", " ", "\n") else 0
    end = words_end(text, start, after, known)
    taught = bracket_end(text, start, end)
    if head in words("weak"):
        return taught
    if taught > end:
        return taught
    return named_end(text, start, after, end) or (abroad_end(text, after) if head in words("closed") else 0)


@cache
def _place_behind() -> re.Pattern[str]:
    """What makes a branch or a fuller name of a listed one: a province, a number, another country, a royal patron."""
    place = rf"จังหวัด|อำเภอ|ตำบล|เขต|ภาค|สาขา|กรุงเทพ|{fold(provinces())}|ประจำ|ระดับ|แห่ง(?!นี้|หนึ่ง|เดียว|ใหม่|แรก)"
    return re.compile(rf" ?(?:{place}|ที่ ?\d|\d|ในพระ|\(|จำกัด|ฯ|ของ|ไทย ?-|- ?{country().pattern})|{country().pattern}")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(alternation((*words("heads"), *words("weak"), *words("alone"), *words("led"))))


@cache
def _wider() -> re.Pattern[str]:
    """The rest of the name of another country's ministry: ``กระทรวงแรงงาน`` ``และการจ้างงานแห่งสาธารณรัฐเกาหลี``."""
    return re.compile(rf"และ[ก-๎]{{2,40}}?(?:{country().pattern})")
