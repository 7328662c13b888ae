"""Small government sites on loopback, each with one way of telling its pages: WordPress, plain lists, a sitemap, and
a site as agencies have had them for twenty years: tables, scripts with parameters, lists with pages.

::

    with Served(wordpress_site) as site:
        site.url    # http://127.0.0.1:PORT/
        site.log    # [(seconds, path with query, headers)]
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlsplit

from crawler.fetcher import Page
from tests.serving import Serving

Answer = tuple[int, str, bytes]  # status, Content-Type, body
Pages = Callable[[str, str], "Answer | None"]  # base address, path with query

HTML = "text/html; charset=utf-8"
SENTENCES = (
    "สำนักงานได้จัดการประชุมเชิงปฏิบัติการเพื่อพัฒนาระบบราชการ โดยมีผู้แทนจากส่วนราชการและจังหวัดเข้าร่วมจำนวนมาก "
    "ที่ประชุมได้รับฟังรายงานผลการดำเนินงานและแลกเปลี่ยนความคิดเห็นเกี่ยวกับแนวทางการให้บริการประชาชน "
    "พร้อมทั้งมอบหมายให้หน่วยงานที่เกี่ยวข้องดำเนินการต่อไปตามแผนที่กำหนด"
)


class Served(Serving):
    """A small site, served by a thread from ``__enter__`` to ``__exit__``."""

    def __init__(self, pages: Pages) -> None:
        served = self
        self.log: list[tuple[float, str, dict[str, str]]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                served.log.append((time.monotonic(), self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, kind, body = pages(served.url, self.path) or (404, HTML, b"<title>404</title>not found")
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("Location", body.decode())
                for line in kind.split("\n"):
                    name, colon, value = line.partition(": ")
                    self.send_header(name if colon else "Content-Type", value if colon else name)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is http.server's
                """Say nothing: the log is Served.log."""

        super().__init__(Handler)

    @property
    def url(self) -> str:
        """The address of the front page."""
        return f"{self.address}/"

    @property
    def paths(self) -> list[str]:
        """What was asked for."""
        return [path for _, path, _ in self.log]


class Canned:
    """Pages of a small site without a server; a context manager like :class:`crawler.fetcher.Fetcher`."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is open."""

    def get(self, url: str) -> Page:
        self.asked.append(url)
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        status, kind, body = self._pages(f"{parts.scheme}://{parts.netloc}/", path) or (404, HTML, b"")
        return Page(url=url, final=url, status=status, body=body, headers=(("Content-Type", kind),),
                    requests=len(self.asked))  # fmt: skip


def news(number: int, extra: str = "") -> str:
    """The page of one news item."""
    title = f"การประชุมพัฒนาระบบราชการ ครั้งที่ {number}/2565"
    return (
        f"<html lang='th'><head><title>{title}</title></head><body><div id='menu'><a href='/'>หน้าหลัก</a></div>"
        f"<article><h1>{title}</h1><p>วันที่ {number} กรกฎาคม 2565</p>"
        f"<p>{number} หน่วยงานเข้าร่วม {SENTENCES}</p>{extra}</article></body></html>"
    )


# --- WordPress ---------------------------------------------------------------------------------------------------

SLUGS = {n: f"ประชุม-ครั้งที่-{n}" for n in range(1, 31)}
PDF_POST = 30  # its body is a frame with a PDF and nothing else
VIEWER = "https://viewer.example/flipbook/?pdf={}%3Fwp-hosted%3D1&title="


def wordpress_site(base: str, path: str) -> Answer | None:
    """Thirty posts with Thai slugs; REST at its usual place, a feed of ten a page, a PDF in a foreign viewer."""
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path == "/":
        links = "".join(f"<a href='/{quote(SLUGS[n])}/'>การประชุมพัฒนาระบบราชการ ครั้งที่ {n}</a>" for n in (30, 29, 28))
        head = (
            "<meta name='generator' content='WordPress 6.4'><title>สำนักงานตัวอย่าง &#8211; ข่าว</title>"
            f"<link rel='alternate' type='application/rss+xml' href='{base}feed/'>"
            f"<link rel='https://api.w.org/' href='{base}wp-json/'>"
        )
        return 200, HTML, f"<html lang='th'><head>{head}</head><body>{links}</body></html>".encode()
    if parts.path == "/robots.txt":
        return 200, "text/plain", b"User-agent: *\nDisallow: /wp-admin/\nCrawl-delay: 0.05\n"
    if parts.path == "/wp-json/wp/v2/posts":
        return _rest(base, query)
    if parts.path == "/feed/":
        return _feed(base, int(query.get("paged", "1")))
    if parts.path.startswith("/wp-content/uploads/"):
        return 200, "application/pdf", b"%PDF-1.4\n%%EOF\n"
    for number, slug in SLUGS.items():
        if parts.path.lower() == f"/{quote(slug)}/".lower():
            return 200, HTML, _post(base, number).encode()
    return None


