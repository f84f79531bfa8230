"""The scorecard and its steps as text of at most 80 columns: the sentence first, then the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mloss_econ.base.text import columns, number, percent, shortened, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import Sample, common_scale
from mloss_econ.regimes.scores import Score, Step

NAME = 27
VIEWS = ("world", "one jurisdiction", "open projects")
HARM_NAMES = {"harm.measured": "measured", "harm.forecast": "forecast", "harm.speculative": "feared"}


def scorecard_text(
    scores: Sequence[Score],
    viewpoint: str,
    prices: PriceBase,
    harms: Mapping[str, float],
    sample: Sample,
    tried: str,
) -> str:
    """The whole scorecard; `tried` says at which yearly harms a break-even was looked for."""
    scale, name = common_scale([v for s in scores for v in (s.mean.value, s.p5, s.p95)])
    unit = f"{name}{prices}/year"
    text = [*sentence(scores, viewpoint, prices), ""]
    text += wrap(f"Net benefit to {_whose(viewpoint)}, proposal less status quo, {unit}; by mean.")
    rows = [["", "adopted", "mean", "± s.e.", "median", "p5", "p95"]]
    for s in scores:
        figures = (s.adopted, s.mean.value, s.mean.error, s.median, s.p5, s.p95)
        rows.append([shortened(s.name, NAME), *(number(v / scale, 2) for v in figures)])
    text += [*columns(rows), ""]
    text += wrap(
        "Uncertainty, and other viewpoints. Ranks: 1 is the best; profiles: the span of ranks under all of them."
    )
    rows = [["", "P(best)", "loss", "world", "home", "projects", "profiles", "dominated"]]
    for s in scores:
        profiles = [rank for view, rank in s.ranks.items() if view not in VIEWS]
        span = f"{min(profiles)}-{max(profiles)}" if min(profiles) < max(profiles) else str(profiles[0])
        ranks = [str(s.ranks[view]) for view in VIEWS]
        dominated = str(len(s.dominated_by)) if s.dominated_by else "-"
        loss = number(s.expected_opportunity_loss.value / scale, 2)
        rows.append([shortened(s.name, NAME), percent(s.probability_best.value), loss, *ranks, span, dominated])
    text += [*columns(rows), ""]
    levels = ", ".join(f"{HARM_NAMES[k]} {number(v / 1e9)} billion" for k, v in harms.items())
    text += wrap(
        "How large must the harm be? Break-even: yearly harm at which the world's net changes sign, all else "
        f"as adopted. {_sought(scores, tried)}The other columns: mean net, {unit}, if the harm a year is {levels} "
        f"{prices}."
    )
    rows = [["", "break-even", *(HARM_NAMES[k] for k in harms)]]
    for s in scores:
        rows.append([shortened(s.name, NAME), _even(s), *(number(v / scale, 2) for v in s.by_harm.values())])
    text += columns(rows)
    text += wrap(
        f"{sample.n:,} draws, seed {sample.seed}, the same for every proposal. p5, p95: percentiles of draws, "
        "a 90 % interval, not a confidence interval. P(best): probability of being best. Loss: expected opportunity "
        "loss; that of the best proposal is the EVPI. Dominated: number of proposals that dominate it. Home: one "
        "jurisdiction; its shares are expert judgement. Not counted: effects on the use of closed models, on "
        "research, trade and rights, and harm that no money measures. Almost every input on harm is expert "
        "judgement."
    )
    return "\n".join(text)


def steps_text(steps: Sequence[Step], prices: PriceBase) -> str:
    """Table of each step to a more stringent proposal: added cost, harm avoided and net benefit."""
    scale, name = common_scale([v for s in steps for v in (s.cost.value, s.harm_avoided.value, s.net.value)])
    rows = [["to", "cost", "harm avoided", "net", "± s.e."]]
    for s in steps:
        figures = (s.cost.value, s.harm_avoided.value, s.net.value, s.net.error)
        rows.append([shortened(s.to, 30), *(number(v / scale, 2) for v in figures)])
    head = wrap(
        f"Step by step, in order of compliance cost, from '{steps[0].start}': what each adds to the one above, "
        f"mean {name}{prices}/year."
    )
    return "\n".join([*head, *columns(rows)])


def sentence(scores: Sequence[Score], viewpoint: str, prices: PriceBase) -> list[str]:
    """The answer, in words."""
    first = scores[0]
    scale, name = common_scale([first.mean.value, first.expected_opportunity_loss.value])
    unit = f"{name}{prices} a year"
    if first.name == "status_quo":
        said = f"The status quo is best for {_whose(viewpoint)}: no proposal has a mean net benefit above 0."
    else:
        said = (
            f"{first.title} ({first.name}) has the highest mean net benefit to {_whose(viewpoint)}, "
            f"{number(first.mean.value / scale, 2)} {unit} (median {number(first.median / scale, 2)}, 90 % interval: "
            f"{number(first.p5 / scale, 2)} to {number(first.p95 / scale, 2)})"
        )
        said += ". Yet its" if first.probability_best.value < 0.5 else ". Its"
        said += f" probability of being the best of {len(scores)} is {percent(first.probability_best.value)}."
    likely = max(scores, key=lambda s: s.probability_best.value)
    if likely.name != first.name:
        said += f" The proposal most likely to be best is {likely.name}, at {percent(likely.probability_best.value)}."
    worth = number(first.expected_opportunity_loss.value / scale, 2)
    return wrap(f"{said} Resolving all uncertainty before choosing would be worth {worth} {unit} (EVPI).")


def _whose(viewpoint: str) -> str:
    return "the world" if viewpoint == "world" else viewpoint


def _sought(scores: Sequence[Score], tried: str) -> str:
    """The harms that "never" and "at any" refer to; empty where neither stands in the table."""
    kept = any(_even(s) in ("never", "at any") for s in scores)
    return f'"Never" and "at any" refer to {tried}. ' if kept else ""


def _even(s: Score) -> str:
    """The break-even harms, or that there is none."""
    if s.name == "status_quo":
        return "-"
    if not s.break_even:
        return "never" if s.adopted < 0 else "at any" if s.adopted > 0 else "-"
    shown = [f"{number(v / 1e9)} bn" if v >= 1e8 else f"{number(v / 1e6)} m" for v in s.break_even[:2]]
    return " and ".join(shown) + (" …" if len(s.break_even) > 2 else "")
