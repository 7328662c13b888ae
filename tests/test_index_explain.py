"""Why a hit ranks where it does, and newer pages before older ones where that is asked for."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.records import Attachment
from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.explain import FIELDS, TEXTS, sentence
from index.hits import LANGS, Hit, Reason, SearchRequest
from index.ranking import HALF_LIFE, RECENT, recency
from tests.commands import khlang_on
from tests.quality_pages import PAGES, QUESTIONS, articles
from tests.small_archive import article, put

PAPER = Attachment(url="http://www.opdc.go.th/plan.pdf", media_type="application/pdf", filename="plan.pdf")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    made = Settings(data=tmp_path_factory.mktemp("explain"))
    with_paper = article(90, "แผนประจำปี", "ดูเอกสาร", published=date(2012, 5, 1), attachments=(PAPER,))
    put(made, [*articles(), with_paper], papers={PAPER.url: "กระสอบทรายหนึ่งพันใบ"})
    search.build(made)
    with closing(search.open_engine(made)) as opened:
        yield opened


def hits(engine: SearchEngine, query: str, **more: object) -> tuple[Hit, ...]:
    request = SearchRequest(q=query, explain=True, per_page=100, **more)  # type: ignore[arg-type]  # a test says it
    return engine.search(request).hits


def adds_up(found: tuple[Hit, ...]) -> None:
    for hit in found:
        assert sum(reason.score for reason in hit.explain) == pytest.approx(hit.score, abs=1e-4), hit
        assert all(reason.score > 0 and reason.note for reason in hit.explain), hit


@pytest.mark.parametrize(
    "query",
    [
        *QUESTIONS,
        "น้ำ OR ไฟ",
        "(น้ำ ท่วม) หรือ (ไฟ ไหม้)",
        "(เขื่อน ภูมิพล หรือ แมว) น้ำ",
        "น้ำ -ท่วม",
        "-น้ำ",
        '"น้ำท่วม"',
        '"น้ำท่วม" ถนน',
        '"น้ำ" OR ถนน',
        "น้ำ*",
        "เขือน~",
        "หัวเรื่อง:น้ำ เขื่อน",
        "จังหวัด:ตาก น้ำ",
        "ปี:2553 น้ำ",
        "แมว น้ำ ท่วม ถนน",
        "น้ำ น้ำ น้ำ",
    ],
)
@pytest.mark.parametrize("sort", ["relevance", "recent", "newest"])
def test_the_reasons_of_a_hit_are_its_score(engine: SearchEngine, query: str, sort: str) -> None:
    adds_up(hits(engine, query, sort=sort))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["น้ำ", "ท่วม", "ไฟ", "เขื่อน", "OR", "-", "(", ")", '"', "*", "~", " ", "ใคร", "แมว"])))
def test_the_reasons_add_up_whatever_is_asked(engine: SearchEngine, pieces: list[str]) -> None:
    adds_up(hits(engine, "".join(pieces)))


def reason(found: tuple[Hit, ...], number: int, kind: str, text: str) -> Reason:
    (hit,) = (hit for hit in found if hit.id.endswith(f":{number}"))
    (told,) = (reason for reason in hit.explain if (reason.kind, reason.text) == (kind, text))
    return told


def test_a_word_is_told_with_where_it_stands_how_often_and_on_how_many_pages(engine: SearchEngine) -> None:
    told = reason(hits(engine, "ตาก"), 1, "word", "ตาก")
    assert told.where == {"title": 1, "lead": 2, "body": 2}
    assert told.note == f"“ตาก” เป็นคำ: หัวเรื่อง 1, ความนำ 2, เนื้อหา 2 · พบใน {told.pages} หน้า"
    english = reason(hits(engine, "ตาก", lang="en"), 1, "word", "ตาก")
    assert english.note == f"“ตาก” as a word: title 1, lead 2, text 2 · on {told.pages} pages"


def test_a_word_inside_others_is_told_apart(engine: SearchEngine) -> None:
    assert reason(hits(engine, "คลินิก"), 38, "word", "คลินิก").where["title"] == 1
    assert reason(hits(engine, "สมุด"), 45, "inside", "สมุด").where == {"title": 1, "body": 1}


def test_pairs_quotations_attachments_and_question_words_are_told(engine: SearchEngine) -> None:
    pair = reason(hits(engine, "เขื่อน ภูมิพล"), 21, "together", "เขื่อน ภูมิพล")
    assert pair.note == "“เขื่อน ภูมิพล” ติดกันตามลำดับ: หัวเรื่อง"
    assert reason(hits(engine, '"อำเภอตากใบ"'), 2, "exact", "อำเภอตากใบ").where == {"title": 1, "body": 1}
    assert reason(hits(engine, "กระสอบทราย"), 90, "word", "กระสอบทราย").where == {"attached": 1}
    asked = hits(engine, "ใครทำอะไรที่ไหน แนบภาพข่าว")
    assert reason(asked, 6, "asking", "ใคร").score < reason(asked, 6, "word", "แนบ").score


def test_without_explain_there_is_none(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q="ตาก"))
    assert not any(hit.explain for hit in page.hits)
    assert "explain" not in page.to_json()["hits"][0]
    asked = engine.search(SearchRequest(q="ตาก", explain=True))
    assert [hit.score for hit in asked.hits] == [hit.score for hit in page.hits]
    assert asked.to_json()["hits"][0]["explain"][0]["kind"] == "word"


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_has_a_sentence(lang: str) -> None:
    for kind in TEXTS:
        told = sentence(Reason(kind, "น้ำ", dict.fromkeys(FIELDS, 1234), 5678, 1.0), lang)  # type: ignore[arg-type]
        assert "น้ำ" in told
        assert "{" not in told
        assert ("5,678" in told) == (kind not in ("together", "near", "recent"))


def test_newer_pages_come_first_only_where_that_is_asked_for(engine: SearchEngine) -> None:
    old, new = "opdc:t:61", "opdc:t:62"  # both of the same words but for the number, the newer one longer by nothing
    plain = {hit.id: hit.score for hit in hits(engine, "วันคล้ายวันสถาปนา สำนักงาน")}
    recent = {hit.id: hit.score for hit in hits(engine, "วันคล้ายวันสถาปนา สำนักงาน", sort="recent")}
    assert plain[old] == pytest.approx(plain[new])
    assert recent[new] > recent[old] > plain[old]
    assert recent[new] == pytest.approx(plain[new] * (1 + RECENT), rel=1e-3)


def test_what_is_recent_is_half_as_much_after_the_half_life() -> None:
    days = np.array([1000, 1000 - HALF_LIFE, 0, 1000 - 2 * HALF_LIFE, 5000], np.int32)
    newer = recency(days, np.array([True, True, True, True, False]))
    assert newer[:4].tolist() == pytest.approx([RECENT, RECENT / 2, 0.0, RECENT / 4])
    assert not recency(days, np.zeros(5, np.bool_)).any()


def test_the_command_prints_the_reasons(tmp_path: Path) -> None:
    put(Settings(data=tmp_path), [article(1, *PAGES[1]), article(2, *PAGES[2])])
    khlang = khlang_on(tmp_path, tmp_path)
    khlang("index", "build")
    told = khlang("search", "--explain", "จังหวัดตาก").stdout
    assert "คะแนน" in told
    assert "ติดกันตามลำดับ: หัวเรื่อง" in told
