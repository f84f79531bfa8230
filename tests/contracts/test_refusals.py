"""What has no answer is refused by name and with a way out, by functions of value, compliance and liability."""

from typing import Any

import numpy as np
import pytest

from mloss_econ.compliance import ParetoBudgets
from mloss_econ.errors import InputError
from mloss_econ.liability import joint_and_several, restoring_multiplier, several_only
from mloss_econ.value import (
    calibrated_wage,
    chip_hours,
    doubling_from_growth,
    goods_price,
    growth_from_doubling,
    half_life,
    training_compute,
    use_comovement,
)


@pytest.mark.parametrize(
    ("ask", "wrong", "words"),
    [
        (growth_from_doubling, [1, 0], r"doubling_time\[1\] = 0 has to be above 0"),
        (growth_from_doubling, -1, "doubling_time = -1"),
        (doubling_from_growth, 0, "growth = 0 has to be above 0. What does not grow never doubles"),
        (doubling_from_growth, -0.5, "growth = -0.5"),
        (half_life, 33, "depreciation = 33 has to be above 0 and below 1.*write 0.33 for 33 %"),
        (half_life, [0.3, 1], r"depreciation\[1\] = 1"),
        (lambda u: chip_hours(1e25, 1e15, u), 40, "utilisation = 40 has to be above 0 and 1 or less"),
        (lambda s: several_only(s, 100.0, [5.0, np.inf]), [50, 0.5], r"shares\[0\] = 50"),
        (lambda s: joint_and_several(s, 100.0, [np.inf, np.inf]), [0.7, 0.7], "the sum of shares = 1.4 has to be 1 or"),
        (restoring_multiplier, 25, "found = 25 has to be above 0 and 1 or less"),
        (lambda n: training_compute(n, 1e12), -1e9, "parameters = -1e.09 has to be above 0"),
        (lambda a: ParetoBudgets(1.0, a).mean(), 0.5, "alpha = 0.5 has to be above 1. Else there is no mean"),
        (lambda w: calibrated_wage(w, [1, 2]), -5, "value is -5: it has to be above 0"),
        (lambda e: calibrated_wage(5, e), [3, -1], "one is below 0"),
        (lambda d: use_comovement(d, 2, 3), -1, "demand -1 times supply: all have to be above 0"),
        (lambda p: goods_price(p, 1, 2), -5, "prices must not be below 0"),
        (lambda a: joint_and_several([0.5, 0.5], 100.0, a), [-5.0, np.inf], r"assets\[0\] = -5"),
    ],
)
def test_what_has_no_answer_is_refused(ask: Any, wrong: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        ask(wrong)
