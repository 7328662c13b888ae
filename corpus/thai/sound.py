"""How a Thai word sounds, as a code: words that are written in two ways and spoken in one have one code.

Two systems, since each hears what the other misses: LK82 (V. Lorchirachoonkul, "A Thai soundex system", Information
Processing & Management 18(5), 1982) and Udom83 (W. Udompanich, Chulalongkorn University, 1983). Both leave out tones
and silenced letters and keep the first consonant by its sound.
"""

from __future__ import annotations

from functools import lru_cache

HEARD = 50_000  # words whose codes are kept; a name is compared with many again and again


@lru_cache(maxsize=HEARD)
def sound(word: str) -> tuple[str, str]:
    """The codes of *word*, Thai without blanks; empty ones where it has no letter that sounds.

    >>> sound("ศรี") == sound("สี"), sound("ประยุทธ์") == sound("ประยุท")
    (False, True)
    """
    from pythainlp.soundex import lk82, udom83  # which take a while to load, and only misspelt words are heard

    return str(lk82(word)), str(udom83(word))


def alike(one: str, other: str) -> bool:
    """Whether two words sound alike by either system.

    >>> alike("พงษ์", "พงศ์"), alike("ณรงค์", "นรงค์"), alike("ขาว", "เขียว")
    (True, True, False)
    """
    return any(code and code == again for code, again in zip(sound(one), sound(other), strict=True))
