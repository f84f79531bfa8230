"""What a sensitivity method returns: path, index, interval, unit."""

from __future__ import annotations

from dataclasses import dataclass

from mloss_econ.text import columns, number, wrap


@dataclass(frozen=True)
class RankRow:
    """One input: its index with an interval, and for one-at-a-time methods the two ends.

    `input_low`, `input_high` are values of the input; `output_low`, `output_high` the outputs they lead to.
    """

    path: str
    index: float
    interval: tuple[float, float]
    input_low: float
    input_high: float
    output_low: float
    output_high: float
    input_unit: str
    judged: bool


@dataclass(frozen=True)
class Ranking:
    """Inputs in order of how much they matter for one output."""

    method: str
    case: str
    output: str
    unit: str
    adopted: float
    rows: tuple[RankRow, ...]

    def __str__(self) -> str:
        lines = wrap(f"{self.method} of {self.output}, {self.case} ({self.unit}); adopted: {number(self.adopted)}")
        table = [["", "input from", "to", "output from", "to"]]
        for r in self.rows:
            table.append(
                [f"{'○' if r.judged else '●'} {r.path}"]
                + [number(v) for v in (r.input_low, r.input_high, r.output_low, r.output_high)]
            )
        return "\n".join([*lines, *columns(table), "○ judgement, ● has a source"])
