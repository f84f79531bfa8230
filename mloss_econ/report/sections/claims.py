"""Do the claims of the debate hold?"""

from __future__ import annotations

from mloss_econ.base.text import its_percentile, percent
from mloss_econ.kernel import FALSE, TRUE, Kind
from mloss_econ.report.document import Bullets, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.claims import ClaimFinding
from mloss_econ.sensitivity import (
    VERDICT_PROBES,
    VERDICT_STEPS,
    SwitchingValue,
    by_construction,
    reversing,
    structure_in_words,
)
from mloss_econ.wording import listing, name_of, odds, plural, quantity

SHOWN = 2  # ways to reverse a verdict
BY_FORM = (TRUE, FALSE)


def short(f: Findings) -> str:
    """The answer in one sentence."""
    return f"Claims: {_counted(f)[0].lower()}{_counted(f)[1:]}"


def _counted(f: Findings) -> str:
    open_ones = [c for c in f.claims if c.kind not in BY_FORM]
    most = sum(c.held.value > 0.5 for c in open_ones)
    return (
        f"Of {plural(len(open_ones), 'claim')} that could fail, {most} hold in more than half of the draws and "
        f"{sum(c.at_adopted for c in open_ones)} at the adopted point."
    )


def section(f: Findings) -> Section:
    """The section."""
    lines = tuple(
        (
            c.name,
            f"{c.sentence} (°)" if c.kind in BY_FORM else c.sentence,
            odds(c.held),
            "holds" if c.at_adopted else "fails",
            percent(c.corners_held / c.corners),
        )
        for c in f.claims
    )
    formed = "".join(_formed(f, kind) for kind in BY_FORM)
    return Section(
        "claims",
        "Do the claims hold?",
        (
            Text(f"{_counted(f)}{formed} {_structural(f)}", lead=True),
            TableBlock(
                "",
                ("", "claim", "share of draws", "as adopted"),
                tuple(line[:4] for line in lines),
                left=2,
                note="Share of draws: those in which it holds. (°) True or false by construction: the form assumes it.",
            ),
            Folded("What would reverse each", (Bullets("", tuple(f"{c.name} {reversal(c)}" for c in f.claims)),)),
            Folded(
                "What the structure of the calculators decides",
                (
                    Bullets("", tuple(_hanging(c) for c in f.claims if c.structure)),
                    Text(
                        "By construction: the answer is the same in every draw and at every corner tried, so that it "
                        "is no finding. Structural choices are moved to their ends, one or two at a time."
                    ),
                ),
            ),
            Folded(
                "Corners: every input at its 5th or its 95th percentile",
                (
                    TableBlock(
                        "Share of corners at which each holds",
                        ("claim", "share of draws", "share of corners"),
                        tuple((line[0], line[2], line[4]) for line in lines),
                    ),
                ),
            ),
            Folded("How each is tested, and its source", (Bullets("", tuple(_tested(c) for c in f.claims)),)),
        ),
        page_only=True,
    )


def _formed(f: Findings, kind: Kind) -> str:
    named = listing([c.name for c in f.claims if c.kind == kind])
    return f" {kind.capitalize()}, and so no finding: {named}." if named else ""


def _structural(f: Findings) -> str:
    """How many answers structure alone changes or settles."""
    turned = sum(bool(reversing(c.structure, c.at_adopted)) for c in f.claims)
    settled = sum(bool(by_construction(c.structure, c.kind)) for c in f.claims)
    return (
        f"One structural choice alone reverses the answer at the adopted point for {turned}; "
        f"{settled} become true or false by construction at the end of one choice or two."
    )


def _hanging(c: ClaimFinding) -> str:
    said = structure_in_words(c.structure, at_adopted=c.at_adopted, kind=c.kind)
    return f"{c.name}: {' '.join(said)}"


def _tested(c: ClaimFinding) -> str:
    return f"{c.name}, {c.kind}. Tested as: {c.tested_as} Source: {c.source}."


def reversal(c: ClaimFinding) -> str:
    """What it takes to reverse the verdict at the adopted point, nearest first."""
    if c.kind in BY_FORM:
        return "is assumed by the form of its calculator; only the size of the effect is computed."
    if not c.switching_values:
        tried = f"any of {len(VERDICT_STEPS)} values of its belief ({len(VERDICT_PROBES)} where it moves no output)"
        return f"{'holds' if c.at_adopted else 'fails'}, and no single input reverses it at {tried}."
    shown = ", or if ".join(_turn(t) for t in c.switching_values[:SHOWN])
    rest = len(c.switching_values) - SHOWN
    more = f"; {plural(rest, 'more input')} could do the same" if rest > 0 else ""
    return f"{'would fail' if c.at_adopted else 'would hold'} if {shown}{more}."


def _turn(t: SwitchingValue) -> str:
    return f"the {name_of(t.path)} were {t.side} {quantity(t.value, t.unit)} ({its_percentile(t.quantile)})"
