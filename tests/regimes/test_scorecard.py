"""The scorecard against runs one at a time, the value of information, and itself in another order."""

import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.base.units import PriceBase
from mloss_econ.engine import compare, estimate, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import ProposalSeed, default_store
from mloss_econ.kernel import contrast
from mloss_econ.regimes import Scorecard, break_even_harm, increments, scorecard, steps_text, world_under
from mloss_econ.regimes.scorecard import _ranks
from mloss_econ.sensitivity import evpi

NAMES = ("licensing", "risk_tiers", "deployment_liability")


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return scorecard(NAMES, n=1024, seed=5)


@pytest.mark.slow
def test_together_is_simulate_to_the_bit(card: Scorecard) -> None:
    for name in NAMES:
        case = contrast(world_under(name))
        run = simulate(case, n=1024, seed=5)
        assert_array_equal(card.sample.values[name]["net_world"], run.output("net_world"))
        assert_array_equal(card.sample.values[name]["by_profile.eu-br_3"], run.output("by_profile.eu-br_3"))
        level = simulate(world_under(name), n=1024, seed=5)
        assert_array_equal(card.sample.values[name]["harm_remaining"], level.output("harm_remaining"))


@pytest.mark.slow
def test_scores_are_those_of_a_comparison_and_its_value_of_information(card: Scorecard) -> None:
    cases = [world_under(name) for name in ("status_quo", *NAMES)]
    options = compare(cases, judged_by="net_world", n=1024, seed=5)
    today, known = options.runs[0].output("net_world"), evpi(options)
    for row, run in zip(known.options, options.runs, strict=True):
        score = card.score(row.option)
        gain = run.output("net_world") - today
        assert_allclose(score.mean.value, gain.mean(), rtol=1e-9, atol=1)
        assert_allclose(score.probability_best.value, row.probability.value, rtol=1e-12)
        assert_allclose(score.expected_opportunity_loss.value, row.loss.value, rtol=1e-9, atol=1)
        assert_allclose([score.median, score.p5], np.quantile(gain, [0.5, 0.05]), rtol=1e-9, atol=1)
    assert_allclose(card.evpi.value, known.value.value, rtol=1e-9)
    assert card.scores[0].name == known.best
    assert [s.ranks["world"] for s in card.scores] == [1, 2, 3, 4]


@pytest.mark.slow
def test_the_order_of_proposals_changes_nothing(card: Scorecard) -> None:
    other = scorecard(tuple(reversed(NAMES)), n=1024, seed=5)
    assert other.scores == card.scores


@pytest.mark.slow
def test_a_proposal_is_dominated_only_if_it_is_never_better(card: Scorecard) -> None:
    worth = dict(zip(card.sample.labels, card.sample.of("net_world"), strict=True))
    for score in card.scores:
        for name, values in worth.items():
            never = bool((values >= worth[score.name]).all() and (values > worth[score.name]).any())
            assert (name in score.dominated_by) == never
    assert card.score("status_quo").break_even == ()


def test_break_even_is_where_the_net_is_zero() -> None:
    case = world_under("risk_tiers")
    (harm,) = break_even_harm(case)
    near = [float(contrast(case.but("near", yearly_harm=harm * f)).outputs().net_world) for f in (0.99, 1.01)]
    assert near[0] < 0 < near[1]
    assert break_even_harm(world_under("status_quo")) == ()


@pytest.mark.parametrize(
    ("net", "harms"),
    [
        (lambda h: np.log(h / 3.3e9) ** 2 - 1e-4, (3.3e9 * np.exp(-0.01), 3.3e9 * np.exp(0.01))),  # a dip in one cell
        (lambda h: 1e-4 - np.log(h / 3.3e9) ** 2, (3.3e9 * np.exp(-0.01), 3.3e9 * np.exp(0.01))),
        (lambda h: np.sign(np.round(np.log10(h) - 9, 9)), (1e9,)),  # nothing at a point of the grid
        (lambda h: h + 1.0, ()),
        (lambda h: 0 * h, ()),
    ],
)
def test_a_break_even_between_two_harms_of_the_grid_is_found(
    net: Any, harms: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    case: Any = SimpleNamespace(point=world_under("risk_tiers").point)
    case.calculator = lambda x: SimpleNamespace(net_world=net(x.yearly_harm))
    monkeypatch.setattr(sys.modules[_ranks.__module__], "contrast", lambda it, *against: it)
    assert break_even_harm(case) == pytest.approx(harms, rel=1e-3)


def test_levels_of_harm_are_those_of_the_seeds(card: Scorecard) -> None:
    store = default_store()
    measured = store.belief("harm.measured")
    factor = store.prices.convert(measured.prices, PriceBase.parse("USD 2022")).factor  # type: ignore[arg-type]
    assert_allclose(card.harms["harm.measured"], 893.3e6 * factor, rtol=1e-12)
    case = contrast(world_under("licensing").but("forecast", yearly_harm=card.harms["harm.forecast"]))
    run = simulate(case, n=1024, seed=5)
    assert_allclose(card.score("licensing").by_harm["harm.forecast"], estimate(run, "net_world").value, rtol=1e-9)


def test_steps_add_up_to_the_last(card: Scorecard) -> None:
    steps = increments(card)
    assert steps[0].start == "status_quo"
    assert [s.to for s in steps[:-1]] == [s.start for s in steps[1:]]
    assert_allclose(sum(s.net.value for s in steps), card.score(steps[-1].to).mean.value, rtol=1e-9)
    assert all(s.cost.value >= 0 for s in steps)


def test_it_reads_well(card: Scorecard) -> None:
    text = f"{card}\n{steps_text(increments(card), card.prices)}"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "has the highest mean net benefit to the world" in said or "The status quo is best for the world" in said
    for words in ("USD 2022", "1,024 draws, seed 5", "Not counted", "expert judgement", *NAMES):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"names": ["licencing"]}, "Did you mean .licensing"),
        ({"names": [], "viewpoint": "world"}, "needs a proposal besides the status quo"),
        ({"viewpoint": "wrld"}, "viewpoint 'wrld' is not known. Did you mean .world"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        scorecard(**asked, n=64)


@pytest.mark.slow
def test_what_is_bound_is_the_same_in_the_status_quo_that_a_proposal_is_set_against() -> None:
    """A proposal of one country is measured against today in what that country binds, one of all against today."""
    said = {"title": "A", "status": "", "reference": "", "open_source": ""}
    levers = {
        "regimes.flows": {"share_bound": {"value": 0.4, "clause": "1"}},
        "liability.harm_control": {"deployer_liable": {"value": 1.0, "clause": "2"}},
    }
    narrow = ProposalSeed.model_validate(said | {"levers": levers})
    store = replace(default_store(), proposals={**default_store().proposals, "narrow": narrow})
    card = scorecard(["narrow", "licensing"], n=64, seed=5, store=store)
    for name in ("narrow", "licensing"):
        case = contrast(world_under(name, store=store))
        run = simulate(case, n=64, seed=5)
        assert_array_equal(card.sample.values[name]["net_world"], run.output("net_world"))
        assert float(case.outputs().net_world) == card.score(name).adopted
    assert card.score("status_quo").mean.value == 0


def test_equals_share_the_better_rank() -> None:
    assert _ranks(np.array([1.0, 3.0, 3.0, 2.0])).tolist() == [4, 1, 1, 3]
