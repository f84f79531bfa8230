"""Extremes between the points of a grid: where they are found, and how many points that takes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.sensitivity.extremes import PARTS, ROUNDS, lowest, valleys

ALL = ROUNDS * (PARTS + 1)  # points of a bracket that stays open until the last round


def bowls(bottoms: list[float]) -> Any:
    """One bowl for each bracket, |x - bottom|^1.5."""
    return lambda rows, points: np.abs(points - np.array(bottoms)[rows, None]) ** 1.5


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=5))
def test_the_bottom_of_each_bowl(bottoms: list[float]) -> None:
    ends = np.full(len(bottoms), 2.0)
    at, least, tried = lowest(bowls(bottoms), -ends, ends)
    assert_allclose(at, bottoms, atol=1e-9)
    assert (least < 1e-12).all()
    assert tried <= ALL * len(bottoms)


@pytest.mark.parametrize("sign", [1, -1])
def test_what_falls_to_the_end_of_its_bracket_is_tried_twice(sign: int) -> None:
    at, least, tried = lowest(lambda rows, points: sign * points, np.array([-1.0]), np.array([2.0]))
    assert (at[0], least[0], tried) == ((-1, -1, 2 * (PARTS + 1)) if sign > 0 else (2, -2, 2 * (PARTS + 1)))


def test_low_enough_is_narrowed_no_further() -> None:
    one, two = np.array([-1.0, 9.0]), np.array([2.0, 12.0])
    _, least, tried = lowest(bowls([0.3, 10.7]), one, two, enough=1.0)
    assert tried == 2 * (PARTS + 1)
    assert (least < 0.1).all()
    _, least, more = lowest(bowls([0.3, 10.7]), one, two, enough=-1.0)
    assert more > 10 * (PARTS + 1)
    assert (least < 1e-12).all()


def test_a_function_that_does_not_move_is_tried_once() -> None:
    _, least, tried = lowest(lambda rows, points: 5.0 + 0 * points, np.zeros(3), np.ones(3))
    assert (tried, least.tolist()) == (3 * (PARTS + 1), [5.0] * 3)


def test_valleys_with_flat_floors_and_ends() -> None:
    place, left, right = valleys(np.array([1.0, 2, 0, 0, 3, 3, 2.5]))
    assert (place.tolist(), left.tolist(), right.tolist()) == ([0, 2, 6], [0, 1, 5], [1, 4, 6])
    assert not len(valleys(np.ones(4))[0])
