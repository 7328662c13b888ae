"""Why the program says what it says of an article: for each value the rule in words, and the exact letters it rests on.

Every rule that :mod:`corpus.extract` may name has its sentence in :mod:`search_web.texts.provenance`; a test collects
the rules from the source and fails for one without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.records import Article, DateMention, Person, Surface, Where
from search_web.cuts import Excerpt, excerpt
from search_web.filters import show_dated, show_day, show_kind, show_span
from search_web.marking import texts_of
from search_web.text import TEXTS, Lang, say

MOST_PLACES = 8  # of one value that are led to besides the first; the others are counted
Lead = Callable[[Surface], str | None]  # the address of the place where a surface stands


@dataclass(frozen=True, slots=True)
class Ground:
    """One place that a value rests on: its letters with what stands around them, and where to see it."""

    excerpt: Excerpt
    href: str | None = None
    label: str = ""
    where: str = ""  # said where the place is not in the text that is shown


@dataclass(frozen=True, slots=True)
class Reason:
    """One value, the rule that gave it, and its places: ``more`` are numbered links to others, ``rest`` counts them."""

    value: str
    rule: str
    grounds: tuple[Ground, ...] = ()
    more: tuple[tuple[int, str], ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The reasons for the values of one kind; ``goes_on`` says that the group began before."""

    label: str
    reasons: tuple[Reason, ...]
    goes_on: bool = False


def reason_groups(article: Article, lang: Lang, lead: Lead) -> Iterator[ReasonGroup]:
    """All that is known of why *article* is as it is shown; *lead* gives the addresses of places."""
    told = _Told(article, lang, lead)
    for label, reasons in (
        ("why_date", told.date()),
        ("why_kind", told.kind()),
        ("reason_event", told.event()),
        ("fact_people", (told.person(p) for p in article.people)),
        ("fact_agencies", (told.named(a.name, f"rule_agency_{a.rule}", a.surfaces) for a in article.agencies)),
        (
            "fact_provinces",
            (told.named(m.name, f"rule_province_{m.rule}", m.surfaces) for m in article.province_mentions),
        ),
        ("fact_laws", (told.law(m.name, m.rule, m.surfaces) for m in article.law_mentions)),
        ("why_layout", told.layout()),
    ):
        if found := tuple(reasons):
            yield ReasonGroup(say(lang, label), found)


def in_pages(groups: Iterable[ReasonGroup], budget: int) -> Iterator[tuple[ReasonGroup, ...]]:
    """The *groups* in pages of at most about *budget* bytes each."""
    page: list[ReasonGroup] = []
    used = 0
    for group in groups:
        goes_on = False
        waiting: list[Reason] = []
        for reason in group.reasons:
            size = _size(reason)
            if used + size > budget and (page or waiting):
                yield tuple(page + _group(group, waiting, goes_on))
                goes_on = goes_on or bool(waiting)
                page, waiting, used = [], [], 0
            waiting.append(reason)
            used += size
        page += _group(group, waiting, goes_on)
    if page:
        yield tuple(page)


def sentence(lang: Lang, key: str, **values: object) -> str:
    """The sentence of a rule; one that this program does not know is called by its name."""
    known = key if key in TEXTS else "rule_unknown"
    return say(lang, known, **values) if known == key else say(lang, known, rule=key.removeprefix("rule_"))


