"""What the brief prints as the form of an agency."""

from __future__ import annotations

from typing import Any

from apart import Apart
from printed import blocks, rows_of
from reading import says, scale_in

from mloss_econ.regimes import form_of
from mloss_econ.report.document import Document


def test_form(report: Document, apart: Apart) -> None:
    (table,), (others,) = blocks(report, "form", "table"), blocks(report, "form", "bullets")
    form: Any = form_of(apart.proposal, apart.assumptions.profile)
    scale = scale_in(table.caption)
    rates = list(form.profile.schedules)
    assert table.head[1:] == tuple(f"at {rate}" for rate in rates)
    by_name = {}
    for e in form.entries:
        if hasattr(e, "at"):
            name = f"{e.what} ({e.payer} to {e.receiver})" if e.payer else e.what
            by_name[name[:1].upper() + name[1:]] = e
    seen = set()
    totals = {"Total monetised benefits": "benefit", "Total monetised costs": "cost", "Net benefits": "net"}
    for line in rows_of(table):
        entry = next((e for name, e in by_name.items() if line[0] == name), None)
        for cell, rate in zip(line[1:], rates, strict=True):
            if entry is not None:
                at = entry.at[rate]
                seen.add(id(entry))
                says(cell, at.primary, at.low, at.high, most=3, scale=scale)
            elif line[0] in totals:
                total = form.total(totals[line[0]], rate)
                says(cell, total.primary, total.low, total.high, most=3, scale=scale)
    assert len(seen) == len(by_name)
    assert [line[0] for line in rows_of(table) if line[0] in totals] == list(totals)
    assert any(item.startswith("Offenders' gains count") for item in others.items)
    assert [item for item in others.items if item.startswith("Effects on ")]
    counted = [e for e in form.entries if hasattr(e, "figure")]
    for item, e in zip(others.items, counted, strict=False):
        says(item, e.figure.primary, e.figure.low, e.figure.high, most=3)
