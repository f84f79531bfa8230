"""One row of the shelf: what was published, where it stands as a fact, and what the library makes of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from mloss_econ.base.text import number
from mloss_econ.evidence import default_store


@dataclass(frozen=True)
class Row:
    """One published figure. `tolerance` is half a unit of its last published digit; `differs` says why it may; `of`
    is the calculator that makes ours."""

    what: str
    fact: str
    tolerance: float
    ours: Callable[[], float]
    differs: str = ""
    of: str = ""

    @property
    def published(self) -> float:
        """The figure, from the facts."""
        return fact(self.fact)

    @property
    def agrees(self) -> bool:
        """Whether ours rounds to it."""
        return abs(self.ours() - self.published) <= self.tolerance * (1 + 1e-9)

    @property
    def gap(self) -> str:
        """Ours over the published one, less 1, in per cent."""
        gap = self.ours() / self.published - 1
        return "0 %" if abs(gap) < 5e-7 else f"{'+' if gap > 0 else ''}{number(100 * gap, 3)} %"

    def shown(self, value: float) -> str:
        """A value in one digit more than was published."""
        return number(value, min(max(math.ceil(math.log10(abs(value) / self.tolerance)), 2), 9) + 1)

    @property
    def verdict(self) -> str:
        """For the reader."""
        return "agrees" if self.agrees else f"differs: {self.differs}" if self.differs else "DIFFERS"


def fact(name: str) -> float:
    """The value of a fact."""
    value = default_store().fact(name).value
    assert value is not None, f"{name} has no number"
    return value