class _Told:
    """What one article tells of its reasons."""

    def __init__(self, article: Article, lang: Lang, lead: Lead) -> None:
        self.article = article
        self.lang: Lang = lang
        self.lead = lead
        self.texts = texts_of(article)

    def date(self) -> Iterator[Reason]:
        article = self.article
        if article.dated is None:
            yield Reason(say(self.lang, "undated"), say(self.lang, "rule_date_none"))
            return
        source = article.dated_from
        places = _dates_of(article.dates, article.dated, source)
        grounds = self.grounds([_surface(places[-1 if source == "signed" else 0])] if places else ())
        if source == "breadcrumb" and article.section:
            grounds = (Ground(Excerpt("", " › ".join(article.section), "")),)
        yield Reason(show_dated(article.dated, source, self.lang), sentence(self.lang, f"rule_date_{source}"), grounds)
        if article.updated and article.updated != article.published:
            rule = "rule_date_moved" if article.published else "rule_date_updated"
            yield Reason(show_day(article.updated, self.lang), say(self.lang, rule))

    def kind(self) -> Iterator[Reason]:
        article = self.article
        yield Reason(show_kind(article.kind, self.lang), sentence(self.lang, f"rule_kind_{article.kind}"))
        if article.section:
            yield Reason(" › ".join(article.section), say(self.lang, "rule_section"))

    def event(self) -> Iterator[Reason]:
        event = self.article.event
        if event is None:
            return
        said = [show_span(event.start, event.end or event.start, self.lang)] if event.start else []
        value = " · ".join([*said, *([event.place] if event.place else [])])
        rule = "rule_event" if event.start else "rule_event_undated"
        yield Reason(value, say(self.lang, rule), self.grounds(event.surfaces))

    def person(self, person: Person) -> Reason:
        rule = f"rule_person_{person.rule}" if person.title or person.rule != "title" else "rule_person_office"
        reason = self.named(person.name, rule, person.surfaces, title=person.title or "")
        held = self.grounds(person.positions[:MOST_PLACES], say(self.lang, "why_position"))
        return replace(reason, grounds=reason.grounds + held)

    def law(self, name: str, rule: str, surfaces: Sequence[Surface]) -> Reason:
        part, _, law = rule.partition(" of ")
        if law:
            return self.named(name, f"rule_law_{part}_of", surfaces, law=law)
        return self.named(name, f"rule_law_{rule}", surfaces)

    def named(self, name: str, rule: str, surfaces: Sequence[Surface], **values: object) -> Reason:
        led = [(n, href) for n, surface in enumerate(surfaces[1:], 2) if (href := self.lead(surface))]
        rest = len(surfaces) - 1 - len(led[:MOST_PLACES])
        return Reason(
            name,
            sentence(self.lang, rule, **values),
            self.grounds(surfaces[:1]),
            tuple(led[:MOST_PLACES]),
            say(self.lang, "why_more_places", n=f"{rest:,}") if rest > 0 else "",
        )

    def layout(self) -> Iterator[Reason]:
        article = self.article
        if not article.layout:
            yield Reason(say(self.lang, "why_no_layout"), say(self.lang, "rule_layout_none"))
        elif article.lacks:
            yield Reason(article.layout, say(self.lang, "rule_layout_lacks", lacks=", ".join(article.lacks[:12])))
        else:
            yield Reason(article.layout, say(self.lang, "rule_layout"))

    def grounds(self, surfaces: Sequence[Surface], label: str = "") -> tuple[Ground, ...]:
        return tuple(self._ground(surface, label) for surface in surfaces)

    def _ground(self, surface: Surface, label: str) -> Ground:
        text = self.texts.get(surface.where, "")
        if text[surface.start : surface.end] == surface.text:
            return Ground(excerpt(text, surface.start, surface.end), self.lead(surface), label)
        return Ground(Excerpt("", surface.text, ""), None, label, _place(surface.where, self.lang))


def _place(where: Where, lang: Lang) -> str:
    key = f"why_in_{where}"
    return say(lang, key) if key in TEXTS else ""


def _dates_of(dates: Sequence[DateMention], day: date, source: str) -> list[DateMention]:
    """The mentions that may have told the day of an article."""
    fields = ("header",) if source in ("header", "stamp") else ("body", "title")
    if source not in ("header", "stamp", "lead", "signed"):
        return []
    return [d for d in dates if d.where in fields and d.start == day]


def _surface(mention: DateMention) -> Surface:
    return Surface(mention.surface, mention.at, mention.at + len(mention.surface), mention.where)


def _group(group: ReasonGroup, reasons: Sequence[Reason], goes_on: bool) -> list[ReasonGroup]:
    return [ReasonGroup(group.label, tuple(reasons), goes_on)] if reasons else []


def _size(reason: Reason) -> int:
    """About the bytes that a reason takes on the page."""
    texts = [reason.value, reason.rule, *(part for g in reason.grounds for part in (*g.excerpt, g.label, g.href or ""))]
    return (
        sum(len(t.encode()) for t in texts)
        + 160 * (1 + len(reason.grounds))
        + sum(len(href) + 30 for _, href in reason.more)
    )
