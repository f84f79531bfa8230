"""The appraisal summary: social and business net present value, switching values, and what is not valued.

    net present value = present benefit - present cost            of draws where the figures are, else low less high
    EANDCB            = present direct cost to business / annuity from the start of the first year

The price year is that of the purchasing power of every figure; the present-value year is the year that is discounted
to. They are two things. The ratio of benefit to cost is shown, and nothing is ranked by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, percent, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.appraisal import fall_of_benefit, rise_of_cost
from mloss_econ.compliance.forms import Figure, NotEstimated, check_prices, note_beyond, shown, text_of
from mloss_econ.compliance.profiles import Profile
from mloss_econ.errors import InputError

SCALE, UNIT = 1e6, "million"
MOST_BIAS = 2.0  # judgement: an uplift of more than 200 % is a percentage given for a share


@dataclass(frozen=True)
class BusinessImpact:
    """What a proposal is to businesses: `eandcb`, the equivalent annual net direct cost (above 0: a cost), and `npv`,
    the net present value of all that changes for them. `says` names the lines that count as direct."""

    eandcb: Figure
    npv: Figure
    says: str


@dataclass(frozen=True)
class AppraisalSummary(Tabular):
    """A summary; prints as a table. `switching` holds the values of single inputs at which the net is zero, `steady`
    the inputs, with their ranges, over which it keeps its sign; `bias` is the uplift of costs for optimism that is in
    them (0.2: a fifth); `small` is the small and micro business assessment, in sentences."""

    profile: Profile
    prices: PriceBase
    present_value_year: int
    horizon: float
    benefit: Figure
    cost: Figure
    net: Figure
    business: BusinessImpact | NotEstimated
    standing: str
    bias: float
    switching: Mapping[str, str]
    not_valued: tuple[str, ...]
    steady: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    small: tuple[str, ...] = ()

    @property
    def ratio(self) -> float | None:
        """Benefit over cost, primary figures; None where nothing is spent."""
        return self.benefit.primary / self.cost.primary if self.cost.primary else None

    @property
    def fall_of_benefit(self) -> float | None:
        """Share by which the benefit has to fall for the net to be zero; None where there is none."""
        return float(fall_of_benefit(self.benefit.primary, self.cost.primary)) if self.benefit.primary else None

    @property
    def rise_of_cost(self) -> float | None:
        """Share by which the cost has to rise for the net to be zero; None where there is none."""
        return float(rise_of_cost(self.benefit.primary, self.cost.primary)) if self.cost.primary else None

    def figures(self) -> dict[str, Figure]:
        """The rows of the table, by name."""
        found = {"present benefit": self.benefit, "present cost": self.cost, "net present value": self.net}
        if isinstance(self.business, BusinessImpact):
            found |= {"business net present value": self.business.npv, "EANDCB, a year": self.business.eandcb}
        return found

    def said(self) -> list[str]:
        """What is said of the figures besides the switching values: ratio, uplift, standing, businesses."""
        lines = [f"Standing: {self.standing}."]
        uplift = f"an uplift of {percent(self.bias)} for optimism" if self.bias else "no uplift for optimism"
        lines.append(f"Costs hold {uplift}. {self._ends()}")
        ratio = "none, for nothing is spent" if self.ratio is None else f"{self.ratio:.2f}"
        lines.append(f"Benefit over cost: {ratio}.")
        business = self.business.says if isinstance(self.business, BusinessImpact) else self.business
        lines.append(f"Business: {business}.")
        small = self.small or ("not made.",)
        lines += [f"Small and micro business assessment: {small[0]}", *small[1:]]
        return [*lines, *self.notes]

    def _ends(self) -> str:
        if self.net.of_draws:
            return "Low and high of the net are the 5th and 95th percentile of its draws."
        return "The low net pairs low benefit with high cost."

    def zero_if(self) -> str:
        """By how much benefit or cost would have to change for the net to be zero."""
        parts: list[str] = []
        for what, change, ways in (
            ("the benefit", self.fall_of_benefit, ("fall", "rise")),
            ("the cost", self.rise_of_cost, ("rise", "fall")),
        ):
            if change is not None:
                verb = "to" if parts else "were to"
                parts.append(f"{what} {verb} {ways[change < 0]} by {percent(abs(change), 3)}")
        return f"The net would be zero if {', or '.join(parts)}."

    def switches(self) -> list[str]:
        """The switching values, and the inputs that have none, as lines."""
        found = [f"Switching value of {name}: {value}." for name, value in self.switching.items()]
        if self.steady:
            found.append(
                f"The net keeps its sign, all else as adopted, over the range of each of: {'; '.join(self.steady)}."
            )
        return found

    def frame(self) -> Frame:
        """Benefit, cost, net and business impact; switching values and what is not valued in the notes."""
        columns = (text(""), *(Column(name, str(self.prices)) for name in ("low", "primary", "high")))
        rows = tuple((name, f.low, f.primary, f.high) for name, f in self.figures().items())
        notes = [*self.said(), self.zero_if(), *self.switches()]
        title = f"Appraisal summary, {self.profile.title}; {self.years()}"
        return Frame(title, columns, rows, (*notes, "Not valued: " + "; ".join(self.not_valued) + "."))

    def years(self) -> str:
        """Price year, present-value year and horizon in words."""
        return (
            f"price year {self.prices.year}, present-value year {self.present_value_year}, over "
            f"{number(self.horizon)} years"
        )

    def __str__(self) -> str:
        rows = [["", "low", "primary", "high"]]
        for name, f in self.figures().items():
            rows.append([name, *(shown(v, SCALE) for v in (f.low, f.primary, f.high))])
        text = wrap(
            f"Appraisal summary, {self.profile.title} ({self.profile.status}). {UNIT.capitalize()} {self.prices}; "
            f"{self.years()}."
        )
        text += columns(rows)
        text += [line for said in (*self.said(), self.zero_if(), *self.switches()) for line in wrap(said)]
        note = note_beyond(self.figures().values())
        text += wrap(note) if note else []
        return "\n".join([*text, *wrap("Not valued: " + "; ".join(self.not_valued) + ".")])


def appraisal_summary(
    benefit: Figure,
    cost: Figure,
    *,
    profile: Profile,
    prices: PriceBase,
    present_value_year: int,
    horizon: float,
    standing: str,
    business: BusinessImpact | NotEstimated,
    switching: Mapping[str, str],
    not_valued: Sequence[str],
    net: Figure | None = None,
    bias: float = 0.0,
    steady: Sequence[str] = (),
    notes: Sequence[str] = (),
    small: Sequence[str] = (),
) -> AppraisalSummary:
    """Make the summary of present values.

    `present_value_year` is the year discounted to, `prices` that of the purchasing power, `standing` whose welfare
    counts. `net` is that of draws where benefit and cost are; without it the low net pairs low benefit with high cost.
    `bias` is the uplift of costs for optimism that the given cost and net hold already, 0 to 2; 0 says that there is
    none. `small` is the small and micro business assessment; without it the summary says that it was
    not made. Raises InputError for a benefit or cost below 0, for both 0, for a net that is not benefit less cost, a
    bias out of bounds, a horizon below 1, no standing, or an empty `not_valued`; UnitError for another price base.
    """
    found = [("benefit", benefit), ("cost", cost), *([("net", net)] if net is not None else [])]
    if isinstance(business, BusinessImpact):
        found += [("EANDCB", business.eandcb), ("business net present value", business.npv)]
    check_prices("appraisal summary", prices, found)
    if min(benefit.primary, cost.primary) < 0 or horizon < 1:
        raise InputError(
            "an appraisal summary needs a benefit and a cost of 0 or more, and a horizon of a year or more."
        )
    if benefit.primary == cost.primary == 0:
        raise InputError("an appraisal summary needs a benefit or a cost above 0: the proposal changes nothing.")
    if not 0 <= bias <= MOST_BIAS:
        raise InputError(f"bias = {bias:g}: an uplift of costs is a share from 0 to {MOST_BIAS:g}; 0.2 is 20 %.")
    text_of("standing", standing)
    if not not_valued:
        raise InputError("not_valued is empty: list what has no value here, or write 'nothing known'.")
    for item in not_valued:
        text_of("not_valued", item)
    less = benefit.primary - cost.primary
    if net is None:
        ends = (benefit.low - cost.high, less, benefit.high - cost.low)
        net = Figure(*ends, prices)
    elif abs(net.primary - less) > 1e-9 * max(benefit.primary, cost.primary):
        raise InputError(f"net {net.primary:.12g} is not benefit less cost, {less:.12g}. Correct one of them.")
    return AppraisalSummary(
        profile,
        prices,
        present_value_year,
        horizon,
        benefit,
        cost,
        net,
        business,
        standing,
        bias,
        dict(switching),
        tuple(not_valued),
        tuple(steady),
        tuple(notes),
        tuple(small),
    )
