"""Word, Excel, PowerPoint and OpenDocument files: what a reader sees, in order; bounded whatever is in them."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract.attachments import Limits, read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(**parts: str) -> bytes:
    """A package with the given parts; ``__`` stands for ``/`` in their names, ``_`` for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            plain = zipfile.ZIP_STORED if name == "mimetype" else None  # OpenDocument wants it so
            package.writestr(name.replace("__", "/").replace("_", "."), text, plain)
    return made.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(body: str, **parts: str) -> bytes:
    opened = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    return packed(word__document_xml=opened, **parts)


def part(text: str) -> str:
    return f'<w:hdr xmlns:w="{W}">{p(text)}</w:hdr>'


def test_a_word_document_in_the_order_of_its_text() -> None:
    twice = f"<mc:Choice>{p('ในกรอบ')}</mc:Choice><mc:Fallback>{p('ในกรอบ')}</mc:Fallback>"
    box = f"<mc:AlternateContent>{twice}</mc:AlternateContent>"
    cell = "<w:tc>{}</w:tc>".format
    gone = "<w:del><w:r><w:delText>ลบแล้ว</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>ย้ายไป</w:t></w:r></w:moveFrom>"
    nested = f"<w:tbl><w:tr>{cell(p('ใน'))}{cell(p('ตาราง'))}</w:tr></w:tbl>"
    body = (
        p("ต้น")
        + f"<w:p><w:r><w:t>ก่อน</w:t><w:tab/><w:t>หลัง</w:t></w:r><w:r>{box}</w:r></w:p>"
        + f"<w:tbl><w:tr>{cell(p('ปี') + p('พ.ศ.'))}{cell(p('2567'))}</w:tr>"
        + f"<w:tr>{cell(nested)}{cell(p(''))}</w:tr></w:tbl><w:p>{gone}"
        + "<w:ins><w:r><w:t>เพิ่ม</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    made = word(
        body,
        word__header1_xml=part("หัวกระดาษ"),
        word__header2_xml=part("หัวกระดาษ"),
        word__footnotes_xml=part("เชิงอรรถ"),
    )
    found = read_document(made, "", "x")
    assert found.text.split("\n\n") == [
        "ต้น", "ในกรอบ", "ก่อน หลัง", "ปี พ.ศ. | 2567", "ใน | ตาราง", "เพิ่ม", "เชิงอรรถ", "หัวกระดาษ",
    ]  # fmt: skip
    assert (found.state, found.warnings) == ("read", ())


def test_what_came_before_the_damage_is_kept() -> None:
    found = read_document(packed(word__document_xml=f'<w:document xmlns:w="{W}">{p("ต้น")}<w:p>'), "", "x.docx")
    assert (found.text, found.state) == ("ต้น", "partly")


def test_a_word_document_without_text() -> None:
    found = read_document(word("<w:p/>"), "", "x.docx")
    assert (found.state, found.warnings) == ("empty", ("the DOCX holds no text",))


