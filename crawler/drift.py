"""The end of a crawl as its pages tell it: did the site change its layout?"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.drift import ARTICLES, LAYOUT, LIST, alarms, assumptions
from corpus.intake import open_in_turn
from corpus.records import Progress
from corpus.rereading import release
from corpus.settings import Settings
from corpus.store_fits import READ
from crawler.assumptions import KEY
from crawler.records import Job

MOST_TOLD = 3  # alarms that are written out in the message of a run


def judge(
    job: Job, settings: Settings, lists: Mapping[str, tuple[int, int]], taken: Mapping[str, int], progress: Progress
) -> tuple[str, dict[str, int]]:
    """What changed on the site, as one sentence or ``""``, and the counts of the run.

    *lists* has for each start how many list pages came and how many articles they named. Pages that were held back
    alone are taken for new versions after all.
    """
    site = job.site
    # What a run before this one left is part of the same crawl, and its pages are not asked for again.
    runs = (*job.resumed, job.run_id)
    with open_in_turn(settings, progress) as store:
        with store.batch():
            for url, (pages, articles) in lists.items():
                store.note_fit(job.run_id, site.name, f"{LIST}{url}", (READ,), pages)
                store.note_fit(job.run_id, site.name, f"{LIST}{url}", (ARTICLES,), articles)
        found = alarms(store, *runs, site=site, whole=job.limit is None and job.since is None)
        guesses = {f"{KEY}{name}": pages for name, pages in assumptions(store, *runs, site=site)}
        layouts = [alarm.part.removeprefix(LAYOUT) for alarm in found if alarm.part.startswith(LAYOUT)]
        released = release(store, settings, runs, site, layouts)
    counts = {**taken, **guesses}
    for name, number in released.items():
        counts[name] = counts.get(name, 0) + number
    rest = f" (and {len(found) - MOST_TOLD} more)" if len(found) > MOST_TOLD else ""
    return "; ".join(alarm.text for alarm in found[:MOST_TOLD]) + rest, counts
