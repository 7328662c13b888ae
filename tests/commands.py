"""The khlang command run as people run it: a process of its own, its two streams, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Khlang = Callable[..., "subprocess.CompletedProcess[str]"]


def khlang_on(data: Path, cwd: Path) -> Khlang:
    """A function that runs ``khlang --data DATA ARGUMENTS…`` in *cwd*; keywords are added to the environment."""

    def run(*arguments: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KHLANG_")}
        return subprocess.run(
            [sys.executable, "-m", "khlang", "--data", str(data), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=stdin,
            cwd=cwd,
            env={**clean, "PYTHONPATH": str(ROOT), **changes},
            timeout=600,
            check=False,
        )

    return run
