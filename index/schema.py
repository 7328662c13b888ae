"""The Whoosh schema: which fields there are. It is given at every opening and never read from the index itself."""

from __future__ import annotations

from typing import Any

from whoosh.fields import ID, Schema

from index.analysis import DAYS, WORD_FIELDS, Raw, Words
from index.facts import FactsColumn
from index.fingerprints import NEAR
from index.folded import TextsColumn

SCHEMA_VERSION = 9  # raise it with every change of the fields, of index.analysis or of the patterns in index.tokens


def schema() -> Schema:
    """A fresh schema.

    ``id`` finds the document to replace; the word fields hold counted words, ``days`` the times that are named;
    ``folded`` is the whole folded text for exact strings, ``named`` is the text of the names (both as ``index.compact``
    makes them); ``borders`` tells where the folded text was cut; ``facts`` feeds facets, filters and sorting; ``near``
    and ``like`` tell pages with the same content (``index.fingerprints``); ``shown`` is what a hit shows
    (``index.shown``; ``named`` is squeezed likewise).
    """
    words = {name: Words() for name in (*WORD_FIELDS, DAYS)}
    texts = {"folded": _kept(TextsColumn()), "named": Raw(), "borders": Raw()}
    prints = {"near": Raw(NEAR), "like": Raw()}
    return Schema(id=ID(unique=True), facts=_kept(FactsColumn()), shown=Raw(), **texts, **prints, **words)


def _kept(column: Any) -> Raw:
    """A field that is kept in *column*."""
    field = Raw()
    field.column_type = column
    return field
