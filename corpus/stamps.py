"""Publication stamps that many articles share: a site that moved to another program stamps its old news with that day.

One stamp says nothing of that: news is often stamped days after its event, and some are put up late. What gives a move
away is the catalogue: many articles of one site and layout bear the stamp of one day, and most of them tell of days
long before it, and of different ones. Days are compared and not seconds, because a move of thousands of pages takes
hours. Which stamps are those of a move follows from the articles alone, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from corpus.extract.metadata import event_day, named_day
from corpus.records import TOLD, Article, PublishedFrom
from corpus.warnings import say

LEAST = 5  # articles with a day of their own under one stamp: fewer are an editor who caught up
LATE = timedelta(days=31)  # a stamp later than that after the event is not the usual delay
SHARE = 2 / 3  # of them must be late: a day of ordinary news with some history among it is none
LEAST_DAYS = 3  # different days that the late ones tell of: many reports of one old event are one look back
USUAL = timedelta(days=14)  # an article no older than that was news on the day of the move


def lead_of(article: Article) -> tuple[date | None, PublishedFrom]:
    """When what the article tells of was, told by its text or its breadcrumb, whatever its stamp says."""
    if article.dated_from in TOLD:
        return article.dated, article.dated_from
    return event_day(
        article.body.split("\n\n"), article.section, named_day(article.event, article.dates), article.title
    )


def is_stamped(article: Article) -> bool:
    """Whether the article bears a stamp of its own; a date line under the title is never of a move."""
    return article.stamp is not None and article.published_from in {"stamp", *TOLD}


def tells_of_a_move(stamp: date, leads: Iterable[date | None]) -> bool:
    """Whether *stamp* is of a move, by the days that all articles that bear it tell of (None: of none)."""
    known = [lead for lead in leads if lead is not None]
    late = [lead for lead in known if stamp - lead > LATE]
    return len(known) >= LEAST and len(late) >= SHARE * len(known) and len(set(late)) >= LEAST_DAYS


def moved(article: Article, lead: date | None, why: PublishedFrom) -> Article:
    """*article* dated by *lead* (see :func:`lead_of`), because its stamp is of a move; the stamp stays beside.

    Without a lead the stamp stays the best that is known; the warning says what it is worth.
    """
    if article.stamp is None or article.published_from != "stamp":
        return article
    if lead is not None and article.stamp - lead <= USUAL:
        return article
    warned = replace(article, warnings=tuple(dict.fromkeys((*article.warnings, say("shared")))))
    if lead is None:
        return warned
    return replace(warned, published=lead, published_from=why, updated=article.updated or article.stamp)
