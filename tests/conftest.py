"""Hypothesis profiles and the seeds that come with the library."""

import os

import pytest
from hypothesis import HealthCheck, settings

from mloss_econ.evidence import Store, default_store

EXAMPLES = int(os.environ.get("MLOSS_ECON_EXAMPLES", "20"))  # .ci/run tries more in a pass of its own
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


@pytest.fixture(scope="session")
def store() -> Store:
    """The library's own seeds."""
    return default_store()
