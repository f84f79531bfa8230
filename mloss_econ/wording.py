"""How quantities and dotted paths read in a report, the same on the terminal and on the page.

    quantity(30e9, "USD 2022/year", 2)        30 billion USD 2022 a year
    spread(row, 2)                            3.4 to 250 billion (90 % interval)
    name_of("precautions.bank_detection.cost")  cost of bank detection

A statistic loses the digits that its Monte Carlo error does not support.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from mloss_econ.base import text
from mloss_econ.base.text import SCALES, interval, mark, number, percent, round_to
from mloss_econ.engine import Estimate, SummaryRow
from mloss_econ.sensitivity import Swing, Tornado

HEADLINE = 2
TABLE = 3
RARE = 0.001
NOTHING = 1e-12  # of the largest: a smaller figure is rounding
MOST = 7  # inputs of a tornado that are shown
KEEPS = "never", "at any harm"  # breaks even: the net is below, above nothing at all harms tried

PATTERNS = (
    ("parties.*.exposure", "share of the loss that the {0} would really pay"),
    ("parties.*.information", "share of an effect that the {0} sees"),
    ("parties.*.transaction_cost.*", "transaction cost of the {0} with the {1}"),
    ("channels.*.harm", "yearly harm {0}"),
    ("channels.*.level", "yearly harm ({0})"),
    ("channels.*.open_share", "share of the harm from open models ({0})"),
    ("channels.*.downstream", "share of the harm that passes a deployer or platform ({0})"),
    ("channels.*.displaced", "share of the harm stopped downstream that is displaced ({0})"),
    ("channels.*.displaced_open", "share of the harm kept off closed models that moves to open ones ({0})"),
    ("channels.*.stolen", "share of the harm that is stolen money ({0})"),
    ("channels.*.reach", "share of the harm reached ({0})"),
    ("regions.*.activity", "share of the world's AI activity in {0}"),
    ("regions.*.users", "share of the world's users in {0}"),
    ("regions.*.victims", "share of the world's victims in {0}"),
    ("regions.*.bound", "share of {0} that is bound"),
    ("net_of.*", "net benefit to {0}"),
    ("avoided_of.*", "harm avoided ({0})"),
    ("channels.*.displaced_to.*", "share of the harm deterred {0} that is then {1}"),
    ("precautions.*.cost", "cost of {0}"),
    ("precautions.*.deters", "share of the harm avoided by {0} that is deterred"),
    ("precautions.*.effect.*", "effect of {0} on harm {1}"),
    ("duties.*.one_off", "one-off cost of {0}"),
    ("duties.*.yearly", "yearly cost of {0}"),
    ("duties.*.life", "years until {0} is done again"),
    ("duties.*.already_done", "share of {0} done anyway"),
    ("duties.*.repeated", "how often {0} is repeated"),
    ("duties.*.delay", "wait for {0}"),
    ("duties.*.sunk", "share of {0} paid before exit"),
    ("duties.*.developer", "share of {0} that the project bears"),
    ("duties.*.deployer", "share of {0} that a deployer bears"),
    ("duties.*.large", "share of {0} that a developer of closed models bears"),
    ("duties.*.intermediary", "share of {0} that an intermediary bears"),
    ("payers.*.*", "{1} of a {0}"),
    ("social_cost.*", "social cost if the {0} is held liable"),
    ("regret.*", "extra cost of holding the {0} liable rather than the cheapest"),
    ("is_cheapest.*", "the {0} is cheapest"),
    ("by_duty.*", "{0}"),
)
NAMES = {
    "auto_review": "automatic review",
    "ai_value": "yearly value of AI",
    "algorithm_share": "share due to algorithms",
    "benefit_cost_ratio": "benefit-cost ratio",
    "birth_elasticity": "elasticity of projects begun to the cost of a start",
    "birth_rate": "share of use that moves to new projects in a year",
    "closed_scope": "share of the use of closed models in scope",
    "contributors": "contributors, each a full year",
    "large_budget": "budget of the median developer of closed models",
    "large_delay": "wait for new closed models",
    "large_developers": "number of developers of closed models",
    "large_payable": "share of its budget that a developer of closed models can pay",
    "large_sigma": "spread of the budgets of developers of closed models (log)",
    "net_share": "share that would not exist anyway",
    "conformity_notified": "conformity check by a notified body",
    "conformity_self": "conformity self-check",
    "customer_check_each": "checks of each customer",
    "complies": "share of those covered that comply",
    "data": "training data",
    "deployer_care": "cost of care by deployers",
    "count_ratio": "true number of deployers and platforms over the stated one",
    "cyber": "cyber-attacks",
    "decisions": "decisions about people",
    "deployers": "number of deployers",
    "detection": "fines a year for each who does not comply",
    "deterrence": "effect of the expected fine on the odds of compliance",
    "developer_care": "cost of care by developers",
    "developers": "number of developers",
    "eu": "the European Union",
    "fraud": "fraud and deception",
    "frontier_harm": "share of the harm with closed models that needs the newest",
    "frontier_value": "yearly value of the use of closed models",
    "intermediaries": "number of clouds, hosts and platforms",
    "documents": "documents and records",
    "information": "information for users",
    "open_scope": "share of open projects in scope",
    "passed_on": "share of closed models' compliance cost that their users pay",
    "privacy": "privacy and copyright",
    "qms": "quality management",
    "red_team_frontier": "red-teaming at the frontier",
    "stripped": "share of safeguards that can be stripped off",
    "takedown_each": "action on each notice",
    "open_source_made": "made with open-source tools",
    "oversight": "human oversight",
    "platform_made": "made on platforms",
    "robustness": "robustness and security",
    "scale_elasticity": "elasticity of compliance cost to the size of a developer",
    "share_rebuilt": "share of lost use that users pool and rebuild",
    "sigma": "spread of budgets (log)",
    "software_share": "share due to open-source software",
    "step_up_checks": "step-up checks",
    "uk": "the United Kingdom",
    "us": "the United States",
    "zero_share": "share of projects without a budget",
}
LEDGER = {  # lines of a ledger, as gains
    "B": "value of use gained or lost",
    "K": "resources used or freed",
    "C": "compliance",
    "P": "precautions",
    "A": "administration",
    "H": "harm done or avoided",
    "T": "stolen money (offenders not counted)",
}
PROPER = {
    **{"ai": "AI", "pytorch": "PyTorch", "tensorflow": "TensorFlow", "eu": "EU", "uk": "UK", "us": "US", "ny": "NY"},
    **{"aaa": "AAA", "ab2013": "AB 2013", "art50": "article 50", "cppa": "CPPA", "admt": "ADMT", "gpai": "GPAI"},
    **{"eo14110": "EO 14110", "eo14365": "EO 14365", "hb149": "HB 149", "ll144": "LL 144", "nyc": "NYC"},
    **{"raise": "RAISE", "s2938": "S. 2938", "sb1047": "SB 1047", "sb205": "SB 205", "sb26": "SB 26"},
    **{"sb315": "SB 315", "sb5": "SB 5", "sb53": "SB 53", "sb942": "SB 942", "california": "California"},
    **{"colorado": "Colorado", "connecticut": "Connecticut", "illinois": "Illinois", "texas": "Texas"},
    **{"altman": "Altman", "blumenthal": "Blumenthal", "hawley": "Hawley", "microsoft": "Microsoft"},
}


# ---------------------------------------------------------------- quantities


def unit_words(unit: str) -> str:
    """A unit as words: "USD 2022/year" gives "USD 2022 a year"; a share has none (it is written in per cent)."""
    first, *per = unit.split("/")
    first = {"share": "", "ratio": "", "count": "", "year": "years"}.get(first, first)
    return " ".join([first, *("each" if p == "count" else f"a {p}" for p in per)]).strip()


def is_percent(unit: str) -> bool:
    """Whether numbers of this unit are written in per cent."""
    return unit == "share" or unit.startswith("ratio/")


def quantity(value: float, unit: str, digits: int = TABLE) -> str:
    """A number with its unit, ready for a sentence."""
    figure = percent(value, digits) if is_percent(unit) else number(value, digits)
    words = unit_words(unit)
    return f"{figure} {words[:-1] if words == 'years' and value == 1 else words}".strip()


def bare(value: float, unit: str, digits: int = TABLE) -> str:
    """A number without its unit, but with its per cent sign and its scale word."""
    return percent(value, digits) if is_percent(unit) else number(value, digits)


def supported(estimate: Estimate, most: int) -> int:
    """How many significant digits, up to `most`, the Monte Carlo error of a statistic supports."""
    return text.supported(estimate.value, estimate.error, most)


def stated(estimate: Estimate, unit: str, most: int = HEADLINE) -> str:
    """A statistic with its unit, in as many digits as its error supports."""
    return quantity(estimate.value, unit, supported(estimate, most))


def odds(estimate: Estimate, most: int = HEADLINE) -> str:
    """A share of draws, in as many digits as its error supports; a rarity is called one."""
    return share(estimate.value, supported(estimate, most))


def share(value: float, digits: int = HEADLINE) -> str:
    """A share in per cent; below one in a thousand only that."""
    return f"under {percent(RARE)}" if 0 < value < RARE else percent(value, digits)


def _figure(value: float, unit: str, digits: int) -> str:
    """A number of an output, without its unit; a share below one in a thousand is only called that."""
    return share(value, digits) if unit == "share" else bare(value, unit, digits)


def reach(low: str, high: str) -> str:
    """`low to high`, with a scale word or per cent sign that both share said once."""
    head, _, tail = low.rpartition(" ")
    return f"{head} to {high}" if head and high.endswith(f" {tail}") and head[-1].isdigit() else f"{low} to {high}"


def span(row: SummaryRow, most: int = HEADLINE) -> str:
    """The 5th and 95th percentile of an output, without unit: `3.4 to 250 billion`."""
    low, high = (_figure(e.value, row.unit, supported(e, most)) for e in (row.p5, row.p95))
    return f"{low} at both ends" if low == high and low.startswith("under ") else reach(low, high)


def usual(row: SummaryRow, most: int = HEADLINE) -> str:
    """The median of a share and its interval: `92 % (70 to 99 %)`; of a rarity `under 0.1 % in nearly all draws`."""
    if 0 < row.p95.value < RARE:
        return f"under {percent(RARE)} in nearly all draws"
    return f"{odds(row.median, most)} ({span(row, most)})"


def spread(row: SummaryRow, most: int = HEADLINE) -> str:
    """The interval of an output, named: `3.4 to 250 billion (90 % interval)`."""
    low, _, high = span(row, most).partition(" to ")
    return interval(low, high) if high else f"{low} of the 90 % interval"


def scale_of(values: Iterable[float]) -> tuple[float, str]:
    """One scale for figures that are compared: that of the middle one. `(1e9, "billion ")`."""
    sizes = sorted(abs(v) for v in values if v)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    known = (*SCALES, (1e3, "thousand"))
    return next(((s, f"{name} ") for s, name in known if round_to(middle, TABLE) >= s), (1.0, ""))


def without_rounding(value: float, among: Iterable[float]) -> float:
    """The value, or 0 where it is only what rounding left of figures of the size of `among`."""
    return value if abs(value) > NOTHING * max((abs(v) for v in among), default=0.0) else 0.0


def cell(value: float | Estimate, unit: str, scale: float = 1.0) -> str:
    """A figure for a table: three digits (per cent: two), or what its error supports; its unit is in the header."""
    most = HEADLINE if is_percent(unit) else TABLE
    plain, digits = (value.value, supported(value, most)) if isinstance(value, Estimate) else (value, most)
    return _figure(plain if is_percent(unit) else plain / scale, unit, digits)


# ---------------------------------------------------------------- rankings


def moving(ranking: Tornado, most: int = MOST) -> tuple[Swing, ...]:
    """The inputs worth showing: the largest that move the output at all."""
    return tuple(row for row in ranking.rows[:most] if row.span[0] < row.span[1])


def signed(row: Swing) -> str:
    """The sign of an input's grade, then its name."""
    return f"{mark(row.is_judgement)} {name_of(row.path)}"


