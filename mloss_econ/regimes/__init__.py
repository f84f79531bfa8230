"""What a proposal does, end to end: its ledger over the years, all proposals side by side, leakage, waiting, claims."""

from mloss_econ.regimes.claims import (
    deployment_beats_development,
    labels_pay,
    loses_30_billion,
    middle_way_beats_extremes,
    moves_rather_than_stops,
    pause_costs_more,
    restriction_gives_little,
    waiting_beats_ruling_now,
)
from mloss_econ.regimes.contest import Contest, ContestOutputs, contest_case
from mloss_econ.regimes.disagreement import ADOPTED, Disagreement, disagreement
from mloss_econ.regimes.effects import EffectsInputs, EffectsOutputs, effects
from mloss_econ.regimes.leakage import LeakageInputs, LeakageOutputs, leakage
from mloss_econ.regimes.ledgers import home_weights, ledger_by_year, regime_ledger
from mloss_econ.regimes.pause_balance import PauseBalanceInputs, PauseBalanceOutputs, pause_balance
from mloss_econ.regimes.regime import SCENARIO, STATUS_QUO, regime, regime_case
from mloss_econ.regimes.scorecard import (
    HARMS,
    OUTPUTS,
    TRIED,
    Scorecard,
    break_even_harm,
    harm_level,
    increments,
    scorecard,
)
from mloss_econ.regimes.scores import Score, Step
from mloss_econ.regimes.showing import steps_text
from mloss_econ.regimes.statement import Form, form_of, level_amounts
from mloss_econ.regimes.waiting import WaitingInputs, WaitingOutputs, waiting

CALCULATORS = (effects, leakage, waiting, pause_balance)
CLAIMS = (
    loses_30_billion,
    deployment_beats_development,
    middle_way_beats_extremes,
    restriction_gives_little,
    moves_rather_than_stops,
    waiting_beats_ruling_now,
    labels_pay,
    pause_costs_more,
)

__all__ = [
    "ADOPTED",
    "CALCULATORS",
    "CLAIMS",
    "HARMS",
    "OUTPUTS",
    "SCENARIO",
    "STATUS_QUO",
    "TRIED",
    "Contest",
    "ContestOutputs",
    "Disagreement",
    "EffectsInputs",
    "EffectsOutputs",
    "Form",
    "LeakageInputs",
    "LeakageOutputs",
    "PauseBalanceInputs",
    "PauseBalanceOutputs",
    "Score",
    "Scorecard",
    "Step",
    "WaitingInputs",
    "WaitingOutputs",
    "break_even_harm",
    "contest_case",
    "deployment_beats_development",
    "disagreement",
    "effects",
    "form_of",
    "harm_level",
    "home_weights",
    "increments",
    "labels_pay",
    "leakage",
    "ledger_by_year",
    "level_amounts",
    "loses_30_billion",
    "middle_way_beats_extremes",
    "moves_rather_than_stops",
    "pause_balance",
    "pause_costs_more",
    "regime",
    "regime_case",
    "regime_ledger",
    "restriction_gives_little",
    "scorecard",
    "steps_text",
    "waiting",
    "waiting_beats_ruling_now",
]
