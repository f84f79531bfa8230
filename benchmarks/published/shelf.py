"""Each row: what was published, where it stands as a fact, and what the library makes of it; never typed, computed.

A row agrees if ours rounds to the published figure in as many digits as it was published with; a row that need not
agree says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.machine import machine
from benchmarks.readme import table
from mloss_econ.case import baseline
from mloss_econ.compliance import (
    annualise,
    cdi_2021,
    ceps_2021,
    lognormal_sigma,
    pareto_alpha_from_mean,
    standard_cost,
)
from mloss_econ.evidence import default_store
from mloss_econ.liability import Accident, due_care, exposure, inverse_risk_care, tabulated_care, unilateral_care
from mloss_econ.text import number
from mloss_econ.value import AttributedValueOutputs, attributed_value


@dataclass(frozen=True)
class Row:
    """One published figure. `tolerance` is half a unit of its last published digit; `differs` says why it may."""

    what: str
    fact: str
    tolerance: float
    ours: Callable[[], float]
    differs: str = ""

    @property
    def published(self) -> float:
        """The figure, from the facts."""
        return fact(self.fact)

    @property
    def agrees(self) -> bool:
        """Whether ours rounds to it."""
        return abs(self.ours() - self.published) <= self.tolerance * (1 + 1e-9)

    @property
    def verdict(self) -> str:
        """For the reader."""
        return "agrees" if self.agrees else f"differs: {self.differs}" if self.differs else "DIFFERS"


def fact(name: str) -> float:
    """The value of a fact."""
    value = default_store().fact(name).value
    assert value is not None, f"{name} has no number"
    return value


def line(name: str) -> Callable[[], float]:
    """One line of the study's table, from minutes and an hourly rate."""
    return lambda: float(_lines()[name])


def _lines() -> dict[str, float]:
    case = baseline(standard_cost, prices="EUR 2021", scenario="ai_act_lines")
    return {name: float(price) for name, price in case.outputs().price.items()}


def share_of_development() -> float:
    """The five lines over the cost of an average system."""
    return sum(_lines().values()) / fact("ceps_2021.unit_cost")


def after_usual() -> float:
    """The provider's core after business as usual."""
    core = sum(_lines()[name] for name in ("data", "documents", "information"))
    return core * (1 - fact("swd_2021_84.business_as_usual_share"))


def headline() -> AttributedValueOutputs:
    """The headline of 2022: its constants, gross, with nothing taken off."""
    return attributed_value.at(software_share=1.0, net_share=1.0)


def tail_exponent() -> float:
    """From mean and smallest of the list of leading projects."""
    return float(pareto_alpha_from_mean(fact("open_collective_2019.mean"), fact("open_collective_2019.minimum")))


def log_spread() -> float:
    """From mean and median of the same list."""
    return float(lognormal_sigma(fact("open_collective_2019.mean"), fact("open_collective_2019.median")))


def scope(part: float) -> Callable[[], float]:
    """The disputed bill with that part in scope, nothing else changed."""
    return lambda: float(cdi_2021().but("scope alone", in_scope=part).outputs().industry_cost)


def _speed() -> int:
    """Which of three speeds a driver should choose: slow, moderate, rapid."""
    return int(due_care([-50.0, -80.0, -120.0], [20.0, 40.0, 100.0]))


def _menu(cost: list[float], probability: list[float], harm: float) -> float:
    """Least total cost of a menu of care."""
    found = tabulated_care(cost, probability, harm)
    return float(found.social_cost[found.first_best])


def _bicycle() -> Accident:
    return Accident.grid({"driver": [0, 30], "cyclist": [0, 15]}, [[0.08, 0.05], [0.03, 0.01]], 1000, bearer="cyclist")


def _exponential() -> float:
    same = {"base_probability": 1.0, "effectiveness": 0.25, "unit_cost": 1.0, "harm": 1e5}
    return float(unilateral_care.at(same).first_best_care)


