"""The counts of the rate limit, in memory that all workers share: one allowance for each visitor, no server besides.

::

    Counts      buckets of 8 slots, one slot for each visitor and kind of request: digest, end of the time, count
    address ──visitor──> "192.0.2.7" · "2001:db8:1:2::/64"

The memory is mapped before the workers fork. Whoever counts holds a lock of the operating system, which lets go of it
when its holder is killed; what such a one left half written is at most one count, and ends with its time. There is room
for 65,536 counts (2 MB): in a full bucket the one that asked least gives way, so that no crowd of addresses frees the
one that asks too much. Digests are keyed at random: nobody can choose addresses that meet in one bucket.
"""

from __future__ import annotations

import hashlib
import ipaddress
import mmap
import os
import secrets
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from limits.storage import Storage

BUCKETS = 8192
WAYS = 8  # slots of a bucket
MOST = 2**32 - 1  # that a slot counts; asking on changes nothing
PREFIX_V6 = 64  # bits that one subscriber of IPv6 has to himself (RFC 6177 gives a site no less)
_SLOT = struct.Struct("<16sdII")  # digest, end of the time (seconds since 1970), count, filling
_BUCKET = WAYS * _SLOT.size


def visitor(address: str) -> str:
    """Whose allowance an address takes from: an IPv4 address, the network of an IPv6 address, or the text as it is.

    >>> visitor("2001:db8:1:2:3:4:5:6"), visitor("::ffff:192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, PREFIX_V6), strict=False))


class Counts:
    """Counts by key, each with the moment it ends; for the threads of a process, or *shared* with those it forks.

    A *shared* one must be closed by the process that made it.
    """

    def __init__(self, *, shared: bool = False, buckets: int = BUCKETS) -> None:
        self._table = mmap.mmap(-1, buckets * _BUCKET)
        self._buckets = buckets
        self._secret = secrets.token_bytes(16)
        self._threads = threading.Lock()
        self._file = _nameless_file() if shared else None

    def add(self, key: str, seconds: float, amount: int) -> int:
        """Count *amount* more of *key* and give the count; one that is new or over begins a time of *seconds*."""
        now, digest = time.time(), self._digest(key)
        with self._held():
            place, end, count = self._find(digest, now)
            if end <= now or end > now + seconds:  # over, or from before the clock was set back
                end, count = now + seconds, 0
            count = min(count + amount, MOST)
            _SLOT.pack_into(self._table, place, digest, end, count, 0)
        return count

    def look(self, key: str) -> tuple[int, float]:
        """The count of *key* and when it ends, in seconds since 1970; 0 and now where there is none."""
        now, digest = time.time(), self._digest(key)
        with self._held():
            _, end, count = self._find(digest, now)
        return (count, end) if end > now else (0, now)

    def forget(self, key: str | None = None) -> None:
        """Forget the count of *key*, or all."""
        with self._held():
            if key is None:
                self._table[:] = bytes(len(self._table))
            else:
                place, _, count = self._find(self._digest(key), time.time())
                if count:
                    self._table[place : place + _SLOT.size] = bytes(_SLOT.size)

    def close(self) -> None:
        """Let go of the file behind the lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _find(self, digest: bytes, now: float) -> tuple[int, float, int]:
        """The place of *digest*, its end and its count; where it has none, the place it may take, with 0 and 0."""
        first = int.from_bytes(digest[:8], "little") % self._buckets * _BUCKET
        least: tuple[tuple[int, float], int] | None = None
        for place in range(first, first + _BUCKET, _SLOT.size):
            known, end, count, _ = _SLOT.unpack_from(self._table, place)
            if known == digest:
                return place, end, count
            weight = (count, end) if end > now else (0, 0.0)
            if least is None or weight < least[0]:
                least = weight, place
        return (least[1] if least else first), 0.0, 0

    def _digest(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16, key=self._secret).digest()

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._threads:  # the lock of the file is of the process: its threads do not exclude each other by it
            if self._file is None or sys.platform == "win32":
                yield
                return
            import fcntl  # which Windows lacks, where one process serves

            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


class SharedStorage(Storage):
    """The storage of flask-limiter over :class:`Counts`, for its fixed windows."""

    STORAGE_SCHEME = ["khlang"]  # noqa: RUF012  # limits reads it from the class when this is defined

    def __init__(self, uri: str | None = None, *, counts: Counts, wrap_exceptions: bool = False) -> None:
        super().__init__(uri, wrap_exceptions)
        self._counts = counts

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong: the lock."""
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count *amount* more of *key*, which ends *expiry* seconds after it began."""
        return self._counts.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """The count of *key*."""
        return self._counts.look(key)[0]

    def get_expiry(self, key: str) -> float:
        """When the count of *key* ends, in seconds since 1970."""
        return self._counts.look(key)[1]

    def check(self) -> bool:
        """Whether it can count: always, there is nobody to be asked."""
        return True

    def reset(self) -> int | None:
        """Forget all counts; how many there were is not known."""
        self._counts.forget()
        return None

    def clear(self, key: str) -> None:
        """Forget the count of *key*."""
        self._counts.forget(key)


def _nameless_file() -> int:
    """A file that is on no disk's list and ends with its last process, for a lock."""
    number, name = tempfile.mkstemp(prefix="khlang-")
    os.unlink(name)  # noqa: PTH108  # mkstemp gives a plain name
    return number
