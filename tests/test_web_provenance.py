"""Why the program says so: a sentence for every rule, the very letters, links to where they stand."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import corpus.extract
from corpus.records import KINDS, Agency, Article, DateMention, Event, Mention, Person, PublishedFrom, Surface
from search_web.provenance import Ground, in_pages, reason_groups, sentence
from search_web.text import LANGS, TEXTS
from tests.web_fakes import AUDIT

FOLDER = Path(corpus.extract.__file__).parent
# The types whose argument of that place names a rule, and what it is a rule of.
NAMED = {"Span": (3, "agency"), "Cited": (2, "law")}


def rules() -> set[tuple[str, str]]:
    """Every rule that the extractors can give, with what it is a rule of."""
    found: set[tuple[str, str]] = set()
    for path in FOLDER.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        about = {"people": "person", "places": "province", "laws": "law"}.get(path.stem, "agency")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMED:
                place, kind = NAMED[node.func.id]
                # with a star in front of them the places are not known: then every constant counts
                starred = any(isinstance(arg, ast.Starred) for arg in node.args)
                args = node.args if starred else node.args[place : place + 1]
                found |= {(kind, text) for arg in args for text in constants(arg)}
            if isinstance(node, ast.Call):
                found |= {(about, t) for k in node.keywords if k.arg == "rule" for t in constants(k.value)}
                if isinstance(node.func, ast.Name) and node.func.id == "_add" and about == "law":
                    found |= {("law", text) for arg in node.args for text in constants(arg)}
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(t, ast.Name) and t.id == "rule" for t in targets):
                    found |= {(about, text) for text in constants(node.value)}
            if isinstance(node, ast.Yield) and about == "province" and isinstance(node.value, ast.Tuple):
                found |= {("province", text) for text in constants(node.value.elts[1])}
    return {(kind, rule) for kind, rule in found if rule and rule.islower()}


def constants(node: ast.expr) -> set[str]:
    """The strings that an expression may give."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_the_rules_are_found_in_the_source() -> None:
    known = {
        ("agency", "registry"),
        ("agency", "branch"),
        ("agency", "company"),
        ("person", "title"),
        ("person", "credit"),
        ("province", "listed"),
        ("province", "english"),
        ("law", "draft"),
        ("law", "english"),
        ("law", "section"),
    }
    assert known <= rules()


@pytest.mark.parametrize(("kind", "rule"), sorted(rules()))
def test_no_rule_is_without_its_sentence(kind: str, rule: str) -> None:
    assert f"rule_{kind}_{rule}" in TEXTS


def test_no_source_of_a_day_and_no_kind_is_without_its_sentence() -> None:
    assert {f"rule_date_{source}" for source in get_args(PublishedFrom)} <= TEXTS.keys()
    assert {f"rule_kind_{kind}" for kind in KINDS} <= TEXTS.keys()


def test_a_rule_of_another_version_is_called_by_its_name() -> None:
    assert "x-y" in sentence("en", "rule_agency_x-y")
    assert "x-y" in sentence("th", "rule_agency_x-y")


BODY = "เมื่อวันที่ 22 เมษายน 2551 นายสมหมาย ใจตรง ผู้ว่าราชการจังหวัดน่าน เปิดงาน ณ หอประชุม และมาตรา 5 ที่จังหวัดน่าน"


def surface(text: str) -> Surface:
    return Surface(text, BODY.index(text), BODY.index(text) + len(text))


ARTICLE = Article(
    id="x:1",
    url="http://x.example/",
    site="x",
    title="ข่าว",
    body=BODY,
    dated=date(2008, 4, 22),
    dated_from="lead",
    updated=date(2009, 9, 3),
    section=("ข่าวเด่น",),
    layout="g1",
    lacks=("title",),
    dates=(
        DateMention(surface="22 เมษายน 2551", start=date(2008, 4, 22), end=date(2008, 4, 22), at=BODY.index("22 เม")),
    ),
    people=(
        Person(
            id="p",
            name="สมหมาย ใจตรง",
            title="นาย",
            surfaces=(surface("นายสมหมาย ใจตรง"),),
            positions=(surface("ผู้ว่าราชการจังหวัดน่าน"),),
            rule="title",
        ),
    ),
    agencies=(Agency(id="a", name="กรม", surfaces=(Surface("กรม", 0, 3, "header"),), rule="registry"),),
    province_mentions=(
        Mention(
            name="น่าน",
            rule="marked",
            surfaces=tuple(Surface("น่าน", i, i + 4) for i in range(len(BODY)) if BODY.startswith("น่าน", i)),
        ),
    ),
    law_mentions=(Mention(name="มาตรา 5", rule="section of พระราชบัญญัติน้ำ", surfaces=(surface("มาตรา 5"),)),),
    event=Event(start=date(2008, 4, 22), end=date(2008, 4, 22), place="หอประชุม", surfaces=(surface("หอประชุม"),)),
)


def said(lang: str = "th") -> dict[str, list[Ground]]:
    groups = reason_groups(
        ARTICLE, "en" if lang == "en" else "th", lambda s: f"#b{s.start}" if s.where == "body" else None
    )
    return {f"{g.label}: {r.value}: {r.rule}": list(r.grounds) for g in groups for r in g.reasons}


def test_each_value_has_its_rule_and_its_very_letters() -> None:
    told = said()
    keys = " | ".join(told)
    assert "“นาย”" in keys
    assert "เป็นมาตราของพระราชบัญญัติน้ำ" in keys
    assert "แต่ไม่พบ: title" in keys
    person = next(grounds for key, grounds in told.items() if "สมหมาย" in key)
    assert [g.excerpt.text for g in person] == ["นายสมหมาย ใจตรง", "ผู้ว่าราชการจังหวัดน่าน"]
    assert person[0].href == f"#b{BODY.index('นายสม')}"
    assert person[1].label == "ตำแหน่ง"
    day = next(grounds for key, grounds in told.items() if key.startswith("วันที่: 22 เมษายน 2551"))
    assert day[0].excerpt.text == "22 เมษายน 2551"
    header = next(grounds for key, grounds in told.items() if key.startswith("หน่วยงาน"))
    assert header == [Ground(header[0].excerpt, None, "", "อยู่ใต้หัวเรื่องของหน้าเว็บ")]


def test_other_places_are_led_to_by_their_numbers() -> None:
    groups = reason_groups(ARTICLE, "en", lambda s: f"#b{s.start}")
    [province] = next(g for g in groups if g.label == "Provinces").reasons
    assert province.more == ((2, f"#b{BODY.rindex('น่าน')}"),)
    assert province.rest == ""


@pytest.mark.parametrize("lang", LANGS)
def test_an_article_that_knows_nothing_of_its_reasons_has_some(lang: str) -> None:
    groups = list(reason_groups(AUDIT, "en" if lang == "en" else "th", lambda s: None))
    assert len(groups) >= 5
    bare = Article(id="x:1", url="", site="x")
    assert [g.label for g in reason_groups(bare, "en", lambda s: None)] == [
        "Date",
        "Kind and section",
        "Layout of the page",
    ]


def test_reasons_go_on_from_page_to_page() -> None:
    groups = list(reason_groups(ARTICLE, "th", lambda s: "#x"))
    pages = list(in_pages(groups, 900))
    assert len(pages) > 2
    assert [r for page in pages for g in page for r in g.reasons] == [r for g in groups for r in g.reasons]
    assert list(in_pages(groups, 10**6)) == [tuple(groups)]
