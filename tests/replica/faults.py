"""Misbehaviour on demand: which addresses go wrong, how, and how often.

A fault is written ``KIND``, ``KIND:ARGUMENT``, either with ``*N`` for "the first N requests only"::

    403 404 410 500 502 503   that status; 503:5 adds Retry-After: 5
    429:2, 429:date:2         refused with Retry-After as seconds or as a date until they are over, then fine
    slow:1.5                  the body drips out over so many seconds
    late:1.5                  nothing comes for so many seconds, then the answer
    hang                      nothing comes, the line stays open
    reset                     the line is cut without an answer
    truncated                 Content-Length promises twice what comes
    cut-gzip                  a gzip body that ends in the middle
    redirect-loop             302 to and fro between two forms of the address
    redirect:URL              302 to that address, on any host
    block                     200 with a CAPTCHA-like page
    binary                    bytes of a program called text/html
    empty                     200 and not one byte
    wrong-charset             the header names a charset that the bytes are not in
    huge:N, huge-chunked:N    N bytes, with a declared length or without
    bomb:N                    a small gzip that unpacks to N bytes
    blank                     all the chrome, no article
    redesign                  the article in a wholly different layout
    mutated:NAME              the article in its layout as tests/replica/mutations.py changes it
    endless                   a list whose next page always exists
    changed, changed:TEXT     one more paragraph in the article
    vanished                  the article's address answers 404 and no list, feed, sitemap or API names it
"""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from tests.replica.render import render
from tests.replica.replies import Reply, Request, http_date, redirect

STATUSES = ("403", "404", "410", "500", "502", "503")
WIRE = ("slow", "late", "hang", "truncated", "reset", "cut-gzip")  # done while sending, by the server
CONTENT = (
    "changed",
    "vanished",
    "redesign",
    "mutated",
    "blank",
    "endless",
)  # done by the generations, when they make the page
CHANGE = "ข้อความเพิ่มเติม: สำนักงาน ก.พ.ร. ได้ปรับปรุงรายละเอียดของข่าวนี้ภายหลังการเผยแพร่ครั้งแรก"


@dataclass(slots=True, eq=False)
class Fault:
    """One fault and what is left of it. ``windows`` are the 429 windows it opened, as monotonic (start, end)."""

    pattern: re.Pattern[str]
    kind: str
    argument: str = ""
    left: int | None = None
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    windows: list[tuple[float, float]] = field(default_factory=list)

    def seconds(self, default: float) -> float:
        """The argument as seconds."""
        return float(self.argument.removeprefix("date:") or default)

    def number(self, default: int) -> int:
        """The argument as a whole number."""
        return int(self.argument or default)


