"""Reasons, messages and alarms: every sentence of the source is known by its code and has its Thai."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus import warnings
from corpus.drift import _MEANS
from corpus.extract.fit import SIGNS as SIGNS_OF_RULES
from corpus.refusal_texts import PHRASES, SIGNS, TEXTS
from corpus.refusals import MOST, code_of, in_general, shown

ROOT = Path(corpus.__file__).parent.parent
VALUE = "17"  # stands for every value: a number, a word, a text
# Errors whose words become a reason, and the modules whose archive problems end runs.
RAISED = {"NoCopy", "Unanswered", "NotAList", "NotXML", "NotAnIndex", "Refused", "Forbidden", "CodingError", "TooLarge"}
RAISED |= {"PrivateAddress"}
OF_ARCHIVE = ("members", "store", "store_read", "store_schema", "warc", "warc_files", "warc_reader")
OF_ADDRESS = ("corpus.urls", "crawler.archives_cdx")
# Functions that are given a reason, and the place of it among their arguments.
GIVEN = {"refused": 1, "_refused": -1, "Alarm": 1, "_end": 0}
# Functions whose answer is a reason or the message of a run.
ANSWERS = {
    "corpus.errors": ("cannot_write", "cannot_write_in"),
    "corpus.extract.fit": ("_always_doubtful", "_doubtful", "_reason"),
    "corpus.extract.refuse": ("no_article", "_notice"),
    "corpus.extract.sniff": ("not_text",),
    "corpus.rereading": ("_message",),
    "corpus.sources": ("_too_large",),
    "crawler.breaker": ("refused_as",),
    "crawler.places": ("refusal",),
    "crawler.reasons": ("reason_of", "status_reason"),
    "crawler.spiders.archive": ("refusal",),
    "crawler.throttle": ("_wish",),
    "crawler.verdict": ("_nothing", "_stopped"),
}
CONSTANTS = (("corpus.store_read", "ENDED_SILENTLY"), ("corpus.intake", "STOPPED"), ("crawler.records", "BY_HAND"))
# Tables of reasons within functions, and the place of the reason in their rows.
TABLES = {"crawler.reasons.known": 1, "crawler.verdict.verdicts": 2}
NOT_A_REASON = {"", "archive", "blocked", "done", "17 pages refused; the first: "}

Words = Set[str]
NONE: Words = frozenset()


class Module:
    """One module of the source: its functions, and the texts that its expressions may become."""

    def __init__(self, path: Path) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = {n.name: n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef)}

    def texts(self, node: ast.expr, within: ast.AST, depth: int = 0, unknown: Words = NONE) -> Words:
        """All that *node* may be, as far as the source says it; *unknown* where it does not."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else unknown
        if isinstance(node, ast.IfExp):
            return self.any_of((node.body, node.orelse), within, depth, unknown)
        if isinstance(node, ast.BoolOp):
            return self.any_of(node.values, within, depth, unknown)
        if isinstance(node, ast.JoinedStr):
            return {"".join(parts) for parts in itertools.product(*(self._part(v, within, depth) for v in node.values))}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = (self.texts(side, within, depth, unknown) for side in (node.left, node.right))
            return {one + other for one in left for other in right}
        if depth < 4 and isinstance(node, ast.Name):
            return self._named(node.id, within, depth + 1, unknown)
        if depth < 4 and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.answers(node.func.id, depth + 1, unknown)
        return unknown

    def any_of(self, nodes: Iterable[ast.expr], within: ast.AST, depth: int, unknown: Words) -> Words:
        """All that one of *nodes* may be."""
        return set[str]().union(*(self.texts(node, within, depth, unknown) for node in nodes))

    def _part(self, node: ast.expr, within: ast.AST, depth: int) -> Words:
        if not isinstance(node, ast.FormattedValue):
            return self.texts(node, within, depth)
        return {repr(VALUE)} if node.conversion != -1 else self.texts(node.value, within, depth, {VALUE})

    def _named(self, name: str, within: ast.AST, depth: int, unknown: Words) -> Words:
        value = getattr(importlib.import_module(self.name), name, None)
        if isinstance(value, str):
            return {value}
        found: Words = set()
        for node in ast.walk(within):
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                found = found | self.texts(node.value, within, depth, unknown)
            if isinstance(node, ast.NamedExpr) and node.target.id == name:
                found = found | self.texts(node.value, within, depth, unknown)
        for node in ast.walk(within):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
                found = {one + more for one in found for more in self.texts(node.value, within, depth)}
        return found or unknown

    def answers(self, name: str, depth: int = 0, unknown: Words = NONE) -> Words:
        """All that a function of the program may answer or yield."""
        function = self.functions.get(name)
        if function is None:
            other = getattr(getattr(importlib.import_module(self.name), name, None), "__module__", "")
            ours = other != self.name and other.split(".")[0] in ("corpus", "crawler")
            return module(other).answers(name, depth, unknown) if ours else unknown
        found: Words = set()
        for node in ast.walk(function):
            if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
                value = node.value
                if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id[0].isupper():
                    value = value.args[0]  # an error that is made
                found = found | self.texts(value, function, depth, unknown)
        return found or unknown

    def reasons(self) -> Iterator[tuple[int, str]]:
        """The line and the words of each reason that the module gives."""
        for function in (n for n in ast.walk(self.tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))):
            for node in ast.walk(function):
                for value in self._given(node):
                    yield from ((node.lineno, text) for text in self.texts(value, function))  # type: ignore[attr-defined]  # a call, raise or assignment

    def _given(self, node: ast.AST) -> Iterator[ast.expr]:
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            archive = name in ("ArchiveProblem", "StoreProblem") and self.name.removeprefix("corpus.") in OF_ARCHIVE
            address = name == "ValueError" and self.name in OF_ADDRESS
            if (name in RAISED or archive or address) and node.args:
                yield node.args[0]
            if name == "Rejected":
                yield from (k.value for k in node.keywords if k.arg == "reason")
            if name in GIVEN and len(node.args) > 1 - (GIVEN[name] == 0):
                yield node.args[GIVEN[name]]
            if name == "end_run":
                yield from node.args[3:]
        elif isinstance(node, ast.Assign) and any(getattr(t, "attr", "") == "stopped" for t in node.targets):
            yield node.value
        elif isinstance(node, ast.AnnAssign) and (place := TABLES.get(f"{self.name}.{getattr(node.target, 'id', '')}")):
            assert isinstance(node.value, ast.Tuple)
            yield from (row.elts[place] for row in node.value.elts if isinstance(row, ast.Tuple))


