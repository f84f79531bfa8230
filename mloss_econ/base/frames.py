"""A table of results and the forms it is handed in: text, Markdown, LaTeX, CSV, JSON, HTML, a data frame.

A cell holds the number as it was computed. CSV, JSON and data frames get it whole; the forms that are read get three
significant digits, or as many as its error supports. Text stays text: it never becomes markup, a formula or an order to
the terminal.

    columns = Column("option"), Column("mean", "USD 2022/year"), Column("probability of being best", kind="share")
    Frame("Net benefit", columns, (("licensing", 1.25e9, 0.31),)).markdown()
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any, Literal

from mloss_econ.base.signs import json_safe, visible
from mloss_econ.base.text import WIDTH, columns as aligned, number, percent, supported, wrap
from mloss_econ.errors import InputError, MissingExtraError

Kind = Literal["text", "number", "share"]
FORMULA = ("=", "+", "-", "@", "\t", "\n")  # what makes a spreadsheet take a text for a formula
LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "−": "$-$", "±": r"$\pm$", "○": r"$\circ$", "●": r"$\bullet$", "·": r"$\cdot$", "×": r"$\times$", "…": r"\dots{}",
    "–": "--", "—": "---", "°": r"$^\circ$", "€": r"\euro{}", "→": r"$\to$",
} | {raised: f"$^{digit}$" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "$^{-}$"}  # fmt: skip
MARKS = re.compile(r"([\\`*_\[\]|])")
STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"
EDGE = "padding:.2em .7em;border-bottom:1px solid #ccc;vertical-align:top;white-space:pre-line"


@dataclass(frozen=True)
class Shown:
    """A number that is read with so many significant digits; `share`: in per cent."""

    value: float
    digits: int = 3
    share: bool = False

    @classmethod
    def of(cls, value: float, error: float, *, share: bool = False, most: int = 3) -> Shown:
        """As many digits as the standard error supports."""
        return cls(float(value), supported(value, error, most), share)

    def __str__(self) -> str:
        return percent(self.value, self.digits) if self.share else number(self.value, self.digits)


Cell = str | bool | int | float | Shown | None


@dataclass(frozen=True)
class Column:
    """A column: its name, unit ("" where rows have their own, or there is none), and how its cells are read."""

    name: str
    unit: str = ""
    kind: Kind = "number"

    @property
    def head(self) -> str:
        """Name and unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


def text(name: str) -> Column:
    """A column of words."""
    return Column(name, kind="text")


