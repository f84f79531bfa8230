"""Claims on value: where each holds, and where by construction."""

from mloss_econ.sensitivity import verdict
from mloss_econ.value import cheap_adaptation, utility_for_control


def test_the_verdict_on_cheap_adaptation_depends_on_sharing_the_base() -> None:
    shared = verdict(cheap_adaptation, n=2**10, seed=1)
    assert shared.at_adopted
    assert shared.held.value > 0.8
    alone = cheap_adaptation.case().but("a base of one's own", adapters=1.0)
    assert verdict(cheap_adaptation, case=alone, n=2**10, seed=1).held.value < 0.2


def test_utility_and_control_diverge_by_construction() -> None:
    answer = verdict(utility_for_control, n=2**8, seed=1)
    assert utility_for_control.kind == "true by construction"
    assert answer.held.value == 1
    out = utility_for_control.case().outputs()
    assert 0 < float(out.utility_gain) < 0.2
    assert 0 < float(out.control_loss) < 0.3
