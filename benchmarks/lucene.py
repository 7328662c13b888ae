"""Lucene 8 as one of the engines of ``benchmarks.engines``: Debian's liblucene8-java and a JDK, where they are."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.rivals import MEMORY

LUCENE = Path("/usr/share/java")  # where Debian's liblucene8-java puts its libraries
SENT = 100  # queries sent to another process before its answers are read


class Lucene:
    """Lucene 8 in a Java machine of its own, which measures itself; one segment."""

    name = "lucene"
    warming = 20  # after which Java has compiled what is hot

    def __init__(self) -> None:
        missing = lucene_missing()
        if missing:
            raise ModuleNotFoundError(missing)

    def build(self, documents: Path, folder: Path) -> float:
        """Compile the peer beside the index, start it and have it index."""
        classes = folder.with_name(f"{folder.name}-classes")
        source = Path(__file__).with_name("LucenePeer.java")
        libraries = ":".join(map(str, (*lucene_jars(), classes)))
        javac, java = shutil.which("javac"), shutil.which("java")
        subprocess.run([str(javac), "-cp", libraries, "-d", str(classes), str(source)], check=True)
        command = [str(java), "-Xmx2g", "-cp", libraries, "LucenePeer", str(documents), str(folder), str(MEMORY)]
        self._peer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return float(self._read()["seconds"])

    def run(self, kind: str, queries: Sequence[Sequence[str]]) -> list[tuple[float, list[int]]]:
        """In one go; times are those that the peer measured."""
        return [(answer["seconds"], answer["ids"]) for answer in self._ask("top", kind, queries)]

    def count(self, kind: str, query: Sequence[str]) -> int:
        """As its IndexSearcher counts."""
        return int(self._ask("count", kind, [query])[0]["total"])

    def close(self) -> None:
        """End the peer."""
        self._peer.communicate()

    def _ask(self, what: str, kind: str, queries: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
        assert self._peer.stdin is not None  # noqa: S101 - opened as a pipe
        answers: list[dict[str, Any]] = []
        for at in range(0, len(queries), SENT):  # what a pipe holds in both directions
            some = queries[at : at + SENT]
            self._peer.stdin.writelines(f"{what} {kind} {' '.join(query)}\n" for query in some)
            self._peer.stdin.flush()
            answers.extend(self._read() for _ in some)
        return answers

    def _read(self) -> dict[str, Any]:
        assert self._peer.stdout is not None  # noqa: S101 - opened as a pipe
        answer: dict[str, Any] = json.loads(self._peer.stdout.readline())
        return answer


def lucene_jars() -> list[Path]:
    """The libraries of Lucene that the peer needs."""
    return [path for part in ("core", "analyzers-common") for path in sorted(LUCENE.glob(f"lucene-{part}-8.*.jar"))]


def lucene_missing() -> str:
    """What Lucene needs and is not here; an empty string where all is."""
    missing = [tool for tool in ("java", "javac") if shutil.which(tool) is None]
    if len(lucene_jars()) < 2:
        missing.append("liblucene8-java")
    return ", ".join(missing)
