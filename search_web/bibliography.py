"""An article as an entry of a reference list: BibTeX and RIS, for one citation and for whole exports.

::

    Article ──reference──> Reference ──bibtex──> "@online{opdc-g1-content-2626, …}"
                                     ──ris─────> "TY  - ELEC … ER  - "

BibTeX is that of biblatex (``@online``, ``date``, ``urldate``), with ``year`` for older styles; values are TeX, and
their braces pair whatever the page holds. RIS is that of Zotero, EndNote and Mendeley: a tag a line, CR LF behind each.
Both are UTF-8. Nothing here knows Flask or a catalogue.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote, urlsplit

from corpus.records import TOLD, Article, Version
from corpus.thai.era import BUDDHIST
from corpus.urls import NO_SITE
from index.clusters import is_boundary
from search_web.args import clean
from search_web.filters import BANGKOK, show_day, web_address
from search_web.text import Lang, say

Style = Literal["bib", "ris"]
STYLES: tuple[Style, ...] = ("bib", "ris")
MEDIA_TYPES: Mapping[Style, str] = MappingProxyType(
    {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems; charset=utf-8"}
)
LONGEST = 2000  # characters of a value: no title or name is that long, and some programs cut a line at 4,096 bytes
LONGEST_CLUSTER = 20  # characters: Thai has four at most, broken text any number
LONGEST_KEY = 60  # characters of a citation key before its digest
_PLAIN_ID = re.compile(r"[a-z0-9.]+(?::[a-z0-9.]+)*")
_UNSAFE = re.compile(r"[^a-z0-9.]+")
_KEPT_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986, section 2.2, and what is escaped already
# What TeX reads as a command; words, because BibTeX counts the braces of \{ and \} too.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: "\\" + c for c in "%&$#_"},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference list says of one version of an article.

    ``body`` is who issued the page, ``url`` its own address (None where it has none that can be linked), ``copy`` the
    permanent address of the archived version, ``seen`` the day of its capture in Thailand, ``note`` what stands beside.
    A day is ``supplied`` where the page does not give it for its publication: it was read from the text, and manuals of
    citing put it in square brackets. Of one ``of_month`` only year and month are known.
    """

    key: str
    id: str
    version: int
    title: str
    body: str
    day: date | None
    url: str | None
    copy: str
    seen: date | None
    digest: str
    note: str
    lang: str
    archive: str
    supplied: bool = False
    of_month: bool = False


def permalink(root: str, article_id: str, version: int) -> str:
    """The permanent address of one version of an article; *root* is where the archive is served, with its scheme.

    >>> permalink("https://news.example/", "opdc:g1:content:2626", 2)
    'https://news.example/article/opdc:g1:content:2626?version=2'
    """
    return f"{root.rstrip('/')}/article/{quote(article_id, safe=':!$&()*+,;=@', errors='replace')}?version={version}"


def reference(
    article: Article,
    lang: Lang,
    *,
    titles: Callable[[str], str],
    root: str,
    digest: str = "",
    captured: datetime | None = None,
    pinned: bool = False,
) -> Reference:
    """The reference to *article*, its note in *lang*.

    *titles* gives the title of a site by its name, *root* is where the archive is served. *digest* is the payload
    digest of the capture, *captured* its moment, where that is not the article's own. With *pinned* the citation key
    names the version; without it the key is that of the article, so that a list exported again keeps its keys.
    """
    captured = captured or article.captured
    seen = captured.astimezone(BANGKOK).date() if captured else None
    copy = permalink(root, article.id, article.version)
    url = web_address(article.url)
    return Reference(
        key=citation_key(article.id, article.version if pinned else None),
        id=one_line(article.id),
        version=article.version,
        title=one_line(article.title) or say(lang, "untitled"),
        body=one_line(issuing_body(article, titles)),
        day=article.dated,
        url=plain_address(url) if url else None,
        copy=copy,
        seen=seen,
        digest=one_line(digest),
        note="; ".join(_notes(article, lang, copy, seen, one_line(digest))),
        lang="en" if article.lang == "en" else "th",
        archive=say(lang, "name"),
        supplied=article.dated_from in TOLD,
        of_month=article.dated_from == "breadcrumb",
    )


def kept_of(article: Article, versions: Iterable[Version]) -> Version | None:
    """The one of *versions* that *article* is; None for a former page, whose versions are those of another article."""
    return next((v for v in versions if (v.article_id, v.version) == (article.id, article.version)), None)


