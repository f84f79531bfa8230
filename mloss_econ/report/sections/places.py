"""Where a proposal binds and since when, whom of the projects it drives out, and what both mean for its figures."""

from __future__ import annotations

import datetime
from calendar import month_name
from dataclasses import replace

from mloss_econ.base.text import percent
from mloss_econ.engine import Estimate, SummaryRow
from mloss_econ.regimes import ADDED, whose
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.wording import RARE, listing, odds, share, span, stated, usual


def day(text: str) -> str:
    """A date in words.

    >>> day("2026-08-02")
    '2 August 2026'
    """
    found = datetime.date.fromisoformat(text)
    return f"{found.day} {month_name[found.month]} {found.year}"


def where(f: ProposalFindings) -> str:
    """Where it binds, how much of the world that is, and from when."""
    bound = f.outputs["share_bound"].value
    binds = "It binds" if f.since else "It would bind"
    followed = float(f.case.entry("followed").value)
    more = " with those who follow it" if followed else ""
    place = f"{binds} {f.place}" + (f",{more} {share(bound)} of the world's AI activity" if bound < 1 or more else "")
    if f.in_baseline:
        return f"{place}. {in_force(f)}"
    return f"{place}. It applies from {day(f.since)}." if f.since else f"{place}. It is not law."


def in_force(f: ProposalFindings) -> str:
    """What its being in force already means for its figures."""
    assert f.repeal is not None
    return (
        f"It has been in force since {day(f.since)}, before the baseline date of {day(f.day)}, so it is part of the "
        "status quo and has no increment. Its figures compare the law with a world without it; its repeal would "
        f"change the net benefit to {whose(f.viewpoint)} by {stated(f.repeal, f.balance.unit)} on average."
    )


def removes(f: ProposalFindings) -> str:
    """What it removes, from a small letter on, and what the repeal of laws in force brings; "" for nothing."""
    if not f.removes:
        return ""
    unit = f.balance.unit
    now = [
        f"{law.title} (in force since {day(law.since)}), {stated(law.repeal, unit)} on average"
        for law in f.removes
        if law.repeal is not None
    ]
    later = [f"{law.title} ({day(law.since)})" for law in f.removes if law.repeal is None]
    said = []
    if now:
        said.append(f"its figures include what these repeals bring: {listing(now)}. {ADDED}")
    if later:
        the = "The" if now else "the"
        said.append(
            f"{the} removal of what is not in force by the baseline date of {day(f.day)} brings nothing yet: "
            f"{listing(later)}. A later baseline date would count these."
        )
    return " ".join(said)


def exits(f: ProposalFindings) -> str:
    """Which funded projects exit: of those in scope, and of all."""
    return _of(f, "exit_share_funded", "funded projects")


def exits_unfunded(f: ProposalFindings) -> str:
    """The same of unfunded projects."""
    return _of(f, "exit_share_unfunded", "unfunded projects")


def _of(f: ProposalFindings, output: str, whom: str) -> str:
    row = f.outputs[output]
    if f.scope == 0:
        return f"no {whom[:-1]} would exit: none is in scope"
    if rare(row):
        return f"hardly any {whom[:-1]} would exit (under {percent(RARE)} in 95 of 100 draws)"
    if row.p5.value == 1:
        return f"all {whom}{'' if f.of_world == 1 else f' in scope, {share(f.of_world)} of all,'} would exit"
    some = f"{odds(row.median)} would exit ({span(row)})"
    if f.of_world == 1:
        return f"of {whom}, all of them in scope, {some}"
    every = f.of_all[output]
    return f"of the {whom} in scope, {some}; of all {whom} in the world, {usual(every)}"


def negative(row: SummaryRow) -> SummaryRow:
    """An output with the other sign: its 5th percentile is what was the 95th."""
    mean, median, p5, p95 = (Estimate(-e.value, e.error) for e in (row.mean, row.median, row.p95, row.p5))
    return replace(row, value=-row.value, mean=mean, median=median, p5=p5, p95=p95)


def rare(row: SummaryRow) -> bool:
    """Whether a share is hardly anything in nearly all draws."""
    return row.p95.value < RARE
