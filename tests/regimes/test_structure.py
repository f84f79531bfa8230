"""Structural beliefs: their ends, their switching values, and every combination."""

from itertools import product

import numpy as np
import pytest
from few import few
from numpy.testing import assert_allclose

from mloss_econ.kernel import contrast
from mloss_econ.regimes import STRUCTURE, structure_of, world_under
from mloss_econ.regimes.crossings import Net
from mloss_econ.regimes.effects import flows_inputs
from mloss_econ.regimes.places import places_of
from mloss_econ.regimes.structure import ABOVE, BELOW, DEPENDS, NONE, Structure, under_every


def test_every_choice_is_an_input_with_ends_that_hold_what_is_adopted() -> None:
    case = world_under("development_liability")
    for name, choice in STRUCTURE.items():
        low, high = choice.ends(case)
        assert low < high, name
        for path in choice.paths(case):
            assert low <= case.entry(path).value <= high, name
    assert STRUCTURE["rebuilt"].ends(case) == (0, 1)
    assert STRUCTURE["displacement"].ends(case) == (0, 1)
    assert len(STRUCTURE["displacement"].paths(case)) == len(case.point.channels)


@pytest.mark.parametrize("name", few(["licensing", "eo14110", "deployment_liability", "eu_prohibitions"], 1))
def test_the_worst_and_the_best_of_all_combinations_one_at_a_time(name: str) -> None:
    case = world_under(name)
    made = structure_of(case)
    every = list(product(*(choice.ends(case) for choice in STRUCTURE.values())))
    nets = under_every(Net.of(case), case)
    for k in np.random.default_rng(1).integers(0, len(every), 6):
        changes = {
            path: value
            for choice, value in zip(STRUCTURE.values(), every[k], strict=True)
            for path in choice.paths(case)
            if path != "offenders"
        }
        changes["offenders"] = every[k][list(STRUCTURE).index("offenders")]
        assert_allclose(nets[k], contrast(case.but("corner", changes)).outputs().net_world, rtol=1e-9, atol=1e-3)
    assert (made.lowest, made.highest) == (nets.min(), nets.max())


def test_liability_is_tried_only_where_a_proposal_sets_it() -> None:
    held, free = world_under("hawley_blumenthal"), world_under("licensing")
    assert STRUCTURE["liability"].ends(held) == (0, 1)
    assert STRUCTURE["liability"].ends(free) == (free.entry("developer_liable").value,) * 2
    assert "liability" not in {name for name, at in structure_of(free).switching.items() if at}


def test_a_proposal_that_all_follow_is_one_that_binds_all() -> None:
    """But for deployers and staff, whose number is that where its text binds."""
    case = world_under("hawley_blumenthal")
    everywhere = {path: 1.0 for path in case.entries if path.endswith(".bound")} | {"rest_bound": 1.0}
    one = contrast(case.but("followed", followed=1.0)).outputs()
    other = contrast(case.but("bound", everywhere)).outputs()
    assert float(one.share_bound) == float(other.share_bound)
    own = float(case.outputs().share_bound)  # what is counted where its text binds: followers have their own
    assert_allclose(one.lines["deployers_comply"], other.lines["deployers_comply"] / own, rtol=1e-9)
    assert_allclose(one.lines["projects_comply"], other.lines["projects_comply"], rtol=1e-9)
    assert_allclose(one.harm_avoided, other.harm_avoided, rtol=1e-9)


def test_followers_pay_for_what_they_adopt_and_no_place_pays_for_another() -> None:
    """Deployers and staff: what the United States pays stays as it is, whoever follows its law."""
    cases = [world_under("hawley_blumenthal").but("followed", followed=f) for f in (0.0, 0.5, 1.0)]
    paid = [float(contrast(case).outputs().lines["deployers_comply"]) for case in cases]
    bound = [float(case.outputs().share_bound) for case in cases]
    assert_allclose(np.array(paid) / paid[0], np.array(bound) / bound[0], rtol=1e-12)
    staff = [places_of(flows_inputs(one, one.point)).of["us"].own for one in cases]
    assert_allclose(staff, 1.0, rtol=1e-12)


def test_a_switching_value_of_followers_is_where_the_sign_changes() -> None:
    at = structure_of(world_under("eo14110")).switching["followers"]
    near = [contrast(world_under("eo14110").but("near", followed=at[0] + d)).outputs().net_world for d in (-0.01, 0.01)]
    assert float(near[0]) < 0 < float(near[1])


def test_a_switching_value_is_where_the_sign_changes() -> None:
    case = world_under("development_liability")
    (at,) = structure_of(case).switching["displacement"]
    paths = STRUCTURE["displacement"].paths(case)
    near = [contrast(case.but("near", dict.fromkeys(paths, at + d))).outputs().net_world for d in (-0.01, 0.01)]
    assert float(near[0]) > 0 > float(near[1])


def test_a_pause_hinges_on_what_closed_models_are_worth() -> None:
    """It loses use worth 20 billion a year; only if that use is worth a few per cent of it does it pay."""
    (at,) = structure_of(world_under("pause_6m")).switching["closed use"]
    assert 0.1e9 < at < 10e9


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(1.0, 2.0, ABOVE), (-2.0, -1.0, BELOW), (-1.0, 1.0, DEPENDS), (0.0, 0.0, NONE), (0.0, 1.0, DEPENDS)],
)
def test_the_sign_under_every_structure(low: float, high: float, said: str) -> None:
    assert Structure({}, low, high).sign == said
