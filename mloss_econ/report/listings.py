"""Two pages of the documentation, made from the seeds: harm by channel, and all proposals with what each says.

Only adopted values and ranges are in them, no draws, so that a page changes when a seed does.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mloss_econ.base.frames import Frame, text
from mloss_econ.base.text import LEGEND, mark, number, percent
from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import CHANNELS, JURISDICTIONS, Belief, LeverSetting, ProposalSeed, Store
from mloss_econ.liability import COUNTED
from mloss_econ.regimes import HARMS, STATUS_QUO, TOPIC, channels_of, world_under
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.wording import capital, listing, words

BILLION = 1e9
SHARES = {
    "open_share": "done with open models",
    "downstream": "passes somebody downstream who could stop it",
    "displaced": "moves when it is stopped downstream",
    "displaced_open": "turns up with open models when kept off closed ones",
    "stolen": "money in the hands of offenders",
}
MEMORY = "from memory"


# ---------------------------------------------------------------- harm


def harm_page(assumptions: Assumptions) -> str:
    """Of every channel of harm: its level as measured, adopted, forecast and feared, each with its source."""
    store, prices = assumptions.store, assumptions.prices
    adopted = store.scenario("ai_duties").tree[CHANNELS]
    channels = channels_of(world_under(STATUS_QUO, store=store))
    parts = [
        "# Harm by channel",
        "How much harm does AI do? Of each channel of harm this page gives what somebody has counted (a floor, often "
        "for one country), what is adopted, what somebody has forecast, and what one would have to assume at worst. "
        "The scorecard shows each proposal's net benefit at all four. Where nothing has been published, the channel "
        "has no figure: what a proposal does there is not counted, and the level at which it would break even is "
        "printed instead. Which proposals reach which channels is on the page of [proposals](proposals.md).",
        _body(_levels(store, channels, adopted, prices)),
        f"Billion {prices} a year, in brackets the 90 % interval of what is adopted. Not one of these levels is a "
        "measurement of all the harm in its channel.",
        "## What kind of harm it is",
        _body(_kinds(channels, adopted)),
        "Shares of the harm in the channel, as adopted, with 90 % intervals. Nearly all are expert judgement; their "
        "reasons stand in `seeds/scenarios/ai_duties.toml`.",
    ]
    for name in channels:
        parts += [f"## {capital(words(name))}", "\n".join(_sources(name, adopted[name], store))]
        reached = [
            f"[`{key}`](proposals.md#{key}) ({percent(p.harm_reach[name].value)})"
            for key, p in store.proposals.items()
            if name in p.harm_reach
        ]
        parts.append(f"Reached by {listing(reached)}.")
    parts.append(f"{LEGEND}. Amounts in the price year of their sources. Made from the seeds.")
    return "\n\n".join(parts) + "\n"


def _levels(store: Store, channels: tuple[str, ...], adopted: Mapping[str, Mapping[str, Any]], to: PriceBase) -> Frame:
    rows = []
    for name in channels:
        of = {kind: store.belief(f"{TOPIC}.{name}_{kind}") for kind in HARMS}
        cells = {kind: _amount(belief, store, to) for kind, belief in of.items()}
        one = adopted[name]
        shown = f"{_amount(one['level'], store, to)} ({_range(one['level'], store, to)})"
        mine = shown if one["figure"] == COUNTED else "no figure"
        rows.append((capital(words(name)), cells["measured"], mine, cells["forecast"], cells["feared"]))
    heads = ("channel", "measured", "adopted", "forecast", "feared")
    return Frame("Harm", [text(head) for head in heads], rows)


def _amount(belief: Belief, store: Store, to: PriceBase) -> str:
    """A level in billions of the page's prices, with the sign of its grade; none where there is none."""
    if not belief.value:
        return "none"
    return f"{mark(belief.grade == 'judgement')} {number(belief.value * _factor(belief, store, to) / BILLION, 2)}"


def _range(belief: Belief, store: Store, to: PriceBase) -> str:
    low, high = (number(end * _factor(belief, store, to) / BILLION, 2) for end in _ends(belief))
    return f"{low} to {high}"


