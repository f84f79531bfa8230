"""Does liability hold back harmful models, or good ones?

A developer releases where its own benefit is at least the share of the harm that it would pay; society should want the
release where all benefits together are at least the harm:

    released       private >= exposure * harm
    worth it       private + external >= harm
    chilled        worth it, and not released            loss = private + external - harm
    let through    released, and not worth it            loss = harm - private - external

With open source nearly all benefit is external and there is no price to pass a cost on, so that a small exposure chills
much; without any, nothing is held back. Both errors are reported. Derived.
"""

import numpy as np

from mloss_econ.base.ties import below
from mloss_econ.kernel import MoneyPerYear, Outputs, Share, calculator, given
from mloss_econ.liability.accident_risk import ReleaseDecision


class ReleaseInputs(ReleaseDecision):
    """A model that may be released."""

    external_benefit: MoneyPerYear = given("liability.external_benefit")
    """Yearly benefit of the release to others."""


class ReleaseOutputs(Outputs):
    """The decision, the right decision, and both errors."""

    released: Share
    """1 where the developer releases, else 0."""
    worth_it: Share
    """1 where the release is worth its harm, else 0."""
    chilled: Share
    """1 where a release worth its harm is not made, else 0."""
    let_through: Share
    """1 where a release not worth its harm is made, else 0."""
    chilled_loss: MoneyPerYear
    """Loss to society from a release worth its harm that is not made."""
    let_through_loss: MoneyPerYear
    """Loss to society from a release not worth its harm that is made."""
    loss_without_liability: MoneyPerYear
    """Loss to society if nobody were liable and every model were released."""
    largest_harmless_exposure: Share
    """Largest share of the harm that the developer can be made to pay before it holds the model back."""


@calculator
def release(x: ReleaseInputs) -> ReleaseOutputs:
    """Chilled releases and releases let through."""
    net = x.private_benefit + x.external_benefit - x.release_harm
    out = np.logical_not(below(x.private_benefit, x.developer_exposure * x.release_harm))
    good = np.logical_not(below(x.private_benefit + x.external_benefit, x.release_harm))
    chilled = np.logical_and(good, np.logical_not(out))
    through = np.logical_and(out, np.logical_not(good))
    some = np.greater(x.release_harm, x.private_benefit)
    return ReleaseOutputs(
        released=1.0 * out,
        worth_it=1.0 * good,
        chilled=1.0 * chilled,
        let_through=1.0 * through,
        chilled_loss=np.where(chilled, np.maximum(net, 0.0), 0.0),
        let_through_loss=np.where(through, -net, 0.0),
        loss_without_liability=np.maximum(-net, 0.0),
        largest_harmless_exposure=np.where(some, x.private_benefit / np.where(some, x.release_harm, 1.0), 1.0),
    )
