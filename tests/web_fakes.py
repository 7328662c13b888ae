"""A small archive for the tests of the web: articles in our own words, an engine that looks for substrings.

The engine keeps the promises of index.engine.SearchEngine in the plainest way, so that pages can be tested without an
index on disk; tests that follow the whole way use the real one.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from corpus.drift import Alarm
from corpus.errors import ArchiveProblem
from corpus.lateness import Late
from corpus.named import Named, NamedPart
from corpus.posts import Manner, posts
from corpus.records import (
    Agency,
    Article,
    Attachment,
    Capture,
    Credit,
    Event,
    Location,
    Person,
    Run,
    Table,
    Version,
)
from corpus.settings import Settings
from corpus.sites import Site
from corpus.standing import Coverage, Refusal, SiteStanding, Standing
from corpus.store_documents import DocumentCopy
from corpus.store_lately import Edited, Lately
from corpus.store_posts import Held
from corpus.store_read import NameKind
from corpus.tenures import Tenure
from index.engine import IndexState, Whole
from index.hits import FacetValue, Hit, Month, Same, SearchPage, SearchRequest, Understood

CAPTURED = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
DIGEST = "sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A"

OPDC = Agency(id="opdc", name="สำนักงานคณะกรรมการพัฒนาระบบราชการ")
DOPA = Agency(id="dopa", name="กรมการปกครอง")

AUDIT = Article(
    id="opdc:g1:content:9101",
    url="http://www.opdc.go.th/content.php?content_id=9101&menu_id=5",
    site="opdc",
    title="ชาวปทุมธานีร่วมตรวจสอบงานบริการของจังหวัด ในเวที “ประชาชนถาม ราชการตอบ”",
    section=("ข่าวเด่น ก.พ.ร.", "ปี 2551", "เมษายน"),
    published=date(2008, 4, 22),
    published_from="lead",
    stamp=date(2009, 9, 3),
    updated=date(2009, 9, 3),
    body="\n\n".join(
        [
            "สำนักงาน ก.พ.ร. ร่วมกับจังหวัดปทุมธานีจัดเวทีรับฟังความเห็นเรื่องการมีส่วนร่วมของประชาชนในการพัฒนางานบริการ"
            " เมื่อวันที่ 22 เมษายน 2551 มีผู้แทนชุมชน อาสาสมัคร และเจ้าหน้าที่เข้าร่วมกว่าสองร้อยคน",
            "ผู้เข้าร่วมแบ่งกลุ่มเดินดูจุดบริการจริง ตั้งแต่งานทะเบียน งานที่ดิน ไปจนถึงศูนย์รับเรื่องร้องเรียน"
            " แล้วกลับมาให้คะแนนพร้อมข้อเสนอที่ทำได้ทันที ข้อเสนอที่ได้คะแนนสูงสุดคือการติดป้ายขั้นตอนและเวลาที่ใช้ให้เห็นชัดทุกจุด",
            "ผู้ว่าราชการจังหวัดกล่าวว่าจะนำข้อเสนอทั้งหมดเข้าแผนปรับปรุงภายในไตรมาสหน้า และจะเชิญชุดเดิมกลับมาตรวจซ้ำ"
            " เพื่อให้ประชาชนเห็นว่าเสียงของตนเปลี่ยนงานราชการได้จริง",
            "กำหนดการตรวจซ้ำแต่ละอำเภอเป็นไปตามตาราง ผู้สนใจเข้าร่วมแจ้งชื่อได้ที่ที่ว่าการอำเภอ",
        ]
    ),
    tables=(
        Table(
            after=4,
            rows=(
                ("อำเภอ", "วันตรวจซ้ำ", "สถานที่"),
                ("เมืองปทุมธานี", "9 มิถุนายน 2551", "ศาลากลางจังหวัด ชั้น 1"),
                ("คลองหลวง", "11 มิถุนายน 2551", "ที่ว่าการอำเภอคลองหลวง"),
                ("ลำลูกกา", "13 มิถุนายน 2551", "หอประชุมอำเภอ"),
            ),
        ),
    ),
    people=(
        Person(id="p1", name="สมหมาย ใจตรง", title="นาย", position="ผู้ว่าราชการจังหวัดปทุมธานี"),
        Person(id="p2", name="วราภรณ์ ศรีสุข", title="นางสาว", position="รองเลขาธิการ ก.พ.ร."),
    ),
    agencies=(OPDC, DOPA),
    provinces=("ปทุมธานี",),
    laws=("มาตรา 78 (5)",),
    event=Event(start=date(2008, 4, 22), end=date(2008, 4, 24), place="หอประชุมศาลากลางจังหวัดปทุมธานี"),
    credits=(Credit(name="นวลจันทร์", unit="สลธ.", role="ภาพ & ข่าว"),),
    attachments=(
        Attachment(
            url="http://www.opdc.go.th/uploads/แผนตรวจซ้ำ.pdf",
            filename="แผนตรวจซ้ำรายอำเภอ 2551.pdf",
            media_type="application/pdf",
            pages=12,
        ),
        Attachment(
            url="javascript:alert(1)",
            filename="แบบฟอร์มให้คะแนน.docx",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ),
    sample=True,
    warnings=("publish stamp 17 months after the event",),
    version=2,
    captured=CAPTURED,
    capture="20261120-opdc.warc.gz@1042",
)

_MORE: Sequence[tuple[str, date | None, str, str, str]] = (
    ("ก.พ.ร. เปิดรับข้อเสนอรางวัลบริการภาครัฐ ประจำปี 2566", date(2023, 1, 16), "announcement", "ประกาศ",
     "สำนักงาน ก.พ.ร. เชิญหน่วยงานทุกระดับส่งผลงานที่ทำให้ประชาชนได้รับบริการเร็วขึ้นและง่ายขึ้น โดยเน้นการมีส่วนร่วมของประชาชนตั้งแต่ออกแบบ"),
    ("อบรมการออกแบบบริการรัฐสำหรับผู้สูงอายุ รุ่นที่ 3 ที่จังหวัดขอนแก่น", date(2022, 7, 22), "news", "ข่าวสาร ก.พ.ร.",
     "เจ้าหน้าที่จากสิบสองจังหวัดฝึกฟังผู้ใช้บริการจริง แล้วทดลองปรับแบบฟอร์มให้อ่านง่ายภายในวันเดียว"),
    ("สรุปผลการประเมินส่วนราชการ ปีงบประมาณ พ.ศ. 2564", date(2021, 11, 30), "knowledge", "ศูนย์ความรู้",
     "รายงานรวมผลตัวชี้วัดและบทเรียนจากหน่วยงานที่ลดขั้นตอนได้เกินครึ่ง พร้อมข้อเสนอสำหรับปีถัดไป"),
    ("ประกาศประกวดราคาจ้างพัฒนาระบบรับฟังความคิดเห็นออนไลน์", date(2020, 6, 10), "procurement", "จัดซื้อจัดจ้าง",
     "ผู้สนใจยื่นข้อเสนอทางระบบอิเล็กทรอนิกส์ภายในวันที่กำหนด ระบบต้องรองรับการมีส่วนร่วมของประชาชนทุกช่องทาง"),
    ("รับสมัครนักวิเคราะห์นโยบายและแผน 2 อัตรา", date(2019, 1, 11), "job", "รับสมัครงาน",
     "ผู้สมัครต้องมีประสบการณ์งานพัฒนาระบบราชการไม่น้อยกว่าสองปี และเขียนรายงานภาษาไทยได้ดี"),
    ("ลงพื้นที่เชียงใหม่ ติดตามศูนย์บริการร่วมของอำเภอ", date(2018, 2, 5), "news", "ข่าวเด่น ก.พ.ร.",
     "คณะทำงานพบว่าเวลารอเฉลี่ยลดลงจากสี่สิบนาทีเหลือสิบห้านาที หลังเปิดให้จองคิวล่วงหน้าทางโทรศัพท์"),
    ("ประชุมคณะอนุกรรมการพัฒนาระบบราชการ ครั้งที่ 4/2560", date(2017, 5, 30), "news", "ข่าวเด่น ก.พ.ร.",
     "ที่ประชุมเห็นชอบแนวทางวัดความพึงพอใจแบบใหม่ และให้ทุกกรมรายงานการมีส่วนร่วมของประชาชนเป็นรายไตรมาส"),
    ("บันทึกการเสวนา “ข้อมูลเปิดกับงานท้องถิ่น”", date(2013, 8, 19), "knowledge", "ศูนย์ความรู้",
     "วิทยากรเล่าประสบการณ์เปิดข้อมูลงบประมาณของเทศบาลขนาดเล็ก และคำถามที่ชาวบ้านถามบ่อยที่สุด"),
    ("แนวทางจัดทำแผนปฏิบัติราชการสี่ปีระดับจังหวัด", date(2010, 3, 8), "knowledge", "ข่าวเด่น ก.พ.ร.",
     "เอกสารนี้อธิบายขั้นตอนตั้งแต่รับฟังความเห็นจนถึงติดตามผล โดยยกตัวอย่างจังหวัดปทุมธานีและจังหวัดน่าน"),
    ("ภาพกิจกรรมวันสถาปนาสำนักงาน", None, "other", "ข่าวเด่น ก.พ.ร.",
     "รวมภาพบรรยากาศงานทำบุญและการมอบรางวัลบุคลากรดีเด่น"),
)  # fmt: skip


def sample_articles() -> tuple[Article, ...]:
    """The articles of the small archive, the long one first."""
    rest = [
        Article(
            id=f"opdc:g2:{7000 + i}",
            url=f"http://www.opdc.go.th/content/{7000 + i}",
            site="opdc",
            title=title,
            section=(section,),
            kind=kind,  # type: ignore[arg-type]  # the table above holds kinds only
            published=day,
            published_from="header" if day else "",
            body=body,
            agencies=(OPDC,) if i % 2 else (OPDC, DOPA),
            provinces=tuple(p for p in ("ปทุมธานี", "ขอนแก่น", "เชียงใหม่", "น่าน") if p in title + body),
            sample=True,
            captured=CAPTURED,
        )
        for i, (title, day, kind, section, body) in enumerate(_MORE)
    ]
    return (AUDIT, *rest)


@dataclass
class FakeShelf:
    """A catalogue in memory; article AUDIT has two versions."""

    kept: tuple[Article, ...] = field(default_factory=sample_articles)
    gone: tuple[str, ...] = ()
    behind: bool = False
    unfetched: tuple[str, ...] = ()

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        for article in self.kept:
            if article.id == article_id and (version is None or 1 <= version <= article.version):
                return replace(article, version=version or article.version)
        return None

    def versions(self, article_id: str) -> tuple[Version, ...]:
        article = self.article(article_id)
        if article is None:
            return ()
        return tuple(
            Version(
                article_id=article_id,
                version=n,
                captured=CAPTURED - timedelta(days=30 * (article.version - n)),
                url=article.url,
                title=article.title,
                digest=DIGEST,
                location=Location("20261120-opdc.warc.gz", 1000 * n, 500),
            )
            for n in range(1, article.version + 1)
        )

    def counts(self) -> dict[str, int]:
        return {"articles": len(self.kept), "versions": sum(a.version for a in self.kept)}

    def recent(self, limit: int) -> tuple[Article, ...]:
        dated = [a for a in self.kept if a.dated]
        return tuple(sorted(dated, key=lambda a: str(a.dated), reverse=True)[:limit])

    def lately(self, now: datetime, limit: int) -> Lately:
        gone = tuple(a for a in self.kept if a.id in self.gone)
        edited = tuple(Edited(a, a.version - 1) for a in self.kept if a.version > 1)
        arrived = self.recent(limit)
        return Lately(
            since=now - timedelta(days=7),
            until=now,
            new=len(arrived),
            changed=len(edited),
            gone=len(gone),
            arrived=arrived,
            edited=edited[:limit],
            vanished=gone[:limit],
        )

    def article_total(self) -> int:
        return len(self.kept)

    def standing(self, settings: Settings, now: datetime) -> Standing:
        """A site whose last crawl failed and one that was imported: between them all that the status page shows."""
        began = now - timedelta(hours=5)
        done = Run(
            id=7, command="crawl rehearsal", site="rehearsal", started=began, finished=now, status="done",
            counts={"new": 11},
        )  # fmt: skip
        failed = replace(done, id=8, status="failed", message="the layout g1 has changed", counts={"refused": 9})
        crawled = SiteStanding(
            name="rehearsal",
            scheduled=True,
            runs=(failed, done),
            last=failed,
            sound=done,
            late=Late(2, began),
            next=now + timedelta(hours=9),
            refusals=(Refusal("clean", "the page does not fit the layout g1", 9, "http://a.example/<b>"),),
            refused=(9, 2),
            alarms=(Alarm("layout g1", "the layout g1 has changed"),),
        )
        years = Counter(a.dated.year for a in self.kept if a.dated)
        imported = SiteStanding(name="opdc", coverage=Coverage(len(self.kept), 1, 1, years))
        documents = {"read": 3, "needs-ocr": 1}
        return Standing(sites=(crawled, imported), counts=self.counts(), documents=documents, seq=len(self.kept))

    def waiting(self, seq: int) -> tuple[int, datetime | None]:
        return max(0, len(self.kept) - seq), None

    def moment(self) -> int:
        return 0

    def gone_since(self, article_id: str) -> datetime | None:
        return CAPTURED if article_id in self.gone else None

    def sites(self) -> tuple[Site, ...]:
        return (Site(name="rehearsal", title_th="เว็บซ้อม", title_en="Rehearsal"),)

    def name_of(self, kind: NameKind, name_id: str) -> str | None:
        return next((name for held, name in self._names(kind) if held == name_id), None)

    def named(
        self, kind: NameKind, *, holding: str = "", ids: Sequence[str] = (), limit: int = 50, start: int = 0
    ) -> NamedPart:
        found = [n for n in self._counted(kind) if holding in n.name or n.id in ids]
        found.sort(key=lambda n: (-n.pages, n.id))
        return NamedPart(tuple(found[start : start + limit]), len(found))

    def named_under(self, kind: NameKind, letter: str, *, least: int = 1, limit: int = 50, start: int = 0) -> NamedPart:
        found = [n for n in self._counted(kind) if n.name.lstrip("เแโใไ")[:1] == letter and n.pages >= least]
        return NamedPart(tuple(found[start : start + limit]), len(found))

    def spellings(self, person_id: str) -> tuple[tuple[str, int], ...]:
        return tuple(Counter(p.name for a in self.kept for p in a.people if p.id == person_id).most_common())

    def titles_of(self, person_id: str) -> tuple[tuple[str, int], ...]:
        people = (p for a in self.kept for p in a.people if p.id == person_id and p.title)
        return tuple(Counter(p.title or "" for p in people).most_common())

    def tenures_of(self, person_id: str) -> tuple[Tenure, ...]:
        return tuple(t for t in self._tenures() if t.person_id == person_id)

    def tenures_at(self, body: str) -> tuple[Tenure, ...]:
        return tuple(t for t in self._tenures() if t.body == body)

    def said_of(self, person_id: str, article_ids: Iterable[str]) -> tuple[Held, ...]:
        wanted = set(article_ids)
        return tuple(row for row in self._held() if row.person_id == person_id and row.article_id in wanted)

    def page_heads(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        return {a.id: (a.title, a.url) for a in self.kept if a.id in article_ids}

    def are_posts_behind(self) -> bool:
        return self.behind

    def _names(self, kind: NameKind) -> Iterator[tuple[str, str]]:
        for a in self.kept:
            yield from {
                "person": [(p.id, p.name) for p in a.people],
                "agency": [(g.id, g.name) for g in a.agencies],
                "province": [(p, p) for p in a.provinces],
            }[kind]

    def _counted(self, kind: NameKind) -> list[Named]:
        return [Named(held, name, n) for (held, name), n in Counter(self._names(kind)).items()]

    def _held(self) -> Iterator[Held]:
        for a in self.kept:
            for p in a.people:
                for post in posts(p.position or ""):
                    yield Held(
                        person_id=p.id, name=p.name, title=p.title or "", position=p.position or "", article_id=a.id,
                        version=a.version, day=a.dated, dated_by="published" if a.dated else "", role=post.role,
                        body=post.body, body_name=post.body_name, manner=post.manner,
                    )  # fmt: skip

    def _tenures(self) -> Iterator[Tenure]:
        together: dict[tuple[str, str, str, Manner], list[Held]] = {}
        for row in self._held():
            together.setdefault((row.person_id, row.role, row.body, row.manner), []).append(row)
        for (person, role, body, manner), rows in together.items():
            pages = sorted({(r.day, r.article_id) for r in rows}, key=lambda page: (page[0] is None, str(page[0])))
            yield Tenure(
                person_id=person, name=rows[0].name, role=role, body=body, body_name=rows[0].body_name, manner=manner,
                pages=tuple(pages),
            )  # fmt: skip

    def listed(self, after: int, until: int) -> Iterator[tuple[str, datetime]]:
        for article in self.kept[after:until]:
            yield article.id, article.captured or CAPTURED

    def last_seq(self) -> int:
        return len(self.kept)

    def location_of(self, article_id: str, version: int) -> Location | None:
        return next((v.location for v in self.versions(article_id) if v.version == version), None)

    def digest_of(self, article_id: str, version: int) -> str:
        return next((v.digest for v in self.versions(article_id) if v.version == version), "")

    def document_copy(self, url: str) -> DocumentCopy | None:
        if url in self.unfetched:
            return None
        return DocumentCopy(Location("20261120-opdc.warc.gz", 500, 500), CAPTURED, url.rpartition("/")[2])

    def newest_of(self, ids: Collection[str]) -> Iterator[str]:
        return (article.id for article in reversed(self.kept) if article.id in ids)


@dataclass
class FakeEngine:
    """Finds articles that hold every blank-separated word of the query; remembers what it was asked."""

    kept: tuple[Article, ...] = field(default_factory=sample_articles)
    asked: list[SearchRequest] = field(default_factory=list)
    counted: list[SearchRequest] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    prepared: int = 0
    suggestions: tuple[str, ...] = ()

    def search(self, request: SearchRequest) -> SearchPage:
        self.asked.append(request)
        words, found = self._found(request)
        start = (request.page - 1) * request.per_page
        return SearchPage(
            query=Understood(q=request.q, understood=" ".join(words), notes=self.notes),
            total=len(found),
            took_ms=1.8,
            page=request.page,
            per_page=request.per_page,
            hits=tuple(_hit(a, words) for a in found[start : start + request.per_page]),
            facets=_facets(found),
            timeline=tuple(Month(m, n) for m, n in sorted(Counter(str(a.dated)[:7] for a in found if a.dated).items())),
            suggestions=self.suggestions if request.offers and not found else (),
        )

    def whole(self, request: SearchRequest) -> Whole:
        self.asked.append(request)
        words, found = self._found(request)
        query = Understood(q=request.q, understood=" ".join(words), notes=self.notes)
        named = ((a.id, a.version) for a in found)
        return Whole(query=query, state=self.state(), total=len(found), found=named)

    def total(self, request: SearchRequest) -> int:
        self.counted.append(request)
        return len(self._found(request)[1])

    def _found(self, request: SearchRequest) -> tuple[list[str], list[Article]]:
        words = [w.strip('"') for w in request.q.split()]
        found = [a for a in self.kept if all(w in f"{a.title} {a.body}" for w in words) and _passes(a, request)]
        found.sort(key=lambda a: str(a.dated or ""), reverse=request.sort != "oldest")
        return words, found

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        return tuple(a.title for a in self.kept if a.title.startswith(prefix))[:limit]

    def similar(self, article_id: str, limit: int = 10) -> tuple[Hit, ...]:
        here = next((a for a in self.kept if a.id == article_id), None)
        alike = (a for a in self.kept if here and a.id != here.id and set(a.provinces) & set(here.provinces))
        return tuple(_hit(a, ()) for a in alike)[:limit]

    def same(self, article_id: str) -> tuple[Same, ...]:
        here = next((a for a in self.kept if a.id == article_id), None)
        return tuple(
            Same(a.id, a.title, a.dated) for a in self.kept if here and a.id != here.id and a.body == here.body
        )

    def state(self) -> IndexState:
        return IndexState(name="kept", seq=len(self.kept), documents=len(self.kept), made_with="nothing")

    def at_rest(self) -> FakeEngine:
        return self

    def refresh(self) -> bool:
        return False

    def prepare(self) -> None:
        self.prepared += 1

    def close(self) -> None:
        self.asked.clear()


def fake_read(folder: Path, location: Location) -> Capture:
    """The capture that lies at every location of FakeShelf: a windows-874 page with a script in it."""
    if location.offset > 9000:
        raise ArchiveProblem(f"no record at {location}; run: khlang doctor")
    page = (
        "<html><head><title>ข่าว</title></head><body><p>ประชาชน</p><script>document.title='ran'</script></body></html>"
    )
    return Capture(
        url=AUDIT.url, site="opdc", captured=CAPTURED, body=page.encode("cp874"), digest=DIGEST, charset="utf-8"
    )


def _passes(article: Article, request: SearchRequest) -> bool:
    day = article.dated
    if (request.date_from or request.date_to or request.year) and day is None:
        return False
    return (
        (not request.date_from or str(day) >= str(request.date_from))
        and (not request.date_to or str(day) <= str(request.date_to))
        and (not request.year or (day is not None and day.year + 543 in request.year))
        and _any(request.agency, (a.id for a in article.agencies))
        and _any(request.province, article.provinces)
        and _any(request.kind, (article.kind,))
        and _any(request.section, article.section)
        and _any(request.site, (article.site,))
        and _any(request.person, (name for p in article.people for name in (p.id, p.name)))
    )


def _any(wanted: Sequence[str], had: Iterable[str]) -> bool:
    return not wanted or bool(set(wanted) & set(had))


def _hit(article: Article, words: Sequence[str]) -> Hit:
    return Hit(
        id=article.id,
        url=article.url,
        title=article.title,
        title_marked=_marked(article.title, words),
        published=article.published,
        dated=article.dated,
        dated_from=article.dated_from,
        kind=article.kind,
        site=article.site,
        section=article.section,
        snippet=_marked(article.body.replace("\n\n", " ")[:230], words) + " …",
        score=1.0,
        version=article.version,
        sample=article.sample,
    )


def _marked(text: str, words: Sequence[str]) -> str:
    safe = html.escape(text)
    for word in words:
        if word:
            safe = safe.replace(html.escape(word), f"<mark>{html.escape(word)}</mark>")
    return safe


def _timeline(found: Sequence[Article]) -> tuple[Month, ...]:
    months = Counter(str(a.dated)[:7] for a in found if a.dated)
    return tuple(Month(month, n) for month, n in sorted(months.items()))


def _facets(found: Sequence[Article]) -> dict[str, tuple[FacetValue, ...]]:
    years = Counter(str(a.dated.year + 543) for a in found if a.dated)
    agencies = Counter((a.id, a.name) for article in found for a in article.agencies)
    plain: dict[str, Counter[str]] = {
        "province": Counter(p for a in found for p in a.provinces),
        "person": Counter(p.name for a in found for p in a.people),
        "kind": Counter(a.kind for a in found),
        "section": Counter(s for a in found for s in a.section[:1]),
        "site": Counter(a.site for a in found),
    }
    facets = {name: tuple(FacetValue(v, v, n) for v, n in count.most_common()) for name, count in plain.items()}
    facets["year"] = tuple(FacetValue(y, y, n) for y, n in sorted(years.items(), reverse=True))
    facets["agency"] = tuple(FacetValue(i, name, n) for (i, name), n in agencies.most_common())
    return facets
