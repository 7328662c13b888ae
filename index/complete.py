"""What a person may be about to type: people, bodies and provinces, then titles, by their beginnings.

The squashed texts of all entries stand in one string, and the places where a person may begin to type one in a sorted
array: a name, its other names, each word of a person's name, a title. Looking one up is two bisections of the array.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias, overload
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from corpus.extract.agency_registry import ids_by_name
from corpus.extract.places import province_entries
from corpus.extract.titles import strip_title
from corpus.thai.normalise import fold, squash
from index.arena import Letters
from index.arrays import Array
from index.compact import encode
from index.keyboard import caps_lock, to_latin, to_thai
from index.lexicon import Lexicon
from index.snapshot import Snapshot

Places: TypeAlias = npt.NDArray[np.int32]

LONGEST = 80  # characters of what was typed that are compared
ORDERED = 500  # entries with one beginning that are put in order; of more only the most frequent
_END = b"\0"  # behind each key; below any letter, and of none
_HEADS = ("กระทรวง", "กรม", "สำนักงานคณะกรรมการ", "สำนักงาน", "มหาวิทยาลัย")  # many names begin so, and few people type it
_SLIP = "กระทรวงการ"  # pages put it before every ministry; those that are called so have it as their label
_NEAR, _NEAR_LETTER, _NEAR_FROM = 0.4, 0.1, 4  # how far a beginning may be from what was typed, by its letters
_WITHIN_FROM = 3  # letters of a title that are looked for anywhere in it
_WIDTH = 24  # letters of names that are compared with a slip
_NUMBERS = ("weights", "places", "entries")

_MADE: WeakKeyDictionary[Snapshot, Completions] = WeakKeyDictionary()
_MAKING = threading.Lock()


class Entry(NamedTuple):
    """What is offered, the squashed texts that a person may begin to type for it, and what puts it before others."""

    shown: str
    keys: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Entries by their beginnings; ``places`` are those in ``text``, in the order of what stands there.

    The text is that of :mod:`index.compact`: most keys take one byte a letter, and sort by it all the same.
    """

    shown: Sequence[str]
    weights: Places
    text: bytes
    places: Places
    entries: Places  # of each place, in the same order

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Beginnings:
        """The beginnings of *entries*."""
        rows = list(entries)
        keys = [(encode(key), number) for number, entry in enumerate(rows) for key in entry.keys]
        starts = np.cumsum([0, *(len(key) + 1 for key, _ in keys)])
        order = sorted(range(len(keys)), key=lambda n: keys[n][0])
        return cls(
            shown=Letters.of(entry.shown for entry in rows),
            weights=np.array([entry.weight for entry in rows], np.int32),
            text=b"".join(key + _END for key, _ in keys),
            places=starts[order].astype(np.int32),
            entries=np.array([keys[n][1] for n in order], np.int32),
        )

    def to_arrays(self, name: str) -> dict[str, Array]:
        """As :meth:`from_arrays` reads them, their names beginning with *name*; without what is shown."""
        numbers = {f"{name}.{key}": getattr(self, key) for key in _NUMBERS}
        return {f"{name}.text": np.frombuffer(self.text, np.uint8), **numbers}

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, Array], shown: Sequence[str]) -> Beginnings:
        """The beginnings that :meth:`to_arrays` made these of, with what is *shown* of each; KeyError else."""
        text = arrays[f"{name}.text"].tobytes()  # since bytes are searched in C
        return cls(shown=shown, text=text, **{key: arrays[f"{name}.{key}"] for key in _NUMBERS})

    def begun(self, typed: str, limit: int) -> list[str]:
        """At most *limit* entries that begin with *typed*: those that are nothing else, then the weightiest."""
        key = encode(typed)
        low, high = self._first(key, behind=False), self._first(key, behind=True)
        whole = self._first(key + _END, behind=True)
        exact = self._ordered(self.entries[low:whole], limit)
        return list(dict.fromkeys((*exact, *self._ordered(self.entries[low:high], limit))))[:limit]

    def within(self, typed: str, limit: int) -> list[str]:
        """At most *limit* entries that have *typed* anywhere, in the order of the text."""
        key = encode(typed)
        found: dict[str, None] = {}
        at = self.text.find(key)
        starts, of = np.sort(self.places), self.entries[np.argsort(self.places)]
        while at >= 0 and len(found) < limit:
            n = int(np.searchsorted(starts, at, "right")) - 1
            found.setdefault(self.shown[int(of[n])])
            at = self.text.find(key, self.text.index(_END, at))
        return list(found)

    def _ordered(self, numbers: Places, limit: int) -> list[str]:
        numbers = np.array(sorted(set(numbers.tolist())), np.int32)  # np.unique would load masked arrays
        if len(numbers) > ORDERED:
            least = np.partition(self.weights[numbers], -limit)[-limit]
            numbers = numbers[self.weights[numbers] >= least][:ORDERED]
        rows = sorted((-int(self.weights[n]), self.shown[n]) for n in numbers.tolist())
        return [shown for _, shown in rows[:limit]]

    def _first(self, key: bytes, *, behind: bool) -> int:
        """The first place in order whose text is not before *key*, or with *behind* does not begin with it either."""
        low, high, size = 0, len(self.places), len(key)
        while low < high:
            middle = (low + high) // 2
            place = int(self.places[middle])
            there = self.text[place : place + size]
            if there < key or (behind and there == key):
                low = middle + 1
            else:
                high = middle
        return low


