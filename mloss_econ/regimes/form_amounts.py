"""What a proposal changes, as benefits and costs of a form: draws of every row, and one convention for stolen money.

    annualised amount = sum_t f(t) amount(t) / sum_t f(t)          f: present value of one unit in year t
    change            = annualised amount under the proposal - that of the status quo, draw by draw, and for each law in
                        force that it removes, the amount of the status quo - that under the law
    cost, benefit     = max(change, 0), max(-change, 0)            of what is spent or suffered
    stolen money      = change * (1 - weight of offenders' gains) stands there; the rest is a transfer to offenders
    net               = sum of benefits - sum of costs             the headline net, draw by draw

What is spent less is a cost saving: a benefit, and never a cost below 0. For a part of the world, what its people pay
to others or receive from them is a cost or a benefit as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance import before_the_end, bill, duty_lines_of, profile
from mloss_econ.engine import Run, finite
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case, Model, aligned, increment, removed_worlds, status_quo, with_leaves
from mloss_econ.regimes.effects import flows_inputs
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.lines import LINES, TRANSFERS, by_group
from mloss_econ.regimes.places import WORLD, places_of
from mloss_econ.regimes.yearly import amounts_of, annualised, years_of
from mloss_econ.uncertainty import BLOCK

Rows = dict[str, Array]
STOLEN = "stolen"
ABROAD = "abroad."  # before the name of a transfer: what is received from elsewhere less what is paid there
WORK = {  # lines of compliance by payer of the bill
    "projects_comply": "developer",
    "large_comply": "large",
    "deployers_comply": "deployer",
    "clouds_comply": "intermediary",
}
ONCE = {  # lines of familiarisation by payer
    "familiarisation": "developer",
    "large_familiarisation": "large",
    "deployers_familiarisation": "deployer",
    "clouds_familiarisation": "intermediary",
}
BUSINESSES = ("open projects", "large developers", "deployers")


@dataclass(frozen=True)
class Sides:
    """Yearly amounts at one schedule, draws `(n,)`: `benefits` and `costs` by row, each 0 or more; `transfers` with
    their sign; `annuity`, the present value of one unit in each year; `first`, the annualised amount of one unit that
    is spent once, in the first year; `stolen`, the change in stolen money; `weight` of offenders' gains."""

    benefits: Mapping[str, Array]
    costs: Mapping[str, Array]
    transfers: Mapping[str, Array]
    groups: Mapping[str, Array]
    annuity: Array
    first: Array
    stolen: Array
    weight: float
    rows: Mapping[str, Array]

    @property
    def benefit(self) -> Array:
        """All benefits."""
        return sum(self.benefits.values(), np.zeros_like(self.stolen))

    @property
    def cost(self) -> Array:
        """All costs."""
        return sum(self.costs.values(), np.zeros_like(self.stolen))

    @property
    def net(self) -> Array:
        """Benefits less costs."""
        return self.benefit - self.cost

    @property
    def business(self) -> Array:
        """Balance of businesses, transfers included."""
        return sum((self.groups[name] for name in BUSINESSES), np.zeros_like(self.stolen))

    @property
    def other_weight(self) -> float:
        """The weight of offenders' gains that the net is reconciled with: 0 or 1, whichever is further."""
        return 0.0 if self.weight >= 0.5 else 1.0


def annualised_amounts(run: Run[Any, Any], name: str, *, viewpoint: str = WORLD) -> dict[str, Rows]:
    """Annualised amounts of every line and transfer, less those of the status quo, by schedule of a profile: draws
    `(n,)`. `annuity` is the present value of one unit in each year. `viewpoint`: the world, or a region of the case.
    Raises InputError for an unknown profile or viewpoint."""
    rows = _rows(run, name, viewpoint)
    return {s: {key: found[key] for key in (*LINES, *TRANSFERS, "annuity")} for s, found in rows.items()}


def sides(run: Run[Any, Any], name: str, *, viewpoint: str = WORLD) -> dict[str, Sides]:
    """What a proposal changes as benefits and costs, by schedule of a profile. Raises as `annualised_amounts` does."""
    weight = float(run.case.entry("offenders").value)
    return {s: _sides(found, weight) for s, found in _rows(run, name, viewpoint).items()}


def form_net(run: Run[Any, Any], name: str, *, viewpoint: str = WORLD) -> dict[str, Array]:
    """Draws of the net of a form, a year, by schedule of its profile: where the schedule has the discount rate of the
    case it is the headline, `net_world` or `net_of.<region>`, of the contrast with the status quo."""
    return {s: made.net for s, made in sides(run, name, viewpoint=viewpoint).items()}


def _sides(rows: Rows, weight: float) -> Sides:
    zero = np.zeros_like(rows["harm"])
    change = {name: -rows[name] if code == "B" else rows[name] for name, (code, _, _) in LINES.items()}
    change[STOLEN] = (1 - weight) * rows[STOLEN]
    abroad = [key for key in rows if key.startswith(ABROAD)]
    change |= {key: -rows[key] for key in abroad}
    transfers = {name: rows[name] for name in TRANSFERS} | {STOLEN: weight * rows[STOLEN]}
    received = {key.removeprefix(ABROAD): rows[key.removeprefix(ABROAD)] + rows[key] for key in abroad}
    return Sides(
        benefits={key: np.maximum(-amount, zero) for key, amount in change.items()},
        costs={key: np.maximum(amount, zero) for key, amount in change.items()},
        transfers=transfers,
        groups=by_group(rows, received),
        annuity=rows["annuity"],
        first=rows["first"],
        stolen=rows[STOLEN],
        weight=weight,
        rows=rows,
    )


