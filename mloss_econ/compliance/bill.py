"""What does a rule cost one project a year, duty by duty?

    cost of a duty = borne * (1 - already done) * (one-off / annuity(discount rate, life) + yearly)
    fixed cost     = sum over duties

`borne` is the lever a proposal sets: which part of a duty falls on the project (0 where the rule does not impose it,
or where somebody else performs it). The duties come from a scenario.
"""

from collections.abc import Mapping

from mloss_econ.calculator import Inputs, Outputs, calculator
from mloss_econ.compliance.appraisal import annualise
from mloss_econ.quantities import Money, MoneyPerYear, Named, RatePerYear, Share, Years
from mloss_econ.records import fixed, given, lever


class Duty(Inputs):
    """One duty and what it costs a project that has to meet it in full."""

    one_off: Money = given()
    """Cost of meeting the duty the first time."""
    yearly: MoneyPerYear = given()
    """Cost of keeping it met."""
    life: Years = given(low=0.25)
    """Years until the one-off work has to be done again."""
    already_done: Share = given()
    """Part that would be done without the rule (business-as-usual share)."""
    borne: Share = lever(0.0)
    """Part that falls on the project."""


class BillInputs(Inputs):
    """The duties of a rule, annualised."""

    duties: Mapping[str, Duty] = given()
    """The duties, by name."""
    discount_rate: RatePerYear = fixed("appraisal.discount_rate", low=0)
    """Real yearly discount rate."""


class BillOutputs(Outputs):
    """The yearly bill of one project."""

    fixed_cost: MoneyPerYear
    """Annualised cost that does not grow with the project."""
    by_duty: Named[MoneyPerYear]
    """The same, duty by duty."""


@calculator
def bill(x: BillInputs) -> BillOutputs:
    """The yearly compliance bill of one project."""
    by_duty = {
        name: d.borne * (1 - d.already_done) * (annualise(d.one_off, x.discount_rate, d.life) + d.yearly)
        for name, d in x.duties.items()
    }
    return BillOutputs(fixed_cost=sum(by_duty.values(), start=0 * x.discount_rate), by_duty=by_duty)
