r"""Text typed while the other keyboard layout was active: Kedmanee (TIS 820-2538) ↔ US QWERTY, key by key.

A pure converter; whether a text was typed so is decided in :mod:`index.layouts`. Each of the 47 keys types one
character by itself and one with Shift on either layout, so that every conversion can be taken back.

>>> to_thai("xit=6,"), to_thai("dkixit=6,"), to_thai("-jk;")
('ประชุม', 'การประชุม', 'ข่าว')
>>> to_latin("นยกแ"), to_latin("ญ?๐ฤ"), to_latin("แนอรก"), to_latin("ำขฆำพอรแำ"), to_latin("ภใจ")
('opdc', 'PMQA', 'covid', 'e-Service', '4.0')
>>> to_thai('d"r"i"'), to_thai("xu #**@")
('ก.พ.ร.', 'ปี ๒๕๕๑')
"""

from __future__ import annotations

# The keys row by row from the top left. Kedmanee as TIS 820-2538 lays it out on the keys of the US keyboard; the key
# left of 1 types _ and %, as Windows and the standard have it.
_QWERTY = r"""`1234567890-= qwertyuiop[]\ asdfghjkl;' zxcvbnm,./"""
_QWERTY_SHIFT = r"""~!@#$%^&*()_+ QWERTYUIOP{}| ASDFGHJKL:" ZXCVBNM<>?"""
_KEDMANEE = "_ๅ/-ภถุึคตจขช ๆไำพะัีรนยบลฃ ฟหกดเ้่าสวง ผปแอิืทมใฝ"
_KEDMANEE_SHIFT = '%+๑๒๓๔ู฿๕๖๗๘๙ ๐"ฎฑธํ๊ณฯญฐ,ฅ ฤฆฏโฌ็๋ษศซ. ()ฉฮฺ์?ฒฬฦ'

_THAI = str.maketrans(_QWERTY + _QWERTY_SHIFT, _KEDMANEE + _KEDMANEE_SHIFT)
_LATIN = str.maketrans(_KEDMANEE + _KEDMANEE_SHIFT, _QWERTY + _QWERTY_SHIFT)
_SHIFT_LATIN = str.maketrans(_QWERTY + _QWERTY_SHIFT, _QWERTY_SHIFT + _QWERTY)
_SHIFT_THAI = str.maketrans(_KEDMANEE + _KEDMANEE_SHIFT, _KEDMANEE_SHIFT + _KEDMANEE)
_PLACES = {
    char: (row, place)
    for keys in (_KEDMANEE, _KEDMANEE_SHIFT)
    for row, line in enumerate(keys.split(" "))
    for place, char in enumerate(line)
}


def to_thai(typed: str) -> str:
    """*typed* on QWERTY as the same keys type it on Kedmanee; other characters stay."""
    return typed.translate(_THAI)


def to_latin(typed: str) -> str:
    """*typed* on Kedmanee as the same keys type it on QWERTY; other characters stay."""
    return typed.translate(_LATIN)


def shifted(typed: str) -> str:
    """*typed* with the level of every key changed, as where Shift is locked; a text with Thai is one of Kedmanee.

    >>> shifted("xit=6,"), shifted("ญ?๐ฤ")
    ('XIT+^<', 'ยทๆฟ')
    """
    return typed.translate(_SHIFT_THAI if _has_thai(typed) else _SHIFT_LATIN)


def caps_lock(typed: str) -> str:
    """*typed* with the level changed of those keys that type a letter on QWERTY, as Caps Lock does.

    >>> caps_lock("XIT=6,"), to_thai(caps_lock("XIT=6,")), caps_lock("ยทๆฟ")
    ('xit=6,', 'ประชุม', 'ญ?๐ฤ')
    """
    return to_thai(to_latin(typed).swapcase()) if _has_thai(typed) else typed.swapcase()


def neighbours(one: str, other: str) -> bool:
    """Whether two characters lie on keys of Kedmanee side by side in one row, or on one key.

    >>> neighbours("ก", "ด"), neighbours("ก", "ฏ"), neighbours("ก", "ส")
    (True, True, False)
    """
    if one not in _PLACES or other not in _PLACES:
        return False
    (row, place), (other_row, other_place) = _PLACES[one], _PLACES[other]
    return row == other_row and abs(place - other_place) <= 1


def _has_thai(text: str) -> bool:
    return any("ก" <= char <= "๛" for char in text)
