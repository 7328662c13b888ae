"""The page that explains the data for programs, with commands to try at once; its table is the OpenAPI document."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date

from flask import request, url_for

from corpus.thai.dates import thai_date
from search_web.examples import PHRASE, Examples, examples
from search_web.openapi import EXAMPLE_ID, document
from search_web.text import Lang, say
from search_web.web import absolute, page_lang, the_web

Tried = tuple[str, str, dict[str, object]]  # what a command does, and what it asks: endpoint and parameters


def tried(here: Examples) -> tuple[Tried, ...]:
    """The commands of the page, about what this archive has."""
    day, article_id = here.provincial or date(2008, 4, 22), here.article_id or EXAMPLE_ID
    month, year = thai_date(day).split(" ")[1:]
    name = (here.person or here.province).split(" ")[0]
    return (
        ("api_try_search", "api.search", {"q": f'"{here.phrase or PHRASE}"', "sort": "newest", "per_page": 5}),
        (
            "api_try_filter",
            "api.search",
            {"province": here.province or "ปทุมธานี", "from": f"{month} {year}", "to": year},
        ),
        ("api_try_article", "api.article", {"article_id": article_id}),
        ("api_try_versions", "api.versions", {"article_id": article_id}),
        ("api_try_suggest", "api.suggest", {"q": name or "ปฏิรูป"}),
    )


@dataclass(frozen=True, slots=True)
class Try:
    """A command for the terminal, and what it does."""

    means: str
    command: str
    href: str


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the document: its parameters by name, and what it gives."""

    path: str
    gives: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """Everything on the page."""

    tries: tuple[Try, ...]
    addresses: tuple[Address, ...]
    rate: str


def guide_view() -> GuideView:
    """The page in the language of this request; there is no need of an index."""
    lang = page_lang()
    addresses = tuple(
        Address(path, _in(lang, item["get"]["summary"]), tuple(p["name"] for p in item["get"]["parameters"]))
        for path, item in document(request.script_root)["paths"].items()
    )
    return GuideView(tuple(_tries(lang)), addresses, the_web().settings.rate_limit)


def _in(lang: Lang, summary: str) -> str:
    """The half of a summary, ``English (Thai)``, that is in *lang*."""
    english, _, thai = summary.removesuffix(")").partition(" (")
    return thai if lang == "th" else english


def _tries(lang: Lang) -> list[Try]:
    made = []
    for means, endpoint, given in tried(examples(the_web().rooms)):
        href = url_for(endpoint, **given)  # type: ignore[arg-type]  # parameters of an address may be of any type
        made.append(Try(say(lang, means), _command(endpoint, given), href))
    return made


def _command(endpoint: str, values: dict[str, object]) -> str:
    """The command for a POSIX shell, its parameters as they are read, which curl encodes."""
    in_path = {k: v for k, v in values.items() if k == "article_id"}
    base = absolute(url_for(endpoint, **in_path))  # type: ignore[arg-type]  # as above
    typed = [f"--data-urlencode {shlex.quote(f'{k}={v}')}" for k, v in values.items() if k not in in_path]
    return " \\\n  ".join([f"curl {'-G ' if typed else ''}{shlex.quote(base)}", *typed])
