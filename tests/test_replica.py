"""The replica as a server: how it is reached, what it remembers, and that it ends cleanly."""

from __future__ import annotations

import gc
import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus.sites import load_site
from tests.replica.addresses import HOSTS, MAIN
from tests.replica.client import FRONT, get, links, url_in
from tests.replica.server import Replica


@pytest.fixture(scope="module")
def served() -> Iterator[Replica]:
    with Replica() as replica:
        yield replica


@pytest.fixture
def own() -> Iterator[Replica]:
    with Replica() as replica:
        yield replica


def test_host_header_and_whole_address_mean_the_same(served: Replica) -> None:
    url = url_in(served, "g4")
    parts = urlsplit(url)
    served.forget()
    by_host = get(served, parts.path, host=MAIN)
    assert by_host.status == get(served, url).status == 200
    assert [entry.url for entry in served.log] == [url, url]
    with pytest.raises(AttributeError):
        served.log[0].status = 1  # type: ignore[misc]  # frozen: that is what is tested


def test_a_person_sees_an_index_and_stays_inside(served: Replica) -> None:
    index = get(served, "/")
    assert all(f'href="/_host/{host}/"' in index.text for host in HOSTS)
    waiting, seen = ["/_host/www.opdc.go.th/"], {""}
    while waiting and len(seen) < 60:
        path = waiting.pop(0)
        answer = get(served, path)
        seen.add(path)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in links(f"http://127.0.0.1{path}", answer):
            assert urlsplit(link).hostname not in HOSTS, (path, link)
            if link.startswith("http://127.0.0.1/_host/") and link[16:] not in seen:
                waiting.append(link[16:])
    assert get(served, "/elsewhere").status == 404


def test_keep_alive_serves_many_requests_on_one_connection(served: Replica) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)) as connection:
        connection.connect()
        line = connection.sock
        for url in served.urls()[:20]:
            connection.request("GET", url)
            assert connection.getresponse().read()
            assert connection.sock is line
        connection.request("HEAD", served.urls()[0])
        assert connection.getresponse().read() == b""
        connection.request("GET", served.urls()[0])
        assert connection.getresponse().status == 200


def test_what_is_not_get_is_refused_and_logged(own: Replica) -> None:
    answer = get(own, FRONT, method="POST")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert (own.log[0].method, own.log[0].status) == ("POST", 405)


def test_the_log_keeps_headers_and_order(own: Replica) -> None:
    for n in range(5):
        get(own, f"{FRONT}?n={n}", user_agent=f"reader/{n}")
    assert [entry.headers["user-agent"] for entry in own.log] == [f"reader/{n}" for n in range(5)]
    assert [entry.time for entry in own.log] == sorted(entry.time for entry in own.log)


def test_profile_is_one_that_the_program_reads(served: Replica, tmp_path: Path) -> None:
    site = load_site(str(served.profile(tmp_path, delay=0.5)))
    assert (site.name, site.connect, site.sample) == ("opdc-replica", served.address, True)
    assert (site.crawl.delay, site.crawl.minimum) == (0.5, len(served.urls()))
    patterns = [re.compile(p) for start in site.crawl.start for p in start.article]
    assert all(any(p.search(url) for p in patterns) for url in served.urls())
    assert site.address == load_site("opdc").address


def test_stopping_leaves_no_thread_no_socket_and_no_warning() -> None:
    before = set(threading.enumerate())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Replica() as replica:
            replica.faults.add("/hang", "hang")
            idle = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
            idle.request("GET", FRONT)
            idle.getresponse().read()
            waiting = socket.create_connection(("127.0.0.1", replica.port), timeout=10)
            waiting.sendall(f"GET {FRONT}hang HTTP/1.1\r\n\r\n".encode())
            while not any(entry.url.endswith("hang") for entry in replica.log):
                threading.Event().wait(0.005)
            port = replica.port
        idle.close()
        waiting.close()
        del replica
        gc.collect()
    assert set(threading.enumerate()) == before
    assert [str(w.message) for w in caught] == []
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_nothing_leaves_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: set[str] = set()
    connect = socket.socket.connect

    def spy(self: socket.socket, address: tuple[str, int]) -> None:
        reached.add(address[0])
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", spy)
    with Replica() as replica:
        for url in (FRONT, f"{FRONT}feed/", "http://elsewhere.example/", *replica.urls()[:5]):
            get(replica, url)
        assert replica.address.startswith("127.0.0.1:")
    assert reached == {"127.0.0.1"}


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_command_serves_until_told_to_stop(ending: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-m", "tests.replica", "--fault", "/robots=503:4"]
    command += ["--profile", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().strip())
        assert address.port is not None
        with closing(http.client.HTTPConnection("127.0.0.1", address.port, timeout=10)) as connection:
            connection.request("GET", f"{FRONT}robots.txt")
            response = connection.getresponse()
            assert (response.status, response.getheader("Retry-After")) == (503, "4")
            process.send_signal(ending)
            _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (0, "")
    assert (tmp_path / "opdc-replica.toml").is_file()


def test_command_names_a_port_in_use_and_a_bad_fault(own: Replica) -> None:
    taken = subprocess.run(
        [sys.executable, "-m", "tests.replica", "--port", str(own.port)], capture_output=True, text=True, check=False
    )
    assert taken.returncode == 1
    assert f"127.0.0.1:{own.port}" in taken.stderr
    bad = subprocess.run(
        [sys.executable, "-m", "tests.replica", "--fault", "x=nonsense"], capture_output=True, text=True, check=False
    )
    assert bad.returncode == 2
    assert "PATTERN=FAULT" in bad.stderr
