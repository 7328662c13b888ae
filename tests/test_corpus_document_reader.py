"""Documents read in a process of their own: a file that crashes or hangs its reader costs only itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document_reader import DocumentReader
from corpus.extract.attachments import Document
from corpus.processes import is_running, number_of, process_mark


def read(body: bytes, media_type: str, filename: str) -> Document:
    """Stands for a reader in C that a file can do anything to."""
    if body == b"crash":
        os.abort()
    if body == b"hang":
        time.sleep(600)
    if body == b"bug":
        raise ZeroDivisionError("in the reader")
    if body == b"memory":
        raise MemoryError
    return Document(f"{media_type} {os.getpid()}", state="read")


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader(read, seconds=1.0)
    yield made
    made.close()


def test_one_process_reads_document_after_document(reader: DocumentReader) -> None:
    first, second = (reader.read(b"x", "application/pdf", "x.pdf").text for _ in range(2))
    assert first == second != f"application/pdf {os.getpid()}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"crash", "the process that read x.pdf died of it; the file is kept"),
        (b"hang", "reading x.pdf took longer than 1 s and was ended; the file is kept"),
        (b"memory", "the process that read x.pdf died of it; the file is kept"),
    ],
)
def test_a_file_that_ends_its_reader_is_told_and_the_next_is_read(
    reader: DocumentReader, body: bytes, told: str
) -> None:
    found = reader.read(body, "", "x.pdf")
    assert (found.state, found.warnings) == ("unread", (told,))
    assert reader.read(b"x", "", "y.pdf").state == "read"


def test_a_bug_in_a_reader_is_no_fault_of_the_file(reader: DocumentReader) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: in the reader"):
        reader.read(b"bug", "", "x.pdf")
    assert reader.read(b"x", "", "y.pdf").state == "read"


def test_nothing_is_left_of_a_closed_reader(reader: DocumentReader) -> None:
    mark = process_mark(int(reader.read(b"x", "", "x.pdf").text))
    assert is_running(mark)
    reader.close()
    assert not is_running(mark)


ORPHANED = """
import time
from tests.test_corpus_document_reader import DocumentReader, read
if __name__ == "__main__":
    reader = DocumentReader(read, seconds=600)
    print(reader.read(b"x", "", "x.pdf").text, flush=True)
    reader.read(b"hang", "", "x.pdf")
"""


def test_a_reader_that_hangs_ends_with_the_process_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphaned.py"
    script.write_text(ORPHANED)
    root = Path(__file__).parent.parent
    with subprocess.Popen(  # our own interpreter and script
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as parent:
        assert parent.stdout is not None
        mark = process_mark(int(parent.stdout.readline()))
        assert is_running(mark)
        parent.kill()
    for _ in range(300):
        if not is_running(mark):
            return
        time.sleep(0.1)
    os.kill(int(number_of(mark)), signal.SIGKILL)
    pytest.fail("the reading process outlived the one that started it")
