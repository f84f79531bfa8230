"""How a quantity is uncertain: distributions, and the designs that draw from them."""

from mloss_econ.uncertainty.constructors import (
    CONSTRUCTORS,
    beta,
    between,
    discrete,
    distribution_from,
    lognormal,
    normal,
    pert,
    point,
    triangular,
    uniform,
)
from mloss_econ.uncertainty.designs import BLOCK, DESIGNS, REPLICATES, uniforms
from mloss_econ.uncertainty.distribution import Distribution

__all__ = [
    "BLOCK",
    "CONSTRUCTORS",
    "DESIGNS",
    "REPLICATES",
    "Distribution",
    "beta",
    "between",
    "discrete",
    "distribution_from",
    "lognormal",
    "normal",
    "pert",
    "point",
    "triangular",
    "uniform",
    "uniforms",
]
