"""A small real archive for journeys in the browser: pages in our own words, imported twice, one changed between.

Everything is what the program makes of it: WARC records, versions, names, index. The page with two versions brings a
script, a picture from elsewhere and a link that leads away, which its archived copy must not run, load or follow.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from corpus.intake import import_paths
from corpus.settings import Settings
from index import search

SITE = "http://news.agency.example/news"
MAIN = f"{SITE}/6"
TITLE = "ผู้ว่าราชการจังหวัดปทุมธานีเปิดศูนย์บริการร่วมอำเภอคลองหลวง"
GOVERNOR = "สมหมาย ใจตรง"
QUERY = "ศูนย์บริการร่วม"
OUTSIDE = "http://outside.example"
# The text of the changed page before and after: what only one version has.
BEFORE, AFTER = "รอคิวเฉลี่ย 45 นาที", "รอคิวเฉลี่ย 12 นาที"
_MAIN = (
    f"นาย{GOVERNOR} ผู้ว่าราชการจังหวัดปทุมธานี เปิดศูนย์บริการร่วมอำเภอคลองหลวง เมื่อวันที่ 14 มิถุนายน 2561"
    " โดยมีผู้แทนสำนักงาน ก.พ.ร. และกรมการปกครองร่วมงาน",
    "ประชาชนติดต่องานทะเบียน งานที่ดิน และงานสวัสดิการได้ในจุดเดียว จากการสำรวจ {wait} ต่อคน",
    "ศูนย์บริการร่วมเปิดทุกวันไม่เว้นวันหยุดราชการ ตั้งแต่เวลา 08.30 น. ถึง 16.30 น.",
)
_REST = (
    (1, "2555-01-16", "ประชาชนเมืองน่านทดลองใช้ศูนย์บริการร่วมแห่งแรกของจังหวัด",
     "จังหวัดน่านเปิดศูนย์บริการร่วมที่ศาลากลางให้ประชาชนทดลองใช้ก่อนหนึ่งเดือน แล้วรวบรวมข้อเสนอส่งสำนักงาน ก.พ.ร."),
    (2, "2555-09-03", "อำเภอเมืองขอนแก่นย้ายศูนย์บริการร่วมเข้าตลาดกลาง",
     "อำเภอเมืองขอนแก่นย้ายศูนย์บริการร่วมไปอยู่ในตลาดกลางเพื่อให้พ่อค้าแม่ค้าติดต่อราชการได้โดยไม่ต้องปิดร้าน"),
    (3, "2557-02-21", "กรมการปกครองอบรมเจ้าหน้าที่ทะเบียนรุ่นใหม่",
     "กรมการปกครองอบรมเจ้าหน้าที่ทะเบียนหกสิบคนให้ใช้ระบบบัตรประจำตัวแบบใหม่ก่อนเปิดใช้ทั่วประเทศ"),
    (4, "2559-11-08", f"นาย{GOVERNOR} รับตำแหน่งผู้ว่าราชการจังหวัดปทุมธานี",
     f"นาย{GOVERNOR} ผู้ว่าราชการจังหวัดปทุมธานี พบหัวหน้าส่วนราชการเป็นครั้งแรก และขอให้ทุกอำเภอมีศูนย์บริการร่วมภายในสองปี"),
    (5, "2560-05-30", "จังหวัดปทุมธานีประชุมแผนศูนย์บริการร่วมระดับอำเภอ",
     f"นาย{GOVERNOR} ผู้ว่าราชการจังหวัดปทุมธานี เป็นประธานประชุมแผนศูนย์บริการร่วมระดับอำเภอ มีนายอำเภอทุกแห่งเข้าร่วม"),
    (7, "2562-03-12", "ประกาศรับสมัครพนักงานประจำศูนย์บริการร่วม 3 อัตรา",
     "จังหวัดเชียงใหม่รับสมัครพนักงานประจำศูนย์บริการร่วมสามอัตรา ผู้สมัครต้องพูดภาษาถิ่นได้และมีใจรักงานบริการ"),
    (8, "2563-08-25", "กรมการปกครองสรุปบทเรียนการให้บริการนอกเวลาราชการ",
     "กรมการปกครองสรุปบทเรียนจากอำเภอที่เปิดให้บริการนอกเวลา พบว่าวันเสาร์เช้ามีผู้มาติดต่อมากที่สุด"),
)  # fmt: skip


def make(data: Path) -> Settings:
    """Import the pages into the empty folder *data*, once more with one of them changed, and build the index."""
    settings = Settings(data=data, workers=1, rate_limit="", port=0)
    rest = [(number, title, _page(title, day, (body,))) for number, day, title, body in _REST]
    for crawled, wait in (("2026-10-01T03:00:00Z", BEFORE), ("2026-11-01T03:00:00Z", AFTER)):
        main = _page(TITLE, "2561-06-15", (text.format(wait=wait) for text in _MAIN))
        lines = [
            json.dumps({"url": f"{SITE}/{number}", "html": page, "crawled": crawled}, ensure_ascii=False)
            for number, _, page in (*rest, (6, TITLE, main))
        ]
        file = data.parent / f"pages-{crawled[:10]}.jsonl.gz"
        file.write_bytes(gzip.compress("\n".join(lines).encode()))
        run = import_paths([file], settings)
        assert run.status == "done", run
    search.build(settings)
    return settings


def _page(title: str, day: str, paragraphs: Iterable[str]) -> str:
    year, month, date = day.split("-")
    stamp = f"{int(year) - 543}-{month}-{date}"
    return (
        f"<!doctype html><html lang=th><head><meta charset=utf-8><title>{title}</title>"
        f"<meta property='article:published_time' content='{stamp}'></head><body><article><h1>{title}</h1>"
        f"{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"
        f"<p><a id=away href='{OUTSIDE}/away'>…</a><img alt='' src='{OUTSIDE}/picture.png'></p>"
        "<script>document.title = 'ran'; fetch('/api/search')</script></body></html>"
    )
