"""What MLOSS creates."""

from mloss_econ.value.adaptation_cost import AdaptationCostInputs, AdaptationCostOutputs, adaptation_cost
from mloss_econ.value.attributed_value import AttributedValueInputs, AttributedValueOutputs, attributed_value
from mloss_econ.value.bass_diffusion import BassDiffusionInputs, BassDiffusionOutputs, bass_diffusion
from mloss_econ.value.claims import (
    cheap_adaptation,
    created_30_billion,
    hundredfold,
    open_models_draw_entry,
    utility_for_control,
)
from mloss_econ.value.cocomo_ratings import effort_multiplier, scale_factors, schedule_allowed
from mloss_econ.value.concentration import ConcentrationInputs, ConcentrationOutputs, concentration, lorenz
from mloss_econ.value.contribution_bootstrap import Bootstrap, bootstrap
from mloss_econ.value.contribution_cost import (
    POOLED,
    ContributionCostInputs,
    ContributionCostOutputs,
    contribution_cost,
)
from mloss_econ.value.critiques import CRITIQUES, Critique, as_published, criticised, critiques_of
from mloss_econ.value.developer_shares import developer_values
from mloss_econ.value.doubling import (
    DoublingInputs,
    DoublingOutputs,
    doubling,
    doubling_from_growth,
    growth_from_doubling,
    growth_from_magnitudes,
)
from mloss_econ.value.duplication_avoided import (
    DuplicationAvoidedInputs,
    DuplicationAvoidedOutputs,
    duplication_avoided,
)
from mloss_econ.value.entry_effect import EntryEffectInputs, EntryEffectOutputs, entry_effect
from mloss_econ.value.estimates import METHOD_OF, SIDES, ValueEstimate, estimate_of, why_not
from mloss_econ.value.grant_return import GrantReturnInputs, GrantReturnOutputs, grant_return
from mloss_econ.value.growth_fits import Fit, fit_bass, fit_exponential, fit_logistic
from mloss_econ.value.identity import Identity, at_average, identity
from mloss_econ.value.inference_saving import InferenceSavingInputs, InferenceSavingOutputs, Segment, inference_saving
from mloss_econ.value.line_counts import lines_changed, lines_changed_as_published
from mloss_econ.value.log_parts import log_parts, why_they_differ
from mloss_econ.value.logistic_diffusion import (
    LogisticDiffusionInputs,
    LogisticDiffusionOutputs,
    logistic_diffusion,
)
from mloss_econ.value.mechanism_split import mechanism_split
from mloss_econ.value.open_source_ratio import OpenSourceRatioInputs, OpenSourceRatioOutputs, open_source_ratio
from mloss_econ.value.open_source_value import (
    OpenSourceValueInputs,
    OpenSourceValueOutputs,
    PublishedEstimate,
    open_source_value,
)
from mloss_econ.value.openness import Component, OpennessInputs, OpennessOutputs, openness
from mloss_econ.value.package_means import calibrated_wage, effort_of_packages, goods_price, use_comovement
from mloss_econ.value.package_value import Package, PackageValueInputs, PackageValueOutputs, package_value
from mloss_econ.value.rebuild_cost import Mode, RebuildCostInputs, RebuildCostOutputs, rebuild_cost
from mloss_econ.value.rebuild_cost_ii import RebuildCostIIInputs, RebuildCostIIOutputs, rebuild_cost_ii
from mloss_econ.value.samples import in_scope, out_of_scope
from mloss_econ.value.stock_and_flow import (
    StockAndFlowInputs,
    StockAndFlowOutputs,
    depreciating_as,
    half_life,
    perpetual_inventory,
    stock_and_flow,
)
from mloss_econ.value.training_cost import (
    TrainingCostInputs,
    TrainingCostOutputs,
    chip_hours,
    training_compute,
    training_cost,
)
from mloss_econ.value.training_projection import (
    TrainingProjectionInputs,
    TrainingProjectionOutputs,
    training_projection,
)
from mloss_econ.value.use_value import UseValueInputs, UseValueOutputs, use_value

