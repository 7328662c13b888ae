"""What becomes of each step of an intake in the catalogue: articles, documents, refusals, pages that vanished."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from corpus.boilerplate import Boilerplate
from corpus.drift import LAYOUT
from corpus.errors import ArchiveProblem
from corpus.extract.attachments import Document
from corpus.extract.fit import SHRUNK, held, holds_more, lost_in, lost_signs
from corpus.likeness import kin_of
from corpus.pipeline import NO_BOILERPLATE
from corpus.records import Article, Capture, Rejected
from corpus.repeats import Repeats
from corpus.revisits import Revisit
from corpus.sites import Site
from corpus.store import Known, Store
from corpus.store_fits import READ, SEEN, length_sign, usual_length
from corpus.store_visits import GONE, Full
from corpus.urls import Place, article_id, canonical_url, locate
from corpus.warc import read_capture
from corpus.workers import Understood, understand_one

ARCHIVES = ("--source wayback", "--source commoncrawl")  # runs whose failures say nothing of the site itself
_RUN_FILE = re.compile(r"(?P<label>.+)-(?P<run>[0-9]{6,12})(?:-[0-9]{5})?\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to note in the catalogue: a capture without its body, a refusal, or something known already.

    ``twin`` is the address and digest of a page that stands earlier in the same stream.
    ``revisit`` is a look that brought nothing new, under its canonical address.
    ``file`` and ``end`` say up to where a WARC file is taken in once this step is noted.
    """

    capture: Capture | None = None
    rejected: Rejected | None = None
    known: Known | None = None
    twin: tuple[str, str] | None = None
    revisit: Revisit | None = None
    file: str = ""
    end: int = 0
    size: int = 0