def citation_key(article_id: str, version: int | None = None) -> str:
    """A key to cite it by: letters, digits, dots and hyphens; no two ids have the same.

    >>> citation_key("opdc:g1:content:2626"), citation_key("opdc:g1:content:2626", 2)
    ('opdc-g1-content-2626', 'opdc-g1-content-2626-v2')
    """
    key = article_id.replace(":", "-")
    if not _PLAIN_ID.fullmatch(article_id) or len(article_id) > LONGEST_KEY:
        # Capitals and other letters: programs fold the first and refuse the second, so the digest tells ids apart.
        rest = _UNSAFE.sub("-", article_id.lower()).strip("-")[:LONGEST_KEY].rstrip("-")
        digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        key = f"{rest or 'article'}-{digest}"
    return key if version is None else f"{key}-v{version}"


def issuing_body(article: Article, titles: Callable[[str], str]) -> str:
    """Who issued the page: the site's title, or of an imported page the host of its address."""
    if article.site == NO_SITE and (address := web_address(article.url)):
        return urlsplit(address).hostname or titles(article.site)
    return titles(article.site)


def bibtex(ref: Reference) -> str:
    """*ref* as one BibTeX entry with a blank line behind it."""
    fields = [(name, f"{{{value}}}") for name, value in _bibtex_fields(ref) if value]
    return f"@online{{{ref.key},\n" + "".join(f"  {name} = {value},\n" for name, value in fields) + "}\n\n"


def ris(ref: Reference) -> str:
    """*ref* as one RIS record with a blank line behind it."""
    lines = [f"{tag}  - {value}" for tag, value in _ris_tags(ref) if value]
    return "\r\n".join(["TY  - ELEC", *lines, "ER  - ", "", ""])


WRITERS: Mapping[Style, Callable[[Reference], str]] = MappingProxyType({"bib": bibtex, "ris": ris})


def tex(text: str) -> str:
    """*text* as TeX that prints it, with braces that pair."""
    return text.translate(_TEX)


def one_line(text: str) -> str:
    """*text* on one line without control characters, at most LONGEST characters of it, cut between clusters."""
    line = clean(text, 2 * LONGEST)
    return line if len(line) <= LONGEST else shortened(line, LONGEST)


def shortened(text: str, most: int) -> str:
    """The beginning of *text* with ``…`` behind it, *most* characters in all, cut between clusters."""
    ends = (end for end in range(most - 1, max(0, most - LONGEST_CLUSTER), -1) if is_boundary(text, end))
    return text[: next(ends, most - 1)] + "…"


def plain_address(url: str) -> str:
    """*url* in ASCII: blanks, braces, Thai letters and the like percent-encoded, what is so already as it is."""
    return quote(url[: 4 * LONGEST], safe=_KEPT_IN_ADDRESS, errors="replace")


def _notes(article: Article, lang: Lang, copy: str, seen: date | None, digest: str) -> Iterator[str]:
    if article.dated:
        yield say(lang, "cite_era", year=article.dated.year + BUDDHIST)
        if article.dated_from in TOLD:
            yield say(lang, "cite_supplied", why=say(lang, f"from_{article.dated_from}"))
    else:
        yield say(lang, "cite_undated")
    if seen:
        yield say(lang, "cite_copy", version=article.version, day=show_day(seen, lang), address=copy)
    else:
        yield say(lang, "cite_copy_of", version=article.version, address=copy)
    if digest:
        yield say(lang, "cite_digest", digest=digest)


def _bibtex_fields(ref: Reference) -> Iterator[tuple[str, str]]:
    yield "author", ref.body and f"{{{tex(ref.body)}}}"  # in braces of its own: a body is no first and last name
    yield "title", f"{{{tex(ref.title)}}}"  # likewise: styles must not take its capitals away
    if ref.day:
        yield "date", ref.day.isoformat()[: 7 if ref.of_month else 10]
        yield "year", str(ref.day.year)
    yield "url", _address(ref)
    yield "urldate", ref.seen.isoformat() if ref.seen else ""
    yield "note", tex(ref.note)
    yield "langid", "english" if ref.lang == "en" else "thai"


def _ris_tags(ref: Reference) -> Iterator[tuple[str, str]]:
    yield "ID", ref.key
    yield "AU", ref.body
    yield "TI", ref.title
    if ref.day:
        # PY is the year of publication, Y1 a date whatever it is of.
        written = f"{ref.day:%Y/%m}//" if ref.of_month else _slashed(ref.day)
        yield ("Y1", written) if ref.supplied else ("PY", str(ref.day.year))
        yield "DA", written
    yield "UR", _address(ref)
    yield "AV", plain_address(ref.copy)  # no L1 or L2: programs fetch what stands there
    yield "Y2", _slashed(ref.seen) if ref.seen else ""
    yield "LA", ref.lang
    yield "DP", ref.archive
    yield "AN", ref.id
    yield "N1", ref.note


def _address(ref: Reference) -> str:
    """The address of the page, else of its archived copy where that is known with its host."""
    return ref.url or (plain_address(ref.copy) if web_address(ref.copy) else "")


def _slashed(day: date) -> str:
    """A day as RIS has it: year, month, day and something else, which is empty."""
    return day.isoformat().replace("-", "/") + "/"