@dataclass(frozen=True, eq=False)
class Completions:
    """All that may be offered of one snapshot."""

    names: Beginnings
    titles: Beginnings
    _spelt: Callable[[], Lexicon] = field(repr=False)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Completions:
        """The names and titles of the live documents of *snapshot*, as they were prepared or worked out now."""
        if prepared := snapshot.prepared:
            names = Letters(prepared["completed.shown"], prepared["completed.shown.at"])
            titles = _Picked(snapshot.table.titles, prepared["completed.documents"])
            spelt = _Picked(names, prepared["completed.spelt"])
            return cls(
                Beginnings.from_arrays("completed.names", prepared, names),
                Beginnings.from_arrays("completed.titles", prepared, titles),
                partial(Lexicon.from_arrays, "spelt", prepared, spelt),
            )
        entries = tuple(_names(snapshot))
        return cls(Beginnings.of(entries), Beginnings.of(_titles(snapshot)), partial(_lexicon, entries))

    def to_arrays(self, snapshot: Snapshot) -> dict[str, Array]:
        """As :meth:`of` reads them for this *snapshot*: titles by their documents, names once."""
        shown = Letters.of(self.names.shown)
        number = {name: n for n, name in enumerate(self.names.shown)}
        return {
            **dict(zip(("completed.shown", "completed.shown.at"), shown.arrays, strict=True)),
            "completed.documents": np.array([doc for doc, _ in _keyed(snapshot)], np.int32),
            "completed.spelt": np.array([number[name] for name in self.spelt.shown], np.int32),
            **self.names.to_arrays("completed.names"),
            **self.titles.to_arrays("completed.titles"),
            **self.spelt.to_arrays("spelt", shown=False),
        }

    @cached_property
    def spelt(self) -> Lexicon:
        """The names as they are compared with a slip; made when a slip first asks for them."""
        return self._spelt()

    def offered(self, typed: str, limit: int) -> tuple[str, ...]:
        """At most *limit* texts for *typed*; as another layout reads it, or nearly so, where nothing begins so."""
        for reading in _readings(typed):
            if found := self._begun(reading, limit):
                return tuple(found)
        key = squash(strip_title(fold(typed)))
        if len(key) < _NEAR_FROM:
            return ()
        near = self.spelt.near(key[:_WIDTH], _NEAR + _NEAR_LETTER * len(key), beginning=True, limit=4 * limit)
        return tuple(dict.fromkeys(self.spelt.shown[at] for _, at in near))[:limit]

    def _begun(self, typed: str, limit: int) -> list[str]:
        key = squash(typed)[:LONGEST]
        bare = squash(strip_title(fold(typed)))[:LONGEST]
        found = dict.fromkeys(self.names.begun(key, limit) if key else ())
        if bare and bare != key:
            found |= dict.fromkeys(self.names.begun(bare, limit))
        if key and len(found) < limit:
            found |= dict.fromkeys(self.titles.begun(key, limit - len(found)))
        if len(key) >= _WITHIN_FROM and len(found) < limit:
            found |= dict.fromkeys(self.titles.within(key, limit - len(found)))
        return list(found)[:limit]


