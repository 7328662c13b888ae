"""The general extractor for pages whose layout no profile knows, or no longer knows: trafilatura."""

from __future__ import annotations

import logging
from dataclasses import replace

from corpus.extract.sheet import Sheet, read_text
from corpus.thai.normalise import squash

MOST_LINES = 3000  # a page of a law with all its sections has fewer


def read_unknown(html: str, sheet: Sheet) -> Sheet | None:
    """*sheet* with the lines that trafilatura holds to be the article; None where it finds none.

    Also None for pages of more than :data:`MOST_LINES` lines: its work grows with their square.
    """
    if len(sheet.lines) + sum(len(line.rows) for line in sheet.lines) > MOST_LINES:
        return None
    from trafilatura import bare_extraction  # loading it takes half a second, and most runs never need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page without an article as an error
    found = bare_extraction(html, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    if not text:
        return None
    links = {squash(link.text) for link in sheet.links}
    lines = tuple(line for line in read_text(text).lines if squash(line.text) not in links)
    return replace(sheet, lines=lines, fitted=False)
