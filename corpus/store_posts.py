"""Who held which post, by which page: the people of every article's current version with their positions.

Each row is what one page says of one person in one place, with the day it is true of. What the position means
(:func:`corpus.posts.posts`) is kept once for each different text, with the recipe it was made by: where the words or
the listed bodies of the program changed, it is made again, without reading an article. Articles that were stored by
an older program are read once, in batches; :meth:`Posts.catch_up` continues where it was killed.

Only current versions count, and articles that vanished from their site keep theirs: what a page said of the past is
evidence, and the row names the version that can still be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.page_posts import DatedBy, day_of, places
from corpus.posts import Manner, posts, recipe
from corpus.records import Article, Progress, no_progress
from corpus.store_fits import Fits

BATCH = 200  # articles or positions that are worked on in one transaction
MOST_IDS = 500  # values in one statement

_COLUMNS = (
    "p.person_id, p.name, p.title, coalesce(t.text, ''), p.article_id, p.version, p.day, p.dated_by, p.field, p.begins,"
    " p.ends, coalesce(o.role, ''), coalesce(o.body, ''),"
    " coalesce(o.body_name, ''), coalesce(o.manner, '')"
)
_LEADS = "p.article_id NOT IN (SELECT id FROM aliases)"  # an article with two addresses answers once
_WITHIN = "(?1 IS NULL OR p.day >= ?1) AND (?2 IS NULL OR p.day <= ?2)"
_ORDER = "ORDER BY p.day IS NULL, p.day, p.article_id, length(t.text) DESC, p.id, o.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one page says of one person: that ``name`` was ``position`` on ``day``.

    ``position`` is empty where the page names the person without one; ``role``, ``body``, ``body_name`` and ``manner``
    say what it means (:class:`corpus.posts.Post`). ``day`` is that of the event, else of the publication, else of the
    page's stamp, as ``dated_by`` says; None where the page has none of them. ``field``, ``start`` and ``end`` say where
    the position (without one: the name) stands in that ``version`` of the article; ``start`` is -1 where it is unknown.
    """

    person_id: str
    name: str
    title: str = ""
    position: str = ""
    article_id: str
    version: int
    day: date | None = None
    dated_by: DatedBy = ""
    field: str = ""
    start: int = -1
    end: int = -1
    role: str = ""
    body: str = ""
    body_name: str = ""
    manner: Manner = ""


