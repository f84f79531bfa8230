"""What do users save by open models, and what would they save if more of them switched?

    gap           = closed_price - open_price
    saved already = sum of tokens * (1 - closed_share) * would_use_closed * gap
    not yet saved = sum of tokens * closed_share * switchable * gap
    revenue share = closed_share * closed_price / (all shares * their prices)

The sums run over segments: tokens for which an open and a closed model do the same job. The two savings are never
added: one is a gain that was made, the other one that was not. A lower price is a transfer from sellers as well as a
saving; only a lower cost of serving tokens is a gain to all. Where open is the dearer, a saving is negative. With one
segment at mean prices, unlike models are mixed. Source: Nagle and Yue (2025), from one market place.
"""

from collections.abc import Mapping

from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Inputs,
    MoneyPerToken,
    MoneyPerYear,
    Named,
    NetMoneyPerYear,
    Outputs,
    Share,
    TokensPerYear,
    calculator,
    given,
)


class Segment(Inputs):
    """Tokens for which an open and a closed model do the same job."""

    tokens: TokensPerYear = given(positive=True)
    """Tokens a year, open and closed."""
    closed_share: Share = given()
    """Share of the tokens that closed models serve."""
    closed_price: MoneyPerToken = given(positive=True)
    """Price of a token of a closed model."""
    open_price: MoneyPerToken = given(positive=True)
    """Price of a token of an open model."""
    switchable: Share = given()
    """Share of the closed tokens that an open model could serve as well."""
    would_use_closed: Share = given()
    """Share of the open tokens that would have been bought closed."""


class InferenceSavingInputs(Inputs):
    """The market for tokens."""

    segments: Mapping[str, Segment] = given()
    """Segments of the market, by name."""


class InferenceSavingOutputs(Outputs):
    """Savings made and not made, kept apart, and the market."""

    realised_saving: NetMoneyPerYear
    """Savings made by users of open models."""
    unrealised_saving: NetMoneyPerYear
    """Savings not made by users of closed models who could switch."""
    market: MoneyPerYear
    """Spending on all tokens."""
    closed_revenue_share: Share
    """Share of that spending that closed models receive."""
    unrealised: Named[NetMoneyPerYear]
    """Savings not made, by segment."""


@calculator
def inference_saving(x: InferenceSavingInputs) -> InferenceSavingOutputs:
    """Savings of open models in use, made and not made."""
    if not x.segments:
        raise InputError("segments: there is none. Name at least one with its tokens, shares and prices.")
    realised, closed, opened, unrealised = [], [], [], {}
    for name, s in x.segments.items():
        gap, open_share = s.closed_price - s.open_price, 1 - s.closed_share
        realised.append(s.tokens * open_share * s.would_use_closed * gap)
        unrealised[name] = s.tokens * s.closed_share * s.switchable * gap
        closed.append(s.tokens * s.closed_share * s.closed_price)
        opened.append(s.tokens * open_share * s.open_price)
    first, *others = unrealised.values()
    to_closed = sum(closed[1:], start=closed[0])
    market = to_closed + sum(opened[1:], start=opened[0])
    return InferenceSavingOutputs(
        realised_saving=sum(realised[1:], start=realised[0]),
        unrealised_saving=sum(others, start=first),
        market=market,
        closed_revenue_share=to_closed / market,
        unrealised=unrealised,
    )
