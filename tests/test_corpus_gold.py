"""The floor of quality: what is found on the annotated pages, by their own scorer. Lower it only on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.pipeline import understand
from corpus.records import Article, Capture, to_plain

FLOORS = {  # the measure of each key that is held, and its floor
    "people": ("f1", 0.97),
    "position": ("accuracy", 0.90),
    "agencies": ("f1", 0.93),
    "provinces": ("f1", 0.96),
    "dates": ("f1", 0.98),
    "laws": ("f1", 0.9),
    "title": ("accuracy", 1.0),
    "published": ("accuracy", 1.0),
    "body_complete": ("accuracy", 1.0),
    "event_start": ("accuracy", 0.9),
}


@pytest.fixture(scope="module")
def report(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    gold = shared_data / "gold"
    predicted = tmp_path_factory.mktemp("gold") / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for line in (gold / "dev_docs.jsonl").read_text(encoding="utf-8").split("\n"):
            if line:
                page = json.loads(line)
                out.write(json.dumps({**understood(page), "id": page["id"]}, ensure_ascii=False) + "\n")
    done = subprocess.run(
        [sys.executable, str(gold / "score.py"), str(gold / "dev_gold.jsonl"), str(predicted), "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    scores: dict[str, dict[str, float]] = json.loads(done.stdout)
    return scores


def understood(page: dict[str, str]) -> dict[str, object]:
    capture = Capture(
        url=page.get("url") or "file:page",
        site="",
        captured=datetime(2026, 1, 2, tzinfo=UTC),
        body=page["text"].encode(),
        digest="sha1:X",
        media_type="text/plain",
        charset="utf-8",
    )
    found = understand(capture, None)
    assert isinstance(found, Article), found
    plain: dict[str, object] = to_plain(found)
    return plain


@pytest.mark.parametrize("key", FLOORS)
def test_no_measure_falls_below_its_floor(report: dict[str, dict[str, float]], key: str) -> None:
    measure, floor = FLOORS[key]
    assert report[key][measure] >= floor


def test_every_page_is_there_and_no_chrome_is_left(report: dict[str, dict[str, float]]) -> None:
    assert report["documents"] == {"gold": 26, "missing": 0}
    assert report["chrome"]["leaked"] == 0
