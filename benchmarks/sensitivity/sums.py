"""Two small calculators, a weighted sum and Ishigami's function with a hole, and beliefs for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.sensitivity.ours import ThreeInputs, YOutputs, ishigami
from benchmarks.speed.w1 import store_of
from mloss_econ.kernel import baseline, calculator
from mloss_econ.uncertainty import normal, uniform


@calculator
def weighted(x: ThreeInputs) -> YOutputs:
    """x1 + 2 x2."""
    return YOutputs(y=x.x1 + 2 * x.x2 + 0 * x.x3)


@calculator
def holed(x: ThreeInputs) -> YOutputs:
    """Ishigami's function, not a number in about one row of a thousand."""
    return YOutputs(y=np.where(x.x1 > np.pi * 0.998, np.nan, ishigami.function(x).y))


def uniforms(made: Any, low: float, high: float) -> Any:
    """The case of three uniforms."""
    return baseline(made, store=store_of({f"ishigami.x{k}": uniform(low=low, high=high) for k in (1, 2, 3)}))


def normals_of(made: Any) -> Any:
    """The case of three standard normals."""
    return baseline(made, store=store_of({f"ishigami.x{k}": normal(mean=0, sd=1) for k in (1, 2, 3)}))
