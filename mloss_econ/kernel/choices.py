"""A structural choice: an input that says how a model is built rather than how large something is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel.case import Case


@dataclass(frozen=True)
class Choice:
    """One structural belief.

    `input` is its path (`*` for every name at that place), `says` a noun phrase for it, `low` and `high` its ends;
    where they are None, those of its belief: its support where that is finite, else its 5th and 95th percentile.
    `if_set`: a lever that is tried only where a proposal sets it, for elsewhere it would make another proposal.
    """

    input: str
    says: str
    low: float | None = None
    high: float | None = None
    if_set: bool = False

    def paths(self, case: Case[Any, Any]) -> tuple[str, ...]:
        """The inputs of a case that it sets. Raises InputError where there is none."""
        pattern = re.compile(re.escape(self.input).replace(r"\*", r"[^.]+"))
        found = tuple(path for path in case.entries if pattern.fullmatch(path))
        if not found:
            raise InputError(f"{case.calculator.name} has no input '{self.input}'. {nearest(self.input, case.entries)}")
        return found

    def ends(self, case: Case[Any, Any]) -> tuple[float, float]:
        """The lowest and the highest value that is tried."""
        entries = [case.entry(path) for path in self.paths(case)]
        if self.if_set and not any(entry.origin for entry in entries):
            adopted = [float(entry.value) for entry in entries]
            return min(adopted), max(adopted)
        dists = [entry.dist for entry in entries]
        lows, highs = (np.array([d.support[k] for d in dists]) for k in (0, 1))
        q5, q95 = np.array([d.quantile(np.array([0.05, 0.95])) for d in dists]).T
        wide = ~np.isfinite(highs)  # a belief without an end is cut at both
        low, high = np.where(wide | ~np.isfinite(lows), q5, lows), np.where(wide, q95, highs)
        return (
            float(low.min()) if self.low is None else self.low,
            float(high.max()) if self.high is None else self.high,
        )
