"""Every input of a case gets its adopted belief, money in one price base."""

from typing import Any

import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import bill, pricing_out, pricing_out_pareto
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import DEFAULT_PRICES, Case, baseline, leaf_specs, leaves, proposal
from mloss_econ.liability import cheapest_avoider
from mloss_econ.regimes import world
from mloss_econ.value import attributed_value, contribution_cost

billed = world.upto(pricing_out)


# ---------------------------------------------------------------- the baseline


def test_the_baseline_takes_every_adopted_belief(today: Case[Any, Any], store: Store) -> None:
    assert (today.label, str(today.prices), today.scenario) == ("baseline", "USD 2022", None)
    assert list(today.entries) == [path for path, _ in leaves(baseline(pricing_out, prices="USD 2022").point)]
    for path, entry in today.entries.items():
        if entry.spec.belief is None:  # a lever with its status quo
            assert (entry.spec.role, entry.value) == ("lever", entry.spec.source)
            continue
        belief = store.belief(entry.key)
        assert entry.belief is belief
        assert (entry.value, entry.dist) == (belief.value, belief.dist)  # all are in USD 2022 already
        assert getattr(today.point, path) == entry.value
    assert today.outputs() == pricing_out(today.point)


def test_the_default_is_the_latest_complete_year(store: Store) -> None:
    """The last for which dollars have both kinds of index, and what is adopted for euros and the rate are there too."""
    default = PriceBase.parse(DEFAULT_PRICES)
    needed = [*((s, store.prices.index) for s in ("us_cpi_u", "us_gdp_deflator", "euro_area_hicp"))]
    needed.append(("USD per EUR", store.prices.rate))
    assert default == PriceBase("USD", min(max(y for s, y in there if s == name) for name, there in needed))
    store.prices.check(default, {b.prices.currency for b in store.beliefs.values() if b.prices})
    assert baseline(pricing_out).prices == default


def test_money_is_brought_into_the_price_base_of_the_case(store: Store) -> None:
    case = baseline(pricing_out_pareto, prices="USD 2022")
    entry, belief = case.entries["smallest_budget"], store.belief("projects.smallest_budget")
    factor = store.prices.convert(PriceBase("USD", 2019), PriceBase("USD", 2022)).factor
    assert entry.conversion is not None
    assert (entry.conversion.original, entry.conversion.factor) == (PriceBase("USD", 2019), factor)
    assert_allclose(entry.value, belief.value * factor, rtol=1e-15)
    u = np.linspace(0.01, 0.99, 9)
    assert_allclose(entry.dist.quantile(u), belief.dist.quantile(u) * factor, rtol=1e-12)
    assert case.entries["tail_exponent"].conversion is None


def test_shares_rates_and_years_are_not_converted() -> None:
    dollars, euros = baseline(attributed_value, prices="USD 2022"), baseline(attributed_value, prices="EUR 2021")
    for path, entry in dollars.entries.items():
        money = "money" in str(entry.spec.unit)
        assert (euros.entries[path].value != entry.value) == money
        assert (euros.entries[path].conversion is not None) == money


@pytest.mark.parametrize("prices", ["EUR 2021", "USD 2010", "GBP 2024"])
@pytest.mark.parametrize("calculator", [pricing_out, pricing_out_pareto, attributed_value], ids=lambda c: c.name)
def test_shares_are_the_same_in_every_price_base_and_money_converts_back(
    calculator: Any, prices: str, store: Store
) -> None:
    dollars, other = baseline(calculator, prices="USD 2022"), baseline(calculator, prices=prices)
    factor = store.prices.convert(PriceBase("USD", 2022), PriceBase.parse(prices)).factor
    units = {path: str(spec.unit) for path, spec in leaf_specs(dollars.outputs())}
    ours, theirs = dict(leaves(dollars.outputs())), dict(leaves(other.outputs()))
    runs = [simulate(case, n=256, seed=1) for case in (dollars, other)]
    for path, unit in units.items():
        expected = factor if "money" in unit else 1.0
        assert_allclose(theirs[path], ours[path] * expected, rtol=1e-10, err_msg=path)
        assert_allclose(runs[1].output(path), runs[0].output(path) * expected, rtol=1e-8, err_msg=path)


