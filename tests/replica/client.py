"""A small client for tests of the replica: one request as a proxy client makes it, and what a page links and says."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from tests.replica.addresses import MAIN
from tests.replica.articles import ReplicaArticle
from tests.replica.g3 import REDIRECTED
from tests.replica.server import Replica
from tests.replica.world import Page

FRONT = f"http://{MAIN}/"


@dataclass(frozen=True)
class Answer:
    """One answer; ``headers`` have lower-case names."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def encoding(self) -> str:
        """What the bytes are, whatever the header says: UTF-8 if they can be, else windows-874."""
        try:
            self.body.decode("utf-8")
        except UnicodeDecodeError:
            return "cp874"
        return "utf-8"

    @property
    def text(self) -> str:
        """The body as what its bytes are."""
        return self.body.decode(self.encoding)

    @property
    def said(self) -> str:
        """The text of the page without its tags."""
        return plain(BeautifulSoup(self.text, "lxml").get_text())


def get(replica: Replica, url: str, method: str = "GET", **headers: str) -> Answer:
    """One request on a connection of its own; header names are written with ``_``."""
    with closing(http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)) as connection:
        connection.request(method, url, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


def links(url: str, answer: Answer) -> Iterator[str]:
    """The whole addresses that a page links."""
    for anchor in BeautifulSoup(answer.text, "lxml").find_all("a", href=True):
        yield urljoin(url, str(anchor["href"])).partition("#")[0]


def plain(text: str) -> str:
    """*text* with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text)


def page_in(replica: Replica, gen: str) -> Page:
    """A page of that generation whose every address answers at once."""
    return next(p for p in replica.world.pages(gen) if gen != "g3" or p.home.id % 5 != REDIRECTED)


def url_in(replica: Replica, gen: str) -> str:
    """The linked address of :func:`page_in`."""
    return page_in(replica, gen).url


def article_at(replica: Replica, url: str) -> ReplicaArticle:
    """The article that lists link under *url*."""
    return dict(replica.truth())[url]
