"""One row of the table of speeds, and how its numbers are written."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = ("measured", "the other", "mloss_econ", "ratio", "bound", "aim")
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Row:
    """What was measured, there and here; what it comes to; the bound to keep and the one to reach."""

    what: str
    other: str = ""
    ours: str = ""
    ratio: str = ""
    least: str = ""
    aim: str = ""

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (self.what, self.other, self.ours, self.ratio, self.least, self.aim)


def seconds(value: float) -> str:
    """A time, to three digits."""
    return f"{1e3 * value:.3g} ms" if value < 0.1 else f"{round(value)} s" if value >= 100 else f"{value:.3g} s"


def megabytes(value: float) -> str:
    """An amount of memory."""
    return f"{value:.0f} MB" if value < 9999.5 else f"{value / 1e3:.1f} GB"


def times(value: float, sign: str = "×", digits: int = 1) -> str:
    """A ratio; below 10 with so many digits after the point."""
    return f"{value:.{digits}f}{sign}" if value < 10 else f"{value:,.0f}{sign}"


def count(n: int) -> str:
    """A number of rows: 10⁶, 2¹⁶, 2·10⁵."""
    if n < 1000:
        return str(n)
    if n & (n - 1) == 0:
        return "2" + str(n.bit_length() - 1).translate(POWERS)
    digits = str(n).rstrip("0")
    power = "10" + str(len(str(n)) - len(digits)).translate(POWERS)
    return f"{n:,}" if len(digits) > 1 else power if digits == "1" else f"{digits}·{power}"
