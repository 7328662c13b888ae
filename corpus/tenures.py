"""A post of a person with all pages that tell of it: how long, how often, and how sure it is that it is one of theirs.

Nothing is concluded between two pages: a tenure is the pages that name somebody so, with their days. Pages misspell and
leave out words, and a position is at times read with words that do not belong to it, so each tenure of a person is held
against those that many more pages tell of (:func:`sifted`); none is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from corpus.extract.lexicon import registry as words_of
from corpus.posts import Manner, Post

ALIKE, MUCH_MORE, OFTEN = 0.85, 5, 20  # letters that misspelt names share; how many more pages; names looked at
# A post stands among the first where it has one page for so many of the post that most pages tell of. Set on the posts
# of 30 people of 20,000 pages: without them some 16 of 105 were wrong or said twice, with them 3 of 86.
RARE = 300
DOUBTFUL = 50  # the same, and two pages, where its body is none of the registry, or it has none and needs one
SURE = 10  # pages of the post that most tell of, from which on the others are judged at all
# Where nobody's post has SURE pages and the name stands so often for each page of it, the words before the name were
# misread: of 700 names of 20,000 pages that is one, a princess who gave prizes to the permanent secretary.
LONE = 100
MOST_SHOWN = 12

Page = tuple[date | None, str]  # the day that it is true of, and the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A post as pages give it to one person. ``pages`` are oldest first, those without a day last.

    ``role``, ``body``, ``body_name`` and ``manner`` as in :class:`corpus.posts.Post`; ``like`` is the name of the body,
    or of the person, that much more pages give in the same post, where this one may be the same misspelt.
    """

    person_id: str
    name: str
    role: str
    body: str = ""
    body_name: str = ""
    manner: Manner = ""
    pages: tuple[Page, ...]
    like: str = ""

    @property
    def post(self) -> Post:
        """The post itself."""
        return Post(role=self.role, body=self.body, body_name=self.body_name, manner=self.manner)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the pages that have one, oldest first."""
        return tuple(day for day, _ in self.pages if day is not None)

    @property
    def is_doubtful(self) -> bool:
        """Whether its words may be read wrongly: an unlisted body, none where one is needed, or a relation."""
        unlisted = self.body.startswith("a-")
        return unlisted or self.post.of_any_body or self.role in _relations() or self.role == "รัฐมนตรี"


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """First and last day of each run of months that hold one of *days*, which are in order.

    >>> runs([date(2008, 4, 2), date(2008, 5, 30), date(2009, 1, 1)])
    ((datetime.date(2008, 4, 2), datetime.date(2008, 5, 30)), (datetime.date(2009, 1, 1), datetime.date(2009, 1, 1)))
    """
    found: list[tuple[date, date]] = []
    for day in days:
        if found and _month(day) - _month(found[-1][1]) <= 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def spread(pages: Sequence[Page], most: int) -> tuple[Page, ...]:
    """At most *most* (two and more) of *pages*, evenly spread, the first and the last among them."""
    if len(pages) <= most:
        return tuple(pages)
    return tuple(pages[round(n * (len(pages) - 1) / (most - 1))] for n in range(most))


def sifted(tenures: Sequence[Tenure], named: int = 0) -> tuple[tuple[Tenure, ...], tuple[Tenure, ...]]:
    """The posts of one person that stand fast, by their first day, and the others, most pages first.

    *named* is how often pages name the person, with a post or without.
    """
    ordered = sorted(tenures, key=lambda t: -len(t.pages))
    told = [_with_like_body(tenure, ordered[:OFTEN]) for tenure in ordered]
    most = len(ordered[0].pages) if ordered else 0
    whole = {tenure.role for tenure in told if tenure.body}
    fast = [t for t in told if not t.like and not (t.post.of_any_body and t.role in whole) and _stands(t, most)]
    fast = [] if most < SURE and named >= LONE * max(most, 1) else fast[:MOST_SHOWN]
    kept = {id(tenure) for tenure in fast}
    fast.sort(key=lambda t: (not t.days, t.days[:1], -len(t.pages)))
    return tuple(fast), tuple(tenure for tenure in told if id(tenure) not in kept)


def told_misspelt(tenures: Sequence[Tenure]) -> tuple[Tenure, ...]:
    """The holders of one post, each that few pages name held against those that many name."""
    often = sorted(tenures, key=lambda t: -len(t.pages))[:OFTEN]
    names = [(tenure.name, len(tenure.pages)) for tenure in often]
    return tuple(replace(t, like=like_one(t.name, len(t.pages), names)) for t in tenures)


def like_one(name: str, pages: int, often: Iterable[tuple[str, int]]) -> str:
    """The first of *often* (name and pages) with much more pages that *name* may be misspelt from; or ``""``.

    >>> like_one("โอภาส การ์ยกวินพงศ์", 1, [("โอภาส การย์กวินพงศ์", 79)])
    'โอภาส การย์กวินพงศ์'
    """
    for other, many in often:
        if other != name and many >= MUCH_MORE * pages:
            matcher = SequenceMatcher(None, name, other, autojunk=False)
            if matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                return other
    return ""


def _with_like_body(tenure: Tenure, often: Sequence[Tenure]) -> Tenure:
    if not tenure.body.startswith("a-"):
        return tenure
    same = ((o.body_name, len(o.pages)) for o in often if o.role == tenure.role and o.manner == tenure.manner)
    return replace(tenure, like=like_one(tenure.body_name, len(tenure.pages), same))


def _stands(tenure: Tenure, most: int) -> bool:
    if most < SURE:
        return True
    if tenure.is_doubtful:
        return len(tenure.pages) > 1 and len(tenure.pages) * DOUBTFUL >= most
    return len(tenure.pages) * RARE >= most


@cache
def _relations() -> frozenset[str]:
    """Words that stand behind และ for whoever comes along: ภริยา (wife)."""
    return frozenset(words_of("titles")["posts"]["servants"])


def _month(day: date) -> int:
    return day.year * 12 + day.month


def by_role(tenures: Sequence[Tenure]) -> tuple[tuple[str, tuple[Tenure, ...]], ...]:
    """The posts at one body by their roles: ministers, heads of office, the rest by their pages, deputies and others.

    In each role the holders are in the order of their first days; those who only were or will be one are left out.
    """
    together: dict[str, list[Tenure]] = {}
    for tenure in tenures:
        if tenure.manner in ("", "acting"):
            together.setdefault(tenure.role, []).append(tenure)
    pages = {role: sum(len(tenure.pages) for tenure in held) for role, held in together.items()}
    most = max(pages.values(), default=0)
    ordered = sorted(together.items(), key=lambda item: _place(item[0], pages[item[0]], most))
    return tuple((role, tuple(sorted(held, key=lambda t: (not t.days, t.days[:1])))) for role, held in ordered)


def _place(role: str, pages: int, most: int) -> tuple[bool, int, int, str]:
    """What the *role* of so many *pages* is sorted by, where the role of most has *most*."""
    rules = words_of("titles")["posts"]
    least = role.startswith((*rules["ranks"], *rules["servants"])) or role == "รัฐมนตรี" or pages * RARE < most
    kind = next((n for n, key in enumerate(("principals", "officials")) if role in rules[key]), 2)
    return least, kind, -pages, role
