"""Titles and names in running text: where a mention of a person begins and ends, and which words are its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpus.extract.lexicon import alternation, registry
from corpus.extract.phrases import begins_end, form_head
from corpus.extract.titles import ADDRESS, CIVIL, TEACHER, is_name_too, next_title, repeats, stands, word_list
from corpus.thai.names import known_name
from corpus.thai.normalise import fold

WORD = re.compile(r"[ก-ฮเ-ไ][ก-ฮะ-ๅ็-์-]{0,39}")  # bounded: runs without blanks can be as long as a page
# initials keep their full stops, a sentence ends with its own
_LATIN_WORD = r"(?:(?:[a-z]\.){1,3}|m(?:oh)?d\.|[a-zà-ÿ][a-zà-ÿ'-]{0,30})"
_LATIN = re.compile(rf"{_LATIN_WORD}(?: (?!(?:and|or|with|mrs?|ms|dr|gen|prof|h\.e)\b){_LATIN_WORD}){{0,4}}")
_GAP = re.compile(r" ?[\"'(]? ?")
LONGESTWORD = 26  # code points: longer than any given name or surname in the registers seen
SHORTEST_GIVEN = 2
_MISTER = "นาย"
_IN_LATIN = re.compile(r"(?: [ก-ฮเ-ไ][ก-๎]{1,15}){0,2} ?\((?:h\.e|mr|ms|mrs|dr|prof|[a-z])[a-z. ]{2}")
_PREMIER = re.compile("ก[ก-ฮเ-ไ]")  # นายก-…: the prime minister, or a man of the name of กฤษณ์, กมล …
LONGEST_ADDRESSED = 16  # code points of a given name behind คุณ
LONGEST_ABBREVIATION = 4
LONGEST_CLAUSE = 13  # code points of a given name that begins like a verb
_REACHED = re.compile(r" ?\(?(?:โทร|เบอร์)")  # คุณสมใจ โทร. 0 2356 9999
LONGEST_INITIALS = 3  # letters in front of a full stop: no name, but an abbreviation
LONGEST_DOUBTFUL = 16  # code points of a surname that begins like a verb; longer ones are clauses
FOREIGNWORDS = 4  # words of a foreign name, title not counted


@dataclass(frozen=True, slots=True)
class Mention:
    """A titled name at ``start:end`` of the normalised text: title to ``title_end``, name from ``name_start``.

    ``surname`` is empty where only a given name stands; ``alone``: then the given name is plainly a whole word.
    ``also``: the same name in brackets behind it, in Latin letters; ``gap_end``: the end of those brackets.
    ``doubtful``: what stands for the surname may as well be the beginning of a clause.
    ``posts``: for a name of an English line (else None) the spans of the offices that touch it; ``key``: the squashed
    full name of the person whose single name this is.
    """

    start: int
    title_end: int
    name_start: int
    end: int
    given: str
    surname: str = ""
    alone: bool = True
    also: tuple[int, int] | None = None
    gap_end: int = 0
    doubtful: bool = False
    posts: tuple[tuple[int, int], ...] | None = None
    key: str = ""

    @property
    def behind(self) -> int:
        """Where the text goes on behind the name and its Latin form in brackets."""
        return max(self.end, self.gap_end)

    def ending(self, end: int) -> Mention:
        """The same mention cut at *end*."""
        return replace(self, end=end)


def find_mentions(text: str) -> Iterator[Mention]:
    """Every titled name in normalised *text*, from left to right."""
    at = 0
    while title := next_title(text, at):
        at = title.end()
        if not stands(text, title):
            at = title.start() + 1
            continue
        start = title.start("last") if repeats(title) else title.start()
        title_end = title.start("last") if is_name_too(title) else title.end()
        name_at = _GAP.match(text, title_end).end()  # type: ignore[union-attr]  # the pattern matches everywhere
        mention = _thai(text, start, title_end, name_at) or _latin(text, start, title_end, name_at)
        if mention and not mention.surname and _needs_surname(title):
            mention = replace(mention, alone=bool(_REACHED.match(text, mention.end)) and known_name(mention.given))
        if mention and not _vouched(text, title, mention):
            mention = None
        if mention:
            yield mention
            at = max(at, mention.end)


def _needs_surname(title: re.Match[str]) -> bool:
    return title["last"].strip() in word_list("need_surname") and not is_name_too(title)


def _vouched(text: str, title: re.Match[str], mention: Mention) -> bool:
    """Whether a title that is more often another word is one: ``อ.`` (a district), ``คุณ`` (you) before a blank."""
    word = title["last"].strip()
    if word == _MISTER and _PREMIER.match(text, title.end()) and not known_name(mention.given):  # นายก-…
        return bool(mention.surname) and (
            known_name(mention.surname) or bool(_position_heads().match(text, mention.end + 1))
        )
    if is_name_too(title):
        return True
    if word in word_list("of_known") and not known_name(mention.given):
        return False
    if word == ADDRESS and len(mention.given) > LONGEST_ADDRESSED:
        return False  # คุณสมใจก็นำของมาช่วยพวกเรา
    loose = word == ADDRESS and mention.name_start > title.end() and not title["first"]
    if word != TEACHER and not loose:
        return True
    if not mention.surname:
        return loose
    known = known_name(mention.given) and known_name(mention.surname)
    return known or bool(_position_heads().match(text, mention.end + 1) and known_name(mention.given))


def _doubtful(surname: str) -> bool:
    verb = _verbs().match(surname)
    never = bool(verb) and verb.group() in word_list("never_surnames")  # type: ignore[union-attr]  # it matched
    return never or begins_end(surname, 0)


def office_at(text: str, at: int) -> bool:
    """Whether a word of office stands at *at*."""
    return bool(_position_heads().match(text, at))


def begins_clause(text: str) -> bool:
    """Whether *text*, what is left of a word behind a given name, begins what the person did or where."""
    return bool(_verbs().match(text)) or begins_end(text, 0)


def _thai(text: str, start: int, title_end: int, at: int) -> Mention | None:
    given = WORD.match(text, at)
    if not given:
        return None
    word = given.group()
    if len(word) <= LONGEST_INITIALS and text[given.end() : given.end() + 1] == ".":
        return None  # another abbreviation
    if word.startswith(_not_names()):
        return None
    stop = _verb_at(word, 2)
    if stop or len(word) > LONGESTWORD or text[given.end() : given.end() + 1] != " ":
        end = at + (stop or min(len(word), LONGESTWORD))
        bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        alone = plausible(word[: end - at]) and (bool(stop) or bracketed or len(word) <= 12)
        return Mention(start, title_end, at, end, word[:LONGESTWORD], alone=alone)
    end = _surname_end(text, given.end())
    if end == given.end():
        whole = bool(_position_heads().match(text, end + 1)) and not _verbs().match(word)  # นายอภัยใจงาม รองปลัด…
        return Mention(start, title_end, at, end, word, alone=whole or (plausible(word) and len(word) <= 12))
    if _no_given(word):
        return Mention(start, title_end, at, given.end(), word, alone=False)
    surname = text[given.end() : end].strip()
    return Mention(start, title_end, at, end, word, surname, doubtful=_doubtful(surname))


def _surname_end(text: str, at: int) -> int:
    """Where the surname after the blank at *at* ends; *at* itself where what follows is none."""
    end, words = at, 0
    while text[end : end + 1] == " " and words < FOREIGNWORDS:
        word = WORD.match(text, end + 1)
        if not word:
            break
        if len(word.group()) <= LONGEST_ABBREVIATION and text[word.end() : word.end() + 1] == ".":
            break  # โทร.
        if word.group() == "ณ":
            end = _noble_end(text, word.end() + 1) or end  # ณ ระนอง, but ณ ห้องประชุม (at)
            break
        particle = word.group() in word_list("particles")
        before_post = bool(_position_heads().match(text, word.end() + 1))
        stop = -1 if particle else _surname_stop(word.group(), before_post)
        if stop == 0 or (words and not (particle or _joins_on(text, end, at, word))):
            break
        end = end + 1 + (stop if stop > 0 else len(word.group()))
        words += not particle
        if stop > 0:
            break
    trailing = text[at:end].rsplit(" ", 1)[-1]
    return at + text[at:end].rfind(" ") if trailing in word_list("particles") and trailing != "ดี" else max(end, at)


def _noble_end(text: str, at: int) -> int:
    """The end of the place at *at*, behind ณ in surnames given by the kings; 0 where none stands there.

    It stands by itself, or with a clause or a post glued to it.
    """
    place, word = _noble_places().match(text, at), WORD.match(text, at)
    if place is None or word is None:
        return 0
    rest = word.group()[place.end() - at :]
    return place.end() if not rest or begins_clause(rest) or _position_heads().match(rest) else 0


def _joins_on(text: str, end: int, at: int, word: re.Match[str]) -> bool:
    """Whether a further word still belongs to the name: after a particle, a second surname right before a post."""
    before = text[at:end].rsplit(" ", 1)[-1]
    if before in word_list("particles"):
        return True
    if len(before) > LONGEST_DOUBTFUL or len(word.group()) > LONGEST_DOUBTFUL or form_head(text, word.start()):
        return False
    if begins_clause(word.group()) or text[word.end() : word.end() + 1] == ".":  # รมว., an abbreviation
        return False
    if _IN_LATIN.match(text, word.end()):
        return True  # the name once more in its own letters, behind up to two more words
    if text[word.end() : word.end() + 2] == " (":
        return len(before) <= 6 and len(word.group()) <= 12
    if known_name(word.group()) and _glued().match(text, word.end() + 1):
        return True  # a second surname, and what that person says
    return bool(_position_heads().match(text, word.end() + 1))


def _surname_stop(word: str, before_post: bool) -> int:
    """How much of *word* is a surname: -1 all, 0 nothing, else its first letters (a post or verb is glued on).

    *before_post*: a position follows it, so that even ``ห่วงทรัพย์`` (ห่วง, to worry) is a surname.
    """
    if (
        word.startswith((*_not_names(), *CIVIL))
        or (_position_heads().match(word) and (_position_heads().fullmatch(word) or not known_name(word)))
        or word in registry("titles")["positions"]["prefixes"]
        or word in word_list("never_whole")
        or word.endswith("ว่า")  # a verb of saying in any spelling
    ):
        return 0
    verb = _verbs().match(word)
    if verb:
        if word != verb.group() and word.endswith(_prepositions()):
            return 0  # พลเอกสมชาย มาจาก กองทัพ
        never = verb.group() in word_list("never_surnames")
        soft = before_post or bool(_post_at(word)) or verb.group() in word_list("verbs_like_surnames")
        if (never and verb.group() not in word_list("verbs_like_surnames")) or not soft:
            return 0
        if verb.end() == len(word) or (len(word) > LONGEST_DOUBTFUL and not _post_at(word)):
            return 0
    post = _post_at(word)
    stops = [stop for stop in (post, _verb_at(word, 3)) if stop]
    if stops:
        return 0 if word[: min(stops)] in registry("titles")["people"]["verbs"] else min(stops)  # นายสมชาย ยังกล่าว
    return -1 if len(word) <= LONGESTWORD and len(word) > 1 else 0


def _post_at(word: str) -> int:
    """Where a post is glued to a name (``นายสมชาย ใจดีอธิบดี…``), or 0.

    Words that surnames end with as well count only right before a body (``ใจดีปลัดกระทรวง…``).
    """
    body = _glued_bodies().search(word, 3)
    before_body = body.start() if body else 0
    for head in _position_heads().finditer(word, 3):
        firm = len(head.group()) > 3 and head.group() not in _not_glued()
        if firm or head.end() == before_body:
            return head.start()
    return before_body


def _verb_at(word: str, start: int) -> int:
    """Where a verb of saying is glued to a name (``นายอนุทินกล่าวว่า``), or 0; สัจจะ (truth) holds none."""
    for glued in _glued().finditer(word, start):
        if glued.group() != "จะ" or word[glued.start() - 1] != "จ":
            return glued.start()
    return 0


def _latin(text: str, start: int, title_end: int, at: int) -> Mention | None:
    name = _LATIN.match(text, at)
    if not name or len(name.group()) < 4:
        return None
    words = name.group().split(" ")
    end = name.end() - (len(name.group()) - len(name.group().rstrip(".'- ")))
    return Mention(start, title_end, at, end, words[0], " ".join(words[1:]), alone=False)


def plausible(word: str) -> bool:
    """Whether *word* can be a given name by itself: of fit length, no verb, no office."""
    verb = _verbs().match(word)
    if verb and verb.group() in word_list("never_surnames") and verb.group() not in word_list("verbs_like_surnames"):
        return False
    if word.startswith("ผู้") or begins_end(word, 0, shortest=4):  # จะ begins Lahu names, ทั้งนี้ (in all this) none
        return False
    return SHORTEST_GIVEN <= len(word) <= 18 and not _position_heads().match(word) and not _verbs().fullmatch(word)


def _no_given(word: str) -> bool:
    """Whether *word* behind a title is a clause or another office, and no given name of the lists."""
    verb = _verbs().match(word)
    clause = bool(verb) and (len(word) > LONGEST_CLAUSE or verb.group() in word_list("never_given"))  # type: ignore[union-attr]  # it matched
    office = _position_heads().fullmatch(word) is not None and word not in _not_glued()
    return (clause or office) and not known_name(word)


@cache
def _prepositions() -> tuple[str, ...]:
    return tuple(registry("titles")["people"]["prepositions"])


@cache
def _noble_places() -> re.Pattern[str]:
    return re.compile(alternation(fold(place) for place in registry("titles")["people"]["noble_places"]))


@cache
def _glued_bodies() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["positions"]["glued_bodies"]))


@cache
def _not_glued() -> frozenset[str]:
    return frozenset(registry("titles")["positions"]["not_glued"])


@cache
def _not_names() -> tuple[str, ...]:
    return tuple(registry("titles")["people"]["not_names"])


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["people"]["verbs"]))


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(alternation(registry("titles")["people"]["glued"]))


@cache
def _position_heads() -> re.Pattern[str]:
    words = registry("titles")["positions"]
    prefixes, heads = alternation(words["prefixes"]), alternation(fold(w) for w in words["heads"])
    return re.compile(f"(?:{prefixes} ?){{0,3}}{heads}")
