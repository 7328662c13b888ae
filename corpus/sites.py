"""Site profiles: everything the program knows of one site, read from a TOML file; code holds none of it.

A profile is a name in ``corpus/registry/sites/`` or in the folder ``sites`` of the data folder, or a path to a TOML
file. ``extends = "opdc"`` starts from another profile and lays its own top-level keys and tables over it.
docs/adding-a-site.md explains every key.

::

    name, title_th, title_en, agency, hosts, exclude_hosts, allow_private, connect, sample
    [crawl]        delay, minimum, max_pages, and [[crawl.start]]: where discovery begins, and with which spider
    [schedule]     at, days, zone: when it is visited; shortest, longest: how often each page is looked at again
    [[address]]    how an address of this site becomes one article id and one canonical address
    [[layout]]     how one generation of its pages is read: HTML selectors and line rules
    [[archive]]    which web archives are asked for years that vanished (corpus/site_archive.py)
    [[assumption]] what is believed of the site and was never seen; each crawl tries it and tells
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import SiteProblem
from corpus.site_archive import Archive, archive_fault
from corpus.site_faults import crawl_fault, selector_fault
from corpus.timetable import Schedule as Schedule

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
TAKEN_NAMES = ("import", "copied")  # pages without a site and files of others are called so in ids and file names
RULES = ("title", "main", "published", "body_start", "title_above", "stamp_line")  # what a layout may assume
SPIDERS = ("listing", "links", "sitemap", "feed", "wordpress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where discovery begins. ``follow`` and ``article`` are patterns searched in whole addresses, ``follow_text``
    in the text of links: how a tree of years and months is found whose addresses nobody has seen.

    ``assumed``: nobody has seen that this start is there; where it is not, the crawl says so and is none the worse.
    ``note`` says what the assumption rests on.
    """

    spider: str
    url: str
    follow: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    follow_text: tuple[str, ...] = ()
    assumed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something believed of the site's addresses: it holds where ``pattern`` is found in one answered with 200.

    ``note`` says what it rests on.
    """

    name: str
    pattern: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How the site is visited: ``delay`` in seconds between two requests (0: none, and no slowing down for a slow
    server, for a site of one's own), ``connections`` at once to one host, ``timeout`` in seconds for one whole
    answer, ``minimum`` articles below which a full run is an alarm, ``max_pages`` requests in one run, ``drift``
    the share of a layout's pages (0 to 1) that may lack what they used to have before a run is an alarm. Addresses
    that an ``exclude`` pattern is found in are never fetched.
    """

    delay: float = 1.0
    connections: int = 1
    minimum: int = 1
    max_pages: int = 100_000
    timeout: float = 60.0
    drift: float = 0.3
    attachments: tuple[str, ...] = (r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf)(?:$|\?)",)
    exclude: tuple[str, ...] = ()
    start: tuple[Start, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One form of address.

    ``path`` is a pattern for the whole path with named groups; ``query`` names parameters that must be there, as
    digits; ``decode`` lists groups and parameters that are base64 of a decimal number. ``id`` and ``canonical``
    are templates over all of them and ``{host}``. Of two forms with one id the smaller ``rank`` is preferred
    (a print twin has a larger one). Forms of one ``family`` may hold the same article under different ids: the
    generations of a site, which are then compared by their content; forms of one host are a family by themselves.
    ``assumed`` marks a form that nobody has seen; each crawl says whether it met it.
    """

    name: str
    hosts: tuple[str, ...]
    path: str
    id: str
    canonical: str = ""
    query: tuple[str, ...] = ()
    decode: tuple[str, ...] = ()
    rank: int = 0
    layout: str = ""
    family: str = ""
    assumed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one generation of pages is read. Selectors are CSS; line rules are patterns for whole stripped lines.

    ``fingerprints`` are texts any two of which tell this layout when a page comes without an address (one is
    enough where only one is listed).
    Nothing up to the first ``body_start`` line is read; the line above the first ``title_above`` line is the title,
    and the body begins with what follows its match. ``body_end`` patterns end the article: nothing after such a line
    is body. ``drop_lines`` are chrome; ``beside_lines`` are no body either, but read for names and dates.
    ``strip_prefixes`` are cut off the start of a line. ``breadcrumb_line``, ``stamp_line``, ``credit_line``
    are read as metadata and then dropped (groups ``published`` and ``updated`` of a stamp, ``name``, ``unit`` and
    ``role`` of a credit); ``title_prefix`` and ``title_suffix`` are cut off titles; ``section`` lists lines that
    name a section where they stand above the body. ``assumed`` names the selectors and line rules of this layout that
    nobody has seen to fit: a first crawl in which one fits no page says so and is none the worse.
    """

    name: str
    fingerprints: tuple[str, ...] = ()
    main: str = ""
    title: str = ""
    breadcrumb: str = ""
    published: str = ""
    drop: tuple[str, ...] = ()
    drop_lines: tuple[str, ...] = ()
    beside_lines: tuple[str, ...] = ()
    strip_prefixes: tuple[str, ...] = ()
    body_start: tuple[str, ...] = ()
    title_above: tuple[str, ...] = ()
    body_end: tuple[str, ...] = ()
    breadcrumb_line: str = ""
    stamp_line: str = ""
    credit_line: str = ""
    title_prefix: str = ""
    title_suffix: str = ""
    section: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site profile. ``connect`` is ``host:port`` that every request of this site goes to, like curl's
    ``--connect-to``: a rehearsal site or a gateway. ``sample`` marks every article as a sample. ``file`` is no
    key: where the profile was given by its path, :func:`load_site` notes it here.
    """

    name: str
    title_th: str
    title_en: str
    agency: str = ""
    hosts: tuple[str, ...] = ()
    exclude_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    connect: str = ""
    sample: bool = False
    crawl: Crawl = Crawl()
    schedule: Schedule = field(default_factory=Schedule)
    address: tuple[Address, ...] = ()
    layout: tuple[Layout, ...] = ()
    assumption: tuple[Assumption, ...] = ()
    archive: tuple[Archive, ...] = ()
    file: str = ""

    @property
    def called(self) -> str:
        """What a command is told to mean this profile: the path it was loaded from, else its name."""
        return self.file or self.name

    def covers(self, host: str) -> bool:
        """Whether *host* is one of this site's hosts and not one it leaves out."""
        return host in self.hosts and host not in self.exclude_hosts


def site_names(folder: Path | None = None) -> list[str]:
    """The names of the profiles that ship with the program, and of those in *folder*, sorted."""
    shipped = resources.files("corpus") / "registry" / "sites"
    names = {p.name.removesuffix(".toml") for p in shipped.iterdir() if p.name.endswith(".toml")}
    return sorted(names | {path.stem for path in _own_files(folder)})


def load_site(name_or_path: str, folder: Path | None = None) -> Site:
    """The profile of that name or file; raises :class:`SiteProblem` naming the file, the key and the value.

    A name is looked for among the shipped profiles first, then in *folder*.
    """
    site = build_site(*_read(name_or_path, folder))
    return site if NAME.fullmatch(name_or_path) else replace(site, file=str(Path(name_or_path).absolute()))


def own_sites(folder: Path) -> Iterator[Site | SiteProblem]:
    """The profiles in *folder*, by name; for one that cannot be read, why."""
    for path in _own_files(folder):
        try:
            yield load_site(str(path), folder)
        except SiteProblem as e:
            yield e


def _own_files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder else []


@cache
def shipped_sites() -> tuple[Site, ...]:
    """All profiles that ship with the program."""
    return tuple(load_site(name) for name in site_names())


def build_site(data: dict[str, Any], source: str) -> Site:
    """A profile from its TOML data; *source* is named in errors."""
    data = dict(data)
    try:
        crawl = dict(data.pop("crawl", {}))
        starts = tuple(_make(Start, s, source, "crawl.start") for s in crawl.pop("start", ()))
        for start in starts:
            if start.spider not in SPIDERS:
                raise SiteProblem(f"{source}: crawl.start has spider {start.spider!r}; {_instead_of(start.spider)}")
        data["crawl"] = _make(Crawl, {**crawl, "start": starts}, source, "crawl")
        data["schedule"] = _make(Schedule, dict(data.get("schedule", {})), source, "schedule")
        forms = [_make(Address, a, source, "address") for a in data.get("address", ())]
        data["address"] = tuple(_with_families(forms))
        data["layout"] = tuple(_make(Layout, x, source, "layout") for x in data.get("layout", ()))
        data["assumption"] = tuple(_make(Assumption, x, source, "assumption") for x in data.get("assumption", ()))
        data["archive"] = tuple(_make(Archive, a, source, "archive") for a in data.get("archive", ()))
        site = _make(Site, data, source, "site")
    except (TypeError, ValueError, AttributeError) as e:
        raise SiteProblem(f"{source}: {e}; docs/adding-a-site.md shows the form") from e
    if not NAME.fullmatch(site.name):
        raise SiteProblem(f"{source}: name is {site.name!r}; use a-z, 0-9 and - (at most 40)")
    if site.name in TAKEN_NAMES:
        raise SiteProblem(f"{source}: name is {site.name!r}, which the archive uses itself; choose another")
    if fault := crawl_fault(site.crawl):
        raise SiteProblem(f"{source}: [crawl] {fault}")
    if fault := site.schedule.fault():
        raise SiteProblem(f"{source}: [schedule] {fault}")
    _check_layouts(site, source)
    _check_archives(site, source)
    for pattern, where in _patterns(site):
        try:
            re.compile(pattern)
        except re.error as e:
            raise SiteProblem(f"{source}: {where} has the pattern {pattern!r}, which is not one: {e}") from e
    return site


def _instead_of(spider: str) -> str:
    if spider == "ids":
        return 'a live site is never counted through: numbers are tried in web archives, by [[archive]] source = "ids"'
    return f"the spiders are {', '.join(SPIDERS)}"


def _check_layouts(site: Site, source: str) -> None:
    layouts = [layout.name for layout in site.layout]
    for address in site.address:
        if address.layout and address.layout not in layouts:
            raise SiteProblem(
                f"{source}: address {address.name} has the layout {address.layout!r};"
                f" the layouts are {', '.join(layouts) or 'none'}"
            )
    for layout in site.layout:
        if fault := selector_fault(layout):
            raise SiteProblem(f"{source}: layout {layout.name}: {fault}; correct it")
        if unknown := sorted(set(layout.assumed) - set(RULES)):
            raise SiteProblem(
                f"{source}: layout {layout.name} has assumed {', '.join(unknown)}; known: {', '.join(RULES)}"
            )


def _check_archives(site: Site, source: str) -> None:
    for entry in site.archive:
        if fault := archive_fault(entry, site.hosts):
            raise SiteProblem(f"{source}: [[archive]] {entry.source} {entry.url}: {fault}")


def _read(name_or_path: str, folder: Path | None, depth: int = 0, said_in: str = "") -> tuple[dict[str, Any], str]:
    if depth > 5:
        raise SiteProblem(f"{name_or_path}: extends goes round in a circle; take one out")
    try:
        text, source = _find(name_or_path, folder)
    except SiteProblem as e:
        raise SiteProblem(f"{said_in} has extends = {name_or_path!r}: {e}" if said_in else str(e)) from e
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise SiteProblem(f"{source} is not valid TOML: {e}; correct that line") from e
    if "file" in data:
        raise SiteProblem(f"{source}: the profile has the unknown key file; take it out")
    if base := data.pop("extends", None):
        below, _ = _read(str(base), folder, depth + 1, source)
        for table in ("crawl", "schedule"):
            if isinstance(data.get(table), dict) and isinstance(below.get(table), dict):
                data[table] = {**below[table], **data[table]}
        data = {**below, **data}
    return data, source


def _find(name_or_path: str, folder: Path | None) -> tuple[str, str]:
    """The text of a profile, and what to call it."""
    path, source = Path(name_or_path), name_or_path
    if not name_or_path.strip():
        raise SiteProblem(f"no site is named; give a name ({', '.join(site_names(folder))}) or the path of a TOML file")
    if NAME.fullmatch(name_or_path):
        file = resources.files("corpus") / "registry" / "sites" / f"{name_or_path}.toml"
        if file.is_file():
            return file.read_text(encoding="utf-8"), f"sites/{name_or_path}.toml"
        own = folder / f"{name_or_path}.toml" if folder else None
        if own is None or not own.is_file():
            raise SiteProblem(
                f"no site profile named {name_or_path!r}; there are {', '.join(site_names(folder))},"
                " or give the path of a TOML file"
            )
        path, source = own, str(own)
    try:
        return path.read_text(encoding="utf-8"), source
    except (OSError, UnicodeDecodeError, ValueError) as e:
        why = e.strerror if isinstance(e, OSError) else "it is not a text in UTF-8"
        raise SiteProblem(
            f"cannot read the site profile {source}: {why};"
            f" give the path of a TOML file, or a name: {', '.join(site_names(folder))}"
        ) from e


T = TypeVar("T")
_WORDS = {"str": "a text", "bool": "true or false", "int": "a whole number", "float": "a number"}


def _at(where: str) -> str:
    """A table of the profile before a key of it; the top of the file has no name."""
    return "" if where == "site" else f"[{where}] "


def _make(cls: type[T], data: dict[str, Any], source: str, where: str) -> T:
    known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]  # every cls here is a dataclass
    if unknown := set(data) - set(known):
        known.pop("file", None)  # of a site: noted by us, and no key to write
        table, more = ("the profile", ("extends",)) if where == "site" else (f"[{where}]", ())
        raise SiteProblem(
            f"{source}: {table} has the unknown key {', '.join(sorted(unknown))}; known: {', '.join((*known, *more))}"
        )
    made: dict[str, Any] = {}
    for key, value in data.items():
        kind = str(known[key].type)
        expected: tuple[type, ...] = {
            "str": (str,),
            "bool": (bool,),
            "int": (int,),
            "float": (int, float),
        }.get(kind, (list, tuple, object))
        if kind == "tuple[str, ...]":
            if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
                raise SiteProblem(f"{source}: {_at(where)}{key} is {value!r}; give a list of texts")
            value = tuple(value)
        elif not isinstance(value, expected) or (isinstance(value, bool) and kind in ("int", "float")):
            raise SiteProblem(f"{source}: {_at(where)}{key} is {value!r}; give {_WORDS.get(kind, kind)}")
        made[key] = value
    required = (f.name for f in known.values() if f.default is MISSING and f.default_factory is MISSING)
    if missing := [key for key in required if key not in made]:
        raise SiteProblem(
            f"{source}: {'the profile' if where == 'site' else f'[{where}]'} lacks {', '.join(missing)};"
            " docs/adding-a-site.md says what must be there"
        )
    return cls(**made)


