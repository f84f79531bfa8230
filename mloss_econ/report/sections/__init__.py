"""The wording of a report, section by section, in the order in which terminal and page show it."""

from __future__ import annotations

from mloss_econ.report.document import Document
from mloss_econ.report.findings import Findings
from mloss_econ.report.provenance import Provenance
from mloss_econ.report.sections import claims, drivers, liability, log, pricing_out, turning, value
from mloss_econ.report.wording import listing, plural

TITLE = "Open-source AI: what it is worth, what rules cost it, who should bear losses"
LEGEND = "○ judgement, ● has a source."


def document(f: Findings, provenance: Provenance) -> Document:
    """The report."""
    s = f.stamp
    file = f" ({f.file})" if f.file else ""
    changed = f"; replaces {plural(len(f.changed), 'belief')}: {listing(f.changed)}" if f.changed else ""
    basis = (
        f"MLOSS: open-source software for machine learning. Assumptions: {f.title}{file}{changed}.",
        f"Money in {s.prices}: prices of {s.prices.split()[1]}. 5-95 %: of {s.n:,} draws from the stated beliefs, "
        f"inputs independent; not a confidence interval. {LEGEND}",
    )
    return Document(
        TITLE,
        basis,
        (value.short(f.value), pricing_out.short(f.pricing_out), liability.short(f.liability)),
        (
            value.section(f.value),
            pricing_out.section(f.pricing_out),
            liability.section(f.liability),
            drivers.section(f),
            turning.section(f),
            claims.section(f),
            log.log(f),
            log.not_counted(),
            log.reproduce(f, provenance),
        ),
        LEGEND,
        str(s),
    )
