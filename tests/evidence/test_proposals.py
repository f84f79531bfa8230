"""A proposal as it is written down: one that contradicts itself is refused."""

import pytest

from mloss_econ.evidence import ProposalSeed


def test_a_proposal_that_contradicts_itself_is_refused() -> None:
    said = {"title": "A", "status": "", "reference": "", "open_source": ""}
    lever = {"liability.harm_control": {"deployer_liable": {"value": 0, "clause": "1"}}}
    with pytest.raises(ValueError, match="contradicts itself: baseline = true changes nothing"):
        ProposalSeed.model_validate(said | {"baseline": True, "levers": lever})
    with pytest.raises(ValueError, match="it imposes nothing"):
        ProposalSeed.model_validate(said)
