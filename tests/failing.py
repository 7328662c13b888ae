"""Runs a command of the index again and again, each time failing at its next step on the file system.

usage: python -m tests.failing FOLDER COMMAND WAY EVERY

``FOLDER/prepared`` is a data folder; run n works on a copy of it, ``FOLDER/n``. ``FOLDER/own.txt``, where there is one,
are the user's own words. A step is what Python tells audit hooks
of a file of the index (opening one to write, removing, renaming, linking, making a folder) and every ``fsync``. WAY is
``kill``: SIGKILL just before step n; ``full``: from step n on every step fails as on a full disk; ``bytes``: no file
can grow beyond n bytes, as on a disk that fills up while it is written. The last run is the one that met no failure, or
that ended otherwise than a failing one may. Prints a JSON list of what became of each: "killed", "done", or the message
of the error. Each run is a process of its
own.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import IndexProblem
from corpus.settings import Settings
from index import search
from index.tokens import tokeniser

EVENTS = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate"}
LONGEST = 2_000  # runs; more steps than any command on a small archive takes


def main() -> None:
    """Run until nothing fails, and print what happened."""
    folder, command, way, every = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    tokeniser()  # once for all runs
    outcomes: list[str] = []
    for n in range(every, LONGEST * every, every):
        data = folder / str(n)
        shutil.copytree(folder / "prepared", data)
        outcome, is_last = _run(settings_of(data), command, way, n)
        outcomes.append(outcome)
        if is_last:
            break
    print(json.dumps(outcomes, ensure_ascii=False))


def settings_of(data: Path) -> Settings:
    """The settings of the data folder *data* of a run."""
    own = data.parent / "own.txt"
    return Settings(data=data, dictionary=own if own.exists() else None)


def _run(settings: Settings, command: str, way: str, n: int) -> tuple[str, bool]:
    """What became of a run, and whether no other is to follow."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            ways = {"kill": (n, _kill), "full": (n, _full), "bytes": (3, lambda: _bounded(n))}
            _fail_at(*ways[way], settings.index)
            getattr(search, command)(settings)
            said, code = "done", 1
        except IndexProblem as e:
            said, code = str(e), 0
        except BaseException as e:
            said, code = f"{type(e).__name__}: {e}", 1
        os.write(writing, said.encode("utf-8", "replace"))
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return "killed" if killed else said, os.WIFEXITED(status) and os.WEXITSTATUS(status) == 1


def _fail_at(n: int, fail: Callable[[], None], index: Path) -> None:
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps >= n:
            fail()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        is_write = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if (is_write or event in EVENTS) and str(index) in os.fspath(args[0] if isinstance(args[0], str) else ""):
            step()

    synced = os.fsync

    def fsync(handle: int) -> None:
        step()
        synced(handle)

    os.fsync = fsync  # type: ignore[assignment]  # ours is only given numbers
    sys.addaudithook(hook)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _bounded(n: int) -> None:
    """Set after the lock was taken: the catalogue has its files open already."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))


if __name__ == "__main__":
    main()
