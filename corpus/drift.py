"""Whether a run met a site that was redesigned: pages that no longer fit, lists that no longer lead anywhere.

One odd page is a page; most pages of a layout that lack the same thing are a redesign. A run's counts
(:mod:`corpus.store_fits`) are held against the profile, and against what the sound runs before it counted: a sign that
the pages of this site never had is no news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.extract.fit import SIGNS, assumed, names
from corpus.records import Rejected
from corpus.sites import Site
from corpus.store_fits import Fits, Fitted
from corpus.urls import locate

LAYOUT = "layout "
LIST = "list "
ARTICLES = "articles"  # of a list: how many addresses of articles its pages named
LEAST_PAGES = 3  # fewer pages are an oddity of theirs, unless they are all there is
FIRST_TIME = 0.5  # share of pages in the first run of a layout, where nothing earlier says what is usual
EXAMPLES = 2
LEAST_SHARE = {"alike": 0.8}  # a notice that a template adds stands on all pages, one that editors add on some
EDITED = ("date", "alike")  # signs that an edit of several pages brings about too: a new date, one and the same notice
_MEANS = {
    "title": "the title where {key} says ({value})",
    "main": "the element that {key} names ({value})",
    "published": "the date where {key} says ({value})",
    "start": "the line above the article (body_start or title_above)",
    "stamp_line": "the stamp of publication (stamp_line)",
    "single": "one article and not several",
    "clear": "a beginning without menus",
    "whole": "their whole text",
    "text": "text beside their title",
    "language": "the language that their address names",
    "article": "an article that could be read",
    "own": "a text of their own",
    "heading": "a title of their own",
    "alike": "a text without a paragraph that all of them gained",
    "date": "the date that they had",
    "length": "a text of the usual length",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One part of a site that changed, and the sentence that says so."""

    part: str
    text: str


def alarms(store: Fits, *runs: int, site: Site, whole: bool = True) -> tuple[Alarm, ...]:
    """What changed on *site*, as *runs* met it together: one, and those that it continued. *whole* for a crawl that
    asked for all there is.
    """
    refused = [rejected for run in runs for _, rejected in store.rejected(run)]
    found: list[Alarm] = []
    for fitted in store.fits(*runs):
        earlier = store.sound_fits(site.name, fitted.part, min(runs))
        if fitted.part.startswith(LAYOUT):
            found += _layout(site, fitted, earlier, refused)
        elif whole:
            found += _list(site, fitted, earlier)
    return tuple(found)


def _layout(site: Site, now: Fitted, earlier: tuple[Fitted, ...], refused: list[Rejected]) -> Iterator[Alarm]:
    name = now.part.removeprefix(LAYOUT)
    few = now.read + now.seen < LEAST_PAGES
    usual = _usual(earlier)
    guessed = _assumed(site, name) if usual is None else ()
    limit = site.crawl.drift if usual is not None else max(site.crawl.drift, FIRST_TIME)
    grave = {
        sign: pages
        for sign, pages in now.lacks.items()
        if sign not in guessed
        and (pages >= LEAST_PAGES or (few and pages == now.read))
        and pages / _of(now, sign) - (usual or {}).get(sign, 0.0) >= max(limit, LEAST_SHARE.get(sign, 0.0))
    }
    if not grave:
        return
    sign, pages = max(grave.items(), key=lambda item: (item[1], item[0] != "article"))
    more = len(grave) - 1
    others = f" (and {more} more {'sign' if more == 1 else 'signs'})" if more else ""
    examples = [r.url for r in refused if r.stage == "clean" and _has_layout(r.url, site, name)][:EXAMPLES]
    such = f", such as {' and '.join(examples)}" if examples else ""
    yield Alarm(
        now.part,
        f"the layout {name} of the site {site.name} has changed: {pages} of {now.read} pages lack"
        f" {_meaning(site, name, sign)}{others}{such}; nothing doubtful was stored: correct [[layout]] {name} in the"
        f" profile, then khlang reread {site.called}",
    )


def _has_layout(url: str, site: Site, name: str) -> bool:
    place = locate(url, site)
    return place is not None and place.layout == name


def _of(now: Fitted, sign: str) -> int:
    """The pages that *sign* is a share of: what editors do to many pages at once is held against all that came, also
    those that came as they were; what only a template does against those that came anew.
    """
    return now.read + now.seen if sign in EDITED else now.read


def _assumed(site: Site, name: str) -> tuple[str, ...]:
    return next((assumed(layout) for layout in site.layout if layout.name == name), ())


def assumptions(store: Fits, *runs: int, site: Site) -> Iterator[tuple[str, int]]:
    """Each assumed rule of the layouts whose pages *runs* met, and on how many pages it fitted: in these, else in a
    sound one before them.
    """
    met = {fitted.part: fitted for fitted in store.fits(*runs) if fitted.read}
    for layout in site.layout:
        now = met.get(f"{LAYOUT}{layout.name}")
        for sign in assumed(layout) if now else ():
            all_of_them = (now, *store.sound_fits(site.name, now.part, min(runs))) if now else ()
            fitted = next((n for one in all_of_them if (n := one.read - one.lacks.get(sign, 0))), 0)
            rules = " or ".join(key for key in SIGNS[sign] if getattr(layout, key))
            yield f"{LAYOUT}{layout.name}: {rules}", fitted


def _usual(earlier: tuple[Fitted, ...]) -> Mapping[str, float] | None:
    """The share of pages that usually lack each sign: the least of the sound runs with pages enough; None without."""
    told = [fitted for fitted in earlier if fitted.read >= LEAST_PAGES]
    if not told:
        return None
    signs = {sign for fitted in told for sign in fitted.lacks}
    return {sign: min(fitted.lacks.get(sign, 0) / fitted.read for fitted in told) for sign in signs}


def _meaning(site: Site, name: str, sign: str) -> str:
    layout = next((x for x in site.layout if x.name == name), None)
    value = getattr(layout, sign, "") if layout and sign in names(layout) else ""
    return _MEANS.get(sign, sign).format(key=sign, value=value)


def _list(site: Site, now: Fitted, earlier: tuple[Fitted, ...]) -> Iterator[Alarm]:
    """A list whose pages came and named no article, although they did in a sound run before."""
    before = max((fitted.lacks.get(ARTICLES, 0) for fitted in earlier), default=0)
    if now.read and before and not now.lacks.get(ARTICLES):
        address = now.part.removeprefix(LIST)
        yield Alarm(
            now.part,
            f"the list {address} of the site {site.name} has changed: it came, but names no article any more"
            f" ({before} in an earlier run); correct its [[crawl.start]] in the profile",
        )
