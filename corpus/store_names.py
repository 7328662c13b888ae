"""Names over the whole archive: who and what pages name how often, and the posts behind a person and a body.

These reads are for pages that show a name; each asks an index (``tests/test_corpus_store_names.py`` holds the plans).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from corpus.named import LATIN, Named, NamedPart
from corpus.posts import Manner, recipe
from corpus.store_posts import _COLUMNS, _LEADS, Held, Posts, _held
from corpus.store_read import NameKind
from corpus.tenures import Page, Tenure
from corpus.thai.collate import LEADING, collation_key
from corpus.thai.normalise import fold, squash

MOST_ASKED = 200  # ids or articles that one question may name

_PLAIN = "replace(replace(lower(min(name)), ' ', ''), 'ํา', 'ำ')"  # as fold and squash make what is asked for


class Names(Posts):
    """The part of the store that knows names over all pages."""

    def named(
        self, kind: NameKind, *, holding: str = "", ids: Sequence[str] = (), limit: int = 50, start: int = 0
    ) -> NamedPart:
        """Those of *kind* that most pages name, *limit* of them from place *start* on.

        *holding* leaves those whose name holds these letters, whatever the blanks, and those of *ids*.
        """
        if not squash(holding) and not ids:
            rows = self._all(
                "SELECT name_id, min(name), count(*) AS pages FROM names WHERE kind = ? GROUP BY name_id"
                " ORDER BY pages DESC, name_id LIMIT ? OFFSET ?",
                (kind, limit, start),
            )
            return NamedPart(self._as_written(kind, rows), self.how_many(kind))
        asked = tuple(dict.fromkeys(ids))[:MOST_ASKED]
        rows = self._all(
            "SELECT name_id, min(name), count(*) AS pages, count(*) OVER () FROM names WHERE kind = ?"  # noqa: S608  # question marks
            f" GROUP BY name_id HAVING instr({_PLAIN}, ?) OR name_id IN ({', '.join('?' * len(asked))})"
            " ORDER BY pages DESC, name_id LIMIT ? OFFSET ?",
            (kind, squash(fold(holding)) or "\n", *asked, limit, start),
        )
        return NamedPart(self._as_written(kind, rows), rows[0][3] if rows else 0)

    def named_under(self, kind: NameKind, letter: str, *, least: int = 1, limit: int = 50, start: int = 0) -> NamedPart:
        """Those of *kind* whose name begins with the consonant *letter* or, for :data:`LATIN`, in Latin letters.

        Only those that *least* pages name, as a Thai dictionary orders them: :func:`corpus.thai.collate.collation_key`.
        """
        forms = ("[A-Za-z]*", "[A-Za-z]*") if letter == LATIN else (f"[{letter}]*", f"[{LEADING}][{letter}]*")
        rows = self._all(
            "SELECT name_id, min(name) AS name, count(*) FROM names WHERE kind = ? GROUP BY name_id"
            " HAVING count(*) >= ? AND (min(name) GLOB ? OR min(name) GLOB ?)",
            (kind, least, *forms),
        )
        ordered = sorted(rows, key=lambda row: collation_key(row[1]))
        return NamedPart(self._as_written(kind, ordered[start : start + limit]), len(rows))

    def how_many(self, kind: NameKind) -> int:
        """How many people, agencies or provinces pages name."""
        row = self._one("SELECT count(*) FROM (SELECT DISTINCT name_id FROM names WHERE kind = ?)", (kind,))
        return int(row[0])

    def spellings(self, person_id: str) -> tuple[tuple[str, int], ...]:
        """Every way in which pages write the name of a person, with the number of mentions, most first."""
        return self._counted("name", person_id)

    def titles_of(self, person_id: str) -> tuple[tuple[str, int], ...]:
        """The titles that pages give a person, with the number of mentions, most first."""
        return tuple(row for row in self._counted("title", person_id) if row[0])

    def tenures_of(self, person_id: str) -> tuple[Tenure, ...]:
        """The posts that pages give a person."""
        rows = self._all(
            "SELECT p.person_id, p.name, p.position, p.day, p.article_id FROM posts p"  # noqa: S608  # constants
            f" WHERE p.person_id = ? AND p.position IS NOT NULL AND {_LEADS} ORDER BY p.day",
            (person_id,),
        )
        offices = self._all(
            "SELECT position, role, body, body_name, manner FROM offices"
            " WHERE position IN (SELECT position FROM posts WHERE person_id = ?)",
            (person_id,),
        )
        return tuple(_together(rows, offices))

    def tenures_at(self, body: str) -> tuple[Tenure, ...]:
        """The posts at a body that pages give anybody."""
        rows = self._all(
            "SELECT p.person_id, p.name, p.position, p.day, p.article_id FROM posts p"  # noqa: S608  # constants
            f" WHERE p.position IN (SELECT position FROM offices WHERE body = ?) AND {_LEADS} ORDER BY p.day",
            (body,),
        )
        offices = self._all("SELECT position, role, body, body_name, manner FROM offices WHERE body = ?", (body,))
        return tuple(_together(rows, offices))

    def said_of(self, person_id: str, article_ids: Iterable[str]) -> tuple[Held, ...]:
        """What these articles, :data:`MOST_ASKED` at most, say of the posts of a person, the longest position first."""
        asked = tuple(dict.fromkeys(article_ids))[:MOST_ASKED]
        rows = self._all(
            f"SELECT {_COLUMNS} FROM posts p JOIN positions t ON t.id = p.position JOIN offices o"  # noqa: S608  # constants
            f" ON o.position = p.position WHERE p.person_id = ? AND p.article_id IN ({', '.join('?' * len(asked))})"
            " ORDER BY length(t.text) DESC, p.id, o.id",
            (person_id, *asked),
        )
        return tuple(_held(row) for row in rows)

    def are_posts_behind(self) -> bool:
        """Whether articles or positions wait for :meth:`catch_up`, so that what is told of posts is not all."""
        row = self._one(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE posted IS NOT current)"
            " OR EXISTS (SELECT 1 FROM positions WHERE recipe <> ?)",
            (recipe(),),
        )
        return bool(row[0])

    def _as_written(self, kind: NameKind, rows: Sequence[Sequence[Any]]) -> tuple[Named, ...]:
        """The names in *rows* (id, name, pages), people in their most frequent spelling; others have one."""
        shown = {row[0]: row[1] for row in rows}
        if kind == "person" and shown:
            spelt = self._all(
                "SELECT name_id, name FROM names WHERE kind = 'person'"  # noqa: S608  # question marks
                f" AND name_id IN ({', '.join('?' * len(shown))}) GROUP BY name_id, name ORDER BY count(*)",
                tuple(shown),
            )
            shown |= dict(spelt)  # the last one of each is that of most pages
        return tuple(Named(row[0], shown[row[0]], row[2]) for row in rows)

    def _counted(self, column: str, person_id: str) -> tuple[tuple[str, int], ...]:
        rows = self._all(
            f"SELECT {column}, count(*) FROM posts WHERE person_id = ? GROUP BY {column}"  # noqa: S608  # a column of ours
            f" ORDER BY count(*) DESC, {column}",
            (person_id,),
        )
        return tuple((row[0], row[1]) for row in rows)


def _together(rows: Iterable[Sequence[Any]], offices: Iterable[Sequence[Any]]) -> Iterator[Tenure]:
    """The tenures in *rows* (person, name, position, day, article), which are in the order of their days.

    *offices* (position, role, body, its name, manner) say what the positions mean.
    """
    meant: dict[int, list[tuple[str, str, Manner, str]]] = {}
    for position, role, body, body_name, manner in offices:
        meant.setdefault(position, []).append((role, body, manner, body_name))
    pages: dict[tuple[str, str, str, Manner], dict[str, str | None]] = {}
    named: dict[tuple[str, str, str, Manner], tuple[str, str]] = {}
    for person, name, position, day, article in rows:
        for role, body, manner, body_name in meant.get(position, ()):
            key = (person, role, body, manner)
            held = pages.get(key)
            if held is None:
                held = pages[key] = {}
                named[key] = (name, body_name)
            held[article] = day
    for key, held in pages.items():
        (person, role, body, manner), (name, body_name) = key, named[key]
        ordered = tuple(_undated_last(held))
        yield Tenure(
            person_id=person, name=name, role=role, body=body, body_name=body_name, manner=manner, pages=ordered
        )


def _undated_last(held: Mapping[str, str | None]) -> Iterator[Page]:
    yield from ((date.fromisoformat(day), article) for article, day in held.items() if day)
    yield from ((None, article) for article, day in held.items() if not day)
