"""Value that MLOSS creates, and its cost."""

from mloss_econ.kernel import Claim as _Claim, listed as _listed
from mloss_econ.value.adaptation_cost import adaptation_cost as adaptation_cost
from mloss_econ.value.attributed_value import attributed_value as attributed_value
from mloss_econ.value.bass_diffusion import bass_diffusion as bass_diffusion
from mloss_econ.value.claims import (
    cheap_adaptation as cheap_adaptation,
    created_30_billion as created_30_billion,
    hundredfold as hundredfold,
    open_models_draw_entry as open_models_draw_entry,
    utility_for_control as utility_for_control,
)
from mloss_econ.value.cocomo_ratings import (
    effort_multiplier as effort_multiplier,
    scale_factors as scale_factors,
    schedule_allowed as schedule_allowed,
)
from mloss_econ.value.concentration import concentration as concentration, lorenz as lorenz
from mloss_econ.value.contribution_bootstrap import Bootstrap as Bootstrap, bootstrap as bootstrap
from mloss_econ.value.contribution_cost import POOLED as POOLED, contribution_cost as contribution_cost
from mloss_econ.value.critiques import (
    CRITIQUES as CRITIQUES,
    Critique as Critique,
    as_published as as_published,
    criticised as criticised,
    critiques_of as critiques_of,
)
from mloss_econ.value.developer_shares import developer_values as developer_values
from mloss_econ.value.doubling import (
    doubling as doubling,
    doubling_from_growth as doubling_from_growth,
    growth_from_doubling as growth_from_doubling,
    growth_from_magnitudes as growth_from_magnitudes,
)
from mloss_econ.value.duplication_avoided import duplication_avoided as duplication_avoided
from mloss_econ.value.entry_effect import entry_effect as entry_effect
from mloss_econ.value.estimates import (
    METHOD_OF as METHOD_OF,
    SIDES as SIDES,
    ValueEstimate as ValueEstimate,
    value_estimate as value_estimate,
    why_not as why_not,
)
from mloss_econ.value.grant_return import grant_return as grant_return
from mloss_econ.value.growth_fits import (
    Fit as Fit,
    fit_bass as fit_bass,
    fit_exponential as fit_exponential,
    fit_logistic as fit_logistic,
)
from mloss_econ.value.identity import Identity as Identity, at_average as at_average, identity as identity
from mloss_econ.value.inference_saving import Segment as Segment, inference_saving as inference_saving
from mloss_econ.value.line_counts import (
    lines_changed as lines_changed,
    lines_changed_as_published as lines_changed_as_published,
)
from mloss_econ.value.log_factors import log_factors as log_factors, why_they_differ as why_they_differ
from mloss_econ.value.logistic_diffusion import logistic_diffusion as logistic_diffusion
from mloss_econ.value.mechanism_split import mechanism_split as mechanism_split
from mloss_econ.value.open_source_ratio import open_source_ratio as open_source_ratio
from mloss_econ.value.open_source_value import (
    PublishedEstimate as PublishedEstimate,
    open_source_value as open_source_value,
)
from mloss_econ.value.openness import Component as Component, openness as openness
from mloss_econ.value.package_means import (
    calibrated_wage as calibrated_wage,
    effort_of_packages as effort_of_packages,
    goods_price as goods_price,
    use_comovement as use_comovement,
)
from mloss_econ.value.package_value import Package as Package, package_value as package_value
from mloss_econ.value.rebuild_cost import Mode as Mode, rebuild_cost as rebuild_cost
from mloss_econ.value.rebuild_cost_ii import rebuild_cost_ii as rebuild_cost_ii
from mloss_econ.value.samples import in_scope as in_scope, out_of_scope as out_of_scope
from mloss_econ.value.stock_and_flow import (
    depreciating_as as depreciating_as,
    half_life as half_life,
    perpetual_inventory as perpetual_inventory,
    stock_and_flow as stock_and_flow,
)
from mloss_econ.value.training_cost import (
    chip_hours as chip_hours,
    training_compute as training_compute,
    training_cost as training_cost,
)
from mloss_econ.value.training_projection import training_projection as training_projection
from mloss_econ.value.use_value import use_value as use_value

CALCULATORS = _listed(globals())
CLAIMS = tuple(thing for thing in globals().values() if isinstance(thing, _Claim))
