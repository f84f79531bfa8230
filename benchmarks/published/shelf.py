"""The shelf of published figures: never typed, computed. One file a paper; here they stand together.

A row agrees if ours rounds to the published figure in as many digits as it was published with; a row that need not
agree says why. A calculator of value that is on no row says why not.
"""

from __future__ import annotations

from benchmarks.machine import machine
from benchmarks.published import (
    accidents,
    ai_act_costs,
    cocomo_tools,
    europe,
    hoffmann_nagle_zhou_2024,
    langenkamp_yue_2022,
    nagle_yue_2025,
    open_collective_2019,
    stocks,
    training_costs,
)
from benchmarks.readme import table
from mloss_econ.base.text import number
from mloss_econ.evidence import default_store

PAPERS = (
    langenkamp_yue_2022,
    hoffmann_nagle_zhou_2024,
    cocomo_tools,
    europe,
    stocks,
    training_costs,
    nagle_yue_2025,
    ai_act_costs,
    accidents,
    open_collective_2019,
)
SHELF = tuple(row for paper in PAPERS for row in paper.ROWS)
NOT_ON_IT = {
    "value.grant_return": "nobody has measured the elasticity",
    "value.rebuild_cost_ii": "no tool prints an output with its ratings; held to the formula",
    "value.package_value": "the packages and wages of the study are not published",
    "value.doubling": "the published doubling times are its inputs",
    "value.bass_diffusion": "the published coefficients are its inputs",
    "value.logistic_diffusion": "no published fit was read",
    "value.training_projection": "over 1 billion USD by 2027 is a bound, and ours is 2.6 billion",
    "value.adaptation_cost": "the published costs are its inputs",
    "value.duplication_avoided": "nobody has published the probability that decides it",
    "value.openness": "no published score",
    "value.use_value": "one factor of value.attributed_value, which is on it",
    "value.entry_effect": "nobody has measured the elasticity",
}


def report() -> str:
    """The shelf as a table."""
    rows = [(r.what, r.shown(r.published), r.shown(r.ours()), r.gap, r.verdict, f"`{r.fact}`") for r in SHELF]
    made = table(["figure", "published", "ours", "gap", "verdict", "fact"], rows)
    reasons = "\n".join(f"* `{name}`: {why}." for name, why in NOT_ON_IT.items())
    low, high = ai_act_costs.quality_system()
    note = (
        f"A new quality-management system over five years at 3 % is {number(low, 8)} to {number(high, 8)} EUR a year."
    )
    misprint = default_store().fact("accident_exercises.one_over_x_care").note
    return (
        f"{machine('numpy', 'scipy')}\n\n{made}\n\nCalculators of value that are on no row:\n\n{reasons}\n\n"
        f"{note}\n\nRisk of 1/x: {misprint}"
    )
