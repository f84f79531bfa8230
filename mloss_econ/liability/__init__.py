"""Who should bear the loss."""

from mloss_econ.liability.accident import Accident, Liability, Terms, potential
from mloss_econ.liability.activity import ActivityInputs, ActivityOutputs, activity
from mloss_econ.liability.avoider_conditions import AvoiderConditionsOutputs, avoider_conditions
from mloss_econ.liability.bargaining import bargained_cost
from mloss_econ.liability.cheapest_avoider import CheapestAvoiderOutputs, cheapest_avoider
from mloss_econ.liability.claims import bank_before_platform, platform_before_family
from mloss_econ.liability.claims_avoiders import (
    computing_is_the_easier_handle,
    cost_per_harm_avoided,
    developer_is_cheapest,
    developer_is_cheapest_in_family_fraud,
    developer_safeguards_are_dearer,
)
from mloss_econ.liability.developer_or_deployer import (
    DeveloperOrDeployerInputs,
    DeveloperOrDeployerOutputs,
    developer_or_deployer,
)
from mloss_econ.liability.ex_post_choice import ExPostChoiceInputs, ExPostChoiceOutputs, ex_post_choice
from mloss_econ.liability.exposure import exposure, restoring_multiplier
from mloss_econ.liability.hand_rule import due_care, hand_rule, marginal_hand_rule
from mloss_econ.liability.harm_control import HarmControlInputs, HarmControlOutputs, harm_control
from mloss_econ.liability.joint_care import CarefulParty, JointCareInputs, JointCareOutputs, joint_care
from mloss_econ.liability.joint_care_power import (
    JointCarePowerInputs,
    JointCarePowerOutputs,
    PowerParty,
    joint_care_power,
)
from mloss_econ.liability.joint_care_quadratic import (
    JointCareQuadraticInputs,
    JointCareQuadraticOutputs,
    QuadraticParty,
    joint_care_quadratic,
)
from mloss_econ.liability.least_cost_set import LeastCostSet, least_cost_set
from mloss_econ.liability.liability_rules import LiabilityRulesOutputs, liability_rules
from mloss_econ.liability.mixed import MixedEquilibrium, mixed_equilibrium
from mloss_econ.liability.monetary_precaution import (
    MonetaryPrecautionInputs,
    MonetaryPrecautionOutputs,
    monetary_precaution,
)
from mloss_econ.liability.oversight_handle import (
    Handle,
    OversightHandleInputs,
    OversightHandleOutputs,
    oversight_handle,
)
from mloss_econ.liability.parties import Channel, CheapestAvoiderInputs, Party, Precaution
from mloss_econ.liability.profiles import Profiles
from mloss_econ.liability.recovery import joint_and_several, several_only
from mloss_econ.liability.release import ReleaseInputs, ReleaseOutputs, release
from mloss_econ.liability.residual_activity import ResidualActivityInputs, ResidualActivityOutputs, residual_activity
from mloss_econ.liability.rules import RULES
from mloss_econ.liability.screening import ScreeningInputs, ScreeningOutputs, screening
from mloss_econ.liability.settling import Settled, equilibria, settle
from mloss_econ.liability.share_design import burden
from mloss_econ.liability.tabulated_care import (
    CareTaken,
    inverse_risk_care,
    quadratic_cost_care,
    root_risk_care,
    tabulated_care,
)
from mloss_econ.liability.uncertain_standard import (
    UncertainStandardInputs,
    UncertainStandardOutputs,
    uncertain_standard,
)
from mloss_econ.liability.uniform_standard import UniformStandardInputs, UniformStandardOutputs, uniform_standard
from mloss_econ.liability.unilateral_care import UnilateralInputs, UnilateralOutputs, unilateral_care
from mloss_econ.liability.unilateral_care_power import UnilateralPowerInputs, unilateral_care_power

CALCULATORS = (
    avoider_conditions,
    liability_rules,
    cheapest_avoider,
    activity,
    developer_or_deployer,
    ex_post_choice,
    harm_control,
    joint_care,
    joint_care_power,
    joint_care_quadratic,
    monetary_precaution,
    release,
    residual_activity,
    screening,
    uncertain_standard,
    uniform_standard,
    unilateral_care,
    unilateral_care_power,
    oversight_handle,
)
CLAIMS = (
    platform_before_family,
    bank_before_platform,
    developer_safeguards_are_dearer,
    developer_is_cheapest,
    developer_is_cheapest_in_family_fraud,
    computing_is_the_easier_handle,
)

__all__ = [
    "CALCULATORS",
    "CLAIMS",
    "RULES",
    "Accident",
    "ActivityInputs",
    "ActivityOutputs",
    "AvoiderConditionsOutputs",
    "CareTaken",
    "CarefulParty",
    "Channel",
    "CheapestAvoiderInputs",
    "CheapestAvoiderOutputs",
    "DeveloperOrDeployerInputs",
    "DeveloperOrDeployerOutputs",
    "ExPostChoiceInputs",
    "ExPostChoiceOutputs",
    "Handle",
    "HarmControlInputs",
    "HarmControlOutputs",
    "JointCareInputs",
    "JointCareOutputs",
    "JointCarePowerInputs",
    "JointCarePowerOutputs",
    "JointCareQuadraticInputs",
    "JointCareQuadraticOutputs",
    "LeastCostSet",
    "Liability",
    "LiabilityRulesOutputs",
    "MixedEquilibrium",
    "MonetaryPrecautionInputs",
    "MonetaryPrecautionOutputs",
    "OversightHandleInputs",
    "OversightHandleOutputs",
    "Party",
    "PowerParty",
    "Precaution",
    "Profiles",
    "QuadraticParty",
    "ReleaseInputs",
    "ReleaseOutputs",
    "ResidualActivityInputs",
    "ResidualActivityOutputs",
    "ScreeningInputs",
    "ScreeningOutputs",
    "Settled",
    "Terms",
    "UncertainStandardInputs",
    "UncertainStandardOutputs",
    "UniformStandardInputs",
    "UniformStandardOutputs",
    "UnilateralInputs",
    "UnilateralOutputs",
    "UnilateralPowerInputs",
    "activity",
    "avoider_conditions",
    "bank_before_platform",
    "bargained_cost",
    "burden",
    "cheapest_avoider",
    "computing_is_the_easier_handle",
    "cost_per_harm_avoided",
    "developer_is_cheapest",
    "developer_is_cheapest_in_family_fraud",
    "developer_or_deployer",
    "developer_safeguards_are_dearer",
    "due_care",
    "equilibria",
    "ex_post_choice",
    "exposure",
    "hand_rule",
    "harm_control",
    "inverse_risk_care",
    "joint_and_several",
    "joint_care",
    "joint_care_power",
    "joint_care_quadratic",
    "least_cost_set",
    "liability_rules",
    "marginal_hand_rule",
    "mixed_equilibrium",
    "monetary_precaution",
    "oversight_handle",
    "platform_before_family",
    "potential",
    "quadratic_cost_care",
    "release",
    "residual_activity",
    "restoring_multiplier",
    "root_risk_care",
    "screening",
    "settle",
    "several_only",
    "tabulated_care",
    "uncertain_standard",
    "uniform_standard",
    "unilateral_care",
    "unilateral_care_power",
]