@cache
def module(name: str) -> Module:
    return Module(ROOT / Path(*name.split(".")).with_suffix(".py"))


@cache
def reasons() -> dict[str, str]:
    """Every reason, message and alarm of the source with the place where it stands."""
    found: dict[str, str] = {}
    for folder in ("corpus", "crawler"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            one = Module(path)
            found |= {text: f"{one.name}:{line}" for line, text in one.reasons()}
    for name, functions in ANSWERS.items():
        found |= {text: f"{name}.{function}" for function in functions for text in module(name).answers(function)}
    found |= {getattr(importlib.import_module(name), constant): f"{name}.{constant}" for name, constant in CONSTANTS}
    return {text: where for text, where in found.items() if text not in NOT_A_REASON and text != VALUE}


def test_the_reasons_are_found_in_the_source() -> None:
    known = {
        "the page is empty": "corpus.pipeline",
        "the server answered 17": "corpus.",
        "a cut off WARC record": "corpus.warc_reader",
        "an error page, not an article": "corpus.extract.refuse",
        "no feed: its root is <17>": "crawler.spiders.feed",
        "the connection to 17 broke: its TLS certificate is not valid": "crawler.reasons",
        "robots.txt of 17 forbids it": "crawler.middlewares",
        "stopped by hand after 1 article; the same command continues it": "crawler.verdict",
        "it unpacks to over 17 times its size; it is a trap": "corpus.archives",
        "not a web address: '17'": "corpus.urls",
    }
    for text, where in known.items():
        assert reasons()[text].startswith(where), text
    assert len(reasons()) > 150


@pytest.mark.parametrize("text", sorted(reasons()))
def test_no_reason_is_without_its_thai(text: str) -> None:
    assert code_of(text), f"{reasons()[text]}: {text!r} is not in corpus/refusal_texts.py"
    thai = shown(text, "th")
    assert re.search("[ก-๎]", thai) or code_of(text) == "of-page", text
    assert shown(text, "en") == text


def test_no_sentence_of_the_table_is_left_from_another_version() -> None:
    inner = {code for code in TEXTS if code.startswith(("lack-", "such", "more-sign", "and-"))}
    inner |= {"misfit-none", "of-page"}
    assert set(TEXTS) - {code_of(text) for text in reasons()} - inner == set()


@pytest.mark.parametrize("code", TEXTS)
def test_thai_has_the_values_of_the_english_and_no_others(code: str) -> None:
    english, thai = ({*re.findall(r"\{(\w+)\}", text)} for text in TEXTS[code])
    assert thai <= english
    assert english - thai <= {"site"}  # of an address without any host


def test_every_sign_and_every_meaning_of_one_has_its_thai() -> None:
    assert set(SIGNS) >= set(_MEANS) | set(SIGNS_OF_RULES)
    for sign, meaning in _MEANS.items():
        text = meaning.format(key=sign, value="div:not(.x)")
        assert code_of(text).startswith("lack-"), text
        assert not re.search("[a-z]{2} [a-z]{3}", shown(text, "th").replace("body_start or", "")), text


def test_a_reason_within_a_reason_is_thai_too() -> None:
    layout = (
        "the page does not fit the layout g1 (no title, main): hardly any text was found; it is kept in the archive"
    )
    said = shown(f"3 pages refused, first http://a.example/x: {layout}", "th")
    assert said == (
        "ไม่รับ 3 หน้า หน้าแรกคือ http://a.example/x: หน้าเว็บไม่ตรงกับรูปแบบ g1 (ไม่พบ “ชื่อเรื่อง” “ส่วนเนื้อหาหลัก”):"
        " แทบไม่พบเนื้อความ หน้าที่ได้รับยังเก็บไว้ในคลัง"
    )
    assert shown("redirected: robots.txt of a.th forbids it", "th").endswith("robots.txt ของ a.th ห้ามไว้")


def test_several_alarms_and_a_wish_to_be_left_alone_are_told_each() -> None:
    layout = (
        "the layout g1 of the site opdc has changed: 9 of 10 pages lack the title where title says (h1)"
        " (and 2 more signs), such as http://a.th/1 and http://a.th/2; nothing doubtful was stored:"
        " correct [[layout]] g1 in the profile, then khlang reread opdc"
    )
    of_list = (
        "the list http://a.th/ of the site opdc has changed: it came, but names no article any more"
        " (12 in an earlier run); correct its [[crawl.start]] in the profile"
    )
    said = shown(f"{layout}; {of_list} (and 2 more); a.th asks to be left alone for 900 s", "th")
    assert said.startswith(
        "รูปแบบ g1 ของเว็บไซต์ opdc เปลี่ยนไป: 9 จาก 10 หน้าไม่มีชื่อเรื่องตรงที่ title ระบุ (h1) (และอีก 2 อย่าง) เช่น http://a.th/1 และ"
    )
    assert "; รายการ http://a.th/ ของเว็บไซต์ opdc เปลี่ยนไป" in said
    assert said.endswith("(และอีก 2 เรื่อง); a.th ขอให้งดเข้าเก็บเป็นเวลา 900 วินาที")


def test_refusals_of_a_site_that_blocks_are_told() -> None:
    text = (
        "the site opdc is blocking us: of the last 20 answers of a.th, 15 were refusals"
        " (11 × HTTP 403 Forbidden, 4 × a block page); wait a day, then crawl with a longer crawl.delay, or ask its"
        " webmaster"
    )
    assert "(11 × เซิร์ฟเวอร์ตอบ HTTP 403 (ไม่อนุญาตให้เข้าถึง), 4 × หน้าปิดกั้นโปรแกรม)" in shown(text, "th")


def test_a_status_without_thai_words_keeps_its_own() -> None:
    assert "Not Found" in PHRASES
    assert shown("HTTP 418 I'm a Teapot", "th") == "เซิร์ฟเวอร์ตอบ HTTP 418 (ปฏิเสธคำขอ)"
    assert shown("HTTP 507 Insufficient Storage", "th") == "เซิร์ฟเวอร์ตอบ HTTP 507 (Insufficient Storage)"


def test_what_belongs_to_one_page_is_left_out_of_a_reason_in_general() -> None:
    copies = [
        f"copy of 2019010{n}: the archive answered HTTP {status} X" for n, status in ((1, 404), (2, 404), (3, 503))
    ]
    assert [in_general(text, "en") for text in copies] == [
        "copy of …: the archive answered HTTP 404 X",
        "copy of …: the archive answered HTTP 404 X",
        "copy of …: the archive answered HTTP 503 X",
    ]
    assert in_general(copies[0], "th") == "สำเนาของ …: คลังเว็บตอบ HTTP 404 (X)"
    assert in_general(copies[0] * 40, "th") == copies[0] * 40  # too long to be one
    assert in_general("reason of another version", "th") == "reason of another version"


def test_what_a_document_warns_of_may_be_the_reason() -> None:
    assert shown(warnings.say("doc-locked", kind="PDF"), "th") == "ไฟล์ PDF ถูกล็อกด้วยรหัสผ่าน"
    broken = warnings.say("doc-broken", kind="PDF", why="no root")
    assert shown(f"a b.pdf: {broken}", "th") == "a b.pdf: เปิดไฟล์ PDF ไม่ได้: no root"


@given(st.text(max_size=200))
def test_any_text_can_be_shown(text: str) -> None:
    assert shown(text, "en") == text
    assert code_of(text) or shown(text, "th") == text or "; the l" in text


@pytest.mark.parametrize(
    "piece", ["copy of 1: ", "(and 1 more) ", ", such as x and y", "; a asks to be left alone for 1 s"]
)
def test_hostile_texts_are_shown_all_the_same(piece: str) -> None:
    text = piece * (2 * MOST // len(piece))
    assert shown(text, "th").endswith(text[-100:])
