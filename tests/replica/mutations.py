"""Ways in which a site is redesigned overnight: each turns an article page of any generation into another layout.

A mutation gets the parsed page and the article that it shows, and returns the page as HTML; what it does is said by
its name. ``python -m tests.replica --fault '/content=mutated:shell'`` shows one in a browser.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from lxml import html  # type: ignore[import-untyped]  # lxml ships no types

from tests.replica.articles import ReplicaArticle
from tests.replica.render import short_date

Tree = Any
Mutation = Callable[[Tree, ReplicaArticle], str]
SITE = "สำนักงาน ก.พ.ร."
MENU = ("หน้าหลัก", "เกี่ยวกับเรา", "ข่าวสาร", "บริการประชาชน", "คลังความรู้", "ดาวน์โหลดแบบฟอร์ม", "ร้องเรียน", "ติดต่อเรา")


def mutate(name: str, body: bytes, article: ReplicaArticle) -> bytes:
    """The page *body* of *article* under the mutation *name*, as UTF-8."""
    return MUTATIONS[name](html.document_fromstring(_text(body)), article).encode()


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp874", "replace")
    return re.sub(r"<meta[^>]*charset[^>]*>", '<meta charset="utf-8">', text)


def _shown(tree: Tree) -> str:
    made: str = html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return made


def _elements(tree: Tree) -> Iterator[Tree]:
    return (e for e in tree.body.iter() if isinstance(e.tag, str))


def _content(tree: Tree, article: ReplicaArticle) -> Tree:
    """The innermost element that holds the whole text of the article."""
    wanted = [_bare(p) for p in article.body]
    return [e for e in _elements(tree) if all(p in _bare(e.text_content()) for p in wanted)][-1]


def _titles(tree: Tree, article: ReplicaArticle) -> list[Tree]:
    return [e for e in _elements(tree) if len(e) <= 3 and _bare(e.text_content()) == _bare(article.title)]


def _bare(text: str) -> str:
    return "".join(text.split())


def _paragraphs(article: ReplicaArticle, tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(p)}</{tag}>" for p in article.body)


def _fill(element: Tree, inner: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    element.extend(html.fragments_fromstring(inner, no_leading_text=True))


def _page(article: ReplicaArticle, body: str, head: str = "", title: str | None = None) -> str:
    name = escape(f"{article.title} - {SITE}" if title is None else title)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{name}</title>{head}</head><body>{body}</body></html>'
    )


def _menu(tag: str = "div") -> str:
    return "".join(f'<{tag}><a href="/m/{n}">{label}</a></{tag}>' for n, label in enumerate(MENU))


def renamed(tree: Tree, article: ReplicaArticle) -> str:
    """Every class and id has another name, and headings another rank."""
    for element in _elements(tree):
        for key in ("class", "id"):
            if value := element.get(key):
                element.set(key, f"c{zlib.crc32(value.encode()):x}")
        if element.tag in ("h1", "h2", "h3", "h4"):
            element.tag = "h5"
    return _shown(tree)


def soup(tree: Tree, article: ReplicaArticle) -> str:
    """Nothing but div without a name."""
    for element in _elements(tree):
        if element.tag not in ("a", "br", "img", "span", "table", "tr", "td", "th", "tbody", "script", "body"):
            element.tag = "div"
        for key in ("class", "id", "role", "aria-label", "datetime"):
            element.attrib.pop(key, None)
    return _shown(tree)


def title_moved(tree: Tree, article: ReplicaArticle) -> str:
    """The title stands in a banner above everything, no more in the article."""
    for element in _titles(tree, article):
        _fill(element, "")
    banner = html.fragment_fromstring(f'<div class="hero"><p class="lead">{escape(article.title)}</p></div>')
    tree.body.insert(0, banner)
    return _shown(tree)


def split(tree: Tree, article: ReplicaArticle) -> str:
    """Each paragraph in a card of its own, in two columns, outside of what held the article."""
    cards = "".join(
        f'<div class="col{n % 2}"><div class="card">{escape(p)}</div></div>' for n, p in enumerate(article.body)
    )
    head = f'<div class="masthead">{_menu("span")}</div><div class="headline">{escape(article.title)}</div>'
    return _page(article, f'{head}<div class="grid">{cards}</div><div class="bottom">{_menu("span")}</div>')


def no_article_tag(tree: Tree, article: ReplicaArticle) -> str:
    """article, main, header and time are div and span; classes of the article are gone."""
    for element in _elements(tree):
        element.tag = {"article": "div", "main": "div", "header": "div", "time": "span"}.get(element.tag, element.tag)
    for element in [*_content(tree, article).iterancestors(), *_titles(tree, article)]:
        element.attrib.pop("class", None)
    return _shown(tree)


def shell(tree: Tree, article: ReplicaArticle) -> str:
    """An empty page that a script would fill."""
    return _page(article, '<div id="root"></div><script src="/static/js/main.8f3a.js"></script>', title=SITE)


def json_blob(tree: Tree, article: ReplicaArticle) -> str:
    """A framework's page: the chrome rendered, the article as JSON in a script."""
    data = json.dumps({"props": {"title": article.title, "body": list(article.body)}}, ensure_ascii=False)
    blob = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    return _page(article, f'<div id="__next"><div>{_menu()}</div><div>กำลังโหลด...</div></div>{blob}')


