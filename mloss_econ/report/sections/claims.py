"""Do the claims of the debate hold?"""

from __future__ import annotations

from mloss_econ.base.text import its_percentile, percent
from mloss_econ.report.document import Bullets, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.claims import ClaimFinding
from mloss_econ.sensitivity import VERDICT_PROBES, VERDICT_STEPS, SwitchingValue
from mloss_econ.wording import listing, name_of, odds, plural, quantity

TURNS = 2
BY_FORM = "true by construction"


def short(f: Findings) -> str:
    """The answer in one sentence."""
    return f"Claims: {_counted(f)[0].lower()}{_counted(f)[1:]}"


def _counted(f: Findings) -> str:
    open_ones = [c for c in f.claims if c.kind != BY_FORM]
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
            f"{c.sentence} (°)" if c.kind == BY_FORM else c.sentence,
            odds(c.held),
            "holds" if c.at_adopted else "fails",
            percent(c.corners_held / c.corners),
        )
        for c in f.claims
    )
    assumed = listing([c.name for c in f.claims if c.kind == BY_FORM])
    formed = f" True by construction, and so no finding: {assumed}." if assumed else ""
    return Section(
        "claims",
        "Do the claims hold?",
        (
            Text(f"{_counted(f)}{formed}", lead=True),
            TableBlock(
                "",
                ("", "claim", "of draws", "as adopted"),
                tuple(line[:4] for line in lines),
                left=2,
                note="Of draws: the share in which it holds. (°) True by construction: the form assumes it.",
            ),
            Folded("What turns each", (Bullets("", tuple(f"{c.name} {turns(c)}" for c in f.claims)),)),
            Folded(
                "Corners: every input at its 5 or its 95 % point",
                (
                    TableBlock(
                        "Share of corners at which each holds",
                        ("claim", "share of draws", "of corners"),
                        tuple((line[0], line[2], line[4]) for line in lines),
                    ),
                ),
            ),
            Folded("How each is put, and where it is made", (Bullets("", tuple(_put(c) for c in f.claims)),)),
        ),
        page_only=True,
    )


def _put(c: ClaimFinding) -> str:
    return f"{c.name}, {c.kind}. {c.tested_as} Made in: {c.source}."


def turns(c: ClaimFinding) -> str:
    """What it takes to turn the answer at the adopted point, nearest first."""
    if c.kind == BY_FORM:
        return "is assumed by the form of its calculator; only the size of the effect is computed."
    if not c.switching_values:
        tried = f"any of {len(VERDICT_STEPS)} values of its belief ({len(VERDICT_PROBES)} where it moves no output)"
        return f"{'holds' if c.at_adopted else 'fails'}, and no single input turns it at {tried}."
    shown = ", or ".join(_turn(t) for t in c.switching_values[:TURNS])
    rest = len(c.switching_values) - TURNS
    more = f"; {plural(rest, 'more input')} can" if rest > 0 else ""
    return f"{'breaks' if c.at_adopted else 'would hold'} with {shown}{more}."


def _turn(t: SwitchingValue) -> str:
    return f"{name_of(t.path)} {t.side} {quantity(t.value, t.unit)} ({its_percentile(t.quantile)})"
