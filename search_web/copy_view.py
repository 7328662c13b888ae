"""What the page around an archived copy says of it, and how its digest is checked."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.digests import payload_digest
from corpus.records import Article, Capture, Version
from search_web.filters import web_address
from search_web.text import Lang, say

MOST_VERSIONS = 200  # that the page offers; the history has all


@dataclass(frozen=True, slots=True)
class CopyView:
    """Everything on the page of an archived copy; ``name`` is that of its download.

    ``as_sent`` says that the bytes shown are those that the digest was made of: not where the server had compressed
    them. ``commands`` print the digest, then the SHA-256, of what ``/raw`` gives.
    """

    article: Article
    title: str
    captured: datetime
    digest: str
    sha256: str
    as_sent: bool
    original: str | None
    media_type: str
    size: str
    shown: bool
    name: str
    versions: tuple[Version, ...]
    commands: tuple[str, ...]


def copy_view(
    article: Article,
    capture: Capture,
    versions: Sequence[Version],
    lang: Lang,
    *,
    shown: bool,
    name: str,
    address: str,
) -> CopyView:
    """The page around *capture*, that of one version of *article*; *address* is where its bytes are served."""
    fetch = f"curl -s {shlex.quote(address)}"
    as_sent = payload_digest(capture.body) == capture.digest
    digest_command = f"{fetch} | openssl sha1 -binary | base32"
    return CopyView(
        article=article,
        title=article.title or say(lang, "untitled"),
        captured=capture.captured,
        digest=capture.digest,
        sha256=hashlib.sha256(capture.body).hexdigest(),
        as_sent=as_sent,
        original=web_address(capture.url),
        media_type=capture.media_type,
        size=show_size(len(capture.body), lang),
        shown=shown,
        name=name,
        versions=tuple(sorted(versions, key=lambda v: v.version, reverse=True))[:MOST_VERSIONS],
        commands=(*((digest_command,) if as_sent else ()), f"{fetch} | sha256sum"),
    )


def show_size(size: int, lang: Lang) -> str:
    """A number of bytes: ``812 ไบต์``, ``48.2 กิโลไบต์``, ``3.4 เมกะไบต์``; a kilobyte has 1,000 bytes."""
    if size < 1000:
        return say(lang, "size_bytes", n=f"{size:,}")
    if size < 1_000_000:
        return say(lang, "size_kilobytes", n=f"{size / 1000:.1f}")
    return say(lang, "size_megabytes", n=f"{size / 1_000_000:,.1f}")
