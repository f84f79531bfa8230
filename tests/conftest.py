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
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file to whichever worker is free, and all tests that read one brief to one worker: what they share is made
    once.

    (The groups of `--dist=loadgroup` have no effect under pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class OneBrief(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "brief" if re.search(r"\[(small|whole)\b", nodeid) else nodeid.split("::")[0]

    return OneBrief(config, log)


@pytest.fixture(scope="session")
def store() -> Store:
    """The library's own seeds."""
    return default_store()
