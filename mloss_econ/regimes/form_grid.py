"""A proposal's effects as a cost grid: who bears which kind of cost, the benefits, one in one out, small firms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.text import number
from mloss_econ.compliance import Benefit, Cost, CostGrid, Figure, cost_grid
from mloss_econ.engine import Run
from mloss_econ.regimes.form_amounts import ABROAD, BUSINESSES, ONCE, STOLEN, WORK, Sides
from mloss_econ.regimes.form_sizes import sme_test
from mloss_econ.regimes.lines import LINES, TRANSFERS

Parts = dict[str, Array]

KINDS = {"B": "indirect", "K": "indirect", "P": "adjustment", "A": "enforcement", "H": "indirect"}
FEES = ("fees", "large_fees", "deployers_fees", "clouds_fees")
BENEFITS = {"harm": "harm avoided, theft excluded", STOLEN: "less stolen money", "freed": "resources freed by exit"}


def grid(run: Run[Any, Any], by_rate: Mapping[str, Sides], *, viewpoint: str) -> CostGrid:
    """The cost grid of a run, from the first schedule of the profile. What is spent once stands as it is spent, in the
    first year; in the net it is annualised."""
    made, prices = next(iter(by_rate.values())), run.case.prices
    costs, benefits = [], []
    for group, recurrence, kind, draws, what in _costs(made):
        if np.any(draws):
            costs.append(Cost(group, recurrence, kind, Figure.of_values(draws, prices), what))  # type: ignore[arg-type]
    for kind_, what, draws in _benefits(made):
        if np.any(draws):
            benefits.append(Benefit(kind_, what, Figure.of_values(draws, prices)))
    notes = [
        f"Standing: {'the world' if viewpoint == 'world' else f'residents of the region {viewpoint}'}.",
        "Fees are transfers to authorities; fines are no cost of complying and stand nowhere. Users' lost value is an "
        "indirect cost.",
        _stolen(made, run),
    ]
    fees = sum(float(np.mean(np.maximum(-made.transfers[line], 0.0))) for line in FEES)
    if fees:
        notes.insert(
            2, f"Fees that are no longer paid: {number(fees / 1e6)} million {prices} a year, a transfer as well."
        )
    saved = sum(float(np.mean(_saved(_parts(made, line)["administrative"]))) for line in WORK)
    net = Figure.of_values(made.net, prices)
    return cost_grid(costs, prices=prices, benefits=benefits, sme=sme_test(run), net=net, notes=notes, taken_out=saved)


def _costs(made: Sides) -> list[tuple[str, str, str, Array, str]]:
    """Every cost: group, recurrence, kind, draws, name. Of compliance the shares of each burden stand apart."""
    found = []
    for line, amount in made.costs.items():
        if line in WORK or line in ONCE:
            continue
        if line == STOLEN or line.startswith(ABROAD):
            what = "more stolen money" if line == STOLEN else f"paid to the rest of the world: {_note(line)}"
            found.append(("citizens", "recurrent", "indirect", amount, what))
            continue
        code, group, note = LINES[line]
        found.append((_whose(group), "recurrent", KINDS[code], amount, f"{group}: {note}"))
    for line in WORK:
        group, note = LINES[line][1:]
        found += [("businesses", "recurrent", k, _above(v), f"{group}: {note}") for k, v in _parts(made, line).items()]
    for line in ONCE:
        what = f"{LINES[line][1]}: familiarisation"
        found += [("businesses", "one-off", k, _above(v) / made.first, what) for k, v in _parts(made, line).items()]
    for line in FEES:
        payer = TRANSFERS[line][0]
        found.append(("businesses", "recurrent", "fees", _above(made.transfers[line]), f"{payer}: fees"))
    return found


def _benefits(made: Sides) -> list[tuple[str, str, Array]]:
    """Every benefit: direct or indirect, name, draws."""
    found = []
    for line, amount in made.benefits.items():
        if line in WORK or line in ONCE:
            group, note = LINES[line][1:]
            saved = sum((_saved(v) for v in _parts(made, line).values()), np.zeros_like(amount))
            found.append(("direct", f"cost saving, {group}: {note}", saved))
        elif line in BENEFITS:
            found.append(("indirect" if line == "freed" else "direct", BENEFITS[line], amount))
        elif line.startswith(ABROAD):
            found.append(("indirect", f"received from the rest of the world: {_note(line)}", amount))
        else:
            code, group, note = LINES[line]
            kind = "indirect" if code == "B" else "direct"
            found.append((kind, f"{note}, gained" if code == "B" else f"cost saving, {group}: {note}", amount))
    return found


def _parts(made: Sides, line: str) -> Parts:
    """The change in a line of compliance by kind, with its sign: where laws are removed one may fall as another rises.
    What is rounding alone is 0."""
    whole, told = made.rows[line], made.rows[f"administrative.{line}"]
    size = np.abs(whole) + np.abs(told)
    parts = {"administrative": told, "adjustment": whole - told}
    return {kind: np.where(np.abs(v) > 1e-12 * size, v, 0.0) for kind, v in parts.items()}


def _above(draws: Array) -> Array:
    """What is spent more."""
    return np.maximum(draws, 0.0)


def _saved(draws: Array) -> Array:
    """What is spent less."""
    return np.maximum(-draws, 0.0)


def _note(line: str) -> str:
    return TRANSFERS[line.removeprefix(ABROAD)][2]


def _whose(group: str) -> str:
    return "businesses" if group in BUSINESSES else "administrations" if group == "state" else "citizens"


def _stolen(made: Sides, run: Run[Any, Any]) -> str:
    apart = made.other_weight - made.weight
    other, stolen = (float(np.mean(v)) / 1e6 for v in (made.net + apart * made.stolen, apart * made.stolen))
    return (
        f"Offenders' gains have weight {number(made.weight)}. With weight {number(made.other_weight)} the net would be "
        f"{number(other)} million {run.case.prices} a year: {number(stolen)} million from stolen money."
    )
