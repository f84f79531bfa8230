"""Several cases of one calculator on common random numbers, drawn once: for many options that differ in what is chosen.

The numbers are those of `compare`, to the bit; only the outputs that are asked for are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.engine.checks import DRAWS, SEED, check_n, check_seed
from mloss_econ.engine.compare import check_comparable
from mloss_econ.engine.executing import in_order, threads
from mloss_econ.engine.own import with_own_streams
from mloss_econ.engine.plan import CHUNK, Plan
from mloss_econ.engine.random_numbers import RandomNumbers
from mloss_econ.errors import InputError, RunError, nearest
from mloss_econ.kernel import Case, output_quantities
from mloss_econ.uncertainty import BLOCK

Array = npt.NDArray[np.float64]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Sample:
    """Outputs of several cases on `n` draws: `values[label][output]`, each of shape (n,), all finite; `random_numbers`
    says which inputs are drawn once for all cases."""

    cases: tuple[Case[Any, Any], ...]
    n: int
    seed: int
    values: Mapping[str, Mapping[str, Array]]
    random_numbers: RandomNumbers

    @property
    def labels(self) -> tuple[str, ...]:
        """The cases' labels, in order."""
        return tuple(case.label for case in self.cases)

    def of(self, output: str) -> Array:
        """One output of every case, (cases, n)."""
        first = self.values[self.labels[0]]
        if output not in first:
            raise InputError(f"'{output}' was not kept. {nearest(output, first)}")
        return np.array([self.values[label][output] for label in self.labels])


def together(
    cases: Sequence[Case[Any, Any]],
    *,
    outputs: Sequence[str],
    own: Collection[str] | None = None,
    n: int = DRAWS,
    seed: int = SEED,
    progress: Tell | None = None,
) -> Sample:
    """Draw once, evaluate every case, keep `outputs`. `own` is as in `compare`; `progress(done, of)` counts pieces of
    work.

    Raises InputError for labels that are not different, an unknown output or another calculator, UnitError that
    names both for cases in different price bases, RunError if an output is not finite in some draw.
    """
    check_comparable(cases)
    calculator = cases[0].calculator
    known = output_quantities(cases[0].outputs())
    for name in outputs:
        if name not in known:
            raise InputError(f"{calculator.name} has no output '{name}'. {nearest(name, known)}")
    cases = with_own_streams(cases, own)
    plans = [Plan.of(case, check_seed(seed), "sobol", check_n(n)) for case in cases]
    kept = {case.label: {name: np.empty(n) for name in outputs} for case in cases}
    size = min(CHUNK, max(BLOCK, -(-n // (os.cpu_count() or 1))))  # few and large: Python's part is serial
    pieces = [(a, min(a + size, n)) for a in range(0, n, size)]

    def work(start: int, stop: int) -> None:
        drawn: dict[Any, Any] = {}
        for case, plan in zip(cases, plans, strict=True):
            key = (plan.columns, plan.dependence)
            if key not in drawn:
                drawn[key] = plan.inputs(start, stop)
            found = plan.evaluated(drawn[key], start, stop, outputs).outputs
            for name in outputs:
                if not np.isfinite(found[name]).all():
                    row = start + int(np.argmin(np.isfinite(found[name])))
                    raise RunError(f"{calculator.name}, {case.label}: '{name}' is not finite, first in row {row}.")
                kept[case.label][name][start:stop] = found[name]

    with threads() as pool:
        for done, _ in enumerate(in_order(pool, work, pieces), start=1):
            if progress is not None:
                progress(done, len(pieces))
    return Sample(cases, n, seed, kept, RandomNumbers.of(plans))
