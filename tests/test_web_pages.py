"""The pages for people: what they show, in both languages, and that every string of theirs is in the one table."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import search_web
from corpus.records import Article, Person, Table
from corpus.settings import Settings
from index.engine import IndexState
from index.hits import FACETS, SearchPage, SearchRequest
from search_web import create_app
from search_web.text import LANGS, TABLES, TEXTS, count, say
from tests.web_fakes import AUDIT, CAPTURED, FakeEngine, FakeShelf, fake_read, sample_articles

PACKAGE = Path(search_web.__file__).parent
SETTINGS = Settings(rate_limit="")
AUDIT_PAGE = f"/article/{AUDIT.id}"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(SETTINGS, engine=engine, store=FakeShelf(), read=fake_read).test_client()


def client_of(*articles: Article) -> FlaskClient:
    return create_app(SETTINGS, engine=FakeEngine(articles), store=FakeShelf(articles), read=fake_read).test_client()


class Page(HTMLParser):
    """What a test wants to know of a page: its text, its links, its tags, what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def get(client: FlaskClient, address: str, status: int = 200, /, **query: str | list[str]) -> Page:
    answer = client.get(address, query_string=query or None)
    assert answer.status_code == status, answer.text[:500]
    assert answer.content_type == "text/html; charset=utf-8"
    assert len(answer.data) <= 100_000
    page = Page(answer.text)
    assert not page.open, f"left open: {page.open}"
    assert not page.wrong, f"closed wrongly: {page.wrong}"
    return page


# --- the table of texts


def test_every_text_exists_in_both_languages_with_the_same_slots() -> None:
    for key, texts in TEXTS.items():
        assert len(texts) == len(LANGS), key
        assert all(t.strip() for t in texts), key
        slots = [set(re.findall(r"\{(\w+)\}", t)) for t in texts]
        assert slots[0] == slots[1], key


def test_no_key_is_in_two_tables() -> None:
    assert len(TEXTS) == sum(map(len, TABLES))
    tables = {path.stem for path in (PACKAGE / "texts").glob("*.py")} - {"__init__"}
    assert len(tables) == len(TABLES)


def test_thai_texts_are_thai_and_english_texts_english() -> None:
    thai = re.compile("[ก-๛]")
    for key in TEXTS.keys() - {"other_language", "other_language_label", "filter_date_hint"}:
        th, en = (re.sub(r"\{\w+\}", "", t) for t in TEXTS[key])
        assert thai.search(th) or not re.search("[A-Za-z]", th), key
        assert not thai.search(en), key


def test_one_of_a_thing_is_singular_in_english() -> None:
    assert count("en", "results_count", 1) == "1 article"
    assert count("en", "results_count", 1234) == "1,234 articles"
    assert count("th", "results_count", 1) == "พบ 1 ข่าว"
    assert say("en", "filter_remove", label="<b>") == "Remove filter: <b>"


def test_templates_hold_no_bare_strings() -> None:
    for path in (PACKAGE / "templates").glob("*.html"):
        source = re.sub(r"\{%\s*raw\s*%\}.*?\{%\s*endraw\s*%\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        source = re.sub(r"\{% block page %\}\w+", "", source)  # the class of the body, not spoken
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.S)
        for spoken in re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', plain):
            assert not spoken.strip(), f"{path.name}: {spoken!r}"
        bare = re.sub(r"<[^>]*>", " ", plain)
        assert not re.search(r"\w", bare), f"{path.name}: {bare.split()}"


