"""What the report on one scenario says of liability rules."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mloss_econ.report.findings.who_bears import WhoBears
from mloss_econ.report.sections.who_bears import RULES, _none, rule_words


@pytest.mark.slow
def test_every_rule_has_words(family: WhoBears) -> None:
    said = [rule_words(rule) for rule in family.rules]
    assert len(set(said)) == len(said)
    assert set(RULES) <= {rule.name for rule in family.rules}
    assert not any("_" in words for words in said)


def test_a_rule_without_an_equilibrium_is_said_only_where_there_is_one() -> None:
    def said(*not_converged: float) -> str:
        return _none(SimpleNamespace(rules=[SimpleNamespace(not_converged=share) for share in not_converged]))  # type: ignore[arg-type]

    assert said(0.0, 0.0) == ""
    assert "In 25 % of draws at most, a rule has no equilibrium" in said(0.0, 0.25)
    assert said(1.0) != ""
