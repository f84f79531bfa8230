"""The scorecard: which proposals have a net benefit, how sure that is, and on which choices it hinges."""

from __future__ import annotations

from collections.abc import Sequence

from mloss_econ.base.text import number
from mloss_econ.regimes import STRUCTURE, Score, groups, in_force, sentences, viewpoints, whose
from mloss_econ.report.document import Bullets, Folded, Group, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections.harm import keeps
from mloss_econ.report.sections.places import day
from mloss_econ.wording import KEEPS, capital, cell, listing, odds, reach, scale_of, stated, unit_words, words

SHOWN = 3  # of each group, those that the page shows before it is asked
MOST = 2  # break-even and switching values that are shown


def short(f: Findings) -> str:
    """The answer in a few sentences."""
    return f"Proposals: {' '.join(_said(f))}"


def _said(f: Findings) -> list[str]:
    first, *rest = sentences(f.card, lambda s: words(s.name))
    return [f"{first[:1].lower()}{first[1:]}", *rest, _reviewed(f)]


def _reviewed(f: Findings) -> str:
    """Where the proposal under review stands."""
    s = f.card.score(f.proposal.name)
    if s.since is not None:
        return f"The proposal under review is in force since {day(s.since.isoformat())}, and so part of the status quo."
    if not f.proposal.channels and not f.proposal.duties:
        return "The proposal under review changes nothing."
    ranks = (
        f"{ordinal(s.rank_low)}"
        if s.rank_low == s.rank_high
        else f"between {ordinal(s.rank_low)} and {ordinal(s.rank_high)}"
    )
    return f"The proposal under review ranks {ranks} of {len(f.card.scores)} (90 % interval over draws)."


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
    asked = (f.proposal.name, f.comparator.name)
    few = [s for _, found in groups(scores) for k, s in enumerate(found) if k < SHOWN or s.name in asked]
    folded: list[Text | TableBlock | Bullets] = [_table(f, scores, "All proposals that would change the law")]
    if in_force(scores):
        folded.append(_in_force(f))
    folded += [_harm(f), *_uncounted(f), _switching(f)]
    return Section(
        "proposals",
        "Which proposals have a net benefit?",
        (
            Text(
                f"{capital(' '.join(_said(f)))} Resolving all uncertainty before choosing would be worth "
                f"{stated(f.card.evpi, f'{f.card.prices}/year')} (EVPI). {_dominance(len(dominated), len(scores))}",
                lead=True,
            ),
            _table(f, few, "Some of each group, and the two proposals compared"),
            Folded(f"All {len(scores)} proposals", tuple(folded)),
        ),
    )


def _table(f: Findings, scores: Sequence[Score], title: str) -> TableBlock:
    scale, name = scale_of([v for s in scores for v in (s.mean.value, s.p95)])
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    lines: list[Group | tuple[str, ...]] = []
    for heading, found in groups(scores):
        lines.append(Group(heading))
        lines += [
            (
                words(s.name),
                number(s.median / scale, 2),
                cell(s.mean, "", scale),
                reach(number(s.p5 / scale, 2), number(s.p95 / scale, 2)),
                odds(s.pays),
                f"{s.rank_low}–{s.rank_high}",
                _even(s),
            )
            for s in found
        ]
    note = (
        "Proposal less status quo, with common random numbers. Above 0: share of draws. Rank: 90 % interval over "
        "draws. Breaks even: yearly harm in the channels with a figure that it reaches, all else as adopted "
        f"({f.card.prices})."
    )
    head = ("", "median", "mean", "90 % interval", "above 0", "rank", "breaks even, bn")
    return TableBlock(f"{title}: net benefit to {whose(f.card.viewpoint)}, {unit}", head, tuple(lines), note=note)


