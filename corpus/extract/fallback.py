"""The general extractor for pages whose layout no profile knows, or no longer knows: trafilatura."""

from __future__ import annotations

import logging
from dataclasses import replace

from corpus.extract.sheet import Sheet, read_text
from corpus.thai.normalise import squash


def read_unknown(html: str, sheet: Sheet) -> Sheet | None:
    """*sheet* with the lines that trafilatura holds to be the article; None where it finds none."""
    from trafilatura import bare_extraction  # loading it takes half a second, and most runs never need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page without an article as an error
    found = bare_extraction(html, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    if not text:
        return None
    links = {squash(link.text) for link in sheet.links}
    lines = tuple(line for line in read_text(text).lines if squash(line.text) not in links)
    return replace(sheet, lines=lines, fitted=False)
