"""The whole of a rule: value, compliance and liability, joined by name and unit into one calculator.

    use_value -> coverage -> bill -> pricing_out -> delay -> consequences -> harm_control -> effects

A belief that two of them use is one variable. Every proposal goes through it as it is, as levers.
"""

from __future__ import annotations

from typing import Any

from mloss_econ.adoption import DEFAULT_PRICES
from mloss_econ.calculators import chain
from mloss_econ.case import Case, baseline
from mloss_econ.compliance import rule_effects
from mloss_econ.evidence import Store, default_store
from mloss_econ.liability import harm_control
from mloss_econ.proposals import proposal
from mloss_econ.regimes.effects import effects
from mloss_econ.units import PriceBase
from mloss_econ.value import use_value

regime = chain(chain(chain(use_value, rule_effects), harm_control), effects)
"""From the value of use, a rule's triggers, duties and liability to its ledger over the years."""

SCENARIO = "ai_duties"
STATUS_QUO = "status_quo"


def regime_case(name: str, *, prices: str | PriceBase = DEFAULT_PRICES, store: Store | None = None) -> Case[Any, Any]:
    """The case of a proposal, from the value of use to the ledger. Raises InputError for an unknown name."""
    store = store or default_store()
    today = baseline(regime, scenario=SCENARIO, prices=prices, store=store)
    return proposal(name, store=store).apply(today)
