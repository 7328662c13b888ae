"""People that a page names: title, name, position, and every place where they stand.

1. full mentions: title, given name, surname (``ณ``, particles and up to four words of foreign names); names without
   a title behind an office, in Thai and English; monks and royal persons by their styles;
2. given names alone (``นายอนุทิน``), and surnames of foreigners, resolved to the full name the page gives elsewhere;
3. bare forms of people already known: the full name without a title, the given name in quotes in a headline;
4. the positions of each, by the row of names they stand in (:mod:`corpus.extract.holders`);
5. one entry for one name, whatever the titles; names of credit lines (``ข่าว : …``) beside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from corpus.extract.credit_names import credit_names
from corpus.extract.english import untitled_names
from corpus.extract.english_people import english_holders, read_english
from corpus.extract.holders import Held, find_holders
from corpus.extract.lexicon import matcher
from corpus.extract.name_words import begins_clause
from corpus.extract.person_names import Mention, find_mentions
from corpus.extract.reading import Reading, Taken, read_all, tidy
from corpus.extract.styled import find_styled
from corpus.extract.titles import latin_words, strip_title
from corpus.extract.untitled import HEADLINES, acts_in_headline, find_headlined, find_untitled
from corpus.records import Person, Surface, Where
from corpus.thai.normalise import fold, squash

_CLOSED = re.compile(r"(?:,[^()\n]{1,120})?\)")  # the end of brackets, with an office after a comma
_POSSESSIVE = re.compile(r"['’]s\Z")
_QUOTED = re.compile(r"[\"'](?P<name>[^\"'\n]{2,24})[\"']")


MOST_LOOKED_AT = 400_000  # code points, of all names together


@dataclass
class _Known:
    """One person while the page is read."""

    name: str
    title: str = ""
    rule: str = "title"
    surfaces: list[Surface] = field(default_factory=list)
    touching: dict[str, Surface] = field(default_factory=dict)
    linked: dict[str, Surface] = field(default_factory=dict)
    shared: dict[str, Surface] = field(default_factory=dict)

    def hold(self, position: Surface, held: Held) -> None:
        """Note a position by its text without blanks; the first place of each counts."""
        kind = self.shared if held.shared else self.touching if held.touching else self.linked
        kind.setdefault(squash(position.text), position)

    def positions(self) -> tuple[Surface, ...]:
        """Every different position, in the order of the page's fields."""
        return tuple(sorted({**self.shared, **self.linked, **self.touching}.values(), key=lambda s: (s.where, s.start)))

    def position(self) -> str | None:
        """The longest of those that touch the name; where none does, of those joined to it by a word.

        One that only touches the name of another holder is among :meth:`positions`.
        """
        said = (self.touching or self.linked).values()
        return max((s.text for s in said), key=len, default=None)


def person_id(name: str) -> str:
    """The stable id of the person called *name*, whatever title stands before it.

    >>> person_id("นายเมฆินทร์  เมธาวิกูล") == person_id("เมฆินทร์ เมธาวิกูล")
    True
    """
    return "p-" + hashlib.sha256(squash(strip_title(fold(name))).encode()).hexdigest()[:12]


def find_people(fields: Sequence[tuple[Where, str]]) -> tuple[Person, ...]:
    """The people named in *fields*, in the order of their first mention."""
    people: dict[str, _Known] = {}
    given: dict[str, str] = {}
    surnames: dict[str, str] = {}  # Dr. Smith; นายพีเตอร์ส of a foreigner
    readings = list(read_all(fields))
    mentions = [_mentions(reading) for reading in readings]
    for reading, own in zip(readings, mentions, strict=True):
        own[:] = _with_brackets(reading.text, own)
    read_english(readings, mentions)
    firm = {m.given for own in mentions for m in own if _firm(m)}
    longer = _longer(m for own in mentions for m in own)
    for reading, own in zip(readings, mentions, strict=True):
        own[:] = [_shortened(_by_the_page(mention, firm), longer) for mention in own]
        for mention in own:
            if mention.surname:
                key = _add(people, reading, mention)
                given.setdefault(mention.given, key)
                surnames.setdefault(mention.surname.rsplit(" ", 1)[-1].lower(), key)
                given.update({short: key for short in _beginnings(mention) if short in longer})
                if mention.also:
                    people[key].surfaces.append(reading.surface(*mention.also))
    given = {**surnames, **given}
    for reading, own in zip(readings, mentions, strict=True):
        _link(people, reading, own, given)
    for reading in readings:
        if reading.where in ("title", "body"):
            _link(people, reading, [m for m in find_headlined(reading.text) if m.given not in given], given)
    for reading in readings:
        _bare(people, reading, given)
    for reading in readings:
        if reading.where in ("credits", "body"):
            _credit(people, reading)
    return tuple(_finished(key, person) for key, person in people.items())


