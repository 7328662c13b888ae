"""``python -m tests.replica``: serve the replica until Ctrl-C or SIGTERM, printing its address."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.replica import faults
from tests.replica.server import Replica


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.replica", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--crawl-delay", type=float, default=0.02, help="seconds that every robots.txt asks for")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="write the site profile opdc-replica.toml there")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="PATTERN=FAULT",
        help="misbehave; faults: " + ", ".join(faults.KINDS),
    )
    given = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        replica = Replica(port=given.port, crawl_delay=given.crawl_delay)
    except OSError as e:
        print(f"cannot listen on 127.0.0.1:{given.port}: {e.strerror}; give another --port", file=sys.stderr)
        return 1
    with replica:
        for option in given.fault:
            try:
                replica.faults.add(*faults.parse_option(option))
            except ValueError as e:
                parser.error(str(e))
        if given.profile:
            replica.profile(given.profile)
        print(f"http://{replica.address}/", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
