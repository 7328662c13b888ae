"""The page that helps: how to search, what is kept and how it is proven, how to cite and take data along."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template

from index.hits import SearchRequest
from search_web.examples import examples
from search_web.filters import web_address
from search_web.text import say
from search_web.web import link_in, page_lang, the_web

blueprint = Blueprint("about", __name__)

_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Example:
    """A query that the page explains: ``means`` in the language of the page, ``href`` to run it."""

    typed: str
    means: str
    href: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who keeps this archive: ``text`` as the setting has it; ``href`` is empty for what is no address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """Everything on the help page."""

    examples: tuple[Example, ...]
    contact: Contact | None


@blueprint.get("/help")
def help() -> str:  # noqa: A001  # the endpoint is about.help; nothing here asks Python's help
    """How to search, what is kept, how it is proven, how to cite; there is no need of an index."""
    lang = page_lang()
    link: Callable[[SearchRequest], str] = link_in(lang)
    here = examples(the_web().rooms)
    explained = tuple(
        Example(typed, say(lang, means), link(SearchRequest(q=typed)))
        for typed, means in (*here.syntax, *here.more_syntax)
    )
    return render_template("help.html", view=HelpView(explained, contact_of(the_web().settings.contact)))


def contact_of(given: str) -> Contact | None:
    """The setting ``contact`` as it may stand on a page: a link for an e-mail or web address, else its text.

    >>> contact_of("news@agency.go.th")
    Contact(text='news@agency.go.th', href='mailto:news@agency.go.th')
    >>> contact_of("javascript:alert(1)").href
    ''
    """
    text = given.strip()
    if not text:
        return None
    if _E_MAIL.fullmatch(text):
        return Contact(text, f"mailto:{text}")
    return Contact(text, web_address(text) or "")
