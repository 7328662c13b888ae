"""How often one visitor may ask for what costs: the setting ``rate_limit``, counted by :mod:`search_web.allowance`.

Where several workers serve, they count together.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits import parse_many

from corpus.errors import SettingsProblem
from corpus.settings import Settings
from search_web.allowance import Counts, SharedStorage, visitor

# Page and API share one allowance; what is typed ahead, archived copies, names, exports, feeds and sitemaps
# have one each.
SCOPES = {
    "pages.search": "search",
    "api.search": "search",
    "compare.compare": "search",
    "compare.numbers": "search",
    "api.similar": "search",
    "api.suggest": "suggest",
    "archived.raw": "raw",
    "archived.copy": "raw",
    "archived.document": "raw",
    "pages.difference": "difference",
    "names.person": "names",
    "names.agency": "names",
    "names.province": "names",
    "names.people": "names",
    "names.agencies": "names",
    "names.provinces": "names",
    "names_api.person": "names",
    "names_api.agency": "names",
    "status.status": "status",
    "exports.choose": "search",
    "exports.export": "export",
    "exports.digest": "export",
    "feeds.atom": "feed",
    "discovery.part": "sitemap",
}

DEARER = {"export": 10}  # how many searches one costs: 20,000 rows take 10 s of a processor, a search 0.02


def checked(settings: Settings) -> str:
    """The setting ``rate_limit``, empty for no limit; raises SettingsProblem for one that cannot be understood."""
    rate = settings.rate_limit.strip()
    try:
        parse_many(rate or "1 per minute")
    except ValueError as e:
        raise SettingsProblem(f"rate_limit is {rate!r}; write it like '120 per minute', or leave it empty") from e
    return rate


def register(app: Flask, settings: Settings, counts: Counts | None = None) -> None:
    """Limit the views of SCOPES; an empty setting limits nothing. Raises SettingsProblem.

    *counts* are those that other processes share; without, this one counts for itself.
    """
    rate = checked(settings)
    if not rate:
        return

    @app.after_request  # registered before the limiter's own, so that it runs after it
    def waiting_is_for_the_refused(response: Response) -> Response:
        if response.status_code != 429:
            response.headers.pop("Retry-After", None)  # the limiter says it on every answer
        return response

    limiter = Limiter(
        who_asks,
        app=app,
        storage_uri=f"{SharedStorage.STORAGE_SCHEME[0]}://",
        storage_options={"counts": counts or Counts()},  # type: ignore[dict-item]  # they go to SharedStorage as they are
        headers_enabled=True,
    )
    for endpoint, scope in SCOPES.items():
        view = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.shared_limit(allowed(rate, scope), scope=scope)(view)  # type: ignore[assignment]  # it allows for async views; ours are not


def allowed(rate: str, scope: str) -> str:
    """What *rate* allows of *scope*: less of what is dearer than a search, but one at least.

    >>> allowed("120 per minute", "search"), allowed("120 per minute", "export"), allowed("5/hour", "export")
    ('120 per 1 minute', '12 per 1 minute', '1 per 1 hour')
    """
    rates = parse_many(rate)
    share = DEARER.get(scope, 1)
    return "; ".join(f"{max(1, one.amount // share)} per {one.multiples} {one.GRANULARITY.name}" for one in rates)


def who_asks() -> str:
    """Whose allowance this request takes from; behind a proxy the visitor's, as far as ``behind_proxy`` trusts it."""
    return visitor(request.remote_addr or "")
