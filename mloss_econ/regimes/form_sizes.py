"""What a proposal is to businesses by size, as forms say it: cost over budget, exemption, exits.

    micro, small, larger    budget below 10, below 50, and from 50 times the budget behind one of the staff
    share of a size         Phi(z(high)) - Phi(z(low))                       z(B) = ln(B / median) / sigma
    covered                 the part of it from the exemption T on           low' = max(low, T)
    exits, of the covered   complying * (E + banned * (1 - E))               E: their part below the cutoff;
                            who ignores the rule stays, which `exit_share_funded` leaves out
    cost over budget        fixed cost / median covered budget + proportional cost

Only funded projects and developers of closed models have a size in the model. Budgets stand for turnover.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from mloss_econ.base.arrays import Array
from mloss_econ.base.text import number, percent, round_to
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import NotEstimated, SizeStandard, cutoff
from mloss_econ.engine import Run, finite
from mloss_econ.wording import listing

SIZES: Mapping[str, tuple[str, float, float]] = {  # staff, as the United Kingdom's assessment counts them
    "micro": ("fewer than 10", 0.0, 10.0),
    "small": ("10 to 49", 10.0, 50.0),
    "larger": ("50 or more", 50.0, np.inf),
}
SMALLER = ("micro", "small")
IGNORED = ", counting those that ignore the rule as staying"
LIABILITY = ("open_care", "closed_care", "deployers_care", "open_damages", "closed_damages")


@dataclass(frozen=True)
class Size:
    """Funded projects of one size, draws `(n,)`: their share of all funded projects; of them the share exempt; of all
    funded projects the share of this size that is covered, and that exits; `cost`, the share of its yearly budget that
    compliance takes of the median covered one, where there is one."""

    share: Array
    exempt: Array
    covered: Array
    exits: Array
    cost: Array


def inputs_of(run: Run[Any, Any], path: str) -> Array:
    """Draws of an input, or its adopted value."""
    drawn = run.draws.inputs
    return np.asarray(drawn[path] if path in drawn else run.case.entry(path).value)


def share_of_budget(run: Run[Any, Any], cost: str, budget: str) -> Array | None:
    """Draws of a yearly cost over the budget of the median payer; None where it costs nothing."""
    paid = finite(run, cost)
    return paid / inputs_of(run, budget) if np.any(paid) else None


def spread(draws: Array) -> tuple[str, str, str]:
    """The 5th percentile, the median and the 95th percentile of a share, in per cent."""
    low, middle, high = (percent(float(q)) for q in np.quantile(draws, (0.05, 0.5, 0.95)))
    return low, middle, high


def ranged(low: str, typical: str, high: str, of: str = "") -> str:
    """A figure, what it is of, and its ends; without the ends where they print as the figure does."""
    said = f"{typical} {of}".rstrip()
    return said if low == typical == high else f"{said} ({low} to {high})"


def sme_test(run: Run[Any, Any]) -> list[str]:
    """What the proposal is to the smallest and the largest: cost a year over the budget of the median."""
    said = []
    for who, cost, budget in (
        ("the median funded project, a small entity", "fixed_cost", "median_budget"),
        ("the median closed developer", "large_cost", "large_budget"),
    ):
        share = share_of_budget(run, cost, budget)
        if share is not None:
            low, middle, high = spread(share)
            said.append(f"{who} {ranged(low, middle, high, 'of its yearly budget')}")
    if not said:
        return ["SME test: no duty falls on developers."]
    return [f"SME test: compliance takes of {'; of '.join(said)}."]


def small_business(run: Run[Any, Any], standard: SizeStandard | None = None) -> str | NotEstimated:
    """What the proposal is to funded projects, the small entities of the model; by the size standard of an industry
    which of them are small, and on how many the cost is heavy."""
    share = share_of_budget(run, "fixed_cost", "median_budget")
    if share is None:
        return NotEstimated("no duty falls on funded projects, which are the small entities here")
    low, middle, high = spread(share)
    bears = ranged(low, middle, high, "of the budget of the median funded project")
    flagged = "" if standard is None else _flagged(run, standard)
    return f"a year's compliance is {bears}; {_counted(run)}{flagged}"


def _counted(run: Run[Any, Any]) -> str:
    """How many funded projects are in scope and how many of them exit, as a clause."""
    exits, covered = (float(np.mean(finite(run, path))) for path in ("exits_funded", "entities"))
    if covered < 0.5:
        return "on average fewer than one funded project worldwide is in scope"
    some = "none exits" if not exits else "fewer than one exits" if exits < 0.5 else f"{_count(exits)} exit"
    return f"of {_count(covered)} funded projects in scope worldwide, {some}{_ignored(run)}"


def _count(mean: float) -> str:
    """A number of projects, whole where it is small."""
    return number(mean) if mean >= 10 else f"about {mean:.0f}"


def _ignored(run: Run[Any, Any]) -> str:
    """What an exit leaves out, where some ignore the rule."""
    return IGNORED if np.any(finite(run, "complying") < 1) else ""


def _flagged(run: Run[Any, Any], standard: SizeStandard) -> str:
    """Which covered projects are small by a size standard, and of these the share on which the cost reaches each test
    of the Regulatory Flexibility Act; budgets stand for receipts. A limit in money is in prices of its own year."""
    store, prices = run.case.store, run.case.prices
    limit, what = standard.limit * inputs_of(run, "budget_per_person"), f"{number(standard.limit)} staff"
    if standard.unit != "person":
        base = PriceBase(standard.unit.partition("/")[0], int(standard.since[:4]), index=prices.index)
        limit = np.asarray(standard.limit * store.prices.convert(base, prices).factor)
        what = f"{number(standard.limit)} {base} a year"
    cost, dear, free = finite(run, "fixed_cost"), inputs_of(run, "proportional_cost"), finite(run, "exempt_below")
    tests = [store.belief(f"small_entities.{name}_test").value for name in ("lower", "upper")]
    with np.errstate(divide="ignore"):
        low, high, *flags = (
            np.log(b / inputs_of(run, "median_budget")) / inputs_of(run, "sigma")
            for b in (free, limit, *(cutoff(cost, np.asarray(test), dear) for test in tests))
        )
    covered, small = between(low, np.full_like(low, np.inf)), between(np.minimum(low, high), high)
    if not np.any(small):
        return f"; by the size standard of NAICS {standard.naics} ({standard.title}, {what}) none of them is small"
    heavy = [between(np.minimum(low, high), np.clip(flag, np.minimum(low, high), high)) for flag in flags]
    shares = [percent(float(np.mean(part) / np.mean(small))) for part in heavy]
    return (
        f"; by the size standard of NAICS {standard.naics} ({standard.title}, {what}) "
        f"{percent(float(np.mean(small) / np.mean(covered)))} of them are small, and of these compliance takes "
        f"{percent(tests[0])} of the budget or more from {shares[0]}, {percent(tests[1])} or more from {shares[1]}"
    )


def by_size(run: Run[Any, Any]) -> dict[str, Size]:
    """Funded projects by size, from the draws of the world under a proposal."""
    head, median, sigma, payable, dear, banned = (
        inputs_of(run, path)
        for path in ("budget_per_person", "median_budget", "sigma", "payable_share", "proportional_cost", "banned")
    )
    paid, complying = finite(run, "fixed_cost"), finite(run, "complying")
    with np.errstate(divide="ignore"):  # no limit: the logarithm of 0, below every budget
        free, survives = (
            np.log(b / median) / sigma for b in (finite(run, "exempt_below"), cutoff(paid, payable, dear))
        )
        edges = {name: [np.log(staff * head / median) / sigma for staff in ends] for name, (_, *ends) in SIZES.items()}
    found = {}
    for name, (low, high) in edges.items():
        start = np.clip(free, low, high)
        all_, covered = between(low, high), between(start, high)
        priced = between(start, np.clip(survives, start, high))
        z = middle(start, high)
        some = np.logical_and(covered > 0, np.isfinite(z))
        budget = median * np.exp(sigma * np.where(some, z, 0.0))
        found[name] = Size(
            share=all_,
            exempt=np.where(all_ > 0, 1 - covered / np.where(all_ > 0, all_, 1.0), 1.0),
            covered=covered,
            exits=complying * (priced + banned * (covered - priced)),
            cost=np.asarray(paid / budget + dear)[some],
        )
    return found


def between(low: Array, high: Array) -> Array:
    """Share of a normal variable from `low` to `high`, exact in both tails."""
    upper = low > 0
    return np.where(upper, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))


def middle(low: Array, high: Array) -> Array:
    """Median of a normal variable that lies from `low` to `high`."""
    return np.where(low > 0, -ndtri((ndtr(-low) + ndtr(-high)) / 2), ndtri((ndtr(low) + ndtr(high)) / 2))


def small_and_micro(run: Run[Any, Any]) -> tuple[str, ...]:
    """The small and micro business assessment: what each size bears, who is exempt, whether the burden is
    disproportionate, and what is not known."""
    sizes = by_size(run)
    bears = any(np.any(size.covered) and (np.any(size.exits) or np.any(size.cost)) for size in sizes.values())
    large = share_of_budget(run, "large_cost", "large_budget")
    lines = [] if bears else ["No duty falls on funded projects."]
    if bears:
        head = float(np.median(inputs_of(run, "budget_per_person")))
        words = ", ".join(f"{name} {staff}" for name, (staff, *_) in SIZES.items())
        low, can, high = spread(inputs_of(run, "payable_share"))
        scope = float(np.mean(inputs_of(run, "open_scope")))
        lines.append(
            f"Funded projects by staff: {words}; {number(head)} {run.case.prices} of yearly budget counts as one. "
            f"{ranged(low, can, high, 'of a budget can be spent on compliance')}."
            + (f" Of each size {percent(scope)} are in scope." if scope < 1 else "")
        )
        lines += [_of_size(run, name, size) for name, size in sizes.items()]
    if large is not None:
        low, typical, high = spread(large)
        pays = ranged(low, typical, high, "of its yearly budget")
        lines.append(f"The median closed developer pays {pays}.")
    if bears:
        lines += [_exemption(run, sizes), _burden(run, sizes, large)]
    others = [
        who
        for who, cost in (("deployers", "deployer_cost"), ("clouds, hosts and platforms", "intermediary_cost"))
        if np.any(finite(run, cost))
    ]
    unknown = [f"the sizes of {' and of '.join(others)}, on whom duties fall as well"] if others else []
    if any(np.mean(finite(run, of) - finite(run, f"{of}_today")) > 0 for of in LIABILITY):
        unknown.append("what liability costs each size")
    unknown += ["how many of the projects are businesses", "what share of them is in any one country"] if bears else []
    if unknown:
        lines.append(f"Not known: {'; '.join(unknown)}.")
    return tuple(lines)


def _of_size(run: Run[Any, Any], name: str, size: Size) -> str:
    """What one size bears, as a sentence."""
    covered = float(np.mean(size.covered))
    head = f"{name.capitalize()}: {percent(float(np.mean(size.share)))} of funded projects"
    if not covered:
        return f"{head}. None of them is covered."
    share = percent(float(np.mean(size.exits)) / covered)
    banned = float(np.mean(inputs_of(run, "banned")))
    ban = "" if not banned else f" The proposal bans {'all' if banned == 1 else percent(banned)} that are covered."
    if not np.any(size.cost):
        return f"{head}.{ban} Of those in scope and covered {share} exit{_ignored(run)}."
    low, typical, high = spread(size.cost)
    takes = ranged(low, typical, high, "of the yearly budget of the median covered one")
    return f"{head}.{ban} Compliance takes {takes}; of those in scope and covered {share} exit{_ignored(run)}."


def _exemption(run: Run[Any, Any], sizes: Mapping[str, Size]) -> str:
    """Whether small and micro businesses are exempt."""
    free = finite(run, "exempt_below")
    if not np.any(free):
        return "Exemption: none by size or by a trigger that works like one; micro and small businesses are covered."
    exempt = {name: float(np.average(sizes[name].exempt, weights=sizes[name].share)) for name in SMALLER}
    low, typical, high = (number(float(q)) for q in np.quantile(free, (0.05, 0.5, 0.95)))
    shares = " and ".join(f"{percent(share)} of {name} ones" for name, share in exempt.items())
    below = ranged(low, typical, high, str(run.case.prices))
    return f"Exemption: the trigger leaves out yearly budgets below {below}, so {shares} are exempt."


def _burden(run: Run[Any, Any], sizes: Mapping[str, Size], large: Array | None) -> str:
    """Whether the smallest that are covered bear more of their budget than the largest."""
    smallest = next((name for name in SMALLER if np.any(sizes[name].cost)), "")
    if not smallest:
        return _no_burden(run, sizes)
    theirs = float(np.median(sizes[smallest].cost))
    against = sizes["larger"].cost if large is None else large
    whose = f"the budget of the median {'larger project' if large is None else 'closed developer'}"
    other = float(np.median(against)) if against.size else 0.0
    verdict = "yes" if theirs > other else "no"
    return (
        f"Disproportionate cost: {verdict}. Compliance takes {percent(theirs)} of the budget of the median {smallest} "
        f"project, and {percent(other)} of {whose}"
        + (f": {number(round_to(theirs, 2) / round_to(other, 2), 2)} times as much." if other else ".")
    )


def _no_burden(run: Run[Any, Any], sizes: Mapping[str, Size]) -> str:
    """Why compliance takes nothing from micro and small businesses, and what befalls them instead."""
    covered = {name: float(np.mean(size.covered)) for name, size in sizes.items()}
    if not any(covered[name] for name in SMALLER):
        return "Disproportionate cost: no, for no micro or small business is covered."
    if not any(np.any(size.exits) for size in sizes.values()):
        return "Disproportionate cost: no, for compliance takes nothing from micro and small businesses."
    closed = [
        f"{percent(float(np.mean(size.exits)) / covered[name])} of {name} ones"
        for name, size in sizes.items()
        if covered[name]
    ]
    return (
        "Disproportionate cost: compliance takes nothing, but the ban closes projects down: of those in scope and "
        f"covered, {listing(closed)}{_ignored(run)}."
    )
