"""The form of an agency: the accounting statement, the appraisal summary or the cost grid of the chosen profile."""

from __future__ import annotations

from mloss_econ.base.text import number, percent
from mloss_econ.compliance import (
    EFFECT_KINDS,
    AccountingStatement,
    AppraisalSummary,
    CostGrid,
    Figure,
    InWords,
    Monetised,
    Quantified,
    note_beyond,
)
from mloss_econ.report.document import Block, Bullets, Group, Line, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.wording import capital, scale_of

TITLES = {"benefit": "Benefits", "cost": "Costs", "transfer": "Transfers: neither benefit nor cost"}


def section(f: Findings) -> Section:
    """The section."""
    form = f.policy.form
    blocks: tuple[Block, ...]
    if isinstance(form, AccountingStatement):
        title, blocks = "Accounting statement", _statement(f, form)
    elif isinstance(form, AppraisalSummary):
        title, blocks = "Appraisal summary", _summary(form)
    elif isinstance(form, CostGrid):
        title, blocks = "Cost grid", _grid(form)
    else:
        title, blocks = "The profile's form", (Text(f"The form cannot be filled: {f.policy.form_missing}"),)
    return Section("form", title, blocks, page_only=True)


def _statement(f: Findings, form: AccountingStatement) -> tuple[Block, ...]:
    entries = [e for e in form.entries if isinstance(e, Monetised)]
    rates = list(form.profile.schedules)
    scale, name = scale_of([abs(figure.primary) for e in entries for figure in e.at.values()])
    lines: list[Line] = []
    for kind in EFFECT_KINDS:
        lines.append(Group(TITLES[kind]))
        of_kind = [e for e in entries if e.kind == kind]
        for e in of_kind:
            who = f" ({e.payer} to {e.receiver})" if e.kind == "transfer" else ""
            lines.append((f"{capital(e.what)}{who}", *(_span(e.at[rate], scale) for rate in rates)))
        if not of_kind:
            lines.append((str(form.blanks[kind, "monetised"]), *("" for _ in rates)))
        elif kind != "transfer" and len(of_kind) > 1:
            totals = [form.total(kind, rate) for rate in rates]
            lines.append((f"All {kind}s", *(number(total.primary / scale) for total in totals)))
    others = [
        f"{capital(e.kind)}, not in money: {e.what}: {number(e.figure.primary)} ({number(e.figure.low)} to "
        f"{number(e.figure.high)}) {e.unit}."
        for e in form.entries
        if isinstance(e, Quantified)
    ]
    others += [f"{capital(e.kind)}, in words: {e.what}." for e in form.entries if isinstance(e, InWords)]
    others += [form.beyond()] if form.beyond() else []
    blanks = [f"{kind}, {cell}: {blank.why}" for (kind, cell), blank in form.blanks.items() if cell != "monetised"]
    others += [f"Not estimated. {capital('; '.join(blanks))}."] if blanks else []
    caption = f"{f.proposal.title}: {name}{form.prices} a year, over {form.period}; mean (90 % interval)"
    return (
        Text(f"By {form.profile.title} ({form.profile.status}), baseline: no new regulation."),
        TableBlock(caption, ("", *(f"at {rate}" for rate in rates)), tuple(lines)),
        Bullets("Not in money", tuple(others)),
    )


def _span(figure: Figure, scale: float) -> str:
    low, mean, high = (number(v / scale) for v in (figure.low, figure.primary, figure.high))
    return f"{mean} ({low} to {high})"


def _summary(form: AppraisalSummary) -> tuple[Block, ...]:
    named = {"Present benefit": form.benefit, "Present cost": form.cost, "Net present value": form.net}
    scale, name = scale_of([abs(figure.primary) for figure in named.values()])
    lines = [(what, *(number(v / scale) for v in (x.low, x.primary, x.high))) for what, x in named.items()]
    note = note_beyond(named.values())
    way = "falls" if form.fall_of_benefit >= 0 else "rises"
    other = "rises" if form.rise_of_cost >= 0 else "falls"
    return (
        Text(
            f"By {form.profile.title} ({form.profile.status}): {name}{form.prices}, discounted to {form.base_year}, "
            f"over {number(form.horizon)} years. The net present value is zero if the benefit {way} by "
            f"{percent(abs(form.fall_of_benefit))} or the cost {other} by {percent(abs(form.rise_of_cost))}."
        ),
        TableBlock("Low net pairs low benefit with high cost", ("", "low", "primary", "high"), tuple(lines)),
        *([Text(note)] if note else []),
        Bullets("Switching values", tuple(f"{capital(name)}: {at}." for name, at in form.switching.items())),
        Bullets("Not valued", tuple(f"{capital(item)}." for item in form.not_valued)),
    )


def _grid(form: CostGrid) -> tuple[Block, ...]:
    frame = form.frame()
    numbers = [float(v) for row in frame.rows for v in row[1:]]
    scale, name = scale_of([abs(v) for v in numbers if v])
    lines = [(capital(str(row[0])), *(number(float(v) / scale) for v in row[1:])) for row in frame.rows]
    heads = tuple(c.name for c in frame.columns[1:])
    return (
        Text(
            "Familiarisation is an administrative, one-off cost; costs that cannot be told apart are adjustment costs. "
            "Users' lost use is counted with citizens."
        ),
        TableBlock(
            f"Costs by who bears them, {name}{form.prices}; recurrent costs a year; means", ("", *heads), tuple(lines)
        ),
    )
