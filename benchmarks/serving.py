"""Searches by threads and processes while the index is rebuilt and updated from a catalogue that changes meanwhile.

usage: python -m benchmarks.serving [--catalogue archive.sqlite] [--queries N] [--processes N] [--threads N]

The catalogue goes from state to state, each in one transaction: in state k, ``marked(k)`` articles bear the stamp of k
in title and text and a day of the year ``year(k)``; those of the state before that are not among them bear none. A
query for the word that all of them bear is answered by one state where total, hits, snippets, facets and timeline are
all those of one k; anything else is a mixed result, as is an earlier state shown to a thread that has seen a later one.

Prints a JSON object: queries, errors, mixed results, states that were seen, builds, updates and how long they took, and
p50, p95 and the longest time of an answer in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from corpus.records import Article, Capture, Location
from corpus.settings import Settings
from corpus.store import open_store
from index import search
from index.engine import SearchEngine
from index.hits import SORTS, SearchPage, SearchRequest

MARK = "ตราประทับ"  # "stamp": in all marked articles, and in no page of an archive that is likely to be used here
MOST, FIRST_STAMP = 40, 7_000_000
PLAIN = 300  # pages beside the marked ones where no catalogue is given
WORDS = tuple("ประชาชน ข้าราชการ จังหวัด ประชุม โครงการ พัฒนา บริการ งบประมาณ รัฐมนตรี แถลงข่าว ระบบ อบรม".split())  # noqa: SIM905  # a list of words reads best as one
QUERIES = (MARK, f'"{MARK}"', f"{MARK} ฉบับที่", f"หัวเรื่อง:{MARK}", f"{MARK} -ไม่มีคำนี้")
OTHERS = ("ประชาชน", '"ระบบ"', "โครงการ พัฒนา", "", "ปี:2551", "ประชุม OR แถลงข่าว")
BUILDS = 5  # every so many states the index is built, else updated
TOLD = 5  # errors and mixed results that are printed


def marked(state: int) -> int:
    """How many articles bear the stamp of *state*."""
    return 11 + state * 7 % (MOST - 11)


def year(state: int) -> int:
    """The year in which the articles of *state* are dated, C.E."""
    return 1990 + state % 30


def main() -> None:
    """Write and ask at once, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogue", type=Path, help="begin with a copy of this catalogue")
    parser.add_argument("--queries", type=int, default=10_000, help="in all")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2, help="of each process")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ask:
        print(json.dumps(ask(Settings(data=args.ask), args.queries, args.threads), ensure_ascii=False))
        return
    with tempfile.TemporaryDirectory(prefix="khlang-serving-") as folder:
        settings = Settings(data=Path(folder))
        if args.catalogue:
            shutil.copyfile(args.catalogue, settings.catalogue)
        figures = measure(settings, args.queries, args.processes, args.threads)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def measure(settings: Settings, queries: int, processes: int, threads: int) -> dict[str, Any]:
    """Change the catalogue of *settings* and its index until *processes* have asked *queries* in all."""
    if not settings.catalogue.exists():
        settle(settings, 0, plain=PLAIN)
    settle(settings, 1)
    search.build(settings)
    number = str(queries // processes)
    command = [sys.executable, "-m", "benchmarks.serving", "--ask", str(settings.data), "--queries", number]
    asking = [
        subprocess.Popen([*command, "--threads", str(threads)], stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    took: dict[str, list[float]] = {"build": [], "update": []}
    state = 1
    while any(process.poll() is None for process in asking):
        state += 1
        settle(settings, state)
        what = "build" if state % BUILDS == 0 else "update"
        report = search.build(settings) if what == "build" else search.update(settings)
        took[what].append(report.seconds)
    found = [json.loads(process.communicate()[0]) for process in asking]
    times = sorted(ms for one in found for ms in one["ms"])
    return {
        "queries": len(times),
        "errors": sum(one["errors"] for one in found),
        "mixed": sum(one["mixed"] for one in found),
        "told": [text for one in found for text in one["told"]][:TOLD],
        "states": state,
        "states_seen": len({k for one in found for k in one["states"]}),
        "builds": len(took["build"]),
        "updates": len(took["update"]),
        "build_seconds": round(max(took["build"], default=0.0), 2),
        "update_seconds_p50": round(sorted(took["update"])[len(took["update"]) // 2], 2) if took["update"] else None,
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
        "longest_ms": times[-1],
    }


def settle(settings: Settings, state: int, plain: int = 0) -> None:
    """Bring the catalogue into *state*, in one transaction."""
    with open_store(settings) as store, store.batch():
        run = store.begin_run("import", "benchmark")
        for n, article in enumerate(_articles(state, plain)):
            store.put(article, _capture(article.url, state, n), run)
        store.end_run(run, "done", {})


def _articles(state: int, plain: int) -> Iterator[Article]:
    for n in range(MOST):
        if n < marked(state):
            title = f"{MARK} {FIRST_STAMP + state} ฉบับที่ {n}"
            day = date(year(state), 1 + n % 12, 1 + n % 28)
            yield _article(n, title, f"เอกสารนี้มี{MARK} {FIRST_STAMP + state} ทุกหน้า {_talk(n, 40)}", day)
        elif n < marked(state - 1):
            yield _article(n, f"ฉบับที่ {n} ถูกถอนตรา", "ไม่มีตรา", None)
    for n in range(MOST, MOST + plain):
        yield _article(n, _talk(n, 4), _talk(-n, 200), None)


def _talk(seed: int, words: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def _article(number: int, title: str, body: str, day: date | None) -> Article:
    return Article(
        id=f"benchmark:serving:{number}",
        url=f"http://benchmark.example/{number}",
        site="benchmark",
        title=title,
        body=body,
        published=day,
        dated=day,
        published_from="metadata" if day else "",
        dated_from="metadata" if day else "",
    )


def _capture(url: str, state: int, number: int) -> Capture:
    return Capture(
        url=url,
        site="benchmark",
        captured=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=state),
        body=b"",
        digest=f"sha1:serving-{state}-{number}",
        location=Location("serving.warc.gz", state * 100_000 + number, 1),
    )


def ask(settings: Settings, queries: int, threads: int) -> dict[str, Any]:
    """Ask *queries* by *threads* that share one engine; what was wrong with the answers, and how long they took."""
    engine = search.open_engine(settings)
    asked = [_Asked(engine, queries // threads, seed) for seed in range(threads)]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    engine.close()
    wrong = [text for one in asked for text in (*one.errors, *one.mixed)]
    return {
        "errors": sum(len(one.errors) for one in asked),
        "mixed": sum(len(one.mixed) for one in asked),
        "told": wrong[:TOLD],
        "states": sorted({k for one in asked for k in one.states}),
        "ms": [ms for one in asked for ms in one.ms],
    }


class _Asked(threading.Thread):
    """One thread that asks."""

    def __init__(self, engine: SearchEngine, queries: int, seed: int) -> None:
        super().__init__()
        self._engine, self._queries, self._chance = engine, queries, random.Random(seed)
        self.errors: list[str] = []
        self.mixed: list[str] = []
        self.states: list[int] = []
        self.ms: list[float] = []

    def run(self) -> None:
        for _ in range(self._queries):
            self._one()

    def _one(self) -> None:
        judged = self._chance.random() < 0.8
        q = self._chance.choice(QUERIES if judged else OTHERS)
        sort = self._chance.choice(SORTS)
        began = time.perf_counter()
        try:
            page = self._engine.search(SearchRequest(q=q, per_page=self._chance.choice((5, MOST)), sort=sort))
        except Exception as e:  # whatever it is, it is counted, told and fails the run
            self.errors.append(f"{q}: {type(e).__name__}: {e}")
            return
        self.ms.append(round((time.perf_counter() - began) * 1000, 2))
        if judged:
            self._judge(q, page)

    def _judge(self, q: str, page: SearchPage) -> None:
        states = states_of(page)
        if len(states) != 1:
            self.mixed.append(f"{q}: {sorted(states)}")
        elif self.states and min(states) < self.states[-1]:
            self.mixed.append(f"{q}: {min(states)} after {self.states[-1]}")
        else:
            self.states.append(min(states))


def states_of(page: SearchPage) -> set[int]:
    """The states that an answer to one of :data:`QUERIES` is of: one, unless it is mixed; -1 stands for none at all."""
    stamps = {int(hit.title.split()[1]) - FIRST_STAMP for hit in page.hits}
    years = {int(value.value) - 543 for value in page.facets["year"]}
    if len(stamps) != 1:
        return stamps or {-1, -2}
    (state,) = stamps
    counts = (page.total, *(sum(v.count for v in page.facets[name]) for name in ("year", "kind", "site")))
    agrees = set(counts) == {marked(state)} == {sum(month.count for month in page.timeline)}
    agrees &= years == {year(state)} and len(page.hits) == min(page.total, page.per_page)
    agrees &= all(
        str(FIRST_STAMP + state) in hit.snippet.replace("</mark>", "").replace("<mark>", "") for hit in page.hits
    )
    agrees &= len({hit.id for hit in page.hits}) == len(page.hits)
    return stamps if agrees else {state, -1}


if __name__ == "__main__":
    main()
