"""Articles of one family of id spaces, for tests of what is merged and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from corpus.digests import payload_digest
from corpus.likeness import Kin
from corpus.records import Article, Capture, Event, Location

FAMILY = "opdc main"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = date(2022, 7, 18)
TITLE = "คณะกรรมการลงพื้นที่ตรวจประเมินรางวัลคุณภาพการบริหารจัดการภาครัฐ"
BODY = (
    "เมื่อวันที่ 18 กรกฎาคม 2565 คณะกรรมการเดินทางไปยังสำนักงานที่ดินจังหวัดเพื่อรับฟังการนำเสนอผลงาน"
    "ของเจ้าหน้าที่ 12 คน ซึ่งเล่าว่าลดเวลารอคอยจาก 45 นาทีเหลือ 20 นาทีได้อย่างไร\n\n"
    "ช่วงบ่าย คณะกรรมการเดินดูจุดบริการจริง พูดคุยกับผู้มาติดต่อ และขอให้หน่วยงานเก็บข้อมูลเพิ่ม"
    "ว่าผู้สูงอายุใช้ช่องทางออนไลน์ได้สะดวกเพียงใด ก่อนสรุปข้อสังเกตให้หน่วยงานนำไปปรับปรุงในรอบถัดไป"
)
GEN2, GEN3, GEN4 = "opdc:g2:7671", "opdc:wp:7902", "opdc:g4:news:fieldwork"
SPACES = {"g1": "g1:content:{content_id}", "g2": "g2:{token}", "wp": "wp:{p}", "g4": "g4:{section}:{slug}"}


def kin(article_id: str) -> Kin:
    """The family of all ids, and the id space of this one."""
    return Kin(FAMILY, SPACES[article_id.split(":")[1]])


def told(article_id: str, body: str = BODY, title: str = TITLE, **facts: object) -> Article:
    """The article at one of its addresses; without other *facts* it tells of one event and has no publication date."""
    known = {"event": Event(start=DAY, end=DAY), **facts}
    plain = Article(
        id=article_id,
        url=f"http://opdc.go.th/{article_id.replace(':', '/')}",
        site="opdc",
        title=title,
        body=body,
    )
    return replace(plain, **known)  # type: ignore[arg-type]  # facts are fields of an Article


def seen(article: Article, day: int) -> Capture:
    """The capture of *article*, made *day* days after the first."""
    body = f"{article.id} {article.title} {article.body} {day}".encode()
    return Capture(
        url=article.url,
        site=article.site,
        captured=START + timedelta(days=day),
        body=b"",
        digest=payload_digest(body),
        location=Location(file="crawl-000001.warc.gz", offset=hash_of(body), length=10),
    )


def hash_of(body: bytes) -> int:
    """A place in the archive, different for each page."""
    return int.from_bytes(payload_digest(body).encode()[-6:])
