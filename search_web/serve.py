"""Serving: gunicorn with one process for each worker, waitress on Windows, a thread for demos and tests.

The listening socket is opened here, before any worker starts: a port that is taken is one clear sentence instead of a
worker's traceback, and port 0 (any free port) is known by the time *on_ready* is called.

The index is opened and the application made here, too, before the workers fork, so that they share what was read and
compiled; then this process lets go of the index and keeps no generation of it from being removed. The counts of the
rate limit are in memory that all workers share; threads and SQLite connections are begun in each. A worker that takes
the place of one that ended opens the index itself.
"""

from __future__ import annotations

import errno
import gc
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from corpus.errors import ServeProblem
from corpus.processes import share_one_heap
from corpus.settings import Settings
from index.engine import SearchEngine
from search_web import create_app, ratelimit
from search_web.allowance import Counts
from search_web.rooms import Rooms, opened
from search_web.tally import Tally

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS = 4  # in each worker process: a slow reader must not hold up the others
BACKLOG = 512  # connections that wait while all threads are busy
TIMEOUT = 60  # seconds without a sign of life after which a worker is replaced
LAST_PORT = 65535
REQUEST_LINE = 128 * 1024  # bytes: a pasted page of 10,000 Thai letters is 90,000 once encoded, and no error
HEADERS = 64  # of a request: browsers send some twenty, a proxy adds ten
HEADER_BYTES = 8190  # of one of them
BODY = 64_000  # bytes of a request's body, which nothing here reads

OnReady = Callable[[str], None]


def serve(settings: Settings, on_ready: OnReady | None = None) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM); prints nothing.

    *on_ready* is told the address once connections are accepted. Raises ServeProblem where the address cannot be
    listened on or the workers do not start, SettingsProblem for settings the application cannot use.
    """
    ratelimit.checked(settings)  # a bad setting must stop the command here, not each worker
    with listen(settings.host, settings.port) as sock:
        address = address_of(sock, settings.host)
        if sys.platform == "win32":
            _waitress(settings, sock, address, on_ready)
        else:
            _gunicorn(settings, sock, address, on_ready)


@contextmanager
def serving(settings: Settings, app: Flask | None = None) -> Iterator[str]:
    """Serve in a thread of this process while the block runs, and give the address: for demos and tests."""
    with listen(settings.host, settings.port) as sock:
        server = make_server(
            settings.host, 0, app or create_app(settings), threaded=True, request_handler=_Silent, fd=sock.fileno()
        )
        thread = threading.Thread(target=server.serve_forever, name="khlang-serve", daemon=True)
        thread.start()
        try:
            yield address_of(sock, settings.host)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free port. Raises ServeProblem saying what to change."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if port > LAST_PORT:
        raise ServeProblem(f"port {port} does not exist; choose one from 1 to {LAST_PORT} with --port")
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as e:
        raise ServeProblem(_why(e, host, port)) from e


def address_of(sock: socket.socket, host: str) -> str:
    """The address to type into a browser on this machine."""
    port = sock.getsockname()[1]
    if host in ("", "0.0.0.0", "::"):  # noqa: S104  # compared with, not bound: such a host listens everywhere
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop what uses it, or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} may not be opened by this user; choose one from 1024 on with --port"
    why = (error.strerror or str(error)).partition(" (while")[0]  # Python adds the address once more
    return f"cannot listen on {host} port {port}: {why}; choose an address of this machine with --host"


def _gunicorn(settings: Settings, sock: socket.socket, address: str, on_ready: OnReady | None) -> None:
    """Imported here because gunicorn does not exist on Windows."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it ships no types
    from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]  # as above
    from gunicorn.http import message  # type: ignore[import-untyped]  # as above

    from search_web.workers import Board, fair

    board, counts, tally = Board(), Counts(shared=True), Tally()
    app = _app(settings, counts, tally)
    message.MAX_REQUEST_LINE = REQUEST_LINE  # its 8190 leave no setting between too little and no bound at all
    inherited: list[SearchEngine] = []  # one at most: the engine that was opened before the fork

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Our application under gunicorn; made before the fork, and given an engine in each worker."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> WSGIApplication:
            return _warm(app, *inherited)

    class Master(Arbiter):  # type: ignore[misc]  # as above
        """The process that starts workers; only the first ones inherit the engine, which it then forgets."""

        def spawn_workers(self) -> None:
            super().spawn_workers()
            while inherited:
                inherited.pop().close()
                gc.unfreeze()

    def when_ready(server: Any) -> None:
        if on_ready is not None:
            on_ready(address)

    def ended(process: int) -> None:
        board.clear(process)
        tally.clear(process)

    options: dict[str, object] = {
        "bind": f"fd://{sock.detach()}",
        "workers": settings.processes,
        "worker_class": fair(board),
        "post_fork": lambda _, worker: tally.take(worker.age),
        "child_exit": lambda _, worker: ended(worker.pid),
        "threads": THREADS,
        "timeout": TIMEOUT,
        "graceful_timeout": 5,
        "backlog": BACKLOG,
        "limit_request_line": REQUEST_LINE,
        "limit_request_fields": HEADERS,
        "limit_request_field_size": HEADER_BYTES,
        "forwarded_allow_ips": "",  # who asked is told by ``behind_proxy`` alone; gunicorn else believes this machine
        "proc_name": "khlang",
        "loglevel": "warning",
        "control_socket_disable": True,  # nobody but the shell that started it may steer it
        "when_ready": when_ready,
    }
    here = os.getpid()
    share_one_heap()
    inherited.extend(opened(settings))
    gc.collect()
    gc.freeze()  # a worker's collector would else write into every page that it shares with the others
    try:
        Master(Application()).run()
    except SystemExit as stopped:
        if os.getpid() != here:
            raise  # a worker at its end: it must not go on as if it were the command that started it
        if stopped.code not in (None, 0):
            raise ServeProblem("the web server's workers did not start; the reason is logged above") from stopped
    finally:
        counts.close()


