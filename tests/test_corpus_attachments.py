"""PDF and DOCX: text out, hostile files survived."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract import attachments
from corpus.extract.attachments import DOCX, PDF, read_document

SENTENCE = "แผนปฏิบัติราชการประจำปี"


def make_docx(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ปี", "2567"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_pdf(*pages: str) -> bytes:
    """A PDF with one line of Latin text on each page, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def test_a_docx_with_a_table() -> None:
    found = read_document(make_docx(SENTENCE, "", "หน้าที่สอง"), DOCX, "แผน.docx")
    assert found.text == f"{SENTENCE}\n\nหน้าที่สอง\n\nปี\n\n2567"
    assert (found.pages, found.warnings) == (None, ())


def test_a_pdf_page_by_page() -> None:
    found = read_document(make_pdf("Annual plan", "Second page"), PDF, "plan.pdf")
    assert found.text == "Annual plan\n\nSecond page"
    assert (found.pages, found.warnings) == (2, ())


def test_the_bytes_decide_and_not_the_name() -> None:
    assert read_document(make_pdf("Annual plan"), "application/octet-stream", "plan").text == "Annual plan"
    assert "not a PDF or DOCX" in read_document(b"<html>", PDF, "plan.pdf").warnings[0]


def test_a_pdf_of_pictures_is_told() -> None:
    found = read_document(make_pdf("", ""), PDF, "scan.pdf")
    assert (found.text, found.pages) == ("", 2)
    assert found.warnings == ("no text in the PDF: its 2 pages are pictures",)


def test_a_cut_off_pdf() -> None:
    found = read_document(make_pdf("Annual plan")[:200], PDF, "plan.pdf")
    assert found.text == ""
    assert "cannot be opened" in found.warnings[0]


def test_a_locked_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Incorrect password error).")

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    assert read_document(b"%PDF-1.4", PDF, "x.pdf").warnings == ("the PDF is locked with a password",)


def test_a_document_with_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_CHARACTERS", 10)
    assert read_document(make_pdf("Annual plan", "two"), PDF, "x.pdf").text == "Annual pla"
    assert read_document(make_docx(SENTENCE, "สอง"), DOCX, "x.docx").text == SENTENCE


def test_a_huge_pdf_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_PAGES", 2)
    found = read_document(make_pdf("one", "two", "three"), PDF, "x.pdf")
    assert found.text == "one\n\ntwo"
    assert found.warnings == ("only the first 2 of 3 pages were read: the document is too large",)


def test_a_docx_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_UNPACKED", 1000)
    assert read_document(make_docx(SENTENCE), DOCX, "x.docx").warnings == ("the DOCX unpacks to more than can be read",)


def test_a_docx_with_an_entity_bomb() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_docx(SENTENCE))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "word/document.xml":
                bomb = '<!DOCTYPE x [<!ENTITY a "ฮ">' + "".join(
                    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9)
                )
                head, mark, rest = data.decode().partition("<w:document")
                data = f"{head}{bomb}]>{mark}{rest}".replace(SENTENCE, "&a8;").encode()
            new.writestr(part, data)
    found = read_document(made.getvalue(), DOCX, "x.docx")
    assert len(found.text) < 1000


def test_a_zip_that_is_no_docx() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("a.txt", "ก")
    assert "cannot be opened" in read_document(made.getvalue(), DOCX, "x.docx").warnings[0]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_damaged_files_are_survived(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["x.docx", "x.pdf"]))
    whole = make_docx(SENTENCE) if name == "x.docx" else make_pdf("Annual plan")
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=8))
    body = whole[:at] + damage + whole[at + len(damage) :]
    found = read_document(body, "", name)
    assert found.text or found.warnings


def test_a_page_with_more_text_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_CHARACTERS", 50)
    found = read_document(make_pdf("x" * 5000, "y" * 5000), PDF, "x.pdf")
    assert found.text == "x" * 50
    assert found.warnings == ("only the first 1 of 2 pages were read: the document is too large",)


def test_a_file_of_broken_pages_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise pypdfium2.PdfiumError("no such page")

    monkeypatch.setattr(attachments, "MOST_FAILED", 15)
    monkeypatch.setattr(attachments, "_page_text", broken)
    found = read_document(make_pdf(*["x"] * 40), PDF, "x.pdf")
    assert len(found.warnings) == attachments.MOST_TOLD + 2
    assert found.warnings[0] == "page 1 cannot be read: no such page"
    assert found.warnings[-2:] == (
        "6 more pages cannot be read",
        "only the first 16 of 40 pages were read: the document is too large",
    )


def test_the_clock_runs_out_between_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_SECONDS", -1.0)
    found = read_document(make_pdf("one", "two"), PDF, "x.pdf")
    assert (found.text, found.pages) == ("", 2)
    assert found.warnings == ("only the first 0 of 2 pages were read: the document is too large",)
