"""W1 in OpenTURNS: a joint distribution and a symbolic function, compiled and run in its C++."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import openturns as ot

from benchmarks.speed.figures import LEVELS, Figures
from benchmarks.speed.problem import INPUTS, LEVEL, ONCE, OUTPUTS, YEARS, log_parameters, pert_shapes

KINDS: dict[str, Callable[..., Any]] = {
    "lognormal": lambda low, high: ot.LogNormal(*log_parameters(low, high), 0),
    "pert": lambda low, mode, high: ot.Beta(*pert_shapes(low, mode, high), low, high),
    "triangular": ot.Triangular,
    "uniform": ot.Uniform,
    "beta": lambda a, b: ot.Beta(a, b, 0, 1),
}
PRECAUTION = "".join(
    f"cost := w * {level + once} + borne * exp(-effect * {level}); "
    f"if (cost < least) {{ least := cost; chosen := {level}; }};\n"
    for level, once in zip(LEVEL, ONCE, strict=True)
)
YEAR = "ageing := ageing * decay; factor := factor * growth; years := years + factor / (1 + ageing);\n"
FORMULA = f"""
y1 := V0 * (1 + m * (1 - exp(-G)) * s ^ (1 - eps / (1 + eps))) * q * ((1 - phi * tau) / (1 + o));
y2 := ncdf((log(C * (K / 20) ^ eps * (1 - tau) * (1 + o)) - log(B)) / sb);
var effect := e1 * lam; var harm := p0 * H; var borne := dd * harm;
var cost := 0; var least := 1e300; var chosen := 0;
{PRECAUTION}
y3 := least + (harm - borne) * exp(-effect * chosen);
var growth := (1 + g) * (1 - delta) / (1 + r);
var ageing := exp(k * tm); var decay := exp(-k); var factor := 1; var years := 0;
{YEARS * YEAR}
y4 := y1 * years - w * (if (y2 > 0.5, 2 * C, C));
"""


def run(n: int, seed: int = 1) -> Figures:
    """The statistics of `n` draws."""
    ot.RandomGenerator.SetSeed(seed)
    joint = ot.JointDistribution([KINDS[kind](*numbers) for kind, numbers in INPUTS.values()])
    outputs = ot.SymbolicFunction(list(INPUTS), list(OUTPUTS), FORMULA)(joint.getSample(n))
    means, spreads = outputs.computeMean(), outputs.computeStandardDeviation()
    quantiles = outputs.computeQuantilePerComponent(list(LEVELS))
    return {
        name: [means[j], spreads[j], *(quantiles[i, j] for i in range(len(LEVELS)))] for j, name in enumerate(OUTPUTS)
    }
