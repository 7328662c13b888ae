"""Offices in English, on both sides of a name.

``Deputy Prime Minister and Minister of Defence X Y``, ``X Y, Secretary-General of the United Nations, said``. Walks
over words (:mod:`corpus.extract.english_words`) away from the name; an office has a head word (``english.toml``).
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extract.english_words import Word, near, word_list

MOST_WORDS = 30  # words of one office with everything that belongs to it
REACH = 6  # words in which the head of an office must come

Span = tuple[int, int]
_OVER = ("of", "for", "to", "at")  # Minister of, Adviser to


def post_before(words: Sequence[Word], at: int) -> Span | None:
    """The words ``i:j`` of the office that ends right before the word *at*."""
    if at > 2 and words[at - 1].text == ")" and words[at - 3].text == "(":
        at -= 3  # Secretary-General of the National Security Council (NSC) X Y
    first = at
    while first and at - first < MOST_WORDS and _joins_left(words, first - 1):
        first -= 1
    return _trimmed(words, first, at)


def _joins_left(words: Sequence[Word], i: int) -> bool:
    word, right = words[i], words[i + 1]
    if not near(word, right) or (word.kind == "sign" and word.text != ","):
        return False
    if word.text == ",":  # Minister of Higher Education, Science, Research and Innovation
        return right.kind == "field" and i > 0 and words[i - 1].kind == "field" and words[i - 1].capital
    if word.text.endswith(".") and right.low == "government":
        return False  # in the U.S. Government Spokesperson X said: a sentence ended
    if word.kind == "field" or word.kind == "acronym":
        return word.capital
    return word.kind in ("head", "modifier", "joint")


def _trimmed(words: Sequence[Word], first: int, end: int) -> Span | None:
    """The office in ``words[first:end]`` from its first word on, if it has a head and no joint at its end."""
    if end <= first or words[end - 1].kind in ("joint", "sign"):
        return None
    head = next((i for i in range(first, end) if words[i].kind == "head"), None)
    if head is None:
        return None
    start = head
    while start > first and words[start - 1].kind in ("modifier", "field", "acronym"):
        start -= 1
        if words[start - 1].low == "and" and start - 1 > first and words[start - 2].kind == "field":
            start -= 1  # Digital Economy and Society Minister
    while words[start].kind == "joint":
        start += 1
    listed = next((i for i in range(start, end) if words[i].text == ","), None)
    if listed is not None and not any(words[i].low == "of" for i in range(start, listed)):
        return _trimmed(words, listed + 1, end)
    return start, end


def post_behind(words: Sequence[Word], at: int, *, titled: bool = False) -> Span | None:
    """The words ``i:j`` of the office behind the name that ends before the word *at*: after a comma, bracket or line.

    Behind a *titled* name the comma may be missing.
    """
    at = _past_retired(words, at)
    if at >= len(words):
        return None
    if words[at].text in (",", "(") or _line_of_office(words, at):
        at += 1
    elif not (titled and words[at].capital and near(words[at - 1], words[at]) and reaches_head(words, at)):
        return None
    while at < len(words) and words[at].low in ("the", "a", "an", "and", "then", "who"):
        at += 1
    end = _office_end(words, at)
    return (at, end) if end else None


def _past_retired(words: Sequence[Word], at: int) -> int:
    if at + 2 < len(words) and words[at].text == "(" and words[at + 1].low.rstrip(".") in ("ret", "retired"):
        at += 3 if words[at + 2].text == ")" else 4
    return at


def _line_of_office(words: Sequence[Word], at: int) -> bool:
    """Whether a line of a signature or list of people ends at *at* and the next begins with an office."""
    return words[at].kind == "break" and at + 1 < len(words) and reaches_head(words, at + 1) and words[at + 1].capital


def reaches_head(words: Sequence[Word], at: int) -> bool:
    """Whether a head of an office comes at *at* or behind a few words that may stand before one."""
    for i in range(at, min(at + REACH, len(words))):
        if words[i].kind == "head":
            return True
        if words[i].kind not in ("modifier", "field", "acronym") and words[i].low != "and":
            return False
    return False


def _office_end(words: Sequence[Word], at: int) -> int:
    """Where the office that begins at *at* ends, or 0: it has none, or it is that of the next person."""
    if not reaches_head(words, at):
        return 0
    end, part = at, at  # part: where the office after the last comma begins
    i, over = at, False
    while i < min(len(words), at + MOST_WORDS):
        step = _step(words, i, over=over)
        if step == 0:
            break
        if words[i].text == ",":
            part = i
        over = _over(words, i, over=over)
        if words[i].kind not in ("joint", "sign"):
            end = i + 1
        i += step
    if _belongs_to_next(words, end):
        return part if part > at else 0
    return end


def _over(words: Sequence[Word], i: int, *, over: bool) -> bool:
    """Whether a name behind the word *i* is what the office is over: Bank of …, and not Minister of Labour …."""
    word = words[i]
    if word.text == ",":
        return _body(words, i + 1)
    if over and word.kind == "field":
        return words[i - 1].low == "the"  # of the National … Committee
    return word.low in _OVER or (over and (word.low in ("the", "and") or word.kind in ("name", "acronym")))


def _step(words: Sequence[Word], i: int, *, over: bool) -> int:
    """How many words the office goes on with at *i*; 0 where it ends. *over*: in what it is an office of."""
    word = words[i]
    if i and words[i].start - words[i - 1].end - 2 * words[i - 1].owns > 2:
        return 0
    if word.kind in ("head", "modifier"):
        return 1
    if word.kind in ("field", "acronym"):
        return 1 if word.capital else 0
    if word.kind == "name":
        return 1 if over else 0
    return 1 if i + 1 < len(words) and _goes_on(words, i) else 0


def _goes_on(words: Sequence[Word], i: int) -> bool:
    """Whether the office goes on behind the joint or comma at *i*."""
    word, i = words[i], i + 1
    while i < len(words) and words[i].low == "the" and word.kind == "joint":
        i += 1
    if i >= len(words):
        return False
    right = words[i]
    if word.text == ",":
        return reaches_head(words, i) or _body(words, i) or (right.low == "and" and reaches_head(words, i + 1))
    if word.kind != "joint" or word.low in ("in", "on"):
        return False
    if word.low in ("and", "&"):
        return right.capital and right.kind in ("head", "modifier", "field", "acronym")
    if word.low == "at":
        return right.capital and right.kind in ("name", "acronym")
    return right.capital and right.kind in ("head", "modifier", "field", "acronym", "name")


def _body(words: Sequence[Word], i: int) -> bool:
    """Whether a body begins at *i*: words with capitals, one of them a word of bodies, then a sign."""
    found = False
    for word in words[i : i + REACH + 2]:
        if word.kind in ("title", "head") or word.kind == "sign":
            break
        if not word.capital and word.kind != "joint":
            break
        found = found or word.text in word_list("bodies", "openers") or word.text in word_list("bodies", "closers")
    return found


def _belongs_to_next(words: Sequence[Word], end: int) -> bool:
    """Whether a name follows the office at once: then it stands before the name of the next person."""
    last = end - 1
    if end + 2 < len(words) and words[end].text == "(" and words[end + 2].text == ")":
        last, end = end + 2, end + 3
    return end < len(words) and words[end].kind in ("title", "name") and near(words[last], words[end])
