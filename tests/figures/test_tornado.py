"""A tornado shows both ends of every input."""

from __future__ import annotations

import pytest
from drawings import bars, material, texts

from mloss_econ import figures


def test_a_tornado_shows_both_ends_of_every_input() -> None:
    ranking = material("tornado")
    ax = figures.tornado(ranking, most=3)
    ends = sorted(b.get_x() + b.get_width() for b in bars(ax))
    rows = ranking.rows[:3]
    assert ends == pytest.approx(sorted(v for r in rows for v in (r.output_low, r.output_high)))
    assert all(b.get_x() == pytest.approx(ranking.adopted) for b in bars(ax))
    said = " ".join(texts(ax))
    assert said.count(" at ") == 6
    assert "adopted 10.5 %" in said