def table_layout(tree: Tree, article: ReplicaArticle) -> str:
    """Tables inside tables, menus in the first column."""
    cells = "".join(f'<tr><td class="t{n}">{escape(p)}</td></tr>' for n, p in enumerate(article.body))
    inner = f'<table><tr><td class="hd">{escape(article.title)}</td></tr>{cells}</table>'
    return _page(
        article, f"<table><tr><td>{_menu()}</td><td>{inner}</td></tr><tr><td>{SITE} โทร. 0 2356 9999</td></tr></table>"
    )


def framed(tree: Tree, article: ReplicaArticle) -> str:
    """The text comes from another page, in a frame."""
    _fill(_content(tree, article), '<iframe src="/embed/view?id=1" width="100%"></iframe>')
    return _shown(tree)


def teaser(tree: Tree, article: ReplicaArticle) -> str:
    """The beginning of the text only, and a link to read on."""
    start = escape(article.body[0][:90])
    _fill(
        _content(tree, article),
        f'<p>{escape(article.title)}</p><p>{start}…</p><p><a href="/login?next=1">อ่านต่อ</a></p>',
    )
    return _shown(tree)


def cut_short(tree: Tree, article: ReplicaArticle) -> str:
    """The beginning of the text only, with no word that there is more."""
    _fill(_content(tree, article), f"<p>{escape(article.body[0][:70])}</p>")
    return _shown(tree)


def no_date(tree: Tree, article: ReplicaArticle) -> str:
    """No date beside the text any more: neither stamp nor element nor metadata."""
    for element in [
        *tree.iter("time"),
        *tree.xpath("//*[contains(@class, 'posted-on')] | //meta[@property] | //head/script"),
    ]:
        element.drop_tree()
    for element in [e for e in _elements(tree) if len(e) == 0 and (e.text or "").startswith("เผยแพร่ข้อมูลเมื่อ")]:
        element.text = ""
    return _shown(tree)


def two_articles(tree: Tree, article: ReplicaArticle) -> str:
    """Another whole article of the same form stands in the page."""
    block = _content(tree, article)
    while _bare(article.title) not in _bare(block.text_content()):
        block = block.getparent()
    raw = html.tostring(block, encoding="unicode", with_tail=False).replace(
        escape(article.title), "ข่าวอีกเรื่องหนึ่งของหน้านี้"
    )
    block.addnext(html.fragment_fromstring(raw) if block.tag != "body" else html.fragment_fromstring("<div></div>"))
    return _shown(tree)


