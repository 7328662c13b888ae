"""The Thai of PDF text layers: mended where it is certain, left alone elsewhere; and how much of a text is language."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.glyphs import mended
from corpus.thai.legible import LEGIBLE, legibility, lost_letters
from corpus.thai.normalise import fold

GOOD = (
    "สำนักงานคณะกรรมการพัฒนาระบบราชการกำหนดจัดการประชุมเพื่อชี้แจงหลักเกณฑ์ ณ ห้องประชุมชั้น 5 วันที่ 12 มกราคม 2566 "
    "โดยมีผู้ว่าราชการจังหวัดเข้าร่วม 76 จังหวัด และรับฟังความคิดเห็นของประชาชนในพื้นที่น้ำท่วม"
)
NEWS = (
    "ผู้อำนวยการกองพัฒนาชุมชนเปิดเผยว่า ในปีนี้เทศบาลได้จัดสรรงบประมาณเพื่อซ่อมแซมถนนและระบบระบายน้ำในเขตเมือง "
    "เนื่องจากฝนตกหนักติดต่อกันหลายวันทำให้น้ำเอ่อล้นเข้าบ้านเรือนของประชาชนริมคลอง เจ้าหน้าที่เร่งสูบน้ำออกจากพื้นที่ "
    "พร้อมแจกถุงยังชีพแก่ครอบครัวที่ได้รับผลกระทบ และขอให้ผู้ที่ต้องการความช่วยเหลือโทรศัพท์แจ้งได้ตลอดเวลา "
    "ส่วนโรงเรียนสองแห่งเลื่อนวันเปิดภาคเรียนออกไปอีกหนึ่งสัปดาห์ นักเรียนจะเรียนผ่านทางไกลระหว่างนั้น "
    "คาดว่าสถานการณ์จะกลับเป็นปกติภายในกลางเดือนหน้า หากไม่มีฝนตกลงมาเพิ่มเติมอีก ทั้งนี้ คณะกรรมการจะรายงานความคืบหน้าให้ทราบต่อไป "
    "ด้านเกษตรอำเภอสำรวจความเสียหายของนาข้าวและสวนผลไม้แล้ว พบว่าพื้นที่เพาะปลูกเสียหายกว่าสองพันไร่ "
    "จะเสนอขอเงินชดเชยตามระเบียบของกระทรวงการคลังในการประชุมครั้งถัดไป โดยเกษตรกรต้องขึ้นทะเบียนไว้ก่อนเกิดภัย"
)
NIGH = "ประจำ ปลายน้ำ ทำความสะอาดลำน้ำ กำหนด จำนวน ดำเนินการ"
MARKS = "ัิีึืฺุู็่้๊๋์"


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("ก\uf70a\uf71b", "ก่\uf71b"),  # shifted forms; the next code is none
        ("¡ÒÃ»ÃÐªØÁ¤³Ð¡ÃÃÁ¡ÒÃ 12/2551", "การประชุมคณะกรรมการ 12/2551"),  # windows-874 read as Latin-1
        ("Ça été à Genève où déjà près", "Ça été à Genève où déjà près"),  # French stays French
        ("ท ี่ประช ุม", "ที่ประชุม"),  # blank before a mark
        ("ที ่นี ้", "ที่นี้"),
        ("น\u0e4dาท่วม น ํ้า น\u0e4d าเสนอ", "นำท่วม น้ำ นำเสนอ"),  # sara am in parts
        ("ก่ี น้ี", "กี่ นี้"),  # tone before vowel
        ("ท้้องถิ่่น", "ท้องถิ่น"),  # marks twice
        ("ขา้ราชการ นำ้", "ข้าราชการ น้ำ"),  # tone behind sara aa
        ("เ้จาหน้าที่", "เจ้าหน้าที่"),  # mark behind the leading vowel
        ("่ทาน", "ท่าน"),  # mark at the start of a word
        ("กำ หนดการ สำ นักงาน", "กำหนดการ สำนักงาน"),  # blank behind sara am
        ("จัดจั การประชุมชุ และตั้งตั้ คณะ", "จัดการประชุมและตั้งคณะ"),  # clusters twice
        ("จัดการเพื่อชี้แ\nชี้\nจง", "จัดการเพื่อชี้แจง"),  # … with line breaks
        ("กำรด ำเนินกำรของส ำนักงำนตำมข้อสั่งกำร ณ อำคำร", "การดำเนินการของสำนักงานตามข้อสั่งการ ณ อาคาร"),
        ("ช่วยชำวน ้ำท่วมตำมอ ำนำจหน้ำที่ในอำคำรรำชกำร", "ช่วยชาวน้ำท่วมตามอำนาจหน้าที่ในอาคารราชการ"),
        (
            "กำรประชุมตำมรำยงำนของกรมกำรข้ำว ทางอำกำศ ดำเนินการ",
            "การประชุมตามรายงานของกรมการข้าว ทางอากาศ ดำเนินการ",
        ),  # some only
        ("ผู้ ว่ าราชการจั งหวั ดเชี ยงใหม่ เข้ าร่ วม", "ผู้ว่าราชการจังหวัดเชียงใหม่เข้าร่วม"),  # blanks behind marks
        ("ก า ร พั ฒ น า ร ะ บ บ  ชั้ น  5", "การพัฒนาระบบ  ชั้น  5"),  # letters put apart
    ],
)
def test_what_is_mended(damaged: str, meant: str) -> None:
    assert mended(damaged) == meant


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "นางกีรติ กีรติยุติ รองอธิบดี",
        "ทุกวันวันละสองครั้ง",
        "มีนมี ",
        NIGH,
        "เเสดง",
        "ก ข ค ง จ ฉ",
        "นี้ ที่ พี่ ดี มี สี ตี",
    ],
)
def test_what_is_sound_stays(text: str) -> None:
    assert mended(text) == text


def test_the_documents_of_the_replica_are_read_whole() -> None:
    """A browser printed them: blanks behind sara am, clusters written twice."""
    files = sorted((Path(__file__).parent / "replica" / "files").glob("*.pdf"))
    for file in files:
        pdf = pypdfium2.PdfDocument(file)
        textpage = pdf[0].get_textpage()
        found = textpage.get_text_range()
        textpage.close()
        pdf.close()
        text = mended(found)
        assert legibility(text) > max(0.94, legibility(found) - 0.001)
        assert not re.search("ำ [ก-ฮ]", text)
    assert files


@settings(max_examples=300)
@given(st.text(alphabet="กจนทมวั้่ีำาเแ \n\u0e4d¡Ò\ufffd1a", max_size=60))
def test_mending_survives_everything_and_settles(text: str) -> None:
    once = mended(text)
    assert len(once) <= len(text)
    assert 0 <= legibility(once) <= 1


@pytest.mark.parametrize("piece", ["จัดจั ", "ำ ก", " ้", "ํ า", "¡Ò", "่ก", "เ้", "ติยุติ "])
def test_long_texts_of_damage_are_read_once(piece: str) -> None:
    """The work grows with the text: counted in the letters that come out, not in time."""
    assert len(mended(piece * 20_000)) <= len(piece) * 20_000


def damages() -> dict[str, Callable[[str], str]]:
    chance = random.Random(7)
    letters = [chr(c) for c in (*range(0xE01, 0xE3B), *range(0xE40, 0xE4F))]
    mixed = dict(zip(map(ord, letters), chance.sample(letters, len(letters)), strict=True))
    return {
        "read as Latin-1": lambda t: t.encode("cp874", "replace").decode("latin-1"),
        "letters mixed up": lambda t: t.translate(mixed),
        "numbers of glyphs": lambda t: re.sub("[ก-๎]", lambda m: f"(cid:{ord(m.group()) % 300})", t),
        "replacement characters": lambda t: "".join("\ufffd" if c >= "ก" and chance.random() < 0.3 else c for c in t),
        "private use": lambda t: re.sub("[ก-๎]", lambda m: chr(0xE000 + ord(m.group()) % 256), t),
        "letters one by one": lambda t: " ".join(t),
        "marks before consonants": lambda t: re.sub(f"([ก-ฮ])([{MARKS}]+)", r"\2\1", t),
    }


@pytest.mark.parametrize("name", damages())
def test_nonsense_is_told_from_language(name: str) -> None:
    assert legibility(GOOD) > 0.9 > LEGIBLE > legibility(damages()[name](GOOD))


@pytest.mark.parametrize("letters", ["่้๊๋", "ัิีึื็", MARKS, "เแโใไ", "ะาำ", "น", "ร"])
def test_text_that_lost_a_kind_of_letters_is_not_legible(letters: str) -> None:
    assert lost_letters(NEWS) == ""
    left = NEWS.translate(dict.fromkeys(map(ord, letters)))
    assert set(lost_letters(left)) & set(letters)
    assert legibility(left) < LEGIBLE < 0.9 < legibility(NEWS)


@pytest.mark.parametrize(
    "text",
    [
        "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค. " * 30,
        "\n".join(f"{n} | มกราคม | บาท | ร้อยละ | กรม" for n in range(200)),
        "\n".join(("กระทรวงการคลัง", "กระทรวงการต่างประเทศ", "กรมการปกครอง", "กระทรวงกลาโหม", "กรมทางหลวง") * 20),
        "วันที่ประกาศ https://www.example.go.th/news/gsbpr2/index.php " + NEWS,
        "นายเเพทย์เเดนชัย เเละเเพทย์หญิงเเก้วตา กลุ่มเเผนงาน เเจ้งเเก่เเม่บ้าน",
    ],
)
def test_few_words_again_and_again_are_legible(text: str) -> None:
    assert legibility(text) > LEGIBLE


def test_text_without_letters_and_in_english_is_legible() -> None:
    assert legibility("1,234.50 | 2,000.00 | 12/2566") == 1.0
    assert legibility("The Office of the Public Sector Development Commission") > 0.9
    assert legibility("") == 1.0


@pytest.mark.corpus
def test_pages_of_the_archive_are_legible_and_hardly_touched(shared_data: Path) -> None:
    texts = []
    with gzip.open(shared_data / "corpora" / "thaigov-20k.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        for n, line in enumerate(lines):
            if n % 100 == 0:
                texts.append(json.loads(line)["text"].replace("\xa0", " "))
    assert min(map(legibility, texts)) > 0.85
    assert sum(fold(mended(text)) != fold(text) for text in texts) <= len(texts) // 50
    for damage in damages().values():
        scores = sorted(legibility(damage(text)) for text in texts)
        assert scores[len(scores) * 9 // 10] < LEGIBLE