CALCULATORS = (
    contribution_cost,
    attributed_value,
    grant_return,
    open_source_ratio,
    rebuild_cost,
    rebuild_cost_ii,
    package_value,
    open_source_value,
    concentration,
    stock_and_flow,
    doubling,
    bass_diffusion,
    logistic_diffusion,
    training_cost,
    training_projection,
    adaptation_cost,
    duplication_avoided,
    inference_saving,
    openness,
    use_value,
    entry_effect,
)
CLAIMS = (created_30_billion, hundredfold, cheap_adaptation, utility_for_control, open_models_draw_entry)

__all__ = [
    "CALCULATORS",
    "CLAIMS",
    "CRITIQUES",
    "METHOD_OF",
    "POOLED",
    "SIDES",
    "AdaptationCostInputs",
    "AdaptationCostOutputs",
    "AttributedValueInputs",
    "AttributedValueOutputs",
    "BassDiffusionInputs",
    "BassDiffusionOutputs",
    "Bootstrap",
    "Component",
    "ConcentrationInputs",
    "ConcentrationOutputs",
    "ContributionCostInputs",
    "ContributionCostOutputs",
    "Critique",
    "DoublingInputs",
    "DoublingOutputs",
    "DuplicationAvoidedInputs",
    "DuplicationAvoidedOutputs",
    "EntryEffectInputs",
    "EntryEffectOutputs",
    "Fit",
    "GrantReturnInputs",
    "GrantReturnOutputs",
    "Identity",
    "InferenceSavingInputs",
    "InferenceSavingOutputs",
    "LogisticDiffusionInputs",
    "LogisticDiffusionOutputs",
    "Mode",
    "OpenSourceRatioInputs",
    "OpenSourceRatioOutputs",
    "OpenSourceValueInputs",
    "OpenSourceValueOutputs",
    "OpennessInputs",
    "OpennessOutputs",
    "Package",
    "PackageValueInputs",
    "PackageValueOutputs",
    "PublishedEstimate",
    "RebuildCostIIInputs",
    "RebuildCostIIOutputs",
    "RebuildCostInputs",
    "RebuildCostOutputs",
    "Segment",
    "StockAndFlowInputs",
    "StockAndFlowOutputs",
    "TrainingCostInputs",
    "TrainingCostOutputs",
    "TrainingProjectionInputs",
    "TrainingProjectionOutputs",
    "UseValueInputs",
    "UseValueOutputs",
    "ValueEstimate",
    "adaptation_cost",
    "as_published",
    "at_average",
    "attributed_value",
    "bass_diffusion",
    "bootstrap",
    "calibrated_wage",
    "cheap_adaptation",
    "chip_hours",
    "concentration",
    "contribution_cost",
    "created_30_billion",
    "criticised",
    "critiques_of",
    "depreciating_as",
    "developer_values",
    "doubling",
    "doubling_from_growth",
    "duplication_avoided",
    "effort_multiplier",
    "effort_of_packages",
    "entry_effect",
    "estimate_of",
    "fit_bass",
    "fit_exponential",
    "fit_logistic",
    "goods_price",
    "grant_return",
    "growth_from_doubling",
    "growth_from_magnitudes",
    "half_life",
    "hundredfold",
    "identity",
    "in_scope",
    "inference_saving",
    "lines_changed",
    "lines_changed_as_published",
    "log_parts",
    "logistic_diffusion",
    "lorenz",
    "mechanism_split",
    "open_models_draw_entry",
    "open_source_ratio",
    "open_source_value",
    "openness",
    "out_of_scope",
    "package_value",
    "perpetual_inventory",
    "rebuild_cost",
    "rebuild_cost_ii",
    "scale_factors",
    "schedule_allowed",
    "stock_and_flow",
    "training_compute",
    "training_cost",
    "training_projection",
    "use_comovement",
    "use_value",
    "utility_for_control",
    "why_not",
    "why_they_differ",
]
