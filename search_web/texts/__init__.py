"""Every string of the interface, in Thai and in English: a table for each part, joined in :mod:`search_web.text`.

``{name}`` stands for a value. A key ending in ``_one`` is the English singular of the key without it. No key is in two
tables.
"""
