"""Records that are put together from the fields of several others."""

import pickle
from typing import Any

import numpy as np
import pytest
import toys
from joins import joined, three, three_ways

from mloss_econ.errors import InputError
from mloss_econ.kernel import model
from mloss_econ.kernel.joined import Joined

# ---------------------------------------------------------------- records


def test_records_of_a_model_are_equal_by_what_they_hold() -> None:
    one, other = (joined.Inputs(cause=6.0, shared=3.0, extra=v) for v in (1.0, 2.0))
    assert one == joined.Inputs(cause=6.0, shared=3.0, extra=1.0)
    assert one != other
    assert one == three.Inputs(cause=6.0, shared=3.0, extra=1.0)  # the same fields
    assert joined(one) != three(one)
    assert one != "a record"
    assert joined(one) == joined(one)
    assert joined(one) != joined(other)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_records_of_a_model_are_read_only_and_say_so() -> None:
    x = joined.Inputs(cause=np.array([6.0, 2.0]), shared=3.0, extra=1.0)
    with pytest.raises(AttributeError, match=r"read-only: 'cause' cannot be set. Make a new case with .but"):
        x.cause = 1.0
    with pytest.raises(ValueError, match="read-only"):
        x.cause[0] = 1.0
    with pytest.raises(AttributeError, match=r"ModelInputs has no field 'caus'. Did you mean .*cause"):
        _ = x.caus
    with pytest.raises(AttributeError, match=r"ModelOutputs has no field 'effct'. Did you mean .*effect"):
        _ = joined(x).effct
    assert x["cause"] is x.cause
    assert "3 fields" in repr(x)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cause": 1.0, "shared": 2.0}, "extra is missing. Start from baseline"),
        ({"cause": 1.0, "shared": 2.0, "extra": 1.0, "midle": 1.0}, "midle is not a field"),
        ({"cause": -1.0, "shared": 2.0, "extra": 1.0}, "cause: -1 is outside the bounds 0 to inf"),
        ({"cause": np.nan, "shared": 2.0, "extra": 1.0}, "cause: nan is not finite"),
        ({"cause": np.ones(2), "shared": np.ones(3), "extra": 1.0}, "cause.*shared|shared.*cause"),
    ],
)
def test_what_the_inputs_of_a_model_cannot_be_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        joined.Inputs(**fields)


def test_a_model_takes_its_own_inputs_alone() -> None:
    with pytest.raises(InputError, match="takes ModelInputs, not UpInputs"):
        joined(toys.UpInputs(cause=1.0, shared=2.0))
    with pytest.raises(
        InputError,
        match=r"takes ModelInputs, not the ModelInputs of model\(upstream, downstream\)\. Use model\(lever_up, three",
    ):
        model(toys.lever_up, three_ways)(joined.Inputs(cause=1.0, shared=2.0, extra=3.0))


# ---------------------------------------------------------------- travelling


def test_records_of_a_model_pickle() -> None:
    x = three.Inputs(cause=np.array([6.0, 2.0]), shared=3.0, extra=1.0)
    for made in (x, three(x)):
        again = pickle.loads(pickle.dumps(made))
        assert isinstance(again, Joined)
        assert again == made
        assert again._shape is made._shape
    assert three(pickle.loads(pickle.dumps(x))) == three(x)
    assert pickle.loads(pickle.dumps(three.Inputs)) is three.Inputs
    assert pickle.loads(pickle.dumps(three.Outputs)) is three.Outputs
