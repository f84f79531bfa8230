"""For pytest: `pytest --mloss-claims=FILE` searches for a counter-example to every claim of a Python file.

pytest loads this file in every project of an environment that has the library, whatever the project and however old
its pytest. So it adds two options and uses nothing that an old pytest lacks; the rest, in `testing/claim_files.py`, is
imported where the option is given.
"""

from __future__ import annotations

from typing import Any

import pytest

NEEDED = (7, 2)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("mloss_econ", "claims about economic calculators")
    group.addoption("--mloss-claims", action="append", default=[], metavar="FILE", help="claims to break")
    group.addoption("--mloss-trials", type=int, default=200, metavar="N", help="inputs tried for each claim")


def pytest_configure(config: pytest.Config) -> None:
    """Take in the rest where claims are named. Raises UsageError where the options or what is installed cannot do."""
    trials = int(config.getoption("mloss_trials") or 0)
    if trials < 1:
        raise pytest.UsageError(f"--mloss-trials={trials}: each claim needs at least 1 trial.")
    if not config.getoption("mloss_claims"):
        return
    here: tuple[Any, ...] = getattr(pytest, "version_tuple", (0, 0))
    if here[:2] < NEEDED:
        needed = ".".join(map(str, NEEDED))
        raise pytest.UsageError(
            f"--mloss-claims needs pytest {needed} or later; this is pytest {pytest.__version__}. "
            "Run: pip install --upgrade pytest"
        )
    try:
        from mloss_econ.testing.claim_files import ClaimFiles
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise pytest.UsageError("--mloss-claims needs hypothesis. Run: pip install hypothesis") from None
    config.pluginmanager.register(ClaimFiles(config), "mloss_econ_claims")
