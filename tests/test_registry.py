"""The register of claims."""

import mloss_econ as me


def test_the_register_holds_every_claim_by_name() -> None:
    assert me.claims()["C02"].name == "C02"