def test_shares_depend_on_the_price_base_where_two_currencies_meet(store: Store) -> None:
    # A bill in EUR 2021 against budgets in USD 2022: the amounts are brought together at one year's rate, and which
    # year's depends on the base. The two answers differ by the inflation of the one currency over that of the other.
    cases = [
        proposal("eu_ai_act_requirements").apply(baseline(billed, prices=prices))
        for prices in ("USD 2022", "EUR 2021", "GBP 2022")
    ]
    ratios = [float(c.outputs().fixed_cost / c.point.median_budget) for c in cases]

    def factor(a: str, b: str) -> float:
        return store.prices.convert(PriceBase.parse(a), PriceBase.parse(b)).factor

    assert_allclose(ratios[2], ratios[0], rtol=1e-12)  # one year, another currency: no difference
    assert_allclose(ratios[1] / ratios[0], 1 / (factor("EUR 2021", "USD 2022") * factor("USD 2022", "EUR 2021")))
    assert_allclose(ratios[1] / ratios[0], 1.11, atol=0.005)


def test_labels_of_the_structure_can_be_chosen() -> None:
    assert baseline(contribution_cost).point.unit == "commits"
    chosen = baseline(contribution_cost, labels={"unit": "contributors"})
    assert chosen.point.unit == "contributors"
    assert chosen.outputs().investment == chosen.outputs().by_basis["contributors"]
    nobody = baseline(cheapest_avoider, scenario="deepfake_bank_fraud", labels={"residual_bearer": "nobody"})
    assert nobody.point.residual_bearer == "nobody"
    moved = baseline(
        cheapest_avoider, scenario="deepfake_bank_fraud", labels={"precautions.bank_detection.owner": "platform"}
    )
    assert moved.point.precautions["bank_detection"].owner == "platform"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: baseline(bill), ["compliance.bill needs a scenario", "duties", "ai_duties"]),
        (lambda: baseline(bill, scenario="ai_dutie"), ["Did you mean 'ai_duties'"]),
        (lambda: baseline(bill, scenario="deepfake_bank_fraud"), ["is for liability.cheapest_avoider", "compliance"]),
        (lambda: baseline(pricing_out, prices="dollars"), ["'dollars'", "USD 2022"]),
        (lambda: baseline(pricing_out, prices="USD 1990"), ["1990"]),
        (lambda: baseline(contribution_cost, labels={"units": "x"}), ["no label 'units'", "Did you mean 'unit'"]),
        (lambda: toys.toy_case(pricing_out), ["no belief 'compliance.fixed_cost'"]),
    ],
)
def test_a_baseline_that_cannot_be_built_says_what_is_missing(make: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_belief_in_another_unit_is_refused_with_both() -> None:
    with pytest.raises(UnitError, match=r"share.*x is in ratio"):
        toys.toy_case(toys.parabola, x=toys.belief(0.5, unit="share"))


def test_a_chosen_label_that_means_nothing_is_refused() -> None:
    with pytest.raises(InputError, match=r"unit = 'commit'.*Did you mean 'commits'"):
        baseline(contribution_cost, labels={"unit": "commit"}).outputs()


def test_a_variant_with_another_structure(store: Store) -> None:
    today = baseline(contribution_cost)
    by_head = today.restructured("by head", labels={"unit": "contributors"})
    assert by_head.label == "by head"
    assert (
        by_head.outputs().investment
        == baseline(contribution_cost, labels={"unit": "contributors"}).outputs().investment
    )
    half = Table("half", {name: column[::2] for name, column in store.table("mloss_repositories").columns.items()})
    other = today.restructured("half", tables={"sample": half}, labels={"unit": "contributors"})
    assert other.outputs().contributors == half["contributor_periods"].sum() / 5
    assert other.digest() != by_head.digest()
    assert today.point.unit == "commits"
    assert other.entries == today.entries


@pytest.mark.parametrize(
    ("label", "changes", "words"),
    [
        ("baseline", {"labels": {"unit": "lines"}}, "label of its own"),
        ("x", {"labels": {"sampel": "lines"}}, "has no label 'sampel'"),
        ("x", {"tables": {"sampel": None}}, "has no table 'sampel'. Did you mean 'sample'"),
        ("x", {"tables": {"sample": "mine.csv"}}, "sample is a table, not 'mine.csv'"),
        ("x", {"labels": {"unit": 3}}, "unit is a label, not 3"),
    ],
)
def test_a_structure_that_does_not_fit_is_refused(label: str, changes: Any, words: str) -> None:
    with pytest.raises(InputError) as error:
        baseline(contribution_cost).restructured(label, **changes)
    assert words in str(error.value)
