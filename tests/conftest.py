"""Hypothesis profiles and the seeds that come with the library."""

import os
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from mloss_econ.evidence import Store, default_store

EXAMPLES = int(os.environ.get("MLOSS_ECON_EXAMPLES", "10"))  # .ci/run tries more in a pass of its own
settings.register_profile("local", deadline=None, max_examples=EXAMPLES)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SHARING = ("regimes/test_statement.py", "sections/test_places.py", "regimes/test_effects.py")  # one set of runs each
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each test to whichever worker is free, but all that read one brief, or the runs of one file, to one worker, so
    that these are made once.

    (The groups of `--dist=loadgroup` have no effect under pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class OneBrief(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            brief = re.search(r"\[(small|whole)\b", nodeid)
            return "brief" if brief else file if (file := nodeid.split("::")[0]).endswith(SHARING) else nodeid

    return OneBrief(config, log)


@pytest.fixture(scope="session")
def store() -> Store:
    """The library's own seeds."""
    return default_store()
