"""Runs of pytest with a file of claims."""

import pytest

CLAIM = '''
import numpy as np
import mloss_econ as me
from mloss_econ.value import attributed_value


@me.claim("{name}", source="mloss_policy_paper.labels_help", of=attributed_value)
def {name}(x, y, stated):
    """The value is what is said.

    It is compared with 0.
    """
    return np.asarray(y.value {sign} 0)
'''
CLAIMS = CLAIM.format(name="always", sign=">=") + CLAIM.format(name="never", sign="<")
ALONE = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", "--mloss-trials=5")


def ended(pytester: pytest.Pytester, *options: str) -> list[str]:
    """The lines on standard error of a run that could not start."""
    done = pytester.runpytest_inprocess(*ALONE, *options)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    return [line for line in done.errlines if line]
