"""Serving for real: gunicorn on a free port, a port that is taken, a thread for demos."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ServeProblem, SettingsProblem
from corpus.settings import Settings
from search_web import create_app
from search_web.rooms import Rooms
from search_web.serve import address_of, listen, serve, serving
from tests.web_fakes import FakeEngine, FakeShelf

ROOT = Path(__file__).resolve().parent.parent
SERVER = """
import sys
from pathlib import Path
from corpus.settings import Settings
from search_web.serve import serve
settings = Settings(data=Path(sys.argv[1]), port=0, workers=2, rate_limit="")
serve(settings, lambda address: print(address, flush=True))
print("ended", flush=True)
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
def running(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The real server in a process of its own, on a free port; its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(data)],
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
