"""How fast and in how much memory a corpus is taken in and indexed by the real commands.

usage: python -m benchmarks.intake CORPUS.jsonl[.gz] [--workers N] [--keep FOLDER]
       python -m benchmarks.intake --catalogue FOLDER [--workers N]

Prints a JSON object: pages, and for ``khlang import``, ``khlang import`` of the same file again, and ``khlang index
build`` by one process and by N: seconds of wall clock and of processors, pages a second by each, peak memory in MB of
the largest process so far; then the bytes on disk. ``limit`` is what nlpo3 takes to cut the folded bodies, each in one
call, and nothing else. With ``--catalogue`` only the builds are measured, on a copy of what the data folder FOLDER has.
The machine's speed is part of every figure: compare figures of one run, or of one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from corpus.store import open_store
from corpus.thai.newmm import cutter
from corpus.thai.normalise import fold
from index.analysis import full_text
from index.tokens import tokeniser

ROOT = Path(__file__).resolve().parent.parent
EXIT_PARTIAL = 3  # some pages were refused, which a real corpus may well have


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--workers", type=int, default=0, help="processes that clean and cut (0: one a processor)")
    parser.add_argument("--keep", type=Path, help="folder to leave the archive in, for benchmarks.search")
    parser.add_argument("--catalogue", type=Path, help="data folder with articles, to measure the builds only")
    args = parser.parse_args()
    if (args.corpus is None) == (args.catalogue is None):
        parser.error("give a corpus, or --catalogue")
    with tempfile.TemporaryDirectory(prefix="khlang-bench-") as scratch:
        data = args.keep or Path(scratch)
        figures: dict[str, Any] = {"processors": os.cpu_count()}
        if args.catalogue:
            with open_store(Settings(data=args.catalogue), readonly=True) as store:
                store.snapshot(data / "archive.sqlite")
                figures["counts"] = store.counts()
            pages = figures["counts"]["articles"]
        else:
            pages = take_in(data, args.corpus, args.workers, figures)
        for workers in dict.fromkeys((1, args.workers or os.cpu_count() or 1)):
            shutil.rmtree(data / "index", ignore_errors=True)  # else the second one finds the dictionary made
            figures[f"index build, {workers} at work"], _ = timed(data, "index", "build", "--workers", str(workers))
        figures["limit"] = limit(data)
        for step in figures.values():
            if isinstance(step, dict) and "cpu_s" in step:
                step["pages_per_second"] = round(pages / step["wall_s"], 1)
                step["pages_per_second_of_processor"] = round(pages / step["cpu_s"], 1)
        figures["bytes"] = {p.name: size(p) for p in sorted(data.iterdir())}
        print(json.dumps(figures, ensure_ascii=False, indent=1))


def take_in(data: Path, corpus: Path, workers: int, figures: dict[str, Any]) -> int:
    """Import *corpus* into *data* twice; how many pages it has."""
    command = ("import", str(corpus), *(("--workers", str(workers)) if workers else ()), "--json")
    figures["corpus"] = corpus.name
    figures["import"], run = timed(data, *command)
    figures["counts"] = counts = json.loads(run)["counts"]
    figures["import again"], _ = timed(data, *command)
    return sum(counts.get(key, 0) for key in ("new", "changed", "unchanged", "refused"))


def limit(data: Path) -> dict[str, float]:
    """What nlpo3 alone takes for the folded bodies of the articles, with the dictionary of the index."""
    cut = cutter(tokeniser(None, data / "index").dictionary.words, "benchmark").cut
    wall = cpu = 0.0
    with open_store(Settings(data=data), readonly=True) as store:
        for _, article in store.articles():
            text = fold(full_text(article))
            began = time.perf_counter(), time.process_time()
            cut(text)
            wall, cpu = wall + time.perf_counter() - began[0], cpu + time.process_time() - began[1]
    return {"wall_s": round(wall, 1), "cpu_s": round(cpu, 1)}


def timed(data: Path, *arguments: str) -> tuple[dict[str, float], str]:
    """Run one khlang command; its figures and what it printed."""
    command = [sys.executable, "-m", "khlang", "--data", str(data), *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, EXIT_PARTIAL}:
        sys.exit(f"{' '.join(command[1:])} ended with exit code {done.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, KiB on Linux
    figures = {"wall_s": round(wall, 1), "cpu_s": round(cpu, 1), "peak_mb": round(after.ru_maxrss * unit / 1e6)}
    return figures, done.stdout.decode("utf-8")


def size(path: Path) -> int:
    """Bytes of a file, or of everything in a folder."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


if __name__ == "__main__":
    main()
