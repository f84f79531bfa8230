"""Does a claim hold: by draws with a known answer, at every corner, and by its switching values; no input is missed."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import toys
from few import few
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import Category, Claim, baseline, claim, replace_leaves
from mloss_econ.kernel.claims import KINDS
from mloss_econ.liability import bank_before_platform, platform_before_family
from mloss_econ.regimes import tight_budgets_priced_out, world
from mloss_econ.registry import claim_named
from mloss_econ.sensitivity import VERDICT_STEPS, held_in, verdict
from mloss_econ.sensitivity.points import adopted_quantile, at_points, uncertain
from mloss_econ.uncertainty import REPLICATES
from mloss_econ.value import attributed_value, created_30_billion, hundredfold

SOURCE = "mloss_policy_paper.exit_share"  # a fact without a number
SMALL = {"n": 2**10, "seed": 1}
EVERY = [created_30_billion, hundredfold, tight_budgets_priced_out, platform_before_family, bank_before_platform]


def toy_claim(predicate: Any, of: Any = toys.product) -> tuple[Claim, Any]:
    """A claim about a toy and its case (the facts are the library's)."""
    predicate.__doc__ = "A sentence.\n\nHow it is put."
    case = toys.toy_case(of)
    case = replace(case, store=replace(case.store, facts=default_store().facts))
    return claim("T01", source=SOURCE, of=of)(predicate), case


# ---------------------------------------------------------------- draws


def test_what_is_always_true() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y > 0)
    answer = verdict(made, case=case, **SMALL)
    assert (answer.held.value, answer.held.error, answer.at_adopted) == (1, 0, True)
    assert (answer.corners, answer.corners_held, answer.switching_values) == (4, 4, ())
    assert "No single input changes the answer at any of 999 values of its belief." in " ".join(str(answer).split())
    assert answer.frame().notes[-1].startswith("No single input changes the answer at any of 999")


def test_inputs_that_were_tried_at_fewer_values_are_counted() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y < 99, of=toys.linear)
    answer = verdict(made, case=case, **SMALL)
    assert (answer.switching_values, answer.idle) == ((), 1)
    assert "; inputs that move no output at 25 of them (1) were tried at those alone." in " ".join(str(answer).split())


def test_what_is_never_true() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y < 0)
    answer = verdict(made, case=case, **SMALL)
    assert (answer.held.value, answer.held.error, answer.at_adopted) == (0, 0, False)
    assert (answer.corners, answer.corners_held, answer.switching_values) == (4, 0, ())


@pytest.mark.parametrize("cut", [4.0, 10.0, 17.5, 40.0])
def test_what_has_a_known_probability(cut: float) -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= cut)
    answer = verdict(made, case=case, n=2**13, seed=2)
    truth = stats.lognorm(s=np.sqrt(0.3125), scale=10).sf(cut)
    assert abs(answer.held.value - truth) < 4 * answer.held.error + 1e-4
    assert answer.at_adopted == (cut <= 10)
    assert answer.n == 2**13


def test_the_error_bar_is_that_of_the_replicates() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= 12)
    answer = verdict(made, case=case, **SMALL)
    held = simulate(case, **SMALL).output("y") >= 12
    parts = [held[r::REPLICATES].mean() for r in range(REPLICATES)]
    assert answer.held.value == held.mean()
    assert_allclose(answer.held.error, np.std(parts, ddof=1) / 4, rtol=1e-12)


def test_a_predicate_may_look_at_the_inputs() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= 5 * x.left)
    answer = verdict(made, case=case, n=2**12, seed=1)
    assert_allclose(answer.held.value, 0.5, atol=0.01)  # right >= its median


def test_a_draw_that_is_no_number_does_not_hold() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= 0, of=toys.holed)
    assert_allclose(verdict(made, case=case, n=2**12, seed=1).held.value, 0.75, atol=1e-3)


