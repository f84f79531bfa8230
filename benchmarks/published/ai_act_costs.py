"""What the EU AI Act costs: the study for the Commission (2021), its impact assessment, CDI's figure, CEPS's reply."""

from collections.abc import Callable

from benchmarks.published.row import Row, fact
from mloss_econ.compliance import annualise, cdi_2021, ceps_2021, standard_cost
from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline


def line(name: str) -> Callable[[], float]:
    """One line of the study's table, from minutes and an hourly rate."""
    return lambda: float(_lines()[name])


def _lines() -> dict[str, float]:
    case = baseline(standard_cost, prices="EUR 2021", scenario="ai_act_lines")
    return {name: float(price) for name, price in case.outputs().price.items()}


def share_of_development() -> float:
    """The five lines over the cost of an average system."""
    return sum(_lines().values()) / fact("ceps_2021.unit_cost")


def after_usual() -> float:
    """The provider's core after business as usual."""
    core = sum(_lines()[name] for name in ("data", "documents", "information"))
    return core * (1 - fact("swd_2021_84.business_as_usual_share"))


def scope(part: float) -> Callable[[], float]:
    """The disputed bill with that part in scope, nothing else changed."""
    return lambda: float(cdi_2021().but("scope alone", spending_in_scope=part).outputs().industry_cost)


ROWS = (
    Row("EU study: training data", "ceps_2021.data", 0.5, line("data")),
    Row("EU study: documents and records", "ceps_2021.docs", 0.5, line("documents")),
    Row("EU study: information", "ceps_2021.info", 0.5, line("information")),
    Row("EU study: human oversight", "ceps_2021.oversight", 0.5, line("oversight")),
    Row("EU study: robustness", "ceps_2021.robustness", 0.5, line("robustness")),
    Row("EU study: the five lines", "ceps_2021.total", 0.5, lambda: sum(_lines().values())),
    Row("EU study: of development cost", "ceps_2021.total_share", 0.00005, share_of_development),
    Row("Impact assessment: after what is done anyway", "swd_2021_84.after_business_as_usual", 500.0, after_usual),
    Row("CDI: cost in 2025", "cdi_2021.annual_2025", 0.05e9, lambda: float(cdi_2021().outputs().industry_cost)),
    Row("CDI: spending behind it", "cdi_2021.spending", 0.0005e9, lambda: cdi_2021().entry("ai_spending").value),
    Row("CDI: over five years", "cdi_2021.total_5y", 0.5e9, lambda: float(cdi_2021().outputs().five_year_cost)),
    Row("CDI: the small firm", "cdi_2021.sme", 5e3, lambda: float(cdi_2021().outputs().firm_cost)),
    Row("CDI: its profit falls by", "cdi_2021.profit_fall", 0.005, lambda: float(cdi_2021().outputs().profit_lost)),
    Row("CEPS: one in ten in scope", "ceps_reply_2021.corrected", 0.005e9, scope(0.10)),
    Row(
        "CEPS: every objection at once",
        "ceps_reply_2021.corrected",
        0.005e9,
        lambda: float(ceps_2021().outputs().industry_cost),
        "the published correction is for scope alone; this takes off what is done anyway too",
    ),
)


def quality_system() -> tuple[float, float]:
    """A new quality-management system a year, at both ends of the study's range."""
    seen = default_store().fact("ceps_2021.qms_setup")
    ends = (float(annualise(v or 0.0, 0.03, 5)) + fact("ceps_2021.qms_upkeep") for v in (seen.low, seen.high))
    low, high = ends
    return low, high
