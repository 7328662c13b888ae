"""Serving for real: gunicorn on a free port, a port that is taken, a thread for demos."""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ServeProblem, SettingsProblem
from corpus.settings import Settings
from index import search
from index.generations import current
from search_web import create_app, workers
from search_web import serve as serve_module
from search_web.rooms import Rooms, opened
from search_web.security import HEADERS
from search_web.serve import THREADS, address_of, listen, serve, serving, threaded
from search_web.workers import PIECE_SECONDS, Board, fair
from tests.small_archive import article, put
from tests.web_fakes import FakeEngine, FakeShelf

ROOT = Path(__file__).resolve().parent.parent
SERVER = """
import sys
from pathlib import Path
from corpus.settings import Settings
from search_web import workers
from search_web.serve import serve
workers.HEAD_SECONDS = float(sys.argv[3])
settings = Settings(data=Path(sys.argv[1]), port=0, workers=2, rate_limit=sys.argv[2])
serve(settings, lambda address: print(address, flush=True))
print("ended", flush=True)
"""
BIG = """
import sys
from pathlib import Path
from flask import Flask, Response
from corpus.settings import Settings
from search_web import serve, workers
workers.PIECE_SECONDS = 0.25
app = Flask("big")
app.add_url_rule("/", view_func=lambda: Response(b"x" * int(sys.argv[2])))
serve._app = lambda *_, **__: app
serve._warm = lambda app, *_: app
serve.serve(Settings(data=Path(sys.argv[1]), port=0, workers=1), lambda address: print(address, flush=True))
"""
pytestmark = pytest.mark.filterwarnings("error")