def _with_families(forms: Sequence[Address]) -> Iterator[Address]:
    """*forms*, those of one host and different ids made one family where the profile names none: its generations."""
    unnamed = [form for form in forms if not form.family]
    groups: list[tuple[set[str], set[str]]] = []  # hosts that hang together, and the ids of their forms
    for form in unnamed:
        hosts, ids = {host.removeprefix("www.") for host in form.hosts}, {form.id}
        for group in [group for group in groups if group[0] & hosts]:
            groups.remove(group)
            hosts, ids = hosts | group[0], ids | group[1]
        groups.append((hosts, ids))
    for form in forms:
        own = {host.removeprefix("www.") for host in form.hosts}
        name = next((min(hosts) for hosts, ids in groups if own & hosts and len(ids) > 1), "")
        yield form if form.family or not name else replace(form, family=name)


def _patterns(site: Site) -> Iterator[tuple[str, str]]:
    for start in site.crawl.start:
        for pattern in (*start.follow, *start.article, *start.follow_text):
            yield pattern, "crawl.start"
    for assumption in site.assumption:
        yield assumption.pattern, f"assumption {assumption.name}"
    for pattern in site.crawl.attachments:
        yield pattern, "crawl.attachments"
    for pattern in site.crawl.exclude:
        yield pattern, "crawl.exclude"
    for entry in site.archive:
        for pattern in (*entry.article, *entry.skip):
            yield pattern, f"archive {entry.url}"
    for address in site.address:
        yield address.path, f"address {address.name}"
    for layout in site.layout:
        lines = (
            layout.breadcrumb_line,
            layout.stamp_line,
            layout.credit_line,
            layout.title_prefix,
            layout.title_suffix,
        )
        parts = (*layout.strip_prefixes, *layout.body_start, *layout.title_above, *layout.body_end)
        for pattern in (*layout.drop_lines, *parts, *lines):
            yield pattern, f"layout {layout.name}"
