"""Does a calculator treat each draw on its own? A pilot says so before a run is believed.

The first 64 rows are evaluated together, and then the first one and the other 63 apart. A calculator that mixes draws
(a mean, a sort, a running sum over the leading axis; numbers of its own making) gives two different answers.
"""

from __future__ import annotations

import numpy as np

from mloss_econ.engine.plan import Plan, Rows, join
from mloss_econ.errors import InputError

PILOT = 64
ROUNDING = 1e-9  # of the value; more is not rounding


def pilot(plan: Plan) -> Rows:
    """The first 64 rows. Raises InputError if they depend on which rows are evaluated together."""
    drawn = plan.inputs(0, PILOT)
    together, *parts = (
        plan.evaluated({path: values[a:b] for path, values in drawn.items()}, a, b)
        for a, b in ((0, PILOT), (0, 1), (1, PILOT))
    )
    apart = join(parts)
    name = plan.calculator.name
    if together.labels != apart.labels:
        raise InputError(f"{name}: the labels of a category differ from draw to draw. They are part of the structure.")
    for path, values in [*together.outputs.items(), *together.codes.items()]:
        other = apart.outputs[path] if path in apart.outputs else apart.codes[path]
        with np.errstate(invalid="ignore"):
            same = (values == other) | (np.isnan(values) & np.isnan(other))
            same |= np.abs(values - other) <= ROUNDING * np.maximum(np.abs(values), np.abs(other))
        if not same.all():
            row = int(np.argmin(same))
            raise InputError(
                f"{name} does not treat each draw on its own: '{path}' of row {row} is {values[row]:.6g} when rows 0 "
                f"to {PILOT - 1} are computed together and {other[row]:.6g} when they are not. Draws are the leading "
                "axis: do not average, sort, sum or number along it, and draw no random numbers."
            )
    return together