def book(rows: str, *, book_pr: str = "", sheets: int = 1, **parts: str) -> bytes:
    named = "".join(f'<sheet name="แผ่น {n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    targets = "".join(f'<Relationship Id="r{n}" Target="worksheets/s{n}.xml"/>' for n in range(1, sheets + 1))
    parts |= {f"xl__worksheets__s{n}_xml": f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
              for n in range(1, sheets + 1)}  # fmt: skip
    made = packed(
        xl__workbook_xml=f'<workbook xmlns="{S}" xmlns:r="{R}">{book_pr}<sheets>{named}</sheets></workbook>', **parts
    )
    with_rels = io.BytesIO(made)
    with zipfile.ZipFile(with_rels, "a") as package:
        package.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{RELS}">{targets}</Relationships>')
    return with_rels.getvalue()


STYLES = (
    f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="164" formatCode="[$-41E]d mmm yyyy"/>'
    '<numFmt numFmtId="165" formatCode="&quot;ปี day&quot; 0.00"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="20"/>'
    '<xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
STRINGS = f'<sst xmlns="{S}"><si><t>จังหวัด</t></si><si><r><t>ปทุม</t></r><r><t>ธานี</t></r><rPh><t>x</t></rPh></si></sst>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c t="s"><v>1</v></c>', "ปทุมธานี"),
        ('<c t="s"><v>99</v></c>', ""),
        ('<c t="inlineStr"><is><t>ในช่อง</t></is></c>', "ในช่อง"),
        ('<c t="str"><f>A1</f><v>ผลลัพธ์</v></c>', "ผลลัพธ์"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ("<c><v>1234.50</v></c>", "1234.5"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>nonsense</v></c>", "nonsense"),
        ('<c s="1"><v>39560</v></c>', "2008-04-22"),
        ('<c s="2"><v>39560</v></c>', "2008-04-22"),
        ('<c s="3"><v>0.255</v></c>', "25.5%"),
        ('<c s="4"><v>0.5625</v></c>', "13:30"),
        ('<c s="5"><v>39560.5625</v></c>', "2008-04-22 13:30"),
        ('<c s="6"><v>7</v></c>', "7"),  # quoted letters are no date
        ('<c s="1"><v>99999999</v></c>', "99999999"),
        ('<c s="77"><v>7</v></c>', "7"),
    ],
)
def test_the_cells_of_a_sheet(cell: str, shown: str) -> None:
    made = book(f"<row>{cell}<c t='s'><v>0</v></c></row>", xl__styles_xml=STYLES, xl__sharedStrings_xml=STRINGS)
    assert read_document(made, "", "x.xlsx").text == "\n".join(("แผ่น 1", " | ".join(filter(None, (shown, "จังหวัด")))))


def test_days_counted_from_1904_and_sheet_after_sheet() -> None:
    made = book(
        '<row><c s="1"><v>0</v></c></row>', book_pr='<workbookPr date1904="1"/>', sheets=2, xl__styles_xml=STYLES
    )
    assert read_document(made, "", "x.xlsx").text == "แผ่น 1\n1904-01-01\nแผ่น 2\n1904-01-01"


def test_a_sheet_of_too_many_cells_is_cut() -> None:
    found = read_document(book("<row><c><v>1</v></c></row>" * 50), "", "x.xlsx", Limits(cells=20))
    assert (found.state, found.text.count("1")) == ("partly", 21)  # one in the name


def test_slides_are_pages() -> None:
    slide = '<p:sld xmlns:p="x" xmlns:a="{}"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'.format
    parts = {f"ppt__slides__slide{n}_xml": slide(A, f"แผ่นที่ {n}") for n in (10, 9, 1)}
    found = read_document(packed(ppt__presentation_xml="<x/>", **parts), "", "x")
    assert (found.pages, found.page_texts) == (3, ("แผ่นที่ 1", "แผ่นที่ 9", "แผ่นที่ 10"))


def odf(kind: str, inner: str, **parts: str) -> bytes:
    spaces = "".join(f' xmlns:{x}="{ODF}:{y}:1.0"' for x, y in
                     (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")))  # fmt: skip
    content = f"<office:document-content{spaces}><office:body>{inner}</office:body></office:document-content>"
    return packed(mimetype=f"application/vnd.oasis.opendocument.{kind}", content_xml=content, **parts)


def test_an_opendocument_text() -> None:
    inner = (
        "<text:tracked-changes><text:p>ลบแล้ว</text:p></text:tracked-changes><text:h>หัวเรื่อง</text:h>"
        "<text:p>ก่อน<text:span>กลาง</text:span>หลัง<text:s/>ท้าย<office:annotation><text:p>ความเห็น</text:p></office:annotation></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>ปี</text:p></table:table-cell>"
        "<table:table-cell><text:p>2567</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read_document(odf("text", inner), "", "x")
    assert found.text.split("\n\n") == ["หัวเรื่อง", "ก่อนกลางหลัง ท้าย", "ปี | 2567"]
    assert found.state == "read"


def test_an_opendocument_sheet_and_slides() -> None:
    cell = "<table:table-cell table:number-columns-repeated='9999999'><text:p>1</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}</table:table-row>"
    found = read_document(odf("spreadsheet", f"<table:table table:name='งบ'>{row * 2}</table:table>"), "", "x")
    assert found.text == "งบ\n1\n1"
    slides = "<draw:page><text:p>หนึ่ง</text:p></draw:page><draw:page/><draw:page><text:p>สาม</text:p></draw:page>"
    found = read_document(odf("presentation", slides), "", "x")
    assert (found.pages, found.page_texts) == (3, ("หนึ่ง", "", "สาม"))


def test_an_opendocument_with_a_password() -> None:
    locked = f'<m:manifest xmlns:m="{ODF}:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    found = read_document(odf("text", "<text:p>x</text:p>", **{"META-INF__manifest_xml": locked}), "", "x")
    assert found.warnings == ("the ODT is locked with a password",)


@pytest.mark.parametrize(
    "xml",
    [
        "<x/>" * 500_000,
        "<w:p>" * 5000,
        "<w:p/>" * 300_000,
        "<w:p><w:r><w:t>" + "ก" * 4_000_000,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<w:tbl><w:tr><w:tc>" * 60 + p("ลึก"),
    ],
)
def test_hostile_parts_are_survived(xml: str) -> None:
    limits = Limits(unpacked=5_000_000, characters=100_000)
    found = read_document(word(xml), "", "x.docx", limits)
    assert len(found.text) <= limits.characters + 10
    assert found.warnings


def test_a_package_of_too_many_parts_is_not_opened() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for n in range(300):
            package.writestr(f"word/document.xml{n}", "")
    found = read_document(made.getvalue(), "", "x.docx", Limits(members=100))
    assert found.warnings == ("the DOCX cannot be opened: it has too many parts",)


WHOLE = {
    "x.docx": word(p("แผน") * 3, word__footnotes_xml=part("x")),
    "x.xlsx": book('<row><c t="s"><v>1</v></c></row>' * 3, xl__styles_xml=STYLES, xl__sharedStrings_xml=STRINGS),
    "x.odt": odf("text", "<text:p>แผน</text:p>" * 3),
    "x.pptx": packed(
        ppt__slides__slide1_xml=f'<s xmlns:a="{A}"><a:p><a:t>x</a:t></a:p></s>', ppt__presentation_xml="x"
    ),
}


@settings(deadline=None, max_examples=250)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_packages_are_survived(name: str, data: st.DataObject) -> None:
    body = WHOLE[name]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body) - 1))
        damage = data.draw(st.binary(max_size=6))
        body = body[:at] + damage + body[at + data.draw(st.integers(0, 8)) :]
    found = read_document(body, "", name)
    assert found.text or found.warnings


ELEMENTS = ("w:p", "w:tr", "w:tc", "w:del", "mc:Fallback", "text:p", "table:table-row", "table:table-cell", "draw:page")
PIECES = [*(f"<{x}>" for x in ELEMENTS), *(f"</{x}>" for x in ELEMENTS), "<w:t>ก</w:t>", "ข", "&a;"]


@settings(deadline=None, max_examples=250)
@given(st.sampled_from(["word__document_xml", "content_xml"]), st.lists(st.sampled_from(PIECES), max_size=25))
def test_elements_in_any_order_are_survived(name: str, pieces: list[str]) -> None:
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:draw="{ODF}:drawing:1.0"'
    spaces += f' xmlns:text="{ODF}:text:1.0" xmlns:table="{ODF}:table:1.0"'
    kind = "text" if name == "content_xml" else ""
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}"} if kind else {}
    found = read_document(packed(**parts, **{name: f"<x {spaces}>{''.join(pieces)}</x>"}), "", "x.docx")
    assert found.text or found.warnings