def fetch(url: str) -> tuple[int, str]:
    """Status and text at a loopback address, whatever proxy the environment names."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@contextmanager
def running(
    data: Path, rate: str = "", head: float = 15, *, program: str = SERVER
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The real server in a process of its own, on a free port; its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(data), rate, str(head)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close() if process.stdout else None


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_gunicorn_serves_on_a_free_port_and_ends_cleanly(tmp_path: Path) -> None:
    with running(tmp_path) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        status, text = fetch(address)
        assert (status, "ยังไม่มีข่าวในคลัง" in text) == (200, True)
        long_query = "%E0%B8%81" * 10_000
        status, text = fetch(f"{address}api/search?q={long_query}")
        assert (status, json.loads(text)["error"]["code"]) == (503, "no_index")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert process.stdout is not None
        assert process.stdout.read().strip() == "ended"
    assert os.listdir(tmp_path) == []  # noqa: PTH208  # only names matter: serving writes nothing


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_workers_count_requests_and_the_searches_of_one_address_together(tmp_path: Path) -> None:
    with running(tmp_path, "20 per hour") as (address, _):
        host = urllib.parse.urlsplit(address).netloc
        kept = [http.client.HTTPConnection(host, timeout=30) for _ in range(8)]  # which both workers have some of
        statuses = []
        for _ in range(4):
            for connection in kept:
                connection.request("GET", "/api/suggest")
                answer = connection.getresponse()
                answer.read()
                statuses.append(answer.status)
        for connection in kept:
            connection.close()
        status, metrics = fetch(f"{address}metrics")
    assert statuses == [200] * 20 + [429] * 12
    assert status == 200
    for told in ('requests_total{status="2xx"} 20.0', "requests_limited_total 12.0"):
        assert f"khlang_http_{told}" in metrics
    assert "khlang_processes 2.0" in metrics


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_requests_that_never_end_are_ended(tmp_path: Path) -> None:
    """More of them than there are threads: each is closed, and the next reader is served."""
    with running(tmp_path, head=0.2) as (address, _):
        url = urllib.parse.urlsplit(address)
        slow = [socket.create_connection((url.hostname, url.port), timeout=30) for _ in range(2 * THREADS + 2)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        for connection in slow:
            with connection:
                assert connection.recv(1000) == b""
        assert fetch(address)[0] == 200


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_a_slow_reader_has_the_whole_answer_and_who_reads_nothing_is_given_up(tmp_path: Path) -> None:
    """The answer is one string of 12 MB, read in four times the seconds that one piece of it may take."""
    size = 12_000_000
    with running(tmp_path, str(size), program=BIG) as (address, _):
        url = urllib.parse.urlsplit(address)
        idle, slow = (socket.create_connection((url.hostname, url.port), timeout=30) for _ in range(2))
        with idle, slow:
            for connection in (idle, slow):
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            got, begun = 0, time.monotonic()
            while data := slow.recv(64 * 1024):
                got += len(data)
                time.sleep(max(0.0, begun + got / size - time.monotonic()))  # so that all of it takes a second
            assert got > size
            assert sum(map(len, iter(lambda: idle.recv(64 * 1024), b""))) < size


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")
def test_a_request_of_unusual_size_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as (address, _):
        url = urllib.parse.urlsplit(address)
        for head, status in (
            (b"Host: x\r\n" + b"X-A: 1\r\n" * 30, b"200"),
            (b"Host: x\r\n" + b"X-A: 1\r\n" * 100, b"431"),
            (b"Host: x\r\nX-A: " + b"1" * 9000 + b"\r\n", b"431"),
            (b"Host: x/y\r\n", b"400"),
            (b"Host: x\r\nX-Forwarded-Proto: https\r\n", b"200"),
            (b"Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n", b"400"),
        ):
            with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
                connection.sendall(b"GET /help HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n")
                answer = b"".join(iter(lambda: connection.recv(65536), b""))  # called at once
                assert answer.split(b" ", 2)[1] == status, head[:40]
                assert all(f"\r\n{name}: {value}\r\n".encode() in answer for name, value in HEADERS.items())
                assert b"Strict-Transport" not in answer  # nobody said that a proxy may be believed


def test_an_answer_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object) -> bool:
        raise TimeoutError

    here, there = socket.socketpair()
    with here, there:
        worker = fair(Board()).__new__(fair(Board()))
        worker.reading, worker.log = {}, logging.getLogger("test")
        conn = SimpleNamespace(sock=here)
        monkeypatch.setattr("gunicorn.workers.gthread.ThreadWorker.handle_request", stuck)
        assert worker.handle_request(None, conn) is False
        assert here.gettimeout() == PIECE_SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found in /proc")
def test_workers_follow_the_index_and_are_replaced_when_they_die(tmp_path: Path) -> None:
    """They begin with the index that was opened before the fork, which nobody keeps once it is followed by another."""
    settings = Settings(data=tmp_path)
    put(settings, [article(1, "ข่าวการประชุมที่ 1")])
    search.build(settings)
    first = current(settings.index)

    def found() -> int:
        status, text = fetch(f"{address}api/search?q=%E0%B8%9B%E0%B8%A3%E0%B8%B0%E0%B8%8A%E0%B8%B8%E0%B8%A1")
        return int(json.loads(text)["total"]) if status == 200 else -1

    def everywhere(number: int) -> bool:
        return all(found() == number for _ in range(12))

    def workers() -> set[int]:
        return set(map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()))

    with running(tmp_path) as (address, process):
        assert eventually(lambda: everywhere(1))
        began = workers()
        assert len(began) == 2
        for number in (2, 3):
            put(settings, [article(number, f"ข่าวการประชุมที่ {number}")])
            search.build(settings)
            assert eventually(partial(everywhere, number))
        put(settings, [article(4, "ข่าวการประชุมที่ 4")])
        search.build(settings)
        assert eventually(lambda: everywhere(4))
        assert not first.exists()  # the process that started the workers has let go of it, too
        os.kill(min(began), signal.SIGKILL)
        assert eventually(lambda: len(workers()) == 2 and min(began) not in workers())
        assert eventually(lambda: everywhere(4))
        assert max(began) in workers()  # the other one went on


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it *holds* within a minute."""
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_busier_worker_leaves_a_connection_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("search_web.workers.time.sleep", waited.append)
    monkeypatch.setattr("gunicorn.workers.gthread.ThreadWorker.accept", lambda *_: None)
    board = Board()
    worker = fair(board).__new__(fair(board))
    worker.reading = {}
    for place, process, connections in ((1, 11, 3), (2, 12, 1)):
        monkeypatch.setattr(os, "getpid", lambda process=process: process)
        board.take(place)
        assert board.fewest() == 0
        board.tell(connections)
    for worker.nr_conns in (1, 3, 90):
        worker.accept(None)
    assert waited == [0.002, 0.008]
    board.clear(12)
    assert board.fewest() == 3
    board.clear(11)
    assert board.fewest() == 0


def test_pages_with_the_same_content_are_known_and_templates_compiled_before_workers_begin(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    put(settings, [article(1, "ข่าวหนึ่ง")])
    search.build(settings)
    engine = next(opened(settings))
    try:
        assert "groups" in vars(engine.at_rest()._newest())  # type: ignore[attr-defined]  # what a first page would wait for
    finally:
        engine.close()
    templates = serve_module._app(settings).jinja_env.cache
    assert templates is not None
    assert {"person.html", "status.html", "macros.html"} <= {name for _, name in templates}


@given(st.lists(st.binary(max_size=40)), st.integers(1, 16))
def test_pieces_are_the_answer_and_none_is_too_long(answer: list[bytes], most: int) -> None:
    class Files(list[bytes]):
        """What the system would send by itself."""

    def app(environ: object, start_response: object) -> list[bytes]:
        return answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "PIECE", most)
        pieces = list(workers.InPieces(app)({"wsgi.file_wrapper": Files}, start_response=lambda *_: lambda _: None))
    assert b"".join(pieces) == b"".join(answer)
    assert all(0 < len(piece) <= most for piece in pieces)


