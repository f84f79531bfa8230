"""A bridge between two cases: its parts sum to the difference, and each is the mean over all orders."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import cdi_2021, ceps_2021, pricing_out
from mloss_econ.engine import estimate, simulate
from mloss_econ.errors import InputError, RunError, UnitError
from mloss_econ.evidence import Belief
from mloss_econ.kernel import Case, baseline, proposal
from mloss_econ.regimes import world
from mloss_econ.sensitivity import bridge
from mloss_econ.uncertainty import between, lognormal

PATHS = ("fixed_cost", "payable_share", "median_budget", "sigma")


@pytest.fixture(scope="module")
def today() -> Case[Any, Any]:
    return baseline(pricing_out, prices="USD 2022")


def by_orders(a: Case[Any, Any], b: Case[Any, Any], output: str, paths: list[str]) -> dict[str, float]:
    """Every order walked step by step."""
    parts = dict.fromkeys(paths, 0.0)
    orders = list(permutations(paths))
    for order in orders:
        values: dict[str, Any] = {}
        before = float(getattr(a.outputs(), output))
        for k, path in enumerate(order):
            values[path] = b.entries[path].value
            after = float(getattr(a.but(f"step {k}", values).outputs(), output))
            parts[path] += (after - before) / len(orders)
            before = after
    return parts


@given(st.lists(st.floats(0.2, 5), min_size=4, max_size=4))
@settings(max_examples=8)
def test_parts_are_means_over_all_orders(today: Case[Any, Any], factors: list[float]) -> None:
    changes = {p: today.entries[p].value * f for p, f in zip(PATHS, factors, strict=True)}
    changes["payable_share"] = min(changes["payable_share"], 1.0)
    other = today.but("other", changes)
    found = bridge(today, other, "exit_share_funded")
    expected = by_orders(today, other, "exit_share_funded", [r.path for r in found.rows])
    for row in found.rows:
        assert_allclose(row.part, expected[row.path], rtol=1e-9, atol=1e-12)
    assert_allclose(sum(r.part for r in found.rows), found.values[1] - found.values[0], rtol=1e-9, atol=1e-12)
    back = bridge(other, today, "exit_share_funded")
    parts = {r.path: r.part for r in back.rows}
    for row in found.rows:
        assert_allclose(parts[row.path], -row.part, rtol=1e-9, atol=1e-12)


def test_a_product_of_two(today: Case[Any, Any]) -> None:
    a = toys.toy_case(toys.product).but("a", left=2.0, right=3.0)
    b = toys.toy_case(toys.product).but("b", left=5.0, right=7.0)
    found = {r.path: r for r in bridge(a, b, "y").rows}
    assert_allclose(found["left"].part, (5 - 2) * (3 + 7) / 2)
    assert_allclose(found["right"].part, (7 - 3) * (2 + 5) / 2)
    assert (found["left"].first, found["left"].last) == (9, 21)


def test_what_plays_no_part_gets_none(today: Case[Any, Any]) -> None:
    other = today.but("other", zero_share=0.5, fixed_cost=1e5)
    found = bridge(today, other, "value_lost")
    assert {r.path: r.part == 0 for r in found.rows} == {"fixed_cost": False, "zero_share": True}
    assert "Differ and play no part: zero_share." in " ".join(str(found).split())


def test_an_input_that_differs_in_its_uncertainty_alone_is_not_said_to_play_no_part() -> None:
    a = toys.toy_case(toys.product)
    b = a.but("wide", left=toys.belief(a.entries["left"].value, lognormal(median=a.entries["left"].value, sigma=1.5)))
    found = bridge(a, b, "y", n=2**10)
    (row,) = found.rows
    assert (row.part, row.idle) == (0, False)
    assert "play no part" not in str(found)


def test_steps_that_cancel_are_not_said_to_play_no_part() -> None:
    """a b c: alone and last a adds nothing where b or c is 0, and after b or c alone it does."""
    a = toys.toy_case(toys.linear).but("a", a=0.0, b=0.0, dummy=0.0)
    b = toys.toy_case(toys.linear).but("b", a=1.0, b=1.0, dummy=1.0)

    def cancelling(x: toys.LinearInputs) -> toys.YOutputs:
        """Adds nothing first and last, and plus one and minus one in between."""
        return toys.YOutputs(y=x.a * (x.b * (1 - x.dummy) - x.dummy * (1 - x.b)))

    made = toys.calculator(cancelling)
    found = bridge(replace(a, calculator=made), replace(b, calculator=made), "y")
    rows = {r.path: r for r in found.rows}
    assert (rows["a"].part, rows["a"].first, rows["a"].last, rows["a"].idle) == (0, 0, 0, False)
    assert "play no part" not in str(found)


def test_one_belief_is_one_step() -> None:
    case = toys.toy_case(toys.difference)
    paths = list(case.entries)
    changed = {p: case.entries[p].value + 1 for p in paths}
    found = bridge(case, case.but("moved", changed), "y")
    assert len(found.rows) == len({e.key for e in case.entries.values()})


def test_both_sides_of_a_dispute() -> None:
    found = bridge(cdi_2021(), ceps_2021(), "industry_cost")
    assert found.rows[0].path == "spending_in_scope"
    assert_allclose(found.values[0], 10.9e9, rtol=1e-12)
    assert_allclose(sum(r.part for r in found.rows), found.values[1] - found.values[0], rtol=1e-12)
    firm = bridge(cdi_2021(), ceps_2021(), "firm_cost")
    assert {r.path for r in firm.rows if r.part} == {"at_once", "qms_missing", "qms_set_up"}
    text = str(firm)
    assert max(map(len, text.splitlines())) <= 80
    assert "EUR 2021/year" in text


billed = world.upto(pricing_out)


def test_two_rules_over_a_model() -> None:
    today = baseline(billed, prices="USD 2022")
    one, two = (proposal(n).apply(today) for n in ("eu_ai_act_requirements", "eu_ai_act_highrisk"))
    found = bridge(one, two, "fixed_cost")
    assert found.rows[0].path == "duties.qms.developer"
    assert_allclose(sum(r.part for r in found.rows), found.values[1] - found.values[0], rtol=1e-9)


def test_what_cannot_be_bridged_is_refused(today: Case[Any, Any]) -> None:
    other = today.but("other", sigma=1.5)
    with pytest.raises(InputError, match="Did you mean 'value_lost'"):
        bridge(today, other, "value_lst")
    with pytest.raises(UnitError, match=r"'baseline' is in USD 2022.*'baseline' .*in EUR 2021"):
        bridge(today, baseline(pricing_out, prices="EUR 2021"), "value_lost")
    with pytest.raises(InputError, match=r"is of compliance\.industry_bill, not of compliance\.pricing_out"):
        bridge(today, cdi_2021(), "value_lost")
    with pytest.raises(RunError, match="not finite between"):
        bridge(today, today.but("x", payable_share=0.0, sigma=1.0), "cutoff")
    tied = today.correlated("tied", {("fixed_cost", "sigma"): 0.5})
    with pytest.raises(InputError, match="correlated differently"):
        bridge(tied, other, "value_lost", n=2**8)


def test_many_changes_are_taken_in_random_orders_and_still_sum_exactly() -> None:
    duties = baseline(billed, prices="USD 2022")
    many = {p: 1.0 for p in duties.entries if p.endswith(".developer") and p.startswith("duties.")}
    assert len(many) > 12
    found = bridge(duties, duties.but("all", many), "exit_share_funded", seed=1)
    assert_allclose(sum(r.part for r in found.rows), found.values[1] - found.values[0], rtol=1e-12)
    assert "1,024 orders (s.e. up to" in " ".join(str(found).split())
    again = bridge(duties, duties.but("all", many), "exit_share_funded", seed=2)
    other = {r.path: r for r in again.rows}
    for row in found.rows:
        assert abs(row.part - other[row.path].part) <= 5 * np.hypot(row.error, other[row.path].error) + 1e-12


def test_sampled_orders_agree_with_all_orders(monkeypatch: pytest.MonkeyPatch, today: Case[Any, Any]) -> None:
    import sys

    other = today.but("other", fixed_cost=1e5, median_budget=2e4, sigma=1.0, payable_share=0.3)
    exact = bridge(today, other, "value_lost")
    monkeypatch.setattr(sys.modules["mloss_econ.sensitivity.bridge"], "MOST", 2)
    sampled = {r.path: r for r in bridge(today, other, "value_lost").rows}
    for row in exact.rows:
        assert row.error == 0
        found = sampled[row.path]
        assert found.error > 0
        assert found.part == pytest.approx(row.part, abs=4 * found.error)
        assert (found.first, found.last) == pytest.approx((row.first, row.last), rel=1e-12)


def test_over_draws_the_mean_parts_sum_to_the_mean_difference(today: Case[Any, Any]) -> None:
    """Also for an input that differs in its spread alone."""
    value = today.entries["fixed_cost"].value
    words = {"unit": "USD/year", "price_year": 2022, "grade": "judgement", "why": "wider"}
    wide = Belief(value=value, dist=between(1_000, 500_000), **words)
    other = today.but("other", {"fixed_cost": wide, "sigma": 1.0})
    found = bridge(today, other, "value_lost", n=2**12, seed=3)
    means = [estimate(simulate(case, n=2**12, seed=3), "value_lost").value for case in (today, other)]
    assert found.means is not None
    assert_allclose([m.value for m in found.means], means, rtol=1e-12)
    parts = [r.mean.value for r in found.rows if r.mean is not None]
    assert len(parts) == 2
    assert_allclose(sum(parts), means[1] - means[0], rtol=1e-9)
    assert all(r.mean is None for r in bridge(today, other, "value_lost").rows)
    assert "mean over draws" in str(found)
    assert max(map(len, str(found).splitlines())) <= 80


def test_cases_that_do_not_differ() -> None:
    case = toys.toy_case(toys.product)
    found = bridge(case, case.but("the same", left=case.entries["left"].value), "y")
    assert found.rows == ()
    assert np.isclose(*found.values)


def test_cases_that_do_not_differ_have_no_parts() -> None:
    case = toys.toy_case(toys.linear)
    made = bridge(case, case.but("the same"), "y", n=64)
    assert made.rows == ()
    assert made.values[0] == made.values[1]
    assert made.means is not None
    assert made.means[0].value == made.means[1].value


def test_names_that_would_be_cut_short_stand_on_lines_of_their_own() -> None:
    a, b = (toys.toy_case(toys.linear).but(name, a=v, b=v) for name, v in (("x" * 70, 0.0), ("y" * 70, 1.0)))
    lines = str(bridge(a, b, "y")).splitlines()
    assert {"x" * 70, "y" * 70, "a", "b"} <= set(lines)
    assert max(map(len, lines)) <= 80
