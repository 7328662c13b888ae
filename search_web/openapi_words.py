"""What the OpenAPI document says of types, fields and parameters: English, with the Thai word for it."""

from __future__ import annotations

from collections.abc import Mapping

ABOUT = """\
คลังข่าว (Khlang Khao) keeps the news and announcements of Thai government agencies and finds them again.
บริการข้อมูลสำหรับโปรแกรม อ่านได้อย่างเดียว ไม่ต้องลงทะเบียน

- **Reading only**: `GET` and `HEAD`; no key, no cookie.
- **Nothing typed is an error.** A value that is not understood (`sort=x`, `page=0`, `from=yesterday`) is left out or
  replaced, the answer is a 200, and `query.notes` says in a sentence what was searched instead. Programs that want to
  be strict look whether `notes` is empty.
- **Dates** in answers are Gregorian ISO dates; in parameters they may be written in either era, in Thai or Arabic
  digits (`2008-04-22`, `22 เมษายน 2551`, `เม.ย. 2551`, `2551`). `year` of a facet is of the Buddhist era (พ.ศ.).
- **Objects grow**: ignore keys that you do not know.
- **Limits**: searches of one address are counted (`X-RateLimit-…`); a 429 says in
  `Retry-After` how many seconds to wait.
- **Errors** have one shape: `{"error": {"status": 404, "code": "not_found", "message": "…"}}`; the message is Thai, or
  English with `lang=en`.
"""

SCHEMAS: Mapping[str, str] = {
    "SearchPage": "One page of a result (ผลการค้นหาหนึ่งหน้า). `total`, facets and timeline count every page found.",
    "SearchPage.query": "What was typed and what was searched (คำค้นที่พิมพ์และที่ระบบเข้าใจ)",
    "SearchPage.total": "How many pages were found (จำนวนที่พบทั้งหมด)",
    "SearchPage.took_ms": "Milliseconds that the search took",
    "SearchPage.page": "The number of this page, from 1; the last one where a later one was asked for",
    "SearchPage.per_page": "Hits to a page (จำนวนต่อหน้า)",
    "SearchPage.hits": "The hits of this page, in the order of `sort`",
    "SearchPage.facets": "The most frequent values of what can be filtered by, with counts (ตัวกรองและจำนวน)",
    "SearchPage.timeline": "Pages found by month (จำนวนต่อเดือน), oldest first; months without any are left out",
    "SearchPage.suggestions": "Queries to run as they are, best first, at most three (คำค้นที่แนะนำ)",
    "SearchPage.repeats": "With `group=1`: how many pages stand behind a hit with the same content",
    "Understood.q": "The text as typed",
    "Understood.understood": "The query as it was searched",
    "Understood.notes": "A sentence for each part that was not understood (คำอธิบายสิ่งที่ระบบไม่เข้าใจ)",
    "Hit.id": "The id of the article, for `/api/articles/{id}` (รหัสข่าว)",
    "Hit.url": "The address on the agency's site (ที่อยู่ต้นทาง)",
    "Hit.title": "The title as plain text (หัวเรื่อง)",
    "Hit.title_marked": "The title as safe HTML: escaped, matches in `<mark>`",
    "Hit.published": "The day that the page itself gives for its publication (วันที่เผยแพร่); null where it gives none",
    "Hit.dated": "The day by which it is sorted, filtered and counted",
    "Hit.dated_from": "What `dated` was read from; empty where there is none",
    "Hit.kind": "The kind of news (ประเภท): news, announcement, procurement, job, knowledge, listing, other",
    "Hit.site": "The name of the site's profile (เว็บไซต์)",
    "Hit.section": "The breadcrumb, outermost first (หมวด)",
    "Hit.snippet": "Safe HTML around the matches (ข้อความบางส่วน): escaped, matches in `<mark>`",
    "Hit.score": "How well it fits; comparable within one answer only",
    "Hit.version": "The newest version that is kept (ฉบับล่าสุด)",
    "Hit.sample": "Whether it comes from a rehearsal site and is no real news (ข่าวตัวอย่าง)",
    "Hit.same": "With `group=1`: the first other pages with this content (หน้าที่มีเนื้อหาเดียวกัน)",
    "Hit.same_total": "With `group=1`: how many other pages with this content were found",
    "Hit.explain": "Why it has this score; only where it was asked for",
    "FacetValue.value": "What to filter by",
    "FacetValue.label": "What to show",
    "FacetValue.count": "How many of the pages found have it",
    "Month.month": "Gregorian `YYYY-MM`",
    "Article": "What a page says, understood (ข่าวหนึ่งเรื่องที่ระบบอ่านแล้ว).",
    "Article.id": "The same for every address of the article (รหัสข่าว)",
    "Article.url": "The address that it was captured from (ที่อยู่ต้นทาง)",
    "Article.site": "The name of the site's profile (เว็บไซต์)",
    "Article.lang": "`th` or `en`",
    "Article.title": "The heading (หัวเรื่อง)",
    "Article.section": "The breadcrumb, outermost first (หมวด)",
    "Article.kind": "The kind of news (ประเภท)",
    "Article.published": "The day that the page gives for its publication (วันที่เผยแพร่)",
    "Article.published_from": "What `published` was read from",
    "Article.dated": "The day by which the article is sorted, filtered and counted",
    "Article.dated_from": "What `dated` was read from",
    "Article.stamp": "The page's own publication stamp",
    "Article.updated": "The page's own stamp of its last change (วันที่ปรับปรุง)",
    "Article.body": "Paragraphs with a blank line between, in the page's own characters (เนื้อข่าว)",
    "Article.tables": "Tables, each after so many paragraphs (ตาราง)",
    "Article.people": "Persons that it names (บุคคล), with the places where they stand",
    "Article.agencies": "Bodies that it names (หน่วยงาน), with the places where they stand",
    "Article.provinces": "Provinces that it names (จังหวัด)",
    "Article.dates": "Dates that stand in it (วันที่ในเนื้อข่าว)",
    "Article.laws": "Laws and sections that it names (กฎหมาย)",
    "Article.event": "Its main happening (เหตุการณ์หลัก), null where it tells of none",
    "Article.credits": "Who made the page (ผู้จัดทำ)",
    "Article.attachments": "Documents that it links (เอกสารแนบ)",
    "Article.sample": "Whether it comes from a rehearsal site and is no real news (ข่าวตัวอย่าง)",
    "Article.warnings": "What a reader should know (ข้อควรระวัง)",
    "Article.addresses": "All addresses of the article, that of its id first",
    "Article.version": "The number of this version, from 1 (ฉบับที่)",
    "Article.captured": "When the page of this version was captured, UTC (เวลาที่เก็บ)",
    "Article.capture": "The WARC file and offset of the capture",
    "Article.layout": "The layout of the profile that the page was read by",
    "Article.lacks": "What of that layout the page does not have",
    "Article.province_mentions": "Where the names in `provinces` stand",
    "Article.law_mentions": "Where the names in `laws` stand",
    "Surface": "One place where a name stands: exact characters, offsets in code points into the field `where`.",
    "Version.article_id": "The id of the article",
    "Version.version": "The number of the version, from 1 (ฉบับที่)",
    "Version.captured": "When its page was captured, UTC (เวลาที่เก็บ)",
    "Version.url": "The address that it was captured from",
    "Version.title": "The title of this version",
    "Version.digest": "The WARC payload digest of the capture, `sha1:` and base32",
}

