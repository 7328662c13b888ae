"""Documents on their way into the catalogue: what was read reaches the index, what was not is told everywhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import workers
from corpus.doctor import examine
from corpus.document_reader import DocumentReader
from corpus.extract.attachments import Document, read_document
from corpus.intake import import_paths, take_in
from corpus.rereading import reread
from corpus.settings import Settings
from corpus.store import open_store
from crawler.report import report
from index.hits import SearchRequest
from index.search import build, open_engine, update
from search_web import create_app
from search_web.article_view import AttachmentView, _attachment
from tests.test_corpus_attachments import OLE, make_docx, make_pdf, with_pictures
from tests.test_corpus_intake import ARTICLE_URL, BODY, begun, crawled, page
from tests.web_fakes import FakeEngine

GOOD = "The commission reports what its offices did this year"
NONSENSE = "Xqzjwv kRtWpQs BnMxZtR qwrtpsdf zxcvbnm hjklqwrt XcVbNmL"
BASE = "http://www.opdc.go.th/files/"
FILES = {
    "good.pdf": make_pdf(GOOD),
    "mixed.pdf": make_pdf(GOOD, NONSENSE),
    "scan.pdf": with_pictures("", ""),
    "old.doc": OLE + "WordDocument\0".encode("utf-16-le"),
    "plan.docx": make_docx("แผนปฏิบัติราชการประจำปี"),
}
ID = "opdc:g1:content:7"


def deadly(body: bytes, media_type: str, filename: str) -> Document:
    """A reader in C that one file crashes."""
    if filename == "mixed.pdf":
        os.abort()
    return read_document(body, media_type, filename)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=1)


def taken_in(settings: Settings) -> tuple[int, dict[str, int]]:
    run = begun(settings)
    links = "".join(f'</p><p><a href="{BASE}{name}">{name}</a>' for name in FILES)
    crawled(
        settings,
        (ARTICLE_URL, 200, page("มีเอกสาร", body=BODY + links).encode(), {}),
        *((BASE + name, 200, body, {"parent": ARTICLE_URL}) for name, body in FILES.items()),
    )
    return run, dict(take_in(settings, run))


def test_what_was_found_in_documents_is_told_with_the_article(settings: Settings) -> None:
    run, counts = taken_in(settings)
    assert (counts["attachments"], counts["needs_ocr"], counts["unread"]) == (5, 2, 1)
    with open_store(settings, readonly=True) as store:
        article = store.article(ID)
        assert article is not None
        found = {a.filename: a for a in article.attachments}
        assert {name: (a.text, a.pages, a.ocr) for name, a in found.items()} == {
            "good.pdf": ("read", 1, 0),
            "mixed.pdf": ("partly", 2, 1),
            "scan.pdf": ("needs-ocr", 2, 2),
            "old.doc": ("unread", None, 0),
            "plan.docx": ("read", None, 0),
        }
        assert found["scan.pdf"].warnings == ("no text in the PDF: its 2 pages are pictures",)
        assert found["good.pdf"].quality == 1.0
        assert article.to_json()["attachments"][0].keys() >= {"url", "filename", "media_type", "pages", "text"}
        assert store.document_counts() == {"read": 2, "partly": 1, "needs-ocr": 1, "unread": 1, "ocr": 2}
        assert [r.filename for r in store.readings("needs-ocr")] == ["scan.pdf"]
        reading = store.reading(BASE + "mixed.pdf")
        assert reading is not None
        assert reading.starts == (0, len(GOOD))
        noted = store.run(run)
        assert noted is not None
        assert "  documents  5 · 2 need OCR · 1 not read" in list(report(noted))
    told = [finding.what for finding in examine(settings)]
    assert "of 5 documents 2 need OCR, 1 could not be read" in told


def test_only_what_is_legible_is_searched(settings: Settings) -> None:
    taken_in(settings)
    with open_store(settings, readonly=True) as store:
        assert NONSENSE not in "".join(store.attachment_texts(ID))
    build(settings)
    engine = open_engine(settings)
    assert [hit.id for hit in engine.search(SearchRequest(q='"commission reports"')).hits] == [ID]
    assert engine.search(SearchRequest(q='"hjklqwrt"')).total == 0


def test_documents_are_read_again_by_a_better_program(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older one could not read one and took the nonsense of another for text; the articles are indexed anew."""

    def older(body: bytes, media_type: str, filename: str) -> Document:
        found = read_document(body, media_type, filename)
        made = {"mixed.pdf": Document(NONSENSE, 2, state="read", quality=0.7, starts=(0, 5)), "plan.docx": Document()}
        return made.get(filename, found)

    with monkeypatch.context() as patched:
        patched.setattr("corpus.workers._documents.read", older)
        taken_in(settings)
    build(settings)
    with open_store(settings, readonly=True) as store:
        assert store.document_counts()["unread"] == 2
    run = reread(settings)
    assert run.counts.get("attachments", 0) == 0  # only where everything is asked for
    run = reread(settings, everything=True)
    assert (run.counts["attachments"], run.counts["needs_ocr"], run.counts["unread"]) == (5, 2, 1)
    with open_store(settings, readonly=True) as store:
        mixed, plan = store.reading(BASE + "mixed.pdf"), store.reading(BASE + "plan.docx")
        assert mixed is not None
        assert plan is not None
        assert (mixed.state, mixed.starts, plan.state) == ("partly", (0, len(GOOD)), "read")
    update(settings)
    engine = open_engine(settings)
    assert engine.search(SearchRequest(q='"hjklqwrt"')).total == 0
    assert [hit.id for hit in engine.search(SearchRequest(q='"แผนปฏิบัติราชการประจำปี"')).hits] == [ID]


