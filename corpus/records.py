"""The plain types that travel between the floors; frozen, no input or output.

::

    Capture ──understand──> Article | Rejected ──store──> Version

Offsets are counted in Unicode code points. ``body`` and ``title`` hold the page's own characters (only the
white space is laid out anew); a :class:`Surface` points into one of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Literal, Protocol

Source = Literal["live", "wayback", "commoncrawl", "import"]
Kind = Literal["news", "announcement", "procurement", "job", "knowledge", "listing", "other"]
Where = Literal["title", "body", "header", "credits", "table"]
PublishedFrom = Literal["", "stamp", "header", "lead", "signed", "breadcrumb", "metadata", "import"]
TOLD: frozenset[PublishedFrom] = frozenset(
    {"lead", "signed", "breadcrumb"}
)  # read from these, a day is not the page's own

KINDS: tuple[Kind, ...] = ("news", "announcement", "procurement", "job", "knowledge", "listing", "other")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a capture lies in the archive: WARC file name, byte offset and byte length of its record."""

    file: str
    offset: int
    length: int

    def __str__(self) -> str:
        return f"{self.file}@{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response as it came, with its transfer and content codings removed from ``body``.

    ``digest`` is the WARC payload digest (``sha1:`` and base32) of the payload as it came over the wire;
    ``media_type`` is lower case without parameters; ``charset`` is what the HTTP header declared, or ``""``;
    ``hints`` carries what the source said beside the page (``title``, ``category``, ``parent`` for an
    attachment: the address of the page that links it). ``etag`` and ``modified`` are the validators that the server
    gave with it, as it wrote them. ``truncated`` says that the archive it comes from kept less than all.
    """

    url: str
    site: str
    captured: datetime
    body: bytes
    digest: str
    status: int = 200
    media_type: str = "text/html"
    charset: str = ""
    source: Source = "live"
    hints: Mapping[str, str] = field(default_factory=dict)
    location: Location | None = None
    etag: str = ""
    modified: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where a name stands: its exact characters and where they are."""

    text: str
    start: int
    end: int
    where: Where = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person named on the page; ``rule`` says which rule found them.

    ``position`` is the longest position that the page gives; ``positions`` are all of them, each where it stands.
    """

    id: str
    name: str
    title: str | None = None
    position: str | None = None
    positions: tuple[Surface, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body named on the page; ``id`` is a registry id, or one made from its name."""

    id: str
    name: str
    surfaces: tuple[Surface, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A province or law by the name that the article lists it under, and every place where it stands."""

    name: str
    surfaces: tuple[Surface, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date, range or list of days written on the page; ``inferred`` where the year came from the context.

    ``days`` are the days of a list (``5, 7 และ 9 มกราคม 2564``), else empty: a range holds every day.
    """

    surface: str
    start: date
    end: date
    inferred: bool = False
    at: int = -1
    where: Where = "body"
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The main happening that the page tells of; ``surfaces`` are where its date and its place stand."""

    start: date | None = None
    end: date | None = None
    place: str | None = None
    surfaces: tuple[Surface, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who made the page: ``อักสรณ์ (สลธ.) / ภาพ & ข่าว``."""

    name: str
    unit: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; ``after`` counts the body paragraphs that stand before it."""

    after: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that the page links.

    The catalogue fills in what was found when it was fetched: ``text`` says how well it could be read (``read``,
    ``partly``, ``needs-ocr``, ``empty``, ``unread``; ``""`` while it is not fetched), ``quality`` how much of it is
    language (0 to 1), ``ocr`` how many pages are pictures or nonsense, ``warnings`` why.
    """

    url: str
    filename: str
    media_type: str
    pages: int | None = None
    text: str = ""
    quality: float | None = None
    ocr: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says, understood: the Article JSON of docs/interfaces.md as a type.

    ``stamp`` is the page's own publication stamp; ``published`` is the same date unless the stamp is plainly a
    migration stamp, and ``published_from`` says where it came from; None where the page gives no such date. ``dated``
    is the day that the article is sorted and counted by: ``published`` where there is one, else the day that its lead,
    the line that signs it or its breadcrumb tells of, as ``dated_from`` says. ``sample`` marks pages of a rehearsal
    site.
    ``province_mentions`` and ``law_mentions`` say where the names in ``provinces`` and ``laws`` stand.
    ``addresses`` are all addresses of the article, one of each generation that holds it, the one of its id first.
    ``version``, ``captured`` and ``capture`` are filled in by the catalogue. ``layout`` is the layout that the page's
    address names, where it was read as HTML by it, and ``lacks`` what that layout names and the page does not have
    (:mod:`corpus.extract.fit`).
    """

    id: str
    url: str
    site: str
    lang: str = "th"
    title: str = ""
    section: tuple[str, ...] = ()
    kind: Kind = "news"
    published: date | None = None
    published_from: PublishedFrom = ""
    dated: date | None = None
    dated_from: PublishedFrom = ""
    stamp: date | None = None
    updated: date | None = None
    body: str = ""
    tables: tuple[Table, ...] = ()
    people: tuple[Person, ...] = ()
    agencies: tuple[Agency, ...] = ()
    provinces: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    laws: tuple[str, ...] = ()
    event: Event | None = None
    credits: tuple[Credit, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sample: bool = False
    warnings: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    version: int = 1
    captured: datetime | None = None
    capture: str = ""
    layout: str = ""
    lacks: tuple[str, ...] = ()
    province_mentions: tuple[Mention, ...] = ()
    law_mentions: tuple[Mention, ...] = ()

    def __post_init__(self) -> None:
        if self.published is not None:  # so that no two days of one article contradict each other
            object.__setattr__(self, "dated", self.published)
            object.__setattr__(self, "dated_from", self.published_from)

    def to_json(self) -> dict[str, Any]:
        """The Article JSON object of docs/interfaces.md."""
        value = to_plain(self)
        if not isinstance(value, dict):
            raise TypeError(f"an Article became {type(value).__name__} as JSON")
        return value

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Article:
        """The article that :meth:`to_json` wrote; unknown keys are refused by name (KeyError).

        Articles written before there was ``dated`` had the day that their text tells of as ``published``.
        """
        if unknown := set(data).difference(cls.__dataclass_fields__):
            raise KeyError(f"unknown keys in an article: {', '.join(sorted(unknown))}")
        rest = dict(data)
        if "dated" not in rest and rest.get("published_from") in TOLD and not rest.get("stamp"):
            rest |= {"dated": rest.get("published"), "dated_from": rest["published_from"]}
            rest |= {"published": None, "published_from": ""}
        rest["section"] = tuple(rest.get("section") or ())
        rest["provinces"] = tuple(rest.get("provinces") or ())
        rest["laws"] = tuple(rest.get("laws") or ())
        rest["warnings"] = tuple(rest.get("warnings") or ())
        rest["lacks"] = tuple(rest.get("lacks") or ())
        rest["addresses"] = tuple(rest.get("addresses") or ())
        rest["tables"] = tuple(
            Table(after=t["after"], rows=tuple(tuple(r) for r in t["rows"])) for t in rest.get("tables") or ()
        )
        rest["people"] = tuple(Person(**_with_surfaces(p)) for p in rest.get("people") or ())
        for key in ("province_mentions", "law_mentions"):
            rest[key] = tuple(Mention(**_with_surfaces(m)) for m in rest.get(key) or ())
        rest["agencies"] = tuple(Agency(**_with_surfaces(a)) for a in rest.get("agencies") or ())
        rest["dates"] = tuple(
            DateMention(
                **{
                    **d,
                    "start": date.fromisoformat(d["start"]),
                    "end": date.fromisoformat(d["end"]),
                    "days": tuple(date.fromisoformat(day) for day in d.get("days", ())),
                }
            )
            for d in rest.get("dates") or ()
        )
        rest["credits"] = tuple(Credit(**c) for c in rest.get("credits") or ())
        rest["attachments"] = tuple(
            Attachment(**{**a, "warnings": tuple(a.get("warnings") or ())}) for a in rest.get("attachments") or ()
        )
        if event := rest.get("event"):
            found = _with_surfaces(event)
            rest["event"] = Event(**{**found, "start": _day(event["start"]), "end": _day(event["end"])})
        for key in ("published", "dated", "stamp", "updated"):
            rest[key] = _day(rest.get(key))
        if captured := rest.get("captured"):
            rest["captured"] = datetime.fromisoformat(captured)
        return cls(**rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page that did not become an article: which stage refused it, and why, as a stable sentence.

    ``layout`` and ``lacks`` as in :class:`Article`; the catalogue keeps them only as numbers of the run.
    ``moved`` is the list or front page to which the address leads now instead of its page; ``when`` the moment of a
    failed fetch, where the archive tells it. ``kind`` says of a page that came and holds no article what it is:
    ``listing``, or ``other`` for forms, errors and notices.
    """

    url: str
    stage: Literal["fetch", "read", "decode", "clean", "understand", "store"]
    reason: str
    layout: str = ""
    lacks: tuple[str, ...] = ()
    moved: str = field(default="", compare=False)
    when: datetime | None = field(default=None, compare=False)
    kind: Literal["", Kind] = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """Address, stage and reason; layout and lacks only where there is a layout, moved and kind where known."""
        told: dict[str, Any] = {"url": self.url, "stage": self.stage, "reason": self.reason}
        told |= {"kind": self.kind} if self.kind else {}
        told |= {"moved": self.moved} if self.moved else {}
        return told | ({"layout": self.layout, "lacks": list(self.lacks)} if self.layout else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl or import and what came of it.

    ``status`` is ``running``, ``done``, ``partial`` (some pages failed), ``failed`` or ``crashed`` (not ended,
    although its process is gone). ``counts`` has ``new``, ``changed``, ``unchanged``, ``gone``,
    ``refused``, ``attachments``, ``bytes`` and what else the command counts; ``refused`` counts pages, not reasons.
    """

    id: int
    command: str
    site: str
    started: datetime
    finished: datetime | None = None
    status: Literal["running", "done", "partial", "failed", "crashed"] = "running"
    counts: Mapping[str, int] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an article, without its text: when it was captured and where the captured bytes are."""

    article_id: str
    version: int
    captured: datetime
    url: str
    title: str
    digest: str
    location: Location


class Progress(Protocol):
    """Told about long work: how much is done, of how much (None: unknown), and of what."""

    def __call__(self, done: int, total: int | None, label: str) -> None:
        """Show that *done* of *total* is done."""
        ...


def no_progress(done: int, total: int | None, label: str) -> None:
    """Show nothing: the :class:`Progress` of a call that nobody watches."""


_ATOMS = frozenset((str, int, float, bool, type(None)))  # four of five values of a page of hits


def to_plain(value: Any) -> Any:
    """*value* as JSON-ready lists, dicts and strings; dates in ISO form, instants in UTC with ``Z``."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if names := _names(kind):  # type: ignore[arg-type]  # any type is hashable; typeshed's stub takes type[Any] for none
        values = [getattr(value, name) for name in names]
        return {
            name: each if type(each) in _ATOMS else to_plain(each) for name, each in zip(names, values, strict=True)
        }
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(v) for v in value]
    return {} if is_dataclass(value) and not isinstance(value, type) else value


def json_line(value: Any) -> str:
    """*value* as one line of JSON with Thai letters as they are, without its end of line."""
    # U+2028 and U+2029 end a line for some readers of JSON lines; escaped they are the same text.
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=256)
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields of the dataclass *kind*; none of any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def _with_surfaces(entry: Mapping[str, Any]) -> dict[str, Any]:
    lists = ("surfaces", "positions")
    return {**entry, **{key: tuple(Surface(**s) for s in entry[key]) for key in lists if key in entry}}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
