"""Liability: which party should bear a loss."""

from mloss_econ.kernel import Claim as _Claim, listed as _listed
from mloss_econ.liability.accident import (
    Accident as Accident,
    Liability as Liability,
    Terms as Terms,
    potential as potential,
)
from mloss_econ.liability.activity import activity as activity
from mloss_econ.liability.avoider_conditions import avoider_conditions as avoider_conditions
from mloss_econ.liability.bargaining import bargained_cost as bargained_cost
from mloss_econ.liability.cheapest_avoider import cheapest_avoider as cheapest_avoider
from mloss_econ.liability.claims import (
    bank_before_platform as bank_before_platform,
    platform_before_family as platform_before_family,
)
from mloss_econ.liability.claims_avoiders import (
    computing_is_the_easier_handle as computing_is_the_easier_handle,
    cost_per_harm_avoided as cost_per_harm_avoided,
    developer_is_cheapest as developer_is_cheapest,
    developer_is_cheapest_in_family_fraud as developer_is_cheapest_in_family_fraud,
    developer_safeguards_are_dearer as developer_safeguards_are_dearer,
)
from mloss_econ.liability.developer_or_deployer import developer_or_deployer as developer_or_deployer
from mloss_econ.liability.ex_post_choice import ex_post_choice as ex_post_choice
from mloss_econ.liability.exposure import exposure as exposure, restoring_multiplier as restoring_multiplier
from mloss_econ.liability.hand_rule import (
    due_care as due_care,
    hand_rule as hand_rule,
    marginal_hand_rule as marginal_hand_rule,
)
from mloss_econ.liability.harm_control import (
    COUNTED as COUNTED,
    UNCOUNTED as UNCOUNTED,
    Harms as Harms,
    harm_control as harm_control,
)
from mloss_econ.liability.joint_care import CarefulParty as CarefulParty, joint_care as joint_care
from mloss_econ.liability.joint_care_power import PowerParty as PowerParty, joint_care_power as joint_care_power
from mloss_econ.liability.joint_care_quadratic import (
    QuadraticParty as QuadraticParty,
    joint_care_quadratic as joint_care_quadratic,
)
from mloss_econ.liability.least_cost_set import LeastCostSet as LeastCostSet, least_cost_set as least_cost_set
from mloss_econ.liability.liability_rules import liability_rules as liability_rules
from mloss_econ.liability.mixed import MixedEquilibrium as MixedEquilibrium, mixed_equilibrium as mixed_equilibrium
from mloss_econ.liability.monetary_precaution import monetary_precaution as monetary_precaution
from mloss_econ.liability.oversight_handle import Handle as Handle, oversight_handle as oversight_handle
from mloss_econ.liability.parties import Channel as Channel, Party as Party, Precaution as Precaution
from mloss_econ.liability.profiles import Profiles as Profiles
from mloss_econ.liability.pure_equilibria import (
    PureEquilibria as PureEquilibria,
    equilibria as equilibria,
    pure_equilibria as pure_equilibria,
)
from mloss_econ.liability.recovery import joint_and_several as joint_and_several, several_only as several_only
from mloss_econ.liability.release import release as release
from mloss_econ.liability.residual_activity import residual_activity as residual_activity
from mloss_econ.liability.rules import RULES as RULES
from mloss_econ.liability.screening import screening as screening
from mloss_econ.liability.share_design import burden as burden
from mloss_econ.liability.tabulated_care import (
    CareTaken as CareTaken,
    inverse_risk_care as inverse_risk_care,
    quadratic_cost_care as quadratic_cost_care,
    root_risk_care as root_risk_care,
    tabulated_care as tabulated_care,
)
from mloss_econ.liability.uncertain_standard import uncertain_standard as uncertain_standard
from mloss_econ.liability.uniform_standard import uniform_standard as uniform_standard
from mloss_econ.liability.unilateral_care import unilateral_care as unilateral_care
from mloss_econ.liability.unilateral_care_power import unilateral_care_power as unilateral_care_power

CALCULATORS = _listed(globals())
CLAIMS = tuple(thing for thing in globals().values() if isinstance(thing, _Claim))
