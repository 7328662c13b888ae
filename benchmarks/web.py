"""How the web server holds out: its start, many clients at once on loopback, the memory of its workers. Linux.

usage: python -m benchmarks.web DATA [--clients N] [--workers N] [--queries N] [--repeats SHARE] [--path PATH]

DATA is a data folder with an index, which is only read. ``khlang serve`` is started as anybody would start it, but for
the rate limit, which is switched off by its setting: all clients share one address. Prints a JSON object:

- ``start``: seconds from the start of the command to the first whole answer to a search;
- ``distinct``: each of the queries once, by all clients together, each waiting for its answer before it asks on;
- ``repeated``: as many requests again, of which the share ``--repeats`` asks for a query of this round once more;
- ``mixed``: typed-ahead beginnings and articles like one, by the same clients;
- ``memory``: of each worker after all this, megabytes: resident, of them anonymous (its own, or shared since the fork),
  and proportional (shared pages divided by those who share them).

``processor_ms_each`` is what the workers took of the processors for each request: on a machine that is busy otherwise
it says more than searches a second do. The clients are one process of their own; ``client_share`` is how much of one
processor it took, and where it is more than four fifths the clients were the limit and a warning says so.

Queries are made of the pages themselves with a fixed seed: three in five of 3 to 5 words of one page, one in five of a
single word, one in five of a quoted string.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

SEED = 2551
SHORTEST = 3  # code points of a word worth asking for
PATIENCE = 60.0  # seconds until the server must answer for the first time
LIMIT = 0.8  # the share of a processor from which on the clients are the limit
TOLD = 5  # errors that are printed
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


def main() -> None:
    """Start the server, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a data folder; with --ask the address of a server")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--repeats", type=float, default=1 / 3, help="share of queries asked before, in round two")
    parser.add_argument("--path", default="/api/search", help="/search asks for pages")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ask:
        print(json.dumps(asyncio.run(ask(args.ask, json.load(sys.stdin), args.clients)), ensure_ascii=False))
        return
    print(json.dumps(measure(args), ensure_ascii=False, indent=1))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """All figures of one server."""
    queries, beginnings, ids = drawn(args.data, args.queries)
    chance = random.Random(SEED)
    searches = [f"{args.path}?q={quote(q)}" for q in queries]
    repeated = list(repeating(searches, args.repeats, chance))
    mixed = [f"{args.path.removesuffix('/search')}/suggest?q={quote(text)}" for text in beginnings]
    mixed += [f"{args.path.removesuffix('/search')}/articles/{quote(one)}/similar" for one in ids]
    chance.shuffle(mixed)
    figures: dict[str, Any] = {"processors": os.cpu_count(), "workers": args.workers, "clients": args.clients}
    with served(args.data, args.workers, searches[0]) as (address, pid, seconds):
        figures["start"] = {"seconds": round(seconds, 2), "memory": memory(pid)}
        time.sleep(5)  # what a worker works out in the background once it has begun to serve
        figures["distinct"] = asked(address, pid, searches, args.clients)
        figures["repeated"] = asked(address, pid, repeated, args.clients)
        if args.path.startswith("/api/"):
            figures["mixed"] = asked(address, pid, mixed, args.clients)
        figures["memory"] = memory(pid)
    return figures


