"""Effects of a proposal, end to end: its ledger over the years, the scorecard, leakage, waiting, claims."""

from mloss_econ.kernel import Claim as _Claim, listed as _listed
from mloss_econ.regimes.claims import (
    deployment_beats_development as deployment_beats_development,
    labels_pay as labels_pay,
    loses_30_billion as loses_30_billion,
    middle_way_beats_extremes as middle_way_beats_extremes,
    moves_rather_than_stops as moves_rather_than_stops,
    pause_costs_more as pause_costs_more,
    restriction_gives_little as restriction_gives_little,
    tight_budgets_priced_out as tight_budgets_priced_out,
    waiting_beats_acting_now as waiting_beats_acting_now,
)
from mloss_econ.regimes.crossings import value_at as value_at
from mloss_econ.regimes.disagreement import (
    ADOPTED as ADOPTED,
    Disagreement as Disagreement,
    disagreement as disagreement,
)
from mloss_econ.regimes.effects import (
    effects as effects,
    effects_by_year as effects_by_year,
    flows_inputs as flows_inputs,
    flows_ledger as flows_ledger,
)
from mloss_econ.regimes.flows import flows as flows
from mloss_econ.regimes.form_amounts import (
    Sides as Sides,
    annualised_amounts as annualised_amounts,
    form_net as form_net,
    paperwork_hours as paperwork_hours,
    sides as sides,
)
from mloss_econ.regimes.harm_levels import (
    HARMS as HARMS,
    TOPIC as TOPIC,
    TRIED as TRIED,
    break_even_by_channel as break_even_by_channel,
    break_even_harm as break_even_harm,
    channels_of as channels_of,
    harm_levels as harm_levels,
    reached as reached,
    uncounted as uncounted,
)
from mloss_econ.regimes.leakage import leakage as leakage
from mloss_econ.regimes.pause_balance import pause_balance as pause_balance
from mloss_econ.regimes.places import WORLD as WORLD, places_of as places_of
from mloss_econ.regimes.scorecard import (
    OUTPUTS as OUTPUTS,
    PROJECTS as PROJECTS,
    Scorecard as Scorecard,
    increments as increments,
    less_status_quo as less_status_quo,
    net_output as net_output,
    removed_by as removed_by,
    scorecard as scorecard,
    viewpoints as viewpoints,
)
from mloss_econ.regimes.scores import Removed as Removed, Score as Score, Step as Step
from mloss_econ.regimes.showing import (
    ADDED as ADDED,
    groups as groups,
    in_force as in_force,
    sentences as sentences,
    steps_text as steps_text,
    whose as whose,
)
from mloss_econ.regimes.statement import Form as Form, form_kind as form_kind, form_of as form_of
from mloss_econ.regimes.structure import STRUCTURE as STRUCTURE, Structure as Structure, structure_of as structure_of
from mloss_econ.regimes.waiting import waiting as waiting
from mloss_econ.regimes.world import (
    SCENARIO as SCENARIO,
    STATUS_QUO as STATUS_QUO,
    in_world as in_world,
    under as under,
    world as world,
    world_under as world_under,
)

CALCULATORS = _listed(globals())
CLAIMS = tuple(thing for thing in globals().values() if isinstance(thing, _Claim))
