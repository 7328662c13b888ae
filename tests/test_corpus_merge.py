"""corpus.store_merge and store_aliases: one article with several addresses, its history, its end, and its undoing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from corpus.extract.document import Document
from corpus.likeness import NEIGHBOURHOOD, Kin, Likeness, Verdict, same
from corpus.records import Article, Attachment, Event
from corpus.settings import Settings
from corpus.store import Change, Store, open_store
from tests.kinship import BODY, DAY, FAMILY, GEN2, GEN3, GEN4, START, TITLE, kin, seen, told

EDITED = BODY.replace("45 นาทีเหลือ 20 นาที", "45 นาทีเหลือ 25 นาที")
LATER = EDITED + "\n\nต่อมาหน่วยงานรายงานว่าปรับปรุงเสร็จแล้วทุกข้อ"
OTHER = "ประกาศปิดปรับปรุงระบบสารบรรณอิเล็กทรอนิกส์ตั้งแต่ค่ำวันศุกร์จนถึงเช้าวันจันทร์ " * 4


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(Settings(data=tmp_path / "data")) as opened:
        opened.begin_run("import", "opdc")
        yield opened


def put(store: Store, article: Article, day: int = 0) -> str:
    return store.put(article, seen(article, day), 1, kin=kin(article.id))


def both(store: Store) -> None:
    put(store, told(GEN2), 0)
    put(store, told(GEN3), 1)


def ids(store: Store) -> list[str]:
    return sorted(article.id for _, article in store.articles())


def shown(store: Store, article_id: str = GEN2) -> Article:
    article = store.article(article_id)
    assert article is not None
    return article


def test_two_addresses_of_one_article_are_one_article(store: Store) -> None:
    both(store)
    assert ids(store) == [GEN2]
    assert store.resolved(GEN3) == GEN2
    assert store.aliases(GEN3) == (GEN3,) == store.aliases(GEN2)
    assert store.article(GEN3) == store.article(GEN2)
    assert shown(store).addresses == (told(GEN2).url, told(GEN3).url)
    assert [v.article_id for v in store.versions(GEN3)] == [GEN2]
    assert store.location_of(GEN3) == store.location_of(GEN2)
    assert [a.id for a in store.recent()] == [GEN2]
    assert (store.counts()["articles"], store.counts()["versions"], store.counts()["captures"]) == (1, 1, 2)
    assert list(store.known_urls("opdc")) == [told(GEN2).url, told(GEN3).url]
    assert store.last_addresses("opdc") == (told(GEN2).url, told(GEN3).url)
    assert list(store.faults()) == []


def test_the_index_hears_of_an_id_that_gave_way(store: Store) -> None:
    put(store, told(GEN3), 0)
    before = store.last_seq()
    assert list(store.changes(0)) == [Change(before, GEN3, 1, gone=False)]
    put(store, told(GEN2), 1)
    assert {c.id: c.alias for c in store.changes(before)} == {GEN2: False, GEN3: True}


def test_without_a_family_nothing_is_compared(store: Store) -> None:
    store.put(told(GEN2), seen(told(GEN2), 0), 1)
    store.put(told(GEN3), seen(told(GEN3), 1), 1)
    assert ids(store) == [GEN2, GEN3]
    assert shown(store).addresses == (told(GEN2).url,)


@pytest.mark.parametrize(
    ("why", "other"),
    [
        (
            "the weekly report of another week",
            told(GEN3, event=Event(start=DAY + timedelta(7), end=DAY + timedelta(7))),
        ),
        ("another number in the same text", told(GEN3, BODY.replace("12 คน", "13 คน"))),
        ("another meeting of the series", told(GEN3, title=f"{TITLE} ครั้งที่ 2/2565")),
        ("another language", told(GEN3, lang="en")),
        ("an announcement of other content", told(GEN3, OTHER)),
        ("another title", told(GEN3, title="ประกาศปิดปรับปรุงระบบสารบรรณอิเล็กทรอนิกส์")),
        ("dated at another time", told(GEN3, event=None, published=DAY + timedelta(100))),
    ],
)
def test_what_differs_stays_apart(store: Store, why: str, other: Article) -> None:
    put(store, told(GEN2, published=DAY), 0)
    put(store, other, 1)
    assert ids(store) == [GEN2, GEN3], why


def test_two_ids_of_one_space_are_never_one_article(store: Store) -> None:
    put(store, told(GEN2), 0)
    put(store, told("opdc:g2:7700"), 1)
    assert ids(store) == [GEN2, "opdc:g2:7700"]


def test_a_page_like_two_of_one_space_belongs_to_neither(store: Store) -> None:
    both(store)
    put(store, told("opdc:g2:7700"), 2)
    assert ids(store) == [GEN2, "opdc:g2:7700", GEN3]
    put(store, told("opdc:g2:7700", OTHER), 3)
    assert ids(store) == [GEN2, "opdc:g2:7700"], "the second copy turned into another page: no doubt is left"


# --- history ----------------------------------------------------------------------------------------------------


def test_a_crowd_of_pages_that_say_the_same_is_not_compared_pair_by_pair(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Likeness] = []

    def counted(a: Likeness, b: Likeness) -> Verdict:
        asked.append(a)
        return same(a, b)

    monkeypatch.setattr("corpus.store_merge.same", counted)
    for number in range(NEIGHBOURHOOD + 8):
        for space in ("g2", "wp"):
            asked.clear()
            put(store, told(f"opdc:{space}:{1000 + number}"), number)
            assert len(asked) <= NEIGHBOURHOOD**2 // 4  # each pair of those that hang together once
    assert len(asked) <= NEIGHBOURHOOD
    assert len(ids(store)) == 2 * (NEIGHBOURHOOD + 8)


@pytest.mark.parametrize("first", [True, False])
def test_what_was_one_article_is_none_in_a_crowd(store: Store, first: bool) -> None:
    """Whichever comes first, the pair or the crowd."""
    if first:
        both(store)
        assert ids(store) == [GEN2]
    crowd = [f"opdc:g1:content:{1000 + number}" for number in range(NEIGHBOURHOOD)]
    for day, page in enumerate(crowd):
        put(store, told(page), day)
    if not first:
        both(store)
    assert ids(store) == sorted([*crowd, GEN2, GEN3])


def test_the_dress_of_another_generation_is_no_version(store: Store) -> None:
    put(store, told(GEN2), 0)
    assert put(store, told(GEN3, published=DAY, section=("ข่าวสาร",)), 1) == "new"
    assert put(store, told(GEN3, published=DAY, updated=DAY), 2) == "changed"  # of its own dates
    assert [v.version for v in store.versions(GEN2)] == [1]
    article = shown(store)
    assert (article.published, article.updated, article.section) == (DAY, DAY, ())


def test_an_edit_at_the_address_that_lives_is_a_version(store: Store) -> None:
    both(store)
    put(store, told(GEN3, EDITED), 2)
    assert [(v.version, v.url) for v in store.versions(GEN2)] == [(1, told(GEN2).url), (2, told(GEN3).url)]
    assert (shown(store).body, shown(store).version, shown(store).id) == (EDITED, 2, GEN2)
    assert shown(store).addresses == (told(GEN2).url, told(GEN3).url)
    for day in (3, 4):  # both addresses go on saying what they say
        assert put(store, told(GEN2), day) == "unchanged"
        assert put(store, told(GEN3, EDITED), day) == "unchanged"
    assert put(store, told(GEN2, EDITED), 5) == "changed"
    assert put(store, told(GEN3, LATER), 6) == "changed"
    assert [v.url for v in store.versions(GEN2)] == [told(GEN2).url, told(GEN3).url, told(GEN2).url, told(GEN3).url]
    assert shown(store).body == LATER
    assert list(store.faults()) == []


def test_a_citation_of_a_version_goes_on_saying_what_it_said(store: Store) -> None:
    put(store, told(GEN3), 0)
    put(store, told(GEN3, EDITED), 1)
    put(store, told(GEN2), 2)
    assert shown(store, GEN3).id == GEN2
    cited = store.article(GEN3, 1)
    assert cited is not None
    assert (cited.id, cited.version, cited.body) == (GEN3, 1, BODY)
    assert store.location_of(GEN3, 1) is not None


def test_the_better_facts_of_all_addresses_are_shown(store: Store) -> None:
    old = Attachment(url="http://opdc.go.th/old.pdf", filename="old.pdf", media_type="application/pdf")
    new = replace(old, url="http://opdc.go.th/new.pdf")
    put(store, told(GEN2, published=DAY, published_from="lead", attachments=(old,)), 0)
    put(store, told(GEN3, published=DAY + timedelta(2), published_from="header", attachments=(new,)), 1)
    article = shown(store)
    assert (article.published, article.published_from) == (DAY + timedelta(2), "header")
    assert article.attachments == (old, new)
    for document in (old, new):
        capture = replace(seen(told(GEN4), 3), url=document.url, digest=f"sha1:{document.url}")
        before = store.last_seq()
        store.put_attachment(capture, 1, filename="x", document=Document(f"ข้อความใน {document.url}", 1, state="read"))
        assert [c.id for c in store.changes(before)] == [GEN2], "the article is to be indexed again"
    assert len(store.attachment_texts(GEN2)) == len(store.attachment_texts(GEN3)) == 2


# --- its end ----------------------------------------------------------------------------------------------------


def test_an_article_is_gone_when_its_last_address_is(store: Store) -> None:
    both(store)
    assert not store.mark_gone(GEN2, START + timedelta(5)), "it is still at the other address"
    assert (store.gone_since(GEN2), store.counts()["gone"]) == (None, 0)
    assert store.mark_gone(GEN3, START + timedelta(7))
    assert store.gone_since(GEN2) == store.gone_since(GEN3) == START + timedelta(7)
    assert store.counts()["gone"] == 1
    assert [c.gone for c in store.changes(0) if not c.alias] == [True]
    assert shown(store).body == BODY
    put(store, told(GEN2), 9)
    assert (store.gone_since(GEN3), store.counts()["gone"]) == (None, 0)


def test_a_page_that_becomes_another_leaves_the_article(store: Store) -> None:
    both(store)
    put(store, told(GEN3, EDITED), 2)
    before = store.last_seq()
    put(store, told(GEN3, OTHER, title="ประกาศปิดปรับปรุงระบบ"), 3)
    assert ids(store) == [GEN2, GEN3]
    assert (shown(store).body, len(store.versions(GEN2))) == (BODY, 1)
    assert (shown(store, GEN3).body, len(store.versions(GEN3))) == (OTHER, 3)
    assert {c.id: c.alias for c in store.changes(before)} == {GEN2: False, GEN3: False}
    assert list(store.faults()) == []
    put(store, told(GEN3), 4)
    assert ids(store) == [GEN2], "and comes back with its text"


def test_when_the_first_address_leaves_the_others_stay_together(store: Store) -> None:
    both(store)
    put(store, told(GEN4), 2)
    assert (ids(store), store.aliases(GEN2)) == ([GEN2], (GEN4, GEN3))
    put(store, told(GEN2, OTHER), 3)
    assert (ids(store), store.aliases(GEN4)) == ([GEN2, GEN4], (GEN3,))


def test_doctor_tells_of_aliases_that_contradict_one_another(store: Store) -> None:
    both(store)
    put(store, told(GEN3, EDITED), 2)
    store._write("INSERT INTO aliases VALUES (?, ?, ?, ?, ?)", (GEN2, GEN2, "", "", ""))
    store._write("UPDATE aliases SET article_id = ? WHERE id = ?", (GEN3, GEN3))
    wrong = list(store.faults())
    assert any("which is one of another article" in fault for fault in wrong)
    assert any("which is no address of it" in fault for fault in wrong)


# --- order ------------------------------------------------------------------------------------------------------

ARRIVALS = [
    (told(GEN2), 0),
    (told(GEN2, published=DAY), 3),
    (told(GEN3, published=DAY), 1),
    (told(GEN3, EDITED, published=DAY), 4),
    (told(GEN4), 2),
    (told(GEN4, LATER), 5),
    (told("opdc:g1:content:9", event=None), 6),
    (told("opdc:g2:7700", OTHER), 7),
    (told("opdc:wp:8000", title=f"{TITLE} ครั้งที่ 2/2565"), 8),
    (told("opdc:wp:8001", BODY.replace("12 คน", "14 คน")), 9),
]


def outcome(arrivals: Sequence[tuple[Article, int]], folder: Path) -> object:
    """The articles after these pages came in this order: addresses, what is shown, the history of texts."""
    with open_store(Settings(data=folder)) as store:
        store.begin_run("import", "opdc")
        for article, day in arrivals:
            put(store, article, day)
        assert list(store.faults()) == []
        return sorted(
            (
                article.id,
                article.addresses,
                article.body,
                str(article.published),
                sorted((v.captured, v.url) for v in store.versions(article.id)),
            )
            for _, article in store.articles()
        )


@given(order=st.permutations(ARRIVALS), held=st.integers(0, len(ARRIVALS)))
@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_in_which_pages_come_changes_nothing(
    order: list[tuple[Article, int]], held: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = sorted(order[held:], key=lambda arrival: arrival[1])
    assert outcome(order[held:], tmp_path_factory.mktemp("a")) == outcome(kept, tmp_path_factory.mktemp("b"))


def test_a_family_of_another_site_is_another_family(store: Store) -> None:
    put(store, told(GEN2), 0)
    store.put(told(GEN3), seen(told(GEN3), 1), 1, kin=Kin(FAMILY.replace("opdc", "other"), kin(GEN3).space))
    assert ids(store) == [GEN2, GEN3]


def test_pages_stored_before_there_were_families_are_compared_when_they_come_again(store: Store) -> None:
    store.put(told(GEN2, published=date(2022, 7, 18)), seen(told(GEN2), 0), 1)
    put(store, told(GEN3), 1)
    assert ids(store) == [GEN2, GEN3]
    put(store, told(GEN2, published=date(2022, 7, 18)), 2)
    assert ids(store) == [GEN2]


def test_the_number_of_a_version_is_never_given_to_another_text(store: Store) -> None:
    both(store)
    put(store, told(GEN3, EDITED), 2)
    put(store, told(GEN3, OTHER), 3)
    assert store.article(GEN2, 2) is None
    put(store, told(GEN2, LATER), 4)
    assert [v.version for v in store.versions(GEN2)] == [1, 3]
    put(store, told(GEN3, EDITED), 5)
    adopted = store.article(GEN2, 2)
    assert adopted is not None
    assert adopted.body == EDITED


def corrected(store: Store, article: Article, version: int, day: int) -> None:
    """What a version was understood as, put right: the capture of *day* read again."""
    store.correct(article, version, seen(article, day))


def test_a_page_that_is_read_better_is_found_to_be_the_same(store: Store) -> None:
    misread = told(GEN3, "เมนู หน้าแรก ติดต่อเรา แผนผังเว็บไซต์ ค้นหา " * 20)
    put(store, told(GEN2), 0)
    put(store, misread, 1)
    assert ids(store) == [GEN2, GEN3]
    corrected(store, told(GEN3), 1, 1)
    assert ids(store) == [GEN2]
    corrected(store, misread, 1, 1)
    assert ids(store) == [GEN2, GEN3]


def test_an_adopted_version_is_read_better_with_its_own(store: Store) -> None:
    both(store)
    put(store, told(GEN3, LATER + "\n\nเมนู ติดต่อเรา"), 5)
    assert shown(store).body.endswith("ติดต่อเรา")
    number = shown(store).version
    corrected(store, told(GEN3, LATER), 2, 5)
    assert (shown(store).body, shown(store).version) == (LATER, number)
    assert list(store.faults()) == []
    corrected(store, told(GEN3), 2, 5)  # no edit after all: only its dress differed
    assert (shown(store).body, shown(store).version) == (BODY, 1)
    assert list(store.faults()) == []


def test_a_page_of_no_family_stays_without_when_it_is_read_better(store: Store) -> None:
    put(store, told(GEN2), 0)
    store.put(told(GEN3), seen(told(GEN3), 1), 1)
    corrected(store, told(GEN3), 1, 1)
    assert ids(store) == [GEN2, GEN3]
    store.correct(told(GEN3), 1, seen(told(GEN3), 1), kin=kin(GEN3))  # until its profile names one
    assert ids(store) == [GEN2]


def test_an_older_version_is_not_known_by_what_the_newest_says(store: Store) -> None:
    store.put(told(GEN3, OTHER), seen(told(GEN3, OTHER), 0), 1)
    store.put(told(GEN3), seen(told(GEN3), 1), 1)
    store.correct(told(GEN3, OTHER), 1, seen(told(GEN3, OTHER), 0), kin=kin(GEN3))
    put(store, told(GEN2), 2)
    assert ids(store) == [GEN2]


def test_a_print_twin_says_nothing_of_the_page_it_repeats(store: Store) -> None:
    """Pages stored before there were families, whose twin comes again first."""
    store.put(told(GEN3), seen(told(GEN3), 0), 1)
    twin = told(GEN3, OTHER)
    store.put(twin, seen(twin, 1), 1, rank=1, kin=kin(GEN3))
    put(store, told(GEN2), 2)
    assert ids(store) == [GEN2]
