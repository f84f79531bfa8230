"""Open and closed models in use: Nagle and Yue (2025)."""

from typing import Any

from benchmarks.published.row import Row, fact
from mloss_econ.value import inference_saving
from mloss_econ.value.inference_saving import InferenceSavingOutputs

PAPER = "nagle_yue_2025"
OF = "value.inference_saving"


def market(**values: Any) -> InferenceSavingOutputs:
    """The market of 2025."""
    changes = {f"segments.all.{name}": value for name, value in values.items()}
    return inference_saving.at(changes, scenario="token_market_2025", prices="USD 2025")


ROWS = (
    Row(
        "Nagle and Yue: closed models' revenue, price ratio 6",
        f"{PAPER}.closed_revenue_share",
        0.005,
        lambda: float(market(closed_price=fact(f"{PAPER}.price_ratio"), open_price=1.0).closed_revenue_share),
        of=OF,
    ),
    Row(
        "Nagle and Yue: the same, by the two mean prices",
        f"{PAPER}.closed_revenue_share",
        0.005,
        lambda: float(market().closed_revenue_share),
        "the two mean prices stand 8 to 1, not 6 to 1",
        OF,
    ),
    Row(
        "Nagle and Yue: saving not made",
        f"{PAPER}.unrealised_saving",
        0.05e9,
        lambda: float(market().unrealised_saving),
        "they match model by model; ours lets 90 % of closed tokens switch at mean prices",
        OF,
    ),
)
