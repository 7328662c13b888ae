"""The general extractor for pages whose layout no profile knows, or no longer knows: trafilatura."""

from __future__ import annotations

from dataclasses import replace

from corpus.extract.sheet import Sheet, read_text


def read_unknown(html: str, sheet: Sheet) -> Sheet | None:
    """*sheet* with the lines that trafilatura holds to be the article; None where it finds none."""
    from trafilatura import bare_extraction  # loading it takes half a second, and most runs never need it

    found = bare_extraction(html, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(found, "text", None)
    if not text:
        return None
    return replace(sheet, lines=read_text(text).lines, fitted=False)
