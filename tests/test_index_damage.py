"""Damage of real pages, from bytes to index: what cannot be read is no word, what can is found as it is typed."""

import json
from pathlib import Path

import pytest

from corpus.intake import import_paths
from corpus.settings import Settings
from index import search
from index.hits import SearchRequest

LEAD = "เมื่อวันที่ 3 มีนาคม 2564 คณะทำงานตรวจเยี่ยมห้องสมุดประชาชนและรับฟังความเห็นของผู้ใช้บริการตลอดทั้งวัน"
TWICE = "ประกวดภาพถ่ายเรือพาย".encode().decode("latin-1")
PAGES = {
    "emoji": "ข่าวดี ????rainbow?? จากห้องสมุด",
    "lost": "?.?.?. ?????????ghost??? ??????",
    "marks": "วันอังคารทีี่สองของเดือน พิิจารณาแผนท้้องถิ่น และน้ํากับนำ\u0e49",
    "invisible": "การ\u200bแข่ง\u200bขัน\u00a0\u00a0ว่าวไทย\uf0a7ประเภททีม",
    "twice": f"นิทรรศการ {TWICE} ประจำปี",
    "references": "งาน &#161;&#210;&#195;&#187;&#195;&#208;&#170;&#216;&#193; ใหญ่",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("damage")
    settings = Settings(data=folder / "data", workers=1)
    file = folder / "pages.jsonl"
    lines = (
        {"url": f"https://www.example.go.th/{name}", "html": f"<h1>เรื่อง{name}</h1><p>{LEAD}</p><p>{text}</p>"}
        for name, text in PAGES.items()
    )
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    run = import_paths([file], settings)
    assert run.counts["new"] == len(PAGES)
    search.build(settings)
    return settings


def found(archive: Settings, query: str) -> set[str]:
    engine = search.open_engine(archive)
    return {hit.url.rpartition("/")[2] for hit in engine.search(SearchRequest(q=query)).hits}


@pytest.mark.parametrize("word", ["rainbow", "ghost"])
def test_what_stood_between_question_marks_is_no_word(archive: Settings, word: str) -> None:
    assert found(archive, word) == set()


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ('"วันอังคารที่สอง"', "marks"),
        ('"พิจารณาแผนท้องถิ่น"', "marks"),
        ('"น้ำกับน้ำ"', "marks"),
        ('"การแข่งขัน ว่าวไทย ประเภททีม"', "invisible"),
        ("ภาพถ่าย เรือพาย", "twice"),
        ('"การประชุม ใหญ่"', "references"),
    ],
)
def test_what_can_be_read_is_found_as_it_is_typed(archive: Settings, query: str, page: str) -> None:
    assert found(archive, query) == {page}
