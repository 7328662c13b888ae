"""Thai names: how one is written with its title, and those that are known, a help where a name stands without a title.

The lists come with the tokeniser's package: about 12,000 given names and 10,000 surnames. They are read when first
asked for.
"""

from __future__ import annotations

from functools import cache

_GLUED = ("นาย", "นาง", "นางสาว", "คุณ")  # titles that are written without a blank before the name, as those with dots


def known_name(word: str) -> bool:
    """Whether *word*, without blanks, is a given name or surname in the lists.

    >>> known_name("ชินวัตร"), known_name("เมื่อวันที่")
    (True, False)
    """
    return word in known_names()


@cache
def known_names() -> frozenset[str]:
    """The given names and surnames of the lists, as written there."""
    from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names  # which take a while to load

    return frozenset(thai_family_names() | thai_female_names() | thai_male_names())


def with_title(name: str, title: str) -> str:
    """*name* behind *title* as Thai or English writes it.

    >>> with_title("เมฆินทร์ เมธาวิกูล", "นาย"), with_title("สุนทร พันธ์ดี", "พลเอก")
    ('นายเมฆินทร์ เมธาวิกูล', 'พลเอก สุนทร พันธ์ดี')
    """
    glued = (title in _GLUED or title.endswith(".")) and not title.isascii() and not name[:1].isascii()
    return f"{title}{'' if glued else ' '}{name}".strip()
