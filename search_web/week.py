"""What changed this week, for the start page: counts, and a few articles of each kind with what to see of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from corpus.records import Article
from search_web.filters import BANGKOK, show_day
from search_web.text import Lang, say

if TYPE_CHECKING:
    from corpus.store_lately import Edited, Lately  # which loads the catalogue's code, and no search needs it

EXAMPLES = 3  # articles of each kind on the start page


@dataclass(frozen=True, slots=True)
class Item:
    """One article; ``compare`` leads to what changed in it, where that can be shown."""

    article: Article
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """One kind of change (``new``, ``changed`` or ``gone``): how many articles, and some of them."""

    kind: str
    label: str
    count: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """The block of the start page, with the kinds of change that there were."""

    heading: str
    movements: tuple[Movement, ...]


def week_view(lately: Lately, lang: Lang) -> WeekView | None:
    """The block for what happened *lately*; None where nothing did. Needs a request, for its links."""
    kinds = (
        ("new", "week_new", lately.new, map(Item, lately.arrived)),
        ("changed", "week_changed", lately.changed, (Item(one.article, _compare(one)) for one in lately.edited)),
        ("gone", "week_gone", lately.gone, map(Item, lately.vanished)),
    )
    movements = tuple(_movement(kind, say(lang, key), n, items) for kind, key, n, items in kinds if n)
    if not movements:
        return None
    if lately.run is None:
        return WeekView(say(lang, "week"), movements)
    day = show_day(lately.until.astimezone(BANGKOK).date(), lang)
    return WeekView(say(lang, "week_run", day=day), movements)


def _movement(kind: str, label: str, n: int, items: Iterable[Item]) -> Movement:
    return Movement(kind, label, n, tuple(items))


def _compare(edited: Edited) -> str | None:
    """The page that shows the difference between the version before and the one of now."""
    article, before = edited.article, edited.before
    if before is None or before == article.version:
        return None
    values: dict[str, Any] = {"article_id": article.id, "from": before, "to": article.version}
    return url_for("pages.difference", **values)
