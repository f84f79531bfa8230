"""How a quantity is uncertain: distributions, their correlations, and the designs that draw from them."""

from mloss_econ.uncertainty.constructors import (
    CONSTRUCTORS as CONSTRUCTORS,
    beta as beta,
    between as between,
    discrete as discrete,
    distribution_from as distribution_from,
    empirical as empirical,
    lognormal as lognormal,
    mixture as mixture,
    normal as normal,
    pert as pert,
    point as point,
    triangular as triangular,
    uniform as uniform,
)
from mloss_econ.uncertainty.correlations import nearest_correlation as nearest_correlation
from mloss_econ.uncertainty.dependence import (
    Dependence as Dependence,
    dependence as dependence,
    dependence_from_matrix as dependence_from_matrix,
)
from mloss_econ.uncertainty.designs import (
    BLOCK as BLOCK,
    DESIGNS as DESIGNS,
    PLACES as PLACES,
    REPLICATES as REPLICATES,
    Place as Place,
    Stream as Stream,
    check_design as check_design,
    random_stream as random_stream,
    uniforms as uniforms,
)
from mloss_econ.uncertainty.distribution import Distribution as Distribution
from mloss_econ.uncertainty.from_scipy import is_frozen as is_frozen
from mloss_econ.uncertainty.rank_map import Lumps as Lumps, atoms as atoms
from mloss_econ.uncertainty.replicates import replicate_error as replicate_error
from mloss_econ.uncertainty.tables import sampler as sampler, sampler_of_scores as sampler_of_scores, scores as scores
