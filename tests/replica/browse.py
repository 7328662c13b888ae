"""For a person with a browser: an index of hosts at ``/``, every host under ``/_host/<host>/``, links kept inside."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.replica.addresses import HOSTS
from tests.replica.render import render
from tests.replica.replies import Reply
from tests.replica.world import World

PREFIX = "/_host/"
_LINK = re.compile(rb"""((?:href|src|action)\s*=\s*["'])(?:https?://([a-z0-9.-]+))?(/(?!/)[^"']*)?(?=["'])""")


def index(world: World) -> Reply:
    """The index of hosts."""
    places = len(world.pages())
    return Reply(body=render("hosts.html", hosts=HOSTS, count=len(world.articles), places=places).encode())


def original(target: str) -> str | None:
    """The address that a path under ``/_host/`` stands for: ``/_host/po.opdc.go.th/news`` is http://po.opdc.go.th/news."""
    if not target.startswith(PREFIX):
        return None
    host, _, rest = target.removeprefix(PREFIX).partition("/")
    return f"http://{host}/{rest}"


def inside(reply: Reply, host: str) -> Reply:
    """*reply* of *host* with every link to a host of the replica kept under ``/_host/``, as bytes a browser reads."""
    headers = tuple((n, _moved(v, host) if n == "Location" else v) for n, v in reply.headers)
    body = reply.body
    if reply.content_type.startswith("text/html"):
        body = _LINK.sub(lambda m: _link(m, host), _readable(body))
        reply = replace(reply, content_type="text/html; charset=utf-8")  # the header counts more than a meta element
    return replace(reply, body=body, headers=headers, etag="", modified=None)


def _readable(body: bytes) -> bytes:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp874", "replace").encode()
    return body


def _link(match: re.Match[bytes], host: str) -> bytes:
    to, path = match[2], match[3]
    if to is None and path is None:
        return match[0]
    name = to.decode() if to else host
    return match[1] + PREFIX.encode() + name.encode() + (path or b"/") if name in HOSTS else match[0]


def _moved(location: str, host: str) -> str:
    moved = re.sub(r"^https?://([a-z0-9.-]+)", lambda m: PREFIX + m[1] if m[1] in HOSTS else m[0], location)
    return f"{PREFIX}{host}{location}" if location.startswith("/") else moved
