"""What was searched, in words: the sentence to cite a result by, and what would help where nothing was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from index.hits import FACETS, SearchRequest
from index.syntax import parse
from index.tree import FILTERS, And, Node, Not, Or, show
from search_web.facets_view import Facets, Link, filters_in_use, labels_of
from search_web.filters import BANGKOK, show_day, show_instant
from search_web.text import Lang, count, say

MOST_TRIALS = 6  # searches that look for what would help: each takes a few milliseconds
_NO_BRACKETS = str.maketrans("()", "  ")
TOO_MANY = 500  # articles: fifty pages, which nobody reads

Total = Callable[[SearchRequest], int]


@dataclass(frozen=True, slots=True)
class Trial:
    """A search that was tried where nothing was found: what it changes, what it finds, and its link."""

    label: str
    total: str
    href: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """What helps where nothing was found: parts of the query that no article has, and searches that find something."""

    missing: tuple[str, ...] = ()
    words: tuple[Trial, ...] = ()
    filters: tuple[Trial, ...] = ()


def nothing_found(
    request: SearchRequest, facets: Facets, lang: Lang, link: Link, total: Total, *, unfiltered: int
) -> Nothing:
    """Why *request* finds nothing: its filters where *unfiltered* articles have its words, else those words.

    *total* is asked at most MOST_TRIALS times.
    """
    if unfiltered:
        trials = []
        for label, without in list(filters_in_use(request, facets, lang))[:MOST_TRIALS]:
            if found := total(without):
                trials.append(Trial(label, count(lang, "results_count", found), link(without)))
        return Nothing(filters=tuple(trials)) if len(trials) or request.q else Nothing()
    parts = parts_of(request.q)
    if len(parts) < 2:
        return Nothing()
    missing, words = [], []
    for part in parts[:MOST_TRIALS]:
        alone = SearchRequest(q=part)
        if found := total(alone):
            words.append(Trial(part, count(lang, "results_count", found), link(alone)))
        else:
            missing.append(part)
    return Nothing(missing=tuple(missing), words=tuple(words))


def parts_of(query: str) -> tuple[str, ...]:
    """The parts of a query that can be searched for alone, as the query language has them; what is excluded is none.

    >>> parts_of('ประชุม ("การมีส่วนร่วม ของ") -"สัมมนา ของ" OR (จังหวัด:ปทุมธานี)')
    ('ประชุม', '"การมีส่วนร่วม ของ"', 'จังหวัด:"ปทุมธานี"')
    """
    return tuple(dict.fromkeys(map(show, _leaves(parse(query, len(query)).tree))))


def _leaves(node: Node) -> Iterator[Node]:
    """What *node* asks for, part by part."""
    if isinstance(node, (And, Or)):
        for part in node.parts:
            yield from _leaves(part)
    elif not isinstance(node, Not):
        yield node


def understood_as(understood: str, typed: str) -> str:
    """How a query was *understood*, where that is more than brackets that show what was taken for one thing."""
    return understood if _bare(understood) != _bare(typed) else ""


def _bare(query: str) -> str:
    return " ".join(query.translate(_NO_BRACKETS).split())


def in_words(request: SearchRequest, facets: Facets, lang: Lang) -> str:
    """The search as a phrase: its words, each filter with its values, its order."""
    said = [say(lang, "asked_words", q=request.q) if request.q else say(lang, "asked_all")]
    for name in FACETS:
        if values := getattr(request, name):
            labels = labels_of(name, facets, lang)
            any_of = say(lang, "asked_or").join(labels(str(value)) for value in values)
            said.append(say(lang, "asked_filter", name=say(lang, f"facet_{name}"), values=any_of))
    for key, day in (("from", request.date_from), ("to", request.date_to)):
        if day is not None:
            said.append(say(lang, f"chip_{key}", day=show_day(day, lang)))
    said.append(say(lang, "asked_sort", sort=say(lang, f"sort_{request.sort}")))
    return " · ".join(said)


def cited(
    words: str, total: int, documents: int, now: datetime, lang: Lang, *, address: str, written: datetime | None
) -> str:
    """The sentence to cite a result by: what was searched and found, in how many articles, when, and at which address.

    *written* is when the index was; None where nobody knows.
    """
    found = count(lang, "results_count", total)
    when = show_instant(now, lang)
    day = (
        say(lang, "asked_cited_index", day=show_day(written.astimezone(BANGKOK).date(), lang, "short"))
        if written
        else ""
    )
    values = {"words": words, "found": found, "documents": f"{documents:,}", "when": when, "index": day}
    return say(lang, "asked_cited", **values, address=address).strip()


def as_query(request: SearchRequest, facets: Facets | None = None) -> str:
    """The words and filters of *request* in the query language, without its time, which a timeline shows anyway.

    >>> as_query(SearchRequest(q="รางวัล", agency=("opdc", "dopa"), kind=("news",)))
    'รางวัล (หน่วยงาน:"opdc" OR หน่วยงาน:"dopa") ประเภท:"news"'
    """
    fields = []
    for name, field in FILTERS.items():
        labels = labels_of(name, facets or {}, "th")
        values = [
            f'{field}:"{_plain(labels(value) if name == "agency" else value)}"' for value in getattr(request, name)
        ]
        if values:
            fields.append(values[0] if len(values) == 1 else f"({' OR '.join(values)})")
    return " ".join([_wanted_with(request.q, fields), *fields]).strip()


def _wanted_with(q: str, fields: Sequence[str]) -> str:
    """The words *q* as they can stand before *fields*: what is open is closed, and what is either is one thing."""
    if not fields:
        return q
    parsed = parse(q, len(q))
    return f"({parsed.understood})" if isinstance(parsed.tree, Or) else parsed.understood


def _plain(value: str) -> str:
    return value.replace('"', " ").strip()


def hint_of(request: SearchRequest, total: int) -> Iterable[str]:
    """The keys of hints for a result that is too long to read."""
    filtered = replace(request, q="", page=1, per_page=10, sort="relevance", lang="th", group=None, choices=False)
    if request.q and request.page == 1 and total >= TOO_MANY and filtered == SearchRequest():
        yield "many_words" if len(parts_of(request.q)) > 1 or '"' in request.q else "many_word"
