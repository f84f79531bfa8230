"""Effects of a proposal in an agency's form: every line and transfer at each discount rate of a profile.

    annualised amount = sum_t f(t) amount(t) / sum_t f(t)          f: present value of one unit in year t

Benefits are harm avoided and resources freed; costs are use lost and all that is spent; transfers stand apart, with
payer and receiver. Stolen money is a transfer to offenders: if their gains do not count, less theft is a benefit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.text import number
from mloss_econ.base.ties import ahead_by
from mloss_econ.compliance import (
    AccountingStatement,
    AppraisalSummary,
    Cost,
    CostGrid,
    Figure,
    InWords,
    Monetised,
    NotEstimated,
    Quantified,
    StatementEntry,
    accounting_statement,
    appraisal_summary,
    before_the_end,
    cost_grid,
    profile,
)
from mloss_econ.engine import Run, row_of
from mloss_econ.kernel import aligned, with_leaves
from mloss_econ.regimes.effects import flows_inputs
from mloss_econ.regimes.flow_inputs import YEARS, FlowsInputs
from mloss_econ.regimes.harm_levels import TRIED, break_even_harm
from mloss_econ.regimes.lines import LINES, TRANSFERS
from mloss_econ.regimes.yearly import Amounts, Series, amounts_of, annualised, years_of
from mloss_econ.uncertainty import BLOCK

Form = AccountingStatement | AppraisalSummary | CostGrid
GAINS = ("harm", "freed", "use")  # lines whose sign is reversed: less harm and less used are gains, less use a cost
SOURCE = "the ledger of the proposal, computed from the beliefs"
NOT_IN_MONEY = "trust, rights, safety and dignity, as far as they have no monetary value"
BUSINESSES = ("open projects", "large developers", "deployers")


def form_of(run: Run[Any, Any], name: str) -> Form:
    """The form of a profile, from a run of the world under a proposal, against the status quo.

    It is an accounting statement (a4-…), an appraisal summary (greenbook-…) or a cost grid (eu-br). Raises InputError
    for an unknown profile, or where the form cannot be filled.
    """
    chosen = profile(name, store=run.case.store)
    amounts = annualised_amounts(run, name)
    if name.startswith("greenbook"):
        return _summary(run, chosen, amounts)
    if name.startswith("eu-"):
        return _grid(run, amounts)
    return _statement(run, chosen, amounts)


def annualised_amounts(run: Run[Any, Any], name: str) -> dict[str, dict[str, Array]]:
    """Annualised amounts of every line and transfer, less those of the status quo, by schedule of a profile: draws
    `(n,)`. `annuity` is the present value of one unit in each year."""
    both = aligned(run.case)
    chosen = profile(name, store=run.case.store)
    factors = {s: made.factor(YEARS - before_the_end(chosen.timing)) for s, made in chosen.schedules.items()}
    kept: dict[str, dict[str, list[Array]]] = {schedule: {} for schedule in factors}
    drawn = run.draws.inputs
    columns = {path: drawn[path] for path in drawn}
    for first in range(0, run.n, BLOCK):
        rows = slice(first, first + BLOCK)
        size = min(BLOCK, run.n - first)
        taken = {path: values[rows] for path, values in columns.items()}
        worlds = []
        for case in both:
            x = flows_inputs(case, with_leaves(case.point, taken))
            worlds.append((x, list(years_of(x)), amounts_of(x)))
        for schedule, factor in factors.items():
            (policy, annuity), (today, _) = (_amounts(x, years, amounts, factor) for x, years, amounts in worlds)
            found = {name: ahead_by(policy[name], today[name]) for name in (*LINES, *TRANSFERS)} | {"annuity": annuity}
            for line, amount in found.items():
                kept[schedule].setdefault(line, []).append(np.broadcast_to(np.asarray(amount), (size,)))
    return {s: {line: np.concatenate(parts) for line, parts in lines.items()} for s, lines in kept.items()}


def _amounts(
    x: FlowsInputs, years: Sequence[Series], amounts: Callable[[Series], tuple[Amounts, Amounts]], factor: Array
) -> tuple[dict[str, Array], Array]:
    series, annuity = annualised(x, years, factor)
    return amounts(series)[0], annuity


def _statement(run: Run[Any, Any], chosen: Any, amounts: dict[str, dict[str, Array]]) -> AccountingStatement:
    prices = run.case.prices
    entries: list[StatementEntry] = []
    for line, (_, group, note) in LINES.items():
        at = {s: Figure.of_values(_signed(line, rows[line]), prices) for s, rows in amounts.items()}
        if any(np.any(rows[line]) for rows in amounts.values()):
            kind: Literal["benefit", "cost"] = "benefit" if line in ("harm", "freed") else "cost"
            entries.append(Monetised(kind, f"{_words(line, note)}: {group}", at, SOURCE))
    for line, (payer, receiver, note) in TRANSFERS.items():
        if any(np.any(rows[line]) for rows in amounts.values()):
            at = {s: Figure.of_values(rows[line], prices) for s, rows in amounts.items()}
            entries.append(Monetised("transfer", note, at, SOURCE, payer, receiver))
    exits = Figure.of(row_of(run, "exits"), None)
    entries.append(Quantified("cost", "funded projects that exit", exits, "projects", SOURCE))
    entries += [
        InWords("benefit", NOT_IN_MONEY),
        InWords("cost", "projects never started; uncertainty about what is allowed"),
    ]
    filled = {(e.kind, type(e)) for e in entries}
    nothing = NotEstimated("nothing of the kind follows from the proposal")
    blanks: dict[Any, NotEstimated] = {
        ("benefit", "quantified"): NotEstimated("incidents avoided have not been counted, only valued"),
        ("transfer", "quantified"): NotEstimated("no transfer in kind was identified"),
        ("transfer", "in words"): NotEstimated("none was identified"),
    }
    blanks |= {(k, "monetised"): nothing for k in ("benefit", "cost", "transfer") if (k, Monetised) not in filled}
    years = number(float(run.case.entry("years").value))
    return accounting_statement(entries, profile=chosen, prices=prices, period=f"{years} years", blanks=blanks)


def _summary(run: Run[Any, Any], chosen: Any, amounts: dict[str, dict[str, Array]]) -> AppraisalSummary:
    prices = run.case.prices
    rows = next(iter(amounts.values()))
    less_theft = -rows["stolen"] * (1 - run.case.entry("offenders").value)
    gains = -rows["harm"] - rows["freed"] + less_theft
    spent = np.sum([_signed(n, rows[n]) for n in LINES if n not in ("harm", "freed")], axis=0)
    years = float(run.case.entry("years").value)
    return appraisal_summary(
        Figure.of_values(gains * rows["annuity"], prices),
        Figure.of_values(spent * rows["annuity"], prices),
        profile=chosen,
        prices=prices,
        base_year=prices.year,
        horizon=int(years) if years.is_integer() else years,
        switching={"the yearly harm of AI": _switching(run)},
        not_valued=[NOT_IN_MONEY, "projects never started", "offenders' losses where less is stolen"],
    )


def _switching(run: Run[Any, Any]) -> str:
    """Switching value of the yearly harm: the net is zero there, all else as adopted."""
    found = break_even_harm(run.case)
    at = " and ".join(number(harm) for harm in found)
    return f"{at} {run.case.prices} a year" if found else f"none at {TRIED}: the net keeps its sign"


def _grid(run: Run[Any, Any], amounts: dict[str, dict[str, Array]]) -> CostGrid:
    """Familiarisation is administrative and one-off (its annualised amount is converted back to the first year); what
    is not told apart stands under adjustment."""
    prices = run.case.prices
    rows = next(iter(amounts.values()))
    costs = []
    for line, (code, group, note) in LINES.items():
        if code == "H" or line == "freed" or not np.any(rows[line]):
            continue
        who = "businesses" if group in BUSINESSES else "administrations" if group == "state" else "citizens"
        amount = _signed(line, rows[line])
        if line == "familiarisation":
            figure = Figure.of_values(amount * rows["annuity"], prices)
            costs.append(Cost(who, "one-off", "administrative", figure, f"{group}: {note}"))
        else:
            costs.append(Cost(who, "recurrent", "adjustment", Figure.of_values(amount, prices), f"{group}: {note}"))
    return cost_grid(costs, prices=prices)


def _signed(line: str, amount: Array) -> Array:
    return -amount if line in GAINS else amount


def _words(line: str, note: str) -> str:
    return {"harm": "harm avoided, theft excluded", "freed": "resources freed", "use": "use lost"}.get(line, note)
