"""The scorecard against runs one at a time, the value of information, and itself in another order."""

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.base.units import PriceBase
from mloss_econ.engine import compare, estimate, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import contrast
from mloss_econ.regimes import HARMS, Scorecard, harm_levels, increments, scorecard, steps_text, world_under
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
    assert card.score("status_quo").structure.sign == "no effect"


def test_a_score_says_what_its_draws_say(card: Scorecard) -> None:
    """Chance above zero, and the interval of ranks, counted draw by draw."""
    worth = card.sample.of("net_world")
    for k, name in enumerate(card.sample.labels):
        score, ranks = (
            card.score(name),
            [1 + sum(other > one for other in column) for one, column in zip(worth[k], worth.T, strict=True)],
        )
        assert score.pays.value == np.mean([v > 0 for v in worth[k]])
        ordered = sorted(ranks)
        assert (score.rank_low, score.rank_high) == (
            ordered[int(np.ceil(0.05 * 1024)) - 1],
            ordered[int(np.ceil(0.95 * 1024)) - 1],
        )
        assert_allclose(sum(score.avoided_of.values()), score.harm_avoided, rtol=1e-9, atol=1e-3)


def test_levels_of_harm_are_those_of_the_seeds(card: Scorecard) -> None:
    store = default_store()
    base = PriceBase.parse(str(card.prices))
    for kind in HARMS:
        total = 0.0
        for channel in store.scenario("ai_duties").tree["channels"]:
            level = store.belief(f"harm_levels.{channel}_{kind}")
            assert level.prices is not None
            total += level.value * store.prices.convert(level.prices, base).factor
        assert_allclose(card.harms[kind], total, rtol=1e-12)
    levels = harm_levels(store, store.scenario("ai_duties").tree["channels"], "forecast", base)
    run = simulate(contrast(world_under("licensing", prices=base).but("forecast", levels)), n=1024, seed=5)
    assert_allclose(card.score("licensing").by_harm["forecast"], estimate(run, "net_world").value, rtol=1e-9)


def test_no_proposal_is_called_best_by_chance(card: Scorecard) -> None:
    assert card.best is None
    first = card.scores[0]
    sure = replace(first, probability_best=replace(first.probability_best, value=0.95))
    for under, best in ((first.name, None if first.name == "status_quo" else sure), ("licensing_", None)):
        made = replace(card, scores=(sure, *card.scores[1:]), best_under_every=under)
        assert made.best == best
    named = replace(sure, name="risk_tiers")
    whole = replace(card, scores=(named, *card.scores[1:]), best_under_every="risk_tiers")
    assert whole.best is named
    assert "can be called best: it is so under every structure, with a probability of being best of 95 %." in " ".join(
        str(whole).split()
    )
    assert "None can be called best" in " ".join(str(card).split())


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
    assert "Of 3 proposals that would change the law" in said
    for words in ("1,024 draws, seed 5", "Not counted", "expert judgement", "Switching values", *NAMES):
        assert words in said


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


# ---------------------------------------------------------------- in force, and viewpoints


def test_what_is_in_force_before_the_baseline_has_no_increment() -> None:
    """SB 53 applies since 1 January 2026: nothing by then, something before; repeal brings what the law takes."""
    after, before = (
        scorecard(["sb53"], n=256, seed=5, day=datetime.date(y, m, 31)) for y, m in ((2026, 1), (2025, 12))
    )
    new, old = before.score("sb53"), after.score("sb53")
    assert (old.mean.value, old.adopted, old.p95, old.structure.sign) == (0, 0, 0, "no effect")
    assert old.since == datetime.date(2026, 1, 1)
    assert new.since is None
    assert new.if_repealed is None
    assert old.if_repealed is not None
    assert old.if_repealed.value == -new.mean.value != 0
    assert "In force by 2026-01-31" in str(after)
    assert "In force by" not in str(before)


def test_a_viewpoint_is_that_regions_balance() -> None:
    whole, mine = (scorecard(["eu_ai_act_highrisk"], viewpoint=v, n=256, seed=5) for v in ("world", " EU "))
    assert (whole.viewpoint, mine.viewpoint, mine.net) == ("world", "eu", "net_of.eu")
    one, other = whole.score("eu_ai_act_highrisk"), mine.score("eu_ai_act_highrisk")
    assert_allclose(other.mean.value, mine.sample.of("net_of.eu")[1].mean(), rtol=1e-12)
    assert other.mean.value != one.mean.value
    assert {"world", "open projects", "us", "eu", "uk"} <= set(one.ranks)
    made = contrast(world_under("eu_ai_act_highrisk")).outputs()
    assert other.adopted == float(made.net_of["eu"])


@pytest.mark.slow
def test_two_places_are_compared_on_one_scorecard() -> None:
    """Each against the same status quo, whatever part of the world it binds."""
    card = scorecard(["sb1047", "licensing"], n=128, seed=5)
    for name in ("sb1047", "licensing"):
        case = contrast(world_under(name))
        assert_array_equal(card.sample.values[name]["net_world"], simulate(case, n=128, seed=5).output("net_world"))
        assert float(case.outputs().net_world) == card.score(name).adopted
    both = contrast(world_under("sb1047"), world_under("licensing"))
    apart = card.score("sb1047").adopted - card.score("licensing").adopted
    assert_allclose(float(both.outputs().net_world), apart, rtol=1e-9)


def test_equals_share_the_better_rank() -> None:
    assert _ranks(np.array([1.0, 3.0, 3.0, 2.0])).tolist() == [4, 1, 1, 3]
