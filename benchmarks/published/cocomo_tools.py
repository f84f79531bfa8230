"""What code counters print: SLOCCount, scc, and code.gov. All by Basic COCOMO."""

from collections.abc import Callable

from benchmarks.published.row import Row, fact
from mloss_econ.kernel import baseline
from mloss_econ.value import rebuild_cost
from mloss_econ.value.rebuild_cost import RebuildCostInputs, RebuildCostOutputs

OF = "value.rebuild_cost"
WHOLE = 4690.0 * 12  # scc's README divided the yearly pay by 12 in whole numbers


def counted(lines: float, wage: float | None = None) -> RebuildCostOutputs:
    """A code base by the tools' own pay and overhead."""
    modes = baseline(rebuild_cost, scenario="code_bases").point.modes
    pay = wage or fact("scc.wage")
    return rebuild_cost(
        RebuildCostInputs(
            code_lines={"it": lines},
            modes=modes,
            mode="organic",
            adjustment=1.0,
            developer_wage=pay,
            rebuild_overhead=fact("scc.overhead"),
        )
    )


def cost(lines: str | float, wage: float | None = None) -> Callable[[], float]:
    """Its cost, from a fact's size or a number of lines."""
    return lambda: float(counted(fact(lines) if isinstance(lines, str) else lines, wage).cost)


def months(lines: str) -> Callable[[], float]:
    """Its duration."""
    return lambda: float(counted(fact(lines)).months["it"])


def people(lines: str) -> Callable[[], float]:
    """Its people."""
    return lambda: float(counted(fact(lines)).people["it"])


ROWS = (
    Row(
        "SLOCCount, Wicket: person-months",
        "sloccount.wicket_effort",
        0.005,
        lambda: float(counted(fact("sloccount.wicket_lines")).effort),
        of=OF,
    ),
    Row("SLOCCount, Wicket: months", "sloccount.wicket_months", 0.005, months("sloccount.wicket_lines"), of=OF),
    Row("SLOCCount, Wicket: people", "sloccount.wicket_people", 0.005, people("sloccount.wicket_lines"), of=OF),
    Row("SLOCCount, Wicket: cost", "sloccount.wicket_cost", 0.5, cost("sloccount.wicket_lines"), of=OF),
    Row("SLOCCount, a subsystem: cost", "sloccount.small_cost", 0.5, cost("sloccount.small_lines"), of=OF),
    Row("scc, Redis: months", "scc.redis_months", 0.005, months("scc.redis_lines"), of=OF),
    Row("scc, Redis: people", "scc.redis_people", 0.005, people("scc.redis_lines"), of=OF),
    Row("scc, Redis: cost", "scc.redis_cost", 0.5, cost("scc.redis_lines", WHOLE), of=OF),
    Row(
        "scc, larger example: cost, cut to whole dollars",
        "scc.larger_cost",
        1.0,
        cost("scc.larger_lines", WHOLE),
        of=OF,
    ),
    Row("scc, test of 26 lines", "scc.test_small", 0.005, cost(26.0, 56_000.0), of=OF),
    Row("scc, test of 77,873 lines", "scc.test_large", 0.5, cost(77_873.0, 56_000.0), of=OF),
    Row("scc, test of 100,000 lines", "scc.test_precision", 0.005, cost(100_000.0), of=OF),
    Row(
        "code.gov: a person-month",
        "code_gov.rate",
        0.5,
        lambda: fact("code_gov.hourly") * fact("code_gov.days") * fact("code_gov.hours"),
    ),
)
