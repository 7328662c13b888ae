"""How well a person is helped who misspelt something or typed on the wrong layout, on an index of one's own.

    python -m benchmarks.helping DATA [--each 100]

Slips are made of the index itself, with a fixed seed: names of people by class of error, words and bodies and titles
typed on the other layout, and correct queries, for which nothing should be offered. Times are of whole searches less
the time of the same search without help.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.slips import SLIPS
from corpus.extract.titles import strip_title
from corpus.settings import Settings
from corpus.thai.normalise import fold, squash
from index.hits import SearchRequest
from index.keyboard import to_latin, to_thai
from index.whoosh_engine import WhooshEngine

SEED = 2553
CODES = (
    "PMQA",
    "PMQA 4.0",
    "e-Service",
    "OPDC",
    "covid",
    "covid-19",
    "KPI",
    "ITA 2566",
    "GDP",
    "5G",
    "PM2.5",
    "EEC",
    "ASEAN",
    "Thailand 4.0",
    "SMEs",
    "OTOP",
    "APEC 2022",
    "www.opdc.go.th",
    "e-Bidding",
    "G20",
    "ISO 9001",
    "QR Code",
    "Zero Waste",
)
_NAME = re.compile(r"[ก-ฮเ-ไ][ก-๎]+ [ก-ฮเ-ไ][ก-๎]+")
_WORD = re.compile(r"[ก-ฮเ-ไ][ก-๎]{3,}")
_LATIN = re.compile(r"[a-z]{4,}")
_ONE_LAYOUT = re.compile(r"[ก-๎.,/() 0-9-]+")


class Sample:
    """What the archive holds, to make slips of."""

    def __init__(self, engine: WhooshEngine) -> None:
        snapshot = engine._newest()  # a benchmark looks where no caller may
        self.rng = random.Random(SEED)  # a fixed seed is the point
        table = snapshot.table
        counts = {name: table.columns[name].count(snapshot.live).tolist() for name in ("person", "agency")}
        people = zip(table.columns["person"].labels, counts["person"], strict=True)
        bodies = zip(table.columns["agency"].labels, counts["agency"], strict=True)
        self.people = [name for name, count in people if count >= 2 and _NAME.fullmatch(name)]
        self.bodies = [name for name, count in bodies if count >= 2 and _ONE_LAYOUT.fullmatch(name)]
        self.titles = [title for title in table.titles if title]
        words = dict(snapshot.all_frequencies("body"))
        self.words = [
            w for w, n in words.items() if n >= 5 and _WORD.fullmatch(w) and snapshot.tokeniser.knows(w)
        ]  # as above
        self.latin = [w for w, n in words.items() if n >= 20 and _LATIN.fullmatch(w)]

    def some(self, values: Sequence[str], number: int) -> list[str]:
        """*number* of *values*, or all of them."""
        return self.rng.sample(values, min(number, len(values)))


def names(engine: WhooshEngine, sample: Sample, each: int) -> Iterator[str]:
    """By class of error: how many misspelt names get the right one as the first suggestion."""
    for slip, make in SLIPS.items():
        right = total = 0
        for name in sample.some(sample.people, each):
            typed = make(name, sample.rng)
            if squash(strip_title(fold(typed))) == squash(name) and " " in typed:
                continue
            total += 1
            page = engine.search(SearchRequest(q=typed))
            first = page.suggestions[0] if page.suggestions else ""
            good = squash(first) == squash(name)
            right += good
            if not good:
                print(f"    {slip}: {name} as {typed} [{page.total}] → {page.suggestions}")
        yield f"misspelt names, {slip}: {right} of {total}"


def layouts(engine: WhooshEngine, sample: Sample, each: int) -> Iterator[str]:
    """Words, names, bodies and titles on the wrong layout: rescued means first among the suggestions."""
    titles = [t for t in sample.titles if _ONE_LAYOUT.fullmatch(t) and not re.search(r"[0-9/-]", t)]
    kinds: dict[str, tuple[Sequence[str], Callable[[str], str]]] = {
        "words": (sample.words, to_latin),
        "names": (sample.people, to_latin),
        "bodies": (sample.bodies, to_latin),
        "titles": (titles, to_latin),
        "words in Latin": (sample.latin, to_thai),
        "codes": ([code for code in CODES if engine.search(SearchRequest(q=code)).total], to_thai),
    }
    for kind, (values, slip) in kinds.items():
        chosen = sample.some(values, each)
        right = 0
        for value in chosen:
            page = engine.search(SearchRequest(q=slip(value)))
            good = bool(page.suggestions) and squash(page.suggestions[0]) == squash(value)
            right += good
            if not good:
                print(f"    {kind}: {value} as {slip(value)} [{page.total}] → {page.suggestions}")
        yield f"wrong layout, {kind}: {right} of {len(chosen)} rescued"


def alarms(engine: WhooshEngine, sample: Sample, each: int) -> Iterator[str]:
    """Correct queries for which something is offered."""
    kinds = {
        "words": sample.words,
        "names": sample.people,
        "bodies": sample.bodies,
        "titles": sample.titles,
        "parts of titles": [_part(title, sample.rng) for title in sample.titles],
        "words in Latin": sample.latin,
        "codes": CODES,
    }
    for kind, values in kinds.items():
        chosen = sample.some(values, each)
        wrong = 0
        for value in chosen:
            page = engine.search(SearchRequest(q=value))
            wrong += bool(page.suggestions)
            if page.suggestions:
                print(f"    {kind}: {value} [{page.total}] → {page.suggestions}")
        yield f"correct queries, {kind}: something offered for {wrong} of {len(chosen)}"


def times(engine: WhooshEngine, sample: Sample, each: int) -> Iterator[str]:
    """What help and completion cost."""
    typed = [SLIPS["two"](name, sample.rng) for name in sample.some(sample.people, each)]
    yield _spread("a search for a misspelt name", [_timed(partial(engine.search, SearchRequest(q=q))) for q in typed])
    keys = [name[:n] for name in sample.some(sample.people + sample.bodies, each) for n in (1, 2, 4, 8)]
    yield _spread("a completion", [_timed(partial(engine.suggest, k)) for k in keys])
    yield _spread("a completion with a slip", [_timed(partial(engine.suggest, q[:6])) for q in typed])


def _part(title: str, rng: random.Random) -> str:
    words = title.split()
    first = rng.randrange(len(words))
    return " ".join(words[first : first + rng.randint(1, 3)])


def _timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def _spread(what: str, took: list[float]) -> str:
    p95 = statistics.quantiles(took, n=20)[-1]
    return (
        f"{what}: median {statistics.median(took):.1f} ms, 95 % {p95:.1f} ms, worst {max(took):.1f} ms of one processor"
    )


def main() -> None:
    """Print every measure, with what went wrong above it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--only", default="names,layouts,alarms,times")
    args = parser.parse_args()
    with closing(WhooshEngine(Settings(data=args.data))) as engine:
        sample = Sample(engine)
        engine.search(SearchRequest(q="ไม่มีคำนี้"))  # what is made at first need is no part of the times
        engine.suggest("ก")
        lines = [line for name in args.only.split(",") for line in globals()[name](engine, sample, args.each)]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
