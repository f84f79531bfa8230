"""Hypothesis profiles and the seeds that come with the library."""

import os

import pytest
from hypothesis import HealthCheck, settings

from mloss_econ.evidence import Store, default_store

settings.register_profile("local", deadline=None, max_examples=40)
settings.register_profile(
    "ci", deadline=None, max_examples=40, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def store() -> Store:
    """The library's own seeds."""
    return default_store()