def _factor(belief: Belief, store: Store, to: PriceBase) -> float:
    return store.prices.convert(belief.prices, to).factor if belief.prices else 1.0


def _ends(belief: Belief) -> tuple[float, float]:
    low, high = belief.dist.quantile(np.array([0.05, 0.95]))
    return float(low), float(high)


def _kinds(channels: tuple[str, ...], adopted: Mapping[str, Mapping[str, Any]]) -> Frame:
    rows = []
    for name in channels:
        cells = []
        for key in SHARES:
            belief = adopted[name][key]
            low, high = (round(100 * end) for end in _ends(belief))
            cells.append(f"{percent(belief.value)}" + (f" ({low}–{high})" if low < high else ""))
        rows.append((capital(words(name)), *cells))
    return Frame("Kinds", [text("channel"), *map(text, SHARES.values())], rows)


def _sources(name: str, one: Mapping[str, Any], store: Store) -> Iterator[str]:
    counted = one["figure"] == COUNTED
    for kind in ("measured", "adopted", "forecast", "feared"):
        belief = one["level"] if kind == "adopted" else store.belief(f"{TOPIC}.{name}_{kind}")
        amount = f"{number(belief.value)} {belief.unit.split('/', maxsplit=1)[0]} {belief.price_year}"
        if not belief.value or (kind == "adopted" and not counted):
            amount = "no figure" if kind == "adopted" else "none"
        elif kind == "adopted":
            low, high = _ends(belief)
            amount += f" ({number(low)} to {number(high)})"
        cited = list(dict.fromkeys(store.cite(fact) for fact in belief.rests_on))
        source = f" Sources: {'; '.join(cited)}." if cited else ""
        unsure = [said for said, on in (("a weak source", belief.weak), (MEMORY, not belief.confirmed)) if on]
        grade = ", ".join([belief.grade, *unsure])
        yield f"- {mark(belief.grade == 'judgement')} **{capital(kind)}: {amount}** ({grade}). {belief.why}{source}"


# ---------------------------------------------------------------- proposals


def proposals_page(assumptions: Assumptions) -> str:
    """Of every proposal: jurisdiction, date, in force or not, open projects in scope, fine, channels, what is from
    memory."""
    store = assumptions.store
    made = {name: p for name, p in store.proposals.items() if not p.baseline}
    quo = [name for name, p in store.proposals.items() if p.baseline]
    day = store.proposal(STATUS_QUO).date
    table = store.table(JURISDICTIONS)
    places = dict(zip(table["jurisdiction"], table["title"], strict=True))
    memory = [key for key, grade in zip(table["jurisdiction"], table["grade"], strict=True) if grade == "memory"]
    columns = ("proposal", "jurisdiction", "date", "in force", "open projects in scope", "fine", "channels of harm")
    rows = [
        (f"[{name}](#{name})", places[p.jurisdiction], p.date.isoformat(), _since(p), _scope(p), _fine(p), _reach(p))
        for name, p in made.items()
    ]
    widest = Frame("Proposals", [text(c) for c in columns], rows)
    parts = [
        "# Proposals",
        f"The {len(made)} proposals of the library, with what each says of time and place, of open source, and of the "
        f"harm it is about. {listing([f'`{name}`' for name in quo])} change nothing and are left out. What is in force "
        f"by the baseline date ({day.isoformat()}) is part of the status quo: the scorecard gives it no increment, and "
        "shows what its repeal would bring. `--baseline-date` takes another day. How much harm there is in a channel, "
        "and how that is known, is on the page of [harm](harm.md).",
        _linked(_body(widest)),
        "In force: no day set, where it is a bill, an idea, or a law that was repealed. Open projects in scope: the "
        "share of them, by use, to which the text applies; its triggers then say whom it covers. None, where neither a "
        "duty nor liability falls on projects. Fine: for one violation, mostly the highest that the text allows; the "
        "model expects a small fraction of it. Channels of harm: the share of each that the text addresses, nearly "
        "always expert judgement.",
        f"From memory: the shares of {listing([places[key] for key in memory])} in the product of the United States, "
        "which stand for their shares of its AI activity; and what is marked so below.",
    ]
    for name, p in made.items():
        parts += [f"## {name}", "\n".join(_details(p, places[p.jurisdiction], day))]
    parts.append("Every duty, with its price and its clause: `mloss-econ trace NAME`. Made from the seeds.")
    return "\n\n".join(part for part in parts if part) + "\n"