def _in_force(f: Findings) -> TableBlock:
    """What repeal of each that is in force would bring."""
    found = [(s, s.if_repealed) for s in in_force(f.card.scores) if s.if_repealed is not None]
    scale, name = scale_of([e.value for _, e in found])
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    lines = [
        (words(s.name), day(s.since.isoformat()) if s.since else "", cell(repeal, "", scale)) for s, repeal in found
    ]
    baseline = f"In force by {day(f.card.day.isoformat())}, so part of the status quo"
    return TableBlock(
        f"{baseline}: net benefit to {whose(f.card.viewpoint)} of repeal, {unit}",
        ("", "since", "if repealed, mean"),
        tuple(lines),
        left=2,
    )


def _harm(f: Findings) -> TableBlock:
    """Ranks of the means by viewpoint, and the mean if the harm were known."""
    scores = [s for _, found in groups(f.card.scores) for s in found]
    views = list(viewpoints(f.proposal.case))
    scale, name = scale_of([abs(v) for s in scores for v in s.by_harm.values() if v is not None])
    lines = [
        (
            words(s.name),
            *(str(s.ranks[view]) for view in views),
            *("no figure" if v is None else number(v / scale, 2) for v in s.by_harm.values()),
            str(len(s.dominated_by)) if s.dominated_by else "",
        )
        for s in scores
    ]
    said = "; ".join(f"as {kind}: {number(v, 2)}" for kind, v in f.card.harms.items())
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    return TableBlock(
        f"Rank of the mean by viewpoint, and mean net benefit ({unit}) if the harm of AI were known",
        ("", *map(_view, views), *(f"as {kind}" for kind in f.card.harms), "dominated by"),
        tuple(lines),
        note=f"Harm a year in all channels, {f.card.prices}: {said}. Dominated by: number of proposals that are better "
        "in every draw.",
    )


def _view(name: str) -> str:
    return name.upper() if len(name) == 2 else name


def _uncounted(f: Findings) -> list[Bullets]:
    """What proposals reach that has no figure, with the level at which each breaks even."""
    scale, name = scale_of([v for s in f.card.scores for c in s.uncounted for v in s.break_even[c]])
    unit = f"{name}{unit_words(f'{f.card.prices}/year')}"
    items = []
    for s in f.card.scores:
        at = [f"{words(c)} {_at(s.break_even[c], scale) or keeps(s.adopted) or 'none'}" for c in s.uncounted]
        if at and s.since is None:
            items.append(f"{capital(words(s.name))}: {listing(at)}.")
    if not items:
        return []
    return [Bullets(f"Not counted, for want of a figure; level at which each breaks even, {unit}:", tuple(items))]


def _at(found: Sequence[float], scale: float = 1.0) -> str:
    return " and ".join(number(v / scale, 2) for v in found[:MOST])


def _switching(f: Findings) -> TableBlock:
    """The switching value of each structural belief."""
    found = {s.name: s.structure.switching for s in f.card.scores if any(s.structure.switching.values())}
    names = [name for name in STRUCTURE if any(at.get(name) for at in found.values())]
    said = "; ".join(f"{name}: {STRUCTURE[name].says}" for name in names)
    others = "; ".join(choice.says for name, choice in STRUCTURE.items() if name not in names)
    none = f" None of the others reverses any sign: {others}." if others else ""
    return TableBlock(
        "Where one structural belief alone, all else as adopted, reverses the sign of the net benefit",
        ("", *names),
        tuple((words(name), *(_at(at.get(key, ())) for key in names)) for name, at in found.items()),
        note=f"{capital(said)}. Blank: nowhere in its range.{none}",
    )


def _even(s: Score) -> str:
    """Break-even harm: values, that there are none, or that nothing it reaches has a figure."""
    if not s.break_even:
        return ""
    if all(channel in s.uncounted for channel in s.break_even):
        return "no figure"
    if not s.break_even_harm:
        return KEEPS[0] if s.adopted < 0 else KEEPS[1] if s.adopted > 0 else ""
    return " and ".join(number(v / 1e9, 2) for v in s.break_even_harm[:2])
