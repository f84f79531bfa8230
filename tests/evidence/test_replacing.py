"""A belief replaced in part: what is given is taken, what follows from it, and what is refused."""

from typing import Any

import pytest
from belief_ids import BUDGET, SIGMA
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store
from mloss_econ.uncertainty import between, point

BANK = "deepfake_bank_fraud.precautions.bank_detection.cost"


def test_a_value_alone_holds_the_belief_at_it(store: Store) -> None:
    old = store.belief(BUDGET)
    new = store.changed({BUDGET: {"value": 20_000}}, "mine.toml").belief(BUDGET)
    assert (new.value, new.dist, new.unit, new.price_year) == (20_000, point(value=20_000), old.unit, old.price_year)
    assert (new.grade, new.why, new.rests_on) == ("judgement", "set in mine.toml", ())


def test_a_distribution_alone_moves_the_value_to_its_median(store: Store) -> None:
    wide = {"kind": "between", "low": 1e6, "high": 1e7}
    new = store.changed({BUDGET: {"dist": wide}}).belief(BUDGET)
    assert new.dist == between(1e6, 1e7)
    assert_allclose(new.value, (1e6 * 1e7) ** 0.5, rtol=1e-12)


def test_a_reason_or_a_grade_alone_leaves_the_numbers(store: Store) -> None:
    old = store.belief(BUDGET)
    new = store.changed({BUDGET: {"why": "we agree", "grade": "estimated"}}, "mine.toml").belief(BUDGET)
    assert (new.value, new.dist, new.rests_on, new.weak) == (old.value, old.dist, old.rests_on, old.weak)
    assert (new.why, new.grade) == ("we agree", "estimated")


def test_a_new_number_is_not_marked_by_the_source_of_the_old_one(store: Store) -> None:
    assert store.belief("growth.innovation").weak
    assert not store.changed({"growth.innovation": {"value": 0.02}}).belief("growth.innovation").weak


def test_the_remedy_for_a_unit_without_a_number_works(store: Store) -> None:
    with pytest.raises(SeedError, match="Give value, dist or both with it"):
        store.changed({BUDGET: {"unit": "EUR/year", "price_year": 2021}})
    keys: dict[str, Any] = {"unit": "EUR/year", "price_year": 2021}
    for number in ({"value": 9_000}, {"dist": {"kind": "between", "low": 5_000, "high": 9_000}}):
        assert store.changed({BUDGET: {**number, **keys}}).belief(BUDGET).prices == PriceBase("EUR", 2021)
    assert store.changed({BUDGET: {"unit": "USD/year", "price_year": 2022, "why": "ours"}}).belief(BUDGET).value == 5e4


def test_what_is_given_is_taken(store: Store) -> None:
    keys = {
        "value": 20_000,
        "dist": {"kind": "between", "low": 5000, "high": 80_000},
        "grade": "estimated",
        "why": "a survey",
        "from": ["ceps_2021.total"],
    }
    new = store.changed({BUDGET: keys}).belief(BUDGET)
    assert (new.value, new.dist, new.grade, new.why) == (20_000, between(5000, 80_000), "estimated", "a survey")
    assert new.rests_on == ("ceps_2021.total",)


def test_a_definition_can_be_changed_by_its_value_alone(store: Store) -> None:
    new = store.changed({"appraisal.discount_rate": {"value": 0.07}}, "mine.toml").belief("appraisal.discount_rate")
    assert (new.value, new.dist) == (0.07, point(value=0.07))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"projects.sgima": {"value": 1}}, ["beliefs.projects.sgima", "Did you mean 'projects.sigma'"]),
        ({"sigma": {"value": 1}}, ["beliefs.sigma", "Did you mean 'projects.sigma'"]),
        ({SIGMA: {"vlaue": 1}}, ["beliefs.projects.sigma.vlaue", "unknown key", "Did you mean 'value'"]),
        ({SIGMA: {"value": "two"}}, ["beliefs.projects.sigma", "'two'", "not a number"]),
        (
            {SIGMA: {"value": 9, "dist": {"kind": "uniform", "low": 5, "high": 6}}},
            ["beliefs.projects.sigma", "value = 9", "outside the support", "5 to 6"],
        ),
        ({SIGMA: {}}, ["beliefs.projects.sigma", "nothing is said of it", "value, dist or both"]),
        ({BUDGET: {"price_year": 2020}}, ["median_budget.price_year", "given without a number", "USD 2022/year"]),
        ({BUDGET: {"unit": "EUR/year", "price_year": 2021, "why": "ours"}}, ["unit", "given without a number"]),
        ({SIGMA: {"unit": "share"}}, ["wrong unit", "'share'", "'ratio'"]),
        ({SIGMA: {"unit": "USD", "price_year": 2022}}, ["wrong unit", "'USD'", "'ratio'"]),
        ({BUDGET: {"unit": "USD"}}, ["money without a price year", "price_year"]),
        ({BUDGET: {"unit": "EUR/year"}}, ["money without a price year", "'EUR/year'", "price_year"]),
        ({BUDGET: {"unit": "EUR/yaer", "price_year": 2020}}, ["'yaer'", "Did you mean 'year'"]),
        ({SIGMA: {"price_year": 2020}}, ["price_year = 2020", "no currency"]),
        ({SIGMA: {"from": ["ceps_2021.totall"]}}, ["projects.sigma.from", "Did you mean 'ceps_2021.total'"]),
        ({SIGMA: {"grade": "judgment"}}, ["beliefs.projects.sigma.grade", "judgement"]),
        ({SIGMA: {"why": ""}}, ["beliefs.projects.sigma.why"]),
        ({BANK: {"value": 3e5, "price_year": 2021}}, [BANK, "mixed price bases", "USD 2021", "USD 2022"]),
        (
            {BANK: {"value": 3e5, "unit": "EUR/year", "price_year": 2022}},
            [BANK, "mixed price bases", "EUR 2022", "USD 2022"],
        ),
    ],
)
def test_wrong_changes_are_refused_with_file_path_and_remedy(
    store: Store, changes: dict[str, dict[str, Any]], words: list[str]
) -> None:
    with pytest.raises(SeedError) as error:
        store.changed(changes, "mine.toml")
    assert str(error.value).startswith("mine.toml: ")
    assert all(word in str(error.value) for word in words), str(error.value)
