"""What a big synthetic site says: any number of news pages in the markup of generations 2 and 3, made from a seed.

No two pages share their text; the same seed and number make the same page. A page that moves shows a counter of its
visits, the date of today and a shuffled menu, which are no change of the article; an edited one says something else.
"""

from __future__ import annotations

import random
from base64 import b64encode
from dataclasses import dataclass
from datetime import date, timedelta

HEADS = 23  # labels of the menu
PER_PAGE = 20  # articles on one list page
_MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
_WORDS = (
    "การ ประชุม คณะกรรมการ พัฒนา ระบบ ราชการ ประชาชน บริการ จังหวัด อำเภอ ตำบล เทศบาล สำนักงาน กระทรวง กรม กอง ศูนย์"
    " โครงการ แผนงาน นโยบาย ยุทธศาสตร์ งบประมาณ ดำเนินการ ปรับปรุง ส่งเสริม สนับสนุน ติดตาม ประเมินผล ตรวจสอบ รายงาน"
    " ผู้อำนวยการ อธิบดี ปลัด รองผู้ว่า เลขาธิการ เจ้าหน้าที่ ข้าราชการ ลูกจ้าง ผู้แทน หน่วยงาน เครือข่าย ภาคเอกชน ชุมชน"
    " หมู่บ้าน โรงเรียน มหาวิทยาลัย โรงพยาบาล สถานี ถนน สะพาน แม่น้ำ ลำคลอง ภูเขา ป่าไม้ ชายฝั่ง ทะเล เกษตรกร ข้าว ยางพารา"
    " ผลไม้ ตลาด สินค้า ราคา เศรษฐกิจ การค้า การลงทุน การท่องเที่ยว วัฒนธรรม ประเพณี ศิลปะ ดนตรี กีฬา สุขภาพ อนามัย วัคซีน"
    " น้ำท่วม ภัยแล้ง ไฟป่า ฝุ่นละออง พลังงาน ไฟฟ้า น้ำมัน แสงอาทิตย์ ดิจิทัล ข้อมูล เทคโนโลยี นวัตกรรม อินเทอร์เน็ต ออนไลน์"
    " กฎหมาย ระเบียบ ประกาศ คำสั่ง ใบอนุญาต ทะเบียน ภาษี ค่าธรรมเนียม คำร้อง ร้องเรียน โปร่งใส ธรรมาภิบาล มีส่วนร่วม เปิดเผย"
    " ฝึกอบรม สัมมนา นิทรรศการ รางวัล พิธี เปิดงาน ลงนาม ความร่วมมือ ต่างประเทศ อาเซียน ญี่ปุ่น คณะผู้แทน เยี่ยมชม ดูงาน"
    " ผู้สูงอายุ เด็ก เยาวชน สตรี ผู้พิการ ครอบครัว แรงงาน อาชีพ รายได้ ออมทรัพย์ สหกรณ์ กลุ่ม แม่บ้าน ช่าง วิศวกร ครู แพทย์"
    " ได้ จะ ให้ และ ของ ใน ที่ เพื่อ โดย จาก ตาม ระหว่าง รวมทั้ง ตลอดจน พร้อม ภายใต้ สำหรับ เกี่ยวกับ ทั้งนี้ นอกจากนี้ อย่างต่อเนื่อง"
    " เร่งรัด ขยาย เพิ่ม ลด แก้ไข ป้องกัน ฟื้นฟู อนุรักษ์ สำรวจ จัดทำ เผยแพร่ ถ่ายทอด รับฟัง แลกเปลี่ยน เชื่อมโยง บูรณาการ ขับเคลื่อน"
)
_SYLLABLES = (
    "กา กิ กร เกต ขวัญ คำ จิต จันทร์ ชัย ชล ชิน ดา เดช ต่อ ทอง ทิพย์ ธน ธิดา นภา นิล บุญ ประ ปรี พงษ์ พร พล พิม ภัทร มณี มาศ"
    " ยุพา รัตน์ ราช ลักษณ์ วร วิ ศักดิ์ ศรี ศิริ สม สุ สุข หทัย อนันต์ อรุณ อำ เอก โชติ ไพ ไกร แก้ว ณัฐ ฐิติ ฉวี ญา ธรรม เพ็ญ"
)
MONTHS, WORDS, SYLLABLES = (tuple(words.split()) for words in (_MONTHS, _WORDS, _SYLLABLES))
FILLER = tuple("".join(random.Random(n).choices(WORDS, k=3)) for n in range(HEADS * 3))


