"""Titles before names: their written forms, and where the letters of one are a title and not a part of a word."""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, matcher, registry, title_forms
from corpus.extract.phrases import after_join, after_syllable
from corpus.thai.normalise import fold

_WORD = re.compile(r"[ก-ฮเ-ไ][ก-ฮะ-ๅ็-์-]{0,39}")
_MAN = "นาย"  # Mr, and the word by which soldiers and officers are counted
_COUNT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3}){0,2} ?\Z")
_CLOCK = re.compile(r"[0-9][.:][0-9]{2} ?\Z")
_HOURS = "น. "  # behind a time of day; a rank of the navy begins with it too
_WOMAN = "นาง"  # Mrs
TEACHER = "อ."  # teacher, and far more often a district
ADDRESS = "คุณ"  # Mr, Ms: a title only by itself
CIVIL = ("นาย", "นาง")  # the next person begins


def begins_title(text: str, at: int) -> bool:
    """Whether a title stands at *at*."""
    return bool(titles().match(text, at))


def strip_title(text: str) -> str:
    """Normalised *text* without the titles it begins with.

    >>> strip_title("ศาสตราจารย์ ดร.ทศพร ศิริสัมพันธ์")
    'ทศพร ศิริสัมพันธ์'
    """
    title = titles().match(text)
    return text[title.end() :].lstrip() if title and len(text) - title.end() > 1 else text


def latin_words(name: str) -> frozenset[str]:
    """A list of Latin words in ``[people]`` of ``titles.toml``, such as ``latin_particles``."""
    return word_list(name)


def repeats(title: re.Match[str]) -> bool:
    """Whether the same title stands twice (``นายนาย``): a slip, the name begins at the second."""
    return bool(title["first"]) and title["first"].strip() == title["last"].strip()


def is_name_too(title: re.Match[str]) -> bool:
    """Whether the last title is the beginning of the name: nobody is นายคุณ, but men are called คุณดร, คุณากร."""
    return title["last"].strip() in word_list("name_too") and title["first"].strip() in (*CIVIL, "นางสาว")


def stands(text: str, title: re.Match[str]) -> bool:
    """Whether a title is one here, and not a part of a longer word (``คุณภาพ``, ``ขุนนาง``, ``นายกรัฐมนตรี``)."""
    word = title["last"].strip()
    start, end = title.start(), title.end()
    before = text[start - 1 : start]
    if word in word_list("weak") and "ก" <= before <= "๎" and not after_join(text, start):
        return False
    if word == _MAN and text[end : end + 1] == " " and _COUNT.search(text, max(0, start - 12), start):
        return False  # 90 นาย: ninety men
    if text.startswith(_HOURS, start) and _CLOCK.search(text, max(0, start - 6), start):
        return False  # 01.08 น. ต.เวียงเหนือ: an hour and a subdistrict, no น.ต.
    if word[-1] == "." and (before == "." or ("ก" <= before <= "๎" and not _dotted_stands(text, start, word))):
        return False
    if word.isascii():
        after = text[end : end + 1]
        if (before.isascii() and before.isalnum()) or (word[-1] != "." and after not in (" ", ".")):
            return False
    first = title["first"].strip() or word
    if text[max(0, start - 8) : start].endswith(tuple(_people_rules("not_after").get(first, ()))):
        return False
    if first == _WOMAN and before in ("ย", "ท", "ห") and not after_join(text, start):
        return False  # ห-นาง, ย-นาง: inside a word, but พร้อมด้วยนาง…
    following = _WORD.match(text, end)
    if following and following.group() in _people_rules("not_word").get(word, ()):
        return False
    begin = end + (text[end : end + 1] == " ")
    no_name = tuple(_people_rules("not_before").get(word, ("\0",)))
    return not text.startswith(no_name, end) and not text.startswith(no_name, begin)


def _dotted_stands(text: str, start: int, word: str) -> bool:
    """Whether a dotted title begins behind the Thai letter before *start*: after a whole word or syllable, ศ. never."""
    return len(word) >= 3 and (after_syllable(text, start) or after_join(text, start))


def next_title(text: str, at: int) -> re.Match[str] | None:
    """The next row of titles at or behind *at*, whether they stand as titles or not."""
    while begin := _beginnings().search(text, at):
        found = titles().match(text, begin.start())
        if found:
            return found
        at = begin.start() + 1
    return None


@cache
def _beginnings() -> re.Pattern[str]:
    """Every title by itself: a pattern that begins with a choice of letters, which the engine finds several times as
    fast as one that begins with a repetition.
    """
    forms = sorted({fold(form).split(" ")[0] for form in title_forms()})  # พ. ต. อ. begins like พ.ต.อ.
    forms = sorted({start for form in forms for start in _dotted_start(form)})
    return matcher([*forms, *registry("titles")["people"]["acting"], TEACHER])


def _dotted_start(form: str) -> tuple[str, ...]:
    """What an abbreviation of ranks begins with, blanks behind its full stops or none: พ.ต, for พ. ends many words."""
    first, dot, rest = form.partition(".")
    return (f"{first}.{rest[0]}", f"{first}. {rest[0]}") if dot and rest else (form,)


@cache
def titles() -> re.Pattern[str]:
    """Up to four titles in a row, glued or with blanks: ``first`` are those before the ``last``."""
    groups = registry("titles")["titles"]
    ranks: list[str] = []
    others: list[str] = []
    for name, group in groups.items():
        forms = ranks if name in ("military", "police") else others
        forms += [fold(form) for title in group for form in title]
    for forms in (ranks, others):  # พ.ต.อ ไพโรจน์: the last full stop lost; พล. ต. อ.: blanks behind them
        dotted = [form for form in forms if form.count(".") > 1 and " " not in form]
        forms += [form[:-1] + " " for form in dotted]
        forms += [form[:-1].replace(".", ". ") + "." for form in dotted]
    words = registry("titles")["people"]
    acting, behind = (alternation(fold(word) for word in words[key]) for key in ("acting", "after_rank"))
    one = rf"(?:(?:{acting} ?)?{alternation(ranks)}(?:{behind})?|{alternation(others)})"
    return re.compile(rf"(?P<first>(?:{one} ?){{0,3}})(?P<last>{one}|(?<![.ก-๎]){re.escape(TEACHER)})")


@cache
def _people_rules(table: str) -> dict[str, list[str]]:
    """A table of ``[people]`` in ``titles.toml``: title → words."""
    rules: dict[str, list[str]] = registry("titles")["people"][table]
    return rules


@cache
def word_list(name: str) -> frozenset[str]:
    """The list *name* of ``[people]`` in ``titles.toml``."""
    return frozenset(registry("titles")["people"][name])
