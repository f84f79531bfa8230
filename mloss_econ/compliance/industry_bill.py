"""What would a proposal cost a whole industry a year, and one small firm with a product?

    industry a year      = spending on AI * overhead share * in scope * (1 - already done)
    industry, five years = the same for the last year, less by growth in each year before
    firms or products    = per product * products + (1 - per product)
    small firm           = firms or products * missing * (set-up counted + upkeep)
    set-up counted       = set-up * (at once + (1 - at once) / annuity(rate, life))
    profit lost          = small firm's cost / (firm turnover * profit margin)

The dispute over the EU AI Act (Center for Data Innovation against CEPS, 2021) is a dispute over these inputs: see
`cdi_2021`, `ceps_2021` and `sensitivity.bridge`.
"""

import numpy as np

from mloss_econ.compliance.appraisal import annualise
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import (
    Case,
    Count,
    Money,
    MoneyPerYear,
    Outputs,
    RatePerYear,
    Ratio,
    Share,
    Years,
    baseline,
    calculator,
    given,
    lever,
)
from mloss_econ.shared import Discounting

FIVE = np.arange(5.0)


class IndustryBillInputs(Discounting):
    """Spending in the scope of a proposal, and one small firm."""

    ai_spending: MoneyPerYear = given("industry.ai_spending")
    """Yearly spending on AI in the industry."""
    overhead_share: Share = given("industry.overhead")
    """Cost of compliance as a share of spending on a system in scope."""
    spending_in_scope: Share = given("industry.in_scope")
    """Share of spending that is on systems in scope."""
    already_done: Share = given("industry.already_done")
    """Share of the cost that is borne without the proposal (business-as-usual share)."""
    market_growth: RatePerYear = given("industry.growth", low=-0.9)
    """Yearly growth of spending up to the year counted."""
    firm_turnover: MoneyPerYear = given("industry.turnover", positive=True)
    """The small firm's yearly turnover; above 0."""
    profit_margin: Share = given("industry.margin", low=0.001)
    """Profit of the small firm as a share of turnover."""
    products: Count = given("industry.products")
    """Products of the small firm in scope."""
    qms_set_up: Money = given("industry.qms_set_up")
    """Cost of setting up a quality-management system."""
    qms_upkeep: MoneyPerYear = given("industry.qms_upkeep")
    """Cost of keeping it."""
    qms_life: Years = given("industry.qms_life", low=0.25)
    """Years until it is set up anew."""
    qms_missing: Share = given("industry.qms_missing")
    """Share of firms that do not have one already."""
    per_product: Share = lever(0.0)
    """1 where each product needs its own system, 0 where a firm needs one."""
    at_once: Share = lever(0.0)
    """1 where the set-up counts in one year, 0 where it is spread over its life."""


class IndustryBillOutputs(Outputs):
    """The industry's bill and the small firm's."""

    industry_cost: MoneyPerYear
    """Cost to the industry in the year counted."""
    five_year_cost: Money
    """Cost over that year and the four before, undiscounted."""
    firm_cost: MoneyPerYear
    """Cost to the small firm, averaged over those that have a quality system and those that do not."""
    profit_lost: Ratio
    """That cost over the firm's profit."""


@calculator
def industry_bill(x: IndustryBillInputs) -> IndustryBillOutputs:
    """Cost of a proposal to an industry and to one small firm."""
    cost = x.ai_spending * x.overhead_share * x.spending_in_scope * (1 - x.already_done)
    years = np.add.reduce(np.power((1 + x.market_growth)[..., None], -FIVE), axis=-1)
    units = x.per_product * x.products + (1 - x.per_product)
    spread = annualise(x.qms_set_up, x.discount_rate, x.qms_life)
    firm = units * x.qms_missing * (x.at_once * x.qms_set_up + (1 - x.at_once) * spread + x.qms_upkeep)
    return IndustryBillOutputs(
        industry_cost=cost,
        five_year_cost=cost * years,
        firm_cost=firm,
        profit_lost=firm / (x.firm_turnover * x.profit_margin),
    )


# ---------------------------------------------------------------- both sides of a dispute


def cdi_2021(*, store: Store | None = None) -> Case[IndustryBillInputs, IndustryBillOutputs]:
    """The reading of the Center for Data Innovation: all spending in scope, nothing done already, each product with a
    quality system of its own, at the study's upper figure, set up and kept up within the year."""
    store = store or default_store()
    fact = store.fact
    return baseline(industry_bill, prices="EUR 2021", store=store).but(
        "CDI 2021",
        ai_spending=_value(store, "cdi_2021.annual_2025") / _value(store, "cdi_2021.overhead"),
        overhead_share=_value(store, "cdi_2021.overhead"),
        spending_in_scope=1.0,
        already_done=0.0,
        qms_set_up=float(fact("ceps_2021.qms_setup").high or 0.0),
        qms_upkeep=_value(store, "ceps_2021.qms_upkeep"),
        qms_missing=1.0,
        per_product=1.0,
        at_once=1.0,
    )


def ceps_2021(*, store: Store | None = None) -> Case[IndustryBillInputs, IndustryBillOutputs]:
    """CEPS's correction: one system in ten in scope, some of the work done anyway, one quality system a firm, spread
    over its life, where it is missing."""
    store = store or default_store()
    return baseline(industry_bill, prices="EUR 2021", store=store).but(
        "CEPS 2021",
        ai_spending=_value(store, "cdi_2021.annual_2025") / _value(store, "cdi_2021.overhead"),
        overhead_share=_value(store, "cdi_2021.overhead"),
        spending_in_scope=_value(store, "ceps_reply_2021.scope"),
        already_done=_value(store, "swd_2021_84.business_as_usual_share"),
        qms_set_up=_value(store, "ceps_2021.qms_setup"),
        qms_upkeep=_value(store, "ceps_2021.qms_upkeep"),
    )


def _value(store: Store, name: str) -> float:
    return float(store.fact(name).value or 0.0)