class _Picked(Sequence[str]):
    """Those of *strings* that have these *numbers*."""

    def __init__(self, strings: Sequence[str], numbers: Array) -> None:
        self._strings, self._numbers = strings, numbers

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[str, ...]: ...
    def __getitem__(self, number: int | slice) -> str | tuple[str, ...]:
        if isinstance(number, slice):
            return tuple(self._strings[n] for n in self._numbers[number].tolist())
        return self._strings[int(self._numbers[number])]

    def __len__(self) -> int:
        return len(self._numbers)


def _lexicon(names: Iterable[Entry]) -> Lexicon:
    return Lexicon.of(((key, entry.shown, entry.weight) for entry in names for key in entry.keys), _WIDTH)


def completions(snapshot: Snapshot) -> Completions:
    """The completions of *snapshot*; made once, and let go with it."""
    with _MAKING:
        if snapshot not in _MADE:
            _MADE[snapshot] = Completions.of(snapshot)
        return _MADE[snapshot]


def _readings(typed: str) -> Iterator[str]:
    """*typed*, then what the same keys type on the other layout; of one key nothing can be told."""
    yield typed
    if len(typed) < 2:
        return
    yield from dict.fromkeys((to_thai(typed), to_latin(typed), to_thai(caps_lock(typed))))


def _names(snapshot: Snapshot) -> Iterator[Entry]:
    others: dict[str, list[str]] = defaultdict(list)
    for name, ids in ids_by_name().items():
        for body in ids:
            others[body].append(name)
    for entry in province_entries():
        known = (entry.name_en, *entry.english, *entry.abbreviations, *entry.aliases)
        written = [f"จังหวัด{entry.name_th}", f"จ.{entry.name_th}", *known]  # as it is typed before the name, too
        others[entry.name_th] += [key for name in map(squash, written) for key in (name, name.replace(".", ""))]
    for facet in ("agency", "person", "province"):
        column = snapshot.table.columns[facet]
        counts = column.count(snapshot.live).tolist()
        for value, label, folded, count in zip(column.values, column.labels, column.folded, counts, strict=True):
            if not count:
                continue
            keys = ["".join(folded.split()), *(_parts(folded) if facet == "person" else _behind_head(folded))]
            keys += (o for o in others.get(value, []) if facet != "person" and not o.startswith(_SLIP))
            yield Entry(label, tuple(dict.fromkeys(filter(None, keys))), count)


def _parts(folded: str) -> Iterator[str]:
    """A person's name from each of its words on."""
    words = folded.split()
    return ("".join(words[n:]) for n in range(1, len(words)))


def _behind_head(folded: str) -> Iterator[str]:
    key = "".join(folded.split())
    return (key.removeprefix(head) for head in _HEADS if key.startswith(head))


def _titles(snapshot: Snapshot) -> Iterator[Entry]:
    """Titles, the newest first; signs before the first letter are left out."""
    table = snapshot.table
    return (Entry(table.titles[doc], (key,), int(table.day[doc])) for doc, key in _keyed(snapshot))


def _keyed(snapshot: Snapshot) -> Iterator[tuple[int, str]]:
    """The documents with a title that may be begun, in the order of :func:`_titles`, and how it begins."""
    table = snapshot.table
    for doc in sorted(np.flatnonzero(snapshot.live).tolist(), key=lambda doc: -int(table.day[doc])):
        key = squash(table.titles[doc])
        while key and not key[0].isalnum():
            key = key[1:]
        if key:
            yield doc, key