def test_every_text_is_used_and_every_used_text_exists() -> None:
    files = [p for p in PACKAGE.rglob("*") if p.suffix in (".html", ".py") and p.parent.name != "texts"]
    sources = "\n".join(p.read_text(encoding="utf-8") for p in files)
    named = set(re.findall(r"""["'](\w+)["']""", sources))
    made = (
        "kind_",
        "from_",
        "dated_",
        "facet_",
        "error_",
        "sort_",
        "timeline_",
        "chip_",
        "browse_",
        "day_by_",
        "column_",
        "format_",
        "rule_",
        "part_",
        "why_in_",
    )
    of_names = ("manner_", "why_", "region_", "list_", "unknown_")
    for key in TEXTS:
        assert key in named or key.startswith((*made, *of_names)) or key.removesuffix("_one") in named, (
            f"{key} is never used"
        )
    for key in re.findall(r"""(?:\bt\(|say\(lang, |count\(lang, )["'](\w+)["']""", sources):
        assert key.endswith("_") or key in TEXTS, f"{key} is used but not in the table"


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(
    "path", ["/", "/search", "/search?q=ประชาชน", AUDIT_PAGE, f"{AUDIT_PAGE}/versions", "/nothing"]
)
def test_every_page_has_its_frame_in_the_asked_language(client: FlaskClient, path: str, lang: str) -> None:
    address = path + ("" if lang == "th" else ("&" if "?" in path else "?") + "lang=en")
    page = get(client, address, 404 if path == "/nothing" else 200)
    assert page.all("html")[0]["lang"] == lang
    assert [len(page.all(tag)) for tag in ("main", "h1", "header", "footer")][:2] == [1, 1]
    assert page.links[0] == "#main"
    assert page.all("title")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in page.tags:
        for reference in ("aria-labelledby", "aria-describedby", "for", "list", "form"):
            assert set((attrs.get(reference) or "").split()) <= set(ids), attrs
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
    inner = [link for link in page.links if link.startswith("/") and "api/" not in link]
    other = inner.index(next(link for link in inner if ("lang=en" in link) == (lang == "th")))
    assert all(("lang=en" in link) == (lang == "en") for i, link in enumerate(inner) if i != other)


def test_every_field_has_a_label(client: FlaskClient) -> None:
    page = get(client, "/search")
    labelled = {attrs["for"] for attrs in page.all("label") if "for" in attrs}
    within = [b for a, b in pairwise(page.tags) if a[0] == "label" and "for" not in a[1]]
    for field in page.all("input"):
        inside = ("input", field) in within
        assert field.get("type") == "hidden" or field.get("aria-label") or field.get("id") in labelled or inside, field


# --- start page


def test_the_start_page_says_what_is_kept(client: FlaskClient) -> None:
    text = get(client, "/").text
    assert "11 ข่าว" in text
    assert "พ.ศ. 2551–2566" in text
    assert "ก.พ.ร. เปิดรับข้อเสนอรางวัลบริการภาครัฐ" in text
    assert "ตัวอย่าง" in text
    assert "2008–2023" in get(client, "/?lang=en").text


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    for client in (
        client_of(),
        create_app(replace(SETTINGS, data=tmp_path), engine=FakeEngine(())).test_client(),
    ):
        text = get(client, "/").text
        assert "khlang crawl opdc" in text
        assert "khlang index build" in text


def test_without_an_index_the_start_page_still_shows_news(tmp_path: Path) -> None:
    client = create_app(replace(SETTINGS, data=tmp_path), store=FakeShelf()).test_client()
    text = get(client, "/").text
    assert "khlang index build" in text
    assert "ก.พ.ร. เปิดรับข้อเสนอ" in text


# --- results


def test_results_show_what_was_searched_and_what_was_found(client: FlaskClient) -> None:
    page = get(client, "/search", q="การมีส่วนร่วมของประชาชน")
    assert "พบ 4 ข่าว" in page.text
    assert page.text.count("ตัวอย่าง") == 4
    assert "22 เมษายน 2551" in page.text
    assert len(page.all("mark")) == 4
    assert AUDIT_PAGE in page.links
    assert next(f for f in page.all("input") if f.get("name") == "q")["value"] == "การมีส่วนร่วมของประชาชน"


