"""``/metrics``: what a Prometheus server collects. Times of requests are counted here, the archive is asked when asked.

Labels are names of sites, states and kinds of page: never a query, an address or a path. Who may read it says the
setting ``metrics``; the text format is that of prometheus_client.
"""

from __future__ import annotations

import ipaddress
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, request

from search_web.tally import Tally
from search_web.web import the_web

SLOW = 1.0  # seconds from which a request is logged: ten times what the slowest page of 20,000 articles takes
UNTIMED = frozenset({"static", "metrics.metrics", "api.healthz"})  # machines ask for them all day
PRIVATE = "private"
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "Via")  # of proxies

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """The metrics of the archive and of all workers; 404 where they are off, 403 for whom they are not for."""
    setting = the_web().settings.metrics
    if setting == "off":
        abort(404)
    if setting == PRIVATE and not asked_privately():
        abort(403)
    # It brings a web server and ciphers of its own, 15 MB; most installations are never asked for metrics.
    from search_web.metric_families import CONTENT_TYPE_LATEST, exposition

    return Response(exposition(current_app.extensions["khlang.tally"]), content_type=CONTENT_TYPE_LATEST)


def asked_privately() -> bool:
    """Whether this request came from this machine or a private network.

    One that a proxy passed on without ``behind_proxy`` being set is not taken for one: its address is the proxy's.
    """
    if not the_web().settings.behind_proxy and any(name in request.headers for name in PASSED_ON):
        return False
    try:
        address = ipaddress.ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_private


def register(app: Flask, tally: Tally | None = None) -> None:
    """Count every request of *app*, in the *tally* that workers share or in one of its own, and log slow ones."""
    if tally is None:
        tally = Tally()
        tally.take(0)
    app.extensions["khlang.tally"] = tally

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        if "began" in g and request.endpoint not in UNTIMED:
            seconds, endpoint = time.perf_counter() - g.began, request.endpoint or ""
            tally.note(endpoint, response.status_code, seconds)
            if seconds >= SLOW:  # what was asked is nobody's business
                app.logger.warning("%s took %.1f s (status %d)", endpoint, seconds, response.status_code)
        return response
