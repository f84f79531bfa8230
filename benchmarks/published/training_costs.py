"""What training costs: Cottier and others (2024), and trends in price-performance, Hobbhahn and Besiroglu (2022).

The rent of GPT-3 is no row: its price of an hour was solved from it.
"""

import math

from benchmarks.published.row import Row, fact
from mloss_econ.value import training_cost

ROWS = (
    Row(
        "Cottier et al.: GPT-3, owned machines",
        "cottier_2024.gpt3_amortised",
        0.5e3,
        lambda: float(training_cost.at(prices="USD 2023").owned),
        "the price of a chip is not published with it: ours is assumed: 12,000 USD, and about 12,700 gives theirs",
        "value.training_cost",
    ),
    Row(
        "Cottier et al.: progress, from the older trend",
        "cottier_2024.progress",
        0.005,
        lambda: math.log10(2) / fact("gpu_price_performance.research_processors"),
        "a later and larger list of processors",
    ),
)