class Storing:
    """Puts steps into the catalogue, each under the run that brought it."""

    def __init__(
        self, store: Store, run_id: int, sites: Mapping[str, Site], folder: Path, learnt: Boilerplate = NO_BOILERPLATE
    ) -> None:
        self._store = store
        self._learnt = learnt
        self._folder = folder
        self._run = run_id
        self._sites = sites
        self._owners: dict[str, int] = {}
        self._crawls: dict[int, bool] = {}
        self._repeats = Repeats()
        self.documents: Counter[str] = Counter()  # of those stored, how many need OCR, how many could not be read
        self._lengths: dict[tuple[int, str], int] = {}

    def look_ahead(self, result: Understood) -> None:
        """Meet a page before it is stored, with those after it: the first that says what many say is no article."""
        if isinstance(result, Article):
            self._repeats.meet(result)

    def store(self, step: Step, result: Understood) -> str:
        """Store one step; returns the name it counts under."""
        run = self.owner(step.file)
        if step.rejected is not None:
            self._store.put_rejected(step.rejected, run)
            return self._store_failed(step.rejected, run)
        if (known := self._store.known(*step.twin) if step.twin else step.known) is not None:
            return self._store_known(step.capture, known, run)
        if step.revisit is not None:
            return self._store_revisit(step.revisit, run)
        if step.capture is None:
            return ""
        if isinstance(result, Article) and (lost := self._lost(result, run)):
            result = held(result, lost)
        if isinstance(result, (Article, Rejected)) and result.layout:
            length = (length_sign(result.body),) if isinstance(result, Article) else ()
            self._note_fit(run, step.capture.site, result.layout, READ, *result.lacks, *length)
        if isinstance(result, Article):
            place = self._place(step.capture)
            return self._store.put(result, step.capture, run, rank=place.rank if place else 0, kin=kin_of(place))
        if isinstance(result, Rejected):
            self._store.put_rejected(result, run, step.capture)
            return "refused"
        if isinstance(result, Document):
            return self._store_document(step.capture, result, run)
        return self._store_unread(step.capture, run)

    def owner(self, file: str) -> int:
        """The run that brought a WARC file: the one in its name, where the catalogue knows it, else the run at work."""
        if file not in self._owners:
            self._owners[file] = self._run
            if (found := _RUN_FILE.fullmatch(file)) and (run := self._store.run(int(found["run"]))):
                label = run.site if run.command.startswith("crawl ") else run.command.partition(" ")[0]
                if label == found["label"]:
                    self._owners[file] = run.id
        return self._owners[file]

    def _store_known(self, capture: Capture | None, known: Known, run: int, *, refers_to: int | None = None) -> str:
        if capture is not None:
            self._store.see_again(known.article_id, capture, run, rejected=known.refused, refers_to=refers_to)
            self._note_known(capture, known, run)
        if known.refused is not None:
            self._store.put_rejected(known.refused, run)
            return "refused"
        return "unchanged"

    def _lost(self, article: Article, run: int) -> tuple[str, ...]:
        """What speaks against storing a page now; only in a crawl, whose end tells whether the site changed."""
        if run not in self._crawls:
            found = self._store.run(run)
            self._crawls[run] = bool(found and found.command.startswith("crawl"))
        if not article.layout or not self._crawls[run]:
            return ()
        before = self._store.page(article.id)
        usual = self._usual_length(article, run)
        known = len(before.body) if before else usual
        # Without a history nothing tells a notice from what a site says on all its pages.
        shared = self._repeats.lost(before, article) if known else ()
        if shared == ("own",) and SHRUNK * len(article.body) >= known:
            shared = ()  # as long as ever: a text that its pages have in common
        short = before is None and SHRUNK * len(article.body) < usual and not holds_more(article)
        return shared or lost_signs(before, article) or (("length",) if short else ())

    def _usual_length(self, article: Article, run: int) -> int:
        """How long the articles of this layout were in the sound crawls before this one; 0 where there was none."""
        if (run, article.layout) not in self._lengths:
            earlier = self._store.sound_fits(article.site, f"{LAYOUT}{article.layout}", run)
            self._lengths[run, article.layout] = usual_length(earlier)
        return self._lengths[run, article.layout]

    def _note_fit(self, run: int, site: str, layout: str, *signs: str) -> None:
        """Count one page of a layout, for :mod:`corpus.drift`."""
        self._store.note_fit(run, site, f"{LAYOUT}{layout}", signs)

    def _note_known(self, capture: Capture, known: Known, run: int) -> None:
        """Count a page that came again as it was: a refused one still lacks what it lacked."""
        place = self._place(capture)
        if place is None or not place.layout or place.rank:
            return
        if known.refused is None:
            self._note_fit(run, capture.site, place.layout, SEEN)
        elif known.refused.stage == "clean":
            self._note_fit(run, capture.site, place.layout, READ, *(lost_in(known.refused.reason) or ("article",)))

    def _store_revisit(self, revisit: Revisit, run: int) -> str:
        """A look that brought nothing new; one whose payload is not in the archive is counted as what it is."""
        full = self._store.full_capture(revisit.url, revisit.digest or None)
        if full is None and revisit.original_url and revisit.digest:
            with suppress(ValueError):
                full = self._store.full_capture(canonical_url(revisit.original_url), revisit.digest)
        if full is None:
            return "revisits"
        capture = Capture(
            url=revisit.url,
            site=revisit.site,
            captured=revisit.captured,
            body=b"",
            digest=full.digest,
            status=revisit.status,
            media_type=revisit.media_type,
            source=revisit.source,
            hints=revisit.hints,
            location=revisit.location,
            etag=revisit.etag,
            modified=revisit.modified,
        )
        if full.url != revisit.url:  # the bytes of another page: what this address is was never read
            self._store.note_capture(capture, run, refers_to=full.number)
            return "revisits"
        if self._store.payload_before(capture) not in (None, full.digest):
            return self._store_returned(capture, full, run)
        known = Known(full.article_id, full.refused)
        return self._store_known(capture, known, run, refers_to=full.number)

    def _store_failed(self, rejected: Rejected, run: int) -> str:
        """A fetch that brought nothing: a failed look, and where the address leads to a list now, the last one."""
        begun = self._store.run(run)
        if rejected.when is None or begun is None or any(name in begun.command for name in ARCHIVES):
            return "refused"
        try:
            url = canonical_url(rejected.url)
        except ValueError:
            return "refused"
        self._store.note_failure(url, rejected.when)
        site = self._sites.get(begun.site)
        if not rejected.moved or site is None:
            return "refused"
        place = locate(url, site)
        gone = self._store.mark_gone(article_id(url, site), rejected.when, rank=place.rank if place else 0)
        return "gone" if gone else "refused"

    def _store_returned(self, look: Capture, full: Full, run: int) -> str:
        """A look that found an earlier payload again after another one: from its time on the page holds that."""
        known = Known(full.article_id, full.refused)
        try:
            capture = read_capture(self._folder, full.location)
        except ArchiveProblem as e:
            logging.getLogger(__name__).warning("a page came back to what the archive lost: %s", e)
            return self._store_known(look, known, run, refers_to=full.number)
        capture = replace(capture, url=look.url, site=look.site, captured=look.captured)
        page = capture if full.article_id or "parent" in capture.hints else None
        result = understand_one(page, self._sites, learnt=self._learnt)
        bare = replace(capture, body=b"")
        if isinstance(result, Document):
            told = self._store_document(bare, result, run)
            self._store.note_capture(look, run, refers_to=full.number)
            return told
        if not isinstance(result, Article) or result.id != full.article_id:
            return self._store_known(look, known, run, refers_to=full.number)
        place = self._place(look)
        outcome = self._store.put(result, bare, run, rank=place.rank if place else 0, kin=kin_of(place))
        self._store.note_capture(look, run, article_id=result.id, outcome=outcome, refers_to=full.number)
        self._note_known(look, known, run)
        return outcome

    def _store_document(self, capture: Capture, document: Document, run: int) -> str:
        parent = capture.hints.get("parent", "")
        with suppress(ValueError):  # a parent that is no web address links nothing
            self._store.link_attachment(article_id(parent, self._sites.get(capture.site)), capture.url)
        self._store.put_attachment(
            capture,
            run,
            filename=unquote(capture.url.partition("?")[0].rpartition("/")[2]),
            document=document,
        )
        self.documents["needs_ocr"] += document.needs_ocr
        self.documents["unread"] += document.state == "unread"
        return "attachments"

    def _store_unread(self, capture: Capture, run: int) -> str:
        """A capture that is no page: an answer of the server, a list, a picture."""
        if capture.status < 400 or capture.hints.get("role") == "robots":
            self._store.note_capture(capture, run)
            return "skipped"
        if capture.status in GONE:
            self._store.note_capture(capture, run)
            id_ = article_id(capture.url, self._sites.get(capture.site))
            gone = self._store.mark_gone(id_, capture.captured, rank=self._rank(capture))
            return "gone" if gone else "skipped"
        answered = Rejected(url=capture.url, stage="fetch", reason=f"the server answered {capture.status}")
        self._store.put_rejected(answered, run, capture)
        return "refused"

    def _rank(self, capture: Capture) -> int:
        place = self._place(capture)
        return place.rank if place else 0

    def _place(self, capture: Capture) -> Place | None:
        return locate(capture.url, self._sites.get(capture.site))
