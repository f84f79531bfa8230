"""Is a cost significant for small entities? The tests of US practice under the Regulatory Flexibility Act.

    ratio                  = cost / revenue, flagged from 1 % and from 3 %
    revenue at a flag      = cost / flag                    smaller entities are above the flag
    share above a flag     = Phi(z(cost / flag)) / Phi(z(size standard)), at most 1        z(r) = ln(r / median) / sigma
    presumption            by the number and the share of small entities above each flag:
                             fewer than 100                            none
                             100 to 999, less than a fifth of them     none at 1 %, uncertain at 3 %
                             a fifth, or 1,000 and more                uncertain at 1 %, significant at 3 %

Alone it takes any cost and any count. In a model with a bill it takes the proposal's own: `model(bill, first_year,
pricing_out, consequences, small_entities, ...)` links the yearly cost of one project, and the number of funded projects
that the proposal covers.

Revenues are lognormal, cut off at the size standard: above it an entity is not small. The Act sets no number; the flags
and counts are one agency's practice. The presumption is a starting point, not a finding.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, default_store, how_to_add
from mloss_econ.kernel import (
    Category,
    Count,
    MoneyPerYear,
    Outputs,
    Ratio,
    Share,
    at_most,
    calculator,
    fixed,
    given,
    linked,
)
from mloss_econ.shared import FixedCost

PRESUMED = ("presumed none", "uncertain", "presumed significant")


class SmallEntitiesInputs(FixedCost):
    """A cost, one entity, and the population of small entities."""

    revenue: MoneyPerYear = given("small_entities.revenue", positive=True)
    """Yearly revenue of the one entity looked at; above 0."""
    entities: Count = linked(alone="small_entities.entities")
    """Small entities that the proposal covers."""
    median_revenue: MoneyPerYear = given("small_entities.median_revenue", positive=True)
    """Median yearly revenue before the cut at the size standard; above 0."""
    revenue_sigma: Ratio = given("small_entities.revenue_sigma", low=0.01)
    """Standard deviation of the logarithm of revenues before the cut."""
    size_standard: MoneyPerYear = fixed("small_entities.size_standard", positive=True)
    """Largest yearly revenue of a small entity; above 0."""
    lower_test: Share = fixed("small_entities.lower_test", low=1e-6)
    """Share of revenue from which a cost is flagged."""
    upper_test: Share = fixed("small_entities.upper_test", low=1e-6)
    """Share of revenue from which a cost is flagged as heavy."""
    few: Count = fixed("small_entities.few")
    """Fewer flagged entities than this are no substantial number."""
    many: Count = fixed("small_entities.many")
    """This many flagged entities are a substantial number, whatever their share."""
    substantial_share: Share = fixed("small_entities.substantial_share")
    """Between the two, the share of small entities from which the number is substantial."""


class SmallEntitiesOutputs(Outputs):
    """The flags for one entity, the numbers for all, and the presumption."""

    ratio: Ratio
    """Cost as a share of the entity's revenue."""
    flagged: Share
    """1 where the ratio reaches the lower test, else 0."""
    flagged_heavy: Share
    """1 where the ratio reaches the upper test, else 0."""
    revenue_at_lower: MoneyPerYear
    """Revenue at which the cost just reaches the lower test."""
    revenue_at_upper: MoneyPerYear
    """Revenue at which the cost just reaches the upper test."""
    share_above_lower: Share
    """Share of small entities at or above the lower test."""
    share_above_upper: Share
    """Share of small entities at or above the upper test."""
    number_above_lower: Count
    """Number of small entities at or above the lower test."""
    number_above_upper: Count
    """Number of small entities at or above the upper test."""
    presumption: Category
    """Presumption of the practice about a significant impact on a substantial number."""


def _reaches(number: Array, share: Array, x: SmallEntitiesInputs, some: int, full: int) -> Array:
    """The code of one flag: `some` from `few` entities up, `full` where they are a substantial number."""
    small = np.logical_and(below(number, x.many), below(share, x.substantial_share))
    return np.where(below(number, x.few), 0, np.where(small, some, full))


@calculator
def small_entities(x: SmallEntitiesInputs) -> SmallEntitiesOutputs:
    """Cost to revenue, the entities above each flag, and what that presumes."""
    advice = "The first is the milder of the two: exchange them, or correct one."
    at_most({"lower_test": x.lower_test}, {"upper_test": x.upper_test}, advice)
    at_most({"few": x.few}, {"many": x.many}, advice)
    ratio = x.fixed_cost / x.revenue
    lower, upper = x.fixed_cost / x.lower_test, x.fixed_cost / x.upper_test
    cut = np.log(x.size_standard / x.median_revenue) / x.revenue_sigma
    share_lower, share_upper = (
        np.exp(log_ndtr(np.minimum(np.log(r / x.median_revenue) / x.revenue_sigma, cut)) - log_ndtr(cut))
        for r in (lower, upper)
    )
    number_lower, number_upper = share_lower * x.entities, share_upper * x.entities
    code = np.maximum(
        _reaches(number_lower, share_lower, x, some=0, full=1), _reaches(number_upper, share_upper, x, some=1, full=2)
    )
    return SmallEntitiesOutputs(
        ratio=ratio,
        flagged=np.where(below(ratio, x.lower_test), 0.0, 1.0),
        flagged_heavy=np.where(below(ratio, x.upper_test), 0.0, 1.0),
        revenue_at_lower=lower,
        revenue_at_upper=upper,
        share_above_lower=share_lower,
        share_above_upper=share_upper,
        number_above_lower=number_lower,
        number_above_upper=number_upper,
        presumption=Category(code, PRESUMED),
    )


@dataclass(frozen=True)
class SizeStandard:
    """Largest size of a small business in one industry.

    Attributes: `naics`, `title`; `limit` in `unit` (USD/year of receipts, or person); `since`, the day from which it
    holds; `grade` of the evidence: B reliable and second-hand, M from memory.
    """

    naics: str
    title: str
    limit: float
    unit: str
    since: str
    grade: str


def naics_codes(store: Store | None = None) -> list[str]:
    """The industries that have a size standard, by code."""
    return [f"{code:.0f}" for code in (store or default_store()).table("size_standards")["naics"]]


def size_standard(naics: str, store: Store | None = None) -> SizeStandard:
    """The size standard of an industry, from `seeds/tables/size_standards.csv`.

    Raises InputError for a code that the table does not have.

    >>> size_standard("541511").limit, size_standard("541715").unit
    (34000000.0, 'person')
    """
    table = (store or default_store()).table("size_standards")
    codes = naics_codes(store)
    if str(naics) not in codes:
        known = ", ".join(codes)
        raise InputError(
            f"no size standard for NAICS code {naics!r}: the table has {known}. Add a row: {how_to_add(table)}."
        )
    row = codes.index(str(naics))
    title, unit, since, grade = (str(table[c][row]) for c in ("title", "unit", "since", "grade"))
    return SizeStandard(str(naics), title, float(table["limit"][row]), unit, since, grade)
