"""The history of an article and the differences of two versions: words, folds, parts, choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article, Attachment, Location, Table, Version
from corpus.settings import Settings
from corpus.versions import MOST_CUT, Effort, differences
from search_web import create_app
from search_web.history import DIFF_BYTES, Strip, differences_view, summary, versions_view
from search_web.text import say
from tests.test_web_pages import get
from tests.web_fakes import AUDIT, CAPTURED, DIGEST, FakeEngine, FakeShelf, fake_read

SETTINGS = Settings(rate_limit="")
DIFF = f"/article/{AUDIT.id}/diff"
OLDER = replace(
    AUDIT,
    version=1,
    title=AUDIT.title.replace("ชาวปทุมธานี", "ประชาชน"),
    body=AUDIT.body.replace("สองร้อยคน", "หนึ่งร้อยคน"),
    stamp=date(2009, 9, 1),
    attachments=(
        Attachment(url="http://www.opdc.go.th/old.pdf", filename="ฉบับเก่า.pdf", media_type="application/pdf"),
        *AUDIT.attachments[1:],
    ),
    tables=(Table(after=4, rows=(("อำเภอ", "วันตรวจซ้ำ"), ("เมืองปทุมธานี", "8 มิถุนายน 2551"))),),
)
NEWER = replace(AUDIT, version=3, body=AUDIT.body.replace("เมื่อวันที่ 22", "ในวันที่ 22"))


@dataclass
class Shelf(FakeShelf):
    """A catalogue whose versions of AUDIT differ."""

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        if article_id == "opdc:g1:old":  # another address of it
            article_id = AUDIT.id
        if article_id != AUDIT.id:
            return super().article(article_id, version)
        return {None: NEWER, 1: OLDER, 2: AUDIT, 3: NEWER}.get(version)


@pytest.fixture
def client() -> FlaskClient:
    return create_app(SETTINGS, engine=FakeEngine(), store=Shelf(), read=fake_read).test_client()


def words(text: str) -> list[str]:
    """A cutter for tests: at blanks, which stay with the word before them."""
    return [w + " " for w in text.split(" ")[:-1]] + [w for w in text.split(" ")[-1:] if w]


def version(number: int) -> Version:
    captured = CAPTURED + timedelta(days=number)
    return Version(
        article_id="x:1",
        version=number,
        captured=captured,
        url="http://x.example/",
        title="ก",
        digest=DIGEST,
        location=Location("x.warc.gz", number, 1),
    )


def strips(before: str, after: str) -> list[Strip]:
    old, new = (Article(id="x:1", url="http://x.example/", site="x", body=text) for text in (before, after))
    view = differences_view((old, version(1)), (new, version(2)), (version(1), version(2)), "th", words)
    return [strip for section in view.sections for strip in section.strips]


def test_every_part_that_differs_has_its_heading(client: FlaskClient) -> None:
    answer = client.get(f"{DIFF}?from=1&to=2")
    page = get(client, DIFF, **{"from": "1", "to": "2"})
    for heading in ("หัวเรื่อง", "เนื้อหา", "ตาราง", "วันที่", "เอกสารแนบ"):
        assert f">{heading}</h2>" in answer.text
    assert "เปลี่ยนหัวเรื่อง เนื้อหา ตาราง วันที่ และเอกสารแนบ" in page.text
    assert re.search("<del>หนึ่ง(ร้อย)?</del><ins>สอง(ร้อย)?</ins>", answer.text)
    assert "1 กันยายน 2552" in page.text
    assert "http://www.opdc.go.th/old.pdf" in page.links


def test_without_a_choice_the_newest_is_compared_with_the_one_before(client: FlaskClient) -> None:
    page = get(client, DIFF)
    assert "จากฉบับที่ 2 ถึงฉบับที่ 3" in page.text
    assert "<del>เมื่อ</del><ins>ใน</ins>" in client.get(DIFF).text
    chosen = [o["value"] for o in page.all("option") if "selected" in o]
    assert chosen == ["2", "3"]
    assert len(page.all("option")) == 6
    assert "จากฉบับที่ 1 ถึงฉบับที่ 2" in get(client, DIFF, to="2").text


def test_any_two_can_be_chosen_and_one_with_itself_says_so(client: FlaskClient) -> None:
    assert "<del>ใน</del><ins>เมื่อ</ins>" in client.get(f"{DIFF}?from=3&to=2").text
    assert "สองช่องนี้เลือกฉบับเดียวกัน" in get(client, DIFF, **{"from": "2", "to": "2"}).text
    only = get(client, "/article/opdc:g2:7000/diff")
    assert "ข่าวนี้มีฉบับเดียว" in only.text
    assert not only.all("select")


def test_one_version_needs_no_words(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*_: object, **__: object) -> None:
        raise AssertionError("a tokeniser was made, which takes seconds where no index keeps one")

    monkeypatch.setattr("search_web.reading.tokeniser", made)
    assert "ข่าวนี้มีฉบับเดียว" in get(client, "/article/opdc:g2:7000/diff").text


def test_versions_that_are_not_there_are_not_found(client: FlaskClient) -> None:
    for wrong in ({"from": "9"}, {"to": "9"}, {"from": "x"}, {"to": "0"}, {"from": "9" * 30}):
        get(client, DIFF, 404, **wrong)
    get(client, "/article/nothing/diff", 404)


def test_another_address_leads_to_the_differences(client: FlaskClient) -> None:
    answer = client.get("/article/opdc:g1:old/diff?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{DIFF}?lang=en")
    chosen = client.get("/article/opdc:g1:old/diff?from=1&to=2")
    assert (chosen.status_code, chosen.headers["Location"]) == (301, f"{DIFF}?from=1&to=2")
    assert client.get("/article/opdc:g1:old/diff?from=x").status_code == 404


def test_the_history_says_what_each_version_changed(client: FlaskClient) -> None:
    page = get(client, f"/article/{AUDIT.id}/versions")
    assert "เปลี่ยนเนื้อหา" in page.text
    assert "ฉบับแรกที่เก็บไว้" in page.text
    assert f"{DIFF}?from=2&to=3" in page.links
    assert f"{DIFF}?from=1&to=2" in page.links
    assert f"/article/{AUDIT.id}/copy?version=1" in page.links


def test_what_changed_is_one_sentence() -> None:
    longer = replace(AUDIT, body=AUDIT.body + "ก")
    assert summary(AUDIT, longer, "en") == "Changed: text. The text grew by 1 character."
    assert summary(longer, AUDIT, "th") == "เปลี่ยนเนื้อหา เนื้อหาสั้นลง 1 ตัวอักษร"
    assert summary(AUDIT, replace(longer, title="x"), "en").startswith("Changed: title and text.")
    assert summary(AUDIT, AUDIT, "en") == "The content is the same."


def test_a_long_history_goes_on_in_parts() -> None:
    kept = [version(n) for n in range(1, 61)]
    read: list[int] = []
    views = [versions_view(AUDIT, kept, "th", lambda n: read.append(n), part) for part in (1, 2, 3, 9)]
    assert [len(v.changes) for v in views] == [25, 25, 10, 10]
    assert [c.version.version for v in views[:3] for c in v.changes] == list(range(60, 0, -1))
    assert [c.before for c in views[0].changes][-1] == 35
    assert views[2].changes[-1].before is None
    assert views[3].part == 3
    assert len(read) <= 4 * 26


def test_long_stretches_that_are_alike_are_folded_with_their_length() -> None:
    same = "คำเดิม " * 200
    found = strips(f"{same}เก่า {same}", f"{same}ใหม่ {same}")
    assert [s.kind for s in found] == ["folded", "same", "removed", "added", "same", "folded"]
    for folded, shown in ((found[0], found[1]), (found[5], found[4])):
        assert f"{len(same) - len(shown.text):,}" in folded.text
        assert shown.text.startswith("คำเดิม")
        assert shown.text.endswith("คำเดิม ")
    assert [s.kind for s in strips("สั้น เก่า", "สั้น ใหม่")] == ["same", "removed", "added"]


def test_line_ends_that_changed_alone_are_seen() -> None:
    found = strips("หนึ่ง สอง ", "หนึ่ง สอง \n\nสาม ")
    assert [(s.kind, s.text) for s in found][1:] == [("same", "\n\n"), ("added", "สาม ")]
    assert ("added", "¶") in [(s.kind, s.text) for s in strips("ก", "ก\n\n")] or not strips("ก", "ก\n\n")


@given(st.lists(st.sampled_from(["ก ", "ข ", "ค\n", "\n\n"]), max_size=40), st.integers(0, 40), st.integers(0, 8))
def test_both_texts_can_be_read_off_the_pieces(before: list[str], place: int, length: int) -> None:
    after = [*before[:place], *(["ง "] * length), *before[place + length :]]
    old, new = (Article(id="x:1", url="", site="x", body="".join(body)) for body in (before, after))
    pieces = list(differences(old, new, words))
    if pieces:
        assert "".join(p.text for p in pieces if p.kind != "added") == old.body
        assert "".join(p.text for p in pieces if p.kind != "removed") == new.body


def test_a_text_of_one_word_ends_soon() -> None:
    compared = 0

    def cut(text: str) -> Sequence[str]:
        nonlocal compared
        compared += 1
        return words(text)

    old = Article(id="x:1", url="", site="x", body="ก " * 3999)
    new = replace(old, body="ก ข " * 1999)
    pieces = list(differences(old, new, cut))  # which took minutes before there was a bound
    assert compared == 2
    assert "".join(p.text for p in pieces if p.kind != "removed") == new.body
    lines = list(differences(replace(old, body="ก\n" * 30_000), replace(old, body="ก\nข\n" * 15_000), words))
    assert "".join(p.text for p in lines if p.kind != "added") == "ก\n" * 30_000


def test_versions_of_any_length_cost_no_more_than_a_bound() -> None:
    cut_letters = 0

    def cut(text: str) -> Sequence[str]:
        nonlocal cut_letters
        cut_letters += len(text)
        return words(text)

    lines = [f"บรรทัดที่ {n} มี คำ หลาย คำ" for n in range(3_000)]
    old = Article(id="x:1", url="", site="x", body="\n".join(lines))
    new = replace(old, body="\n".join(line.replace("คำ", "สิ่ง") if n % 3 else line for n, line in enumerate(lines)))
    effort = Effort()
    pieces = list(differences(old, new, cut, effort))
    assert cut_letters <= MOST_CUT  # of 150,000, all of which were cut before, once for each part of the page
    assert effort.is_coarse
    assert "".join(p.text for p in pieces if p.kind != "added") == old.body
    assert "".join(p.text for p in pieces if p.kind != "removed") == new.body
    both = ((old, version(1)), (new, version(2)), (version(1), version(2)), "th", words)
    assert differences_view(*both).is_coarse  # type: ignore[arg-type]  # the parts of a tuple are known by their places
    few = replace(old, body=old.body.replace("บรรทัดที่ 700 มี", "บรรทัดที่ 700 ไม่มี"))
    assert not differences_view(both[0], (few, version(2)), (), "th", words).is_coarse


def test_a_long_text_of_one_line_is_compared_by_its_words() -> None:
    body = "".join(f"คำที่{n} " for n in range(5000))
    changed = [
        (s.kind, s.text) for s in strips(body, body.replace("คำที่70 ", "คำใหม่ ")) if s.kind in ("removed", "added")
    ]
    assert changed == [("removed", "คำที่70 "), ("added", "คำใหม่ ")]


def test_the_page_says_where_it_did_not_compare_every_word() -> None:
    long = "\n".join(f"บรรทัดที่ {n} มี คำ หลาย คำ" for n in range(5000))
    old = replace(AUDIT, version=1, body=long)

    @dataclass
    class Long(FakeShelf):
        after: str = ""

        def article(self, article_id: str, version: int | None = None) -> Article | None:
            return old if version == 1 else replace(old, version=2, body=self.after)

    for after, is_said in ((long.replace("มี", "ไม่มี"), True), (f"{long} จบ", False)):
        web = create_app(SETTINGS, engine=FakeEngine(), store=Long(after=after), read=fake_read).test_client()
        assert (say("th", "diff_coarse") in get(web, DIFF).text) is is_said


def test_a_long_text_is_compared_by_its_words_where_its_lines_differ() -> None:
    lines = [f"บรรทัดที่ {n} มี คำ หลาย คำ" for n in range(1500)]
    old = "\n".join(lines)
    new = old.replace("บรรทัดที่ 700 มี คำ", "บรรทัดที่ 700 มี สิ่ง")
    changed = [(s.kind, s.text) for s in strips(old, new) if s.kind in ("removed", "added")]
    assert changed == [("removed", "คำ "), ("added", "สิ่ง ")]


def test_differences_larger_than_a_page_go_on_in_parts() -> None:
    old = Article(id="x:1", url="", site="x", body="\n\n".join(f"เก่า{n} " * 60 for n in range(300)))
    new = replace(old, body="\n\n".join(f"ใหม่{n} " * 60 for n in range(300)))
    both = ((old, version(1)), (new, version(2)), (version(1), version(2)), "th", words)
    first = differences_view(*both)  # type: ignore[arg-type]  # the parts of a tuple are known by their places
    assert first.parts > 3
    views = [differences_view(*both, part=n) for n in range(1, first.parts + 1)]  # type: ignore[arg-type]  # as above
    for view in views:
        assert sum(len(s.text.encode()) for section in view.sections for s in section.strips) <= DIFF_BYTES
    assert [s.goes_on for s in views[1].sections] == [True]
    gone = "".join(s.text for v in views for section in v.sections for s in section.strips if s.kind == "removed")
    assert gone.count("เก่า299 ") == 60