class Faults:
    """All faults of one replica; safe to change while it serves. Of several that match, the newest counts."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, pattern: str, fault: str, times: int | None = None) -> Fault:
        """Let every address in which *pattern* is found go wrong as *fault* says; raises ValueError on neither."""
        text, _, count = fault.partition("*")
        kind, _, argument = text.partition(":")
        if kind not in KINDS:
            raise ValueError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
        times = int(count) if count else times
        if times is not None and (times < 1 or kind in ("changed", "vanished")):
            raise ValueError(f"{fault!r} cannot happen {times} times")
        made = Fault(re.compile(pattern), kind, argument, times)
        if kind in ("slow", "late", "429"):
            made.seconds(1)
        elif kind in ("huge", "huge-chunked", "bomb"):
            made.number(1)
        with self._lock:
            self._faults.append(made)
        return made

    def remove(self, fault: Fault) -> None:
        """Take *fault* away again."""
        with self._lock:
            self._faults.remove(fault)

    def clear(self) -> None:
        """Take all faults away."""
        with self._lock:
            self._faults.clear()

    def windows(self) -> tuple[tuple[re.Pattern[str], float, float], ...]:
        """Every 429 window opened so far: whose addresses, and from when till when (time.monotonic)."""
        with self._lock:
            return tuple((f.pattern, *window) for f in self._faults for window in f.windows)

    def standing(self, kind: str, *urls: str) -> tuple[Fault, ...]:
        """The faults of *kind* on any of *urls*, oldest first; asking does not use them up."""
        with self._lock:
            return tuple(f for f in self._faults if f.kind == kind and any(map(f.pattern.search, urls)))

    def take(self, url: str) -> Fault | None:
        """The fault that this one request to *url* meets, used up by one."""
        with self._lock:
            for fault in reversed(self._faults):
                if fault.kind in ("changed", "vanished") or fault.left == 0 or not fault.pattern.search(url):
                    continue
                if fault.kind == "429" and not _window_open(fault):
                    continue
                if fault.left is not None:
                    fault.left -= 1
                return fault
        return None


def parse_option(text: str) -> tuple[str, str]:
    """``PATTERN=FAULT`` of the command line as its two parts: cut at the last ``=`` before the name of a fault."""
    parts = text.split("=")
    for cut in range(len(parts) - 1, 0, -1):
        if re.split(r"[:*]", parts[cut])[0] in KINDS:
            return "=".join(parts[:cut]), "=".join(parts[cut:])
    raise ValueError(f"{text!r} is not PATTERN=FAULT; the faults are {', '.join(KINDS)}")


def spoil(fault: Fault, request: Request, reply: Reply) -> Reply:
    """*reply* as *fault* leaves it; faults of the wire and of the content change nothing here."""
    if fault.kind in STATUSES:
        return _status(fault, request, reply)
    effect = _EFFECTS.get(fault.kind)
    return effect(fault, request, reply) if effect else reply


def _window_open(fault: Fault) -> bool:
    now = monotonic()
    if not fault.windows:
        wait = fault.seconds(1)
        if fault.argument.startswith("date:"):  # a date has whole seconds: the window ends when the date begins
            end = datetime.now(UTC) + timedelta(seconds=wait)
            whole = end.replace(microsecond=0) + timedelta(seconds=1)
            wait += (whole - end).total_seconds()
        fault.windows.append((now, now + wait))
    return now < fault.windows[0][1]


def _status(fault: Fault, request: Request, reply: Reply) -> Reply:
    retry = (("Retry-After", fault.argument),) if fault.argument else ()
    body = f"<html><head><title>{fault.kind}</title></head><body><h1>{fault.kind}</h1></body></html>"
    return Reply(status=int(fault.kind), headers=retry, body=body.encode())


def _too_many(fault: Fault, request: Request, reply: Reply) -> Reply:
    remaining = max(0.0, fault.windows[0][1] - monotonic())
    if fault.argument.startswith("date:"):
        value = http_date(datetime.now(UTC) + timedelta(seconds=remaining + 0.5))
    else:
        value = str(-int(-remaining // 1))  # rounded up: a client that waits this long is never early
    return Reply(
        status=429, headers=(("Retry-After", value),), body=b"<html><title>429</title>Too Many Requests</html>"
    )


def _redirect_loop(fault: Fault, request: Request, reply: Reply) -> Reply:
    mark = "&round=1" if "?" in request.url else "?round=1"
    away = request.url.removesuffix(mark) if request.url.endswith(mark) else request.url + mark
    return redirect(away, 302)


def _redirect(fault: Fault, request: Request, reply: Reply) -> Reply:
    return redirect(fault.argument or "http://elsewhere.example/", 302)


def _block(fault: Fault, request: Request, reply: Reply) -> Reply:
    return Reply(body=render("block.html", ray=f"{len(request.url):08x}").encode())


def _binary(fault: Fault, request: Request, reply: Reply) -> Reply:
    return Reply(body=b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 64)


def _empty(fault: Fault, request: Request, reply: Reply) -> Reply:
    return Reply()


def _wrong_charset(fault: Fault, request: Request, reply: Reply) -> Reply:
    try:
        text = reply.body.decode("utf-8")
        return replace(reply, content_type="text/html; charset=tis-620", body=text.encode())
    except UnicodeDecodeError:
        return replace(reply, content_type="text/html; charset=utf-8")


def _huge(fault: Fault, request: Request, reply: Reply) -> Reply:
    size = fault.number(50_000_000)
    head = b"<html><head><title>huge</title></head><body><p>"
    return Reply(body=head + b"A" * (size - len(head)), chunked=fault.kind == "huge-chunked")


def _bomb(fault: Fault, request: Request, reply: Reply) -> Reply:
    packed = gzip.compress(b" " * fault.number(200_000_000), compresslevel=1, mtime=0)
    return Reply(body=packed, headers=(("Content-Encoding", "gzip"),))


_EFFECTS: dict[str, Callable[[Fault, Request, Reply], Reply]] = {
    "429": _too_many,
    "redirect-loop": _redirect_loop,
    "redirect": _redirect,
    "block": _block,
    "binary": _binary,
    "empty": _empty,
    "wrong-charset": _wrong_charset,
    "huge": _huge,
    "huge-chunked": _huge,
    "bomb": _bomb,
}
KINDS = (*STATUSES, *_EFFECTS, *WIRE, *CONTENT)
