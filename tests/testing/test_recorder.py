"""A recorded calculator replays to the same numbers, and what cannot be recorded says so."""

import numpy as np
import pytest

from mloss_econ.compliance import pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, leaves
from mloss_econ.liability import cheapest_avoider
from mloss_econ.testing import Recorded, record, replay


def test_shared_nodes_are_computed_once() -> None:
    calls = []

    def count(x: float) -> float:
        calls.append(x)
        return x + 1

    shared = Recorded(count, (Recorded(None, path="a"),))
    total = shared + shared * 2
    assert replay(total, {"a": 1.0}) == 6.0
    assert calls == [1.0]


def test_a_deep_calculator_replays() -> None:
    case = baseline(cheapest_avoider, scenario="deepfake_bank_fraud")
    graph = record(cheapest_avoider, case.point)
    numbers = dict(leaves(case.point))
    assert replay(graph.least_cost, numbers) == pytest.approx(float(case.outputs().least_cost), rel=1e-14)
    assert int(replay(graph.cheapest, numbers)) == int(case.outputs().cheapest.codes)


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda x: bool(x > 1), "branch on a value"),
        (lambda x: float(x), "plain number"),
        (lambda x: np.asarray(x), "convert"),
        (lambda x: np.median(x), "short list"),
        (lambda x: np.add.accumulate(x), "cannot be recorded"),
    ],
)
def test_what_cannot_be_recorded_is_refused(use: object, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        use(Recorded(None, path="a"))  # type: ignore[operator]


def test_answering_to_numpy_is_not_enough_to_pass_for_a_formula() -> None:
    class Pretender:
        def __array_ufunc__(self, *_: object, **__: object) -> object:
            return self

    with pytest.raises(InputError, match=r"fixed_cost.*is not a number"):
        pricing_out.at(fixed_cost=Pretender())
    with pytest.raises(InputError, match=r"zero_share.*is not a number"):
        pricing_out.Inputs(**{**vars(baseline(pricing_out).point), "zero_share": Pretender()})
    given = {**vars(baseline(pricing_out).point), "zero_share": Recorded(None, path="zero_share")}
    assert isinstance(pricing_out.Inputs(**given).zero_share, Recorded)
