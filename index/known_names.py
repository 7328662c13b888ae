"""Bodies and people in what was typed, by any of the names that the registries and the archive know them by.

Names are looked up over whole words, the longest first, with or without blanks: ``ก.พ.ร.`` is never ``ก.พ.`` (the civil
service commission), and an abbreviation that also means something else (``ก.พ.``, February) is none beside a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from corpus.extract.agency_registry import AgencyEntry, context_only, ids_by_name, registry
from corpus.extract.lexicon import registry as registry_file
from corpus.extract.name_words import office_at
from corpus.extract.people import person_id
from corpus.extract.person_names import find_mentions
from corpus.thai.names import known_name
from corpus.thai.normalise import fold, squash
from index.spellings import written_forms
from index.tree import Known
from index.typed import Span, Typed

MOST_FORMS = 20  # exact strings that one name may stand for
LONGEST = 24  # words of one name, such as that of a committee
POST = 4  # blank-delimited words of a post before a name: รองเลขาธิการ สำนักงาน ก.พ.ร.
_HEADS = ("สำนักงาน", "กระทรวง", "กรม")
_LETTERS = re.compile(r"[ก-ฮ]{2,7}")  # an abbreviation without its dots
_LATIN_WORD = re.compile(r"[a-z]+")
_WORDS_TOO = frozenset({"who", "un", "git"})  # beside other English words they are words: who is …
_THAI_BLANK = re.compile(r"(?<=[ก-๎.]) (?=[ก-๎])")


def agencies(typed: Typed) -> Iterator[Span]:
    """The longest name of a body that begins at each word of *typed*."""
    tokens = typed.tokens
    for n, first in enumerate(tokens):
        for last in reversed(tokens[n : n + LONGEST]):
            end = last.end + (typed.text[last.end : last.end + 1] == ".")
            text = typed.text[first.start : end]
            if ids := meant(text, alone=typed.alone(first.start, end)):
                if not _otherwise(typed, text, first.start, end):
                    yield Span(first.start, end, _body(text, ids))
                break


def meant(text: str, *, alone: bool = True) -> tuple[str, ...]:
    """The ids of the bodies called *text*, the likeliest first; *alone*: blanks stand on both sides of it."""
    key = text.replace(" ", "")
    ids = ids_by_name().get(key, ())
    if key in context_only():
        ids = tuple(dict.fromkeys((*ids, *ids_by_name().get(key.replace(".", ""), ()))))
    elif not ids:
        ids = _headed(key) or _by_acronym().get(key, ())
    if _LETTERS.fullmatch(key) and not alone:
        return ()
    return tuple(one for one in ids if not _is_place(registry()[one], key))


def _headed(key: str) -> tuple[str, ...]:
    """By a word of office and an abbreviation without all its dots: สำนักงาน กพร, กระทรวง สธ; and ก.พ.ร."""
    for head in _HEADS:
        rest = key.removeprefix(head)
        if rest != key and len(rest) > 1:
            ids = (*ids_by_name().get(rest, ()), *ids_by_name().get(rest + ".", ()))
            return tuple(dict.fromkeys(one for one in ids if registry()[one].name_th.startswith(head)))
    return ids_by_name().get(key + ".", ()) if "." in key[:-1] else ()


def _is_place(entry: AgencyEntry, key: str) -> bool:
    """Whether the place is meant, and not its administration."""
    return entry.id.startswith("province-") or (entry.place and key in (squash(entry.name_th), squash(entry.name_en)))


def _otherwise(typed: Typed, text: str, start: int, end: int) -> bool:
    """Whether *text* is something else here: a month or a unit beside a number, an English word."""
    before, after = typed.text[:start].rstrip()[-1:], typed.text[end:].lstrip()[:1]
    if "." in text and text.replace(" ", "") in context_only() and (before.isdigit() or after.isdigit()):
        return True
    return text in _WORDS_TOO and bool(_LATIN_WORD.match(before) or _LATIN_WORD.match(after))


def _body(text: str, ids: tuple[str, ...]) -> Known:
    typed = (text, text + ".") if _LETTERS.fullmatch(text) else _spaced(text)
    doubtful = (
        "." in text and text in context_only()
    )  # pages may mean something else by it: those with the full name come first
    forms = dict.fromkeys((*(() if doubtful else typed), *body_forms(ids[0])))
    short = [form for one in ids for form in _acronyms().get(one, ())]  # they may mean something else, too
    others = dict.fromkeys((*(typed if doubtful else ()), *short, *(f for one in ids[1:] for f in body_forms(one))))
    lesser = tuple(form for form in others if form not in forms)[: MOST_FORMS // 2]
    long = (
        "." not in text and not text.isascii() and not _LETTERS.fullmatch(text)
    )  # its words tell enough wherever they stand
    return Known((), "agency", tuple(forms)[: MOST_FORMS - len(lesser)], lesser, ids=ids, apart=long or doubtful)


@cache
def body_forms(body: str) -> tuple[str, ...]:
    """The folded written forms of a listed body that mean nothing else, without those that hold another of them."""
    entry = registry()[body]
    forms = [fold(name) for name in entry.all_names]
    sure = [f for f in forms if squash(f) not in context_only() and ids_by_name().get(squash(f)) == (body,)]
    kept = [f for f in sure if not any(other != f and other in f and not other.isascii() for other in sure)]
    spelt = [one for form in kept for one in (*_spaced(form), *(written_forms(form) if entry.place else ()))]
    return tuple(dict.fromkeys(spelt))


@cache
def _acronyms() -> Mapping[str, tuple[str, ...]]:
    """Body → its acronyms in Latin letters that only a query means by themselves, folded."""
    return {one: tuple(map(fold, listed)) for one, listed in registry_file("acronyms")["acronyms"].items()}


@cache
def _by_acronym() -> Mapping[str, tuple[str, ...]]:
    bodies: dict[str, tuple[str, ...]] = {}
    for one, listed in _acronyms().items():
        for form in map(squash, listed):
            bodies[form] = (*bodies.get(form, ()), one)
    return bodies


def as_written(forms: Iterable[str], typed: str, bodies: Iterable[str]) -> list[str]:
    """*forms* of listed *bodies* as people write them: with capitals, Thai ones first, none twice for its blanks."""
    names = {squash(name): name for body in bodies for name in registry()[body].all_names}
    apart = {squash(form): form for form in forms if squash(form) != squash(typed)}
    return sorted((names.get(key, form) for key, form in apart.items()), key=str.isascii)


def _spaced(form: str) -> tuple[str, ...]:
    """A Thai name with its blanks and without: สำนักงาน ก.พ."""
    return (form, _THAI_BLANK.sub("", form)) if _THAI_BLANK.search(form) else (form,)


def people(typed: Typed, known: Mapping[str, str]) -> Iterator[Span]:
    """People of the archive, *known* by id with their names, and others with a title; what stands before need not."""
    for mention in find_mentions(typed.text):
        name = typed.text[mention.name_start : mention.end]
        if mention.surname or person_id(name) in known or known_name(mention.given):
            yield _person(typed, (mention.start, mention.name_start, mention.end), known)
    bounds = typed.parts
    for n, (start, _) in enumerate(bounds):
        for last in (n + 2, n + 1, n):  # given name, surname, and a second surname; all of it typed as one word
            end = bounds[last][1] if last < len(bounds) else 0
            if end and " " in known.get(person_id(typed.text[start:end]), ""):
                yield _person(typed, (start, start, end), known)
                break


def _person(typed: Typed, span: tuple[int, int, int], known: Mapping[str, str]) -> Span:
    """The person whose title begins at the first of *span* and whose name is between the others."""
    start, name_start, end = span
    name = typed.text[name_start:end]
    body = person_id(name)
    shown = fold(known.get(body, name))
    first = _post_before(typed, start)
    forms = dict.fromkeys((name, shown, shown.replace(" ", "")))
    ids = (body,) if body in known else ()
    lead = typed.text[first:name_start].strip()
    sure = bool(ids) or all(map(known_name, name.split(" ")))  # what else follows a title may be no name at all
    return Span(first, end, Known((), "person", tuple(forms), ids=ids, lead=lead, apart=not sure))


def _post_before(typed: Typed, start: int) -> int:
    """Where the post begins that stands right before the name at *start*, blank-delimited; *start* where none does."""
    before = [at for at, end in typed.parts if end <= start][-POST:]
    for at in before:
        if office_at(typed.text, at):
            rest = typed.text[at:start].strip().split(" ")
            if len(rest) == 1 or meant(" ".join(rest[1:])):
                return at
    return start
