"""What a generation of the index says of itself: what it was made with, of which catalogue, and its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpus.errors import IndexProblem
from index.generations import MANIFEST, REBUILD, replace_file
from index.own_words import NONE, OwnWords, read_own_words
from index.schema import SCHEMA_VERSION
from index.tokens import Tokeniser, normaliser_digest, tokeniser_with

Mark = tuple[int, str]  # bytes and BLAKE2b digest of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an index was built with, and up to which change of the catalogue; ``documents`` counts the live ones.

    ``engine``, ``dictionary`` (that of this program), ``normaliser`` and ``own`` (the user's words) say how texts were
    cut, the latter three by digests. ``born`` tells the catalogue (:meth:`corpus.store.Store.born`), ``files`` the size
    and the digest of every file.
    """

    schema: int
    engine: str
    dictionary: str
    normaliser: str
    own: str
    whoosh: str
    seq: int
    documents: int
    born: str
    files: Mapping[str, Mark]

    @classmethod
    def now(
        cls, tokeniser: Tokeniser, seq: int, documents: int, born: str = "", files: Mapping[str, Mark] | None = None
    ) -> Manifest:
        """The manifest of an index written by this program."""
        return cls(
            schema=SCHEMA_VERSION,
            engine=tokeniser.engine,
            dictionary=tokeniser.dictionary.digest,
            normaliser=normaliser_digest(),
            own=tokeniser.own.digest,
            whoosh=version("whoosh3"),
            seq=seq,
            documents=documents,
            born=born,
            files=files or {},
        )

    def write(self, folder: Path) -> None:
        """Put it into the generation *folder*, in one step."""
        replace_file(folder / MANIFEST, json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the generation *folder*; :class:`IndexProblem` when it is missing or damaged."""
        try:
            data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if missing := {f.name for f in fields(cls)} - data.keys():
                raise IndexProblem(
                    f"the index in {folder} is of another version of this program (no {min(missing)} in"
                    f" its {MANIFEST}); {REBUILD}"
                )
            data["files"] = {str(name): (int(size), str(digest)) for name, (size, digest) in data["files"].items()}
            return cls(**{f.name: data[f.name] for f in fields(cls)})
        except (OSError, ValueError, TypeError, AttributeError) as e:
            raise IndexProblem(f"the index in {folder} has no readable {MANIFEST} ({e}); {REBUILD}") from e

    def require(self, tokeniser: Tokeniser, folder: Path) -> None:
        """:class:`IndexProblem` unless this program cuts words and lays out fields as the index was built.

        The user's own words may differ: an update takes them in (:mod:`index.recut`).
        """
        ours = self.now(tokeniser, self.seq, self.documents)
        differing = [
            f"{what} {theirs}, but this program has {mine}"
            for what, theirs, mine in (
                ("layout of its fields", self.schema, ours.schema),
                ("whoosh3", self.whoosh, ours.whoosh),
                ("engine of words", self.engine, ours.engine),
                ("Thai dictionary", self.dictionary, ours.dictionary),
                ("normaliser of texts", self.normaliser, ours.normaliser),
            )
            if theirs != mine
        ]
        if differing:
            raise IndexProblem(f"the index in {folder} was built with {'; '.join(differing)}; {REBUILD}")

    def require_files(self, folder: Path) -> None:
        """:class:`IndexProblem` unless every file is there in its full length; costs one call of the system each."""
        for name, (size, _) in self.files.items():
            try:
                found = (folder / name).stat().st_size
            except OSError as e:
                raise _damaged(folder, f"{name}: {e.strerror}") from e
            if found != size:
                raise _damaged(folder, f"{name} has {found:,} bytes of {size:,}")

    def changed_files(self, folder: Path) -> Iterator[str]:
        """The files whose bytes are not those that were written; reads all of them."""
        for name, mark in self.files.items():
            if mark_of(folder / name) != mark:
                yield name

    def damaged_file(self, folder: Path) -> str:
        """The first file that :meth:`changed_files` finds or that cannot be read, and why; ``""`` for none."""
        try:
            return next(self.changed_files(folder), "")
        except OSError as e:
            return f"{Path(e.filename or folder).name}: {e.strerror}"

    def own_words(self, folder: Path) -> OwnWords:
        """The user's own words that the index in *folder* was built with; :class:`IndexProblem` where they are lost."""
        if not self.own:
            return NONE
        try:
            words = read_own_words(folder / own_file(self.own))
        except IndexProblem as e:
            raise _damaged(folder, str(e)) from e
        if words.digest != self.own:
            raise _damaged(folder, f"{own_file(self.own)} holds other words")
        return words

    def tokeniser(self, folder: Path, *, reading: bool = False) -> Tokeniser:
        """What the index in *folder* was cut into words by, with the words of the user that it knows.

        One for *reading* is there sooner. Raises :class:`IndexProblem` where this program cuts in another way.
        """
        words = tokeniser_with(self.own_words(folder), folder.parent, reading=reading)
        self.require(words, folder)
        return words

    @property
    def name(self) -> str:
        """A name that no other generation has: a digest of those of its files."""
        return hashlib.blake2b(repr(sorted(self.files.items())).encode(), digest_size=8).hexdigest()

    def __str__(self) -> str:
        own = f" and own words {self.own}" if self.own else ""
        return f"{self.engine}, dictionary {self.dictionary}{own}, whoosh3 {self.whoosh}, schema {self.schema}"


def written(folder: Path) -> datetime:
    """When the generation *folder* was finished: its manifest is the last of its files; :class:`IndexProblem`."""
    try:
        return datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, UTC)
    except OSError as e:
        raise IndexProblem(f"the index in {folder} has no readable {MANIFEST} ({e}); {REBUILD}") from e


def own_file(digest: str) -> str:
    """The name of the file in which an index keeps the user's words of this *digest*."""
    return f"own-{digest}.txt"


def keep_own_words(folder: Path, words: OwnWords) -> None:
    """Have *words*, and no others of the user, in the generation *folder*."""
    for path in folder.glob(own_file("*")):
        if path.name != own_file(words.digest):
            path.unlink()
    if words.words:
        replace_file(folder / own_file(words.digest), words.to_text())


def mark_of(path: Path) -> Mark:
    """The bytes of a file and the digest of them; raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        return file.tell(), digest


def _damaged(folder: Path, what: str) -> IndexProblem:
    return IndexProblem(f"the index in {folder} is damaged: {what}; {REBUILD}")
