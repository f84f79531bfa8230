"""What a sensitivity method returns: path, index, interval, unit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import LEGEND, columns, mark, number, round_to, wrap
from mloss_econ.engine import common_scale

LEVEL = 0.9  # of every interval
NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)
SHOWN = 12  # rows a table prints
ROUNDING = 1e-9  # of the largest index
STEADY = 1e6  # from here on figures have a scale word
FINE = 9  # decimals; a finer figure has a power of ten
SHARES = ("first", "changes")  # other indices that are shares whatever the unit of the main one
EXACT = 1e-6  # of the index; a narrower interval is rounding


@dataclass(frozen=True)
class Index:
    """One index with the interval of its sampling error."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, error: float, quantile: float = NORMAL) -> Index:
        """The interval of a standard error."""
        return cls(float(value), float(value - quantile * error), float(value + quantile * error))

    def scaled(self, scale: float) -> Index:
        """The same in a unit `scale` times as large."""
        return Index(self.value / scale, self.low / scale, self.high / scale)

    @property
    def zero(self) -> bool:
        """Whether the index cannot be told from zero."""
        return self.low <= 0 <= self.high

    @property
    def nothing(self) -> bool:
        """Whether the index is zero, without any error."""
        return self.low == self.value == self.high == 0

    @property
    def size(self) -> float:
        """The largest number in it."""
        return max(abs(self.low), abs(self.value), abs(self.high))

    def __str__(self) -> str:
        """`0.44 ± 0.02`, half the interval after the sign; `~0 ± 0.02` where it cannot be told from zero."""
        half = max(self.high - self.value, self.value - self.low)
        if half <= EXACT * abs(self.value):
            return number(self.value)
        digits = 2 if f"{half:e}".startswith("1") else 1
        error = number(half, digits)
        if self.zero:
            return f"~0 ± {error}"
        if abs(self.high + self.low - 2 * self.value) > EXACT * half:
            return f"{number(self.value, 2)} ({number(self.low, 2)} to {number(self.high, 2)})"
        decimals = digits - 1 - math.floor(math.log10(round_to(half, digits)))
        return f"{_steady(self.value, decimals)} ± {error}"


def _steady(value: float, decimals: int) -> str:
    """A number with so many decimals, zeros at its end too: `0.40`."""
    if 0 < decimals <= FINE and abs(value) < STEADY:
        return f"{value:,.{decimals}f}".replace("-", "−")
    return number(value, max(math.floor(math.log10(abs(value))) + 1 + decimals, 1))


@dataclass(frozen=True)
class RankRow:
    """One input, or several that move as one: its index with an interval, and other indices by name.

    `path` joins several inputs with " & "; `is_judgement` says whether one of them is judgement.
    """

    path: str
    index: float
    interval: tuple[float, float]
    is_judgement: bool
    others: Mapping[str, Index] = field(default_factory=dict)

    @property
    def whole(self) -> Index:
        """The index with its interval."""
        return Index(self.index, *self.interval)


@dataclass(frozen=True)
class PairRow:
    """Two inputs and an index of what they do together."""

    paths: tuple[str, str]
    index: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Ranking(Tabular):
    """Inputs in order of how much they matter for one output.

    `measure` says what the index is, `unit` what it is counted in ("" for a share); intervals are of the sampling
    error, at 90 %. `evaluations` is how often the calculator was evaluated for it, 0 where a run was there already.
    `unseen` are inputs whose other values came in too few rows, or none, to say anything; their index is 0.
    """

    method: str
    measure: str
    case: str
    output: str
    unit: str
    adopted: float
    rows: tuple[RankRow, ...]
    notes: tuple[str, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    evaluations: int = 0
    unseen: tuple[str, ...] = ()

    def row(self, path: str) -> RankRow:
        """The row of one input (or group). Raises KeyError if it is not ranked."""
        for row in self.rows:
            if row.path == path:
                return row
        raise KeyError(f"'{path}' is not ranked; these are: {', '.join(self.paths)}")

    @property
    def paths(self) -> tuple[str, ...]:
        """The inputs in order."""
        return tuple(row.path for row in self.rows)

    def frame(self) -> Frame:
        """One row an input: its index with interval, other indices by name, and whether it is judgement."""
        others = list(self.rows[0].others) if self.rows else []
        columns = [text("input"), *(Column(name, self.unit) for name in ("index", "low", "high"))]
        columns += [Column(name, "" if name in SHARES else self.unit) for name in others]
        rows = tuple(
            (r.path, r.index, *r.interval, *(r.others[name].value for name in others), r.is_judgement)
            for r in self.rows
        )
        title = f"{self.method} of {self.output}, {self.case}: {self.measure}"
        return Frame(title, (*columns, text("judgement")), rows, (*self.notes, *self._unseen()))

    def __str__(self) -> str:
        moving = [row for row in self.rows if not self._idle(row)]
        scale, word = common_scale([row.index for row in moving]) if self.unit else (1.0, "")
        unit = f", {word}{self.unit}" if self.unit else ""
        lines = wrap(f"{self.method} of {self.output}, {self.case}: {self.measure}{unit}")
        lines += columns(self._table(moving[:SHOWN], scale))
        if len(moving) > SHOWN:
            lines += wrap(f"and {len(moving) - SHOWN} more, each below the last.")
        idle = [row.path for row in self.rows if self._idle(row) and row.path not in self.unseen]
        if idle:
            names = ", ".join(idle[:SHOWN]) + (f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else "")
            lines += wrap(f"Exactly 0: {names}.")
        for note in self._unseen():
            lines += wrap(note)
        if any(pair.index for pair in self.pairs):
            lines += ["Together, beyond each alone:", *columns(self._pairs())]
        for note in self.notes:
            lines += wrap(note)
        lines += wrap(f"{self._signs()}{LEGEND}.")
        return "\n".join(lines)

    def _unseen(self) -> list[str]:
        if not self.unseen:
            return []
        names = ", ".join(self.unseen[:SHOWN]) + (f" and {len(self.unseen) - SHOWN} more" * (len(self.unseen) > SHOWN))
        return [f"Not known: {names}. Too few of these rows have another value than the rest; take a larger n."]

    @staticmethod
    def _idle(row: RankRow) -> bool:
        return all(index.nothing for index in (row.whole, *row.others.values()))

    def _signs(self) -> str:
        shown = [i for row in self.rows[:SHOWN] for i in (row.whole, *row.others.values())]
        zero = any(i.zero and not i.nothing for i in shown)
        return "±: 90 % interval of the sampling error. " + ("~0: cannot be told from zero. " if zero else "")

    def _table(self, rows: list[RankRow], scale: float) -> list[list[str]]:
        table = [["", "index", *(self.rows[0].others if self.rows else ())]]
        largest = max((abs(row.index) for row in rows), default=0.0)
        for row in rows:
            indices = [row.whole.scaled(scale)]
            indices += [i if name in SHARES else i.scaled(scale) for name, i in row.others.items()]
            shown = [str(i) if i.size > ROUNDING * largest / scale else "0" for i in indices]
            table.append([f"{mark(row.is_judgement)} {row.path}", *shown])
        return table

    def _pairs(self) -> list[list[str]]:
        pairs = [pair for pair in self.pairs if pair.index][:SHOWN]
        return [["", "index"], *([" & ".join(p.paths), str(Index(p.index, *p.interval))] for p in pairs)]
