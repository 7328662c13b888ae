"""The order of a result, worked out only as far as a page of it is read.

Who asks for ten hits of ten thousand waits for no order of the others: what can be among the first is found by a
partition, in time that grows with the number of documents alone, and only that is sorted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from index.algebra import Places
from index.facets import Floats, Ints, Mask
from index.hits import Sort

FEW = 500  # documents that are sorted sooner than parted: 0.03 ms
BEHIND = 1e10  # more than any score or day
UNDATED = np.iinfo(np.int32).max


def first_of(docs: Places, sort: Sort, *, scores: Floats, days: Ints, ids: Ints, behind: Mask, most: int) -> Ints:
    """The first *most* of *docs*, or more, in the order *sort*; equal ones newest first, then by *ids*; none for 0.

    Of each of *docs* are given its score, its day (0 where there is none: these come last), the place of its id among
    all, and whether it has only some of the words: such ones come behind the others in every order.
    """
    if not most:
        return docs[:0].astype(np.int32)
    if sort == "oldest":
        keys: tuple[npt.NDArray[Any], ...] = (np.where(days > 0, days, UNDATED),)
    elif sort == "newest":
        keys = (-days,)
    else:
        keys = (-np.round(scores, 6), -days)
    if most < len(docs) > FEW:
        leading = next((key for key in keys if key[0] != key[-1] or np.ptp(key)), keys[-1])
        key = leading + BEHIND * behind  # rounded, so that some are as good as the last one; never out of order
        near = np.flatnonzero(key <= np.partition(key, most - 1)[most - 1])
        docs, ids, behind, keys = docs[near], ids[near], behind[near], tuple(key[near] for key in keys)
    ordered: Ints = docs[np.lexsort((ids, *keys[::-1], behind))].astype(np.int32)
    return ordered
