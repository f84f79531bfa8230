"""Sensitivity methods, claims, proposals and distributions are each held to their own contract when listed."""

import dataclasses

import numpy as np
import pytest

from mloss_econ import sensitivity
from mloss_econ.calculators import Inputs, Outputs, calculator
from mloss_econ.case import baseline
from mloss_econ.claims import KINDS, Claim
from mloss_econ.evidence import default_store
from mloss_econ.proposals import proposal
from mloss_econ.quantities import MoneyPerYear, Ratio, Share
from mloss_econ.records import given
from mloss_econ.regimes import world
from mloss_econ.registry import CLAIMS
from mloss_econ.sensitivity import METHODS


class DummyInputs(Inputs):
    """One input that matters and one that does not."""

    wage: MoneyPerYear = given("value.wage")
    """Matters."""
    haircut: Share = given("value.haircut")
    """Does not."""


class DummyOutputs(Outputs):
    """One output."""

    twice: MoneyPerYear
    """Twice the pay."""
    one: Ratio
    """Always one."""


@calculator
def dummy(x: DummyInputs) -> DummyOutputs:
    """Twice the pay."""
    return DummyOutputs(twice=2 * x.wage, one=1 + 0 * x.haircut)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks])
def test_a_dummy_input_scores_zero(name: str) -> None:
    """Within its interval, or near it: one interval in ten misses by design."""
    ranking = METHODS[name].ask(dummy, baseline(dummy), "twice", n=2**10, seed=0, target=300_000)
    assert ranking.rows[0].path == "wage"
    assert ranking.row("wage").index > 0
    low, high = ranking.row("haircut").interval
    assert low - (high - low) / 2 <= 0 <= high + (high - low) / 2
    for row in ranking.rows:
        assert row.interval[0] <= row.index <= row.interval[1]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_a_claim_has_a_source_a_kind_and_a_predicate_that_answers(claim: Claim) -> None:
    assert claim.sentence.endswith(".")
    assert claim.put_as.endswith(".")
    assert claim.kind in KINDS
    case = claim.case()
    assert default_store().cite(claim.source)
    answer = claim.holds(case.point, case.outputs(), claim.stated(case))
    assert answer.shape == ()
    assert answer.dtype == np.bool_


def test_claims_have_names_of_their_own() -> None:
    assert len({c.name for c in CLAIMS}) == len(CLAIMS)


def test_a_claim_takes_no_side() -> None:
    """The register can show a claim wrong: a predicate that never holds is reported as never held."""
    opposite = dataclasses.replace(CLAIMS[0], predicate=lambda x, y, stated: y.value < 0)
    assert sensitivity.verdict(opposite, n=256).held.value == 0


@pytest.mark.parametrize("name", default_store().proposals)
def test_a_proposal_sets_levers_and_nothing_else(name: str) -> None:
    today = baseline(world)
    ruled = proposal(name).apply(today)
    for path, entry in ruled.entries.items():
        if entry != today.entries[path]:
            assert entry.spec.role == "lever"
            assert entry.origin, f"{name}: {path} has no clause."
    assert ruled.label == name
