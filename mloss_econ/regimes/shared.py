"""Inputs that several calculators of regimes share."""

from mloss_econ.kernel import Inputs, RatePerYear, Share, Years, fixed, given

MOST_YEARS = 15


class Leakage(Inputs):
    """What lies outside a jurisdiction."""

    leakage: Share = given("regimes.leakage")
    """Share of what a proposal suppresses that continues outside its jurisdiction, where there is an outside."""


class Jurisdiction(Leakage):
    """One jurisdiction, and what lies outside it."""

    home_cost: Share = given("regimes.home_cost", low=1e-6)
    """Share of the world's developers, deployers and platforms that are in the jurisdiction."""


class Circulation(Inputs):
    """How long older releases stay in circulation, and the years counted."""

    turnover: RatePerYear = given("regimes.turnover", low=0, high=1)
    """Share of use that moves to newer releases in a year."""
    years: Years = fixed("regimes.years", low=1, high=MOST_YEARS)
    """Years counted, from the first in which the proposal applies."""
