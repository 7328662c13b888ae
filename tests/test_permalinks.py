"""Addresses that a citation names: they lead to the same words without an index, and in a restored catalogue."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from corpus.backup import backup, restore
from corpus.intake import import_paths
from corpus.settings import Settings
from corpus.store import open_store
from index import search
from search_web import create_app

TEXT = "กรมของเราเปิดให้ประชาชนขอข้อมูลข่าวสารที่ศูนย์บริการร่วมทุกวันทำการ"


def taken_in(settings: Settings, path: Path, body: str) -> None:
    page = {"url": "https://news.example.go.th/1", "title": "ประกาศวันเปิดบริการ", "text": body}
    path.write_text(json.dumps(page, ensure_ascii=False) + "\n", encoding="utf-8")
    import_paths([path], settings)


def test_permalinks_of_versions_need_no_index_and_survive_a_restored_catalogue(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1, rate_limit="", public_address="https://news.example")
    for number, words in enumerate((f"{TEXT} ตั้งแต่เดือนมีนาคม", f"{TEXT} ตั้งแต่เดือนเมษายน")):
        taken_in(settings, tmp_path / f"{number}.jsonl", words)
    with open_store(settings, readonly=True) as store:
        ((article_id, newest),) = store.current_versions()
    assert newest == 2

    def told(of: Settings) -> list[bytes]:
        web = create_app(of).test_client()
        paths = [f"{name}?version={version}" for version in (1, 2) for name in ("", "/raw", "/cite.bib", "/cite.ris")]
        answers = [web.get(f"/article/{article_id}{path}") for path in (*paths, "/diff")]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.data for answer in answers]

    before = told(settings)
    assert "เดือนมีนาคม".encode() in before[0]
    assert "เดือนเมษายน".encode() in before[4]
    search.build(settings)
    assert told(settings) == before
    backup(settings, tmp_path / "kept.tar")
    restored = replace(settings, data=tmp_path / "restored")
    restore(restored, tmp_path / "kept.tar")  # which has no index
    assert told(restored) == before