SHELF = (
    Row("EU study: training data", "ceps_2021.data", 0.5, line("data")),
    Row("EU study: documents and records", "ceps_2021.docs", 0.5, line("documents")),
    Row("EU study: information", "ceps_2021.info", 0.5, line("information")),
    Row("EU study: human oversight", "ceps_2021.oversight", 0.5, line("oversight")),
    Row("EU study: robustness", "ceps_2021.robustness", 0.5, line("robustness")),
    Row("EU study: the five lines", "ceps_2021.total", 0.5, lambda: sum(_lines().values())),
    Row("EU study: of development cost", "ceps_2021.total_share", 0.00005, share_of_development),
    Row("Impact assessment: after what is done anyway", "swd_2021_84.after_business_as_usual", 500.0, after_usual),
    Row("CDI: cost in 2025", "cdi_2021.annual_2025", 0.05e9, lambda: float(cdi_2021().outputs().industry_cost)),
    Row("CDI: spending behind it", "cdi_2021.spending", 0.0005e9, lambda: cdi_2021().entry("ai_spending").value),
    Row("CDI: over five years", "cdi_2021.total_5y", 0.5e9, lambda: float(cdi_2021().outputs().five_year_cost)),
    Row("CDI: the small firm", "cdi_2021.sme", 5e3, lambda: float(cdi_2021().outputs().firm_cost)),
    Row("CDI: its profit falls by", "cdi_2021.profit_fall", 0.005, lambda: float(cdi_2021().outputs().profit_lost)),
    Row("CEPS: one in ten in scope", "ceps_reply_2021.corrected", 0.005e9, scope(0.10)),
    Row(
        "CEPS: every objection at once",
        "ceps_reply_2021.corrected",
        0.005e9,
        lambda: float(ceps_2021().outputs().industry_cost),
        "the published correction is for scope alone; this takes off what is done anyway too",
    ),
    Row("Langenkamp and Yue: value", "langenkamp_yue_2022.headline_benefit", 0.5e9, lambda: float(headline().value)),
    Row(
        "Langenkamp and Yue: ratio",
        "langenkamp_yue_2022.headline_ratio",
        0.5,
        lambda: float(headline().benefit_cost_ratio),
    ),
    Row(
        "Accidents: the driver's speed",
        "accident_exercises.driver_net",
        0.5,
        lambda: 80.0 - 40.0 if _speed() == 1 else 0.0,
    ),
    Row(
        "Accidents: table of care",
        "accident_exercises.care_table_total",
        0.5,
        lambda: _menu([0.0, 3, 6], [0.15, 0.1, 0.08], 100.0),
    ),
    Row(
        "Accidents: driver and cyclist", "accident_exercises.bicycle_total", 0.5, lambda: float(_bicycle().social.min())
    ),
    Row(
        "Accidents: risk of 1/x, care",
        "accident_exercises.one_over_x_care",
        0.5,
        lambda: float(inverse_risk_care(800.0, 2.0)),
    ),
    Row(
        "Accidents: risk of 1/x, total",
        "accident_exercises.one_over_x_total",
        0.5,
        lambda: _menu([38.0, 40, 42], [1 / 19, 1 / 20, 1 / 21], 800.0),
    ),
    Row("Accidents: exponential risk, care", "accident_exercises.exponential_care", 0.00005, _exponential),
    Row(
        "Accidents: spark arrester",
        "accident_exercises.arrester_total",
        0.5,
        lambda: _menu([0.0, 30, 200], [1.0, 0.5, 0.0], 100.0),
    ),
    Row(
        "Accidents: taxi ride",
        "accident_exercises.taxi_price",
        0.5,
        lambda: 10 + _menu([0.0, 2], [0.001, 0.0002], 5000.0),
    ),
    Row(
        "Accidents: a firm's good",
        "accident_exercises.firm_price",
        0.5,
        lambda: 10 + _menu([0.0, 2], [0.09, 0.03], 100.0),
    ),
    Row(
        "Shavell (1986): poor injurers",
        "accident_exercises.judgment_proof",
        0.005,
        lambda: float(exposure(100_000.0, assets=30_000.0)),
    ),
    Row("Open Collective: tail exponent", "open_collective_2019.pareto_exponent", 0.0005, tail_exponent),
    Row("Open Collective: spread of the logarithm", "open_collective_2019.lognormal_sigma", 0.005, log_spread),
)


def quality_system() -> tuple[float, float]:
    """A new quality-management system a year, at both ends of the study's range."""
    seen = default_store().fact("ceps_2021.qms_setup")
    ends = (float(annualise(v or 0.0, 0.03, 5)) + fact("ceps_2021.qms_upkeep") for v in (seen.low, seen.high))
    low, high = ends
    return low, high


def report() -> str:
    """The shelf as a table."""
    rows = [(r.what, number(r.published, 5), number(r.ours(), 5), r.verdict, f"`{r.fact}`") for r in SHELF]
    low, high = quality_system()
    note = (
        f"A new quality-management system over five years at 3 % is {number(low, 8)} to {number(high, 8)} EUR a year."
    )
    made = table(["figure", "published", "ours", "verdict", "fact"], rows)
    misprint = default_store().fact("accident_exercises.one_over_x_care").note
    return f"{machine('numpy', 'scipy')}\n\n{made}\n\n{note}\n\nRisk of 1/x: {misprint}"
