"""Citations as BibTeX and RIS: one entry whatever a page holds, and the same keys every time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from corpus.settings import Settings
from corpus.urls import NO_SITE
from index.hits import Lang
from search_web import create_app
from search_web.bibliography import LONGEST, Reference, bibtex, citation_key, permalink, reference, ris, tex
from tests.web_fakes import AUDIT, DIGEST, FakeEngine, FakeShelf, fake_read

ROOT = "https://khao.example/"
# Letters that mean something to TeX, BibTeX, RIS or a terminal, and Thai with marks that belong to other letters.
HOSTILE = st.text(st.sampled_from('{}\\%@"#$&_~^,=()[]<>\r\n\t\0\x1b\u2028\u202e\ufeff -ก่ำเน้ำER TY\ud800'), max_size=80)
TEXT = HOSTILE | st.text(max_size=60)


@pytest.fixture
def client() -> FlaskClient:
    return create_app(Settings(rate_limit=""), engine=FakeEngine(), store=FakeShelf(), read=fake_read).test_client()


def cited(article: Article, lang: Lang = "th", body: str = "สำนักงาน ก.พ.ร.", **more: str) -> Reference:
    return reference(article, lang, titles=lambda site: body, root=ROOT, **more)  # type: ignore[arg-type]  # digest only


def entries(text: str) -> list[tuple[str, dict[str, str]]]:
    """The entries of a BibTeX file as BibTeX itself reads it: braces are counted, a backslash hides none."""
    found, at = [], 0
    while (at := text.find("@", at)) >= 0:
        head = re.compile(r"@(\w+)\{([^\s,{}%#\"'()=]+),").match(text, at)
        assert head, text[at : at + 80]
        at = head.end()
        fields: dict[str, str] = {}
        while not (end := re.compile(r"\s*\}").match(text, at)):
            name = re.compile(r"\s*(\w+) = \{").match(text, at)
            assert name, text[at : at + 80]
            start = at = name.end()
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            assert text[at] == ","
            assert name[1] not in fields
            fields[name[1]] = text[start : at - 1]
            at += 1
        at = end.end()
        found.append((head[2], fields))
    return found


def records(text: str) -> list[list[tuple[str, str]]]:
    """The records of a RIS file, line by line."""
    found: list[list[tuple[str, str]]] = []
    for line in re.split(r"\r\n|\r|\n|\u2028|\u2029|\x85|\x0b|\x0c", text):
        if not line:
            continue
        tag = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert tag, line
        if tag[1] == "TY":
            found.append([])
        found[-1].append((tag[1], tag[2]))
    return found


def test_an_article_is_one_bibtex_entry_with_its_archived_copy() -> None:
    ((key, fields),) = entries(bibtex(cited(replace(AUDIT, published_from="header"), digest=DIGEST)))
    assert key == "opdc-g1-content-9101"
    assert fields["author"] == "{สำนักงาน ก.พ.ร.}"
    assert fields["title"] == "{" + AUDIT.title + "}"
    assert (fields["date"], fields["year"], fields["urldate"]) == ("2008-04-22", "2008", "2026-11-21")
    assert fields["url"] == AUDIT.url
    assert fields["note"] == (
        "พ.ศ. 2551; สำเนาในคลังข่าว ฉบับที่ 2 เก็บเมื่อ 21 พฤศจิกายน 2569: "
        f"{ROOT}article/{AUDIT.id}?version=2; ลายนิ้วมือของไฟล์ {DIGEST}"
    )
    assert fields["langid"] == "thai"


def test_an_article_is_one_ris_record_with_its_archived_copy() -> None:
    text = ris(cited(replace(AUDIT, published_from="header"), "en", digest=DIGEST))
    (record,) = records(text)
    assert record[0] == ("TY", "ELEC")
    assert record[-1] == ("ER", "")
    assert text.count("\r\n") == text.count("\n") == len(record) + 1
    assert dict(record) == {
        "TY": "ELEC",
        "ID": "opdc-g1-content-9101",
        "AU": "สำนักงาน ก.พ.ร.",
        "TI": AUDIT.title,
        "PY": "2008",
        "DA": "2008/04/22/",
        "UR": AUDIT.url,
        "AV": f"{ROOT}article/{AUDIT.id}?version=2",
        "Y2": "2026/11/21/",
        "LA": "th",
        "DP": "Khlang Khao",
        "AN": AUDIT.id,
        "N1": f"B.E. 2551; archived copy, version 2, captured 21 November 2026: {ROOT}article/{AUDIT.id}?version=2;"
        f" payload digest {DIGEST}",
        "ER": "",
    }


def test_a_day_read_from_the_text_says_so_and_none_is_made_up() -> None:
    told = replace(AUDIT, published=None, published_from="", dated=date(2008, 4, 22), dated_from="lead")
    note = "พ.ศ. 2551; วันที่กำหนดตามวันที่ในย่อหน้าแรก หน้าเว็บไม่ได้ระบุเป็นวันที่เผยแพร่; "
    ((_, fields),) = entries(bibtex(cited(told)))
    assert (fields["date"], fields["note"].startswith(note)) == ("2008-04-22", True)
    (record,) = records(ris(cited(told)))
    assert {"Y1": "2008/04/22/", "DA": "2008/04/22/"}.items() <= dict(record).items()
    assert "PY" not in dict(record)
    assert dict(record)["N1"].startswith(note)
    undated = cited(replace(AUDIT, published=None, dated=None, captured=None))
    ((_, fields),) = entries(bibtex(undated))
    assert not {"date", "year", "urldate"} & set(fields)
    assert fields["note"].startswith("ม.ป.ป.; สำเนาในคลังข่าว ฉบับที่ 2: https")
    assert not {"PY", "DA", "Y2"} & {tag for tag, _ in records(ris(undated))[0]}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:%E0%B8%82.html", ""])
def test_what_has_no_web_address_is_cited_by_its_archived_copy(address: str) -> None:
    ref = cited(replace(AUDIT, url=address))
    assert entries(bibtex(ref))[0][1]["url"] == f"{ROOT}article/{AUDIT.id}?version=2"
    assert ("UR", f"{ROOT}article/{AUDIT.id}?version=2") in records(ris(ref))[0]


def test_an_imported_page_is_issued_by_its_host() -> None:
    assert cited(replace(AUDIT, site=NO_SITE), body="นำเข้า").body == "www.opdc.go.th"
    assert cited(replace(AUDIT, site=NO_SITE, url="file:a.html"), body="นำเข้า").body == "นำเข้า"


def test_an_address_with_anything_in_it_is_ascii_without_braces() -> None:
    ((_, fields),) = entries(bibtex(cited(replace(AUDIT, url="http://a.go.th/{ข่าว} 1%20.html?x=\\}&y=%"))))
    assert fields["url"] == "http://a.go.th/%7B%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7%7D%201%20.html?x=%5C%7D&y=%"


def test_a_long_title_is_cut_between_clusters_and_says_so() -> None:
    title = cited(replace(AUDIT, title="น้ำ" * LONGEST)).title
    assert len(title) <= LONGEST
    assert re.fullmatch("(น้ำ)+…", title)


@given(TEXT, TEXT, TEXT, st.sampled_from(["th", "en"]))
def test_whatever_a_page_holds_is_one_entry(title: str, body: str, rest: str, lang: Lang) -> None:
    article = replace(AUDIT, title=title, url=f"http://a.go.th/{rest}", id=f"opdc:{rest}")
    ref = cited(article, lang, body=body, digest=rest)
    text = bibtex(ref)
    ((key, fields),) = entries(text)
    assert re.fullmatch(r"[a-z0-9.-]+", key)
    assert {"title", "url", "note"} <= set(fields)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]", text)
    for name in ("author", "title", "note"):
        assert not re.search(r"(?<!\\)(?:\\\\)*[%&$#]", fields.get(name, ""))  # else TeX would read a command
    record = records(ris(ref))
    assert len(record) == 1
    assert [tag for tag, _ in record[0]][-1] == "ER"
    ris(ref).encode(), text.encode()  # no half of a character is left


@given(HOSTILE)
def test_tex_prints_what_was_typed(text: str) -> None:
    made = tex(text)
    assert made.count("{") == made.count("}")
    words = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
    words |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"} | {"\\" + c: c for c in "%&$#_"}
    assert re.sub(r"\\(?:text\w+\{\}|.)", lambda m: words[m[0]], made) == text


@given(st.lists(st.text("abz019.:-_/กA ", min_size=1, max_size=70), min_size=2, max_size=6, unique=True))
def test_no_two_articles_have_one_key(ids: list[str]) -> None:
    keys = [citation_key(one) for one in ids]
    assert len(set(keys)) == len(ids)
    assert keys == [citation_key(one) for one in ids]
    assert all(re.fullmatch(r"[a-z0-9.-]{1,80}", key) for key in keys)


def test_permalinks_keep_ids_readable_and_whole() -> None:
    assert permalink("http://a/b/", "opdc:u:ก/?#", 3) == "http://a/b/article/opdc:u:%E0%B8%81%2F%3F%23?version=3"


def test_citations_are_files_to_save(client: FlaskClient) -> None:
    bib = client.get(f"/article/{AUDIT.id}/cite.bib")
    assert bib.content_type == "application/x-bibtex; charset=utf-8"
    assert bib.headers["Content-Disposition"] == 'attachment; filename="opdc-g1-content-9101.bib"'
    assert f"http://localhost/article/{AUDIT.id}?version=2" in bib.text.replace("\\", "")
    assert entries(bib.text)[0][0] == "opdc-g1-content-9101"
    old = client.get(f"/article/{AUDIT.id}/cite.ris?version=1&lang=en")
    assert old.content_type == "application/x-research-info-systems; charset=utf-8"
    assert ("ID", "opdc-g1-content-9101-v1") in records(old.text)[0]
    assert ("Y2", "2026/10/22/") in records(old.text)[0]  # the day of that version's own capture
    assert "archived copy, version 1" in old.text


@pytest.mark.parametrize("path", ["none/cite.bib", f"{AUDIT.id}/cite.txt", f"{AUDIT.id}/cite.bib?version=9"])
def test_what_cannot_be_cited_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/article/{path}").status_code == 404


def test_another_id_of_an_article_leads_to_its_citation() -> None:
    class Merged(FakeShelf):
        def article(self, article_id: str, version: int | None = None) -> Article | None:
            return super().article(AUDIT.id if article_id == "opdc:old" else article_id, version)

    client = create_app(Settings(rate_limit=""), engine=FakeEngine(), store=Merged(), read=fake_read).test_client()
    answer = client.get("/article/opdc:old/cite.bib?lang=en")
    assert (answer.status_code, answer.location) == (301, f"/article/{AUDIT.id}/cite.bib?lang=en")
