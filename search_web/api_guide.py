"""The page that explains the data for programs, with commands to try at once; its table is the OpenAPI document."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from flask import request, url_for

from search_web.openapi import EXAMPLE_ID, document
from search_web.text import Lang, say
from search_web.web import absolute, page_lang, the_web

SEARCHED = '"การมีส่วนร่วมของประชาชน"'  # the participation of the people
# What each command of the page does, and the address that it asks: endpoint and parameters.
TRIED: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("api_try_search", "api.search", {"q": SEARCHED, "sort": "newest", "per_page": 5}),
    ("api_try_filter", "api.search", {"province": "ปทุมธานี", "from": "เมษายน 2551", "to": "2551"}),
    ("api_try_article", "api.article", {"article_id": ""}),
    ("api_try_versions", "api.versions", {"article_id": ""}),
    ("api_try_suggest", "api.suggest", {"q": "ปฏิรูป"}),
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
    """The page in the language of this request; needs neither index nor catalogue."""
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
    for means, endpoint, values in TRIED:
        given = {k: v or EXAMPLE_ID for k, v in values.items()}
        href = url_for(endpoint, **given)  # type: ignore[arg-type]  # parameters of an address may be of any type
        made.append(Try(say(lang, means), _command(endpoint, given), href))
    return made


def _command(endpoint: str, values: dict[str, object]) -> str:
    """The command for a POSIX shell, its parameters as they are read, which curl encodes."""
    in_path = {k: v for k, v in values.items() if k == "article_id"}
    base = absolute(url_for(endpoint, **in_path))  # type: ignore[arg-type]  # as above
    typed = [f"--data-urlencode {shlex.quote(f'{k}={v}')}" for k, v in values.items() if k not in in_path]
    return " \\\n  ".join([f"curl {'-G ' if typed else ''}{shlex.quote(base)}", *typed])
