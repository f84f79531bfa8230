"""Rankings as plain numbers, and whether these are near a known answer."""

import pytest

from mloss_econ.sensitivity import Ranking


def total(ranking: Ranking) -> dict[str, float]:
    return {row.path: row.index for row in ranking.rows}


def close(found: dict[str, float], expected: dict[str, float], atol: float) -> None:
    assert set(found) == set(expected)
    for path, value in expected.items():
        assert found[path] == pytest.approx(value, abs=atol), path


def inside(ranking: Ranking, expected: dict[str, float], slack: float = 1.0) -> None:
    """Every index lies within (a multiple of) its interval of the truth."""
    for row in ranking.rows:
        half = (row.interval[1] - row.interval[0]) / 2
        assert abs(row.index - expected[row.path]) <= slack * half + 1e-12, row
