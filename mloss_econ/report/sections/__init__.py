"""The wording of a report, section by section, in the order in which terminal and page show it."""

from __future__ import annotations

from mloss_econ.base.text import LEGEND
from mloss_econ.base.units import PriceBase
from mloss_econ.report.document import Document
from mloss_econ.report.findings import Findings
from mloss_econ.report.provenance import Provenance
from mloss_econ.report.sections import (
    claims,
    drivers,
    form,
    gains,
    key,
    liability,
    log,
    pricing_out,
    proposals,
    sides,
    turning,
    value,
)
from mloss_econ.report.sections.proposal import intervals
from mloss_econ.wording import listing, plural

TITLE = "Open-source AI: what it is worth, what regulation costs it, who should bear losses"


def document(f: Findings, provenance: Provenance) -> Document:
    """The report."""
    s = f.stamp
    file = f" ({f.file})" if f.file else ""
    changed = f"; replaces {plural(len(f.changed), 'belief')}: {listing(f.changed)}" if f.changed else ""
    basis = (
        f"MLOSS: open-source software for machine learning. Proposal under review: {f.proposal.title}. "
        f"Assumptions: {f.title}{file}{changed}.",
        f"Money in {s.prices}: {PriceBase.parse(s.prices).meaning}; worldwide unless said otherwise. Figures in "
        f"sentences are medians. {intervals(s.n)} {LEGEND}.",
    )
    return Document(
        TITLE,
        basis,
        (
            value.short(f.value),
            pricing_out.short(f),
            gains.short(f),
            liability.short(f.liability),
            proposals.short(f),
            claims.short(f),
        ),
        (
            key.section(f),
            value.section(f.value),
            drivers.section(f),
            turning.section(f),
            gains.section(f),
            pricing_out.section(f),
            liability.section(f.liability),
            proposals.section(f),
            sides.section(f),
            claims.section(f),
            log.not_counted(),
            log.log(f),
            form.section(f),
            log.reproduce(f, provenance),
        ),
        f"{LEGEND}.",
        str(s),
        key.headline(f),
        f.unmoved,
    )