def test_the_form_keeps_every_filter_in_use(client: FlaskClient) -> None:
    asked: dict[str, str | list[str]] = {
        "agency": ["opdc", "gone"],
        "from": "2550",
        "kind": "news",
        "lang": "en",
        "sort": "oldest",
    }
    page = get(client, "/search", **asked)
    fields = [f for f in page.all("input") if f.get("type") != "checkbox" or "checked" in f]
    sent = {(f["name"], f["value"]) for f in fields if f["value"]}
    assert sent == {
        ("agency", "opdc"),
        ("agency", "gone"),
        ("from", "1 Jan 2007"),
        ("kind", "news"),
        ("lang", "en"),
        ("sort", "oldest"),
    }
    again = get(client, "/search", **{"from": "1 Jan 2007"})
    assert next(f for f in again.all("input") if f.get("name") == "from")["value"] == "1 ม.ค. 2550"


def test_filters_reach_the_engine_and_each_can_be_removed(client: FlaskClient, engine: FakeEngine) -> None:
    page = get(client, "/search", q="ประชาชน", agency="dopa", year="2551", to="2560")
    asked = engine.asked[0]
    assert (asked.agency, asked.year, str(asked.date_to)) == (("dopa",), (2551,), "2017-12-31")
    chips = [a["href"] for a in page.all("a") if (a.get("aria-label") or "").startswith("เอาตัวกรองนี้ออก")]
    assert len(chips) == 3
    for removed, href in zip(("to", "year", "agency"), chips, strict=True):
        assert href is not None
        assert removed + "=" not in href
        assert href.count("=") == 3
    assert "กรมการปกครอง" in page.text


def test_a_page_past_the_end_shows_the_last_with_a_note(client: FlaskClient) -> None:
    page = get(client, "/search", page="99", per_page="5")
    assert "ผลการค้นมี 3 หน้า" in page.text
    assert "หน้า 3 จาก 3" in page.text
    assert len([a for a in page.all("a") if a.get("aria-current") == "page"]) == 1


def test_bad_values_are_explained_on_the_page(client: FlaskClient) -> None:
    page = get(client, "/search", q="ประชาชน", **{"from": "เมื่อวาน", "kind": "poem", "sort": "best", "page": "x"})
    for said in ("“เมื่อวาน”", "“poem”", "“best”", "“x”"):
        assert said in page.text


def test_notes_of_the_query_language_are_shown_as_the_engine_says_them() -> None:
    engine = FakeEngine(notes=("วงเล็บไม่ครบคู่ <จึงข้าม>",))
    client = create_app(SETTINGS, engine=engine, store=FakeShelf()).test_client()
    assert "วงเล็บไม่ครบคู่ <จึงข้าม>" in get(client, "/search", q="(ข่าว").text


def test_what_was_searched_instead_is_not_offered_once_more() -> None:
    class Rescued(FakeEngine):
        def search(self, request: SearchRequest) -> SearchPage:
            page = super().search(request)
            return replace(page, query=replace(page.query, understood="ประชาชน"), suggestions=("ประชาชน", "ประชาคม"))

    client = create_app(SETTINGS, engine=Rescued(), store=FakeShelf()).test_client()
    text = " ".join(get(client, "/search", q="xit=k=o").text.split())
    assert "ค้นว่า ประชาชน" in text
    assert "หมายถึง ประชาคม หรือไม่" in text


def test_brackets_alone_are_no_other_query() -> None:
    class Grouping(FakeEngine):
        def search(self, request: SearchRequest) -> SearchPage:
            page = super().search(request)
            return replace(page, query=replace(page.query, understood=f"({request.q})"))

    client = create_app(SETTINGS, engine=Grouping(), store=FakeShelf()).test_client()
    assert "ค้นว่า" not in get(client, "/search", q="ปี 2551").text


