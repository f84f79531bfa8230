"""What a training run costs, by counting seconds."""

from numpy.testing import assert_allclose

from mloss_econ.compliance import training_run
from mloss_econ.kernel import baseline


def test_a_training_run_is_linear_and_agrees_with_counting_seconds() -> None:
    out = training_run.at(parameters=1e9, tokens=2e10)
    x = baseline(training_run).point
    seconds = 6 * 1e9 * 2e10 / float(x.utilisation) / float(x.peak)
    assert_allclose(out.gpu_hours * 3600, seconds, rtol=1e-12)
    assert_allclose(out.cost, seconds / 3600 * float(x.gpu_hour), rtol=1e-12)
    assert_allclose(training_run.at(parameters=2e9, tokens=4e10).cost, 4 * out.cost, rtol=1e-12)
    assert training_run.at(tokens=0.0).cost == 0
