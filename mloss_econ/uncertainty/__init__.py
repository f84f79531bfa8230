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
from mloss_econ.uncertainty.designs import (
    BLOCK,
    DESIGNS,
    PLACES,
    REPLICATES,
    Place,
    Stream,
    check_design,
    random_stream,
    uniforms,
)
from mloss_econ.uncertainty.distribution import Distribution
from mloss_econ.uncertainty.from_scipy import is_frozen
from mloss_econ.uncertainty.rank_map import Lumps, atoms
from mloss_econ.uncertainty.replicates import replicate_error
from mloss_econ.uncertainty.tables import sampler, sampler_of_scores, scores

__all__ = [
    "BLOCK",
    "CONSTRUCTORS",
    "DESIGNS",
    "PLACES",
    "REPLICATES",
    "Dependence",
    "Distribution",
    "Lumps",
    "Place",
    "Stream",
    "atoms",
    "beta",
    "between",
    "check_design",
    "dependence",
    "dependence_from_matrix",
    "discrete",
    "distribution_from",
    "empirical",
    "is_frozen",
    "lognormal",
    "mixture",
    "nearest_correlation",
    "normal",
    "pert",
    "point",
    "random_stream",
    "replicate_error",
    "sampler",
    "sampler_of_scores",
    "scores",
    "triangular",
    "uniform",
    "uniforms",
]
