"""Langenkamp and Yue (2022), AIES '22, table 1, and the thesis behind it (Langenkamp 2022, table 2.1).

The library holds the public sample, the thesis's 3,895 contributor-periods; the article has 37 more, unpublished.
"""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline
from mloss_econ.value import attributed_value, contribution_cost, lines_changed, lines_changed_as_published
from mloss_econ.value.contribution_cost import REFERENCES

WAGE, WINDOWS, PER_YEAR = 300_000, 5, 26


@pytest.fixture(scope="module")
def sample(store: Store) -> list[dict[str, Any]]:
    """The sample, read from the file without the library."""
    with Path(store.root, "tables", "mloss_repositories.csv").open(newline="") as stream:
        rows = []
        for row in csv.DictReader(stream):
            numbers = {k: int(float(v)) for k, v in row.items() if k not in ("name", "repository")}
            rows.append({"name": row["name"], "repository": row["repository"]} | numbers)
    return rows


@pytest.fixture(scope="module")
def published() -> Any:
    return contribution_cost.at(prices="USD 2022")


def by_hand(sample: list[dict[str, Any]], unit: str, repository: str) -> tuple[float, float, float]:
    """Cost of a unit, units a year and cost a year, by adding up one row at a time."""
    made = sum(row[unit] for row in sample) / WINDOWS * PER_YEAR
    (reference,) = [row for row in sample if row["repository"] == repository]
    a_person_a_year = reference[unit] / reference["contributor_periods"] * PER_YEAR
    return WAGE / a_person_a_year, made, WAGE / a_person_a_year * made


@pytest.mark.parametrize(
    ("basis", "unit_cost", "units", "cost", "printed"),
    [
        # cost of a unit, units a year, cost a year from the public sample; the thesis's rounding of it (million USD)
        ("commits_pytorch", 2425.2817, 121_830.8, 295_474_012.74, 295.47),
        ("commits_tensorflow", 986.0401, 121_830.8, None, None),
        ("lines_pytorch", 34.08093, 5_443_932, 185_534_285, 185.53),
        ("lines_tensorflow", None, 5_443_932, None, 185.56),
    ],
)
def test_the_table_of_costs(
    sample: list[dict[str, Any]], published: Any, basis: str, unit_cost: Any, units: Any, cost: Any, printed: Any
) -> None:
    unit, reference = basis.rsplit("_", 1)
    repository = {"pytorch": "pytorch/pytorch", "tensorflow": "tensorflow/tensorflow"}[reference]
    expected = by_hand(sample, "lines_as_parsed" if unit == "lines" else unit, repository)
    found = (published.cost_per_unit[basis], published.units_per_year[unit], published.by_basis[basis])
    assert_allclose(found, expected, rtol=1e-13)
    for ours, figure in zip(found, (unit_cost, units, cost), strict=True):
        if figure is not None:
            assert_allclose(ours, figure, rtol=2e-7)
    if printed is not None:
        assert round(float(found[2]) / 1e6, 2) == printed


def test_contributors_as_full_time_years(published: Any) -> None:
    assert published.contributors == 779
    assert published.by_basis["contributors"] == 233_700_000


def test_the_headline_basis_is_commits_at_the_pace_of_pytorch(published: Any) -> None:
    assert published.investment == published.by_basis["commits_pytorch"]
    for basis, cost in published.by_basis.items():
        unit, _, name = basis.partition("_")
        labels = {"unit": unit, "reference": {"": "pooled", **REFERENCES}[name]}
        assert baseline(contribution_cost, labels=labels, prices="USD 2022").outputs().investment == cost


def test_the_parser_that_stopped_at_a_thousands_comma(sample: list[dict[str, Any]]) -> None:
    # "5,485 ++" is 5,485 lines added, not 5: both columns are kept, and the second is never the smaller
    assert all(row["lines"] >= row["lines_as_parsed"] for row in sample)
    assert sum(row["lines_as_parsed"] for row in sample) == 1_046_910
    assert sum(row["lines"] for row in sample) == 13_329_133
    pytorch, tensorflow = (
        next(r for r in sample if r["repository"] == name) for name in ("pytorch/pytorch", "tensorflow/tensorflow")
    )
    assert (pytorch["lines_as_parsed"], pytorch["lines"]) == (22_345, 255_086)
    assert (tensorflow["lines_as_parsed"], tensorflow["lines"]) == (93_090, 2_661_333)
    assert (pytorch["contributor_periods"], pytorch["commits"]) == (66, 314)
    assert (tensorflow["contributor_periods"], tensorflow["commits"]) == (275, 3_218)


