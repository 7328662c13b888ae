"""Whether two pages show a reader the same content, whatever article each of them is: pure, from their likenesses.

:func:`corpus.likeness.same` asks whether two generations of a site hold one article, and merges them for good. This
asks less: one announcement posted twice, under two titles or half a year apart, is one line in a list of hits. What a
template changes (numbers, dates, people, provinces, the number of a series) decides against here as there: gold prices
of two days are not the same content.
"""

from __future__ import annotations

from corpus.likeness import (
    SHORTEST,
    Likeness,
    Verdict,
    other_details,
    other_series,
    other_time,
    other_title,
    resemblance,
    runs_through,
)

# Set by reading every pair of 20,000 pages of one site that resembles by more than 0.85 (architecture.md). Below 0.85
# pages tell the same news again in other words or at another length; between 0.85 and 0.98 pages of a series stand
# that name no number; from 0.98 on a body was changed in a word or two, so its date no longer matters, and from 0.99
# on it is the same text, so its title does not.
ALIKE = 0.85  # share of the runs of both bodies that stand in both
ONE_TEXT = 0.98
ONE_BODY = 0.99
SHORTEST_WHOLE = 30  # different shingles from which a page that agrees to the letter says enough


def reprint(a: Likeness, b: Likeness) -> Verdict:
    """Whether *a* and *b* show the same content; symmetric. ``why`` names what decided."""
    if a.lang != b.lang:
        return Verdict(False, "another language")
    if a.text == b.text and a.size == b.size >= SHORTEST_WHOLE:
        return Verdict(True, "the same text")
    if min(a.size, b.size) < SHORTEST:
        return Verdict(False, "too short to tell")
    if no := other_series(a, b) or other_details(a, b):
        return Verdict(False, no)
    alike = resemblance(a, b)
    if alike < ALIKE:
        return Verdict(False, f"the bodies resemble by {alike:.0%}")
    if no := _other_heading(a, b, alike) or (other_time(a, b) if alike < ONE_TEXT else ""):
        return Verdict(False, no)
    return Verdict(True, f"{alike:.0%} of the body")


def _other_heading(a: Likeness, b: Likeness, alike: float) -> str:
    """What in the titles decides against bodies that are *alike*, or ``""``."""
    no = other_title(a, b)
    if no and alike >= ONE_BODY and runs_through(*sorted((a.counted, b.counted), key=len)):
        return ""
    return no
