"""The user's own words and an index that was built with others: which articles have to be cut anew.

A word that is added or taken away changes the cut of a text only where its letters stand: the engine looks for words
at places, and every correction behind it looks at the letters of its place. So the articles whose folded texts hold
the letters of such a word are all that an update must cut again, and the index itself tells which they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from corpus.doctor import Finding
from corpus.errors import IndexProblem
from corpus.extract.lexicon import alternation
from corpus.findings import plural
from corpus.settings import Settings
from index.compact import decode, encode
from index.facets import Mask
from index.files import MappedFiles
from index.generations import REBUILD, current
from index.manifest import Manifest
from index.own_words import OwnWords, read_own_words
from index.schema import schema
from index.shown import unsqueeze
from index.texts import Texts
from index.toc import ColumnarIndex

ASKED = 200  # words that are looked for one by one, by the signatures of the texts; more of them in one pass over all
UPDATE = "khlang index update"


def differing(before: OwnWords, now: OwnWords) -> tuple[str, ...]:
    """The words that are in one of the two and not in the other, sorted."""
    return tuple(sorted(set(before.words) ^ set(now.words)))


def other_words(settings: Settings) -> bool:
    """Whether the user's dictionary is another than the index was built with; :class:`IndexProblem` for a bad one."""
    folder = current(settings.index)
    return read_own_words(settings.dictionary) != Manifest.read(folder).own_words(folder)


def affected(folder: Path, words: Iterable[str]) -> list[str]:
    """The ids of the live articles in the generation *folder* that hold the letters of one of *words*.

    Reads the texts that may hold one; of more than :data:`ASKED` words, or for abbreviations, all of them.
    Raises :class:`IndexProblem` where the index cannot be read.
    """
    wanted = sorted(set(words))
    if not wanted:
        return []
    plain = [word for word in wanted if "." not in word]
    try:
        with MappedFiles(folder) as files:
            reader = ColumnarIndex(files, schema()).reader()
            leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
            live = _live(leaves)
            texts = Texts(leaves)
            holding = _holding(texts, leaves, wanted, live) if live.size else live
            if len(plain) == len(wanted) <= ASKED and live.size:
                holding |= _asked(texts, plain, live & ~holding)
            return list(_ids(leaves, holding))
    except IndexProblem:
        raise
    except Exception as e:  # Whoosh meets damage as nearly any error: struct, zlib, pickle, assert, KeyError
        raise IndexProblem(f"the index in {folder} is damaged ({type(e).__name__}: {e}); {REBUILD}") from e


def dictionary_findings(settings: Settings, folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """What is to be said of the user's dictionary: that an update has to take it in, lines that are no words."""
    try:
        now = read_own_words(settings.dictionary)
    except IndexProblem as e:
        yield Finding("error", f"{e}; the index serves with the words it was built with", "correct the file")
        return
    before = manifest.own_words(folder)
    if words := differing(before, now):
        some = ", ".join(words[:3]) + (" …" if len(words) > len(words[:3]) else "")
        text = f"{plural(len(words), 'word')} of your own came or went since the index was written: {some}"
        yield Finding("warning", text, UPDATE)
    if now.skipped:
        text = f"{plural(now.skipped, 'line')} of {settings.dictionary} skipped: no Thai word of 2 to 64 letters"
        yield Finding("warning", text, "correct the file")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the letters of *words* in folded text, those of abbreviations with any full stops and blanks between."""
    wanted = list(words)
    dotted = [word.replace(".", "") for word in wanted if "." in word]
    plain = alternation(word for word in wanted if "." not in word)
    return re.compile("|".join([plain, *(r" ?\.? ?".join(map(re.escape, letters)) for letters in dotted)]))


def _holding(texts: Texts, leaves: list[tuple[Any, int]], wanted: list[str], live: Mask) -> Mask:
    """The documents whose names hold one of the words, and their texts where those are not asked word by word."""
    found = np.zeros(live.size, np.bool_)
    holds = pattern(wanted).search
    whole = len(wanted) > ASKED or any("." in word for word in wanted)
    names = [leaf.column_reader("named") for leaf, _ in leaves]
    for (leaf, base), column in zip(leaves, names, strict=True):
        for local in range(leaf.doc_count_all()):
            doc = base + local
            if live[doc]:
                compact = texts.compact(doc)
                held = holds(decode(unsqueeze(column[local], compact))) or (
                    whole and any(map(holds, texts.folded(doc)))
                )
                found[doc] = held is not None and bool(held)
    return found


def _asked(texts: Texts, words: list[str], among: Mask) -> Mask:
    """The documents of *among* whose texts hold one of *words*, of which the signatures let most be passed over."""
    found = np.zeros(among.size, np.bool_)
    for word in words:
        data = encode(word)
        for doc in np.flatnonzero(among & ~found & texts.may_hold(word)).tolist():
            found[doc] = data in texts.compact(doc)
    return found


def _live(leaves: list[tuple[Any, int]]) -> Mask:
    live = [np.array([not leaf.is_deleted(n) for n in range(leaf.doc_count_all())], np.bool_) for leaf, _ in leaves]
    return np.concatenate([np.zeros(0, np.bool_), *live])


def _ids(leaves: list[tuple[Any, int]], docs: Mask) -> Iterator[str]:
    for leaf, base in leaves:
        table = leaf.column_reader("facts", translate=False).table
        for local in np.flatnonzero(docs[base : base + leaf.doc_count_all()]).tolist():
            yield table.ids[local]
