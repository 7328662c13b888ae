"""Payload digests as web archives write them."""

from __future__ import annotations

import base64
import hashlib


def payload_digest(payload: bytes) -> str:
    """The WARC payload digest of *payload*: ``sha1:`` and 32 base32 characters.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