UNMARKED = "ผวาราชการจงหวดเปนประธานในพธเปดการประชมเชงปฏบตการเพอชแจงหลกเกณฑการประเมนผลการปฏบตราชการประจำป "


def test_the_text_of_an_office_document_is_judged_like_that_of_a_pdf() -> None:
    found = read_document(word(p(UNMARKED * 3)), "", "x.docx")
    assert (found.text, found.state, found.ocr) == ("", "needs-ocr", 1)
    assert found.warnings == ("the letters of the DOCX are damaged: its text is not kept",)


def test_letters_of_another_table_are_mended_in_an_office_document() -> None:
    meant = "สำนักงานคณะกรรมการพัฒนาระบบราชการ"
    found = read_document(word(p(meant.encode("cp874").decode("latin-1"))), "", "x.docx")
    assert (found.text, found.state, found.ocr) == (meant, "read", 0)


def test_slides_of_nonsense_are_told_and_the_others_kept() -> None:
    texts = {f"ppt__slides__slide{n}_xml": f'<x xmlns:a="{A}"><a:p><a:t>{text}</a:t></a:p></x>'
             for n, text in enumerate(("แผนงานประจำปี", UNMARKED * 3, "ขอบคุณครับ"), 1)}  # fmt: skip
    found = read_document(packed(ppt__presentation_xml="<x/>", **texts), "", "x.pptx")
    assert found.page_texts == ("แผนงานประจำปี", "", "ขอบคุณครับ")
    assert (found.state, found.ocr, found.pages) == ("partly", 1, 3)
    few = read_document(packed(ppt__presentation_xml="<x/>", **texts), "", "x.pptx", Limits(pages=1))
    assert (few.text, few.state, few.pages) == ("แผนงานประจำปี", "partly", 3)
    assert few.warnings[0].startswith("only the beginning was read")


def test_a_part_that_is_too_deep_is_told_in_our_words() -> None:
    found = read_document(packed(word__document_xml=f'<w:document xmlns:w="{W}">' + "<w:p>" * 400), "", "x.docx")
    assert found.warnings == ("the DOCX cannot be opened: one of its parts is too large or too deep",)