def _waitress(settings: Settings, sock: socket.socket, address: str, on_ready: OnReady | None) -> None:
    """One process whose threads share the work, where gunicorn does not run."""
    server = threaded(settings, _warm(_app(settings)), sock)
    if on_ready is not None:
        on_ready(address)
    try:
        server.run()
    finally:
        server.close()


def threaded(settings: Settings, app: Flask, sock: socket.socket) -> Any:
    """The waitress server of *app* on *sock*, with the limits that gunicorn has."""
    from waitress import create_server  # type: ignore[import-untyped]  # it ships no types

    return create_server(
        app,
        sockets=[sock],
        threads=THREADS * settings.processes,
        ident=None,
        channel_timeout=TIMEOUT,
        connection_limit=BACKLOG,
        max_request_header_size=REQUEST_LINE + HEADERS * 1024,
        max_request_body_size=BODY,
        clear_untrusted_proxy_headers=False,  # whom to believe says ``behind_proxy``, which has to see them
    )


def _app(settings: Settings, counts: Counts | None = None, tally: Tally | None = None) -> Flask:
    """The application with its templates compiled: the first reader of each page would wait a third of a second.

    *counts* and *tally* are those that worker processes share.
    """
    app = create_app(settings, counts=counts, tally=tally)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    return app


def _warm(app: Flask, *inherited: SearchEngine) -> Flask:
    """*app*, which begins to open the index at once: the first reader shall not wait for it.

    An engine that was opened before this process was forked takes its place.
    """
    rooms: Rooms = app.extensions["khlang"].rooms
    for engine in inherited:
        rooms.adopt(engine)
    rooms.warm()
    return app


class _Silent(WSGIRequestHandler):
    """A handler that logs no requests."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # the name that werkzeug calls it by
        """Log failures only; requests are nobody's business."""
        if type == "error":
            super().log(type, message, *args)
