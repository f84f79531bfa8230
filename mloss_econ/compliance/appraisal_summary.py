"""The appraisal summary: net present value, its components, switching values, and what is not valued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mloss_econ.base.frames import Column, Frame, Tabular, text
from mloss_econ.base.text import columns, number, percent, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance.appraisal import fall_of_benefit, rise_of_cost
from mloss_econ.compliance.forms import Figure, check_prices, note_beyond, shown, text_of
from mloss_econ.compliance.profiles import Profile
from mloss_econ.errors import InputError

SCALE, UNIT = 1e6, "million"


@dataclass(frozen=True)
class AppraisalSummary(Tabular):
    """A summary; prints as a table. `switching` holds the values of single inputs at which the net is zero.

    Low net pairs low benefit with high cost. The ratio of benefit to cost is shown, and nothing is ranked by it.
    """

    profile: Profile
    prices: PriceBase
    base_year: int
    horizon: float
    benefit: Figure
    cost: Figure
    net: Figure
    switching: Mapping[str, str]
    not_valued: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """Benefit over cost, primary figures."""
        return self.benefit.primary / self.cost.primary

    @property
    def fall_of_benefit(self) -> float:
        """Share by which the benefit has to fall for the net to be zero."""
        return float(fall_of_benefit(self.benefit.primary, self.cost.primary))

    @property
    def rise_of_cost(self) -> float:
        """Share by which the cost has to rise for the net to be zero."""
        return float(rise_of_cost(self.benefit.primary, self.cost.primary))

    def frame(self) -> Frame:
        """Benefit, cost and net as present values; switching values and what is not valued in the notes."""
        columns = (text(""), *(Column(name, str(self.prices)) for name in ("low", "primary", "high")))
        named = {"present benefit": self.benefit, "present cost": self.cost, "net present value": self.net}
        rows = tuple((name, f.low, f.primary, f.high) for name, f in named.items())
        notes = [f"Switching value of {name}: {value}." for name, value in self.switching.items()]
        over = f"discounted to {self.base_year}, over {number(self.horizon)} years"
        title = f"Appraisal summary, {self.profile.title}; {over}"
        return Frame(title, columns, rows, (*notes, "Not valued: " + "; ".join(self.not_valued) + "."))

    def __str__(self) -> str:
        rows = [["", "low", "primary", "high"]]
        named = {"present benefit": self.benefit, "present cost": self.cost, "net present value": self.net}
        for name, f in named.items():
            rows.append([name, *(shown(v, SCALE) for v in (f.low, f.primary, f.high))])
        way = "fall" if self.fall_of_benefit >= 0 else "rise"
        other = "rise" if self.rise_of_cost >= 0 else "fall"
        text = wrap(
            f"Appraisal summary, {self.profile.title}. {UNIT.capitalize()} {self.prices}; prices of "
            f"{self.prices.year}, discounted to {self.base_year}, over {number(self.horizon)} years."
        )
        text += [*columns(rows), *wrap(f"Benefit over cost: {self.ratio:.2f}.")]
        text += wrap(
            f"Switching values: the net would be zero if the benefit were to {way} by "
            f"{percent(abs(self.fall_of_benefit), 3)}, or the cost to {other} by {percent(abs(self.rise_of_cost), 3)}."
        )
        for name, value in self.switching.items():
            text += wrap(f"Switching value of {name}: {value}.")
        note = note_beyond(named.values())
        text += wrap(note) if note else []
        return "\n".join([*text, *wrap("Not valued: " + "; ".join(self.not_valued) + ".")])


def appraisal_summary(
    benefit: Figure,
    cost: Figure,
    *,
    profile: Profile,
    prices: PriceBase,
    base_year: int,
    horizon: float,
    switching: Mapping[str, str],
    not_valued: Sequence[str],
) -> AppraisalSummary:
    """Make the summary of present values. `base_year` is the year discounted to, `prices` that of the purchasing power.

    Raises InputError for a benefit or cost that is not above 0, a horizon below 1, or an empty
    `not_valued`; UnitError for another price base.
    """
    check_prices("appraisal summary", prices, (("benefit", benefit), ("cost", cost)))
    if min(benefit.primary, cost.primary) <= 0 or horizon < 1:
        raise InputError("an appraisal summary needs a benefit and a cost above 0, and a horizon of a year or more.")
    if not not_valued:
        raise InputError("not_valued is empty: list what has no value here, or write 'nothing known'.")
    for item in not_valued:
        text_of("not_valued", item)
    ends = (benefit.low - cost.high, benefit.primary - cost.primary, benefit.high - cost.low)
    net = Figure(*ends, prices, of_draws=benefit.of_draws or cost.of_draws)
    return AppraisalSummary(profile, prices, base_year, horizon, benefit, cost, net, dict(switching), tuple(not_valued))
