"""The dictionary is the same in every process, whatever order sets come in."""

from __future__ import annotations

import os
import subprocess
import sys


def test_two_processes_make_the_same_dictionary() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", "from index.tokens import tokeniser; print(tokeniser().dictionary.digest)"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1
