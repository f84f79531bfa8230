"""What a brief says, computed apart from the report: by the public calculators, from the draws, by other arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

import mloss_econ as me
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import Run
from mloss_econ.kernel import DEFAULT_PRICES, Ledger, contrast, model
from mloss_econ.liability import cheapest_avoider
from mloss_econ.regimes import Scorecard, effects, scorecard, world_under
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.value import as_published, attributed_value, contribution_cost, criticised, critiques_of

PRICES = DEFAULT_PRICES
CHANGED = (
    "net_",
    "harm_avoided",
    "lines.",
    "transfers.",
    "groups.",
    "avoided_of.",
)  # printed as policy less status quo
PUBLISHED_VALUE, STATED_RATIO = 30e9, 100.0  # of the two claims, as they are known
_TO = me.default_store().prices.convert(PriceBase.parse("USD 2022"), PriceBase.parse(PRICES))
STATED_VALUE = PUBLISHED_VALUE * _TO.factor  # in the prices of the brief


@dataclass(frozen=True)
class Apart:
    """Runs of the cases behind a brief, each made when it is asked for."""

    assumptions: Assumptions

    def run(self, case: Any) -> Run[Any, Any]:
        """A run with the draws of the brief."""
        return me.simulate(case, n=self.assumptions.n, seed=self.assumptions.seed)

    @cached_property
    def readings(self) -> Mapping[str, Run[Any, Any]]:
        """The ways to count the value."""
        store = self.assumptions.store
        gross = me.baseline(attributed_value, store=store)
        realised = criticised(gross, "realised_vs_potential", label="a")
        net = criticised(gross, "counterfactual", label="b")
        both = criticised(realised, "counterfactual", label="c")
        sample = me.baseline(model(contribution_cost, attributed_value), store=store)
        return dict(
            zip(
                ("gross", "realised", "net", "realised and net", "gross, cost from the sample"),
                map(self.run, (gross, realised, net, both, sample)),
                strict=True,
            )
        )

    @cached_property
    def cost(self) -> Run[Any, Any]:
        """The cost of contributions."""
        return self.run(me.baseline(contribution_cost, store=self.assumptions.store))

    @cached_property
    def repaired(self) -> Any:
        """Its outputs at the adopted point with the sample repaired."""
        return criticised(self.cost.case, "scrape_fixes").outputs()

    @cached_property
    def criticisms(self) -> Mapping[str, tuple[Run[Any, Any], str]]:
        """Each critique of the published ratio, then all: the run and the output that is the ratio."""
        joined = model(contribution_cost, attributed_value)
        before = as_published(me.baseline(joined, store=self.assumptions.store))
        names = critiques_of(before)
        made = {n: (self.run(criticised(before, n)), "benefit_cost_ratio") for n in names}
        made["average_vs_marginal"] = (made["average_vs_marginal"][0], "marginal_ratio")
        return made | {"all at once": (self.run(criticised(before, *names, label="every")), "marginal_ratio")}

    @cached_property
    def proposal(self) -> Run[Any, Any]:
        """The proposal under review."""
        return self.run(world_under(self.assumptions.proposal, store=self.assumptions.store))

    @cached_property
    def change(self) -> Run[Any, Any]:
        """What the proposal under review changes."""
        return self.run(contrast(self.proposal.case))

    @cached_property
    def comparator(self) -> Run[Any, Any]:
        """The comparator."""
        return self.run(world_under(self.assumptions.comparator, store=self.assumptions.store))

    @cached_property
    def change_comparator(self) -> Run[Any, Any]:
        """What the comparator changes."""
        return self.run(contrast(self.comparator.case))

    def printed(self, which: str, output: str) -> Run[Any, Any]:
        """The run behind an output of "proposal" or "comparator": of what it changes, or of the world under it."""
        if not output.startswith(CHANGED):
            return self.proposal if which == "proposal" else self.comparator
        return self.change if which == "proposal" else self.change_comparator

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of the proposal under review: that of its world less that of the status quo."""
        return effects(self.proposal.case, n=self.assumptions.n, seed=self.assumptions.seed)

    @cached_property
    def lines(self) -> Mapping[str, np.ndarray[Any, Any]]:
        """Gains by line of the ledger: benefits and transfers as they are, costs below 0."""
        signs = {"B": 1, "K": -1, "C": -1, "P": -1, "A": -1, "H": -1, "T": 1}
        return {line: signs[line] * draws for line, draws in self.ledger.by_line().items()}

    @cached_property
    def groups(self) -> Mapping[str, np.ndarray[Any, Any]]:
        """Gains by group."""
        return self.ledger.by_group()

    @cached_property
    def card(self) -> Scorecard:
        """The scorecard."""
        return scorecard(n=self.assumptions.n, seed=self.assumptions.seed, store=self.assumptions.store)

    @cached_property
    def any_cost(self) -> Any:
        """A project at any compliance cost."""
        return me.baseline(pricing_out, store=self.assumptions.store)

    def scenario(self, name: str) -> Run[Any, Any]:
        """One scenario of liability."""
        return self.run(me.baseline(cheapest_avoider, scenario=name, store=self.assumptions.store))

    def under(self, name: str) -> Run[Any, Any]:
        """What the proposal under review changes with the beliefs of a belief set."""
        return self.run(contrast(world_under(self.assumptions.proposal, store=self.assumptions.store.under(name))))


def gross(apart: Apart) -> Run[Any, Any]:
    """The run of the gross value."""
    return apart.readings["gross"]


def statistics(run: Run[Any, Any], output: str) -> dict[str, float]:
    """What a summary row holds, from the draws."""
    draws = run.draws.outputs[output]
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    adopted = run.case.outputs()
    for step in output.split("."):
        adopted = adopted[step] if isinstance(adopted, Mapping) else getattr(adopted, step)
    return {"value": float(adopted), "mean": float(draws.mean()), "median": middle, "p5": low, "p95": high}
