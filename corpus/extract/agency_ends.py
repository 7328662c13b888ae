"""Where a body ends whose head word was found: at a word that ends it, at a blank, behind its number, its country.

The words are data (``[forms]`` and ``[tails]`` of ``agencies.toml``). All on normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.extract.agency_words import any_of, country, of_people, official, people, provinces, tails, words
from corpus.extract.lexicon import alternation
from corpus.extract.phrases import LEADING, LONGEST, cut, phrase_end
from corpus.thai.normalise import fold

SHORTEST = 3  # code points after the head word; shorter ones are abbreviations or accidents
JOINTS = 4  # halves of the name of a panel
LONG_PANEL = 40  # code points of the name of a panel that says what it is for
REACH = 12  # code points behind a name that an ending word may have: กองทุน…เห็น|ว่า
GAP = 90  # code points between the first words of a name and its abbreviation in brackets

_AND = re.compile(r"และ|ของ")
_PANEL = re.compile(r"ฯ? ?คณะที่ ?\d{1,2}|ฯ| ?แผนกสามัญ(?:ศึกษา)?")
_NUMBER = re.compile(r" ?(?:ที่ |พื้นที่ )?\d{1,3}(?: ?- ?\d{1,3})?(?![\d.,:%])")
_COVID = re.compile(r" ?2019(?: ?\(โควิด ?- ?19\))?")  # the disease in the names of panels
_YEARS = re.compile(r" ?\d{1,3} พรรษา ?(?=[ก-ไ])")  # a royal birthday in the name of a hospital or school
_HOSPITAL_NUMBER = re.compile(  # โรงพยาบาลบางปะกอก 8, and not a number of patients or the day of a date
    r" \d{1,2}(?![\d.,:/%-])(?! ?(?:ราย|แห่ง|คน|เตียง|ล้าน|แสน|หมื่น|พัน|ครั้ง|วัน|เดือน|ปี|หลัง|คัน|ชิ้น|เครื่อง"
    r"|ชุด|สาขา|อำเภอ|จังหวัด|จุด|โดส|ชั้น|ตำบล|นาย|ท่าน|โครงการ|มกรา|กุมภา|มีนา|เมษา|พฤษ|มิถุนา|กรกฎา|สิงหา"
    r"|กันยา|ตุลา|พฤศ|ธันวา|[ก-ฮ]{1,3}\.[ก-ฮ]))"
)
_BIRTHDAY = re.compile(r" ?\d{2,3} ?พรรษา(?: ?(?:นวมินทราชินี|มหาราชินี|มหาราชา|มหาวชิราลงกรณ))?")
_PERSON = re.compile(r"(?:(?<!ท)นาย(?!จ้าง|ก|ทะเบียน|ร้อย|หน้า|แพทย์|ทหาร|เรือ|ท้าย|ช่าง|ทุน)|นางสาว)(?=[ก-ฮเ-ไ])")
_SHORT = re.compile(r"\((?:[ก-ฮ]{2,7}\.?|(?:[ก-ฮ]{1,3}\.){1,6}[ก-ฮ]?|(?!online|hub|web|onsite|app)[a-z][a-z&-]{1,7})\)")
_SHORT_AND = re.compile(r" ?\((?:[ก-ฮ]{1,3}\.){1,4}\) ?(?:และ|ให้แก่|ของ)")
_LAST_TWO = re.compile(r"[ก-๎]{3,20}? ?และ(?!ที่|ได้|จะ|ให้|มี|เป็น|ขอ|เห็น|มอบ|รับ)[ก-ฮเ-ไ][ก-๎]{2,6}")
_LATIN_ON = re.compile(r"[a-z][a-z0-9-]+(?: [a-z0-9-]+){0,4}(?: ภาครัฐ)?")
_CUT_SHORT = re.compile(r"[ก-๎]{1,14}ฯ")
_TAUGHT = re.compile(rf"[^()\n]{{0,{GAP}}}?{_SHORT.pattern}")


def words_end(text: str, start: int, after: int, known: Mapping[int, int]) -> int:
    """Where the words of the name end, before numbers and the like."""
    head = text[start:after]
    begin = _first_word(text, start, after)
    end = _cut(text, after, phrase_end(text, begin))
    end = _joined(text, after, end, known, head)
    end = gone_on(text, after, end, known)
    if head in words("panels") and text[end - 1] != "ฯ":
        end = _panel_end(text, start, after, end, known)
    if text.endswith(_rules(), 0, start) and (about := text.find("ว่าด้วย", after, end)) > 0:
        end = about  # ระเบียบคณะกรรมการ…ว่าด้วย…: the rules are about it, not the committee
    return end


def gone_on(text: str, after: int, end: int, known: Mapping[int, int]) -> int:
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


def named_end(text: str, start: int, after: int, end: int) -> int:
    """*end* with number, country and what else belongs to the name; 0 where it is only a class of bodies."""
    name = text[after:end]
    if name.endswith("ประจำ"):
        end = _in_province(text, end) or end - len("ประจำ")
    elif name.endswith("ภูธรเมือง"):
        end = _in_province(text, end) or end
    name = text[after:end]
    head = text[start:after]
    panel = head in words("panels")
    whole = panel or head == "กอง"
    if "และ" in name and name.endswith(words("bare")) and not whole:  # …โรคเขตเมือง(และเขต)
        end = text.rindex("และ", after, end)
        if any(text.startswith(pair, end - pair.index("และ")) for pair in words("pairs")):
            return 0  # the "and" is a part of the name: all of it is a class
        name = text[after:end]
    spared = head == "กอง" or (panel and len(name) > LONG_PANEL)  # a long name may end with anybody it is for
    if len(name) < SHORTEST or (_bare(text, after, end) and not spared) or several(text, end):
        return 0
    if name in words("bare_whole") and not text.startswith("กลุ่ม", start):  # a group of a bureau is called so
        return 0
    birthday = _BIRTHDAY.match(text, end)
    end = birthday.end() if birthday else end
    branch = _HOSPITAL_NUMBER.match(text, end) if text.startswith(("โรงพยาบาล", "รพ."), start) else None
    numbered = branch.end() if branch else numbered_end(text, end)
    if numbered == end and text.endswith("พื้นที่", after, end):
        return 0  # a class of branch offices
    end = numbered
    if text.endswith("ไทย", after, end) and (partner := _partner().match(text, end)):
        end = partner.end()  # มูลนิธิมิตรภาพไทย – จีน
    tail = _PANEL.match(text, end) or official().match(text, end)
    if tail:
        end = tail.end()
    abroad = country().match(text, end)
    if abroad and abroad.group().strip():
        return abroad.end()
    alone = tail or text[end - 1] == "ฯ" or text[start:after] not in words("closed") or "แห่ง" in text[after:end]
    return end if alone else 0


def _bare(text: str, after: int, end: int) -> bool:
    """Whether a class is left when nothing else follows: ``สำนักงาน…เขต`` is one, ``สำนักงาน…เขต 7`` is a body."""
    return text.endswith(words("bare"), after, end) and numbered_end(text, end) == end


def _cut(text: str, after: int, end: int) -> int:
    """*end*, or the place in front of a word that ends names of bodies, though not every phrase."""
    slash = text.find("/", after, end)
    end = slash if slash > after and not text[slash - 1].isdigit() else end
    place = _in_place().search(text, after, end)
    if place and place.end() < end and not text.startswith(("ที่", "เขต", "พื้นที่", "ฝั่ง", "สาขา", "และ"), place.end()):
        end = place.end()  # สำนักงานพัฒนาชุมชนจังหวัดระนอง(คาดหวัง)
    person = _PERSON.search(text, after + 1, end)
    end = person.start() if person else end
    for found in any_of("ends").finditer(text, after + 1, min(len(text), end + REACH)):
        if found.start() < end and text[found.start() - 1] not in LEADING:
            return after + len(text[after : found.start()].rstrip(" "))
    particle = next((word for word in words("particles") if text.endswith(word, after + 1, end)), "")
    return end - len(particle)


def _joined(text: str, after: int, end: int, known: Mapping[int, int], head: str = "") -> int:
    """*end*, or the place of an ``และ`` (and) or ``ของ`` (of) in front of what is no part of the name."""
    for word in _AND.finditer(text, after, end):
        rest = word.end()
        if word.group() == "ของ":
            if not country().match(text, word.start()) and not text.startswith(of_people(), rest):
                return word.start()
        elif any(text.startswith(pair, word.start() - pair.index("และ")) for pair in words("pairs")):
            continue
        elif (
            head in words("no_and")
            or text.startswith(words("other_places"), rest)
            or rest in known
            or any_of("heads").match(text, rest)
            or people().match(text, rest)
            or rest >= end
        ):
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
        if gap > end and (beyond := _beyond_blank(text, gap, known)):
            end = beyond
            continue
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


def _beyond_blank(text: str, at: int, known: Mapping[int, int]) -> int:
    """Where the name of a panel ends that goes on at *at*, behind a blank, with a place or the end of a list; or 0."""
    if text.endswith(words("open_ends"), 0, at - 1) and (latin := _LATIN_ON.match(text, at)):
        return latin.end()
    place = any_of("panel_places").match(text, at)
    if not place and not (any_of("panel_nouns").match(text, at) and _pair(text, at)):
        return 0
    end = _joined(text, at + 1, _cut(text, at, phrase_end(text, at)), known)
    return max(end, place.end()) if place else end


def _pair(text: str, at: int) -> bool:
    """Whether the words at *at* are the last two of a list: ``กฎหมายและกระบวนการยุติธรรม``, and no clause begins."""
    found = _LAST_TWO.match(text, at)
    return found is not None and cut(text, at, found.end()) == found.end()


def bracket_end(text: str, start: int, end: int) -> int:
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


def abroad_end(text: str, after: int) -> int:
    """Where the unlisted ministry of another country ends, of any length, whose head ends at *after*; or 0."""
    found = _abroad().match(text, after)
    if not found:
        return 0
    begin = after + len("เพื่อ") * text.startswith("เพื่อ", after)
    name_end = found.end("name")
    whole = not any_of("heads").search(text, begin, name_end) and not people().search(text, begin, name_end)
    return found.end() if whole and cut(text, begin, found.end()) == found.end() else 0


def several(text: str, end: int) -> bool:
    """Whether what follows at *end* says that many bodies of the name are meant: ``ทั่วประเทศ``, ``ทั้ง 12 แห่ง``."""
    return bool(_many().match(text, end))


def _in_province(text: str, end: int) -> int:
    found = _province().match(text, end)
    return found.end() if found else 0


def numbered_end(text: str, end: int) -> int:
    """*end*, or behind the number of a branch: ``เขต 5``, ``พื้นที่ 1 - 10``."""
    number = _NUMBER.match(text, end)
    if number and _branch_before(text, end):
        return number.end()
    return end


def _branch_before(text: str, end: int) -> bool:
    return text.endswith(("ภาค", "เขต", "พื้นที่", "ที่", "คณะ"), max(0, end - 8), end) or text.startswith(
        (" พื้นที่", "พื้นที่"), end
    )


@cache
def _rules() -> tuple[str, ...]:
    return tuple(fold(word) for word in tails()["rules"])


@cache
def _ending_heads() -> frozenset[str]:
    """Heads that hold a word which ends phrases: ``ด่านตรวจ`` (checkpoint), of ``ตรวจ`` (examine)."""
    return frozenset(head for head in words("heads") if cut(head, 0, len(head)) < len(head))


@cache
def _abroad() -> re.Pattern[str]:
    """``กระทรวงที่ดิน โครงสร้างพื้นฐาน คมนาคม และการท่องเที่ยวญี่ปุ่น``: the words, and the country behind them."""
    return re.compile(
        rf"(?P<name>[ก-๎]{{2,40}}?(?:,? [ก-๎]{{2,24}}){{0,3}}?(?:,? ?และ[ก-๎]{{2,40}}?)?){country().pattern}"
    )


@cache
def _partner() -> re.Pattern[str]:
    return re.compile(rf" ?[-–] ?{alternation(fold(word) for word in tails()['countries'])}")


@cache
def _many() -> re.Pattern[str]:
    return re.compile(rf" ?(?:ทั้ง ?)?(?:\d{{1,4}} ?แห่ง|{alternation(words('many'))})")


@cache
def _in_place() -> re.Pattern[str]:
    """A province inside the name of its branch."""
    return re.compile(rf"(?:จังหวัด|พื้นที่){fold(provinces())}")


@cache
def _province() -> re.Pattern[str]:
    return re.compile(rf" ?(?:จังหวัด|จ\.)? ?{fold(provinces())}")
