"""How often one address may search: the setting ``rate_limit``, counted in each worker's memory.

Counting in memory means that with several workers an address may get up to as many times the limit as there are
workers; the limit is there against runaway programs, not to bill anyone.
"""

from __future__ import annotations

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse_many

from corpus.errors import SettingsProblem
from corpus.settings import Settings

# Page and API share one allowance; what is typed ahead and archived copies have one each, and so have names.
SCOPES = {
    "pages.search": "search",
    "api.search": "search",
    "api.suggest": "suggest",
    "archived.raw": "raw",
    "names.person": "names",
    "names.agency": "names",
    "names.province": "names",
    "names.people": "names",
    "names.agencies": "names",
    "names.provinces": "names",
    "names_api.person": "names",
    "names_api.agency": "names",
}


def checked(settings: Settings) -> str:
    """The setting ``rate_limit``, empty for no limit; raises SettingsProblem for one that cannot be understood."""
    rate = settings.rate_limit.strip()
    try:
        parse_many(rate or "1 per minute")
    except ValueError as e:
        raise SettingsProblem(f"rate_limit is {rate!r}; write it like '120 per minute', or leave it empty") from e
    return rate


def register(app: Flask, settings: Settings) -> None:
    """Limit the searching views of *app*; an empty setting limits nothing. Raises SettingsProblem."""
    rate = checked(settings)
    if not rate:
        return

    @app.after_request  # registered before the limiter's own, so that it runs after it
    def waiting_is_for_the_refused(response: Response) -> Response:
        if response.status_code != 429:
            response.headers.pop("Retry-After", None)  # the limiter says it on every answer
        return response

    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=True)
    for endpoint, scope in SCOPES.items():
        view = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.shared_limit(rate, scope=scope)(view)  # type: ignore[assignment]  # it allows for async views; ours are not