def _mentions(reading: Reading) -> list[Mention]:
    """Every name in *reading*, from left to right; of two that overlap the first."""
    text = reading.text
    found = [*find_mentions(text), *find_untitled(text), *find_styled(text)]
    found += [Mention(start, start, start, end, given, surname) for start, end, given, surname in untitled_names(text)]
    found = [m for mention in found if (m := _capitals(reading, mention))]
    mentions: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    return mentions


def _firm(mention: Mention) -> bool:
    """Whether *mention* has title, given name and what is plainly a surname."""
    return (
        bool(mention.surname)
        and not mention.doubtful
        and mention.title_end > mention.start
        and not (acts_in_headline(mention.surname))
    )


def _by_the_page(mention: Mention, firm: Set[str]) -> Mention:
    """*mention* cut to a given name where the page has that name with another surname, and this one is a clause.

    ``นายอนุทิน ได้ลงพื้นที่``, ``นายอนุทินในวันนี้ เป็นการ…`` on a page that names นายอนุทิน ชาญวีรกูล.
    """
    given = mention.given
    if given in firm and mention.start < HEADLINES and acts_in_headline(mention.surname):
        mention = replace(mention, doubtful=True)  # พล.อ.สมชาย แก้ปัญหารวดเร็ว
    if given not in firm or mention.surname:
        begun = (given[:n] for n in range(len(given) - 2, 2, -1) if given[:n] in firm and begins_clause(given[n:]))
        given = next(begun, given)
    if not mention.surname or given not in firm or (given == mention.given and not mention.doubtful):
        return mention
    return replace(mention, given=given, surname="", end=mention.name_start + len(given), doubtful=False, gap_end=0)


def _beginnings(mention: Mention) -> Iterator[str]:
    """Of a name of three words and more the first two, three …: ``แทมมี่ ลินน์`` of ``แทมมี่ ลินน์ ชาร์ป``."""
    words = [mention.given, *mention.surname.split(" ")]
    return (" ".join(words[:n]) for n in range(2, len(words)))


def _longer(mentions: Iterable[Mention]) -> frozenset[str]:
    """The beginnings of the longer names among *mentions*."""
    return frozenset(short for mention in mentions if " " in mention.surname for short in _beginnings(mention))


def _shortened(mention: Mention, longer: Set[str]) -> Mention:
    """*mention* as a given name alone where the page has a longer name that begins so."""
    name = f"{mention.given} {mention.surname}"
    return replace(mention, given=name, surname="") if mention.surname and name in longer else mention


def _capitals(reading: Reading, mention: Mention) -> Mention | None:
    """*mention* in Latin letters cut after its last capitalised word and before an office; others as they are."""
    if not mention.given.isascii():
        return mention
    name = reading.surface(mention.name_start, mention.end).text
    words = name.split()
    kept = 0
    for count, word in enumerate(words, 1):
        if word.rstrip(".,") in latin_words("latin_offices"):
            break
        if word[0].isupper():
            kept = count
        elif word not in latin_words("latin_particles"):
            break
    surname = _POSSESSIVE.sub("", " ".join(words[1:kept]).rstrip(".,"))
    if not kept or (mention.title_end == mention.start and (not surname or _thing(words[:kept]))):
        return None
    end = mention.name_start + len(_POSSESSIVE.sub("", " ".join(fold(name).split(" ")[:kept]).rstrip(".,")))
    return replace(mention, end=min(end, mention.end), surname=surname)


def _thing(words: Sequence[str]) -> bool:
    """Whether Latin *words* behind an office are what is called after it: Prime Minister Herbal Awards."""
    return any(word.lower().rstrip(".,") in latin_words("latin_things") for word in words)