def test_nothing_found_helps_further() -> None:
    engine = FakeEngine(suggestions=("ประชาชน",))
    client = create_app(SETTINGS, engine=engine, store=FakeShelf()).test_client()
    page = get(client, "/search", q='"ประชาชนน"', agency="opdc")
    assert "ไม่พบข่าวที่ตรงกับคำค้น" in page.text
    assert "ลองเอาเครื่องหมายออก" in page.text  # the quotes
    assert "ค้นใหม่โดยไม่ใช้ตัวกรอง" not in page.text  # that would find nothing either
    assert "หมายถึง ประชาชน หรือไม่" in " ".join(page.text.split())
    meant = next(link for link in page.links if link.endswith("agency=opdc") and "%22" not in link)
    assert meant.startswith("/search?q=")  # what was probably meant, with the filters
    assert not engine.counted[0].agency
    filtered = get(client, "/search", q="ประชาชน", agency="dopa", kind="job")
    assert "พบ 4 ข่าว" in filtered.text  # what is found without the filters
    assert "กรมการปกครอง" in filtered.text  # not its id, although the result itself counts nothing


def test_the_timeline_has_a_table_beside_it(client: FlaskClient) -> None:
    page = get(client, "/search", q="ประชาชน")
    bars = [a for a in page.all("path") if (a.get("class") or "").startswith("bar")]
    links = [link for link in page.links if "from=" in link]
    buttons = [b["value"] for b in page.all("button") if b.get("name") == "span"]
    assert len(bars) == len(links) == 4
    assert buttons[:2] == ["2008", "2008-04"]
    assert len(buttons) == 8  # each of four years with its only month


def test_a_month_of_the_table_becomes_an_address(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "ประชาชน", "span": "2008-04", "year": "2551", "from": "2550"})
    assert answer.status_code == 302
    assert answer.location.endswith("&from=2008-04-01&to=2008-04-30")
    assert client.get("/search?span=2008-02&lang=en").location.endswith("?from=2008-02-01&to=2008-02-29&lang=en")
    for wrong in ("2008-13", "0000", "9999", "x", "2008-1", "๒๕๕๑-๐๑"):
        assert client.get("/search", query_string={"span": wrong}).status_code == 200, wrong


def test_a_chosen_time_stands_in_its_surroundings(client: FlaskClient) -> None:
    page = get(client, "/search", q="ประชาชน", **{"from": "2551", "to": "2551"})
    kinds = [a.get("class") for a in page.all("path") if (a.get("class") or "").startswith("bar")]
    assert "พบ 1 ข่าว" in page.text
    assert "ช่วงที่เลือก: 2551" in page.text
    assert kinds.count("bar in") == 1
    wider = next(a for a in page.all("a") if a.get("class") == "wider")
    assert "from=" not in str(wider["href"])


def test_the_longest_addresses_keep_the_page_small() -> None:
    many = sample_articles() * 40
    client = create_app(SETTINGS, engine=FakeEngine(many), store=FakeShelf(many)).test_client()
    page = get(client, "/search", q=" ".join(["ราชการ"] * 70), per_page="20", page="3")  # 490 letters, 4500 bytes
    assert "หน้า 3 จาก" in page.text
    filters: dict[str, str | list[str]] = {name: [f"{name}{i}ก" for i in range(20)] for name in FACETS[2:]}
    get(client, "/search", per_page="20", q="ราชการ", **filters)
    get(client, "/search", q=" ".join(["ราชการ"] * 40), agency=["opdc", *(f"a{i}" for i in range(19))])
    long = {name: ["ก" * 200] * 10 for name in FACETS[2:]}
    assert "ที่อยู่ของหน้านี้ยาวเกินไป" in get(client, "/search", 414, q="ข่าว", **long).text


def test_where_links_would_be_long_buttons_of_the_form_take_their_place() -> None:
    articles = tuple(replace(one, body="ก" * 500) for one in sample_articles())
    client = create_app(SETTINGS, engine=FakeEngine(articles), store=FakeShelf(articles)).test_client()
    page = get(client, "/search", q="ก" * 500)
    buttons = {(b.get("name"), b.get("value"), b.get("formaction")) for b in page.all("button") if b.get("form")}
    assert ("order", "newest", None) in buttons
    assert ("span", "2008", None) in buttons
    assert (None, None, "/compare") in buttons
    assert not [link for link in page.links if "sort=" in link]
    answer = client.get("/search?q=a&sort=oldest&order=newest&page=3&kind=news")
    assert answer.status_code == 302
    assert answer.location.endswith("/search?q=a&kind=news&sort=newest")
    assert client.get("/search?q=a&order=worst").status_code == 200