# ---------------------------------------------------------------- corners


@pytest.mark.parametrize("cut", [3.0, 6.0, 12.0, 14.5, 15.2, 30.0])
def test_every_corner_of_few_inputs_is_tried(cut: float) -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= cut)
    answer = verdict(made, case=case, **SMALL)
    ends = [entry.dist.quantile(np.array([0.05, 0.95])) for entry in case.entries.values()]
    products = [float(a * b) for a, b in itertools.product(*ends)]
    assert (answer.corners, answer.corners_held) == (4, sum(p >= cut for p in products))


def test_every_corner_of_a_real_claim_is_tried() -> None:
    answer = verdict(hundredfold, **SMALL)
    case = hundredfold.case()
    uncertain = {p: e for p, e in case.entries.items() if e.uncertain}
    held = 0
    for corner in itertools.product((0.05, 0.95), repeat=len(uncertain)):
        values = {p: float(e.dist.quantile(u)) for (p, e), u in zip(uncertain.items(), corner, strict=True)}
        held += bool(case.but("corner", values).outputs().benefit_cost_ratio >= 100)
    assert (answer.corners, answer.corners_held) == (2 ** len(uncertain), held)


def test_of_many_inputs_a_fair_sample_of_corners_is_tried() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y >= 7, of=toys.highs)
    truth = stats.binom(14, 0.5).sf(6)  # at least seven of fourteen at their high end
    held = [verdict(made, case=case, n=64, seed=seed) for seed in range(6)]
    for answer in held:
        assert answer.corners == 4096
        assert abs(answer.corners_held / 4096 - truth) < 4 * np.sqrt(truth * (1 - truth) / 4096)
    assert len({answer.corners_held for answer in held}) > 1  # other seeds, other corners
    assert verdict(made, case=case, n=64, seed=0).corners_held == held[0].corners_held


def test_a_belief_used_twice_has_two_ends_not_four_corners() -> None:
    made, case = toy_claim(lambda x, y, stated: np.abs(y.y) < 1e-12, of=toys.difference)
    answer = verdict(made, case=case, **SMALL)
    assert answer.held.value == 1
    assert answer.corners_held == answer.corners  # x - x = 0 at its low end and at its high end
    assert answer.switching_values == ()


# ---------------------------------------------------------------- switching values


def brute_force_turns(made: Claim, case: Any) -> dict[str, tuple[float, float, str]]:
    """For each input the nearest of 999 quantiles that changes the answer, one point at a time."""
    stated = made.stated(case)
    answer = bool(made.predicate(case.point, case.outputs(), stated))
    numbers = {p: e.value for p, e in case.entries.items()}
    found = {}
    for path, entry in case.entries.items():
        if not entry.uncertain:
            continue
        here = float(entry.dist.cdf(entry.value))
        best = None
        for k in range(1, 1000):
            u = k / 1000
            x = replace_leaves(case.point, numbers | {path: float(entry.dist.quantile(u))})
            holds = bool(made.predicate(x, case.calculator(x), stated))
            if holds != answer and (best is None or abs(u - here) < best[1] - 1e-12):
                best = (u, abs(u - here), "below" if u < here else "above")
        if best is not None:
            found[path] = best
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "made", [created_30_billion, pytest.param(hundredfold, marks=pytest.mark.slow)], ids=lambda c: c.name
)
def test_switching_values_of_real_claims_against_brute_force(made: Claim) -> None:
    case = made.case()
    expected = brute_force_turns(made, case)
    answer = verdict(made, **SMALL)
    assert {t.path for t in answer.switching_values} == set(expected)
    for one in answer.switching_values:
        u, distance, side = expected[one.path]
        assert_allclose((one.quantile, one.distance), (u, distance), rtol=1e-9, atol=1e-12)
        assert one.side == side
        assert_allclose(one.value, case.entries[one.path].dist.quantile(u), rtol=1e-9)
    assert [t.distance for t in answer.switching_values] == sorted(t.distance for t in answer.switching_values)


