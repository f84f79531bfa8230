"""Parts of an agency's forms: a figure with its ends, and a blank with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.text import number
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, UnitError


@dataclass(frozen=True)
class Figure:
    """A low, a primary and a high figure in one price base (None: not money).

    With `of_draws` low and high are percentiles and the primary figure is a mean, which may lie beyond them where the
    distribution is skewed. Raises InputError unless low <= primary <= high (of draws: low <= high), all finite.
    """

    low: float
    primary: float
    high: float
    prices: PriceBase | None = None
    of_draws: bool = False

    def __post_init__(self) -> None:
        ordered = self.low <= self.high if self.of_draws else self.low <= self.primary <= self.high
        if not ordered or not np.isfinite([self.low, self.primary, self.high]).all():
            raise InputError(f"figure {self.low:g}, {self.primary:g}, {self.high:g}: low <= primary <= high, finite.")

    @property
    def beyond(self) -> bool:
        """Whether the primary figure lies outside low to high: a few draws carry the mean."""
        return not self.low <= self.primary <= self.high

    @classmethod
    def of(cls, row: Any, prices: PriceBase | None) -> Figure:
        """5th percentile, mean and 95th percentile of a row of a run's summary, as they are."""
        return cls(row.p5.value, row.mean.value, row.p95.value, prices, of_draws=True)

    @classmethod
    def of_values(cls, draws: Array, prices: PriceBase | None) -> Figure:
        """5th percentile, mean and 95th percentile of an array of draws."""
        low, high = (float(q) for q in np.quantile(draws, (0.05, 0.95)))
        return cls(low, float(draws.mean()), high, prices, of_draws=True)

    def times(self, factor: float) -> Figure:
        """All three times a factor of 0 or more."""
        if factor < 0:
            raise InputError(f"figure times {factor:g}: a factor below 0 would exchange low and high.")
        return Figure(self.low * factor, self.primary * factor, self.high * factor, self.prices, self.of_draws)


@dataclass(frozen=True)
class NotEstimated:
    """A blank, with its reason. Raises InputError without one: a blank is not a zero."""

    why: str

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise InputError("not estimated: say why. A blank is not a zero.")

    def __str__(self) -> str:
        return f"not estimated: {self.why}"


def check_prices(form: str, prices: PriceBase, figures: Iterable[tuple[str, Figure]]) -> None:
    """Raise UnitError, naming both, for a figure in another price base than the form."""
    for what, figure in figures:
        if figure.prices is None:
            raise UnitError(f"{form}, {what}: a monetised figure has no price base. Give Figure(..., prices=).")
        if figure.prices != prices:
            raise UnitError(f"{form}, {what}: it is in {figure.prices}, the form in {prices}. Convert it first.")


def note_beyond(figures: Iterable[Figure]) -> str:
    """Note for the reader where a mean lies outside its range; empty where none does."""
    if not any(figure.beyond for figure in figures):
        return ""
    return (
        "Where the primary figure, a mean, lies outside low to high (the 5th and 95th percentiles), a few draws with "
        "very large amounts carry it."
    )


def shown(value: float | None, scale: float) -> str:
    """A cell: three digits on the table's scale, or a dash."""
    return "—" if value is None else number(value / scale)


def text_of(name: str, value: str) -> str:
    """A mandatory text. Raises InputError if it is empty."""
    if not value.strip():
        raise InputError(f"{name} is empty. Say it: readers look for it.")
    return value
