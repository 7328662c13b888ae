"""The addresses of one home: the one that lists link, then every other form that answers with the same article."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

from tests.replica.articles import Home, ReplicaArticle

MAIN = "www.opdc.go.th"
BARE = "opdc.go.th"
OLD = "www4.opdc.go.th"
SISTER_HOSTS = ("paecthai.opdc.go.th", "po.opdc.go.th", "awards.opdc.go.th")
HOSTS = (BARE, MAIN, OLD, *SISTER_HOSTS)
EXCLUDED_HOSTS = ("esar.opdc.go.th", "dataportal.opdc.go.th", "smart.opdc.go.th", "eoffice.opdc.go.th")


def token(number: int) -> str:
    """Gen 2's article token: base64 of the decimal id without padding."""
    return b64encode(str(number).encode()).decode().rstrip("=")


def addresses(home: Home, lang: str = "th") -> tuple[str, ...]:
    """All addresses of *home*, the linked one first; which form lists link depends on the id, so that all occur."""
    return {"g1": _g1, "g2": _g2, "g3": _g3, "g4": _g4}[home.gen](home, lang)


def print_twin(home: Home) -> str:
    """The path of the print twin of a Gen 1 page.php article; empty for the other scripts."""
    return f"/print.php?cat={home.menu}&id={home.id}&url=tab_view" if home.script == "page" else ""


def attachment_path(article: ReplicaArticle, home: Home, name: str) -> str:
    """The path under which *home* links the attachment *name*; the reader of the sister hosts hides the name."""
    year, file = article.published.year, quote(name)
    if home.gen == "g2" and home.host in SISTER_HOSTS:
        return "/file/reader/" + b64encode(f"{name}||{home.id}||file_upload".encode()).decode().rstrip("=")
    return {
        "g1": f"/uploads/files/{year + 543}/{file}",
        "g2": f"/upload/file/{year + 543}/{file}",
        "g3": f"/wp-content/uploads/{article.published:%Y/%m}/{file}",
        "g4": f"/storage/documents/{file}",
    }[home.gen]


def attachment_urls(article: ReplicaArticle, home: Home) -> tuple[str, ...]:
    """The addresses of the attachments of *article* on the host that lists link for *home*."""
    host = addresses(home, article.lang)[0].split("/")[2]
    return tuple(f"http://{host}{attachment_path(article, home, name)}" for name in article.attachments)


def _g1(home: Home, _: str) -> tuple[str, ...]:
    if home.script == "page":
        parts = [f"cat={home.menu}", f"id={home.id}", "url=tab_view"]
    else:
        parts = [f"{'spc' if home.script == 'special' else 'menu'}_id={home.menu}", f"content_id={home.id}"]
    orders = ["&".join(parts), "&".join([parts[1], parts[0], *parts[2:]])]
    hosts = [MAIN, OLD]
    if home.id % 2:
        orders.reverse()
    if home.id % 3 == 0:
        hosts.reverse()
    return tuple(f"http://{host}/{home.script}.php?{order}" for host in hosts for order in orders)


def _g2(home: Home, lang: str) -> tuple[str, ...]:
    hosts = (home.host,) if home.host in SISTER_HOSTS else (home.host, BARE if home.host == MAIN else MAIN)
    forms = [f"/content/{token(home.id)}", f"/content/{token(home.id)}/"]
    if lang == "en":
        forms = [f"{form}?lang=en" for form in reversed(forms)]
    return tuple(f"http://{host}{form}" for host in hosts for form in forms)


def _g3(home: Home, _: str) -> tuple[str, ...]:
    forms = [f"/?p={home.id}", f"/{home.id}", f"/{home.id}/"]
    turn = home.id % 3
    forms = forms[turn:] + forms[:turn]
    return tuple(f"http://{host}{form}" for host in (MAIN, BARE) for form in forms)


def _g4(home: Home, lang: str) -> tuple[str, ...]:
    return tuple(f"http://{host}/{lang}/{home.section}/{home.slug}" for host in (MAIN, BARE))