def test_the_switching_value_of_a_toy_is_where_it_must_be() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y < 12)
    answer = verdict(made, case=case, **SMALL)
    by_path = {t.path: t for t in answer.switching_values}
    assert answer.at_adopted
    for path, value in (("left", 12 / 5), ("right", 12 / 2)):
        quantile = float(case.entries[path].dist.cdf(value))
        assert by_path[path].side == "above"
        assert 0 <= by_path[path].quantile - quantile < 0.001 + 1e-12
        assert_allclose(by_path[path].distance, by_path[path].quantile - 0.5, rtol=1e-9)
    assert answer.switching_values[0].path == "left"  # the wider one needs less
    assert "Fails if left is above" in " ".join(str(answer).split())


def test_a_claim_that_fails_at_the_adopted_point_can_be_switched_to_hold() -> None:
    made, case = toy_claim(lambda x, y, stated: y.y < 9)
    answer = verdict(made, case=case, **SMALL)
    assert not answer.at_adopted
    assert {t.side for t in answer.switching_values} == {"below"}
    assert "Would hold if" in " ".join(str(answer).split())


# ---------------------------------------------------------------- the case and the stated number


def test_the_stated_number_comes_from_the_fact_in_the_price_base_of_the_case() -> None:
    assert created_30_billion.stated(created_30_billion.case(prices="USD 2022")) == 30e9
    euros = created_30_billion.case(prices="EUR 2021")
    factor = euros.store.prices.convert(PriceBase("USD", 2022), PriceBase("EUR", 2021)).factor
    assert_allclose(created_30_billion.stated(euros), 30e9 * factor, rtol=1e-15)
    assert hundredfold.stated(hundredfold.case(prices="EUR 2021")) == 100
    assert np.isnan(tight_budgets_priced_out.stated(tight_budgets_priced_out.case()))


@pytest.mark.parametrize("made", [created_30_billion, hundredfold], ids=lambda c: c.name)
def test_the_verdict_is_the_same_in_every_price_base(made: Claim) -> None:
    dollars, euros = verdict(made, **SMALL), verdict(made, prices="EUR 2021", **SMALL)
    assert dollars.held == euros.held
    assert (dollars.at_adopted, dollars.corners_held) == (euros.at_adopted, euros.corners_held)


def test_another_case_of_the_same_calculator_may_be_tested() -> None:
    net = hundredfold.case().but("net", net_share={"kind": "uniform", "low": 0.05, "high": 0.7})
    answer = verdict(hundredfold, case=net, **SMALL)
    assert answer.case == "net"
    assert answer.held.value < verdict(hundredfold, **SMALL).held.value
    assert not answer.at_adopted
    with pytest.raises(InputError, match=r"compliance\.pricing_out"):
        verdict(hundredfold, case=baseline(pricing_out), **SMALL)


@pytest.mark.parametrize("made", few(EVERY, 2), ids=lambda c: c.name)
def test_every_claim_of_the_library_gets_a_verdict(made: Claim) -> None:
    answer = verdict(made, n=64, seed=1)
    assert 0 <= answer.held.value <= 1
    assert 0 <= answer.corners_held <= answer.corners
    assert made.kind in KINDS
    text = " ".join(str(answer).split())
    assert made.sentence in text
    assert "Tested as:" in text


def test_verdicts_of_one_seed_are_one() -> None:
    assert verdict(created_30_billion, **SMALL) == verdict(created_30_billion, **SMALL)


# ---------------------------------------------------------------- writing a claim


def test_a_claim_needs_its_sentence_and_how_it_is_put() -> None:
    with pytest.raises(InputError, match="claim T02: write its sentence"):

        @claim("T02", source=SOURCE, of=toys.product)
        def no_words(x: Any, y: Any, stated: float) -> Any:
            """Only a sentence."""

    with pytest.raises(InputError, match="claim T03"):
        claim("T03", source=SOURCE, of=toys.product)(lambda x, y, stated: y.y > 0)