def test_a_query_of_any_length_is_answered_with_a_note(client: FlaskClient) -> None:
    for lang, note in (("th", "ใช้เพียง 500 ตัวอักษรแรก"), ("en", "only its first 500 characters were used")):
        page = get(client, "/search", q="ราชการ " * 1500, lang=lang)
        assert note in page.text
        assert len(max(page.links, key=len)) < 6000


def test_what_no_article_has_is_named(client: FlaskClient) -> None:
    page = get(client, "/search", q="ประชาชน ไม่มีเลย -อำเภอ OR")
    assert "คำที่ไม่ปรากฏในข่าวใดเลย: ไม่มีเลย" in page.text
    assert "ประชาชน พบ 4 ข่าว" in page.text


def test_a_filter_that_leaves_nothing_is_named(client: FlaskClient, engine: FakeEngine) -> None:
    page = get(client, "/search", q="ประชาชน", kind="job", to="2570", lang="en")
    assert "Search without “Job” 4 articles" in page.text
    assert "Search without “until" not in page.text  # that would find nothing either
    many: dict[str, str | list[str]] = {name: [f"{name}{i}" for i in range(9)] for name in FACETS[1:4]}
    engine.asked.clear()
    get(client, "/search", q="ประชาชน", **many)
    assert len(engine.asked) <= 8  # the search, the one without filters, six that could help


class WrittenEngine(FakeEngine):
    """An engine that knows when its index was written."""

    def state(self) -> IndexState:
        return replace(super().state(), written=CAPTURED)


def test_a_result_can_be_cited_in_words(client: FlaskClient) -> None:
    text = get(client, "/search", q="ประชาชน", agency=["opdc", "dopa"], kind="news").text
    assert "คำค้น “ประชาชน” · หน่วยงานที่กล่าวถึง: สำนักงานคณะกรรมการพัฒนาระบบราชการ หรือ กรมการปกครอง · ประเภท: ข่าว" in text
    assert "จากทั้งหมด 11 ข่าวในคลัง · ค้นเมื่อ" in text
    assert "น. · http://localhost/search?q=%E0%B8%9B" in text
    assert "&agency=opdc&agency=dopa&kind=news" in text
    public = Settings(rate_limit="", public_address="https://news.example")
    kept = create_app(public, engine=WrittenEngine(), store=FakeShelf(), read=fake_read).test_client()
    text = get(kept, "/search", q="ประชาชน", page="2", lang="en").text
    said = re.search(r"in the archive, as indexed on (.+), searched on .+, (https://\S+)", text)
    assert said is not None
    assert said[1] == "21 Nov 2026"  # in Thailand
    assert said[2].startswith("https://news.example/search?q=%E0%B8%9B")
    assert said[2].endswith("&lang=en")


def test_a_result_too_long_to_read_says_how_to_narrow_it() -> None:
    many = tuple(replace(one, id=f"opdc:g2:{i}") for i in range(50) for one in sample_articles())
    client = create_app(SETTINGS, engine=FakeEngine(many), store=FakeShelf(many)).test_client()
    assert "ลองเพิ่มคำ" not in get(client, "/search", q="ประชาชน").text
    more = create_app(SETTINGS, engine=FakeEngine(many * 3), store=FakeShelf(many)).test_client()
    assert "ลองเพิ่มคำ" in get(more, "/search", q="ประชาชน").text
    assert "ลองเพิ่มคำ" not in get(more, "/search", q="ประชาชน", kind="news").text


# --- article


