"""Bodies found by their form: ``กรม…``, ``สำนักงาน…``, ``มหาวิทยาลัย…``, ``คณะกรรมการ…``, companies and units.

The words are data (``[forms]`` and ``[tails]`` of ``agencies.toml``); here is only how they go together. All on
normalised text; a name never runs over a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.extract.agency_companies import company_at, find_companies
from corpus.extract.agency_registry import ids_by_name
from corpus.extract.agency_words import (
    Span,
    acting,
    any_of,
    branch,
    class_behind,
    country,
    of_people,
    official,
    own_country,
    people,
    provinces,
    words,
)
from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import LEADING, LONGEST, after_join, cut, phrase_end
from corpus.thai.normalise import fold, squash

__all__ = ["Span", "company_at", "extended", "find_forms", "form_at"]

SHORTEST = 3  # code points after the head word; shorter ones are abbreviations or accidents
JOINTS = 4  # halves of the name of a panel
LONG_PANEL = 40  # code points of the name of a panel that says what it is for
LONG_HEAD = 6  # code points of a head that is hardly the end of another word
GAP = 90  # code points between the first words of a name and its abbreviation in brackets

_AND = re.compile(r"และ|ของ")
_ROYAL = re.compile(r" ?(?:ในพระบรมราชูปถัมภ์|ในพระบรมราชินูปถัมภ์|\(องค์การมหาชน\)|จำกัด(?: ?\(มหาชน\))?)")
_PANEL = re.compile(r"ฯ? ?คณะที่ ?\d{1,2}|ฯ")
_NUMBER = re.compile(r" ?(?:ที่ |พื้นที่ )?\d{1,3}(?: ?- ?\d{1,3})?(?![\d.,:%])")
_COUNT = re.compile(r"(?<![\d./])\d{1,3} ?\Z")  # 13 มูลนิธิ
_COVID = re.compile(r" ?2019(?: ?\(โควิด ?- ?19\))?")  # the disease in the names of panels
_YEARS = re.compile(r" ?\d{1,3} พรรษา ?(?=[ก-ไ])")  # a royal birthday in the name of a hospital or school
_ABOUT = re.compile(r"(?:ด้าน|ระดับ| ?เกี่ยวกับ)(?=[ก-ไ])")
_NUMBERED = re.compile(r"(?: ?กลุ่ม[ก-๎]{3,30})? ?คณะที่ ?\d{1,2}")
_BIRTHDAY = re.compile(r" ?\d{2,3} ?พรรษา(?: ?(?:นวมินทราชินี|มหาราชินี|มหาราชา|มหาวชิราลงกรณ))?")
_GIVEN = re.compile(r"(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|คุณ) ?[ก-๎]{2,24} {1,3}\Z")
_SHORT = re.compile(r"\((?:[ก-ฮ]{2,7}\.?|(?:[ก-ฮ]{1,3}\.){1,6}[ก-ฮ]?|(?!online|hub|web|onsite|app)[a-z][a-z&-]{1,7})\)")
_SHORT_AND = re.compile(r" ?\((?:[ก-ฮ]{1,3}\.){1,4}\) ?(?:และ|ให้แก่|ของ)")
_CUT_SHORT = re.compile(r"[ก-๎]{1,14}ฯ")
_TAUGHT = re.compile(rf"[^()\n]{{0,{GAP}}}?{_SHORT.pattern}")
_UNITS = re.compile(
    r"ร้อย\.(?:ตชด|ม|ร|อส|ปล|ทพ|สห)\.? ?\d{1,4}(?: ฉก\.[ก-๎]{3,20})?|มทบ\. ?\d{1,2}(?!\d)"
    r"|(?<![ก-๎.])ร\. ?\d{1,3} ?พัน\. ?\d{1,2}"
    r"|ชป\.[ก-ฮ]{2,4}\.(?:ภ\.จว\.[ก-๎]{3,20})?|(?:กก\. ?\d{0,2} ?)?(?:บก|บช)\.[ก-ฮ]{1,5}\.(?:\d{1,2})?"
)


def extended(text: str, span: Span) -> Span:
    """*span* with what follows it: its own country kept, a branch or another country makes it unlisted."""
    ministry = text.startswith("กระทรวง", span.start)
    own = own_country().match(text, span.end)
    if own and (ministry or text.startswith("รัฐบาล", span.start)):
        return Span(span.start, own.end(), span.id, span.rule)
    abroad = country().match(text, span.end) or (_wider().match(text, span.end) if ministry else None)
    if abroad and text.startswith(("กระทรวง", "กรม", "สำนักงาน", "รัฐสภา", "กองทัพ", "วุฒิสภา", "สภา"), span.start):
        return Span(span.start, abroad.end(), "", "foreign")
    if panel := _panel_part(text, span):
        return panel
    found = branch().match(text, span.end)
    if found and text[span.end - 1] != "." and not ministry:  # no ministry has branches, its departments have
        end = _numbered(text, phrase_end(text, span.start))
        if end > found.end() and not text[found.end() : end].endswith(words("bare")):
            return Span(span.start, end, "", "branch")
    royal = _ROYAL.match(text, span.end)
    return Span(span.start, royal.end(), span.id, span.rule) if royal else span


def _panel_part(text: str, span: Span) -> Span | None:
    """A part of a listed panel as its own body: ``อ.ค.ต.ป. กลุ่มจังหวัด คณะที่ 2``, ``คณะอนุกรรมการ…เกี่ยวกับ…``."""
    if not text.startswith(("คณะกรรมการ", "คณะอนุกรรมการ", "อ."), span.start):
        return None
    about = _ABOUT.match(text, span.end)
    end = _gone_on(text, span.end, phrase_end(text, about.end()), {}) if about else span.end
    if numbered := _NUMBERED.match(text, end):
        end = numbered.end()
    return Span(span.start, end, "", "form") if end > span.end else None


def find_forms(text: str, known: Mapping[int, int]) -> Iterator[Span]:
    """Unlisted bodies in *text*; *known* (start → end of listed ones) are stepped over and end a longer name."""
    yield from find_companies(text)
    for province in acting().finditer(text):
        [key] = ids_by_name().get(squash(province["name"]), ("",))
        yield Span(province.start("name"), province.end("name"), key, "province")
    for unit in _UNITS.finditer(text):
        yield Span(*unit.span(), "", "unit")
    at = 0
    while head := _heads().search(text, at):
        start = head.start()
        at = known.get(start, head.end())
        if start in known or not (led := _begins(text, start, head.group())) and head.group() not in words("led"):
            continue
        end = _form_end(text, start, head.end(), known)
        if end and (led or end + 1 in known):  # กลุ่มทรัพยากรบุคคล สลธ.: a unit in front of its body
            yield Span(start, end, "", "form")
            at = end


def _begins(text: str, start: int, head: str) -> bool:
    """Whether *head* begins a word at *start*, and speaks of one body: not of ``13 มูลนิธิ`` (thirteen foundations)."""
    before = text[max(0, start - 12) : start]
    if before.endswith(tuple(LEADING)) or before.rstrip(" ").endswith(words("chosen")):
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
    if head in words("fragile") or head in words("alone") or (head in words("weak") and len(head) < LONG_HEAD):
        return after_join(text, start)
    return True


def form_at(text: str, at: int) -> int:
    """Where the unlisted body that begins exactly at *at* ends, or 0."""
    head = _heads().match(text, at)
    return _form_end(text, at, head.end(), {}) if head else 0


def _form_end(text: str, start: int, after: int, known: Mapping[int, int]) -> int:
    """Where the body that begins at *start*, with its head word up to *after*, ends; 0 if it is none."""
    head = text[start:after]
    if head in words("alone"):
        return 0 if text[after : after + 1].isdigit() or text[after + 1 : after + 2] == "." else after
    if class_behind(head).match(text, after):
        return after if head in words("whole") and text[after : after + 1] in ("", " ", "\n") else 0
    end = _words_end(text, start, after, known)
    taught = _bracket_end(text, start, end)
    if head in words("weak"):
        return taught
    if taught > end:
        return taught
    return _named_end(text, start, after, end)


def _words_end(text: str, start: int, after: int, known: Mapping[int, int]) -> int:
    """Where the words of the name end, before numbers and the like."""
    head = text[start:after]
    begin = _first_word(text, start, after)
    end = _cut(text, after, phrase_end(text, begin))
    end = _joined(text, after, end, known)
    end = _gone_on(text, after, end, known)
    if head in words("panels") and text[end - 1] != "ฯ":
        end = _panel_end(text, start, after, end, known)
    return end


def _gone_on(text: str, after: int, end: int, known: Mapping[int, int]) -> int:
    """*end*, or where a name ends that goes on with what the body is for: ``สมาคมการค้า…เพื่อธุรกิจ``."""
    for _ in range(JOINTS):
        more = any_of("joins").match(text, end)
        if not more or end - after < SHORTEST or more.end() in known:
            break
        end = _joined(text, more.end(), _cut(text, after, phrase_end(text, more.start())), known)
    return end


def _first_word(text: str, start: int, after: int) -> int:
    """From where to look for the end: behind the head where what follows or the head holds an ending word."""
    head = text[start:after]
    if head in (*words("societies"), "กองทุน", "สถาบัน", "ศูนย์", "เครือข่าย"):
        return after if any_of("verbs_of_societies").match(text, after) else start
    if head in words("panels"):
        extra = "วิสามัญ" if text.startswith("วิสามัญ", after) else ""  # ad hoc committees of the houses
        verb = any_of("panel_verbs").match(text, after + len(extra))
        return verb.start() if verb and not text.startswith(words("did"), verb.end()) else start
    return after - 1 if head in _ending_heads() else start


def _named_end(text: str, start: int, after: int, end: int) -> int:
    """*end* with number, country and what else belongs to the name; 0 where it is only a class of bodies."""
    name = text[after:end]
    if name.endswith("ประจำ"):
        end = _in_province(text, end) or end - len("ประจำ")
    elif name.endswith("ภูธรเมือง"):
        end = _in_province(text, end) or end
    name = text[after:end]
    long_panel = text[start:after] in words("panels") and len(name) > LONG_PANEL  # may end with anybody it is for
    if len(name) < SHORTEST or (name.endswith(words("bare")) and not long_panel) or _many().match(text, end):
        return 0
    if name in words("bare_whole") and not text.startswith("กลุ่ม", start):  # a group of a bureau is called so
        return 0
    birthday = _BIRTHDAY.match(text, end)
    end = birthday.end() if birthday else end
    numbered = _numbered(text, end)
    if numbered == end and text.endswith("พื้นที่", after, end):
        return 0  # a class of branch offices
    end = numbered
    tail = _PANEL.match(text, end) or official().match(text, end)
    if tail:
        end = tail.end()
    abroad = country().match(text, end)
    if abroad and abroad.group().strip():
        return abroad.end()
    alone = tail or text[end - 1] == "ฯ" or text[start:after] not in words("closed") or "แห่ง" in text[after:end]
    return end if alone else 0


def _cut(text: str, after: int, end: int) -> int:
    """*end*, or the place in front of a word that ends names of bodies, though not every phrase."""
    slash = text.find("/", after, end)
    end = slash if slash > after and not text[slash - 1].isdigit() else end
    place = _in_place().search(text, after, end)
    if place and place.end() < end and not text.startswith(("ที่", "เขต", "พื้นที่", "ฝั่ง", "สาขา", "และ"), place.end()):
        end = place.end()  # สำนักงานพัฒนาชุมชนจังหวัดระนอง(คาดหวัง)
    for found in any_of("ends").finditer(text, after + 1, end):
        if text[found.start() - 1] not in LEADING:
            return after + len(text[after : found.start()].rstrip(" "))
    return end


def _joined(text: str, after: int, end: int, known: Mapping[int, int]) -> int:
    """*end*, or the place of an ``และ`` (and) or ``ของ`` (of) in front of what is no part of the name."""
    for word in _AND.finditer(text, after, end):
        rest = word.end()
        if word.group() == "ของ":
            if not country().match(text, word.start()) and not text.startswith(of_people(), rest):
                return word.start()
        elif rest in known or any_of("heads").match(text, rest) or people().match(text, rest) or rest >= end:
            return word.start()
    return end


def _panel_end(text: str, start: int, after: int, end: int, known: Mapping[int, int]) -> int:
    """*end* of the name of a panel, led over blanks and joining words: ``…การเสนอขายหรือขาย…``."""
    for _ in range(JOINTS):
        gap = end + (text[end : end + 1] == " ")
        disease = _COVID.match(text, end)
        years = _YEARS.match(text, end)
        join = any_of("panel_joins").match(text, gap)
        if disease:
            end = disease.end()
            continue
        short = _SHORT_AND.match(text, end)
        begin = years.end() if years else short.end() if short else join.end() if join else 0
        if not begin or begin in known or people().match(text, begin) or begin - start > LONGEST:
            break
        if not years and not short and join and gap > end and not join.group().startswith("และ"):
            break  # behind a blank only an "and" goes on
        further = _cut(text, after, phrase_end(text, begin))
        if further - begin < SHORTEST:
            break
        end = _joined(text, begin, further, known)
    cut_short = _CUT_SHORT.match(text, end)  # …เกินราคา(ที่กำหนดฯ)
    return cut_short.end() if cut_short else end


def _bracket_end(text: str, start: int, end: int) -> int:
    """*end*, or where a name goes on to the abbreviation that the page puts behind it; 0 where there is none.

    ``ศูนย์ปฏิบัติการช่วยเหลือผู้ประสบอุทกภัย วาตภัย และดินโคลนถล่ม (ศปช.)``: the abbreviation begins as the name does.
    """
    found = _TAUGHT.match(text, end)
    if not found or end - start <= SHORTEST:
        return 0
    bracket = text.rindex("(", end, found.end())
    name_end = end + len(text[end:bracket].rstrip(" "))
    if name_end == end:
        return end
    letters = [c for c in text[start : start + 3] if "ก" <= c <= "ฮ"]
    same = text[bracket + 1] in (letters[:1] or [""]) or (text[bracket + 1] == "อ" and text.startswith("คณะอนุ", start))
    if not same and not (text[bracket + 1] == "ก" and text.startswith("คณะกรรม", start)):
        return 0
    gap = text[end:name_end]
    whole = gap.startswith((" ", "และ")) and gap.count(" ") <= 6 and cut(text, end, name_end) >= name_end
    clear = not any_of("heads").search(gap) and not people().search(gap) and not re.search(r"\d\d", gap)
    return name_end if whole and clear else 0


def _in_province(text: str, end: int) -> int:
    found = _province().match(text, end)
    return found.end() if found else 0


def _numbered(text: str, end: int) -> int:
    number = _NUMBER.match(text, end)
    if number and _branch_before(text, end):
        return number.end()
    return end


def _branch_before(text: str, end: int) -> bool:
    return text.endswith(("ภาค", "เขต", "พื้นที่", "ที่", "คณะ"), max(0, end - 8), end) or text.startswith(
        (" พื้นที่", "พื้นที่"), end
    )


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(alternation((*words("heads"), *words("weak"), *words("alone"), *words("led"))))


@cache
def _ending_heads() -> frozenset[str]:
    """Heads that hold a word which ends phrases: ``ด่านตรวจ`` (checkpoint), of ``ตรวจ`` (examine)."""
    return frozenset(head for head in words("heads") if cut(head, 0, len(head)) < len(head))


@cache
def _wider() -> re.Pattern[str]:
    """The rest of the name of another country's ministry: ``กระทรวงแรงงาน`` ``และการจ้างงานแห่งสาธารณรัฐเกาหลี``."""
    return re.compile(rf"และ[ก-๎]{{2,40}}?(?:{country().pattern})")


@cache
def _many() -> re.Pattern[str]:
    return re.compile(rf" ?(?:ทั้ง ?)?(?:\d{{1,4}} ?แห่ง|{alternation(words('many'))})")


@cache
def _in_place() -> re.Pattern[str]:
    """A province inside the name of its branch."""
    return re.compile(rf"จังหวัด{fold(provinces())}")


@cache
def _province() -> re.Pattern[str]:
    return re.compile(rf" ?(?:จังหวัด|จ\.)? ?{fold(provinces())}")
