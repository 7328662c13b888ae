"""Titles and names in running text: where a mention of a person begins and ends, and which words are its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extract.name_words import (
    LONGEST_DOUBTFUL,
    LONGEST_WORD,
    WORD,
    begins_clause,
    begins_verb,
    doubtful,
    is_no_name,
    no_given,
    noble_end,
    office_at,
    plausible,
    says_at,
    surname_stop,
    verb_at,
)
from corpus.extract.phrases import form_head
from corpus.extract.titles import ADDRESS, TEACHER, is_name_too, next_title, repeats, stands, word_list
from corpus.thai.names import known_name

# initials keep their full stops, a sentence ends with its own
_LATIN_WORD = r"(?:(?:[a-z]\.){1,3}|m(?:oh)?d\.|[a-zà-ÿ][a-zà-ÿ'-]{0,30})"
_LATIN = re.compile(rf"{_LATIN_WORD}(?: (?!(?:and|or|with|mrs?|ms|dr|gen|prof|h\.e)\b){_LATIN_WORD}){{0,4}}")
_GAP = re.compile(r" ?[\"'(]? ?")
_MISTER = "นาย"
_IN_LATIN = re.compile(r"(?: [ก-ฮเ-ไ][ก-๎]{1,15}){0,2} ?\((?:h\.e|mr|ms|mrs|dr|prof|[a-z])[a-z. ]{2}")
_PREMIER = re.compile("ก[ก-รล-ฮเ-ไ]")  # นายก-…: the prime minister, or a man of the name of กมล, กนก …; กฤษณ์ is none
LONGEST_ADDRESSED = 16  # code points of a given name behind คุณ
LONGEST_ABBREVIATION = 4
_REACHED = re.compile(r" ?\(?(?:โทร|เบอร์)")  # คุณสมใจ โทร. 0 2356 9999
LONGEST_INITIALS = 3  # letters in front of a full stop: no name, but an abbreviation
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
        return bool(mention.surname) and (known_name(mention.surname) or office_at(text, mention.end + 1))
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
    return known or (office_at(text, mention.end + 1) and known_name(mention.given))


def _thai(text: str, start: int, title_end: int, at: int) -> Mention | None:
    given = WORD.match(text, at)
    if not given:
        return None
    word = given.group()
    if len(word) <= LONGEST_INITIALS and text[given.end() : given.end() + 1] == ".":
        return None  # another abbreviation
    if is_no_name(word):
        return None
    stop = verb_at(word, 2)
    if stop or len(word) > LONGEST_WORD or text[given.end() : given.end() + 1] != " ":
        end = at + (stop or min(len(word), LONGEST_WORD))
        bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        alone = plausible(word[: end - at]) and (bool(stop) or bracketed or len(word) <= 12)
        return Mention(start, title_end, at, end, word[:LONGEST_WORD], alone=alone)
    end = _surname_end(text, given.end())
    if end == given.end():
        whole = office_at(text, end + 1) and not begins_verb(word)  # นายอภัยใจงาม รองปลัด…
        return Mention(start, title_end, at, end, word, alone=whole or (plausible(word) and len(word) <= 12))
    if no_given(word):
        return Mention(start, title_end, at, given.end(), word, alone=False)
    surname = text[given.end() : end].strip()
    return Mention(start, title_end, at, end, word, surname, doubtful=doubtful(surname))


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
            end = noble_end(text, word.end() + 1) or end  # ณ ระนอง, but ณ ห้องประชุม (at)
            break
        particle = word.group() in word_list("particles")
        before_post = office_at(text, word.end() + 1)
        stop = -1 if particle else surname_stop(word.group(), before_post)
        if stop == 0 or (words and not (particle or _joins_on(text, end, at, word))):
            break
        end = end + 1 + (stop if stop > 0 else len(word.group()))
        words += not particle
        if stop > 0:
            break
    trailing = text[at:end].rsplit(" ", 1)[-1]
    return at + text[at:end].rfind(" ") if trailing in word_list("particles") and trailing != "ดี" else max(end, at)


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
    if known_name(word.group()) and says_at(text, word.end() + 1):
        return True  # a second surname, and what that person says
    return office_at(text, word.end() + 1)


def _latin(text: str, start: int, title_end: int, at: int) -> Mention | None:
    name = _LATIN.match(text, at)
    if not name or len(name.group()) < 4:
        return None
    words = name.group().split(" ")
    end = name.end() - (len(name.group()) - len(name.group().rstrip(".'- ")))
    return Mention(start, title_end, at, end, words[0], " ".join(words[1:]), alone=False)
