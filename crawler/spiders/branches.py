"""Which branches of a site's lists are worth following: the years that they stand for, and those that never end."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date

from corpus.urls import url_key
from crawler.records import Lead

BUDDHIST = 543  # years between the common and the Buddhist era
MAX_BARREN = 30  # list pages in a row without a new article: a calendar or a trap, not a list
MAX_BARREN_SHAPE = 60  # list pages of one form of address in a row without one, whichever way led to them
_YEAR = re.compile(r"(?:^|[^\d])(2[45]\d\d|20\d\d|19\d\d)(?!\d)")
_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_ENGLISH = tuple(name.lower() for name in calendar.month_name)[1:]
_LONGEST = 40  # characters of a link that can name a year or month; a longer one is a title
_PLAIN = re.compile(
    r"(?:ปี|พ\.ศ\.|ค\.ศ\.|เดือน|year|ข่าว|ปีงบประมาณ|\d|[().,\s/-]|"
    + "|".join(re.escape(name) for name in (*_MONTHS, *_SHORT, *_ENGLISH))
    + ")+"
)


# What the links of a tree of years and months say, as patterns for a profile's follow_text.
TREE = (
    r"^(?:ปี|พ\.ศ\.|ปี พ\.ศ\.)? ?25\d\d(?: ?\(\d+\))?$",
    rf"^(?:เดือน)?(?:{'|'.join(_MONTHS)})(?: 25\d\d)?(?: ?\(\d+\))?$",
)


def last_day(text: str, above: date | None = None) -> date | None:
    """The last day that a branch named *text* can hold: of the year, or of the month of the year *above*.

    >>> last_day("ปี 2551")
    datetime.date(2008, 12, 31)
    >>> last_day("เมษายน (12)", date(2008, 12, 31))
    datetime.date(2008, 4, 30)
    >>> last_day("พ.ค. 2560")
    datetime.date(2017, 5, 31)
    >>> last_day("ประกาศ ปี 2551 ของสำนักงาน ก.พ.ร.")
    """
    text = text.strip().lower()
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        return None
    found = _YEAR.search(text)
    year = int(found[1]) if found else above.year if above else 0
    year -= BUDDHIST if year > 2400 else 0
    month = next((n for names in (_MONTHS, _SHORT, _ENGLISH) for n, name in enumerate(names, 1) if name in text), 0)
    if not 1900 < year < MAXYEAR or not (found or month):
        return None
    month = month or 12
    return date(year, month, calendar.monthrange(year, month)[1])


def shape(url: str) -> str:
    """What addresses of one kind of list have in common: the address with every number taken out.

    >>> shape("http://www.opdc.go.th/list.php?y=2551&m=4")
    'opdc.go.th/list.php?m=#&y=#'
    """
    return re.sub(r"\d+", "#", url_key(url))


class Branches:
    """What the lists of one start have brought, and which branches are left because nothing new comes from them.

    What is new is new to this start: a list is no less a list because a sitemap told the same articles before it.
    """

    def __init__(self) -> None:
        self._heard: set[int] = set()
        self._barren: dict[str, int] = {}
        self.left: set[str] = set()  # shapes that are not followed any more

    def barren(self, lead: Lead, articles: Iterable[str]) -> int:
        """Note the articles (their keys) of the list page of *lead*; how many pages in a row brought nothing new."""
        keys = {hash(key) for key in articles}
        new = not keys <= self._heard
        self._heard |= keys
        kind = shape(lead.url)
        self._barren[kind] = 0 if new else self._barren.get(kind, 0) + 1
        if new:
            return 0
        return lead.barren + 1

    def worth(self, lead: Lead) -> bool:
        """Whether a further list page is worth a request."""
        kind = shape(lead.url)
        if lead.guessed and lead.barren:
            return False  # the site gives the same page for any number
        if lead.barren >= MAX_BARREN or self._barren.get(kind, 0) >= MAX_BARREN_SHAPE:
            self.left.add(kind)
            return False
        return True

    def followed(self, leads: Iterable[Lead], since: date | None) -> Iterator[Lead]:
        """The list pages that are worth a request; with *since*, none that can hold only older articles."""
        return (lead for lead in leads if not (since and lead.day and lead.day < since) and self.worth(lead))
