"""What the page of a person shows: names, posts over time with the pages that say so, news, who stands beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.tenures import Tenure, sifted
from corpus.thai.names import with_title
from index.hits import SearchRequest
from search_web.names_view import (
    Axis,
    Link,
    NameCount,
    NameLink,
    News,
    PostView,
    beside,
    post_view,
    said_by,
    shown_pages,
)
from search_web.rooms import Shelf
from search_web.text import Lang, count

if TYPE_CHECKING:
    from corpus.store_posts import Held

SEEN = 2  # pages of a post that are seen at once, first and last; the rest stands behind "show more"
MOST_RARE = 40  # posts of few pages that are named
SAID_RARE = 1
MOST_SPELLINGS = 12


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of a person: ``fast`` and ``rare`` as :func:`corpus.tenures.sifted` parts them, and what pages say."""

    fast: tuple[Tenure, ...]
    rare: tuple[Tenure, ...]
    rows: Mapping[str, Sequence[Held]]
    heads: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Everything on the page of a person."""

    id: str
    name: str
    spellings: tuple[str, ...]
    titles: tuple[str, ...]
    posts: tuple[PostView, ...]
    rare: tuple[PostView, ...]
    rare_text: str
    rare_left: int
    ticks: tuple[tuple[str, float], ...]
    complete: bool
    news: News | None
    agencies: tuple[NameCount, ...]
    people: tuple[NameCount, ...]
    provinces: tuple[NameCount, ...]


def read_posts(shelf: Shelf, person_id: str, named: int) -> Posts:
    """The posts of a person whom pages name so often, with what the pages that are shown say of them."""
    fast, rare = sifted(shelf.tenures_of(person_id), named)
    shown = [*shown_pages(fast).values(), *shown_pages(rare[:MOST_RARE], 2).values()]
    wanted = list(dict.fromkeys(article for pages in shown for _, article in pages))
    rows: dict[str, list[Held]] = {}
    for row in shelf.said_of(person_id, wanted):
        rows.setdefault(row.article_id, []).append(row)
    return Posts(fast, rare, rows, shelf.page_heads(wanted))


def person_view(
    person_id: str,
    spellings: Sequence[tuple[str, int]],
    titles: Sequence[tuple[str, int]],
    posts: Posts,
    news: News | None,
    lang: Lang,
    link: Link,
    *,
    complete: bool,
    hrefs: Mapping[str, NameLink],
) -> PersonView:
    """The page of one person; *spellings* and *titles* with their counts, *hrefs* make addresses by facet."""
    axis = Axis.of(posts.fast)
    name = spellings[0][0]
    return PersonView(
        id=person_id,
        name=with_title(name, titles[0][0] if titles else ""),
        spellings=tuple(written for written, _ in spellings[1 : MOST_SPELLINGS + 1]),
        titles=tuple(title for title, _ in titles[1 : MOST_SPELLINGS + 1]),
        posts=tuple(_post(tenure, axis, posts, lang, link, hrefs) for tenure in posts.fast),
        rare=tuple(_rare(tenure, posts, lang) for tenure in posts.rare[:MOST_RARE]),
        rare_text=count(lang, "person_rare", len(posts.rare)),
        rare_left=max(0, len(posts.rare) - MOST_RARE),
        ticks=axis.ticks(lang) if axis else (),
        complete=complete,
        news=news,
        agencies=beside(news, "agency", lang, hrefs["agency"]),
        people=beside(news, "person", lang, hrefs["person"], without=person_id),
        provinces=beside(news, "province", lang, hrefs["province"]),
    )


def _post(
    tenure: Tenure, axis: Axis | None, posts: Posts, lang: Lang, link: Link, hrefs: Mapping[str, NameLink]
) -> PostView:
    pages = shown_pages((tenure,))[0]
    return post_view(
        tenure,
        axis,
        lang,
        name=str(tenure.post),
        href=hrefs["agency"](tenure.body) if tenure.body else None,
        said=said_by(tenure, pages, posts.rows, posts.heads, lang),
        search=_search(tenure, link),
    )


def _rare(tenure: Tenure, posts: Posts, lang: Lang) -> PostView:
    pages = tenure.pages[:SAID_RARE]
    said = said_by(tenure, pages, posts.rows, posts.heads, lang)
    return post_view(tenure, None, lang, name=str(tenure.post), said=said)


def _search(tenure: Tenure, link: Link) -> str:
    """The search for what is likely to tell of a tenure: the person with the body or, without one, with the role."""
    asked = SearchRequest(person=(tenure.person_id,), sort="newest")
    if tenure.body and not tenure.body.startswith("a-"):
        return link(replace(asked, agency=(tenure.body,)))
    return link(replace(asked, q=f'"{tenure.role}"'))
