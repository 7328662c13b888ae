"""The heads of HTTP messages as the archive keeps them: byte for byte, where every reader can read them so.

A head with lines that are no headers, without CRLF or without its end would make readers of the archive take a part
of the head for the body, or the other way round. Only such a head is written anew from what can be read of it.
"""

from __future__ import annotations

import re

_HEADER_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n\x00]*)")
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] [1-5][0-9]{2}(?: [^\r\n\x00]*)?")
_REQUEST_LINE = re.compile(rb"[A-Z]{1,20} [^\s\x00]+ HTTP/1\.[01]")
_TRANSFER = re.compile(rb"^(transfer-encoding)(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)


def request_block(head: bytes) -> bytes:
    """The head of a request as a record's block."""
    return _kept(head, _REQUEST_LINE, b"GET / HTTP/1.1")


def response_block(head: bytes) -> bytes:
    r"""The head of a response whose transfer coding was taken off: its header is kept under another name.

    >>> response_block(b"HTTP/1.1 200 OK\r\nETag:W/1\r\nTransfer-Encoding: chunked\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nETag:W/1\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n'
    """
    return _TRANSFER.sub(rb"X-Archive-Orig-\1", _kept(head, _STATUS_LINE, b"HTTP/1.1 200"))


def head_of(first: bytes, headers: bytes) -> bytes:
    """A head from its first line and header lines, with what is no header left out."""
    lines = [first]
    for line in headers.split(b"\n"):
        bare = line.rstrip(b"\r")
        if found := _HEADER_LINE.fullmatch(bare):
            lines.append(found[1] + b": " + found[2])
        elif bare[:1] in (b" ", b"\t") and len(lines) > 1 and b"\0" not in bare and b"\r" not in bare:
            lines[-1] += b" " + bare.strip()  # a header folded into two lines (RFC 9112 section 5.2)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _kept(head: bytes, wanted: re.Pattern[bytes], otherwise: bytes) -> bytes:
    first, _, rest = head.partition(b"\n")
    first = first.rstrip(b"\r")
    if not wanted.fullmatch(first):
        return head_of(otherwise, rest)
    lines = head.split(b"\r\n")
    whole = lines[-2:] == [b"", b""] and all(_HEADER_LINE.fullmatch(line) for line in lines[1:-2])
    return head if whole else head_of(first, rest)
