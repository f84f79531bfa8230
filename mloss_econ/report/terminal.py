"""A report as plain lines of at most 80 columns: sentence, table, drivers, what would change it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mloss_econ.report.document import Block, Bullets, Chart, Document, Folded, Group, Table, Text
from mloss_econ.text import WIDTH, wrap

NUMBER = re.compile(r"−?[\d,]+(\.\d+)?")
GAP = 2
NARROW = 9  # a column of figures may shrink to this many characters by wrapping its header
LEAST = 18  # columns of text wrap to no less than this


def render(document: Document) -> str:
    """The report."""
    lines = [document.title.upper(), ""]
    for text in document.basis:
        lines += wrap(text)
    lines += ["", "IN SHORT"]
    for text in document.short:
        lines += _bullet(text)
    for section in document.sections:
        if not section.page_only:
            lines += ["", section.title.upper()]
            for block in section.blocks:
                lines += _block(block)
    return "\n".join(line.rstrip() for line in [*lines, "", *wrap(document.stamp)])


def _block(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [*wrap(block.text), ""]
    if isinstance(block, Bullets):
        lines = wrap(f"{block.title}:") if block.title else []
        return [*lines, *(line for item in block.items for line in _bullet(item)), ""]
    if isinstance(block, Table):
        return [*table(block), ""]
    if isinstance(block, Chart):
        return [*wrap(f"{block.title}."), *table(block.table), ""] if block.on_terminal else []
    assert isinstance(block, Folded)
    return []


def _bullet(text: str) -> list[str]:
    return [("- " if k == 0 else "  ") + line for k, line in enumerate(wrap(text, width=WIDTH - 2))]


def table(t: Table) -> list[str]:
    """A table: text columns to the left, figures to the right with their decimal points in line."""
    body = [line for line in t.lines if not isinstance(line, Group)]
    aligned = list(zip(*(align(column) for column in zip(*body, strict=True)), strict=True))
    sizes = _sizes(t, aligned)
    lines = [*wrap(t.caption), *_row(t.head, sizes, t.left, bottom=True), "-" * (sum(sizes) + GAP * (len(sizes) - 1))]
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


def _sizes(t: Table, rows: list[tuple[str, ...]]) -> list[int]:
    """Column widths: figures as wide as their cells, text columns share what is left."""
    heads = [max((len(word) for word in head.split()), default=0) for head in t.head]
    cells = [max((len(row[i]) for row in rows), default=0) for i in range(len(t.head))]
    full = [max(len(h), c) for h, c in zip(t.head, cells, strict=True)]
    sizes = [min(full[i], max(cells[i], heads[i], NARROW)) if i >= t.left else full[i] for i in range(len(full))]
    spare = WIDTH - sum(sizes) - GAP * (len(sizes) - 1)
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        if spare < 0:
            cut = min(-spare, max(sizes[i] - max(LEAST, heads[i]), 0))
            sizes[i] -= cut
            spare += cut
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
