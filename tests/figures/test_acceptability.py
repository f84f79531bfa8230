"""Acceptability and loss are those of the analysis."""

from __future__ import annotations

import numpy as np
import pytest
from drawings import material, texts

from mloss_econ import figures


@pytest.mark.slow
def test_acceptability_and_loss_are_those_of_the_analysis() -> None:
    curves = material("curves")
    for draw, values in ((figures.acceptability, curves.probability), (figures.expected_opportunity_loss, curves.loss)):
        ax = draw(curves)
        assert np.asarray(ax.lines[0].get_ydata()) == pytest.approx(values[:, 0])
        assert all(name.replace("_", " ") in " ".join(texts(ax)) for name in curves.options)