PARAMETERS: Mapping[str, str] = {
    "q": 'What to search for (คำค้น), in the query language of the search page: words, `"exact text"`, `-without`, '
    "`OR`/`หรือ`, `หน่วยงาน:`, `ปี:2550..2552`, `ปฏิรูป*`, `ประยุทธ์~`. Empty: every article. What is longer than the "
    "setting `max_query` (500 characters) is cut off, with a note.",
    "suggest_q": "What is being typed (คำที่กำลังพิมพ์); the first 200 characters count.",
    "from": "The first day (ตั้งแต่วันที่), or a month or year that begins with it, in either era.",
    "to": "The last day (ถึงวันที่), or a month or year that ends with it, in either era.",
    "year": "Years (ปี), Buddhist era or common era; any of them.",
    "agency": "Bodies by the `value` of the facet (หน่วยงาน); any of them.",
    "person": "Persons by the `value` of the facet (บุคคล); any of them.",
    "province": "Provinces (จังหวัด); any of them.",
    "section": "Sections by the `value` of the facet (หมวด); any of them.",
    "kind": "Kinds of news (ประเภท); any of them.",
    "site": "Names of sites (เว็บไซต์); any of them.",
    "sort": "The order (เรียงตาม): best first, best and newer first, newest first, oldest first. "
    "Without it `relevance` where there is a query, else `newest`.",
    "page": "Which page of the result (หน้าที่); one past the end gives the last, with a note.",
    "per_page": "Hits to a page (จำนวนต่อหน้า).",
    "group": "`1`: pages with the same content are one hit (รวมหน้าที่เนื้อหาเหมือนกัน).",
    "choices": "`1`: a facet that is filtered by counts as if its own filter were not set.",
    "lang": "The language of notes and messages (ภาษาของข้อความ).",
    "id": "The id of an article (รหัสข่าว); an id of another address of it gives the article, too.",
    "person_id": "The id of a person (รหัสบุคคล), from `people` of an article.",
    "agency_id": "The id of an agency (รหัสหน่วยงาน), from `agencies` of an article or the facet.",
    "version": "One version of it (ฉบับที่), from 1; the newest without.",
    "format": "`opensearch`: the answer as browsers want it (OpenSearch Suggestions 1.1), as "
    "`application/x-suggestions+json`.",
}
