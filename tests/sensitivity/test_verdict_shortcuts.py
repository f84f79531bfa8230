"""A verdict passes over inputs that cannot matter, and never over one that does."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.evidence import Store
from mloss_econ.kernel import Category, Claim, baseline, claim
from mloss_econ.regimes import world
from mloss_econ.registry import claim_named
from mloss_econ.sensitivity import VERDICT_STEPS, held_in, verdict
from mloss_econ.sensitivity.points import adopted_quantile, at_points, uncertain

module = importlib.import_module("mloss_econ.sensitivity.verdict")


billed = world.upto(pricing_out)


@claim("X01", source="tidelift.unpaid_2024", of=pricing_out)
def unpaid_are_many(x: Any, y: Any, stated: float) -> Any:
    """Unpaid use is more than a quarter.

    It reads an input, not an output.
    """
    return x.recovered > 0.25


def under_no_rule(store: Store, prices: PriceBase) -> Any:
    """A case in which the costs of duties change nothing, for no rule imposes them."""
    return baseline(billed, prices=prices, store=store)


@claim("X02", source="tidelift.unpaid_2024", of=billed, case=under_no_rule)
def documents_are_dear(x: Any, y: Any, stated: float) -> Any:
    """Documents cost more than 5,000 dollars.

    It reads an input that changes no output here.
    """
    return x.duties["documents"].one_off > 5_000.0


def by_brute_force(claim: Claim) -> dict[str, float]:
    """The nearest turn of every input, each evaluated at every step."""
    case = claim.case()
    stated = claim.stated(case)
    now = bool(claim.holds(case.point, case.outputs(), stated))
    found = {}
    for path, entry in uncertain(case).items():
        x, y = at_points(case, {path: entry.dist.quantile(VERDICT_STEPS)})
        held = np.broadcast_to(claim.holds(x, y, stated), VERDICT_STEPS.shape)
        places = np.flatnonzero(held != now)
        if len(places):
            here = adopted_quantile(entry)
            found[path] = float(min(abs(VERDICT_STEPS[places] - here)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["C02", "C04", "C12", "C17", "C25"])
def test_turns_are_those_of_all_inputs(name: str) -> None:
    made = verdict(claim_named(name), n=256)
    assert {t.path: t.distance for t in made.turns} == pytest.approx(by_brute_force(claim_named(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["C08", "C16", "C31"])
def test_turns_of_long_chains_are_those_of_all_inputs(name: str) -> None:
    made = verdict(claim_named(name), n=256)
    assert {t.path: t.distance for t in made.turns} == pytest.approx(by_brute_force(claim_named(name)))


def test_a_claim_about_an_input_alone_has_its_turn() -> None:
    made = verdict(unpaid_are_many, n=256)
    assert [t.path for t in made.turns] == ["recovered"]
    assert made.turns[0].value == pytest.approx(0.25, rel=0.02)
    assert {t.path: t.distance for t in made.turns} == pytest.approx(by_brute_force(unpaid_are_many))


@pytest.mark.slow
def test_a_claim_about_an_input_that_changes_nothing_has_its_turn() -> None:
    made = verdict(documents_are_dear, n=256)
    found = by_brute_force(documents_are_dear)
    assert set(found) == {"duties.documents.one_off"}
    assert {t.path: t.distance for t in made.turns} == pytest.approx(found)


@pytest.mark.parametrize("name", ["C02", "C12", "C13"])
def test_held_is_the_predicate_on_the_draws(name: str) -> None:
    """Against the calculator evaluated again at every draw, categories too."""
    asked = claim_named(name)
    run = simulate(asked.calculator, asked.case(), n=512, seed=3)
    x, y = at_points(run.case, dict(run.draws.inputs.items()))
    again = np.broadcast_to(asked.holds(x, y, asked.stated(run.case)), (512,))
    assert np.array_equal(held_in(asked, run), again)
    assert Category is module.Category