def cookie_wall(tree: Tree, article: ReplicaArticle) -> str:
    """A notice on cookies stands where the article stood."""
    wall = (
        "<p>เว็บไซต์ของเราใช้คุกกี้เพื่อพัฒนาประสบการณ์การใช้งานของท่าน โปรดยอมรับคุกกี้ก่อนอ่านเนื้อหา ท่านอ่านรายละเอียดได้ที่นโยบายคุกกี้</p>"
        "<button>ยอมรับทั้งหมด</button><button>ปฏิเสธ</button>"
    )
    _fill(_content(tree, article), wall)
    return _shown(tree)


def cookie_notice(tree: Tree, article: ReplicaArticle) -> str:
    """A notice on cookies is the first paragraph of each article."""
    wall = "<p>เราใช้คุกกี้เพื่อจดจำการตั้งค่าของท่าน เมื่อท่านใช้งานต่อถือว่าท่านยอมรับการใช้คุกกี้ของเรา</p>"
    _content(tree, article).insert(0, html.fragment_fromstring(wall))
    return _shown(tree)


def other_language(tree: Tree, article: ReplicaArticle) -> str:
    """The frame is the same, the article comes in another language than its address says."""
    words = (
        "The office held a meeting on public services with officials of all provinces and agreed on the next steps. "
    )
    if article.lang == "en":
        words = "สำนักงานจัดประชุมเรื่องบริการประชาชนร่วมกับเจ้าหน้าที่จากทุกจังหวัด และเห็นชอบแนวทางดำเนินงานขั้นต่อไป "
    _fill(_content(tree, article), f"<p>{words * 2}</p><p>{words * 3}</p>")
    return _shown(tree)


def menus_inside(tree: Tree, article: ReplicaArticle) -> str:
    """The menus moved into the article, above its text."""
    block = _content(tree, article)
    for entry in reversed(html.fragments_fromstring(_menu())):
        block.insert(0, entry)
    return _shown(tree)


def amp(tree: Tree, article: ReplicaArticle) -> str:
    """An AMP page."""
    head = '<style amp-boilerplate>body{visibility:hidden}</style><script async src="https://cdn.ampproject.org/v0.js"></script>'
    day = short_date(article.published)
    body = (
        f'<amp-sidebar id="s" layout="nodisplay">{_menu()}</amp-sidebar><div class="amp-bar">{SITE}</div>'
        f'<div class="amp-title">{escape(article.title)}</div><div class="amp-date">{day}</div>'
        f'<div class="amp-content"><amp-img src="/a.jpg" width="1" height="1"></amp-img>{_paragraphs(article)}</div>'
    )
    return _page(article, body, head)


def bare_frame(tree: Tree, article: ReplicaArticle) -> str:
    """All the chrome, no article."""
    _fill(_content(tree, article), "")
    for element in _titles(tree, article):
        _fill(element, "")
    return _shown(tree)


def pictures(tree: Tree, article: ReplicaArticle) -> str:
    """The text became pictures."""
    _fill(_content(tree, article), '<p><img src="/1.jpg" alt=""></p><p><img src="/2.jpg" alt=""></p>')
    return _shown(tree)


def component(tree: Tree, article: ReplicaArticle) -> str:
    """The article stands in the shadow of a web component."""
    inner = f"<template shadowrootmode='open'><h1>{escape(article.title)}</h1>{_paragraphs(article)}</template>"
    return _page(article, f"<site-header>{_menu()}</site-header><news-article>{inner}</news-article>", title=SITE)


def cards(tree: Tree, article: ReplicaArticle) -> str:
    """The address of the article leads to a list of news."""
    entry = '<div class="card"><a href="/n/{n}">ข่าวประชาสัมพันธ์ฉบับที่ {n} ของสำนักงาน</a><span>{n} ม.ค. 2567</span></div>'
    return _page(article, f"<div>{_menu()}</div>" + "".join(entry.format(n=n) for n in range(1, 13)), title=SITE)


MUTATIONS: dict[str, Mutation] = {
    made.__name__: made
    for made in (
        *(renamed, soup, title_moved, split, no_article_tag, shell, json_blob, table_layout, framed, teaser, cut_short),
        *(no_date, two_articles, cookie_wall, cookie_notice, other_language, menus_inside, amp, bare_frame, pictures),
        *(component, cards),
    )
}
