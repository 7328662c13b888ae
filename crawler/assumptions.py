"""What a profile assumes of its site, and what one crawl found of it.

A profile marks a start or a form of address as ``assumed``, or states an ``[[assumption]]`` about addresses. Every
crawl tries them all: a start by one request, the others by what is fetched anyway. What was found is kept in the
run's counts, ``assumed: <what>`` → how many pages bore it out, and in the run's log; why a start is not there stands
among the run's refusals.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from corpus.records import Rejected
from corpus.sites import Site, Start
from corpus.urls import locate

KEY = "assumed: "  # begins the name of every such count
WIDTH = 80  # columns of a report
INDENT = " " * 13  # what stands under a label of a report
NOT_MET = "nothing of the kind was met"


class Assumptions:
    """The tally of one crawl."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._starts = {n: _of_start(start) for n, start in enumerate(site.crawl.start) if start.assumed}
        self._forms = {form.name: _of_form(form.name) for form in site.address if form.assumed}
        self._patterns = [(re.compile(one.pattern), one.name) for one in site.assumption]
        names = [*self._starts.values(), *self._forms.values(), *(name for _, name in self._patterns)]
        self._notes = {_of_start(start): start.note for start in site.crawl.start}
        self._notes |= {_of_form(form.name): form.note for form in site.address}
        self._notes |= {one.name: one.note for one in site.assumption}
        self._met = dict.fromkeys(names, 0)
        self._why: dict[str, str] = {}

    def answered(self, url: str) -> None:
        """Note that *url* was answered with 200."""
        for pattern, name in self._patterns:
            if pattern.search(url):
                self._met[name] += 1
        if self._forms and (place := locate(url, self._site)) and place.address in self._forms:
            self._met[self._forms[place.address]] += 1

    def brought(self, start: int, leads: int) -> None:
        """Note that a list of that start brought so many leads."""
        if start in self._starts:
            self._met[self._starts[start]] += leads

    def not_there(self, start: int, reason: str) -> bool:
        """Note why a start could not be read; whether it was an assumption, so that nothing has failed."""
        if start not in self._starts:
            return False
        self._why.setdefault(self._starts[start], reason)
        return True

    def counts(self) -> dict[str, int]:
        """How many pages bore out each assumption, under the names of the run's counts."""
        return {f"{KEY}{name}": met for name, met in self._met.items()}

    def log(self) -> None:
        """Write into the run's log what held and what did not."""
        for name, met in self._met.items():
            note = f" ({self._notes[name]})" if self._notes[name] else ""
            said = f"held: {name}: {met} ×" if met else f"not held: {name}: {self._why.get(name, NOT_MET)}"
            logging.getLogger(__name__).info("assumption %s%s", said, note)


def told(counts: Mapping[str, int], refused: Iterable[Rejected], *, whole: bool) -> Iterator[str]:
    """The lines of a run's report on its assumptions; *refused* are the run's refusals, which say why.

    A run that did not read the *whole* site says which held: those not met may hold in the rest of it.
    """
    found = {name.removeprefix(KEY): met for name, met in counts.items() if name.startswith(KEY)}
    if not found:
        return
    held = sum(map(bool, found.values()))
    if not whole and held < len(found):
        if held:
            yield f"  assumed    {held:,} of {len(found)} assumptions of the profile held; the rest was not tried out"
        return
    yield f"  assumed    {held:,} of {len(found)} assumptions of the profile held"
    why = {rejected.url: rejected.reason for rejected in refused}
    for name, met in found.items():
        if not met:
            line = f"not held: {name}: {why.get(name.partition(' ')[2], NOT_MET)}"
            yield from wrap(line, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)


def _of_start(start: Start) -> str:
    return f"{start.spider} {start.url}"


def _of_form(name: str) -> str:
    return f"address {name}"
