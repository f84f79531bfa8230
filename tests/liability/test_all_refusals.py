"""Bad input to the functions of care is refused in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from care import joint

from mloss_econ.errors import InputError
from mloss_econ.liability import (
    CarefulParty,
    bargained_cost,
    burden,
    exposure,
    hand_rule,
    joint_care,
    marginal_hand_rule,
    restoring_multiplier,
    tabulated_care,
    unilateral_care,
)
from mloss_econ.liability.joint_care import JointCareInputs


def _called(name: str) -> JointCareInputs:
    party = CarefulParty(unit_cost=1.0, effectiveness=1.0, exposure=1.0, share=0.0)
    return JointCareInputs(
        technology="best shot", residual_bearer="nobody", base_probability=0.5, harm=9.0, parties={name: party}
    )


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("outside 0 to 1", lambda: hand_rule(1.0, 1.2, 5.0)),
        ("outside 0 to 1", lambda: hand_rule(1.0, np.nan, 5.0)),
        ("loss: nan is not finite", lambda: hand_rule(1.0, 0.2, [5.0, np.nan])),
        ("harm: nan is not finite", lambda: marginal_hand_rule(1.0, -0.2, np.nan)),
        ("not finite", lambda: __import__("mloss_econ.liability", fromlist=["due_care"]).due_care([np.inf], [1.0])),
        ("found: 1.5 is outside 0 to 1", lambda: exposure(10.0, found=1.5)),
        ("a harm above 0", lambda: exposure(0.0)),
        ("never found", lambda: restoring_multiplier(0.0)),
        ("outside 0 to 1", lambda: tabulated_care([0.0, 1.0], [0.5, -0.1], 10.0)),
        ("rise from left to right", lambda: tabulated_care([1.0, 0.0], [0.5, 0.1], 10.0)),
        ("cannot be met", lambda: tabulated_care([0.0, 1.0], [0.5, 0.1], 10.0, standard=2)),
        ("technology = 'team'", lambda: joint([1.0], [1.0], [1.0], 0.5, 10.0, technology="team")),
        ("residual_bearer = 'p7'", lambda: joint([1.0], [1.0], [1.0], 0.5, 10.0, residual_bearer="p7")),
        ("the name of an answer", lambda: joint_care(_called("tie"))),
        ("at least one party", lambda: joint([], [], [], 0.5, 10.0)),
        ("costs less than the least", lambda: bargained_cost(5.0, 6.0, 1.0)),
        ("a cost below 0", lambda: bargained_cost(7.0, 6.0, -1.0)),
        ("2 parties have 4 sets", lambda: burden([1.0, 2.0], [1.0, 2.0])),
        ("base_probability: 1.2 is outside", lambda: unilateral_care.at(base_probability=1.2)),
    ],
)
def test_bad_input(words: str, make: Any) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert words in str(error.value)
