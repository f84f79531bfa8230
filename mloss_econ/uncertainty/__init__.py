"""How a quantity is uncertain: distributions, how they hang together, and the designs that draw from them."""

from mloss_econ.uncertainty.constructors import (
    CONSTRUCTORS,
    beta,
    between,
    discrete,
    distribution_from,
    empirical,
    lognormal,
    mixture,
    normal,
    pert,
    point,
    triangular,
    uniform,
)
from mloss_econ.uncertainty.correlations import nearest_correlation
from mloss_econ.uncertainty.dependence import Dependence, dependence, dependence_from_matrix
from mloss_econ.uncertainty.designs import BLOCK, DESIGNS, REPLICATES, uniforms
from mloss_econ.uncertainty.distribution import Distribution
from mloss_econ.uncertainty.replicates import replicate_error

__all__ = [
    "BLOCK",
    "CONSTRUCTORS",
    "DESIGNS",
    "REPLICATES",
    "Dependence",
    "Distribution",
    "beta",
    "between",
    "dependence",
    "dependence_from_matrix",
    "discrete",
    "distribution_from",
    "empirical",
    "lognormal",
    "mixture",
    "nearest_correlation",
    "normal",
    "pert",
    "point",
    "replicate_error",
    "triangular",
    "uniform",
    "uniforms",
]
