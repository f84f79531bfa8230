"""What the report says of who should bear losses from deepfakes."""

from __future__ import annotations

from mloss_econ.base.text import number, percent
from mloss_econ.engine import ShareRow
from mloss_econ.report.document import Block, Bullets, Chart, Folded, Section, TableBlock, Text
from mloss_econ.report.findings.liability import MOSTLY, LiabilityFindings, LiableParty, Map, ScenarioFindings
from mloss_econ.wording import (
    capital,
    cell,
    is_percent,
    listing,
    name_of,
    odds,
    scale_of,
    stated,
    unit_words,
    words,
)

APART = 2  # standard errors, each party's added up, within which two means are not told apart
MOST = 3  # sets of precautions shown for each party
SMALL = 0.01  # and those rarer than this are not
EVERY = 30  # of the map's rows and columns, in its table


def short(f: LiabilityFindings) -> str:
    """The answer in one sentence."""
    parts = []
    for s in f.scenarios:
        parts.append(f"In {_kind(s)}, {least_cost(s, 2)}; {why_tied(s)}.")
    inputs = on_judgement(sum(s.judgement_inputs for s in f.scenarios), sum(s.uncertain for s in f.scenarios))
    return f"Who should bear losses. {' '.join(parts)} {inputs}."


def least_cost(s: ScenarioFindings, most: int | None = None) -> str:
    """In how many draws holding each party liable costs society least."""
    first, *others = [f"in {odds(p.cheapest)}" for p in s.parties[:most]]
    rest = [f"the {words(p.party)} {share}" for p, share in zip(s.parties[1:most], others, strict=True)]
    return f"holding the {words(s.parties[0].party)} liable costs society least {first} of draws, {listing(rest)}"


def on_judgement(inputs: int, of: int) -> str:
    """How many of the uncertain inputs are expert judgement."""
    if inputs == of:
        return f"Every one of the {of} uncertain inputs is expert judgement"
    return f"{inputs} of {of} uncertain inputs are expert judgement"


def why_tied(s: ScenarioFindings) -> str:
    """How often parties tie, and who in fact acts where holding either of the first two liable leads to the same."""
    first, second = s.parties[0].actor, s.parties[1].actor
    if s.ties.value > MOSTLY and first is not None and first == second:
        return f"parties tie in {odds(s.ties)}: the {words(first)} acts, whichever of the two is liable"
    return f"parties tie in {odds(s.ties)}. {capital(_escapes(s))}"


def section(f: LiabilityFindings) -> Section:
    """The section: the first scenario whole, the details of the others when asked."""
    whys = [Text(why, quiet=True) for why in dict.fromkeys(s.why for s in f.scenarios)]
    ties = Text(
        "Two parties tie where holding either liable leads to the same precautions at the same cost, for example "
        "because losses that one does not pay fall on the other. 'Cheapest' counts every party of a tie.",
        quiet=True,
    )
    blocks: list[Block] = []
    for k, s in enumerate(f.scenarios):
        lead, table, rest, chart = _scenario(s)
        blocks.append(lead)
        if k == 0:
            blocks += [table, *([chart] if chart is not None else [])]
        inner = [*([] if k == 0 else [table]), *rest, *([chart] if chart is not None and k else [])]
        blocks.append(Folded(f"{capital(_kind(s))}: how sure, and which precautions are taken", tuple(inner)))
    return Section(
        "liability", "Who should bear losses from deepfakes?", (*blocks, Folded("How to read this", (*whys, ties))),
        page_only=True,
    )  # fmt: skip


def _escapes(s: ScenarioFindings) -> str:
    if s.residual_bearer == "nobody":
        return "losses that the liable party does not pay fall on nobody who acts"
    return f"losses that the liable party does not pay fall on the {words(s.residual_bearer)}"


def _kind(s: ScenarioFindings) -> str:
    return s.title.split(":")[0].lower()


def _scenario(s: ScenarioFindings) -> tuple[Text, TableBlock, list[Text | Bullets], Chart | None]:
    """The finding, the table, what is behind it, the map."""
    unit = s.parties[0].regret.unit
    least = smallest_errors(s)
    others = [f"{stated(p.regret.mean, '')} for the {words(p.party)}" for p in s.parties if p not in least]
    safest = " or the ".join(words(p.party) for p in least)
    lead = Text(
        f"{capital(_kind(s))}: {least_cost(s)}. Every party of a tie counts ({odds(s.ties)} of draws are ties). The "
        f"safest choice is to hold the {safest} liable: on average that costs society "
        f"{stated(least[0].regret.mean, unit)} more than the cheapest choice"
        + (f", against {listing(others)}." if others else "."),
        lead=True,
    )
    done = Bullets(
        "Precautions then taken (most frequent sets, share of draws)",
        tuple(f"{capital(words(p.party))} liable: {_actor(p)}; {in_use(p.in_use)}." for p in s.parties),
    )
    chart = _map(s, s.map) if s.map is not None and s.drivers.rows[0].index > 0 else None
    return lead, party_table(s), [Text(standing(s)), done], chart