def test_a_document_that_reads_as_before_marks_no_article(settings: Settings) -> None:
    taken_in(settings)
    with open_store(settings) as store:
        (url, site, location), *others = store.kept_documents("")
        assert (url, site, len(others), list(store.kept_documents("moi"))) == (BASE + "good.pdf", "opdc", 4, [])
        before = store.last_seq()
        read = read_document(FILES["good.pdf"], "", "good.pdf")
        assert (store.correct_attachment(url, location, read), store.last_seq()) == ("unchanged", before)
        assert store.correct_attachment(url, location, replace(read, text="")) == "changed"
        assert store.last_seq() > before
        elsewhere = replace(location, offset=location.offset + 1)  # a newer copy came meanwhile
        assert store.correct_attachment(url, elsewhere, read) == "unchanged"


def test_a_file_that_crashes_its_reader_costs_only_itself(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = DocumentReader(deadly)
    monkeypatch.setattr(workers, "_documents", reader)
    _, counts = taken_in(settings)
    reader.close()
    assert (counts["new"], counts["attachments"], counts["unread"]) == (1, 5, 2)
    with open_store(settings, readonly=True) as store:
        reading = store.reading(BASE + "mixed.pdf")
    assert reading is not None
    assert reading.warnings == ("the process that read mixed.pdf died of it; the file is kept",)


def test_documents_are_imported_and_those_that_are_not_read_are_named(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, body in FILES.items():
        (folder / name).write_bytes(body)
    run = import_paths([folder], settings)
    assert (run.counts["new"], run.counts["refused"]) == (3, 2)
    with open_store(settings, readonly=True) as store:
        reasons = sorted(r.reason for _, r in store.rejected(run.id))
    assert reasons == [
        "no text in the PDF: its 2 pages are pictures",
        "old.doc is a file of the kind old Word (.doc), which is kept and listed, and not read",
    ]


def test_the_article_page_says_what_is_not_searchable(settings: Settings) -> None:
    taken_in(settings)
    with open_store(settings, readonly=True) as store:
        article = store.article(ID)
    assert article is not None
    shown = {view.name: view.detail for view in (_attachment(a, "en") for a in article.attachments)}
    assert shown["scan.pdf"] == "PDF · 2 pages · text not searchable: needs OCR"
    assert shown["good.pdf"] == "PDF · 1 page"
    assert isinstance(_attachment(article.attachments[0], "th"), AttachmentView)


def test_the_archived_copy_of_a_document_is_one_click_away(settings: Settings) -> None:
    taken_in(settings)
    client = create_app(settings, engine=FakeEngine()).test_client()
    page = client.get(f"/article/{ID}").text
    for number, (name, body) in enumerate(FILES.items(), 1):
        address = f"/article/{ID}/document/{number}"
        assert f'href="{address}"' in page
        answer = client.get(address)
        assert (answer.status_code, answer.data) == (200, body), name
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Archive-Original"] == BASE + name
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
