"""Scopes of the sample of repositories that are refused."""

from typing import Any

import pytest

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.value import in_scope, out_of_scope


@pytest.mark.parametrize("scope", [in_scope, out_of_scope])
def test_a_scope_that_names_what_is_not_there_is_refused(store: Store, scope: Any) -> None:
    sample = store.table("mloss_repositories")
    with pytest.raises(InputError, match=r"'PyTorc' is not in table.*Did you mean 'PyTorch'"):
        scope(sample, ["TensorFlow", "PyTorc"])
    with pytest.raises(InputError, match="one name"):
        scope(sample, "PyTorch")


def test_a_scope_that_leaves_nothing_is_refused(store: Store) -> None:
    sample = store.table("mloss_repositories")
    for left in (lambda: in_scope(sample, []), lambda: out_of_scope(sample, [str(n) for n in sample["name"]])):
        with pytest.raises(InputError, match="nothing is left"):
            left()