def smallest_errors(s: ScenarioFindings) -> list[LiableParty]:
    """The parties whose mean regret is smallest, as far as the Monte Carlo error can tell them apart."""
    ordered = sorted(s.parties, key=lambda p: p.regret.mean.value)
    first = ordered[0].regret.mean
    return [p for p in ordered if p.regret.mean.value - first.value <= APART * (p.regret.mean.error + first.error)]


def standing(s: ScenarioFindings) -> str:
    """How many inputs of a scenario are judgement, and on whom losses fall that the liable party does not pay."""
    acts = "" if s.residual_bearer == "nobody" else ", which may then act too"
    cycles = (
        f" In {percent(s.not_converged)} of draws their best responses do not converge." if s.not_converged > 0 else ""
    )
    return f"{on_judgement(s.judgement_inputs, s.uncertain)}. {capital(_escapes(s))}{acts}.{cycles}"


def party_table(s: ScenarioFindings) -> TableBlock:
    """Social cost of holding each party liable, and how often that is the cheapest."""
    unit = s.parties[0].regret.unit
    scale, name = scale_of(p.social_cost.mean.value for p in s.parties)
    lines = [
        (
            f"the {words(p.party)}",
            odds(p.cheapest),
            odds(p.alone),
            cell(p.regret.mean, unit, scale),
            cell(p.regret.p95, unit, scale),
            cell(p.social_cost.mean, unit, scale),
            cell(p.social_cost.value, unit, scale),
        )
        for p in s.parties
    ]
    head = (
        "party held liable",
        "cheapest or tied",
        "alone",
        "mean above cheapest",
        "95th percentile",
        "social cost: mean",
        "adopted",
    )
    what = "share of draws in which holding each liable is cheapest"
    caption = f"{capital(_kind(s))}: {what}; cost in {name}{unit_words(unit)}"
    return TableBlock(caption, head, tuple(lines), note=f"At the adopted point: {_adopted(s)}.")


def _adopted(s: ScenarioFindings) -> str:
    return "several tie" if s.at_adopted == "tie" else f"the {words(s.at_adopted)} is cheapest"


def _actor(p: LiableParty) -> str:
    who = max(p.acts, key=lambda name: p.acts[name])
    if p.actor is None:
        return f"nobody acts in most draws (the {words(who)} in {percent(p.acts[who])})"
    return f"the {words(who)} acts in {percent(p.acts[who])} of draws"


def in_use(row: ShareRow, most: int = MOST) -> str:
    """The most frequent sets of precautions, with their shares of draws."""
    ordered = sorted(row.shares.items(), key=lambda item: -item[1].value)
    shown = [(label, e) for label, e in ordered[:most] if e.value >= SMALL]
    rest = 1 - sum(e.value for _, e in shown)
    parts = [f"{_bundle(label)} in {odds(e)}" for label, e in shown]
    return ", ".join(parts) + (f", other sets in {percent(rest)}" if rest >= SMALL else "")


def _bundle(label: str) -> str:
    return "nothing" if label == "none" else " with ".join(words(k) for k in label.split(" + "))


def _map(s: ScenarioFindings, m: Map) -> Chart:
    areas = _areas(m)
    largest = max(areas, key=lambda name: areas[name])
    said = listing(
        [f"{party_words(name)} {percent(share)}" for name, share in sorted(areas.items(), key=lambda a: -a[1])]
    )
    columns = range(0, len(m.x_values), EVERY)
    lines = [
        (_at(m.y_values[i], m.units[1]), *(party_words(m.labels[m.codes[i][j]]) for j in columns))
        for i in reversed(range(0, len(m.y_values), EVERY))
    ]
    head = (f"{name_of(m.y)}, by {name_of(m.x)}", *(_at(m.x_values[j], m.units[0]) for j in columns))
    table = TableBlock(f"The cheapest over two inputs; units: {_units(m)}", head, tuple(lines))
    here, area = party_words(s.at_adopted), percent(areas[largest])
    over = (
        f"and over {area} of the map" if largest == s.at_adopted else f"{party_words(largest)} over {area} of the map"
    )
    return Chart(
        "liability_map",
        s.name,
        f"{capital(_kind(s))}: {here} is cheapest at the adopted point, {over}",
        f"A map of who is cheapest to hold liable, over {name_of(m.x)} (across) and {name_of(m.y)} (up), other inputs "
        f"at their adopted values. Share of the map: {said}. A point marks the adopted values, a frame their 90 % "
        "intervals.",
        table,
        "Other inputs at their adopted values. Frame: 90 % intervals of both inputs.",
    )


def party_words(label: str) -> str:
    """A place on the map in words."""
    return "a tie" if label == "tie" else f"the {words(label)}"


def _areas(m: Map) -> dict[str, float]:
    flat = [code for row in m.codes for code in row]
    return {m.labels[code]: flat.count(code) / len(flat) for code in sorted(set(flat))}


def _at(value: float, unit: str) -> str:
    return percent(value) if is_percent(unit) else number(value, 2)


def _units(m: Map) -> str:
    return " and ".join(dict.fromkeys("per cent" if is_percent(u) else unit_words(u) for u in reversed(m.units)))


def lead_words(s: ScenarioFindings) -> str:
    """The output whose drivers a scenario shows."""
    return f"extra social cost of holding the {words(s.examined)} liable rather than the cheapest other party"
