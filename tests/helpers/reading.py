"""Read the numbers of a printed text back, and hold them against numbers computed apart from the report."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NOT_FIGURES = re.compile(r"90 % intervals?|5th to (?:its |the )?95th percentile|\b[A-Z]{3} \d{4}\b")
FIGURE = re.compile(
    r"(?P<bound>over (?=99(?: %| to))|under (?=0\.1(?: %| to)))?(?P<sign>[−-])?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?:·10(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?: (?P<scale>thousand|million|billion|trillion|%))?"
)


@dataclass(frozen=True)
class Figure:
    """A printed number: its value, or the bound that it gives."""

    value: float
    bound: str = ""


@dataclass(frozen=True)
class Size:
    """A number that should be printed: with its standard error, and how many digits it may have at most."""

    value: float
    error: float = 0.0
    most: int = 2

    def prints(self, figure: Figure) -> bool:
        """Whether a printed number is this one, in as many digits as the error supports, no more and no less: half of
        the last one is more than the error."""
        if figure.bound == "over ":
            return math.isclose(figure.value, 0.99) and 0.995 <= self.value < 1
        if figure.bound == "under ":
            return math.isclose(figure.value, 0.001) and 0 < self.value < 0.001
        if self.value == 0:
            return figure.value == 0
        place = 10.0 ** (math.floor(math.log10(abs(self.value))) + 1)
        digits = max([d for d in range(1, self.most + 1) if 2 * self.error <= place / 10**d] or [1])
        unit = place / 10**digits
        rounded = [
            math.floor(self.value / unit + 0.5 + nudge) * unit for nudge in (-1e-6, 1e-6)
        ]  # a tie may go both ways
        return any(abs(figure.value - value) <= 1e-6 * unit for value in rounded)


def figures(text: str) -> Iterator[list[Figure]]:
    """The numbers of a text, in order; each with the readings it may have: `2 to 3 billion` says the scale once, and
    `under 0.1 % at both ends` is two, `in nearly all draws` a median and both ends."""
    found = list(FIGURE.finditer(plain_text := NOT_FIGURES.sub("", text)))
    for k, match in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        power = (match["power"] or "⁰").translate(RAISED)
        plain = float(f"{match['digits'].replace(',', '')}e{power}") * (-1 if match["sign"] else 1)
        scales = [match["scale"]]
        if after and not match["scale"] and after.start() - match.end() <= len(" to "):
            scales.append(after["scale"])
        readings = [Figure(plain * _scale(scale), match["bound"] or "") for scale in dict.fromkeys(scales)]
        rest = plain_text[match.end() :]
        times = 2 if rest.startswith(" at both ends") else 3 if rest.startswith(" in nearly all draws") else 1
        yield from [readings] * times


def percentile_of(quantile: float) -> int:
    """The whole percentile that is printed for a place in a belief."""
    return min(max(math.floor(100 * quantile + 0.5), 1), 99)


def _scale(name: str | None) -> float:
    return 0.01 if name == "%" else SCALES.get(name or "", 1.0)


def sizes(expected: Any, most: int = 2) -> list[Size]:
    """The numbers that are expected: estimates with their error, sizes as they are, plain numbers without error."""
    made = []
    for item in expected:
        if isinstance(item, Size):
            made.append(item)
        elif isinstance(item, (list, tuple)):
            made += sizes(item, most)
        elif hasattr(item, "error"):
            made.append(Size(item.value, item.error, most))
        else:
            made.append(Size(float(item), 0.0, most))
    return made


def says(text: str, *expected: Any, most: int = 2, scale: float = 1.0) -> None:
    """Assert that the numbers of a text are the expected ones, all of them and in this order. `scale`: what a table
    says once, in its header."""
    read, wanted = list(figures(text)), sizes(expected, most)
    assert len(read) == len(wanted), (text, read, wanted)
    for k, (readings, size) in enumerate(zip(read, wanted, strict=True)):
        scaled = [Figure(f.value * scale, f.bound) for f in readings]
        assert any(size.prints(f) for f in scaled), f"number {k + 1} of '{text}' is {readings}, not {size}"


def scale_in(text: str) -> float:
    """The scale that the header of a table names: `million USD 2022 a year`; per cent if it ends so."""
    named = [scale for name, scale in SCALES.items() if re.search(rf"\b{name} [A-Z]", text)]
    return 0.01 if re.search(r", %$", text) else named[0] if named else 1.0
