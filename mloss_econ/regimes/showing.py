"""The scorecard and its steps as text of at most 80 columns: the sentences first, then the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mloss_econ.base.text import columns, number, percent, shortened, wrap
from mloss_econ.base.units import PriceBase
from mloss_econ.engine import common_scale
from mloss_econ.regimes.scores import Score, Scores, Step
from mloss_econ.regimes.structure import ABOVE, BELOW, DEPENDS, NONE, STRUCTURE, UNKNOWN

NAME = 25
TITLES = {
    ABOVE: "As adopted, above zero under every structure",
    DEPENDS: "As adopted, above or below zero by structure",
    BELOW: "As adopted, below zero under every structure",
    UNKNOWN: "No figure for the harm it is about: costs alone are counted",
}
ADDED = "Effects of laws are added, as each is set against the same status quo."
SHORT = {"world": "the world", "us": "the United States", "eu": "the European Union", "uk": "the United Kingdom"}


def whose(viewpoint: str) -> str:
    """A viewpoint as a sentence names it."""
    return SHORT.get(viewpoint, viewpoint)


def scorecard_text(card: Scores) -> str:
    """The whole scorecard."""
    scores, unit_of = card.scores, f"{card.prices}/year"
    scale, name = common_scale([v for s in scores for v in (s.mean.value, s.p5, s.p95)])
    unit = f"{name}{unit_of}"
    text = [*wrap(" ".join(sentences(card))), ""]
    for title, group in groups(scores):
        rows = [["", "median", "mean", "p5", "p95", "above 0", "rank"]]
        for s in group:
            figures = (s.median, s.mean.value, s.p5, s.p95)
            rank = f"{s.rank_low}-{s.rank_high}"
            row = [number(v / scale, 2) for v in figures]
            rows.append([_marked(s), *row, percent(s.pays.value), rank])
        text += [*wrap(f"{title}; net benefit to {whose(card.viewpoint)}, {unit}."), *columns(rows), ""]
    text += _in_force(card, scale, unit)
    text += _removing(card, scale, unit)
    text += _harm(card, scale, unit)
    text += _switching(card)
    text += wrap(
        f"{card.sample.n:,} draws, seed {card.sample.seed}, the same for every proposal. p5, p95: percentiles of "
        "draws, a 90 % interval, not a confidence interval. Rank: of all, from its 5th to its 95th percentile over "
        "draws. °: it also reaches harm without a figure, which is not counted. Structures are tried with all else as "
        "adopted. Almost every input on harm is expert judgement. Not counted: research, trade, rights, and harm that "
        "no money measures."
    )
    return "\n".join(text)


def groups(scores: Sequence[Score]) -> Iterator[tuple[str, list[Score]]]:
    """The proposals that have an increment, by what structure leaves of their sign."""
    for sign, title in TITLES.items():
        if found := [s for s in scores if s.standing == sign]:
            yield title, found


def _marked(s: Score) -> str:
    """Its name, with a mark where it reaches some harm that has no figure."""
    return shortened(s.name, NAME - 1) + ("°" if s.uncounted and s.standing != UNKNOWN else "")


def in_force(scores: Sequence[Score]) -> list[Score]:
    """The proposals that are part of the status quo."""
    return [s for s in scores if s.since is not None]


def sentences(card: Scores, called: Callable[[Score], str] = lambda s: s.name) -> list[str]:
    """What can be said of all, in words; `called` gives a proposal its name."""
    found = {title: len(group) for title, group in groups(card.scores)}
    counted = {sign: found.get(TITLES[sign], 0) for sign in (ABOVE, BELOW)}
    depends, unknown = found.get(TITLES[DEPENDS], 0), found.get(TITLES[UNKNOWN], 0)
    of = sum(found.values())
    if not of:
        return ["None of these proposals would change the law."]
    who = whose(card.viewpoint)
    said = [
        f"Of {of} {'proposal' if of == 1 else 'proposals'} that would change the law, {_have(counted[ABOVE])} a net "
        f"benefit to {who} above zero under every structure tried, all else as adopted, and {counted[BELOW] or 'none'} "
        f"below; for {depends or 'none'} it depends on the structure."
    ]
    if unknown:
        said.append(
            f"For {unknown} of them no harm that is reached has a figure: only a break-even level can be given."
        )
    if card.best is not None:
        first = card.best
        said.append(
            f"{first.title} can be called best: it is so under every structure, with a probability of being best of "
            f"{percent(first.probability_best.value)}."
        )
    else:
        likely = max(card.scores, key=lambda s: s.probability_best.value)
        said.append(
            f"None can be called best: {called(likely)} has the highest probability of being best, "
            f"{percent(likely.probability_best.value)}."
        )
    apart = [s for s in card.scores if s.mean.value * s.median < 0]
    if apart:
        some = "; ".join(
            f"{called(s)} has a {_signed('mean', s.mean.value)} and a {_signed('median', s.median)}" for s in apart[:3]
        )
        more = f" ({len(apart) - 3} more)" if len(apart) > 3 else ""
        said.append(f"Mean and median have different signs where rare draws weigh much: {some}{more}.")
    return said


def _have(count: int) -> str:
    return "none has" if not count else "1 has" if count == 1 else f"{count} have"


def _signed(what: str, value: float) -> str:
    return f"{what} {'above' if value > 0 else 'below'} zero"


def _in_force(card: Scores, scale: float, unit: str) -> list[str]:
    found = in_force(card.scores)
    if not found:
        return []
    rows = [["", "since", "if repealed", "± s.e."]]
    for s in found:
        assert s.if_repealed is not None
        assert s.since is not None
        figures = (s.if_repealed.value, s.if_repealed.error)
        rows.append([shortened(s.name, NAME), s.since.isoformat(), *(number(v / scale, 2) for v in figures)])
    head = wrap(
        f"In force by {card.day.isoformat()}, and so part of the status quo: no increment. The mean net benefit that "
        f"repeal would bring, {unit}."
    )
    return [*head, *columns(rows), ""]


def _removing(card: Scores, scale: float, unit: str) -> list[str]:
    """What proposals remove, and what the repeals bring that are part of their net benefit."""
    text: list[str] = []
    for s in card.scores:
        now = [(law, law.repeal) for law in s.removes if law.repeal is not None]
        later = [f"{law.name} ({law.since})" for law in s.removes if law.repeal is None]
        if not s.removes:
            continue
        said = f"{s.name} removes laws. "
        if now:
            brings = "; ".join(
                f"{law.name} (in force since {law.since}), {number(e.value / scale, 2)} ± {number(e.error / scale, 2)}"
                for law, e in now
            )
            said += f"Its net benefit includes what their repeal brings, mean ± s.e., {unit}: {brings}. "
        if later:
            said += (
                f"Not in force by {card.day.isoformat()}, so their removal brings nothing yet: {', '.join(later)}; a "
                "later baseline date would count it. "
            )
        text += [*wrap(f"{said}{ADDED}"), ""]
    return text


def _harm(card: Scores, scale: float, unit: str) -> list[str]:
    levels = ", ".join(f"as {k} {number(v / 1e9)} billion" for k, v in card.harms.items())
    rows = [["", "break-even", *card.harms]]
    notes = []
    for s in card.scores:
        if s.standing == NONE:
            continue
        rows.append(
            [
                shortened(s.name, NAME),
                even(s),
                *("no figure" if v is None else number(v / scale, 2) for v in s.by_harm.values()),
            ]
        )
        for channel in s.uncounted:
            at = s.break_even[channel]
            said = " and ".join(f"{number(v / 1e9)} billion" for v in at) if at else "at no level tried"
            notes.append(f"{s.name}: {channel.replace('_', ' ')}, {said}")
    text = wrap(
        "How large must the harm be? Break-even: yearly harm in the channels it reaches at which its net changes sign, "
        f"all else as adopted. The other columns: mean net, {unit}, if harm in all channels is {levels} {card.prices} "
        "a year."
    )
    text += [*columns(rows), ""]
    if notes:
        text += wrap("Channels without a figure are not counted; break-even level, a year: " + "; ".join(notes) + ".")
        text.append("")
    return text


def _switching(card: Scores) -> list[str]:
    found = {s.name: s.structure.switching for s in card.scores if s.structure.sign != NONE or s.since is not None}
    found = {name: at for name, at in found.items() if any(at.values())}
    names = [name for name in STRUCTURE if any(at.get(name) for at in found.values())]
    if not names:
        return []
    keys = {name: chr(ord("a") + k) for k, name in enumerate(names)}
    rows = [["", *(f"({key})" for key in keys.values())]]
    rows += [[shortened(name, NAME), *(_values(at.get(key, ())) for key in names)] for name, at in found.items()]
    said = "; ".join(f"({keys[name]}) {STRUCTURE[name].says}" for name in names)
    others = "; ".join(choice.says for name, choice in STRUCTURE.items() if name not in names)
    head = wrap(
        f"Switching values: where one structural belief alone, all else as adopted, reverses the sign. {said}. A dash: "
        f"none within its range. None of the others reverses any sign: {others}."
        if others
        else f"Switching values: where one structural belief alone, all else as adopted, reverses the sign. {said}. A "
        "dash: none within its range."
    )
    return [*head, *columns(rows), ""]


def _values(found: Sequence[float]) -> str:
    if not found:
        return "-"
    big = max(found) >= 1e6
    return " ".join(f"{number(v / 1e9, 2)}bn" if big else number(v, 2) for v in found[:2])


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


def even(s: Score) -> str:
    """The break-even harms, or that there is none."""
    if not s.break_even:
        return "-"
    if not s.break_even_harm:
        if all(channel in s.uncounted for channel in s.break_even):
            return "no figure"
        return "never" if s.adopted < 0 else "at any" if s.adopted > 0 else "-"
    shown = [f"{number(v / 1e9)} bn" if v >= 1e8 else f"{number(v / 1e6)} m" for v in s.break_even_harm[:2]]
    return " and ".join(shown) + (" …" if len(s.break_even_harm) > 2 else "")
