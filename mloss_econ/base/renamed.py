"""Names that were public, with their present names, so that an error can say so. To be dropped in the next version.

The same word is renamed wherever it stands: as an input, an output, a belief, a key of a file or of a record.
"""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "arranging": "transaction_cost",
    "beaten_by": "dominated_by",
    "beside": "comparator",
    "best_in": "probability_best",
    "bound": "share_bound",
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
    "replaceable": "share_replaceable",
    "rule": "proposal",
    "rule_fixed_cost": "added_fixed_cost",
    "rule_life": "proposal_life",
    "rule_unit_cost": "added_unit_cost",
    "settle": "pure_equilibria",
    "settled": "converged",
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

VERBS: Mapping[str, str] = {"compare": "scorecard", "rank": "sensitivity", "run": "report"}
"""Commands of the command line."""

OPTIONS: Mapping[str, str] = {"--beside": "--comparator", "--rule": "--proposal"}
"""Options of the command line."""


def name_now(name: str) -> str | None:
    """The present name of a dotted path; None if no word of it was renamed.

    >>> name_now("projects.unpaid_use"), name_now("projects.sigma")
    ('projects.unfunded_use', None)
    """
    now = ".".join(WORDS.get(word, word) for word in name.split("."))
    return None if now == name else now
