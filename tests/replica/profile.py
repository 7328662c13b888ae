"""The site profile that leads the crawler to a replica: OPDC's own, with its start list and connection replaced."""

from __future__ import annotations

import json
from pathlib import Path

from tests.replica.addresses import MAIN

LISTS = (r"/list\.php\?", r"/news/?(?:\?page=\d+)?$", "/category/", r"/(?:th|en)/[a-z-]+/?(?:\?page=\d+)?$")
ARTICLES = (
    r"/(?:content|special|page)\.php\?",
    r"/content/[A-Za-z0-9_-]+/?(?:\?lang=|$)",
    r"/\?p=\d+$",
    r"//[^/]+/\d+/?$",
    r"/(?:th|en)/[a-z-]+/[a-z0-9-]+/?$",
)
ATTACHMENTS = (r"\.(?:pdf|docx?|xlsx?|odt)(?:$|\?)", "/file/reader/")
STARTS = (
    ("listing", f"http://{MAIN}/", True),
    ("wordpress", f"http://{MAIN}/", False),
    ("sitemap", f"http://{MAIN}/sitemap.xml", True),
    ("feed", f"http://{MAIN}/feed/", True),
)


def write_profile(folder: Path, address: str, pages: int, **crawl: float) -> Path:
    """Write ``opdc-replica.toml`` into *folder* for the replica at *address* with so many article pages."""
    keys: dict[str, object] = {"delay": 0.0, "minimum": pages, "attachments": list(ATTACHMENTS), **crawl}
    lines = [
        'extends = "opdc"',
        'name = "opdc-replica"',
        'title_th = "สำนักงาน ก.พ.ร. (เว็บตัวอย่าง)"',
        'title_en = "OPDC (sample site)"',
        f'connect = "{address}"',
        "allow_private = true",
        "sample = true",
        "",
        "[crawl]",
        *(f"{key} = {json.dumps(value)}" for key, value in keys.items()),
    ]
    for spider, url, patterns in STARTS:
        lines += ["", "[[crawl.start]]", f'spider = "{spider}"', f'url = "{url}"']
        if patterns:
            lines += [f"follow = {json.dumps(LISTS)}", f"article = {json.dumps(ARTICLES)}"]
    path = folder / "opdc-replica.toml"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path
