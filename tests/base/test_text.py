"""Figures and lines for a reader."""

import math

import pytest
from hypothesis import example, given, strategies as st

from mloss_econ.base.text import (
    WIDTH,
    columns,
    interval,
    its_percentile,
    number,
    percent,
    percentile,
    supported,
    whole_percent,
    wrap,
)
from mloss_econ.sensitivity import Index


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0, 3, "0"),
        (33_414.2, 3, "33,400"),
        (0.13214, 3, "0.132"),
        (-2.0, 3, "−2"),
        (30e9, 3, "30 billion"),
        (999_499, 3, "999,000"),
        (999_500, 3, "1 million"),
        (1.2345e15, 3, "1,230 trillion"),
        (0.999951, 3, "1"),
        (1.5e-7, 2, "0.00000015"),
        (math.nan, 3, "not finite"),
        (-math.inf, 3, "not finite"),
        (29_277, 5, "29,277"),
    ],
)
def test_figures_as_written_in_prose(value: float, digits: int, shown: str) -> None:
    assert number(value, digits) == shown


SCALE = {"trillion": 1e12, "billion": 1e9, "million": 1e6}


@given(st.floats(1e-9, 1e17), st.integers(1, 6), st.booleans())
def test_a_figure_read_back_is_the_value_to_its_digits(value: float, digits: int, negative: bool) -> None:
    text = number(-value if negative else value, digits)
    assert text.startswith("−") == negative
    figure, _, word = text.removeprefix("−").partition(" ")
    back = float(figure.replace(",", "")) * SCALE.get(word, 1.0)
    assert abs(back / value - 1) <= 0.5 * 10 ** (1 - digits) * 1.0000001
    assert "e" not in figure


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.8116, "81 %"),
        (0.0004, "0.04 %"),
        (0.9949, "99 %"),
        (0.9951, "over 99 %"),
        (0.9999999, "over 99 %"),
        (math.nan, "not finite"),
    ],
)
def test_shares_as_per_cent(share: float, shown: str) -> None:
    assert percent(share) == shown


@given(st.floats(0, 1))
def test_no_share_is_rounded_to_none_or_all(share: float) -> None:
    assert (percent(share) == "0 %") == (share == 0)
    assert (percent(share) == "100 %") == (share == 1)


@example(0.005)
@example(0.995)
@given(st.floats(0, 1))
def test_nor_to_the_whole_per_cent(share: float) -> None:
    shown = whole_percent(share)
    assert (shown == "0 %") == (share == 0)
    assert (shown == "100 %") == (share == 1)
    if 0.005 <= share < 0.995:
        assert abs(float(shown.removesuffix(" %")) - 100 * share) <= 0.5 + 1e-9


@given(st.floats(1e-6, 1e9), st.floats(1e-9, 1e9), st.integers(1, 6))
def test_a_figure_shows_no_digit_its_error_does_not_support(value: float, error: float, most: int) -> None:
    digits = supported(value, error, most)
    assert 1 <= digits <= most
    unit = 10.0 ** (math.floor(math.log10(value)) - digits + 1)  # one in the last place
    if digits > 1:
        assert 2 * error <= unit * (1 + 1e-9)
    if digits < most:
        assert 2 * error > unit / 10 * (1 - 1e-9)  # one digit more would not be supported


@pytest.mark.parametrize(("value", "error"), [(0.0, 1.0), (5.0, 0.0), (math.nan, 1.0), (1.0, math.inf)])
def test_without_a_usable_error_all_digits_are_shown(value: float, error: float) -> None:
    assert supported(value, error, 3) == 3


def test_an_interval_says_what_it_is() -> None:
    assert interval("11", "70") == "11 to 70 (90 % interval)"


def test_percentiles_have_their_endings() -> None:
    said = [percentile(k / 100).split()[0] for k in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 99)]
    assert said == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "99th"]
    assert its_percentile(0.993) == "its 99th percentile"
    assert its_percentile(0.006) == "its 1st percentile"
    assert its_percentile(0.001) == "below its 1st percentile"


@given(st.lists(st.text("abc ", min_size=1, max_size=15), min_size=1, max_size=60), st.integers(0, 8))
def test_lines_keep_to_the_width_and_to_the_words(words: list[str], indent: int) -> None:
    text = " ".join(words)
    lines = wrap(text, indent=indent)
    assert all(len(line) <= WIDTH for line in lines)
    assert " ".join(lines).split() == text.split()


def test_columns_line_up() -> None:
    lines = columns([["", "mean"], ["a", "1"], ["bbb", "22,000"]])
    assert lines == ["       mean", "a         1", "bbb  22,000"]


@given(st.lists(st.lists(st.text("abc1,", max_size=30), min_size=3, max_size=3), min_size=1, max_size=5))
def test_columns_keep_every_cell_to_the_right_whole(rows: list[list[str]]) -> None:
    lines = columns(rows)
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert all(cell in line for cell in row[1:])


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 4))
def test_no_figure_is_long_and_each_is_right(value: float, digits: int) -> None:
    shown = number(value, digits)
    assert len(shown) <= 9 + digits + len(" trillion")
    figure, _, word = shown.replace("−", "-").replace(",", "").partition(" ")
    front, _, power = figure.partition("·10")
    read = float(f"{front}e{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-')) or 0}")
    read *= {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}[word]
    assert math.isclose(read, float(f"{value:.{digits - 1}e}"), rel_tol=1e-12, abs_tol=5e-324)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1e-9, "0.000000001"), (9.4e-10, "9.4·10⁻¹⁰"), (-5e-324, "−4.94·10⁻³²⁴"), (3.56e-53, "3.56·10⁻⁵³")],
)
def test_next_to_nothing_is_a_power_of_ten(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize("value", [5e-324, 6.3e-70, 1e-10, 1.7e308])
def test_a_very_small_or_large_figure_stays_short(value: float) -> None:
    assert len(number(value)) <= 12
    assert str(Index.of(6.3e-70, 1e-71)) == "6.3·10⁻⁷⁰ ± 1.6·10⁻⁷¹"
