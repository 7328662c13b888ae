"""Thai full-text search: words, query language, ranking, facets, snippets."""