def test_files_stay_files_and_a_closed_answer_is_closed() -> None:
    class Files(list[bytes]):
        """What the system would send by itself."""

    class Closing(list[bytes]):
        closed = False

        def close(self) -> None:
            self.closed = True

    files, closing = Files([b"x"]), Closing([b"x"])
    environ = {"wsgi.file_wrapper": Files}
    assert workers.InPieces(lambda *_: files)(environ, lambda *_: lambda _: None) is files
    found = workers.InPieces(lambda *_: closing)(environ, lambda *_: lambda _: None)
    assert list(found) == [b"x"]
    found.close()  # type: ignore[attr-defined]  # what a server calls where it is there
    assert closing.closed


def test_the_server_of_windows_has_the_same_limits() -> None:
    settings = Settings(rate_limit="1 per hour", behind_proxy=1, workers=1)
    app = create_app(settings, engine=FakeEngine(), store=FakeShelf())
    sock = listen("127.0.0.1", 0)
    address = address_of(sock, "127.0.0.1")
    server = threaded(settings, app, sock)
    thread = threading.Thread(target=server.run)
    thread.start()

    def asked(path: str, head: str) -> bytes:
        url = urllib.parse.urlsplit(address)
        with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n".encode())
            with suppress(ConnectionResetError):  # what was refused unread
                return b"".join(iter(lambda: connection.recv(65536), b""))
            return b""

    try:
        for visitor, status in (("192.0.2.1", b"200"), ("192.0.2.2", b"200"), ("192.0.2.1", b"429")):
            assert asked("/search?q=a", f"X-Forwarded-For: {visitor}\r\n").split(b" ", 2)[1] == status
        assert asked(f"/api/suggest?q={'%E0%B8%81' * 10_000}", "").split(b" ", 2)[1] == b"200"
        assert asked("/help", "Content-Length: 65000\r\n").split(b" ", 2)[1] == b"413"
        assert asked("/help", "X-A: 1\r\n" * 50_000)[:12] in (b"HTTP/1.1 431", b"HTTP/1.0 431", b"")
    finally:
        server.trigger.pull_trigger(server.close)
        server.task_dispatcher.shutdown()
        thread.join(timeout=30)
    assert not thread.is_alive()


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeProblem, match=f"port {port} on 127.0.0.1 is in use; .* --port"):
            serve(Settings(port=port))


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 70_000, "port 70000 does not exist"),
        ("192.0.2.1", 0, r"cannot listen on 192.0.2.1 port 0: [\w ]+; choose an address of this machine"),
        ("no-such-host.invalid", 0, "cannot listen on no-such-host.invalid"),
    ],
)
def test_an_address_that_cannot_be_is_refused_by_name(host: str, port: int, said: str) -> None:
    with pytest.raises(ServeProblem, match=said):
        listen(host, port)


def test_a_bad_setting_stops_before_the_port_is_opened() -> None:
    with pytest.raises(SettingsProblem, match="rate_limit"):
        serve(Settings(port=0, rate_limit="often"))


def test_the_address_can_be_typed_into_a_browser() -> None:
    with listen("0.0.0.0", 0) as everywhere:  # noqa: S104  # open for the length of this test
        assert address_of(everywhere, "0.0.0.0").startswith("http://localhost:")  # noqa: S104  # as above
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        assert address_of(sock, "::1") == f"http://[::1]:{port}/"


def test_a_thread_serves_while_its_block_runs() -> None:
    settings = Settings(port=0, rate_limit="")
    with serving(settings, create_app(settings, engine=FakeEngine(), store=FakeShelf())) as address:
        status, text = fetch(f"{address}healthz")
        assert (status, json.loads(text)["status"]) == (200, "ok")
        port = int(address.rstrip("/").rpartition(":")[2])
    with listen("127.0.0.1", port):
        pass  # the port is free again


def test_the_engine_is_opened_once_in_a_process_and_prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[FakeEngine] = []

    def open_engine(_: Settings) -> FakeEngine:
        opened.append(FakeEngine())
        return opened[-1]

    monkeypatch.setattr("search_web.rooms.open_engine", open_engine)
    rooms = Rooms(replace(Settings(), data=tmp_path))
    assert rooms.engine() is rooms.engine()
    assert [engine.prepared for engine in opened] == [1]
    monkeypatch.setattr(os, "getpid", lambda: -1)  # as after a fork
    rooms.engine()
    assert len(opened) == 2
