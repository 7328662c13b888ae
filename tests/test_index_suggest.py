"""What is offered to a person who misspelt something or typed on the wrong layout, over a small index."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Agency, Person
from corpus.settings import Settings
from index import search
from index.engine import SearchEngine
from index.hits import SearchPage, SearchRequest
from index.keyboard import caps_lock, to_latin, to_thai
from index.warm import warm
from index.whoosh_engine import WhooshEngine
from tests.small_archive import article, put

PEOPLE = ("เมฆินทร์ เมธาวิกูล", "ณรงค์ศักดิ์ โอสถธนากร", "ทศพร ศิริสัมพันธ์", "พงศ์โพยม วาศภูติ")
BODIES = (("opdc", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"), ("moi", "กระทรวงมหาดไทย"))
TOPICS = (
    "ประชุมคณะรัฐมนตรี",
    "สัมมนาข้าราชการ",
    "ปรารถนา สุขของประชาชน",
    "นโยบาย PMQA 4.0",
    "บริการ e-Service กับ covid และ IUU",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    made = Settings(data=tmp_path_factory.mktemp("archive"))
    articles = []
    for n in range(40):
        person, (key, body), topic = PEOPLE[n % 4], BODIES[n % 2], TOPICS[n % 5]
        articles.append(
            article(
                n,
                f"{topic} ครั้งที่ {n}",
                f"นาย{person} จาก{body} กล่าวถึง {topic} ที่จังหวัดปทุมธานี ข่าวกับนายแร็มโก",
                people=(Person(id=f"p{n % 4}", name=person, title="นาย"),),
                agencies=(Agency(id=key, name=body),),
                provinces=("ปทุมธานี", "กรุงเทพมหานคร"),
            )
        )
    put(made, articles)
    search.build(made)
    opened = search.open_engine(made)
    yield opened
    opened.close()


def ask(engine: SearchEngine, query: str) -> SearchPage:
    return engine.search(SearchRequest(q=query))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ประชมุ", "ประชุม"),
        ("สัมนา", "สัมมนา"),
        ("ปราถนา", "ปรารถนา"),
        ("ข้าราชกาล", "ข้าราชการ"),
        ("คณะรัฐมนตี", "คณะรัฐมนตรี"),
        ("เมคิน เมธาวิกุล", "เมฆินทร์ เมธาวิกูล"),
        ("นรงค์สัก โอสถธนากร", "ณรงค์ศักดิ์ โอสถธนากร"),
        ("ทศพรสิริสัมพันธ์", "ทศพร ศิริสัมพันธ์"),
        ("ดร.ทสพร ศิริสัมพัน", "ทศพร ศิริสัมพันธ์"),
        ("พงโพยม วาสภูติ", "พงศ์โพยม วาศภูติ"),
        ("กะซวงมหาดไท", "กระทรวงมหาดไทย"),
        ('"ประชมุ"', '"ประชุม"'),
        ("PMQA นโยบ่าย", "PMQA นโยบาย"),
        ('บุคคล:"ทสพร ศิริสัมพัน"', 'บุคคล:"ทศพร ศิริสัมพันธ์"'),
        ("หน่วยงาน:กะทรวงมหาดไทย", 'หน่วยงาน:"กระทรวงมหาดไทย"'),
        ("สัมนา -ประชาชน", "สัมมนา -ประชาชน"),
        ("ประชมุคณะรัฐมนตี", "ประชุมคณะรัฐมนตรี"),
    ],
)
def test_what_was_meant_is_offered_first(engine: SearchEngine, typed: str, meant: str) -> None:
    page = ask(engine, typed)
    assert page.suggestions[:1] == (meant,)
    assert ask(engine, page.suggestions[0]).total > 0
    assert page.query.q == typed


@pytest.mark.parametrize(
    "query",
    [
        "ประชุม",
        "ข้าราชการ",
        "เมฆินทร์ เมธาวิกูล",
        "นายทศพร ศิริสัมพันธ์",
        "PMQA",
        "e-Service",
        "covid",
        "4.0",
        "ก.พ.ร.",
        "หน่วยงาน:opdc",
        "จังหวัด:ปทุมธานี",
        "",
        "   ",
        "*",
        "2551",
        "(",
        "ปรารถนา -PMQA",
    ],
)
def test_nothing_is_offered_for_what_is_right(engine: SearchEngine, query: str) -> None:
    assert ask(engine, query).suggestions == ()


@pytest.mark.parametrize(
    "meant",
    ["ประชุม", "ข้าราชการ", "เมฆินทร์ เมธาวิกูล", "กระทรวงมหาดไทย", "ปทุมธานี", "ปรารถนา สุขของประชาชน ครั้งที่ ๒"],
)
def test_thai_typed_on_the_english_layout_is_answered_at_once(engine: SearchEngine, meant: str) -> None:
    page = ask(engine, to_latin(meant))
    assert page.suggestions[0] == meant
    assert page.total == ask(engine, meant).total > 0
    assert [hit.id for hit in page.hits] == [hit.id for hit in ask(engine, meant).hits]
    assert any("สลับแป้นพิมพ์" in note for note in page.query.notes)


@pytest.mark.parametrize("meant", ["PMQA", "covid", "e-Service", "PMQA 4.0"])
def test_english_typed_on_the_thai_layout_is_answered_at_once(engine: SearchEngine, meant: str) -> None:
    page = ask(engine, to_thai(meant))
    assert page.suggestions == (meant,)
    assert page.total == ask(engine, meant).total > 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-jk;", "ข่าว"),  # a dash is the key of ข
        ("รีี", "iuu"),  # the normaliser drops one of the two marks
        ("xit=6, PMQA", "ประชุม PMQA"),
        ("นโยบาย ญ?๐ฤ", "นโยบาย PMQA"),
        ("okpciH,Fd", "นายแร็มโก"),  # a name that is in one page and in no dictionary
    ],
)
def test_what_pages_hold_is_believed(engine: SearchEngine, typed: str, meant: str) -> None:
    assert ask(engine, typed).suggestions[:1] == (meant,)


def test_quotes_around_words_on_the_wrong_layout_stay(engine: SearchEngine) -> None:
    assert ask(engine, '"xit=6,"').suggestions[:1] == ('"ประชุม"',)
    assert ask(engine, '"-jk; xit=6,"').suggestions == ()  # no page holds "ข่าว ประชุม"


@pytest.mark.parametrize("typed", ["เมฆินทร โอสถธนากร", "ทศพน วาศภูต"])
def test_a_name_is_offered_only_where_somebody_has_it(engine: SearchEngine, typed: str) -> None:
    for offered in ask(engine, typed).suggestions:
        assert offered in PEOPLE


WORDS = ("ประชมุ", "สัมนา", "xit=6,", "-jk;", "PMQA", "ญ?๐ฤ", "ทสพร", "สิริสัมพัน", "กพร", '"', "(", ")", "OR", "-", "*")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=6).map(" ".join))
def test_whatever_is_typed_is_helped_with_queries_that_find_something(engine: SearchEngine, typed: str) -> None:
    page = ask(engine, typed)
    assert len(page.suggestions) <= 3
    for offered in page.suggestions:
        assert ask(engine, offered).total > 0, offered
    assert len(engine.suggest(typed, limit=3)) <= 3


def test_a_warm_snapshot_helps_as_a_cold_one(engine: SearchEngine) -> None:
    assert isinstance(engine, WhooshEngine)
    cold = engine.at_rest()
    before = ask(cold, "ทสพร ศิริสัมพัน").suggestions, cold.suggest("เมคินท")
    warm(cold._newest())
    assert (ask(cold, "ทสพร ศิริสัมพัน").suggestions, cold.suggest("เมคินท")) == before


def test_caps_lock_is_seen_through(engine: SearchEngine) -> None:
    assert ask(engine, caps_lock(to_latin("ประชุม"))).suggestions == ("ประชุม",)


def test_words_are_read_one_by_one_and_operators_stay(engine: SearchEngine) -> None:
    assert ask(engine, f"{to_latin('นโยบาย')} PMQA").suggestions[0] == "นโยบาย PMQA"
    assert ask(engine, f"{to_latin('ประชุม')} -{to_latin('สัมมนา')}").suggestions[0] == "ประชุม -สัมมนา"
    assert ask(engine, f"หน่วยงาน:{to_latin('กระทรวงมหาดไทย')}").suggestions[0] == "หน่วยงาน:กระทรวงมหาดไทย"


def test_a_quoted_string_stays_what_was_asked_for(engine: SearchEngine) -> None:
    page = ask(engine, f'"{to_latin("ประชุม")}"')
    assert page.total == 0
    assert page.suggestions[0] == '"ประชุม"'


def test_the_note_is_told_in_english(engine: SearchEngine) -> None:
    page = engine.search(SearchRequest(q=to_latin("ประชุม"), lang="en"))
    assert any("keyboard layout" in note for note in page.query.notes)


@pytest.mark.parametrize("query", ["ทสพร~", "เมคิน~", "พงโพยม~", "สัมนา~"])
def test_similar_words_are_those_that_sound_so_too(engine: SearchEngine, query: str) -> None:
    assert ask(engine, query).total >= 8


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("เมฆ", "เมฆินทร์ เมธาวิกูล"),
        ("เมธา", "เมฆินทร์ เมธาวิกูล"),
        ("นายเมฆ", "เมฆินทร์ เมธาวิกูล"),
        ("เมฆินทร์เม", "เมฆินทร์ เมธาวิกูล"),
        ("กพร", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"),
        ("ก.พ.ร.", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"),
        ("opdc", "สำนักงานคณะกรรมการพัฒนาระบบราชการ"),
        ("มหาด", "กระทรวงมหาดไทย"),
        ("ปทุม", "ปทุมธานี"),
        (to_latin("เมฆ"), "เมฆินทร์ เมธาวิกูล"),
        (to_thai("opd"), "สำนักงานคณะกรรมการพัฒนาระบบราชการ"),
        ("เมคินท", "เมฆินทร์ เมธาวิกูล"),
        ("กทม", "กรุงเทพมหานคร"),
        ("จ.ปทุม", "ปทุมธานี"),
        ("Pathum", "ปทุมธานี"),
    ],
)
def test_completions(engine: SearchEngine, typed: str, first: str) -> None:
    assert engine.suggest(typed)[:1] == (first,)


def test_completions_are_bounded(engine: SearchEngine) -> None:
    assert engine.suggest("ป", limit=1) == ("ปทุมธานี",)
    assert engine.suggest("ประชุม", limit=3)[0].startswith("ประชุมคณะรัฐมนตรี")
    assert engine.suggest("ประชุม", limit=0) == ()
    assert engine.suggest("ไม่มีอะไรเช่นนี้เลยในคลัง") == ()
    assert "กระทรวงมหาดไทย" not in engine.suggest("กระทรวงการ")  # though hasty pages write กระทรวงการมหาดไทย
    assert engine.suggest("\ud800") == ()


def test_a_spelling_that_differs_in_marks_alone_is_offered_where_it_finds_more(tmp_path: Path) -> None:
    archive = Settings(data=tmp_path)
    put(archive, [article(n, "โควตาสลาก" if n else "โควต้าสลาก", "ข่าว") for n in range(4)])
    search.build(archive)
    engine = search.open_engine(archive)
    assert [engine.search(SearchRequest(q=q)).total for q in ("โควต้า", "โควตา")] == [1, 3]
    assert engine.search(SearchRequest(q="โควต้า สลาก")).suggestions == ("โควตา สลาก",)
    assert engine.search(SearchRequest(q="โควตา สลาก")).suggestions == ()
