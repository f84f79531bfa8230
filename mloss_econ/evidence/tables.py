"""Tables of the seeds: CSV in, checked columns out. Rows of a further folder are added to the table of the same name.

A row is known by the columns of KEYS. One with a new key is added; one that repeats another is left out; one that gives
a known key other values is refused, for a table has one value for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.textfiles import csv_of
from mloss_econ.errors import SeedError, nearest, quoted
from mloss_econ.evidence.table import Table

KEYS: Mapping[str, tuple[str, ...]] = {
    "access_gradient": ("level",),
    "appraisal_profiles": ("profile",),
    "cocomo_ii_ratings": ("kind", "driver", "rating"),
    "cocomo_ii_schedule": ("rating",),
    "cocomo_modes": ("mode",),
    "commits_per_contributor": ("commits",),
    "discount_rates": ("profile", "schedule", "from_year"),
    "exchange_rate": ("pair", "year"),
    "jurisdictions": ("jurisdiction",),
    "mloss_repositories": ("name",),
    "price_index": ("series", "year"),
    "reference_repository_commits": ("repository", "bot", "commits"),
    "size_standards": ("naics",),
}
SHARES = {("jurisdictions", "share")}
ABOVE_ZERO = {
    ("price_index", "value"),
    ("exchange_rate", "value"),
    ("size_standards", "limit"),
    ("jurisdictions", "share"),
    ("appraisal_profiles", "reach"),
}
WHOLE = {
    ("price_index", "year"),
    ("exchange_rate", "year"),
    ("size_standards", "naics"),
    ("discount_rates", "from_year"),
}
RATES = {("discount_rates", "rate")}  # shares of 1, above -1
OF_NUMBERS = ABOVE_ZERO | WHOLE | RATES
ONE_OF: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("appraisal_profiles", "timing"): ("end", "mid", "start"),
    ("size_standards", "unit"): ("USD/year", "person"),
}
SHAPE = "A table needs a header and rows of the same length."
SEPARATED = "Separate columns by commas, and write decimals with a point."


@dataclass(frozen=True)
class TableRows:
    """The text of a table: its header, and the cells of each row by the line they were read from."""

    file: str
    header: list[str]
    cells: list[tuple[int, list[str]]]

    def place(self, column: str, cell: str) -> str:
        """The file and the line of the first row with this cell."""
        line = next((line for line, row in self.cells if row[self.header.index(column)] == cell), 0)
        return f"{self.file}:{line}" if line else self.file

    def column(self, name: str) -> list[str]:
        """The cells of one column."""
        place = self.header.index(name)
        return [row[place] for _, row in self.cells]


def rows_of(text: str, file: str) -> TableRows:
    """The rows of a CSV text. Raises SeedError, with the line, for what is no table."""
    (top, header), *rows = csv_of(text, file) or [(1, [""])]
    header = [cell.strip() for cell in header]
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise SeedError(f"{file}:{top}", "", f"its columns are separated by {called}.", SEPARATED)
    if not rows:
        raise SeedError(f"{file}:{top}", "", "has no rows.", SHAPE)
    for line, row in rows:
        if len(row) != len(header):
            raise SeedError(f"{file}:{line}", "", f"{len(row)} cells where the header has {len(header)}.", SHAPE)
    name, most = Counter(header).most_common(1)[0]
    if most > 1:
        raise SeedError(f"{file}:{top}", name, "two columns have this name.", "Give each its own.")
    return TableRows(file, header, [(line, [cell.strip() for cell in row]) for line, row in rows])


def table_of(name: str, rows: TableRows) -> Table:
    """A table of its own: a column is of numbers where all its cells are. Raises SeedError for a row that repeats the
    key of another, and for numbers that such a column cannot hold."""
    columns: dict[str, Any] = {}
    for column in rows.header:
        texts = rows.column(column)
        numbers = (name, column) in OF_NUMBERS or all(_number(text) is not None for text in texts)
        columns[column] = _numbers(name, column, rows) if numbers else _texts(name, column, rows)
    seen: dict[tuple[Any, ...], int] = {}
    for (line, _), key in zip(rows.cells, _keys(name, columns), strict=True):
        if key in seen:
            raise _twice(f"{rows.file}:{line}", name, key, f"on line {seen[key]}")
        seen[key] = line
    return _frozen(name, columns)


def extended(known: Table, rows: TableRows, before: Sequence[TableRows]) -> Table:
    """A table with further rows; `before` are those that it was made of, for the place in a message.

    Raises SeedError for other columns, for text in a column of numbers, and for a known key with other values.
    """
    name = known.name
    if name not in KEYS:
        problem = f"there is a table of this name already, in {before[0].file}, and its rows have no key."
        raise SeedError(rows.file, name, problem, "Give yours another name.")
    if set(rows.header) != set(known.columns):
        strange = [c for c in rows.header if c not in known.columns] or ["none"]
        absent = [c for c in known.columns if c not in rows.header] or ["none"]
        problem = f"other columns than the table {name} has: unknown {', '.join(strange)}; missing {', '.join(absent)}."
        raise SeedError(f"{rows.file}:1", "", problem, f"Write the header {','.join(known.columns)}.")
    new = _typed(known, rows)
    there = dict(zip(_keys(name, known.columns), _values(known.columns), strict=True))
    fresh = []
    for number, ((line, _), key, values) in enumerate(zip(rows.cells, _keys(name, new), _values(new), strict=True)):
        if key not in there:
            there[key] = values
            fresh.append(number)
        elif values != there[key]:
            places = (
                f"{other.file}:{at}"
                for other in (*before, rows)
                for (at, _), k in zip(other.cells, _keys(name, _typed(known, other)), strict=True)
                if k == key
            )
            raise _twice(f"{rows.file}:{line}", name, key, f"in {next(places)}, with other values")
    return _frozen(name, {c: np.concatenate([known.columns[c], new[c][fresh]]) for c in known.columns})


def _typed(known: Table, rows: TableRows) -> dict[str, Any]:
    """The columns of further rows, numbers where the known table has them."""
    return {
        column: (_numbers if values.dtype.kind == "f" else _texts)(known.name, column, rows)
        for column, values in known.columns.items()
    }


def check_table(name: str, file: str) -> None:
    """Raise SeedError for the name of a new table that nearly is the name of another: nobody would read it."""
    plain = name.lower().replace("-", "_").replace(" ", "_")
    if name not in KEYS and (plain in KEYS or f"{plain}s" in KEYS or plain.removesuffix("s") in KEYS):
        raise SeedError(file, "", "is nearly the name of another table.", nearest(plain, KEYS))


def check_profiles(tables: Mapping[str, Table], read: Mapping[str, TableRows]) -> None:
    """Raise SeedError for an appraisal profile without a discount rate, and for rates of a profile that is not there.

    `read` holds the rows that were read last, for the line of the message.
    """
    rates, profiles = "discount_rates", "appraisal_profiles"
    if rates not in read and profiles not in read:
        return
    owners, known = ([str(p) for p in tables[name]["profile"]] if name in tables else [] for name in (rates, profiles))
    for name, others, fault in (
        (rates, known, f"the table {profiles} has no such profile."),
        (profiles, owners, f"the table {rates} has no step of this profile."),
    ):
        for row in read[name].column("profile") if name in read else ():
            if row not in others:
                fix = f"Add it: {how_to_add(tables[rates if name == profiles else profiles])}."
                raise SeedError(read[name].place("profile", row), row, fault, fix)
    if rates in read:
        _check_first_steps(tables[rates], read[rates])


def _check_first_steps(rates: Table, read: TableRows) -> None:
    """Raise SeedError for a schedule of discount rates that does not begin with year 0."""
    first: dict[tuple[str, str], float] = {}
    for profile, schedule, year in zip(*(rates[c] for c in KEYS[rates.name]), strict=True):
        key = str(profile), str(schedule)
        first[key] = min(float(year), first.get(key, np.inf))
    own = zip(read.cells, read.column("profile"), read.column("schedule"), strict=True)
    for (line, _), profile, schedule in own:
        if first[profile, schedule] != 0:
            problem = f"the schedule '{schedule}' of {profile} begins with year {first[profile, schedule]:g}."
            raise SeedError(f"{read.file}:{line}", "from_year", problem, "Add its step from year 0.")


def how_to_add(table: Table) -> str:
    """How a reader adds a row to a table, for the advice of an error."""
    return f"a file tables/{table.name}.csv with the header {','.join(table.columns)}, in a folder given with --seeds"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _numbers(name: str, column: str, rows: TableRows) -> Any:
    """A column of numbers. Raises SeedError, with the line, for a cell that is none, or none that it can hold."""
    found = []
    for (line, _), text in zip(rows.cells, rows.column(column), strict=True):
        value = _number(text)
        if value is None or not math.isfinite(value):
            problem = f"{quoted(text)} is not a {'number' if value is None else 'finite number'}."
            fix = "Write it with a decimal point and without thousands signs."
        elif (name, column) in ABOVE_ZERO and value <= 0:
            problem, fix = f"{text} is not above 0.", "Correct the number."
        elif (name, column) in SHARES and value > 1:
            problem, fix = f"{text} is above 1.", "It is a share of the whole: write 0.1 for a tenth."
        elif (name, column) in WHOLE and value != int(value):
            problem, fix = f"{text} is not a whole number.", "Correct the number."
        elif (name, column) in WHOLE and value < 0:
            problem, fix = f"{text} is below 0.", "Correct the number."
        elif (name, column) in RATES and not -1 < value < 1:
            problem, fix = f"{text} is no rate a year.", "Write it as a share of 1: 0.035 for 3.5 %."
        else:
            found.append(value)
            continue
        raise SeedError(f"{rows.file}:{line}", column, problem, fix)
    return np.array(found)


def _texts(name: str, column: str, rows: TableRows) -> Any:
    """A column of texts. Raises SeedError, with the line, for a word that the column does not know."""
    known = ONE_OF.get((name, column), ())
    for (line, _), text in zip(rows.cells, rows.column(column), strict=True):
        if known and text not in known:
            raise SeedError(f"{rows.file}:{line}", column, f"{quoted(text)} is not known.", nearest(text, known))
    return np.array(rows.column(column))


def _keys(name: str, columns: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    """The key of each row; in a table without one, its number."""
    if name not in KEYS or not set(KEYS[name]) <= set(columns):
        return [(number,) for number in range(len(next(iter(columns.values()))))]
    return _values({column: columns[column] for column in KEYS[name]})


def _values(columns: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return list(zip(*(column.tolist() for column in columns.values()), strict=True))


def _twice(where: str, name: str, key: Sequence[Any], other: str) -> SeedError:
    said = ", ".join(
        f"{c} = {v:g}" if isinstance(v, float) else f"{c} = {v}" for c, v in zip(KEYS[name], key, strict=True)
    )
    problem = f"the table {name} has a row for {said} already, {other}."
    return SeedError(where, "", problem, f"Leave the row out, or give it another {KEYS[name][-1]}.")


def _frozen(name: str, columns: Mapping[str, Any]) -> Table:
    for column in columns.values():
        column.flags.writeable = False
    return Table(name, dict(columns))
