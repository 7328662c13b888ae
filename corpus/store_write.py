"""What is written into the catalogue of pages: versions, captures, documents, refusals."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from corpus.extract.document import Document
from corpus.records import Article, Capture, Location, Rejected
from corpus.store_boilerplate import Repeated
from corpus.store_visits import sortable
from corpus.urls import canonical_url
from corpus.versions import content_digest

Put = Literal["new", "changed", "unchanged"]


class Writer(Repeated):
    """The writing half of the store."""

    def put(self, article: Article, capture: Capture, run: int, *, rank: int = 0) -> Put:
        """Store what *capture* was understood as; a new version only where its content differs.

        Versions are numbered as they come in; current is the newest capture of the best (smallest) *rank*, so that
        a print twin never replaces the page. *capture* must carry its location.
        """
        location = _place(capture)
        article = replace(article, captured=capture.captured, capture=str(location))
        digest = content_digest(article)
        with self.batch():
            self._file(location)
            rows = self._own_versions(article.id)
            outcome: Put = "new" if not rows else "changed"
            if rows and self._is_seen(rows, article, capture, digest, rank):
                outcome = "unchanged"
                self._see_again(article.id, capture)
            else:
                number = 1 + self._last_number(article.id)
                article = replace(article, version=number)
                self._add_version(article, capture, location, digest, rank, run)
                self._make_current(article, capture)
            self.note_capture(capture, run, article_id=article.id, outcome=outcome)
        return outcome

    def put_attachment(self, capture: Capture, run: int, *, filename: str, document: Document) -> Put:
        """Store what a fetched document was read as and mark the articles that link it as changed.

        The newest copy stands, in whatever order they come.
        """
        location = _place(capture)
        with self.batch():
            self._file(location)
            row = self._one(
                "SELECT digest, (SELECT max(captured) FROM captures c WHERE c.url = d.url AND c.status IN (200, 304))"
                " FROM attachments d WHERE url = ?",
                (capture.url,),
            )
            outcome: Put = "new" if row is None else "unchanged" if row[0] == capture.digest else "changed"
            if row is not None and row[1] > sortable(capture.captured):
                outcome = "unchanged"  # an older copy, which another archive brought late
            if outcome != "unchanged":
                self._write(
                    "INSERT OR REPLACE INTO attachments (url, media_type, filename, pages, text, warnings, digest,"
                    " captured, file, offset, length, state, quality, ocr, starts)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        capture.url,
                        capture.media_type,
                        filename,
                        document.pages,
                        zlib.compress(document.text.encode("utf-8", "replace")),
                        json.dumps(document.warnings, ensure_ascii=False),
                        capture.digest,
                        sortable(capture.captured),
                        *_columns(location),
                        document.state,
                        document.quality,
                        document.ocr,
                        json.dumps(document.starts),
                    ),
                )
                self._touch_linking(capture.url)
            self.note_capture(capture, run)
        return outcome

    def correct_attachment(self, url: str, location: Location, document: Document) -> Put:
        """Store what the copy of a document at *location* is read as now; ``unchanged`` where nothing differs."""
        read = (
            document.pages,
            zlib.compress(document.text.encode("utf-8", "replace")),
            json.dumps(document.warnings, ensure_ascii=False),
            document.state,
            document.quality,
            document.ocr,
            json.dumps(document.starts),
        )
        at = (url, location.file, location.offset)
        with self.batch():
            before = self._one(
                "SELECT pages, text, warnings, state, quality, ocr, starts FROM attachments"
                " WHERE url = ? AND file = ? AND offset = ?",
                at,
            )
            if before is None or tuple(before) == read:
                return "unchanged"
            self._write(
                "UPDATE attachments SET pages = ?, text = ?, warnings = ?, state = ?, quality = ?, ocr = ?, starts = ?"
                " WHERE url = ? AND file = ? AND offset = ?",
                (*read, *at),
            )
            self._touch_linking(url)
        return "changed"

    def _touch_linking(self, url: str) -> None:
        """Mark the articles that link a document as changed."""
        for (article_id,) in self._all("SELECT article_id FROM article_attachments WHERE url = ?", (url,)):
            self._touch(article_id)

    def link_attachment(self, article_id: str, url: str) -> None:
        """Note that an article, known or not yet, links a document, which may have been fetched long ago."""
        with self.batch():
            link = (article_id, url)
            if self._one("SELECT 1 FROM article_attachments WHERE article_id = ? AND url = ?", link) is None:
                self._write("INSERT INTO article_attachments VALUES (?, ?)", link)
                if self._one("SELECT 1 FROM attachments WHERE url = ?", (url,)) is not None:
                    self._touch(article_id)

    def put_rejected(self, rejected: Rejected, run: int, capture: Capture | None = None) -> None:
        """Note a page that was refused in this run, and its capture where there is one."""
        with self.batch():
            self._write(
                "INSERT OR IGNORE INTO rejected (run, url, stage, reason) VALUES (?, ?, ?, ?)",
                (run, rejected.url, rejected.stage, rejected.reason),
            )
            if capture is not None:
                self.note_capture(capture, run, rejected=rejected)

    def note_capture(
        self,
        capture: Capture,
        run: int,
        *,
        article_id: str | None = None,
        rejected: Rejected | None = None,
        outcome: Put | None = None,
        refers_to: int | None = None,
    ) -> None:
        """Note that a capture is in the archive, what it became, and when its address was visited.

        *outcome* says what its content did to the article; without one the bytes of the payload decide whether the
        address changed. *refers_to* is the number of the capture whose payload a revisit repeats.
        """
        location = _place(capture)
        self._file(location)
        before = self.payload_before(capture)
        added = self._write(
            "INSERT OR IGNORE INTO captures (url, site, digest, status, media_type, captured, file, offset, length,"
            " article_id, refused_stage, refused_reason, run, refers_to, truncated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture.url,
                capture.site,
                capture.digest,
                capture.status,
                capture.media_type,
                sortable(capture.captured),
                *_columns(location),
                article_id,
                rejected.stage if rejected else None,
                rejected.reason if rejected else None,
                run,
                refers_to,
                capture.truncated,
            ),
        )
        changed = outcome == "changed" if outcome else before not in (None, capture.digest)
        if added:
            number = refers_to or added
            self._note_visit(capture, number, article_id, changed=changed, refused=rejected is not None)
        elif article_id is not None:
            self._note_accepted(capture, article_id, changed=changed)

    def settle(self, location: Location, *, article_id: str | None = None, rejected: Rejected | None = None) -> None:
        """Note that a capture that was taken in before is now understood as an article, or refused for this reason."""
        with self.batch():
            self._write(
                "UPDATE captures SET article_id = ?, refused_stage = ?, refused_reason = ?"
                " WHERE file = ? AND offset = ?",
                (
                    article_id,
                    rejected.stage if rejected else None,
                    rejected.reason if rejected else None,
                    location.file,
                    location.offset,
                ),
            )

    def forgive(self, run: int, url: str, reason: str) -> None:
        """Take a refusal of *run* back: the page became an article after all."""
        with self.batch():
            self._write("DELETE FROM rejected WHERE run = ? AND url = ? AND reason = ?", (run, url, reason))

    def correct(self, article: Article, version: int, capture: Capture) -> Put:
        """Store what the capture of a *version* is understood as today in the place of what it was understood as."""
        article = replace(article, version=version, captured=capture.captured, capture=str(_place(capture)))
        digest = content_digest(article)
        with self.batch():
            row = self._one(
                "SELECT v.digest, v.version = a.current, v.captured FROM versions v"
                " JOIN articles a ON a.id = v.article_id WHERE v.article_id = ? AND v.version = ?",
                (article.id, version),
            )
            # A page that came back to an earlier state has versions of the same capture at different times.
            article = replace(article, captured=datetime.fromisoformat(row[2]))
            self._write(
                "UPDATE versions SET url = ?, title = ?, digest = ?, article = ? WHERE article_id = ? AND version = ?",
                (article.url, article.title, digest, packed(article), article.id, version),
            )
            if row[1]:
                self._make_current(article, capture)
        return "unchanged" if row[0] == digest else "changed"

    def see_again(
        self,
        article_id: str | None,
        capture: Capture,
        run: int,
        *,
        rejected: Rejected | None = None,
        refers_to: int | None = None,
    ) -> None:
        """Note a capture that brought nothing new: its article is still there, or it is *rejected* as it was."""
        with self.batch():
            self.note_capture(
                capture, run, article_id=article_id, rejected=rejected, outcome="unchanged", refers_to=refers_to
            )
            if article_id is not None:
                self._see_again(article_id, capture)

    def mark_gone(self, article_id: str, when: datetime, *, rank: int = 0) -> bool:
        """Note that an article's site no longer had it at *when*.

        False where it is unknown, was gone already, was seen after *when*, or where it came from a better address
        than the one of this *rank* (a print twin that went says nothing of its page). The look is kept all the same:
        an older copy of the page may yet come in from another archive.
        """
        with self.batch():
            self._write(
                "INSERT INTO absences VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)",
                (article_id, sortable(when), rank),
            )
            row = self._one("SELECT gone_since FROM articles WHERE id = ?", (article_id,))
            return self._retell_gone(article_id) and row[0] is None

    def commit_file(self, name: str, length: int) -> None:
        """Note that a WARC file is taken in up to *length* bytes."""
        with self.batch():
            self._write(
                "INSERT INTO warc_files (name, committed) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET committed = max(committed, excluded.committed)",
                (name, length),
            )

    # --- parts of the above -------------------------------------------------------------------------------------

    def _is_seen(self, rows: list[Any], article: Article, capture: Capture, digest: str, rank: int) -> bool:
        """Whether the catalogue has this content already, at this time and from an address as good."""
        if rank < min(row[3] for row in rows):
            return self._took_better_place(article, digest, rank)
        return not _is_news(rows, sortable(capture.captured), digest, rank)

    def _took_better_place(self, article: Article, digest: str, rank: int) -> bool:
        """Whether the same content came from a better address, which then stands in the current version's place."""
        row = self._one(
            "SELECT v.version, v.article FROM versions v JOIN articles a ON a.id = v.article_id"
            " AND a.current = v.version WHERE a.id = ? AND v.digest = ?",
            (article.id, digest),
        )
        if row is None:
            return False
        kept = replace(self._unpacked(row[1], article.id), url=article.url)
        self._write(
            "UPDATE versions SET rank = ?, url = ?, article = ? WHERE article_id = ? AND version = ?",
            (rank, kept.url, packed(kept), article.id, row[0]),
        )
        self._touch(article.id)
        return True

    def _add_version(
        self, article: Article, capture: Capture, location: Location, digest: str, rank: int, run: int
    ) -> None:
        if article.version == 1:
            self._write(
                "INSERT INTO articles (id, seq, site, lang, kind, first_seen, last_seen, current)"
                " VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM articles), ?, ?, ?, ?, ?, 1)",
                (article.id, article.site, article.lang, article.kind, *[sortable(capture.captured)] * 2),
            )
        self._write(
            "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.version,
                sortable(capture.captured),
                article.url,
                article.title,
                digest,
                rank,
                *_columns(location),
                capture.digest,
                run,
                packed(article),
            ),
        )

    def _make_current(self, article: Article, capture: Capture) -> None:
        """Point the article at its newest version of the best rank and take over that version's facts."""
        row = self._one(
            "SELECT version, article FROM versions WHERE article_id = ? ORDER BY rank, captured DESC, version DESC",
            (article.id,),
        )
        shown = article if row[0] == article.version else self._unpacked(row[1], article.id)
        self._keep_stamp(shown)
        shown = self._dated(shown)
        self._write(
            "UPDATE articles SET current = ?, site = ?, lang = ?, kind = ?, dated = ?,"
            " first_seen = min(first_seen, ?) WHERE id = ?",
            (
                row[0],
                shown.site,
                shown.lang,
                shown.kind,
                shown.dated.isoformat() if shown.dated else None,
                sortable(capture.captured),
                article.id,
            ),
        )
        self._see_again(article.id, capture)
        self._touch(article.id)
        self._name(shown)
        for attachment in shown.attachments:
            with suppress(ValueError):  # a link that is no web address leads to no document
                self.link_attachment(shown.id, canonical_url(attachment.url))

    def _redate(self, article_id: str) -> None:
        for named, shown in (
            (article_id, self.page(article_id)),
            (self.resolved(article_id), self.article(article_id)),
        ):
            if shown is None:
                raise ValueError(f"a stamp of {article_id} is kept, but no such article")
            day = shown.dated.isoformat() if shown.dated else None
            self._write("UPDATE articles SET dated = ? WHERE id = ?", (day, named))
            self._name(shown)
            self._touch(named)

    def _name(self, article: Article) -> None:
        self._write("DELETE FROM names WHERE article_id = ?", (article.id,))
        found = [("person", p.id, p.name) for p in article.people]
        found += [("agency", a.id, a.name) for a in article.agencies]
        found += [("province", p, p) for p in article.provinces]
        for kind, name_id, name in found:
            self._write(
                "INSERT OR IGNORE INTO names (article_id, kind, name_id, name) VALUES (?, ?, ?, ?)",
                (article.id, kind, name_id, name),
            )
        self._keep_posts(article)

    def _see_again(self, article_id: str, capture: Capture) -> None:
        """The page was there: a newer look than the last ends its time as a missing one, an older one does not."""
        seen = sortable(capture.captured)
        self._write("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", (seen, article_id))
        self._retell_gone(article_id)

    def _retell_gone(self, article_id: str) -> bool:
        """Say anew since when an article is gone: the first look that missed it after it was last seen.

        From all looks, in whatever order they became known; whether it is gone now and was not, or not since then.
        """
        row = self._one(
            "SELECT gone_since, (SELECT min(looked) FROM absences b WHERE b.article_id = a.id AND looked >= last_seen"
            " AND b.rank <= (SELECT min(rank) FROM versions v WHERE v.article_id = a.id)) FROM articles a WHERE id = ?",
            (article_id,),
        )
        if row is None or row[0] == row[1]:
            return False
        self._write("UPDATE articles SET gone_since = ? WHERE id = ?", (row[1], article_id))
        self._touch(article_id)
        return row[1] is not None

    def _touch(self, article_id: str) -> None:
        self._write(
            "UPDATE articles SET seq = (SELECT max(seq) + 1 FROM articles) WHERE id = ?",
            (article_id,),
        )

    def _file(self, location: Location) -> None:
        """Every place in the archive belongs to a file that the catalogue knows."""
        self._write("INSERT OR IGNORE INTO warc_files (name, committed) VALUES (?, 0)", (location.file,))


def _is_news(rows: list[Any], captured: str, digest: str, rank: int) -> bool:
    """Whether a capture differs from the versions next to it in time (rows: version, captured, digest, rank)."""
    best = min(row[3] for row in rows)
    if rank > best:
        return False
    same_rank = [row for row in rows if row[3] == rank]
    before = [row for row in same_rank if row[1] <= captured][-1:]
    after = [row for row in same_rank if row[1] > captured][:1]
    return all(row[2] != digest for row in before + after)


def packed(article: Article) -> bytes:
    """An article as a version keeps it."""
    return zlib.compress(json.dumps(article.to_json(), ensure_ascii=False).encode("utf-8", "replace"))


def _place(capture: Capture) -> Location:
    if capture.location is None:
        raise ValueError(f"the capture of {capture.url} has no place in the archive yet")
    return capture.location


def _columns(location: Location) -> tuple[str, int, int]:
    return location.file, location.offset, location.length
