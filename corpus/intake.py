"""Taking pages in: every page goes into the archive first, is then understood, and is noted in the catalogue last.

1. What a crash left is put right: half records are cut off, whole ones that the catalogue does not know are taken in.
2. The sources are read one page after the other (:mod:`corpus.sources`, :mod:`corpus.archives`).
3. A page whose address and bytes are known is only counted; any other is written to the run's WARC file.
4. Pages are understood, by several processes where there are (:mod:`corpus.workers`).
5. The WARC file is made safe on the disk; then one transaction stores the batch together with the length up to
   which the file is now taken in (:mod:`corpus.storing`). Killed anywhere, the next start goes on from that length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.archives import COPIED, remove_half_copies, take_over
from corpus.errors import ArchiveProblem, NewsError
from corpus.extract.document_kinds import MEDIA_TYPES
from corpus.last_words import reserved
from corpus.records import Capture, Progress, Rejected, Run, no_progress
from corpus.revisits import Revisit
from corpus.settings import Settings
from corpus.sites import Site, load_site, shipped_sites
from corpus.sources import Sources, WholeArchive, site_name
from corpus.store import Store, open_store
from corpus.storing import Step, Storing
from corpus.urls import FILE_SCHEME, canonical_url
from corpus.warc import WarcWriter, ensure_index, entries, in_use, repair
from corpus.workers import Understood, understood

READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain", *MEDIA_TYPES.values(), "")
STOPPED = "stopped by hand; the same command again goes on where it stopped"
COUNTED = (
    *("new", "changed", "unchanged", "gone", "refused", "attachments", "skipped", "revisits", "recovered"),
    "bytes",
)
PATIENCE = 600.0  # seconds that another command may keep the catalogue from a run that has begun


_Item = tuple[Step, Capture | None]


def import_paths(
    paths: Sequence[Path], settings: Settings, site: str | None = None, progress: Progress = no_progress
) -> Run:
    """Take in files and folders; returns the finished run.

    *site* (a profile's name or path) reads pages that tell no address. Raises :class:`corpus.errors.ImportProblem`
    for a path that cannot be read at all, ``SiteProblem`` for an unknown site, and ``ArchiveProblem`` or
    ``StoreProblem`` where the data folder cannot be written; what was stored before is kept then.
    """
    profile = load_site(site, settings.sites) if site else None
    sources = Sources(paths, profile, settings.max_page_bytes)
    label = " ".join(["import", *(path.name for path in paths[:3]), *(["…"] if len(paths) > 3 else [])])
    with open_store(settings) as store:
        store.close_crashed_runs()
        run_id = store.begin_run(label, profile or "")
        intake = _Intake(store, settings, run_id, [profile] if profile else [], progress)
        with reserved(settings.data, run_id) as last_words:
            try:
                intake.note(intake.left_overs())
                intake.call_recovered()
                with WarcWriter(settings.warc, f"import-{run_id:06d}", settings.warc_bytes) as writer:
                    intake.note(intake.from_sources(sources, writer), writer)
            except NewsError as e:
                try:
                    store.end_run(run_id, "failed", intake.counts(), str(e))
                except NewsError:  # a disk too full for the page may be too full for this as well
                    last_words(str(e))
                raise
            except KeyboardInterrupt:
                store.end_run(run_id, "partial", intake.counts(), STOPPED)
                raise
        counts = intake.counts()
        counts["merged"] = store.merged_in(run_id)
        counts["new"] = max(0, counts["new"] - counts["merged"])
        refused = counts["refused"]
        first = next((r for _, r in store.rejected(run_id, 1)), None)
        message = f"{first.url}: {first.reason}" if first else ""
        if refused > 1:
            message = f"{refused} pages refused; the first: {message}"
        store.end_run(run_id, "partial" if refused else "done", counts, message)
        run = store.run(run_id)
    if run is None:
        raise RuntimeError(f"run {run_id} is not in the catalogue that was told of it")
    return run


def take_in(
    settings: Settings, run_id: int, progress: Progress = no_progress, sites: Iterable[Site] = ()
) -> Mapping[str, int]:
    """Bring the catalogue up to what lies in the WARC folder, for a run that is under way; returns its counts.

    Used after a crawl; *sites* are profiles that do not ship with the program. The counts are noted with the run
    too, which stays running: the caller ends it. Another command that writes is waited for.
    """
    with open_in_turn(settings, progress) as store:
        intake = _Intake(store, settings, run_id, sites, progress)
        intake.note(intake.left_overs())
        counts = intake.counts()
        store.note_counts(run_id, counts)
    return counts


def open_in_turn(settings: Settings, progress: Progress = no_progress) -> Store:
    """The catalogue opened for a run that has begun: another command that writes now is waited for."""
    return open_store(
        settings, patience=PATIENCE, waiting=lambda: progress(0, None, "waiting for another khlang command")
    )


class _Intake:
    """One run's way of pages into the archive and the catalogue."""

    def __init__(
        self, store: Store, settings: Settings, run_id: int, sites: Iterable[Site], progress: Progress
    ) -> None:
        self._store = store
        self._settings = settings
        self._run = run_id
        given = tuple(sites)
        self._sites = {site.name: site for site in (*shipped_sites(), *store.sites(), *given)}
        self._given = given[0] if given else None
        self._progress = progress
        self._counts: Counter[str] = Counter()
        # Captures handed out to be understood and not yet in the catalogue, by address and bytes and by address.
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._urls_under_way: Counter[str] = Counter()
        self._label = ("", 0, 0)
        self._learnt = store.boilerplate()  # what khlang reread --all found; a page read otherwise would look edited
        self._storing = Storing(store, run_id, self._sites, settings.warc, self._learnt)

    def counts(self) -> dict[str, int]:
        """What this run did so far; ``refused`` counts pages, each once."""
        counted = {name: self._counts[name] for name in COUNTED}
        documents = {name: self._storing.documents[name] for name in ("needs_ocr", "unread")}
        return {**counted, **documents, "refused": self._store.refused_in(self._run)}

    def call_recovered(self) -> None:
        """Count what was taken in so far as recovered: the sources may bring the same pages again."""
        pages = sum(self._counts[name] for name in ("new", "changed", "unchanged", "attachments"))
        self._counts = Counter({"recovered": pages})

    def note(self, items: Iterable[_Item], writer: WarcWriter | None = None) -> None:
        """Understand and store all *items*, a batch at a time; *writer* is made safe on the disk before each."""
        batch: list[tuple[Step, Understood]] = []
        for step, result in understood(items, self._sites, self._settings.processes, learnt=self._learnt):
            batch.append((step, result))
            if len(batch) >= self._settings.batch:
                self._store_batch(batch, writer)
                batch.clear()
        self._store_batch(batch, writer)

    # --- where pages come from ----------------------------------------------------------------------------------

    def left_overs(self) -> Iterator[_Item]:
        """Everything in the WARC folder that the catalogue does not know, after repairing cut-off ends."""
        folder = self._settings.warc
        remove_half_copies(folder)
        committed = self._store.committed()
        busy = set(self._store.live_runs()) - {self._run}
        for path in sorted(folder.glob("*.warc*")):
            done = committed.get(path.name, 0)
            if not path.name.endswith((".warc", ".warc.gz")) or self._storing.owner(path.name) in busy or in_use(path):
                continue
            size = path.stat().st_size
            if size > done and path.name.endswith(".gz") and not path.name.startswith(COPIED):
                try:
                    repair(path, done)
                except ArchiveProblem as e:
                    yield self._refusal(Rejected(url=path.name, stage="read", reason=str(e)))
            if size != done:
                yield from self._from_file(path, done)
            elif size:
                ensure_index(path)

    def from_sources(self, sources: Sources, writer: WarcWriter) -> Iterator[_Item]:
        """Every page of the sources, each written to the archive first unless it is known."""
        for found in sources:
            self._label = ("reading files", sources.done, sources.total)
            if isinstance(found, Rejected):
                yield self._refusal(found)
            elif isinstance(found, WholeArchive):
                yield from self._from_archive(found)
            elif self._under_way[found.url, found.digest]:
                yield Step(twin=(found.url, found.digest)), None
            elif known := self._store.known(found.url, found.digest):
                yield Step(known=known), None
            else:
                written = writer.write(found)
                yield self._fresh(written, writer.end)

    def _from_archive(self, archive: WholeArchive) -> Iterator[_Item]:
        for copied in take_over(archive, self._settings.warc):
            if isinstance(copied, Rejected):
                yield self._refusal(copied)
                continue
            done = self._store.committed().get(copied.name, 0)
            if done == copied.stat().st_size:
                for known in self._store.known_in(copied.name):
                    yield Step(known=known), None
            else:
                yield from self._from_file(copied, done)

    def _from_file(self, path: Path, start: int) -> Iterator[_Item]:
        """The captures of a WARC file from byte *start* on, and last that the file is taken in."""
        size = path.stat().st_size
        for end, entry in entries(path, start, self._settings.max_page_bytes):
            self._label = ("reading what came", end, size)
            if isinstance(entry, Rejected):
                yield Step(rejected=entry, file=path.name, end=end), None
            elif isinstance(entry, Revisit):
                yield Step(revisit=self._placed_revisit(entry), file=path.name, end=end), None
            elif (capture := self._placed(entry)) is None:
                yield Step(file=path.name, end=end), None  # urn:, dns:, …: what archiving tools note for themselves
            elif not self._urls_under_way[capture.url] and self._store.newest_digest(capture.url) == capture.digest:
                known = self._store.known(capture.url, capture.digest)
                yield Step(capture=replace(capture, body=b""), known=known, file=path.name, end=end), None
            else:
                yield self._fresh(capture, end)
        ensure_index(path)
        yield Step(file=path.name, end=size), None

    def _placed(self, capture: Capture) -> Capture | None:
        """A capture of an archive under its canonical address and its site; None for what is no page."""
        if capture.url.startswith(FILE_SCHEME):
            return capture
        place = self._place(capture.url, capture.site)
        return replace(capture, url=place[0], site=place[1]) if place else None

    def _placed_revisit(self, revisit: Revisit) -> Revisit | None:
        """A revisit under its canonical address and its site; None for what is no page."""
        place = self._place(revisit.url, revisit.site)
        return replace(revisit, url=place[0], site=place[1]) if place else None

    def _place(self, url: str, site: str) -> tuple[str, str] | None:
        """The canonical address of *url* and its site: the one told, where we know it, else that of the address."""
        try:
            url = canonical_url(url)
        except ValueError:
            return None
        return url, site if site in self._sites else site_name(url, self._given)

    def _fresh(self, capture: Capture, end: int) -> _Item:
        self._under_way[capture.url, capture.digest] += 1
        self._urls_under_way[capture.url] += 1
        if capture.location is None:
            raise ValueError(f"the capture of {capture.url} was not written")
        step = Step(replace(capture, body=b""), file=capture.location.file, end=end, size=len(capture.body))
        return step, capture if _is_read(capture) else None

    def _refusal(self, rejected: Rejected) -> _Item:
        return Step(rejected=rejected), None

    def _store_batch(self, batch: Sequence[tuple[Step, Understood]], writer: WarcWriter | None) -> None:
        if not batch:
            return
        if writer is not None:
            writer.commit()
        counted: Counter[str] = Counter()
        ends: dict[str, int] = {}
        for _, result in batch:
            self._storing.look_ahead(result)
        with self._store.batch():
            for step, result in batch:
                if step.file:
                    ends[step.file] = max(step.end, ends.get(step.file, 0))
                counted[self._storing.store(step, result)] += 1
                counted["bytes"] += step.size
            for name, end in ends.items():
                self._store.commit_file(name, end)
        self._counts += counted
        for step, _ in batch:
            if step.capture is not None and step.known is None:
                self._under_way[step.capture.url, step.capture.digest] -= 1
                self._urls_under_way[step.capture.url] -= 1
        self._under_way += Counter()  # drops what has come down to nothing
        self._urls_under_way += Counter()
        self._tell()

    def _tell(self) -> None:
        name, done, total = self._label
        pages = sum(self._counts[key] for key in ("new", "changed", "unchanged", "refused", "attachments"))
        self._progress(
            100 * done // total if total else 100, 100, f"{name}: {pages:,} {'page' if pages == 1 else 'pages'}"
        )


def _is_read(capture: Capture) -> bool:
    """Whether a capture holds something to understand: crawls also keep lists and robots.txt, archives pictures."""
    if not 200 <= capture.status < 300 or "role" in capture.hints:
        return False
    return "parent" in capture.hints or capture.media_type in READ_TYPES
