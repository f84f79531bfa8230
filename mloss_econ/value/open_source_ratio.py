"""What is Europe's benefit-cost ratio for open source, on which cost?

    cost of one  = firms_investment / firms_staff
    ratio        = gdp_impact / (cost of one * people_counted)

The published ratio is above 4 to 1, and the published investment, 1 billion EUR, would make it 65 to 95. With all
260,000 contributors counted full time it is 65 / 16.25 = 4.0: our reading of where the 4 comes from, not the study's
word. Compare it with the 100 to 1 of MLOSS only with the same costs counted. Source: Blind and others (2021), EU, 2018.
"""

from mloss_econ.kernel import Inputs, MoneyPerYear, Outputs, Persons, Ratio, calculator, given


class OpenSourceRatioInputs(Inputs):
    """Output from open source in the EU, and the cost counted."""

    gdp_impact: MoneyPerYear = given("value.eu_gdp_impact")
    """Yearly effect of open source on output."""
    firms_investment: MoneyPerYear = given("value.eu_investment", positive=True)
    """Yearly pay of firms to their staff for work on open source."""
    firms_staff: Persons = given("value.eu_staff", positive=True)
    """Full-time staff whom that pays."""
    people_counted: Persons = given("value.eu_people", positive=True)
    """People whose full-time work is counted as the cost."""


class OpenSourceRatioOutputs(Outputs):
    """The cost and the ratio."""

    cost: MoneyPerYear
    """Yearly cost as counted."""
    ratio: Ratio
    """Impact over cost."""


@calculator
def open_source_ratio(x: OpenSourceRatioInputs) -> OpenSourceRatioOutputs:
    """Europe's ratio, on the cost that is counted."""
    cost = x.firms_investment / x.firms_staff * x.people_counted
    return OpenSourceRatioOutputs(cost=cost, ratio=x.gdp_impact / cost)
