"""A site profile written from a survey: TOML with comments that say what was seen and what is a guess."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import SiteProblem, cannot_write
from corpus.sites import NAME, TAKEN_NAMES, site_names
from crawler.findings import Survey, clean
from crawler.places import is_literal
from crawler.spiders.branches import TREE

LEAST_DELAY = 2.0  # seconds between two requests that a new profile asks for


def name_for(host: str, wanted: str | None, folder: Path) -> str:
    """The name of a new profile: *wanted*, or the first part of *host*.

    Raises :class:`SiteProblem` for one that cannot be used or is taken.
    """
    label = host.removeprefix("www.").partition(".")[0]
    name = wanted or (f"site-{host.strip('[]').replace('.', '-').replace(':', '-')}" if is_literal(host) else label)
    if not NAME.fullmatch(name) or name in TAKEN_NAMES:
        raise SiteProblem(f"a site cannot be named {clean(name)!r}; give --name with a-z, 0-9 and - (at most 40)")
    if name in site_names(folder):
        raise SiteProblem(f"there is a site profile named {name!r} already; give another --name, or try {name} out")
    return name


def save(text: str, name: str, folder: Path) -> Path:
    """Write a new profile into *folder*; one that is there is never overwritten (:class:`SiteProblem`)."""
    path = folder / f"{name}.toml"
    raw = text.encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError as e:
        raise SiteProblem(f"{path} is there already and is not overwritten; give another --name") from e
    except OSError as e:
        raise cannot_write(path, e) from e
    return path


def draft(found: Survey, name: str, allow_private: bool, day: str) -> str:
    """The text of the profile, seen on *day*."""
    return "\n".join(
        [
            *_site(found, name, allow_private, day),
            *_crawl(found),
            *_starts(found),
            *_addresses(found),
            *_layout(found),
            "",
        ]
    )


def _site(found: Survey, name: str, allow_private: bool, day: str) -> Iterator[str]:
    thai = any("\u0e00" <= letter <= "\u0e7f" for letter in found.title)
    host = urlsplit(found.url).hostname or ""
    yield f"# {clean(found.title) or host}: made by khlang sites add from {found.requests} requests on {day}."
    yield "# What is written here was seen then; lines marked guess are conclusions. Try it: khlang sites check " + name
    yield f"name = {_text(name)}"
    yield f"title_th = {_text(found.title if thai else host)}"
    yield f"title_en = {_text(host if thai else found.title or host)}"
    yield f"hosts = {_texts(found.hosts)}"
    if found.agency:
        yield f"agency = {_text(found.agency)} # a listed body of that name"
    if allow_private:
        yield "allow_private = true # it was added with --allow-private"
    yield ""
    declares = clean(found.declared)
    declared = f"its pages declare {declares} and are" if declares else "its pages are"
    said = f"{declared} {clean(found.encoding)}; language {clean(found.language) or 'not said'}"
    yield f"# {said}; made by {_or_unknown(found)}."
    for oddity in found.oddities:
        yield f"# {clean(oddity, 110)}"


def _or_unknown(found: Survey) -> str:
    return clean(found.generator) or "a program that does not say its name"


def _crawl(found: Survey) -> Iterator[str]:
    asked = found.crawl_delay or 0.0
    why = f"robots.txt asks for {asked:g}" if asked else "robots.txt asks for none" if found.robots else "no robots.txt"
    yield from ("", "[crawl]", f"delay = {max(asked, LEAST_DELAY):.1f} # {why}")
    yield "minimum = 1 # raise it once you know how many articles a whole crawl brings"
    yield ""
    for url, reason in found.missing:
        yield f"# not there: {clean(url, 200)}: {clean(reason)}"


def _starts(found: Survey) -> Iterator[str]:
    """Every way of discovery that answered; the front page's lists too, with patterns that are guesses."""
    article = [shape.pattern for shape in found.shapes]
    if found.wordpress:
        yield from _start("wordpress", found.wordpress)
    for url in found.sitemaps:
        yield from _start("sitemap", url, article=article)
    for url in found.feeds:
        yield from _start("feed", url)
    if article and (found.lists or not (found.wordpress or found.sitemaps)):
        yield from _start("listing", found.url, found.follow, article, TREE if found.tree else ())
    elif not (found.wordpress or found.sitemaps or found.feeds):
        yield ""
        yield "# Nothing on the front page looks like a list of articles: write the patterns by hand, or let links look"
        yield "# at every page. docs/adding-a-site.md shows how."
        yield from _start("links", found.url)


def _start(
    spider: str, url: str, follow: Iterable[str] = (), article: Iterable[str] = (), follow_text: Iterable[str] = ()
) -> Iterator[str]:
    yield from ("", "[[crawl.start]]", f"spider = {_text(spider)}", f"url = {_text(url)}")
    for key, given in (("follow", follow), ("follow_text", follow_text), ("article", article)):
        if patterns := list(dict.fromkeys(given)):
            yield f"{key} = [ # guess"
            yield from (f"    {_pattern(pattern)}," for pattern in patterns)
            yield "]"


def _addresses(found: Survey) -> Iterator[str]:
    forms = [(shape.path, shape.query[:1]) for shape in found.shapes]
    for number, shape in enumerate(found.shapes):
        if forms.count(forms[number]) > 1:
            yield from (
                "",
                f"# No [[address]] for {clean(shape.examples[0], 90)} and its like: words in the query tell",
            )
            yield "# these from others with the same numbers. Their ids are hashes of the whole address."
            continue
        yield from ("", "[[address]]", f"name = {_text(shape.name)} # guess, from {shape.count} addresses like")
        yield f"# {clean(shape.examples[0], 200)}"
        yield f"hosts = {_texts(found.hosts)}"
        yield f"path = {_pattern(shape.path)}"
        if shape.query:
            yield f"query = {_texts(shape.query)}"
        yield f"id = {_text(shape.id)}"
        if found.layout and number == 0:  # the articles were of this form
            yield 'layout = "page"'


def _layout(found: Survey) -> Iterator[str]:
    """What a few articles have in common; keys that were not sure are left out."""
    learnt = found.layout
    if not learnt:
        if found.shapes:
            yield from (
                "",
                "# No [[layout]]: the articles looked at have nothing sure in common, or the general rules do",
            )
            yield "# better. If check finds fault with titles or bodies, write one; docs/adding-a-site.md shows how."
        return
    yield from (
        "",
        f"# Seen: the selectors hold on the {learnt.samples} articles that were compared with each other and",
    )
    yield from ("# with the lists; what repeats is dropped. Guess: they hold on all.", "[[layout]]", 'name = "page"')
    for key in ("title", "main", "published"):
        if value := getattr(learnt, key):
            yield f"{key} = {_text(value)}"
    if learnt.drop:
        yield f"drop = {_texts(learnt.drop)}"
    if learnt.drop_lines:
        yield from ("drop_lines = [", *(f"    {_pattern(pattern)}," for pattern in learnt.drop_lines), "]")


def _text(value: str) -> str:
    return _quoted(clean(value, 2000))


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _pattern(value: str) -> str:
    return f"'{value}'" if "'" not in value and value.isprintable() else _quoted(value)


def _quoted(value: str) -> str:
    """A basic string of TOML: as in JSON, except for the delete character, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
