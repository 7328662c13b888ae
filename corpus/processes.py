"""Which process holds something, and whether it is still there: for writer locks, crashed runs and children."""

from __future__ import annotations

import ctypes
import fcntl
import multiprocessing
import os
import threading
import weakref
from multiprocessing.connection import wait
from pathlib import Path
from typing import BinaryIO

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def process_mark(pid: int | None = None) -> str:
    """A text that stands for one process: its number and, where the system tells, when it was started.

    Numbers are used again after a restart of the machine; the pair is not.
    """
    number = os.getpid() if pid is None else pid
    fields = _status(number)
    return f"{number}:{fields[19] if len(fields) > 19 else ''}"


def number_of(mark: str) -> str:
    """The number of the process that a mark names, for messages; ``""`` for a mark that names none."""
    return mark.partition(":")[0]


def is_running(mark: str) -> bool:
    """Whether the process that :func:`process_mark` named is still there."""
    number = number_of(mark)
    if not number.isascii() or not number.isdigit() or int(number) <= 0:
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # it is there and belongs to another user
    dead = _status(int(number))[:1] in (["Z"], ["X"])  # ended, and its parent has not asked how
    return not dead and process_mark(int(number)) == mark


def _status(number: int) -> list[str]:
    """What Linux says of a process: its state first, its start as the 20th; empty on other systems.

    These are the fields of /proc/<pid>/stat from the third on, behind the command name, which may hold anything.
    """
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def give_back_memory() -> None:
    """Give the system what this process has freed: glibc keeps up to 64 MB of it, others have no such function."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def share_one_heap() -> None:
    """Have the threads that this process begins from now on share one heap, where it is glibc that gives each its own.

    Under Python's lock they seldom ask for memory at once. A web worker of four threads took 17 MB less so.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_ARENA_MAX, 1)


def lock_holder(path: Path) -> str | None:
    """The mark of the process that holds the lock file *path*; None where none does. Raises OSError."""
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read(60).decode("ascii", "replace")
    except FileNotFoundError:
        return None
    return None


class WriterLock:
    """The right to write one data folder: held through a lock file, given back by the system when we end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def take(self) -> str | None:
        """Take the lock; None where that worked, else the mark of the process that holds it. Raises OSError."""
        file = self._path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(60).decode("ascii", "replace")
            file.close()
            return holder
        except OSError:
            file.close()
            raise
        file.truncate(0)
        file.write(process_mark().encode())
        file.flush()
        self._file = file
        return None

    def give_back(self) -> None:
        """Let others write; does nothing where the lock is not held."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None


class Hold:
    """A file that is in use for as long as this object lives: :func:`unused` says no, in every process.

    Given back with the object, or by the system when the process ends, however it ends. Raises OSError where the file
    cannot be opened, and FileNotFoundError where it was removed meanwhile.
    """

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.release = weakref.finalize(self, os.close, handle)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            gone = not os.path.samestat(os.fstat(handle), path.stat())
        except BaseException:
            self.release()
            raise
        if gone:
            self.release()
            raise FileNotFoundError(f"{path} was replaced while it was opened")


def unused(path: Path) -> bool:
    """Whether no :class:`Hold` is on the file *path*; a file that is not there is unused. Raises OSError."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


def end_with_parent() -> None:
    """From now on this process of :mod:`multiprocessing` ends when its parent does, even inside a library in C.

    One whose parent was killed would wait for work, or go on with a file that hangs it, for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
