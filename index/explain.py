"""Why a page stands where it stands: what each word, each pair of words and each quoted string added to its score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from index.facets import Floats, Ints, Mask
from index.hits import LANGS, Lang, Reason
from index.nearness import Found

# kind → the sentence in Thai and in English; {where} is of FIELDS, {text} and {n} are of the reason
TEXTS: Mapping[str, tuple[str, str]] = {
    "word": ("“{text}” เป็นคำ: {where} · พบใน {n} หน้า", "“{text}” as a word: {where} · on {n} pages"),
    "known": (
        "“{text}” รวมรูปเขียนอื่น: {where} · พบใน {n} หน้า",
        "“{text}” in any of its forms: {where} · on {n} pages",
    ),
    "inside": (
        "“{text}” อยู่ในคำอื่น: {where} · อาจพบใน {n} หน้า",
        "“{text}” inside other words: {where} · on up to {n} pages",
    ),
    "asking": (
        "“{text}” เป็นคำถาม นับน้อย: {where} · พบใน {n} หน้า",
        "“{text}” asks, and counts little: {where} · on {n} pages",
    ),
    "verb": (
        "“{text}” แทนคำนามของคำนี้: {where} · พบใน {n} หน้า",
        "“{text}” in place of the noun made of it: {where} · on {n} pages",
    ),
    "exact": ("ตรงตัว “{text}”: {where} · พบใน {n} หน้า", "exactly “{text}”: {where} · on {n} pages"),
    "together": ("“{text}” ติดกันตามลำดับ: {where}", "“{text}” stand together in this order: {where}"),
    "near": ("“{text}” อยู่ใกล้กัน: {where}", "“{text}” stand near each other: {where}"),
    "recent": ("ข่าวใหม่ (วันที่ {text})", "recent (dated {text})"),
}
FIELDS: Mapping[str, tuple[str, str]] = {
    "title": ("หัวเรื่อง", "title"),
    "lead": ("ความนำ", "lead"),
    "body": ("เนื้อหา", "text"),
    "names": ("ชื่อ", "names"),
    "attached": ("เอกสารแนบ", "attachments"),
}


def sentence(reason: Reason, lang: Lang) -> str:
    """*reason* in *lang*, without its score."""
    at = LANGS.index(lang)
    told = reason.kind in ("together", "near")  # how often is not known of these
    where = ", ".join(FIELDS[name][at] + ("" if told else f" {n:,}") for name, n in reason.where.items())
    return TEXTS[reason.kind][at].format(text=reason.text, where=where, n=f"{reason.pages:,}")


def told_of(reasons: Iterable[Reason], lang: Lang) -> tuple[Reason, ...]:
    """*reasons*, the weightiest first, each with its sentence in *lang*."""
    told = (replace(reason, note=sentence(reason, lang)) for reason in reasons)
    return tuple(sorted(told, key=lambda reason: -reason.score))


@dataclass(slots=True)
class _Entry:
    kind: str
    text: str
    pages: int
    scores: Floats
    where: Callable[[int], Mapping[str, int]]


@dataclass(slots=True)
class Ledger:
    """All that was added to the scores on the way, so that it can be told of single documents; they sum up to them."""

    _entries: list[_Entry] = field(default_factory=list)
    _near: dict[int, tuple[Found, ...]] = field(default_factory=dict)
    _newer: tuple[Floats, Ints] | None = None
    _lower: tuple[Mask, float] | None = None

    def add(self, kind: str, text: str, pages: int, scores: Floats, where: Callable[[int], Mapping[str, int]]) -> None:
        """Note that *scores* were added for *text*, which *pages* documents have; *where* it stands in each."""
        if scores.any():
            self._entries.append(_Entry(kind, text, pages, scores, where))

    def mark(self) -> int:
        """The place that entries from now on stand behind."""
        return len(self._entries)

    def keep(self, mark: int, mask: Mask) -> None:
        """Of what was added since *mark*, only the scores of the documents of *mask* were kept."""
        for entry in self._entries[mark:]:
            entry.scores = np.where(mask, entry.scores, 0.0)

    def drop(self, mark: int) -> None:
        """Nothing of what was added since *mark* was kept."""
        del self._entries[mark:]

    def near(self, doc: int, found: tuple[Found, ...]) -> None:
        """Note that the pairs *found* were added to the score of *doc*."""
        self._near[doc] = found

    def recent(self, newer: Floats, days: Ints) -> None:
        """Note that of all that was added so far, the share *newer* was added again; *days* as in ``Table``."""
        self._newer = newer, days

    def lower(self, mask: Mask, factor: float) -> None:
        """Note that all that was added to the scores of *mask* counted *factor* in the end."""
        self._lower = mask, factor

    def reasons(self, doc: int) -> Iterator[Reason]:
        """What added to the score of *doc*, in the order in which it was added."""
        factor = self._lower[1] if self._lower and self._lower[0][doc] else 1.0
        return (replace(reason, score=factor * reason.score) for reason in self._reasons(doc))

    def _reasons(self, doc: int) -> Iterator[Reason]:
        found = [*self._words(doc), *self._pairs(doc)]
        yield from found
        if self._newer and (added := float(self._newer[0][doc]) * sum(reason.score for reason in found)):
            yield Reason("recent", date.fromordinal(int(self._newer[1][doc])).isoformat(), {}, 0, added)

    def _words(self, doc: int) -> Iterator[Reason]:
        for entry in self._entries:
            if score := float(entry.scores[doc]):
                yield Reason(entry.kind, entry.text, dict(entry.where(doc)), entry.pages, score)

    def _pairs(self, doc: int) -> Iterator[Reason]:
        for each in self._near.get(doc, ()):
            yield Reason(each.closeness, f"{each.pair.first} {each.pair.second}", {each.part: 1}, 0, each.score)
