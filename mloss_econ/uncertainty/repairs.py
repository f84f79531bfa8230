"""What the repair of a set of correlations changes, in the user's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mloss_econ.uncertainty.distribution import Array

SHOWN = 6  # pairs in a refusal
SEEN = 5e-5  # a change in the fourth decimal


@dataclass(frozen=True)
class Change:
    """The correlation of two inputs: what was asked for, and what is possible."""

    one: str
    other: str
    asked: float
    possible: float

    @property
    def size(self) -> float:
        """By how much it changes."""
        return abs(self.possible - self.asked)


def changes(names: Sequence[str], asked: Array, possible: Array) -> list[Change]:
    """The pairs whose correlation changes visibly between two matrices (d, d), the largest change first."""
    every = [
        Change(names[j], names[i], float(asked[i, j]), float(possible[i, j]))
        for i in range(len(names))
        for j in range(i)
    ]
    return sorted((c for c in every if c.size >= SEEN), key=lambda c: -c.size)


def notes(changed: Sequence[Change], word: str) -> tuple[str, ...]:
    """One sentence for each; `word` says which kind of correlation."""
    if not changed:
        return (f"Each {word} was moved by less than 0.0001, so that all can hold together.",)
    return tuple(
        f"The {word} of {c.one} and {c.other} is {c.possible:.4f} instead of {c.asked:.4g}: the nearest that can "
        "hold together with the others."
        for c in changed
    )


def refusal(changed: Sequence[Change]) -> str:
    """Why they cannot hold together, and the nearest that can."""
    shown = "; ".join(f"{c.one} and {c.other}: {c.asked:.4g} -> {c.possible:.4f}" for c in changed[:SHOWN])
    more = f"; and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return (
        "correlations: these cannot hold together; some weighted sum of the inputs would have a variance of 0 or less. "
        f"The nearest that can (asked -> possible): {shown or 'the same to 4 digits'}{more}. Give others, or pass "
        "repair=True to use the nearest."
    )
