"""A proposal's effects as an appraisal summary: present values, business impact, and every switching value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.base.text import number, percent
from mloss_econ.compliance import AppraisalSummary, BusinessImpact, Figure, NotEstimated, Profile, appraisal_summary
from mloss_econ.engine import Run
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case
from mloss_econ.regimes.crossings import Net, crossings
from mloss_econ.regimes.form_amounts import BUSINESSES, STOLEN, Sides
from mloss_econ.regimes.form_sizes import small_and_micro
from mloss_econ.regimes.harm_levels import ALL, TRIED, harm_questions, uncounted
from mloss_econ.regimes.lines import COMPLIANCE, LINES
from mloss_econ.regimes.places import WORLD
from mloss_econ.regimes.structure import STRUCTURE, structure_questions
from mloss_econ.regimes.world import STATUS_QUO

HARM = "the yearly harm of AI"
FAR = 30  # years, over which the first rate of a schedule holds
DIRECT = (
    "EANDCB is familiarisation and recurring compliance of open projects, closed developers, clouds and deployers, "
    "less what of it is saved; fees, fines, care, claims and what prices pass on are in the net present value alone"
)


def summary(
    run: Run[Any, Any],
    chosen: Profile,
    by_rate: Mapping[str, Sides],
    *,
    viewpoint: str,
    bias: float,
    year: int | None,
    day: datetime.date | None = None,
) -> AppraisalSummary:
    """The appraisal summary of a run, from the first schedule of the profile."""
    schedule, made = next(iter(by_rate.items()))
    prices, up = run.case.prices, 1 + bias
    years = float(run.case.entry("years").value)
    cost, benefit = made.cost * up, made.benefit
    found, steady = switching_values(run.case, net_path(chosen, schedule, viewpoint))
    begins, why = present_value_year(run.case, day)
    rate = chosen.schedules[schedule].rates[0]
    pv_year = begins if year is None else year
    if abs(pv_year - begins) > FAR:
        raise InputError(
            f"present-value year {pv_year} is more than {FAR} years from {begins}, in which amounts begin: discount "
            f"rates fall beyond that. Take one from {begins - FAR} to {begins + FAR}."
        )
    if pv_year != begins:
        why = f"as asked for; amounts begin in {begins}, {why}, and are moved at {percent(rate)} a year"
        made = replace(made, annuity=made.annuity * (1 + rate) ** (pv_year - begins))

    def worth(draws: Any) -> Figure:
        return Figure.of_values(draws * made.annuity, prices)

    return appraisal_summary(
        worth(benefit),
        worth(cost),
        net=worth(benefit - cost),
        profile=chosen,
        prices=prices,
        present_value_year=pv_year,
        horizon=int(years) if years.is_integer() else years,
        standing=_standing(viewpoint),
        business=_business(made, run, bias),
        small=small_and_micro(run),
        bias=bias,
        switching=found,
        steady=steady,
        not_valued=_not_valued(run.case, made),
        notes=[f"Present-value year: {why}.", *_stolen(made, run), *_switching_notes(run.case, viewpoint, bias)],
    )


def _switching_notes(case: Case[Any, Any], viewpoint: str, bias: float) -> list[str]:
    """What the switching values of single inputs do not share with the table."""
    apart = ["without the uplift"] if bias else []
    if viewpoint != WORLD:
        apart.append(f"at the discount rate of the case, {percent(float(case.entry('discount_rate').value))}")
    return [f"Switching values of single inputs are {' and '.join(apart)}."] if apart else []


def net_path(chosen: Profile, schedule: str, viewpoint: str) -> str:
    """The output of `flows` whose sign is that of the form's net: of the profile for the world, else of the region."""
    if viewpoint != WORLD:
        return f"net_of.{viewpoint}"
    return f"by_profile.{chosen.name} {schedule}".replace(" %", "").replace(" ", "_")


