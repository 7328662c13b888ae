"""The demo: a rehearsal OPDC site on loopback, crawled, archived, cleaned, indexed and served.

``python -m tests.demo`` serves until Ctrl-C; ``--once`` runs one search through the web page, prints the hits and ends.
Every step is the real command; only the site is a replica, and every page from it is marked as a sample.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.replica.server import Replica

ROOT = Path(__file__).resolve().parent.parent
# An article of the newest generation, whose news every crawl looks at first, and what the site adds to it between two
# crawls: "Correction of 22 September 2568: ten departments instead of eight; it still takes 18 months".
EDITED, SLUG = "opdc-replica:g4:news:state-administration-act-hearing", "/th/news/state-administration-act-hearing"
ADDED = "แก้ไขเพิ่มเติมวันที่ 22 กันยายน 2568: โครงการนำร่องเพิ่มจากแปดกรมเป็นสิบกรม ส่วนระยะเวลา 18 เดือนคงเดิม"
QUERY = "การมีส่วนร่วมของประชาชน"  # public participation
START_SECONDS = 60


def main() -> int:
    """Run the demo; its exit code."""
    parser = argparse.ArgumentParser(description="Crawl, archive, index and serve a replica of the OPDC site.")
    parser.add_argument("--once", action="store_true", help="run one search through the web page and end")
    parser.add_argument("--port", type=int, default=0, help="port of the search page (default: 8000, or a free one)")
    parser.add_argument("--data", type=Path, help="data folder to keep (default: a temporary one, removed at the end)")
    args = parser.parse_args()
    # A service manager stops with SIGTERM: it ends the demo the way Ctrl-C does, so nothing is left running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.ExitStack() as stack:
        try:
            folder = args.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="khlang-demo-")))
            run_demo(folder, args.port, once=args.once, stack=stack)
        except KeyboardInterrupt:
            say("stopped")
        except subprocess.CalledProcessError as e:
            say(f"the step `{' '.join(map(str, e.cmd[1:]))}` ended with exit code {e.returncode}")
            return 1
    return 0


def run_demo(folder: Path, port: int, *, once: bool, stack: contextlib.ExitStack) -> None:
    """All the steps, in order; whatever is started is stopped by *stack*."""
    folder.mkdir(parents=True, exist_ok=True)
    replica = stack.enter_context(Replica())
    articles, pages = len(replica.articles), len(replica.truth())
    say(f"replica of the OPDC site: http://127.0.0.1:{replica.port}/")
    say(f"{articles} sample articles on {pages} pages: {pages - articles} live in two generations of the site")
    profile = replica.profile(folder)
    khlang(folder, "crawl", str(profile))
    replica.faults.add(f"{SLUG}$", f"changed:{ADDED}")
    say(f"the site adds a paragraph to {EDITED}, and its newest pages are crawled again")
    khlang(folder, "crawl", str(profile), "--full", "--limit", "8")
    khlang(folder, "index", "build")
    address, server = stack.enter_context(served(folder, port, once=once))
    if once:
        search_once(address)
        return
    say(f"\n    คลังข่าว is ready: {address}")
    say(f"    try {address}search?q={urllib.parse.quote(QUERY)}")
    say(f"    and {differences(address)}, what the second crawl found changed\n    Ctrl-C stops it.\n")
    if code := server.wait():
        raise subprocess.CalledProcessError(code, server.args)


def khlang(folder: Path, *arguments: str) -> None:
    """Run one khlang command on the demo's data folder, showing what it prints."""
    say(f"$ khlang {' '.join(arguments)}")
    subprocess.run(command(folder, *arguments), check=True, env=environment())


@contextlib.contextmanager
def served(folder: Path, port: int, *, once: bool) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The search page, served by the real command until the block ends: its address and its process."""
    for attempt in (port or (0 if once else 8000), 0):
        process = subprocess.Popen(
            command(folder, "serve", "--port", str(attempt), "--workers", "1"),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
        )
        try:
            address = address_of(process)
            if address is None and not port and attempt:
                say("port 8000 is taken by something else: a free one is used")
                continue
            if address is None:
                raise subprocess.CalledProcessError(process.wait(), process.args)
            yield address, process
            return
        finally:
            stop(process)


def address_of(process: subprocess.Popen[str]) -> str | None:
    """The address that the server prints when it is ready; None when it ended without one."""
    if process.stderr is None:
        raise RuntimeError("the server was started without a pipe for its messages")
    for line in process.stderr:
        if "http://" in line:
            return "http://" + line.split("http://", 1)[1].strip()
        print(line, end="", file=sys.stderr)
    return None


def stop(process: subprocess.Popen[str]) -> None:
    """End a process politely, then firmly."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stderr:
        process.stderr.close()


def search_once(address: str) -> None:
    """One search through the web page and the API, its hits printed; fails loudly without hits."""
    query = urllib.parse.urlencode({"q": QUERY})
    html = fetch(f"{address}search?{query}")
    page = json.loads(fetch(f"{address}api/search?{query}"))
    say(f"\nค้นหา {QUERY}: พบ {page['total']} รายการ")  # search …: found n
    for number, hit in enumerate(page["hits"], 1):
        print(f"{number:2}. {hit['dated'] or '-':10}  {hit['title']}\n    {hit['id']}  {hit['url']}")
        if f"/article/{urllib.parse.quote(hit['id'], safe=':')}" not in html:
            sys.exit(f"the web page does not list {hit['id']}, which the API found")
    if not page["hits"]:
        sys.exit(f"the search page found nothing for {QUERY}")
    if "สิบกรม" not in fetch(differences(address)):
        sys.exit(f"{differences(address)} does not show what the site added between the two crawls")
    say(f"\nสิ่งที่เว็บแก้ระหว่างการเก็บสองครั้ง: {differences(address)}")  # what the site changed between two crawls


def differences(address: str) -> str:
    """The address of the page that shows how the edited article changed."""
    return f"{address}article/{EDITED}/diff"


def fetch(url: str) -> str:
    """The text at a loopback address."""
    # No proxy: the address is on this machine, whatever the environment says.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=START_SECONDS) as response:
        text: str = response.read().decode("utf-8")
    return text


def command(folder: Path, *arguments: str) -> list[str]:
    """A khlang command line with this Python."""
    return [sys.executable, "-m", "khlang", "--data", str(folder / "data"), *arguments]


def environment() -> dict[str, str]:
    """The environment without settings of the person's own archive."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KHLANG_")}
    return {**clean, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def say(text: str) -> None:
    """Tell the person what is happening."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