def test_the_article_page_shows_every_fact(client: FlaskClient) -> None:
    page = get(client, AUDIT_PAGE)
    for said in (
        AUDIT.title,
        "ข่าวเด่น ก.พ.ร. › ปี 2551 › เมษายน",
        "22 เมษายน 2551",
        "ตามวันที่ในย่อหน้าแรก",
        "3 กันยายน 2552",
        "22–24 เมษายน 2551",
        "หอประชุมศาลากลางจังหวัดปทุมธานี",
        "นายสมหมาย ใจตรง",
        "ผู้ว่าราชการจังหวัดปทุมธานี",
        "สำนักงานคณะกรรมการพัฒนาระบบราชการ",
        "มาตรา 78 (5)",
        "นวลจันทร์ (สลธ.)",
        "แผนตรวจซ้ำรายอำเภอ 2551.pdf",
        "12 หน้า",
        "21 พ.ย. 2569 เวลา 04.00 น.",
        "sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A",
        "ดูทุกฉบับ (2)",
        "ข่าวนี้เป็นตัวอย่าง",
    ):
        assert said in page.text, said
    assert AUDIT.url in page.links
    assert f"{AUDIT_PAGE}/copy" in page.links
    assert not [link for link in page.links if link.startswith("javascript")]
    before = page.text.index("กำหนดการตรวจซ้ำแต่ละอำเภอ")
    assert before < page.text.index("ศาลากลางจังหวัด ชั้น 1") < page.text.index("เอกสารแนบ")


def test_an_older_version_says_so(client: FlaskClient) -> None:
    page = get(client, AUDIT_PAGE, version="1")
    assert "นี่คือฉบับที่ 1 ไม่ใช่ฉบับล่าสุด" in page.text
    assert f"{AUDIT_PAGE}/copy?version=1" in page.links
    for wrong in ("3", "0", "x", "9" * 30):
        get(client, AUDIT_PAGE, 404, version=wrong)


def test_a_vanished_page_says_so() -> None:
    client = create_app(SETTINGS, engine=FakeEngine(), store=FakeShelf(gone=(AUDIT.id,))).test_client()
    assert "หน้านี้ไม่อยู่บนเว็บไซต์ต้นทางแล้ว" in get(client, AUDIT_PAGE).text


def test_the_history_lists_every_version_newest_first(client: FlaskClient) -> None:
    page = get(client, f"{AUDIT_PAGE}/versions")
    assert page.text.index("ฉบับที่ 2") < page.text.index("ฉบับที่ 1")
    assert f"{AUDIT_PAGE}?version=1" in page.links
    get(client, "/article/nothing/versions", 404)


def test_a_rehearsal_site_is_called_by_its_own_title() -> None:
    client = client_of(replace(AUDIT, site="rehearsal"))
    assert "เว็บซ้อม" in get(client, AUDIT_PAGE).text
    assert "Rehearsal" in get(client, "/search?lang=en").text


def test_imported_files_are_no_website() -> None:
    client = client_of(AUDIT, replace(AUDIT, id="import:f:1", site="import"))
    assert "จาก 1 เว็บไซต์" in get(client, "/").text
    assert "นำเข้าจากไฟล์" in get(client, "/search").text


def test_names_lead_to_their_pages(client: FlaskClient) -> None:
    page = get(client, AUDIT_PAGE)
    assert {"/person/p1", "/agency/dopa"} <= set(page.links)


def test_a_bare_article_has_a_page() -> None:
    client = client_of(Article(id="opdc:u:1", url="file:seed.html", site="nowhere"))
    page = get(client, "/article/opdc:u:1")
    assert "(ไม่มีหัวเรื่อง)" in page.text
    assert "หน้านี้ไม่มีเนื้อหาเป็นข้อความ" in page.text
    assert "file:seed.html" not in page.links


