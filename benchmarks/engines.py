"""Every search engine on the same documents, the same cut words and the same queries, in one run.

usage: python -m benchmarks.engines CORPUS.jsonl[.gz] | --data FOLDER  [--pages N] [--times N] [--queries N]
                                    [--rounds N] [--without NAME …]

Plain Whoosh, ours, tantivy, SQLite FTS5 and Lucene 8 index the pages (``--times 3``: three times over, with ids made
unlike) and answer queries drawn by a seed: any of 3 to 5 words of one page, single words, phrases of 2 to 4 words.
The engines take turns, a few queries each, so that whatever else the machine does hits all of them alike. Engines that
are not installed are named as absent. Printed are p50 and p95 in milliseconds from words to the ids of the best ten,
how far the engines agree on what is found, index bytes and seconds of building, and what is to be reached and is.

tantivy is looked for as a Python package; Lucene as Debian's liblucene8-java with a JDK.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.filling import read_corpus
from benchmarks.lucene import Lucene
from benchmarks.rivals import PHRASE, RANKED, SINGLE, Ours, Rival, Sqlite, Tantivy, Whoosh, lines
from corpus.records import Article
from corpus.settings import Settings
from corpus.store import open_store
from corpus.thai.normalise import fold
from index.analysis import full_text
from index.tokens import tokeniser

SEED = 2551
BLOCK = 10  # queries of one engine before the next one's turn
LONGEST = 4  # words of a phrase
CHECKED = 50  # phrases of each run whose totals are compared
KINDS = (RANKED, SINGLE, PHRASE)
RIVALS: dict[str, Callable[[], Rival]] = {
    "whoosh": Whoosh,
    "ours": Ours,
    "tantivy": Tantivy,
    "sqlite fts5": Sqlite,
    "lucene": Lucene,
}
# What issue and anchors ask for: kind, percentile, rival, and the most that ours may take, in that rival's time.
TARGETS = (
    (RANKED, 50, "whoosh", 1 / 50),
    (RANKED, 95, "whoosh", 1 / 50),
    (RANKED, 50, "lucene", 0.5),
    (RANKED, 95, "lucene", 0.5),
    (RANKED, 50, "tantivy", 2.5),
    (RANKED, 95, "tantivy", 2.5),
    (PHRASE, 50, "whoosh", 1 / 20),
    (PHRASE, 50, "lucene", 2.0),
)


def main() -> None:
    """Cut, index, ask, print."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="khlang-engines-") as made:
        folder = Path(made)
        documents = folder / "documents.txt"
        pages, words = write_words(_articles(args), documents, args.times)
        print(f"{pages * args.times:,} documents, {words * args.times:,} words; {os.cpu_count()} processors\n")
        queries = drawn(documents, pages, args.queries)
        with _engines(documents, folder, frozenset(args.without)) as engines:
            _agree(engines, queries, pages)
            times = measure(engines, queries, args.rounds)
    _show(times)


def write_words(articles: Iterator[Article], path: Path, times: int) -> tuple[int, int]:
    """Write the words of title and text of each article to *path*, a line each; how many articles and words.

    Words are numbered in the order in which they appear, ``w`` and a number in base 36: letters and digits of ASCII.
    """
    names: dict[str, str] = {}
    cut = tokeniser().words
    pages = words = 0
    with path.open("w", encoding="ascii") as file:
        for article in articles:
            found = cut(fold(f"{article.title}\n{full_text(article)}"))
            file.write(" ".join(names.setdefault(word, f"w{_base36(len(names))}") for word in found) + "\n")
            pages, words = pages + 1, words + len(found)
    once = path.read_bytes()
    with path.open("ab") as file:
        for _ in range(times - 1):
            file.write(once)
    return pages, words


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


def drawn(documents: Path, pages: int, number: int) -> dict[str, list[list[str]]]:
    """*number* queries of each kind, of the words of pages drawn by a seed."""
    chance = random.Random(SEED)
    wanted = Counter(chance.choices(range(pages), k=2 * number))
    texts = {n: line.split(" ") for n, line in enumerate(lines(documents)) if n in wanted}
    queries: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    for n in chance.sample(sorted(wanted.elements()), 2 * number):
        text = texts[n]
        unlike = sorted(set(text))
        if len(unlike) < LONGEST + 1 or len(queries[RANKED]) == number:
            continue
        at, length = chance.randrange(len(text) - LONGEST), chance.randint(2, LONGEST)
        queries[RANKED].append(chance.sample(unlike, chance.randint(3, 5)))
        queries[SINGLE].append([chance.choice(unlike)])
        queries[PHRASE].append(text[at : at + length])
    return queries


