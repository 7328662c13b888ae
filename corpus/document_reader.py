"""Documents read in a process of their own, so that a file that crashes or hangs its reader costs only itself.

PDFium and the XML parser are written in C: what a hostile file does to them, no ``except`` catches and no timer
interrupts. The process is started for the first document, kept for the next ones, given bounded memory, and ended where
it takes too long. It ends by itself with the process that started it.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from corpus.extract.attachments import Document, read_document
from corpus.extract.document import LIMITS, unread
from corpus.processes import end_with_parent
from corpus.warnings import say

MEMORY = 2_000_000_000  # bytes of address space of the reading process
START_SECONDS = 60.0  # for a process to begin, on a machine that is busy
PATIENCE = 3.0  # times the seconds after which reading stops by itself
_Read = Callable[[bytes, str, str], Document]


class DocumentReader:
    """Reads documents, one at a time, in one other process; for use by one thread."""

    def __init__(self, read: _Read = read_document, seconds: float | None = None) -> None:
        self._read = read
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, body: bytes, media_type: str, filename: str) -> Document:
        """The document, or an unread one that says what it did to the process; never raises for what is in it."""
        seconds = self._seconds or PATIENCE * LIMITS.seconds * (1 + len(body) // 5_000_000)
        pipe = self._connected()
        try:
            pipe.send((body, media_type, filename))
            if not pipe.poll(seconds):
                self.close()
                return unread(say("doc-stuck", name=filename or "the document", seconds=f"{seconds:g}"))
            answer = pipe.recv()
        except (EOFError, OSError):
            self.close()
            return unread(say("doc-died", name=filename or "the document"))
        except BaseException:  # stopped by hand, or by the timer of a page: an answer that comes later is nobody's
            self.close()
            raise
        if isinstance(answer, Document):
            return answer
        raise RuntimeError(f"reading {filename} failed: {answer}")

    def close(self) -> None:
        """End the process, whatever it is doing; the next document starts another."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()

    def _connected(self) -> Connection:
        if self._pipe is not None:
            return self._pipe
        context = multiprocessing.get_context("spawn")  # fork would copy our locks and open files
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self._read), daemon=True)
        process.start()
        there.close()
        self._process, self._pipe = process, here
        # Has begun: from now on it is the document that takes time.
        with suppress(EOFError, OSError):  # one that cannot begin is told by the document that it does not read
            if here.poll(START_SECONDS):
                here.recv()
        return here


def _serve(pipe: Connection, read: _Read) -> None:
    """Read documents until the other end is closed, or its process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the parent ends us
    end_with_parent()
    _bound_memory()
    with suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            body, media_type, filename = pipe.recv()
            pipe.send(_answer(read, body, media_type, filename))


def _answer(read: _Read, body: bytes, media_type: str, filename: str) -> Document | str:
    try:
        return read(body, media_type, filename)
    except MemoryError:
        return unread(say("doc-died", name=filename or "the document"))
    except Exception as e:  # a bug: raised again, with its name, where it is logged
        return f"{type(e).__name__}: {e}"[:300]


def _bound_memory() -> None:
    import resource  # not on Windows, where nothing bounds a process

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
            resource.setrlimit(limit, (most, most))