def test_a_giant_article_is_read_in_parts() -> None:
    paragraphs = [f"ย่อหน้าที่ {n} " + "ข้อความยาว " * 200 for n in range(60)]
    people = tuple(Person(id=str(n), name=f"คนที่ {n}", position="ตำแหน่ง") for n in range(500))
    table = Table(after=0, rows=(("ก" * 60_000, "ข" * 500),) * 3)
    client = client_of(replace(AUDIT, body="\n\n".join(paragraphs), people=people, tables=(table,)))
    page = get(client, AUDIT_PAGE)
    assert "และอีก 440 รายการ" in page.text
    parts = int(re.search(r"ส่วนที่ 1 จาก (\d+)", page.text)[1])  # type: ignore[index]  # no match fails the test
    seen = " ".join(get(client, AUDIT_PAGE, part=str(n)).text for n in range(1, parts + 1))
    assert all(f"ย่อหน้าที่ {n} " in seen for n in range(60))
    assert get(client, AUDIT_PAGE, part="9999").text.count(f"ส่วนที่ {parts} จาก {parts}") == 1


def test_a_hit_leads_to_its_original_and_its_copy(client: FlaskClient) -> None:
    page = get(client, "/search?q=รางวัล")
    assert {"http://www.opdc.go.th/content/7000", "/article/opdc:g2:7000/copy"} <= set(page.links)
    hostile = client_of(replace(AUDIT, url="javascript:alert(1)"))
    assert "javascript" not in " ".join(get(hostile, "/search").links)


# --- colours


def test_every_pair_of_colours_has_the_contrast_that_reading_needs() -> None:
    css = (PACKAGE / "static" / "style.css").read_text(encoding="utf-8")
    every = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "static").glob("*.css"))
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in css.split(":root {")[1:3])
    assert set(light) == set(dark)
    pairs = [
        *((ink, paper) for ink in ("ink", "soft", "accent", "accent-strong", "visited") for paper in ("paper", "card")),
        *((ink, "tint") for ink in ("ink", "soft", "accent", "accent-strong")),
        ("mark-ink", "mark"),
        ("badge-ink", "badge"),
        *((ink, note) for ink in ("ink", "soft", "accent") for note in ("note", "info", "bad", "good")),
        *((ink, paper) for ink in ("bad-ink", "good-ink") for paper in ("paper", "card")),
        ("bad-ink", "bad"),
        ("good-ink", "good"),
        ("added-ink", "added"),
        ("removed-ink", "removed"),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
    ]
    for name, colours in (("light", light), ("dark", dark)):
        for ink, paper in pairs:
            assert contrast(colours[ink], colours[paper]) >= 4.5, (name, ink, paper)
        for drawn in ("control", "bar", "series-b", "note-line", "info-line", "bad-line", "good-line"):
            assert contrast(colours[drawn], colours["card"]) >= 3, (name, drawn)  # WCAG 1.4.11
            assert contrast(colours[drawn], colours["paper"]) >= 3, (name, drawn)
    written = set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", every))
    assert written <= {ink for ink, _ in pairs}, "a colour of text whose contrast is not tested"


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_remarks_are_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    article = next(a for a in sample_articles() if a.warnings)
    assert "วันที่เผยแพร่ช้ากว่าวันจัดงาน 17 เดือน" in client.get(f"/article/{article.id}").text
    assert "publish stamp 17 months after the event" in client.get(f"/article/{article.id}?lang=en").text


def test_the_start_page_shows_an_article_once() -> None:
    page = get(client_of(*sample_articles()[:5]), "/")
    links = [str(a["href"]) for a in page.all("a") if str(a["href"]).startswith("/article/opdc:g2:")]
    assert len(links) == len(set(links)) == 4


def test_the_start_page_tells_what_changed_this_week(client: FlaskClient) -> None:
    page = get(client, "/")
    assert "ความเคลื่อนไหวใน 7 วันที่ผ่านมา" in page.text
    assert any("/diff?from=" in link for link in page.links)
    assert "What changed in the last 7 days" in get(client, "/?lang=en").text
    assert not any("diff" in link for link in get(client_of(), "/").links)
