"""Should a court look for the cheapest avoider after the accident, or should the law assign liability beforehand?

Two parties, either can prevent the accident alone; the cost of each is private and uniform from 0 to a largest cost.
With h = harm / largest cost, and each acting where its cost is below a threshold t (in largest costs):

    found ex post   t = h / (1 + h)              the loss goes to the one whose cost was lower
    shared equally  t = (h/2) / (1 + h/2)
    cost            t^2 + (1 - t)^2 h            (from h = 2 on, sharing also has one party always acting: 1/2)
    one liable      h - h^2/2 where h <= 1, else 1/2
    first best      (1 - (1-h)^3) / 3 where h <= 1, else 1/3

For small harms the court does better; for large ones each leaves it to the other, and liability known beforehand wins.
A stylised version, derived, of the question of Dari-Mattiacci and Garoupa (2009); not their model.
"""

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.kernel import Money, Outputs, Share, calculator, given
from mloss_econ.liability.accident_risk import AccidentHarm


class ExPostChoiceInputs(AccidentHarm):
    """A harm, and how much its prevention may cost."""

    largest_cost: Money = given("liability.largest_cost", low=1e-3)
    """Largest cost of preventing it, for either party."""


class ExPostChoiceOutputs(Outputs):
    """Expected social cost, by how liability is assigned."""

    first_best: Money
    """Cost if the party with the lower cost acts, and only where that pays."""
    found_ex_post: Money
    """Cost if the court assigns the loss to the party whose cost proves lower."""
    shared: Money
    """Cost if both bear half, in the symmetric equilibrium."""
    shared_one_acts: Money
    """Cost if both bear half and one always acts, where that is an equilibrium too; else as `shared`."""
    liable_beforehand: Money
    """Cost if one party is held liable beforehand."""
    liability_first_wins: Share
    """1 where liability assigned beforehand costs less than liability assigned ex post, else 0."""


@calculator
def ex_post_choice(x: ExPostChoiceInputs) -> ExPostChoiceOutputs:
    """Expected social cost where costs of avoidance are private."""
    h = x.harm / x.largest_cost

    def both(t: Array) -> Array:
        return t * t + (1 - t) * (1 - t) * h

    small = np.less_equal(h, 1.0)
    low = np.minimum(h, 1.0)
    court, half = both(h / (1 + h)), both((h / 2) / (1 + h / 2))
    liable_beforehand = np.where(small, low - low * low / 2, 0.5)
    return ExPostChoiceOutputs(
        first_best=x.largest_cost * (1 - (1 - low) ** 3) / 3,
        found_ex_post=x.largest_cost * court,
        shared=x.largest_cost * half,
        shared_one_acts=x.largest_cost * np.where(np.greater_equal(h, 2.0), 0.5, half),
        liable_beforehand=x.largest_cost * liable_beforehand,
        liability_first_wins=1.0 * below(liable_beforehand, court),
    )
