"""The pages of names: a person, an agency, a province, and the lists of them; they only read catalogue and index.

What pages say of posts is read by ``khlang who`` and by each run; where an older program stored articles that nobody
has read since, the page shows what there is and says that it is not all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import IndexProblem
from corpus.extract.agency_registry import registry, resolve
from corpus.extract.places import province_entries, resolve_province
from corpus.named import LATIN, Named, NamedPart
from corpus.thai.collate import INITIALS, LEADING
from index.hits import SearchRequest
from search_web.args import MAX_VALUE, clean
from search_web.names_agency import NamePage, agency_view
from search_web.names_lists import (
    MOST_LIST_PAGE,
    PER_LIST,
    Kind,
    agencies_called,
    called,
    list_view,
    most_alike,
    nearest_provinces,
    province_view,
    regions_view,
)
from search_web.names_person import person_view, read_posts
from search_web.names_view import NameLink, News, name_in, news_of
from search_web.pages import small_number
from search_web.rooms import Shelf
from search_web.text import say
from search_web.web import link_in, page_lang, site_titles, the_web

NEWEST = 8  # articles on the page of a name
NEAREST = 6  # names that are offered where one is not known
MOST_LOOKED = 500  # names that are compared with one that nobody has, twice: 20 ms
MOST_LETTERS = 60  # of a name that is compared
BEGINNING = 4  # letters of a name that is not known by which others are looked for

blueprint = Blueprint("names", __name__)


def hrefs() -> Mapping[str, NameLink]:
    """What makes the address of the page of a name, by facet; for links in any page, in its language."""
    return {
        "person": lambda value: url_for("names.person", person_id=value),
        "agency": lambda value: url_for("names.agency", agency_id=value),
        "province": lambda value: url_for("names.province", name=value),
    }


@blueprint.get("/person/<person_id>")
def person(person_id: str) -> str | Response:
    """One person: posts over time by the pages that say so, news, agencies. A name leads to the id made from it."""
    shelf, lang = the_web().rooms.shelf(), page_lang()
    spellings = shelf.spellings(person_id) or _only_named(shelf, person_id)
    if not spellings:
        return _person_called(shelf, clean(person_id, MAX_VALUE))
    view = person_view(
        person_id,
        spellings,
        shelf.titles_of(person_id),
        read_posts(shelf, person_id, sum(n for _, n in spellings)),
        _news(SearchRequest(person=(person_id,), sort="newest")),
        lang,
        link_in(lang),
        complete=not shelf.are_posts_behind(),
        hrefs=hrefs(),
    )
    return render_template("person.html", view=view)


@blueprint.get("/agency/<agency_id>")
def agency(agency_id: str) -> str | Response:
    """One agency: its names, where it belongs, who held its posts, its news. An alias leads to the id."""
    shelf, lang = the_web().rooms.shelf(), page_lang()
    tenures = shelf.tenures_at(agency_id)
    name = shelf.name_of("agency", agency_id) or next((t.body_name for t in tenures), "")
    if agency_id not in registry() and not name:
        return _agency_called(shelf, clean(agency_id, MAX_VALUE))
    view = agency_view(
        agency_id,
        name,
        tenures,
        _news(SearchRequest(agency=(agency_id,), sort="newest")),
        lang,
        complete=not shelf.are_posts_behind(),
        hrefs=hrefs(),
    )
    return render_template("agency.html", view=view)


@blueprint.get("/province/<name>")
def province(name: str) -> str | Response:
    """One province: its news, and who and what is named there. Another form of its name leads to it."""
    typed = clean(name, MAX_VALUE)
    known = resolve_province(typed)
    lang = page_lang()
    if known is None:
        near = [e for e in province_entries() if e.name_th in nearest_provinces(typed)]
        return _unknown(typed, [NamePage(called(e, lang), hrefs()["province"](e.name_th)) for e in near], "provinces")
    if known != name:
        return redirect(url_for("names.province", name=known), code=301)
    entry = next(e for e in province_entries() if e.name_th == known)
    news = _news(SearchRequest(province=(known,), sort="newest"))
    return render_template("province.html", view=province_view(entry, news, lang, hrefs()))


@blueprint.get("/people")
def people() -> str:
    """The people whom most pages name, those under a letter, or those whose names hold what was typed."""
    return _list("person")


@blueprint.get("/agencies")
def agencies() -> str:
    """The agencies that most pages name, those under a letter, or those of which a name holds what was typed."""
    return _list("agency")


@blueprint.get("/provinces")
def provinces() -> str:
    """All provinces by region."""
    rooms = the_web().rooms
    named = rooms.shelf().named("province", limit=len(province_entries())).names if rooms.has_shelf() else ()
    return render_template("provinces.html", regions=regions_view(named, page_lang(), hrefs()["province"]))


def _list(kind: Kind) -> str:
    lang = page_lang()
    q = clean(request.args.get("q", ""), MAX_VALUE)
    letter = clean(request.args.get("letter", ""), 3)
    letter = letter if not q and letter in (*INITIALS, LATIN) else ""
    once = bool(letter) and request.args.get("once") == "1"
    page = min(small_number(request.args.get("page", "")) or 1, MOST_LIST_PAGE)
    part = _part(kind, q, letter, once, page)
    if not part.names and page > 1:
        page, part = 1, _part(kind, q, letter, once, 1)
    endpoint = "names.people" if kind == "person" else "names.agencies"

    def link(words: str, under: str, all_of_it: bool, number: int) -> str:
        shown = number if number > 1 else None
        return url_for(endpoint, q=words or None, letter=under or None, once="1" if all_of_it else None, page=shown)

    near, found = ((), "") if part.names or not q else (_near(kind, q), link_in(lang)(SearchRequest(q=q)))
    view = list_view(
        kind,
        part,
        lang,
        q=q,
        letter=letter,
        once=once,
        page=page,
        href=hrefs()[kind],
        link=link,
        near=near,
        search=found,
    )
    return render_template("name_list.html", view=view)


def _part(kind: Kind, q: str, letter: str, once: bool, page: int) -> NamedPart:
    rooms = the_web().rooms
    if not rooms.has_shelf():
        return NamedPart((), 0)
    start = (page - 1) * PER_LIST
    if letter:
        return rooms.shelf().named_under(kind, letter, least=1 if once else 2, limit=PER_LIST, start=start)
    ids = agencies_called(q) if kind == "agency" else ()
    return rooms.shelf().named(kind, holding=_bare(q) if kind == "person" else q, ids=ids, limit=PER_LIST, start=start)


def _near(kind: Kind, q: str) -> tuple[Named, ...]:
    """Names written nearly as *q*: of those with its first letters, then of the most frequent with its first one."""
    rooms = the_web().rooms
    name = (_bare(q) if kind == "person" else q)[:MOST_LETTERS]
    if not rooms.has_shelf() or not name.strip():
        return ()
    looked = ((name[:3], MOST_LOOKED), (name.lstrip(LEADING)[:1], MOST_LOOKED))
    found = (one for part, most in looked if part for one in rooms.shelf().named(kind, holding=part, limit=most).names)
    return most_alike(name, found, NEAREST)


def _bare(name: str) -> str:
    """*name* without the title before it."""
    if not name:
        return ""
    from corpus.extract.titles import strip_title  # which reads word lists; other pages do without

    return strip_title(name) or name


def _only_named(shelf: Shelf, person_id: str) -> tuple[tuple[str, int], ...]:
    """The name of a person of whom no post was read yet."""
    name = shelf.name_of("person", person_id)
    return ((name, 1),) if name else ()


def _person_called(shelf: Shelf, typed: str) -> Response:
    """The person whose name stands in the place of an id, else those who are called nearly so."""
    from corpus.extract.people import person_id  # as above

    found = person_id(typed)
    if shelf.name_of("person", found):
        return redirect(url_for("names.person", person_id=found))
    name = _bare(typed)
    near = (shelf.named("person", holding=part, limit=NEAREST).names for part in (name, name[:BEGINNING]) if part)
    some = next((names for names in near if names), ())
    return _unknown(typed, [NamePage(one.name, hrefs()["person"](one.id)) for one in some], "people")


def _agency_called(shelf: Shelf, typed: str) -> Response:
    """The agency of which a name stands in the place of an id, else those that are called nearly so."""
    ids = resolve(typed)
    if len(ids) == 1 and ids[0] in registry():
        return redirect(url_for("names.agency", agency_id=ids[0]))
    some = shelf.named("agency", holding=typed, ids=(*ids, *agencies_called(typed, NEAREST)), limit=NEAREST).names
    lang = page_lang()
    near = [NamePage(name_in("agency", one.id, one.name, lang), hrefs()["agency"](one.id)) for one in some]
    return _unknown(typed, near, "agencies")


def _unknown(typed: str, near: list[NamePage], listed: str) -> Response:
    """What is said of a name that no page has: those most like it, and the list of all."""
    lang = page_lang()
    page = render_template(
        "unknown.html",
        title=say(lang, f"unknown_{listed}"),
        typed=typed,
        near=near,
        all_href=url_for(f"names.{listed}"),
        all_text=say(lang, f"unknown_all_{listed}"),
    )
    return make_response(page, 404)


def _news(wanted: SearchRequest) -> News | None:
    """What the search knows of a name; nothing where there is no index yet."""
    lang = page_lang()
    try:
        page = the_web().rooms.engine().search(replace(wanted, per_page=NEWEST, group=True, lang=lang))
    except IndexProblem:
        return None
    return news_of(page, wanted, lang, link_in(lang), site_titles(lang))
