"""Every error meant for a person: fact, value, repair, in one sentence.

::

    NewsError                exit code 1: refused or failed
    ├── UsageProblem         exit code 2: the command or a setting was given wrongly
    ├── SettingsProblem      exit code 2: khlang.toml, KHLANG_… or a flag holds a value that cannot be used
    ├── SiteProblem          a site profile is missing or not understood
    ├── ImportProblem        a path given to import cannot be read at all
    ├── ArchiveProblem       a WARC file is missing, cut off or damaged
    ├── StoreProblem         the catalogue cannot be opened, is damaged or is of another version
    ├── CrawlProblem         a crawl could not start or was stopped
    │   └── SlotTaken        another run has the slot of the schedule, or is at work on the site
    ├── IndexProblem         no index, or one that cannot be used
    └── ServeProblem         the web server could not start

Anything that is not a :class:`NewsError` is a bug and keeps its traceback.
"""

from __future__ import annotations

import errno
from pathlib import Path

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3


class NewsError(Exception):
    """A failure that a person can understand and repair; its text is the whole message."""

    exit_code = EXIT_FAILED


class UsageProblem(NewsError):
    """The command line asks for something that cannot be done as written."""

    exit_code = EXIT_USAGE


class SettingsProblem(NewsError):
    """A setting holds a value that cannot be used."""

    exit_code = EXIT_USAGE


class SiteProblem(NewsError):
    """A site profile is missing or not understood."""


class ImportProblem(NewsError):
    """A path given to import cannot be read at all."""


class ArchiveProblem(NewsError):
    """A WARC file is missing, cut off or damaged."""


class StoreProblem(NewsError):
    """The catalogue cannot be opened, is damaged or belongs to another version of this program."""


class CrawlProblem(NewsError):
    """A crawl could not start or was stopped."""


class SlotTaken(CrawlProblem):
    """Another run has this slot of the schedule, or is at work on the site."""


class IndexProblem(NewsError):
    """There is no index, or it cannot be used."""


class ServeProblem(NewsError):
    """The web server could not start."""


def cannot_write(path: Path, error: OSError) -> ArchiveProblem:
    """The problem of a file in the archive that the system did not let us write."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    repair = "make room on the disk" if full else "change its owner, or check the disk,"
    return ArchiveProblem(
        f"cannot write {path}: {error.strerror}; {repair} and run the same command again,"
        " nothing that was stored is harmed"
    )


SEE_DOCTOR = "; khlang doctor says how to repair it"  # the end of a message that the doctor need not repeat


def cannot_write_in(folder: Path, error: OSError) -> StoreProblem:
    """The problem of a data folder in which the system did not let us make a file."""
    return StoreProblem(
        f"cannot write in the data folder {folder}: {error.strerror}; change its owner or choose another with --data"
    )