@dataclass(frozen=True, slots=True)
class Text:
    """What one page says; two pages with equal texts are the same article, unchanged."""

    title: str
    day: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BigPages:
    """The pages of one site: numbers 0 to *count* - 1, of which every *filed*-th links a document (0: none does)."""

    count: int
    seed: int = 2551
    filed: int = 0

    @property
    def lists(self) -> int:
        """How many list pages there are."""
        return max(1, -(-self.count // PER_PAGE))

    def path(self, number: int) -> str:
        """The path of a page: even ones stand in generation 2, odd ones in generation 3."""
        if number % 2:
            return f"/{10_000 + number}/"
        return f"/content/{b64encode(str(10_000 + number).encode()).decode().rstrip('=')}"

    def article_id(self, number: int, site: str) -> str:
        """The id that the profile of :func:`tests.big_site.profile_text` gives to the page."""
        return f"{site}:{'wp' if number % 2 else 'g2'}:{10_000 + number}"

    def text(self, number: int, *, edited: bool = False) -> Text:
        """What the page says; after an edit, what it says then."""
        chance = random.Random(f"{self.seed} {number}")
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2000))
        title = "".join(chance.choices(WORDS, k=chance.randint(6, 10)))
        lead = f"เมื่อวันที่ {thai(day)} "
        paragraphs = [_paragraph(chance, 45) for _ in range(chance.randint(4, 12))]
        text = Text(title, day, (lead + paragraphs[0], *paragraphs[1:]))
        return _edited(text, number, chance) if edited else text

    def html(self, number: int, text: Text, moved: int | None = None) -> str:
        """The page; *moved* is how often it was shown, for a page that moves."""
        shuffled, today, views = list(FILLER), "", ""
        if moved is not None:
            random.Random(f"{number} {moved}").shuffle(shuffled)
            today = f'<span class="today">วันนี้ {thai(date(2026, 1, 1) + timedelta(days=moved))}</span>'
            views = f"{1000 + moved * 7:,}"
        shown = _g3 if number % 2 else _g2
        file = f"/files/{number}.pdf" if self.filed and number % self.filed == 0 else ""
        return shown(number, text, _menu(shuffled, today), views, file)

    def list_html(self, page: int) -> str:
        """List page *page*, from 1; names twenty articles and the next list page."""
        numbers = range((page - 1) * PER_PAGE, min(self.count, page * PER_PAGE))
        items = "\n".join(f'<div class="card"><a href="{self.path(n)}">{self.text(n).title}</a></div>' for n in numbers)
        following = f'<a class="page-link" href="/news?page={page + 1}">ถัดไป</a>' if page < self.lists else ""
        return _document("ข่าวประชาสัมพันธ์", f'{_menu(FILLER, "")}\n<div class="list">\n{items}\n</div>{following}')


def thai(day: date) -> str:
    """A date as Thai pages print it, in the Buddhist era."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"


def _paragraph(chance: random.Random, words: int) -> str:
    """Words that nobody said, among them names, as news has them; compresses about as news does."""
    drawn = chance.choices(WORDS, k=words)
    for place in range(7, words, 9):
        first, last = "".join(chance.choices(SYLLABLES, k=3)), "".join(chance.choices(SYLLABLES, k=4))
        drawn[place] += f" {chance.choice(('นาย', 'นางสาว'))}{first} {last} "
    return "".join(drawn) + f" จำนวน {chance.randint(2, 9_999):,} ราย"


def _edited(text: Text, number: int, chance: random.Random) -> Text:
    """One of the five edits that editors make: a figure, a word, the title, a paragraph more, a paragraph less."""
    first, *rest = text.paragraphs
    kind = number // 2 % 5  # so that both generations meet all five
    if kind == 0:
        rest[0] = rest[0].rpartition(" จำนวน ")[0] + f" จำนวน {chance.randint(10_000, 99_999):,} ราย"
    elif kind == 1:
        rest[-1] = f"แก้ไข{rest[-1]}"
    elif kind == 2:
        return Text(f"{text.title} (แก้ไขครั้งที่ 2)", text.day, text.paragraphs)
    elif kind == 3:
        rest.append(_paragraph(chance, 30))
    else:
        del rest[len(rest) // 2]
    return Text(text.title, text.day, (first, *rest))


def _menu(labels: list[str] | tuple[str, ...], today: str) -> str:
    items = "\n".join(
        f'<li class="nav-item"><a class="nav-link" href="/menu/{n}">{label}</a></li>' for n, label in enumerate(labels)
    )
    return f'<header>{today}<nav class="navbar"><ul class="navbar-nav">\n{items}\n</ul></nav></header>'


def _g2(number: int, text: Text, menu: str, views: str, file: str) -> str:
    body = "\n".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp; {paragraph}</p>" for paragraph in text.paragraphs)
    link = f'<ul class="list-file"><li><a href="{file}">เอกสาร {number}</a></li></ul>' if file else ""
    main = (
        f'<div class="content-detail"><h4 class="content-title">{text.title}</h4>\n'
        f'<div class="share"><a href="#" class="btn-share">แชร์หน้านี้</a></div>\n'
        f'<div class="content-body">\n{body}\n{link}</div></div>'
    )
    return _document(f"{text.title} | สำนักงาน ก.พ.ร.", f"{menu}\n{main}", views)


def _g3(number: int, text: Text, menu: str, views: str, file: str) -> str:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
    link = f'<p><a href="{file}">เอกสาร {number}</a></p>' if file else ""
    main = (
        f'<main id="main" class="site-main"><article id="post-{number}" class="post type-post">\n'
        f'<h1 class="entry-title">{text.title}</h1><span class="posted-on"><time class="entry-date published"'
        f' datetime="{text.day}T09:00:00+07:00">{thai(text.day)}</time></span>\n'
        f'<div class="post-views">{views}</div>\n<div class="entry-content">\n{body}\n{link}</div></article></main>'
    )
    return _document(f"{text.title} &#8211; สำนักงาน ก.พ.ร.", f"{menu}\n{main}")


def _document(title: str, inner: str, views: str = "") -> str:
    counter = f"<p>จำนวนผู้เข้าชม {views} ครั้ง</p>" if views else ""
    return (
        f'<!DOCTYPE html>\n<html lang="th">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<link rel="stylesheet" href="/css/site.css">\n</head>\n<body>\n{inner}\n<footer>{counter}'
        "<p>59/1 ถนนพิษณุโลก แขวงดุสิต เขตดุสิต กรุงเทพฯ 10300</p></footer>\n</body>\n</html>\n"
    )
