"""Claims on competition: one true by construction, one that can fail and can hold."""

import pytest

from mloss_econ.compliance import concentrates_and_incumbents_gain, larger_shoulder_more_easily
from mloss_econ.sensitivity import verdict


def test_the_small_pay_more_by_construction_and_only_so() -> None:
    answer = verdict(larger_shoulder_more_easily, n=256)
    assert (answer.held.value, answer.at_adopted) == (1, True)
    assert larger_shoulder_more_easily.kind == "true by construction"
    case = larger_shoulder_more_easily.case().but("dearer for the large", cost_elasticity=1.2)
    assert not verdict(larger_shoulder_more_easily, n=256, case=case).at_adopted


@pytest.mark.slow
def test_that_incumbents_gain_can_fail_and_can_hold() -> None:
    claim = concentrates_and_incumbents_gain
    answer = verdict(claim, n=256)
    assert 0.1 < answer.held.value < 0.6
    assert not answer.at_adopted
    hard = claim.case().but("a dear proposal", added_fixed_cost=150_000)
    assert verdict(claim, n=256, case=hard).at_adopted  # the open company leaves
    spared = hard.but("and the open company exempt", {"firms.open_company.fixed_cost_share": 0.0})
    assert not verdict(claim, n=256, case=spared).at_adopted
