"""The words by which a happening is known, as patterns: verbs of occasions, of saying, meetings, what is made ready."""

from __future__ import annotations

import re
from functools import cache

from corpus.extract.lexicon import alternation, registry


@cache
def saying() -> re.Pattern[str]:
    """Verbs of saying."""
    return re.compile(alternation(registry("titles")["event"]["saying"]) + "(?! ?(?:ภาย)?หลัง)")  # said after …


@cache
def verbs() -> re.Pattern[str]:
    """What people do on an occasion."""
    # ที่ประชุม, "the meeting", resolves and is not held
    return re.compile("(?<!ที่)(?<!มติ)" + alternation(registry("titles")["event"]["verbs"]))


@cache
def occasions() -> re.Pattern[str]:
    """Verbs that are one happening also without a day."""
    return re.compile("(?<!ที่)(?<!มติ)" + alternation(registry("titles")["event"]["occasions"]))


@cache
def plans() -> re.Pattern[str]:
    """What is made ready: an occasion to come. A press conference about one is an occasion itself."""
    words = registry("titles")["event"]
    return re.compile(r"(?<!แถลงข่าว)(?<!แถลงข่าวการ)เตรียม" + alternation((*words["occasions"], *words["staged"])))


@cache
def meetings() -> re.Pattern[str]:
    """Meetings that a title dates."""
    return re.compile(alternation(registry("titles")["event"]["meetings"]))
