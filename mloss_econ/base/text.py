"""Numbers and lines for a reader: significant figures, thousands separators, a true minus sign, 80 columns."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from mloss_econ.base.signs import LINES, first_refused, named
from mloss_econ.errors import InputError, shortened as shortened

WIDTH = 80
LEGEND = "○ judgement, ● has a source"
POWERS = 1e18
SMALL = 1e-9
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def mark(is_judgement: bool) -> str:
    """The sign of a judgement-based number, or of one that has a source."""
    return "○" if is_judgement else "●"


def number(value: float, digits: int = 3) -> str:
    """A plain figure with `digits` significant digits and thousands separators; powers of ten only from 10^18 on, and
    below 10^-9.

    >>> number(33414.2), number(0.13214), number(-2.0), number(30e9), number(6.3e24), number(5e-12)
    ('33,400', '0.132', '−2', '30 billion', '6.3·10²⁴', '5·10⁻¹²')
    """
    if not math.isfinite(value):
        return "not finite"
    if value == 0:
        return "0"
    sign = "−" if value < 0 else ""
    size = abs(value)
    if not SMALL <= round_to(size, digits) < POWERS:
        first, power = f"{size:.{digits - 1}e}".split("e")
        return f"{sign}{_plain(float(first), digits)}·10{str(int(power)).translate(RAISED)}"
    for scale, name in SCALES:
        if round_to(size, digits) >= scale:
            return f"{sign}{_plain(size / scale, digits)} {name}"
    return sign + _plain(size, digits)


def apart(values: Sequence[float], digits: int = 3, most: int = 12) -> int:
    """How many significant digits tell different values apart, at least `digits`.

    >>> apart([29_970.0, 30_030.0]), apart([1.0, 2.0])
    (4, 3)
    """
    different = len(set(values))
    while digits < most and len({round_to(v, digits) for v in values}) < different:
        digits += 1
    return digits


def round_to(value: float, digits: int) -> float:
    """Round to significant digits."""
    return float(f"{value:.{digits - 1}e}") if value else 0.0


def _plain(size: float, digits: int) -> str:
    size = round_to(size, digits)
    decimals = max(digits - 1 - math.floor(math.log10(size)), 0)
    text = f"{size:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, digits: int = 2) -> str:
    """A share as per cent; never rounded to 0 or 100 when it is not.

    >>> percent(0.8116), percent(0.0004), percent(0.9999), percent(1.0)
    ('81 %', '0.04 %', 'over 99 %', '100 %')
    """
    if not math.isfinite(share):
        return "not finite"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{number(100 * share, digits)} %"


def supported(value: float, error: float, most: int = 3) -> int:
    """How many significant digits a figure may show: its standard error stays below half the last one.

    >>> supported(0.4551, 0.0008), supported(18_317.0, 700.0), supported(5.0, 0.0)
    (2, 1, 3)
    """
    if not value or not error or not math.isfinite(value) or not math.isfinite(error):
        return most
    last = math.ceil(math.log10(2 * error))
    return min(max(math.floor(math.log10(abs(value))) - last + 1, 1), most)


def whole_percent(share: float) -> str:
    """A share to the whole per cent, with no 0 or 100 that is not one.

    >>> whole_percent(0.0000076), whole_percent(0.62), whole_percent(0.0)
    ('under 1 %', '62 %', '0 %')
    """
    if 0 < share < 0.005:
        return "under 1 %"
    return percent(share) if share >= 0.995 else f"{math.floor(100 * share + 0.5)} %"


def interval(low: str, high: str) -> str:
    """`11 to 70 (90 % interval)`."""
    return f"{low} to {high} (90 % interval)"


def percentile(quantile: float) -> str:
    """A place in a distribution, to the whole percentile.

    >>> percentile(0.05), percentile(0.11), percentile(0.32)
    ('5th percentile', '11th percentile', '32nd percentile')
    """
    place = math.floor(100 * quantile + 0.5)
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending} percentile"


def its_percentile(quantile: float) -> str:
    """The place of a value in a belief.

    >>> its_percentile(0.32), its_percentile(0.999)
    ('its 32nd percentile', 'above its 99th percentile')
    """
    if quantile > 0.995:
        return "above its 99th percentile"
    return "below its 1st percentile" if quantile < 0.005 else f"its {percentile(min(max(quantile, 0.01), 0.99))}"


def wrap(text: str, *, indent: int = 0, width: int = WIDTH) -> list[str]:
    """Lines of at most `width` columns."""
    pad = " " * indent
    return textwrap.wrap(text, width, initial_indent=pad, subsequent_indent=pad, break_long_words=False) or [""]


def check_signs(text: str, what: str, kept: str = LINES) -> str:
    """The text, or InputError if it holds a character that acts on a terminal or hides what is written."""
    found = first_refused(text, kept)
    if found is not None:
        raise InputError(f"{what} holds {named(found[1])}. Take the character out.")
    return text


def columns(rows: list[list[str]], *, left: int = 1, width: int = WIDTH) -> list[str]:
    """Align rows of cells: the first `left` columns to the left, the others to the right; two spaces between."""
    sizes = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    spare = sum(sizes) + 2 * (len(sizes) - 1) - width
    if spare > 0:
        sizes[0] = max(sizes[0] - spare, 8)
    lines = []
    for row in rows:
        cells = [
            shortened(cell, sizes[i]).ljust(sizes[i]) if i < left else cell.rjust(sizes[i])
            for i, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines
