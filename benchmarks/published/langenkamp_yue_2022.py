"""Langenkamp and Yue (2022), the article, and the thesis behind it: 30 billion USD, 100 to 1, and what it costs.

Ours come from the public sample, which is the thesis's; the article has 37 contributor-periods more.
"""

from collections.abc import Callable

from benchmarks.published.row import Row
from mloss_econ.value import attributed_value, concentration, contribution_cost
from mloss_econ.value.attributed_value import AttributedValueOutputs

COST, VALUE = "value.contribution_cost", "value.attributed_value"
UNPUBLISHED = "the article's 37 further contributor-periods are not public"


def headline() -> AttributedValueOutputs:
    """The headline of 2022: its constants, gross, with nothing taken off."""
    return attributed_value.at(software_share=1.0, net_share=1.0, prices="USD 2022")


def cost(basis: str, **repairs: float) -> Callable[[], float]:
    """Yearly cost by unit and reference, from the sample."""
    return lambda: float(contribution_cost.at(**repairs, prices="USD 2022").by_basis[basis])


def article(basis: str, stated: float, repaired: str = "") -> Row:
    """A row of the article's table 1."""
    return Row(
        f"Langenkamp and Yue: cost by {basis}", f"langenkamp_yue_2022.cost_{basis}", stated, cost(basis), repaired, COST
    )


ROWS = (
    Row(
        "Langenkamp and Yue: value",
        "langenkamp_yue_2022.headline_benefit",
        0.5e9,
        lambda: float(headline().value),
        of=VALUE,
    ),
    Row(
        "Langenkamp and Yue: ratio",
        "langenkamp_yue_2022.headline_ratio",
        0.5,
        lambda: float(headline().benefit_cost_ratio),
        of=VALUE,
    ),
    article("commits_pytorch", 0.005e6, UNPUBLISHED),
    article("contributors", 0.05e6),
    article("commits_tensorflow", 0.005e6, UNPUBLISHED),
    article("lines_tensorflow", 0.005e6, UNPUBLISHED),
    article("lines_pytorch", 0.005e6, UNPUBLISHED),
    Row(
        "Langenkamp and Yue: commits a year",
        "langenkamp_yue_2022.commits_per_year",
        50.0,
        lambda: float(contribution_cost.at(prices="USD 2022").units_per_year["commits"]),
        UNPUBLISHED,
        COST,
    ),
    Row(
        "Langenkamp and Yue: cost of a commit",
        "langenkamp_yue_2022.cost_per_commit_pytorch",
        5.0,
        lambda: float(contribution_cost.at(prices="USD 2022").cost_per_unit["commits_pytorch"]),
        of=COST,
    ),
    Row(
        "Thesis: cost by commits_pytorch",
        "langenkamp_thesis_2022.cost_commits_pytorch",
        0.005e6,
        cost("commits_pytorch"),
        of=COST,
    ),
    Row(
        "Thesis: cost by contributors",
        "langenkamp_thesis_2022.cost_contributors",
        0.05e6,
        cost("contributors"),
        of=COST,
    ),
    Row(
        "Thesis: cost by lines_tensorflow",
        "langenkamp_thesis_2022.cost_lines_tensorflow",
        0.005e6,
        cost("lines_tensorflow"),
        of=COST,
    ),
    Row(
        "Thesis: cost by lines_pytorch",
        "langenkamp_thesis_2022.cost_lines_pytorch",
        0.005e6,
        cost("lines_pytorch"),
        of=COST,
    ),
    Row(
        "Sample, lines read in full: by lines_pytorch",
        "contribution_sample_2022.corrected_lines_cost_pytorch",
        0.05e6,
        cost("lines_pytorch", commas=1),
        of=COST,
    ),
    Row(
        "Sample, lines read in full: by lines_tensorflow",
        "contribution_sample_2022.corrected_lines_cost_tensorflow",
        0.05e6,
        cost("lines_tensorflow", commas=1),
        of=COST,
    ),
    Row(
        "Sample, no automated accounts: by commits_tensorflow",
        "contribution_sample_2022.cost_commits_tensorflow_without_bots",
        0.05e6,
        cost("commits_tensorflow", automated=1),
        of=COST,
    ),
    Row(
        "Sample, each repository once: by commits_pytorch",
        "contribution_sample_2022.cost_commits_pytorch_without_duplicates",
        0.05e6,
        cost("commits_pytorch", duplicates=1),
        of=COST,
    ),
    Row(
        "Sample: Gini coefficient of commits",
        "contribution_sample_2022.gini",
        0.0005,
        lambda: float(concentration.at().gini),
        of="value.concentration",
    ),
    Row(
        "Sample: made by the top 5 %",
        "contribution_sample_2022.top_five_percent",
        0.0005,
        lambda: float(concentration.at().top_share_up),
        of="value.concentration",
    ),
)
