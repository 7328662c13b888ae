"""Articles with several addresses: one id stands for all, the others are its aliases.

Every address keeps its own row, versions, captures and tombstone, as if it were alone; an alias only says that readers
are led to another id. So a merge that turns out wrong is undone by taking the alias away. What is read here is the
article as a whole: gone when every address is gone, with the better facts of all of them. How pages are found to be
one article is in :mod:`corpus.likeness`, when they are merged in :mod:`corpus.store_merge`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from corpus.records import Article, Location, PublishedFrom, Version
from corpus.store_documents import Documents
from corpus.store_visits import Visits

# How far the day of a page can be relied on: said by the page for itself, by who passed it on, read out of the text.
_SURENESS: tuple[frozenset[PublishedFrom], ...] = (
    frozenset({"stamp", "header", "metadata"}),
    frozenset({"import"}),
    frozenset({"signed"}),
    frozenset({"lead"}),
    frozenset({"breadcrumb"}),
    frozenset({""}),
)


class Aliases(Documents):
    """The part of the store that knows under which ids and addresses one article goes."""

    def resolved(self, article_id: str) -> str:
        """The id that stands for *article_id*: itself, unless it was found to be the same article as another."""
        row = self._one("SELECT article_id FROM aliases WHERE id = ?", (article_id,))
        return str(row[0]) if row else article_id

    def aliases(self, article_id: str) -> tuple[str, ...]:
        """The other ids of an article, sorted; empty for one with a single address, or an unknown one."""
        rows = self._all("SELECT id FROM aliases WHERE article_id = ? ORDER BY id", (self.resolved(article_id),))
        return tuple(row[0] for row in rows)

    def merged_in(self, run: int) -> int:
        """How many pages that are new since *run* are no articles of their own but other addresses of one."""
        row = self._one(
            "SELECT sum(fresh - (fresh = members)) FROM (SELECT count(*) AS fresh,"
            " 1 + (SELECT count(*) FROM aliases m WHERE m.article_id = leader) AS members"
            " FROM (SELECT coalesce(l.article_id, v.article_id) AS leader FROM versions v"
            " LEFT JOIN aliases l ON l.id = v.article_id WHERE v.run = ? AND v.version = 1) GROUP BY leader)",
            (run,),
        )
        return int(row[0] or 0)

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """The current version of an article, or the one asked for; None where there is none.

        An alias leads to the article that it is part of; with a *version*, to that version of its own address, so
        that a citation made before the merge goes on saying what it said.
        """
        if version is None:
            article_id = self.resolved(article_id)
        found = super().article(article_id, version)
        return self._gathered(found) if found else None

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article by number, those adopted from its other addresses too; of an alias likewise."""
        return super().versions(self.resolved(article_id))

    def location_of(self, article_id: str, version: int | None = None) -> Location | None:
        """Where the captured bytes of a version (the current one by default) are, as :meth:`article` has it."""
        return super().location_of(self.resolved(article_id) if version is None else article_id, version)

    def gone_since(self, article_id: str) -> datetime | None:
        """When the last of an article's addresses was first missing; None while it is at one of them."""
        leader = self.resolved(article_id)
        since = [Visits.gone_since(self, member) for member in (leader, *self.aliases(leader))]
        known = [when for when in since if when is not None]
        return max(known) if len(known) == len(since) else None

    def articles(self, after_seq: int = 0) -> Iterator[tuple[int, Article]]:
        """The current version of every article changed after *after_seq*, oldest change first, with its seq.

        An article that changes while this runs comes again, with its new seq.
        """
        for seq, article in super().articles(after_seq):
            yield seq, self._gathered(article)

    def recent(self, limit: int = 10) -> tuple[Article, ...]:
        """The newest articles by their day; those without one come last."""
        return tuple(self._gathered(article) for article in super().recent(limit))

    def attachment_texts(self, article_id: str) -> tuple[str, ...]:
        """The texts of the documents that any address of an article links; documents not fetched are left out."""
        leader = self.resolved(article_id)
        found = (text for member in (leader, *self.aliases(leader)) for text in Visits.attachment_texts(self, member))
        return tuple(dict.fromkeys(found))  # two generations keep copies of one document

    def _gathered(self, article: Article) -> Article:
        """The article with what its other addresses know better."""
        rows = self._all(
            "SELECT l.id, v.article FROM aliases l JOIN articles a ON a.id = l.id"
            " JOIN versions v ON v.article_id = a.id AND v.version = a.current WHERE l.article_id = ? ORDER BY l.id",
            (article.id,),
        )
        article = self.documented(article)
        if not rows:
            return replace(article, addresses=(article.url,))
        others = [self.documented(self._dated(self._unpacked(blob, alias))) for alias, blob in rows]
        addresses = (self._address(article.id), *(self._address(other.id) for other in others))
        return replace(gathered(article, others), addresses=tuple(dict.fromkeys(addresses)))

    def _address(self, article_id: str) -> str:
        """The address of an id: of its newest version of the best rank, not of one adopted from another address."""
        row = self._one(f"SELECT url FROM ({_OWN})", (article_id,))  # noqa: S608  # a constant
        return str(row[0])

    def _own_versions(self, article_id: str) -> list[Any]:
        """Number, time, content digest and rank of what came from this very address, by time."""
        return self._all(
            f"SELECT version, captured, digest, rank FROM ({_OWN}) ORDER BY captured, version",  # noqa: S608  # a constant
            (article_id,),
        )

    def _last_number(self, article_id: str) -> int:
        """The highest number that a version of the article ever had; 0 for none."""
        row = self._one(
            "SELECT max((SELECT coalesce(max(version), 0) FROM versions WHERE article_id = ?1),"
            " (SELECT coalesce(max(version), 0) FROM adopted WHERE article_id = ?1))",
            (article_id,),
        )
        return int(row[0])


_OWN = (
    "SELECT v.* FROM versions v LEFT JOIN adopted d ON d.article_id = v.article_id AND d.version = v.version"
    " WHERE v.article_id = ? AND d.version IS NULL ORDER BY v.rank, v.captured DESC, v.version DESC"
)


def gathered(article: Article, others: Sequence[Article]) -> Article:
    """*article* with the surest day of all, and of every other fact the first that knows it.

    That day is the one of publication where any of them gives one, were it a migration stamp.

    The documents are those of all; text, people and places stay those of the version that is shown.
    """
    all_of_it = (article, *others)
    surest = min(all_of_it, key=_unsure)  # the first of equals
    given = any(one.published for one in all_of_it)
    documents = {document.url: document for one in all_of_it for document in one.attachments}
    return replace(
        article,
        published=surest.dated if given else None,
        published_from=surest.dated_from if given else "",
        dated=surest.dated,
        dated_from=surest.dated_from,
        stamp=next((one.stamp for one in all_of_it if one.stamp), None),
        updated=next((one.updated for one in all_of_it if one.updated), None),
        section=next((one.section for one in all_of_it if one.section), ()),
        event=next((one.event for one in all_of_it if one.event), None),
        credits=next((one.credits for one in all_of_it if one.credits), ()),
        attachments=tuple(documents.values()),
    )


def _unsure(article: Article) -> int:
    if article.dated is None:
        return len(_SURENESS)
    return next(at for at, whys in enumerate(_SURENESS) if article.dated_from in whys)
