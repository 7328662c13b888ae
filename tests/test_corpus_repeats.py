"""What many pages say alike is no article; notices and meetings that legitimately resemble each other are articles."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.fit import lost_signs
from corpus.records import Article, Attachment, Table
from corpus.repeats import LEAST, Repeats
from corpus.settings import Settings
from corpus.store import open_store
from corpus.store_fits import EARLIER, READ, Fitted, length_sign, usual_length
from tests.replica.articles import ReplicaArticle
from tests.replica.mutations import Mutation, Tree, _content, _elements, _fill, _shown, _text, _titles
from tests.test_corpus_drift import Base, articles, run

# A module's fixture, used here too.
from tests.test_corpus_drift import base as base

WALL = "ท่านสามารถอ่านข่าวนี้ได้ในแอปพลิเคชันของสำนักงาน ดาวน์โหลดได้ที่ร้านค้าแอปพลิเคชันบนโทรศัพท์ของท่าน"


def said(number: int, body: str, **more: object) -> Article:
    made = Article(
        id=f"s:{number}",
        url=f"http://s.go.th/news/{number}",
        site="s",
        title=f"เรื่องที่ {'ก' * number}",
        body=body,
        layout="news",
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of an article, as a test gives them


def file_of(number: int) -> tuple[Attachment, ...]:
    return (Attachment(url=f"http://s.go.th/{number}.pdf", filename="f.pdf", media_type="application/pdf"),)


def held(*met: Article) -> list[bool]:
    repeats = Repeats()
    for article in met:
        repeats.meet(article)
    return [repeats.said_by_many(article) for article in met]


def test_one_text_on_several_pages_is_nobodys_own() -> None:
    assert held(*(said(n, WALL) for n in range(1, LEAST + 1))) == [True] * LEAST
    assert held(*(said(n, WALL) for n in range(1, LEAST))) == [False] * (LEAST - 1)


def test_what_is_looked_back_at_are_whole_runs_however_many_signs_they_have(tmp_path: Path) -> None:
    signs = tuple(f"sign {n}" for n in range(70))
    with open_store(Settings(data=tmp_path)) as store:
        for _ in range(EARLIER + 3):
            run = store.begin_run("crawl s", "s")
            with store.batch():
                store.note_fit(run, "s", "news", (READ, *signs))
            store.end_run(run, "done", {})
        found = store.sound_fits("s", "news", run)
    assert [one.run for one in found] == list(range(run - 1, run - 1 - EARLIER, -1))
    assert all((one.read, one.lacks) == (1, dict.fromkeys(signs, 1)) for one in found)


def test_a_page_met_twice_counts_once() -> None:
    assert held(*[said(1, WALL)] * (2 * LEAST)) == [False] * 2 * LEAST


def test_the_title_and_the_number_of_the_page_do_not_make_a_text_its_own() -> None:
    pages = [said(n, f"อ่าน เรื่องที่ {'ก' * n} (ข่าวหมายเลข {n}) ในแอปพลิเคชันของเรา") for n in range(101, 104)]
    assert held(*pages) == [True] * 3


def test_pages_of_several_layouts_or_without_one_are_not_compared() -> None:
    assert not any(held(*(said(n, WALL, layout=f"l{n}") for n in range(1, 9))))
    assert not any(held(*(said(n, WALL, layout="") for n in range(1, 9))))


def test_short_notices_with_documents_or_tables_of_their_own_are_articles() -> None:
    assert not any(held(*(said(n, "ดาวน์โหลดเอกสาร", attachments=file_of(n)) for n in range(1, 30))))
    assert not any(
        held(*(said(n, "ผลการคัดเลือก", tables=(Table(after=1, rows=((f"ราย {n}",),)),)) for n in range(1, 30)))
    )
    mixed = [said(n, "ดาวน์โหลดเอกสาร", attachments=file_of(n) if n > 3 else ()) for n in range(1, 30)]
    assert not any(held(*mixed)[3:])  # some documents of the site are links that it does not know as such


def test_a_wall_is_one_too_where_a_few_pages_link_documents_beside_it() -> None:
    assert all(held(*(said(n, WALL, attachments=file_of(n) if n < 3 else ()) for n in range(1, 20))))


def test_one_document_on_all_pages_does_not_make_them_different() -> None:
    assert all(held(*(said(n, WALL, attachments=file_of(1)) for n in range(1, 5))))


def test_meetings_of_a_series_are_articles() -> None:
    body = "คณะกรรมการประชุมครั้งที่ {}/2567 เมื่อวันที่ {} มกราคม 2567 ณ ห้องประชุม 1 อาคารสำนักงาน"
    assert not any(held(*(said(n, body.format(n, n + 3)) for n in range(1, 20))))


def test_the_title_of_most_pages_is_none_and_a_title_that_comes_again_is_one() -> None:
    repeats = Repeats()
    pages = [said(n, f"เนื้อหา {'ข' * n}", title="ข่าวประชาสัมพันธ์" if n % 3 else f"เรื่อง {n}") for n in range(1, 13)]
    for page in pages:
        repeats.meet(page)
    assert [repeats.lost(None, page) for page in pages] == [("heading",) if n % 3 else () for n in range(1, 13)]
    assert repeats.lost(pages[0], pages[0]) == ()  # the title that it always had
    weekly = Repeats()
    for n in range(1, 13):
        weekly.meet(said(n, f"เนื้อหา {'ข' * n}", title="" if n % 3 else "สรุปข่าวประจำสัปดาห์"))
    assert not weekly.titled_as_most(said(3, "เนื้อหา ขขข", title="สรุปข่าวประจำสัปดาห์"))


def test_a_paragraph_that_most_pages_gained_is_seen_and_one_that_they_had_is_not() -> None:
    repeats = Repeats()
    before = [said(n, f"เรื่อง {'ข' * n}\n\nที่มา: กรมประชาสัมพันธ์") for n in range(1, 9)]
    after = [replace(page, body=f"สวัสดีค่ะ มีอะไรให้ช่วยไหมคะ\n\n{page.body}") for page in before]
    for page in after:
        repeats.meet(page)
    assert [repeats.lost(old, new) for old, new in zip(before, after, strict=True)] == [("alike",)] * 8
    assert [repeats.lost(None, new) for new in after] == [()] * 8
    same = Repeats()
    for page in before:
        same.meet(page)
    assert [same.lost(replace(page, body="เดิม\n\nที่มา: กรมประชาสัมพันธ์"), page) for page in before] == [()] * 8


def test_an_article_that_shrank_or_has_another_date_waits_for_the_end_of_the_run() -> None:
    before = said(1, "ก" * 1000, published=date(2024, 1, 5))
    assert lost_signs(before, replace(before, body="ข" * 200)) == ("length",)
    assert lost_signs(before, replace(before, body="ข" * 200, attachments=file_of(1))) == ()
    assert lost_signs(before, replace(before, body="ข" * 300)) == ()
    assert lost_signs(before, replace(before, body="ก" * 300)) == ("whole",)
    assert lost_signs(before, replace(before, published=date(1970, 1, 1))) == ("date",)
    assert lost_signs(replace(before, published=None), before) == ()


def test_the_usual_length_is_that_of_the_middle_of_all_runs() -> None:
    assert usual_length([]) == 0
    lengths = {int(length_sign("ก" * n).split()[1]): 1 for n in (10, 900, 5000)}
    assert usual_length([Fitted(1, "layout news", lengths=lengths)]) == 512


# --- whole pages of the replica ---------------------------------------------------------------------------------


def wall(tree: Tree, article: ReplicaArticle) -> str:
    """Title and date stand, the text is one line that is the same everywhere."""
    _fill(_content(tree, article), f"<p>{WALL}</p>")
    return _shown(tree)


def slogan(tree: Tree, article: ReplicaArticle) -> str:
    """The name of the section stands where each title stood."""
    for element in [*_titles(tree, article), *tree.iter("title")]:
        element.text = "ข่าวประชาสัมพันธ์องค์กร"
    return _shown(tree)


def greeting(tree: Tree, article: ReplicaArticle) -> str:
    """A program that answers questions says hello above each text."""
    _content(tree, article).insert(0, html.fragment_fromstring("<p>สวัสดีค่ะ ดิฉันผู้ช่วยตอบคำถามอัตโนมัติ มีอะไรให้ช่วยไหมคะ</p>"))
    return _shown(tree)


def epoch(tree: Tree, article: ReplicaArticle) -> str:
    """All dates are that of the move to another system."""
    for element in [e for e in _elements(tree) if len(e) == 0 and (e.text or "").startswith("เผยแพร่ข้อมูลเมื่อ")]:
        element.text = "เผยแพร่ข้อมูลเมื่อ 1 มกราคม 2513 07:00:00"
    for element in tree.iter("time"):
        element.set("datetime", "1970-01-01")
        element.text = "1 มกราคม 2513"
    return _shown(tree)


def summary(tree: Tree, article: ReplicaArticle) -> str:
    """Another sentence of each article stands in the place of its text."""
    _fill(_content(tree, article), f"<p>สรุป: {article.body[0][30:110]}</p>")
    return _shown(tree)


def pages_of(base: Base, mutation: Mutation) -> list[tuple[str, bytes, str]]:
    return [
        (p.url, mutation(html.document_fromstring(_text(p.body)), p.truth).encode("utf-8", "replace"), "utf-8")
        for p in base.pages
    ]


@pytest.mark.parametrize("mutation", [wall, slogan, greeting, epoch, summary], ids=lambda m: str(m.__name__))
def test_a_known_site_that_says_one_thing_everywhere_is_an_alarm(
    base: Base, mutation: Callable[[Tree, ReplicaArticle], str], tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    shutil.copytree(base.data, settings.data)
    before = {article.id: article.title for article in articles(settings)}
    assert run(settings, base.site, pages_of(base, mutation), day=1)
    after = articles(settings)
    assert {article.id: article.title for article in after if article.version == 1}.items() <= before.items()
    assert sum(article.version > 1 for article in after) <= 3  # single pages whose date the page does not give itself
