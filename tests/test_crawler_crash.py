"""A crawl killed again and again: in the end the archive holds what an undisturbed crawl brings, each page once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import monotonic, sleep

import pytest

from corpus.settings import Settings
from corpus.store import open_store
from corpus.warc import captures
from tests.big_site import BigSite
from tests.test_corpus_crash import is_healthy

ROOT = Path(__file__).resolve().parent.parent
PAGES = 500
KILLS = 8 if os.environ.get("CI") else 20  # a minute of both processors for each ten
CONNECTIONS = 2
PATIENCE = 60.0  # seconds without a request after which a crawl counts as stuck


def crawl(data: Path, profile: Path) -> subprocess.Popen[str]:
    """Start the real command, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "khlang", "--data", str(data), "crawl", str(profile), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def crawling_process(command: subprocess.Popen[str]) -> int:
    """The process that fetches for a running command."""
    children = Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text("ascii").split()
    return next(int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes())


def killed(big: BigSite, data: Path, profile: Path, at: int, *, alone: bool) -> None:
    """Crawl until the site was asked *at* times, then kill -9: the whole group, or the crawling process *alone*."""
    asked = max(at, big.asked + 1)  # a crawl that was started has asked something
    with crawl(data, profile) as command:
        until = monotonic() + PATIENCE
        while big.asked < asked:
            assert command.poll() is None, "the crawl ended before it could be killed"
            assert monotonic() < until, f"the site was asked {big.asked} times and no more"
            sleep(0.001)
        if alone:
            os.kill(crawling_process(command), signal.SIGKILL)
        else:
            os.killpg(command.pid, signal.SIGKILL)
        command.communicate()
    assert command.returncode == (1 if alone else -signal.SIGKILL)


def finished(data: Path, profile: Path) -> dict[str, int]:
    """Crawl to the end; the counts of the run."""
    with crawl(data, profile) as command:
        said, _ = command.communicate()
    assert command.returncode == 0, said
    run = json.loads(said)
    assert run["status"] == "done", run
    counts: dict[str, int] = run["counts"]
    return counts


def stored(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every version of every article."""
    with open_store(Settings(data=data), readonly=True) as store:
        return {
            article.id: [
                (v.version, v.url, v.title, text.body, text.published, text.people)
                for v in store.versions(article.id)
                if (text := store.article(article.id, v.version))
            ]
            for _, article in store.articles()
        }


def archived(data: Path) -> Counter[str]:
    """How often each address stands in the archive, robots.txt left out."""
    files = (data / "warc").glob("*.warc.gz")
    urls = (capture.url for path in files for capture in captures(path))
    return Counter(url for url in urls if not url.endswith("/robots.txt"))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the crawling process by /proc")
def test_killed_again_and_again_and_crawled_on(tmp_path: Path) -> None:
    with BigSite(PAGES) as big:
        profile = big.profile(tmp_path, connections=CONNECTIONS)
        finished(tmp_path / "undisturbed", profile)
        expected = stored(tmp_path / "undisturbed")
        requests = big.asked
        assert len(expected) == PAGES

        big.forget()
        data = tmp_path / "data"
        points = sorted(random.Random(2551).sample(range(1, requests), KILLS))
        for number, at in enumerate(points):
            killed(big, data, profile, at, alone=number % 2 == 1)
        counts = finished(data, profile)
        asked = Counter(entry.path for entry in big.log() if entry.path != "/robots.txt")

    assert stored(data) == expected
    assert is_healthy(data) == []
    pages = archived(data)
    assert set(pages.values()) == {1}, "a page that the archive held was fetched once more"
    assert len(pages) == len(asked) == requests - 1
    assert counts["resumed"] > 0, "no page was answered from the archive"
    # What one kill can lose is on the wire: an answer is in the archive before the next request goes.
    assert asked.total() - len(asked) <= KILLS * CONNECTIONS
