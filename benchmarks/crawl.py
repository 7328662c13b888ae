"""How fast, in how much memory and with how little traffic a site is crawled, and what a re-crawl notices.

usage: python -m benchmarks.crawl [rate] [memory] [again] [edits] [--pages N] [--rounds N] [--connections N] [--big N]

A synthetic site on loopback (tests/big_site.py) is crawled by the real programs; with no part named, all four run.

rate     pages a second of the crawling process, from the first request to the last as the site sees them, delays off,
         WARC written; and in turn with it, round by round, of a bare Scrapy spider at as many connections. Then the
         whole ``khlang crawl`` with its intake.
memory   resident memory of the crawling process and of the intake over a large crawl (Linux only).
again    an unchanged site crawled a second time: 304s, bytes, new versions.
edits    100 edited pages among pages with moving counters, dates of today and shuffled menus: found, and false.

A table goes to stderr, one JSON object to stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.watching import Watched, khlang
from corpus.settings import Settings
from corpus.sites import load_site
from corpus.store import open_store
from crawler.process import CrawlingProcess
from crawler.records import Job
from tests.big_site import NAME, Asked, BigSite

CONNECTIONS = 8
EDITS = 100
PATTERNS = (r"/news\?page=\d+$", r"/content/[A-Za-z0-9]+$", r"//[^/]+/\d+/$")  # as in the profile of the site
BARE = {"bare": ".", "bare, lists only": "/news"}  # the pages in which the bare spider looks for links
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure and print."""
    parts: dict[str, Callable[[Path, argparse.Namespace], dict[str, Any]]] = {
        "rate": rate,
        "memory": memory,
        "again": again,
        "edits": edits,
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}")
    parser.add_argument("--pages", type=int, default=1000, help="articles of the site for rate, again and edits")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of rate")
    parser.add_argument("--connections", type=int, default=CONNECTIONS, help="connections to the site, for rate")
    parser.add_argument("--big", type=int, default=20_000, help="articles of the site for memory")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(parts):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    figures: dict[str, Any] = {"processors": os.cpu_count(), "load": os.getloadavg()[0]}
    for name in args.parts or parts:
        with tempfile.TemporaryDirectory(prefix="khlang-bench-") as folder:
            figures[name] = parts[name](Path(folder), args)
        show(name, figures[name])
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def show(name: str, figures: dict[str, Any]) -> None:
    """One part of the table."""
    print(f"\n{name}", file=sys.stderr)
    for key, value in figures.items():
        print(f"  {key:34} {value}", file=sys.stderr)


# --- rate -----------------------------------------------------------------------------------------------------------


def rate(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Ours and the bare spider in turn, each the first as often as the other."""
    rates: dict[str, list[float]] = {"khlang": [], **{name: [] for name in BARE}}
    with BigSite(args.pages) as big:
        profile = big.profile(folder, direct=True, connections=args.connections)
        for number in range(args.rounds):
            turns = list(rates) if number % 2 else list(rates)[::-1]
            for name in turns:
                big.forget()
                if name == "khlang":
                    crawl_only(profile, folder, number)
                else:
                    bare(big.port, BARE[name], args.connections)
                rates[name].append(pages_a_second(big.log(), args.pages))
        big.forget()
        watched = Watched(big, khlang(folder / "data", "crawl", str(profile), "--json"))
        whole = watched.wait()
        counts = watched.counts()
    ours = rates["khlang"]
    return {
        "pages": args.pages,
        "connections": args.connections,
        "pages_per_second": {name: [round(value) for value in values] for name, values in rates.items()},
        **{f"ratio to {name}": _ratio(ours, rates[name]) for name in BARE},
        "whole command, seconds": round(whole, 1),
        "whole command, pages a second": round(counts["new"] / whole, 1),
    }


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios of the rounds: what disturbs one round disturbs both in it."""
    return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2)


