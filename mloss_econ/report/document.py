"""What a report is made of, before it becomes lines on a terminal or a page: sections of a few kinds of block.

Text is plain text throughout. What it says is decided once, in `sections`; the two renderers only lay it out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A paragraph. `lead`: the sentence that states the finding; `quiet`: a note that may be set smaller."""

    text: str
    lead: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences, under a line that says what they are."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A row that names the rows under it."""

    text: str


Line = Group | tuple[str, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table: `head` and each line have the same number of cells; the first `left` columns are text."""

    caption: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    left: int = 1
    note: str = ""

    def __post_init__(self) -> None:
        for line in self.lines:
            if not isinstance(line, Group) and len(line) != len(self.head):
                raise ValueError(f"table '{self.caption}': {line} has not {len(self.head)} cells.")


@dataclass(frozen=True)
class Chart:
    """A figure: `drawing` names the function that draws it, `key` what of the findings it draws.

    `title` is its message, `description` is for screen readers, `table` its numbers. On a terminal only the table
    appears, if asked.
    """

    drawing: str
    key: str
    title: str
    description: str
    table: TableBlock
    source: str
    on_terminal: bool = False


@dataclass(frozen=True)
class Folded:
    """Blocks that a page shows when asked; a terminal leaves them out."""

    title: str
    blocks: tuple[Text | TableBlock | Bullets | Chart, ...]


Block = Text | Bullets | TableBlock | Chart | Folded


@dataclass(frozen=True)
class Section:
    """A heading with its blocks. `page_only`: too long for a terminal."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    page_only: bool = False


@dataclass(frozen=True)
class Document:
    """A whole report: title, a line on what it rests on, the answers in short, the sections, legend, a last line; the
    answer in one sentence; what a reader must know before believing it."""

    title: str
    basis: tuple[str, ...]
    short: tuple[str, ...]
    sections: tuple[Section, ...]
    legend: str
    stamp: str
    headline: str = ""
    warning: str = ""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every figure, folded ones too, in order."""
        blocks = [b for section in self.sections for b in section.blocks]
        flat = [inner for b in blocks for inner in (b.blocks if isinstance(b, Folded) else (b,))]
        return tuple(b for b in flat if isinstance(b, Chart))
