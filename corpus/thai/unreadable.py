"""What is left of characters that a program could not hold: question marks in their place.

A database that knew no emoji wrote ``????`` for each (``????down??``), one that knew no Thai ``?.?.?. ????``. Nothing
can bring either back. Emoji and the short word between them are taken out; a line that is question marks for the
greater part is no text. Questions (``ได้หรือไม่ ??``) and addresses keep theirs.
"""

from __future__ import annotations

import re

MOST = 4  # question marks one after another that nobody types behind a question
_RUN = re.compile(r"\?{2,}(?:[A-Za-z]{1,12}\?{2,})+|\?{3,}[A-Za-z]{1,12}(?![A-Za-z])|\?{3,}(?= ?[^\W\d_])|\?{4,}")
_WORD = re.compile(r"\S+")
# interrogatives that end a Thai question: whether, what, who, which, how much, when, how …
_ASKED = re.compile(
    r"(?:ไหม|มั้ย|หรือไม่|หรือยัง|หรือเปล่า|หรือ|อะไร|ไร|ใคร|ไหน|ใด|บ้าง|เท่าไหร่|เท่าไร|กี่\S{0,10}|ยังไง|อย่างไร|ทำไม|"
    r"(?:what|who|why|how|when|where|which)\b[^?]{0,200})\s?$",
    re.I,
)


def is_lost(line: str) -> bool:
    """Whether *line* held Thai that became question marks: more of them than letters and digits, and several.

    >>> is_lost("?.?.?. ????"), is_lost("จริงหรือ ??")
    (True, False)
    """
    marks = line.count("?")
    if marks < MOST:
        return False
    bare = "".join(word for word in line.split() if not _is_address(word))
    return bare.count("?") >= MOST and bare.count("?") >= sum(c.isalnum() for c in bare)


def without_runs(line: str) -> str:
    """*line* without question marks that stand for emoji, and without the short word between two such.

    >>> without_runs("ข่าวดี ????down?? จากกรม"), without_runs("ใช้ซ้ำได้หรือไม่ ????")
    ('ข่าวดี จากกรม', 'ใช้ซ้ำได้หรือไม่ ????')
    """
    if "???" not in line and not _RUN.search(line):
        return line
    parts: list[str] = []
    last = 0
    for word in _WORD.finditer(line):
        if "??" not in word[0] or _is_address(word[0]):
            continue
        for run in _RUN.finditer(line, word.start(), min(len(line), word.end() + 2)):
            if run.start() < last or _ASKED.search(line[max(last, run.start() - 220) : run.start()]):
                continue
            parts.append(line[last : run.start()].rstrip(" ") + " ")
            last = run.end()
            while last < len(line) and line[last] == " ":
                last += 1
    if not last:
        return line
    return "".join([*parts, line[last:]]).strip()


def _is_address(word: str) -> bool:
    """Whether *word* is an address, with a question mark of its own behind a slash."""
    return "://" in word or word.startswith("www.") or 0 <= word.find("/") < word.rfind("?")
