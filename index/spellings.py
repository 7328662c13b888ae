"""Words with several written forms: ``corpus/registry/spellings.toml`` as a table that a typed word is looked up in.

>>> written_forms("e Service")[:3], written_forms("โควิด19")[0], written_forms("สัมนา"), written_forms("ประชุม")
(('e service', 'e-service', 'eservice'), 'โควิด19', ('สัมนา', 'สัมมนา'), ())
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.extract.lexicon import registry
from corpus.thai.normalise import fold

MOST_FORMS = 24  # of one word, hyphens counted; the longest group has 21
_JOINTS = re.compile(r"[ -]")


def written_forms(typed: str) -> tuple[str, ...]:
    """Every written form of the word *typed*, folded, itself first; none where it has no other or is not listed."""
    group = _groups().get(loose(typed), ())
    return tuple(dict.fromkeys((typed.lower(), *group)))[:MOST_FORMS] if group else ()


def loose(text: str) -> str:
    """*text* without blanks and hyphens: what is looked up."""
    return _JOINTS.sub("", text).lower()


@cache
def longest() -> int:
    """Characters of the longest listed form, without blanks and hyphens."""
    return max(map(len, _groups()))


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for table in registry("spellings").values():
        for listed in table:
            forms = tuple(dict.fromkeys(form for one in listed for form in _hyphens(fold(one))))
            for form in forms if len(forms) > 1 else ():
                groups.setdefault(loose(form), forms)
    return groups


def _hyphens(form: str) -> Iterator[str]:
    yield form
    if "-" in form:
        yield form.replace("-", "")
        yield form.replace("-", " ")
