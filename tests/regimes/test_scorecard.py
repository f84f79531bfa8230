"""The scorecard against runs one at a time, the value of information, and itself in another order."""

import pickle
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.case import baseline
from mloss_econ.engine import compare, simulate, together
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import default_store
from mloss_econ.regimes import (
    SCENARIO,
    Contest,
    Scorecard,
    break_even_harm,
    contest_case,
    disagreement,
    increments,
    regime,
    regime_case,
    scorecard,
    steps_text,
)
from mloss_econ.regimes.scorecard import _ranks
from mloss_econ.sensitivity import evpi
from mloss_econ.units import PriceBase

NAMES = ("licensing", "risk_tiers", "deployment_liability")


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return scorecard(NAMES, n=1024, seed=5)


@pytest.mark.slow
def test_together_is_simulate_to_the_bit(card: Scorecard) -> None:
    for name in NAMES:
        run = simulate(regime, regime_case(name), n=1024, seed=5)
        assert_array_equal(card.sample.values[name]["net_world"], run.output("net_world"))
        assert_array_equal(card.sample.values[name]["by_profile.eu-br_3"], run.output("by_profile.eu-br_3"))


@pytest.mark.slow
def test_scores_are_those_of_a_comparison_and_its_value_of_information(card: Scorecard) -> None:
    cases = [regime_case(name) for name in ("status_quo", *NAMES)]
    options = compare(regime, cases, judged_by="net_world", n=1024, seed=5)
    known = evpi(options)
    for row, summary in zip(known.options, options.rows, strict=True):
        score = card.score(row.option)
        assert_allclose(score.mean.value, row.mean.value, rtol=1e-12)
        assert_allclose(score.best_in.value, row.probability.value, rtol=1e-12)
        assert_allclose(score.expected_loss.value, row.loss.value, rtol=1e-9, atol=1)
        assert_allclose([score.median, score.p5], [summary.summary.median.value, summary.summary.p5.value], rtol=1e-9)
    assert_allclose(card.worth_knowing.value, known.value.value, rtol=1e-9)
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
            assert (name in score.beaten_by) == never
    assert card.score("status_quo").break_even == ()


def test_break_even_is_where_the_net_is_nothing() -> None:
    case = regime_case("risk_tiers")
    (harm,) = break_even_harm(case)
    near = [float(case.but("near", yearly_harm=harm * f).outputs().net_world) for f in (0.99, 1.01)]
    assert near[0] < 0 < near[1]
    assert break_even_harm(regime_case("status_quo")) == ()


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
def test_a_break_even_between_two_harms_of_the_grid_is_found(net: Any, harms: tuple[float, ...]) -> None:
    case: Any = SimpleNamespace(point=regime_case("risk_tiers").point)
    case.calculator = lambda x: SimpleNamespace(net_world=net(x.yearly_harm))
    assert break_even_harm(case) == pytest.approx(harms, rel=1e-3)


def test_levels_of_harm_are_those_of_the_seeds(card: Scorecard) -> None:
    store = default_store()
    measured = store.belief("harm.measured")
    factor = store.prices.convert(measured.prices, PriceBase.parse("USD 2022")).factor  # type: ignore[arg-type]
    assert_allclose(card.harms["harm.measured"], 893.3e6 * factor, rtol=1e-12)
    case = regime_case("licensing").but("forecast", yearly_harm=card.harms["harm.forecast"])
    run = simulate(regime, case, n=1024, seed=5)
    assert_allclose(card.score("licensing").by_harm["harm.forecast"], run.mean("net_world").value, rtol=1e-9)


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
    assert "has the highest mean net benefit to the world" in said or "Nothing new does best" in said
    for words in ("USD 2022", "1,024 draws, seed 5", "Not counted", "judgement", *NAMES):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"names": ["licencing"]}, "Did you mean .licensing"),
        ({"names": [], "viewpoint": "world"}, "needs a proposal beside the status quo"),
        ({"viewpoint": "wrld"}, "viewpoint 'wrld' is not known. Did you mean .world"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        scorecard(**asked, n=64)


def test_cases_in_two_price_bases_are_refused_by_name() -> None:
    cases = [regime_case("licensing"), regime_case("permits", prices="EUR 2021")]
    with pytest.raises(UnitError, match=r"'licensing' is in USD 2022 but 'permits' is in EUR 2021"):
        together(regime, cases, outputs=["net_world"], n=64, seed=1)
    with pytest.raises(InputError, match="has no output 'net_wrld'"):
        together(regime, [regime_case("licensing"), regime_case("permits")], outputs=["net_wrld"], n=64, seed=1)


@pytest.mark.slow
def test_a_contest_is_the_difference_of_two_runs() -> None:
    case = contest_case("risk_tiers", "licensing", "status_quo")(default_store(), PriceBase.parse("USD 2022"))
    run = simulate(case.calculator, case, n=128, seed=2)
    nets = {n: simulate(regime, regime_case(n), n=128, seed=2).output("net_world") for n in ("risk_tiers", "licensing")}
    assert_allclose(run.output("net.licensing"), nets["licensing"], rtol=1e-12)
    ahead = nets["risk_tiers"] - np.maximum(nets["licensing"], 0)
    assert_allclose(run.output("advantage"), ahead, rtol=1e-9, atol=1)
    other = contest_case("risk_tiers", "licensing")(default_store(), PriceBase.parse("USD 2022"))
    assert other.digest() != case.digest()
    assert case.digest() != baseline(regime, scenario=SCENARIO).digest()


def test_a_disagreement_is_taken_apart_without_rest() -> None:
    sides = ("development_rules_critics", "development_rules_proponents")
    found = disagreement(*sides, ["licensing", "deployment_liability"])
    store = default_store()
    for name, made in found.bridges.items():
        ends = [float(regime_case(name, store=store.under(side)).outputs().net_world) for side in sides]
        assert_allclose(made.values, ends, rtol=1e-9)
        assert_allclose(sum(row.part for row in made.rows), ends[1] - ends[0], rtol=1e-6)
    text = str(found)
    assert max(map(len, text.splitlines())) <= 80
    assert "yearly_harm" in text
    with pytest.raises(InputError, match="does not disagree with itself"):
        disagreement("adopted", "adopted", ["licensing"])
    with pytest.raises(InputError, match="there is no belief set 'critics'"):
        disagreement("adopted", "critics", ["licensing"])


def test_equals_share_the_better_rank() -> None:
    assert _ranks(np.array([1.0, 3.0, 3.0, 2.0])).tolist() == [4, 1, 1, 3]


def test_the_digest_of_a_contest_holds_its_levers() -> None:
    """Two contests of the same names whose rules set other numbers are two cases."""
    one, other = (Contest(("a", "b"), {"a": {"in_scope": v}, "b": {}}) for v in (0.1, 0.2))
    case = baseline(regime, scenario=SCENARIO)
    assert replace(case, calculator=one).digest() != replace(case, calculator=other).digest()
    assert replace(case, calculator=one).digest() == replace(case, calculator=pickle.loads(pickle.dumps(one))).digest()
