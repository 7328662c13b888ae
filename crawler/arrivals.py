"""What of an answer the archive keeps, decided at the moment when it has arrived.

Scrapy lets answers wait before the spider sees them. One that was written only then would be lost with the process
and fetched again; so the archive asks here first, and the spider later reads the same decision.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from corpus.sites import Site
from corpus.store_visits import GONE
from corpus.urls import locate
from crawler.assumptions import Assumptions
from crawler.frontier import Frontier
from crawler.records import Exchange, Lead, Role
from crawler.spiders.discovery import Discovery

_FRONT = re.compile(r"/?(?:(?:th|en)/?)?(?:(?:index|home|main|default)(?:\.[a-z]{3,5})?/?)?", re.IGNORECASE)


class Arrivals:
    """Makes an :class:`Exchange` of each answer that is kept; one for a whole crawl."""

    def __init__(
        self, site: Site, frontier: Frontier, assumptions: Assumptions, discovery: dict[str, Discovery]
    ) -> None:
        self._site = site
        self._frontier = frontier
        self._assumptions = assumptions
        self._discovery = discovery

    def exchange(self, request: Request, response: Response) -> Exchange | None:
        """The answer as it is kept, None for one that is not; to be asked once for each answer.

        An article that leads to a list or a front page now is kept as a list.
        """
        lead: Lead = request.cb_kwargs["lead"]
        role = self._role(response, lead)
        if role is None:
            return None
        if response.status == 200:
            self._assumptions.answered(response.url)
        hints = dict(lead.hints)
        if role == "listing":
            hints["role"] = "listing"
        if lead.parent:
            hints["parent"] = lead.parent
        meta: dict[str, Any] = request.meta
        fetched = None if meta.get("replayed") else meta["wire"]
        unchanged = fetched is not None and fetched.status == 304
        return Exchange(
            url=response.url,
            role=role,
            status=304 if unchanged else response.status,
            wire=fetched,
            hints=hints,
            original=meta.get("revisit"),
            via=via(request),
        )

    def _role(self, response: Response, lead: Lead) -> Role | None:
        if response.status in GONE:
            return lead.role if lead.role != "listing" or self._is_missed(lead) else None
        if response.status != 200:
            return None
        return self._role_of_article(response.url, lead) if lead.role == "article" else lead.role

    def _is_missed(self, lead: Lead) -> bool:
        """Whether a list that is not there was expected there."""
        start = self._site.crawl.start[lead.start]
        return not lead.guessed and self._discovery[start.spider].instead(lead) is None

    def _role_of_article(self, url: str, lead: Lead) -> Role | None:
        """None for what another address brought already, in whatever state that is on its way to the spider."""
        moved = self._frontier.moved(lead, url)
        if moved and self._is_no_article(url):
            return "listing"
        return "article" if self._frontier.comes_first(lead, url) or not moved else None

    def _is_no_article(self, url: str) -> bool:
        """Whether an article that leads here is gone: servers send what they no longer have to their front page."""
        if locate(url, self._site) is not None:
            return False
        parts = urlsplit(url)
        front = not parts.query and _FRONT.fullmatch(parts.path) is not None
        return front or self._frontier.is_list(url)


def via(request: Request) -> str:
    """The address that led to that of *request*: the one that redirected, else the page that named it; "" for none."""
    if redirected := request.meta.get("redirect_urls"):
        return str(redirected[-1])
    lead: Lead | None = request.cb_kwargs.get("lead")
    return (lead.parent or lead.via) if lead else ""
