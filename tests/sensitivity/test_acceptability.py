"""Which option is to be chosen at which value of a unit, and the expected loss."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import compare
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import acceptability


def test_acceptability_and_expected_loss() -> None:
    """Two projects: at a low value of a unit the cheap one is to be chosen, at a high value the dear one; the loss of
    the one to choose is the EVPI at that value."""
    today = baseline(pricing_out)
    options = compare([today, today.but("dear", median_budget=200_000.0)], judged_by="exit_share", n=2**11, seed=1)
    found = acceptability(options, effect="cutoff", cost="cutoff", at=[0.5, 1.0, 2.0])
    assert_allclose(found.probability.sum(axis=1), 1.0)
    assert_allclose(found.loss.min(axis=1), 0.0, atol=1e-9)  # one draws' worth in both: always a tie
    curve = acceptability(options, effect="exit_share", cost="value_lost", at=[0.0, 1.0, 10.0])
    for k, value in enumerate(curve.at):
        worth = [value * run.output("exit_share") - run.output("value_lost") for run in options.runs]
        gain = np.max(worth, axis=0)
        for j, own in enumerate(worth):
            assert curve.loss[k, j] == pytest.approx(float(np.mean(gain - own)), rel=1e-9, abs=1e-12)
            assert curve.probability[k, j] == pytest.approx(float(np.mean(own == gain)), abs=1e-12)
        assert curve.frontier[k] == options.runs[int(np.argmax([w.mean() for w in worth]))].case.label
    assert max(map(len, str(curve).splitlines())) <= 80
    with pytest.raises(InputError, match="as a list of numbers"):
        acceptability(options, effect="exit_share", cost="value_lost", at=[])
