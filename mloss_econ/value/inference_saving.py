"""What do users save by open models, and what would they save if more of them switched?

    gap           = closed price - open price
    saved already = tokens * open share * part that would have paid * gap
    not yet saved = tokens * closed share * part that could switch * gap
    revenue share = closed share * closed price / (all shares * their prices)

The two are never added: one is a gain that was made, the other one that was not. A lower price is a transfer from
sellers as well as a saving; only what it costs less to serve is a gain to all. Where open is the dearer, a saving is
negative. Source: Nagle and Yue (2025), from one market place.
"""

from mloss_econ.calculator import Inputs, Outputs, calculator
from mloss_econ.quantities import MoneyPerToken, MoneyPerYear, NetMoneyPerYear, Share, TokensPerYear
from mloss_econ.records import given


class InferenceSavingInputs(Inputs):
    """The market for tokens."""

    tokens: TokensPerYear = given("training.tokens")
    """Tokens a year, open and closed."""
    closed_share: Share = given("training.closed_share")
    """Part of them that closed models serve."""
    closed_price: MoneyPerToken = given("training.closed_price", positive=True)
    """Price of a token of a closed model."""
    open_price: MoneyPerToken = given("training.open_price", positive=True)
    """Price of a token of an open model."""
    switchable: Share = given("training.switchable")
    """Part of the closed tokens that an open model could serve as well."""
    would_use_closed: Share = given("training.would_use_closed")
    """Part of the open tokens that would have been bought closed."""


class InferenceSavingOutputs(Outputs):
    """Savings made and not made, kept apart, and the market."""

    realised_saving: NetMoneyPerYear
    """Saved already by those who use open models."""
    unrealised_saving: NetMoneyPerYear
    """Not yet saved by those who could."""
    market: MoneyPerYear
    """What is paid for all tokens."""
    closed_revenue_share: Share
    """Part of it that goes to closed models."""


@calculator
def inference_saving(x: InferenceSavingInputs) -> InferenceSavingOutputs:
    """Savings of open models in use, made and not made."""
    gap = x.closed_price - x.open_price
    closed, opened = x.closed_share * x.closed_price, (1 - x.closed_share) * x.open_price
    return InferenceSavingOutputs(
        realised_saving=x.tokens * (1 - x.closed_share) * x.would_use_closed * gap,
        unrealised_saving=x.tokens * x.closed_share * x.switchable * gap,
        market=x.tokens * (closed + opened),
        closed_revenue_share=closed / (closed + opened),
    )
