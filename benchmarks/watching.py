"""A khlang command run while its processes' memory is watched, against what a big site was asked for meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.big_site import BigSite

ROOT = Path(__file__).resolve().parent.parent
EVERY = 0.1  # seconds between two looks
_PAGE = os.sysconf("SC_PAGE_SIZE")

Role = Literal["command", "crawl", "worker"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident bytes of each process of a command, by its role, when the site had been asked *asked* times."""

    asked: int
    resident: dict[Role, int]

    @property
    def crawling(self) -> bool:
        """Whether pages were still being fetched; afterwards the command takes them in."""
        return "crawl" in self.resident


def khlang(data: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start one khlang command."""
    return subprocess.Popen(
        [sys.executable, "-m", "khlang", "--data", str(data), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


class Watched:
    """A command under watch; its roles are told apart by order: the first child crawls, later ones understand pages."""

    def __init__(self, big: BigSite, command: subprocess.Popen[str]) -> None:
        self._big = big
        self._command = command
        self._crawler = 0
        self._samples: list[Sample] = []
        self._said = ("", "")
        self._began = time.perf_counter()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def wait(self) -> float:
        """Wait for the end; returns the seconds it took."""
        self._said = self._command.communicate()
        self._watcher.join()
        return time.perf_counter() - self._began

    def counts(self) -> dict[str, Any]:
        """The counts of the finished run; ends this program where it failed."""
        if self._command.returncode:
            sys.exit(f"khlang crawl ended with exit code {self._command.returncode}:\n{self._said[1][-2000:]}")
        counts: dict[str, Any] = json.loads(self._said[0])["counts"]
        return counts

    def crawling_at(self, asked: int) -> float:
        """Megabytes of the crawling process when the site had been asked so often, or at its last moment before."""
        found = [s for s in self._samples if s.crawling]
        at = next((s for s in found if s.asked >= asked), found[-1])
        return megabytes(at.resident["crawl"])

    def intake_at(self, shares: Sequence[float]) -> list[float]:
        """Megabytes of the command itself at these shares of the time after the crawling process."""
        found = self._intake()
        return [megabytes(found[round((len(found) - 1) * share)].resident["command"]) for share in shares]

    def peak(self, role: Literal["crawl", "intake", "worker"]) -> float:
        """The most megabytes that were seen."""
        if role == "intake":
            return megabytes(max(s.resident["command"] for s in self._intake()))
        return megabytes(max((s.resident.get(role, 0) for s in self._samples), default=0))

    def _intake(self) -> list[Sample]:
        last = max(n for n, sample in enumerate(self._samples) if sample.crawling)
        return self._samples[last + 1 :]

    def _watch(self) -> None:
        while self._command.poll() is None:
            resident: dict[Role, int] = {"command": _resident(self._command.pid)}
            for pid in _children(self._command.pid):
                self._crawler = self._crawler or pid
                role: Role = "crawl" if pid == self._crawler else "worker"
                resident[role] = max(resident.get(role, 0), _resident(pid))
            if resident["command"]:
                self._samples.append(Sample(self._big.asked, resident))
            time.sleep(EVERY)


def megabytes(number: int) -> float:
    """Bytes as megabytes."""
    return round(number / 1e6, 1)


def _children(pid: int) -> list[int]:
    """The processes that multiprocessing started for *pid*, without its helper that only cleans up."""
    try:
        pids = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []
    return [child for child in pids if b"spawn_main" in _command_line(child)]


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _resident(pid: int) -> int:
    """Resident bytes of a process; 0 for one that has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
