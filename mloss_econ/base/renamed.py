"""Names that were public, with their present names, so that an error can say so. To be dropped in the next version.

The same word is renamed wherever it stands: as an input, an output, a belief, a key of a file or of a record.
"""

from collections.abc import Collection, Mapping
from itertools import product

LONGEST = 100  # characters; a longer name is none of ours

WORDS: Mapping[str, str] = {
    "arranging": "transaction_cost",
    "beaten_by": "dominated_by",
    "beside": "comparator",
    "best_in": "probability_best",
    "covered_paid": "covered_funded",
    "deployers_running": "deployers_recurring",
    "developers_running": "developers_recurring",
    "expected_loss": "expected_opportunity_loss",
    "find out": "learn",
    "finding_out": "familiarisation",
    "fixed_part": "fixed_cost_share",
    "intermediaries_running": "intermediaries_recurring",
    "judged": "is_judgement",
    "judged_inputs": "judgement_inputs",
    "keep": "target_survival",
    "keep_firms": "target_firms",
    "level_amounts": "annualised_amounts",
    "log_parts": "log_factors",
    "naming": "cost_if_liable",
    "naming_deployers": "cost_if_deployers_liable",
    "naming_developer": "cost_if_developer_liable",
    "naming_wins": "liability_first_wins",
    "open_part": "open_share",
    "out_without_avoidance": "exit_share_without_avoidance",
    "part_above_lower": "share_above_lower",
    "part_above_upper": "share_above_upper",
    "part_below": "share_below",
    "part_of_endless_value_lost": "share_of_endless_value_lost",
    "part_of_fading_value_lost": "share_of_fading_value_lost",
    "part_of_horizon_value_lost": "share_of_horizon_value_lost",
    "passed_back_paid": "passed_back_funded",
    "priced_out": "exit_share",
    "priced_out_paid": "exit_share_funded",
    "put_as": "tested_as",
    "recovered": "share_replaced",
    "replaceable": "share_rebuilt",
    "rule": "proposal",
    "rule_fixed_cost": "added_fixed_cost",
    "rule_unit_cost": "added_unit_cost",
    "settle": "pure_equilibria",
    "settled": "converged",
    "share_replaceable": "share_rebuilt",
    "software_share_part": "software_share_narrow",
    "stopped": "exits",
    "stopped_paid": "exits_funded",
    "substantial_part": "substantial_share",
    "top_part": "top_fraction",
    "turn": "switch",
    "turns": "switching_values",
    "unit_part": "unit_cost_share",
    "unpaid_derivative_use": "unfunded_derivative_use",
    "unpaid_use": "unfunded_use",
    "unsettled": "not_converged",
    "use_gone": "use_not_replaced",
    "waiting_beats_ruling_now": "waiting_beats_acting_now",
    "worth_knowing": "evpi",
}
"""Inputs, outputs, beliefs and keys of files."""

OF_SOME: Mapping[str, tuple[str, ...]] = {
    "alpha": ("tail_exponent",),
    "base_probability": ("deployment_probability",),
    "benefit": ("openness_benefit",),
    "compute": ("compute_cost",),
    "data": ("data_cost",),
    "diluted": ("stripped",),
    "effort_factor": ("effort_coefficient",),
    "elasticity": ("marginal_elasticity",),
    "exposure": ("developer_exposure", "found"),
    "firms": ("firm_count",),
    "found": ("cases_found",),
    "growth": ("run_growth", "market_growth"),
    "harm": ("deployment_harm", "openness_harm"),
    "horizon": ("benefit_horizon", "appraisal_horizon"),
    "in_scope": ("open_scope", "spending_in_scope"),
    "largest_diluted": ("largest_stripped",),
    "lines": ("code_lines",),
    "margin": ("profit_margin", "user_margin"),
    "multiplier": ("adjustment",),
    "overhead": ("rebuild_overhead", "overhead_share"),
    "own_training": ("base_training",),
    "pause": ("pause_length",),
    "peak": ("years_to_peak",),
    "people": ("people_counted",),
    "sample": ("size_table",),
    "scale": ("scale_factors",),
    "staff": ("firms_staff",),
    "threshold": ("cost_threshold", "exemption_threshold"),
    "turnover": ("firm_turnover",),
    "unit_cost": ("cost_per_unit",),
    "users": ("adapters",),
    "value_lost": ("present_value_lost", "use_value_lost"),
    "wage": ("developer_wage",),
    "wait": ("later",),
    "years": ("years_elapsed", "projection_years"),
}
"""Inputs and outputs of some calculators, whose old names others still have."""

PROPOSALS: Mapping[str, tuple[str, ...]] = {"deepfake_laws": ("take_it_down",), "sb53_raise": ("sb53", "raise_act")}
"""Proposals; several where one file held several laws."""

VERBS: Mapping[str, str] = {"compare": "scorecard", "rank": "sensitivity", "run": "report"}
"""Commands of the command line."""

OPTIONS: Mapping[str, str] = {"--beside": "--comparator", "--rule": "--proposal"}
"""Options of the command line."""


CALCULATORS: Mapping[str, str] = {"regimes.effects": "regimes.flows"}
"""Calculators, as a proposal names those whose levers it sets."""

METHODS: Mapping[str, str] = {
    "dependents": "dependents(run)",
    "diagnostics": "diagnostics(run)",
    "estimate": "estimate(run, path, statistic)",
    "estimate_of": "estimate_of(values, statistic, run)",
    "finite": "finite(run, path)",
    "frame": "summary(run).frame()",
    "interval_meaning": "interval_meaning(run)",
    "judged": "judgement_inputs(run)",
    "judgement": "judgement(run, path)",
    "mean": "estimate(run, path)",
    "quantiles": "quantiles(run, path, levels)",
    "rank_shares": "rank_shares(run, path)",
    "row": "row_of(run, path)",
    "sd": 'estimate(run, path, "sd")',
    "share_row": "shares_of(run, path)",
    "statistic": "estimate(run, path, name)",
    "summary": "summary(run)",
    "to_pandas": "summary(run).to_pandas()",
    "to_polars": "summary(run).to_polars()",
}
"""Methods of a run, which are functions now."""


def name_now(name: str, known: Collection[str]) -> str | None:
    """What a dotted path is called now, among the names that are known; None if it was not renamed to any of them.

    >>> name_now("projects.unpaid_use", ["projects.unfunded_use"]), name_now("years", ["years_elapsed", "adopted_now"])
    ('projects.unfunded_use', 'years_elapsed')
    """
    words = name.split(".") if len(name) <= LONGEST else []
    choices = [(word, *((WORDS[word],) if word in WORDS else OF_SOME.get(word, ()))) for word in words]
    paths = (".".join(path) for path in product(*choices))
    return next((path for path in paths if path != name and path in known), None)
