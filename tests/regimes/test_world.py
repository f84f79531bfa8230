"""The world under a proposal: nothing comes of nothing, prices do not matter, and its levers move it."""

import datetime
from typing import Any

import numpy as np
import pytest
from few import few
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from proposed import case_of, made_by, names, run_of

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import ProposalSeed, default_store
from mloss_econ.kernel import Proposal, baseline, contrast, proposal
from mloss_econ.regimes import STATUS_QUO, effects, world, world_under

NAMES = tuple(default_store().proposals)


def test_the_status_quo_against_itself_is_exactly_zero() -> None:
    for path, values in run_of(STATUS_QUO).draws.outputs.items():
        assert_array_equal(values, 0, err_msg=path)
    assert not effects(case_of(STATUS_QUO), n=None).net()
    assert (simulate(case_of(STATUS_QUO), n=256, seed=3).output("harm_remaining") > 0).all()


def test_a_proposal_without_levers_changes_nothing() -> None:
    today = baseline(world)
    same = proposal(STATUS_QUO).apply(today)
    assert same.entries == today.entries
    assert same.label == STATUS_QUO
    assert same.digest() == today.digest()
    alone = baseline(world.upto("exits_funded"))
    assert proposal(STATUS_QUO).apply(alone).entries == alone.entries


@pytest.mark.parametrize("name", few(NAMES, 8))
def test_every_proposal_goes_through_unchanged(name: str) -> None:
    y = made_by(name)
    for value in (y.net_world, *y.net_of.values(), y.net_projects, y.harm_avoided, *y.by_profile.values()):
        assert np.isfinite(value)
    assert float(case_of(name).outputs().harm_remaining) >= 0


@pytest.mark.slow
@names
def test_every_price_base_gives_the_same_real_answer(name: str) -> None:
    prices = default_store().prices
    for base in ("EUR 2025", "GBP 2025"):
        elsewhere = world_under(name, prices=base)
        there, here = contrast(elsewhere).outputs(), made_by(name)
        factor = prices.convert(case_of(name).prices, elsewhere.prices).factor
        assert_allclose(there.net_world, float(here.net_world) * factor, rtol=1e-9)
        assert_allclose(there.use_not_replaced, here.use_not_replaced, rtol=1e-9, atol=1e-15)


@pytest.mark.slow
@names
def test_another_year_differs_by_what_inflation_differed_between_currencies(name: str) -> None:
    """A belief is deflated in its own currency, so amounts of two currencies move a little against each other."""
    elsewhere = world_under(name, prices="USD 2019")
    there, here = contrast(elsewhere).outputs(), made_by(name)
    factor = default_store().prices.convert(case_of(name).prices, elsewhere.prices).factor
    size = sum(abs(float(v)) for v in here.groups.values())
    assert abs(float(there.net_world) - float(here.net_world) * factor) <= 0.03 * size * factor


@given(st.floats(1.0, 20.0), st.sampled_from(["licensing", "eu_ai_act_highrisk", "permits", "premarket_approval"]))
def test_a_dearer_rule_never_raises_the_number_of_survivors(times: float, name: str) -> None:
    case = case_of(name)
    changes = {p: e.value * times for p, e in case.entries.items() if p.endswith((".one_off", ".yearly"))}
    dearer = case.but("dearer", changes).outputs()
    assert float(dearer.exits) >= float(case.outputs().exits) * (1 - 1e-12)
    assert float(dearer.use_lost) >= float(case.outputs().use_lost) * (1 - 1e-12)


def test_enforcement_and_fines_are_levers() -> None:
    case = case_of("licensing")
    assert float(case.but("nobody", enforcement=0.0).outputs().harm_avoided) < float(case.outputs().harm_avoided)
    strict = case.but("strict", enforcement=100.0).outputs()
    assert float(strict.complying) > 0.99
    assert float(strict.lines["projects_comply"]) > float(case.outputs().lines["projects_comply"])
    calm = {"deterrence": 0.0, "detection": 0.1}
    fined, free = (case.but(f"fined {fine}", calm | {"fine": fine}) for fine in (1e6, 0.0))
    y, without = contrast(fined).outputs(), contrast(free).outputs()
    assert_allclose(y.transfers["fines"], 1e5 * fined.outputs().not_complying, rtol=1e-9)
    assert_allclose(y.net_world, without.net_world, rtol=1e-12)  # a transfer
    feared = case.but("feared", {"fine": 1e8, "detection": 0.1, "deterrence": 1.0}).outputs()
    assert float(feared.complying) > float(case.outputs().complying)


def test_a_proposal_that_sets_an_uncertainty_is_refused() -> None:
    said: dict[str, Any] = {"title": "A", "status": "", "reference": "", "open_source": "", "jurisdiction": "world"}
    said |= {"date": datetime.date(2026, 11, 30)}
    sets = {"liability.harm_control": {"vendor_exposure": {"value": 1, "clause": "1"}}}
    rule = Proposal("mine", ProposalSeed.model_validate(said | {"levers": sets}))
    with pytest.raises(InputError, match="sets vendor_exposure, which is a given, not a lever"):
        rule.apply(case_of(STATUS_QUO))
