"""How concentrated is the work: what share of the total do the largest contributors make?

    Gini      = 2 * sum(i * x_i) / (n * sum x) - (n + 1) / n
    Lorenz(p) = share of the total that the lowest p make
    top share = share that the k largest make, k = q * n

The x rise, i = 1 to n. k is rounded down and rounded up, and both are given. From a table that says how many
(`counts`) have each size (`sizes`). It describes who did the work, not who earned the value; people of one sample, in
windows of two weeks. Gini 0 all alike, near 1 one has all.
"""

import numpy as np

from mloss_econ.base.arrays import Array, numbers
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import Count, Inputs, Outputs, Ratio, Share, calculator, fixed, label, table
from mloss_econ.value.samples import amounts

ROUNDING = 1e-9  # a share of 5 % of 200 is 10, not 10.000000000000002


class ConcentrationInputs(Inputs):
    """A table of sizes, and the fraction at the top."""

    size_table: Table = table("commits_per_contributor")
    """How many contributors made how many commits."""
    sizes: str = label("commits")
    """The column of sizes."""
    counts: str = label("users")
    """The column that says how many have that size; empty where each row is one."""
    top_fraction: Share = fixed("value.top_fraction")
    """Fraction of contributors at the top, by size."""


class ConcentrationOutputs(Outputs):
    """The Gini coefficient and the share of the top."""

    gini: Ratio
    """Gini coefficient."""
    top_share: Share
    """Share that the top make, the last contributor counted by fraction: the Lorenz curve between whole numbers."""
    top_share_down: Share
    """Share that the top make, their number rounded down."""
    top_share_up: Share
    """Share that the top make, their number rounded up."""
    top_number: Count
    """Number of contributors at the top, before rounding."""


class Sizes:
    """Sizes from large to small, and how many have each.

    Raises InputError for an empty table, text, negative numbers, and where everything is 0.
    """

    def __init__(self, sample: Table, sizes: str, counts: str = "") -> None:
        size = amounts(sample, sizes)
        number = amounts(sample, counts) if counts else np.ones(len(size))
        order = np.argsort(-size, kind="stable")
        self.size, self.number = size[order], number[order]
        self.people, self.whole = float(self.number.sum()), float(self.size @ self.number)
        if not self.whole > 0:
            raise InputError(f"table '{sample.name}', column '{sizes}': it is all 0, so nobody has a share.")
        self.before = np.cumsum(self.number) - self.number

    def held_by(self, top: Array) -> Array:
        """Share of the total that the `top` largest hold; any shape, fractions of a contributor counted."""
        there = np.minimum(np.maximum(top[..., None] - self.before, 0.0), self.number)
        held: Array = np.minimum(np.add.reduce(there * self.size, axis=-1) / self.whole, 1.0)
        return held

    def gini(self) -> float:
        """Gini coefficient: 2 sum(i x_i) / (n sum x) - (n + 1) / n."""
        ranks = self.people - self.before - (self.number - 1) / 2  # mean place from below of those of one size
        return float(
            2 * (ranks * self.number) @ self.size / (self.people * self.whole) - (self.people + 1) / self.people
        )


def lorenz(sample: Table, sizes: str, counts: str = "", *, at: Array) -> Array:
    """Lorenz curve: share of the total that the lowest `at` (0 to 1) make; any shape."""
    found = Sizes(sample, sizes, counts)
    return np.asarray(1 - found.held_by((1 - numbers(at, "at")) * found.people))


@calculator
def concentration(x: ConcentrationInputs) -> ConcentrationOutputs:
    """Gini coefficient and share of the top, from a table."""
    found = Sizes(x.size_table, x.sizes, x.counts)
    top = x.top_fraction * found.people
    return ConcentrationOutputs(
        gini=found.gini() + 0 * x.top_fraction,
        top_share=found.held_by(top),
        top_share_down=found.held_by(np.floor(top + ROUNDING)),
        top_share_up=found.held_by(np.ceil(top - ROUNDING)),
        top_number=top,
    )
