"""The cost of contributions: repairs, references and scope."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from facts import WAGE
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import baseline
from mloss_econ.value import contribution_cost, in_scope, out_of_scope
from mloss_econ.value.contribution_cost import ContributionCostInputs

PAIRS = {"commits_pytorch": "pytorch/pytorch", "commits_tensorflow": "tensorflow/tensorflow"}


@pytest.fixture(scope="module")
def rows(store: Store) -> list[dict[str, Any]]:
    """The sample, read without the library."""
    with Path(store.root, "tables", "mloss_repositories.csv").open(newline="") as stream:
        return [
            {k: v if k in ("name", "repository") else float(v) for k, v in row.items()}
            for row in csv.DictReader(stream)
        ]


def cost_by_hand(rows: list[dict[str, Any]], *, bots: bool, copies: bool) -> dict[str, float]:
    """Million dollars a year, row by row, in plain Python."""
    people = commits = 0.0
    pace: dict[str, float] = {}
    for number, row in enumerate(rows):
        n = row["contributor_periods"] - (0 if bots else row["bot_contributor_periods"])
        made = row["commits"] - (0 if bots else row["bot_commits"])
        pace[row["repository"]] = made / n if n else 0.0
        if not copies and any(later["repository"] == row["repository"] for later in rows[number + 1 :]):
            continue
        people, commits = people + n, commits + made
    found = {"contributors": WAGE * people / 5}
    for basis, repository in PAIRS.items():
        found[basis] = WAGE / (26 * pace[repository]) * commits / 5 * 26
    return {k: v / 1e6 for k, v in found.items()}


@pytest.mark.parametrize(
    ("switches", "bots", "copies", "stated"),
    [  # million USD, as the critics of the sample computed them: contributors, by PyTorch's pace, by TensorFlow's
        ({}, True, True, (233.7, 295.5, 120.1)),
        ({"automated": 1}, False, True, (232.0, 278.2, 180.1)),
        ({"duplicates": 1}, True, False, (226.3, 289.3, 117.6)),
        ({"automated": 1, "duplicates": 1}, False, False, None),
    ],
)
def test_repairs_of_the_sample(rows: Any, switches: Any, bots: bool, copies: bool, stated: Any) -> None:
    out = contribution_cost.at(**switches, prices="USD 2022")
    by_hand = cost_by_hand(rows, bots=bots, copies=copies)
    for basis, cost in by_hand.items():
        assert_allclose(out.by_basis[basis] / 1e6, cost, rtol=1e-12, err_msg=basis)
    if stated:
        assert_allclose(list(by_hand.values()), stated, atol=0.051)


def test_half_a_repair_lies_between() -> None:
    people = [float(contribution_cost.at(automated=s, prices="USD 2022").contributors) for s in (0, 0.5, 1)]
    assert_allclose(people[1], (people[0] + people[2]) / 2, rtol=1e-14)
    assert people[0] > people[1] > people[2]


def test_lines_keep_what_automated_accounts_changed() -> None:
    published, repaired = contribution_cost.at(prices="USD 2022"), contribution_cost.at(automated=1, prices="USD 2022")
    assert repaired.units_per_year["lines"] == published.units_per_year["lines"]
    assert repaired.cost_per_unit["lines_tensorflow"] == published.cost_per_unit["lines_tensorflow"]


@st.composite
def samples(draw: Any) -> Table:
    """A small sample in which everyone was active."""
    n = draw(st.integers(1, 5))
    people = draw(st.lists(st.integers(1, 50), min_size=n, max_size=n))
    rows: dict[str, Any] = {"name": [f"tool {i}" for i in range(n)], "repository": [f"o/{i}" for i in range(n)]}
    rows |= {"contributor_periods": people}
    for column in ("commits", "lines_as_parsed"):
        rows[column] = draw(st.lists(st.integers(1, 1000), min_size=n, max_size=n))
    rows["lines"] = [a + draw(st.integers(0, 10_000)) for a in rows["lines_as_parsed"]]
    rows["periods_with_activity"] = [5] * n
    rows["bot_contributor_periods"] = [draw(st.integers(0, p - 1)) for p in people]
    rows["bot_commits"] = [draw(st.integers(0, c - 1)) for c in rows["commits"]]
    rows["name"][-1], rows["repository"][-1] = "PyTorch", "pytorch/pytorch"
    rows["name"] += ["TensorFlow"]
    rows["repository"] += ["tensorflow/tensorflow"]
    for column, last in (("contributor_periods", 7), ("commits", 11), ("lines_as_parsed", 13), ("lines", 17)):
        rows[column] = [*rows[column], last]
    for column in ("periods_with_activity", "bot_contributor_periods", "bot_commits"):
        rows[column] = [*rows[column], 1]
    return Table("made", {k: np.array(v, dtype=str if k in ("name", "repository") else float) for k, v in rows.items()})


def costed(sample: Table, **values: Any) -> Any:
    point = baseline(contribution_cost, prices="USD 2022").point
    fields = {name: getattr(point, name) for name in type(point).model_fields}  # type: ignore[attr-defined]
    return contribution_cost(ContributionCostInputs(**{**fields, "sample": sample, **values}))


repairs = st.floats(0, 1)


@given(samples(), repairs, repairs, repairs, st.floats(1e3, 1e6), st.floats(0.5, 2), st.floats(0.5, 2))
def test_when_the_whole_sample_sets_the_pace_the_unit_does_not_matter(
    sample: Table, commas: float, automated: float, duplicates: float, wage: float, error: float, pace: float
) -> None:
    out = costed(
        sample,
        commas=commas,
        automated=automated,
        duplicates=duplicates,
        wage=wage,
        sampling_error=error,
        pace_error=pace,
        line_pace_error=pace * 2,
        reference="pooled",
    )
    for basis in ("commits_pooled", "lines_pooled"):
        assert_allclose(out.by_basis[basis], out.by_basis["contributors"], rtol=1e-12)
    assert_allclose(out.investment, out.by_basis["contributors"], rtol=1e-12)
    assert_allclose(
        out.cost_per_unit["commits_pooled"] * out.units_per_year["commits"] * error, out.investment, rtol=1e-12
    )


def test_each_unit_has_the_sampling_error_of_its_own_pace() -> None:
    base, lucky = (
        contribution_cost.at(prices="USD 2022"),
        contribution_cost.at(pace_error=2.0, line_pace_error=3.0, prices="USD 2022"),
    )
    factor = {"commits": 2.0, "lines": 3.0}
    for basis, cost in base.by_basis.items():
        unit, _, reference = basis.partition("_")
        expected = 1.0 if reference in ("", "pooled") else factor[unit]
        assert_allclose(lucky.by_basis[basis], expected * cost, rtol=1e-14, err_msg=basis)


def test_the_spread_of_lines_is_the_stated_one(store: Store) -> None:
    fact = store.fact("contribution_sample_2022.corrected_lines_cost_pytorch")
    ends = store.belief("value.line_pace_error").dist.quantile(np.array([0.05, 0.95]))
    assert_allclose(ends, np.array([fact.low, fact.high], dtype=float) / fact.value, rtol=0.01)


@given(samples(), st.floats(1, 1e6), st.floats(1, 3))
def test_every_unit_and_reference_is_unit_cost_times_units(sample: Table, wage: float, overhead: float) -> None:
    out = costed(sample, wage=wage, overhead=overhead)
    for basis, cost in out.cost_per_unit.items():
        yearly = out.units_per_year[basis.partition("_")[0]]
        assert_allclose(out.by_basis[basis], cost * yearly, rtol=1e-12)


@pytest.mark.parametrize("reference", ["scikit-learn/scikit-learn", "apache/spark", "pooled"])
def test_any_repository_of_the_sample_can_set_the_pace(rows: Any, reference: str) -> None:
    out = baseline(contribution_cost, labels={"reference": reference}, prices="USD 2022").outputs()
    mine = [r for r in rows if r["repository"] == reference] or rows
    pace = sum(r["commits"] for r in mine) / sum(r["contributor_periods"] for r in mine)
    assert_allclose(out.investment, WAGE / (26 * pace) * 23_429 / 5 * 26, rtol=1e-12)


def test_a_scope_of_the_users_own(store: Store, rows: Any) -> None:
    sample, generic = store.table("mloss_repositories"), ["Apache Kafka", "Apache Flink", "Airflow", "prestodb/presto"]
    less = out_of_scope(sample, generic)
    kept = [r for r in rows if r["name"] not in generic and r["repository"] not in generic]
    assert len(kept) == 135
    case = baseline(contribution_cost, prices="USD 2022").restructured("machine learning only", tables={"sample": less})
    assert_allclose(case.outputs().contributors, sum(r["contributor_periods"] for r in kept) / 5, rtol=1e-14)
    same = in_scope(sample, [r["name"] for r in kept])
    assert same == less
    assert case.outputs().investment < baseline(contribution_cost, prices="USD 2022").outputs().investment


# ---------------------------------------------------------------- bad input


def changed(sample: Table, **columns: Any) -> Table:
    return Table(sample.name, {**sample.columns, **columns})


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda t: changed(t, **{c: v[:0] for c, v in t.columns.items()}), "has no rows"),
        (lambda t: changed(t, commits=-t["commits"]), "is not a count of 0 or more"),
        (lambda t: changed(t, commits=t["commits"] * np.nan), "row 1: nan is not finite"),
        (lambda t: changed(t, commits=t["name"]), "is not a number"),
        (lambda t: changed(t, bot_commits=t["commits"] + 1), "row 1: bot_commits exceeds commits"),
        (lambda t: changed(t, lines=t["lines_as_parsed"] * 0), "lines_as_parsed exceeds lines"),
        (lambda t: changed(t, repository=np.array(["x/y"] * 139)), "'pytorch/pytorch' is not in table"),
        (lambda t: changed(t, lines_as_parsed=t["commits"] * 0), "has no lines in the sampled periods"),
        (lambda t: Table(t.name, {k: v for k, v in t.columns.items() if k != "commits"}), "has no column 'commits'"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(store: Store, edit: Any, words: str) -> None:
    with pytest.raises(InputError) as error:
        costed(edit(store.table("mloss_repositories")))
    assert words in str(error.value), str(error.value)
    assert "mloss_repositories" in str(error.value) or "sampled" in str(error.value)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"reference": "pytorch/pytorc"}, "Did you mean 'pytorch/pytorch'"),
        ({"reference": "Euler"}, "is not in table"),
        ({"reference": "scikit-learn-contrib/boruta_py"}, "sets no pace"),
        ({"unit": "hours"}, "unit = 'hours' is not known"),
    ],
)
def test_a_reference_that_cannot_set_a_pace_is_refused(labels: Mapping[str, str], words: str) -> None:
    with pytest.raises(InputError) as error:
        baseline(contribution_cost, labels=labels, prices="USD 2022").outputs()
    assert words in str(error.value), str(error.value)


@pytest.mark.parametrize("wage", [0, -1])
def test_a_wage_that_pays_nothing_is_refused(wage: float) -> None:
    with pytest.raises(InputError, match="wage"):
        contribution_cost.at(wage=wage, prices="USD 2022")