def _linked(table: str) -> str:
    """The table with its links as links: a table takes text for text."""
    return table.replace("\\[", "[").replace("\\]", "]").replace("\\_", "_")


def _since(p: ProposalSeed) -> str:
    return p.in_force.value.isoformat() if p.in_force else "no day set"


def _on_projects(p: ProposalSeed) -> bool:
    """Whether anything in it falls on open projects: a duty, liability, or a ban."""
    levers = {lever for settings in p.levers.values() for lever in settings}
    return any(d.developer for d in p.duties.values()) or bool(levers & {"developer_liable", "banned", "pause"})


def _scope(p: ProposalSeed) -> str:
    if not _on_projects(p) or (p.open_scope is not None and not p.open_scope.value):
        return "none"
    return "all" if p.open_scope is None or p.open_scope.value == 1 else percent(p.open_scope.value)


def _fine(p: ProposalSeed) -> str:
    if p.fine is None or not p.fine.value:
        return "none"
    return f"{number(p.fine.value, 6)} {p.fine.unit} {p.fine.price_year}"


def _reach(p: ProposalSeed) -> str:
    every = {name: setting.value for name, setting in p.harm_reach.items()}
    if len(every) > 1 and set(every.values()) == {1.0}:
        return "all, whole"
    return ", ".join(f"{words(name)} {percent(share)}" for name, share in every.items()) or "none"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _details(p: ProposalSeed, place: str, day: datetime.date) -> Iterator[str]:
    yield f"**{p.title}.** {capital(place)}; {_ended(p.status)}"
    yield ""
    yield f"- Text: {_ended(p.reference)}"
    if p.in_force:
        since = "since" if p.in_force.value <= day else "from"
        yield f"- In force {since} {p.in_force.value.isoformat()}: {_ended(p.in_force.clause)}"
    yield f"- Open source: {_ended(p.open_source)}"
    if p.removes:
        laws = listing([f"[`{law}`](#{law})" for law in p.removes])
        yield f"- Removes {laws}; each counts if it is in force by the baseline date."
    if p.open_scope is not None and _on_projects(p):
        yield f"- Open projects in scope, {_scope(p)}: {_ended(p.open_scope.clause)}"
    if p.fine is not None:
        yield f"- Fine, {_fine(p)}: {_ended(p.fine.clause)}"
    remembered = list(_remembered(p))
    if remembered:
        yield f"- From memory, to be checked: {listing(remembered)}."


def _remembered(p: ProposalSeed) -> Iterator[str]:
    """The places of a proposal that are said to be from memory."""
    for key in ("status", "reference", "open_source"):
        if MEMORY in getattr(p, key):
            yield f"the {words(key)}"
    for place, setting in _clauses(p):
        if MEMORY in setting:
            yield place


def _clauses(p: ProposalSeed) -> Iterator[tuple[str, str]]:
    """Every clause with where it stands."""
    fields: Mapping[str, LeverSetting | None] = {
        key: getattr(p, key) for key in ("open_scope", "closed_scope", "deployers", "intermediaries", "staff", "fine")
    }
    if p.in_force:
        yield "the day it is in force", p.in_force.clause
    for key, setting in fields.items():
        if setting is not None:
            yield f"`{key}`", setting.clause
    for key, one in p.harm_reach.items():
        yield f"`harm_reach.{key}`", one.clause
    for key, trigger in p.triggers.items():
        yield f"`triggers.{key}`", trigger.clause
    for key, duty in p.duties.items():
        yield f"`duties.{key}`", duty.clause
    for calculator, settings in p.levers.items():
        for key, one in settings.items():
            yield f"`{calculator}: {key}`", one.clause


def _body(frame: Frame) -> str:
    return frame.markdown().partition("\n\n")[2].strip("\n")
