"""What the site once sent, made again from what the Wayback Machine (or pywb) gives out for it.

The bytes are the site's, but the headers around them are the archive's: those of the site come under names that begin
with ``X-Archive-Orig-``. Whether the content coding is still on is told by no header reliably, so it is tried: the
digest in the index decides, and without one a coding is believed only where the bytes can be unpacked by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.codings import CodingError, remove_codings
from corpus.digests import payload_digest

PREFIX = "x-archive-orig-"
_OF_THE_ARCHIVE = (
    *("connection", "keep-alive", "transfer-encoding", "link", "memento-datetime", "content-location", "vary"),
    *("preference-applied", "content-security-policy", "content-length", "content-encoding", "server-timing"),
    *("accept-ranges", "age", "cache-control", "permissions-policy", "referrer-policy"),
)
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The site's header lines and payload; ``digest`` is that of the payload, ``matches`` whether it is the index's."""

    headers: bytes
    payload: bytes
    digest: str
    matches: bool


def rebuild(given: Pairs, payload: bytes, told: str, limit: int, *, plain: bool = False) -> Rebuilt:
    """The site's answer from the archive's headers *given* and its *payload*; *told* is the digest in the index.

    With *plain* the archive passes on headers of the site under their own names too (pywb does).
    """
    lower = [(name.lower(), value) for name, value in given]
    now = _joined(lower, "content-encoding")
    then = _joined(lower, f"{PREFIX}content-encoding")
    body = _unpacked(payload, now, limit)
    choices = [payload] if body is None else [payload, body]
    digests = [payload_digest(choice) for choice in choices]
    place = digests.index(told) if told in digests else len(choices) - 1
    kept = choices[place]
    coding = next((c for c in (then, now) if c and _unpacked(kept, c, limit) is not None), "")
    lines = list(_site_headers(lower, plain=plain))
    if coding:
        lines.append(("content-encoding", coding))
    elif then:
        lines.append((f"{PREFIX}content-encoding", then))
    lines.append(("content-length", str(len(kept))))
    text = "".join(f"{name.title()}: {value}\r\n" for name, value in lines)
    return Rebuilt(text.encode("latin-1", "replace"), kept, digests[place], digests[place] == told)


def _site_headers(lower: Pairs, *, plain: bool) -> list[tuple[str, str]]:
    left_out = {"content-encoding", "content-length", "connection", "keep-alive"}
    found = [(name.removeprefix(PREFIX), value) for name, value in lower if name.startswith(PREFIX)]
    lines = [(name, value) for name, value in found if name not in left_out]
    names = {name for name, _ in lines}
    for name, value in lower:
        own = name in _OF_THE_ARCHIVE or name.startswith("x-archive-") or name in names
        if (plain and not own) or (name == "content-type" and name not in names):
            lines.append((name, value))
    return lines


def _joined(lower: Pairs, wanted: str) -> str:
    return ", ".join(value for name, value in lower if name == wanted and value.strip().lower() != "identity")


def _unpacked(payload: bytes, codings: str, limit: int) -> bytes | None:
    """*payload* without *codings*; None where there are none or it is not packed so."""
    if not codings:
        return None
    try:
        return remove_codings(payload, codings, limit)
    except CodingError:
        return None
