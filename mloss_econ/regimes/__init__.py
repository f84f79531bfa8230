"""What a proposal does, end to end: its ledger over the years, and all proposals side by side."""

from mloss_econ.regimes.effects import EffectsInputs, EffectsOutputs, effects
from mloss_econ.regimes.ledgers import home_weights, ledger_by_year, regime_ledger
from mloss_econ.regimes.regime import SCENARIO, STATUS_QUO, regime, regime_case
from mloss_econ.regimes.scorecard import Score, Scorecard, Step, break_even_harm, increments, scorecard

CALCULATORS = (effects,)

__all__ = [
    "CALCULATORS",
    "SCENARIO",
    "STATUS_QUO",
    "EffectsInputs",
    "EffectsOutputs",
    "Score",
    "Scorecard",
    "Step",
    "break_even_harm",
    "effects",
    "home_weights",
    "increments",
    "ledger_by_year",
    "regime",
    "regime_case",
    "regime_ledger",
    "scorecard",
]
