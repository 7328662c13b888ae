"""Thai abbreviations in running text: where they stand, and one form for every way of writing one.

``ก.พ.ร.`` is one word and never ``ก.พ.`` with something behind it. The last full stop is often forgotten (``ก.พ.ร``),
blanks come in between (``พ . ศ .``, ``พล. อ.``), and some leave out all full stops (``อบต``). One form stands for all
of them, as long as nothing else is written with the same letters: ``กพร.`` may be another body than ``ก.พ.ร.``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.extract import agencies

BARE = 3  # letters of an abbreviation that is known without any full stop
_UNIT = r"[เ-ไ]?[ก-ฮ]{1,3}[ะ-ฺ็-๎]{0,2}"
_LAST = r"[ก-ฮ](?![ก-๎.])"  # the last full stop is often forgotten: ก.พ.ร
_GENERIC = rf"(?<![ก-๎])(?:(?:{_UNIT}\.){{2,}}(?:{_LAST})?|{_UNIT}\.{_LAST})"
_GLUED = rf"(?:[ก-ฮ]\.){{2,}}(?:{_LAST})?"  # สำนักงานก.พ.ร.: the unit before the first dot is one consonant
_ALONE = r"(?<![ก-๎])(?P<alone>[ก-ฮ]{2,6})\.(?![ก-ฮ]{1,6}\.)"  # of ของก.พ.ร. the first letters are none
_PARTED = r"(?:[ก-ฮ]|พล|เม|มี|มิ|จ่า)"  # the units of abbreviations that are met with blanks in between
# พ . ศ . as some pages print it, and พ. ศ., พล. อ.: every full stop with a blank behind it, else ก.พ. ร.10 were ก.พ.ร.
SPACED = rf"(?<![ก-๎.])(?:{_PARTED} \. ?[ก-ฮ] ?\.(?: ?[ก-ฮ] ?\.)*|{_PARTED}\.(?: [ก-ฮ]\.)+(?![ก-ฮ]\.))"

_CONSONANTS = re.compile(r"[ก-ฮ]+")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The known ones of a dictionary. ``forms`` leads from one written with full stops, and from bare letters, on."""

    _pattern: re.Pattern[str] = field(repr=False)
    _words: Collection[str] = field(repr=False)
    _forms: Mapping[str, str] = field(repr=False)
    _bare: Mapping[str, str] = field(repr=False)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where abbreviations stand in *text* between *start* and *end*; they do not overlap."""
        for m in self._pattern.finditer(text, start, end):
            if not m["alone"] or m["alone"] not in self._words:
                yield self._without_word(m.group(), m.start()), m.end()

    def _without_word(self, found: str, at: int) -> int:
        """Where the abbreviation in *found* at *at* begins: ผลก.พ.ร. is the word ผล and ก.พ.ร."""
        if self._dotted(found) in self._forms:
            return at
        for size in range(1, found.find(".")):
            if found[:size] in self._words and self._dotted(found[size:]) in self._forms:
                return at + size
        return at

    @staticmethod
    def _dotted(surface: str) -> str:
        return surface if surface.endswith(".") else surface + "."

    def form(self, surface: str) -> str:
        """The one form of the abbreviation written as *surface*, which ends in a full stop."""
        dotted = self._dotted(surface.replace(" ", ""))
        return self._forms.get(dotted) or self._forms.get(dotted.replace(".", "")) or dotted

    def bare(self, run: str) -> str | None:
        """The form of the abbreviation that *run*, letters without a full stop, is; None where it is none."""
        return self._bare.get(run)


def abbreviations(known: Collection[str], forms: Mapping[str, str], words: Collection[str]) -> Abbreviations:
    """Those that are *known*, longer ones first, with their *forms*; *words* are what they may be mistaken for."""
    bare = {
        letters: forms.get(letters) or forms[name]
        for name in known
        if name.count(".") == 1 and len(letters := name.removesuffix(".")) >= BARE and letters not in words
    }
    bare |= {
        letters: form
        for letters, form in forms.items()
        if "." not in letters and len(letters) >= BARE and letters not in words
    }
    return Abbreviations(_compiled(known, words), words, forms, bare)


def spellings(form: str) -> tuple[str, ...]:
    """The ways in which a text may write the abbreviation *form*, without the last full stop where it may be missing.

    >>> spellings("พล.อ.")[:4], spellings("น.")
    (('พล.อ', 'พล . อ', 'พล. อ', 'พล .อ'), ('น.',))
    """
    parts = form.removesuffix(".").split(".")
    letters = "".join(parts)
    units = list(letters) if _CONSONANTS.fullmatch(letters) else parts
    ways = [between.join(each) for each in (parts, units) for between in (".", " . ", ". ", " .")]
    return tuple(dict.fromkeys(way if "." in way or len(way) >= BARE else way + "." for way in (*ways, letters)))


def _compiled(known: Iterable[str], words: Collection[str]) -> re.Pattern[str]:
    """Known ones may be glued to the word before them; the look ahead keeps the long list off most places."""
    alternatives = "|".join(_one(name, words) for name in known)
    return re.compile(rf"(?=[ก-๎]{{1,8}}\.)(?:{alternatives}|{_GENERIC}|{_GLUED}|{_ALONE})")


def _one(name: str, words: Collection[str]) -> str:
    letters = name.removesuffix(".")
    alone = ""
    if letters in words:
        alone = "(?<![ก-๎])"  # ล้านคน.: the word, not the department
    elif "." not in letters and len(letters) < BARE:
        alone = "(?:(?<![ก-๎])|(?<=กระทรวง)|(?<=กรม)|(?<=สำนักงาน))"  # ประชุมม.ค.: no มม.
    return rf"{alone}{re.escape(letters)}(?:\.|(?![ก-๎.]))" if "." in letters else rf"{alone}{re.escape(letters)}\."


def forms_of(known: Collection[str]) -> dict[str, str]:
    """From each *known* abbreviation, and from letters that can only be one, to the form that stands for all."""
    by_letters: dict[str, list[str]] = {}
    for name in known:
        by_letters.setdefault(name.replace(".", ""), []).append(name)
    forms: dict[str, str] = {}
    for letters, names in by_letters.items():
        if len({agencies.resolve(name) for name in names}) == 1:
            best = max(names, key=lambda name: (name.count("."), name))
            forms |= dict.fromkeys((*names, letters), best)
        else:
            forms |= {name: name for name in names}
    return forms
