"""The text of an article as its page shows it: paragraphs with tables between them, in parts that keep pages small.

Every block knows where it stands in its field, so that the offsets of names hold in each part of a long article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Article, Table, Where
from search_web.cuts import cut_before
from search_web.marking import Marks, NameLink, Piece

PART_BYTES = 32_000  # of text and links in one part: with facts, provenance and citations a page stays under 100 kB
CELL_BYTES = 12  # the markup around one cell of a table
MARK_BYTES = 48  # the markup around one name, without its address
MOST_COLUMNS = 100

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``text``) or a table (``rows``, ``number`` from 1) of the body.

    ``start`` is the offset of the text in the body, ``starts`` are those of the cells in the text of the tables.
    ``pieces`` (of a paragraph) and ``cells`` (of a table) are what is printed.
    """

    text: str = ""
    rows: Cells = ()
    number: int = 0
    start: int = 0
    starts: tuple[tuple[int, ...], ...] = ()
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    is_first: bool = True  # of the pieces that a long paragraph or table was cut into

    @property
    def anchor(self) -> str:
        """The id of the paragraph or of the table."""
        return f"table-{self.number}" if self.rows else f"p{self.start}"


def blocks_of(article: Article) -> Iterator[Block]:
    """The paragraphs of the body with the tables where they stood; an ``after`` past the end comes last."""
    paragraphs = list(_paragraphs(article.body))
    waiting = sorted(_tables(article.tables), key=lambda t: t[0])
    for done in range(len(paragraphs) + 1):
        while waiting and (waiting[0][0] <= done or done == len(paragraphs)):
            block = waiting.pop(0)[1]
            if block.rows:
                yield block
        if done < len(paragraphs):
            yield paragraphs[done]


def marked_parts(article: Article, marks: dict[Where, Marks], link: NameLink) -> tuple[tuple[Block, ...], ...]:
    """The parts of *article*, cut so that text and links of each stay within :data:`PART_BYTES`."""
    small = (piece for block in blocks_of(article) for piece, _ in _pieces(block, PART_BYTES // 4))
    parts: list[list[Block]] = [[]]
    used = 0
    for block in small:
        printed = print_block(block, marks, link)
        size = _size(printed)
        if parts[-1] and used + size > PART_BYTES:
            parts.append([])
            used = 0
        parts[-1].append(printed)
        used += size
    return tuple(map(tuple, parts))


def print_block(block: Block, marks: dict[Where, Marks], link: NameLink) -> Block:
    """*block* with the pieces that are printed of it."""
    if not block.rows:
        return replace(block, pieces=marks["body"].pieces(block.text, block.start, link))
    cells = tuple(
        tuple(marks["table"].pieces(cell, at, link) for cell, at in zip(row, starts, strict=True))
        for row, starts in zip(block.rows, block.starts, strict=True)
    )
    return replace(block, cells=cells)


class Places:
    """Where each place of the fields is printed: its part and its paragraph, table or title."""

    def __init__(self, parts: Sequence[Sequence[Block]]) -> None:
        found: dict[Where, list[tuple[int, int, int, str]]] = {"body": [], "table": []}
        for number, part in enumerate(parts, 1):
            for block in part:
                if not block.rows:
                    found["body"].append((block.start, block.start + len(block.text), number, block.anchor))
                for row, starts in zip(block.rows, block.starts, strict=True):
                    found["table"] += (
                        (at, at + len(cell), number, block.anchor) for cell, at in zip(row, starts, strict=True)
                    )
        self._found = {where: sorted(places) for where, places in found.items()}

    def part_of(self, where: Where, start: int) -> tuple[int, str]:
        """The part (from 1) that shows the place *start* of a field, and the id of what it stands in; else (0, "")."""
        if where == "title":
            return 1, "title"
        places = self._found.get(where, [])
        at = bisect_right(places, start, key=lambda place: place[0]) - 1
        if at < 0 or start >= places[at][1]:
            return 0, ""
        return places[at][2:]


def _paragraphs(body: str) -> Iterator[Block]:
    at = 0
    for text in body.split("\n\n"):
        if text.strip():
            yield Block(text=text, start=at)
        at += len(text) + 2


def _tables(tables: Sequence[Table]) -> Iterator[tuple[int, Block]]:
    at = 0
    for number, table in enumerate(tables, 1):
        rows: list[tuple[str, ...]] = []
        starts: list[tuple[int, ...]] = []
        for row in table.rows:
            own: list[int] = []
            for cell in row:
                own.append(at)
                at += len(cell) + 1
            if any(cell.strip() for cell in row):
                rows.append(row)
                starts.append(tuple(own))
        yield table.after, Block(rows=tuple(rows), number=number, starts=tuple(starts))


def _pieces(block: Block, budget: int) -> Iterator[tuple[Block, int]]:
    if block.rows:
        yield from _row_pieces(block, budget)
        return
    text, start = block.text, block.start
    most = max(1, budget // 4)  # characters: a code point takes at most four bytes
    is_first = True
    while len(text) > most and len(text.encode()) > budget:
        cut = text.rfind(" ", most // 2, most)
        cut = cut_before(text, most) if cut < 0 else cut
        piece, rest = text[:cut], text[cut:].lstrip(" ")
        yield Block(text=piece, start=start, is_first=is_first), len(piece.encode())
        text, start, is_first = rest, start + len(text) - len(rest), False
    yield Block(text=text, start=start, is_first=is_first), len(text.encode())


def _row_pieces(block: Block, budget: int) -> Iterator[tuple[Block, int]]:
    first = used = 0
    rows = [_shown_row(row, budget) for row in block.rows]
    starts = tuple(own[:MOST_COLUMNS] for own in block.starts)
    for n, row in enumerate(rows):
        size = sum(len(cell.encode()) + CELL_BYTES for cell in row)
        if n > first and used + size > budget:
            yield _rows(block, rows, starts, first, n), used
            first, used = n, 0
        used += size
    yield _rows(block, rows, starts, first, len(rows)), used


def _shown_row(row: Sequence[str], budget: int) -> tuple[str, ...]:
    """A cell that fills a page by itself is a broken table: its start is shown, the JSON has the whole."""
    shown = row[:MOST_COLUMNS]
    return tuple(cell if len(cell) * 4 <= budget // 2 else cell[: budget // 8] + "…" for cell in shown)


def _rows(
    block: Block, rows: Sequence[tuple[str, ...]], starts: Sequence[tuple[int, ...]], first: int, last: int
) -> Block:
    return replace(block, rows=tuple(rows[first:last]), starts=tuple(starts[first:last]), is_first=first == 0)


def _size(block: Block) -> int:
    """The bytes that *block* takes on the page, its links with it."""
    printed = block.pieces or [piece for row in block.cells for cell in row for piece in cell]
    text = sum(len(cell.encode()) + CELL_BYTES for row in block.rows for cell in row) or len(block.text.encode())
    inner = [piece for piece in printed if piece.kind]
    inner += [piece for frame in printed for piece in frame.inside if piece.kind]
    return text + sum(MARK_BYTES + len(piece.href or "") for piece in inner)
