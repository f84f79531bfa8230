"""Claims about who can avoid a harm most cheaply are about their scenarios."""

from mloss_econ.liability import bank_before_platform, cheapest_avoider, platform_before_family


def test_the_fraud_claims_are_about_their_scenarios() -> None:
    assert platform_before_family.case().scenario == "deepfake_family_fraud"
    assert bank_before_platform.case().scenario == "deepfake_bank_fraud"
    assert bank_before_platform.calculator is cheapest_avoider
