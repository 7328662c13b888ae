"""Pages made to be slow, of any size: name → media type and a function from a number of bytes to that many bytes."""

from __future__ import annotations

from collections.abc import Callable

PAGE, TEXT = "text/html", "text/plain"
_SAID = "ในการประชุมวันนี้ที่ประชุมเห็นชอบให้ทุกหน่วยงานจัดทำแผนการให้บริการประชาชนผ่านระบบดิจิทัลและรายงานผลทุกเดือน"


def _again(piece: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """*piece* over and over between *before* and *after*."""
    head, one, tail = before.encode(), piece.encode(), after.encode()

    def make(size: int) -> bytes:
        times = max(1, (size - len(head) - len(tail)) // len(one))
        return head + one * times + tail

    return make


def _nested(tag: str) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        times = max(1, size // (2 * len(tag) + 5))
        return (f"<{tag}>" * times + _SAID + f"</{tag}>" * times).encode()

    return make


def _numbered(piece: str) -> Callable[[int], bytes]:
    """*piece* with a number in it, so that no line is like another."""

    def make(size: int) -> bytes:
        times = max(1, size // len(piece.format(0).encode()))
        return "".join(piece.format(n) for n in range(times)).encode()[:size]

    return make


HOSTILE: dict[str, tuple[str, Callable[[int], bytes]]] = {
    # markup
    "nested divs": (PAGE, _nested("div")),
    "nested tables": (PAGE, _nested("table><tr><td")),
    "nested links": (PAGE, _nested("a href=x")),
    "nested lists": (PAGE, _nested("ul><li")),
    "a million small tags": (PAGE, _again("<b>ก</b>")),
    "empty tags": (PAGE, _again("<i></i>")),
    "line breaks": (PAGE, _again("<br>ก")),
    "unclosed tags": (PAGE, _again("<p><b><font>ข่าว")),
    "unclosed comment": (PAGE, _again("ข่าว ", "<p>ต้น</p><!--")),
    "comments": (PAGE, _again("<!-- x --><p>ข่าว</p>")),
    "comment openings": (PAGE, _again("<!--")),
    "cdata": (PAGE, _again("<![CDATA[ x ]]>")),
    "cdata openings": (PAGE, _again("<![CDATA[")),
    "less than": (PAGE, _again("<", "<p>")),
    "less than and letters": (PAGE, _again("<a ", "<p>")),
    "titles": (PAGE, _again("<title ")),
    "attributes of one tag": (PAGE, _numbered(" a{}=x")),
    "one attribute": (PAGE, _again("x", "<p title='", "'>ข่าว</p>")),
    "entities": (PAGE, _again("&amp;&#3586;", "<p>")),
    "broken entities": (PAGE, _again("&#&amp&", "<p>")),
    "numbers of tis-620": (PAGE, _again("&#161;&#210;&#195;", "<p>")),
    "scripts": (PAGE, _again("<script>x</script><p>ข่าว</p>")),
    "script openings": (PAGE, _again("<script>")),
    "huge table": (PAGE, _again("<tr><td>ก</td><td>12</td></tr>", "<table>", "</table>")),
    "one row": (PAGE, _again("<td>ก</td>", "<table><tr>", "</tr></table>")),
    "tables": (PAGE, _again("<table><tr><td>ก<td>ข<tr><td>1<td>2</table>")),
    "links": (PAGE, _numbered('<li><a href="/n{0}">ข่าวที่ {0}</a></li>')),
    "links to files": (PAGE, _numbered('<a href="/f{0}.pdf">ไฟล์ {0}.pdf</a> ')),
    "articles": (PAGE, _again(f"<article><p>{_SAID}</p></article>")),
    "headings": (PAGE, _numbered("<h1>ข่าวที่ {}</h1>")),
    "paragraphs": (PAGE, _numbered(f"<p>{{}} {_SAID}</p>")),
    "nulls": (PAGE, _again("\0<p>ก</p>")),
    # text
    "one line": (TEXT, _again(_SAID)),
    "one line of blanks": (TEXT, _again(" ", "ก", "ก")),
    "no-break blanks": (TEXT, _again("\u00a0", "ก", "ก")),
    "empty lines": (TEXT, _again("\n \n", "ก", "ก")),
    "short lines": (TEXT, _again("ก\n")),
    "lines": (TEXT, _numbered(_SAID + " {}\n")),
    "pipes": (TEXT, _again("ก | ข\n")),
    "pipes in one line": (TEXT, _again("ก | ")),
    "cells": (TEXT, _numbered("{}) ข้อ |\n12 |\n")),
    "slashes": (TEXT, _again("ก / ")),
    "crumbs": (TEXT, _again("หน้าแรก > ก > ")),
    "marks": (TEXT, _again("ี", "ก")),
    "marks out of order": (TEXT, _again("่ี", "ก")),
    "sara e": (TEXT, _again("เ")),
    "accents": (TEXT, _again("\u0301", "a")),
    "question marks": (TEXT, _again("?")),
    "question marks and words": (TEXT, _again("????down??.?.? ", "ก ")),
    "zero width": (TEXT, _again("ก\u200b")),
    "emoji": (TEXT, _again("👩\u200d👩 ")),
    "digits": (TEXT, _again("1")),
    "numbers": (TEXT, _again("1.2.3/4-5 ")),
    "encoded twice": (TEXT, _again("à¸\u0081")),
    "encoded twice and Thai": (TEXT, _again("à¸\u0081 ข่าว\n")),
    "encoded twice in windows-874": (TEXT, _again("เธเน€เธ")),
    # what finders of names read
    "dates": (TEXT, _again("วันจันทร์ที่ 22 เมษายน 2551 ")),
    "dates without years": (TEXT, _again("22 เม.ย. - ")),
    "ranges of dates": (TEXT, _again("1 - 2 - 3 และ 4 พ.ค. ")),
    "months": (TEXT, _again("เมษายน")),
    "names นาย": (TEXT, _again("นาย")),
    "names นาย with blanks": (TEXT, _again("นาย ")),
    "names": (TEXT, _numbered("นายสมชาย ใจดี{} ")),
    "names with positions": (TEXT, _again("นายสมชาย ใจดี ผู้อำนวยการสำนักงานเลขาธิการ ")),
    "ranks": (TEXT, _again("พล.ต.อ.ดร.")),
    "positions": (TEXT, _again("รองผู้อำนวยการ")),
    "agencies สำนักงาน": (TEXT, _again("สำนักงาน")),
    "agencies กรม": (TEXT, _again("กรม")),
    "agencies": (TEXT, _again("สำนักงาน ก.พ.ร. กระทรวงการคลัง ")),
    "companies": (TEXT, _again("บริษัท ")),
    "provinces": (TEXT, _again("จังหวัดน่านจังหวัดตรัง ")),
    "provinces ณ": (TEXT, _again("ณ ")),
    "laws พ.ร.บ.": (TEXT, _again("พ.ร.บ.")),
    "laws มาตรา": (TEXT, _again("มาตรา 7 (5) และ ")),
    "laws": (TEXT, _again("พระราชบัญญัติ")),
    "letters with dots": (TEXT, _again("ก.")),
    "brackets": (TEXT, _again("(")),
    "quotes": (TEXT, _again("“ก ")),
}
