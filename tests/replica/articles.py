"""The articles of the replica: read from ``articles/*.toml``, with the truth that an extractor should find.

Each ``[[article]]`` has one or more ``homes``: a place in one generation of the site. :class:`Home` says which keys a
home may have; everything else is the same in all homes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus.records import KINDS, Kind, Table

FOLDER = Path(__file__).parent / "articles"
GENERATIONS = ("g1", "g2", "g3", "g4")
MAIN_HOSTS = ("www.opdc.go.th", "opdc.go.th")  # one id space
SCRIPTS = ("content", "special", "page")
LANGUAGES = ("th", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where an article lives. ``menu`` is Gen 1's menu_id, spc_id or cat; ``section`` and ``slug`` are Gen 4's path."""

    gen: str
    id: int = 0
    host: str = "www.opdc.go.th"
    script: str = "content"
    menu: int = 5
    section: str = "news"
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePerson:
    """A person named in an article, as an extractor should find them."""

    name: str
    title: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEvent:
    """The main happening of an article."""

    start: date | None = None
    end: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an extractor should find in an article beside its clean text."""

    people: tuple[TruePerson, ...] = ()
    agencies: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    event: TrueEvent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaArticle:
    """One article: its true clean text, and where it lives.

    ``published`` is the date that its page should be given; ``stamp`` is the stamp that Gen 1 prints below it.
    ``officer`` is the responsible officer that Gen 1's special.php names under the heading.
    """

    key: str
    homes: tuple[Home, ...]
    title: str
    published: date
    body: tuple[str, ...]
    kind: Kind = "news"
    section: tuple[str, ...] = ()
    stamp: datetime | None = None
    lang: str = "th"
    tables: tuple[Table, ...] = ()
    credits: tuple[str, ...] = ()
    officer: str = ""
    attachments: tuple[str, ...] = ()
    truth: Truth = field(default_factory=Truth)


def load_articles(folder: Path = FOLDER) -> tuple[ReplicaArticle, ...]:
    """All articles of *folder* by file name and place; raises ValueError naming file, article and fault."""
    articles: list[ReplicaArticle] = []
    for path in sorted(folder.glob("*.toml")):
        articles.extend(_read(path))
    _refuse_twice((a.key for a in articles), "key")
    _refuse_twice((f"{h} {a.lang}" for a in articles for h in map(_place, a.homes)), "home")
    return tuple(articles)


def _read(path: Path) -> Iterator[ReplicaArticle]:
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("article", ()):
        try:
            yield _article(entry)
        except (TypeError, ValueError, KeyError) as e:
            raise ValueError(f"{path.name}: article {entry.get('key')!r}: {e}") from e


def _article(entry: Mapping[str, Any]) -> ReplicaArticle:
    rest = dict(entry)
    for key in ("body", "section", "credits", "attachments"):
        rest[key] = tuple(rest.get(key, ()))
    rest["homes"] = tuple(_home(h) for h in rest["homes"])
    rest["tables"] = tuple(
        Table(after=t["after"], rows=tuple(tuple(r) for r in t["rows"])) for t in rest.get("tables", ())
    )
    rest["truth"] = _truth(rest.get("truth", {}))
    article: ReplicaArticle = _make(ReplicaArticle, rest)
    if not article.homes or not article.body or not article.title:
        raise ValueError("needs homes, a title and a body")
    if article.kind not in KINDS or article.lang not in LANGUAGES:
        raise ValueError(f"has the kind {article.kind!r} and the language {article.lang!r}")
    if any(not 0 <= t.after <= len(article.body) for t in article.tables):
        raise ValueError("has a table after a paragraph that is not there")
    return article


def _home(entry: Mapping[str, Any]) -> Home:
    home: Home = _make(Home, dict(entry))
    if home.gen not in GENERATIONS or home.script not in SCRIPTS:
        raise ValueError(f"has a home in {home.gen!r} under the script {home.script!r}")
    if not home.slug if home.gen == "g4" else home.id <= 0:
        raise ValueError(f"has a home in {home.gen} without {'slug' if home.gen == 'g4' else 'id'}")
    return home


def _truth(entry: Mapping[str, Any]) -> Truth:
    rest: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    rest["people"] = tuple(_make(TruePerson, dict(p)) for p in rest.get("people", ()))
    if (event := rest.get("event")) is not None:
        rest["event"] = _make(TrueEvent, dict(event))
    made: Truth = _make(Truth, rest)
    return made


def _make(cls: type[Any], data: dict[str, Any]) -> Any:
    if unknown := set(data) - {f.name for f in fields(cls)}:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    return cls(**data)


def _place(home: Home) -> str:
    if home.gen == "g4":
        return f"g4 {home.section} {home.slug}"
    if home.gen == "g2":
        return f"g2 {'' if home.host in MAIN_HOSTS else home.host} {home.id}"
    return f"{home.gen} {home.script if home.gen == 'g1' else ''} {home.id}"


def _refuse_twice(values: Iterator[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"two articles have the {what} {value!r}")
        seen.add(value)
