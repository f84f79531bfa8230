"""Do the claims of the debate hold?"""

from __future__ import annotations

from mloss_econ.report.document import Bullets, Section, Table, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.claims import ClaimFinding
from mloss_econ.report.wording import name_of, odds, quantity
from mloss_econ.sensitivity import Turn
from mloss_econ.text import percent

TURNS = 3


def section(f: Findings) -> Section:
    """The section."""
    most = sum(c.held.value > 0.5 for c in f.claims)
    lines = tuple(
        (
            c.name,
            c.sentence,
            f"{odds(c.held)}",
            "holds" if c.at_adopted else "fails",
            percent(c.corners_held / c.corners),
        )
        for c in f.claims
    )
    return Section(
        "claims",
        "Do the claims hold?",
        (
            Text(
                f"{most} of {len(f.claims)} claims hold in more than half of the draws, "
                f"{sum(c.at_adopted for c in f.claims)} at the adopted point.",
                lead=True,
            ),
            Table(
                "Share of draws in which each claim holds",
                ("", "claim", "draws", "adopted", "corners"),
                lines,
                left=2,
                note="Corners: every input at its 5 or 95 % point.",
            ),
            Bullets("How each is put, and what turns it", tuple(_put(c) for c in f.claims)),
        ),
    )


def _put(c: ClaimFinding) -> str:
    return f"{c.name} ({c.source}): {c.put_as} {_turns(c)}"


def _turns(c: ClaimFinding) -> str:
    if not c.turns:
        return "No single input turns the answer within its belief."
    shown = ", or ".join(_turn(t) for t in c.turns[:TURNS])
    rest = len(c.turns) - TURNS
    more = f"; {rest} more input{'s' if rest > 1 else ''} can" if rest > 0 else ""
    return f"{'Breaks' if c.at_adopted else 'Would hold'} with {shown}{more}."


def _turn(t: Turn) -> str:
    return f"{name_of(t.path)} {t.side} {quantity(t.value, t.unit)} (its {percent(t.quantile)} point)"
