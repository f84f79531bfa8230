"""Critiques as switches: alone, together, and what each does to the published figure."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.engine import row_of, simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, baseline, model
from mloss_econ.value import (
    CRITIQUES,
    as_published,
    attributed_value,
    contribution_cost,
    criticised,
    critiques_of,
    open_source_ratio,
    open_source_value,
)

COSTED = model(contribution_cost, attributed_value)
REGISTER = [  # every row of the register of critiques has to be a switch
    *("realised_vs_potential", "double_haircut", "effort_share_as_value_share", "counterfactual"),
    *("algorithms_is_not_software", "flow_vs_stock", "include_hidden_cost", "scrape_fixes", "average_vs_marginal"),
    *("wage_basis", "ratio_comparability", "buy_option", "rebuild_fraction", "no_learning", "dependencies"),
    *("wage_pool", "language_bucket", "cocomo_validity", "omitted", "welfare_vs_cost"),
]


def published(name: str) -> Case[Any, Any]:
    cases: dict[str, Any] = {
        "attributed_value": lambda: baseline(COSTED, prices="USD 2022"),
        "open_source_value": lambda: baseline(open_source_value, scenario="open_source_2020", prices="USD 2020"),
        "open_source_ratio": lambda: baseline(open_source_ratio, prices="EUR 2018"),
    }
    return as_published(cases[name]())


OUTPUT = {
    "attributed_value": "benefit_cost_ratio",
    "open_source_value": "spending_multiple",
    "open_source_ratio": "ratio",
}


def home(critique: str) -> str:
    (found,) = [name for name in OUTPUT if critique in critiques_of(published(name))]
    return found


def test_every_critique_of_the_register_is_a_switch() -> None:
    assert set(REGISTER) <= set(CRITIQUES)
    for name in CRITIQUES:
        assert home(name)
        assert CRITIQUES[name].says.endswith(".")


def test_as_published_nothing_varies() -> None:
    for name in OUTPUT:
        case = published(name)
        assert not any(entry.uncertain for entry in case.entries.values())
        assert case.label == "as published"
    assert_allclose(published("attributed_value").outputs().benefit_cost_ratio, 30e9 / 295_474_012.74, rtol=1e-9)
    assert_allclose(
        as_published(baseline(attributed_value, prices="USD 2022")).outputs().benefit_cost_ratio, 100, rtol=1e-15
    )
    assert_allclose(published("open_source_value").outputs().spending_multiple, 3.588, rtol=1e-4)
    assert_allclose(published("open_source_ratio").outputs().ratio, 4.0, rtol=1e-12)


@pytest.mark.parametrize("name", CRITIQUES)
def test_each_changes_what_it_says_and_nothing_else(name: str) -> None:
    before = published(home(name))
    after = criticised(before, name)
    critique = CRITIQUES[name]
    assert after.label == name
    for path, entry in after.entries.items():
        if path in critique.changes:
            assert entry.belief is not None
            assert entry.belief == before.store.belief(critique.changes[path])
        else:
            assert entry == before.entries[path]
    for label, value in critique.labels.items():
        assert getattr(after.point, label) == value
    assert critique.changes or critique.labels


@pytest.mark.parametrize("name", [n for n, c in CRITIQUES.items() if c.deducts])
def test_a_deduction_never_raises_the_answer(name: str) -> None:
    before = published(home(name))
    after = criticised(before, name)
    output = "marginal_ratio" if name == "average_vs_marginal" else OUTPUT[home(name)]
    run = simulate(after, n=2**10, seed=1)
    top = float(getattr(before.outputs(), output))
    assert np.all(run.output(output) <= top * (1 + 1e-12))
    assert float(getattr(after.outputs(), output)) < top


@pytest.mark.parametrize(
    ("name", "median"),
    [  # what each makes of 101.5 (or 3.588), by hand from its belief's adopted value
        ("realised_vs_potential", 432.8e9 * 0.1 / 295_474_012.74),
        ("counterfactual", 101.5317 * 0.19),
        ("algorithms_is_not_software", 101.5317 * 0.5),
        ("include_hidden_cost", 101.5317 / 2),
        ("flow_vs_stock", 101.5317 / 0.681),
        ("wage_basis", 101.5317 * 300_000 / 132_930),
        ("effort_share_as_value_share", 101.5317 * 0.3),
        ("buy_option", 1.0000520588),
        ("rebuild_fraction", (3.4 + 4.4) / 3.4),
        ("omitted", (3.4 + 8.8 * 1.43) / 3.4),
        ("language_bucket", (3.4 + 11.96) / 3.4),
        ("wage_pool", (3.4 + 13.18) / 3.4),
        ("welfare_vs_cost", (3.4 + 8.8 * 0.75) / 3.4),
        ("ratio_comparability", 65.0),
    ],
)
def test_the_answer_at_the_critics_point(name: str, median: float) -> None:
    after = criticised(published(home(name)), name)
    assert_allclose(getattr(after.outputs(), OUTPUT[home(name)]), median, rtol=1e-5)


def test_the_cost_on_the_mean_wage() -> None:
    after = criticised(published("attributed_value"), "wage_basis")
    assert_allclose(after.outputs().by_basis["contributors"], 779 * 132_930, rtol=1e-12)  # 103.6 million


@pytest.mark.parametrize("first", OUTPUT)
def test_critiques_go_together_in_any_order(first: str) -> None:
    before = published(first)
    for a, b in combinations(critiques_of(before), 2):
        one, other = criticised(before, a, b), criticised(before, b, a)
        assert one.digest() == other.digest()
        idle = {CRITIQUES[x].instead_of and y in CRITIQUES[x].instead_of for x, y in ((a, b), (b, a))}
        assert ("no effect" in one.label) == (True in idle)


def test_all_at_once() -> None:
    before = published("attributed_value")
    after = criticised(before, *critiques_of(before), label="every critique")
    row = row_of(simulate(after, n=2**11, seed=1), "benefit_cost_ratio")
    assert row.median.value < 20
    assert after.entries["haircut"].value == 1  # revenue needs no haircut


def test_a_critique_that_leaves_another_without_effect() -> None:
    before = published("attributed_value")
    both = criticised(before, "double_haircut", "realised_vs_potential")
    assert both.digest() == criticised(before, "realised_vs_potential").digest()
    assert both.label == "double_haircut (no effect given realised_vs_potential) + realised_vs_potential"


def test_what_is_no_critique_of_a_case_is_refused() -> None:
    plain = baseline(attributed_value, prices="USD 2022")
    with pytest.raises(InputError, match=r"no critique 'counterfactul'. Did you mean 'counterfactual'"):
        criticised(plain, "counterfactul")
    with pytest.raises(InputError, match=r"acts on 'commas', which is no input of value.attributed_value"):
        criticised(plain, "scrape_fixes")
    with pytest.raises(InputError, match="at least one"):
        criticised(plain)