def crawl_only(profile: Path, folder: Path, number: int) -> None:
    """The crawling process alone, WARC written, nothing taken in."""
    job = Job(
        site=load_site(str(profile)),
        run_id=number + 1,
        warc=folder / "warc",
        log=folder / "log",
        user_agent="KhlangKhao/benchmark",
        max_bytes=20_000_000,
    )
    with CrawlingProcess(job) as process:
        last = list(process.messages())[-1]
    if last.text != "finished":
        sys.exit(f"the crawl ended so: {last}")


def bare(port: int, lists: str, connections: int) -> None:
    """The bare spider over the same site."""
    start = f"http://127.0.0.1:{port}/news?page=1"
    command = [sys.executable, "-m", "benchmarks.bare_spider", start, str(connections), lists, *PATTERNS]
    subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, check=True)


def pages_a_second(log: list[Asked], pages: int) -> float:
    """Requests a second between the first and the last; sees that all pages were asked for, each once."""
    articles = [asked.path for asked in log if not asked.path.startswith(("/news", "/robots"))]
    if sorted(articles) != sorted(set(articles)) or len(articles) != pages:
        sys.exit(f"{len(articles)} requests for {len(set(articles))} of {pages} pages")
    return (len(log) - 1) / (log[-1].time - log[0].time)


# --- memory ---------------------------------------------------------------------------------------------------------


def memory(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Resident megabytes while a large site is crawled and taken in."""
    with BigSite(args.big) as big:
        profile = big.profile(folder, direct=True, connections=CONNECTIONS)
        watched = Watched(big, khlang(folder / "data", "crawl", str(profile), "--json"))
        seconds = watched.wait()
        counts = watched.counts()
    quarters = [args.big * part // 4 for part in (1, 2, 3, 4)]
    return {
        "pages": counts["new"],
        "crawl, MB at requests": {at: watched.crawling_at(at) for at in quarters},
        "crawl, peak MB": watched.peak("crawl"),
        "intake, MB at quarters of its time": watched.intake_at((0.25, 0.5, 0.75, 1.0)),
        "intake, peak MB": watched.peak("intake"),
        "one of its workers, peak MB": watched.peak("worker"),
        "seconds": round(seconds),
    }


# --- again and edits ------------------------------------------------------------------------------------------------


def again(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """The same site twice, nothing changed in between."""
    with BigSite(args.pages) as big:
        return compare(big, folder)


def edits(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Edits in pages with validators and in pages that move, among as many moving pages as were asked for."""
    total = args.pages + EDITS
    with BigSite(total, moving=range(EDITS // 2, total)) as big:
        return compare(big, folder, edited=range(EDITS))


def compare(big: BigSite, folder: Path, edited: range = range(0)) -> dict[str, Any]:
    """Crawl, edit, crawl again: what the second crawl cost and noticed."""
    profile = big.profile(folder, direct=True, connections=CONNECTIONS)
    data = folder / "data"
    first = crawled(big, data, profile)
    big.edit(edited)
    second = crawled(big, data, profile)
    with open_store(Settings(data=data), readonly=True) as store:
        changed = {article.id for _, article in store.articles() if article.version > 1}
        versions = sum(article.version for _, article in store.articles())
    planted = {big.pages.article_id(n, NAME) for n in edited}
    validated = [asked for asked in second if asked.tagged]
    return {
        "pages": big.pages.count,
        "requests again": len(second),
        "answered 304, of those with validators": share(sum(a.status == 304 for a in validated), len(validated)),
        "bytes again, of the first crawl": share(sum(a.sent for a in second), sum(a.sent for a in first)),
        "new versions": versions - big.pages.count,
        "edits planted": len(planted),
        "edits found": len(changed & planted),
        "false changes": len(changed - planted),
    }


def crawled(big: BigSite, data: Path, profile: Path) -> list[Asked]:
    """One crawl by the real command; what the site was asked for."""
    big.forget()
    watched = Watched(big, khlang(data, "crawl", str(profile), "--json"))
    watched.wait()
    watched.counts()
    return big.log()


def share(part: int, whole: int) -> float:
    """A share, to three digits."""
    return round(part / whole, 3) if whole else 0.0


if __name__ == "__main__":
    main()
