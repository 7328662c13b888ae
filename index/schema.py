"""The Whoosh schema: which fields there are. It is given at every opening and never read from the index itself."""

from __future__ import annotations

from whoosh.fields import ID, STORED, Schema

from index.analysis import WORD_FIELDS, Raw, Words

SCHEMA_VERSION = 3  # raise it with every change of the fields, of index.analysis or of the patterns in index.tokens


def schema() -> Schema:
    """A fresh schema.

    ``id`` finds the document to replace; the word fields hold counted words; ``folded`` is the whole folded text for
    exact strings; ``facts`` feeds facets, filters and sorting; ``near`` and ``like`` tell pages with the same content;
    ``shown`` is what a hit shows.
    """
    words = {name: Words() for name in WORD_FIELDS}
    return Schema(id=ID(unique=True), folded=Raw(), facts=Raw(), near=Raw(), like=Raw(), shown=STORED(), **words)
