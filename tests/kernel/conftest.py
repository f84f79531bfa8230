"""The case that tests of cases start from."""

from typing import Any

import pytest

from mloss_econ.compliance import pricing_out
from mloss_econ.kernel import Case, baseline


@pytest.fixture(scope="module")
def today() -> Case[Any, Any]:
    return baseline(pricing_out, prices="USD 2022")