def _post(base: str, number: int) -> str:
    return news(number, _frame(base) if number == PDF_POST else "")


def _frame(base: str) -> str:
    return f"<iframe src='{VIEWER.format(quote(f'{base}wp-content/uploads/2022/07/scan.pdf', safe=''))}'></iframe>"


def _rest(base: str, query: dict[str, str]) -> Answer:
    numbers = [n for n in sorted(SLUGS, reverse=True) if _day(n) >= query.get("modified_after", "")]
    size, page = int(query["per_page"]), int(query["page"])
    records = [
        {
            "id": 27000 + n,
            "date": _day(n),
            "modified": _day(n),
            "link": f"{base}{quote(SLUGS[n]).lower()}/",  # WordPress writes its escapes in lower case
            "title": {"rendered": f"ครั้งที่ {n} &#8211; 2565"},
            "content": {"rendered": _frame(base) if n == PDF_POST else f"<p>{SENTENCES}</p>"},
        }
        for n in numbers[(page - 1) * size : page * size]
    ]
    return 200, f"application/json\nX-WP-TotalPages: {-(-len(numbers) // size)}", json.dumps(records).encode()


def _day(number: int) -> str:
    return f"2022-07-{number:02}T09:00:00"


def _feed(base: str, page: int) -> Answer | None:
    numbers = sorted(SLUGS, reverse=True)[(page - 1) * 10 : page * 10]
    items = "".join(
        f"<item><title>ครั้งที่ {n} &amp;#8211; 2565</title><link>/{quote(SLUGS[n])}/</link></item>" for n in numbers
    )
    text = f"<rss><channel><generator>https://wordpress.org/?v=6.4</generator>{items}</channel></rss>"
    return (200, "application/rss+xml", text.encode()) if numbers else None


# --- plain lists in TIS-620 --------------------------------------------------------------------------------------

YEARS = {2551: ("เมษายน", "พฤษภาคม"), 2552: ("มกราคม",)}
SESSION = "PHPSESSID=5f3a0c1e"


def lists_site(base: str, path: str) -> Answer | None:
    """A tree of years and months in windows-874, undeclared; session ids in links; a calendar without an end."""
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query, encoding="cp874").items()}
    if parts.path == "/":
        options = "".join(f"<option value='list.php?y={year}&{SESSION}'>ปี {year}</option>" for year in YEARS)
        text = f"<select>{options}</select><a href='cal.php?d=1'>ปฏิทิน</a><a href='/print.php?id=1'>พิมพ์</a>"
        return _thai(f"<title>กรมตัวอย่าง</title>{text}")
    if parts.path == "/list.php" and int(query.get("y", 0)) in YEARS:
        return _thai(_list(int(query["y"]), query.get("m", ""), query.get("page", "1")))
    if parts.path == "/cal.php":
        day = int(query["d"])
        links = "".join(f"<a href='cal.php?d={day * 7 + n}&w={n}'>{n}</a>" for n in range(7))
        return _thai(links)
    if parts.path == "/view.php" and query.get("id", "").isdigit():
        return _thai(news(int(query["id"])))
    return None


def _list(year: int, month: str, page: str) -> str:
    if not month:
        return "".join(f"<a href='list.php?y={year}&m={name}'>{name} (6)</a>" for name in YEARS[year])
    first = list(YEARS[year]).index(month) * 10 + (year - 2551) * 100 + (int(page) - 1) * 3 + 1
    items = "".join(
        f"<li><a href='view.php?cat=2&id={n}&{SESSION}'>การประชุมพัฒนาระบบราชการ ครั้งที่ {n}</a>"
        f"<a href='view.php?id={n}&cat=2'>อ่านต่อ</a></li>"
        for n in range(first, first + 3)
    )
    return items + (f"<a rel='next' href='list.php?y={year}&m={month}&page=2'>&gt;&gt;</a>" if page == "1" else "")


def _thai(text: str) -> Answer:
    return 200, "text/html", f"<html><body>{text}</body></html>".encode("cp874")


# --- only a sitemap ----------------------------------------------------------------------------------------------

DOCUMENTS = range(101, 113)


def sitemap_site(base: str, path: str) -> Answer | None:
    """No list anywhere: robots.txt names an index (with a BOM) of a gzipped sitemap with bare ampersands."""
    if path == "/":
        return 200, HTML, b"<html><head><title>Department of Examples</title></head><body>Welcome</body></html>"
    if path == "/robots.txt":
        return 200, "text/plain", b"User-agent: *\r\nAllow: /\r\nSiteMap: /maps/index.xml\r\n"
    if path == "/maps/index.xml":
        text = "<sitemapindex><sitemap><loc> news.xml.gz </loc></sitemap></sitemapindex>"
        return 200, "text/html", b"\xef\xbb\xbf\n" + f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
    if path == "/maps/news.xml.gz":
        entries = "".join(f"<url><loc>{base}doc.php?lang=th&id={n}</loc></url>" for n in DOCUMENTS)
        return 200, "application/octet-stream", gzip.compress(f"<urlset>{entries}".encode())  # its end is missing
    parts = urlsplit(path)
    number = parse_qs(parts.query).get("id", ["0"])[0]
    if parts.path == "/doc.php" and int(number) in DOCUMENTS:
        return 200, HTML, news(int(number)).encode()
    return None


