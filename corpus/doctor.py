"""The health of a data folder: what is wrong, and for each thing the sentence that says how to repair it.

Looks and never touches: repairing is done by the next import or crawl, or by the command that a finding names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus.archives import COPIED
from corpus.cdxj import fault_of_index
from corpus.errors import SEE_DOCTOR, ArchiveProblem, StoreProblem
from corpus.findings import Finding, plural
from corpus.members import whole_until
from corpus.processes import lock_holder, number_of
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.store_read import ENDED_SILENTLY
from corpus.upkeep import look_after
from corpus.warc import in_use, read_capture

__all__ = ["Finding", "examine"]

SAMPLE = 200  # captures that a quick look reads, spread over the archive
LEAST_FREE = 1_000_000_000  # bytes free below which a crawl will soon fail
SHOWN = 5  # findings of one kind told one by one
RESTORE = "restore it from a backup"
AGAIN = "run khlang import or khlang crawl: its start puts this right"


def examine(settings: Settings, *, quick: bool = False) -> Iterator[Finding]:
    """Findings on the data folder, in the order in which repairs should be made.

    Every capture is read and held against its digest; with *quick* only :data:`SAMPLE` of them, spread over the
    archive, and of the WARC files only their ends.
    """
    if (unusable := _folder(settings.data)) is not None:
        yield unusable
        return
    yield Finding("ok", f"the data folder {settings.data} can be read and written")
    yield _space(settings.data)
    yield _lock(settings.data / "writer.lock")
    if not settings.catalogue.exists():
        yield _no_catalogue(settings)
        return
    try:
        with open_store(settings, readonly=True) as store:
            yield from _catalogue(store, quick)
            yield from _runs(store)
            yield from _files(store, settings.warc, quick)
            yield from _captures(store, settings.warc, quick)
            yield from _documents(store)
            yield from look_after(store, settings, datetime.now(UTC))
    except StoreProblem as e:
        text = str(e)
        whole = text.removesuffix(SEE_DOCTOR)
        yield Finding("error", whole, _renewed(settings) if whole != text else RESTORE)


def _folder(data: Path) -> Finding | None:
    if not data.exists():
        return Finding("error", f"there is no data folder {data}", "choose another with --data, or take pages in first")
    if not data.is_dir():
        return Finding("error", f"{data} is not a folder", "choose another with --data")
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return Finding("error", f"the data folder {data} cannot be read and written", "change its owner or its rights")
    return None


def _renewed(settings: Settings) -> str:
    """How to get a catalogue again in place of a destroyed one: from a backup, or from the pages that are kept."""
    way = "restore a backup into a new data folder: khlang --data NEW restore FILE"
    if not any(settings.warc.glob("*.warc*")):
        return way
    away = f"move {settings.catalogue.name} and the files called like it away"
    return f"{way}; without one {away}, and run khlang import or khlang crawl: its start reads the WARC files again"


def _space(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    text = f"{free / 1e9:.1f} GB are free on the disk of {data}"
    if free < LEAST_FREE:
        return Finding("warning", text, "make room before the next crawl")
    return Finding("ok", text)


def _lock(path: Path) -> Finding:
    try:
        holder = lock_holder(path)
    except OSError as e:
        return Finding("error", f"the lock file {path} cannot be read: {e.strerror}", "change its owner, or delete it")
    if holder is None:
        return Finding("ok", "no command is writing the catalogue")
    who = f"a command is writing now (process {number_of(holder)})"
    return Finding("warning", who, "look again when it is done")


def _no_catalogue(settings: Settings) -> Finding:
    if any(settings.warc.glob("*.warc*")):
        return Finding("error", f"there are WARC files but no catalogue {settings.catalogue}", AGAIN)
    return Finding("warning", f"nothing was taken in yet in {settings.data}", "run khlang import or khlang crawl")


def _catalogue(store: Store, quick: bool) -> Iterator[Finding]:
    wrong = list(store.faults(quick=quick))
    yield from _shown((f"the catalogue is damaged: {what}" for what in wrong), "faults of the catalogue")
    if not wrong:
        counts = ", ".join(_counted(number, name) for name, number in store.counts().items() if number)
        yield Finding("ok", f"the catalogue is sound: {counts or 'empty'}")


def _counted(number: int, name: str) -> str:
    return plural(number, name.removesuffix("s")) if name.endswith("s") else f"{number:,} {name}"


def _documents(store: Store) -> Iterator[Finding]:
    """How many documents could be read: pictures and damaged letters are no fault of the archive."""
    counts = store.document_counts()
    all_of_them = sum(number for name, number in counts.items() if name != "ocr")
    if not all_of_them:
        return
    told = [
        f"{number:,} {words}"
        for words, number in (("need OCR", counts["ocr"]), ("could not be read", counts.get("unread", 0)))
        if number
    ]
    yield Finding("ok", f"of {plural(all_of_them, 'document')} {', '.join(told) or 'all could be read'}")


def _runs(store: Store) -> Iterator[Finding]:
    crashed = store.dead_runs()
    for run_id in crashed[:SHOWN]:
        run = store.run(run_id)
        why = "" if run is None or run.message == ENDED_SILENTLY else f": {run.message}"
        yield Finding("warning", f"run {run_id} crashed{why or ', it ended without a word'}", AGAIN)
    working = store.live_runs()
    for run_id in working:
        run = store.run(run_id)
        yield Finding("ok", f"run {run_id} is at work: {run.command if run else ''}")
    if not crashed and not working:
        yield Finding("ok", "no run was left behind")


def _files(store: Store, folder: Path, quick: bool) -> Iterator[Finding]:
    """Each WARC file against the length up to which the catalogue took it in, and its index against both."""
    committed, working = store.committed(), store.live_runs()
    there = {p.name: p for p in sorted(folder.glob("*.warc*")) if p.name.endswith((".warc", ".warc.gz"))}
    findings = [_missing(folder / name) for name in committed if name not in there]
    busy = {name for name, path in there.items() if _is_busy(path, working)}
    for name, path in there.items():
        findings += () if name in busy else _file(path, committed.get(name, 0), store.offsets_in(name), quick)
    yield from findings
    if busy:
        yield Finding("ok", f"{plural(len(busy), 'WARC file')} being written, and not taken in yet")
    rest = len(there) - len(busy)
    if not findings and (rest or not busy):
        yield Finding("ok", f"{plural(rest, 'WARC file')} {'is' if rest == 1 else 'are'} whole and taken in")


def _is_busy(path: Path, working: Iterable[int]) -> bool:
    """Whether a WARC file is open, or that of a run at work, which takes it in when it has fetched all."""
    if any(f"-{run_id:06d}" in path.name for run_id in working):
        return True
    with suppress(OSError):  # what cannot be opened is told of by the look into it
        return in_use(path)
    return False


def _missing(path: Path) -> Finding:
    return Finding("error", f"the WARC file {path} is missing", RESTORE)


def _file(path: Path, committed: int, offsets: Sequence[int], quick: bool) -> Iterator[Finding]:
    try:
        size = path.stat().st_size
        if size < committed:
            yield Finding("error", f"the WARC file {path} has {size} bytes of {committed}", RESTORE)
            return
        if path.name.endswith(".gz") and not path.name.startswith(COPIED):
            end, _ = whole_until(path, committed if quick else 0)
            if end < size:
                half = Finding("warning", f"the WARC file {path} ends in a half record at byte {end}", AGAIN)
                yield half if end >= committed else _hurt(path, end)
                return
        if size > committed:
            yield Finding("warning", f"the WARC file {path} holds {size - committed} bytes not taken in", AGAIN)
        elif fault := fault_of_index(path, offsets):
            yield Finding("warning", fault, f"delete it if it is there, then {AGAIN}")
    except (OSError, ArchiveProblem) as e:
        yield Finding("error", f"the WARC file {path} cannot be read: {e}", "change its owner, or check the disk")


def _hurt(path: Path, at: int) -> Finding:
    return Finding("error", f"the WARC file {path} is damaged at byte {at}", RESTORE)


def _captures(store: Store, folder: Path, quick: bool) -> Iterator[Finding]:
    """The captured bytes: that they are there and are those their digest was made of."""
    captures = store.counts()["captures"]
    looked = 0
    wrong: list[str] = []
    for url, location, digest in store.locations(max(1, captures // SAMPLE) if quick else 1):
        looked += 1
        try:
            problem = "" if read_capture(folder, location).digest == digest else f"{location} holds another page"
        except ArchiveProblem as e:
            problem = str(e)
        if problem:
            wrong.append(f"the captured bytes of {url} are lost: {problem}")
    yield from _shown(wrong, "captures are lost")
    if not wrong:
        if quick:
            yield Finding("ok", f"the captured bytes are sound in a sample of {looked:,} of {captures:,} captures")
            return
        same = f"; {plural(captures - looked, 'look')} brought nothing new" if captures > looked else ""
        yield Finding("ok", f"the captured bytes of {plural(looked, 'capture')} are sound{same}")


def _shown(wrong: Iterable[str], what: str) -> Iterator[Finding]:
    """The first of many faults told one by one, the rest counted."""
    told = 0
    for told, fault in enumerate(wrong, 1):
        if told <= SHOWN:
            yield Finding("error", fault, RESTORE)
    if told > SHOWN:
        yield Finding("error", f"{told:,} {what}", RESTORE)
