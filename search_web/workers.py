"""The worker process of gunicorn, which leaves a new connection to one of its siblings that has fewer.

Browsers keep their connections, so that whoever came to a worker stays with it. The system wakes all workers for a new
connection, and the first to take it is as often the busier one: with 64 clients one of two workers had 45, and who
waited there waited three times as long. So a worker that has more connections than another waits a moment before it
takes one more, a millisecond for each that it has too many; if no other took it by then, it does.

A thread that reads a request or sends an answer is held up by whoever is at the other end, and gunicorn waits for him
as long as he likes. Here the head of a request must have come whole after HEAD_SECONDS, however it trickles in, and
every piece of an answer must be taken within PIECE_SECONDS; else the connection is closed. A socket's time is for all
that is sent at once, and an archived copy is one string of megabytes: so answers are cut into pieces first. Who opens
connections faster than that can still take all threads: against many machines that mean harm stands a proxy that waits
for whole requests.
"""

from __future__ import annotations

import mmap
import os
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # it ships no types

from search_web.security import HEADERS

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST = 8  # milliseconds that a connection waits for a worker with fewer
HEAD_SECONDS = 15.0  # five of them until the first byte comes; 128 kB in ten seconds is a line of 100 kbit/s
PIECE_SECONDS = 30.0
PIECE = 64 * 1024  # bytes, so that 20 kbit/s are enough
ROOM = 256  # workers on the board; one more takes the place of another, and is only less fair
_NUMBER = struct.Struct("<ii")  # of a worker: its process, the connections that it has


class Board:
    """How many connections each worker has, in memory that they share; made before the fork."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, ROOM * _NUMBER.size)
        self._place = 0

    def take(self, place: int) -> None:
        """Have a place on the board from now on, in this process."""
        self._place = place % ROOM
        self.tell(0)

    def tell(self, connections: int) -> None:
        """Say how many connections this process has."""
        _NUMBER.pack_into(self._shared, self._place * _NUMBER.size, os.getpid(), connections)

    def clear(self, process: int) -> None:
        """Take a process that has ended off the board."""
        for place in range(ROOM):
            if _NUMBER.unpack_from(self._shared, place * _NUMBER.size)[0] == process:
                _NUMBER.pack_into(self._shared, place * _NUMBER.size, 0, 0)

    def fewest(self) -> int:
        """How few connections a worker has, of all those on the board; 0 for an empty one."""
        rows = _NUMBER.iter_unpack(self._shared[:])
        return min((connections for process, connections in rows if process), default=0)


class FairWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker whose class was given the :class:`Board` by :func:`fair`."""

    board: Board
    wsgi: WSGIApplication
    reading: dict[Any, float]  # connections whose request a thread reads, and since when

    def init_process(self) -> None:
        """Begin, in the new process."""
        self.board.take(self.age)
        self.reading = {}
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the application."""
        super().load_wsgi()
        self.wsgi = InPieces(self.wsgi)

    def accept(self, listener: Any) -> None:
        """Take a connection, if none with fewer takes it first; gunicorn calls it where one waits."""
        if (more := self.nr_conns - self.board.fewest()) > 0:
            time.sleep(min(more, LONGEST) / 1000)
        super().accept(listener)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for what comes next, with the board up to date."""
        self.board.tell(self.nr_conns)
        super().wait_for_and_dispatch_events(timeout)
        late = time.monotonic() - HEAD_SECONDS
        for conn, since in tuple(self.reading.items()):
            if since < late:
                with suppress(OSError):  # it may be gone already
                    conn.sock.shutdown(socket.SHUT_RDWR)  # the thread that reads finds it ended

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in a thread."""
        self.reading[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self.reading.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose head was read."""
        self.reading.pop(conn, None)
        conn.sock.settimeout(PIECE_SECONDS)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            self.log.debug("Closing a connection that takes nothing.")
            return False

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """Refuse what never was a request of the application, with the headers that its answers carry."""
        super().handle_error(req, _Guarded(client), addr, exc)


class _Guarded:
    """A socket on which a refusal of gunicorn's own is sent with our headers."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: bytes) -> None:
        """Send the whole refusal."""
        first, rest = data.split(b"\r\n", 1)
        added = "".join(f"{name}: {value}\r\n" for name, value in (*HEADERS.items(), ("Cache-Control", "no-store")))
        self._sock.sendall(first + b"\r\n" + added.encode("ascii") + rest)


class InPieces:
    """An application whose answers are sent in pieces of at most :data:`PIECE` bytes."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; files that the system sends by itself stay what they are."""
        answer = self._app(environ, start_response)
        return answer if isinstance(answer, environ["wsgi.file_wrapper"]) else _Pieces(answer)


class _Pieces:
    """The pieces of an answer; closing them closes it."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        for data in self._answer:
            for start in range(0, len(data), PIECE):
                yield data[start : start + PIECE]

    def close(self) -> None:
        """End the answer, sent or not."""
        if callable(close := getattr(self._answer, "close", None)):
            close()


def fair(board: Board) -> type[FairWorker]:
    """The class of workers that look at *board*."""
    return type("FairWorker", (FairWorker,), {"board": board})
