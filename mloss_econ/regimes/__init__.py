"""What a proposal does, end to end: its ledger over the years, all proposals side by side, leakage, waiting, claims."""

from mloss_econ.regimes.claims import (
    deployment_beats_development,
    labels_pay,
    loses_30_billion,
    middle_way_beats_extremes,
    moves_rather_than_stops,
    pause_costs_more,
    restriction_gives_little,
    tight_budgets_priced_out,
    waiting_beats_ruling_now,
)
from mloss_econ.regimes.disagreement import ADOPTED, Disagreement, disagreement
from mloss_econ.regimes.effects import effects, effects_by_year, flows_ledger, home_weights
from mloss_econ.regimes.flow_inputs import FlowsInputs
from mloss_econ.regimes.flows import FlowsOutputs, flows
from mloss_econ.regimes.leakage import LeakageInputs, LeakageOutputs, leakage
from mloss_econ.regimes.pause_balance import PauseBalanceInputs, PauseBalanceOutputs, pause_balance
from mloss_econ.regimes.scorecard import (
    HARMS,
    OUTPUTS,
    TRIED,
    Scorecard,
    break_even_harm,
    harm_level,
    increments,
    less_status_quo,
    scorecard,
)
from mloss_econ.regimes.scores import Score, Step
from mloss_econ.regimes.showing import steps_text
from mloss_econ.regimes.statement import Form, form_of, level_amounts
from mloss_econ.regimes.waiting import WaitingInputs, WaitingOutputs, waiting
from mloss_econ.regimes.world import SCENARIO, STATUS_QUO, in_world, world, world_under

CALCULATORS = (flows, leakage, waiting, pause_balance)
CLAIMS = (
    tight_budgets_priced_out,
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
    "Disagreement",
    "FlowsInputs",
    "FlowsOutputs",
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
    "deployment_beats_development",
    "disagreement",
    "effects",
    "effects_by_year",
    "flows",
    "flows_ledger",
    "form_of",
    "harm_level",
    "home_weights",
    "in_world",
    "increments",
    "labels_pay",
    "leakage",
    "less_status_quo",
    "level_amounts",
    "loses_30_billion",
    "middle_way_beats_extremes",
    "moves_rather_than_stops",
    "pause_balance",
    "pause_costs_more",
    "restriction_gives_little",
    "scorecard",
    "steps_text",
    "tight_budgets_priced_out",
    "waiting",
    "waiting_beats_ruling_now",
    "world",
    "world_under",
]