@pytest.mark.parametrize(
    ("text", "full", "published"), [("5,485 ++", 5_485, 5), ("1,234,567 --", 1_234_567, 1), ("997 ++", 997, 997)]
)
def test_a_count_of_lines_is_read_past_its_comma(text: str, full: int, published: int) -> None:
    assert lines_changed(text) == full
    assert lines_changed_as_published(text) == published


@given(st.integers(0, 10**9), st.sampled_from([" ++", " --", ""]))
def test_every_printed_count_is_read_back(count: int, sign: str) -> None:
    assert lines_changed(f"{count:,}{sign}") == lines_changed(f"{count}{sign}") == count
    assert lines_changed_as_published(f"{count:,}{sign}") == int(f"{count:,}".split(",")[0])


@pytest.mark.parametrize("text", ["", "++", "5,48 ++", "5485,", "-5", "5.4", "1,234 ++ 5"])
def test_what_is_no_count_of_lines_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a count of lines"):
        lines_changed(text)


def test_the_near_equal_costs_of_a_line_are_an_accident_of_the_parser(
    sample: list[dict[str, Any]], published: Any
) -> None:
    costs = published.cost_per_unit
    assert_allclose(costs["lines_pytorch"], costs["lines_tensorflow"], rtol=2e-4)
    mended = contribution_cost.at(commas=1, prices="USD 2022")
    assert mended.cost_per_unit["lines_pytorch"] > 2 * mended.cost_per_unit["lines_tensorflow"]
    found = [mended.by_basis[f"lines_{name}"] for name in ("pytorch", "tensorflow")]
    assert_allclose(found, [206_923_809, 82_639_299], rtol=1e-8)
    for repository, cost in zip(("pytorch/pytorch", "tensorflow/tensorflow"), found, strict=True):
        assert_allclose(cost, by_hand(sample, "lines", repository)[2], rtol=1e-13)
    half = contribution_cost.at(commas=0.5, prices="USD 2022").units_per_year["lines"]
    assert_allclose(half, (published.units_per_year["lines"] + mended.units_per_year["lines"]) / 2, rtol=1e-14)


@given(st.floats(1e4, 1e6), st.floats(0.1, 10))
def test_cost_is_proportional_to_pay_and_to_sampling_error(wage: float, error: float) -> None:
    out, base = (
        contribution_cost.at(wage=wage, sampling_error=error, prices="USD 2022"),
        contribution_cost.at(prices="USD 2022"),
    )
    for basis in base.by_basis:
        assert_allclose(out.by_basis[basis], base.by_basis[basis] * (wage / WAGE) * error, rtol=1e-12)
    assert out.units_per_year == base.units_per_year


def test_a_batch_of_wages() -> None:
    out = contribution_cost.at(wage=np.array([100_000.0, 300_000.0]), prices="USD 2022")
    assert_allclose(out.investment, [295_474_012.74 / 3, 295_474_012.74], rtol=1e-9)


# ---------------------------------------------------------------- section 3.2: the headline


def test_thirty_billion_and_a_hundred_to_one() -> None:
    out = attributed_value.at(prices="USD 2022")
    assert (float(out.value), float(out.benefit_cost_ratio)) == (30e9, 100.0)
    assert float(out.net_value) == 30e9 - 300e6
    by_steps = 3e12 / 10 / 10
    assert (by_steps, by_steps / 300e6) == (30e9, 100)


def test_the_other_corner_of_what_the_article_cites() -> None:
    out = attributed_value.at(ai_value=5e12, haircut=1, algorithm_share=0.1, investment=100e6, prices="USD 2022")
    assert_allclose((out.value, out.benefit_cost_ratio), (500e9, 5000), rtol=1e-15)


def test_the_seeds_are_the_published_constants(store: Store) -> None:
    assert [store.belief(f"value.{k}").value for k in ("ai_value", "haircut", "algorithm_share", "investment")] == [
        3e12,
        0.1,
        0.1,
        300e6,
    ]
    assert [store.belief(f"value.{k}").value for k in ("software_share", "net_share")] == [1, 1]
