"""A report as plain lines of at most 80 columns: sentence, table, drivers, what would change it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mloss_econ.base.text import WIDTH, wrap as break_lines
from mloss_econ.report.document import Block, Bullets, Chart, Document, Folded, Group, TableBlock, Text

NUMBER = re.compile(r"−?[\d,]+(\.\d+)?")
GAP = 2
HARD = "\u00a0"  # a space that no line breaks at
ROWS = 4  # of the table of a figure
LEAST = 16  # a column of text wraps to no less than this


def render(document: Document) -> str:
    """The report."""
    lines = [*wrap(document.title.upper()), ""]
    for text in document.basis:
        lines += wrap(text)
    if document.headline:
        lines += ["", *wrap(document.headline)]
    if document.warning:
        lines += ["", *wrap(f"NOTE: {document.warning}")]
    lines += ["", "IN SHORT"]
    for text in document.short:
        lines += _bullet(text)
    for section in document.sections:
        if not section.page_only:
            lines += ["", section.title.upper()]
            for block in section.blocks:
                lines += _block(block)
    lines += ["", *wrap(document.stamp)]
    return "\n".join(line.rstrip() for k, line in enumerate(lines) if line or lines[k - 1])


def wrap(text: str, *, width: int = WIDTH) -> list[str]:
    """Lines of at most `width` columns; a number keeps its per cent sign."""
    return [line.replace(HARD, " ") for line in break_lines(text.replace(" %", f"{HARD}%"), width=width)]


def _block(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [*wrap(block.text), ""]
    if isinstance(block, Bullets):
        lines = wrap(block.title if block.title.endswith("?") else f"{block.title}:") if block.title else []
        return [*lines, *(line for item in block.items for line in _bullet(item)), ""]
    if isinstance(block, TableBlock):
        return [*table(block), ""]
    if isinstance(block, Chart):
        return [*wrap(f"{block.title}."), *table(_first(block.table, ROWS)), ""] if block.on_terminal else []
    assert isinstance(block, Folded)
    return []


def _first(t: TableBlock, rows: int) -> TableBlock:
    left = len(t.lines) - rows
    return replace(t, lines=t.lines[:rows], note=f"{left} more on the page." if left > 0 else "")


def _bullet(text: str) -> list[str]:
    return [("- " if k == 0 else "  ") + line for k, line in enumerate(wrap(text, width=WIDTH - 2))]


def table(t: TableBlock) -> list[str]:
    """A table: text columns to the left, figures to the right with their decimal points in line."""
    body = [line for line in t.lines if not isinstance(line, Group)]
    aligned = list(zip(*(align(column) for column in zip(*body, strict=True)), strict=True))
    sizes = _sizes(t, aligned)
    lines = [
        *(wrap(t.caption) if t.caption else []),
        *_row(t.head, sizes, t.left, bottom=True),
        "-" * (sum(sizes) + GAP * (len(sizes) - 1)),
    ]
    rows: Iterator[tuple[str, ...]] = iter(aligned)
    for line in t.lines:
        lines += wrap(line.text) if isinstance(line, Group) else _row(next(rows), sizes, t.left)
    return [*lines, *(wrap(t.note) if t.note else [])]


def align(column: tuple[str, ...], pad: str = " ", point: str = " ") -> list[str]:
    """Cells of a column padded on the right so that decimal points stand in line, where all cells are numbers."""
    if not all(NUMBER.fullmatch(cell) for cell in column if cell):
        return list(column)
    tails = [cell.partition(".")[2] for cell in column]
    most = max(map(len, tails), default=0)
    return [c + ("" if t or not most else point) + pad * (most - len(t)) for c, t in zip(column, tails, strict=True)]


def _sizes(t: TableBlock, rows: list[tuple[str, ...]]) -> list[int]:
    """Column widths: figures never wrap, but their headers do; the first and the text columns share what is left."""
    cells = [max((len(row[i]) for row in rows), default=0) for i in range(len(t.head))]
    heads = [max((len(word) for word in head.split()), default=0) for head in t.head]
    soft = range(max(t.left, 1))
    sizes = [max(h, c, len(t.head[i]) if i in soft else 0) for i, (h, c) in enumerate(zip(heads, cells, strict=True))]
    spare = WIDTH - sum(sizes) - GAP * (len(sizes) - 1)
    for i in sorted(soft, key=lambda i: -sizes[i]):
        cut = min(max(-spare, 0), max(sizes[i] - LEAST, 0))
        sizes[i] -= cut
        spare += cut
    for i in range(len(sizes)):  # room left over goes to headers, so that they wrap less
        more = min(max(spare, 0), max(min(len(t.head[i]), sizes[i] + 6) - sizes[i], 0))
        sizes[i] += more
        spare -= more
    return sizes


def _row(cells: tuple[str, ...], sizes: list[int], left: int, *, bottom: bool = False) -> list[str]:
    parts = [wrap(c, width=s) if len(c) > s else [c] for c, s in zip(cells, sizes, strict=True)]
    height = max(map(len, parts))
    lines = []
    for k in range(height):
        texts = []
        for i, part in enumerate(parts):
            place = k - (height - len(part)) if bottom else k
            text = part[place] if 0 <= place < len(part) else ""
            texts.append(text.ljust(sizes[i]) if i < left else text.rjust(sizes[i]))
        lines.append((" " * GAP).join(texts).rstrip())
    return lines