def present_value_year(case: Case[Any, Any], day: datetime.date | None = None) -> tuple[int, str]:
    """The year that present values are discounted to, and why: that in which the proposal applies; where its text has
    no date, or the case has another name than a proposal, the year of the baseline date `day` (without one, that of the
    status quo)."""
    found = case.store.proposals.get(case.label)
    if found is not None and found.in_force is not None:
        return found.in_force.value.year, "that in which the proposal applies"
    return (
        day or case.store.proposal(STATUS_QUO).date
    ).year, "that of the baseline, for no date of application is known"


def _standing(viewpoint: str) -> str:
    if viewpoint == WORLD:
        return "the world: all who make, use or are harmed by AI, wherever they live"
    return f"residents of the region {viewpoint}: its developers, deployers, users, victims and authorities"


def _business(made: Sides, run: Run[Any, Any], bias: float) -> BusinessImpact | NotEstimated:
    """Equivalent annual net direct cost and net present value of businesses. The annuity of the schedule counts from
    the start of the first year, as EANDCB does, where its payments fall there."""
    direct = sum((made.costs[line] * (1 + bias) - made.benefits[line] for line in COMPLIANCE), np.zeros(run.n))
    uplift = sum(
        (made.costs[n] for n, (code, group, _) in LINES.items() if code in "KCPA" and group in BUSINESSES),
        np.zeros(run.n),
    )
    worth = (made.business - bias * uplift) * made.annuity
    prices = run.case.prices
    return BusinessImpact(Figure.of_values(direct, prices), Figure.of_values(worth, prices), DIRECT)


def switching_values(case: Case[Any, Any], output: str) -> tuple[dict[str, str], list[str]]:
    """At which value of the harm, and of each structural belief, the net changes sign, all else as adopted; and the
    beliefs, with their ranges, over which it keeps its sign."""
    net = Net.of(case, None, output)
    harms, choices = harm_questions(case), structure_questions(case)
    at = crossings(net, {**{("harm", q): v for q, v in harms.items()}, **{("", q): v for q, v in choices.items()}})
    a_year = f"{case.prices} a year"
    found = {HARM: _values(at.get(("harm", ALL), ()), a_year)}
    for channel in uncounted(case, [name for name in harms if name != ALL]):
        of = f"the yearly harm by {channel.replace('_', ' ')}, of which there is no figure"
        found[of] = _values(at["harm", channel], a_year)
    steady = []
    for name, choice in STRUCTURE.items():
        if at["", name]:
            found[choice.says] = _values(at["", name], "")
        elif len(set(ends := choice.ends(case))) > 1:
            low, high = ends
            steady.append(f"{choice.says} ({number(low)} to {number(high)})")
    return found, steady


def _values(found: tuple[float, ...], unit: str) -> str:
    if not found:
        return f"none at {TRIED}: the net keeps its sign"
    return f"{' and '.join(number(v) for v in found)} {unit}".strip()


def _not_valued(case: Case[Any, Any], made: Sides) -> list[str]:
    said = ["trust, rights, safety and dignity, as far as they have no monetary value"]
    reached = [name for name in harm_questions(case) if name != ALL]
    said += [f"harm by {name.replace('_', ' ')}" for name in uncounted(case, reached)]
    return said if made.weight else [*said, "offenders' losses where less is stolen"]


def _stolen(made: Sides, run: Run[Any, Any]) -> list[str]:
    """The net with offenders' gains at the other weight, as a line."""
    apart = made.other_weight - made.weight
    other, stolen = ((v * made.annuity).mean() / 1e6 for v in (made.net + apart * made.stolen, apart * made.stolen))
    if not np.any(made.benefits[STOLEN]) and not np.any(made.costs[STOLEN]) and not np.any(made.transfers[STOLEN]):
        return []
    return [
        f"Offenders' gains have weight {number(made.weight)}. With weight {number(made.other_weight)} the net present "
        f"value, without uplift, would be {number(other)} million {run.case.prices}: {number(stolen)} million from "
        "stolen money."
    ]