def measure(
    engines: Sequence[Rival], queries: Mapping[str, Sequence[Sequence[str]]], rounds: int
) -> dict[tuple[str, str], list[float]]:
    """The milliseconds of each query by (engine, kind): the least of *rounds*, the engines in turn."""
    times: dict[tuple[str, str], list[float]] = {}
    for kind in KINDS:
        asked = queries[kind]
        for engine in engines:
            times[engine.name, kind] = [float("inf")] * len(asked)
        for turn in range(rounds):
            for at in range(0, len(asked), BLOCK):
                block = asked[at : at + BLOCK]
                order = [*engines[turn % len(engines) :], *engines[: turn % len(engines)]]
                for engine in order:
                    best = times[engine.name, kind]
                    for n, (seconds, _) in enumerate(engine.run(kind, block), at):
                        best[n] = min(best[n], 1000 * seconds)
    return times


@contextmanager
def _engines(documents: Path, folder: Path, without: frozenset[str]) -> Iterator[list[Rival]]:
    """Every engine that is here, with its index."""
    engines: list[Rival] = []
    print("| engine | built in s | index MB |\n|---|---|---|")
    for n, (name, make) in enumerate(RIVALS.items()):
        if name in without:
            print(f"| {name} | left out as asked | |")
            continue
        try:
            engine = make()
        except ModuleNotFoundError as e:
            print(f"| {name} | absent: {e} | |")
            continue
        place = folder / f"{n}"
        seconds = engine.build(documents, place)
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        print(f"| {name} | {seconds:.1f} | {size / 1e6:.1f} |", flush=True)
        engines.append(engine)
    print()
    try:
        yield engines
    finally:
        for engine in engines:
            with closing(engine):
                pass


def _agree(engines: Sequence[Rival], queries: Mapping[str, Sequence[Sequence[str]]], pages: int) -> None:
    """Warm every engine up, and print how far each finds what the first one does.

    Documents that are one page three times over count as the same.
    """
    for engine in engines:
        for _ in range(engine.warming - 1):
            for kind in KINDS:
                engine.run(kind, queries[kind])
    print("| found as by " + engines[0].name + " | " + " | ".join(engine.name for engine in engines[1:]) + " |")
    print("|---" * len(engines) + "|")
    for kind in KINDS:
        found = [[[i % pages for i in ids] for _, ids in engine.run(kind, queries[kind])] for engine in engines]
        shares = [_overlap(found[0], other) for other in found[1:]]
        print(f"| {kind}, top ten | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    phrases = queries[PHRASE][:CHECKED]
    totals = [[engine.count(PHRASE, phrase) for phrase in phrases] for engine in engines]
    equal = [sum(a == b for a, b in zip(totals[0], other, strict=True)) / len(phrases) for other in totals[1:]]
    print("| phrases with equal totals | " + " | ".join(f"{share:.3f}" for share in equal) + " |\n", flush=True)


def _overlap(first: Sequence[Sequence[int]], second: Sequence[Sequence[int]]) -> float:
    """The share of what *first* found that *second* found as well."""
    same = sum((Counter(a) & Counter(b)).total() for a, b in zip(first, second, strict=True))
    return same / max(1, sum(map(len, first)))


def _show(times: Mapping[tuple[str, str], list[float]]) -> None:
    names = list(dict.fromkeys(name for name, _ in times))
    print("| p50 / p95 ms | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 1) + "|")
    for kind in KINDS:
        print(
            f"| {kind} | "
            + " | ".join(f"{_at(times[n, kind], 50):.2f} / {_at(times[n, kind], 95):.2f}" for n in names)
            + " |"
        )
    print("\n| ours in the rival's time | reached | to reach | |\n|---|---|---|---|")
    for kind, percentile, rival, most in TARGETS:
        if ("ours", kind) in times and (rival, kind) in times:
            share = _at(times["ours", kind], percentile) / _at(times[rival, kind], percentile)
            verdict = "yes" if share <= most else "NO"
            print(f"| {kind} p{percentile}, {rival} | {_ratio(share)} | {_ratio(most)} | {verdict} |")


def _ratio(share: float) -> str:
    return f"{share:.2f}" if share > 0.1 else f"1/{1 / share:.0f}"


def _at(times: Sequence[float], percentile: int) -> float:
    return sorted(times)[len(times) * percentile // 100]


def _articles(args: argparse.Namespace) -> Iterator[Article]:
    if args.corpus:
        yield from read_corpus(args.corpus, args.pages)
        return
    with open_store(Settings(data=args.data), readonly=True) as store:
        for n, change in enumerate(store.changes(0)):
            if n == args.pages:
                return
            if article := store.article(change.id):
                yield article


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", help="pages as JSON lines")
    parser.add_argument("--data", type=Path, help="pages of this data folder instead")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=1, help="how often every page is indexed")
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    parser.add_argument("--rounds", type=int, default=3, help="times that each query is asked; the least counts")
    parser.add_argument("--without", nargs="*", default=(), choices=RIVALS, help="engines to leave out")
    args = parser.parse_args()
    if not args.corpus and not args.data:
        parser.error("a corpus or --data is needed")
    return args


if __name__ == "__main__":
    main()
