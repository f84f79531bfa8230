"""The scorecard: every proposal by net benefit, how sure that is, how large the harm must be."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.regimes import STATUS_QUO, TRIED, Score
from mloss_econ.report.document import Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.wording import KEEPS, capital, cell, odds, quantity, reach, scale_of, stated, unit_words, words

SHOWN = 6  # best proposals that the page shows before it is asked


def short(f: Findings) -> str:
    """The answer in one sentence."""
    first, unit = f.card.scores[0], f"{f.card.prices}/year"
    if first.name == STATUS_QUO:
        said = "the status quo has the highest mean net benefit to the world"
    else:
        said = (
            f"{first.title} has the highest mean net benefit to the world, {stated(first.mean, unit)} (median "
            f"{number(first.median, 2)}; {reach(number(first.p5, 2), number(first.p95, 2))}). Its probability of being "
            f"best is {odds(first.probability_best)}"
        )
    place = next(k for k, s in enumerate(f.card.scores, 1) if s.name == f.proposal.name)
    return (
        f"Proposals: of {len(f.card.scores)}, {said}. The proposal under review ranks {ordinal(place)}. The ranking "
        "depends mainly on the harm estimates, which are almost entirely expert judgement."
    )


def ordinal(place: int) -> str:
    """A rank in words.

    >>> ordinal(1), ordinal(12), ordinal(22)
    ('1st', '12th', '22nd')
    """
    teen = place // 10 % 10 == 1
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _dominance(dominated: int, count: int) -> str:
    """How many proposals another one beats whatever is true."""
    if not dominated:
        return "No proposal dominates another in every draw."
    return f"{dominated} of {count} {'are' if dominated > 1 else 'is'} dominated: another is better in every draw."


def section(f: Findings) -> Section:
    """The section."""
    scores = f.card.scores
    dominated = [s for s in scores if s.dominated_by]
    worth = f.card.evpi
    place = {s.name: k for k, s in enumerate(scores, 1)}
    wanted = [
        s for k, s in enumerate(scores) if k < SHOWN or s.name in (f.proposal.name, f.comparator.name, STATUS_QUO)
    ]
    return Section(
        "proposals",
        "Which proposal does best?",
        (
            Text(
                f"{capital(short(f).removeprefix('Proposals: of ').partition(', ')[2])} Resolving all "
                f"uncertainty before choosing would be worth {stated(worth, f'{f.card.prices}/year')} (EVPI). "
                f"{_dominance(len(dominated), len(scores))}",
                lead=True,
            ),
            _table(f, wanted, place, "The best, the two proposals compared, and the status quo"),
            Folded(f"All {len(scores)} proposals", (_table(f, list(scores), place, "All proposals"), _elsewhere(f))),
        ),
    )


def _table(f: Findings, scores: list[Score], place: dict[str, int], title: str) -> TableBlock:
    scale, name = scale_of([v for s in scores for v in (s.mean.value, s.p95)])
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    lines = [
        (
            f"{place[s.name]}  {words(s.name)}",
            cell(s.mean, "", scale),
            number(s.median / scale, 2),
            reach(number(s.p5 / scale, 2), number(s.p95 / scale, 2)),
            odds(s.probability_best),
            _even(s),
        )
        for s in scores
    ]
    note = (
        "Proposal less status quo, with common random numbers. Breaks even: the annual harm of AI at which its net "
        f"benefit is zero, all else as adopted ({f.card.prices}); we assume "
        f"{number(f.proposal.case.entry('yearly_harm').value, 2)}"
        + (f'; "never" and "at any harm" are said of {TRIED}.' if any(line[-1] in KEEPS for line in lines) else ".")
    )
    head = ("", "mean", "median", "90 % interval", "prob. of being best", "breaks even")
    return TableBlock(f"{title}: net benefit to the world, {unit}", head, tuple(lines), note=note)


def _elsewhere(f: Findings) -> TableBlock:
    """Ranks from other viewpoints, and the mean if the harm were known."""
    scores = f.card.scores
    scale, name = scale_of([abs(v) for s in scores for v in s.by_harm.values()])
    levels = {key: quantity(v, "", 2) for key, v in f.card.harms.items()}
    heads = {"harm.measured": "as measured", "harm.forecast": "as forecast", "harm.speculative": "as feared"}
    lines = [
        (
            words(s.name),
            *(str(s.ranks[view]) for view in ("world", "one jurisdiction", "open projects")),
            *(number(v / scale, 2) for v in s.by_harm.values()),
            str(len(s.dominated_by)) if s.dominated_by else "",
        )
        for s in scores
    ]
    said = "; ".join(f"{heads.get(k, k)}: {v}" for k, v in levels.items())
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    return TableBlock(
        f"Rank by viewpoint, and mean net benefit ({unit}) if the harm of AI were known",
        ("", "world", "one jurisdiction", "open projects", *(heads.get(k, k) for k in levels), "dominated by"),
        tuple(lines),
        note=f"Harm a year, {f.card.prices}: {said}. Dominated by: number of proposals that are better in every draw.",
    )


def _even(s: Score) -> str:
    if s.name == STATUS_QUO:
        return ""
    if not s.break_even:
        return KEEPS[0] if s.adopted < 0 else KEEPS[1] if s.adopted > 0 else ""
    return " and ".join(number(v, 2) for v in s.break_even[:2])