def test_a_predicate_that_fails_or_answers_with_a_number_is_refused_by_name() -> None:
    broken, case = toy_claim(lambda x, y, stated: y.z > 0)
    with pytest.raises(InputError, match=r"claim T01: its predicate failed: AttributeError"):
        verdict(broken, case=case, **SMALL)
    number, case = toy_claim(lambda x, y, stated: y.y)
    with pytest.raises(InputError, match=r"claim T01: its predicate gives float64, not yes or no"):
        verdict(number, case=case, **SMALL)


def test_an_unknown_source_is_refused_with_the_nearest() -> None:
    made, _ = toy_claim(lambda x, y, stated: y.y > 0)
    wrong = claim("T04", source="mloss_policy_paper.multiplyer", of=attributed_value)(made.predicate)
    with pytest.raises(InputError, match=r"Did you mean 'mloss_policy_paper\.multiplier'"):
        verdict(wrong, **SMALL)


# ---------------------------------------------------------------- inputs passed over


module = importlib.import_module("mloss_econ.sensitivity.verdict")


billed = world.upto(pricing_out)


@claim("X01", source="tidelift.unpaid_2024", of=pricing_out)
def unfunded_are_many(x: Any, y: Any, stated: float) -> Any:
    """Unfunded use is more than a quarter.

    It reads an input, not an output.
    """
    return x.share_replaced > 0.25


def under_no_rule(store: Store, prices: PriceBase) -> Any:
    """A case in which the costs of duties change nothing, for no rule imposes them."""
    return baseline(billed, prices=prices, store=store)


@claim("X02", source="tidelift.unpaid_2024", of=billed, case=under_no_rule)
def documents_are_dear(x: Any, y: Any, stated: float) -> Any:
    """Documents take more than 150 hours.

    It reads an input that changes no output here.
    """
    return x.duties["documents"].hours > 150.0


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
def test_switching_values_are_those_of_all_inputs(name: str) -> None:
    made = verdict(claim_named(name), n=256)
    assert {t.path: t.distance for t in made.switching_values} == pytest.approx(by_brute_force(claim_named(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["C08", "C16", "C31"])
def test_switching_values_of_long_chains_are_those_of_all_inputs(name: str) -> None:
    made = verdict(claim_named(name), n=256)
    assert {t.path: t.distance for t in made.switching_values} == pytest.approx(by_brute_force(claim_named(name)))


def test_a_claim_about_an_input_alone_has_its_switching_value() -> None:
    made = verdict(unfunded_are_many, n=256)
    assert [t.path for t in made.switching_values] == ["share_replaced"]
    assert made.switching_values[0].value == pytest.approx(0.25, rel=0.02)
    assert {t.path: t.distance for t in made.switching_values} == pytest.approx(by_brute_force(unfunded_are_many))


@pytest.mark.slow
def test_a_claim_about_an_input_that_changes_nothing_has_its_switching_value() -> None:
    made = verdict(documents_are_dear, n=256)
    found = by_brute_force(documents_are_dear)
    assert set(found) == {"duties.documents.hours"}
    assert {t.path: t.distance for t in made.switching_values} == pytest.approx(found)


@pytest.mark.parametrize("name", ["C02", "C12", "C13"])
def test_held_is_the_predicate_on_the_draws(name: str) -> None:
    """Against the calculator evaluated again at every draw, categories too."""
    asked = claim_named(name)
    run = simulate(asked.case(), n=512, seed=3)
    x, y = at_points(run.case, dict(run.draws.inputs.items()))
    again = np.broadcast_to(asked.holds(x, y, asked.stated(run.case)), (512,))
    assert np.array_equal(held_in(asked, run), again)
    assert Category is module.Category
