"""What a quantity field takes and gives; tables and categories."""

import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Category,
    Compute,
    ComputePerSecond,
    Correlation,
    Count,
    CountPerYear,
    Hours,
    HoursPerYear,
    Inputs,
    Lines,
    Money,
    MoneyPerContribution,
    MoneyPerEnergy,
    MoneyPerHour,
    MoneyPerPersonMonth,
    MoneyPerToken,
    MoneyPerYear,
    Months,
    Named,
    NetMoney,
    NetMoneyPerYear,
    Outputs,
    PersonMonths,
    Persons,
    Power,
    Quantity,
    RatePerYear,
    Ratio,
    Share,
    TokensPerYear,
    Years,
    given as given_field,
    quantities,
)
from mloss_econ.value.samples import amounts

# ---------------------------------------------------------------- field types


LIMITS = {
    Money: ("money", 0, math.inf),
    MoneyPerYear: ("money/year", 0, math.inf),
    NetMoney: ("money", -math.inf, math.inf),
    NetMoneyPerYear: ("money/year", -math.inf, math.inf),
    MoneyPerContribution: ("money/count", 0, math.inf),
    Share: ("share", 0, 1),
    Ratio: ("ratio", 0, math.inf),
    RatePerYear: ("ratio/year", -1, math.inf),
    Years: ("year", 0, math.inf),
    Count: ("count", 0, math.inf),
    CountPerYear: ("count/year", 0, math.inf),
    MoneyPerHour: ("money/hour", 0, math.inf),
    Hours: ("hour", 0, math.inf),
    HoursPerYear: ("hour/year", 0, math.inf),
    Compute: ("FLOP", 0, math.inf),
    ComputePerSecond: ("FLOP/second", 0, math.inf),
    Persons: ("person", 0, math.inf),
    Correlation: ("ratio", -1, 1),
    Months: ("month", 0, math.inf),
    PersonMonths: ("person-month", 0, math.inf),
    MoneyPerPersonMonth: ("money/person-month", 0, math.inf),
    Lines: ("line", 0, math.inf),
    Power: ("kW", 0, math.inf),
    MoneyPerEnergy: ("money/kWh", 0, math.inf),
    TokensPerYear: ("token/year", 0, math.inf),
    MoneyPerToken: ("money/token", 0, math.inf),
}


def test_every_field_type_has_its_unit_and_its_limits() -> None:
    found = {
        kind
        for kind in vars(quantities).values()
        if isinstance(kind, type) and issubclass(kind, Quantity) and kind is not Quantity
    }
    assert found == set(LIMITS)
    for kind, expected in LIMITS.items():
        assert (kind.unit, kind.low, kind.high) == expected


@pytest.mark.parametrize("kind", LIMITS)
def test_limits_are_inclusive_and_held(kind: type[Quantity]) -> None:
    class OneField(Inputs):
        """One field."""

        amount: kind = given_field()  # type: ignore[valid-type]
        """Of the kind."""

    _, low, high = LIMITS[kind]
    for edge, beyond in ((low, -math.inf), (high, math.inf)):
        if math.isfinite(edge):
            assert OneField(amount=edge).amount == edge
            with pytest.raises(InputError, match=r"amount.*bounds"):
                OneField(amount=math.nextafter(edge, beyond))


def test_a_new_quantity_needs_a_known_unit() -> None:
    with pytest.raises(UnitError, match="furlong"):

        class Furlongs(Quantity, unit="furlong"):
            """Not a unit of ours."""


# ---------------------------------------------------------------- tables and categories


def test_a_table_gives_columns_by_name() -> None:
    table = Table("sample", {"commits": np.array([1.0, 2.0]), "name": np.array(["a", "b"])})
    assert table["commits"].tolist() == [1, 2]
    with pytest.raises(InputError, match=r"sample.*'comits'.*Did you mean 'commits'"):
        table["comits"]


def test_tables_are_equal_by_content_and_cannot_be_keys() -> None:
    def make(name: str = "t", column: str = "n", value: float = 1.0) -> Table:
        return Table(name, {column: np.array([value, 2.0])})

    assert make() == make()
    assert make() != make(name="u")
    assert make() != make(column="m")
    assert make() != make(value=3.0)
    assert make() != "t"
    with pytest.raises(TypeError):
        hash(make())


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame], ids=["lists", "pandas", "polars"])
def test_a_table_is_made_of_lists_series_and_frames(frame: Any) -> None:
    expected = Table("t", {"n": np.array([1.0, 2.0]), "name": np.array(["a", "b"])})
    found = Table("t", frame({"n": [1, 2], "name": ["a", "b"]}))
    assert found == expected
    assert Table("t", {"n": pd.Series([1, 2], index=[9, 8]), "name": pl.Series(["a", "b"])}) == expected
    assert (found["n"].dtype, found["name"].dtype.kind) == (np.float64, "U")
    with pytest.raises(ValueError, match="read-only"):
        found["n"][0] = 3.0


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1, 2], "b": [1]}, r"several lengths \(a has 2, b has 1\)"),
        ({"a": [6, "n/a"]}, r"column 'a', row 2: 'n/a' is text, not a number"),
        ({"a": ["x", 6]}, r"column 'a', row 2: 6 is a number, not text"),
        ({"a": pd.Series(["x", None])}, r"column 'a'\[1\].*missing"),
        ({"a": ["x", None]}, r"column 'a', row 2: None is missing"),
        ({"a": [1.0, math.nan]}, r"column 'a', row 2: nan is not finite"),
        ({"a": np.ma.masked_array([1, 2], [0, 1])}, r"column 'a'\[1\]: masked"),
        ({"a": np.ones((2, 2))}, "2 dimensions"),
        ({"a": 3.0}, "0 dimensions"),
        ({"a": pd.DataFrame({"x": [1]})}, "whole table"),
        ({1: [1]}, "called 1"),
        ([1, 2], "no columns"),
    ],
)
def test_what_is_no_table_is_refused(columns: Any, words: str) -> None:
    with pytest.raises(InputError, match=f"table 't'.*{words}"):
        Table("t", columns)


def test_a_column_of_text_blames_the_row_that_is_no_number() -> None:
    with pytest.raises(InputError, match=r"column 'a', row 2: 'n/a' is not a number"):
        amounts(Table("t", {"a": ["6", "n/a"]}), "a")  # type: ignore[dict-item]
    with pytest.raises(InputError, match=r"column 'a', row 1: '6' is not a number"):
        amounts(Table("t", {"a": ["6", "7"]}), "a")  # type: ignore[dict-item]


def test_a_record_serialises_to_plain_numbers() -> None:
    class Both(Outputs):
        """One of each."""

        plain: Ratio
        """A number."""
        named: Named[Ratio]
        """Two."""
        which: Category
        """A choice."""

    record = Both(plain=np.array([1.0, 2.0]), named={"a": 3, "b": 4.5}, which=Category(np.array([0, 1]), ("x", "y")))
    assert record.model_dump(mode="json") == {
        "plain": [1.0, 2.0],
        "named": {"a": 3.0, "b": 4.5},
        "which": {"codes": [0, 1], "labels": ["x", "y"]},
    }
