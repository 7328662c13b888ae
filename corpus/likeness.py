"""Whether two pages of different generations of a site are the same article: pure, from what was understood of them.

A site that changes its program gives its old news new addresses and new ids, so only the content can tell. It tells
sure enough where titles, bodies, numbers, dates and names agree; templates and series (``ครั้งที่ 2/2565``, the weekly
report under one title) agree in almost everything, so whatever contradicts decides against. In doubt two pages stay
two articles: a reader can see that two are one, but not that one is two.

>>> sorted(marks("ผลการประชุม ก.พ.ร. ครั้งที่ ๒/๒๕๖๕ (ฉบับที่ 3) รุ่นที่สอง"))
['ครั้งที่ 2/2565', 'ฉบับที่ 3', 'รุ่นที่ 2']
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from zlib import crc32

from corpus.records import Article
from corpus.urls import Place
from corpus.versions import folded

# The limits were set by reading pairs of 20,000 real pages, where series and reposted news abound (architecture.md).
SHINGLE = 12  # characters: about two Thai words, so that a changed word changes two dozen of a page's 3,000
SKETCH = 256  # smallest hashes kept of a body: similarities of 0.9 are told to within 0.02
READ = 60_000  # characters of a body that are looked at
NUMBERS = 1000  # numbers of a body that are kept, in their order
SHORTEST = 100  # different shingles below which a body says too little to be known by it
ALIKE = 0.95  # share of the smaller body that stands in the other, of the same article
LEAST = 0.60  # the smaller body in parts of the larger: an excerpt is not the article
APART = timedelta(days=45)  # between the days of one article whose event is not known
PARTED = 0.50  # share below which a page has become another one
TITLE_ALIKE = 0.92  # share of common three-letter pieces of two titles that are one, retyped
CUT_TITLE = 15  # letters from which a title may be the beginning of the other
NEIGHBOURHOOD = 32  # pages that hang together beyond which nothing can be told

_FACTORS = [pow(0x01000193, power, 2**32) for power in range(SHINGLE)]
_DIGITS = re.compile(r"[0-9]+")
_COUNTED = {"แรก": 1, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10}
_MARK = re.compile(
    r"(ครั้ง|ฉบับ|รุ่น|ปี|ชุด|รอบ|ระยะ|ตอน|เล่ม|งวด|ไตรมาส|ภาค|สัปดาห์|วาระ|no|vol|issue|episode|ep|part|phase|round)"
    r"[.]? ?(?:ที่)? ?(?:([0-9]{1,6})(?: ?/ ?([0-9]{2,4}))?|(" + "|".join(_COUNTED) + r"))"
)
_OF_A_YEAR = re.compile(r"(?<![0-9/])([0-9]{1,3}) ?/ ?(25[0-9]{2}|20[0-9]{2})(?![0-9/])")


@dataclass(frozen=True, slots=True)
class Kin:
    """Where an id belongs: pages of one ``family`` may be the same article, unless they share an id ``space``."""

    family: str
    space: str


def kin_of(place: Place | None) -> Kin | None:
    """Where the id of *place* belongs; None where it can only be its own article."""
    return Kin(place.family, place.space) if place and place.family else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What is compared of one version of a page.

    ``title`` is folded, letters and digits only; ``text`` is a digest of title and body as a reader sees them;
    ``numbers`` are all digit runs of the body in order, ``days`` the dates it names in full; ``names`` are people and
    provinces (hashed); ``sketch`` holds the smallest hashes of the body's ``size`` different shingles, ascending.
    """

    lang: str
    title: str
    text: str
    marks: frozenset[str]
    counted: tuple[int, ...]
    numbers: tuple[int, ...]
    days: frozenset[tuple[str, str]]
    names: frozenset[int]
    event: tuple[str, str] | None
    dated: str
    size: int
    sketch: tuple[int, ...]

    @property
    def near(self) -> int:
        """The smallest hash: bodies share it as often as they share text; -1 where the body is too short."""
        return self.sketch[0] if self.size >= SHORTEST else -1

    def pack(self) -> bytes:
        """The likeness as bytes, for :func:`unpacked`; about one and a half kilobytes."""
        series, days = sorted(self.marks), sorted(self.days)
        head = [self.lang, self.title, self.text, series, self.counted, days, self.event, self.dated, self.size]
        data = json.dumps(head, ensure_ascii=False).encode("utf-8", "replace")
        lists = (self.numbers, sorted(self.names), self.sketch)
        counts = struct.pack("<4I", len(data), *map(len, lists))
        return counts + data + b"".join(struct.pack(f"<{len(values)}I", *values) for values in lists)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two pages are the same article, and what decided it."""

    same: bool
    why: str


def likeness(article: Article, body: str | None = None) -> Likeness:
    """What identifies the content of *article*; the same text always gives the same likeness.

    *body* is taken for its body, :func:`corpus.versions.folded`, where it is given.
    """
    title, body = folded(article.title), (folded(article.body) if body is None else body)[:READ]
    days = (d for d in article.dates if d.where in ("title", "body") and not d.inferred)
    names = chain(article.provinces, (person.id for person in article.people))
    size, sketch = _sketch(body.replace(" ", ""))
    event = article.event
    return Likeness(
        lang=article.lang,
        title=_letters(title),
        text=hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()[:16],
        marks=_marks(title),
        counted=_numbers(title),
        numbers=_numbers(body),
        days=frozenset((d.start.isoformat(), d.end.isoformat()) for d in days),
        names=frozenset(crc32(name.encode("utf-8", "replace")) for name in names),
        event=_days(event.start, event.end) if event else None,
        dated=article.dated.isoformat() if article.dated else "",
        size=size,
        sketch=sketch,
    )


def unpacked(data: bytes) -> Likeness:
    """The likeness that :meth:`Likeness.pack` wrote; raises ValueError for bytes that are none."""
    try:
        length, *counts = struct.unpack_from("<4I", data)
        lang, title, text, series, counted, days, event, dated, size = json.loads(data[16 : 16 + length])
        numbers, names, sketch = _lists(data, 16 + length, counts)
    except (struct.error, UnicodeDecodeError) as e:
        raise ValueError(f"not a likeness: {e}") from e
    return Likeness(
        lang=lang,
        title=title,
        text=text,
        marks=frozenset(series),
        counted=tuple(counted),
        numbers=numbers,
        days=frozenset((start, end) for start, end in days),
        names=frozenset(names),
        event=(event[0], event[1]) if event else None,
        dated=dated,
        size=size,
        sketch=sketch,
    )


def same(a: Likeness, b: Likeness) -> Verdict:
    """Whether two pages hold the same article; symmetric. Everything that can be compared must agree.

    The order of the questions is that of their cost; ``why`` names the first that was answered with no.
    """
    for no in (_strangers(a, b), other_series(a, b), other_title(a, b), other_time(a, b), other_details(a, b)):
        if no:
            return Verdict(False, no)
    held = shared(a, b)
    if held < ALIKE:
        return Verdict(False, f"the bodies share {held:.0%}")
    small, large = sorted((a.size, b.size))
    if small < LEAST * large:
        return Verdict(False, f"one body is {small / large:.0%} of the other")
    dated = "event date" if a.event and b.event else "no contrary date"
    return Verdict(True, f"title, {dated} and {held:.0%} of the body")


def parted(a: Likeness, b: Likeness) -> bool:
    """Whether two pages that were once the same article tell of different things now; symmetric.

    Mild on purpose: a corrected date or an added paragraph on one of them is an edit of the article.
    """
    return a.lang != b.lang or bool(other_series(a, b)) or shared(a, b) < PARTED


def shared(a: Likeness, b: Likeness) -> float:
    """The share of the smaller body that stands in the larger one too, from 0 to 1, as the sketches tell it."""
    alike = resemblance(a, b)
    return min(1.0, alike / (1 + alike) * (a.size + b.size) / min(a.size, b.size)) if alike else 0.0


def resemblance(a: Likeness, b: Likeness) -> float:
    """The share of all runs of both bodies that stand in both, from 0 to 1, as the sketches tell it.

    Broder, "On the resemblance and containment of documents" (1997): of the smallest hashes of the union, how many
    both sketches have.
    """
    one, two = frozenset(a.sketch), frozenset(b.sketch)
    both = one & two
    if not both:
        return 0.0
    smallest = sorted(one | two)[:SKETCH]
    return sum(1 for h in smallest if h in both) / len(smallest)


def marks(text: str) -> frozenset[str]:
    """The numbers that tell the parts of a series apart: ``ครั้งที่ 4/2560``, ``ฉบับที่ 2``, ``No. 3``, ``4/2560``."""
    return _marks(folded(text))


def _marks(text: str) -> frozenset[str]:
    found = set()
    for word, number, year, spelt in _MARK.findall(text):
        n = str(_COUNTED[spelt]) if spelt else str(int(number))
        found.add(f"{word}{'ที่' if word > 'z' else ''} {n}" + (f"/{year}" if year else ""))
    for number, year in _OF_A_YEAR.findall(text):
        if not any(mark.endswith(f" {int(number)}/{year}") for mark in found):
            found.add(f"{int(number)}/{year}")
    return frozenset(found)


def groups(spaces: dict[str, str], pairs: Collection[tuple[str, str]]) -> dict[str, str]:
    """Which pages are one article: every page with the id that stands for it, which may be its own.

    *spaces* names the id space of each page, *pairs* the pages found to be the same. A page like two of one id space
    belongs to neither; pages that still hang together although two share an id space are left apart. The id that
    sorts first stands for the rest, so the outcome depends on nothing but the pages.
    """
    if len(spaces) > NEIGHBOURHOOD:
        return {page: page for page in spaces}
    links = {frozenset(pair) for pair in pairs if len(set(pair)) == 2}
    sure = {link for link in links if not any(_ambiguous(page, link, links, spaces) for page in link)}
    found: dict[str, str] = {}
    for page in sorted(spaces):
        if page not in found:
            together = _reach(page, sure)
            alone = len({spaces[p] for p in together}) < len(together)
            found.update({p: p if alone else page for p in together})
    return found


def _ambiguous(page: str, link: frozenset[str], links: Iterable[frozenset[str]], spaces: dict[str, str]) -> bool:
    (other,) = link - {page}
    return any(page in x and x != link and spaces[next(iter(x - {page}))] == spaces[other] for x in links)


def _reach(page: str, links: Collection[frozenset[str]]) -> set[str]:
    together = {page}
    while more := {p for link in links if link & together for p in link} - together:
        together |= more
    return together


# --- the questions -------------------------------------------------------------------------------------------------


def _strangers(a: Likeness, b: Likeness) -> str:
    if a.lang != b.lang:
        return "another language"
    return "too short to tell" if min(a.size, b.size) < SHORTEST else ""


def other_series(a: Likeness, b: Likeness) -> str:
    """What tells the parts of a series apart, or ``""``.

    Numbers of a series must be the same, also where a title may only have lost its own.
    """
    return "another number of the series" if a.marks != b.marks and a.title and b.title else ""


def other_title(a: Likeness, b: Likeness) -> str:
    """What tells the titles apart, or ``""``: one may be missing, retyped or cut short."""
    if a.title == b.title or not a.title or not b.title:
        return ""
    if a.counted != b.counted:
        return "other numbers in the title"
    one, two = _pieces(a.title), _pieces(b.title)
    alike = len(one & two) >= TITLE_ALIKE * len(one | two)
    return "" if alike or _begins(a.title, b.title) else "another title"


def other_time(a: Likeness, b: Likeness) -> str:
    """What puts the pages at different times, or ``""``."""
    if a.event and b.event and a.event != b.event:
        return "another event date"
    if not (a.event and b.event) and a.dated and b.dated and _between(a.dated, b.dated) > APART:
        return "dated at another time"
    return ""


def other_details(a: Likeness, b: Likeness) -> str:
    """What a template changes from one page to the next: one may say more than the other, not something else."""
    if a.days - b.days and b.days - a.days:
        return "other dates in the body"
    if not runs_through(*sorted((a.numbers, b.numbers), key=len)):
        return "other numbers in the body"
    if a.names - b.names and b.names - a.names:
        return "other people or provinces"
    return ""


def _between(one: str, two: str) -> timedelta:
    return abs(date.fromisoformat(one) - date.fromisoformat(two))


def _begins(a: str, b: str) -> bool:
    small, large = sorted((a, b), key=len)
    return len(small) >= CUT_TITLE and large.startswith(small)


def runs_through(few: Sequence[int], many: Sequence[int]) -> bool:
    """Whether *few* stand in *many* in their order."""
    left = iter(many)
    return all(number in left for number in few)


# --- the parts of a likeness ----------------------------------------------------------------------------------------


def _sketch(text: str) -> tuple[int, tuple[int, ...]]:
    """How many different runs of SHINGLE characters there are, and the smallest of their hashes (32 bits each)."""
    import numpy as np  # here, because commands that only read would wait for it in vain

    if len(text) < SHINGLE:
        return 0, ()
    one = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    two = one[:-1] + one[1:] * np.uint32(_FACTORS[1])  # one polynomial a place, modulo 2**32, of 2, 4 and 12 characters
    four = two[:-2] + two[2:] * np.uint32(_FACTORS[2])
    hashed = four[:-8] + four[4:-4] * np.uint32(_FACTORS[4])
    hashed += four[8:] * np.uint32(_FACTORS[8])
    hashed ^= hashed >> 15  # low bits alone decide nothing: mixed, as murmur3 ends
    hashed *= np.uint32(0x2C1B3C6D)
    hashed ^= hashed >> 12
    hashed *= np.uint32(0x297A2D39)
    hashed ^= hashed >> 15
    hashed.sort()  # np.unique takes twenty times as long for the same
    first = np.empty(len(hashed), dtype=bool)
    first[0] = True
    np.not_equal(hashed[1:], hashed[:-1], out=first[1:])
    different = hashed[first]
    return len(different), tuple(different[:SKETCH].tolist())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(run[-9:]) for run in _DIGITS.findall(text)[:NUMBERS])


def _letters(text: str) -> str:
    """Letters, marks and digits of a folded title: what a change of punctuation or blanks leaves."""
    return "".join(filter(_is_letter, text))


@lru_cache(maxsize=4096)
def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _pieces(title: str) -> set[str]:
    return {title[at : at + 3] for at in range(max(1, len(title) - 2))}


def _days(start: date | None, end: date | None) -> tuple[str, str] | None:
    return (start.isoformat(), (end or start).isoformat()) if start else None


def _lists(data: bytes, at: int, counts: Iterable[int]) -> Iterable[tuple[int, ...]]:
    for count in counts:
        yield struct.unpack_from(f"<{count}I", data, at)
        at += 4 * count
