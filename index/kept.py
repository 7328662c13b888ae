"""What takes a second to work out and is the same until the program changes, kept as a file beside the index.

::

    index/words-<digest>.json    one line with the digest of what follows, then JSON

The name tells what it was made of: every module and registry of this program, PyThaiNLP, Python. So a file is never
out of date, it is only not looked at any more. Who writes the index writes the file, too; everybody else only reads.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
import index
from index.generations import replace_file

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024 * 1024  # ten times what it has; a larger file is none of ours


def read(root: Path) -> Any:
    """What :func:`keep` kept in the index folder *root*; None where it did not, or the file is damaged (logged)."""
    path = _path(root)
    if path is None or not path.is_file():
        return None
    try:
        return json.loads(_payload(path))
    except (OSError, ValueError, RecursionError) as e:
        log.warning("%s is damaged (%s): its words are worked out anew; khlang index update repairs it", path, e)
        return None


def is_kept(root: Path) -> bool:
    """Whether :func:`read` would find something."""
    path = _path(root)
    try:
        return path is not None and bool(_payload(path))
    except (OSError, ValueError):
        return False


def keep(root: Path, value: Any) -> None:
    """Keep *value*, which JSON can hold, in the index folder *root*, and nothing of other programs; raises OSError."""
    path = _path(root)
    if path is None:
        return
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    replace_file(path, f"{_mark(payload.encode())}\n{payload}")
    for other in root.glob("words-*.json*"):
        if other != path:
            other.unlink(missing_ok=True)


def _payload(path: Path) -> bytes:
    """The JSON in the file *path*; OSError or ValueError where it is not as it was written."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES // 1024**2} MB")
    mark, _, payload = path.read_bytes().partition(b"\n")
    if mark.decode("ascii", "replace") != _mark(payload):
        raise ValueError("its bytes are not those that were written")
    return payload


def _mark(payload: bytes) -> str:
    return hashlib.blake2b(program().encode() + payload, digest_size=16).hexdigest()


def _path(root: Path) -> Path | None:
    return root / f"words-{program()}.json" if program() else None


@cache
def program() -> str:
    """A digest of what decides on the words; ``""`` where the program has no files that could be read."""
    digest = hashlib.blake2b(f"{sys.version} {version('pythainlp')}".encode(), digest_size=12)
    try:
        folders = [Path(package.__path__[0]) for package in (corpus, index)]
        files = [path for folder in folders for ends in ("*.py", "*.toml") for path in sorted(folder.rglob(ends))]
        for path in files:
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    except OSError:
        return ""
    return digest.hexdigest() if files else ""
