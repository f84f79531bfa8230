"""W1: the value, the legality and the liability of a project, from 24 uncertain numbers.

    y1  value with a multiplier       V0 (1 + m (1 - e^-G) s^(1 - eps / (1 + eps))) q (1 - phi tau) / (1 + o)
    y2  share priced out              Phi((log(C (K/20)^eps (1 - tau) (1 + o)) - log B) / sb)
    y3  cost of liability             the cheapest of eight precautions, and the harm that it leaves to others
    y4  ten years' net present value  y1 over ten years of growth, decay, discount and obsolescence, less the bill

About 150 operations a row, with exp, log, powers, a normal probability and a choice among eight. The numbers mean
nothing: the model is of the size and the mix of operations of a real one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr

INPUTS: dict[str, tuple[str, tuple[float, ...]]] = {  # lognormal: 5 and 95 % points; triangular, pert: low, mode, high
    "V0": ("lognormal", (50, 500)),
    "m": ("lognormal", (1, 10)),
    "K": ("lognormal", (5, 60)),
    "B": ("lognormal", (20, 400)),
    "C": ("lognormal", (30, 300)),
    "H": ("lognormal", (100, 10_000)),
    "w": ("lognormal", (0.5, 5)),
    "G": ("lognormal", (0.1, 2)),
    "eps": ("pert", (0.1, 0.4, 0.9)),
    "s": ("pert", (0.05, 0.2, 0.6)),
    "sb": ("pert", (0.5, 1, 1.8)),
    "k": ("pert", (0.1, 0.5, 1.5)),
    "p0": ("pert", (0.02, 0.1, 0.3)),
    "e1": ("pert", (0.5, 1, 2.5)),
    "delta": ("triangular", (0.02, 0.08, 0.2)),
    "tm": ("triangular", (1, 4, 8)),
    "lam": ("triangular", (0.5, 1, 2)),
    "o": ("triangular", (0.05, 0.15, 0.5)),
    "r": ("uniform", (0.02, 0.10)),
    "g": ("uniform", (-0.02, 0.08)),
    "tau": ("uniform", (0, 0.5)),
    "phi": ("uniform", (0, 0.6)),
    "q": ("beta", (2, 5)),
    "dd": ("beta", (3, 1.5)),
}
OUTPUTS = ("y1", "y2", "y3", "y4")
LEVEL = (0, 0.25, 0.5, 1, 1.5, 2, 3, 4)  # of precaution
ONCE = (0, 0.05, 0.1, 0.15, 0.3, 0.4, 0.5, 1)  # fixed cost of each level
YEARS = 10
Z95 = 1.6448536269514722  # the 95th percentile of a standard normal


def log_parameters(low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm of a lognormal, from its 5 and 95 % points."""
    return (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z95)


def pert_shapes(low: float, mode: float, high: float) -> tuple[float, float]:
    """The two shapes of the beta under a PERT."""
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def model(x: Any) -> tuple[Any, Any, Any, Any]:
    """The four outputs, for an object that has the 24 inputs as attributes: numbers or arrays of one shape."""
    multiplier = 1 + x.m * (1 - np.exp(-x.G)) * x.s ** (1 - x.eps / (1 + x.eps))
    y1 = x.V0 * multiplier * x.q * ((1 - x.phi * x.tau) / (1 + x.o))

    bill = x.C * (x.K / 20) ** x.eps * (1 - x.tau) * (1 + x.o)
    y2 = ndtr((np.log(bill) - np.log(x.B)) / x.sb)

    effect, harm = x.e1 * x.lam, x.p0 * x.H
    borne = x.dd * harm
    least: Any = np.inf
    chosen: Any = 0.0
    for level, once in zip(LEVEL, ONCE, strict=True):
        cost = x.w * (level + once) + borne * np.exp(-effect * level)
        chosen = np.where(cost < least, level, chosen)
        least = np.minimum(cost, least)
    y3 = least + (harm - borne) * np.exp(-effect * chosen)

    growth = (1 + x.g) * (1 - x.delta) / (1 + x.r)
    ageing, decay = np.exp(x.k * x.tm), np.exp(-x.k)
    factor, years = 1.0, 0.0
    for _ in range(YEARS):
        ageing = ageing * decay
        factor = factor * growth
        years = years + factor / (1 + ageing)
    y4 = y1 * years - x.w * np.where(y2 > 0.5, 2 * x.C, x.C)
    return y1, y2, y3, y4
