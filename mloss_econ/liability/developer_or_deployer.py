"""Should the developer of a model be held liable for its misuse, or its deployers?

M deployments. Care by the developer is paid once and helps everywhere, but the share of misuse that strips safeguards
off (open weights) dilutes it; care by a deployer is paid at each deployment:

    social cost = w_D x_D + M w_K x_K + M p0 H exp(-a x_D - a_K x_K)
                  with a = a_D (1 - stripped)
    u_D = w_D / a,  u_K = M w_K / a_K        per unit of the logarithm of the probability

    one liable    u (ln(kappa phi) + 1/phi) where kappa phi > 1, else M p0 H
                  with kappa = M p0 H / u
    paid in full  the developer is the cheaper where M > M* = a_K w_D / (w_K a),
                  so up to stripped = 1 - a_K w_D / (w_K a_D M)

The loss that the liable party escapes falls on nobody who acts. Derived.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Count, Money, Outputs, Quantity, Ratio, Share, calculator, given
from mloss_econ.liability.accident_risk import CostOfCare, ModelMisuse


class AtMostOne(Quantity, unit="share", high=1.0):
    """A share that may come out below 0: then none is small enough."""


class DeveloperOrDeployerInputs(ModelMisuse):
    """A model, its deployments, and the effects of care by developer and deployers."""

    deployments: Count = given("liability.deployments", low=1)
    """M: number of deployments."""
    deployment_probability: Share = given("liability.deployment_probability", low=1e-12)
    """Probability of the harm at one deployment without care."""
    deployment_harm: Money = given("liability.deployment_harm", low=1e-3)
    """Harm at one deployment."""
    developer_unit_cost: CostOfCare = given("liability.developer_unit_cost", low=1e-6)
    """w_D: cost of one unit of the developer's care, once."""
    developer_effectiveness: Ratio = given("liability.developer_effectiveness", low=1e-6)
    """a_D: share by which one unit lowers the logarithm of the probability, if safeguards stay on."""
    deployer_unit_cost: CostOfCare = given("liability.deployer_unit_cost", low=1e-6)
    """w_K: cost of one unit of care at one deployment."""
    deployer_effectiveness: Ratio = given("liability.deployer_effectiveness", low=1e-6)
    """a_K: share by which one unit lowers the logarithm of the probability."""


class DeveloperOrDeployerOutputs(Outputs):
    """Social cost of care and harm over all deployments, by the party held liable."""

    cost_if_developer_liable: Money
    """Social cost if the developer is held liable."""
    cost_if_deployers_liable: Money
    """Social cost if deployers are held liable."""
    no_liability: Money
    """Social cost if nobody is held liable: all harm happens."""
    first_best: Money
    """Least social cost."""
    developer_cheaper: Share
    """1 where holding the developer liable costs less, else 0."""
    regret_developer: Money
    """Social cost of holding the developer liable, above the lower of the two."""
    regret_deployers: Money
    """Social cost of holding deployers liable, above the lower of the two."""
    threshold_deployments: Count
    """M*: break-even number of deployments, above which the developer is the cheaper avoider if both pay in full."""
    largest_stripped: AtMostOne
    """Break-even share of misuse that strips safeguards, up to which the developer still is; below 0: none."""


@calculator
def developer_or_deployer(x: DeveloperOrDeployerInputs) -> DeveloperOrDeployerOutputs:
    """Social cost of holding the developer liable, and of holding deployers liable."""
    whole = x.deployments * x.deployment_probability * x.deployment_harm
    u_developer = x.developer_unit_cost / (x.developer_effectiveness * (1 - x.stripped))
    u_deployer = x.deployments * x.deployer_unit_cost / x.deployer_effectiveness
    developer = cost_if_liable_alone(u_developer, whole, x.developer_exposure)
    deployer = cost_if_liable_alone(u_deployer, whole, x.deployer_exposure)
    lowest = np.minimum(developer, deployer)
    each = x.deployer_effectiveness * x.developer_unit_cost / (x.deployer_unit_cost * x.developer_effectiveness)
    return DeveloperOrDeployerOutputs(
        cost_if_developer_liable=developer,
        cost_if_deployers_liable=deployer,
        no_liability=whole,
        first_best=cost_if_liable_alone(np.minimum(u_developer, u_deployer), whole, 1.0 + 0.0 * whole),
        developer_cheaper=1.0 * below(developer, deployer),
        regret_developer=developer - lowest,
        regret_deployers=deployer - lowest,
        threshold_deployments=each / (1 - x.stripped),
        largest_stripped=1 - each / x.deployments,
    )


def cost_if_liable_alone(u: Array, whole: Array, phi: Array) -> Array:
    """Psi: social cost where one party faces the share phi of the expected loss `whole`, care costing u."""
    drive = whole * phi / u
    acts = np.greater(drive, 1.0)
    safe = np.where(acts, phi, 1.0)
    return np.where(acts, u * (np.log(np.where(acts, drive, 1.0)) + 1 / safe), whole)