def _check(case: Case[Any, Any], viewpoint: str) -> None:
    known = (WORLD, *case.point.regions)
    if viewpoint not in known:
        raise InputError(f"viewpoint '{viewpoint}' is not known to a form. {nearest(viewpoint, known)}")


def blocks(run: Run[Any, Any], case: Case[Any, Any]) -> Iterator[tuple[int, Any]]:
    """The inputs of a case at the draws of a run, block by block, with the size of each."""
    drawn = run.draws.inputs
    columns = {path: drawn[path] for path in drawn}
    for first in range(0, run.n, BLOCK):
        taken = {path: values[slice(first, first + BLOCK)] for path, values in columns.items()}
        yield min(BLOCK, run.n - first), with_leaves(case.point, taken)


def _rows(run: Run[Any, Any], name: str, viewpoint: str) -> dict[str, Rows]:
    """Every row of every schedule: changes of lines and transfers, of what is paid and received abroad, of the shares
    of compliance that are administrative or a fee; `annuity` and `first`."""
    one, other = aligned(run.case)
    _check(one, viewpoint)
    chosen = profile(name, store=run.case.store)
    factors = {s: made.factor(YEARS - before_the_end(chosen.timing)) for s, made in chosen.schedules.items()}
    kept: dict[str, dict[str, list[Array]]] = {schedule: {} for schedule in factors}
    cases = [one, other, *removed_worlds(one).values()]
    for drawn in zip(*(blocks(run, case) for case in cases), strict=True):
        size = drawn[0][0]
        worlds = [_World(case, x, viewpoint) for case, (_, x) in zip(cases, drawn, strict=True)]
        for schedule, factor in factors.items():
            mine, theirs, *laws = (made.at(factor) for made in worlds)
            found = {
                key: increment(mine[key], theirs[key], [law[key] for law in laws])
                for key in mine
                if key not in ("annuity", "first")
            }
            found |= {key: mine[key] for key in ("annuity", "first")}
            for line, amount in found.items():
                kept[schedule].setdefault(line, []).append(np.broadcast_to(np.asarray(amount), (size,)))
    return {s: {line: np.concatenate(parts) for line, parts in lines.items()} for s, lines in kept.items()}


class _World:
    """One world at some draws: its amounts at any schedule."""

    def __init__(self, case: Case[Any, Any], x: Any, viewpoint: str) -> None:
        self.flows: FlowsInputs = flows_inputs(case, x)
        self.years = list(years_of(self.flows))
        self.amounts = amounts_of(self.flows, viewpoint)
        self.viewpoint = viewpoint
        made = case.calculator
        assert isinstance(made, Model)  # flows_inputs refused any other
        self.bill = bill.function(made.inputs_of(bill, x))

    def at(self, factor: Array) -> Rows:
        series, annuity = annualised(self.flows, self.years, factor)
        made, received = self.amounts(series)
        rows: Rows = {key: made[key] for key in (*LINES, *TRANSFERS)}
        rows |= {"annuity": annuity, "first": np.asarray(series.first)}
        if self.viewpoint != WORLD:
            rows |= {f"{ABROAD}{key}": amount - made[key] for key, amount in received.items()}
        y = self.bill
        for line, payer in WORK.items():
            told = y.administrative_cost[payer]
            rows[f"administrative.{line}"] = rows[line] * _over(told, told + y.adjustment_cost[payer])
        sunk = {
            "developer": y.sunk_cost,
            "large": y.large_sunk,
            "deployer": y.deployer_sunk,
            "intermediary": y.intermediary_sunk,
        }
        for line, payer in ONCE.items():
            rows[f"administrative.{line}"] = rows[line] * _over(y.administrative_sunk[payer], sunk[payer])
        return rows


def _over(part: Array, whole: Array) -> Array:
    """A share; 0 of nothing, and where it is rounding alone."""
    some = np.greater(part, 1e-12 * whole)
    return np.where(some, part / np.where(some, whole, 1.0), 0.0)


def paperwork_hours(run: Run[Any, Any], *, viewpoint: str = WORLD) -> Array:
    """Hours a year of administrative work, of those that remain and comply, in duties that are priced in hours, as a
    change against the status quo: draws `(n,)`, below 0 where laws that a proposal removes asked for more."""
    one, other = aligned(run.case)
    _check(one, viewpoint)
    own, today, *laws = (_hours(run, case, viewpoint) for case in (one, other, *removed_worlds(one).values()))
    return np.asarray(increment(own, today, laws))


def _hours(run: Run[Any, Any], case: Case[Any, Any], viewpoint: str) -> Array:
    found = []
    for size, x in blocks(run, case):
        at = places_of(flows_inputs(case, x)).of[viewpoint]
        hours: Array = np.zeros(size)
        for line in duty_lines_of(case, x):
            if line.burden == "administrative" and line.hours_of_all is not None:
                hours = hours + line.hours_of_all * (at.bound if line.payer in ("developer", "large") else at.own)
        found.append(hours)
    return np.concatenate(found)


def exits_of(run: Run[Any, Any]) -> Array:
    """Funded projects that exit, draws `(n,)`: in the world of a proposal, less those that the repeal of laws keeps."""
    own, laws = finite(run, "exits"), removed_worlds(run.case)
    if not laws:
        return own
    worlds = (status_quo(run.case), *laws.values())
    today, *theirs = (
        np.concatenate([np.broadcast_to(case.calculator(x).exits, (size,)) for size, x in blocks(run, case)])
        for case in worlds
    )
    return np.asarray(increment(own, today, theirs, level=True))
