"""Merging pages of different generations that hold one article, and taking them apart again.

When a page is stored, the pages like it are looked up, and from all that hang together it is worked out anew which are
one article (:func:`corpus.likeness.groups`). The outcome depends on what the catalogue holds, not on the order in which
it came: a killed crawl and an undisturbed one end with the same articles. A page that becomes another one takes part
no longer, by the same rule.

Edits: each address is compared with its own past. A version of an alias that differs in title or body from the one
before it is an edit, and adopted as a version of the article; the first version of an alias, and what only its
generation's dress or dates changed, are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, pairwise

from corpus.likeness import LEAST, NEIGHBOURHOOD, Kin, Likeness, groups, likeness, parted, same, unpacked
from corpus.records import Article, Capture
from corpus.store_visits import sortable
from corpus.store_write import Put, Writer, packed

CANDIDATES = 200  # pages looked at for one title or one beginning of a sketch
HISTORY = 30  # newest versions of a page that are compared
# What same() would refuse for its event or its length is not even read: weekly reports share one title for years.
# The + keeps SQLite from going through half the family by that condition instead of looking one title up.
_MAY_BE = (
    "k.space <> m.space AND +k.near >= 0 AND (m.event = '' OR k.event = '' OR m.event = k.event)"
    " AND k.size >= ?3 * m.size AND m.size >= ?3 * k.size WHERE m.article_id = ?1 AND +m.near >= 0"
)
_CANDIDATES = (
    "SELECT k.article_id FROM likenesses m JOIN likenesses k"  # noqa: S608  # constants
    f" ON k.family = m.family AND k.title = m.title AND {_MAY_BE}"
    f" AND m.title <> '' UNION SELECT k.article_id FROM likenesses m JOIN likenesses k"
    f" ON k.family = m.family AND k.near = m.near AND {_MAY_BE} ORDER BY 1 LIMIT ?2"
)


@dataclass(slots=True)
class _Neighbourhood:
    """Pages that hang together: the id space of each, and each pair that is the same, with the reason."""

    spaces: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], str] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], tuple[str, bool] | None] = field(default_factory=dict)
    read: dict[str, dict[int, Likeness]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class _Text:
    """One version in the history of an article; ``from_id`` is empty for its own."""

    captured: str
    from_id: str
    version: int
    text: str = field(compare=False)


class Merger(Writer):
    """The part of the store that decides which pages are one article."""

    def put(self, article: Article, capture: Capture, run: int, *, rank: int = 0, kin: Kin | None = None) -> Put:
        """Store what *capture* was understood as (:meth:`Writer.put`), and merge it with the same article elsewhere.

        *kin* says with which pages it may be one; without, it is compared with none.
        """
        with self.batch():
            outcome = super().put(article, capture, run, rank=rank)
            if kin is not None and self._note_put(article, outcome, kin):
                self._relate(article.id)
        return outcome

    def correct(self, article: Article, version: int, capture: Capture, *, kin: Kin | None = None) -> Put:
        """Put what a version was understood as right (:meth:`Writer.correct`), and what it was merged by with it.

        Without *kin* it may be one with the pages that it might be one with before.
        """
        with self.batch():
            outcome = super().correct(article, version, capture)
            if kin := kin or self._kin(article.id):
                source = (article.id, version)
                self._write("DELETE FROM likenesses WHERE article_id = ? AND version = ?", source)
                self._write(
                    "DELETE FROM versions WHERE (article_id, version) IN"
                    " (SELECT article_id, version FROM adopted WHERE from_id = ? AND from_version = ?)",
                    source,
                )
                self._note_likenesses(article.id, kin, {version: article})
                self._relate(article.id)  # which copies the version anew to where it is adopted
        return outcome

    def mark_gone(self, article_id: str, when: datetime, *, rank: int = 0) -> bool:
        """Note that an address no longer had its article at *when*; whether the article is gone with that.

        False as for :meth:`Writer.mark_gone`, and while the article is at another address.
        """
        with self.batch():
            return super().mark_gone(article_id, when, rank=rank) and self.gone_since(article_id) is not None

    def _touch(self, article_id: str) -> None:
        super()._touch(self.resolved(article_id))

    def _kin(self, article_id: str) -> Kin | None:
        row = self._one("SELECT family, space FROM likenesses WHERE article_id = ?", (article_id,))
        return Kin(str(row[0]).rpartition(" ")[0], str(row[1])) if row else None

    def _note_put(self, article: Article, outcome: Put, kin: Kin) -> bool:
        """Keep what a page that was put is known by; False where all of it was kept already."""
        if outcome == "new":  # by far the most: nothing to look for
            self._note_likeness(article.id, 1, kin, likeness(article))
            return True
        read = {self._last_number(article.id): article} if outcome == "changed" else {}
        return self._note_likenesses(article.id, kin, read) or outcome == "changed"

    def _note_likenesses(self, article_id: str, kin: Kin, read: Mapping[int, Article]) -> bool:
        """Keep what the versions of a page are known by; False where all of it was kept already.

        *read* holds versions that need not be read from the catalogue.
        """
        missing = self._all(
            "SELECT v.version FROM versions v LEFT JOIN likenesses k USING (article_id, version)"
            " LEFT JOIN adopted d USING (article_id, version)"
            " WHERE v.article_id = ? AND k.version IS NULL AND d.version IS NULL",
            (article_id,),
        )
        for (version,) in missing:
            self._note_likeness(
                article_id, version, kin, likeness(read.get(version) or self._read(article_id, version))
            )
        return bool(missing)

    def _note_likeness(self, article_id: str, version: int, kin: Kin, like: Likeness) -> None:
        self._write(
            "INSERT INTO likenesses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article_id,
                version,
                f"{kin.family} {like.lang}",
                kin.space,
                like.title,
                like.near,
                "/".join(like.event or ()),
                like.size,
                like.text,
                like.pack(),
            ),
        )

    def _read(self, article_id: str, version: int) -> Article:
        (blob,) = self._one("SELECT article FROM versions WHERE article_id = ? AND version = ?", (article_id, version))
        return self._unpacked(blob, article_id)

    # --- who is the same ----------------------------------------------------------------------------------------

    def _relate(self, article_id: str) -> None:
        """Work out anew which article a page belongs to, and all that hang together with it."""
        if self._is_alone(article_id):
            return
        near = self._neighbourhood(article_id)
        if len(near.spaces) == 1 and self.resolved(article_id) == article_id:
            return
        wanted = groups(near.spaces, near.pairs.keys())
        before = {page: self.resolved(page) for page in wanted}
        moved = [page for page in wanted if wanted[page] != before[page]]
        for page in moved:
            self._write("DELETE FROM aliases WHERE id = ?", (page,))
        for page in moved:
            if wanted[page] != page:
                self._write(
                    "INSERT INTO aliases (id, article_id, url, since, why) VALUES (?, ?, ?, ?, ?)",
                    (page, wanted[page], self._address(page), sortable(datetime.now(UTC)), _why(page, near.pairs)),
                )
            super()._touch(page)
        heads = {wanted[article_id]} | {ids[page] for page in moved for ids in (wanted, before)} | set(moved)
        for head in sorted(heads):
            self._adopt(head)
            self._show(head)

    def _is_alone(self, article_id: str) -> bool:
        """Whether a page is an article by itself and there is none to compare it with."""
        in_one = self._one("SELECT 1 FROM aliases WHERE id = ?1 OR article_id = ?1", (article_id,))
        return in_one is None and not self._candidates(article_id)

    def _neighbourhood(self, article_id: str) -> _Neighbourhood:
        """All pages that hang together with one; where they are too many to tell anything, more than that many."""
        near = _Neighbourhood()
        waiting = [article_id]
        near.spaces[article_id] = self._space(article_id)
        while waiting and len(near.spaces) <= NEIGHBOURHOOD:
            page = waiting.pop(0)
            for other in chain(self._same_as(page, near), self._members(page)):
                if other not in near.spaces:
                    near.spaces[other] = self._space(other)
                    waiting.append(other)
                if len(near.spaces) > NEIGHBOURHOOD:  # of a thousand pages that say the same all would be read
                    break
        for page in waiting if len(near.spaces) > NEIGHBOURHOOD else ():
            near.spaces.update({member: self._space(member) for member in self._members(page)})
        return near

    def _members(self, page: str) -> tuple[str, ...]:
        """All pages of the article that a page belongs to."""
        leader = self.resolved(page)
        return (leader, *self.aliases(leader))

    def _same_as(self, page: str, near: _Neighbourhood) -> Iterator[str]:
        """The pages of other id spaces that are or were the same article as *page*; the pairs that are noted.

        Pages that parted are among them: what was in doubt because of one may be sure now.
        """
        for other in self._candidates(page):
            pair = min(page, other), max(page, other)
            if pair not in near.verdicts:
                near.verdicts[pair] = self._verdict(*pair, near)
            if verdict := near.verdicts[pair]:
                why, parts = verdict
                if not parts:
                    near.pairs[pair] = why
                yield other

    def _verdict(self, page: str, other: str, near: _Neighbourhood) -> tuple[str, bool] | None:
        """Why two pages are or were the same article, and whether they parted; None for two that never were."""
        mine, theirs = self._likenesses(page, near), self._likenesses(other, near)
        verdicts = (same(a, b) for a in mine.values() for b in theirs.values())
        found = next((verdict for verdict in verdicts if verdict.same), None)
        if found is None:
            return None
        return found.why, parted(mine[self._own_current(page)], theirs[self._own_current(other)])

    def _candidates(self, page: str) -> list[str]:
        """The pages with the same title or the same nearest shingle that may be the same as *page*."""
        rows = self._all(_CANDIDATES, (page, CANDIDATES, LEAST))
        return [row[0] for row in rows]

    def _likenesses(self, page: str, near: _Neighbourhood) -> dict[int, Likeness]:
        if page not in near.read:
            rows = self._all(
                "SELECT version, packed FROM likenesses WHERE article_id = ? ORDER BY version DESC LIMIT ?",
                (page, HISTORY),
            )
            near.read[page] = {version: unpacked(packed) for version, packed in rows}
        return near.read[page]

    def _own_current(self, page: str) -> int:
        """The version that the page itself shows, whatever its article adopted."""
        rows = self._own_versions(page)
        best = min(row[3] for row in rows)
        return int([row[0] for row in rows if row[3] == best][-1])

    def _space(self, page: str) -> str:
        return str(self._one("SELECT space FROM likenesses WHERE article_id = ?", (page,))[0])

    # --- one history --------------------------------------------------------------------------------------------

    def _adopt(self, article_id: str) -> None:
        """Give an article the edits made at its other addresses, and no others."""
        wanted = set(self._edits(article_id))
        rows = self._all(
            "SELECT d.from_id, d.from_version, d.version, v.version FROM adopted d"
            " LEFT JOIN versions v USING (article_id, version) WHERE d.article_id = ?",
            (article_id,),
        )
        numbers = {(from_id, from_version): number for from_id, from_version, number, _ in rows}
        held = {(from_id, from_version) for from_id, from_version, _, there in rows if there is not None}
        for edit in held - wanted:
            self._write("DELETE FROM versions WHERE article_id = ? AND version = ?", (article_id, numbers[edit]))
        for edit in sorted(wanted - held):
            if edit not in numbers:
                numbers[edit] = 1 + self._last_number(article_id)
                self._write("INSERT INTO adopted VALUES (?, ?, ?, ?)", (article_id, numbers[edit], *edit))
            self._copy_version(article_id, numbers[edit], *edit)

    def _copy_version(self, article_id: str, number: int, from_id: str, from_version: int) -> None:
        article = replace(self._read(from_id, from_version), id=article_id, version=number)
        self._write(
            "INSERT INTO versions SELECT ?, ?, captured, url, title, digest, rank, file, offset, length,"
            " payload_digest, run, ? FROM versions WHERE article_id = ? AND version = ?",
            (article_id, number, packed(article), from_id, from_version),
        )

    def _edits(self, article_id: str) -> Iterator[tuple[str, int]]:
        """The versions of other addresses that changed the text of an article."""
        if self.resolved(article_id) != article_id:
            return
        own = self._texts(article_id)
        edits = [
            replace(after, from_id=alias)
            for alias in self.aliases(article_id)
            for before, after in pairwise(self._texts(alias))
            if after.text != before.text
        ]
        shown = ""
        for version in sorted([*own, *edits]):
            if version.from_id and version.text != shown:
                yield version.from_id, version.version
            shown = version.text

    def _texts(self, page: str) -> list[_Text]:
        """What the page itself said, of the best rank, by time."""
        rows = self._own_versions(page)
        best = min(row[3] for row in rows)
        kept = dict(self._all("SELECT version, text FROM likenesses WHERE article_id = ?", (page,)))
        return [_Text(row[1], "", row[0], kept.get(row[0], "")) for row in rows if row[3] == best]

    def _show(self, article_id: str) -> None:
        """Point an article at its newest version of the best rank, with the facts of all its addresses."""
        row = self._one(
            "SELECT version, article FROM versions WHERE article_id = ? ORDER BY rank, captured DESC, version DESC",
            (article_id,),
        )
        shown = self._gathered(self._dated(self._unpacked(row[1], article_id)))
        self._write(
            "UPDATE articles SET current = ?, kind = ?, dated = ? WHERE id = ?",
            (row[0], shown.kind, shown.dated.isoformat() if shown.dated else None, article_id),
        )
        self._name(shown)
        super()._touch(article_id)


def _why(page: str, pairs: Mapping[tuple[str, str], str]) -> str:
    return next(why for pair, why in sorted(pairs.items()) if page in pair)
