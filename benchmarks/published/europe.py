"""Europe's benefit-cost ratio: Blind and others (2021)."""

from benchmarks.published.row import Row, fact
from mloss_econ.evidence import default_store
from mloss_econ.value import open_source_ratio


def ratio(people: str) -> float:
    """The low end of the impact over the people counted."""
    low = default_store().fact("blind_2021.gdp_impact").low
    assert low is not None
    return float(
        open_source_ratio.at(
            gdp_impact=low,
            firms_investment=fact("blind_2021.investment"),
            firms_staff=fact("blind_2021.staff"),
            people_counted=fact(people),
        ).ratio
    )


ROWS = (
    Row(
        "Blind et al.: all contributors full time",
        "blind_2021.ratio",
        0.5,
        lambda: ratio("blind_2021.contributors"),
        of="value.open_source_ratio",
    ),
    Row(
        "Blind et al.: over firms' investment",
        "blind_2021.ratio",
        0.5,
        lambda: ratio("blind_2021.staff"),
        "the published investment alone makes it 65; the 4 rests on a wider cost",
        "value.open_source_ratio",
    ),
)