class Posts(Fits):
    """The part of the store that knows which posts people held."""

    def people_of(
        self, role: str, agency: str | None, start: date | None = None, end: date | None = None
    ) -> tuple[Held, ...]:
        """Every page that calls somebody *role* of *agency* (of any: None) between two days, oldest first.

        *role* and *agency* as in :class:`corpus.posts.Post`. Pages without a day come last, and only without *start*
        and *end*. Former and acting holders are among them, told by ``manner``.
        """
        rows = self._all(
            f"SELECT {_COLUMNS} FROM offices o JOIN positions t ON t.id = o.position"  # noqa: S608  # constants
            " JOIN posts p ON p.position = o.position"
            f" WHERE o.role = ?3 AND (?4 IS NULL OR o.body = ?4) AND {_WITHIN} AND {_LEADS} {_ORDER}",
            (_iso(start), _iso(end), role, agency),
        )
        return tuple(_held(row) for row in rows)

    def posts_of(self, person_id: str, start: date | None = None, end: date | None = None) -> tuple[Held, ...]:
        """Every page that names a person between two days, oldest first, with each position; one row for each post.

        A page that names the person without a position has one row with an empty one.
        """
        rows = self._all(
            f"SELECT {_COLUMNS} FROM posts p LEFT JOIN positions t ON t.id = p.position"  # noqa: S608  # constants
            " LEFT JOIN offices o ON o.position = p.position"
            f" WHERE p.person_id = ?3 AND {_WITHIN} AND {_LEADS} {_ORDER}",
            (_iso(start), _iso(end), person_id),
        )
        return tuple(_held(row) for row in rows)

    def bodies_with(self, role: str) -> tuple[tuple[str, str, int], ...]:
        """Id and name of the bodies that pages know somebody as *role* of, with the number of mentions, most first."""
        rows = self._all(
            "SELECT o.body, max(o.body_name), count(*) FROM offices o JOIN posts p ON p.position = o.position"
            " WHERE o.role = ? GROUP BY o.body ORDER BY count(*) DESC, o.body",
            (role,),
        )
        return tuple((row[0], row[1], row[2]) for row in rows)

    def roles_at(self, agency: str) -> tuple[tuple[str, int], ...]:
        """The roles that pages know people of *agency* by, with the number of mentions, most first."""
        rows = self._all(
            "SELECT o.role, count(*) FROM offices o JOIN posts p ON p.position = o.position"
            " WHERE o.body = ? GROUP BY o.role ORDER BY count(*) DESC, o.role",
            (agency,),
        )
        return tuple((row[0], row[1]) for row in rows)

    def roles(self) -> tuple[str, ...]:
        """Every role that a page gives somebody."""
        rows = self._all(
            "SELECT DISTINCT role FROM offices o WHERE EXISTS (SELECT 1 FROM posts p WHERE p.position = o.position)"
            " ORDER BY role"
        )
        return tuple(row[0] for row in rows)

    def person_names(self) -> tuple[tuple[str, str, int], ...]:
        """Id, most frequent name and number of pages of every person that a page names, those of most pages first."""
        rows = self._all(
            "SELECT person_id, name, count(DISTINCT article_id) AS pages FROM posts GROUP BY person_id, name"
            " ORDER BY pages DESC, person_id, name"
        )
        pages: dict[str, int] = {}
        names: dict[str, str] = {}
        for person, name, count in rows:
            names.setdefault(person, name)
            pages[person] = pages.get(person, 0) + count
        return tuple(sorted(((p, name, pages[p]) for p, name in names.items()), key=lambda row: -row[2]))

    def page_heads(self, article_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Title and address of the current version of each of these articles."""
        found: dict[str, tuple[str, str]] = {}
        for first in range(0, len(article_ids), MOST_IDS):
            some = article_ids[first : first + MOST_IDS]
            rows = self._all(
                "SELECT a.id, v.title, v.url FROM articles a JOIN versions v ON v.article_id = a.id"  # noqa: S608  # question marks
                f" AND v.version = a.current WHERE a.id IN ({', '.join('?' * len(some))})",
                some,
            )
            found.update({row[0]: (row[1], row[2]) for row in rows})
        return found

    # --- keeping them ---------------------------------------------------------------------------------------------

    def posts_behind(self) -> int:
        """How many articles and positions :meth:`catch_up` has to go through."""
        row = self._one(
            "SELECT (SELECT count(*) FROM articles WHERE posted IS NOT current)"
            " + (SELECT count(*) FROM positions WHERE recipe <> ?)",
            (recipe(),),
        )
        return int(row[0])

    def catch_up(self, progress: Progress = no_progress) -> int:
        """Read the posts of articles that an older program stored, and positions it understood; returns how many.

        A transaction for each batch: whoever is killed goes on from there.
        """
        total, done = self.posts_behind(), 0
        for batch in self._unread():
            with self.batch():
                for article_id in batch:
                    self._keep_posts(self._shown(article_id))
            done += len(batch)
            progress(done, total, "reading who held which post")
        while rows := self._all("SELECT id, text FROM positions WHERE recipe <> ? LIMIT ?", (recipe(), BATCH)):
            with self.batch():
                for number, position in rows:
                    self._understand(number, position)
            done += len(rows)
            progress(done, total, "reading who held which post")
        return done

    def _unread(self) -> Iterator[list[str]]:
        last = ""
        while rows := self._all(
            "SELECT id FROM articles WHERE posted IS NOT current AND id > ? ORDER BY id LIMIT ?", (last, BATCH)
        ):
            yield [row[0] for row in rows]
            last = rows[-1][0]

    def _shown(self, article_id: str) -> Article:
        (blob,) = self._one(
            "SELECT v.article FROM versions v JOIN articles a ON a.id = v.article_id AND a.current = v.version"
            " WHERE a.id = ?",
            (article_id,),
        )
        return self._gathered(self._dated(self._unpacked(blob, article_id)))

    def _keep_posts(self, article: Article) -> None:
        """Put what an article's current version says of people in the place of what the one before said."""
        self._write("DELETE FROM posts WHERE article_id = ?", (article.id,))
        day, dated_by = day_of(article)
        for person in article.people:
            for position, span in places(article, person).items():
                self._write(
                    "INSERT INTO posts (article_id, version, person_id, name, title, position, day, dated_by, field,"
                    " begins, ends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        article.id,
                        article.version,
                        person.id,
                        person.name,
                        person.title or "",
                        self._number(position) if position else None,
                        _iso(day),
                        dated_by,
                        *span,
                    ),
                )
        self._write("UPDATE articles SET posted = current WHERE id = ?", (article.id,))

    def _number(self, position: str) -> int:
        """The number of a written position, which is understood by today's recipe then."""
        row = self._one("SELECT id, recipe FROM positions WHERE text = ?", (position,))
        number = row[0] if row else self._write("INSERT INTO positions (text, recipe) VALUES (?, '')", (position,))
        if row is None or row[1] != recipe():
            self._understand(number, position)
        return int(number)

    def _understand(self, number: int, position: str) -> None:
        self._write("DELETE FROM offices WHERE position = ?", (number,))
        for post in posts(position):
            self._write(
                "INSERT INTO offices (position, role, body, body_name, manner) VALUES (?, ?, ?, ?, ?)",
                (number, post.role, post.body, post.body_name, post.manner),
            )
        self._write("UPDATE positions SET recipe = ? WHERE id = ?", (recipe(), number))


def _held(row: Sequence[Any]) -> Held:
    return Held(
        person_id=row[0],
        name=row[1],
        title=row[2],
        position=row[3],
        article_id=row[4],
        version=row[5],
        day=date.fromisoformat(row[6]) if row[6] else None,
        dated_by=row[7],
        field=row[8],
        start=row[9],
        end=row[10],
        role=row[11],
        body=row[12],
        body_name=row[13],
        manner=row[14],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
