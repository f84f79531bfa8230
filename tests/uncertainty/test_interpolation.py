"""The fixed matrices of the quantile tables are exact to the last digit."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.uncertainty.interpolation import (
    CELLS,
    CUBIC_NODES,
    OCTAVE_NODES,
    combined,
    octave_to_cubics,
    values_to_cubic,
)


def neville(nodes: list[Fraction], values: list[Fraction], x: Fraction) -> Fraction:
    """The interpolating polynomial at x, by Neville's scheme in whole fractions."""
    p = list(values)
    for width in range(1, len(nodes)):
        for i in range(len(nodes) - width):
            j = i + width
            p[i] = ((x - nodes[j]) * p[i] + (nodes[i] - x) * p[i + 1]) / (nodes[i] - nodes[j])
    return p[0]


def cubic_through(values: list[Fraction]) -> list[Fraction]:
    """The coefficients of the cubic with these values at CUBIC_NODES, by Newton's divided differences."""
    nodes = [Fraction(float(t)) for t in CUBIC_NODES]
    table = list(values)
    newton = [table[0]]
    for width in range(1, 4):
        table = [(b - a) / (nodes[i + width] - nodes[i]) for i, (a, b) in enumerate(itertools.pairwise(table))]
        newton.append(table[0])
    coefficients = [Fraction(0)] * 4
    for k in reversed(range(4)):  # Horner: p <- p (t - t_k) + newton_k
        shifted = [Fraction(0), *coefficients[:-1]]
        coefficients = [s - nodes[k] * c for s, c in zip(shifted, coefficients, strict=True)]
        coefficients[0] += newton[k]
    return coefficients


@pytest.mark.parametrize(("cell", "node"), [(0, 0), (0, 15), (17, 3), (31, 8), (32, 8), (63, 0), (63, 15)])
def test_an_entry_is_the_exact_number_rounded_once(cell: int, node: int) -> None:
    nodes = [Fraction(float(x)) for x in OCTAVE_NODES]
    unit = [Fraction(int(k == node)) for k in range(len(nodes))]
    places = [1 + (cell + Fraction(float(t))) / CELLS for t in CUBIC_NODES]
    wanted = cubic_through([neville(nodes, unit, x) for x in places])
    assert octave_to_cubics()[cell, :, node].tolist() == [float(c) for c in wanted]


def test_the_cubic_of_a_cell_is_exact_too() -> None:
    for k in range(4):
        wanted = cubic_through([Fraction(int(j == k)) for j in range(4)])
        assert values_to_cubic()[:, k].tolist() == [float(c) for c in wanted]


def test_the_nodes_are_short_numbers_so_that_no_machine_rounds_them() -> None:
    for nodes in (OCTAVE_NODES, CUBIC_NODES):
        assert_array_equal(nodes * 2**13, np.round(nodes * 2**13))
        assert_allclose(np.sort(nodes)[::-1], nodes)  # as the Chebyshev points fall


def test_a_polynomial_of_degree_15_is_met_in_every_cell() -> None:
    def p(v: np.ndarray) -> np.ndarray:
        return np.asarray((v - 1.5) ** 15 * 2.0**15 + v**2)

    cubics = combined(octave_to_cubics(), p(OCTAVE_NODES))
    t = CUBIC_NODES
    met = ((cubics[:, 3:] * t + cubics[:, 2:3]) * t + cubics[:, 1:2]) * t + cubics[:, :1]
    assert_allclose(met, p(1 + (np.arange(CELLS)[:, None] + t) / CELLS), rtol=1e-12, atol=1e-12)
