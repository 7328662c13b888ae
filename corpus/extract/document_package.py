"""Documents that are packages of XML parts, opened within bounds: parts, bytes, time; no entities, no network.

Whatever a package holds, reading it raises :class:`BadPackage`, :class:`TooLarge` or :class:`Enough`, which the
readers turn into what the document is told as.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from corpus.extract.document import Limits
from corpus.extract.sheet import tidy
from corpus.thai.normalise import SHIFTED_FORMS

LOOKS = 500  # events of the XML parser between two looks at the clock
_SHIFTED = str.maketrans(SHIFTED_FORMS)
_END, _END_SIZE = b"PK\x05\x06", 22  # the record at the end of a ZIP file
_ENTRY_LEAST = 46  # bytes of the directory for each member
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError)
_UNSUPPORTED = (NotImplementedError, RuntimeError, ValueError)  # a coding zipfile has not, a password, a bad name
Event = tuple[str, Any]


class BadPackage(Exception):
    """A package that is damaged; its message says how."""


class Damaged(BadPackage):
    """A package that is not whole, or none; its message is that of the program that unpacks."""


class Enough(Exception):
    """So much text was found, or so much time was used, that the rest is left out."""


class TooLarge(Enough):
    """The parts of a package unpack to more than is read."""


@dataclass(slots=True)
class Package:
    """An open package; lives only while one document is read."""

    parts: zipfile.ZipFile
    limits: Limits
    deadline: float
    unpacked: int = 0
    found: list[str] = field(default_factory=list)
    size: int = 0

    @classmethod
    def of(cls, body: bytes, limits: Limits) -> Package:
        """The package that *body* is; its directory is looked at before it is read. Raises :class:`BadPackage`."""
        if _directory_size(body) > limits.members * 2 * _ENTRY_LEAST:
            raise BadPackage("it has too many parts")
        try:
            parts = zipfile.ZipFile(io.BytesIO(body))
        except (*_DAMAGE, *_UNSUPPORTED) as e:
            raise Damaged(str(e)) from e
        return cls(parts, limits, limits.deadline(len(body)))

    def names(self) -> list[str]:
        """The names of all parts, in the order of the directory."""
        return self.parts.namelist()

    def events(self, name: str, ends: Sequence[str], starts: Sequence[str] = ()) -> Iterator[Event]:
        """The elements of the part *name*, each when it ends (or begins, for *starts*), in the order of the document.

        ``("end", element)``: an element of *ends*, with all that is in it and in no other of *ends*: such are cleared
        when the caller is done with them.
        """
        try:
            with self.parts.open(name) as part:
                yield from self._parsed(_Bounded(part, self), ends, starts)
        except KeyError as e:
            raise BadPackage(f"it has no {name}") from e
        except _DAMAGE as e:
            raise Damaged(str(e)) from e
        except _UNSUPPORTED as e:
            raise BadPackage(str(e)) from e

    def _parsed(self, part: _Bounded, ends: Sequence[str], starts: Sequence[str]) -> Iterator[Event]:
        wanted, opening = frozenset(ends), frozenset(starts)
        events = etree.iterparse(
            cast(BinaryIO, part),
            events=("start", "end"),
            tag=(*ends, *starts),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            for count, (event, element) in enumerate(events):
                if count % LOOKS == 0 and time.monotonic() > self.deadline:
                    raise Enough
                if element.tag in (opening if event == "start" else wanted):
                    yield event, element
                if event == "end":
                    _forget(element, wanted)
        except etree.XMLSyntaxError as e:
            if "XML_PARSE_HUGE" in str(e):  # a limit of the parser, whose message tells programmers how to lift it
                raise BadPackage("one of its parts is too large or too deep") from e
            raise BadPackage(f"its XML is damaged ({e})") from e

    def add(self, text: str) -> None:
        """Keep one paragraph, where it holds anything. Raises :class:`Enough` when there is enough text."""
        text = tidy(text.translate(_SHIFTED))
        if text:
            self.found.append(text)
            self.size += len(text)
        if self.size > self.limits.characters:
            raise Enough

    def take(self) -> list[str]:
        """The paragraphs kept so far, which are forgotten: those of one page."""
        found, self.found = self.found, []
        return found


@dataclass(slots=True)
class _Bounded:
    """A part read piece by piece, counted against what the whole package may unpack to."""

    part: Any
    package: Package

    def read(self, size: int = -1) -> bytes:
        data = bytes(self.part.read(size if 0 < size <= 65_536 else 65_536))
        self.package.unpacked += len(data)
        if self.package.unpacked > self.package.limits.unpacked:
            raise TooLarge
        if time.monotonic() > self.package.deadline:
            raise Enough
        return data


def relations(package: Package, name: str) -> dict[str, str]:
    """The targets that the part *name* refers to, by their id, as names of parts; targets outside are left out."""
    folder, base = posixpath.split(name)
    tag = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
    found = {}
    for _, element in package.events(f"{folder}/_rels/{base}.rels", (tag,)):
        target = element.get("Target", "")
        if element.get("TargetMode") != "External":
            joined = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id", "")] = joined
    return found


def _forget(element: Any, wanted: frozenset[str]) -> None:
    """Free what was read: an element's content, and the shell of the one before it. Text between them stays."""
    element.clear(keep_tail=True)
    before = element.getprevious()
    if before is not None and before.tag in wanted and not before.tail:
        element.getparent().remove(before)


def _directory_size(body: bytes) -> int:
    at = body.rfind(_END, max(0, len(body) - _END_SIZE - 65_535))
    if at < 0 or at + _END_SIZE > len(body):
        return 0
    return int(struct.unpack_from("<I", body, at + 12)[0])