def _with_brackets(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """*mentions* with a name in brackets right behind another one (its Latin form) joined to it."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        close = _CLOSED.match(text, mention.end)
        inside = last and text[last.end : mention.start] in ("(", " (") and close
        if (
            last
            and close
            and inside
            and (close.end() == mention.end + 1 or _latin(text, mention) != _latin(text, last))
        ):
            joined[-1] = replace(last, also=(mention.start, mention.end), gap_end=close.end())
        else:
            joined.append(mention)
    return joined


def _latin(text: str, mention: Mention) -> bool:
    return text[mention.name_start].isascii()


def _finished(key: str, person: _Known) -> Person:
    return Person(
        id=person_id(person.name),
        name=person.name,
        title=person.title or None,
        position=person.position(),
        positions=person.positions(),
        surfaces=tuple(sorted(person.surfaces, key=lambda s: (s.where != "title", s.where, s.start))),
        rule=person.rule,
    )


def _add(people: dict[str, _Known], reading: Reading, mention: Mention) -> str:
    """Note *mention* under its folded name; returns that key."""
    name = tidy(reading.surface(mention.name_start, mention.end).text)
    key = squash(name)
    person = people.setdefault(key, _Known(name))
    if not person.title and mention.title_end > mention.start:
        person.title = tidy(reading.surface(mention.start, mention.title_end).text)
    person.surfaces.append(reading.surface(mention.start, mention.end))
    return key


def _link(people: dict[str, _Known], reading: Reading, mentions: Sequence[Mention], given: dict[str, str]) -> None:
    """Resolve given names and give each person the position that touches one of their mentions."""
    placed: list[tuple[str, Mention]] = []
    for mention in mentions:
        if mention.key in people:
            people[mention.key].surfaces.append(reading.surface(mention.start, mention.end))
            placed.append((mention.key, mention))
            continue
        if mention.surname:
            placed.append((squash(reading.surface(mention.name_start, mention.end).text), mention))
            continue
        resolved = _resolve(mention, given)
        if resolved:
            short = mention.ending(mention.name_start + len(resolved))
            people[given[resolved]].surfaces.append(reading.surface(short.start, short.end))
            placed.append((given[resolved], short))
        elif mention.alone:
            key = _add(people, reading, mention)
            given.setdefault(mention.given, key)
            placed.append((key, mention))
    cells = reading.text.replace("\n", "|") if reading.where == "table" else reading.text
    for held in (*find_holders(cells, [p for p in placed if p[1].posts is None]), *english_holders(placed)):
        people[held.key].hold(reading.surface(*held.position), held)


def _resolve(mention: Mention, given: dict[str, str]) -> str:
    """The known given name that the letters after the title begin with: the longest one, or ``""``."""
    word = mention.given
    return next((word[:size] for size in range(len(word), 1, -1) if word[:size] in given), "")


def _bare(people: dict[str, _Known], reading: Reading, given: dict[str, str]) -> None:
    """Mentions without a title of people already known."""
    full = {fold(person.name): person for person in people.values() if " " in person.name}
    taken = Taken((s.start, s.end) for person in people.values() for s in person.surfaces if s.where == reading.where)

    def note(person: _Known, start: int, end: int) -> None:
        surface = reading.surface(start, end)
        if not taken.overlaps(surface.start, surface.end):
            person.surfaces.append(surface)

    for start, name in _occurrences(reading.text, full):
        note(full[name], start, start + len(name))
    if given and reading.where == "title":
        for match in _QUOTED.finditer(reading.text):
            if match["name"] in given:
                note(people[given[match["name"]]], *match.span("name"))


def _occurrences(text: str, names: Collection[str]) -> Iterator[tuple[int, str]]:
    """Every place of *names* in *text*, from left to right; of two that overlap the first, and the longer one.

    A page has few names, and looking for each is cheaper than compiling them; of many on a long page it is not.
    """
    if len(names) * len(text) > MOST_LOOKED_AT:
        yield from ((found.start(), found.group()) for found in matcher(names).finditer(text))
        return
    found = sorted((start, -len(name), name) for name in names for start in _starts(text, name))
    end = 0
    for start, _, name in found:
        if start >= end:
            yield start, name
            end = start + len(name)


def _starts(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _credit(people: dict[str, _Known], reading: Reading) -> None:
    """Note the people of the credit lines in *reading*."""
    for start, end in credit_names(reading.text, credits_only=reading.where == "credits"):
        surface = reading.surface(start, end)
        people.setdefault(squash(reading.text[start:end]), _Known(tidy(surface.text), rule="credit")).surfaces.append(
            surface
        )
