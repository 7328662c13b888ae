"""Reading kept captures again, with the program and the profile of today: nothing is fetched.

A page that did not fit its layout is refused and kept. Once the profile is corrected, ``khlang reread`` makes articles
of what was refused; with ``--all`` every version is understood anew in its place, under its number, and every document
is read again. Who held which post (:mod:`corpus.store_posts`) is then read from what an older program stored, too.
That is also when boilerplate is learnt
(:mod:`corpus.boilerplate`): were it learnt while pages come in, one page would be read in two ways and look edited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.boilerplate import PAGES, Learning, rank
from corpus.errors import ArchiveProblem
from corpus.extract.document import Document
from corpus.extract.fit import HELD, held, lost_in, lost_signs
from corpus.likeness import kin_of
from corpus.pipeline import edges
from corpus.records import Article, Capture, Location, Progress, Rejected, Run, no_progress
from corpus.repeats import Repeats
from corpus.settings import Settings
from corpus.sites import NAME, Site, load_site, shipped_sites, site_names
from corpus.store import Kept, Store, open_store
from corpus.urls import Place, locate
from corpus.warc import read_capture
from corpus.workers import Understood, understood

COUNTED = ("new", "changed", "unchanged", "refused")


def profile_of(name_or_path: str, settings: Settings) -> Site:
    """The profile to read kept pages with: a path, a shipped or own name, or the name of a site crawled by its path.

    Of the last the file is read again, where it still is, else the profile that the catalogue keeps. Raises
    ``SiteProblem`` for a site that nobody knows.
    """
    if NAME.fullmatch(name_or_path) and name_or_path not in site_names(settings.sites) and settings.catalogue.exists():
        with open_store(settings, readonly=True) as store:
            kept = store.site(name_or_path)
        if kept is not None:
            return load_site(kept.file, settings.sites) if kept.file and Path(kept.file).is_file() else kept
    return load_site(name_or_path, settings.sites)


def reread(
    settings: Settings,
    site: Site | None = None,
    *,
    everything: bool = False,
    accept: bool = False,
    progress: Progress = no_progress,
) -> Run:
    """Read the refused captures of *site* (of all sites) again, with *everything* all versions and documents too.

    *accept* also takes pages that lost what their article had before for new versions. Returns the finished run;
    raises ``StoreProblem`` where the catalogue cannot be written.
    """
    open_store(settings, readonly=True).close()  # where nothing was taken in, none is made to say so
    options = [" --all" if everything else "", " --accept" if accept else ""]
    with open_store(settings) as store:
        store.close_crashed_runs()
        run_id = store.begin_run(f"reread {site.name if site else ''}".strip() + "".join(options), site or "")
        work = _Rereading(store, settings, run_id, [site] if site else [], accept=accept)
        name = site.name if site else ""
        past = store.superseded(name)  # before this run makes articles of more
        if everything:
            work.learn(name)
        work.go_through(store.kept_captures(name, everything=everything), progress)
        if everything:
            work.read_documents(name, progress)
        store.catch_up(progress)
        refused = store.refused_in(run_id)
        counts = {**work.counts(), **work.documents, "refused": refused, "superseded": past}
        message = _message(counts, next((r for _, r in store.rejected(run_id, 1)), None))
        store.end_run(run_id, "partial" if refused else "done", counts, message)
        run = store.run(run_id)
    if run is None:
        raise RuntimeError(f"run {run_id} is not in the catalogue that was told of it")
    return run


def _message(counts: Mapping[str, int], first: Rejected | None) -> str:
    if first is not None:
        refused = counts["refused"]
        return (
            f"{refused} {'page is' if refused == 1 else 'pages are'} still refused, first {first.url}: {first.reason}"
        )
    return "" if any(counts[name] for name in COUNTED) else "no refused page waits to be read again"


def release(
    store: Store, settings: Settings, runs: Sequence[int], site: Site, changed: Iterable[str]
) -> Mapping[str, int]:
    """Take the pages that *runs* held back for new versions after all, but for those of the *changed* layouts.

    A page alone that lost its date was edited; where most of a layout did, the layout changed. A text that several
    articles share is no article even then. Returns what was counted: ``changed``, ``new``, ``unchanged``.
    """
    suspected = set(changed)
    counts: Counter[str] = Counter()
    for run_id in sorted(runs):  # the older first, so that versions come in the order of their captures
        held_back = [
            kept
            for kept in store.kept_captures(site.name, run=run_id)
            if kept.refused
            and HELD in kept.refused.reason
            and "own" not in lost_in(kept.refused.reason)
            and not ((place := locate(kept.url, site)) and place.layout in suspected)
        ]
        work = _Rereading(store, settings, run_id, [site], accept=True)
        work.go_through(iter(held_back), no_progress)
        counts.update(work.counts())
    return counts


class _Rereading:
    def __init__(self, store: Store, settings: Settings, run_id: int, given: Iterable[Site], *, accept: bool) -> None:
        self._store = store
        self._settings = settings
        self._run = run_id
        self._accept = accept
        self._sites = {site.name: site for site in (*shipped_sites(), *store.sites(), *given)}
        self._counts: Counter[str] = Counter()
        self._repeats = Repeats()
        self._learnt = store.boilerplate()
        self.documents: Counter[str] = Counter()

    def counts(self) -> dict[str, int]:
        return {name: self._counts[name] for name in COUNTED}

    def learn(self, site: str) -> None:
        """Learn which lines come back on the pages of *site* (of all), from at most :data:`PAGES` of each layout."""
        chosen: dict[tuple[str, str], dict[int, Kept]] = {}
        for kept in self._store.kept_captures(site, everything=True):
            if kept.version is None or not kept.article_id:
                continue
            place = locate(kept.url, self._sites.get(kept.site))
            pages = chosen.setdefault((kept.site, place.layout if place else ""), {})
            pages[rank(kept.article_id)] = kept  # the newest version of each
            if len(pages) > PAGES:
                del pages[max(pages)]
        learning = Learning()
        read: set[str] = set()
        for pages in chosen.values():
            for kept in pages.values():
                try:
                    capture = read_capture(self._settings.warc, kept.location)
                except ArchiveProblem:
                    continue  # going through them says so
                group, found = edges(replace(capture, url=kept.url, site=kept.site), self._sites.get(kept.site))
                learning.meet(group, kept.article_id or kept.url, found)
                read.add(group)
        self._learnt = learning.learnt()
        with self._store.batch():
            self._store.learn_boilerplate(self._learnt, frozenset(read))

    def go_through(self, kept: Iterator[Kept], progress: Progress) -> None:
        """Understand and store all of *kept*, a batch at a time."""
        batch: list[tuple[Kept, Capture, Understood]] = []
        for (one, capture), result in understood(
            self._captures(kept), self._sites, self._settings.processes, learnt=self._learnt
        ):
            batch.append((one, replace(capture, body=b""), result))
            if len(batch) >= self._settings.batch:
                self._store_batch(batch)
                progress(sum(self._counts.values()), None, f"reading again: {sum(self._counts.values()):,} pages")
                batch.clear()
        self._store_batch(batch)

    def read_documents(self, site: str, progress: Progress) -> None:
        """Read the documents of *site* (of all) again, each stored when it is read: one may have megabytes of text.

        What could be read before, and cannot now that its copy is lost or takes too long, stays as it was.
        """
        for (url, location), result in understood(self._documents(site), self._sites, self._settings.processes):
            if isinstance(result, Document):
                self._store.correct_attachment(url, location, result)
                self.documents["attachments"] += 1
                self.documents["needs_ocr"] += result.needs_ocr
                self.documents["unread"] += result.state == "unread"
            elif isinstance(result, Rejected):
                self._store.put_rejected(result, self._run)
                self._counts["refused"] += 1
            count = self.documents["attachments"]
            progress(count, None, f"reading again: {count:,} documents")

    def _documents(self, site: str) -> Iterator[tuple[tuple[str, Location], Capture]]:
        for url, name, location in self._store.kept_documents(site):
            try:
                capture = read_capture(self._settings.warc, location)
            except ArchiveProblem as e:
                self._store.put_rejected(Rejected(url=url, stage="read", reason=str(e)), self._run)
                self._counts["refused"] += 1
                continue
            hints = {"parent": "", **capture.hints}  # as a document of an article, whatever brought it here
            yield (url, location), replace(capture, url=url, site=name, hints=hints)

    def _captures(self, kept: Iterator[Kept]) -> Iterator[tuple[tuple[Kept, Capture], Capture]]:
        for one in kept:
            try:
                capture = read_capture(self._settings.warc, one.location)
            except ArchiveProblem as e:
                self._store.put_rejected(Rejected(url=one.url, stage="read", reason=str(e)), self._run)
                self._counts["refused"] += 1
                continue
            capture = replace(capture, url=one.url, site=one.site)
            yield (one, capture), capture

    def _store_batch(self, batch: Sequence[tuple[Kept, Capture, Understood]]) -> None:
        for _, _, result in batch:
            if isinstance(result, Article):
                self._repeats.meet(result)
        with self._store.batch():
            for kept, capture, result in batch:
                self._counts[self._store_one(kept, capture, result)] += 1

    def _store_one(self, kept: Kept, capture: Capture, result: Understood) -> str:
        asked = kept.version is not None or self._accept
        if isinstance(result, Article) and not asked and (lost := self._lost(result)):
            result = held(result, lost)
        if isinstance(result, Article):
            place = self._place(capture)
            if kept.version is not None and kept.article_id == result.id:
                return self._store.correct(result, kept.version, capture, kin=kin_of(place))
            if kept.refused:
                self._store.forgive(self._run, kept.url, kept.refused.reason)
            put = self._store.put(result, capture, self._run, rank=place.rank if place else 0, kin=kin_of(place))
            self._store.settle(kept.location, article_id=result.id)
            return put
        if isinstance(result, Rejected):
            self._store.put_rejected(result, self._run)
            if kept.version is None:  # a version that would be refused today stays what it is
                self._store.settle(kept.location, rejected=result)
            return "refused"
        return ""

    def _lost(self, article: Article) -> tuple[str, ...]:
        """What still speaks against a page that was refused. What is new was asked for by name: it may come."""
        before = self._store.page(article.id)
        return self._repeats.lost(before, article) or (lost_signs(before, article) if before else ())

    def _place(self, capture: Capture) -> Place | None:
        return locate(capture.url, self._sites.get(capture.site))
