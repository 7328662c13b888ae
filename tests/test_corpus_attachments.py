"""Documents of every kind through the one door: text out, pages and quality told, hostile files survived."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract import document_pdf
from corpus.extract.attachments import DOCX, PDF, Limits, read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
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
    assert found.text == f"{SENTENCE}\n\nหน้าที่สอง\n\nปี | 2567"
    assert (found.pages, found.warnings, found.state) == (None, (), "read")
    assert found.page_texts == (found.text,)
    assert found.page_at(3) is None


def test_a_pdf_page_by_page() -> None:
    found = read_document(make_pdf("Annual plan", "", "Second page"), PDF, "plan.pdf")
    assert found.text == "Annual plan\n\nSecond page"
    assert (found.pages, found.warnings, found.state) == (3, (), "read")
    assert found.page_texts == ("Annual plan", "", "Second page")
    assert [found.page_at(found.text.index(word)) for word in ("Annual", "Second")] == [1, 3]


def test_the_bytes_decide_and_not_the_name() -> None:
    assert read_document(make_pdf("Annual plan"), "application/octet-stream", "plan").text == "Annual plan"
    assert "not a document" in read_document(b"<html>", PDF, "plan.pdf").warnings[0]


def test_an_empty_pdf_is_told() -> None:
    found = read_document(make_pdf("", ""), PDF, "scan.pdf")
    assert (found.text, found.pages, found.state) == ("", 2, "empty")
    assert found.warnings == ("the PDF holds no text",)


PICTURE = "q 500 0 0 700 50 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"


def with_pictures(*pages: str) -> bytes:
    """A PDF whose pages show a picture over all of them, and the given text as a stamp."""
    marked = [f"{text}@" for text in pages]
    made = make_pdf(*marked).decode("latin-1")
    for text in marked:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        made = made.replace(stream, f"{stream} {PICTURE}".replace("@", ""))
    return made.encode("latin-1")  # its table of places is wrong now, which PDFium mends


def test_a_pdf_of_pictures_needs_ocr() -> None:
    found = read_document(with_pictures("", "page 2"), PDF, "scan.pdf")
    assert (found.text, found.state, found.ocr, found.needs_ocr) == ("", "needs-ocr", 2, True)
    assert found.warnings[0].startswith("2 of 2 pages need OCR")


def test_the_pages_of_a_mixed_pdf_are_told_apart() -> None:
    good = "The commission reports what its offices did this year"
    bad = "Xqzjwv kRtWpQs BnMxZtR qwrtpsdf zxcvbnm hjklqwrt XcVbNmL"
    found = read_document(make_pdf(good, bad, good), PDF, "mixed.pdf")
    assert found.page_texts == (good, "", good)
    assert (found.state, found.ocr) == ("partly", 1)
    assert found.warnings == ("1 of 3 pages need OCR: they are pictures, or their letters are damaged",)
    assert 0.4 < found.quality < 0.8


def test_what_every_page_repeats_is_no_text_of_the_pages() -> None:
    pages = [f"Office of the Commission) Tj 0 -20 Td (Report of month {word}) Tj 0 -20 Td (- {n} -"
             for n, word in enumerate(("one", "two", "three", "four"), 1)]  # fmt: skip
    found = read_document(make_pdf(*pages), PDF, "x.pdf")
    assert found.page_texts == (
        "Office of the Commission\nReport of month one",
        "Report of month two",
        "Report of month three",
        "Report of month four",
    )


def test_a_cut_off_pdf() -> None:
    found = read_document(make_pdf("Annual plan")[:200], PDF, "plan.pdf")
    assert (found.text, found.state) == ("", "unread")
    assert found.warnings[0].startswith("the PDF is damaged or was not fetched whole; fetch it again")


def test_a_locked_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Incorrect password error).")

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    assert read_document(b"%PDF-1.4", PDF, "x.pdf").warnings == ("the PDF is locked with a password",)


def test_a_document_with_no_end() -> None:
    few = Limits(characters=10)
    assert read_document(make_pdf("Annual plan", "two"), PDF, "x.pdf", few).text == "Annual pla"
    found = read_document(make_docx(SENTENCE, "สอง"), DOCX, "x.docx", few)
    assert (found.text, found.state) == (SENTENCE, "partly")
    assert found.warnings[0].startswith("only the beginning was read")


def test_a_huge_pdf_is_read_in_part() -> None:
    found = read_document(make_pdf("one", "two", "three"), PDF, "x.pdf", Limits(pages=2))
    assert (found.text, found.state) == ("one\n\ntwo", "partly")
    assert found.warnings == ("only the first 2 of 3 pages were read: the document is too large",)


def test_a_docx_that_unpacks_to_too_much() -> None:
    found = read_document(make_docx(SENTENCE), DOCX, "x.docx", Limits(unpacked=1000))
    assert found.warnings == ("the DOCX unpacks to more than can be read",)


def test_a_docx_with_an_entity_bomb() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ฮ">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9)
    )

    def planted(data: str) -> str:
        head, mark, rest = data.partition("<w:document")
        return f"{head}{bomb}]>{mark}{rest}".replace(SENTENCE, "&a8;")

    found = read_document(changed(make_docx(SENTENCE), "word/document.xml", planted), DOCX, "x.docx")
    assert len(found.text) < 1000


def changed(body: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A package with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data.decode()) if part == name else data)
    return made.getvalue()


def test_a_zip_that_is_no_docx() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("a.txt", "ก")
    assert "cannot be opened" in read_document(made.getvalue(), DOCX, "x.docx").warnings[0]
    assert "of the kind ZIP" in read_document(made.getvalue(), "application/zip", "x.zip").warnings[0]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (OLE + "WordDocument\0".encode("utf-16-le"), "old Word (.doc)"),
        (OLE + "Workbook\0".encode("utf-16-le"), "old Excel (.xls)"),
        (OLE + "PowerPoint Document\0".encode("utf-16-le"), "old PowerPoint (.ppt)"),
        (OLE, "old Office"),
        (b"{\\rtf1 text}", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"HWP Document File V3.00", "Hangul (.hwp)"),
    ],
)
def test_what_is_not_read_is_listed_as_what_it_is(body: bytes, kind: str) -> None:
    found = read_document(body, "", "x.bin")
    assert (found.text, found.state) == ("", "unread")
    assert found.warnings == (f"x.bin is a file of the kind {kind}, which is kept and listed, and not read",)


def test_an_office_document_with_a_password() -> None:
    found = read_document(OLE + "EncryptedPackage\0".encode("utf-16-le"), DOCX, "x.docx")
    assert found.warnings == ("the Office document is locked with a password",)


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


def test_a_page_with_more_text_than_is_read() -> None:
    found = read_document(make_pdf("x" * 5000, "y" * 5000), PDF, "x.pdf", Limits(characters=50))
    assert found.warnings[0] == "only the first 1 of 2 pages were read: the document is too large"


def test_a_file_of_broken_pages_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise pypdfium2.PdfiumError("no such page")

    monkeypatch.setattr(document_pdf, "_page", broken)
    limits = Limits(failed=15)
    found = read_document(make_pdf(*["x"] * 40), PDF, "x.pdf", limits)
    assert len(found.warnings) == limits.told + 2
    assert found.warnings[0] == "page 1 cannot be read: no such page"
    assert found.warnings[-2:] == (
        "6 more pages cannot be read",
        "only the first 16 of 40 pages were read: the document is too large",
    )


def test_the_clock_runs_out_between_pages() -> None:
    found = read_document(make_pdf("one", "two"), PDF, "x.pdf", Limits(seconds=-1.0))
    assert (found.text, found.pages, found.state) == ("", 2, "unread")
    assert found.warnings == ("only the first 0 of 2 pages were read: the document is too large",)


def test_a_page_that_is_taken_for_one_written_downwards() -> None:
    """One line of letters placed one by one, with one beside it: PDFium gives each a line of its own."""
    words = "Annual report of the commission"
    placed = [f"BT /F1 12 Tf 1 0 0 1 {72 + 8 * n} 700 Tm ({letter}) Tj ET" for n, letter in enumerate(words)]
    stream = " ".join([*(one for one in placed if "( )" not in one), "BT /F1 12 Tf 500 690 Td (.) Tj ET"])
    made = make_pdf("@").decode().replace("BT /F1 12 Tf 72 700 Td (@) Tj ET", stream)
    found = read_document(made.replace("/Helvetica", "/Courier").encode(), PDF, "x.pdf")
    assert (found.text, found.state) == (f"{words}\n.", "read")