def drawn(data: Path, number: int) -> tuple[list[str], list[str], list[str]]:
    """*number* different queries of the pages of *data*, a third as many beginnings of titles, and ids of articles."""
    from corpus.settings import Settings
    from corpus.store import open_store
    from corpus.thai.normalise import fold
    from index.tokens import tokeniser

    chance, cut = random.Random(SEED), tokeniser()
    queries: dict[str, None] = {}
    beginnings: list[str] = []
    with open_store(Settings(data=data), readonly=True) as store:
        ids = [change.id for change in store.changes(0)]
        while len(queries) < number:
            article = store.article(chance.choice(ids))
            text = fold(article.body) if article else ""
            words = [token for token in cut.tokens(text) if len(token.text) >= SHORTEST]
            if article is None or len(words) < 10:
                continue
            kind = len(queries) % 5
            if kind == 0:
                queries[chance.choice(words).text] = None
            elif kind == 1:
                first = chance.randrange(len(words) - 3)
                queries[f'"{text[words[first].start : words[first + chance.randint(1, 2)].end]}"'] = None
            else:
                queries[" ".join(token.text for token in chance.sample(words, chance.randint(3, 5)))] = None
            beginnings.append(article.title[: chance.randint(2, 8)])
    return list(queries), beginnings[: number // 3], chance.choices(ids, k=number // 5)


def repeating(searches: list[str], share: float, chance: random.Random) -> Iterator[str]:
    """As many searches as *searches*, in another order, *share* of them asked before in this round."""
    left = deque(chance.sample(searches, len(searches)))
    before: list[str] = []
    for _ in searches:
        if before and chance.random() < share:
            yield chance.choice(before)
        else:
            before.append(left.popleft())
            yield before[-1]


@contextmanager
def served(data: Path, workers: int, first: str) -> Iterator[tuple[str, int, float]]:
    """``khlang serve``: its address, its process, and the seconds to the whole answer to the search *first*."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, str(root / "khlang.py"), "--data", str(data), "serve"]
    began = time.perf_counter()
    server = subprocess.Popen(
        [*command, "--port", str(port), "--workers", str(workers)], env={**os.environ, "KHLANG_RATE_LIMIT": ""}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not asyncio.run(_answers(address, first)):
            if server.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit("the server does not answer")
            time.sleep(0.005)
        yield address, server.pid, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


async def _answers(address: str, path: str) -> bool:
    try:
        found = await ask(address, [path], 1)
    except OSError:
        return False
    return not found["errors"]


def asked(address: str, pid: int, paths: list[str], clients: int) -> dict[str, Any]:
    """The figures of *paths*, asked by *clients* that are a process of their own of the server *pid*."""
    before = _worked(pid)
    command = [sys.executable, "-m", "benchmarks.web", "-", "--ask", address, "--clients", str(clients)]
    done = subprocess.run(command, input=json.dumps(paths), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    found["processor_ms_each"] = round((_worked(pid) - before) * 1000 / max(1, len(paths)), 2)
    if found["client_share"] > LIMIT:
        print(f"the clients took {found['client_share']:.0%} of a processor: they are the limit", file=sys.stderr)
    return found


async def ask(address: str, paths: list[str], clients: int) -> dict[str, Any]:
    """Ask *paths* of the server by *clients* connections that are kept open, each one question at a time."""
    left = deque(paths)
    times: list[float] = []
    errors: list[str] = []
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 80
    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_client(host, port, left, times, errors) for _ in range(min(clients, len(paths)))))
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    times.sort()
    return {
        "requests": len(times),
        "errors": len(errors),
        "told": errors[:TOLD],
        "per_second": round(len(times) / seconds, 1),
        **{f"p{n}_ms": round(times[int((len(times) - 1) * n / 100)], 1) for n in (50, 95, 99) if times},
        "longest_ms": round(times[-1], 1) if times else None,
        "client_share": round(worked / seconds, 2),
    }


async def _client(host: str, port: int, left: deque[str], times: list[float], errors: list[str]) -> None:
    """One client; a connection that the server closes is opened again, as browsers do, and the question asked anew."""
    reader, writer = await asyncio.open_connection(host, port)
    while left:
        path = left.popleft()
        began = time.perf_counter()
        try:
            try:
                head = await _answer(reader, writer, host, path)
            except (ConnectionError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(host, port)
                head = await _answer(reader, writer, host, path)
        except (OSError, asyncio.IncompleteReadError, ValueError) as e:
            errors.append(f"{path}: {type(e).__name__}: {e}")
            continue
        if head.startswith(b"HTTP/1.1 200 "):
            times.append((time.perf_counter() - began) * 1000)
        else:
            status = head.partition(b"\r\n")[0].decode("ascii", "replace")
            errors.append(f"{path}: {status}")
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, path: str) -> bytes:
    """The head of the answer, which was read to its end."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("ascii"))
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    if length is None:
        raise ValueError("an answer without its length")
    await reader.readexactly(int(length[1]))
    return head


def memory(pid: int) -> list[dict[str, int]]:
    """Of each worker of the server *pid*: what smaps_rollup says, in megabytes."""
    return [_rolled_up(child) for child in _workers(pid)]


def _workers(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _worked(pid: int) -> float:
    """The seconds that the workers of the server *pid* have had of the processors."""
    stats = (Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2] for child in _workers(pid))
    return sum(int(ticks) for stat in stats for ticks in stat.split()[11:13]) / os.sysconf("SC_CLK_TCK")


def _rolled_up(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kilobytes = {name.rstrip(":"): int(value) for name, value, *_ in map(str.split, lines)}
    kept = {"resident": "Rss", "anonymous": "Anonymous", "proportional": "Pss"}
    return {shown: kilobytes[name] // 1024 for shown, name in kept.items()}


if __name__ == "__main__":
    main()
