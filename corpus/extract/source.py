"""A page's HTML looked through as text, before anything parses it: each look is one pass, whatever stands there.

The pages that are looked at so come from servers that nobody vouches for, and the look happens while others wait. So
no mark runs over the next ``<``: looking for one from each place then costs as much as reading the page once.
"""

from __future__ import annotations

import re

TITLE = re.compile(r"<title[^<>]*>([^<]{0,200})", re.I)
TAG = re.compile(r"<[^<>]*>")
HIDDEN = re.compile(r"<(/?)(script|style|svg)\b[^<>]*>", re.I)  # the ends of what shows no text
# A page of nothing but a script that sets a mark and asks again. Each pattern names what comes "first", what "then",
# and what may not stand between.
COOKIE_FIRST = re.compile(
    r"(?P<first>document\.cookie)|(?P<then>location\.(?:reload|href|replace)|window\.location|\.submit\(\))|<", re.I
)
LEAVES = re.compile(
    r"(?P<first>location\.(?:reload|replace)|location\.href ?=|window\.location ?=)|(?P<then></script>)|<", re.I
)
REFRESH = re.compile(r"<meta[^<>]{0,40}http-equiv=.?refresh[^<>]{0,40}content=.?[0-9]\b", re.I)


def page_title(html: str) -> str:
    """What stands in the page's title, at most 200 characters; an empty string where it has none."""
    found = TITLE.search(html)
    return found[1].strip() if found else ""


def shown(html: str) -> str:
    """The text between the tags, in one line; scripts, styles and drawings that are closed are left out."""
    last: dict[str, int] = {}  # where each kind is closed for the last time
    for end in HIDDEN.finditer(html):
        if end[1]:
            last[end[2].lower()] = end.start()
    parts: list[str] = []
    begun, inside = 0, ""
    for end in HIDDEN.finditer(html):
        kind = end[2].lower()
        if not inside and not end[1] and last.get(kind, -1) > end.start():
            parts.append(html[begun : end.start()])
            inside = kind
        elif inside == kind and end[1]:
            begun, inside = end.end(), ""
    parts.append(html[begun:])
    return " ".join(TAG.sub(" ", " ".join(parts)).split())


def asks_again(html: str) -> bool:
    """Whether a script sets a cookie and loads the page anew, or the page sends its visitor on at once."""
    return _follows(COOKIE_FIRST, html, 4_000) or _follows(LEAVES, html, 400) or bool(REFRESH.search(html))


def _follows(steps: re.Pattern[str], text: str, most: int) -> bool:
    """Whether "then" comes at most *most* characters behind "first", with no ``<`` between."""
    at: int | None = None
    for step in steps.finditer(text):
        if step["then"] and at is not None and step.start() - at <= most:
            return True
        if step["first"]:
            at = step.end()
        elif not step["then"] or step["then"].startswith("<"):
            at = None
    return False