# --- an old site: tables, cp874, lists with categories and pages ----------------------------------------------------

AGENCY = "สำนักงาน ก.พ.ร."
ITEMS = range(1, 25)  # odd numbers are news, even ones procurement
PER_PAGE = 5
MENU = ("หน้าแรก", "ประวัติความเป็นมาของหน่วยงาน", "โครงสร้างการบริหารงานของหน่วยงาน", "กระดานข่าว", "ติดต่อเรา")
SHARE = "ส่งต่อให้เพื่อน"
_TOPICS = ("แผนปฏิบัติราชการ", "มาตรฐานการให้บริการ", "ระบบสารสนเทศ", "การลดขั้นตอน", "การประเมินผล", "เครือข่ายภาคประชาชน")


def item_title(number: int) -> str:
    """The title of an item of :func:`agency_site`."""
    kind = "ประกวดราคาจ้างพัฒนา" if number % 2 == 0 else "ประชุมชี้แจงเรื่อง"
    return f"{kind}{_TOPICS[number % 6]} รุ่นที่ {number} ประจำปีงบประมาณ"


def item_body(number: int) -> list[str]:
    """Its paragraphs."""
    return [
        f"ผู้แทนส่วนราชการ {number + 30} แห่งเข้าร่วมรับฟังรายละเอียดเกี่ยวกับ{_TOPICS[number % 6]} ณ ห้องประชุมชั้น {number % 9 + 1}",
        f"โดยมีเป้าหมายให้หน่วยงานจำนวน {number * 7} หน่วยดำเนินการให้แล้วเสร็จภายในไตรมาสถัดไป พร้อมรายงานผลต่อคณะกรรมการ",
        f"ทั้งนี้ ขอให้แจ้งผู้รับผิดชอบกลับมายังฝ่ายเลขานุการเพื่อนัดหมายการติดตามผลรอบที่ {number}",
    ]


def agency_site(base: str, path: str) -> Answer | None:
    """A front page with five items; two categories of lists with pages; articles in nested tables; a counter."""
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path in ("/", "/index.php"):
        items = "".join(_item(n) for n in (24, 23, 22, 21, 20))
        more = "<a href='news/show_list.php?cat=1'>ข่าวทั้งหมด</a> <a href='news/show_list.php?cat=2'>จัดซื้อจัดจ้าง</a>"
        return _old("ยินดีต้อนรับ", f"<b>ข่าวล่าสุด</b><br>{items}{more}")
    if parts.path == "/news/show_list.php" and query.get("cat") in ("1", "2"):
        numbers = [n for n in reversed(ITEMS) if n % 2 == int(query["cat"]) % 2]
        page = int(query.get("p", "1"))
        pages = "".join(f"<a href='show_list.php?p={n}&cat={query['cat']}'>{n}</a> " for n in (1, 2, 3))
        return _old("รายการ", "".join(map(_item, numbers[(page - 1) * PER_PAGE : page * PER_PAGE])) + pages)
    if parts.path == "/news/show.php" and query.get("item", "").isdigit() and int(query["item"]) in ITEMS:
        number = int(query["item"])
        return _old(
            item_title(number),
            f"<table class='doc'><tr><td class='head2'>{item_title(number)}</td></tr>"
            f"<tr><td class='small'>โพสต์เมื่อ {number} มี.ค. 2562</td></tr>"
            f"<tr><td>{'<br><br>'.join(item_body(number))}<br><br><span class='fwd'>{SHARE}</span></td></tr>"
            f"<tr><td class='cnt'>เปิดอ่าน {number * 113} ครั้ง</td></tr></table>",
        )
    if parts.path == "/page.php":
        return _old(MENU[int(query["id"])], f"<p>{SENTENCES}</p>")
    return None


def _item(number: int) -> str:
    order = f"cat={number % 2}&item={number}" if number % 3 else f"item={number}&cat={number % 2}"
    return f"<li><a href='/news/show.php?{order}'>{item_title(number)}</a> {number} มี.ค. 2562</li>"


def _old(title: str, text: str) -> Answer:
    menu = "<br>".join(f"<a href='/page.php?id={n}'>{name}</a>" for n, name in enumerate(MENU))
    page = (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=tis-620'><title>{AGENCY} - {title}"
        f"</title></head><body><table><tr><td colspan=2>{AGENCY}</td></tr><tr><td>{menu}</td><td>{text}</td></tr>"
        "<tr><td colspan=2>ผู้เข้าชมวันนี้ 25 คน สงวนลิขสิทธิ์</td></tr></table></body></html>"
    )
    return 200, "text/html", page.encode("cp874")