@dataclass(frozen=True)
class Frame:
    """A table. Raises InputError for rows of another length than the columns, two columns of one name, or a number
    that is not finite."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()

    def __post_init__(self) -> None:
        names = self.names
        if len(set(names)) < len(names):
            raise InputError(f"table '{self.title}': two columns have one name ({', '.join(names)}).")
        for k, row in enumerate(self.rows):
            if len(row) != len(names):
                raise InputError(f"table '{self.title}', row {k + 1}: {len(row)} cells for {len(names)} columns.")
            for name, cell in zip(names, row, strict=True):
                value = _value(cell)
                if value is not None and not isinstance(value, (str, bool, int, float)):
                    raise InputError(f"table '{self.title}', row {k + 1}, '{name}': {value!r} is no cell.")
                if isinstance(value, float) and not math.isfinite(value):
                    raise InputError(f"table '{self.title}', row {k + 1}, '{name}': {value} is not finite.")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(c.name for c in self.columns)

    # ------------------------------------------------------------ for programs

    def records(self) -> list[dict[str, str | bool | int | float | None]]:
        """One dictionary a row, numbers whole."""
        return [dict(zip(self.names, map(_value, row), strict=True)) for row in self.rows]

    def csv(self) -> str:
        """Comma-separated, numbers whole, units in the header. A text that a spreadsheet would take for a formula gets
        an apostrophe in front."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([_harmless(c.head) for c in self.columns])
        for row in self.rows:
            writer.writerow([_harmless(v) if isinstance(v := _value(cell), str) else v for cell in row])
        return stream.getvalue()

    def json(self) -> str:
        """Title, columns with units, rows as records, notes."""
        heads = [{"name": c.name, "unit": c.unit, "kind": c.kind} for c in self.columns]
        content = {"title": self.title, "columns": heads, "rows": self.records(), "notes": list(self.notes)}
        return json_safe(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)) + "\n"

    def to_pandas(self) -> Any:
        """A pandas data frame. Raises MissingExtraError where pandas is not installed."""
        return _tool("pandas").DataFrame(self.records(), columns=list(self.names))

    def to_polars(self) -> Any:
        """A polars data frame. Raises MissingExtraError where polars is not installed."""
        return _tool("polars").DataFrame({name: [r[name] for r in self.records()] for name in self.names}, strict=False)

    # ------------------------------------------------------------ for readers

    def text(self) -> str:
        """Lines of at most 80 columns, as on a terminal; words that do not fit are shortened."""
        rows = [[c.head for c in self.columns], *self.cells()]
        wide = sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True)) - 2 > WIDTH
        words = [c.kind for c in self.columns].index("number") if any(c.kind == "number" for c in self.columns) else 1
        body = self._stacked(rows) if wide else aligned(rows, left=words)
        return visible("\n".join([*wrap(self.title), *body, *(line for note in self.notes for line in wrap(note))]))

    def markdown(self) -> str:
        """A pipe table under its title."""
        heads = " | ".join(_marked(c.head) or " " for c in self.columns)
        rule = " | ".join(":--" if c.kind == "text" else "--:" for c in self.columns)
        lines = [f"**{_marked(self.title)}**", "", f"| {heads} |", f"| {rule} |"]
        lines += [f"| {' | '.join(map(_marked, row))} |" for row in self.cells()]
        return "\n".join([*lines, *(f"\n{_marked(note)}" for note in self.notes)]) + "\n"

    def latex(self) -> str:
        """A `booktabs` table, to be put into a document with \\usepackage{booktabs}."""
        heads = " & ".join(_tex(c.head) for c in self.columns)
        spec = "".join("l" if c.kind == "text" else "r" for c in self.columns)
        lines = [r"\begin{table}", r"\centering", f"\\caption{{{_tex(self.title)}}}", f"\\begin{{tabular}}{{{spec}}}"]
        lines += [r"\toprule", rf"{heads} \\", r"\midrule"]
        lines += [rf"{' & '.join(map(_tex, row))} \\" for row in self.cells()]
        lines += [r"\bottomrule", r"\end{tabular}"]
        lines += [rf"\par\smallskip {_tex(note)}" for note in self.notes]
        return "\n".join([*lines, r"\end{table}"]) + "\n"

    def html(self) -> str:
        """A table with caption and scopes, for a notebook cell."""
        sides = ["left" if c.kind == "text" else "right" for c in self.columns]
        heads = "".join(
            f'<th scope="col" style="{EDGE};text-align:{side}">{escape(c.head)}</th>'
            for c, side in zip(self.columns, sides, strict=True)
        )
        lines = [
            '<div style="overflow-x:auto">',
            f'<table style="{STYLE}">',
            f'<caption style="text-align:left;padding:.4em 0">{escape(self.title)}</caption>',
            f"<thead><tr>{heads}</tr></thead><tbody>",
        ]
        for row in self.cells():
            cells = []
            for k, (cell, side) in enumerate(zip(row, sides, strict=True)):
                tag = 'th scope="row"' if k == 0 else "td"
                weight = (";font-weight:normal" if k == 0 else "") + (";white-space:nowrap" if side == "right" else "")
                cells.append(f'<{tag} style="{EDGE};text-align:{side}{weight}">{escape(cell)}</{tag.split()[0]}>')
            lines.append(f"<tr>{''.join(cells)}</tr>")
        lines.append("</tbody></table></div>")
        return visible("\n".join([*lines, *(f'<p style="font-size:.9em">{escape(note)}</p>' for note in self.notes)]))

    def cells(self) -> list[list[str]]:
        """The cells as they are read; shares in per cent."""
        shares = self.shares()
        return [
            [_read(cell, c, share) for cell, c, share in zip(row, self.columns, marks, strict=True)]
            for row, marks in zip(self.rows, shares, strict=True)
        ]

    def shares(self) -> list[list[bool]]:
        """Which cells are shares: by the kind or unit of the column or, where it has none, by the unit of the row."""
        at = self.names.index("unit") if "unit" in self.names else None
        whole = [c.kind == "share" or c.unit == "share" for c in self.columns]
        by_row = [c.kind == "number" and not c.unit for c in self.columns]
        return [
            [w or (b and at is not None and row[at] == "share") for w, b in zip(whole, by_row, strict=True)]
            for row in self.rows
        ]

    def _stacked(self, rows: list[list[str]]) -> list[str]:
        """Too wide: words on lines of their own, the figures of a row under them."""
        words = [k for k, c in enumerate(self.columns) if c.kind == "text"]
        figures = [k for k in range(len(self.columns)) if k not in words]
        sizes = [max(len(row[k]) for row in rows) for k in figures]
        lines = []
        for row in rows:
            said = "; ".join(row[j] for j in words if row[j])
            lines += wrap(said) if said else []
            cells = [row[j].rjust(size) for j, size in zip(figures, sizes, strict=True)]
            lines += ["    " + "  ".join(cells)] if cells else []
        return lines


class Tabular:
    """A result that is a table as well: `frame()` gives it in every form, a notebook shows it."""

    def frame(self) -> Frame:
        """The result as a table."""
        raise NotImplementedError  # each result gives its own

    def to_pandas(self) -> Any:
        """The table as a pandas data frame. Raises MissingExtraError where pandas is not installed."""
        return self.frame().to_pandas()

    def to_polars(self) -> Any:
        """The table as a polars data frame. Raises MissingExtraError where polars is not installed."""
        return self.frame().to_polars()

    def _repr_html_(self) -> str:
        return self.frame().html()


def stacked(title: str, frames: Sequence[tuple[str, Frame]], first: str) -> Frame:
    """Frames of the same columns under each other, with a first column that names them."""
    columns = [text(first), *frames[0][1].columns]
    return Frame(title, columns, [(name, *row) for name, f in frames for row in f.rows])


def _value(cell: Cell) -> str | bool | int | float | None:
    return cell.value if isinstance(cell, Shown) else cell


def _read(cell: Cell, column: Column, share: bool) -> str:
    if cell is None:
        return "–" if column.kind != "text" else ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Shown):
        return str(Shown(cell.value, cell.digits, cell.share or share))
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}".replace("-", "−")
    return percent(cell) if share else number(cell)


def _harmless(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")  # a lone carriage return would end the row
    value = visible(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def _marked(cell: str) -> str:
    cell = MARKS.sub(r"\\\1", visible(" ".join(cell.split())))
    return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tex(cell: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in visible(" ".join(cell.split())))


def _tool(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(f"{name} is not installed. Run: pip install {name}") from None