def turning(rows: Iterable[Swing], unit: str) -> str:
    """Which inputs are not monotone, and where between their ends the output is lowest or highest; "" if none is."""
    said = []
    for row in rows:
        ends = zip(("lowest", "highest"), row.span, row.span_at, row.inside, strict=True)
        at = [f"{what}, {bare(y, unit)}, at {quantity(x, row.input_unit)}" for what, y, x, inside in ends if inside]
        said += [f"{name_of(row.path)} ({' and '.join(at)})"] if at else []
    return f"Not monotone, the extreme lies in between: {listing(said)}." if said else ""


# ---------------------------------------------------------------- names


def words(name: str) -> str:
    """The plain words for one name of a path.

    >>> words("auto_review"), words("qms")
    ('automatic review', 'quality management')
    """
    return NAMES.get(name) or " ".join(PROPER.get(part, part) for part in name.split("_"))


def name_of(path: str) -> str:
    """A dotted path as a reader would say it.

    >>> name_of("precautions.auto_review.effect.platform_made")
    'effect of automatic review on harm made on platforms'
    >>> name_of("median_budget")
    'median budget'
    """
    parts = path.split(".")
    for pattern, phrase in PATTERNS:
        keys = pattern.split(".")
        if len(keys) == len(parts) and all(fnmatchcase(p, k) for p, k in zip(parts, keys, strict=True)):
            return phrase.format(*(words(p) for p, k in zip(parts, keys, strict=True) if k == "*"))
    return " of ".join(words(part) for part in reversed(parts))


def listing(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def capital(sentence: str) -> str:
    """The text with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """`1 input`, `3 inputs`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
